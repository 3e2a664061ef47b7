"""Jonas, five years: closed, with the goal reached."""

from __future__ import annotations

from stafettlogg.management.world.cast import SOLBAKKEN
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER = "Eva Tveit"


def tell(place: Place) -> None:
    """Mornings that became quiet."""
    opening = Opening("Jonas Tveit", aged(5, 270), [place.guardian(MOTHER, "mamma")], has_number=False)
    tale = Tale(place, 150, "Marit Haugen", SOLBAKKEN, "Siri Nes", opening)
    tale.yes(149, MOTHER)
    tale.said(147, "Eg vil at mamma skal sjå meg i vindauget.")
    feelings = tale.worry(145, "feelings", "Det er vanskeleg for Jonas når mor går om morgonen.")
    path = tale.path(145, "Mamma og eg går inn", "Eg finn Siri", "Eg vinkar i vindauget")
    arrival = tale.here(
        145, feelings, "Same vaksne tek imot",
        "Jonas øver på å seie ha det og finne ein leik.",
        "Siri møter Jonas i garderoben, og dei vel ein leik saman før mor går.",
    )  # fmt: skip
    goodbye = tale.at_home(
        145, feelings, "Fast ha-det-klem",
        "Jonas veit kva som skjer når vi kjem til barnehagen.",
        "Vi øver på ha-det-klemmen heime, og snakkar om dagen i bilen.",
        MOTHER,
    )  # fmt: skip
    tale.saw(139, "Tok Siri i handa og drog henne bort til togbana.")
    tale.heard(133, "Gav alle bamsane ha-det-klem etter tur.")
    tale.reach(130, path[0])
    tale.saw(126, "Gret litt, men ville vinke likevel.")
    tale.noted(
        121,
        "Mor spør om ho kan gå raskare. Vi prøver ein klem og så ut døra, og Siri ringjer henne etter ti minutt.",
        feelings,
    )
    tale.reach(118, path[1])
    tale.heard(112, "Sa i bilen: «I dag skal eg byggje bru.»")
    tale.saw(106, "Vinka i vindauget med begge hendene, og gjekk rett til brua.")
    tale.reach(106, path[2])
    for measure in (arrival, goodbye):
        tale.look(
            100, measure, "goal_reached", "end", why="Jonas vinkar sjølv no.",
            child="Eg vinkar i vindauget!",
            home="Morgonane er rolege.",
            work="Jonas går rett til leiken.",
        )  # fmt: skip
    tale.closes(95, "goal_reached", "Jonas er trygg om morgonen. Takk til Jonas, mor og Siri for god innsats.")
