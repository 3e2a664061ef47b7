"""Files, sealed in chunks of 64 KiB under random names in the installation's folder.

Each chunk is bound to its file, its place in it and whether it is the last, so nothing can be swapped, cut or reordered.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote
from uuid import UUID, uuid4

from django.conf import settings

from stafettlogg.core import durable
from stafettlogg.vault import keys
from stafettlogg.vault.seal import Key, Unopenable, seal, unseal

CHUNK = 64 * 1024
LENGTH = struct.Struct("!L")


def folder() -> Path:
    """Where sealed files are kept."""
    return Path(settings.DATA) / "files"


def _path(file: UUID) -> Path:
    return folder() / file.hex[:2] / file.hex


def _binding(root: UUID, file: UUID, number: int, is_last: bool) -> bytes:
    return b"file|" + root.bytes + file.bytes + struct.pack("!L?", number, is_last)


def put(municipality: UUID, root: UUID, file: UUID, content: bytes) -> None:
    """Seal a file with its root's key and write it whole: it is there with all its chunks, or not at all."""
    key, path = keys.key(municipality, root), _path(file)
    durable.make_folder(path.parent)
    unfinished = path.with_suffix(f".{uuid4().hex}")
    try:
        with unfinished.open("wb") as out:
            for number, start in enumerate(range(0, len(content), CHUNK)):
                is_last = start + CHUNK >= len(content)
                sealed = seal(key, content[start : start + CHUNK], _binding(root, file, number, is_last))
                out.write(LENGTH.pack(len(sealed)) + sealed)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    durable.keep_name(path.parent)


def chunks(municipality: UUID, root: UUID, file: UUID) -> Iterator[bytes]:
    """Open a file chunk by chunk; the key is fetched before the first, so the stream needs no transaction."""
    return _open(keys.key(municipality, root), root, file)


def _open(key: Key, root: UUID, file: UUID) -> Iterator[bytes]:
    with _path(file).open("rb") as sealed:
        head = sealed.read(LENGTH.size)
        number = 0
        while head:
            if len(head) != LENGTH.size:
                raise Unopenable("The file is cut off.")
            body = sealed.read(LENGTH.unpack(head)[0])
            head = sealed.read(LENGTH.size)
            yield unseal(key, body, _binding(root, file, number, is_last=not head))
            number += 1
        if not number:
            raise Unopenable("The file is empty.")


def read(municipality: UUID, root: UUID, file: UUID) -> bytes:
    """The whole file, for the look at it."""
    return b"".join(chunks(municipality, root, file))


def remove(file: UUID) -> None:
    """Take a file away, and what a killed process left of it; once is enough."""
    path = _path(file)
    for part in (path, *path.parent.glob(f"{file.hex}.*")):
        part.unlink(missing_ok=True)


def aside() -> Path:
    """Where files lie that no row knows, until backups of the database have forgotten them too."""
    return Path(settings.DATA) / "files-aside"


def put_aside(file: UUID) -> None:
    """Take a file out of use without taking it away: whoever knows it after all moves it back by its name."""
    durable.make_folder(aside())
    path = _path(file)
    for part in (path, *path.parent.glob(f"{file.hex}.*")):
        with suppress(FileNotFoundError):
            os.utime(part)  # from now on its days are counted
            part.rename(aside() / part.name)
    durable.keep_name(aside())


def forget_aside() -> None:
    """Take away what has lain aside as long as backups are kept (STAFETTLOGG_BACKUP_DAYS)."""
    before = time.time() - timedelta(days=settings.BACKUP_DAYS).total_seconds()
    for path in aside().glob("*"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def orphans(known: Iterable[UUID], older_than: timedelta = timedelta(hours=1)) -> list[UUID]:
    """Files on disk that no row knows: what a rolled-back upload left behind.

    The younger ones are left out: the row of an upload that goes on just now is not to be seen before it is committed.
    """
    kept = {file.hex for file in known}
    before = time.time() - older_than.total_seconds()  # the age of a file is the disk's, whatever the clock says
    found = set()
    for path in folder().glob("??/*"):
        with suppress(FileNotFoundError, ValueError):  # taken away meanwhile, or not one of ours
            if path.stem not in kept and path.stat().st_mtime < before:
                found.add(UUID(path.stem))
    return sorted(found)


def remove_unfinished(older_than: timedelta = timedelta(hours=1)) -> int:
    """Take away what a killed process had begun to write, whoever knows the file itself; how many there were."""
    before, removed = time.time() - older_than.total_seconds(), 0
    for path in folder().glob("??/*.*"):
        with suppress(FileNotFoundError):  # finished or taken away meanwhile
            if path.stat().st_mtime < before:
                path.unlink()
                removed += 1
    return removed


def told_orphans() -> int:
    """How many files no row knew at the last look, where they were too many to touch; else 0."""
    try:
        return int(_too_many().read_text())
    except FileNotFoundError:
        return 0


def tell_orphans(number: int) -> None:
    """Keep the number for `doctor`, who may not see every row; 0 takes it back."""
    if number:
        durable.replace(_too_many(), f"{number}\n", mode=0o600)
    else:
        _too_many().unlink(missing_ok=True)


def _too_many() -> Path:
    return Path(settings.DATA) / "too-many-orphans"


def content_disposition(name: str) -> str:
    """The header for a download under this name (RFC 6266, RFC 8187); the browser saves it and never shows it."""
    plain = "".join(letter if (letter.isascii() and letter.isalnum()) or letter in "-_. " else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
