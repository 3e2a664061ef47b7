"""The kinds of file that are taken in, and the look in the request: size, ending, first bytes."""

from __future__ import annotations

from pathlib import PurePath

import magic

from stafettlogg.vault.inspection.refusals import Unacceptable

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE

PAPER = frozenset({"pdf", "jpg", "jpeg", "png"})
OPEN_XML = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OPEN_DOCUMENT = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
OFFICE = OPEN_XML | OPEN_DOCUMENT
IMAGES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}
TYPES = {"pdf": "application/pdf", "txt": "text/plain", **IMAGES, **OFFICE}
DOCUMENTS = frozenset(TYPES)
# what libmagic calls plain text that happens to begin like something else: a saved e-mail, a table
PLAIN = frozenset({"text/plain", "text/csv", "application/csv", "application/json", "message/rfc822", "message/news"})
ZIPS = frozenset({"application/zip", "application/octet-stream"})

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB: old office files, and new ones locked with a password


def ending(name: str) -> str:
    """The file name's ending, small letters, without the dot."""
    return PurePath(name).suffix.lower().lstrip(".")


def glance(name: str, size: int, head: bytes, allowed: frozenset[str] = DOCUMENTS) -> None:
    """The look in the request; raises `Unacceptable`. `head` is the first 8 KiB."""
    if size == 0:
        raise Unacceptable("empty")
    if size > LARGEST:
        raise Unacceptable("too_large")
    if ending(name) not in allowed:
        raise Unacceptable("extension")
    _must_agree(ending(name), head, size)


def _must_agree(kind: str, head: bytes, size: int) -> None:
    if kind in OFFICE and head.startswith(COMPOUND):
        must_be_no_compound(head, whole=len(head) == size)
        return  # what it is may stand further out: the whole look says
    found = magic.from_buffer(head, mime=True)
    if kind in OFFICE:
        if found not in {OFFICE[kind], *ZIPS} or head[:2] != b"PK":
            raise Unacceptable("disagrees")
    elif found not in (PLAIN if kind == "txt" else {TYPES[kind]}):
        raise Unacceptable("disagrees")


LOCKED = "EncryptedPackage".encode("utf-16-le")  # the stream's name (MS-OFFCRYPTO § 2.3.4.4)


def must_be_no_compound(content: bytes, *, whole: bool = True) -> None:
    """Say of an office file in the old container whether it is locked or old; of a part of one, only what is certain."""
    if content.startswith(COMPOUND):
        if LOCKED in content:
            raise Unacceptable("encrypted")
        if whole:
            raise Unacceptable("old")
