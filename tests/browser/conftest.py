"""One service for all tests in a browser, and who takes which of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import site as sites

TOGETHER = ("test_axe", "test_idporten")  # one test goes on where the last one was, or with its provider
LONGEST = "test_walk"


@pytest.fixture(scope="package")
def site() -> Iterator[sites.Site]:
    """The service; it ends with this folder of tests, because Playwright's event loop is not for Django's tests."""
    with sites.serving() as running:
        yield running


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two files stay with one worker each; every other test goes to whoever is free, the longest first."""
    for item in items:
        if item.path.stem in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=lambda item: item.path.stem != LONGEST)
