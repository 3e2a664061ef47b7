"""How is it going? Evaluating on the page: three views, and the way on (R4, R11, R21)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from stafettlogg.core import clock
from stafettlogg.relay import measures
from stafettlogg.relay.models import Measure
from tests.relay.rows import DAY, evaluate, plan
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, send, shown

pytestmark = pytest.mark.django_db

ANSWERS = {"outcome": "good_effect", "child_view": "It is fun to play.", "guardians_view": "She talks about Ella."}


@pytest.fixture
def measure(world: WebWorld) -> Iterator[Measure]:
    """A measure that is ready to be looked at."""
    with clock.fixed(clock.now() - 35 * DAY):
        made = plan(world)
    yield made


def at(world: WebWorld, measure: Measure) -> str:
    """The address of its evaluation."""
    return address(world.log, f"tiltak/{measure.pk}/evaluer/")


def test_the_page_asks_how_it_is_going_and_shows_the_goal(world: WebWorld, measure: Measure) -> None:
    page = world.client("holder").get(at(world, measure))

    assert shown(page, "How is it going with «A friend in the breaks»?", "Nora joins the others in play every day")
    assert not shown(page, "before four weeks")


@pytest.mark.parametrize(
    "way",
    [
        {"decision": "end", "reason": "She has friends now."},
        {"decision": "continue", "weeks": "6"},
        {"decision": "more_help", "weeks": "other", "evaluate_by": "5.1.2027"},
        {"decision": "adjust", "weeks": "4", "new_how": "Two games each day"},
    ],
    ids=lambda way: way["decision"],
)
def test_every_way_on_leads_back_to_the_log(world: WebWorld, measure: Measure, way: dict[str, Any]) -> None:
    holder = world.client("holder")

    answer = send(holder, at(world, measure), **ANSWERS, **way)

    assert (answer.status_code, answer.url) == (302, address(world.log))
    assert shown(holder.get(answer.url), "Good effect", "It is fun to play.")


def test_adjusting_shows_the_old_words_to_change_and_keeps_the_old_measure(world: WebWorld, measure: Measure) -> None:
    holder = world.client("holder")
    assert filled_in(holder.get(at(world, measure)))["new_goal"] == "Nora joins the others in play every day"

    send(holder, at(world, measure), **ANSWERS, decision="adjust", weeks="4", new_title="Two friends in the breaks")

    page = holder.get(address(world.log))
    assert shown(page, "Two friends in the breaks", "What we have tried before", "A friend in the breaks")


def test_r11_without_the_childs_view_or_a_reason_it_is_refused_and_nothing_typed_is_lost(
    world: WebWorld, measure: Measure
) -> None:
    answers = {**ANSWERS, "child_view": "", "decision": "continue", "weeks": "6"}

    answer = send(world.client("holder"), at(world, measure), **answers)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["child_view"]
    assert filled_in(answer)["guardians_view"] == "She talks about Ella."


def test_r4_going_on_needs_a_day_in_the_window_refused_on_the_date(world: WebWorld, measure: Measure) -> None:
    answer = send(
        world.client("holder"),
        at(world, measure),
        **ANSWERS,
        decision="continue",
        weeks="other",
        evaluate_by="1.12.2026",
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["evaluate_by"]


def test_r4_early_asks_for_a_reason(world: WebWorld) -> None:
    fresh, holder = plan(world), world.client("holder")
    answers = {**ANSWERS, "decision": "end", "reason": "Done."}

    refused = send(holder, at(world, fresh), **answers)

    assert refused.status_code == 422 and list(refused.context["form"].errors) == ["early_reason"]
    assert send(holder, at(world, fresh), **answers, early_reason="The family moves.").status_code == 302


def test_r14_the_views_are_worded_better_and_the_earlier_words_are_kept(world: WebWorld, measure: Measure) -> None:
    evaluation = evaluate(world, measure, decision="continue", next_evaluate_by=clock.today() + 42 * DAY)
    holder = world.client("holder")

    answer = send(holder, address(world.log, f"evaluering/{evaluation.pk}/"), child_view="It is really fun to play.")

    assert answer.status_code == 302
    assert shown(holder.get(address(world.log, "tidlegare/")), "It is fun to play.")
    with world.inside("holder") as log:
        assert measures.evaluations(log)[0].child_view == "It is really fun to play."


@pytest.mark.parametrize(("name", "status"), [("guardian", 403), ("employee", 403), ("stranger", 404)])
def test_others_do_not_evaluate_it(world: WebWorld, measure: Measure, name: str, status: int) -> None:
    assert world.client(name).get(at(world, measure)).status_code == status
