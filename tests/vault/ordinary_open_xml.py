"""Office files as people really have them: as Word, Excel, PowerPoint and openpyxl write them, by what is in them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from tests.vault.offices import (
    EXCEL,
    OPEN,
    OPEN_XML,
    SPACES,
    Package,
    begins,
    charted,
    docx,
    emf,
    formula,
    jpeg,
    openpyxl_book,
    png,
    pptx,
    run,
    says,
    written,
    xlsx,
)

Case = tuple[str, str, bytes]  # what is in it, its kind, the file
MICROSOFT = "http://schemas.microsoft.com/office/"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><linearGradient id="a"/></defs><path fill="url(#a)" transform="scale(2)" d="M0 0h9"/></svg>'


# --- any of Word, Excel and PowerPoint ----------------------------------------------------------------------------


def common() -> Iterator[Case]:
    """What each of the three can have."""
    for kind, new in OPEN_XML.items():
        folder = new().main.partition("/")[0]
        yield "as little as there can be", kind, new().whole()
        yield "links", kind, _links(new())
        yield "a picture and its drawing", kind, _pictures(new(), folder)
        yield (
            "a picture from Windows",
            kind,
            new().part(f"{folder}/media/a.emf", emf(), "image/x-emf").relate("image", "media/a.emf").whole(),
        )
        for ending, drawn in {
            "emz": gzip.compress(emf()),
            "webp": b"RIFF\0\0\0\0WEBPVP8 ",
            "gif": b"GIF89a" + b"\0" * 9,
        }.items():
            said = {"emz": "image/x-emz"}.get(ending, f"image/{ending}")
            yield (
                f"a picture as {ending}",
                kind,
                new().part(f"{folder}/media/a.{ending}", drawn, said).relate("image", f"media/a.{ending}").whole(),
            )
        yield (
            "a thumbnail",
            kind,
            new()
            .part("docProps/thumbnail.jpeg", jpeg())
            .relate(
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
                "docProps/thumbnail.jpeg",
                of="",
            )
            .whole(),
        )
        yield "forms of an archive", kind, _custom(new())
        yield "a sensitivity label", kind, _label(new())
        yield "a printer's settings", kind, _printer(new(), folder)
        yield "a chart with its workbook", kind, charted(new(), openpyxl_book()).whole()
        yield (
            "a chart whose workbook has a chart",
            kind,
            charted(new(), charted(xlsx(), xlsx().whole()).whole()).whole(),
        )
        yield "a drawing of how things hang together", kind, _diagram(new(), folder)
        yield "who wrote it, by LibreOffice", kind, _properties(new())
        yield "a signature", kind, _signed(new())
        yield "in UTF-16", kind, _utf_16(new())


def _links(package: Package) -> bytes:
    for target in (
        "https://example.org/?a=1",
        "mailto:kari@example.org",
        "tel:99999999",
        "file:///C:/plan.docx",
        "plan.docx",
        "C:\\plan.docx",
        "#Del",
    ):
        package.relate("hyperlink", target, external=target[0] != "#")
    package.parts[package.main] = str(package.parts[package.main]).replace(
        "</",
        f'<w:hyperlink xmlns:w="urn:w" xmlns:r="{package.relations and "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}" r:id="rId2"/></',
        1,
    )
    return package.whole()


def _pictures(package: Package, folder: str) -> bytes:
    package.part(f"{folder}/media/image1.png", png()).part(f"{folder}/media/image2.svg", SVG, "image/svg+xml")
    package.part(f"{folder}/media/image3.jpeg", jpeg())
    for name in ("image1.png", "image2.svg", "image3.jpeg"):
        package.relate("image", f"media/{name}")
    return package.whole()


def _custom(package: Package) -> bytes:
    package.part(
        "customXml/item1.xml",
        '<p:properties xmlns:p="http://schemas.microsoft.com/office/2006/metadata/properties"><documentManagement><Arkiv>x</Arkiv></documentManagement></p:properties>',
    )
    package.part(
        "customXml/itemProps1.xml",
        "<ds:datastoreItem xmlns:ds='urn:ds' ds:itemID='{1}'/>",
        f"{OPEN}customXmlProperties+xml",
    )
    package.part(
        "docProps/custom.xml", "<Properties><property name='Arkiv'/></Properties>", f"{OPEN}custom-properties+xml"
    )
    package.relate("customXmlProps", "itemProps1.xml", of="customXml/item1.xml")
    return package.relate("customXml", "../customXml/item1.xml").whole()


def _label(package: Package) -> bytes:
    label = '<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata"><clbl:label id="{1}" enabled="1" method="Standard"/></clbl:labelList>'
    package.part("docMetadata/LabelInfo.xml", label, "application/vnd.ms-office.classificationlabels+xml")
    return package.relate(f"{MICROSOFT}2020/02/relationships/classificationlabels", "docMetadata/LabelInfo.xml").whole()


def _printer(package: Package, folder: str) -> bytes:
    package.endings["bin"] = (
        f"{OPEN}{ {'word': 'wordprocessingml', 'xl': 'spreadsheetml', 'ppt': 'presentationml'}[folder] }.printerSettings"
    )
    package.part(f"{folder}/printerSettings/printerSettings1.bin", b"P\0r\0i\0n\0t\0e\0r\0" + b"\0" * 99)
    return package.relate("printerSettings", "printerSettings/printerSettings1.bin").whole()


def _diagram(package: Package, folder: str) -> bytes:
    for called in ("Data", "Layout", "Colors"):
        package.part(
            f"{folder}/diagrams/{called}1.xml", "<dgm:x xmlns:dgm='urn:dgm'/>", f"{OPEN}drawingml.diagram{called}+xml"
        )
        package.relate(f"diagram{called}", f"diagrams/{called}1.xml")
    package.part(
        f"{folder}/diagrams/drawing1.xml",
        "<dsp:x xmlns:dsp='urn:dsp'/>",
        "application/vnd.ms-office.drawingml.diagramDrawing+xml",
    )
    return package.relate(f"{MICROSOFT}2007/relationships/diagramDrawing", "diagrams/drawing1.xml").whole()


def _properties(package: Package) -> bytes:
    package.part(
        "docProps/core.xml",
        "<cp:coreProperties xmlns:cp='urn:cp'/>",
        "application/vnd.openxmlformats-package.core-properties+xml",
    )
    return package.relate(
        "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties",
        "docProps/core.xml",
        of="docProps/app.xml",
    ).whole()


def _signed(package: Package) -> bytes:
    package.endings["sigs"] = "application/vnd.openxmlformats-package.digital-signature-origin"
    package.part("_xmlsignatures/origin.sigs", b"")
    package.part(
        "_xmlsignatures/sig1.xml",
        "<Signature/>",
        "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml",
    )
    return package.relate(
        "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin",
        "_xmlsignatures/origin.sigs",
    ).whole()


def _utf_16(package: Package) -> bytes:
    written = '<?xml version="1.0" encoding="UTF-16"?>' + str(package.parts[package.main])
    package.parts[package.main] = written.encode("utf-16")
    return package.whole()


# --- Word ---------------------------------------------------------------------------------------------------------

QUIET = (
    "PAGE", " NUMPAGES  \\* MERGEFORMAT ", 'TOC \\o "1-3" \\h \\z \\u', "PAGEREF _Toc1 \\h", ' HYPERLINK "https://example.org/" ',
    'HYPERLINK \\l "_Toc1"', 'DATE \\@ "d. MMMM yyyy"', "SEQ Figur \\* ARABIC", "REF _Ref1 \\h", "STYLEREF 1", " =SUM(ABOVE) ", "FORMTEXT",
    "FORMCHECKBOX", "DOCPROPERTY Arkiv", "ADDIN ZOTERO_ITEM CSL_CITATION {}", "FILENAME \\p", "MERGEFIELD Namn", "CITATION Kar20", "",
)  # fmt: skip


def words() -> Iterator[Case]:
    """What Word documents have."""
    for quiet in QUIET:
        yield f"the field {quiet}", "docx", docx(written("".join(says(letter) for letter in quiet))).whole()
        yield (
            f"the field {quiet}, short",
            "docx",
            docx(f'<w:fldSimple w:instr="{quiet.replace(chr(34), "&quot;")}"/>').whole(),
        )
    nested = written(says("IF ") + written(says("MERGEFIELD Kjonn")) + says(' = "J" "ho" "han"'))
    yield "a field in a field", "docx", docx(nested).whole()
    yield (
        "a table of contents over paragraphs",
        "docx",
        docx(
            begins("begin") + says("TOC \\h") + begins("separate") + written(says("PAGEREF a")) + begins("end")
        ).whole(),
    )
    changes = '<w:p><w:ins w:author="Kari"><w:r><w:t>ny</w:t></w:r></w:ins><w:del w:author="Kari"><w:r><w:delText>DDE</w:delText></w:r></w:del></w:p>'
    yield "tracked changes", "docx", docx(changes).whole()
    yield (
        "text about DDEAUTO and INCLUDEPICTURE",
        "docx",
        docx(run("<w:t>DDEAUTO c:\\x INCLUDEPICTURE http://localhost/</w:t>")).whole(),
    )
    yield (
        "a form",
        "docx",
        docx('<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:value="1"/></w:dropDownList></w:sdtPr></w:sdt>').whole(),
    )
    rich = docx()
    for name in (
        "styles",
        "settings",
        "webSettings",
        "fontTable",
        "numbering",
        "footnotes",
        "endnotes",
        "header",
        "footer",
        "comments",
    ):
        rich.part(f"word/{name}.xml", f"<w:{name} {SPACES}>{written(says('PAGE'))}</w:{name}>", f"{name}+xml").relate(
            name, f"{name}.xml"
        )
    for name in ("commentsExtended", "commentsIds", "commentsExtensible", "people"):
        rich.part(f"word/{name}.xml", "<x/>", f"{name}+xml").relate(
            f"{MICROSOFT}2011/relationships/{name}", f"{name}.xml"
        )
    rich.part("word/intelligence2.xml", "<x/>", "application/vnd.ms-office.intelligence2+xml")
    rich.relate(f"{MICROSOFT}2020/10/relationships/intelligence", "intelligence2.xml")
    rich.part("word/theme/theme1.xml", "<x/>", f"{OPEN}theme+xml").relate("theme", "theme/theme1.xml")
    rich.part("word/glossary/document.xml", "<x/>", "document.glossary+xml").relate(
        "glossaryDocument", "glossary/document.xml"
    )
    yield "notes, headers, comments, styles, building blocks", "docx", rich.whole()
    letters = (
        docx()
        .part("word/fonts/font1.odttf", b"\x8f\x01" * 40, f"{OPEN}obfuscatedFont")
        .part("word/fontTable.xml", "<x/>", "fontTable+xml")
    )
    yield (
        "letters of its own",
        "docx",
        letters.relate("fontTable", "fontTable.xml")
        .relate("font", "fonts/font1.odttf", of="word/fontTable.xml")
        .whole(),
    )
    box = '<w:pict><v:shape><v:fill color="red"/><v:imagedata r:id="rId1" o:title="a"/></v:shape></w:pict>'
    yield "an old drawing", "docx", docx(box).part("word/media/a.png", png()).relate("image", "media/a.png").whole()


# --- Excel and PowerPoint -----------------------------------------------------------------------------------------

COMPUTED = (
    'IF(SUM(B1:B5)>3,"ja|nei",VLOOKUP(1,A1:B5,2))', "'Ark #1'!A1", "'#1'!A1", "'a|b'!A1", "Table1[[#This Row],[a|b]]", 'HYPERLINK("https://example.org/","her")',
    "INDIRECT(\"A\"&1)", '"CALL meg (99)"', '"Register ("&A1&")"', "{1,2;3,4}", "_xlfn.XLOOKUP(1,A:A,B:B)", "FORECAST.ETS(A1,B:B,C:C)", "[0]!Tal*2", "Image1+1",
)  # fmt: skip


def tables() -> Iterator[Case]:
    """What workbooks have."""
    for computed in COMPUTED:
        yield f"the formula {computed}", "xlsx", xlsx(formula(computed)).whole()
    yield "what openpyxl writes", "xlsx", openpyxl_book()
    pivot = f'<pivotCacheDefinition {EXCEL} {SPACES}><cacheSource type="worksheet"><worksheetSource ref="A1:B2" sheet="Ark1"/></cacheSource></pivotCacheDefinition>'
    book = (
        xlsx()
        .part("xl/pivotCache/pivotCacheDefinition1.xml", pivot, "pivotCacheDefinition+xml")
        .part("xl/pivotCache/pivotCacheRecords1.xml", "<x/>", "pivotCacheRecords+xml")
    )
    book.part("xl/pivotTables/pivotTable1.xml", "<x/>", "pivotTable+xml").relate(
        "pivotTable", "pivotTables/pivotTable1.xml"
    )
    yield "a pivot table", "xlsx", book.relate("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml").whole()
    names = '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">Ark1!$A$1:$B$2</definedName><definedName name="Tal">Ark1!$B$1</definedName></definedNames>'
    yield "defined names", "xlsx", xlsx(book=names).whole()
    box = f'<xml {SPACES}><v:shape><v:textbox><div>Kari<br>skreiv</div></v:textbox><x:ClientData ObjectType="Note"/></v:shape></xml>'
    notes = (
        xlsx()
        .part("xl/drawings/vmlDrawing1.vml", box, f"{OPEN}vmlDrawing")
        .part("xl/comments1.xml", "<x/>", "comments+xml")
        .part("xl/threadedComments/threadedComment1.xml", "<x/>", "application/vnd.ms-excel.threadedcomments+xml")
    )
    yield (
        "comments as Excel writes them",
        "xlsx",
        notes.relate("vmlDrawing", "drawings/vmlDrawing1.vml")
        .relate("comments", "comments1.xml")
        .relate(f"{MICROSOFT}2017/10/relationships/threadedComment", "threadedComments/threadedComment1.xml")
        .whole(),
    )
    check = f'<formControlPr {EXCEL} objectType="CheckBox" checked="Checked" fmlaLink="$A$1"/>'
    yield (
        "a box to tick",
        "xlsx",
        xlsx(after='<controls><control shapeId="1" r:id="rId1"><controlPr/></control></controls>')
        .part("xl/ctrlProps/ctrlProp1.xml", check, "application/vnd.ms-excel.controlproperties+xml")
        .relate("ctrlProp", "ctrlProps/ctrlProp1.xml")
        .whole(),
    )
    drawing = f'<x {SPACES}><sp macro="" textlink=""/></x>'
    yield (
        "shapes",
        "xlsx",
        xlsx()
        .part("xl/drawings/drawing1.xml", drawing, f"{OPEN}drawing+xml")
        .relate("drawing", "drawings/drawing1.xml")
        .whole(),
    )


def slides() -> Iterator[Case]:
    """What presentations have."""
    rich = pptx('<a:hlinkClick r:id="rId1" action="ppaction://hlinksldjump"/>')
    for folder, name, said in (
        ("slideMasters", "slideMaster", "slideMaster"), ("slideLayouts", "slideLayout", "slideLayout"), ("notesSlides", "notesSlide", "notesSlide"),
        ("notesMasters", "notesMaster", "notesMaster"), ("handoutMasters", "handoutMaster", "handoutMaster"), ("comments", "comments", "comments"), ("tags", "tags", "tags"),
    ):  # fmt: skip
        rich.part(f"ppt/{folder}/{name}1.xml", f"<p:x {SPACES}/>", f"{said}+xml").relate(said, f"{folder}/{name}1.xml")
    for name in ("presProps", "viewProps", "tableStyles", "commentAuthors"):
        rich.part(f"ppt/{name}.xml", f"<p:x {SPACES}/>", f"{name}+xml").relate(name, f"{name}.xml")
    for name in ("changesInfo", "revisionInfo", "authors"):
        rich.part(f"ppt/{name}1.xml", "<x/>", f"application/vnd.ms-powerpoint.{name.lower()}+xml").relate(
            f"{MICROSOFT}2016/11/relationships/{name}", f"{name}1.xml"
        )
    yield "masters, layouts, notes, comments and who changed it", "pptx", rich.whole()
    google = pptx().part("ppt/metadata", b"\x08\x01google", "application/binary")
    yield (
        "what Google keeps",
        "pptx",
        google.relate("http://customschemas.google.com/relationships/presentationmetadata", "metadata").whole(),
    )
    letters = pptx().part("ppt/fonts/font1.fntdata", b"\x10\x01" * 40, "application/x-fontdata")
    yield "letters of its own", "pptx", letters.relate("font", "fonts/font1.fntdata").whole()


CASES = [*common(), *words(), *tables(), *slides()]
