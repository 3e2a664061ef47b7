"""What goes wrong when people write: a day that is not, a press too many. Nothing typed is lost, nothing is saved twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Hand
from tests.browser.site import Site

pytestmark = pytest.mark.browser

NO_SUCH_DAY = "There is no such day. Look at the day and the month once more."
DAY, TEXT = "Which day? (day.month.year)", "What do you want to write down?"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def olav(site: Site, request: pytest.FixtureRequest) -> Iterator[Hand]:
    """Olav, about to write a note in Tuva's log."""
    with site.somebody("Olav Myklebust", java_script_enabled=request.param) as hand:
        hand.press("Tuva Solheim Aune")
        hand.press("Write a note")
        if hand.reads("Begin anew"):  # the draft of the test before
            hand.press("Begin anew")
        yield hand


def test_a_day_that_is_not_gets_its_sentence_and_nothing_typed_is_lost(olav: Hand) -> None:
    olav.write(TEXT, "Møte med mor i dag.")
    olav.write(DAY, "31.2.")

    olav.press("Save")

    assert olav.problem(DAY) == NO_SUCH_DAY
    assert olav.stands_in(DAY) == "31.2."
    assert olav.stands_in(TEXT) == "Møte med mor i dag."
    assert olav.page.title().startswith("Error:")
    assert olav.page.locator(".ds-error-summary").get_by_role("link").count() == 1


def test_two_presses_save_once(olav: Hand, request: pytest.FixtureRequest) -> None:
    text = f"Trykte to gonger: {request.node.name}"
    olav.write(TEXT, text)

    # without JavaScript the second press cuts the first answer short, so what counts is the page one ends on
    olav.page.get_by_role("button", name="Save").dblclick()
    expect(olav.page.locator("h1.child-name")).to_be_visible(timeout=15_000)

    assert times_written(olav, text) == 1


def test_a_form_sent_again_saves_once(olav: Hand, request: pytest.FixtureRequest) -> None:
    text = f"Sende skjemaet om att: {request.node.name}"
    olav.write(TEXT, text)
    fields = olav.page.locator("main form").evaluate("form => Object.fromEntries(new FormData(form))")
    address = olav.page.url
    olav.press("Save")

    again = olav.page.request.post(address, form=fields)

    assert again.ok
    assert times_written(olav, text) == 1


def times_written(hand: Hand, text: str) -> int:
    """How many notes of Tuva's log say this."""
    hand.page.goto("/4699/")
    hand.press("Tuva Solheim Aune")
    return hand.page.locator("section[aria-labelledby=notes] p.written").filter(has_text=text).count()
