"""Write the pages of docs/ that come from the code; a test keeps them true."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from stafettlogg.config import env
from stafettlogg.core import access_table

DOCS = env.CHECKOUT / "docs"
PAGES: dict[str, Callable[[], str]] = {"access.md": access_table.page, "settings.md": env.settings_table}


class Command(BaseCommand):
    """All generated pages."""

    help = "Write the generated pages of docs/."

    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Write them."""
        for name, page in PAGES.items():
            (DOCS / name).write_text(page())


def stale(docs: Path = DOCS) -> list[str]:
    """The pages that no longer say what the code says."""
    return [name for name, page in PAGES.items() if not (docs / name).exists() or (docs / name).read_text() != page()]
