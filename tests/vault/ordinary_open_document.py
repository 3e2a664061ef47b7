"""Text and sheets as LibreOffice writes them, by what is in them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.vault.offices import ODF_SPACES, cell, jpeg, open_document, png
from tests.vault.ordinary_open_xml import SVG, Case

FONT = b"\0\x01\0\0" + b"\0" * 60
BODIES = {
    "links": '<text:a xlink:href="https://example.org/">x</text:a><text:a xlink:href="../plan.odt">x</text:a><text:a xlink:href="#Del|region">x</text:a>',
    "a section of its own": '<text:section><text:section-source xlink:href="#Del|region"/></text:section>',
    "comments and changes": "<text:tracked-changes><text:changed-region/></text:tracked-changes><office:annotation><text:p>DDE</text:p></office:annotation>",
    "notes and fields": '<text:note/><text:page-number/><text:date/><text:sequence text:formula="ooow:Figur+1"/><text:table-of-content/>',
    "a form": '<office:forms form:automatic-focus="false"><form:form xlink:href="" xlink:type="simple" form:datasource=""><form:checkbox/></form:form></office:forms>',
    "conditional formats": '<style:map style:condition="cell-content()&gt;3"/><table:content-validation table:condition="of:cell-content-is-in-list(&quot;a&quot;;&quot;b&quot;)"/>',
    "names and filters": '<table:named-expressions><table:named-range table:name="Tal" table:cell-range-address="$Ark1.$B$1"/></table:named-expressions><table:database-ranges><table:database-range/></table:database-ranges>',
    "a pivot table": '<table:data-pilot-tables><table:data-pilot-table><table:source-cell-range table:cell-range-address="Ark1.A1:Ark1.B2"/></table:data-pilot-table></table:data-pilot-tables>',
}
CELLS = (
    "of:=SUM([.A1:.B2])",
    "of:=IF([.A1]>3;\"ja|nei\";[$'Ark #1'.A1])",
    "of:={1;2|3;4}",
    'of:=HYPERLINK("https://example.org/")',
    "of:=[$'#1'.A1]",
    "of:=_xlfn._xlws.sort([.A1:.A3])",
    "of:=[.#REF!]",
)


def open_documents() -> Iterator[Case]:
    """What files of LibreOffice have, in text and in sheets."""
    meta = f'<office:document-meta {ODF_SPACES}><office:meta><meta:generator>LibreOffice</meta:generator><meta:hyperlink-behaviour office:target-frame-name="_blank"/></office:meta></office:document-meta>'
    settings = f'<office:document-settings {ODF_SPACES}><config:config-item config:name="PrinterSetup" config:type="base64Binary">eA==</config:config-item></office:document-settings>'
    chart = f'<office:document-content {ODF_SPACES}><office:body><office:chart><chart:chart xlink:href=".." xlink:type="simple"/></office:chart></office:body></office:document-content>'
    for kind in ("odt", "ods"):
        yield "as little as there can be", kind, open_document(kind)
        for what, body in BODIES.items():
            yield what, kind, open_document(kind, body)
        for said in CELLS:
            yield f"the formula {said}", kind, open_document(kind, cell(said))
        yield "about it, its settings, a thumbnail and how it was laid out", kind, open_document(
            kind,
            members={"meta.xml": meta, "settings.xml": settings, "manifest.rdf": "<rdf:RDF xmlns:rdf='urn:rdf'/>", "Thumbnails/thumbnail.png": png(), "layout-cache": b"\x08\0"},
            media={"manifest.rdf": "application/rdf+xml", "Configurations2/": "application/vnd.sun.xml.ui.configuration", "Thumbnails/thumbnail.png": "image/png", "layout-cache": "application/binary"},
        )  # fmt: skip
        yield "a chart", kind, open_document(
            kind,
            '<draw:object xlink:href="./Object 1"/><draw:image xlink:href="./ObjectReplacements/Object 1"/>',
            members={"Object 1/content.xml": chart, "Object 1/styles.xml": "<x/>", "Object 1/meta.xml": "<x/>", "ObjectReplacements/Object 1": b"VCLMTF" + b"\0" * 20},
            media={"Object 1/": "application/vnd.oasis.opendocument.chart", "ObjectReplacements/Object 1": 'application/x-openoffice-gdimetafile;windows_formatname=&quot;GDIMetaFile&quot;'},
        )  # fmt: skip
        formula_object = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'
        yield (
            "a formula to look at",
            kind,
            open_document(
                kind,
                '<draw:object xlink:href="./Object 1"/>',
                members={"Object 1/content.xml": formula_object},
                media={"Object 1/": "application/vnd.oasis.opendocument.formula"},
            ),
        )
        yield "pictures", kind, open_document(
            kind,
            '<draw:image xlink:href="Pictures/a.png"/><draw:image xlink:href="Pictures/b.svg"/><draw:image xlink:href="media/c.jpeg"/>',
            members={"Pictures/a.png": png(), "Pictures/b.svg": SVG, "media/c.jpeg": jpeg()},
            media={"Pictures/a.png": "image/png", "Pictures/b.svg": "image/svg+xml", "media/c.jpeg": "image/jpeg"},
        )  # fmt: skip
        yield (
            "letters of its own",
            kind,
            open_document(
                kind,
                '<style:font-face xlink:href="Fonts/a.ttf"/>',
                members={"Fonts/a.ttf": FONT},
                media={"Fonts/a.ttf": "application/x-font-ttf"},
            ),
        )


CASES = [*open_documents()]
