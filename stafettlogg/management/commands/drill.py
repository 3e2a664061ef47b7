"""Prove that a restored database, its files and the key belong together, by opening them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stafettlogg.relay import drilling


class Command(BaseCommand):
    """`stafettlogg drill`: after every restore, and every half year on a copy."""

    help = "Open every sealed file and the newest texts, and say whether all is there. Shows nothing of them."

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Say how much opened; exit code 1 and the ids when something did not."""
        done = drilling.drill()
        self.stdout.write(f"{done.texts} texts and {done.files} files open, each from end to end.")
        if done.lost:
            raise CommandError(
                f"{len(done.lost)} do not open: {', '.join(map(str, done.lost[:20]))}. Take the files from a later copy, "
                "and look whether the root key is the installation's own."
            )
