"""One service for all tests in a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import site as sites


@pytest.fixture(scope="package")
def site() -> Iterator[sites.Site]:
    """The service; it ends with this folder of tests, because Playwright's event loop is not for Django's tests."""
    with sites.serving() as running:
        yield running
