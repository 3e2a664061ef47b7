"""Steps: stones towards the goal, laid one after the other and reached one day."""

from __future__ import annotations

import pytest

from stafettlogg.core import clock
from stafettlogg.core.operation import Denied, Refused, Stale
from stafettlogg.relay import steps
from tests.relay.rows import DAY
from tests.world import World

pytestmark = pytest.mark.django_db


def test_steps_come_one_after_the_other(world: World) -> None:
    for text in ("Say hello", "Ask to join", "Start a game"):
        steps.add(world.as_("holder"), world.log, text=text)

    with world.inside("child") as log:
        assert [(step.place, step.text) for step in steps.steps(log)] == [
            (1, "Say hello"),
            (2, "Ask to join"),
            (3, "Start a game"),
        ]


def test_a_step_is_reached_today_or_earlier(world: World) -> None:
    step = steps.add(world.as_("holder"), world.log, text="Say hello")

    with pytest.raises(Refused) as refused:
        steps.change(world.as_("holder"), step, text=step.text, reached_on=clock.today() + DAY, version=1)
    reached = steps.change(world.as_("holder"), step, text=step.text, reached_on=clock.today(), version=1)

    assert refused.value.field == "reached_on"
    assert reached.reached_on == clock.today()


def test_r14_a_step_from_an_old_page_is_not_overwritten(world: World) -> None:
    step = steps.add(world.as_("holder"), world.log, text="Say hello")
    steps.change(world.as_("leader"), step, text="Say hello to one", version=1)

    with pytest.raises(Stale):
        steps.change(world.as_("holder"), step, text="Say hello to two", version=1)


def test_an_employee_let_in_lays_no_steps(world: World) -> None:
    with pytest.raises(Denied):
        steps.add(world.as_("employee"), world.log, text="No")
