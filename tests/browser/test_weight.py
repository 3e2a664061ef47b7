"""What a visit takes over the net: few answers and little in them the first time, next to nothing the second (interface.md § 5)."""

from __future__ import annotations

from typing import Any

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
from playwright.sync_api import Page

from tests.browser.site import Site
from tests.browser.visits import HANNE, OLAV, Somebody, log_of

pytestmark = pytest.mark.browser

REQUESTS, FIRST, SECOND = 14, 130_000, 15_000


class Net:
    """What goes over the net while a page is fetched.

    The page itself is not squeezed by the service, for that is the proxy's; it counts as the proxy sends it.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sizes: dict[str, int] = {}
        self._cached: set[str] = set()
        self._tab = page.context.new_cdp_session(page)
        self._tab.send("Network.enable")
        self._tab.on("Network.requestServedFromCache", lambda event: self._cached.add(event["requestId"]))
        self._tab.on("Network.responseReceived", self._received)
        self._tab.on("Network.loadingFinished", self._finished)

    def fetch(self, address: str) -> list[int]:
        """Come to the page; gives how many bytes each answer had that came over the net."""
        self.sizes.clear()
        answer = self.page.goto(address, wait_until="networkidle")
        assert answer is not None and answer.ok
        plain = answer.body()
        saved = 0 if "content-encoding" in answer.headers else len(plain) - len(brotli.compress(plain))
        page, *others = self.sizes.values()
        return [page - saved, *others]

    def _received(self, event: dict[str, Any]) -> None:  # Any: what the browser's protocol says
        if event["response"].get("fromDiskCache") or event["response"]["url"].startswith("data:"):
            self._cached.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:  # Any: what the browser's protocol says
        if event["requestId"] not in self._cached:
            self.sizes[event["requestId"]] = int(event["encodedDataLength"])


@pytest.mark.parametrize("who", [OLAV, HANNE], ids=str)
def test_a_first_visit_to_the_log_is_light_and_a_second_next_to_nothing(site: Site, who: Somebody) -> None:
    with site.somebody(who.name, who.hat) as hand:
        log, cookies = log_of(hand), hand.page.context.storage_state()

    with site.page(storage_state=cookies) as page:
        net = Net(page)
        first, second = net.fetch(log), net.fetch(log)

    assert len(first) <= REQUESTS
    assert sum(first) <= FIRST
    assert sum(second) <= SECOND


def test_a_first_visit_to_the_way_in_is_light(site: Site) -> None:
    with site.page() as page:
        first = Net(page).fetch("/logg-inn/")

    assert len(first) <= REQUESTS
    assert sum(first) <= FIRST
