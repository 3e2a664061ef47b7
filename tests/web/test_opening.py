"""Opening a log through its page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stafettlogg.identity import numbers
from stafettlogg.relay import wonders
from tests.web.conftest import WebWorld

NEW = numbers.synthetic(date(2017, 3, 3), 7)


@pytest.fixture
def form(world: WebWorld) -> dict[str, Any]:
    """A filled-in form: one child, one guardian."""
    return {
        "child_name": "Ada Ny",
        "child_number": NEW,
        "protection": "none",
        "holder": str(world.people["holder"].pk),
        "first_name": world.people["stranger"].name,
        "first_number": world.numbers["stranger"],
        "first_basis": "parental",
        "first_call_name": "mum",
        "second_basis": "parental",
    }


def test_a_leader_opens_a_log_and_comes_to_it(world: WebWorld, form: dict[str, Any]) -> None:
    browser = world.client("leader")
    opened = browser.post(f"/4699/eining/{world.unit.pk}/logg/", form)
    log = browser.get(opened["Location"])

    assert opened["Location"].startswith("/4699/logg/")
    assert "Ada" in log.text
    assert "It comes into use when the guardians have said yes." in log.text


def test_an_employee_opens_from_the_wonder_the_leader_has_decided(world: WebWorld, form: dict[str, Any]) -> None:
    mine = world.as_("employee")
    wonder = wonders.share(mine, wonders.write(mine, world.unit, about="Ada", text="Alone."))
    before = world.client("employee").get(f"/4699/eining/{world.unit.pk}/logg/")
    wonders.decide(world.as_("leader"), wonder, decision="own_unit", has_read_duty=True)
    browser = world.client("employee")
    shown = browser.get(f"/4699/eining/{world.unit.pk}/logg/?undring={wonder.pk}")
    opened = browser.post(f"/4699/eining/{world.unit.pk}/logg/", {**form, "wonder": str(wonder.pk)})

    assert before.status_code == 404
    assert f'value="{wonder.pk}"' in shown.text
    assert "Who carries the baton first?" not in shown.text
    assert opened.status_code == 302


def test_r20_the_own_unit_is_told_that_there_is_a_log(world: WebWorld, form: dict[str, Any]) -> None:
    taken = {**form, "child_name": "Nora Fjell", "child_number": world.numbers["child"]}
    refused = world.client("leader").post(f"/4699/eining/{world.unit.pk}/logg/", taken)

    assert refused.status_code == 422
    assert "This child has a relay log already." in refused.text


def test_r20_another_unit_learns_only_that_we_must_check(world: WebWorld, form: dict[str, Any]) -> None:
    unit = world.units["kindergarten"]
    taken = {**form, "child_number": world.numbers["child"], "holder": str(world.people["other_holder"].pk)}
    refused = world.client("other_leader").post(f"/4699/eining/{unit.pk}/logg/", taken)

    assert refused.status_code == 422
    assert "We must check something before this can be saved." in refused.text
    assert "has a relay log" not in refused.text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"child_number": "12345678901"}, "This is not an identity number."),
        ({"child_number": "", "child_born": ""}, "Write the child&#x27;s birth date."),
        ({"first_name": "", "first_number": ""}, "Name at least one guardian with parental responsibility"),
        ({"holder": ""}, "Choose an answer."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    world: WebWorld, form: dict[str, Any], changed: dict[str, Any], sentence: str
) -> None:
    refused = world.client("leader").post(f"/4699/eining/{world.unit.pk}/logg/", form | changed)

    assert refused.status_code == 422
    assert sentence in refused.text
    assert 'value="Ada Ny"' in refused.text


def test_nobody_outside_the_unit_is_offered_as_holder(world: WebWorld) -> None:
    shown = world.client("leader").get(f"/4699/eining/{world.unit.pk}/logg/").text

    assert "Solveig Bakke" in shown
    assert "Liv Tveit" not in shown


@pytest.mark.parametrize("name", ["holder", "guardian", "administrator", "officer", "other_leader", "far_leader"])
def test_the_page_is_not_there_for_who_cannot_open(world: WebWorld, name: str) -> None:
    number = "4698" if name == "far_leader" else "4699"

    assert world.client(name).get(f"/{number}/eining/{world.unit.pk}/logg/").status_code in (403, 404)
