"""What the process of its own does with one file: the look for its kind."""

from __future__ import annotations

from stafettlogg.vault.inspection import images, office, pdf
from stafettlogg.vault.inspection.kinds import IMAGES, OFFICE
from stafettlogg.vault.inspection.refusals import Unacceptable


def look(kind: str, content: bytes) -> bytes:
    """The bytes to keep of the file; raises `Unacceptable`, and nothing else than that and `MemoryError`."""
    try:
        if kind in IMAGES:
            return images.drawn_anew(kind, content)
        if kind in OFFICE:
            office.must_be_acceptable(kind, content)
        elif kind == "pdf":
            pdf.must_be_still(content)
        elif b"\x00" in content:
            raise Unacceptable("disagrees")
    except (Unacceptable, MemoryError):
        raise
    except Exception as error:  # a parser may fail in any way at all on what people upload
        raise Unacceptable("broken") from error
    return content
