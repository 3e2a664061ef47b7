"""Word, Excel and PowerPoint files (ECMA-376): by the lists of what may be there, and by what their text asks for.

1. the types: every part has one, and every one is on the list
2. the relations: every one is on the list, and leads out only by a link that is pressed
3. the parts: each is what its type says, and says nothing that fetches or runs
"""

from __future__ import annotations

from pathlib import PurePosixPath

from stafettlogg.vault.inspection.kinds import OFFICE
from stafettlogg.vault.inspection.office import contents
from stafettlogg.vault.inspection.office.archive import Archive
from stafettlogg.vault.inspection.office.fields import (
    Fields,
    must_be_a_link,
    must_be_quiet,
    must_only_compute,
    scheme_of,
)
from stafettlogg.vault.inspection.office.listed import PARTS, RELATIONS, Part, code_for
from stafettlogg.vault.inspection.office.xml import Attributes, Reader, read
from stafettlogg.vault.inspection.refusals import Unacceptable

TYPES = "[content_types].xml"
RELATED = ".rels"
CHARTS = ("drawingml.chart+xml", "ms-office.chartex+xml")


def walk(kind: str, archive: Archive) -> None:
    """Refuse the file for anything in it that is not known to be quiet."""
    types = Types(archive)
    types.must_be_listed(kind)
    for name in archive.names:
        if name.endswith(RELATED):
            read(archive.read(name), Relations(types.is_chart(_source(name))))
    for name in archive.names:
        if name != TYPES:
            _must_be_quiet(archive, name, PARTS[kind][types.of(name)])


def _must_be_quiet(archive: Archive, name: str, part: Part) -> None:
    content = archive.read(name)
    match part:
        case Part.XML:
            _read(archive, name, content)
        case Part.SHAPES:
            _read(archive, name, content.replace(b"<br>", b"<br/>"))  # as Excel writes it
        case Part.PICTURE:
            contents.must_be_a_picture(content)
        case Part.DULL:
            contents.must_be_dull(content)
        case Part.WORKBOOK:
            contents.must_be_no_object(content)
            walk("xlsx", archive.inside(content))
        case Part.RELATIONS:
            if not name.endswith(RELATED):
                raise Unacceptable("broken")


def _read(archive: Archive, name: str, content: bytes) -> None:
    reading = Text(_outside(archive, name))
    read(content, reading)
    reading.fields.close()


def _source(relations: str) -> str:
    """Whose relations a part tells: `a/_rels/b.xml.rels` those of `a/b.xml`."""
    path = PurePosixPath(relations)
    return str(path.parent.parent / path.name.removesuffix(RELATED))


def _outside(archive: Archive, name: str) -> frozenset[str]:
    """What a part calls the relations that lead out of the file."""
    path = PurePosixPath(name)
    relations = str(path.parent / "_rels" / f"{path.name}{RELATED}")
    if relations not in archive:
        return frozenset()
    known = Relations(True)
    read(archive.read(relations), known)
    return frozenset(known.outside)


class Types(Reader):
    """What every part is (ECMA-376 part 2, § 7.2.3)."""

    def __init__(self, archive: Archive) -> None:
        self.names = [name for name in archive.names if name != TYPES]
        self.by_ending: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        read(archive.read(TYPES), self)

    def start(self, tag: str, attributes: Attributes) -> bool:
        """A default for an ending, or the type of one part."""
        said = attributes.get("ContentType", "").strip().lower()
        if tag == "Default":
            self.by_ending[attributes.get("Extension", "").lower()] = said
        elif tag == "Override":
            self.by_name[attributes.get("PartName", "").lower().lstrip("/")] = said
        return False

    def of(self, name: str) -> str:
        """The type of a part, or nothing."""
        return self.by_name.get(name) or self.by_ending.get(name.rpartition(".")[2], "")

    def is_chart(self, name: str) -> bool:
        """Whether a part is a chart, which has a workbook of its own."""
        return self.of(name).endswith(CHARTS)

    def must_be_listed(self, kind: str) -> None:
        """Refuse a file with a type, told or lacking, that is not on the list of its kind."""
        for said in sorted({*self.by_ending.values(), *self.by_name.values()}):
            if said not in PARTS[kind]:
                raise Unacceptable(self._code(said))
        if f"{OFFICE[kind]}.main+xml" not in self.by_name.values():
            raise Unacceptable("disagrees")
        if not all(self.of(name) for name in self.names):
            raise Unacceptable("foreign")

    @staticmethod
    def _code(said: str) -> str:
        is_another = said.endswith(".main+xml") and "macro" not in said
        return "disagrees" if is_another else code_for(said)


class Relations(Reader):
    """Where a part leads (ECMA-376 part 2, § 6.5)."""

    def __init__(self, is_chart: bool) -> None:
        self.is_chart = is_chart
        self.outside: list[str] = []

    def start(self, tag: str, attributes: Attributes) -> bool:
        """Refuse a relation that is not on the list, or that leads out without being pressed."""
        if tag == "Relationship":
            called = attributes.get("Type", "").rpartition("/")[2]
            if called not in RELATIONS or (called == "package" and not self.is_chart):
                raise Unacceptable(code_for(called))
            self._must_stay(called, attributes)
        return False

    def _must_stay(self, called: str, attributes: Attributes) -> None:
        target = attributes.get("Target", "").strip()
        if called == "hyperlink":
            must_be_a_link(target)
            self.outside.append(attributes.get("Id", ""))
        elif attributes.get("TargetMode", "").strip().lower() == "external" or _is_elsewhere(target):
            raise Unacceptable("linked" if called == "package" else "external")


def _is_elsewhere(target: str) -> bool:
    return bool(scheme_of(target)) or target.startswith("//") or "\\" in target


# --- what the parts say -------------------------------------------------------------------------------------------

REFUSED = {
    "altChunk": "foreign",
    "OLEObject": "object",
    "oleObj": "object",
    "ddeLink": "linked",
    "oleLink": "linked",
    "externalBook": "linked",
    "externalReference": "linked",
    "connection": "linked",
    "queryTable": "linked",
    "DataMashup": "linked",
    "mailMerge": "linked",
    "attachedTemplate": "template",
    "subDoc": "external",
    "FmlaMacro": "macro",
    "entryMacro": "macro",
    "exitMacro": "macro",
}
FORMULAS = frozenset(
    {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula", "FmlaLink", "FmlaRange"}
)  # fmt: skip
INSTRUCTIONS = frozenset({"instrText", "delInstrText"})
PRESSED = frozenset({"hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver", "hlink"})
FILLED = frozenset({"imagedata", "fill", "stroke"})  # VML: shapes filled with a picture
FROM = ("src", "href", "althref")
STARTING = ("ppaction://program", "ppaction://macro", "ppaction://ole")
LOOKED_AT = frozenset({"fldChar", "fldSimple", "definedName", "cacheSource", *FILLED})
ASKED = FORMULAS | INSTRUCTIONS
YES = frozenset({"1", "true", "on"})


class Text(Reader):
    """What a part says: refused for what it asks another program, file or place for."""

    def __init__(self, outside: frozenset[str]) -> None:
        self.outside = outside
        self.fields = Fields()

    def start(self, tag: str, attributes: Attributes) -> bool:
        """Refuse by the element's name and attributes; ask for the text of fields and formulas."""
        if tag in REFUSED:
            raise Unacceptable(REFUSED[tag])
        if tag in LOOKED_AT:
            self._must_be_quiet(tag, attributes)
        if attributes:
            if self.outside and tag not in PRESSED and not self.outside.isdisjoint(attributes.values()):
                raise Unacceptable("external")  # a picture by the relation of a link
            if attributes.get("macro") or ("action" in attributes and _starts(attributes["action"])):
                raise Unacceptable("macro")
        return tag in ASKED

    def text(self, tag: str, said: str) -> None:
        """A piece of a field's instruction, or a formula."""
        if tag in INSTRUCTIONS:
            self.fields.say(said)
        elif said:
            must_only_compute(said)

    def _must_be_quiet(self, tag: str, attributes: Attributes) -> None:
        if tag == "fldChar":
            self.fields.mark(attributes.get("fldCharType", ""))
        elif tag == "fldSimple":
            must_be_quiet(attributes.get("instr", ""))
        elif tag == "definedName":
            _must_be_a_name(attributes)
        elif tag == "cacheSource":
            if attributes.get("type") == "external":
                raise Unacceptable("linked")
        elif any(_is_elsewhere(attributes.get(name, "").strip()) for name in FROM):
            raise Unacceptable("external")


def _starts(action: str) -> bool:
    return action.lower().strip().startswith(STARTING)


def _must_be_a_name(attributes: Attributes) -> None:
    """A name for cells or a formula; not one that Excel runs by itself, or that is a macro's."""
    runs = (
        attributes.get("name", "")
        .lower()
        .removeprefix("_xlnm.")
        .startswith(("auto_open", "auto_close", "auto_activate"))
    )
    if runs or any(attributes.get(kind, "").lower() in YES for kind in ("xlm", "vbProcedure", "function")):
        raise Unacceptable("macro")
