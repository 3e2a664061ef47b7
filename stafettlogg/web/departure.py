"""Leaving: out of Stafettloggen, and out of the provider one came through (OpenID Connect RP-Initiated Logout 1.0).

The browser posts the id_token back to the provider. It tells a national number, so it is sealed while the session keeps it.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from stafettlogg.core.acting import before_sign_in
from stafettlogg.identity import leaving, oidc, providers
from stafettlogg.identity.models import Provider
from stafettlogg.vault import keys
from stafettlogg.vault.seal import Unopenable, seal, unseal
from stafettlogg.web.addresses import own_address
from stafettlogg.web.guard import Request
from stafettlogg.web.headers import may_post_to

KEPT = "id_token"


@dataclass(frozen=True, slots=True)
class Farewell:
    """Where the browser posts what, to be signed out at the provider as well."""

    provider: Provider
    where: str
    fields: dict[str, str]


def keep(session: Any, provider: Provider, id_token: str) -> None:  # Any: Django's session
    """Keep what ends the session at the provider, sealed with the municipality's key."""
    place = provider.municipality_id
    sealed = seal(keys.key(place, place), id_token.encode(), _binding(provider))
    session.update({"provider": str(provider.pk), KEPT: b64encode(sealed).decode()})


def of(request: Request) -> Farewell | None:
    """How the browser's session leaves its provider; None where it came of none, or the provider cannot be asked."""
    session = request.session
    provider = providers.by_id(session.get("provider", "")) if KEPT in session else None
    if provider is None:
        return None
    try:
        with before_sign_in(provider.municipality_id):
            place = provider.municipality_id
            token = unseal(keys.key(place, place), b64decode(session[KEPT]), _binding(provider)).decode()
        where, fields = leaving.leaving(provider, token, to=own_address(request, "sign-out-done"))
    except (oidc.SignInFailed, Unopenable, keys.NoKey):
        return None
    return Farewell(provider, where, fields)


def page(request: Request, farewell: Farewell) -> HttpResponse:
    """A page that posts itself to the provider, and has a button for a browser without JavaScript."""
    response = render(request, "signin/leaving.html", {"farewell": farewell})
    return may_post_to(response, request, farewell.where)


def _binding(provider: Provider) -> bytes:
    return b"session|" + provider.pk.bytes
