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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from xml.parsers import expat

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
XML_CHUNK = 64 * 1024
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
# what libmagic calls plain text that happens to begin like something else: a saved e-mail, a table
PLAIN = frozenset({"text/plain", "text/csv", "application/csv", "application/json", "message/rfc822", "message/news"})

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
    elif found not in (PLAIN if kind == "txt" else {expected}):
        raise Unacceptable("disagrees")


# --- the whole look, in a process of its own ----------------------------------------------------------------------


def inspect(name: str, content: bytes, allowed: frozenset[str] = DOCUMENTS) -> Inspected:
    """The whole look, under limits; raises `Unacceptable`, or `ScannerDown` when it must wait."""
    glance(name, len(content), content[:8192], allowed)
    scan(content)
    try:
        looking = subprocess.run(
            [sys.executable, "-m", "stafettlogg.vault.inspection", ending(name)],
            input=content,
            capture_output=True,
            timeout=SECONDS * 2,
            check=False,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(filter(None, sys.path))},
        )
    except subprocess.TimeoutExpired:  # refused with a sentence, so that the person is not left waiting for ever
        raise Unacceptable("broken") from None
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
    with _picture(kind, content) as image:
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


def _picture(kind: str, content: bytes) -> Image.Image:
    """The picture, not yet drawn; no other format than the one its name says is tried."""
    try:
        return Image.open(io.BytesIO(content), formats=["PNG" if kind == "png" else "JPEG"])
    except Image.DecompressionBombError:
        raise Unacceptable("pixels") from None


def _upright(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image)
    mode = upright.mode if upright.mode in ("L", "RGB", "RGBA") else "RGBA"
    pixels = upright.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    return bare


ACTING = frozenset({"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/RichMedia", "/XFA"})
EMBEDDING = frozenset({"/EmbeddedFile", "/EmbeddedFiles", "/EF", "/FileAttachment", "/Filespec"})
BY_ITSELF = ("/OpenAction", "/AA")
QUIET = frozenset({"/GoTo", "/Named"})  # turning to a page


def _pdf(kind: str, content: bytes) -> bytes:
    if content.find(b"%PDF-") != 0 or zipfile.is_zipfile(io.BytesIO(content)):
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
        if (keys | names) & EMBEDDING:
            raise Unacceptable("embedded")
        for key in keys.intersection(BY_ITSELF):
            _must_be_quiet(thing[key])
        inner: list[Any] = [thing[key] for key in keys]
    elif isinstance(thing, pikepdf.Array):
        inner = list(thing)
    else:
        return
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            _must_not_act(value, depth + 1)


def _must_be_quiet(action: pikepdf.Object, depth: int = 0) -> None:
    """What happens without a person pressing anything may turn a page, and fetch nothing."""
    if depth > 50:
        raise Unacceptable("broken")
    if not isinstance(action, pikepdf.Dictionary):
        return  # a place in the document
    if "/S" not in action:
        following = [one for _, one in action.items()]  # an /AA: one action for each thing that can happen
    elif str(action["/S"]) in QUIET:
        after = action.get("/Next", pikepdf.Array())
        following = list(after) if isinstance(after, pikepdf.Array) else [after]
    else:
        raise Unacceptable("javascript")
    for one in following:
        _must_be_quiet(one, depth + 1)


def _office(kind: str, content: bytes) -> bytes:
    """Walk the zip by its table of contents: descriptions are read as XML in a stream, nothing is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        _must_be_reasonable(members, len(content))
        if any(_is_program(member.filename.lower()) for member in members):
            raise Unacceptable("macro")
        if kind in ("odt", "ods"):
            _must_be_open_document(kind, archive)
        else:
            _must_be_open_xml(kind, archive)
    return content


PRINTER_SETTINGS = "xl/printersettings/"  # every workbook that was ever printed has them


def _is_program(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    if "vbaproject" in name or {"embeddings", "activex", "basic", "scripts"} & set(parts[:-1]):
        return True
    return name.endswith((".bin", ".exe", ".js", ".vbs")) and not name.startswith(PRINTER_SETTINGS)


def _must_be_reasonable(members: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked > packed * HIGHEST_RATIO:
        raise Unacceptable("bomb")
    if len({member.filename.lower() for member in members}) < len(members):
        raise Unacceptable("broken")  # two of a name: we would look at one, and the program open the other
    for member in members:
        if member.flag_bits & 0x1:
            raise Unacceptable("encrypted")
        if member.filename.startswith("/") or ".." in PurePath(member.filename).parts:
            raise Unacceptable("broken")


Element = tuple[str, dict[str, str]]


def _elements(archive: zipfile.ZipFile, name: str) -> Iterator[Element]:
    """Every element's name and attributes, as a reader of XML sees them: whatever prefix, quotes, escapes or encoding."""
    found: list[Element] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda tag, attributes: found.append(
        (_bare(tag), {_bare(key): value for key, value in attributes.items()})
    )
    parser.StartDoctypeDeclHandler = _no_doctype
    with archive.open(name) as member:
        while chunk := member.read(XML_CHUNK):
            parser.Parse(chunk)
            yield from found
            found.clear()
    parser.Parse(b"", True)
    yield from found


def _bare(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


def _no_doctype(*_: object) -> None:
    raise Unacceptable("broken")  # office programs write none, and it is where entities that explode are declared


def _must_be_open_xml(kind: str, archive: zipfile.ZipFile) -> None:
    """A docx, xlsx or pptx: what it says it holds, and where it points."""
    types = {attributes.get("ContentType", "").lower() for _, attributes in _elements(archive, "[Content_Types].xml")}
    if any("macroenabled" in said or "vbaproject" in said or "activex" in said for said in types):
        raise Unacceptable("macro")
    if f"{OFFICE[kind]}.main+xml" not in types:
        raise Unacceptable("disagrees")
    for name in archive.namelist():
        if name.lower().endswith(".rels"):
            for tag, attributes in _elements(archive, name):
                _must_stay_inside(tag, attributes)


def _must_stay_inside(tag: str, attributes: dict[str, str]) -> None:
    """A link a person can press is fine; a template, picture or table fetched by itself is not."""
    is_external = attributes.get("TargetMode", "").strip().lower() == "external"
    if tag == "Relationship" and is_external and attributes.get("Type", "").rsplit("/", 1)[-1] != "hyperlink":
        raise Unacceptable("external")


WRITTEN = ("content.xml", "styles.xml")
PRESSED = frozenset({"a", "area-rectangle", "area-circle", "area-polygon"})
PROGRAMS = ("vnd.sun.star.script:", "macro:", "javascript:")
RUNNING = frozenset({"event-listener", "applet", "plugin"})


def _must_be_open_document(kind: str, archive: zipfile.ZipFile) -> None:
    """An odt or ods: its own mark, its manifest, and where its text and styles point."""
    with archive.open("mimetype") as member:
        if member.read(100) != OFFICE[kind].encode():
            raise Unacceptable("disagrees")
    if any(tag == "encryption-data" for tag, _ in _elements(archive, "META-INF/manifest.xml")):
        raise Unacceptable("encrypted")
    for name in archive.namelist():
        if PurePath(name.lower()).name in WRITTEN:
            for tag, attributes in _elements(archive, name):
                _must_point_inside(tag, attributes.get("href", "").strip().lower())


def _must_point_inside(tag: str, target: str) -> None:
    if tag in RUNNING or target.startswith(PROGRAMS):
        raise Unacceptable("macro")
    has_scheme = ":" in target.split("/", 1)[0] and not target.startswith("#")
    is_outside = has_scheme or target.startswith(("/", "..", "\\"))
    if tag == "dde-source" or (is_outside and tag not in PRESSED):
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
            answer = _answer(connection)
    except OSError as error:
        raise ScannerDown("ClamAV does not answer; the file waits.") from error
    if b"FOUND" in answer:
        raise Unacceptable("virus")
    if not answer.rstrip(b"\0\n").endswith(b"OK"):
        raise ScannerDown("ClamAV gave no verdict; the file waits.")


def _answer(connection: socket.socket) -> bytes:
    """What ClamAV says, up to its NUL: it may come in pieces."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096 and (piece := connection.recv(4096)):
        answer += piece
    return answer


def main() -> int:
    """The process of its own: one file in, the bytes to keep out, or a code on the last line of stderr."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a parser that dies leaves no picture of a child on disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        sys.stdout.buffer.write(look(sys.argv[1], sys.stdin.buffer.read()))
    except (Unacceptable, MemoryError) as error:
        sys.stderr.write(getattr(error, "code", "bomb") + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
