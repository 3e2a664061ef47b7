"""The stand-in for ID-porten beside the service: what somebody does there, and what a test may tell it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from playwright.sync_api import Page

from tests.browser.hands import Hand
from tests.browser.site import Site
from tests.browser.visits import speak

FJORDVIK, HAVVIK = "4699", "4698"
WAIT = 30


@dataclass(frozen=True)
class Standin:
    """The training site, and its two providers."""

    site: Site
    idporten: str
    ansattporten: str

    @contextmanager
    def somebody(self, **options: Any) -> Iterator[Hand]:  # Any: Playwright's own
        """Somebody who has just opened a browser, on the way in, in English."""
        with self.site.page(**options) as page:
            hand = Hand(page)
            page.goto("/logg-inn/")
            speak(hand, "en")
            yield hand

    def rotate(self) -> None:
        """ID-porten signs with a new key from now on."""
        requests.post(f"{self.idporten}/test/rotate", timeout=5).raise_for_status()

    def sign_out(self, pid: str) -> None:
        """This person signs out at ID-porten, in another window."""
        requests.post(f"{self.idporten}/test/sign-out", {"pid": pid}, timeout=5).raise_for_status()


@contextmanager
def beside(site: Site) -> Iterator[Standin]:
    """The stand-in beside the site, as `make idporten` starts it; Havvik is content with MinID."""
    command = [sys.executable, "-m", "stafettlogg", "idporten", "--substantial", HAVVIK]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STAFETTLOGG_")}
    environ = {**kept, "STAFETTLOGG_DATA": str(site.folder), "PORT": str(urlsplit(site.address).port)}
    told = site.folder / "standin-said"
    with told.open("wb") as said:
        process = subprocess.Popen(command, env=environ, stdout=said, stderr=said)
    try:
        yield Standin(site, *addresses(told, process))
    finally:
        process.terminate()
        process.wait(WAIT)


def addresses(told: Path, process: subprocess.Popen[bytes]) -> list[str]:
    """Where ID-porten and Ansattporten stand in, once both answer."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end and process.poll() is None:
        found = re.findall(r"stand-in is (\S+), Ansattporten's (\S+)\.", told.read_text())
        if found and all(answers(address) for address in found[0]):
            return list(found[0])
        time.sleep(0.1)
    raise AssertionError(f"The stand-in did not start:\n{told.read_text()}")


def answers(address: str) -> bool:
    """Whether the issuer tells about itself."""
    try:
        return requests.get(f"{address}/.well-known/openid-configuration", timeout=5).ok
    except requests.RequestException:
        return False


def way_in(municipality: str = FJORDVIK, kind: str = "idporten") -> str:
    """Where the button of a municipality's provider leads."""
    return f"/logg-inn/{municipality}/{kind}/"


def go(hand: Hand, municipality: str = FJORDVIK, kind: str = "idporten") -> None:
    """Choose a municipality's way in on the sign-in page; one may come all the way in."""
    hand.page.goto("/logg-inn/")
    hand.go_to(hand.page.locator(f"a[href='{way_in(municipality, kind)}']"))


def leave(hand: Hand) -> None:
    """Sign out, and come back from the provider."""
    form = "form[action='/logg-ut/']"
    if (menu := hand.page.locator(f"details:has({form}) > summary")).count():
        menu.click()
    hand.page.locator(f"{form} button").first.click()
    hand.page.locator(f"a[href='{way_in()}']").wait_for()


def sign_in(hand: Hand, name: str, municipality: str = FJORDVIK, kind: str = "idporten", eid: str = "BankID") -> str:
    """Sign in at the municipality's provider; gives the made-up number."""
    go(hand, municipality, kind)
    return be(hand, name, eid)


def be(hand: Hand, name: str, eid: str = "BankID") -> str:
    """Say at the provider who one is; gives the made-up number."""
    option = hand.page.locator("option").filter(has_text=name)
    number = option.first.get_attribute("value") or ""
    hand.page.get_by_label("Who are you?").select_option(number)
    hand.go_to(hand.page.locator(f"button[value='{eid}']"))
    return number


def is_asked(page: Page) -> bool:
    """Whether the provider asks who one is."""
    return "/interaction/" in page.url and page.get_by_label("Who are you?").is_visible()


def is_outside(page: Page) -> bool:
    """Whether one stands on the way in."""
    return page.locator(f"a[href='{way_in()}']").is_visible()
