"""One transaction a request: who asks, the page, its events, and the session, committed before the first byte leaves."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from stafettlogg.core import audit
from stafettlogg.core.acting import acting, before_sign_in
from stafettlogg.core.audit import Spent
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.operation import Denied, Repeated, recording_denied
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import RootModel, enter
from stafettlogg.identity.models import Unit
from stafettlogg.relay.models import RelayLog, Wonder
from stafettlogg.web import drafts, keeping, repeated, sessions
from stafettlogg.web.guard import NOBODY, Request, View, methods_of
from stafettlogg.web.repeated import Answered

ELSEWHERE = "municipality.other"  # in the trail: an address of another municipality was tried
WAY_IN = ("/logg-inn/", "/logg-ut/")
PAGES: dict[str, tuple[type[RootModel], Action]] = {
    "log": (RelayLog, Action.LOG_READ),
    "wonder": (Wonder, Action.WONDER_READ),
    "unit": (Unit, Action.UNIT_READ),
}


class OneTransaction:
    """Find out who asks, run the page in one transaction with the belt on, commit before the first byte leaves."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """The page, in its transaction."""
        keeping.begin(request)
        is_outside = _is_outside(request)
        by = None if is_outside else _caller_of(request)
        request.caller = cast(Caller, by)
        request.language = _chosen_language(request)
        with translation.override(_language_of(request)):
            response = self._outside(request) if is_outside else self._inside(request, by)
            response.headers.setdefault("Content-Language", translation.get_language())
        keeping.tell(request, response)
        add_never_cache_headers(response)
        return response

    def _outside(self, request: Request) -> HttpResponseBase:
        """A page that opens its own transactions; the session is written after them."""
        response = self.get_response(request)
        is_kept = response.status_code >= 500 or keeping.write(request)
        return response if is_kept else self._ended(request, None)

    def _inside(self, request: Request, by: Caller | None) -> HttpResponseBase:
        """1. the page  2. the session, last  3. commit, or roll back and record the denied try, with the session."""
        request.denied, has_ended = [], False
        with acting(by) if by else before_sign_in(_municipality_of(request)):
            response = self.get_response(request)
            is_undone = bool(request.denied) or response.status_code >= 500
            if not is_undone:
                has_ended = not keeping.write(request, is_act=_is_act(request, response))
            request.is_unsure = not (is_undone or has_ended)  # until the commit has answered
            if not request.is_unsure:
                transaction.set_rollback(True)
        request.is_unsure = False
        if request.denied and by:
            with acting(by):
                recording_denied(by, request.denied[0])
                has_ended = not keeping.write(request)
        return self._ended(request, by) if has_ended else response

    def _ended(self, request: Request, by: Caller | None) -> HttpResponseBase:
        """Somebody ended the session meanwhile: nothing is done, what was typed is kept, and the way in leads back to it."""
        if by and "form_key" in request.POST:
            self._keep_draft(request, by)
        to, kept = _way_in(request), _kept(request.session)
        keeping.begin(request)
        request.session.flush()
        request.session.update({"ended": True, **kept})
        keeping.write(request)
        return HttpResponseRedirect(to)

    def _keep_draft(self, request: Request, by: Caller) -> None:
        """Ask the form at this address to keep what was typed, as the page does by itself; the guard is asked again."""
        typed: Any = request.POST.copy()
        typed[drafts.ASKED] = drafts.SAVE
        request.POST = typed
        with acting(by):
            if not drafts.is_kept(self.get_response(request)):
                transaction.set_rollback(True)

    def process_view(self, request: Request, view: View, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Refuse a view that has not declared its access, and a method it does not take; hold address and session together."""
        access = getattr(view, "access", None)
        if access is None:
            raise ImproperlyConfigured(f"{view.__name__} does not say which action it is: see web/guard.py.")
        if request.method not in methods_of(view):
            return _not_taken(request, view)
        number = kwargs.pop("municipality", None)
        is_signed_in = cast("Caller | None", request.caller) is not None
        if is_signed_in and not (getattr(view, "is_quiet", False) or drafts.is_asking(request)):
            sessions.renew(request.session)
        if access == "public":
            return None
        if not is_signed_in:
            return HttpResponseRedirect(_way_in(request))
        if number is not None and number != request.session.get("number"):
            return self.process_exception(request, _elsewhere(request, access, kwargs))
        return None

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        """A denied try becomes the same page as something that is not there, or 403 where the reader knows it is there."""
        if isinstance(exception, Answered):
            return _both(request, exception)
        spent = exception.spent if isinstance(exception, Repeated) else _done_before(exception)
        if isinstance(exception, Denied) and spent and not (spent.is_same or drafts.is_asking(request)):
            request.denied.append(exception)  # not what was done before: a try of its own
        if spent is not None and (spent.is_same or drafts.ASKED in request.POST or repeated.is_remembered(request)):
            return HttpResponseRedirect(_after_repeated(request))
        if spent is not None or isinstance(exception, Repeated):
            return render(request, "sent_before.html", {"mine": repeated.posted(request)}, status=409)
        if isinstance(exception, Denied):
            request.denied.append(exception)
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
    return getattr(view, "is_outside", False)


def _is_act(request: Request, response: HttpResponseBase) -> bool:
    """Whether somebody who is signed in has done something: that stands and falls with the session it was done in."""
    is_sent = request.method == "POST" and not drafts.is_asking(request)
    return is_sent and cast("Caller | None", request.caller) is not None and response.status_code < 400


def _not_taken(request: Request, view: View) -> HttpResponse:
    """The page of what is not there, whoever asks and whatever is: which methods an address takes, its source tells everybody."""
    response = render(request, "404.html", status=405)
    response.headers["Allow"] = ", ".join(methods_of(view))
    return response


def _elsewhere(request: Request, access: str, named: dict[str, Any]) -> Denied:
    """A try at another municipality's address: recorded where the caller belongs, with the root that it named."""
    root = next((named[kind] for kind in ("log", "wonder", "unit") if kind in named), None)
    return Denied(request.caller, access if isinstance(access, Action) else ELSEWHERE, root)


def _way_in(request: Request) -> str:
    """The way in, which leads back to the page; to a form too, for its draft is in it."""
    can_be_shown = request.resolver_match and "GET" in methods_of(request.resolver_match.func)
    if can_be_shown and (request.method == "GET" or "form_key" in request.POST):
        return f"{reverse('sign-in')}?{urlencode({'til': request.get_full_path()}, safe='/')}"
    return reverse("sign-in")


def _done_before(exception: Exception) -> Spent | None:
    """What the same form did a moment ago, where it is denied now: the baton one has accepted cannot be accepted."""
    return audit.spent(exception.by, exception.action, exception.root) if isinstance(exception, Denied) else None


def _after_repeated(request: Request) -> str:
    """Where a form that was sent twice ends: as the first time, or on the first page if that is no longer one's to read."""
    number, match = request.session["number"], request.resolver_match
    for name, (model, reading) in PAGES.items():
        pk = match.kwargs.get(name) if match else None
        root = enter(request.caller, model, pk) if pk else None
        if root is not None and reading in root.permit.actions:
            return reverse(f"{name}-read", args=[number, pk])
    return reverse("start", args=[number])


def _both(request: Request, answered: Answered) -> HttpResponse:
    """What was answered, and what is typed now: a read of the root, and nothing else."""
    audit.seen(answered.root.permit, answered.action)
    shown = {"before": answered.before, "mine": answered.mine, "to": _after_repeated(request)}
    shown["messages"] = repeated.unsaid(request)
    return render(request, "sent_before.html", shown, status=409)


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
    kept = _kept(session)
    session.flush()
    session.update({"away": True, **kept})


def _kept(session: sessions.Session) -> dict[str, Any]:
    """What outlives a session: the language, and which form keeps a draft."""
    return {name: session[name] for name in ("language", drafts.ADDRESS) if name in session}


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _municipality_of(request: Request) -> UUID:
    """Before sign-in: the municipality chosen on the way in."""
    return _uuid(request.session.get("choosing")) or NOBODY


def _language_of(request: Request) -> str:
    return _chosen_language(request) or settings.LANGUAGE_CODE


def _chosen_language(request: Request) -> str:
    """The language somebody has chosen, or the municipality's; nothing where neither is known."""
    chosen = request.session.get("language") or request.session.get("municipality_language") or ""
    return chosen if chosen in dict(settings.LANGUAGES) else ""
