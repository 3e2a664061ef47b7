"""What a municipality decides, who decides it, and that what stood before is kept."""

from __future__ import annotations

import pytest

from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.scope import enter
from stafettlogg.identity import settings
from stafettlogg.identity.models import Municipality
from stafettlogg.relay import consents, notes
from tests.world import NOW, World


def entered(by: Caller) -> Municipality:
    """The municipality as its administrator reaches it."""
    found = enter(by, Municipality, by.municipality)
    assert found is not None
    return found


def decide(world: World, **wanted: object) -> None:
    """The administrator decides, knowing the latest change."""
    by = world.as_("administrator")
    with acting(by):
        seen = settings.seen_now(entered(by).permit)
    settings.change(by, world.fjordvik, seen=seen, **wanted)


def kept(world: World) -> list[tuple[str, str, str, str]]:
    """Field, old and new value and who changed it, newest first."""
    by = world.as_("administrator")
    with acting(by):
        return [(row.field, row.old, row.new, row.by.name) for row in settings.changes(entered(by).permit)]


@pytest.mark.parametrize("name", ["leader", "holder", "guardian", "child", "officer", "far_leader", "stranger"])
def test_nobody_but_the_administrator_decides(name: str, world: World) -> None:
    with pytest.raises(Denied):
        settings.change(world.as_(name), world.fjordvik, consent_age=16)


def test_what_stood_before_is_kept_and_only_what_changed(world: World) -> None:
    decide(world, consent_age=16, wonder_days=14, contact_name="Liv Sand")

    assert sorted(kept(world)) == [
        ("consent_age", "15", "16", world.people["administrator"].name),
        ("contact_name", "", "Liv Sand", world.people["administrator"].name),
    ]


def test_somebody_elses_change_in_between_is_not_written_over(world: World) -> None:
    by = world.as_("administrator")
    decide(world, consent_age=16)

    with pytest.raises(Refused) as refused:
        settings.change(by, world.fjordvik, seen="", consent_age=15)

    assert refused.value.field == "seen"
    assert [row[:3] for row in kept(world)] == [("consent_age", "15", "16")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("language", "da"),
        ("consent_age", 14),
        ("highest_level", 4),
        ("evaluate_from_days", 56),
        ("wonder_days", 15),
        ("contact_email", "post at example"),
        ("accessibility_url", "no address"),
    ],
)
def test_what_the_routine_does_not_allow_is_refused_on_its_field(field: str, value: object, world: World) -> None:
    with pytest.raises(Refused) as refused:
        decide(world, **{field: value})

    assert refused.value.field in (field, "evaluate_until_days")
    assert kept(world) == []


def test_the_number_is_not_decided_here(world: World) -> None:
    with pytest.raises(TypeError, match="number"):
        settings.change(world.as_("administrator"), world.fjordvik, number="4697")


def test_r8_a_level_that_is_not_in_use_is_not_asked_about(world: World) -> None:
    decide(world, highest_level=1)

    with pytest.raises(Refused) as refused:
        consents.ask(world.as_("holder"), world.log, level=2)

    assert refused.value.field == "level"


def test_employees_write_where_the_municipality_lets_them(world: World) -> None:
    notes.add(world.as_("employee"), world.log, text="Played with Eli.", seen_on=NOW.date())
    decide(world, employees_write=False)

    with pytest.raises(Denied):
        notes.add(world.as_("employee"), world.log, text="Played with Eli again.", seen_on=NOW.date())
    notes.add(world.as_("holder"), world.log, text="The holder still writes.", seen_on=NOW.date())
