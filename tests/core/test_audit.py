"""The trail: append-only, ids and verbs alone, one event an act, and read only by those who may."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import models

from stafettlogg.core import audit
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Hat
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Unscoped, enter
from stafettlogg.relay import standing
from stafettlogg.relay.models import RelayLog
from tests.relay.rows import a_concern
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_newest_stands_first(world: World) -> None:
    a_concern(world)
    with world.inside("leader") as log:
        told = [event.action for event in AuditEvent.objects.trail(log.permit)]

    assert told[0] == "concern.add"
    assert told[-1] == "log.open"
    assert "transfer.offer" in told


def known(world: World, name: str) -> set[tuple[str, str, UUID | None]]:
    """What this person is told of the main log: action, outcome and whose."""
    by = world.as_(name)
    with acting(by):
        reached = enter(by, RelayLog, world.log.pk)
        assert reached is not None
        return {(event.action, event.outcome, event.person) for event in AuditEvent.objects.trail(reached.permit)}


@pytest.mark.parametrize("name", ["holder", "deputy", "leader", "guardian", "child", "officer"])
def test_who_may_see_the_trail_sees_what_those_who_work_do_and_of_the_family_what_one_may_know(
    name: str, world: World
) -> None:
    for reader in ("guardian", "second_guardian", "child", "holder"):
        with world.inside(reader) as log:
            audit.seen(log.permit, Action.LOG_READ)
    family = {world.people[key].pk for key in ("guardian", "second_guardian", "child")}
    whole, me = known(world, "officer"), world.people[name].pk
    hidden = {
        Hat.FAMILY: {event for event in whole if event[2] in family - {me}},
        Hat.STAFF: {event for event in whole if event[2] in family and event[1] != "done"},
        Hat.OFFICER: set(),
    }[world.as_(name).hat]

    assert bool(hidden) is (name != "officer"), "there is something to hide"
    assert known(world, name) == whole - hidden
    assert len(whole - hidden) > 5


@pytest.mark.parametrize("name", ["guardian", "child", "officer"])
def test_what_the_family_has_read_is_told_by_day_to_those_who_work_alone(name: str, world: World) -> None:
    with world.inside("second_guardian") as log:
        audit.seen(log.permit, Action.LOG_READ)
    with world.inside("leader") as log:
        assert {event.person for event in AuditEvent.objects.of_family(log.permit)} == {
            world.people["second_guardian"].pk
        }
    by = world.as_(name)
    with acting(by):
        reached = enter(by, RelayLog, world.log.pk)
        assert reached is not None
        assert not AuditEvent.objects.of_family(reached.permit).exists()
    with world.inside("employee") as log, pytest.raises(Unscoped):
        AuditEvent.objects.of_family(log.permit)


@pytest.mark.parametrize("name", ["employee", "receiver"])
def test_who_reads_the_log_but_not_its_trail_is_refused(name: str, world: World) -> None:
    with world.inside(name) as log, pytest.raises(Unscoped):
        AuditEvent.objects.trail(log.permit)


def test_one_trail_holds_nothing_of_another_log(world: World) -> None:
    with world.inside("leader") as log:
        assert {event.root for event in AuditEvent.objects.trail(log.permit)} == {world.log.pk}


def test_an_event_is_not_changed_or_taken_away(world: World) -> None:
    with world.inside("leader") as log:
        event = AuditEvent.objects.trail(log.permit)[0]
        for change in (
            event.save,
            event.delete,
            AuditEvent.objects.trail(log.permit).delete,
            lambda: AuditEvent.objects.trail(log.permit).update(reason="x"),
        ):
            with pytest.raises(TypeError, match="append-only"):
                change()


def test_the_trail_is_not_read_without_a_permit(world: World) -> None:
    by = world.as_("leader")
    with acting(by):
        for ask in (AuditEvent.objects.all, lambda: AuditEvent.objects.filter(root=world.log.pk)):
            with pytest.raises(Unscoped):
                list(ask())


def test_reading_is_recorded_with_the_relation_it_was_read_by(world: World) -> None:
    with world.inside("guardian", hat=Hat.FAMILY) as log:
        audit.seen(log.permit, Action.LOG_READ)
    by = world.as_("officer")
    with acting(by):
        reached = enter(by, RelayLog, world.log.pk)
        assert reached is not None
        event = AuditEvent.objects.trail(reached.permit)[0]

    assert (event.action, event.outcome, event.relation, event.hat) == ("log.read", "seen", "guardian", "family")
    assert event.person == world.people["guardian"].pk


def test_a_list_is_one_act_with_a_row_for_each_log_it_showed(world: World) -> None:
    by = world.as_("leader")
    with acting(by):
        shown = standing.unit_logs(by, world.unit)
        rows: models.QuerySet[AuditEvent] = models.QuerySet(AuditEvent)
        events = list(rows.filter(person=by.person, action="log.read", outcome="seen"))

    assert {line.log.pk for line in shown} == {world.log.pk, world.quiet_log.pk}
    assert {event.root for event in events} == {world.log.pk, world.quiet_log.pk}
    assert len({event.act for event in events}) == 1


def test_an_event_carries_ids_and_verbs_and_never_a_text() -> None:
    texts = {
        field.name: field.max_length
        for field in AuditEvent._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    }
    assert texts == {"hat": 14, "relation": 20, "via": 4, "action": 30, "outcome": 7, "object_kind": 20, "reason": 60}


def test_events_number_upwards_and_their_number_is_in_no_address(world: World) -> None:
    a_concern(world)
    with world.inside("leader") as log:
        numbers = [event.number for event in AuditEvent.objects.trail(log.permit)]

    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == len(numbers)


def test_the_officer_sees_a_trail_but_neither_the_log_nor_the_child(world: World) -> None:
    by = world.as_("officer")
    with acting(by):
        assert enter(by, RelayLog, world.log.pk, ("child",)) is None, "the belt shows the officer no child"
        log = enter(by, RelayLog, world.log.pk)
        assert log is not None
        assert log.permit.actions == {Action.LOG_TRAIL}
        assert enter(by, RelayLog, uuid4()) is None
