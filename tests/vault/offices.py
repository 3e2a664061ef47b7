"""Office files made by hand, part by part, as the programs write them: the world of the tests about uploads."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Picture
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from PIL import Image

OPEN = "application/vnd.openxmlformats-officedocument."
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
EXCEL = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
FAMILY = {
    "docx": OPEN + "wordprocessingml.",
    "xlsx": OPEN + "spreadsheetml.",
    "pptx": OPEN + "presentationml.",
}
DOCUMENT = {"docx": "document", "xlsx": "sheet", "pptx": "presentation"}
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504

Members = Mapping[str, bytes | str]


def zipped(members: Members, stored: frozenset[str] = frozenset()) -> bytes:
    """A zip of these members, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def png() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "PNG")
    return out.getvalue()


def jpeg() -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "JPEG")
    return out.getvalue()


def emf() -> bytes:
    """The head of a drawing from Windows."""
    return struct.pack("<LL", 1, 88) + b"\0" * 32 + b" EMF" + b"\0" * 44


def locked() -> bytes:
    """An office file behind a password, as Word writes it: a container of the old kind with the file inside."""
    return COMPOUND + "EncryptionInfo".encode("utf-16-le") + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le")


# --- Word, Excel, PowerPoint --------------------------------------------------------------------------------------


@dataclass
class Package:
    """A docx, xlsx or pptx in the making; `part` and `relate` add to it, `whole` is the file."""

    kind: str
    types: dict[str, str] = field(default_factory=dict)
    endings: dict[str, str] = field(
        default_factory=lambda: {
            "rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xml": "application/xml",
            "png": "image/png",
            "jpeg": "image/jpeg",
        }
    )
    parts: dict[str, bytes | str] = field(default_factory=dict)
    relations: dict[str, list[str]] = field(default_factory=dict)

    @property
    def main(self) -> str:
        """The part everything begins at."""
        return MAIN[self.kind]

    def part(self, name: str, content: bytes | str, said: str = "") -> Package:
        """One more part; `said` is its type, where its ending does not say it."""
        self.parts[name] = content
        if said:
            self.types[name] = said if "/" in said else FAMILY[self.kind] + said
        return self

    def relate(self, called: str, target: str, *, of: str | None = None, external: bool = False) -> Package:
        """One more relation: of the main part where nothing else is said, of the whole for an empty name."""
        these = self.relations.setdefault(self.main if of is None else of, [])
        where = ' TargetMode="External"' if external else ""
        said = called if "/" in called else RELATIONS + called
        these.append(f'<Relationship Id="rId{len(these) + 1}" Type="{said}" Target="{target}"{where}/>')
        return self

    def members(self) -> dict[str, bytes | str]:
        """Everything in the zip."""
        endings = "".join(f'<Default Extension="{end}" ContentType="{said}"/>' for end, said in self.endings.items())
        types = "".join(f'<Override PartName="/{name}" ContentType="{said}"/>' for name, said in self.types.items())
        space = "http://schemas.openxmlformats.org/package/2006/"
        told = {"[Content_Types].xml": f'<Types xmlns="{space}content-types">{endings}{types}</Types>'}
        for source, these in self.relations.items():
            folder, _, name = source.rpartition("/")
            path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
            told[path] = f'<Relationships xmlns="{space}relationships">{"".join(these)}</Relationships>'
        return {**told, **self.parts}

    def whole(self) -> bytes:
        """The file."""
        return zipped(self.members())


def begun(kind: str, main: str) -> Package:
    """A file with its main part and what every one has beside it."""
    package = Package(kind)
    package.part(package.main, main, f"{DOCUMENT[kind]}.main+xml")
    package.part(
        "docProps/app.xml",
        "<Properties><Application>Eit program</Application></Properties>",
        f"{OPEN}extended-properties+xml",
    )
    package.relations[""] = []
    package.relations[""].append(
        f'<Relationship Id="rId1" Type="{RELATIONS}officeDocument" Target="{package.main}"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}extended-properties" Target="docProps/app.xml"/>'
    )
    return package


def docx(body: str = "<w:p><w:r><w:t>Plan</w:t></w:r></w:p>") -> Package:
    """A Word document with this in its body."""
    return begun("docx", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")


def xlsx(cells: str = '<c r="A1"><v>1</v></c>', *, book: str = "", after: str = "") -> Package:
    """A workbook of one sheet; `book` stands in the workbook, `after` behind the cells."""
    package = begun(
        "xlsx",
        f'<workbook {EXCEL} {SPACES}><sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets>{book}</workbook>',
    )
    sheet = f'<worksheet {EXCEL} {SPACES}><sheetData><row r="1">{cells}</row></sheetData>{after}</worksheet>'
    return package.part("xl/worksheets/sheet1.xml", sheet, "worksheet+xml").relate("worksheet", "worksheets/sheet1.xml")


def pptx(shapes: str = "<p:sp/>") -> Package:
    """A presentation of one slide with these shapes."""
    package = begun(
        "pptx", f'<p:presentation {SPACES}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>'
    )
    slide = f"<p:sld {SPACES}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
    return package.part("ppt/slides/slide1.xml", slide, "slide+xml").relate("slide", "slides/slide1.xml")


OPEN_XML: dict[str, Callable[[], Package]] = {"docx": docx, "xlsx": xlsx, "pptx": pptx}


def formula(said: str) -> str:
    """A cell that computes this; the text is escaped."""
    return f'<c r="A1"><f>{said.replace("&", "&amp;").replace("<", "&lt;")}</f><v>0</v></c>'


def charted(
    package: Package, workbook: bytes, said: str = f"{OPEN}spreadsheetml.sheet", name: str = "Workbook1.xlsx"
) -> Package:
    """With a chart, and the workbook its numbers came from."""
    folder = package.main.partition("/")[0]
    chart = f"{folder}/charts/chart1.xml"
    package.part(
        chart, f'<c:chartSpace {SPACES}><c:externalData r:id="rId1"/></c:chartSpace>', f"{OPEN}drawingml.chart+xml"
    )
    package.part(f"{folder}/embeddings/{name}", workbook, said)
    return package.relate("chart", "charts/chart1.xml").relate("package", f"../embeddings/{name}", of=chart)


def openpyxl_book() -> bytes:
    """Charts, a comment, a link, rules, a table, a picture, a name, formulas: as openpyxl writes them."""
    book, out, picture = Workbook(), io.BytesIO(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["Namn", "Tal"])
    for number in range(1, 6):
        sheet.append([f"Måling {number}", number])
    sheet["D1"] = '=IF(SUM(B2:B6)>3,"ja|nei",AVERAGE(B2:B6))'
    sheet["A2"].comment = Comment("Sjå her", "Kari")
    sheet["A3"].hyperlink = "https://example.org/"
    for chart in (BarChart(), LineChart()):
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=6), titles_from_data=True)
        sheet.add_chart(chart, "F2")
    choices = DataValidation(type="list", formula1='"betre,likt"')
    sheet.add_data_validation(choices)
    choices.add("C2:C6")
    yellow = PatternFill("solid", bgColor="FFFF00")
    rules = (
        CellIsRule(operator="greaterThan", formula=["2"], fill=yellow),  # type: ignore[no-untyped-call]  # openpyxl's own
        ColorScaleRule("min", None, "FFFFFF", "max", None, "00FF00"),  # type: ignore[no-untyped-call]
    )
    for rule in rules:
        sheet.conditional_formatting.add("B2:B6", rule)
    sheet.add_table(Table(displayName="Malingar", ref="A1:B6"))
    book.defined_names["Tal"] = DefinedName("Tal", attr_text="Sheet!$B$2:$B$6")
    Image.new("RGB", (8, 8), "green").save(picture, "PNG")
    sheet.add_image(Picture(picture), "H20")
    book.save(out)
    return out.getvalue()


# --- LibreOffice --------------------------------------------------------------------------------------------------

ODF_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "meta": "meta", "script": "script",
        "form": "form", "presentation": "presentation", "chart": "chart", "style": "style", "config": "config",
    }.items()
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xforms="http://www.w3.org/2002/xforms"'  # fmt: skip
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
ODF = {"odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet"}


def open_document(
    kind: str,
    body: str = "",
    *,
    members: Members | None = None,
    media: Mapping[str, str] | None = None,
    entry: str = "",
) -> bytes:
    """An odt or ods with this in its body; `media` says in the manifest what members are, `entry` stands there too."""
    root = "text" if kind == "odt" else "spreadsheet"
    content = f"<office:document-content {ODF_SPACES}><office:scripts/><office:body><office:{root}>{body}</office:{root}></office:body></office:document-content>"
    said = {"/": ODF[kind], "content.xml": "text/xml", "styles.xml": "text/xml"} | dict(media or {})
    entries = "".join(f'<m:file-entry m:full-path="{name}" m:media-type="{one}"/>' for name, one in said.items())
    everything: dict[str, bytes | str] = {
        "mimetype": ODF[kind],
        "Configurations2/toolbar/": "",
        "Configurations2/accelerator/current.xml": "",
        "content.xml": content,
        "styles.xml": f"<office:document-styles {ODF_SPACES}/>",
        **(members or {}),
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{MANIFEST}">{entries}{entry}</m:manifest>',
    }
    return zipped(everything, frozenset({"mimetype"}))


def cell(said: str) -> str:
    """A table in LibreOffice with one cell that computes this."""
    escaped = said.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return (
        f'<table:table><table:table-row><table:table-cell table:formula="{escaped}"/></table:table-row></table:table>'
    )


# --- fields in Word -----------------------------------------------------------------------------------------------


def run(inner: str) -> str:
    """A run of a paragraph."""
    return f"<w:r>{inner}</w:r>"


def begins(kind: str) -> str:
    """A mark of a field."""
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


def says(piece: str, tag: str = "instrText") -> str:
    """A piece of what a field is told."""
    return run(f"<w:{tag}>{piece}</w:{tag}>")


def written(inner: str) -> str:
    """A field told by this."""
    return f"<w:p>{begins('begin')}{inner}{begins('separate')}{run('<w:t>1</w:t>')}{begins('end')}</w:p>"
