"""Units: the administrator adds them, and puts right what they are called (R2)."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import system
from stafettlogg.identity import organisations
from stafettlogg.identity.models import Municipality, Unit


@operation(Action.UNIT_ADD)
def add(by: Caller, municipality: Municipality, *, name: str, kind: str, organisation_number: str = "") -> Unit:
    """A new unit of the municipality; files know it by its organisation number."""
    return write(Unit(municipality=municipality), name=name, kind=kind, organisation_number=organisation_number)


@operation(Action.UNIT_CHANGE)
def change(by: Caller, unit: Unit, *, name: str, kind: str, organisation_number: str = "") -> Unit:
    """Put right what a unit is called, what it is, and its organisation number."""
    return write(unit, name=name, kind=kind, organisation_number=organisation_number)


def write(unit: Unit, *, name: str, kind: str, organisation_number: str) -> Unit:
    """Write a new or a known unit down; called inside operations. Raises `Refused`."""
    unit.name = " ".join(name.split())
    unit.kind = kind
    unit.organisation_number = organisations.parse(organisation_number) if organisation_number.strip() else ""
    if not unit.name:
        raise Refused(_("Write the name."), field="name")
    if kind not in Unit.Kind.values:
        raise Refused(_("Choose what kind of unit it is."), field="kind")
    _must_be_alone(unit, "name", _("Another unit has this name already."))
    if unit.organisation_number:
        _must_be_alone(unit, "organisation_number", _("Another unit has this organisation number already."))
    unit.save()
    return unit


def _must_be_alone(unit: Unit, column: str, sentence: str) -> None:
    with system("whether another unit of the municipality has it already"):
        same = Unit.objects.get_queryset().filter(municipality=unit.municipality_id, **{column: getattr(unit, column)})
        if same.exclude(pk=unit.pk).exists():
            raise Refused(sentence, field=column)


def everything(municipality: UUID) -> list[Unit]:
    """The municipality's units, for the files of its administrator."""
    with system("the municipality's units, for its administrator"):
        return list(Unit.objects.get_queryset().filter(municipality=municipality))


def named(municipality: UUID) -> dict[str, Unit]:
    """The municipality's units by organisation number; those without one are not among them."""
    return {unit.organisation_number: unit for unit in everything(municipality) if unit.organisation_number}
