"""Is the log in order? The log's page and the lists say the same, in a few statements however many logs there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Hat
from stafettlogg.core.scope import enter
from stafettlogg.identity import staff
from stafettlogg.identity.models import Post, Unit
from stafettlogg.relay import closing, concerns, measures, opening, standing
from stafettlogg.relay.models import Measure
from stafettlogg.relay.standing import LogLine, Order
from tests.relay.rows import DAY, a_concern, evaluate, plan
from tests.world import NOW, World, guardian_entry

pytestmark = pytest.mark.django_db


def on_the_page(world: World, name: str = "holder") -> Order:
    with world.inside(name) as log:
        return standing.order(log, concerns.concerns(log), measures.measures(log))


def my_lines(world: World, name: str, hat: Hat | None = None) -> list[LogLine]:
    by = world.as_(name, hat)
    with acting(by):
        return standing.my_logs(by)


def unit_lines(world: World, name: str) -> list[LogLine]:
    by = world.as_(name)
    with acting(by):
        unit = enter(by, Unit, world.unit.pk)
        assert unit is not None
        return standing.unit_logs(by, unit)


def dismiss(world: World, name: str) -> None:
    """The administrator ends this person's post in the school."""
    by = world.as_("administrator")
    with acting(by):
        unit = enter(by, Unit, world.unit.pk)
        assert unit is not None
        post = Post.objects.of(unit.permit).get(person=world.people[name])
    staff.dismiss(by, post)


def both(world: World) -> tuple[Order, Order]:
    """What the page says and what the list says."""
    (listed,) = (line.order for line in my_lines(world, "holder"))
    return on_the_page(world), listed


def test_r3_an_active_concern_lacks_a_measure_in_each_arena(world: World) -> None:
    concern = a_concern(world)

    page, listed = both(world)
    assert page == listed == Order(missing_unit=1, missing_home=1, due=0, late=0, is_holder_gone=False)
    assert (page.has_missing, page.is_in_order) == (True, False)
    with world.inside("holder") as log:
        lacks = standing.missing_arenas(concerns.concerns(log), measures.measures(log))
    assert [(lack.concern, lack.arena) for lack in lacks] == [
        (concern.pk, Measure.Arena.UNIT),
        (concern.pk, Measure.Arena.HOME),
    ]


def test_r3_one_measure_in_each_arena_is_in_order(world: World) -> None:
    concern = a_concern(world).pk
    plan(world, concern=concern)
    plan(world, concern=concern, arena="home", responsible=world.people["guardian"].pk)

    page, listed = both(world)
    assert page == listed
    assert page.is_in_order


def test_r3_another_concerns_measures_do_not_count(world: World) -> None:
    plan(world)
    a_concern(world)

    page, listed = both(world)
    assert page == listed
    assert (page.missing_unit, page.missing_home) == (1, 2)


def test_r3_an_ended_measure_no_longer_counts(world: World) -> None:
    measure = plan(world)
    with clock.fixed(NOW + 30 * DAY):
        evaluate(world, measure)

        page, listed = both(world)
    assert page == listed
    assert page.missing_unit == 1


def test_r3_an_exception_or_a_resolved_concern_lacks_nothing(world: World) -> None:
    concerns.except_(world.as_("holder"), a_concern(world), reason="Rest at home.", version=1)
    concerns.resolve(world.as_("holder"), a_concern(world), note="Gone.", version=1)

    page, listed = both(world)
    assert page == listed
    assert page.is_in_order


@pytest.mark.parametrize(("days", "due", "late"), [(34, 0, 0), (35, 1, 0), (42, 1, 0), (43, 0, 1)])
def test_r4_a_measure_is_due_the_last_week_and_late_after_it(world: World, days: int, due: int, late: int) -> None:
    plan(world)

    with clock.fixed(NOW + days * DAY):
        page, listed = both(world)
    assert page == listed
    assert (page.due, page.late) == (due, late)


def test_r9_a_holder_without_a_valid_post_is_gone_in_the_leaders_list(world: World) -> None:
    dismiss(world, "holder")

    line = next(line for line in unit_lines(world, "leader") if line.log.pk == world.log.pk)

    assert line.order.is_holder_gone
    assert on_the_page(world, "leader") == line.order


def test_a_closed_log_has_nothing_left_to_do(world: World) -> None:
    a_concern(world)
    closing.close(world.as_("leader"), world.log, reason="goal_reached", note="Done.")

    page, listed = both(world)
    assert page == listed == standing.NOTHING_LEFT


def test_each_sees_the_logs_she_belongs_to(world: World) -> None:
    seen = {
        name: {line.child_name for line in my_lines(world, name)}
        for name in ("holder", "employee", "receiver", "guardian", "other_holder", "stranger", "leader", "far_guardian")
    }

    assert seen == {
        "holder": {"Nora Fjell"},
        "employee": {"Nora Fjell"},
        "receiver": {"Nora Fjell"},
        "guardian": {"Nora Fjell"},
        "other_holder": {"Live Aas"},
        "stranger": set(),
        "leader": set(),
        "far_guardian": {"Sigrid Hav"},
    }


def test_r24_a_teacher_sees_her_own_childs_log_as_family_alone(world: World) -> None:
    assert my_lines(world, "teacher_mother", Hat.STAFF) == []
    assert [line.child_name for line in my_lines(world, "teacher_mother", Hat.FAMILY)] == ["Nora Fjell"]


def test_the_units_list_is_the_leaders(world: World) -> None:
    assert {line.child_name for line in unit_lines(world, "leader")} == {"Nora Fjell", "Emil Aas"}
    assert {line.holder_name for line in unit_lines(world, "substitute")} == {"Solveig Bakke", "Eli Strand"}


def test_r13_a_list_names_no_place_for_a_protected_child(world: World) -> None:
    opening.open_log(
        world.as_("leader"),
        world.unit,
        child_name="Ask Lund",
        child_born=NOW.date() - 3000 * DAY,
        protection="strict",
        holder=world.people["colleague"].pk,
        guardians=[guardian_entry(world, "stranger")],
    )

    places = {line.child_name: (line.is_protected, line.place) for line in my_lines(world, "colleague")}

    assert places == {"Ask Lund": (True, ""), "Emil Aas": (False, world.unit.name)}


def test_lists_take_as_few_statements_for_many_logs_as_for_one(world: World) -> None:
    def statements() -> int:
        by = world.as_("colleague")
        with acting(by), CaptureQueriesContext(connection) as asked:
            standing.my_logs(by)
        return len(asked)

    one = statements()
    for number in range(5):
        opening.open_log(
            world.as_("leader"),
            world.unit,
            child_name=f"Barn {number} Lund",
            child_born=NOW.date() - (3000 + number) * DAY,
            holder=world.people["colleague"].pk,
            guardians=[guardian_entry(world, "stranger")],
        )

    assert len(my_lines(world, "colleague")) == 6
    assert statements() == one <= 6
