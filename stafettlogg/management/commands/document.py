"""Write the generated pages of docs/ anew, in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from stafettlogg.core import access_table

DOCS = Path(__file__).parents[3] / "docs"


class Command(BaseCommand):
    """`make docs`."""

    help = "Write docs/access.md from the access policy."

    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Write each page, and say which."""
        page = DOCS / "access.md"
        page.write_text(access_table.page())
        self.stdout.write(f"{page.relative_to(DOCS.parent)} is written.")
