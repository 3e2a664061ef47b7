"""XML read safely: in a stream, without entities, no deeper than people write, by the names that count."""

from __future__ import annotations

from dataclasses import dataclass
from xml.parsers import expat

from stafettlogg.vault.inspection.refusals import Unacceptable

DEEPEST = 1_000
ENCODINGS = frozenset({"utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})

Attributes = dict[str, str]  # by name without its namespace


class Reader:
    """Who is told what stands in a piece of XML; names come without their namespace, whatever the prefix. It asks for nothing itself."""

    def start(self, tag: str, attributes: Attributes) -> bool:
        """An element begins; True asks for the text in it."""
        return False

    def text(self, tag: str, said: str) -> None:
        """What an element said whose text was asked for."""


def read(content: bytes, reader: Reader) -> None:
    """Tell the reader of every element; raises `Unacceptable` for what is not XML as office programs write it."""
    try:
        _Parse(reader).parser.Parse(content, True)
    except expat.ExpatError:
        raise Unacceptable("broken") from None


@dataclass(slots=True)
class _Heard:
    depth: int
    tag: str
    pieces: list[str]


class _Parse:
    """Called for every element of a workbook, so that it does little more than count and pass on."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.depth = 0
        self.listening: list[_Heard] = []
        self.bare: dict[str, str] = {}
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = _no_doctype
        self.parser.XmlDeclHandler = _known_encoding

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unacceptable("broken")
        tag = self.bare.get(name) or self.name(name)
        if attributes:
            attributes = {self.bare.get(key) or self.name(key): value for key, value in attributes.items()}
        if self.reader.start(tag, attributes):
            self.listening.append(_Heard(self.depth, tag, []))
            self.parser.CharacterDataHandler = self.listening[-1].pieces.append

    def end(self, _name: str) -> None:
        if self.listening and self.listening[-1].depth == self.depth:
            heard = self.listening.pop()
            self.parser.CharacterDataHandler = self.listening[-1].pieces.append if self.listening else None
            self.reader.text(heard.tag, "".join(heard.pieces))
        self.depth -= 1

    def name(self, written: str) -> str:
        """Without its namespace; the same few names come again and again."""
        bare = self.bare[written] = written.rpartition(" ")[2]
        return bare


def _no_doctype(*_: object) -> None:
    raise Unacceptable("broken")  # office programs write none, and it is where entities that explode are declared


def _known_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in ENCODINGS:
        raise Unacceptable("broken")  # another program may read something else in it than we do
