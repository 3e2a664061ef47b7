"""What a page weighs, squeezed as it is sent: little enough for an old phone on a slow net (interface.md § 5).

How many answers a visit takes, and what they weigh together, is counted in a browser: tests/browser/test_weight.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
from django.conf import settings

from stafettlogg.core.caller import Hat
from tests.filled import Filled, filled
from tests.web.conftest import WebWorld

__all__ = ["filled"]

CSS, JAVASCRIPT, FONTS, HTML = 30_000, 25_000, 75_000, 15_000
STYLESHEET = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)"')
SCRIPT = re.compile(r'<script src="/static/([^"]+)"')
VENDOR = Path(__file__).resolve().parents[2] / "stafettlogg" / "web" / "static" / "vendor"
THEMES = sorted(path.stem.removeprefix("theme-") for path in VENDOR.glob("theme-*.css"))


@pytest.fixture
def place(filled: Filled) -> WebWorld:
    """The filled world, with browsers."""
    made = WebWorld.__new__(WebWorld)
    vars(made).update(vars(filled))
    return made


def squeezed(page: str) -> int:
    return len(brotli.compress(page.encode()))


def fetched(kind: re.Pattern[str], page: str) -> int:
    """What the files of a kind that the page names weigh together."""
    files = [Path(settings.STATIC_ROOT) / name for name in kind.findall(page)]
    assert files != []
    return sum(len(brotli.compress(file.read_bytes())) for file in files)


@pytest.mark.parametrize("theme", THEMES)
def test_the_stylesheets_of_a_municipality_are_small(world: WebWorld, theme: str) -> None:
    plain = world.client("holder").get("/4699/").text

    page = re.sub(r"vendor/theme-\w+\.\w+\.css", f"vendor/theme-{theme}.css", plain)

    assert f"theme-{theme}.css" in page
    assert fetched(STYLESHEET, page) <= CSS


def test_the_scripts_are_small(world: WebWorld) -> None:
    page = world.client("holder").get("/4699/").text

    assert fetched(SCRIPT, page) <= JAVASCRIPT


def test_the_fonts_are_small() -> None:
    assert sum(path.stat().st_size for path in VENDOR.glob("*.woff2")) <= FONTS


@pytest.mark.parametrize("name", ["holder", "leader", "guardian"])
@pytest.mark.parametrize("language", ["nn", "nb", "en"])
@pytest.mark.django_db
def test_the_log_is_a_small_page(place: WebWorld, name: str, language: str) -> None:
    page = place.client(name, language=language).get(f"/4699/logg/{place.log.pk}/")

    assert page.status_code == 200
    assert squeezed(page.text) <= HTML


@pytest.mark.parametrize(
    ("name", "hat"),
    [
        ("holder", Hat.STAFF),
        ("leader", Hat.STAFF),
        ("teacher_mother", Hat.FAMILY),
        ("administrator", Hat.ADMINISTRATION),
        ("officer", Hat.OFFICER),
    ],
)
@pytest.mark.django_db
def test_the_first_page_is_a_small_page(place: WebWorld, name: str, hat: Hat) -> None:
    page = place.client(name, hat, language="nn").get("/4699/", follow=True)

    assert page.status_code == 200
    assert squeezed(page.text) <= HTML
