"""Signing in through a provider, per municipality: there, back again, and the provider's own word that somebody has left.

No transaction is held while a provider is asked; each step that reads or writes has its own.
"""

from __future__ import annotations

from django.db import IntegrityError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from stafettlogg.core import audit
from stafettlogg.core.acting import acting, before_sign_in
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.identity import leaving, oidc, providers, signin
from stafettlogg.identity.leaving import LogoutRefused
from stafettlogg.identity.models import Provider
from stafettlogg.identity.oidc import Arrival, Kept, Reason, SignInFailed
from stafettlogg.web import departure, landing, sessions
from stafettlogg.web.addresses import own_address
from stafettlogg.web.guard import NOBODY, Request, outside, takes
from stafettlogg.web.headers import may_be_framed_by
from stafettlogg.web.signin import first_page

UNDER_WAY = "sign_in"


@outside
@takes("GET")
def begin(request: Request, number: str, kind: str) -> HttpResponse:
    """Send the browser to the municipality's provider; `?ny=1` asks it to see the person anew."""
    provider = next((one for one in _providers(number) if one.kind == kind), None)
    if provider is None:
        raise Http404
    try:
        to, kept = oidc.begin(
            provider,
            to=own_address(request, "sign-in-back"),
            language=translation.get_language() or "nb",
            is_fresh=request.GET.get("ny") == "1",
        )
    except SignInFailed as failed:
        return _stop(request, provider, failed)
    request.session[UNDER_WAY] = kept.as_dict()
    return HttpResponseRedirect(to)


def _providers(number: str) -> list[Provider]:
    place = next((one for one in signin.municipalities() if one.number == number), None)
    return providers.of(place.pk) if place else []


@outside
@takes("GET")
def back(request: Request) -> HttpResponse:
    """Find out who has come back from the provider, and whether there is anything here for that person."""
    kept = request.session.pop(UNDER_WAY, None)
    provider = providers.by_id(kept["provider"]) if kept else None
    if kept is None or provider is None:
        return landing.stop(request, None, Reason.STARTED_ELSEWHERE)
    try:
        arrival = oidc.finish(provider, Kept(**kept), request.GET.dict(), to=own_address(request, "sign-in-back"))
        with before_sign_in(provider.municipality_id):
            departure.keep(request.session, provider, arrival.id_token)
            by, hats = _recognised(provider, arrival)
    except SignInFailed as failed:
        if failed.id_token:
            with before_sign_in(provider.municipality_id):
                departure.keep(request.session, provider, failed.id_token)
        return _stop(request, provider, failed)
    return HttpResponseRedirect(_let_in(request, provider, arrival, by, hats))


def _recognised(provider: Provider, arrival: Arrival) -> tuple[Caller, list[Hat]]:
    """The person and the hats it can wear now. Raises `SignInFailed` where there is nothing here for it."""
    found, is_changed = signin.recognise(provider, arrival.pid, providers.subject_hash(provider, arrival.subject))
    if is_changed:
        raise SignInFailed(Reason.NUMBER_CHANGED, "subject")
    if found is None:
        was_here = signin.was_somebodys(provider, arrival.pid)
        raise SignInFailed(Reason.NUMBER_EXCHANGED if was_here else Reason.UNKNOWN, "number")
    hats = signin.hats(found.pk, provider.municipality_id)
    if not hats:
        has_worked = signin.has_had_post(found.pk, provider.municipality_id)
        raise SignInFailed(Reason.POST_ENDED if has_worked else Reason.NO_ACCESS, "hats", person=found.pk)
    return Caller(found.pk, provider.municipality_id, hats[0]), hats


def _let_in(request: Request, provider: Provider, arrival: Arrival, by: Caller, hats: list[Hat]) -> str:
    """Begin the session and record it; gives where to go. Who comes back to prove who it is keeps the hat it wears."""
    session = request.session
    goal, worn = session.get("til", ""), session.get("hat") if session.get("person") == str(by.person) else None
    hat = next((one for one in hats if one == worn), None)
    by = Caller(by.person, by.municipality, hat or by.hat)
    proof = {name: session[name] for name in ("provider", departure.KEPT)}
    sessions.begin(
        session,
        provider.municipality,
        by,
        len(hats),
        **proof,
        authenticated=arrival.authenticated,
        at_provider=arrival.session.hex(),
    )
    signin.arrive(by, _subject(provider, arrival))
    with acting(by):
        how = " ".join((by.hat.value, arrival.level, *arrival.methods))
        audit.noted(by.municipality, "sign-in", person=by.person, reason=how)
    if hat is None and len(hats) > 1:
        session["til"] = goal
        return landing.choose_hat()
    return first_page(request, provider.municipality.number, goal)


def _subject(provider: Provider, arrival: Arrival) -> bytes:
    with before_sign_in(provider.municipality_id):
        return providers.subject_hash(provider, arrival.subject)


def _stop(request: Request, provider: Provider, failed: SignInFailed) -> HttpResponse:
    """Record what went wrong, in one word that names nobody, and show the page for it."""
    with acting(Caller(NOBODY, provider.municipality_id, Hat.STAFF)):
        audit.noted(
            provider.municipality_id, "sign-in.refused", person=NOBODY, reason=f"{failed.reason} {failed.detail}"
        )
    return landing.stop(request, provider, failed.reason, failed.person)


# --- the provider says that somebody has left ---------------------------------------------------------------------


@csrf_exempt
@outside
@takes("POST")
def signed_out(request: Request) -> HttpResponse:
    """The provider's own call when somebody signs out there (OpenID Connect Back-Channel Logout 1.0 § 2.5)."""
    try:
        ours, session, spent = leaving.left(request.POST.get("logout_token", ""))
        place = ours[0].municipality_id
        with acting(Caller(NOBODY, place, Hat.STAFF)):
            audit.noted(place, "sign-out.provider", person=NOBODY, reason="back-channel", key=spent)
            providers.end_sessions(session)
    except LogoutRefused:
        return HttpResponse(status=400)
    except IntegrityError:  # the very same token again
        return HttpResponse(status=400)
    except SignInFailed:  # its keys could not be fetched: it may try again
        return HttpResponse(status=503)
    return HttpResponse(status=200)


@outside
@takes("GET")
def framed_out(request: Request) -> HttpResponse:
    """The same in a frame of the provider's own page (OpenID Connect Front-Channel Logout 1.0); who knows the sid may end it."""
    issuer, sid = request.GET.get("iss", ""), request.GET.get("sid", "")
    with before_sign_in(NOBODY):
        issuers = providers.issuers()
        if issuer in issuers and sid:
            providers.end_sessions(oidc.session_hash(issuer, sid))
    return may_be_framed_by(HttpResponse(), request, *issuers)
