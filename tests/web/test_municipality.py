"""The page of what a municipality decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from stafettlogg.identity import settings as decided
from stafettlogg.web.municipality import GROUPS, SettingsForm
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, send

AT = "/4699/innstillingar/"


def chosen(world: WebWorld) -> dict[str, str]:
    """What the form sends as it stands; lists of choices are filled in with the usual."""
    page = world.client("administrator").get(AT)
    return filled_in(page) | {"evaluate_from_days": "28", "evaluate_until_days": "56"}


def test_the_administrator_finds_the_page_from_the_first_page(world: WebWorld) -> None:
    assert f'href="{AT}"' in world.client("administrator").get("/4699/").text


@pytest.mark.parametrize("name", ["leader", "guardian", "officer", "far_leader"])
def test_others_do_not_see_it(name: str, world: WebWorld) -> None:
    assert world.client(name).get(AT).status_code == 404


def test_everything_that_is_decided_has_its_field_and_a_sentence(world: WebWorld) -> None:
    shown = {name for _, names in GROUPS for name in names}
    assert shown == {*decided.FIELDS} == {*SettingsForm.base_fields} - {"seen", "form_key"}
    told = world.client("administrator").get(AT).text
    assert all(str(field.help_text) in told for name, field in SettingsForm.base_fields.items() if field.help_text)


def test_a_change_holds_at_once_and_is_told_with_what_stood_before(world: WebWorld) -> None:
    browser = world.client("administrator")
    told = browser.post(AT, chosen(world) | {"secrecy": "forvaltningslova § 13", "consent_age": "16"}, follow=True).text

    assert "The settings are saved." in told
    assert "from 15 years to 16 years" in told
    assert "from offl. § 13, jf. fvl. § 13 to forvaltningslova § 13" in told
    assert "forvaltningslova § 13" in world.client("holder").get(address(world.log, "utskrift/")).text


def test_the_same_settings_again_change_nothing(world: WebWorld) -> None:
    told = world.client("administrator").post(AT, chosen(world), follow=True).text

    assert "Nothing yet: everything is as it was from the start." in told


def test_what_two_write_at_once_is_shown_before_it_is_saved(world: WebWorld) -> None:
    first = chosen(world)
    world.client("administrator").post(AT, chosen(world) | {"wonder_days": "10"})
    browser = world.client("administrator")

    refused = browser.post(AT, first | {"retention_days": "200"})

    assert refused.status_code == 422
    assert "Somebody has changed the settings since you opened the page." in refused.text
    assert 'value="200"' in refused.text
    again = browser.post(AT, filled_in(refused) | {"evaluate_from_days": "28", "evaluate_until_days": "56"})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("wonder_days", "15", "less than or equal to 14"),
        ("wonder_days", "two weeks", "Enter a whole number."),
        ("evaluate_until_days", "28", "The last week must come after the first."),
        ("contact_email", "post at example", "Enter a valid email address."),
        ("accessibility_url", "no address", "Enter a valid URL."),
        ("name", "", "Write something here."),
    ],
)
def test_a_wrong_answer_is_told_on_its_field_and_nothing_typed_is_lost(
    field: str, value: str, sentence: str, world: WebWorld
) -> None:
    refused = world.client("administrator").post(AT, chosen(world) | {field: value, "contact_name": "Liv Sand"})

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [field]
    assert 'value="Liv Sand"' in refused.text


def test_r8_only_levels_in_use_can_be_chosen(world: WebWorld) -> None:
    assert 'name="level" value="3"' in world.client("holder").get(address(world.log, "niva/")).text
    world.client("administrator").post(AT, chosen(world) | {"highest_level": "2"})

    shown = world.client("holder").get(address(world.log, "niva/")).text

    assert 'name="level" value="2"' in shown
    assert 'name="level" value="3"' not in shown


def test_employees_are_offered_what_the_municipality_lets_them_do(world: WebWorld) -> None:
    plan, note, glimpse = (address(world.log, rest) for rest in ("tiltak/", "notat/", "lysglimt/"))
    employee = world.client("employee")
    assert note in employee.get(address(world.log)).text
    assert employee.get(plan).status_code == 200

    world.client("administrator").post(AT, chosen(world) | {"employees_plan": "False", "employees_write": "False"})

    left = employee.get(address(world.log)).text
    assert note not in left and glimpse not in left
    assert [employee.get(at).status_code for at in (plan, note, glimpse)] == [403, 403, 403]
    assert send(world.client("holder"), note, text="Still here.").status_code == 302


def test_in_production_the_page_says_that_no_virus_scanner_looks_at_files(world: WebWorld, settings: Settings) -> None:
    browser, said = world.client("administrator"), "No virus scanner looks at files"
    assert said not in browser.get(AT).text

    settings.MODE = "production"
    assert said in browser.get(AT).text

    settings.CLAMAV = Path("/run/clamav/clamd.ctl")
    assert said not in browser.get(AT).text
