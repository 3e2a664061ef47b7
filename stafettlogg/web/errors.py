"""The pages that say what went wrong: in the reader's language, or in all three where it is not known; without the database.

The page of an act that failed carries what was posted, under the same key: sent again it is done once (web/repeated.py).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg.errors import DiskFull

from stafettlogg.web import drafts, repeated
from stafettlogg.web.repeated import Fact

Text = str | Promise
NEVER = ("csrfmiddlewaretoken", "password")


@dataclass(frozen=True, slots=True)
class Words:
    """What happened, and what to do about it."""

    heading: Text
    lede: Text
    more: Text = ""


WORDS = {
    "not understood": Words(
        _("We did not understand what your browser sent"),
        _("Nothing is saved. Go back, load the page anew, and try once more."),
        _("If it happens again, the text or the files may be too large: send a part of them at a time."),
    ),
    "too old": Words(
        _("The page was too old"),
        _("Nothing is saved. Go back, load the page anew, and send it once more."),
        _("If your browser refuses cookies, allow them for this site."),
    ),
    "not there": Words(
        _("There is nothing here for you"),
        _(
            "The page may have moved, or you are not among those who can see it. Nothing is wrong with you or your machine."
        ),
        _("Do you think you should see it? Ask the one who has the baton, or the leader of the unit."),
    ),
    "failed": Words(
        _("Something went wrong on our side"),
        _("It is not your fault. Wait a little, and try again."),
        _("What you were told is saved, is saved."),
    ),
    "no room": Words(
        _("We cannot show this page just now"),
        _("The service has no storage left, and shows nothing of a log without writing down that it was read."),
        _("What you were told is saved, is saved. Wait a little, and try again."),
    ),
    "not saved": Words(
        _("Something went wrong on our side"),
        _("It is not your fault. What you sent just now is not saved – and not lost: it stands below."),
        _("Wait a little, and send the same form again. It will not be done twice."),
    ),
    "unsure": Words(
        _("We do not know whether it was saved"),
        _("The connection was broken just as what you sent was being saved. It stands below, and is not lost."),
        _("Send the same form again. If it was saved, it will not be done twice."),
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """The words in one language."""

    language: str
    words: Words
    do: str
    home: str


def said(request: HttpRequest, what: str) -> list[Said]:
    """The words in the reader's language; in all of ours where nobody has chosen one."""
    known = getattr(request, "language", "")
    found = []
    for language in (known,) if known else dict(settings.LANGUAGES):
        with translation.override(language):
            words = WORDS[what]
            now = Words(str(words.heading), str(words.lede), str(words.more))
            found.append(Said(language, now, str(_("Send the same form again")), str(_("To the first page"))))
    return found


# --- what Django asks for -----------------------------------------------------------------------------------------


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a host, a header or a form that is not as it should be."""
    return _page(request, "not understood", 400)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: the page was open too long, or cookies are refused."""
    return _page(request, "too old", 403)


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what is not there and what is not theirs; in all languages for somebody nobody knows."""
    if getattr(request, "caller", None) is None:
        return _page(request, "not there", 404)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: nothing is saved – or nobody knows, where the commit was sent and not answered; 503 where the database has no room or is away."""
    fault, again = sys.exc_info()[1], _again(request)
    is_full = _has_no_room(fault)
    if again is None:
        status = 503 if isinstance(fault, OperationalError | InterfaceError) else 500
        return _page(request, "no room" if is_full else "failed", status)
    what = "unsure" if getattr(request, "is_unsure", False) else "not saved"
    return _page(request, what, 503 if is_full else 500, again=again, csrf_token=get_token(request))


def _has_no_room(fault: BaseException | None) -> bool:
    """Whether the database could not write for want of room, so that not even a read can be recorded."""
    return fault is not None and isinstance(fault.__cause__, DiskFull)


@dataclass(frozen=True, slots=True)
class Again:
    """The form as it was posted, to be sent once more under the same key; files must be chosen anew."""

    to: str
    fields: list[tuple[str, str]]
    files: list[tuple[str, str]]
    typed: list[Fact]


def _again(request: HttpRequest) -> Again | None:
    try:
        if request.method != "POST" or "form_key" not in request.POST or drafts.is_asking(request):
            return None
        if not _is_ours(request):
            return None
        fields = [(name, text) for name, texts in request.POST.lists() for text in texts if name not in NEVER]
        files = [(name, file.name or "") for name, sent in request.FILES.lists() for file in sent]
    except (OSError, RawPostDataException, SuspiciousOperation):
        return None
    return Again(request.get_full_path(), fields, files, repeated.posted(request))


def _is_ours(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of our own: nobody is offered to send again what another site has made up."""
    return CsrfViewMiddleware(bad_request).process_view(request, bad_request, (), {}) is None


def _page(request: HttpRequest, what: str, status: int, **more: Any) -> HttpResponse:  # Any: what the page shows
    found = said(request, what)
    shown = {"all_said": found, "language": found[0].language, **more}
    # without the request, and so without what every other page asks the database about
    response = HttpResponse(render_to_string("error.html", shown), status=status)
    response.headers["Content-Language"] = ", ".join(one.language for one in found)
    add_never_cache_headers(response)
    return response
