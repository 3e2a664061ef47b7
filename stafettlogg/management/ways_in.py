"""What can be wrong with signing in: the provider, our keys there, the two clocks, and what must be registered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from stafettlogg.core import clock
from stafettlogg.core.acting import before_sign_in
from stafettlogg.identity import oidc, providers, requests, signin
from stafettlogg.identity.models import Municipality, Provider
from stafettlogg.identity.oidc import Reason, SignInFailed

REGISTERED = {
    "sign-in-back": "redirect address",
    "sign-out-done": "address after signing out",
    "sign-out-told": "back-channel logout",
    "sign-out-framed": "front-channel logout",
}
MOST_SECONDS = 20
SOON = timedelta(days=30)


def wrong() -> Iterator[str]:
    """What keeps people out, or soon will, in every municipality."""
    for place in signin.municipalities():
        ways = providers.of(place.pk)
        if not ways and not signin.is_training():
            yield f"Nobody can sign in to {place.name}. Run: stafettlogg provider add {place.number} --issuer … --client-id …"
        for provider in ways:
            yield from _keys(place, provider)
            yield from _answers(place, provider)
    if settings.MODE == "production" and not settings.CSRF_TRUSTED_ORIGINS:
        yield "Set STAFETTLOGG_ORIGINS to the service's own address: it is what the provider sends people back to."


def worth_knowing() -> Iterator[str]:
    """Where nobody could confirm who somebody is; and what must be registered at the provider, word for word."""
    for place in signin.municipalities():
        yield from _confirmers(place)
    if settings.CSRF_TRUSTED_ORIGINS:
        for name, what in REGISTERED.items():
            yield f"Register at the provider, {what}: {settings.CSRF_TRUSTED_ORIGINS[0].rstrip('/')}{reverse(name)}"


def _confirmers(place: Municipality) -> Iterator[str]:
    """Who somebody is, is confirmed by two: an administrator and the officer, neither of whom has asked (R27, R28)."""
    short = requests.short_of_confirmers(place.pk)
    if short:
        yield (
            f"In {place.name} nobody could confirm {'a changed number or name' if short == 'anything' else 'what the one administrator asks for'}: "
            f"it takes an administrator and the data-protection officer, and never who asked. "
            f"Run: stafettlogg admin add {place.number} NAME{' (and with --officer)' if short == 'anything' else ''}"
        )


def _keys(place: Municipality, provider: Provider) -> Iterator[str]:
    with before_sign_in(place.pk):
        made = [key.made_at for key in providers.keys(provider)]
    name = f"{place.name} at {provider.get_kind_display()}"
    if not made:
        yield f"There is no key to sign with for {name}. Run: stafettlogg key new {place.number} --kind {provider.kind}"
    elif clock.now() - max(made) > providers.KEY_LIFE - SOON:
        left = (max(made) + providers.KEY_LIFE - clock.now()).days
        yield (
            f"The newest key for {name} has {max(0, left)} days left. Run: stafettlogg key new {place.number} --kind "
            f"{provider.kind}, and register it."
        )


def _answers(place: Municipality, provider: Provider) -> Iterator[str]:
    try:
        told, ahead = oidc.examine(provider)
    except SignInFailed as failed:
        what = "describes somebody else" if failed.reason is Reason.NOT_VALID else "does not answer"
        yield f"{provider.issuer} {what}: nobody can sign in to {place.name} now. Is the address right, and is the way open?"
        return
    if abs(ahead) > MOST_SECONDS:
        yield f"Our clock is {abs(ahead):.0f} seconds {'behind' if ahead > 0 else 'ahead of'} that of {provider.issuer}. Set it by NTP."
    known = told.get("acr_values_supported")
    if isinstance(known, list) and not set(provider.levels) <= set(known):
        yield f"{provider.issuer} knows no level {', '.join(sorted(set(provider.levels) - set(known)))}. It has: {', '.join(map(str, known))}."
