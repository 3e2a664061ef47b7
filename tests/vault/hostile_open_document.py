"""Files of LibreOffice that should not be kept: one for each way in, in text and in sheets, with what it is refused as."""

from __future__ import annotations

from collections.abc import Iterator

from tests.vault.offices import COMPOUND, MANIFEST, ODF, ODF_SPACES, cell, docx, locked, open_document, zipped

Case = tuple[str, str, bytes, str]  # what it is, its kind, the file, the code
ELSEWHERE = "http://localhost/x"

RUN = ("vnd.sun.star.script:", "vnd.sun.star.expand:", "macro:", "javascript:", "vbscript:")
SAID = (
    (f'<draw:image xlink:href="{ELSEWHERE}"/>', "external"),
    ('<draw:image xlink:href="//localhost/p.png"/>', "external"),
    ('<draw:image xlink:href="../p.png"/>', "external"),
    ('<draw:image xlink:href="%2e%2e/%2e%2e/p.png"/>', "external"),
    ('<draw:image xlink:href="\\\\localhost\\p.png"/>', "external"),
    ('<draw:image xlink:href="Pictures/missing.png"/>', "external"),
    ('<draw:image xlink:href=" h&#116;tp://localhost/"/>', "external"),
    (
        '<other:image xmlns:other="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xlink:href="file:///p"/>',
        "external",
    ),
    ('<draw:fill-image xlink:href="file:///p.png"/>', "external"),
    ('<form:image form:image-data="http://localhost/p.png"/>', "external"),
    ('<draw:object xlink:href="file:///x.ods"/>', "external"),
    ('<text:section-source xlink:href="file:///x.odt"/>', "external"),
    ('<text:alphabetical-index-auto-mark-file xlink:href="../x.sdi"/>', "external"),
    ('<table:table-source xlink:href="file:///x.ods"/>', "linked"),
    ('<table:cell-range-source table:name="a" xlink:href="http://localhost/x.csv"/>', "linked"),
    ('<form:form form:datasource="Elevar"/>', "linked"),
    ('<form:connection-resource xlink:href="x"/>', "linked"),
    ('<text:database-display text:table-name="x"/>', "linked"),
    ("<text:database-next/>", "linked"),
    ("<text:database-row-select/>", "linked"),
    ('<table:database-source-sql table:sql-statement="x"/>', "linked"),
    ('<table:database-source-query table:query-name="x"/>', "linked"),
    ('<table:database-source-table table:table-name="x"/>', "linked"),
    ('<form:form xlink:href="http://localhost/send"/>', "external"),
    ('<xforms:submission action="http://localhost/send"/>', "external"),
    ('<office:dde-source office:dde-application="soffice" office:dde-topic="x"/>', "field"),
    ("<table:dde-link/>", "field"),
    ('<text:dde-connection text:connection-name="x"/>', "field"),
    ('<text:dde-connection-decl office:dde-application="cmd"/>', "field"),
    ('<script:event-listener script:event-name="dom:load" xlink:href="x"/>', "macro"),
    ('<presentation:event-listener presentation:action="execute"/>', "macro"),
    ('<office:script script:language="x"/>', "macro"),
    ('<text:script script:language="x">x</text:script>', "macro"),
    ('<text:execute-macro text:name="x"/>', "macro"),
    ('<text:a xlink:href="vnd.sun.star.script:x?language=Basic"/>', "macro"),
    ('<text:a xlink:href=" java&#10;script:alert(1)"/>', "macro"),
    ('<text:a xlink:href=".uno:Open"/>', "macro"),
    *((f'<form:button form:label=" {begins}x"/>', "macro") for begins in RUN),
    ('<text:a xlink:href="service:com.sun.star.x"/>', "macro"),
    ('<draw:applet xlink:href="x"/>', "macro"),
    ('<draw:plugin xlink:href="x"/>', "foreign"),
    ('<draw:floating-frame xlink:href="http://localhost/"/>', "foreign"),
    ('<draw:object-ole xlink:href="./Object 1"/>', "object"),
    ("<draw:object-ole><office:binary-data>eA==</office:binary-data></draw:object-ole>", "object"),
    ("<draw:image><office:binary-data>eA==</office:binary-data></draw:image>", "foreign"),
)

ASKED = (
    'of:=DDE("soffice";"x";"y")',
    'of:=DDE ("soffice";"x";"y")',
    'of:=COM.MICROSOFT.WEBSERVICE("http://localhost/")',
    "of:=['file:///x.ods'#$Ark1.A1]",
    'of:=SUM([.A1];[\'http://localhost/x.ods\'#Ark1.A1])',
    "of:=INDIRECT(\"'http://localhost/x.ods'#$Ark1.A1\")",
    "of:=cmd|'/c x'!A0",
    '=dde("soffice";"x";"y")',
)  # fmt: skip


def said() -> Iterator[Case]:
    """What a document can say, in its text, its styles, an object inside it or a file about it."""
    for kind in ODF:
        for body, code in SAID:
            yield f"says {body}", kind, open_document(kind, body), code
            deep = f"<office:document-content {ODF_SPACES}>{body}</office:document-content>"
            yield f"an object says {body}", kind, open_document(kind, members={"Object 1/content.xml": deep}), code
            yield f"its styles say {body}", kind, open_document(kind, members={"styles.xml": deep}), code
        for asked in ASKED:
            yield f"asks {asked}", kind, open_document(kind, cell(asked)), "field"
        condition = '<table:content-validation table:condition="of:is-true-formula(DDE(&quot;x&quot;))"/>'
        yield "a rule for cells that asks", kind, open_document(kind, condition), "field"
        name = '<table:named-expression table:expression="of:=DDE(&quot;x&quot;)"/>'
        yield "a name that asks", kind, open_document(kind, name), "field"


def held() -> Iterator[Case]:
    """What can lie inside."""
    macros = docx().part("word/vbaProject.bin", b"x").whole()
    for kind in ODF:

        def file(name: str, content: bytes | str, media: str = "", kind: str = kind) -> bytes:
            return open_document(kind, members={name: content}, media={name: media})

        yield "an OLE object", kind, file("Object 1", COMPOUND, "application/vnd.sun.star.oleobject"), "object"
        yield "an OLE object of no kind", kind, file("Object 1", COMPOUND), "object"
        yield "an OLE object that is called a picture", kind, file("Pictures/a.png", COMPOUND, "image/png"), "object"
        yield (
            "an OLE object that is called a layout",
            kind,
            file("layout-cache", COMPOUND, "application/binary"),
            "object",
        )
        yield "a docm that is called a picture", kind, file("Pictures/a.png", macros, "image/png"), "object"
        yield (
            "a document inside",
            kind,
            file("Object 1", docx().whole(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            "object",
        )
        yield "macros", kind, file("Basic/Standard/Module1.xml", "<x/>", "text/xml"), "macro"
        yield "macros in Python", kind, file("Scripts/python/x.py", "x"), "macro"
        yield "a dialog of its own", kind, file("Dialogs/Standard/Dialog1.xml", "<x/>", "text/xml"), "macro"
        yield "a folder of macros", kind, file("Basic/", ""), "macro"
        yield "a film", kind, file("media/a.mp4", b"\0\0\0\x18ftypmp42", "video/mp4"), "foreign"
        yield "a film of no kind", kind, file("media/a.mp4", b"\0\0\0\x18ftypmp42"), "foreign"
        yield "a program", kind, file("Pictures/a.png", b"MZ\0\0", "image/png"), "foreign"
        yield "a database", kind, file("Object 1/x", "x", "application/vnd.oasis.opendocument.base"), "foreign"
        yield "a drawing that runs", kind, file("Pictures/a.svg", "<svg><script/></svg>", "image/svg+xml"), "macro"
        yield (
            "a drawing that fetches",
            kind,
            file("Pictures/a.svg", f'<svg><use href="{ELSEWHERE}"/></svg>', "image/svg+xml"),
            "external",
        )
        keys = '<k:item xmlns:k="urn:k" xmlns:l="http://www.w3.org/1999/xlink" l:href="vnd.sun.star.script:x"/>'
        yield "a key that runs a macro", kind, file("Configurations2/accelerator/current.xml", keys), "macro"
        meta = f"<office:document-meta {ODF_SPACES}><office:meta>%s</office:meta></office:document-meta>"
        yield (
            "a template elsewhere",
            kind,
            file("meta.xml", meta % '<meta:template xlink:href="file:///x.ott"/>'),
            "template",
        )
        yield (
            "a page that loads another",
            kind,
            file("meta.xml", meta % f'<meta:auto-reload xlink:href="{ELSEWHERE}"/>'),
            "external",
        )
        yield "entities that explode", kind, file("meta.xml", '<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>'), "broken"
        yield "an encoding nobody uses", kind, file("meta.xml", '<?xml version="1.0" encoding="utf-7"?><r/>'), "broken"
        secret = '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"><m:encryption-data/></m:file-entry>'
        yield (
            "a password",
            kind,
            open_document(kind, entry=secret, members={"content.xml": b"\x8f\x01secret"}),
            "encrypted",
        )
        manifest = f'<m:manifest xmlns:m="{MANIFEST}"><m:file-entry m:full-path="encrypted-package"><m:encryption-data/></m:file-entry></m:manifest>'
        whole: dict[str, bytes | str] = {
            "mimetype": ODF[kind],
            "encrypted-package": b"secret",
            "META-INF/manifest.xml": manifest,
        }
        yield "a password around all of it", kind, zipped(whole), "encrypted"
        yield "Word's password", kind, locked(), "encrypted"
        yield "another kind of document", kind, open_document("ods" if kind == "odt" else "odt"), "disagrees"
        yield (
            "no manifest",
            kind,
            zipped({"mimetype": ODF[kind], "content.xml": "<x/>"}),
            "broken",
        )


CASES = [*said(), *held()]
