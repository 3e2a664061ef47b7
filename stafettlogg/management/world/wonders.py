"""What people wonder about, before any log: a draft, one that waits, one that is late, and what has been decided (R5, R15, R22)."""

from __future__ import annotations

from stafettlogg.management.world.cast import FOSSHEIM, NOTTELIA, SKULEN, SOLBAKKEN
from stafettlogg.management.world.place import Place
from stafettlogg.management.world.tale import AFTERNOON, ago
from stafettlogg.relay import wonders
from stafettlogg.relay.models import Wonder


def tell(place: Place) -> None:
    """One of each state; the one that has become a log is told with its log."""
    _small(place)
    _never_links(place)
    _late(place)
    _waits(place)
    _may_open(place)
    with ago(1, AFTERNOON):
        _write(
            place,
            "Hanne Solheim",
            SKULEN,
            "Ein gut på 2. trinn",
            "Han et lite av matpakken. Eg vil følgje med litt til.",
        )


def _small(place: Place) -> None:
    with ago(30, AFTERNOON):
        small = _shared(place, "Olav Myklebust", SKULEN, "Ei jente på 1. trinn", "Ho var mykje trøytt ei veke.")
    with ago(27):
        _decided(
            place, "Kari Lunde", small, Wonder.Decision.NOTHING_MORE,
            "Familien hadde vore på reise. Vi ser at det går fint.",
        )  # fmt: skip


def _never_links(place: Place) -> None:
    """The guide was followed: it was reported at once, and nothing more is written here (R15)."""
    with ago(24):
        grave = _shared(
            place, "Jorunn Løland", SOLBAKKEN, "Eit barn på avdelinga",
            "Barnet sa noko i dag som gjer at eg ikkje vil vente. Eg har skrive ned orda nøyaktig, for meg sjølv, og kjem til deg no.",
        )  # fmt: skip
        _decided(
            place, "Marit Haugen", grave, Wonder.Decision.DUTY_TO_REPORT,
            "Meldt til barneverntenesta same dag. Vi følgjer råda derifrå, og heimen er ikkje orientert av oss.",
        )  # fmt: skip


def _late(place: Place) -> None:
    with ago(17, AFTERNOON):
        _shared(
            place, "Mikal Stene", FOSSHEIM, "Ei jente på 6. trinn",
            "Ho har slutta å ete saman med dei andre, og seier at ho ikkje er svolten. Eg har lagt merke til det i tre veker.",
        )  # fmt: skip


def _waits(place: Place) -> None:
    with ago(11, AFTERNOON):
        _shared(
            place, "Ingrid Vik", SKULEN, "Ein gut på 4. trinn",
            "Han har vorte stille, og vil ikkje vere med i gruppearbeid. Eg har sett det tre gonger dei siste to vekene.",
        )  # fmt: skip


def _may_open(place: Place) -> None:
    with ago(9, AFTERNOON):
        seen = _shared(
            place, "Wenche Ulvik", NOTTELIA, "Ein gut på Maurtua",
            "Han held seg for øyra når vi syng, og set seg under bordet. I går sat han der nesten heile samlinga.",
        )  # fmt: skip
    with ago(5):
        _decided(
            place, "Bente Kalland", seen, Wonder.Decision.OWN_UNIT,
            "Eg har snakka med mor i garderoben, og ho ser det same heime. Du kan opne logg når ho er klar for det.",
        )  # fmt: skip


def _write(place: Place, name: str, unit: str, about: str, text: str) -> Wonder:
    return wonders.write(place.as_(name), place.units[unit], about=about, text=text)


def _shared(place: Place, name: str, unit: str, about: str, text: str) -> Wonder:
    return wonders.share(place.as_(name), _write(place, name, unit, about, text))


def _decided(place: Place, name: str, wonder: Wonder, decision: Wonder.Decision, note: str) -> Wonder:
    return wonders.decide(place.as_(name), wonder, decision=decision, note=note, has_read_duty=True)
