"""Stepping stones on the page: laid down, worded anew, reached."""

from __future__ import annotations

import pytest

from stafettlogg.relay import steps
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, send, shown

pytestmark = pytest.mark.django_db


def test_a_step_is_laid_down_and_then_reached(world: WebWorld) -> None:
    holder = world.client("holder")
    assert send(holder, address(world.log, "steg/"), text="I ask if I may join.").url == address(world.log)
    assert shown(holder.get(address(world.log)), "I ask if I may join.")
    with world.inside("holder") as log:
        step = steps.steps(log)[0]

    at = address(world.log, f"steg/{step.pk}/")
    assert send(holder, at, reached_on="20.11.2026").status_code == 302

    assert shown(world.client("guardian").get(address(world.log)), "reached", "You made it: «I ask if I may join.»!")


def test_a_day_that_has_not_come_is_refused_on_its_field(world: WebWorld) -> None:
    step = steps.add(world.as_("holder"), world.log, text="I ask if I may join.")

    answer = send(world.client("holder"), address(world.log, f"steg/{step.pk}/"), reached_on="1.12.2026")

    assert answer.status_code == 422
    assert answer.context["form"].errors["reached_on"] == ["The day has not come yet. Choose today or an earlier day."]
    assert filled_in(answer)["reached_on"] == "1.12.2026"


def test_the_family_reads_steps_and_lays_none(world: WebWorld) -> None:
    assert world.client("guardian").get(address(world.log, "steg/")).status_code == 403
    assert world.client("stranger").get(address(world.log, "steg/")).status_code == 404
