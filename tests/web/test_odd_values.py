"""Values nobody types: whatever stands for a number, a date or an id in an address or a form, it is never a fault."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.relay.rows import a_concern
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in

NUMBERS = ["9" * 5_000, "9" * 18, "9" * 19, str(2**31), str(2**63), "-1", "1e3", "٣", "²", "\x00", " ", "x"]
DAYS = ["31.12.9999", "1.1.0001", "1.1.0000", "99.99.9999", "²", "\x00", "9" * 5_000]
IDS = ["9" * 5_000, "0", "\x00", "{" * 40, "urn:uuid:" + "0" * 32, "'"]
QUERIES = ["for", "undring", "stad", "som", "sok", "til", "sprak", "ny", "iss", "sid", "state", "code", "error"]
PLACES = [
    "",
    "logg/{log}/",
    "logg/{log}/sporing/",
    "logg/{log}/tiltak/",
    "logg/{log}/notat/",
    "eining/{unit}/",
    "undring/",
]


@pytest.mark.parametrize("value", NUMBERS, ids=ascii)
def test_the_trail_is_shown_from_any_number_whatever(value: str, world: WebWorld) -> None:
    shown = world.client("leader").get(address(world.log, "sporing/") + "?" + urlencode({"for": value}))

    assert shown.status_code == 200


@pytest.mark.parametrize("value", sorted({*NUMBERS, *IDS}), ids=lambda value: ascii(value)[:20])
def test_no_page_minds_what_stands_in_its_address(value: str, world: WebWorld) -> None:
    query = "?" + urlencode(dict.fromkeys(QUERIES, value))
    leader, nobody = world.client("leader"), Client()
    here = [f"/4699/{place.format(log=world.log.pk, unit=world.unit.pk)}" for place in PLACES]
    codes = {leader.get(at + query).status_code for at in here}
    codes |= {
        nobody.get(at + query).status_code
        for at in ("/logg-inn/", "/logg-inn/tilbake/", "/logg-ut/ramme/", "/logg-inn/stoppa/")
    }

    assert codes <= {200, 302, 404}


@pytest.mark.parametrize("value", NUMBERS, ids=lambda value: ascii(value)[:20])
def test_a_version_that_is_none_changes_nothing_and_keeps_what_was_typed(value: str, world: WebWorld) -> None:
    concern, holder = a_concern(world), world.client("holder")
    at = address(world.log, f"merksemd/{concern.pk}/")
    form = filled_in(holder.get(at)) | {"text": "What I typed.", "version": value}
    sent = holder.post(at, form)
    kept = holder.post(at, {**form, "draft": "save"})

    assert sent.status_code in (409, 422)
    assert "What I typed." in sent.text
    assert kept.status_code < 500


@pytest.mark.parametrize("value", DAYS, ids=lambda value: ascii(value)[:20])
def test_a_day_out_of_all_time_is_refused_on_its_field(value: str, world: WebWorld) -> None:
    a_concern(world)
    holder, at = world.client("holder"), address(world.log, "tiltak/")
    form = filled_in(holder.get(at)) | {"title": "t", "goal": "g", "how": "h", "weeks": "6", "start": value}
    sent = holder.post(at, form)

    assert sent.status_code == 422
    assert "start" in sent.context["form"].errors


@pytest.mark.parametrize("value", IDS, ids=lambda value: ascii(value)[:20])
def test_a_form_key_that_is_none_is_taken_for_none(value: str, world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    sent = holder.post(at, filled_in(holder.get(at)) | {"text": "Noted.", "form_key": value})

    assert sent.status_code in (302, 422)
