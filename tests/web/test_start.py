"""The first page, for each hat."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafettlogg.core import clock
from stafettlogg.core.caller import Hat
from stafettlogg.core.scope import everywhere
from stafettlogg.identity import bootstrap, staff
from stafettlogg.identity.models import Municipality
from stafettlogg.relay import people, transfers, wonders
from stafettlogg.relay.opening import open_log
from tests.relay.rows import a_concern
from tests.roles import as_worker
from tests.web.conftest import WebWorld
from tests.world import NOW, guardian_entry


def first_thing(text: str) -> str:
    """The one thing to do now."""
    return text.split('id="now"')[1].split("</section>")[0] if 'id="now"' in text else ""


def test_the_offered_baton_is_the_first_thing_for_who_is_asked(world: WebWorld) -> None:
    shown = world.client("receiver").get("/4699/").text

    assert "You are asked to carry the baton for Nora." in first_thing(shown)
    assert f"/4699/logg/{world.log.pk}/" in first_thing(shown)


def test_r5_a_wonder_to_decide_comes_before_everything_else_for_a_leader(world: WebWorld) -> None:
    mine = world.as_("colleague")
    with clock.fixed(NOW - timedelta(days=16)):
        wonders.share(mine, wonders.write(mine, world.unit, about="Ola", text="Quiet."))
    shown = world.client("leader").get("/4699/").text

    assert "Eli Strand has waited for your decision since 22. November." in first_thing(shown)


def test_r2_a_log_whose_holder_is_gone_is_the_leaders_first_task(world: WebWorld) -> None:
    with as_worker():
        gone = bootstrap.add_post(world.people["stranger"], "employee", unit=world.unit)
    transfers.withdraw(world.as_("leader"), world.transfer)
    offered = transfers.offer(world.as_("leader"), world.log, to=world.people["stranger"])
    transfers.accept(world.as_("stranger", Hat.STAFF), offered)
    with clock.fixed(NOW + timedelta(days=1)):
        staff.dismiss(world.as_("administrator"), gone)
        shown = world.client("leader").get("/4699/").text

    assert "Kari Ukjend no longer works here, and still has the baton for Nora." in first_thing(shown)
    assert "Nobody here has the baton" in shown


def test_a_draft_stands_last_and_nowhere_but_with_its_writer(world: WebWorld) -> None:
    wonders.write(world.as_("employee"), world.unit, about="Ola", text="Quiet.")

    assert "You have a draft about Ola." in world.client("employee").get("/4699/").text
    assert "Ola" not in world.client("leader").get("/4699/").text


def test_a_leader_sees_the_units_logs_and_ways_to_open_one(world: WebWorld) -> None:
    shown = world.client("leader").get("/4699/").text

    assert "Nora Fjell" in shown
    assert "Emil Aas" in shown
    assert f"/4699/eining/{world.unit.pk}/logg/" in shown
    assert "Live Aas" not in shown


def test_an_employee_sees_ones_own_logs_alone(world: WebWorld) -> None:
    shown = world.client("employee").get("/4699/").text

    assert "Nora Fjell" in shown
    assert "Emil Aas" not in shown
    assert f"/4699/eining/{world.unit.pk}/logg/" not in shown


def test_who_has_nothing_waiting_is_told_so(world: WebWorld) -> None:
    assert "Nothing waits for you just now." in world.client("ppt_leader").get("/4699/").text


def test_a_family_with_one_child_comes_straight_to_its_log(world: WebWorld) -> None:
    arrived = world.client("guardian").get("/4699/")

    assert arrived["Location"] == f"/4699/logg/{world.log.pk}/"


def test_a_family_with_more_children_chooses_and_one_with_none_is_told_kindly(world: WebWorld) -> None:
    both = world.client("other_guardian", Hat.FAMILY).get("/4699/").text
    none = world.client("stranger", Hat.FAMILY).get("/4699/").text

    assert "Emil Aas" in both
    assert "Live Aas" in both
    assert "There is no log here now" in none


def test_r13_a_list_says_no_place_for_a_child_with_a_protected_address(world: WebWorld) -> None:
    people.correct_child(
        world.as_("leader"), world.log, name="Nora Fjell", protection="strict", reason="The address became secret."
    )
    shown = world.client("holder").get("/4699/").text

    assert "Protected address" in shown
    assert "Fjordvik school" not in shown


def test_r2_units_without_a_leader_stand_first_for_the_administrator(world: WebWorld) -> None:
    with as_worker():
        bootstrap.add_unit(world.fjordvik, "Ytre school", "school")
    shown = world.client("administrator").get("/4699/").text

    assert "One unit has no leader." in shown
    assert shown.index("Ytre school") < shown.index("Fjordvik kindergarten")
    assert "Nora" not in shown


def test_the_officer_sees_every_log_and_no_child(world: WebWorld) -> None:
    shown = world.client("officer").get("/4699/").text

    for log in (world.log, world.quiet_log, world.other_log):
        assert f"/4699/logg/{log.pk}/sporing/" in shown
    for word in ("Nora", "Emil", "Live", str(world.far_log.pk)):
        assert word not in shown


@pytest.mark.parametrize("number", ["4698", "9999"])
def test_another_municipality_than_ones_own_is_not_there(world: WebWorld, number: str) -> None:
    assert world.client("leader").get(f"/{number}/").status_code == 404


def test_the_number_of_statements_does_not_follow_the_number_of_logs(world: WebWorld) -> None:
    browser = world.client("leader")
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get("/4699/")
    for turn in range(5):
        open_log(
            world.as_("leader"),
            world.unit,
            child_name=f"Child {turn}",
            child_born=clock.today() - timedelta(days=3000 + turn),
            holder=world.people["holder"].pk,
            guardians=[guardian_entry(world, "other_guardian")],
        )
    with CaptureQueriesContext(connection) as many:
        browser.get("/4699/")

    assert len(many) == len(few)


def test_a_leader_sees_first_the_logs_that_need_somebody(world: WebWorld) -> None:
    a_concern(world)  # without a measure anywhere

    html = world.client("leader").get("/4699/").text
    table = html[html.index("<table") : html.index("</table>")]

    assert table.index("Need a look now") < table.index("Nora") < table.index("Wait for consent") < table.index("Emil")


def test_each_municipality_has_its_own_colours(world: WebWorld) -> None:
    with as_worker(), everywhere("a municipality chooses its colours"):
        Municipality.objects.get_queryset().filter(pk=world.havvik.pk).update(theme="havvik")

    here, there = world.client("leader").get("/4699/").text, world.client("far_leader").get("/4698/").text

    assert "theme-stafettlogg" in here and "theme-havvik" not in here
    assert "theme-havvik" in there and "theme-stafettlogg" not in there
