"""Office files: walked without unpacking, and refused for whatever is not on a list of what may be there.

`archive` is the zip around them, `xml` the reader of what they say; `openxml` walks Word, Excel and PowerPoint by the
lists in `listed`, `opendocument` the files of LibreOffice. `fields` knows what fetches, `contents` what lies in a file
that is not XML.
"""

from stafettlogg.vault.inspection.kinds import OPEN_DOCUMENT, must_be_no_compound
from stafettlogg.vault.inspection.office import opendocument, openxml
from stafettlogg.vault.inspection.office.archive import Archive


def must_be_acceptable(kind: str, content: bytes) -> None:
    """Refuse an office file with anything in it that is not known to be quiet; raises `Unacceptable`."""
    must_be_no_compound(content)
    walk = opendocument.walk if kind in OPEN_DOCUMENT else openxml.walk
    walk(kind, Archive(content))
