"""Workbooks and presentations that should not be kept: what only Excel and PowerPoint have, with what it is refused as."""

from __future__ import annotations

from collections.abc import Iterator

from tests.vault.offices import EXCEL, OPEN, RELATIONS, SPACES, Package, formula, jpeg, pptx, xlsx

Case = tuple[str, str, bytes, str]  # what it is, its kind, the file, the code
ELSEWHERE = "http://localhost/x"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships/"

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
    'T[a\'"]&WEBSERVICE("x")&T[a\'"]',
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


CASES = [*tables(), *slides()]
