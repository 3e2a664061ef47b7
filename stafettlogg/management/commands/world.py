"""Fill an empty training database with made-up people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from stafettlogg.config import checks
from stafettlogg.core.scope import system
from stafettlogg.identity.models import Municipality
from stafettlogg.management import world


class Command(BaseCommand):
    """The training world, once."""

    help = "Fill an empty training database with made-up municipalities, people and logs."

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Build the world where there is none."""
        if settings.MODE != "training":
            raise CommandError("Made-up people belong in training only.")
        if refusal := checks.mode_mismatch():
            raise CommandError(refusal)
        with system("is there a world already"):
            is_filled = Municipality.objects.get_queryset().exists()
        if not is_filled:
            world.build()
