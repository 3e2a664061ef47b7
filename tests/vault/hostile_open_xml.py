"""Word, Excel and PowerPoint files that should not be kept: one for each way in, with what it is refused as."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from functools import partial

from tests.vault.offices import (
    COMPOUND,
    EXCEL,
    OPEN,
    OPEN_XML,
    SPACES,
    Package,
    charted,
    docx,
    formula,
    locked,
    png,
    xlsx,
)

Case = tuple[str, str, bytes, str]  # what it is, its kind, the file, the code
ELSEWHERE = "http://localhost/x"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships/"
OLE = OPEN + "oleObject"
PROGRAMS = (b"MZ", b"\x7fELF", b"#!/bin/sh", b"%PDF-", b"{\\rtf1", b"\xca\xfe\xba\xbe", b"Rar!", b"7z\xbc\xaf")


def everywhere() -> Iterator[Case]:
    """What can be put into any of the three."""
    docm = docx()
    docm.types[docm.main] = "application/vnd.ms-word.document.macroEnabled.main+xml"
    with_macros = docm.part("word/vbaProject.bin", b"x", "application/vnd.ms-office.vbaProject").whole()
    for kind, new in OPEN_XML.items():
        folder = new().main.partition("/")[0]

        file = partial(_with_file, new)
        yield "an OLE object", kind, file("embeddings/oleObject1.bin", COMPOUND, OLE, "oleObject"), "object"
        yield "an OLE object in another folder", kind, file("media/a.bin", COMPOUND, OLE, "oleObject"), "object"
        yield (
            "an OLE object that is called a picture",
            kind,
            file("media/a.png", COMPOUND, "image/png", "image"),
            "object",
        )
        yield (
            "an OLE object that is called letters",
            kind,
            file("fonts/a.odttf", COMPOUND, f"{OPEN}obfuscatedFont", "font"),
            "object",
        )
        yield "a relation to an OLE object alone", kind, new().relate("oleObject", "media/image1.png").whole(), "object"
        yield "a docm in media/", kind, file("media/image1.png", with_macros, "image/png", "image"), "object"
        yield (
            "a docm that says so",
            kind,
            file("media/a.docm", with_macros, "application/vnd.ms-word.document.macroEnabled.12", "package"),
            "macro",
        )
        yield (
            "macros under another name",
            kind,
            file("media/a.png", png(), "image/png", f"{MICROSOFT}vbaProject"),
            "macro",
        )
        yield (
            "macros",
            kind,
            file("vbaProject.bin", b"x", "application/vnd.ms-office.vbaProject", f"{MICROSOFT}vbaProject"),
            "macro",
        )
        yield (
            "a control",
            kind,
            file("activeX/activeX1.xml", "<x/>", "application/vnd.ms-office.activeX+xml", "control"),
            "macro",
        )
        yield (
            "buttons of its own",
            kind,
            file("customUI.xml", "<x/>", "", "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"),
            "macro",
        )
        yield (
            "a file inside it, outside a chart",
            kind,
            file("embeddings/a.xlsx", xlsx().whole(), f"{OPEN}spreadsheetml.sheet", "package"),
            "object",
        )
        yield "a film", kind, file("media/a.mp4", b"\0\0\0\x18ftypmp42", "video/mp4", "video"), "foreign"
        yield (
            "an add-in from the web",
            kind,
            file(
                "webextensions/webextension1.xml", "<x/>", "application/vnd.ms-office.webextension+xml", "webextension"
            ),
            "foreign",
        )
        yield "a part of no type", kind, new().part(f"{folder}/media/a.exe", b"MZ").whole(), "foreign"
        yield (
            "a program that is called a picture",
            kind,
            file("media/a.png", b"MZ\0\0", "image/png", "image"),
            "foreign",
        )
        yield (
            "a page that is called letters",
            kind,
            file("fonts/a.fntdata", "<html/>", "application/x-fontdata", "font"),
            "foreign",
        )
        for called, code in {
            "image": "external",
            "attachedTemplate": "template",
            "slideMaster": "external",
            "oleObject": "object",
            "frame": "foreign",
            "subDocument": "foreign",
        }.items():
            yield f"an external {called}", kind, new().relate(called, ELSEWHERE, external=True).whole(), code
        yield "an image at an address, not called external", kind, new().relate("image", ELSEWHERE).whole(), "external"
        yield "an image beside the file", kind, new().relate("image", "a.png", external=True).whole(), "external"
        yield "an image on another machine", kind, new().relate("image", "\\\\localhost\\x").whole(), "external"
        yield (
            "a link that starts a program",
            kind,
            new().relate("hyperlink", "javascript:alert(1)", external=True).whole(),
            "macro",
        )
        yield (
            "a link that opens a program",
            kind,
            new().relate("hyperlink", "ms-word:ofe|u|http://localhost/x", external=True).whole(),
            "macro",
        )
        picture = f'<x {SPACES}><a:blip r:link="rId1"/></x>'
        linked = (
            new().part(f"{folder}/theme/theme1.xml", picture, f"{OPEN}theme+xml").relate("theme", "theme/theme1.xml")
        )
        yield (
            "a picture by a link's relation",
            kind,
            linked.relate("hyperlink", ELSEWHERE, of=f"{folder}/theme/theme1.xml", external=True).whole(),
            "external",
        )
        for filled in ("imagedata src", "imagedata o:href", "imagedata o:althref", "fill src", "stroke src"):
            shape = f'<xml {SPACES}><v:shape><v:{filled}="{ELSEWHERE}"/></v:shape></xml>'
            yield (
                f"an old drawing that fetches: {filled}",
                kind,
                file("drawings/vmlDrawing1.vml", shape, f"{OPEN}vmlDrawing", "vmlDrawing"),
                "external",
            )
        for what, content in {
            "a page": b"<html><p>x</p></html>",
            "a sound": b"RIFF\0\0\0\0WAVE",
            "what is packed": gzip.compress(b"<svg><script/></svg>"),
            "numbers": b"\x01\0\0\0" * 20,
        }.items():
            yield (
                f"{what} that is called a picture",
                kind,
                file("media/a.png", content, "image/png", "image"),
                "foreign",
            )
        for begins in PROGRAMS:
            yield (
                f"what begins as {begins!r} and is called letters",
                kind,
                file("fonts/a.odttf", begins + b"x" * 9, f"{OPEN}obfuscatedFont", "font"),
                "foreign",
            )
        shape = f"<xml {SPACES}><x:ClientData><x:FmlaMacro>[0]!x</x:FmlaMacro></x:ClientData></xml>"
        yield (
            "an old drawing with a macro",
            kind,
            file("drawings/vmlDrawing1.vml", shape, f"{OPEN}vmlDrawing", "vmlDrawing"),
            "macro",
        )
        for what, drawn, code in (
            ("runs", "<svg><script>alert(1)</script></svg>", "macro"),
            ("runs when pressed", '<svg><g onclick="x()"/></svg>', "macro"),
            ("fetches", f'<svg xmlns:l="http://www.w3.org/1999/xlink"><image l:href="{ELSEWHERE}"/></svg>', "external"),
            ("fetches its style", f"<svg><style>@import '{ELSEWHERE}';</style></svg>", "external"),
            ("fetches its colour", f'<svg><g fill="url({ELSEWHERE})"/></svg>', "external"),
        ):
            yield f"a drawing that {what}", kind, file("media/a.svg", drawn, "image/svg+xml", "image"), code
        yield "a workbook behind a chart that fetches", kind, charted(new(), fetching_book()).whole(), "linked"
        yield (
            "a workbook behind a chart that asks the web",
            kind,
            charted(new(), xlsx(formula('WEBSERVICE("x")')).whole()).whole(),
            "field",
        )
        yield "an old workbook behind a chart", kind, charted(new(), COMPOUND).whole(), "object"
        yield (
            "a workbook with macros behind a chart",
            kind,
            charted(new(), with_macros, "application/vnd.ms-excel.sheet.macroEnabled.12").whole(),
            "macro",
        )
        yield "workbooks in workbooks without end", kind, charted(new(), nested(6)).whole(), "bomb"
        yield (
            "entities that explode",
            kind,
            file("theme/theme1.xml", '<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', f"{OPEN}theme+xml", "theme"),
            "broken",
        )
        yield (
            "XML that no person nests so deep",
            kind,
            file("theme/theme1.xml", "<a>" * 5000 + "</a>" * 5000, f"{OPEN}theme+xml", "theme"),
            "broken",
        )
        yield "another kind of document", kind, (xlsx if kind == "docx" else docx)().whole(), "disagrees"
        yield "a file behind a password", kind, locked(), "encrypted"
        yield "a file in the old format", kind, COMPOUND, "old"


def _with_file(new: Callable[[], Package], name: str, content: bytes | str, said: str, called: str) -> bytes:
    """A file with one more part, and the relation that leads to it."""
    package = new()
    folder = package.main.partition("/")[0]
    return package.part(f"{folder}/{name}", content, said).relate(called, name).whole()


def fetching_book() -> bytes:
    """A workbook that gets its numbers from another."""
    link = f'<externalLink {EXCEL} {SPACES}><externalBook r:id="rId1"/></externalLink>'
    book = xlsx().part("xl/externalLinks/externalLink1.xml", link, "externalLink+xml")
    return book.relate("externalLink", "externalLinks/externalLink1.xml").whole()


def nested(levels: int) -> bytes:
    """A workbook with a chart with a workbook with a chart."""
    return xlsx().whole() if levels == 0 else charted(xlsx(), nested(levels - 1)).whole()


CASES = [*everywhere()]
