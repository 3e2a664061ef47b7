"""A municipality of the training world, with its units and people by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.identity import bootstrap
from stafettlogg.identity.models import Municipality, Person, Unit
from stafettlogg.identity.numbers import synthetic
from stafettlogg.relay.models import Membership
from stafettlogg.relay.opening import GuardianEntry

YEAR = 365.25
TURN = 9  # leaves the first made-up numbers of a day to those who practise


@dataclass
class Place:
    """One municipality of the world."""

    municipality: Municipality
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def as_(self, name: str, hat: Hat = Hat.STAFF) -> Caller:
        """Somebody of the place, at work unless another hat is said."""
        return Caller(self.people[name].pk, self.municipality.pk, hat, via="cli")

    def build(self, name: str, kind: str) -> None:
        """A unit."""
        self.units[name] = bootstrap.add_unit(self.municipality, name, kind)

    def meet(self, name: str, born: date) -> None:
        """Somebody who can sign in."""
        number = synthetic(born)
        if number in self.numbers.values():
            raise ValueError(f"Somebody has the birthday of {name} already: choose another one.")
        self.numbers[name] = number
        self.people[name] = bootstrap.add_person(self.municipality, name, number)

    def hire(self, name: str, born: date, kind: str, unit: str = "", title: str = "") -> None:
        """Somebody with a post."""
        self.meet(name, born)
        bootstrap.add_post(self.people[name], kind, unit=self.units.get(unit), title=title)

    def guardian(self, name: str, call_name: str, basis: str = Membership.Basis.PARENTAL) -> GuardianEntry:
        """Somebody of the place as written on the form that opens a log; without a number where there is none."""
        return GuardianEntry(name, self.numbers.get(name), basis, call_name)


def aged(years: int, days: int) -> date:
    """The birth date of a child who is so old today: the world never grows old."""
    return clock.today() - timedelta(days=round(years * YEAR) + days)


def number_of(born: date) -> str:
    """A child's made-up number."""
    return synthetic(born, TURN)
