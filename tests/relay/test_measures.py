"""Measures: planned within their window, evaluated with the child heard, and then a way on."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.operation import Denied, Refused, Stale
from stafettlogg.identity.models import Municipality, Person
from stafettlogg.relay import concerns, evaluation_words, measures, wordings
from stafettlogg.relay.models import Evaluation, Measure
from tests.relay.rows import DAY, a_concern, evaluate, plan
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def measures_of(world: World) -> list[Measure]:
    with world.inside("holder") as log:
        return measures.measures(log)


@pytest.mark.parametrize("days", [28, 42, 56])
def test_r4_evaluate_by_lies_four_to_eight_weeks_after_the_start(world: World, days: int) -> None:
    measure = plan(world, evaluate_by=clock.today() + days * DAY)

    assert measure.evaluate_by - measure.start == timedelta(days=days)


@pytest.mark.parametrize("days", [0, 27, 57])
def test_r4_a_day_outside_the_window_is_refused_on_its_field(world: World, days: int) -> None:
    with pytest.raises(Refused) as refused:
        plan(world, evaluate_by=clock.today() + days * DAY)

    assert refused.value.field == "evaluate_by"


def test_r4_the_municipality_may_choose_a_narrower_window() -> None:
    narrow = measures.window(Municipality(evaluate_from_days=35, evaluate_until_days=42), date(2026, 9, 1))

    assert (narrow.first, narrow.last) == (date(2026, 10, 6), date(2026, 10, 13))


def test_r4_start_lies_at_most_fourteen_days_back(world: World) -> None:
    assert plan(world, start=clock.today() - 14 * DAY).start == clock.today() - 14 * DAY
    with pytest.raises(Refused) as refused:
        plan(world, start=clock.today() - 15 * DAY)

    assert refused.value.field == "start"


def test_r4_evaluating_before_week_four_takes_a_reason(world: World) -> None:
    measure = plan(world)

    with clock.fixed(NOW + 27 * DAY):
        with pytest.raises(Refused) as refused:
            evaluate(world, measure)
        early = evaluate(world, measure, early_reason="She changes class on Monday.")

    assert refused.value.field == "early_reason"
    assert early.early_reason == "She changes class on Monday."


def test_r4_from_week_four_no_reason_is_kept(world: World) -> None:
    measure = plan(world)

    with clock.fixed(NOW + 28 * DAY):
        evaluation = evaluate(world, measure, early_reason="not needed")

    assert evaluation.early_reason is None


def test_r4_a_measure_that_has_not_started_is_not_evaluated(world: World) -> None:
    measure = plan(world, start=clock.today() + DAY)

    with pytest.raises(Refused):
        evaluate(world, measure, early_reason="in a hurry")


def test_r11_no_evaluation_without_the_childs_view_or_why_it_was_not_asked(world: World) -> None:
    measure = plan(world)

    with clock.fixed(NOW + 30 * DAY):
        with pytest.raises(Refused) as refused:
            evaluate(world, measure, child_view=" ")
        evaluation = evaluate(world, measure, child_view="", child_not_asked="She was ill all week.")

    assert refused.value.field == "child_view"
    assert (evaluation.child_view, evaluation.child_not_asked) == (None, "She was ill all week.")


def test_r11_a_correction_cannot_take_the_childs_view_away(world: World) -> None:
    measure = plan(world)
    with clock.fixed(NOW + 30 * DAY):
        evaluation = evaluate(world, measure)

        with pytest.raises(Refused) as refused:
            measures.change_evaluation(world.as_("holder"), evaluation, version=1)
        changed = measures.change_evaluation(
            world.as_("holder"), evaluation, child_view="It is great fun to play.", version=1
        )

    assert refused.value.field == "child_view"
    with world.inside("holder") as log:
        assert [kept.text for kept in wordings.earlier(log, changed.pk)] == ["It is fun to play."]


def test_ending_says_why_and_ends_the_measure(world: World) -> None:
    measure = plan(world)

    with clock.fixed(NOW + 30 * DAY):
        with pytest.raises(Refused) as refused:
            evaluate(world, measure, reason="")
        evaluate(world, measure)
        with pytest.raises(Refused):
            evaluate(world, measures_of(world)[0])

    assert refused.value.field == "reason"
    assert [kept.is_running for kept in measures_of(world)] == [False]


@pytest.mark.parametrize("decision", ["continue", "more_help"])
def test_a_measure_that_goes_on_gets_a_new_day_in_the_window(world: World, decision: str) -> None:
    measure = plan(world)

    with clock.fixed(NOW + 30 * DAY):
        with pytest.raises(Refused) as refused:
            evaluate(world, measure, decision=decision)
        evaluate(world, measure, decision=decision, next_evaluate_by=clock.today() + 28 * DAY)

    assert refused.value.field == "next_evaluate_by"
    (going_on,) = measures_of(world)
    assert going_on.is_running
    assert going_on.evaluate_by == (NOW + 58 * DAY).date()


def test_r4_after_an_evaluation_the_four_weeks_count_anew(world: World) -> None:
    measure = plan(world)
    with clock.fixed(NOW + 30 * DAY):
        evaluate(world, measure, decision="continue", next_evaluate_by=clock.today() + 28 * DAY)

    with clock.fixed(NOW + 40 * DAY), pytest.raises(Refused) as refused:
        evaluate(world, measures_of(world)[0])

    assert refused.value.field == "early_reason"


def test_an_adjusted_measure_links_to_the_old_one(world: World) -> None:
    measure = plan(world)

    with clock.fixed(NOW + 30 * DAY):
        day = clock.today() + 35 * DAY
        with pytest.raises(Refused) as refused:
            evaluate(world, measure, decision="adjust", next_evaluate_by=day)
        evaluate(world, measure, decision="adjust", next_evaluate_by=day, new_how="Two adults start a game")

    assert refused.value.field == "new_how"
    with world.inside("holder") as log:
        new, old = measures.measures(log)
        assert (new.instead_of_id, new.how, new.title) == (old.pk, "Two adults start a game", old.title)
    assert (new.is_running, old.is_running) == (True, False)
    assert (new.arena, new.concern_id, new.evaluate_by) == (old.arena, old.concern_id, day)


def test_r14_an_evaluation_from_an_old_page_overwrites_nothing(world: World) -> None:
    measure = plan(world)
    change(world, measure, title="Two friends in the breaks")

    with clock.fixed(NOW + 30 * DAY), acting(world.as_("holder")):
        with pytest.raises(Stale) as stale:
            evaluate(world, measure, version=1)

        assert isinstance(stale.value.row, Measure)
        assert stale.value.row.title == "Two friends in the breaks"


def change(world: World, measure: Measure, name: str = "holder", **changed: object) -> Measure:
    wanted = {
        "title": measure.title,
        "goal": measure.goal,
        "how": measure.how,
        "responsible": measure.responsible_id,
        "evaluate_by": measure.evaluate_by,
        "version": measure.version,
    } | changed
    return measures.change(world.as_(name), measure, **wanted)  # type: ignore[arg-type]


def test_r14_every_changed_field_keeps_what_stood_there(world: World) -> None:
    measure = plan(world)
    day = measure.evaluate_by

    changed = change(
        world, measure, title="Two friends", responsible=world.people["leader"].pk, evaluate_by=day + 7 * DAY
    )

    with world.inside("holder") as log:
        kept = {row.field: row.text for row in wordings.earlier(log, changed.pk)}
    assert kept == {
        "title": "A friend in the breaks",
        "responsible": str(world.people["holder"].pk),
        "evaluate_by": day.isoformat(),
    }
    assert changed.version == 2


def test_r4_changing_the_day_keeps_to_the_window(world: World) -> None:
    measure = plan(world)

    with pytest.raises(Refused) as refused:
        change(world, measure, evaluate_by=measure.start + 57 * DAY)

    assert refused.value.field == "evaluate_by"


def test_r21_an_answer_is_read_with_the_words_that_asked(world: World) -> None:
    measure = plan(world)
    with clock.fixed(NOW + 30 * DAY):
        evaluation = evaluate(world, measure)
    words = evaluation_words.asked(evaluation)

    assert words == evaluation_words.now()
    assert words.outcome(evaluation) == str(Evaluation.Outcome.GOOD_EFFECT.label)


@pytest.mark.parametrize(
    ("who", "arena", "is_fine"),
    [
        ("holder", "unit", True),
        ("colleague", "unit", True),
        ("leader", "home", True),
        ("guardian", "home", True),
        ("guardian", "unit", False),
        ("other_holder", "unit", False),
        ("stranger", "home", False),
    ],
)
def test_somebody_of_the_unit_is_responsible_or_at_home_a_guardian(
    world: World, who: str, arena: str, is_fine: bool
) -> None:
    if is_fine:
        assert plan(world, arena=arena, responsible=world.people[who].pk).responsible_id == world.people[who].pk
        return
    with pytest.raises(Refused) as refused:
        plan(world, arena=arena, responsible=world.people[who].pk)
    assert refused.value.field == "responsible"


def test_r24_a_guardian_who_works_in_the_unit_is_a_guardian_here(world: World) -> None:
    mother = world.people["teacher_mother"].pk

    assert plan(world, arena="home", responsible=mother).responsible_id == mother
    with pytest.raises(Refused) as refused:
        plan(world, arena="unit", responsible=mother)

    assert refused.value.field == "responsible"


def test_choices_name_nobody_outside_the_unit_and_the_family(world: World) -> None:
    with world.inside("holder") as log:
        in_unit = names(measures.could_be_responsible(log, "unit"))
        at_home = names(measures.could_be_responsible(log, "home"))

    school = {"leader", "substitute", "holder", "deputy", "employee", "colleague", "receiver"}
    assert in_unit == {world.people[name].pk for name in school}
    assert at_home == in_unit | {world.people[name].pk for name in ("guardian", "second_guardian", "teacher_mother")}


def names(persons: list[Person]) -> set[UUID]:
    return {person.pk for person in persons}


def test_an_employee_let_in_plans_and_changes_her_own_alone(world: World) -> None:
    concern = a_concern(world).pk
    own = plan(world, "employee", concern=concern)
    others = plan(world, "holder", concern=concern)

    with pytest.raises(Refused) as refused:
        plan(world, "employee", concern=concern, responsible=world.people["holder"].pk)
    with pytest.raises(Denied):
        change(world, others, "employee", title="Mine now")

    assert refused.value.field == "responsible"
    assert change(world, own, "employee", title="A friend").version == 2
    with world.inside("employee") as log:
        assert names(measures.could_be_responsible(log, "unit")) == {world.people["employee"].pk}


def test_an_employee_let_in_evaluates_her_own_alone(world: World) -> None:
    own, others = plan(world, "employee"), plan(world, "holder")

    with clock.fixed(NOW + 30 * DAY):
        assert evaluate(world, own, "employee").measure_id == own.pk
        with pytest.raises(Denied):
            evaluate(world, others, "employee")


def test_a_measure_belongs_to_an_active_concern_of_its_own_log(world: World) -> None:
    resolved = a_concern(world)
    concerns.resolve(world.as_("holder"), resolved, note="Gone", version=1)
    elsewhere = concerns.add(world.as_("other_holder"), world.other_log, area="play", text="Something else")

    for concern in (resolved.pk, elsewhere.pk, uuid4()):
        with pytest.raises(Refused) as refused:
            plan(world, concern=concern)
        assert refused.value.field == "concern"


@pytest.mark.parametrize("name", ["guardian", "child", "stranger", "other_leader"])
def test_family_and_strangers_do_not_plan(world: World, name: str) -> None:
    concern = a_concern(world).pk

    with pytest.raises(Denied):
        plan(world, name, concern=concern)
