"""Everybody in the training world who works somewhere or is a guardian. Nobody exists; children are met in their logs."""

from __future__ import annotations

from datetime import date

from stafettlogg.identity import bootstrap
from stafettlogg.identity.models import Municipality, Unit
from stafettlogg.management.world.place import Place

SKULEN, FOSSHEIM = "Fjordvik skule", "Fossheim skule"
SOLBAKKEN, NOTTELIA = "Solbakken barnehage", "Nøttelia barnehage"
UNGDOMSSKOLEN, HAVVIK_BARNEHAGE = "Havvik ungdomsskole", "Havvik barnehage"

# who, born, the post, the unit, and what the person is called there
FJORDVIK_STAFF = (
    ("Kari Lunde", date(1971, 3, 4), "leader", SKULEN, "rektor"),
    ("Per Åsen", date(1976, 9, 12), "substitute", SKULEN, "inspektør"),
    ("Olav Myklebust", date(1985, 1, 20), "employee", SKULEN, "kontaktlærar 1A"),
    ("Ingrid Vik", date(1990, 6, 2), "employee", SKULEN, "kontaktlærar 4B"),
    ("Hanne Solheim", date(1988, 11, 30), "employee", SKULEN, "assistent"),
    ("Torunn Espe", date(1973, 4, 16), "employee", SKULEN, "sosiallærar"),
    ("Arild Sæbø", date(1982, 10, 7), "employee", SKULEN, "kontaktlærar 6A"),
    ("Marit Haugen", date(1969, 5, 17), "leader", SOLBAKKEN, "styrar"),
    ("Siri Nes", date(1983, 8, 8), "employee", SOLBAKKEN, "pedagogisk leiar"),
    ("Jorunn Løland", date(1992, 2, 25), "substitute", SOLBAKKEN, "assisterande styrar"),
    ("Bente Kalland", date(1970, 12, 19), "leader", NOTTELIA, "styrar"),
    ("Ola Skaar", date(1987, 7, 3), "employee", NOTTELIA, "pedagogisk leiar"),
    ("Wenche Ulvik", date(1964, 9, 28), "employee", NOTTELIA, "barne- og ungdomsarbeidar"),
    ("Gunnhild Tveiten", date(1979, 4, 11), "leader", FOSSHEIM, "rektor"),
    ("Jostein Rygg", date(1968, 1, 31), "substitute", FOSSHEIM, "inspektør"),
    ("Åse Bjelland", date(1974, 6, 22), "employee", FOSSHEIM, "kontaktlærar 2B"),
    ("Silje Hamre", date(1986, 3, 13), "employee", FOSSHEIM, "kontaktlærar 3A"),
    ("Mikal Stene", date(1991, 11, 5), "employee", FOSSHEIM, "kontaktlærar 6A"),
    ("Anders Moe", date(1979, 2, 14), "leader", "PPT Fjordvik", "leiar"),
    ("Liv Sandvik", date(1972, 8, 26), "leader", "Fjordvik helsestasjon", "leiande helsesjukepleiar"),
    ("Turid Berge", date(1966, 12, 1), "administrator", "", "kommuneadministrator"),
    ("Nils Holm", date(1974, 7, 23), "officer", "", "personvernombod"),
)
FJORDVIK_GUARDIANS = (
    ("Terje Aune", date(1984, 4, 2)),
    ("Gunn Dale", date(1991, 10, 9)),
    ("Rune Dale", date(1989, 1, 13)),
    ("Fatima Noor", date(1986, 3, 28)),
    ("Eva Tveit", date(1987, 9, 5)),
    ("Lene Økland", date(1983, 5, 6)),
    ("Anne Hjelmeland", date(1985, 12, 12)),
    ("Margunn Førde", date(1982, 2, 9)),
    ("Kristin Bø", date(1990, 7, 15)),
    ("Ragnhild Vatne", date(1991, 4, 27)),
    ("Hilde Nordbø", date(1993, 3, 21)),
    ("Stian Nordbø", date(1992, 8, 4)),
    ("Maja Voll", date(1994, 1, 17)),
    ("Inger Kvamme", date(1988, 6, 10)),
    ("Tone Kvamme", date(1986, 10, 24)),
    ("Kjetil Lie", date(1984, 9, 1)),
    ("Asbjørn Tveiten", date(1977, 11, 14)),
    ("Vigdis Sunde", date(1989, 4, 29)),
    ("Roar Eik", date(1987, 12, 6)),
    ("Elin Raa", date(1981, 1, 8)),
    ("Harald Raa", date(1978, 5, 30)),
    ("Agnieszka Kowalska", date(1986, 7, 19)),
    ("Marek Kowalski", date(1983, 3, 2)),
    ("Solveig Lindal", date(1980, 10, 18)),
)
HAVVIK_STAFF = (
    ("Berit Strand", date(1972, 6, 6), "leader", UNGDOMSSKOLEN, "rektor"),
    ("Jon Eide", date(1986, 2, 22), "employee", UNGDOMSSKOLEN, "kontaktlærer 10B"),
    ("Mona Krog", date(1975, 9, 9), "leader", HAVVIK_BARNEHAGE, "styrer"),
    ("Eirik Aasen", date(1988, 4, 7), "employee", HAVVIK_BARNEHAGE, "pedagogisk leder"),
    ("Lise Fosse", date(1977, 11, 11), "administrator", "", "kommuneadministrator"),
    ("Arne Kvam", date(1968, 8, 19), "officer", "", "personvernombod"),
)
HAVVIK_GUARDIANS = (("Camilla Berg", date(1980, 5, 25)), ("Siv Moen", date(1995, 2, 3)))


def fjordvik() -> Place:
    """The larger municipality, in nynorsk."""
    place = Place(bootstrap.add_municipality("4699", "Fjordvik kommune", "nn"))
    for name, kind in (
        (SOLBAKKEN, Unit.Kind.KINDERGARTEN),
        (NOTTELIA, Unit.Kind.KINDERGARTEN),
        (SKULEN, Unit.Kind.SCHOOL),
        (FOSSHEIM, Unit.Kind.SCHOOL),
        ("PPT Fjordvik", Unit.Kind.PPT),
        ("Fjordvik helsestasjon", Unit.Kind.HEALTH_STATION),
    ):
        place.build(name, kind)
    _come(place, FJORDVIK_STAFF, FJORDVIK_GUARDIANS)
    return place


def havvik() -> Place:
    """The smaller municipality, in bokmål and in colours of its own; its PPT looks for a leader."""
    place = Place(bootstrap.add_municipality("4698", "Havvik kommune", "nb", Municipality.Theme.HAVVIK))
    for name, kind in (
        (HAVVIK_BARNEHAGE, Unit.Kind.KINDERGARTEN),
        (UNGDOMSSKOLEN, Unit.Kind.SCHOOL),
        ("PPT Havvik", Unit.Kind.PPT),
    ):
        place.build(name, kind)
    _come(place, HAVVIK_STAFF, HAVVIK_GUARDIANS)
    return place


def _come(
    place: Place, staff: tuple[tuple[str, date, str, str, str], ...], guardians: tuple[tuple[str, date], ...]
) -> None:
    for name, born, kind, unit, title in staff:
        place.hire(name, born, kind, unit, title)
    for name, born in guardians:
        place.meet(name, born)
