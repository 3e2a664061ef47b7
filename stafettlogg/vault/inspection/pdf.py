"""PDFs: kept as they are, without anything that acts, fetches or carries other files."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pikepdf

from stafettlogg.vault.inspection.refusals import Unacceptable

ACTING = frozenset({"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/RichMedia", "/XFA"})
EMBEDDING = frozenset({"/EmbeddedFile", "/EmbeddedFiles", "/EF", "/FileAttachment", "/Filespec"})
FETCHING = frozenset(
    {"/Ref", "/OPI"}
)  # a page of another file, a picture kept by a print shop (ISO 32000-1, 8.10.4 and 14.11.7)
BY_ITSELF = ("/OpenAction", "/AA")
QUIET = frozenset({"/GoTo", "/Named"})  # turning to a page
DEEPEST = 50


def must_be_still(content: bytes) -> None:
    """Refuse a PDF that is something else too, is locked, acts, fetches, or carries files."""
    if content.find(b"%PDF-") != 0 or zipfile.is_zipfile(io.BytesIO(content)):
        raise Unacceptable("disagrees")
    try:
        opened = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise Unacceptable("encrypted") from None
    with opened as pdf:
        if pdf.is_encrypted:
            raise Unacceptable("encrypted")
        if len(pdf.attachments):
            raise Unacceptable("embedded")
        for thing in pdf.objects:
            _must_not_act(thing)


def _must_not_act(thing: pikepdf.Object, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise Unacceptable("broken")
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        keys = set(thing.keys())
        names = {str(thing.get("/S", "")), str(thing.get("/Type", "")), str(thing.get("/Subtype", ""))}
        if (keys | names) & ACTING:
            raise Unacceptable("javascript")
        if (keys | names) & EMBEDDING:
            raise Unacceptable("embedded")
        if isinstance(thing, pikepdf.Stream) and ("/F" in keys or keys & FETCHING):
            raise Unacceptable("fetches")  # a stream whose bytes lie in another file (ISO 32000-1, 7.3.8.2)
        for key in keys.intersection(BY_ITSELF):
            _must_be_quiet(thing[key])
        inner: list[Any] = [thing[key] for key in keys]
    elif isinstance(thing, pikepdf.Array):
        inner = list(thing)
    else:
        return
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            _must_not_act(value, depth + 1)


def _must_be_quiet(action: pikepdf.Object, depth: int = 0) -> None:
    """What happens without a person pressing anything may turn a page, and fetch nothing."""
    if depth > DEEPEST:
        raise Unacceptable("broken")
    if not isinstance(action, pikepdf.Dictionary):
        return  # a place in the document
    if "/S" not in action:
        following = [one for _, one in action.items()]  # an /AA: one action for each thing that can happen
    elif str(action["/S"]) in QUIET:
        after = action.get("/Next", pikepdf.Array())
        following = list(after) if isinstance(after, pikepdf.Array) else [after]
    else:
        raise Unacceptable("javascript")
    for one in following:
        _must_be_quiet(one, depth + 1)
