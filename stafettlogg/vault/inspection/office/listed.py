"""What a Word, Excel or PowerPoint file may contain: the types of its parts, and how one part may lead to another.

What is not here is refused. Each type says how the part is read; a type that is XML is read as XML whatever it is
called, so a part gains nothing by calling itself another one.
"""

from __future__ import annotations

from enum import Enum, auto


class Part(Enum):
    """How a part is looked at."""

    XML = auto()
    SHAPES = auto()  # VML: XML that Excel does not always write well
    PICTURE = auto()
    DULL = auto()  # for printers and letters alone
    WORKBOOK = auto()  # behind a chart: looked into by the same rules
    RELATIONS = auto()


OPEN = "application/vnd.openxmlformats-officedocument."
WORD, EXCEL, POWERPOINT = OPEN + "wordprocessingml.", OPEN + "spreadsheetml.", OPEN + "presentationml."
PACKAGE = "application/vnd.openxmlformats-package."
WORKBOOK = EXCEL + "sheet"


def _xml(before: str, names: str) -> dict[str, Part]:
    return {f"{before}{name}+xml".lower(): Part.XML for name in names.split()}


DRAWN = """
    image/png image/jpeg image/jpg image/pjpeg image/gif image/bmp image/x-bmp image/tiff image/webp image/svg+xml
    image/x-emf image/emf image/x-wmf image/wmf image/x-emz image/x-wmz image/vnd.ms-photo
"""
COMMON = (
    {
        "application/xml": Part.XML,
        "text/xml": Part.XML,
        "application/inkml+xml": Part.XML,
        f"{PACKAGE}relationships+xml": Part.RELATIONS,
        f"{PACKAGE}digital-signature-origin": Part.DULL,
        f"{PACKAGE}digital-signature-certificate": Part.DULL,
        "application/binary": Part.DULL,  # what Google remembers of a document of its own
        f"{OPEN}vmldrawing": Part.SHAPES,
        f"{OPEN}obfuscatedfont": Part.DULL,
        "application/x-fontdata": Part.DULL,
        WORKBOOK: Part.WORKBOOK,
    }
    | _xml(PACKAGE, "core-properties digital-signature-xmlsignature")
    | _xml(OPEN, "extended-properties custom-properties customXmlProperties theme themeOverride drawing")
    | _xml(
        OPEN + "drawingml.",
        "chart chartshapes diagramColors diagramData diagramLayout diagramStyle diagramDrawing",
    )
    | _xml(
        "application/vnd.ms-office.",
        "drawingml.diagramDrawing chartstyle chartcolorstyle chartex classificationlabels intelligence2 documenttasks",
    )
    | dict.fromkeys(
        DRAWN.split(),
        Part.PICTURE,
    )
)

WORDS = (
    _xml(
        WORD,
        "document.main document.glossary styles settings webSettings fontTable numbering footnotes endnotes header"
        " footer comments commentsExtended commentsIds commentsExtensible people",
    )
    | _xml("application/vnd.ms-word.", "stylesWithEffects")
    | {f"{WORD}printersettings": Part.DULL}
)

TABLES = (
    _xml(
        EXCEL,
        "sheet.main worksheet chartsheet styles sharedStrings calcChain comments table tableSingleCells sheetMetadata"
        " pivotTable pivotCacheDefinition pivotCacheRecords revisionHeaders revisionLog userNames",
    )
    | _xml(
        "application/vnd.ms-excel.",
        "slicer slicerCache timeline timelineCache threadedComments person controlproperties namedSheetView"
        " rdrichvalue rdrichvaluestructure rdrichvaluetypes richvaluerel rdarray richstyles rdsupportingpropertybag rdsupportingpropertybagstructure featurePropertyBag",
    )
    | {f"{EXCEL}printersettings": Part.DULL}
)

SLIDES = (
    _xml(
        POWERPOINT,
        "presentation.main slide slideLayout slideMaster notesSlide notesMaster handoutMaster presProps viewProps"
        " tableStyles commentAuthors comments tags",
    )
    | _xml("application/vnd.ms-powerpoint.", "changesinfo revisioninfo authors comments")
    | {f"{POWERPOINT}printersettings": Part.DULL}
)

PARTS = {"docx": COMMON | WORDS, "xlsx": COMMON | TABLES, "pptx": COMMON | SLIDES}

# The last word of a relation's type: what stands before it is said in many ways, and means nothing more.
LEADING = """
    officeDocument core-properties extended-properties custom-properties thumbnail classificationlabels
    customXml customXmlProps theme themeOverride image hyperlink chart chartEx chartUserShapes chartStyle
    chartColorStyle diagramColors diagramData diagramLayout diagramQuickStyle diagramDrawing
    drawing vmlDrawing font printerSettings package ink hdphoto origin signature certificate intelligence documenttasks
    presentationmetadata workbookmetadata documentmetadata

    styles stylesWithEffects settings webSettings fontTable numbering footnotes endnotes header footer comments
    commentsExtended commentsIds commentsExtensible people glossaryDocument

    worksheet chartsheet sharedStrings calcChain table tableSingleCells sheetMetadata pivotTable pivotCacheDefinition
    pivotCacheRecords slicer slicerCache timeline timelineCache threadedComment person ctrlProp namedSheetView
    rdRichValue rdRichValueStructure rdRichValueTypes richValueRel rdArray richStyles
    rdSupportingPropertyBag rdSupportingPropertyBagStructure FeaturePropertyBag
    revisionHeaders revisionLog usernames

    slide slideLayout slideMaster notesSlide notesMaster handoutMaster presProps viewProps tableStyles
    commentAuthors authors tags changesInfo revisionInfo
"""
RELATIONS = frozenset(LEADING.split())

# What a refused type or relation is called in words that help; the first that is found in its name.
CALLED = (
    (("vba", "macro", "activex", "control", "script", "attachedtoolbars", "customui", "extensibility"), "macro"),
    (("oleobject", "embedd", "package", "msword", "ms-excel.sheet", "ms-powerpoint.pres"), "object"),
    (("external", "connection", "querytable", "volatile", "model", "mailmerge", "webimage"), "linked"),
    (("attachedtemplate",), "template"),
)


def code_for(refused: str) -> str:
    """Which sentence tells of a type or relation that is not on the lists."""
    said = refused.lower()
    return next((code for words, code in CALLED if any(word in said for word in words)), "foreign")
