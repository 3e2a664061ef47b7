"""Every page for everybody: axe finds nothing, nothing scrolls sideways, the browser has no complaint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.hands import Hand
from tests.browser.site import FJORDVIK, Site

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WIDTHS = (1280, 390, 320)
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
EVERYBODY = (
    ("Kari Lunde", "staff", FJORDVIK),  # leads; a wonder waits for her
    ("Olav Myklebust", "staff", FJORDVIK),  # holds, with measures to look at now
    ("Per Åsen", "staff", FJORDVIK),  # is offered the baton
    ("Marit Haugen", "staff", FJORDVIK),  # leads, with a log that waits for consent and a closed one
    ("Hanne Solheim", "staff", FJORDVIK),  # has a draft of a wonder
    ("Hanne Solheim", "family", FJORDVIK),
    ("Rune Dale", "family", FJORDVIK),  # has not answered
    ("Sara Berg", "family", "Havvik kommune"),  # is the child, in bokmål
    ("Turid Berge", "administration", FJORDVIK),
    ("Nils Holm", "officer", FJORDVIK),
)


@pytest.fixture(scope="module")
def seen() -> dict[str, set[str]]:
    """The pages that somebody has been to, for each hat."""
    return {}


@pytest.mark.parametrize(("name", "hat", "municipality"), EVERYBODY, ids=lambda value: value.split()[0])
def test_every_page_one_can_come_to_is_for_everybody(
    site: Site, seen: dict[str, set[str]], name: str, hat: str, municipality: str
) -> None:
    with site.somebody(name, hat, municipality, bypass_csp=True) as hand:
        everywhere = visited(hand, name, seen.setdefault(hat, set()))
        faults = [f"{address} {fault}" for address in everywhere for fault in looked_at(hand.page)]

    assert faults == [], "\n".join(faults)


def test_the_way_in_is_for_everybody(site: Site) -> None:
    with site.page(bypass_csp=True) as page:
        page.goto("/logg-inn/")
        faults = {"sign in": looked_at(page)}
        Hand(page).press("Gå vidare")
        faults["sign in, refused"] = looked_at(page)
        page.goto("/4699/logg/")
        faults["not found"] = looked_at(page)

    assert [fault for found in faults.values() for fault in found] == []


@pytest.mark.parametrize("form", ["merksemd", "tiltak", "notat", "stemme"])
def test_a_refused_form_is_for_everybody(site: Site, form: str) -> None:
    with site.somebody("Olav Myklebust", bypass_csp=True) as hand:
        hand.press("Tuva Solheim Aune")
        hand.page.goto(f"{hand.page.url}{form}/")
        hand.go_to(hand.page.locator("main form button[type=submit]").first)

        assert hand.page.locator(".ds-error-summary").is_visible()
        assert (faults := looked_at(hand.page)) == [], "\n".join(faults)


def visited(hand: Hand, name: str, seen: set[str]) -> Iterator[str]:
    """Come to every page that links lead to, unless somebody with the same hat has been there; give its address."""
    waiting = [urlsplit(hand.page.url).path]
    while waiting:
        address = waiting.pop(0)
        if (which := kind(address, name)) in seen:
            continue
        seen.add(which)
        answer = hand.page.goto(address)
        assert answer is not None and answer.status == 200, f"{address} answers {answer and answer.status}"
        yield address
        links = hand.page.locator("a[href^='/']:not([download])").evaluate_all(
            "all => all.map(a => a.getAttribute('href'))"
        )
        waiting += [link.split("#")[0] for link in links]


def kind(address: str, name: str) -> str:
    """What kind of page an address is: a form looks the same for all, the first page and a log for nobody else."""
    path = urlsplit(address).path
    is_own = re.fullmatch(rf"/\d+/(logg/{ID.pattern}/)?", path)
    return f"{path} {name}" if is_own else ID.sub("…", path)


def looked_at(page: Page) -> list[str]:
    """What is wrong with the page, on each of the screens."""
    faults = []
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", list(RULES))
        faults += [
            f"{width} px: {fault['id']}: {node['html'][:200]}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        if wide > width:
            faults.append(f"{width} px: scrolls sideways, {wide} px wide")
    return faults
