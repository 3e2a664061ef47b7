"""Who postgres runs as: it refuses to be root, so root hands it to a user who may do nothing else."""

from __future__ import annotations

import os
import pwd
from pathlib import Path
from typing import Any

UNPRIVILEGED = "nobody"


def is_root() -> bool:
    """Whether this process may be anybody, so that postgres has to be somebody else."""
    return os.geteuid() == 0


def runs_as() -> int:
    """The id of the user postgres runs as."""
    return pwd.getpwnam(UNPRIVILEGED).pw_uid if is_root() else os.geteuid()


def as_unprivileged() -> dict[str, Any]:  # Any: the keywords of subprocess
    """Start a program as that user, with an environment that is nobody's."""
    clean = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    if not is_root():
        return {"env": clean, "cwd": "/"}
    somebody = pwd.getpwnam(UNPRIVILEGED)
    return {"env": clean, "cwd": "/", "user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}


def give_away(path: Path) -> None:
    """Make it that user's own."""
    if is_root():
        somebody = pwd.getpwnam(UNPRIVILEGED)
        os.chown(path, somebody.pw_uid, somebody.pw_gid)
