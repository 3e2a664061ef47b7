"""The page of a log: what each one meets, what it costs, and who does not get there."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafettlogg.core import clock
from stafettlogg.core.caller import Hat
from stafettlogg.relay import closing, glimpses, voices
from tests.relay.rows import DAY, a_concern, plan
from tests.web.conftest import WebWorld
from tests.web.forms import address, shown

pytestmark = pytest.mark.django_db

MOST = 19
# inside the test's own transaction the belt's settings are taken back; a request of its own ends with its commit
TAKEN_BACK = "set_config('app.municipality', '', true)"


def statements(world: WebWorld, name: str) -> int:
    """How many statements the page takes, begin and commit among them."""
    client = world.client(name)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address(world.log)).status_code == 200
    return len([one for one in captured if TAKEN_BACK not in one["sql"]])


@pytest.mark.parametrize("name", ["holder", "deputy", "leader", "employee", "receiver", "guardian", "child"])
def test_whoever_belongs_to_the_log_reads_the_childs_name_and_who_has_the_baton(world: WebWorld, name: str) -> None:
    page = world.client(name).get(address(world.log))

    assert page.status_code == 200
    assert shown(page, "Nora", "The baton is with", "Solveig Bakke", "Who can read the log")


@pytest.mark.parametrize("name", ["stranger", "other_leader", "far_leader", "officer", "administrator", "colleague"])
def test_for_a_stranger_the_log_is_not_there(world: WebWorld, name: str) -> None:
    page = world.client(name).get(address(world.log, number="4698" if name == "far_leader" else "4699"))

    assert page.status_code == 404
    assert not shown(page, "Nora")


def test_the_page_costs_the_same_with_one_measure_and_with_thirty(world: WebWorld) -> None:
    concern = a_concern(world)
    plan(world, concern=concern.pk)
    with_one = statements(world, "holder")

    for _ in range(29):
        plan(world, concern=concern.pk)

    assert statements(world, "holder") == with_one <= MOST


def test_the_childs_newest_words_stand_at_the_top(world: WebWorld) -> None:
    voices.record(world.as_("holder"), world.log, text="I sat alone.", seen_on=clock.today())
    with clock.fixed(clock.now() + DAY / 24):
        voices.record(world.as_("holder"), world.log, text="I want to join in.", seen_on=clock.today())

    page = world.client("guardian").get(address(world.log))

    assert shown(page, "<footer>Nora, Nov. 24, 2026</footer>")
    html = page.content.decode()
    assert html.index("I want to join in.") < html.index("The baton is with")


def test_r3_the_page_says_what_is_missing_and_asks_the_holder_to_plan_it(world: WebWorld) -> None:
    concern = a_concern(world)
    plan(world, concern=concern.pk)

    page = world.client("holder").get(address(world.log))

    assert shown(page, "A measure at home is missing", "Plan a measure at home", "?stad=home")


def test_the_one_who_is_offered_the_baton_is_asked_for_an_answer(world: WebWorld) -> None:
    page = world.client("receiver").get(address(world.log))

    assert shown(page, "You are asked to carry the baton.", address(world.log, f"stafett/{world.transfer.pk}/"))


def test_r1_a_log_that_has_not_begun_shows_who_is_asked_and_nothing_to_fill_in(world: WebWorld) -> None:
    page = world.client("colleague").get(address(world.quiet_log))

    assert shown(page, "not begun yet", "Siri Aas", "waits for an answer", "Write down the answer")
    assert not shown(page, "Write a concern") and not shown(page, "Share a glimpse")


def test_r1_a_guardian_is_asked_for_the_consent(world: WebWorld) -> None:
    page = world.client("other_guardian", Hat.FAMILY).get(address(world.quiet_log))

    assert shown(page, "We ask for your consent. You decide.")


def test_r14_a_closed_log_says_so_and_offers_nothing_to_write(world: WebWorld) -> None:
    closing.close(world.as_("leader"), world.log, reason="goal_reached", note="Thank you, Nora.")

    page = world.client("holder").get(address(world.log))

    assert shown(page, "This log is closed", "Thank you, Nora.")
    assert not any(
        shown(page, button) for button in ("Plan a measure", "Share a glimpse", "Write a note", "Add a step")
    )


def test_r23_the_family_reads_the_history_in_words_of_its_own(world: WebWorld) -> None:
    glimpses.add(world.as_("holder"), world.log, text="She laughed.", arena="unit", seen_on=clock.today())

    assert shown(world.client("guardian").get(address(world.log)), "Solveig Bakke shared something good.")
    assert shown(world.client("holder").get(address(world.log)), "Solveig Bakke shared a glimpse.")


def test_what_people_write_is_shown_as_text(world: WebWorld) -> None:
    voices.record(world.as_("holder"), world.log, text="<script>alert(1)</script>", seen_on=clock.today())

    page = world.client("guardian").get(address(world.log))

    assert not shown(page, "<script>alert")
    assert shown(page, "&lt;script&gt;alert(1)")
