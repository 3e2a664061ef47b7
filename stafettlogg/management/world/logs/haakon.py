"""Håkon, five years: just adjusted; the baton offered and declined; the school has tried to open a second log (R20)."""

from __future__ import annotations

from contextlib import suppress

from stafettlogg.core.operation import Refused
from stafettlogg.management.world.cast import SKULEN, SOLBAKKEN
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER = "Kristin Bø"


def tell(place: Place) -> None:
    """Small steps up the big rock."""
    opening = Opening("Håkon Bø", aged(5, 300), [place.guardian(MOTHER, "mamma")])
    tale = Tale(place, 64, "Marit Haugen", SOLBAKKEN, "Siri Nes", opening)
    tale.yes(63, MOTHER)
    tale.said(51, "Eg vil opp på Storesteinen. Men beina mine vil ikkje.")
    movement = tale.worry(
        48, "movement", "Håkon blir fort sliten på tur og vel bort det å klatre. Han ser mykje på dei andre."
    )
    path = tale.path(48, "Eg går til grana", "Eg er halvvegs oppe", "Eg sit på toppen")
    climb = tale.here(
        48, movement, "Tumletid tysdag og torsdag",
        "Håkon øver på å klatre og hoppe, og meistrar hinderløypa i sitt eige tempo.",
        "Liten gruppe i puterommet. Håkon vel hinder nummer tre. Vi klappar når nokon prøver, ikkje når nokon er fyrst.",
    )  # fmt: skip
    walk = tale.at_home(
        48, movement, "Gåtur til postkassane",
        "Håkon øver på å gå heile vegen sjølv.",
        "Etter middag går vi til postkassane og tilbake. Håkon har nøkkelen.",
        MOTHER,
    )  # fmt: skip
    tale.saw(42, "Hoppa ned frå den blå kassa tre gonger på rad.")
    tale.heard(36, "Gjekk heile vegen til postkassane, og bar avisa heim.")
    tale.saw(30, "Hjelpte Ida over tømmerstokken.")
    tale.reach(28, path[0])
    tale.heard(22, "Ville gå ein runde til.")
    tale.noted(
        17, "Siri er på kurs annakvar torsdag. Vi ser om nokon andre på avdelinga kan halde pinnen i vår gruppe."
    )
    tale.offered(13, "Jorunn Løland", "Du har tumlegruppa. Kunne du tenkje deg å halde pinnen for Håkon?")
    tale.declined(
        12, "Jorunn Løland",
        "Eg vil gjerne ha gruppa, men eg er berre to dagar på avdelinga. Håkon treng ein som er der kvar dag.",
    )  # fmt: skip
    with suppress(Refused):  # who tries is told only that we must check; a task counts the try
        Tale(place, 8, "Kari Lunde", SKULEN, "Kari Lunde", opening)
    tale.look(
        3, climb, "some_effect", "adjust",
        child="Eg kom til det grøne! Puterommet er kjekt, men eg vil klatre ute.",
        home="Han klatrar i sofaen heime no. Det er eit godt teikn.",
        work="Håkon prøver meir når gruppa er lita, og tek seg pausar sjølv. Han treng støtte for å overføre det til tur.",
        title="Tumletid ute ved Storesteinen",
        how="Vi går dit med fire born kvar tysdag og torsdag. Håkon vel ruta, og ein vaksen står under.",
    )  # fmt: skip
    tale.look(
        3, walk, "good_effect", "continue",
        child="Eg har nøkkelen!",
        home="Han spør sjølv om vi skal gå. Vi held fram.",
        work="Vi ser at han held ut lenger på tur.",
    )  # fmt: skip
    tale.saw(2, "Sat ved foten av Storesteinen og peika ut vegen han vil gå.")
