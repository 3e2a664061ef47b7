"""How much room the installation's disk has left. Below a set limit nothing new is written, so that reads can go on being recorded."""

from __future__ import annotations

import shutil

from django.conf import settings


def is_scarce() -> bool:
    """Whether less is free than the installation keeps for the trail of those who read (setting STAFETTLOGG_FREE)."""
    free: int = shutil.disk_usage(settings.DATA).free
    return free < settings.FREE
