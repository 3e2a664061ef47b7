"""Units: read by who leads them, staffed by the administrator."""

from __future__ import annotations

from base64 import urlsafe_b64decode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Hat
from stafettlogg.identity import posts
from stafettlogg.identity.models import Post
from tests.web.conftest import WebWorld


def at(world: WebWorld, rest: str = "") -> str:
    """Where it is."""
    return f"/4699/eining/{world.unit.pk}/{rest}"


def post_of(world: WebWorld, name: str) -> Post:
    """Somebody's post in the unit."""
    with acting(world.as_("administrator")):
        return next(post for post in posts.staff_of_unit(world.unit.pk) if post.person_id == world.people[name].pk)


def test_a_leader_sees_who_works_in_the_unit_and_appoints_no_leader(world: WebWorld) -> None:
    browser = world.client("leader")
    shown = browser.get(at(world)).text

    for name in ("Ragnhild Nes", "Torgeir Vik", "Solveig Bakke"):
        assert name in shown
    assert "Give somebody a post" not in shown
    assert browser.get(at(world, "stilling/")).status_code == 403
    assert browser.get(at(world, "rett/")).status_code == 403


def test_r2_a_leader_appoints_an_employee_who_is_there_at_once(world: WebWorld) -> None:
    browser = world.client("leader")
    written = {
        "name": "Kari Ukjend",
        "number": world.numbers["stranger"],
        "title": "contact teacher",
        "from_date": "24.11.2026",
    }
    told = browser.post(at(world, "tilsett/"), written, follow=True).text

    assert "The post is filled." in told
    assert "contact teacher" in told
    assert "not signed in yet" in told
    assert world.numbers["stranger"] not in told
    assert world.client("stranger", Hat.STAFF).get("/4699/").status_code == 200


def test_r2_a_leader_ends_an_employees_post_and_it_holds_at_the_next_click(world: WebWorld) -> None:
    employee = world.client("holder")
    before = employee.get(f"/4699/logg/{world.log.pk}/").status_code
    told = world.client("leader").post(at(world, f"tilsett/{post_of(world, 'holder').pk}/slutt/"), follow=True).text

    assert before == 200
    assert "The post is ended." in told
    assert "Posts that have ended" in told
    assert employee.get(f"/4699/logg/{world.log.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["leader", "substitute"])
def test_a_leader_ends_and_puts_right_no_leaders_post(name: str, world: WebWorld) -> None:
    post = post_of(world, name).pk

    assert world.client("leader").post(at(world, f"tilsett/{post}/slutt/")).status_code == 403
    assert world.client("leader").get(at(world, f"tilsett/{post}/rett/")).status_code == 403


def test_the_administrator_adds_a_unit_and_puts_it_right(world: WebWorld) -> None:
    browser = world.client("administrator")
    told = browser.post(
        "/4699/ny-eining/",
        {"name": "Fjordvik harbour school", "kind": "school", "organisation_number": "974 760 673"},
        follow=True,
    )
    there = told.redirect_chain[-1][0]
    kept = browser.get(f"{there}rett/").text
    right = browser.post(
        f"{there}rett/", {"name": "Harbour school", "kind": "school", "organisation_number": ""}, follow=True
    )

    assert "The unit has no leader." in told.text
    assert 'value="974760673"' in kept
    assert "Harbour school" in right.text
    assert "974760673" not in right.text


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"organisation_number": "12345"}, "An organisation number has nine digits."),
        ({"organisation_number": "974760674"}, "Look for a mistyped digit."),
        ({"name": "Fjordvik school"}, "Another unit has this name already."),
    ],
)
def test_a_unit_that_cannot_be_gets_a_sentence_on_its_field(
    written: dict[str, str], sentence: str, world: WebWorld
) -> None:
    whole = {"name": "Fjordvik harbour school", "kind": "school", **written}
    refused = world.client("administrator").post("/4699/ny-eining/", whole)

    assert refused.status_code == 422
    assert sentence in refused.text


def test_the_administrator_finds_who_works_here_and_nobody_else(world: WebWorld) -> None:
    browser = world.client("administrator")
    sent = browser.post("/4699/folk/", {"sok": "solve ba"})
    some = browser.get(sent["Location"]).text
    family = browser.post("/4699/folk/", {"sok": "fjell"}, follow=True).text

    assert "Solveig Bakke" in some
    assert "Marit Haug" not in some
    assert "Anne Fjell" not in family
    assert sent["Location"] == "/4699/folk/", "no name stands in an address"
    assert world.client("leader").get("/4699/folk/").status_code == 404


def test_what_was_searched_for_is_there_when_one_comes_back_and_nowhere_to_be_read(world: WebWorld) -> None:
    browser = world.client("administrator")
    browser.post("/4699/folk/", {"sok": "Solveig"})
    kept = browser.session["search"]
    browser.get(at(world))

    assert 'value="Solveig"' in browser.get("/4699/folk/").text
    assert "Solveig" not in kept and b"Solveig" not in urlsafe_b64decode(kept)
    assert "Marit Haug" in browser.post("/4699/folk/", {"sok": ""}, follow=True).text
    assert "Marit Haug" in browser.get("/4699/folk/?sok=solveig").text, "what an address says is not searched for"


@pytest.mark.parametrize("kept", ["", "x", "eHg=", "AAAA" * 40])
def test_a_search_that_cannot_be_opened_is_none(kept: str, world: WebWorld) -> None:
    browser = world.client("administrator")
    session = browser.session
    session["search"] = kept
    session.save()

    assert "Marit Haug" in browser.get("/4699/folk/").text


def test_the_search_asks_as_little_for_many_as_for_one(
    world: WebWorld, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = world.client("administrator")
    browser.post("/4699/folk/", {"sok": "solveig"}, follow=True)
    with CaptureQueriesContext(connection) as captured:
        browser.get("/4699/folk/")
    one = len(captured)
    browser.post("/4699/folk/", {"sok": ""})
    with django_assert_num_queries(one):
        browser.get("/4699/folk/")


def test_r2_the_administrator_appoints_a_new_leader_who_follows_the_former(world: WebWorld) -> None:
    written = {
        "kind": "leader",
        "name": "Kari Ukjend",
        "number": world.numbers["stranger"],
        "from_date": "24.11.2026",
    }
    told = world.client("administrator").post(at(world, "stilling/"), written, follow=True).text

    assert "The post is filled." in told
    assert "Kari Ukjend" in told
    assert "Ragnhild Nes" not in told.split("Posts that have ended")[0]
    assert world.client("leader").get(at(world)).status_code == 404


def test_r2_a_unit_whose_leaders_post_is_ended_says_so(world: WebWorld) -> None:
    browser = world.client("administrator")
    told = browser.post(at(world, f"stilling/{post_of(world, 'leader').pk}/slutt/"), follow=True).text

    assert "The unit has no leader." in told
    assert "One unit has no leader." in browser.get("/4699/").text


def test_nothing_typed_is_lost_when_a_number_is_mistyped(world: WebWorld) -> None:
    written = {"kind": "leader", "name": "Kari Ukjend", "number": "1", "from_date": "24.11.2026"}
    refused = world.client("administrator").post(at(world, "stilling/"), written)

    assert refused.status_code == 422
    assert "An identity number has eleven digits." in refused.text
    assert 'value="Kari Ukjend"' in refused.text


def test_a_post_of_another_unit_is_not_ended_from_here(world: WebWorld) -> None:
    other = world.units["kindergarten"]
    answer = world.client("administrator").post(
        f"/4699/eining/{other.pk}/stilling/{post_of(world, 'leader').pk}/slutt/"
    )

    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["holder", "guardian", "officer", "other_leader", "stranger"])
def test_a_unit_is_not_there_for_others(world: WebWorld, name: str) -> None:
    assert world.client(name).get(at(world)).status_code == 404
