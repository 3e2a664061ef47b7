"""The pages of the proxy in front: each is one file that fetches nothing, says it in three languages, and is in its configuration."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

PAGES = sorted((settings.PACKAGE / "web" / "proxy").glob("*.html"))
DRIFT = (Path(__file__).resolve().parents[2] / "docs" / "drift.md").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_of_the_proxy_stands_alone_and_speaks_three_languages(page: Path) -> None:
    text = page.read_text()

    assert re.findall(r'<section lang="(\w+)"', text) == ["nn", "nb", "en"]
    assert re.findall(r"(?:src|href|url)\s*[=(]", text) == []
    assert re.search(rf"error_page (?:\d+ )*{page.stem}(?: \d+)* /{page.name};", DRIFT)


def test_every_page_that_the_proxy_is_told_to_show_is_there() -> None:
    assert sorted(set(re.findall(r"error_page [\d ]+ /(\w+\.html);", DRIFT))) == [page.name for page in PAGES]
