"""Iver, four years: mother has said yes and father no, so the log does not begin (R1, R25)."""

from __future__ import annotations

from stafettlogg.management.world.cast import NOTTELIA
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale


def tell(place: Place) -> None:
    """One clear no."""
    guardians = [place.guardian("Hilde Nordbø", "mamma"), place.guardian("Stian Nordbø", "pappa")]
    tale = Tale(place, 23, "Bente Kalland", NOTTELIA, "Ola Skaar", Opening("Iver Nordbø", aged(4, 60), guardians))
    tale.yes(22, "Hilde Nordbø")
    tale.no(19, "Stian Nordbø")
