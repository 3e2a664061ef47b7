"""Closing and opening again: by the leader, with words that are kept."""

from __future__ import annotations

import pytest

from stafettlogg.core import clock
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.relay import closing, concerns, entries, notes, people, transfers, wordings
from stafettlogg.relay.models import Concern, Membership, RelayLog
from tests.relay.rows import DAY, a_concern, evaluate, plan
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def close(world: World, name: str = "leader", **changed: str) -> RelayLog:
    wanted = {"reason": "goal_reached", "note": "Nora thrives."} | changed
    return closing.close(world.as_(name), world.log, **wanted)


def test_r18_a_running_measure_nobody_has_evaluated_stands_in_the_way(world: World) -> None:
    measure = plan(world)

    with pytest.raises(Refused) as refused:
        close(world)

    assert refused.value.field == "unevaluated_reason"
    with world.inside("leader") as log:
        assert log.is_active
        assert [row.pk for row in closing.unevaluated(log)] == [measure.pk]


def test_r18_the_leader_may_say_why_it_is_closed_all_the_same(world: World) -> None:
    plan(world)

    closed = close(world, reason="moved", unevaluated_reason="The family moved on Friday.")

    assert (closed.closing_reason, closed.unevaluated_reason) == ("moved", "The family moved on Friday.")


def test_r18_an_evaluated_measure_does_not_stand_in_the_way(world: World) -> None:
    measure = plan(world)
    with clock.fixed(NOW + 30 * DAY):
        evaluate(world, measure, decision="continue", next_evaluate_by=clock.today() + 30 * DAY)

        assert close(world).is_closed


def test_r18_closing_asks_for_a_closing_note(world: World) -> None:
    with pytest.raises(Refused) as refused:
        close(world, note=" ")

    assert refused.value.field == "note"


@pytest.mark.parametrize("name", ["holder", "deputy", "employee", "guardian", "child", "other_leader", "stranger"])
def test_r9_only_the_leader_closes(world: World, name: str) -> None:
    with pytest.raises(Denied):
        close(world, name)


def test_r14_a_closed_log_is_read_only_and_still_read(world: World) -> None:
    concern = a_concern(world)
    close(world)

    for name in ("holder", "leader"):
        with pytest.raises(Denied):
            notes.add(world.as_(name), world.log, text="Too late", seen_on=clock.today())
        with pytest.raises(Denied):
            concerns.change(world.as_(name), concern, area="play", text="Too late", version=1)
    with world.inside("guardian") as log:
        assert [row.pk for row in Concern.objects.of(log.permit)] == [concern.pk]


def test_r2_an_open_offer_of_the_baton_ends_with_the_log(world: World) -> None:
    close(world)

    with pytest.raises(Denied):
        transfers.accept(world.as_("receiver"), world.transfer)
    with world.inside("leader") as log:
        assert Membership.Kind.RECEIVER not in {member.kind for member in people.memberships(log)}


def test_r20_a_closed_log_is_opened_again_and_says_why(world: World) -> None:
    close(world)

    reopened = closing.reopen(world.as_("leader"), world.log, reason="The worry came back.")

    assert (reopened.is_active, reopened.closing_note, reopened.closing_reason) == (True, None, "")
    with world.inside("guardian") as log:
        assert [entry.text for entry in entries.entries(log)] == ["The log was opened again: The worry came back."]
        assert {row.text for row in wordings.earlier(log, log.pk)} == {"The goal is reached", "Nora thrives."}


def test_r14_each_closing_keeps_its_own_words(world: World) -> None:
    for note in ("First end.", "Second end."):
        close(world, note=note)
        closing.reopen(world.as_("leader"), world.log, reason="Again.")

    with world.inside("leader") as log:
        kept = {(row.version, row.text) for row in wordings.earlier(log, log.pk) if row.field == "closing_note"}
    assert kept == {(1, "First end."), (2, "Second end.")}


def test_r20_reopening_is_the_leaders_and_needs_a_reason(world: World) -> None:
    close(world)

    with pytest.raises(Denied):
        closing.reopen(world.as_("holder"), world.log, reason="Please")
    with pytest.raises(Refused) as refused:
        closing.reopen(world.as_("leader"), world.log, reason="")

    assert refused.value.field == "reason"


def test_a_log_that_is_open_is_not_reopened(world: World) -> None:
    with pytest.raises(Denied):
        closing.reopen(world.as_("leader"), world.log, reason="Why not")
