"""Measures on the page: planned with a chip or a date, worded better, and shown with the weeks they have."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from stafettlogg.core import clock
from stafettlogg.relay import measures
from tests.relay.rows import DAY, a_concern, evaluate, plan
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, send, shown

pytestmark = pytest.mark.django_db


def wanted(world: WebWorld, **changed: Any) -> dict[str, Any]:
    """What somebody fills in to plan a measure here."""
    return {
        "arena": "unit",
        "title": "A friend in the breaks",
        "goal": "Nora joins in every day",
        "how": "An adult starts a game",
        "responsible": str(world.people["holder"].pk),
        **changed,
    }


def test_a_measure_is_planned_with_a_number_of_weeks(world: WebWorld) -> None:
    a_concern(world)
    holder = world.client("holder")

    answer = send(holder, address(world.log, "tiltak/"), **wanted(world), weeks="8")

    assert (answer.status_code, answer.url) == (302, address(world.log))
    assert shown(
        holder.get(answer.url), "The measure is planned.", "A friend in the breaks", "Solveig Bakke is responsible"
    )
    with world.inside("holder") as log:
        assert measures.measures(log)[0].evaluate_by == clock.today() + timedelta(weeks=8)


def test_a_measure_is_planned_with_another_date(world: WebWorld) -> None:
    a_concern(world)

    answer = send(
        world.client("holder"),
        address(world.log, "tiltak/"),
        **wanted(world),
        weeks="other",
        evaluate_by="5. januar 2027",
    )

    assert answer.status_code == 302


@pytest.mark.parametrize("day", ["1.12.2026", "1.6.2027", "in spring", ""])
def test_r4_a_date_outside_the_window_is_refused_on_its_field_and_nothing_typed_is_lost(
    world: WebWorld, day: str
) -> None:
    a_concern(world)

    answer = send(
        world.client("holder"), address(world.log, "tiltak/"), **wanted(world), weeks="other", evaluate_by=day
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["evaluate_by"]
    kept = filled_in(answer)
    assert (kept["evaluate_by"], kept["title"], kept["weeks"]) == (day, "A friend in the breaks", "other")


def test_only_people_of_the_log_and_its_unit_can_be_chosen(world: WebWorld) -> None:
    a_concern(world)
    holder = world.client("holder")

    form = holder.get(address(world.log, "tiltak/"))

    assert shown(form, "Solveig Bakke", "Anne Fjell")
    assert not shown(form, "Liv Tveit") and not shown(form, "Hege Øyen")
    elsewhere = str(world.people["other_holder"].pk)
    assert send(holder, address(world.log, "tiltak/"), **wanted(world, responsible=elsewhere)).status_code == 422


def test_an_employee_plans_what_she_is_responsible_for_herself(world: WebWorld) -> None:
    a_concern(world)
    employee = world.client("employee")

    own = wanted(world, responsible=str(world.people["employee"].pk))

    assert not shown(employee.get(address(world.log, "tiltak/")), "Solveig Bakke")
    assert send(employee, address(world.log, "tiltak/"), **own).status_code == 302


def test_r14_two_who_change_a_measure_at_once_see_both_texts(world: WebWorld) -> None:
    measure, holder = plan(world), world.client("holder")
    at = address(world.log, f"tiltak/{measure.pk}/")
    mine = filled_in(holder.get(at)) | {"how": "My way."}
    theirs = {name: getattr(measure, name) for name in ("title", "goal", "evaluate_by", "version")}
    measures.change(
        world.as_("deputy"), measure, how="Another way entirely.", responsible=measure.responsible_id, **theirs
    )

    conflict = holder.post(at, mine)

    assert conflict.status_code == 409
    assert shown(conflict, "Another way entirely.") and filled_in(conflict)["how"] == "My way."
    assert holder.post(at, filled_in(conflict) | {"keep-how": "mine"}).status_code == 302


def test_r4_the_weeks_of_a_measure_that_goes_on_count_from_the_evaluation(world: WebWorld) -> None:
    with clock.fixed(clock.now() - 70 * DAY):
        measure = plan(world)
    with clock.fixed(clock.now() - 20 * DAY):
        until = clock.today() + 42 * DAY
        evaluate(world, measure, decision="continue", next_evaluate_by=until)

    page = world.client("guardian").get(address(world.log))

    assert shown(page, "Week 3 of 8.") and not shown(page, "Should have been evaluated")


def test_nobody_changes_somebody_elses_measure_without_being_its_holder_deputy_or_leader(world: WebWorld) -> None:
    measure = plan(world)

    for name, status in (("employee", 403), ("guardian", 403), ("stranger", 404)):
        assert world.client(name).get(address(world.log, f"tiltak/{measure.pk}/")).status_code == status
