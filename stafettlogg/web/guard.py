"""Every page says which action it is; the guard does the rest.

A view declares `@on_log`, `@on_row`, `@on_wonder`, `@on_unit`, `@in_municipality`, `@signed_in` or `@public`, or the first
request to it crashes. A root one may not see does not exist (404); one that may be read but not acted on is forbidden
(403). Every read is recorded in the transaction that renders the page; a denied try after its rollback.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from stafettlogg.core import audit
from stafettlogg.core.acting import acting, before_sign_in
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.operation import Denied, Repeated, recording_denied
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Inside, RootModel, enter
from stafettlogg.identity.models import Municipality, Person, Unit
from stafettlogg.relay.models import RelayLog, Wonder
from stafettlogg.web import drafts, sessions

NOBODY = UUID(int=0)
UNDONE = (409, 422)
WAY_IN = ("/logg-inn/", "/logg-ut/")

View = Callable[..., HttpResponseBase]
R = TypeVar("R", bound=RootModel)


class Request(HttpRequest):
    """A request that knows who asks; `caller` is None before sign-in."""

    caller: Caller
    nonce: str
    myself: Person | None


# --- what a view declares -----------------------------------------------------------------------------------------


def public(view: View) -> View:
    """Let anybody see the page; nothing of anybody's is on it."""
    return _declare(view, "public")


def signed_in(view: View) -> View:
    """A page for whoever is signed in; what it lists is listed through the policy."""
    return _declare(view, "signed in")


def quiet(view: View) -> View:
    """A page that asks by itself, with nobody's hand on it: to ask is no sign of being there."""
    view.is_quiet = True  # type: ignore[attr-defined]
    return view


def outside(view: View) -> View:
    """A public page that asks somebody else over the network: no transaction is held meanwhile, it opens its own."""
    view.is_outside = True  # type: ignore[attr-defined]
    return public(view)


def fresh(view: View) -> View:
    """A page for which being signed in is not enough: whoever it is must have proved it a moment ago."""

    @wraps(view)
    def asked(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if sessions.is_fresh(request.session):
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(
            f"{reverse('sign-in-again')}?{urlencode({'til': request.get_full_path()}, safe='/')}"
        )

    return asked


def on_log(
    action: Action, related: tuple[str, ...] = ("child", "holder", "unit", "municipality")
) -> Callable[[View], View]:
    """Give the view the log named in the address, if the caller may do `action` on it."""
    return _on_root(RelayLog, "log", action, Action.LOG_READ, related)


def on_wonder(action: Action) -> Callable[[View], View]:
    """Give the view the wonder named in the address."""
    return _on_root(Wonder, "wonder", action, Action.WONDER_READ, ("writer", "unit", "municipality"))


def on_unit(action: Action) -> Callable[[View], View]:
    """Give the view the unit named in the address."""
    return _on_root(Unit, "unit", action, Action.UNIT_READ, ("municipality",))


def in_municipality(action: Action) -> Callable[[View], View]:
    """Give the view the caller's municipality, if the caller may do `action` in it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, **kwargs: Any) -> HttpResponseBase:
            root = _entered(request, Municipality, request.caller.municipality, action, action, ())
            return _recorded(request, root, action, view(request, root, **kwargs))

        return _declare(guarded, action)

    return decorate


def on_row(action: Action, model: type[Inside], related: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Give the view the row named in the address, looked up inside its log and inside the action's row conditions."""

    def decorate(view: View) -> View:
        name = cast(str, model._meta.model_name)

        @on_log(action)
        @wraps(view)
        def inside(request: Request, log: RelayLog, **kwargs: Any) -> HttpResponseBase:
            pk = kwargs.pop(name)
            rows = model.objects.of(log.permit, action).filter(pk=pk)
            row = (rows.select_related(*related) if related else rows).first()
            if row is None:
                there = model.objects.of(log.permit).filter(pk=pk).exists()
                raise Denied(request.caller, action, log.pk, "visible" if there else "row")
            return view(request, row, **kwargs)

        return inside

    return decorate


def _declare(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def _on_root(
    model: type[R], name: str, action: Action, reading: Action, related: tuple[str, ...]
) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, **kwargs: Any) -> HttpResponseBase:
            root = _entered(request, model, kwargs.pop(name), action, reading, related)
            return _recorded(request, root, action, view(request, root, **kwargs))

        return _declare(guarded, action)

    return decorate


def _entered(
    request: Request, model: type[R], pk: UUID, action: Action, reading: Action, related: tuple[str, ...]
) -> R:
    root = enter(request.caller, model, pk, related)
    if root is None or action not in root.permit.actions:
        readable = root is not None and reading in root.permit.actions
        raise Denied(request.caller, action, pk, "visible" if readable else "")
    return root


def _recorded(request: Request, root: RootModel, action: Action, response: HttpResponseBase) -> HttpResponseBase:
    """A page that shows the root is a read of it, recorded before it leaves; an act has its own event."""
    if request.method in ("GET", "HEAD") or response.status_code in UNDONE:
        audit.seen(root.permit, action)
    return response


# --- one transaction a request ------------------------------------------------------------------------------------


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
