"""Posts: who leads, and units that nobody leads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import enter
from stafettlogg.identity import numbers, posts
from stafettlogg.identity.models import Post, Unit
from tests.world import NOW, World


def _staff(world: World) -> dict[str, str]:
    by = world.as_("administrator")
    with acting(by):
        unit = enter(by, Unit, world.unit.pk)
        assert unit is not None
        return {post.person.name: post.kind for post in posts.staff(unit.permit)}


def _appoint(world: World, key: str, kind: str = "leader", by: str = "administrator") -> Post:
    person = world.people[key]
    return posts.appoint(world.as_(by), world.unit, person=person, kind=kind, from_date=clock.today())


def test_r2_a_new_leader_follows_the_former_the_same_moment(world: World) -> None:
    """A unit has one leader."""
    _appoint(world, "colleague")

    leaders = [name for name, kind in _staff(world).items() if kind == "leader"]
    assert leaders == [world.people["colleague"].name]


def test_r2_a_unit_without_a_leader_stands_on_the_administrators_page(world: World) -> None:
    """From the day the leader's post ends."""
    by = world.as_("administrator")
    with acting(by):
        unit = enter(by, Unit, world.unit.pk)
        assert unit is not None
        leading = Post.objects.of(unit.permit).get(kind="leader")
        assert posts.units_without_leader(by) == []

    posts.dismiss(by, leading, on_date=clock.today() + timedelta(days=3))

    with acting(by):
        assert posts.units_without_leader(by) == []
    with clock.fixed(NOW + timedelta(days=4)), acting(by):
        assert posts.units_without_leader(by) == [world.unit]


def test_r9_only_the_administrator_appoints(world: World) -> None:
    """Neither leaders, nor staff, nor another municipality."""
    for name in ("leader", "holder", "guardian", "officer", "far_leader"):
        with pytest.raises(Denied):
            _appoint(world, "colleague", by=name)


def test_somebody_new_gets_a_post_by_name_and_number(world: World) -> None:
    """And is the same person the next time."""
    number = numbers.synthetic(NOW.date().replace(year=1991))
    made = [
        posts.appoint(
            world.as_("administrator"),
            world.units[unit],
            name="Ny Tilsett",
            number=number,
            kind="substitute",
            from_date=clock.today(),
        )
        for unit in ("school", "ppt")
    ]

    assert made[0].person_id == made[1].person_id


def test_a_mistyped_number_is_refused_on_its_field(world: World) -> None:
    """And says why."""
    with pytest.raises(Refused) as refused:
        posts.appoint(
            world.as_("administrator"),
            world.unit,
            name="Ny Tilsett",
            number="01234567890",
            kind="substitute",
            from_date=clock.today(),
        )

    assert refused.value.field == "number"


def test_a_post_does_not_end_before_it_begins(world: World) -> None:
    """Nor is an unknown kind a post."""
    by, today = world.as_("administrator"), clock.today()

    for kind, until, at in (("leader", today - timedelta(days=1), "until_date"), ("administrator", None, "kind")):
        with pytest.raises(Refused) as refused:
            posts.appoint(by, world.unit, person=world.people["stranger"], kind=kind, from_date=today, until_date=until)
        assert refused.value.field == at


def test_who_leads_is_not_decided_by_a_municipal_administrator_in_a_log(world: World) -> None:
    """The administrator appoints leaders and opens no log."""
    by = world.as_("administrator")
    with acting(by):
        unit = enter(by, Unit, world.unit.pk)
        assert unit is not None
        assert Action.LOG_OPEN not in unit.permit.actions
