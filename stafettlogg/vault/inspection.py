"""Looking at an uploaded file before anybody can fetch it (security.md § 5).

`glance` is the look in the request: size, ending, first bytes. `inspect` is the whole look, in a process of its own with
limits on memory and time, run by the worker: office files walked without unpacking, PDFs without anything that acts,
images drawn anew without where and when they were taken, and ClamAV where there is one.
"""

from __future__ import annotations

import io
import resource
import socket
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import magic
import pikepdf
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
MOST_PIXELS = 40_000_000
MOST_MEMBERS = 5_000
MOST_UNPACKED = 200 * MEGABYTE
HIGHEST_RATIO = 200
MEMORY = 2048 * MEGABYTE
SECONDS = 60
CLAMAV_CHUNK = 64 * 1024

PAPER = frozenset({"pdf", "jpg", "jpeg", "png"})
OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
IMAGES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}
TYPES = {"pdf": "application/pdf", "txt": "text/plain", **IMAGES, **OFFICE}
DOCUMENTS = frozenset(TYPES)

SENTENCES = {
    "empty": _("The file is empty. Choose it once more."),
    "too_large": _("The file is too large. It can be at most 20 MB."),
    "extension": _("This kind of file cannot be taken in. Save it as PDF, and choose it once more."),
    "disagrees": _("The file is not what its name says. Open it, save it anew as PDF or a picture, and try again."),
    "macro": _("The file has macros in it. Save it without them, or as PDF."),
    "external": _("The file fetches things from other places. Save it as PDF, and choose that one."),
    "javascript": _("The PDF has a program in it. Print it to a new PDF, and choose that one."),
    "embedded": _("The PDF has other files inside it. Upload those one by one."),
    "encrypted": _("The file is locked with a password. Save it without one, and choose it once more."),
    "pixels": _("The picture is too large. Make it smaller, and choose it once more."),
    "bomb": _("The file grows far too large when it is opened. Save it as PDF, and choose that one."),
    "virus": _("The file is infected and was not kept. Tell whoever looks after your computer."),
    "broken": _("The file cannot be opened. Open it yourself, save it anew, and choose it once more."),
}


class Unacceptable(Exception):
    """The file cannot be taken in; `code` is a key of SENTENCES, and str() says what to do instead."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(SENTENCES[self.code])


class ScannerDown(Exception):
    """ClamAV is configured and does not answer: the file waits, it is never let through."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What may be kept: its type, and the bytes, for pictures drawn anew."""

    content_type: str
    content: bytes


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
    _must_agree(ending(name), head)


def _must_agree(kind: str, content: bytes) -> None:
    found = magic.from_buffer(content, mime=True)
    expected = TYPES[kind]
    if kind in OFFICE:
        if found not in (expected, "application/zip", "application/octet-stream") or content[:2] != b"PK":
            raise Unacceptable("disagrees")
    elif found != expected:
        raise Unacceptable("disagrees")


# --- the whole look, in a process of its own ----------------------------------------------------------------------


def inspect(name: str, content: bytes, allowed: frozenset[str] = DOCUMENTS) -> Inspected:
    """The whole look, under limits; raises `Unacceptable`, or `ScannerDown` when it must wait."""
    glance(name, len(content), content[:8192], allowed)
    scan(content)
    looking = subprocess.run(
        [sys.executable, "-m", "stafettlogg.vault.inspection", ending(name)],
        input=content,
        capture_output=True,
        timeout=SECONDS * 2,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(filter(None, sys.path))},
    )
    if looking.returncode == 0:
        return Inspected(TYPES[ending(name)], looking.stdout)
    said = looking.stderr.decode(errors="replace").strip().splitlines()[-1:] or [""]
    raise Unacceptable(said[0] if said[0] in SENTENCES else "broken")


def look(kind: str, content: bytes) -> bytes:
    """What the process of its own does: the bytes to keep, or `Unacceptable`."""
    looks: dict[str, Callable[[str, bytes], bytes]] = {"pdf": _pdf, "txt": _text}
    looks |= dict.fromkeys(OFFICE, _office) | dict.fromkeys(IMAGES, _image)
    try:
        return looks[kind](kind, content)
    except Unacceptable:
        raise
    except Exception as error:  # a parser may fail in any way at all on what people upload
        raise Unacceptable("broken") from error


def _text(kind: str, content: bytes) -> bytes:
    if b"\x00" in content:
        raise Unacceptable("disagrees")
    return content


def _image(kind: str, content: bytes) -> bytes:
    """Drawn anew: nothing of the file but its pixels is kept, so no place and no other format hides in it."""
    with Image.open(io.BytesIO(content)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Unacceptable("pixels")
        image.load()
        turned = _upright(image)
        kept = io.BytesIO()
        if IMAGES[kind] == "image/jpeg":
            turned.convert("RGB").save(kept, "JPEG", quality=90)
        else:
            turned.save(kept, "PNG")
        return kept.getvalue()


def _upright(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image)
    mode = upright.mode if upright.mode in ("L", "RGB", "RGBA") else "RGBA"
    pixels = upright.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    return bare


ACTING = frozenset({"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/RichMedia"})
EMBEDDING = frozenset({"/EmbeddedFile", "/Filespec"})


def _pdf(kind: str, content: bytes) -> bytes:
    if content.find(b"%PDF-") != 0:
        raise Unacceptable("disagrees")
    try:
        opened = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise Unacceptable("encrypted") from None
    with opened as pdf:
        if pdf.is_encrypted:
            raise Unacceptable("encrypted")
        if len(pdf.attachments):
            raise Unacceptable("embedded")
        for thing in pdf.objects:
            _must_not_act(thing)
    return content


def _must_not_act(thing: pikepdf.Object, depth: int = 0) -> None:
    if depth > 50:
        raise Unacceptable("broken")
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        keys = set(thing.keys())
        names = {str(thing.get("/S", "")), str(thing.get("/Type", "")), str(thing.get("/Subtype", ""))}
        if (keys | names) & ACTING:
            raise Unacceptable("javascript")
        if names & EMBEDDING or "/EmbeddedFiles" in keys:
            raise Unacceptable("embedded")
        inner: list[Any] = [thing[key] for key in keys]
    elif isinstance(thing, pikepdf.Array):
        inner = list(thing)
    else:
        return
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            _must_not_act(value, depth + 1)


def _office(kind: str, content: bytes) -> bytes:
    """Walk the zip by its table of contents; only small descriptions are read, nothing is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        _must_be_reasonable(members, len(content))
        names = {member.filename.lower() for member in members}
        if any("vbaproject" in name or name.startswith(("basic/", "scripts/")) for name in names):
            raise Unacceptable("macro")
        if any("/embeddings/" in name or name.endswith((".bin", ".exe", ".js", ".vbs")) for name in names):
            raise Unacceptable("macro")
        described = _read(archive, "[Content_Types].xml") if "[content_types].xml" in names else b""
        if b"macroEnabled" in described:
            raise Unacceptable("macro")
        _must_be(kind, archive, names, described)
        for member in members:
            if member.filename.endswith(".rels") and b'TargetMode="External"' in _read(archive, member.filename):
                _must_only_link(_read(archive, member.filename))
    return content


def _must_be_reasonable(members: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked > packed * HIGHEST_RATIO:
        raise Unacceptable("bomb")
    for member in members:
        if member.flag_bits & 0x1:
            raise Unacceptable("encrypted")
        if member.filename.startswith("/") or ".." in PurePath(member.filename).parts:
            raise Unacceptable("broken")


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """At most one megabyte of a member: descriptions are small, and a table of contents can lie."""
    with archive.open(name) as member:
        return member.read(MEGABYTE)


def _must_be(kind: str, archive: zipfile.ZipFile, names: set[str], described: bytes) -> None:
    if kind in ("odt", "ods"):
        if "mimetype" not in names or _read(archive, "mimetype").decode(errors="replace") != OFFICE[kind]:
            raise Unacceptable("disagrees")
    elif f"{OFFICE[kind]}.main+xml".encode() not in described:
        raise Unacceptable("disagrees")


def _must_only_link(relations: bytes) -> None:
    """A link a person can press is fine; a template, picture or data fetched by itself is not."""
    for relation in relations.split(b"<Relationship ")[1:]:
        if b'TargetMode="External"' in relation and b"/hyperlink" not in relation:
            raise Unacceptable("external")


# --- ClamAV -------------------------------------------------------------------------------------------------------


def scan(content: bytes) -> None:
    """Ask ClamAV by INSTREAM, where it is configured; raises `Unacceptable("virus")` or `ScannerDown`."""
    if not settings.CLAMAV:
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(30)
            connection.connect(str(settings.CLAMAV))
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CLAMAV_CHUNK):
                chunk = content[start : start + CLAMAV_CHUNK]
                connection.sendall(struct.pack("!L", len(chunk)) + chunk)
            connection.sendall(struct.pack("!L", 0))
            answer = connection.recv(4096)
    except OSError as error:
        raise ScannerDown("ClamAV does not answer; the file waits.") from error
    if b"FOUND" in answer:
        raise Unacceptable("virus")
    if not answer.rstrip(b"\0\n").endswith(b"OK"):
        raise ScannerDown("ClamAV gave no verdict; the file waits.")


def main() -> int:
    """The process of its own: one file in, the bytes to keep out, or a code on the last line of stderr."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        sys.stdout.buffer.write(look(sys.argv[1], sys.stdin.buffer.read()))
    except (Unacceptable, MemoryError) as error:
        sys.stderr.write(getattr(error, "code", "bomb") + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
