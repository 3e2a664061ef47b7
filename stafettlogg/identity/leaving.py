"""Leaving: at the provider when somebody leaves here, and here when the provider says that somebody has left (OpenID Connect)."""

from __future__ import annotations

from uuid import UUID, uuid5

from stafettlogg.identity import claims, providers
from stafettlogg.identity.claims import Untrue
from stafettlogg.identity.models import Provider
from stafettlogg.identity.oidc import remote, session_hash

JTI = UUID("6f1c6c1e-7f0e-5e3f-9a55-0f8f3d1f4d7b")  # the name space of logout tokens that are spent


class LogoutRefused(Exception):
    """A provider's word that somebody has left, which we do not believe; the text is one word for the trail."""


def leaving(provider: Provider, id_token: str, *, to: str) -> tuple[str, dict[str, str]]:
    """Where to post what, so that one is signed out at the provider as well (RP-Initiated Logout 1.0). Raises `SignInFailed`."""
    where = remote(provider.issuer).endpoint("end_session_endpoint")
    return where, {"id_token_hint": id_token, "client_id": provider.client_id, "post_logout_redirect_uri": to}


def left(token: str) -> tuple[list[Provider], bytes, UUID]:
    """Whose providers say that which session is over, and the key by which the token is spent (Back-Channel Logout 1.0).

    Anybody may call: what it is and whether anybody here is meant is cheap to ask, and asked before the signature.
    Raises `LogoutRefused` for anything that is not exactly a logout token meant for us, and `SignInFailed` when its
    issuer's keys cannot be fetched.
    """
    try:
        header, told = claims.unpacked(token)
        claims.sound(told, claims.LOGOUT_TOKEN)
        if header.get("typ", "").lower() != "logout+jwt":
            raise Untrue("typ")
        if "nonce" in told:
            raise Untrue("nonce")
        if wrong := claims.untimely(told):
            raise Untrue(wrong)
        ours = providers.known_as(told["iss"], claims.listed(told["aud"]))
        if not ours:
            raise Untrue("not-ours")
        remote(told["iss"]).verified(token)
    except Untrue as untrue:
        raise LogoutRefused(str(untrue)) from None
    return ours, session_hash(told["iss"], told["sid"]), uuid5(JTI, f"{told['iss']}|{told['jti']}")
