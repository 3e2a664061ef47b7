"""Who has read a log, as those who may see it see it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafettlogg.core import clock
from stafettlogg.core.caller import Hat
from stafettlogg.identity import bootstrap, numbers, staff
from stafettlogg.relay import notes, people
from stafettlogg.relay import trail as log_trail
from stafettlogg.web import trail
from tests.roles import as_worker
from tests.web.conftest import WebWorld
from tests.web.forms import filled_in
from tests.world import NOW


def at(world: WebWorld, rest: str = "sporing/") -> str:
    """Where it is."""
    return f"/4699/logg/{world.log.pk}/{rest}"


READ = "Solveig Bakke</strong> (employee, Fjordvik school · has the baton) read the log"
FAMILY = ("guardian", "second_guardian", "child")
NAMES = {"guardian": "Anne Fjell", "second_guardian": "Bjørn Fjell", "child": "Nora Fjell"}


def reading(world: WebWorld, name: str, *, at_hour: int = 10) -> None:
    """Somebody reads the log in every way that leaves a read: the page, its history, the print, a list, and who has read."""
    with clock.fixed(NOW.replace(hour=at_hour, minute=17)):
        for rest in ("", "hendt/", "utskrift/", "folk/", "sporing/", "tidlegare/"):
            assert world.client(name).get(at(world, rest)).status_code == 200
        world.client(name).get("/4699/")
        world.client(name).get(at(world, "avslutt/"))


@pytest.mark.parametrize("name", ["holder", "deputy", "leader", "guardian", "child"])
def test_those_of_the_log_see_who_of_those_who_work_has_read_it_as_what_where_and_why(
    world: WebWorld, name: str
) -> None:
    world.client("holder").get(at(world, ""))
    shown = world.client(name).get(at(world)).text

    assert READ in shown
    assert "<strong>Ragnhild Nes</strong> (leader, Fjordvik school) opened the log" in shown
    assert "(leader, Fjordvik school) offered the baton to somebody" in shown


@pytest.mark.parametrize("other", FAMILY)
@pytest.mark.parametrize("name", FAMILY)
@pytest.mark.parametrize("rest", ["sporing/", "", "hendt/", "utskrift/", "folk/"])
def test_nobody_in_the_family_learns_what_another_there_has_read(
    world: WebWorld, rest: str, name: str, other: str
) -> None:
    """The page is the same, to the letter, whether the other has read or not."""
    if name == other:
        return
    world.client("holder").get(at(world, ""))
    browser = world.client(name)
    before = browser.get(at(world, rest))
    reading(world, other, at_hour=8)
    before = browser.get(at(world, rest))
    reading(world, other, at_hour=9)
    after = browser.get(at(world, rest))

    assert once(after.text) == once(before.text)
    if rest in ("", "sporing/"):
        assert "Solveig Bakke" in after.text, "there is something to see"


def once(page: str) -> list[str]:
    """The words of a page, without what is new each time it is asked for; those of the same moment in any order."""
    words = re.sub(r'(nonce|value)="[^"]*"|, [0-9]+ times', "", page)
    return sorted(re.split(r"[<>]", words))


@pytest.mark.parametrize("name", ["guardian", "child"])
def test_one_sees_what_one_has_read_oneself(world: WebWorld, name: str) -> None:
    world.client(name).get(at(world, ""))

    assert f"<strong>{NAMES[name]}</strong>" in world.client(name).get(at(world)).text
    assert NAMES[name] in world.client(name).get(at(world, "")).text.split('id="readers"')[1].split("</section>")[0]


@pytest.mark.parametrize("name", ["holder", "deputy", "leader"])
def test_staff_see_of_the_family_the_day_alone(world: WebWorld, name: str) -> None:
    for hour in (7, 8, 9):
        reading(world, "guardian", at_hour=hour)
        reading(world, "child", at_hour=hour)
    shown = world.client(name).get(at(world)).text
    lines = re.findall(r"<li>(.*?)</li>", shown)

    assert [line for line in lines if "Anne" in line and "has seen" in line] == [
        "<strong>Anne Fjell</strong> (guardian) has seen the log"
    ]
    assert [line for line in lines if "(the child)" in line and "seen" in line] == [
        "<strong>Nora Fjell</strong> (the child) has seen the log"
    ]
    for time in ("07:17", "08:17", "09:17"):
        assert time not in shown
    panel = world.client(name).get(at(world, "")).text.split('id="readers"')[1].split("</section>")[0]
    assert "Anne Fjell, guardian <small>24. November</small>" in panel
    assert "09:17" not in panel


def test_no_page_of_the_trail_tells_staff_where_in_the_day_the_family_read(
    world: WebWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail, "A_PAGE", 2)
    for hour in (4, 5, 6, 7, 9, 11):
        with clock.fixed(NOW.replace(hour=hour)):
            world.client("holder").get(at(world, ""))
        if hour == 7:
            reading(world, "guardian", at_hour=8)
    browser, to, told = world.client("leader"), at(world), []
    while to:
        shown = browser.get(to).text
        today = shown.split('id="day-1"')[1].split("</ul>")[0]
        told.append("Anne Fjell</strong> (guardian) has seen" in today if "24. November" in today else None)
        older = shown.split('href="?for=')[1].split('"')[0] if 'href="?for=' in shown else ""
        to = f"{at(world)}?for={older}" if older else ""

    assert {one for one in told if one is not None} == {True}, "every part of the day tells the same"
    assert told.count(True) > 1


def test_a_try_of_another_in_the_family_is_not_told_whatever_hat_it_was_done_under(world: WebWorld) -> None:
    world.client("teacher_mother", Hat.STAFF).get(at(world, ""))
    world.client("colleague").get(at(world, ""))

    shown = world.client("guardian").get(at(world)).text
    assert "Ingunn Moe" not in shown
    assert "<strong>Eli Strand</strong> (employee, Fjordvik school) tried something, and was not let in" in shown


def test_where_an_address_is_protected_no_unit_and_no_title_stands_in_the_trail(world: WebWorld) -> None:
    assert protect(world).status_code == 302
    world.client("holder").get(at(world, ""))

    for name in ("guardian", "leader"):
        for rest in ("", "sporing/"):
            shown = world.client(name).get(at(world, rest)).text
            panel = shown if rest else shown.split('id="readers"')[1].split("</section>")[0]
            assert "Solveig Bakke" in panel
            assert "Fjordvik school" not in panel.split("<main")[-1]


def protect(world: WebWorld) -> HttpResponse:
    """The child's address becomes confidential."""
    browser, to = world.client("leader"), at(world, "folk/barnet/rett/")
    sent = filled_in(browser.get(to)) | {"protection": "confidential", "reason": "Told by the family."}
    return browser.post(to, sent)  # type: ignore[return-value]


def test_a_read_of_any_page_of_the_log_is_a_read(world: WebWorld) -> None:
    world.client("leader").get(at(world, "avslutt/"))

    assert "Ragnhild Nes" in world.client("guardian").get(at(world, "")).text.split('id="readers"')[1]


@given(
    acts=st.lists(
        st.tuples(st.sampled_from((*FAMILY, "holder")), st.sampled_from(("", "utskrift/", "sporing/"))), max_size=6
    )
)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_family_is_told_all_that_those_who_work_read_and_nothing_that_another_of_the_family_does(
    world: WebWorld, acts: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        for name, rest in acts:
            world.client(name).get(at(world, rest))
        with world.inside("guardian") as log:
            told = [event.person for event in log_trail.excerpt(log, None, 1000).events if event.outcome == "seen"]
        transaction.set_rollback(True)

    wanted = [world.people[name].pk for name, _ in acts if name in ("guardian", "holder")]
    assert told == wanted[::-1]


def test_many_reads_by_one_person_in_a_day_are_one_line(world: WebWorld) -> None:
    for minute in range(4):
        with clock.fixed(NOW + timedelta(minutes=minute)):
            world.client("holder").get(at(world, ""))
    shown = world.client("guardian").get(at(world)).text

    assert f"{READ}, 4 times" in shown
    assert shown.count("<strong>Solveig Bakke</strong>") == 1


def test_the_officer_sees_what_was_done_but_neither_child_nor_family(world: WebWorld) -> None:
    world.client("guardian").get(at(world, ""))
    shown = world.client("officer").get(at(world)).text

    assert "<strong>One of the family</strong> (guardian) read the log" in shown
    assert "<strong>Ragnhild Nes</strong> (leader) opened the log" in shown, "the officer is told no unit"
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

    assert "<strong>Jonas Lie</strong> (employee, Fjordvik school) tried something, and was not let in" in shown


def test_a_list_that_showed_the_log_is_told_as_a_list(world: WebWorld) -> None:
    world.client("leader").get("/4699/")

    assert (
        "<strong>Ragnhild Nes</strong> (leader, Fjordvik school) saw the log in a list"
        in world.client("guardian").get(at(world)).text
    )


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


@pytest.mark.parametrize("is_gone", [False, True])
def test_r28_the_trail_tells_the_name_that_was_typed_also_of_those_who_are_gone(world: WebWorld, is_gone: bool) -> None:
    number = numbers.synthetic(date(1991, 1, 1), 3)
    with as_worker():
        bootstrap.add_person(world.fjordvik, "Kari Løyndom Lunde", number)
    invited = people.invite_guardian(world.as_("leader"), world.log, name="Kari Lunde", number=number, basis="parental")
    world.people = {**world.people, "kari": invited.person}
    world.client("kari", Hat.FAMILY).get(at(world, ""))
    if is_gone:
        people.correct_guardian(
            world.as_("leader"), invited, name="Kari Lunde", basis="parental", is_end=True, reason="Feil person."
        )

    told = "".join(
        world.client("leader").get(at(world, rest)).text for rest in (["sporing/"] if is_gone else ["", "sporing/"])
    )

    assert "Kari Lunde</strong>" in told
    assert "Løyndom" not in told


def test_r28_an_employee_is_called_as_typed_wherever_the_log_names_her(world: WebWorld) -> None:
    """Who is deputy, who has written, and who changed what: the registered middle name is nobody's business."""
    number = numbers.synthetic(date(1991, 1, 1), 3)
    with as_worker():
        bootstrap.add_person(world.fjordvik, "Kari Løyndom Lunde", number)
    post = staff.appoint(world.as_("leader"), world.unit, name="Kari Lunde", number=number, from_date=clock.today())
    deputy = next(row for row in world.memberships(world.log, world.as_("leader")) if row.kind == "deputy")
    people.dismiss_deputy(world.as_("leader"), deputy)
    people.appoint_deputy(world.as_("leader"), world.log, person=post.person)
    world.people = {**world.people, "kari": post.person}
    note = notes.add(world.as_("kari", Hat.STAFF), world.log, text="Seen.", seen_on=clock.today())
    notes.change(world.as_("kari", Hat.STAFF), note, text="Seen again.", version=1)

    told = "".join(
        world.client("leader").get(at(world, rest)).text
        for rest in ("", "folk/", "tidlegare/", "sporing/", "utskrift/")
    )

    assert told.count("Kari Lunde") > 4
    assert "Løyndom" not in told
