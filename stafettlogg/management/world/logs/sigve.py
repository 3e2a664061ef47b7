"""Sigve, 3. trinn: his mother leads the school, so the substitute leads his log (R24); a measure is twelve days late (R4)."""

from __future__ import annotations

from stafettlogg.management.world.cast import FOSSHEIM
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER, FATHER = "Gunnhild Tveiten", "Asbjørn Tveiten"


def tell(place: Place) -> None:
    """Letters that change places."""
    guardians = [place.guardian(MOTHER, "mamma"), place.guardian(FATHER, "pappa")]
    tale = Tale(place, 70, "Jostein Rygg", FOSSHEIM, "Åse Bjelland", Opening("Sigve Tveiten", aged(8, 20), guardians))
    tale.yes(69, MOTHER)
    tale.yes(69, FATHER)
    tale.said(57, "Bokstavane byter plass når eg ikkje ser.")
    learning = tale.worry(
        54,
        "learning",
        "Sigve strevar med å lese. Han gjettar ut frå biletet og blir trøytt etter få linjer. Han elskar å bli lesen for.",
    )
    path = tale.path(54, "Eg les overskrifta", "Eg les ei side", "Eg les for kaninen", "Eg les ei heil bok")
    tale.here(
        54, learning, "Lesekurs i liten gruppe",
        "Sigve øver på å lyde ut ord, og meistrar ei side i rett nivå.",
        "Tjue minutt fire dagar i veka, tre elevar. Vi les same side tre gonger, og Sigve vel boka.",
    )  # fmt: skip
    tale.at_home(
        54, learning, "Lese for kaninen",
        "Sigve øver på å lese høgt utan at nokon rettar.",
        "Ti minutt på kvelden. Kaninen rettar ikkje, og det gjer ikkje vi heller.",
        FATHER,
    )  # fmt: skip
    tale.saw(47, "Las «fare» og «fire» rett, og såg forskjellen sjølv.")
    tale.heard(40, "Kaninen sovna, og Sigve las sida ferdig likevel.")
    tale.reach(37, path[0])
    tale.saw(30, "Valde boka om ubåtar, og ville ha same bok dagen etter.")
    tale.noted(
        26, "Mor spør kva som er vanleg progresjon. Eg viser kurva, og vi er samde om å gje det desse vekene.", learning
    )
    tale.reach(22, path[1])
    tale.heard(16, "Las kvitteringa frå butikken høgt i bilen.")
    tale.noted(
        13, "Evalueringa er utsett: vi var fire lærarar borte. Jostein finn ny tid saman med mor og far.", learning
    )
