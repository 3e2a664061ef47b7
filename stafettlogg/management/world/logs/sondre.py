"""Sondre, 6A: back to school at his own pace, at level 3 with three services, each level with its consent (R8)."""

from __future__ import annotations

from stafettlogg.management.world.cast import FOSSHEIM
from stafettlogg.management.world.papers import paper
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER, FATHER = "Elin Raa", "Harald Raa"


def tell(place: Place) -> None:
    """From the car park to the workshop."""
    guardians = [place.guardian(MOTHER, "mamma"), place.guardian(FATHER, "pappa")]
    tale = Tale(
        place, 250, "Gunnhild Tveiten", FOSSHEIM, "Mikal Stene", Opening("Sondre Raa", aged(11, 280), guardians)
    )
    tale.yes(249, MOTHER)
    tale.yes(248, FATHER)
    tale.said(240, "Det er ikkje noko gale med skulen. Det er berre at kroppen seier nei.")
    attendance = tale.worry(
        237, "wellbeing", "Sondre er borte to–tre dagar i veka. Når han fyrst er her, har han det fint."
    )
    path = tale.path(
        237, "Eg kjem til parkeringsplassen", "Eg kjem inn på sløyden", "Eg er der før lunsj", "Eg er der ein heil dag",
        "Eg veit kva eg treng",
    )  # fmt: skip
    meet = tale.here(
        237, attendance, "Mikal møter ved bilen",
        "Sondre øver på å kome inn dørene, og meistrar to dagar i veka.",
        "Mikal kjem ut til bilen klokka ni. Dei går inn sidedøra, rett på sløydsalen. Ingen spør kvar han har vore.",
    )  # fmt: skip
    morning = tale.at_home(
        237, attendance, "Same morgon kvar dag",
        "Sondre øver på å stå opp til same tid, òg når han blir heime.",
        "Opp klokka sju, frukost, ein tur med hunden. Skjerm etter klokka to, same for alle i huset.",
        FATHER,
    )  # fmt: skip
    tale.saw(229, "Kom inn sidedøra og spurde om det var grana eller furu vi skulle bruke.")
    tale.reach(226, path[0])
    tale.heard(219, "Gjekk tur med hunden to gonger utan å bli spurd.")
    tale.look(
        194, meet, "some_effect", "more_help",
        child="Det går når Mikal er der. Når han er på kurs, blir eg heime.",
        home="Vi står i det kvar morgon, og vi er slitne. Vi vil gjerne ha fleire med.",
        work="Tre dagar i veka no. Vi klarer ikkje meir åleine, og treng råd om angst og opptrapping.",
    )  # fmt: skip
    tale.look(
        194, morning, "good_effect", "continue",
        child="Hunden er den beste grunnen til å stå opp.",
        home="Han står opp. Det er ein stor siger hos oss.",
        work="Vi ser at han er mindre trøytt dei dagane han kjem.",
    )  # fmt: skip
    tale.asks(193, 2)
    tale.yes(192, MOTHER, level=2)
    tale.yes(190, FATHER, level=2)
    tale.goes_to(189, 2, "PPT blir med. Vi treng råd om opptrapping, og om kva vi skal krevje når.")
    advice = tale.noted(
        180,
        "Rettleiing med PPT. Plan for opptrapping i fire trinn ligg ved. Vi aukar ikkje før to veker har gått bra.",
        attendance,
    )
    tale.attached(
        180, advice, "opptrapping.pdf",
        paper(
            "Plan for opptrapping, Sondre", "Trinn 1: tre dagar, til lunsj.", "Trinn 2: fire dagar, til lunsj.",
            "Trinn 3: fire dagar, éin heil.", "Trinn 4: fem dagar.", "Vi går vidare når to veker har gått bra.",
        ),
    )  # fmt: skip
    meet = tale.look(
        152, meet, "some_effect", "adjust",
        child="Planen er grei. Eg vil sjå kva trinn eg er på.",
        home="Det hjelper at vi veit kva vi skal seie om morgonen.",
        work="Trinn 2 er nådd. Sondre treng ein fast person til når Mikal er borte.",
        title="To som møter, og ein stad å vere",
        how="Mikal eller Silje møter ved sidedøra. Sløydsalen er basen. Trinnet heng på innsida av skapet hans.",
    )  # fmt: skip
    tale.lets_in(150, "Silje Hamre")
    tale.look(
        149, morning, "good_effect", "continue",
        child="Klokka to er lenge å vente, men ok.",
        home="Vi held på dette. Det gjeld heile huset.",
        work="Rutinen ber mykje av det vi får til.",
    )  # fmt: skip
    tale.saw(141, "Lærte Silje å bruke dreiebenken.", by="Silje Hamre")
    tale.reach(136, path[1])
    tale.heard(127, "Spurde om å få kjøpe eigen hammar.")
    tale.look(
        110, meet, "some_effect", "more_help",
        child="Magen er verst søndag kveld. Det hjelper ikkje kven som møter meg då.",
        home="Søndagane er tunge. Vi treng nokon som kan noko om dette, ikkje berre om skule.",
        work="Fire dagar til lunsj. Vi ser mykje vilje, og uro som skulen ikkje kan hjelpe med åleine.",
    )  # fmt: skip
    tale.asks(109, 3)
    tale.yes(108, FATHER, level=3)
    tale.yes(106, MOTHER, level=3)
    tale.goes_to(
        105, 3, "Helsestasjonen blir med, og fastlegen er orientert av foreldra. Vi samlar laget kvar sjette veke."
    )
    tale.noted(
        96,
        "Fyrste møte i laget: Sondre, mor, far, Mikal, PPT og helsesjukepleiar. Sondre opna møtet med sine eigne steg.",
        attendance,
    )
    sunday = tale.at_home(
        95, attendance, "Søndagsplan",
        "Sondre øver på å sleppe måndagen til måndag.",
        "Sekken er pakka fredag. Søndag kveld er det film, og ingen nemner skule etter klokka seks.",
        MOTHER,
    )  # fmt: skip
    tale.heard(82, "Sovna før filmen var slutt.")
    tale.look(
        67, meet, "good_effect", "continue",
        child="Eg var der ein heil dag. Det var fordi vi skulle lime.",
        home="Han ringde og sa at han ville bli til to.",
        work="Fire dagar, to av dei heile.",
    )  # fmt: skip
    tale.reach(66, path[2])
    tale.look(
        64, morning, "goal_reached", "end", why="Det er blitt kvardagen vår.",
        child="Det er berre slik det er no.",
        home="Vi tenkjer ikkje på det som eit tiltak lenger.",
        work="Vi sluttar å spørje.",
    )  # fmt: skip
    tale.saw(54, "Sette saman benken dei andre hadde gjeve opp.")
    tale.look(
        50, sunday, "good_effect", "continue",
        child="Magen er ok til klokka ni.",
        home="Det er fyrste gongen på eit år vi har hatt rolege søndagar.",
        work="Måndagsfråværet er halvert.",
    )  # fmt: skip
    tale.heard(41, "Tok telefonen då Mikal ringde, og prata i ti minutt.")
    tale.saw(33, "Åt lunsj saman med to frå klassa for fyrste gong.")
    tale.reach(30, path[3])
    tale.look(
        25, meet, "good_effect", "continue",
        child="Eg kan gå inn sjølv tre dagar. To dagar vil eg bli møtt.",
        home="Han seier sjølv kva han treng. Det er det største.",
        work="Trinn 3 er nådd. Vi lagar neste plan saman med Sondre.",
    )  # fmt: skip
    tale.look(
        19, sunday, "good_effect", "continue",
        early="Laget møttest no, og ville sjå på alt samtidig.",
        child="Vi må ha betre filmar.",
        home="Vi held fram.",
        work="Ingen endring er naudsynt.",
    )  # fmt: skip
    tale.noted(
        18,
        "Møte i laget. Individuell plan er vurdert; familien ynskjer ikkje det no. Ny vurdering på neste møte.",
        attendance,
    )
    tale.said(8, "Eg veit kva eg treng: få vite det på førehand, og ein stad å gå.")
    tale.reach(8, path[4])
    tale.heard(4, "Stod i døra med sekken på før far hadde funne skorne.")
