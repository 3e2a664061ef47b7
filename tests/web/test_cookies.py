"""What keeps a session its owner's: the cookie's promises, the token of every form, and TLS for good."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from stafettlogg.config.postgres import Server
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in

ASK = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
browser = Client(headers={"host": "localhost", "x-forwarded-proto": "https"})
answer = browser.get("/logg-inn/?til=/4699/")
cookies = {name: {key: str(part) for key, part in one.items()} for name, one in answer.cookies.items()}
print(json.dumps({"cookies": cookies, "headers": dict(answer.headers)}))
"""


@pytest.fixture(scope="module")
def behind_tls(postgres: Server, django_db_setup: None) -> dict[str, Any]:
    """What a browser is told by a service behind TLS, in a process of its own: settings are read once."""
    environ = {**os.environ, "STAFETTLOGG_TLS": "True", "DJANGO_SETTINGS_MODULE": "stafettlogg.config.settings"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK], env=environ, check=True, capture_output=True, text=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_behind_tls_every_cookie_is_bound_to_this_host_and_sent_nowhere_else(behind_tls: dict[str, Any]) -> None:
    cookies = behind_tls["cookies"]

    assert {*cookies} == {"__Host-stafettlogg", "__Host-skjema"}
    for cookie in cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == ("True", "True", "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_behind_tls_the_browser_comes_by_tls_for_a_year(behind_tls: dict[str, Any]) -> None:
    assert behind_tls["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_no_cookie_is_read_by_a_script_or_sent_from_anothers_page(world: WebWorld) -> None:
    cookies = Client().get("/logg-inn/?til=/4699/").cookies

    assert {*cookies} == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    for cookie in cookies.values():
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("at", ["notat/", "merksemd/", "tiltak/"])
def test_a_form_without_its_token_does_nothing(at: str, world: WebWorld) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = world.client("holder").cookies
    form = filled_in(browser.get(address(world.log, "notat/"))) | {"text": "Noted."}
    token = form.pop("csrfmiddlewaretoken")
    refused = browser.post(address(world.log, at), form)
    taken = browser.post(address(world.log, "notat/"), {**form, "csrfmiddlewaretoken": token})

    assert (refused.status_code, taken.status_code) == (403, 302)


def test_nor_do_signing_in_and_out(world: WebWorld) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = world.client("holder").cookies

    assert browser.post("/logg-ut/").status_code == 403
    assert browser.post("/hatt/", {"hat": "family"}).status_code == 403
    assert browser.get("/4699/").status_code == 200
