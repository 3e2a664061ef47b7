"""An operation is allowed, atomic and recorded exactly once – or it did not happen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Denied, Refused, Repeated, Stale, recording_denied
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import system
from stafettlogg.identity import staff
from stafettlogg.identity.models import Post
from stafettlogg.relay import concerns, measures, notes, transfers
from stafettlogg.relay.models import Concern, Note
from tests.relay.rows import a_concern, plan
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def events(world: World, **where: Any) -> list[AuditEvent]:
    """The log's trail as its leader reads it, oldest first."""
    with world.inside("leader") as log:
        return list(AuditEvent.objects.trail(log.permit).filter(**where))[::-1]


@contextmanager
def adding(world: World, number: int) -> Iterator[None]:
    """The block adds this many events to the log's trail."""
    before = len(events(world))
    yield
    assert len(events(world)) - before == number


def test_a_success_is_recorded_once_with_who_what_and_by_which_relation(world: World) -> None:
    with adding(world, 1):
        concern = a_concern(world)

    event = events(world)[-1]
    assert (event.action, event.outcome) == ("concern.add", "done")
    assert (event.person, event.hat, event.relation) == (world.people["holder"].pk, "staff", "holder")
    assert (event.root, event.object_kind, event.object_id) == (world.log.pk, "concern", concern.pk)
    assert event.municipality == world.fjordvik.pk
    assert event.at == NOW


def test_the_trail_tells_the_relation_that_gave_the_verb(world: World) -> None:
    for name, relation in (("holder", "holder"), ("deputy", "deputy"), ("leader", "leader"), ("substitute", "leader")):
        a_concern(world, name)
        assert events(world)[-1].relation == relation


def test_a_refusal_changes_nothing_and_leaves_no_success_behind(world: World) -> None:
    with adding(world, 0), pytest.raises(Refused):
        concerns.add(world.as_("holder"), world.log, area="play", text="   ")

    with world.inside("holder") as log:
        assert Concern.objects.of(log.permit).count() == 0


def test_what_was_written_before_a_refusal_is_undone(world: World) -> None:
    concern = a_concern(world)
    with adding(world, 0), pytest.raises(Refused):
        concerns.resolve(world.as_("holder"), concern, note=" ", version=concern.version)

    with world.inside("holder") as log:
        assert Concern.objects.of(log.permit).get().resolved_at is None


def test_who_may_not_is_denied_and_changes_nothing(world: World) -> None:
    for name in (
        "colleague",
        "employee",
        "receiver",
        "guardian",
        "child",
        "stranger",
        "administrator",
        "officer",
        "other_leader",
    ):
        with adding(world, 0), pytest.raises(Denied):
            concerns.add(world.as_(name), world.log, area="play", text="Not mine to write.")


def test_a_denial_tells_whether_the_caller_knows_that_the_log_is_there(world: World) -> None:
    for name, reason in (("guardian", "visible"), ("colleague", ""), ("far_leader", "")):
        with pytest.raises(Denied) as denied:
            concerns.add(world.as_(name), world.log, area="play", text="x")
        assert denied.value.reason == reason


def test_a_row_that_is_not_ones_own_is_denied(world: World) -> None:
    note = notes.add(world.as_("holder"), world.log, text="Nora laughed today.", seen_on=clock.today())
    with adding(world, 0), pytest.raises(Denied) as denied:
        notes.change(world.as_("employee"), note, text="She did not.", version=note.version)

    assert denied.value.reason == "row"
    with world.inside("holder") as log:
        assert Note.objects.of(log.permit).get().text == "Nora laughed today."


def test_an_employee_evaluates_her_own_measure_and_nobody_elses(world: World) -> None:
    own = plan(world, responsible=world.people["employee"].pk)
    others = plan(world)
    by = world.as_("employee")
    changed: dict[str, Any] = {"title": "Better", "goal": "g", "how": "h", "version": 1}
    measures.change(by, own, responsible=own.responsible_id, evaluate_by=own.evaluate_by, **changed)

    with pytest.raises(Denied):
        measures.change(by, others, responsible=others.responsible_id, evaluate_by=others.evaluate_by, **changed)


def test_a_stale_form_overwrites_nothing(world: World) -> None:
    concern = a_concern(world)
    first = concerns.change(world.as_("holder"), concern, area="play", text="The newest wording.", version=1)
    with adding(world, 0), pytest.raises(Stale) as stale:
        concerns.change(world.as_("leader"), concern, area="play", text="Has not seen it.", version=1)

    assert stale.value.row == first
    with world.inside("holder") as log:
        assert Concern.objects.of(log.permit).get().text == "The newest wording."


def test_a_form_that_is_sent_twice_happens_once(world: World) -> None:
    by = world.with_key("holder")
    with adding(world, 1):
        concerns.add(by, world.log, area="play", text="Once.")
        with pytest.raises(Repeated):
            concerns.add(by, world.log, area="play", text="Once.")

    with world.inside("holder") as log:
        assert Concern.objects.of(log.permit).count() == 1


def test_a_form_that_was_refused_can_be_sent_again_with_its_key(world: World) -> None:
    by = world.with_key("holder")
    with pytest.raises(Refused):
        concerns.add(by, world.log, area="play", text="")
    concerns.add(by, world.log, area="play", text="Now with a text.")


def test_forms_without_a_key_do_not_stand_in_each_others_way(world: World) -> None:
    a_concern(world)
    a_concern(world)
    with world.inside("holder") as log:
        assert Concern.objects.of(log.permit).count() == 2


def test_the_rule_is_asked_after_the_lock_so_an_old_permit_gives_nothing(world: World) -> None:
    with world.inside("holder") as log:
        kept = log
    transfers.accept(world.as_("receiver"), world.transfer)

    concerns.add(world.as_("receiver"), kept, area="play", text="I hold the baton.")
    with pytest.raises(Denied):
        concerns.add(world.as_("holder"), kept, area="play", text="I still believe that I do.")


def test_r2_somebody_without_a_valid_post_can_do_nothing(world: World) -> None:
    a_concern(world)
    by = world.as_("administrator")
    with acting(by), system("the test finds the holder's post"):
        post = Post.objects.get(person=world.people["holder"])
    staff.dismiss(by, post)

    with pytest.raises(Denied):
        a_concern(world)


def test_a_post_or_membership_counts_from_its_first_day_to_its_last(world: World) -> None:
    from stafettlogg.relay import people

    people.dismiss_deputy(world.as_("leader"), _deputy(world))
    people.appoint_deputy(
        world.as_("leader"),
        world.log,
        person=world.people["deputy"],
        from_date=(NOW + timedelta(days=2)).date(),
        until_date=(NOW + timedelta(days=3)).date(),
    )
    for days, can in ((1, False), (2, True), (3, True), (4, False)):
        with clock.fixed(NOW + timedelta(days=days)):
            if can:
                a_concern(world, "deputy")
            else:
                with pytest.raises(Denied):
                    a_concern(world, "deputy")


def _deputy(world: World) -> Any:  # Any: a Membership
    return next(row for row in world.memberships(world.log, world.as_("leader")) if row.kind == "deputy")


def test_there_is_one_running_leg_after_a_transfer(world: World) -> None:
    transfers.accept(world.as_("receiver"), world.transfer)
    with world.inside("receiver") as log:
        running = [leg for leg in transfers.legs(transfers.transfers(log)) if leg.until_at is None]
        assert [leg.holder.pk for leg in running] == [log.holder_id] == [world.people["receiver"].pk]


@pytest.mark.django_db(transaction=True)
def test_a_denied_try_is_recorded_after_the_rollback(owner: psycopg.Connection[Any]) -> None:
    from tests.world import build

    world = build()
    by = world.as_("colleague")
    with clock.fixed(NOW):
        try:
            concerns.add(by, world.log, area="play", text="Not mine.")
        except Denied as denied:
            recording_denied(by, denied)

    found = owner_sees(
        owner,
        "SELECT action, outcome, person, root FROM core_auditevent WHERE outcome = 'denied'",
    )
    assert found == [("concern.add", "denied", by.person, world.log.pk)]
    assert owner_sees(owner, "SELECT count(*) FROM relay_concern") == [(0,)]


def owner_sees(owner: psycopg.Connection[Any], statement: str) -> list[tuple[Any, ...]]:
    """What is really in the table: owner lifts the belt for this look alone."""
    table = statement.split(" FROM ")[1].split()[0]
    with owner.transaction(force_rollback=True):
        owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        return owner.execute(statement).fetchall()


def test_an_operation_needs_a_row_of_some_root(world: World) -> None:
    with pytest.raises(TypeError, match="no root"):
        concerns.add(world.as_("holder"), world.people["holder"], area="play", text="x")  # type: ignore[arg-type]


def test_a_caller_of_another_municipality_is_denied_whatever_she_says(world: World) -> None:
    real = world.as_("holder")
    forged = Caller(real.person, world.havvik.pk, real.hat)
    with pytest.raises(Denied):
        concerns.add(forged, world.log, area="play", text="x")
    assert events(world, action=Action.CONCERN_ADD) == []


def test_a_key_that_somebody_else_has_spent_is_unspent(world: World) -> None:
    first = world.with_key("holder")
    second = Caller(world.people["deputy"].pk, first.municipality, first.hat, key=first.key)
    made = [notes.add(by, world.log, text="Noted.", seen_on=NOW.date()) for by in (first, second)]

    assert made[0].pk != made[1].pk
    assert [event.person for event in events(world, action="note.add")] == [first.person, second.person]
