"""Persons and children, found by the keyed hash of their number or made; called inside operations, so no policy here."""

from __future__ import annotations

import unicodedata
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.acting import looking_up
from stafettlogg.core.operation import Refused
from stafettlogg.core.outbox import later
from stafettlogg.core.scope import system
from stafettlogg.identity import naming, numbers, providers
from stafettlogg.identity.models import Child, Person
from stafettlogg.vault import keys


def person(pk: UUID) -> Person:
    """The person with this id in one's own municipality."""
    with system("a person that the root names"):
        return Person.objects.get(pk=pk)


def names(persons: set[UUID]) -> dict[UUID, str]:
    """The names of those who stand in a trail one may see."""
    with system("the names of those who stand in a trail one may see"):
        return {person.pk: person.name for person in Person.objects.get_queryset().filter(pk__in=persons)}


def child(pk: UUID) -> Child:
    """The child of a log that one has entered."""
    with system("the child of a log that was entered"):
        return Child.objects.get(pk=pk)


def number_hash(municipality: UUID, number: str) -> bytes:
    """The keyed hash a number is found by; raises `Refused` when it is mistyped or of a series not taken here."""
    return keys.lookup_hash(municipality, numbers.parse(number).digits)


def likeness_hash(municipality: UUID, name: str, born: date) -> bytes:
    """The keyed hash a child without a number is recognised by: the name without case and odd spaces, and the birth date."""
    return keys.lookup_hash(municipality, f"{_folded(name)}|{born.isoformat()}")


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def clean(name: str, field: str = "name") -> str:
    """The name without odd spaces; raises `Refused` where there is none."""
    cleaned = " ".join(name.split())
    if not cleaned:
        raise Refused(_("Write the name."), field=field)
    return cleaned


NOBODY = UUID(int=0)
WEIGH_NAME = "stafettlogg.relay.jobs.weigh_name"


def register_person(municipality: UUID, *, name: str, number: str | None = None, by: UUID | None = None) -> Person:
    """The person with this number, or a new one; somebody without a number is always new, and answers on paper.

    Where the number is registered under a name that does not fit, what is given is a stand-in: the name and number that
    were typed, and no way to sign in. Whatever it gets waits until two have confirmed that it is one person (R28). The same
    statements run in every case, and the same task is planned, so that who types learns nothing of whom the number is.
    """
    name = clean(name, "name")
    if not number:
        made = Person(municipality_id=municipality, name=name)
        made.save(force_insert=True)
        return made
    digits, found = numbers.parse(number).digits, number_hash(municipality, number)
    made = Person(municipality_id=municipality, name=name, number=digits, number_hash=found)
    with looking_up(found), system("a person by the number that was typed"):
        Person.objects.get_queryset().bulk_create([made], ignore_conflicts=True)
        known = Person.objects.get_queryset().get(municipality=municipality, number_hash=found)
        fits = naming.fit(name, known.name)
        given = known if fits else Person(municipality_id=municipality, name=name, number=digits)
        Person.objects.get_queryset().bulk_create([given], ignore_conflicts=True)
    later(WEIGH_NAME, person=given.pk, by=by or NOBODY)
    return given


def is_called(child: Child, name: str) -> bool:
    """Whether the child is registered under the name that was typed, as far as names of one and the same differ (R28)."""
    return naming.fit(child.name, name)


def is_alike(person: Person, number: str | None, *names: str) -> bool:
    """Whether the number could be another one of the same human being: born the same day, and of one of these names the same."""
    if not (person.number and number):
        return False
    if person.number == number:
        return True
    born, told = numbers.parse(person.number).born, numbers.parse(number).born
    return born is not None and born == told and _folded(person.name) in {_folded(name) for name in names}


def with_number(municipality: UUID, number: str) -> Person | None:
    """Who has this number here; for the worker, and for those alone who are to confirm (R27, R28)."""
    found = number_hash(municipality, number)
    return Person.objects.get_queryset().filter(municipality=municipality, number_hash=found).first()


def renumber(person: Person, number: str) -> None:
    """Write in a number that two have agreed to, and forget whom a provider took the person for; the worker's alone (R27)."""
    person.number, person.number_hash = numbers.parse(number).digits, number_hash(person.municipality_id, number)
    person.save(update_fields=["number", "number_hash"])
    providers.release(person.pk)


def born_on(number: str | None, born: date | None) -> date:
    """The child's birth date, as written or as the number tells; raises `Refused` when nobody says it."""
    told = born or (numbers.parse(number).born if number else None)
    if told is None:
        raise Refused(_("Write the child's birth date."), field="child_born")
    if number:
        must_be_born(number, told, field="child_number")
    if told > clock.today() or clock.today().year - told.year > 20:
        raise Refused(_("The birth date must be that of a child or a young person."), field="child_born")
    return told


def must_be_born(number: str, born: date, *, field: str) -> None:
    """R24: a child's number carries the child's own birth date; another's does so hardly ever. Raises `Refused`."""
    told = numbers.parse(number).born
    if told is not None and told != born:
        raise Refused(
            _(
                "The number has another birth date than the child. Look for a mistyped digit, or put the birth date right."
            ),
            field=field,
        )


def same_children(municipality: UUID, *, name: str, born: date, number: str | None) -> list[Child]:
    """Everybody registered who may be this child (R20): who has the number, then who has the name and the birth date.

    Two different numbers are two children, however alike.
    """
    likeness = likeness_hash(municipality, name, born)
    alike = _looked_up(municipality, likeness, likeness_hash=likeness)
    if not number:
        return alike
    found = number_hash(municipality, number)
    known = _looked_up(municipality, found, number_hash=found)
    return known + [child for child in alike if child.number_hash is None]


def _looked_up(municipality: UUID, found: bytes, **where: bytes) -> list[Child]:
    with looking_up(found), system("a child by the number, or the name and birth date, that was typed"):
        return list(Child.objects.filter(municipality=municipality, **where).order_by("pk"))


def register_child(
    municipality: UUID,
    *,
    name: str,
    number: str | None = None,
    born: date | None = None,
    protection: str = Child.Protection.NONE,
) -> tuple[Child, list[Child]]:
    """The child with this number, or this name and birth date; else a new one. With everybody who may be the same (R20)."""
    name = clean(name, "child_name")
    try:
        told = born_on(number, born)
        by_number = number_hash(municipality, number) if number else None
    except Refused as refused:
        raise Refused(str(refused), field="child_number" if refused.field == "number" else refused.field) from None
    same = same_children(municipality, name=name, born=told, number=number)
    if same:
        return same[0], same
    made = Child(
        municipality_id=municipality,
        name=name,
        number=numbers.parse(number).digits if number else None,
        born=told.isoformat(),
        number_hash=by_number,
        likeness_hash=likeness_hash(municipality, name, told),
        protection=protection,
    )
    made.save(force_insert=True)
    return made, []


def correct(child: Child, *, name: str, number: str | None, born: date, protection: str) -> None:
    """Put the child's own row right: name, birth date, protection, and a number that was missing."""
    child.name = clean(name, "name")
    child.born = born.isoformat()
    child.protection = protection
    child.likeness_hash = likeness_hash(child.municipality_id, child.name, born)
    if number:
        child.number, child.number_hash = numbers.parse(number).digits, number_hash(child.municipality_id, number)
    child.save(update_fields=["name", "born", "protection", "likeness_hash", "number", "number_hash"])
