"""Every page for everybody: axe finds nothing, nothing scrolls sideways, the browser has no complaint.

Every page is seen on three widths; light and dark, nynorsk, bokmål and English take turns, so that all pairs are met.
`make axe-all` sees every page in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.browser import axe
from tests.browser.site import Site
from tests.browser.visits import (
    EVERYBODY,
    LANGUAGES,
    OLAV,
    Seen,
    Somebody,
    Visit,
    log_of,
    outside,
    speak,
    stopped,
    visited,
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def seen() -> dict[str, Seen]:
    """The pages that somebody has been to, for each hat."""
    return {}


@pytest.mark.parametrize("who", EVERYBODY, ids=str)
def test_every_page_one_can_come_to_is_for_everybody(site: Site, seen: dict[str, Seen], who: Somebody) -> None:
    with site.somebody(who.name, who.hat, who.municipality, bypass_csp=True) as hand:
        speak(hand, LANGUAGES[EVERYBODY.index(who) % 3])
        faults = [
            f"{visit} {fault}"
            for turn, visit in enumerate(visited(hand, who, seen.setdefault(who.hat, {})))
            for fault in axe.faults(hand.page, screens(visit, turn))
        ]

    assert faults == [], "\n".join(faults)


def test_the_pages_before_sign_in_are_for_everybody(site: Site) -> None:
    with site.page(bypass_csp=True) as page:
        faults = [f"{visit} {fault}" for visit in outside(page) for fault in axe.faults(page, axe.ALL)]

    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who.is_stopped], ids=str)
def test_a_page_that_refuses_is_for_everybody(site: Site, who: Somebody) -> None:
    with site.somebody(who.name, who.hat, bypass_csp=True) as hand:
        faults = [
            f"{visit} {fault}"
            for turn, visit in enumerate(stopped(hand, who))
            for fault in axe.faults(hand.page, axe.in_turn(turn))
        ]

    assert faults == [], "\n".join(faults)


def test_the_log_can_be_read_in_colours_of_ones_own(site: Site) -> None:
    with site.somebody(OLAV.name, bypass_csp=True) as hand:
        hand.page.goto(log_of(hand))
        faults = [str(fault) for fault in axe.faults(hand.page, [axe.OWN_COLOURS])]

    assert faults == [], "\n".join(faults)


def screens(visit: Visit, turn: int) -> Iterable[axe.Screen]:
    """Three screens for a page; for somebody's second log and those after it one is enough."""
    return axe.in_turn(turn) if visit.nth == 1 else [axe.ALL[turn % len(axe.ALL)]]
