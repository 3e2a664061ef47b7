"""What lies in an office file beside XML: pictures, letters, and what a printer was told, known by their first bytes."""

from __future__ import annotations

import zlib

from stafettlogg.vault.inspection.kinds import COMPOUND
from stafettlogg.vault.inspection.office.xml import Attributes, Reader, read
from stafettlogg.vault.inspection.refusals import Unacceptable

PICTURES = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "bmp": (b"BM",),
    "tiff": (b"II*\0", b"MM\0*"),
    "wmf": (b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0"),
    "svm": (b"VCLMTF",),
    "photo": (b"II\xbc\x01",),
}
PACKED = b"\x1f\x8b\x08"  # emz and wmz: a drawing from Windows in gzip
DRAWN = tuple(first for firsts in PICTURES.values() for first in firsts)
LETTERS = (b"\0\x01\0\0", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")
OBJECTS = (COMPOUND, b"PK\x03\x04")
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"%PDF", b"{\\rtf", b"\xca\xfe\xba\xbe", b"Rar!", b"7z\xbc\xaf")


def must_be_a_picture(content: bytes) -> None:
    """Refuse what does not begin as a picture; one drawn in SVG is read."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        read(content, Drawing())
    elif content and not is_picture(content):
        raise Unacceptable(_what_it_is(content))


def is_picture(content: bytes) -> bool:
    """Whether it begins as a picture that is no XML."""
    if content.startswith(PACKED):
        content = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, 64)
        return content.startswith(PICTURES["wmf"]) or _is_emf(content)
    return content.startswith(DRAWN) or _is_emf(content) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP")


def _is_emf(content: bytes) -> bool:
    return content.startswith(b"\x01\0\0\0") and content[40:44] == b" EMF"


def must_be_dull(content: bytes) -> None:
    """Refuse what begins as a document, a program or a page; the rest is for printers and letters alone."""
    if content.startswith((*OBJECTS, *PROGRAMS)) or content.lstrip().startswith(b"<"):
        raise Unacceptable(_what_it_is(content))


def must_be_no_object(content: bytes) -> None:
    """Refuse a container of the old kind: what lies in it is not read here."""
    if content.startswith(COMPOUND):
        raise Unacceptable("object")


def _what_it_is(content: bytes) -> str:
    return "object" if content.startswith(OBJECTS) else "foreign"


INSIDE = ("#", "data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/gif")


class Drawing(Reader):
    """A picture in SVG: lines and text, nothing that runs, and nothing from elsewhere."""

    RUNNING = frozenset({"script", "foreignObject", "iframe", "handler", "listener"})

    def __init__(self) -> None:
        self.is_begun = False

    def start(self, tag: str, attributes: Attributes) -> bool:
        """Refuse what runs, what is no drawing, and what points anywhere but into the picture."""
        if not self.is_begun and tag != "svg":
            raise Unacceptable("foreign")
        self.is_begun = True
        if tag in self.RUNNING or any(name.lower().startswith("on") for name in attributes):
            raise Unacceptable("macro")
        for name, value in attributes.items():
            if name in ("href", "src") and tag != "a":
                self._must_stay(value)
            elif "(" in value:
                self.text(tag, value)
        return tag == "style"

    def text(self, tag: str, said: str) -> None:
        """Refuse a style that fetches."""
        plain = said.lower().replace(" ", "").replace('"', "").replace("'", "")
        if "@import" in plain or "\\" in plain:
            raise Unacceptable("external")
        for target in plain.split("url(")[1:]:
            self._must_stay(target)

    def _must_stay(self, target: str) -> None:
        if target.strip() and not target.strip().lower().startswith(INSIDE):
            raise Unacceptable("external")
