"""Emil, three years: opened, one answer missing (R1)."""

from __future__ import annotations

from stafettlogg.management.world.cast import SOLBAKKEN
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale


def tell(place: Place) -> None:
    """Mother has said yes, father has not answered."""
    guardians = [place.guardian("Gunn Dale", "mamma"), place.guardian("Rune Dale", "pappa")]
    opening = Opening("Emil Dale", aged(3, 180), guardians, has_number=False)
    tale = Tale(place, 9, "Marit Haugen", SOLBAKKEN, "Siri Nes", opening)
    tale.yes(8, "Gunn Dale")
