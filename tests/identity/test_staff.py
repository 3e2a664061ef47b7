"""Who may appoint whom, and what a unit is called (R2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.scope import enter
from stafettlogg.identity import numbers, staff, units
from stafettlogg.identity.models import Post, Unit
from tests.world import World

NUMBER = numbers.synthetic(date(1990, 3, 3), 5)


def appointed(world: World, by: str = "leader", **changed: object) -> Post:
    """Somebody new, as employee from today."""
    wanted = {"name": "Ny Tilsett", "number": NUMBER, "from_date": clock.today()} | changed
    return staff.appoint(world.as_(by), world.unit, **wanted)  # type: ignore[arg-type]


def of_unit(world: World) -> staff.Staff:
    """The staff as the leader sees it."""
    by = world.as_("leader")
    with acting(by):
        unit = enter(by, Unit, world.unit.pk)
        assert unit is not None
        found = staff.of_unit(unit.permit)
        assert all(post.called for post in (*found.now, *found.to_come, *found.ended)), "opened, to be read later"
        return found


@pytest.mark.parametrize("name", ["holder", "guardian", "other_leader", "officer", "far_leader"])
def test_r2_nobody_but_the_units_leader_and_the_administrator_appoints(name: str, world: World) -> None:
    with pytest.raises(Denied):
        appointed(world, name)


def test_r2_a_post_begins_and_ends_on_its_days(world: World) -> None:
    appointed(world, from_date=clock.today() + timedelta(days=2), until_date=clock.today() + timedelta(days=5))
    before = of_unit(world)
    with clock.fixed(clock.now() + timedelta(days=3)):
        meanwhile = of_unit(world)
    with clock.fixed(clock.now() + timedelta(days=9)):
        after = of_unit(world)

    assert [len(group) for group in (before.to_come, meanwhile.to_come, after.to_come)] == [1, 0, 0]
    assert len(meanwhile.now) == len(before.now) + 1
    assert [post.name for post in after.ended] == ["Ny Tilsett"]


def test_r28_the_same_number_under_another_name_is_taken_in_as_always_and_waits(world: World) -> None:
    """Nobody is told that the number is here already, nor whose it is."""
    first, second = appointed(world), appointed(world, name="Another Name")

    assert (first.waits_for, second.waits_for) == ("", "name")
    assert {"Ny Tilsett", "Another Name"} <= {post.called for post in of_unit(world).now}


def test_r2_an_employee_is_ended_and_no_leader(world: World) -> None:
    post = appointed(world)
    assert staff.dismiss(world.as_("leader"), post).ended_at == clock.now()
    leading = next(post for post in of_unit(world).now if post.kind == "leader")
    with pytest.raises(Denied):
        staff.dismiss(world.as_("leader"), leading)
    with pytest.raises(Denied):
        staff.correct(world.as_("leader"), leading, name="Somebody Else")


def test_how_a_name_is_spelt_is_put_right(world: World) -> None:
    staff.correct(world.as_("administrator"), appointed(world), name="NY  Marie Tilsétt")

    assert "NY Marie Tilsétt" in [post.called for post in of_unit(world).now]


def test_r28_nobody_is_given_another_name_afterwards(world: World) -> None:
    """An accomplice is appointed under the own name, and called somebody else once the post is in force."""
    post = appointed(world)

    for name in ("Gro Sande", "Ny Sande", "Gro Tilsett", "Tilsett Ny"):
        with pytest.raises(Refused) as refused:
            staff.correct(world.as_("administrator"), post, name=name)
        assert refused.value.field == "name"
    assert "Ny Tilsett" in [post.called for post in of_unit(world).now]


def test_r28_what_is_said_of_another_name_tells_nothing_of_the_registered_one(world: World) -> None:
    """The same, whether the name is the one that is registered for the number or nobody's."""
    waiting = appointed(world, name="Feil Namnsen", number=world.numbers["stranger"])
    said = set()

    for name in (world.people["stranger"].name, "Heilt Annleis"):
        with pytest.raises(Refused) as refused:
            staff.correct(world.as_("administrator"), waiting, name=name)
        said.add(str(refused.value))

    assert len(said) == 1


def test_only_the_administrator_adds_and_changes_units(world: World) -> None:
    administrator = world.as_("administrator")
    made = units.add(administrator, world.fjordvik, name="Harbour", kind="school", organisation_number="974760673")
    units.change(administrator, made, name="Harbour school", kind="school", organisation_number="974760673")

    with acting(administrator):
        assert units.named(world.fjordvik.pk)["974760673"].name == "Harbour school"
    for name in ("leader", "officer", "far_leader"):
        with pytest.raises(Denied):
            units.add(world.as_(name), world.fjordvik, name="Another", kind="school")
        with pytest.raises(Denied):
            units.change(world.as_(name), made, name="Another", kind="school")
