"""What one has begun to write is there when one comes back: after a while, after being signed out, after somebody else was first."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.hands import Hand, Keyboard
from tests.browser.site import FJORDVIK, Site

pytestmark = pytest.mark.browser

OLAV, TEXT, STEP = "Olav Myklebust", "What do you want to write down?", "What is the next step, in the child's words?"
SAVED = re.compile(r"Draft saved at \d\d:\d\d\. Only you see the draft\.")
SCREENS = (axe.Screen(1280, "dark"), axe.Screen(390, "light"))
AGE = """
import sys, django
django.setup()
from stafettlogg.identity.stored_sessions import SessionStore
session = SessionStore(sys.argv[1])
session["seen"] -= float(sys.argv[2])
session.save()
"""


def pass_time(site: Site, page: Page, minutes: float) -> None:
    """Let minutes pass in which nobody did anything: at the server first, then before the browser's clock."""
    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"].endswith("stafettlogg"))
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("STAFETTLOGG_", "DATABASE_"))}
    environ |= {
        "STAFETTLOGG_DATA": str(site.folder),
        "STAFETTLOGG_MODE": "training",
        "STAFETTLOGG_ROLE": "app",
        "DJANGO_SETTINGS_MODULE": "stafettlogg.config.settings",
    }
    subprocess.run([sys.executable, "-W", "ignore", "-c", AGE, key, str(minutes * 60)], env=environ, check=True)
    page.clock.fast_forward(int(minutes * 60_000))


def faults(page: Page) -> list[str]:
    """What axe finds, on a wide screen in the dark and on a phone in daylight."""
    return [str(fault) for fault in axe.faults(page, SCREENS)]


@contextmanager
def writing(site: Site, form: str = "notat/", kind: type[Hand] = Hand) -> Iterator[Hand]:
    """Olav at a form of Tuva's log, with a clock that can be wound and nothing left from the test before."""
    with site.somebody(OLAV, kind=kind, bypass_csp=True) as hand:
        hand.page.clock.install()
        hand.press("Tuva Solheim Aune")
        hand.page.goto(f"{hand.page.url}{form}")
        if hand.reads("Begin anew"):
            hand.press("Begin anew")
        yield hand


def sign_in_again(hand: Hand) -> None:
    """The way in, from where one was put."""
    hand.choose("Which municipality?", FJORDVIK)
    hand.write("User name", "demo20")
    hand.write("Password", "BTI2000")
    hand.press("Go on")
    hand.go_to(
        hand.page.locator("button[name=who][value$=':staff']").filter(has=hand.page.get_by_text(OLAV, exact=True))
    )


def changing_a_step(hand: Hand) -> str:
    """The address where one of the log's steps is changed."""
    form = hand.page.locator("a[href*='/steg/']:not([href$='/steg/'])").last.get_attribute("href")
    assert form is not None
    return form


def test_what_is_typed_is_saved_without_a_press_and_stands_there_when_one_comes_back(site: Site) -> None:
    with writing(site) as hand:
        hand.page.locator("textarea").press_sequentially("Tuva lo høgt i dag.")
        hand.page.clock.fast_forward(2500)
        expect(hand.page.locator("[data-said]")).to_have_text(SAVED)

        hand.page.reload()

        assert hand.stands_in(TEXT) == "Tuva lo høgt i dag."
        assert hand.reads("Only you see the draft.")
        assert faults(hand.page) == []
        hand.press("Begin anew")
        assert hand.stands_in(TEXT) == ""


def test_leaving_the_field_saves_at_once(site: Site) -> None:
    with writing(site) as hand:
        hand.write(TEXT, "Eit halvt ord")
        hand.page.keyboard.press("Tab")

        expect(hand.page.locator("[data-said]")).to_have_text(SAVED)


def test_a_form_that_was_sent_leaves_no_draft(site: Site) -> None:
    with writing(site) as hand:
        address = hand.page.url
        hand.write(TEXT, "Ferdig skrive.")
        hand.press("Save")
        hand.page.goto(address)

        assert hand.stands_in(TEXT) == ""
        assert not hand.reads("Begin anew")


def test_nothing_is_kept_in_the_browser(site: Site) -> None:
    with writing(site) as hand:
        hand.write(TEXT, "Ein løyndom")
        hand.page.keyboard.press("Tab")
        expect(hand.page.locator("[data-said]")).to_have_text(SAVED)

        assert hand.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_one_who_is_signed_out_comes_back_to_the_same_form_with_the_text_in_it(site: Site) -> None:
    with writing(site) as hand:
        address = hand.page.url
        hand.write(TEXT, "Midt i ein tan")
        hand.page.keyboard.press("Tab")
        expect(hand.page.locator("[data-said]")).to_have_text(SAVED)

        pass_time(site, hand.page, 31)
        hand.page.wait_for_url("**/logg-inn/**")

        assert hand.reads("You were away for a while")
        assert hand.reads("Your draft is saved, and nobody else sees it")
        assert faults(hand.page) == []
        sign_in_again(hand)
        assert hand.page.url == address
        assert hand.stands_in(TEXT) == "Midt i ein tan"


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_one_is_warned_two_minutes_ahead_and_stays_with_one_press(site: Site, key: str) -> None:
    with writing(site, kind=Keyboard) as hand:
        page, dialog = hand.page, hand.page.locator("#time-out")
        hand.write(TEXT, "Eg tenkjer meg om")
        page.clock.fast_forward(2500)
        expect(page.locator("[data-said]")).to_have_text(SAVED)

        pass_time(site, page, 28.5)
        expect(dialog).to_be_visible()

        expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
        expect(dialog).to_have_accessible_name("Are you still here?")
        assert faults(page) == []
        for _ in range(6):  # nothing behind the dialog can be reached
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement === document.body || document.activeElement.closest('dialog')")
        page.get_by_role("button", name="Stay signed in").focus()
        page.keyboard.press(key)
        expect(dialog).to_be_hidden()
        expect(page.locator("textarea")).to_be_focused()
        pass_time(site, page, 20)
        expect(dialog).to_be_hidden()
        page.reload()
        assert hand.stands_in(TEXT) == "Eg tenkjer meg om"


def test_two_writers_meet_and_the_page_is_for_everybody(site: Site) -> None:
    with writing(site, "steg/") as olav, site.somebody("Kari Lunde", java_script_enabled=False) as kari:
        olav.write(STEP, "Eg spør om å få vere med.")
        olav.press("Save")
        form = changing_a_step(olav)
        olav.page.goto(form)
        kari.page.goto(form)
        kari.write(STEP, "Eg seier hei og spør om å få vere med.")
        kari.press("Save")
        olav.write(STEP, "Eg spør høgt om å få vere med.")
        olav.page.keyboard.press("Tab")
        expect(olav.page.locator("[data-said]")).to_have_text(SAVED)

        olav.press("Save")

        assert olav.reads("Kari Lunde changed this today at")
        expect(olav.page.locator(".overtaken")).to_be_focused()
        assert faults(olav.page) == []
        kari.page.reload()
        olav.page.get_by_label("Keep the other").check()
        olav.press("Save")
        olav.page.goto(form)
        assert olav.stands_in(STEP) == "Eg seier hei og spør om å få vere med."


def test_without_javascript_one_chooses_too_and_is_told_who_is_writing(site: Site) -> None:
    with writing(site, "steg/") as olav, site.somebody("Kari Lunde", java_script_enabled=False) as kari:
        olav.write(STEP, "Eg ventar på tur.")
        olav.press("Save")
        form = changing_a_step(olav)
        kari.page.goto(form)
        olav.page.goto(form)
        olav.write(STEP, "Eg ventar på tur og ser på.")
        olav.page.keyboard.press("Tab")
        expect(olav.page.locator("[data-said]")).to_have_text(SAVED)

        kari.page.reload()
        assert kari.reads("Olav Myklebust is writing here now.")
        olav.press("Save")
        kari.write(STEP, "Eg ventar på min tur.")
        kari.press("Save")
        kari.page.get_by_label("Keep mine").check()
        kari.press("Save")

        kari.page.goto(form)
        assert kari.stands_in(STEP) == "Eg ventar på min tur."
