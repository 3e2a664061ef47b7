"""A query that has not said for whom it asks does not run; a write outside an operation does not either."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from stafettlogg.core import clock
from stafettlogg.core.acting import NotActing, acting
from stafettlogg.core.caller import Hat
from stafettlogg.core.policy import Action, Standing
from stafettlogg.core.scope import OutsideOperation, Permit, Unscoped, enter, everywhere, lock, system
from stafettlogg.identity.models import Child, Person, Post, Unit
from stafettlogg.relay.models import Concern, Note, RelayLog, Wonder
from tests.relay.rows import a_concern
from tests.roles import as_worker
from tests.world import World

pytestmark = pytest.mark.django_db

A_NOTE = Note(text="Nora smiled.", log_id=uuid4(), by_id=uuid4())

WAYS: dict[str, Callable[[], object]] = {
    "all": lambda: list(Note.objects.all()),
    "filter": lambda: list(Note.objects.filter(kind="note")),
    "exclude": lambda: list(Note.objects.exclude(kind="note")),
    "get": lambda: Note.objects.get(pk=uuid4()),
    "get_or_create": lambda: Note.objects.get_or_create(pk=uuid4()),
    "update_or_create": lambda: Note.objects.update_or_create(pk=uuid4()),
    "first": lambda: Note.objects.first(),
    "last": lambda: Note.objects.last(),
    "latest": lambda: Note.objects.latest("at"),
    "earliest": lambda: Note.objects.earliest("at"),
    "slice": lambda: Note.objects.all()[0],
    "bool": lambda: bool(Note.objects.all()),
    "len": lambda: len(Note.objects.all()),
    "contains": lambda: Note.objects.contains(A_NOTE),
    "count": lambda: Note.objects.count(),
    "exists": lambda: Note.objects.exists(),
    "values": lambda: list(Note.objects.values("pk")),
    "values_list": lambda: list(Note.objects.values_list("pk", flat=True)),
    "distinct": lambda: list(Note.objects.distinct()),
    "order_by": lambda: list(Note.objects.order_by("at")),
    "only": lambda: list(Note.objects.only("pk")),
    "annotate": lambda: list(Note.objects.annotate(when=F("at"))),
    "aggregate": lambda: Note.objects.aggregate(Count("pk")),
    "aggregate of a slice": lambda: Note.objects.all()[:3].aggregate(Count("pk")),
    "iterator": lambda: list(Note.objects.iterator()),
    "in_bulk": lambda: Note.objects.in_bulk([uuid4()]),
    "dates": lambda: list(Note.objects.dates("seen_on", "month")),
    "datetimes": lambda: list(Note.objects.datetimes("at", "month")),
    "explain": lambda: Note.objects.all().explain(),
    "select_related": lambda: list(Note.objects.select_related("log")),
    "select_for_update": lambda: list(Note.objects.select_for_update()),
    "union": lambda: list(Note.objects.all().union(Note.objects.all())),
    "intersection": lambda: list(Note.objects.all().intersection(Note.objects.all())),
    "or": lambda: list(Note.objects.all() | Note.objects.filter(kind="note")),
    "and": lambda: list(Note.objects.filter(kind="note") & Note.objects.filter(arena="unit")),
    "using": lambda: list(Note.objects.using("default")),
    "the SQL itself": lambda: str(Note.objects.all().query),
    "update": lambda: Note.objects.update(kind="voice"),
    "delete": lambda: Note.objects.all().delete(),
    "bulk_update": lambda: Note.objects.bulk_update([A_NOTE], ["kind"]),
    "raw": lambda: Note.objects.all().raw("SELECT * FROM relay_note"),
    "raw of the manager": lambda: Note.objects.raw("SELECT * FROM relay_note"),
    "refresh_from_db": lambda: A_NOTE.refresh_from_db(),
    "the row at the end of a foreign key": lambda: A_NOTE.by,
    "the log of a row": lambda: A_NOTE.log,
    "the child of a log": lambda: RelayLog(child_id=uuid4()).child,
    "the base manager": lambda: list(Note._base_manager.all()),
    "the default manager": lambda: list(Note._default_manager.all()),
    "children": lambda: list(Child.objects.all()),
    "persons": lambda: Person.objects.filter(number_hash=b"x").first(),
    "wonders": lambda: Wonder.objects.count(),
    "logs": lambda: list(RelayLog.objects.filter(holder=uuid4())),
}


@pytest.mark.parametrize("way", WAYS)
def test_asking_without_a_caller_is_refused(way: str) -> None:
    with pytest.raises(Unscoped):
        WAYS[way]()


INSIDE: dict[str, Callable[[RelayLog], object]] = {
    "a closed set inside the filter of an open one": lambda log: list(
        Note.objects.of(log.permit).filter(concern__in=Concern.objects.all())
    ),
    "Exists": lambda log: list(Note.objects.of(log.permit).filter(Exists(Concern.objects.filter(log=OuterRef("log"))))),
    "Subquery": lambda log: list(
        Note.objects.of(log.permit).annotate(
            area=Subquery(Concern.objects.filter(log=OuterRef("log")).values("area")[:1])
        )
    ),
    "union with a closed one": lambda log: list(Note.objects.of(log.permit).union(Note.objects.all())),
    "a closed one's union": lambda log: list(Note.objects.all().union(Note.objects.of(log.permit))),
    "or with a closed one": lambda log: list(Note.objects.of(log.permit) | Note.objects.all()),
    "a closed one's or": lambda log: list(Note.objects.all() | Note.objects.of(log.permit)),
    "and with a closed one": lambda log: list(Note.objects.of(log.permit) & Note.objects.all()),
    "a Q with a closed set": lambda log: Note.objects.of(log.permit).filter(Q(log__in=RelayLog.objects.all())).count(),
    "logs of the wrong verb": lambda log: RelayLog.objects.allowed(log.permit.by, Action.WONDER_READ),
    "a row's root": lambda log: log.child,
}


@pytest.mark.parametrize("way", INSIDE)
def test_an_open_set_does_not_open_another(way: str, world: World) -> None:
    by = world.as_("holder")
    with acting(by):
        log = enter(by, RelayLog, world.log.pk)
        assert log is not None
        with pytest.raises(Unscoped):
            INSIDE[way](log)


def test_the_same_question_with_a_caller_is_answered(world: World) -> None:
    a_concern(world)
    with world.inside("holder") as log:
        assert Concern.objects.of(log.permit).filter(Exists(Concern.objects.of(log.permit))).count() == 1
        assert [row.log for row in Concern.objects.of(log.permit)] == [log]
        assert (Concern.objects.of(log.permit) | Concern.objects.of(log.permit)).count() == 1


WRITES: dict[str, Callable[[RelayLog], object]] = {
    "save": lambda log: Concern(log=log, by_id=log.permit.by.person, at=clock.now(), area="play", text="x").save(),
    "create": lambda log: Concern.objects.create(
        log=log, by_id=log.permit.by.person, at=clock.now(), area="play", text="x"
    ),
    "bulk_create": lambda log: Concern.objects.bulk_create(
        [Concern(log=log, by_id=log.permit.by.person, at=clock.now(), area="play", text="x")]
    ),
    "update": lambda log: Concern.objects.of(log.permit).update(area="care"),
    "bulk_update": lambda log: Concern.objects.of(log.permit).bulk_update(Concern.objects.of(log.permit), ["area"]),
    "delete": lambda log: Concern.objects.of(log.permit).delete(),
    "delete of a row": lambda log: Concern.objects.of(log.permit)[0].delete(),
    "save of a row": lambda log: Concern.objects.of(log.permit)[0].save(),
    "save of the log": lambda log: log.save(),
    "delete of the log": lambda log: log.delete(),
}


@pytest.mark.parametrize("way", WRITES)
def test_writing_outside_an_operation_is_refused(way: str, world: World) -> None:
    before = a_concern(world)
    with world.inside("holder") as log:
        with pytest.raises(OutsideOperation), transaction.atomic():
            WRITES[way](log)
        (after,) = Concern.objects.of(log.permit)
        assert (after.pk, after.area) == (before.pk, before.area)


def test_a_permit_dies_with_its_transaction(world: World) -> None:
    with world.inside("holder") as log:
        permit = log.permit
        assert Concern.objects.of(permit).count() == 0

    with pytest.raises(Unscoped, match="died"):
        Concern.objects.of(permit)


def test_a_permit_does_not_come_alive_in_the_next_transaction(world: World) -> None:
    with world.inside("holder") as log:
        permit = log.permit

    with world.inside("holder"), pytest.raises(Unscoped, match="died"):
        Concern.objects.of(permit)


def test_nobody_enters_outside_a_transaction_of_ones_own(world: World) -> None:
    assert enter(world.as_("holder"), RelayLog, world.log.pk) is None, "the belt knows no caller"
    with pytest.raises(NotActing):
        Permit(world.as_("holder"), world.log, Standing(frozenset(), {}))


def test_a_log_that_was_not_entered_has_no_permit(world: World) -> None:
    by = world.as_("holder")
    with acting(by):
        listed = RelayLog.objects.allowed(by, Action.LOG_READ).get(pk=world.log.pk)
        with pytest.raises(Unscoped):
            _ = listed.permit


def test_a_permit_gives_no_rows_of_another_log(world: World) -> None:
    mine = a_concern(world)
    by = world.as_("leader")
    with acting(by):
        other = enter(by, RelayLog, world.quiet_log.pk)
        assert other is not None, "the leader reaches both"
        assert not Concern.objects.of(other.permit).filter(pk=mine.pk).exists()
        assert not Concern.objects.of(other.permit).filter(log=world.log.pk).exists()
        assert not Concern.objects.of(other.permit, Action.CONCERN_CHANGE).filter(pk=mine.pk).exists()


def test_a_permit_to_a_log_gives_nothing_of_other_roots(world: World) -> None:
    with world.inside("leader") as log:
        assert not Post.objects.of(log.permit).exists()


def test_a_verb_the_permit_does_not_give_has_no_rows(world: World) -> None:
    a_concern(world)
    with world.inside("guardian") as log:
        assert Concern.objects.of(log.permit).count() == 1
        assert Concern.objects.of(log.permit, Action.CONCERN_CHANGE).count() == 0


def test_entering_a_strangers_log_and_a_missing_one_give_the_same(world: World) -> None:
    by = world.as_("stranger", Hat.FAMILY)
    with acting(by):
        assert enter(by, RelayLog, world.log.pk) is None
        assert enter(by, RelayLog, uuid4()) is None
        assert lock(by, RelayLog, world.log.pk) is None
        assert lock(by, RelayLog, uuid4()) is None


def test_a_reason_lets_a_query_run_and_the_belt_still_holds(world: World) -> None:
    by = world.as_("colleague")
    with acting(by), system("a test"):
        seen = set(RelayLog.objects.values_list("pk", flat=True))

    assert seen == {world.quiet_log.pk}, "the colleague holds one log, and the belt shows no other"


def test_a_reason_ends_with_its_block(world: World) -> None:
    by = world.as_("leader")
    with acting(by):
        with system("a test"):
            later = Unit.objects.all()
        with pytest.raises(Unscoped):
            list(later)


def test_only_the_worker_sees_everything_everywhere(world: World) -> None:
    with everywhere("a test"):
        assert RelayLog.objects.count() == 0
    with as_worker(), everywhere("a test"):
        assert RelayLog.objects.count() == 4
