"""The people of a log, let in, out and put right."""

from __future__ import annotations

from datetime import date

import pytest

from stafettlogg.core.caller import Hat
from stafettlogg.relay import people
from stafettlogg.relay.models import Membership
from tests.web.conftest import WebWorld
from tests.web.forms import send

LEADER_ALONE = ("folk/tilsett/", "folk/vikar/", "folk/barnet/rett/")


def at(world: WebWorld, rest: str = "folk/") -> str:
    """Where it is."""
    return f"/4699/logg/{world.log.pk}/{rest}"


def membership(world: WebWorld, name: str) -> Membership:
    """How somebody belongs to the log now."""
    member = world.people[name].pk
    return next(row for row in world.memberships(world.log, world.as_("leader")) if row.person_id == member)


@pytest.mark.parametrize("name", ["holder", "leader", "guardian", "child", "employee"])
def test_everybody_of_the_log_sees_who_can_read_it(world: WebWorld, name: str) -> None:
    shown = world.client(name).get(at(world)).text

    for person in (
        "Solveig Bakke",
        "Anne Fjell",
        "Bjørn Fjell",
        "Nora Fjell",
        "Jonas Lie",
        "Marit Haug",
        "Ragnhild Nes",
    ):
        assert person in shown
    assert ("Bring in a guardian" in shown) == (name in ("holder", "leader"))
    assert ("Let an employee in" in shown) == (name == "leader")


def test_a_guardian_is_brought_in_with_a_stated_basis(world: WebWorld) -> None:
    written = {"name": "Kari Ukjend", "number": world.numbers["stranger"], "basis": "without", "call_name": "aunt"}
    told = world.client("holder").post(at(world, "folk/foresett/"), written, follow=True).text

    assert "Kari Ukjend" in told
    assert "The guardian can read the log" in told
    assert world.client("stranger", Hat.FAMILY).get(f"/4699/logg/{world.log.pk}/").status_code == 200


def test_a_mistyped_number_is_told_on_its_field_and_nothing_typed_is_lost(world: WebWorld) -> None:
    written = {"name": "Kari Ukjend", "number": "12345678901", "basis": "without"}
    refused = world.client("holder").post(at(world, "folk/foresett/"), written)

    assert refused.status_code == 422
    assert "Look for a mistyped digit." in refused.text
    assert 'value="Kari Ukjend"' in refused.text


def test_r20_a_wrong_guardian_is_put_right_with_a_reason(world: WebWorld) -> None:
    wrong = membership(world, "second_guardian")
    address = at(world, f"folk/{wrong.pk}/rett/")
    browser = world.client("leader")
    written = {"name": "Bjørn Fjell", "basis": "parental", "is_end": "on"}
    unsaid = browser.post(address, written)
    told = browser.post(address, {**written, "reason": "It was another man of that name."}, follow=True)

    assert unsaid.status_code == 422
    assert "It is put right." in told.text
    assert "Bjørn Fjell" not in told.text
    assert world.client("second_guardian").get(at(world)).status_code == 404


def test_r20_a_wrong_child_is_put_right_with_a_reason(world: WebWorld) -> None:
    written = {"name": "Nora Fjell Dal", "protection": "none", "reason": "The name was mistyped."}
    told = world.client("leader").post(at(world, "folk/barnet/rett/"), written, follow=True).text

    assert "Nora Fjell Dal" in told


def test_an_employee_is_let_in_and_out(world: WebWorld) -> None:
    browser, colleague = world.client("leader"), world.client("colleague")
    before = colleague.get(at(world)).status_code
    browser.post(at(world, "folk/tilsett/"), {"person": str(world.people["colleague"].pk), "from_date": "24.11.2026"})
    inside = colleague.get(at(world)).status_code
    browser.post(at(world, f"folk/{membership(world, 'colleague').pk}/ut/"))
    after = colleague.get(at(world)).status_code

    assert [before, inside, after] == [404, 200, 404]


def test_a_deputy_is_named_until_a_day_and_ended(world: WebWorld) -> None:
    browser = world.client("leader")
    ended = browser.post(at(world, f"folk/{membership(world, 'deputy').pk}/slutt/"), follow=True).text
    written = {"person": str(world.people["colleague"].pk), "from_date": "24.11.2026", "until_date": "1. desember 2026"}
    named = browser.post(at(world, "folk/vikar/"), written, follow=True).text

    assert "Marit Haug" not in ended
    assert "Eli Strand" in named
    assert membership(world, "colleague").until_date == date(2026, 12, 1)


def test_nobody_outside_the_unit_is_offered(world: WebWorld) -> None:
    shown = world.client("leader").get(at(world, "folk/tilsett/")).text

    assert "Eli Strand" in shown
    assert "Liv Tveit" not in shown
    assert "Solveig Bakke" not in shown  # has the baton already


@pytest.mark.parametrize("rest", LEADER_ALONE)
def test_what_is_the_leaders_is_forbidden_for_who_reads_and_not_there_for_who_does_not(
    world: WebWorld, rest: str
) -> None:
    codes = {
        name: world.client(name).get(at(world, rest)).status_code
        for name in ("holder", "guardian", "colleague", "officer")
    }

    assert codes == {"holder": 403, "guardian": 403, "colleague": 404, "officer": 404}


@pytest.mark.parametrize("rest", ["ut/", "slutt/"])
def test_a_link_lets_nobody_out(world: WebWorld, rest: str) -> None:
    kind = "employee" if rest == "ut/" else "deputy"

    assert world.client("leader").get(at(world, f"folk/{membership(world, kind).pk}/{rest}")).status_code == 405


def test_r24_the_leaders_number_is_taken_in_as_anybodys_and_the_substitute_confirms(world: WebWorld) -> None:
    """The same page for who types; the substitute finds it first of all, and what it means stands there."""
    told = {}
    for name in ("stranger", "leader"):
        written = {"name": world.people[name].name, "number": world.numbers[name], "basis": "without"}
        page = world.client("holder").post(at(world, "folk/foresett/"), written, follow=True)
        told[name] = (page.status_code, page.redirect_chain, "The guardian can read the log" in page.text)
    assert told["stranger"] == told["leader"]
    for name in ("holder", "leader", "guardian"):
        assert "Waits for you to confirm it" not in world.client(name).get(at(world)).text

    substitute, row = world.client("substitute"), membership(world, "leader")
    assert "Somebody is written in as family of Nora, and you must confirm it." in substitute.get("/4699/").text
    assert "Waits for you to confirm it" in substitute.get(at(world)).text
    asked = substitute.get(at(world, f"folk/{row.pk}/stadfest/")).text
    assert "Solveig Bakke wrote in Ragnhild Nes: parent without parental responsibility." in asked
    assert send(substitute, at(world, f"folk/{row.pk}/stadfest/")).status_code == 302

    assert world.client("leader").get(at(world)).status_code == 404
    assert world.client("leader", Hat.FAMILY).get(at(world)).status_code == 200


def test_r24_saying_no_asks_why_and_loses_nothing(world: WebWorld) -> None:
    people.invite_guardian(
        world.as_("holder"), world.log, name="Ragnhild Nes", number=world.numbers["leader"], basis="without"
    )
    row, substitute = membership(world, "leader"), world.client("substitute")

    refused = substitute.post(at(world, f"folk/{row.pk}/avvis/"), {"reason": ""})
    assert (refused.status_code, "Ragnhild Nes keeps the task at work" in refused.text) == (422, True)
    substitute.post(at(world, f"folk/{row.pk}/avvis/"), {"reason": "Not hers."})

    assert world.client("leader").get(at(world)).status_code == 200
    for name, status in (("holder", 403), ("leader", 403), ("guardian", 403), ("stranger", 404)):
        assert world.client(name).get(at(world, f"folk/{row.pk}/stadfest/")).status_code == status, name
