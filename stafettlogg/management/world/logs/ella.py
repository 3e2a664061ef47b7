"""Ella, four years, with a protected address: no place is named anywhere (R13); a deputy while her holder is away."""

from __future__ import annotations

from datetime import timedelta

from stafettlogg.core import clock
from stafettlogg.identity.models import Child
from stafettlogg.management.world.cast import NOTTELIA
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER = "Maja Voll"


def tell(place: Place) -> None:
    """Words for what one wants."""
    back = clock.today() + timedelta(days=17)
    guardians = [place.guardian(MOTHER, "mamma")]
    opening = Opening("Ella Voll", aged(4, 140), guardians, protection=Child.Protection.CONFIDENTIAL)
    tale = Tale(place, 90, "Bente Kalland", NOTTELIA, "Ola Skaar", opening)
    tale.yes(89, MOTHER)
    tale.noted(88, "Vi skriv ikkje stader, turmål eller bilete i denne loggen.")
    tale.said(79, "Eg vil sitje attmed deg.")
    language = tale.worry(
        76,
        "language",
        "Ella peikar og dreg i oss når ho vil noko. Ho har orda, men dei kjem sjeldan når det er mange rundt.",
    )
    path = tale.path(76, "Eg seier det til Ola", "Eg seier det til éin ven", "Eg seier det i samling")
    meal = tale.here(
        76, language, "Lite bord ved måltida",
        "Ella øver på å be om det ho vil ha, og gjer det minst ein gong i kvart måltid.",
        "Tre born og ein fast vaksen ved det vesle bordet. Vi ventar litt før vi rekkjer ting fram.",
    )  # fmt: skip
    story = tale.at_home(
        76, language, "Fortelje om dagen med tre kort",
        "Ella fortel om éin ting ho har gjort.",
        "Ella vel tre biletkort på kvelden, og vi lagar ei historie av dei.",
        MOTHER,
    )  # fmt: skip
    tale.saw(69, "Sa «meir mjølk, takk» til heile bordet.")
    tale.heard(61, "Fortalde ei lang historie om ein frosk som ikkje ville leggje seg.")
    tale.reach(58, path[0])
    tale.saw(52, "Sa «no er det min tur» på lottospelet.")
    tale.heard(44, "Valde fem kort i staden for tre.")
    tale.look(
        31, meal, "good_effect", "continue",
        child="Eg sit attmed Ola og Sara.",
        home="Ho set ord på mat heime òg. Ho seier ifrå når ho er mett.",
        work="Ella seier noko i nesten alle måltid. Vi opnar for ein fjerde ved bordet.",
    )  # fmt: skip
    tale.look(
        31, story, "good_effect", "continue",
        not_asked="Ella var trøytt den dagen. Mor spør henne heime, og vi tek det med neste gong.",
        home="Korta ligg under puta. Vi gjer det kvar kveld.",
        work="Ho brukar same type setningar i leiken.",
    )  # fmt: skip
    tale.reach(25, path[1])
    tale.saw(18, "Inviterte Sara inn i dokkekroken: «Du kan vere storesyster.»")
    tale.deputy(12, "Wenche Ulvik", back)
    tale.noted(
        11, "Ola er på vidareutdanning nokre veker. Wenche er vikar, og har sete ved det vesle bordet heile tida."
    )
    tale.saw(5, "Song ei heil strofe i samling.", by="Wenche Ulvik")
    tale.said(4, "Wenche kan òg sitje der.", by="Wenche Ulvik")
