"""The service itself, in processes and with a database of its own, and Debian's Chromium in front of it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.browser.hands import Hand

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
)  # fmt: skip
CHROMIUM = ("chromium-headless-shell", "chromium")  # the first is the same, without the window that nobody sees
WAIT = 180
PATIENCE = 15_000
FJORDVIK = "Fjordvik kommune"
USER, PASSWORD = "demo20", "BTI2000"  # of every training site, as make demo says


@dataclass(frozen=True)
class Site:
    """The running training site, and a browser to visit it with."""

    address: str
    browser: Browser
    folder: Path

    @contextmanager
    def page(self, **options: Any) -> Iterator[Page]:  # Any: Playwright's own options
        """A browser that nobody has used before; whatever it complains about is a fault."""
        context = self.browser.new_context(
            base_url=self.address, viewport={"width": 1280, "height": 800}, reduced_motion="reduce", **options
        )
        context.set_default_timeout(PATIENCE)
        page, complaints = context.new_page(), list[str]()
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        try:
            yield page
        finally:
            context.close()
        assert complaints == [], f"The browser complained: {complaints}"

    @contextmanager
    def somebody(
        self,
        name: str,
        hat: str = "staff",
        municipality: str = FJORDVIK,
        kind: type[Hand] = Hand,
        **options: Any,  # Any: Playwright's own
    ) -> Iterator[Hand]:
        """One of the training site's people, signed in, on the first page."""
        with self.page(**options) as page:
            hand = kind(page)
            self.sign_in(hand, name, hat, municipality)
            yield hand

    def sign_in(self, hand: Hand, name: str, hat: str, municipality: str) -> None:
        """Sign in as one of the made-up people, in English, so that the tests say what the code says."""
        page = hand.page
        page.goto("/logg-inn/")
        hand.open("Nynorsk")
        hand.press("English")
        hand.choose("Which municipality?", municipality)
        hand.write("User name", USER)
        hand.write("Password", PASSWORD)
        hand.press("Go on")
        people = page.locator(f"button[name=who][value$=':{hat}']")
        hand.go_to(people.filter(has=page.get_by_text(name, exact=True)))


def is_complaint(said: ConsoleMessage) -> bool:
    """Whether the browser found a fault; the status of a form that was refused is none."""
    return said.type in ("error", "warning") and not re.search(r"status of (403|404|409|422)", said.text)


@contextmanager
def serving() -> Iterator[Site]:
    """`make demo` in a folder of its own, until one is done with it."""
    folder = Path(tempfile.mkdtemp(prefix="stafettlogg-browser-"))
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STAFETTLOGG_", "DATABASE_URL"))}
    environ = {**kept, "STAFETTLOGG_DATA": str(folder), "PORT": str(port)}
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([sys.executable, "-m", "stafettlogg", "demo"], env=environ, stdout=said, stderr=said)
    try:
        wait_until_ready(port, process, folder / "said")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            yield Site(f"http://localhost:{port}", browser, folder)
            browser.close()
    finally:
        process.terminate()
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def chromium() -> str:
    """Where Debian's Chromium is; raises `AssertionError` when there is none."""
    found = [path for name in CHROMIUM if (path := shutil.which(name))]
    assert found, "There is no Chromium."
    return found[0]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_until_ready(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    """Wait until web, worker and database answer; what was said on the way stands in the failure."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/klar", timeout=5):
                return
        except urllib.error.HTTPError as not_yet:
            not_yet.close()
        except OSError:
            pass
        time.sleep(0.3)
    raise AssertionError(f"The service did not start:\n{said.read_text()}")
