"""Who has read a log, as those who may see it see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafettlogg.core import clock
from stafettlogg.web import trail
from tests.web.conftest import WebWorld
from tests.world import NOW


def at(world: WebWorld, rest: str = "sporing/") -> str:
    """Where it is."""
    return f"/4699/logg/{world.log.pk}/{rest}"


@pytest.mark.parametrize("name", ["holder", "deputy", "leader", "guardian", "child"])
def test_those_of_the_log_see_who_has_read_it_by_name_and_capacity(world: WebWorld, name: str) -> None:
    world.client("second_guardian").get(at(world, ""))
    shown = world.client(name).get(at(world)).text

    assert "<strong>Bjørn Fjell</strong> (guardian) read the log" in shown
    assert "<strong>Ragnhild Nes</strong> (leader) opened the log" in shown
    assert "<strong>Ragnhild Nes</strong> (leader) offered the baton to somebody" in shown


def test_many_reads_by_one_person_in_a_day_are_one_line(world: WebWorld) -> None:
    for minute in range(4):
        with clock.fixed(NOW + timedelta(minutes=minute)):
            world.client("holder").get(at(world, ""))
    shown = world.client("guardian").get(at(world)).text

    assert "<strong>Solveig Bakke</strong> (has the baton) read the log, 4 times" in shown
    assert shown.count("<strong>Solveig Bakke</strong>") == 1


def test_the_officer_sees_what_was_done_but_neither_child_nor_family(world: WebWorld) -> None:
    world.client("guardian").get(at(world, ""))
    shown = world.client("officer").get(at(world)).text

    assert "<strong>One of the family</strong> (guardian) read the log" in shown
    assert "<strong>Ragnhild Nes</strong> (leader) opened the log" in shown
    for word in ("Nora", "Fjell", "Anne", "Bjørn"):
        assert word not in shown
    assert world.client("officer").get(at(world, "")).status_code == 404


def test_looking_at_the_trail_leaves_a_trace_itself(world: WebWorld) -> None:
    world.client("officer").get(at(world))

    assert (
        "<strong>Nils Holm</strong> (data-protection officer) looked at who has read"
        in world.client("guardian").get(at(world)).text
    )


def test_a_try_that_was_refused_stands_there(world: WebWorld) -> None:
    world.client("employee").get(at(world, "folk/tilsett/"))
    shown = world.client("guardian").get(at(world)).text

    assert "<strong>Jonas Lie</strong> tried something, and was not let in" in shown


def test_a_list_that_showed_the_log_is_told_as_a_list(world: WebWorld) -> None:
    world.client("leader").get("/4699/")

    assert "<strong>Ragnhild Nes</strong> saw the log in a list" in world.client("guardian").get(at(world)).text


def test_older_events_stand_on_the_next_page_and_none_is_lost(world: WebWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "A_PAGE", 3)
    browser, address, lines, pages = world.client("officer"), at(world), 0, 0
    while address:
        shown = browser.get(address).text
        lines, pages = lines + shown.count("<time "), pages + 1
        older = shown.split('href="?for=')[1].split('"')[0] if 'href="?for=' in shown else ""
        address = f"{at(world)}?for={older}" if older else ""

    assert pages > 2
    assert lines >= 8


def test_a_page_number_that_is_no_number_is_the_first_page(world: WebWorld) -> None:
    assert world.client("holder").get(at(world, "sporing/?for=abc")).status_code == 200


@pytest.mark.parametrize(
    ("name", "code"), [("employee", 403), ("receiver", 403), ("colleague", 404), ("administrator", 404)]
)
def test_the_trail_is_not_for_others(world: WebWorld, name: str, code: int) -> None:
    assert world.client(name).get(at(world)).status_code == code


def test_the_number_of_statements_does_not_follow_the_number_of_events(world: WebWorld) -> None:
    browser = world.client("guardian")
    with CaptureQueriesContext(connection) as few:
        browser.get(at(world))
    for _ in range(5):
        world.client("holder").get(at(world, ""))
    with CaptureQueriesContext(connection) as many:
        browser.get(at(world))

    assert len(many) == len(few)
