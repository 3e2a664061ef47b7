"""Units: read by who leads them, staffed by the administrator."""

from __future__ import annotations

import pytest

from stafettlogg.core.acting import acting
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


def test_a_leader_sees_who_works_in_the_unit_and_appoints_nobody(world: WebWorld) -> None:
    browser = world.client("leader")
    shown = browser.get(at(world)).text

    for name in ("Ragnhild Nes", "Torgeir Vik", "Solveig Bakke"):
        assert name in shown
    assert "Give somebody a post" not in shown
    assert browser.get(at(world, "stilling/")).status_code == 403


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
    assert "Ragnhild Nes" not in told
    assert world.client("leader").get(at(world)).status_code == 404


def test_r2_a_unit_whose_leaders_post_is_ended_says_so(world: WebWorld) -> None:
    browser = world.client("administrator")
    told = browser.post(at(world, f"stilling/{post_of(world, 'leader').pk}/slutt/"), follow=True).text

    assert "The unit has no leader." in told
    assert "One unit has no leader." in browser.get("/4699/").text


def test_nothing_typed_is_lost_when_a_number_is_mistyped(world: WebWorld) -> None:
    written = {"kind": "employee", "name": "Kari Ukjend", "number": "1", "from_date": "24.11.2026"}
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
