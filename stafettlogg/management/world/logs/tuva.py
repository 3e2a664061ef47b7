"""Tuva, 1A: the second round is to be looked at now, old answers beside the new; her mother works at the school (R24)."""

from __future__ import annotations

from stafettlogg.management.world.cast import SKULEN
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER, FATHER = "Hanne Solheim", "Terje Aune"


def tell(place: Place) -> None:
    """A hundred days of finding a way into the game."""
    guardians = [place.guardian(MOTHER, "mamma"), place.guardian(FATHER, "pappa")]
    tale = Tale(place, 101, "Kari Lunde", SKULEN, "Torunn Espe", Opening("Tuva Solheim Aune", aged(6, 250), guardians))
    tale.yes(100, MOTHER)
    tale.yes(99, FATHER)
    tale.said(88, "Eg vil vere med når dei leikar butikk.")
    play = tale.worry(86, "play", "Tuva er åleine i friminutta.")
    path = tale.path(86, "Eg ser på leiken", "Eg spør om å få vere med", "Eg er med i leiken", "Eg finn på leik sjølv")
    group = tale.here(
        86, play, "Leikegruppe i storefri",
        "Tuva øver på å kome inn i leiken, og får det til minst to gonger i veka.",
        "Olav startar ein butikkleik med fire born. Tuva er med frå fyrste stund, så slepp ho å spørje seg inn.",
        "Olav Myklebust",
    )  # fmt: skip
    visit = tale.at_home(
        86, play, "Ven på besøk annakvar veke",
        "Tuva øver på å vere vertskap, og meistrar å dele på leikene.",
        "Tuva inviterer ein ven heim. Vi bestemmer to leikar på førehand, og et kveldsmat saman.",
        MOTHER,
    )  # fmt: skip
    tale.say_better(
        85, play,
        "Tuva står ofte for seg sjølv i friminutta. Ho ser på leiken, men veit ikkje heilt korleis ho skal bli med.",
    )  # fmt: skip
    tale.saw(83, "Rakk handa til Ella då vi gjekk på rekkje ut til skulegarden.")
    tale.hands_over(
        80, "Olav Myklebust", "No er vi i gang. Du er den Tuva møter kvar morgon, Olav – vil du ta pinnen vidare?",
        "Det vil eg gjerne.",
    )  # fmt: skip
    tale.heard(77, "Fortalde ved middagen at ho hadde vore kassedame.")
    tale.saw(72, "Smilte stort då Jakob ropte namnet hennar.")
    tale.reach(70, path[0])
    tale.heard(66, "Øvde på «kan eg vere med?» med alle bamsane på senga.")
    talk = tale.noted(58, "Samtale med far. Han seier at Tuva gruar seg mindre til måndagane.", play)
    tale.note_better(
        57, talk,
        "Samtale med mor og far. Dei seier at Tuva gruar seg mindre til måndagane, og at ho pratar meir om friminutta.",
    )  # fmt: skip
    tale.saw(56, "Stilte seg i hoppetaukøen heilt av seg sjølv.")
    tale.saw(51, "Spurde Mina: «Er det ope i butikken?»")
    tale.reach(50, path[1])
    tale.heard(47, "Ringde bestemor og fortalde namna på to ho leikar med.")
    tale.said(44, "Det er lettare når eg veit kven eg skal leike med.")
    tale.look(
        43, group, "some_effect", "adjust",
        child="Når vi er mange, mistar eg plassen min. Det er best når det er Ella og eg.",
        home="Mor: Ho gler seg til butikken, men ikkje når det blir bråk. Far: Eg ser at ho tør meir enn før.",
        work="Tuva er trygg i gruppa når ein vaksen er med. Utan vaksen trekkjer ho seg framleis unna etter nokre minutt.",
        title="Leikevenn i storefri",
        how="Tuva og ein leikevenn vel leik saman før storefri. Ein vaksen er i nærleiken dei fyrste fem minutta.",
    )  # fmt: skip
    tale.look(
        43, visit, "good_effect", "continue",
        child="Ella og eg laga kafé. Eg fekk bestemme suppa.",
        home="Ho hentar fram leikene på førehand og tel ned dagane. Det er blitt triveleg for oss alle.",
        work="Vi merkar det på skulen dagen etter at ho har hatt besøk.",
    )  # fmt: skip
    tale.saw(41, "Fekk med seg Jakob bort til sandkassa.")
    tale.saw(34, "Sa «kom, så leikar vi butikk!» til tre andre.")
    tale.noted(
        30, "Samtale med mor og far. Tuva fortel meir heime om kven ho leikar med. Vi held fram som avtalt.", play
    )
    tale.heard(27, "Song for syskenbarnet, og ville ha alle med på refrenget.")
    tale.heard(21, "Delte ponniane sine då Ella var på besøk.")
    tale.saw(17, "Trøysta ein gut som hadde mista luva, og fann ho att for han.")
    tale.saw(12, "Leika heile storefri utan vaksenstøtte.")
    tale.reach(12, path[2])
    tale.noted(9, "Vi møtest når mor og far begge har fri. Eg spør Tuva på førehand, slik vi plar.", play)
    tale.said(6, "No spør dei andre meg òg.")
    tale.heard(4, "Bad Ella på besøk heilt på eige initiativ.")
