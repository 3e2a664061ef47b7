"""Rows that the tests of a log's content begin with, made through the operations like everything else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from stafettlogg.core import clock
from stafettlogg.relay import concerns, measures
from stafettlogg.relay.models import Concern, Evaluation, Measure
from tests.world import World

DAY = timedelta(days=1)


def a_concern(world: World, name: str = "holder", text: str = "Nora is often alone in the breaks.") -> Concern:
    """An active concern of the main log."""
    return concerns.add(world.as_(name), world.log, area="play", text=text)


def plan(world: World, name: str = "holder", **changed: Any) -> Measure:
    """A measure in the unit that starts today, with what the test changes."""
    start: date = changed.pop("start", clock.today())
    wanted: dict[str, Any] = {
        "arena": "unit",
        "title": "A friend in the breaks",
        "goal": "Nora joins the others in play every day",
        "how": "An adult starts a game in the first break",
        "responsible": world.people[name].pk,
        "start": start,
        "evaluate_by": start + 42 * DAY,
    } | changed
    if "concern" not in wanted:
        wanted["concern"] = a_concern(world).pk
    return measures.plan(world.as_(name), world.log, **wanted)


def evaluate(world: World, measure: Measure, name: str = "holder", **changed: Any) -> Evaluation:
    """An evaluation that ends the measure, with what the test changes."""
    wanted: dict[str, Any] = {
        "outcome": "good_effect",
        "decision": "end",
        "reason": "She has friends now.",
        "child_view": "It is fun to play.",
        "version": measure.version,
    } | changed
    return measures.evaluate(world.as_(name), measure, **wanted)
