"""What stands before anybody can sign in: a municipality with its key, its units, and the first people and posts.

Used by the command line, the training world and the tests' world; it belongs to nobody, so it runs `everywhere`.
"""

from __future__ import annotations

from datetime import date

from stafettlogg.core import audit, clock
from stafettlogg.core.scope import everywhere
from stafettlogg.identity import numbers, people
from stafettlogg.identity.models import Municipality, Person, Post, Unit, Waits
from stafettlogg.identity.posts import valid
from stafettlogg.vault import keys


def add_municipality(
    number: str, name: str, language: str = "nn", theme: str = Municipality.Theme.STAFETTLOGG
) -> Municipality:
    """A new municipality with a key of its own, in its own language and colours."""
    with everywhere("a new municipality"):
        municipality = Municipality(number=number, name=name, language=language, theme=theme)
        municipality.save(force_insert=True)
        keys.make_municipality_key(municipality.pk)
        audit.noted(municipality.pk, "municipality.add", via="cli")
        return municipality


def add_unit(municipality: Municipality, name: str, kind: str) -> Unit:
    """A new unit of the municipality."""
    with everywhere("a new unit"):
        unit = Unit(municipality=municipality, name=name, kind=kind)
        unit.save(force_insert=True)
        audit.noted(municipality.pk, "unit.add", root=unit.pk, via="cli")
        return unit


def add_person(municipality: Municipality, name: str, number: str | None = None) -> Person:
    """A person who can sign in with this number, or the one there is; one under another name only stands in for that one (R28)."""
    with everywhere("one of the first persons"):
        person = people.register_person(municipality.pk, name=name, number=number)
        audit.noted(municipality.pk, "person.add", via="cli")
        return person


def appoint(municipality: Municipality, name: str, number: str, kind: Post.Kind) -> Person:
    """The administrator or data-protection officer, who can sign in; raises `Refused` for a number that is none (R28: nothing else)."""
    numbers.parse(number)  # a person may be without a number, but not one who is to sign in
    with everywhere("the first to sign in"):
        person = add_person(municipality, name, number)
        if not Post.objects.get_queryset().filter(valid(clock.today()), person=person, kind=kind).exists():
            add_post(person, kind, name=name)
        return person


def add_post(
    person: Person,
    kind: str,
    *,
    unit: Unit | None = None,
    from_date: date | None = None,
    until_date: date | None = None,
    title: str = "",
    name: str = "",
) -> Post:
    """A post in a unit, or in the municipality for an administrator or the data-protection officer."""
    with everywhere("one of the first posts"):
        post = Post(
            municipality_id=person.municipality_id,
            person=person,
            unit=unit,
            kind=kind,
            name=name or None,
            waits_for=Waits.NAME.value if person.is_stand_in else "",
            appointed_at=clock.now() if name else None,
            title=title or None,
            from_date=from_date or clock.today(),
            until_date=until_date,
        )
        post.save(force_insert=True)
        audit.noted(person.municipality_id, "post.add", root=unit.pk if unit else person.municipality_id, via="cli")
        return post
