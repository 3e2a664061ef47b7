"""Why a file is not taken in, and what to do instead: one sentence for each reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "empty": _("The file is empty. Choose it once more."),
    "too_large": _("The file is too large. It can be at most 20 MB."),
    "extension": _("This kind of file cannot be taken in. Save it as PDF, and choose it once more."),
    "disagrees": _("The file is not what its name says. Open it, save it anew as PDF or a picture, and try again."),
    "old": _("The document is in an old format. Save it as docx, xlsx, pptx or PDF, and choose that one."),
    "macro": _(
        "The document has macros in it. Save it as a new document without macros, or as PDF, and choose that one."
    ),
    "external": _(
        "The document fetches pictures or text from other places. Put them into the document itself, or save it as PDF,"
        " and choose that one."
    ),
    "template": _("The document fetches its template from another place. Save it as PDF, and choose that one."),
    "field": _(
        "The document has a field or a formula that fetches something when it is opened. Put plain text or numbers in"
        " its place, or save the document as PDF, and choose that one."
    ),
    "linked": _(
        "The document fetches numbers from another file or a service. Break the links, or save it as PDF, and choose"
        " that one."
    ),
    "object": _(
        "The document has another file inside it. Take it out and upload it by itself, or save the whole as PDF, and"
        " choose that one."
    ),
    "foreign": _(
        "The document has something in it that cannot be taken in, such as film, sound or a web page. Take it out, or"
        " save the document as PDF, and choose that one."
    ),
    "javascript": _("The PDF has a program in it. Print it to a new PDF, and choose that one."),
    "fetches": _("The PDF fetches from other files. Print it to a new PDF, and choose that one."),
    "embedded": _("The PDF has other files inside it. Upload those one by one."),
    "encrypted": _("The file is locked with a password. Save it without one, and choose it once more."),
    "pixels": _("The picture is too large. Make it smaller, and choose it once more."),
    "bomb": _("The file grows far too large when it is opened. Save it as PDF, and choose that one."),
    "virus": _("The file is infected and was not kept. Tell whoever looks after your computer."),
    "broken": _("The file cannot be opened. Open it yourself, save it anew, and choose it once more."),
}


class Unacceptable(Exception):
    """The file cannot be taken in; `code` is a key of SENTENCES, and str() says what to do instead."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(SENTENCES[self.code])
