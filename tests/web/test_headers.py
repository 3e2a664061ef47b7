"""What every answer tells the browser."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import WebWorld


@pytest.mark.parametrize("address", ["/logg-inn/", "/4699/", "/4699/not-there/", "/static/favicon.svg"])
def test_every_answer_loads_nothing_from_elsewhere_and_is_framed_by_nobody(world: WebWorld, address: str) -> None:
    answer = world.client("holder").get(address)
    answer.close()
    headers = answer.headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; script-src 'nonce-")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_no_page_is_kept_by_the_browser(world: WebWorld) -> None:
    assert "no-store" in world.client("guardian").get(f"/4699/logg/{world.log.pk}/")["Cache-Control"]


def test_scripts_carry_the_nonce_of_this_answer_alone(world: WebWorld) -> None:
    browser = world.client("holder")
    first, second = browser.get("/4699/"), browser.get("/4699/")
    nonces = [re.findall(r"'nonce-([^']+)'", answer["Content-Security-Policy"])[0] for answer in (first, second)]

    assert nonces[0] != nonces[1]
    assert {*re.findall(r'<script[^>]*nonce="([^"]+)"', first.text)} == {nonces[0]}
    assert not re.search(r"<script(?![^>]*nonce=)|<style| style=| on[a-z]+=", first.text)


def test_a_page_that_is_not_there_says_so_kindly(world: WebWorld) -> None:
    missing = world.client("holder").get("/4699/not-there/")

    assert missing.status_code == 404
    assert "There is nothing here for you" in missing.text
