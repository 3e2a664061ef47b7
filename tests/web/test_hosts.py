"""An address of ours asked for under a name that is not ours is refused, whatever it is; nothing is looked up."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client, override_settings
from django.urls import URLPattern, reverse

from tests.test_architecture import addresses

NAMES = ("stranger.example", "testserver.stranger.example", "testserver@stranger.example", "a b", "")
MACHINES = ("/leve", "/klar")


def written(pattern: URLPattern) -> str:
    """The address, with something in each place."""
    made = {"uuid": uuid4(), "slug": "4699", "str": "x", "int": 1}
    kinds = {
        name: type(kind).__name__.removesuffix("Converter").lower() for name, kind in pattern.pattern.converters.items()
    }
    return reverse(str(pattern.name), kwargs={name: made[kind] for name, kind in kinds.items()})


def everywhere() -> list[str]:
    """Every address, a file, what machines ask for, and what is nowhere."""
    return [*map(written, addresses()), staticfiles_storage.url("app.css"), *MACHINES, "/nowhere/"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
@pytest.mark.parametrize("name", NAMES)
def test_no_address_answers_to_a_name_that_is_not_ours(name: str, method: str) -> None:
    """Without a database: had anything been looked up, the test would have stopped."""
    told = {to: Client().generic(method, to, HTTP_HOST=name).status_code for to in everywhere()}

    assert {to: status for to, status in told.items() if status != 400} == {}
    assert len(told) > 70


def test_it_says_so_in_words_and_in_our_languages_and_repeats_nothing_of_what_was_sent() -> None:
    shown = Client().get("/logg-inn/kvifor/", HTTP_HOST="stranger.example")

    assert [f'lang="{language}"' in shown.text for language in ("nn", "nb", "en")] == [True] * 3
    assert "We did not understand what your browser sent" in shown.text
    assert "stranger.example" not in shown.text
    assert shown.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]


@pytest.mark.parametrize("forwarded", [{"X-Forwarded-Host": "testserver"}, {"Forwarded": "host=testserver"}])
def test_a_header_of_a_proxy_names_nobody(forwarded: dict[str, str]) -> None:
    assert Client().get("/leve", HTTP_HOST="stranger.example", headers=forwarded).status_code == 400


@override_settings(ALLOWED_HOSTS=["stafettlogg.example"])
def test_this_very_machine_may_ask_how_the_service_is_without_knowing_its_name() -> None:
    def status(to: str, name: str, **more: str) -> int:
        return Client().get(to, HTTP_HOST=name, **more).status_code  # type: ignore[arg-type]

    assert status("/leve", "127.0.0.1:8000") == status("/leve", "localhost") == status("/leve", "[::1]:8000") == 200
    assert status("/leve", "stafettlogg.example") == 200
    assert status("/leve", "127.0.0.1", REMOTE_ADDR="192.0.2.7") == 400
    assert status("/leve", "127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.7") == 400
    assert status("/logg-inn/kvifor/", "127.0.0.1") == 400
