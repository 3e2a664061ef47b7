"""The files of LibreOffice (OpenDocument 1.3): by what is in them, and by what their text asks for.

1. its own mark, and its manifest: which kind it is, whether it is locked, and nothing listed there that is not known
2. every file in it: XML that is read, a picture, letters, or how it was laid out; nothing else
"""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from stafettlogg.vault.inspection.kinds import OFFICE
from stafettlogg.vault.inspection.office import contents
from stafettlogg.vault.inspection.office.archive import Archive
from stafettlogg.vault.inspection.office.fields import must_be_a_link, must_only_compute, scheme_of
from stafettlogg.vault.inspection.office.xml import Attributes, Reader, read
from stafettlogg.vault.inspection.refusals import Unacceptable

MARK, MANIFEST = "mimetype", "meta-inf/manifest.xml"
RUNNING = ("basic/", "scripts/", "dialogs/")
WRITTEN = (".xml", ".rdf")
LAYOUT = "layout-cache"

MEDIA = frozenset(
    {
        "",
        "text/xml",
        "application/xml",
        "application/rdf+xml",
        "application/binary",
        "application/vnd.sun.xml.ui.configuration",
        "application/vnd.oasis.opendocument.chart",
        "application/vnd.oasis.opendocument.formula",
        "application/vnd.oasis.opendocument.graphics",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.text",
        "application/x-font-ttf",
    }
)
MEDIA_LIKE = ("image/", "font/", "application/x-font-", "application/x-openoffice-")


def walk(kind: str, archive: Archive) -> None:
    """Refuse the file for anything in it that is not known to be quiet."""
    if archive.read(MARK).strip() != OFFICE[kind].encode():
        raise Unacceptable("disagrees")
    read(archive.read(MANIFEST), Manifest())
    if any(name.startswith(RUNNING) for name in (*archive.names, *archive.folders)):
        raise Unacceptable("macro")
    for name in archive.names:
        if name != MARK:
            _must_be_quiet(archive, name)


def _must_be_quiet(archive: Archive, name: str) -> None:
    content = archive.read(name)
    if not content:
        return  # LibreOffice keeps empty files for keys nobody has changed
    if name.endswith(WRITTEN):
        read(content, Text(posixpath.dirname(name), archive))
    elif posixpath.basename(name) == LAYOUT:
        contents.must_be_dull(content)
    elif not content.startswith(contents.LETTERS):
        contents.must_be_a_picture(content)


class Manifest(Reader):
    """What the file says it holds."""

    def start(self, tag: str, attributes: Attributes) -> bool:
        """Refuse what is locked, and what is not on the list."""
        if tag == "encryption-data":
            raise Unacceptable("encrypted")
        if tag == "file-entry":
            said = attributes.get("media-type", "").strip().lower()
            if said not in MEDIA and not said.startswith(MEDIA_LIKE):
                raise Unacceptable("object" if "oleobject" in said or "officedocument" in said else "foreign")
        return False


REFUSED = {
    "event-listener": "macro",
    "script": "macro",
    "execute-macro": "macro",
    "applet": "macro",
    "plugin": "foreign",
    "floating-frame": "foreign",
    "binary-data": "foreign",
    "object-ole": "object",
    "dde-source": "field",
    "dde-link": "field",
    "dde-connection": "field",
    "dde-connection-decl": "field",
    "connection-resource": "linked",
    "database-display": "linked",
    "database-next": "linked",
    "database-row-select": "linked",
    "database-source-query": "linked",
    "database-source-sql": "linked",
    "database-source-table": "linked",
    "submission": "external",
}
# what is refused by a name of its own when it leads out
OUTSIDE = {"template": "template", "table-source": "linked", "cell-range-source": "linked"}
PRESSED = frozenset({"a", "area-rectangle", "area-circle", "area-polygon"})
POINTING = frozenset({"href", "image-data"})
FORMULAS = frozenset({"formula", "condition", "expression"})
RUN = ("vnd.sun.star.script:", "vnd.sun.star.expand:", "macro:", "javascript:", "vbscript:")


class Text(Reader):
    """What a piece of XML says: refused for what it asks another program, file or place for."""

    def __init__(self, folder: str, archive: Archive) -> None:
        self.folder = folder
        self.archive = archive

    def start(self, tag: str, attributes: Attributes) -> bool:
        """Refuse by the element's name, where it points, and its formula."""
        if tag in REFUSED:
            raise Unacceptable(REFUSED[tag])
        for name, value in attributes.items():
            if value.lstrip().lower().startswith(RUN):
                raise Unacceptable("macro")
            if name in POINTING:
                self._must_stay(tag, value.strip())
            elif name in FORMULAS:
                must_only_compute(value)
            elif name == "datasource" and value:
                raise Unacceptable("linked")
        return False

    def _must_stay(self, tag: str, target: str) -> None:
        if tag in PRESSED:
            must_be_a_link(target)
        elif target and not target.startswith("#") and not self._is_inside(target):
            raise Unacceptable(OUTSIDE.get(tag, "external"))

    def _is_inside(self, target: str) -> bool:
        """Whether something in the file is meant: a file or folder in it, or the document around this one."""
        if scheme_of(target) or target.startswith("/") or "\\" in target:
            return False
        path = posixpath.normpath(posixpath.join(self.folder, unquote(target.partition("#")[0]))).lower()
        if path.startswith(".."):
            return False
        return path == "." or path in self.archive or any(one.startswith(f"{path}/") for one in self.archive.names)
