"""What one is told stands above the first page until one has seen it, and where one's access has ended (R26)."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from stafettlogg.core import clock
from stafettlogg.core.caller import Hat
from stafettlogg.identity import posts
from stafettlogg.identity.told import Event
from stafettlogg.web import told
from tests.web.conftest import WebWorld

REPLACED = "You no longer lead Fjordvik school: Eli Strand was appointed leader there on 24. November 2026."
APPOINTED = "Eli Strand was appointed leader of Fjordvik school on 24. November 2026."


def text_of(response: Any) -> str:  # Any: a response of the test client
    """What is read on the page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text.split("<main")[1])).split())


@pytest.fixture
def _appointed(world: WebWorld) -> None:
    posts.appoint(
        world.as_("administrator"),
        world.unit,
        person=world.people["colleague"],
        kind="leader",
        from_date=clock.today(),
    )


@pytest.mark.usefixtures("_appointed")
def test_r26_it_stands_above_the_first_page_until_it_is_seen(world: WebWorld) -> None:
    for name, sentence in (("officer", APPOINTED), ("substitute", APPOINTED), ("leader", REPLACED)):
        browser = world.client(name)
        shown = browser.get("/4699/")
        assert sentence in text_of(shown).split("Is it wrong?")[0], name
        (at,) = re.findall(r'action="(/4699/sett/[0-9a-f-]+/)"', shown.text)

        assert "It is taken away." in text_of(browser.post(at, follow=True))
        assert sentence not in text_of(browser.get("/4699/"))


@pytest.mark.usefixtures("_appointed")
def test_r26_a_leader_who_is_followed_while_she_reads_meets_it_at_the_next_click(world: WebWorld) -> None:
    """The log is gone, and the first page says why; as a mother she is told too, before her child's log."""
    browser = world.client("leader")

    assert browser.get(f"/4699/logg/{world.log.pk}/").status_code == 404
    assert REPLACED in text_of(browser.get("/4699/"))
    assert REPLACED in text_of(world.client("leader", Hat.FAMILY).get("/4699/"))


@pytest.mark.usefixtures("_appointed")
def test_r26_nobody_reads_or_takes_away_what_another_is_told(world: WebWorld) -> None:
    (at,) = re.findall(r'action="(/4699/sett/[0-9a-f-]+/)"', world.client("officer").get("/4699/").text)

    for name in ("holder", "administrator", "colleague"):
        browser = world.client(name)
        assert "was appointed" not in text_of(browser.get("/4699/"))
        browser.post(at)

    assert APPOINTED in text_of(world.client("officer").get("/4699/"))
    assert world.client("officer").get(at).status_code == 405


def test_everything_that_can_be_told_has_its_sentence() -> None:
    assert set(told.SENTENCES) == set(Event)


def test_the_page_for_who_leads_offers_no_employee_and_the_other_page_is_worded_as_such(world: WebWorld) -> None:
    """The trail says what was done."""
    shown = world.client("administrator").get(f"/4699/eining/{world.unit.pk}/stilling/").text

    assert 'value="substitute"' in shown
    assert 'value="employee"' not in shown
