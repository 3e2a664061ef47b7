"""Trym, four years: everybody has said yes two days ago, and nothing is written yet."""

from __future__ import annotations

from stafettlogg.management.world.cast import SOLBAKKEN
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER = "Ragnhild Vatne"


def tell(place: Place) -> None:
    """A log that begins."""
    opening = Opening("Trym Vatne", aged(4, 30), [place.guardian(MOTHER, "mamma")])
    tale = Tale(place, 5, "Marit Haugen", SOLBAKKEN, "Siri Nes", opening)
    tale.yes(2, MOTHER)
