"""A question that is compiled once is asked anew each time: for the caller and the root at hand, by a living permit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date, timedelta
from threading import Barrier
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from django.db.models import Q

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.compiled import Compiled
from stafettlogg.core.policy import Action, Relation, _questions
from stafettlogg.core.scope import Contents, Listing, ScopedQuerySet, Unscoped, enter
from stafettlogg.relay.models import Concern, RelayLog
from tests.relay.rows import a_concern
from tests.world import World

pytestmark = pytest.mark.django_db


def test_contents_are_those_of_the_permit_at_hand(world: World) -> None:
    contents = Contents(lambda permit: Concern.objects.of(permit))
    mine = a_concern(world)
    by = world.as_("leader")
    with acting(by):
        log, other = enter(by, RelayLog, world.log.pk), enter(by, RelayLog, world.quiet_log.pk)
        assert log is not None and other is not None

        found = [contents.of(one.permit) for one in (log, other, log)]

    assert [[row.pk for row in rows] for rows in found] == [[mine.pk], [], [mine.pk]]
    assert found[0][0].log is log, "the row knows its log without another query"


def test_contents_do_not_outlive_the_permit(world: World) -> None:
    contents = Contents(lambda permit: Concern.objects.of(permit))
    with world.inside("holder") as log:
        assert contents.of(log.permit) == []

    with pytest.raises(Unscoped):
        contents.of(log.permit)


def test_contents_may_not_depend_on_who_asks(world: World) -> None:
    contents = Contents(lambda permit: Concern.objects.of(permit, Action.CONCERN_CHANGE))
    with world.inside("holder") as log, pytest.raises(TypeError):
        contents.of(log.permit)


def test_a_question_that_nobody_opened_is_not_compiled(world: World) -> None:
    with world.inside("holder"), pytest.raises(Unscoped):
        Compiled(lambda: Concern.objects.filter(area="play")).rows({})


def test_only_whole_rows_are_compiled(world: World) -> None:
    with world.inside("holder") as log, pytest.raises(TypeError):
        Compiled[Concern](lambda: cast(Any, Concern.objects.of(log.permit).values("pk"))).rows({})


def test_everybody_is_asked_anew_at_the_door_and_every_day(world: World) -> None:
    found = {}
    for name in ("leader", "holder", "employee", "colleague", "holder"):
        by = world.as_(name)
        with acting(by):
            log = enter(by, RelayLog, world.log.pk)
            found[name] = log.permit.standing.relations if log else None
    with clock.fixed(clock.now() - timedelta(days=3650)), acting(world.as_("holder")):
        assert enter(world.as_("holder"), RelayLog, world.log.pk) is None, "nobody had a post then"

    assert found == {
        "leader": {Relation.LEADER},
        "holder": {Relation.HOLDER},
        "employee": {Relation.EMPLOYEE},
        "colleague": None,
    }


def test_a_listing_is_made_for_each_caller_and_value(world: World) -> None:
    def of_unit(by: Caller, unit: UUID, until: date) -> ScopedQuerySet[RelayLog]:
        return RelayLog.objects.allowed(by, Action.LOG_READ).filter(unit=unit, opened_at__date__lte=until)

    listing, today = Listing(of_unit), clock.today()
    found, plain = {}, {}
    for name, hat in (
        ("leader", Hat.STAFF),
        ("colleague", Hat.STAFF),
        ("guardian", Hat.FAMILY),
        ("leader", Hat.OFFICER),
    ):
        by = world.as_(name, hat)
        for unit, until in ((world.unit.pk, today), (uuid4(), today), (world.unit.pk, today - timedelta(days=3650))):
            with acting(by):
                found[name, hat, unit, until] = {log.pk for log in listing.of(by, unit=unit, until=until)}
                plain[name, hat, unit, until] = {log.pk for log in of_unit(by, unit, until)}

    assert found == plain
    assert {len(logs) for logs in found.values()} > {0, 1}, "some see more than others, and some nothing"


THREADS, ROUNDS = 8, 200


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads that interrupt each other as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_threads_that_compile_the_same_question_at_once_all_get_the_right_statement(world: World) -> None:
    by = world.as_("holder")
    contents = Contents(lambda permit: Concern.objects.of(permit).select_related("by").order_by("at", "pk"))
    listing = Listing(lambda by: RelayLog.objects.allowed(by, Action.LOG_READ).select_related("child", "holder"))

    def sql(compiled: Compiled[Any]) -> str:
        statement = compiled.statement()
        assert statement is not None
        return statement.sql

    with acting(by), ThreadPoolExecutor(THREADS) as pool:
        for fresh in (lambda: contents._marked(RelayLog)[1], lambda: listing._marked(Hat.STAFF, {})):
            right = sql(fresh())
            for _ in range(ROUNDS):
                compiled, start = fresh(), Barrier(THREADS)

                def compile_together(compiled: Compiled[Any] = compiled, start: Barrier = start) -> str:
                    start.wait()
                    return sql(compiled)

                got = [pool.submit(copy_context().run, compile_together) for _ in range(THREADS)]
                assert {one.result() for one in got} == {right}


def test_what_may_be_unknown_is_never_negated() -> None:
    with pytest.raises(TypeError):
        list(_questions(~(Q(holder=1) & Q(level=2))))
