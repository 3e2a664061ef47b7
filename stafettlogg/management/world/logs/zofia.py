"""Zofia, 2B: looked at four days ago, and more help is asked for; one consent to level 2 is missing (R8)."""

from __future__ import annotations

from stafettlogg.management.world.cast import FOSSHEIM
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER, FATHER = "Agnieszka Kowalska", "Marek Kowalski"


def tell(place: Place) -> None:
    """Numbers that one can hold."""
    guardians = [place.guardian(MOTHER, "mama"), place.guardian(FATHER, "tata")]
    tale = Tale(
        place, 63, "Gunnhild Tveiten", FOSSHEIM, "Åse Bjelland", Opening("Zofia Kowalska", aged(7, 110), guardians)
    )
    tale.yes(62, MOTHER)
    tale.yes(60, FATHER)
    tale.noted(59, "Samtalar med heimen skal ha tolk: polsk. Mor les norsk godt når ho får tid.")
    tale.said(51, "Tala er så glatte. Dei sklir.")
    learning = tale.worry(
        48,
        "learning",
        "Zofia tel på fingrane til alt, til og med 2 + 1, og mistar teljinga over ti. Ho er flink til å hugse songar og namn.",
    )
    path = tale.path(48, "Eg kan tre utan å telje", "Eg kan fem", "Eg kan ti-vennene")
    beads = tale.here(
        48, learning, "Perler og ti-brett",
        "Zofia øver på å sjå mengder, og meistrar tal opp til fem utan å telje.",
        "Ti minutt dagleg med perlesnor og ti-brett, saman med éin medelev. Vi snakkar om det ho ser.",
    )  # fmt: skip
    bake = tale.at_home(
        48, learning, "Bake etter bilete",
        "Zofia øver på å hente rett tal ting.",
        "Laurdag bakar vi pierogi. Zofia tel egg, koppar og skeier, på det språket ho vil.",
        MOTHER,
    )  # fmt: skip
    tale.saw(41, "Såg fire perler og sa «cztery» med ein gong, utan å telje.")
    tale.heard(34, "Baka førti pierogi og laga rekkjer på ti.")
    tale.reach(30, path[0])
    tale.saw(23, "Song taltavla for heile klassa.")
    tale.heard(13, "Delte ut fem gaflar utan å telje.")
    tale.reach(12, path[1])
    tale.said(5, "Fem er ei hand. Seks er vanskeleg, for då er handa slutt.")
    tale.look(
        4, beads, "some_effect", "more_help",
        child="Perlene er fine. Eg vil vite kvifor tala sklir.",
        home="Mor: Hun er flink, men hun blir lei seg når lillebror kan mer. Far: Vi vil gjerne at noen ser nærmere på det.",
        work="God framgang opp til fem. Over det står det stille. Vi vil be PPT om råd om kartlegging.",
    )  # fmt: skip
    tale.look(
        4, bake, "good_effect", "continue",
        child="Eg er sjefen for egga.",
        home="Vi fortsetter. Det er den fineste timen på lørdag.",
        work="Ho tek med seg rekkjene frå kjøkenbenken.",
    )  # fmt: skip
    tale.asks(4, 2)
    tale.yes(2, MOTHER, level=2)
