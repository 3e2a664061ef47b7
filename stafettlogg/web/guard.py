"""Every page says which action it is; the guard does the rest, in the request's one transaction (web/transaction.py).

A view declares `@on_log`, `@on_row`, `@on_wonder`, `@on_unit`, `@in_municipality`, `@signed_in` or `@public`, or the first
request to it crashes. It answers the methods it names with `@takes`; one that names none is a form where its action is an
operation, else a page that is only shown; all other methods are refused before it runs. A root one may not see does not
exist (404); one that may be read but not acted on is forbidden (403). Every answer that shows something of a root is a
read of it, recorded in the transaction that renders it, whatever the method; a denied try after its rollback.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from stafettlogg.core import audit
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import OPERATIONS, Denied
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Inside, RootModel, enter
from stafettlogg.identity.models import Municipality, Person, Unit
from stafettlogg.relay.models import RelayLog, Wonder
from stafettlogg.relay.whole import RELATED
from stafettlogg.web import repeated, sessions

NOBODY = UUID(int=0)
UNDONE = (409, 422)
SHOWN, FORM = ("GET", "HEAD"), ("GET", "HEAD", "POST")

View = Callable[..., HttpResponseBase]
R = TypeVar("R", bound=RootModel)


class Request(HttpRequest):
    """A request that knows who asks; `caller` is None before sign-in."""

    caller: Caller
    nonce: str
    myself: Person | None
    denied: list[Denied]
    language: str
    is_unsure: bool


def public(view: View) -> View:
    """Let anybody see the page; nothing of anybody's is on it."""
    return _declare(view, "public")


def signed_in(view: View) -> View:
    """A page for whoever is signed in; what it lists is listed through the policy."""
    return _declare(view, "signed in")


def takes(*methods: str) -> Callable[[View], View]:
    """Name the methods a view answers, where they are not those of its kind; HEAD comes with GET (RFC 9110 § 9.3.2)."""

    def decorate(view: View) -> View:
        view.methods = (*methods, "HEAD") if "GET" in methods else methods  # type: ignore[attr-defined]
        return view

    return decorate


def methods_of(view: View) -> tuple[str, ...]:
    """The methods a view answers; who forgets to name them gets a page that nothing can be sent to."""
    named: tuple[str, ...] | None = getattr(view, "methods", None)
    return named or (FORM if getattr(view, "access", None) in OPERATIONS else SHOWN)


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


def on_log(action: Action, related: tuple[str, ...] = RELATED) -> Callable[[View], View]:
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
            return _recorded(root, action, view(request, root, **kwargs))

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
                row = model.objects.of(log.permit).filter(pk=pk).first()
                if row is None or not _was_sent(request, action, log):
                    raise Denied(request.caller, action, log.pk, "row" if row is None else "visible")
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
            return _recorded(root, action, view(request, root, **kwargs))

        return _declare(guarded, action)

    return decorate


def _entered(
    request: Request, model: type[R], pk: UUID, action: Action, reading: Action, related: tuple[str, ...]
) -> R:
    root = enter(request.caller, model, pk, related)
    if root is None or root.permit.actions.isdisjoint({action, reading}):
        raise Denied(request.caller, action, pk)
    request.caller = repeated.saying(request.caller, request, root)
    if action not in root.permit.actions and not _was_sent(request, action, root):
        raise Denied(request.caller, action, pk, "visible")
    return root


def _was_sent(request: Request, action: Action, root: RootModel) -> bool:
    """Whether this very form did its work before: then the operation answers it, though one may not do it again."""
    by = request.caller
    return by.content is not None and audit.spent(by, action, root.pk) is not None


def _recorded(root: RootModel, action: Action, response: HttpResponseBase) -> HttpResponseBase:
    """An answer that shows the root is a read of it, recorded before it leaves; an act has its own event."""
    is_shown = 200 <= response.status_code < 300 or response.status_code in UNDONE
    if is_shown and not getattr(response, "shows_nothing", False):
        audit.seen(root.permit, action)
    return response
