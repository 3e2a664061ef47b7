"""One transaction a request: who asks, the page, its events, and the session, committed before the first byte leaves."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from stafettlogg.core import audit
from stafettlogg.core.acting import acting, before_sign_in
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.operation import Denied, Repeated, recording_denied
from stafettlogg.core.scope import enter
from stafettlogg.relay.models import RelayLog
from stafettlogg.web import drafts, sessions
from stafettlogg.web.guard import NOBODY, Request, View

WAY_IN = ("/logg-inn/", "/logg-ut/")


class OneTransaction:
    """Find out who asks, run the page in one transaction with the belt on, commit before the first byte leaves."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """The page, in its transaction."""
        if _is_outside(request):
            with translation.override(_language_of(request)):
                response = self.get_response(request)
            add_never_cache_headers(response)
            return response
        by = _caller_of(request)
        request.caller = cast(Caller, by)
        denied: list[Denied] = []
        request.denied = denied  # type: ignore[attr-defined]
        with translation.override(_language_of(request)):
            with acting(by) if by else before_sign_in(_municipality_of(request)):
                response = self.get_response(request)
                if denied or response.status_code >= 500:
                    transaction.set_rollback(True)
            if denied and by:
                recording_denied(by, denied[0])
        response.headers.setdefault("Content-Language", _language_of(request))
        add_never_cache_headers(response)
        return response

    def process_view(self, request: Request, view: View, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Refuse a view that has not declared its access; hold the address and the session together."""
        access = getattr(view, "access", None)
        if access is None:
            raise ImproperlyConfigured(f"{view.__name__} does not say which action it is: see web/guard.py.")
        number = kwargs.pop("municipality", None)
        is_signed_in = cast("Caller | None", request.caller) is not None
        if is_signed_in and not (getattr(view, "is_quiet", False) or drafts.is_asking(request)):
            sessions.renew(request.session)
        if access == "public":
            return None
        if not is_signed_in:
            return HttpResponseRedirect(_way_in(request))
        if number is not None and number != request.session.get("number"):
            raise Http404
        return None

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        """A denied try becomes the same page as something that is not there, or 403 where the reader knows it is there."""
        if isinstance(exception, Repeated) or _was_done(exception):
            return HttpResponseRedirect(_after_repeated(request))
        if isinstance(exception, Denied):
            request.denied.append(exception)  # type: ignore[attr-defined]
            if exception.reason == "visible":
                return render(request, "403.html", status=403)
            return render(request, "404.html", status=404)
        return None


def _is_outside(request: Request) -> bool:
    """Whether the address belongs to a page that holds no transaction."""
    if not request.path_info.startswith(WAY_IN):
        return False
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    request.caller = cast(Caller, None)
    return getattr(view, "is_outside", False)


def _way_in(request: Request) -> str:
    """The way in, which leads back to the page; to a form too, for its draft is in it."""
    if request.method == "GET" or "form_key" in request.POST:
        return f"{reverse('sign-in')}?{urlencode({'til': request.get_full_path()}, safe='/')}"
    return reverse("sign-in")


def _was_done(exception: Exception) -> bool:
    """Whether what is denied now is what the same form did a moment ago: the baton one has accepted cannot be accepted."""
    return isinstance(exception, Denied) and audit.is_spent(exception.by, exception.action, exception.root)


def _after_repeated(request: Request) -> str:
    """Where a form that was sent twice ends: the log, as the first time, or the first page if that is no longer one's to read."""
    number, match = request.session["number"], request.resolver_match
    pk = match.kwargs.get("log") if match else None
    is_there = pk is not None and enter(request.caller, RelayLog, pk) is not None
    return reverse("log-read", args=[number, pk]) if is_there else reverse("start", args=[number])


def _caller_of(request: Request) -> Caller | None:
    session = request.session
    try:
        hat = Hat(session["hat"])
        is_over = sessions.is_over(session)
    except (KeyError, ValueError):
        return None
    if is_over:
        _leave(session)
        return None
    return Caller(
        person=UUID(session["person"]),
        municipality=UUID(session["municipality"]),
        hat=hat,
        key=_uuid(request.POST.get("form_key")) if request.method == "POST" else None,
        request=uuid4(),
    )


def _leave(session: sessions.Session) -> None:
    """End the session; the way in knows that somebody was away, in which language, and which form keeps a draft."""
    kept = {name: session[name] for name in ("language", drafts.ADDRESS) if name in session}
    session.flush()
    session.update({"away": True, **kept})


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _municipality_of(request: Request) -> UUID:
    """Before sign-in: the municipality chosen on the way in."""
    return _uuid(request.session.get("choosing")) or NOBODY


def _language_of(request: Request) -> str:
    chosen = request.session.get("language") or request.session.get("municipality_language") or settings.LANGUAGE_CODE
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
