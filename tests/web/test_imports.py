"""The pages that bring in units and staff: choose, look, carry out."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from openpyxl import load_workbook

from stafettlogg.core import clock
from stafettlogg.identity import numbers, units
from tests.web.conftest import WebWorld
from tests.web.forms import filled_in

UNITS, STAFF = "/4699/hent-inn/einingar/", "/4699/hent-inn/tilsette/"
SCHOOL, NEW = "974760673", "991825827"
NUMBER = numbers.synthetic(date(1990, 3, 3), 5)


def send(world: WebWorld, at: str, text: str, name: str = "fil.csv") -> HttpResponse:
    """The administrator chooses a file."""
    return world.client("administrator").post(at, {"file": SimpleUploadedFile(name, text.encode())})  # type: ignore[return-value]


def staff(world: WebWorld, *more: str) -> str:
    """A file with everybody at the school."""
    units.change(
        world.as_("administrator"), world.unit, name=world.unit.name, kind=world.unit.kind, organisation_number=SCHOOL
    )
    names = ("leader", "substitute", "holder", "deputy", "employee", "colleague", "receiver", "teacher_mother")
    kinds = {"leader": "leiar", "substitute": "stadfortredar"}
    lines = [f"{world.people[name].name};{world.numbers[name]};{SCHOOL};{kinds.get(name, 'tilsett')}" for name in names]
    return "\r\n".join(["Namn;Fødselsnummer;Eining;Rolle", *lines, *more])


def test_the_administrator_finds_both_from_the_first_page(world: WebWorld) -> None:
    shown = world.client("administrator").get("/4699/").text
    assert f'href="{UNITS}"' in shown and f'href="{STAFF}"' in shown


@pytest.mark.parametrize("name", ["leader", "guardian", "officer", "far_leader"])
def test_nobody_else_does(name: str, world: WebWorld) -> None:
    for at in (UNITS, STAFF, f"{STAFF}tom/csv/", f"{UNITS}tom/xlsx/"):
        assert world.client(name).get(at).status_code == 404


def test_units_are_looked_at_and_then_brought_in(world: WebWorld) -> None:
    shown = send(world, UNITS, f"Namn,Type,Organisasjonsnummer\nNy skule,skule,{NEW}\n")
    assert "1 new" in shown.text and "Nothing is done yet." in shown.text
    assert "Ny skule" not in world.client("administrator").get("/4699/").text

    told = world.client("administrator").post(UNITS, filled_in(shown), follow=True).text

    assert "One row is brought in." in told and "Ny skule" in told


def test_staff_is_looked_at_and_then_brought_in_and_nothing_travels_in_the_clear(world: WebWorld) -> None:
    shown = send(world, STAFF, staff(world, f"Ny Tilsett;{NUMBER};{SCHOOL};"))
    assert "1 new" in shown.text and "8 as before" in shown.text
    assert NUMBER not in shown.text and "Ny Tilsett" in shown.text

    told = world.client("administrator").post(STAFF, filled_in(shown), follow=True).text

    assert "9 rows are brought in." in told
    assert "Ny Tilsett" in world.client("leader").get(f"/4699/eining/{world.unit.pk}/").text


def test_the_same_form_sent_twice_is_done_once(world: WebWorld) -> None:
    shown = send(world, STAFF, staff(world, f"Ny Tilsett;{NUMBER};{SCHOOL};"))
    browser = world.client("administrator")

    first, second = (browser.post(STAFF, filled_in(shown)) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert "9 as before" in send(world, STAFF, staff(world, f"Ny Tilsett;{NUMBER};{SCHOOL};")).text


def test_rows_that_are_wrong_are_told_and_there_is_nothing_to_press(world: WebWorld) -> None:
    shown = send(world, STAFF, staff(world, f"Ny Tilsett;1,23E+10;{SCHOOL};", f";{NUMBER};111111111;"))

    assert shown.status_code == 200
    text = unescape(re.sub(r"<[^>]+>", " ", shown.text))
    assert "3 must be put right" in " ".join(text.split())
    assert "The spreadsheet has rounded the number." in text
    assert "Bring in the units first." in text
    assert 'name="rows"' not in shown.text


def test_many_endings_must_be_ticked_and_nothing_is_lost(world: WebWorld) -> None:
    whole = staff(world).split("\r\n")
    shown = send(world, STAFF, "\r\n".join(whole[:6]))
    assert "3 ends" in shown.text and "Is the file whole?" in shown.text
    browser = world.client("administrator")

    refused = browser.post(STAFF, filled_in(shown))
    assert refused.status_code == 422
    assert "Tick that so many are to end." in refused.text

    assert browser.post(STAFF, filled_in(refused) | {"is_meant": "on"}).status_code == 302


def test_what_somebody_else_did_meanwhile_is_shown_before_it_is_carried_out(world: WebWorld) -> None:
    shown = send(world, UNITS, f"Namn;Type;Orgnr\nNy skule;skule;{NEW}\n")
    units.add(world.as_("administrator"), world.fjordvik, name="Ny skule", kind="school", organisation_number=NEW)
    browser = world.client("administrator")

    refused = browser.post(UNITS, filled_in(shown))

    assert refused.status_code == 422
    assert "Somebody has changed something meanwhile." in refused.text
    assert "1 as before" in refused.text


@pytest.mark.parametrize("text", ["", "Namn;Type\nNy skule;skule\n", "%PDF-1.7 \0"])
def test_a_file_that_is_none_gets_a_sentence_on_its_field(text: str, world: WebWorld) -> None:
    refused = send(world, UNITS, text)

    assert refused.status_code == 422
    assert 'id="id_file_error"' in refused.text or "There is a problem" in refused.text


def test_rubbish_instead_of_the_rows_leads_back_to_the_file(world: WebWorld) -> None:
    told = world.client("administrator").post(STAFF, {"rows": "rubbish", "seen": ""}, follow=True)

    assert told.redirect_chain == [(STAFF, 302)]
    assert "Choose the file once more." in told.text


def test_who_proved_who_it_is_long_ago_does_so_again(world: WebWorld) -> None:
    browser = world.client("administrator")
    with clock.fixed(clock.now() + timedelta(minutes=11)):
        asked = browser.get(STAFF)

    assert asked["Location"] == f"/logg-inn/pa-nytt/?til={STAFF}"


def test_an_empty_file_comes_with_the_headings_in_ones_own_language(world: WebWorld) -> None:
    csv = world.client("administrator", language="nn").get(f"{STAFF}tom/csv/")
    xlsx = world.client("administrator", language="nb").get(f"{UNITS}tom/xlsx/")

    assert csv.content.decode("utf-8-sig").startswith("Namn;Fødselsnummer;Organisasjonsnummeret til eininga;")
    assert "tilsette.csv" in csv["Content-Disposition"]
    (heading,) = load_workbook(io.BytesIO(xlsx.content)).worksheets[0].iter_rows(values_only=True)
    assert heading == ("Navn", "Type", "Organisasjonsnummer")
    assert world.client("administrator").get(f"{UNITS}tom/exe/").status_code == 404
