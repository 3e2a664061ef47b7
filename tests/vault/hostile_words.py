"""Word documents that should not be kept: fields that fetch, however and wherever they are written, and what only Word has."""

from __future__ import annotations

from collections.abc import Iterator

from tests.vault.offices import OPEN, SPACES, begins, docx, run, says, written

Case = tuple[str, str, bytes, str]  # what it is, its kind, the file, the code
ELSEWHERE = "http://localhost/x"

FETCHING = (
    'DDE c:\\\\x "a"',
    'DDEAUTO c:\\\\x "a"',
    'ddeauto "x"',
    f'INCLUDEPICTURE "{ELSEWHERE}" \\d',
    f'INCLUDETEXT "{ELSEWHERE}"',
    'LINK Excel.Sheet.12 "x"',
    "IMPORT x.png",
    "RD x.docx",
    'DATABASE \\d "x"',
    "EMBED Package",
    "CONTROL Forms.Button",
    "MACROBUTTON x press",
    "PRINT x",
    "SOMETHING new",
    'HYPERLINK "javascript:alert(1)"',
)
WHERE = ("document.main", "header", "footer", "footnotes", "endnotes", "comments", "document.glossary", "styles")


def told(instruction: str) -> Iterator[tuple[str, str]]:
    """The ways a field can be written."""
    code = instruction.replace("&", "&amp;")
    attribute = code.replace('"', "&quot;")
    yield "in one piece", written(says(code))
    yield "letter by letter", written("".join(says(letter) for letter in f" {code}"))
    yield "in one run", written(run("".join(f"<w:instrText>{letter}</w:instrText>" for letter in code)))
    yield "in one element", f'<w:p><w:fldSimple w:instr=" {attribute} "/></w:p>'
    yield "inside a quiet field", written(says("IF 1 = 1 ") + written(says(code)))
    yield "in what a quiet field shows", written(says("PAGE") + begins("separate") + written(says(code)))
    yield "taken away by a change", written(says(code, "delInstrText"))
    yield "with changes between", written(says(code[:2]) + f"<w:ins>{says(code[2:])}</w:ins>")
    yield "without an end", f"<w:p>{begins('begin')}{says(code)}</w:p>"
    yield "without a beginning", f"<w:p>{says(code)}</w:p>"


def fields() -> Iterator[Case]:
    """Fields that fetch or start something, however and wherever they are written."""
    for instruction in FETCHING:
        code = "macro" if instruction.startswith("HYPERLINK") else "field"
        for way, body in told(instruction):
            yield f"{instruction.split()[0]} {way}", "docx", docx(body).whole(), code
    yield (
        "a field whose name is another's result",
        "docx",
        docx(written(written(says("QUOTE 68")) + says("DEAUTO x"))).whole(),
        "field",
    )
    for where in WHERE[1:]:
        for _, body in told('DDEAUTO x "a"'):
            yield f"a field in {where}", "docx", _with(where, body), "field"


def _with(where: str, body: str) -> bytes:
    name = f"word/{where.rpartition('.')[2]}1.xml"
    called = "glossaryDocument" if "glossary" in where else where
    return docx().part(name, f"<w:x {SPACES}>{body}</w:x>", f"{where}+xml").relate(called, name[5:]).whole()


def words() -> Iterator[Case]:
    """What can be put into Word alone."""
    for ending, said, content in (
        ("html", "text/html", b"<html/>"),
        ("rtf", "application/rtf", b"{\\rtf1}"),
        ("mht", "message/rfc822", b"x"),
        ("docx", f"{OPEN}wordprocessingml.document.main+xml", b"<x/>"),
        ("xml", "", b"<x/>"),
    ):
        chunk = docx('<w:altChunk xmlns:r="urn:r" r:id="rId1"/>').part(f"word/chunk.{ending}", content, said)
        yield f"a chunk of {ending}", "docx", chunk.relate("aFChunk", f"chunk.{ending}").whole(), "foreign"
    yield "a chunk without a relation", "docx", docx("<w:altChunk/>").whole(), "foreign"
    settings = (
        docx()
        .part(
            "word/settings.xml", f'<w:settings {SPACES}><w:attachedTemplate r:id="rId1"/></w:settings>', "settings+xml"
        )
        .relate("settings", "settings.xml")
    )
    yield (
        "a template elsewhere",
        "docx",
        settings.relate("attachedTemplate", "file:///x.dotm", of="word/settings.xml", external=True).whole(),
        "template",
    )
    yield "a template's name alone", "docx", docx("<w:attachedTemplate/>").whole(), "template"
    yield "letters to many", "docx", docx('<w:mailMerge><w:connectString w:val="x"/></w:mailMerge>').whole(), "linked"
    yield "an object's element", "docx", docx("<w:object><o:OLEObject/></w:object>").whole(), "object"
    for runs in ("entryMacro", "exitMacro"):
        form = docx(f'<w:ffData><w:{runs} w:val="x"/></w:ffData>')
        yield f"a form that runs something: {runs}", "docx", form.whole(), "macro"
    yield (
        "keys with macros",
        "docx",
        docx().part("word/customizations.xml", "<x/>", "application/vnd.ms-word.keyMapCustomizations+xml").whole(),
        "foreign",
    )
    yield "another document inside", "docx", docx("<w:subDoc/>").whole(), "external"


CASES = [*fields(), *words()]
