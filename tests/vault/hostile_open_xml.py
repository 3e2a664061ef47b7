"""Word, Excel and PowerPoint files that should not be kept: one for each way in, with what it is refused as."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from tests.vault.offices import (
    COMPOUND,
    EXCEL,
    OPEN,
    OPEN_XML,
    RELATIONS,
    SPACES,
    Package,
    charted,
    docx,
    formula,
    jpeg,
    locked,
    png,
    pptx,
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


# --- Excel and PowerPoint -----------------------------------------------------------------------------------------

ASKING = (
    'WEBSERVICE("http://localhost/")',
    '_xlfn.WEBSERVICE("http://localhost/")',
    '1+webservice ("x")',
    '_xlfn.IMAGE("http://localhost/x.png")',
    'RTD("x",,"y")',
    'CALL("kernel32","x","y")',
    'REGISTER.ID("x","y")',
    'EXEC("x")',
    'SQL.REQUEST("x")',
    'DDE("soffice","x","y")',
    "cmd|'/c x'!A0",
    "'cmd'|'/c x'!A0",
    'IF(1,"a|b",cmd|x!A0)',
    "'file:///x.ods'#$Ark1.A1",
    "INDIRECT(\"'http://localhost/x.ods'#$Ark1.A1\")",
    'IF(\'"\'!A1,WEBSERVICE("x"),\'"\'!A2)',
    '_xlfn._xlws.PY(1,2)',
    '_xlfn.STOCKHISTORY("x")',
    'REGISTER("x","y")',
    'FILES("x")',
    'COPILOT("x")',
)  # fmt: skip


def tables() -> Iterator[Case]:
    """What can be put into Excel alone."""
    links = {
        "ddeLink": '<ddeLink ddeService="cmd" ddeTopic="/c x"/>',
        "oleLink": '<oleLink progId="x"/>',
        "externalBook": "<externalBook/>",
        "externalReference": '<externalReference r:id="rId1"/>',
        "connection": '<connection id="1"/>',
        "queryTable": '<queryTable connectionId="1"/>',
    }
    for what, link in links.items():
        book = xlsx().part(
            "xl/externalLinks/externalLink1.xml",
            f"<externalLink {EXCEL} {SPACES}>{link}</externalLink>",
            "externalLink+xml",
        )
        yield what, "xlsx", book.relate("externalLink", "externalLinks/externalLink1.xml").whole(), "linked"
        disguised = xlsx().part(
            "xl/worksheets/sheet2.xml", f"<externalLink {EXCEL} {SPACES}>{link}</externalLink>", "worksheet+xml"
        )
        yield f"{what} that is called a sheet", "xlsx", disguised.whole(), "linked"
    for what, said in {
        "connections": "connections+xml",
        "queryTables/queryTable1": "queryTable+xml",
        "volatileDependencies": "volatileDependencies+xml",
        "model/item": "model+data",
    }.items():
        yield what, "xlsx", xlsx().part(f"xl/{what}.xml", "<x/>", said).whole(), "linked"
    yield "a relation to connections", "xlsx", xlsx().relate("connections", "connections.xml").whole(), "linked"
    for what, said in {
        "macrosheets": "application/vnd.ms-excel.macrosheet+xml",
        "intlmacrosheets": "application/vnd.ms-excel.intlmacrosheet+xml",
    }.items():
        old = (
            xlsx().part(f"xl/{what}/sheet1.xml", "<x/>", said).relate(f"{MICROSOFT}xlMacrosheet", f"{what}/sheet1.xml")
        )
        yield f"a sheet of old macros in {what}", "xlsx", old.whole(), "macro"
    yield (
        "old macros that are called a sheet",
        "xlsx",
        xlsx().relate(f"{MICROSOFT}xlMacrosheet", "worksheets/sheet1.xml").whole(),
        "macro",
    )
    yield (
        "a dialog of old",
        "xlsx",
        xlsx().part("xl/dialogsheets/sheet1.xml", "<x/>", "dialogsheet+xml").whole(),
        "foreign",
    )
    for name in (
        'name="_xlnm.Auto_Open"',
        'name="auto_open1" hidden="1"',
        'name="x" xlm="1"',
        'name="x" vbProcedure="true"',
        'name="x" function="1"',
    ):
        yield (
            f"a name that runs: {name}",
            "xlsx",
            xlsx(book=f"<definedNames><definedName {name}>Ark1!A1</definedName></definedNames>").whole(),
            "macro",
        )
    for asked in ASKING:
        yield f"a cell that asks: {asked}", "xlsx", xlsx(formula(asked)).whole(), "field"
    asked = 'WEBSERVICE("x")'
    for where, book in {
        "name": xlsx(book=f'<definedNames><definedName name="x">{asked}</definedName></definedNames>'),
        "conditional format": xlsx(
            after=f"<conditionalFormatting><cfRule><formula>{asked}</formula></cfRule></conditionalFormatting>"
        ),
        "validation": xlsx(after=f"<dataValidation><formula1>{asked}</formula1></dataValidation>"),
        "validation's end": xlsx(after=f"<dataValidation><formula2>{asked}</formula2></dataValidation>"),
        "table": xlsx(after=f"<calculatedColumnFormula>{asked}</calculatedColumnFormula>"),
        "table's sum": xlsx(after=f"<totalsRowFormula>{asked}</totalsRowFormula>"),
        "box that is ticked": xlsx(after=f"<x:FmlaLink>{asked}</x:FmlaLink>"),
        "list to choose from": xlsx(after=f"<x:FmlaRange>{asked}</x:FmlaRange>"),
    }.items():
        yield f"a {where} that asks", "xlsx", book.whole(), "field"
    pivot = f'<pivotCacheDefinition {EXCEL}><cacheSource type="external" connectionId="1"/></pivotCacheDefinition>'
    yield (
        "a pivot of what lies elsewhere",
        "xlsx",
        xlsx().part("xl/pivotCache/pivotCacheDefinition1.xml", pivot, "pivotCacheDefinition+xml").whole(),
        "linked",
    )
    mashup = '<DataMashup xmlns="http://schemas.microsoft.com/DataMashup">x</DataMashup>'
    yield "a query beside the sheets", "xlsx", xlsx().part("customXml/item1.xml", mashup).whole(), "linked"
    yield (
        "pictures from the web in cells",
        "xlsx",
        xlsx()
        .part("xl/richData/rdRichValueWebImage.xml", "<x/>", "application/vnd.ms-excel.rdrichvaluewebimage+xml")
        .whole(),
        "linked",
    )
    drawing = f'<x {SPACES}><sp macro="[0]!x"/></x>'
    yield (
        "a button with a macro",
        "xlsx",
        xlsx().part("xl/drawings/drawing1.xml", drawing, f"{OPEN}drawing+xml").whole(),
        "macro",
    )
    fetching = f"<c:chartSpace {SPACES}/>"
    chart = (
        xlsx().part("xl/charts/chart1.xml", fetching, f"{OPEN}drawingml.chart+xml").relate("chart", "charts/chart1.xml")
    )
    yield (
        "a chart of a file elsewhere",
        "xlsx",
        chart.relate("package", "file:///x.xlsx", of="xl/charts/chart1.xml", external=True).whole(),
        "linked",
    )


def slides() -> Iterator[Case]:
    """What can be put into PowerPoint alone."""
    for action in ("ppaction://program?x", "ppaction://macro?name=x", "PPACTION://OLE?verb=0"):
        yield (
            f"a shape that starts {action}",
            "pptx",
            pptx(f'<a:hlinkClick r:id="" action="{action}"/>').whole(),
            "macro",
        )
    yield "an object on a slide", "pptx", pptx("<p:oleObj/>").whole(), "object"
    sound = (
        pptx()
        .part("ppt/media/a.wav", b"RIFF", "audio/x-wav")
        .relate("audio", "../media/a.wav", of="ppt/slides/slide1.xml")
    )
    yield "a sound", "pptx", sound.whole(), "foreign"
    film = pptx().relate("video", ELSEWHERE, of="ppt/slides/slide1.xml", external=True)
    yield "a film from elsewhere", "pptx", film.whole(), "foreign"
    letters = Package("pptx").relate(f"{RELATIONS}image", "a.jpeg").part("a.jpeg", jpeg())
    yield "slides without a presentation", "pptx", letters.whole(), "disagrees"


CASES = [*everywhere(), *tables(), *slides()]
