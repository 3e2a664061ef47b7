"""A post or a membership that waits to be confirmed gives no right whatever: not by the policy, nor by the belt (R24, R28)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import QuerySet

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.models import Access
from stafettlogg.core.policy import Root, actions_on
from stafettlogg.core.scope import enter, everywhere
from stafettlogg.identity import posts, signin
from stafettlogg.identity.models import Municipality, Post, Unit, Waits
from stafettlogg.relay.models import Membership, RelayLog
from tests.roles import as_worker
from tests.world import World

WAITS = pytest.mark.parametrize("waits", Waits)
MEMBERS = {"guardian": Hat.FAMILY, "child": Hat.FAMILY, "deputy": Hat.STAFF, "employee": Hat.STAFF}


def _wait(rows: QuerySet[Post] | QuerySet[Membership], waits: str) -> None:
    """No operation lets somebody wait who was in force: the rows are written as a task of the worker would."""
    with as_worker(), everywhere("the test lets rows wait"):
        assert rows.update(waits_for=waits) > 0


def _posts(world: World, name: str) -> QuerySet[Post]:
    return QuerySet[Post, Post](Post).filter(person=world.people[name])


def _memberships(world: World, name: str) -> QuerySet[Membership]:
    return QuerySet[Membership, Membership](Membership).filter(person=world.people[name], log=world.log)


def _sees(by: Caller, log: RelayLog) -> bool:
    """Whether the belt shows the log, with nothing of ours above it."""
    with acting(by):
        return QuerySet(RelayLog).filter(pk=log.pk).exists()


@WAITS
@pytest.mark.parametrize("name", MEMBERS)
def test_a_membership_that_waits_opens_no_log_and_no_belt(name: str, waits: str, world: World) -> None:
    by = world.as_(name, MEMBERS[name])
    with acting(by):
        assert enter(by, RelayLog, world.log.pk) is not None
    assert _sees(by, world.log)

    _wait(_memberships(world, name), waits)

    with acting(by):
        assert enter(by, RelayLog, world.log.pk) is None
        for action in actions_on(Root.LOG):
            assert not RelayLog.objects.allowed(by, action).exists()
        assert not Access.objects.filter(root=world.log.pk, person=by.person).exists()
    assert not _sees(by, world.log)
    assert by.hat not in signin.hats(by.person, by.municipality) or by.hat is Hat.STAFF


def test_once_confirmed_the_membership_opens_it_again(world: World) -> None:
    by = world.as_("guardian")
    _wait(_memberships(world, "guardian"), Waits.NAME)
    _wait(_memberships(world, "guardian"), "")

    with acting(by):
        assert enter(by, RelayLog, world.log.pk) is not None
    assert _sees(by, world.log)


@WAITS
@pytest.mark.parametrize(
    ("name", "hat", "model"),
    [
        ("leader", Hat.STAFF, Unit),
        ("holder", Hat.STAFF, Unit),
        ("administrator", Hat.ADMINISTRATION, Municipality),
        ("officer", Hat.OFFICER, Municipality),
    ],
)
def test_a_post_that_waits_gives_no_right_and_no_hat(
    name: str, hat: Hat, model: type[Unit], waits: str, world: World
) -> None:
    by, root = world.as_(name, hat), world.unit if model is Unit else world.fjordvik
    with acting(by):
        assert enter(by, model, root.pk) is not None
    assert hat in signin.hats(by.person, by.municipality)

    _wait(_posts(world, name), waits)

    with acting(by):
        assert enter(by, model, root.pk) is None
        assert enter(by, RelayLog, world.log.pk) is None
    assert signin.hats(by.person, by.municipality) == []


@WAITS
def test_behind_a_leaders_and_an_officers_post_that_wait_the_belt_shows_no_log_and_no_trail(
    waits: str, world: World
) -> None:
    leader, officer = world.as_("leader"), world.as_("officer")
    assert _sees(leader, world.quiet_log)
    assert _sees(officer, world.quiet_log)

    _wait(_posts(world, "leader"), waits)
    _wait(_posts(world, "officer"), waits)

    for by in (leader, officer):
        assert not _sees(by, world.quiet_log)
        with acting(by):
            assert not QuerySet(AuditEvent).exclude(person=by.person).exists()


def test_a_post_that_waits_is_no_colleague(world: World) -> None:
    _wait(_posts(world, "holder"), Waits.NAME)

    with acting(world.as_("leader")):
        assert not posts.is_staff(world.unit.pk, world.people["holder"].pk)
        assert world.people["holder"].pk not in {post.person_id for post in posts.staff_of_unit(world.unit.pk)}


def test_a_leader_who_waits_pushes_nobody_out(world: World) -> None:
    """The unit keeps the one it has; two in force are refused by the database itself."""
    with as_worker(), everywhere("the test appoints somebody who waits"):
        Post(
            id=uuid4(),
            municipality=world.fjordvik,
            person=world.people["colleague"],
            unit=world.unit,
            kind="leader",
            waits_for=Waits.NAME,
            from_date=clock.today(),
        ).save(force_insert=True)

    by = world.as_("leader")
    with acting(by):
        assert enter(by, Unit, world.unit.pk) is not None
        assert posts.units_without_leader(world.as_("administrator")) == []


def test_a_post_and_a_membership_are_not_in_force_before_their_first_day(world: World) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with as_worker(), everywhere("the test moves first days"):
        _posts(world, "leader").update(from_date=tomorrow)
        _memberships(world, "guardian").update(from_date=tomorrow)

    for name in ("leader", "guardian"):
        by = world.as_(name)
        with acting(by):
            assert enter(by, RelayLog, world.log.pk) is None
            assert not any(RelayLog.objects.allowed(by, action).exists() for action in actions_on(Root.LOG))
