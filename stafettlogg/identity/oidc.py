"""Signing in through ID-porten or Ansattporten: begin, finish, and the two ways a provider ends it (OpenID Connect).

Everything that differs between municipalities is a row (`Provider`); everything a provider says about itself is read from
its metadata. What is refused is refused with one reason, which has a page, and one word about what was wrong, for the trail.
"""

from __future__ import annotations

import hmac
import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from hashlib import sha256
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4, uuid5

import requests
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from stafettlogg.core import clock
from stafettlogg.identity import providers
from stafettlogg.identity.models import Provider

Claims = dict[str, Any]  # Any: whatever a provider says

ALGORITHMS = ["RS256"]
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"  # RFC 7523
SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"  # OpenID Connect Back-Channel Logout 1.0
TIMEOUT = (3, 5)  # seconds to connect, seconds to answer
METADATA_LIVES = 24 * 60 * 60
KEYS_REST = 10  # seconds between two fetches of keys, however many unknown ones turn up
ASSERTION_LIVES = 60
LEEWAY = 30
LOGOUT_LIVES = 300
JTI = UUID("6f1c6c1e-7f0e-5e3f-9a55-0f8f3d1f4d7b")  # the name space of logout tokens that are spent
LANGUAGES = {"nn": "nn", "nb": "nb", "en": "en", "se": "se"}
PRODUCTION = "https://idporten.no"


class Reason(StrEnum):
    """Why somebody did not get in; each has a page that says what to do."""

    CANCELLED = "cancelled"
    PROVIDER_DOWN = "provider_down"
    CLOCK_WRONG = "clock_wrong"
    LEVEL_TOO_LOW = "level_too_low"
    NO_NUMBER = "no_number"
    NOT_VALID = "not_valid"
    STARTED_ELSEWHERE = "started_elsewhere"
    UNKNOWN = "unknown"
    NO_ACCESS = "no_access"
    POST_ENDED = "post_ended"
    NUMBER_CHANGED = "number_changed"


class SignInFailed(Exception):
    """The sign-in stops here. `detail` is one word for the trail and never about the person.

    `id_token` is there where the provider has told who came, so that somebody who does not come in can leave the provider.
    """

    def __init__(self, reason: Reason, detail: str, id_token: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail, self.id_token = reason, detail, id_token


class LogoutRefused(Exception):
    """A provider's word that somebody has left, which we do not believe; the text is one word for the trail."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the browser's session keeps while its owner is at the provider; used once."""

    provider: str
    state: str
    nonce: str
    verifier: str
    begun: float
    is_fresh: bool

    def as_dict(self) -> dict[str, Any]:
        """For the session."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Whom the provider says has come: the national number, the pairwise subject, at which level and by which eID."""

    pid: str
    subject: str
    session: bytes
    level: str
    methods: tuple[str, ...]
    authenticated: float
    id_token: str


# --- what a provider says about itself ----------------------------------------------------------------------------


class _Remote:
    """One issuer's metadata and keys, fetched when they are needed and kept for a while."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self._metadata: tuple[float, Claims] | None = None
        self._keys: tuple[float, KeySet] | None = None
        self._lock = Lock()

    def metadata(self) -> Claims:
        """The issuer's own description of itself (OpenID Connect Discovery 1.0), at most a day old."""
        if self._metadata is None or time.monotonic() - self._metadata[0] > METADATA_LIVES:
            found = _fetched(f"{self.issuer}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise SignInFailed(Reason.NOT_VALID, "metadata-issuer")
            self._metadata = time.monotonic(), found
        return self._metadata[1]

    def endpoint(self, name: str) -> str:
        """An address in the metadata. Raises `SignInFailed` for one that is missing, or not https."""
        return _safe(self.metadata().get(name))

    def claims(self, token: str) -> tuple[Claims, Claims]:
        """Header and claims of a token this issuer has signed; an unknown key is looked for once more, not oftener."""
        try:
            decoded = self._decoded(token)
        except JoseError:
            if not self._fetch_keys_again():
                raise
            decoded = self._decoded(token)
        return dict(decoded.header), dict(decoded.claims)

    def _decoded(self, token: str) -> jwt.Token:
        if self._keys is None:
            self._fetch_keys_again()
        assert self._keys is not None
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        return jwt.decode(token, self._keys[1], algorithms=ALGORITHMS, registry=registry)

    def _fetch_keys_again(self) -> bool:
        """Fetch the keys, unless that was done a moment ago; whether it was done now."""
        with self._lock:
            if self._keys is not None and time.monotonic() - self._keys[0] < KEYS_REST:
                return False
            held = _fetched(self.endpoint("jwks_uri")).get("keys", [])
            usable = [key for key in held if key.get("kty") == "RSA" and key.get("use", "sig") == "sig"]
            if not usable:
                raise SignInFailed(Reason.PROVIDER_DOWN, "keys")
            self._keys = time.monotonic(), KeySet.import_key_set({"keys": usable})
            return True


_remotes: dict[str, _Remote] = {}


def _remote(issuer: str) -> _Remote:
    return _remotes.setdefault(issuer, _Remote(issuer))


def examine(provider: Provider) -> tuple[Claims, float]:
    """What the provider says about itself just now, and how many seconds its clock is ahead of ours. Raises `SignInFailed`."""
    address = f"{provider.issuer}/.well-known/openid-configuration"
    try:
        response = requests.get(_safe(address), timeout=TIMEOUT, allow_redirects=False)
        found, theirs = response.json(), parsedate_to_datetime(response.headers["Date"])
    except (requests.RequestException, ValueError, KeyError):
        raise SignInFailed(Reason.PROVIDER_DOWN, "no-answer") from None
    if not isinstance(found, dict) or found.get("issuer") != provider.issuer:
        raise SignInFailed(Reason.NOT_VALID, "metadata-issuer")
    return found, (theirs - clock.now()).total_seconds()


def forget_providers() -> None:
    """Forget what the providers have said about themselves; for tests, and after a provider has moved."""
    _remotes.clear()


def _safe(address: object) -> str:
    """The address, if it may be asked: https, or this machine itself outside production."""
    parts = urlsplit(str(address or ""))
    is_here = parts.hostname in ("127.0.0.1", "localhost") and settings.MODE != "production"
    if parts.scheme == "https" or (parts.scheme == "http" and is_here):
        return str(address)
    raise SignInFailed(Reason.NOT_VALID, "address")


def _fetched(address: str) -> Claims:
    return _answer(requests.get, address)


def _posted(address: str, fields: Mapping[str, str]) -> Claims:
    return _answer(requests.post, address, data=fields)


def _answer(ask: Any, address: str, **sent: Any) -> Claims:  # Any: requests' own
    """What a provider answers. It is down when it does not, answers nonsense, or says that the fault is its own."""
    try:
        response = ask(_safe(address), timeout=TIMEOUT, allow_redirects=False, **sent)
        found = response.json()
    except (requests.RequestException, ValueError):
        raise SignInFailed(Reason.PROVIDER_DOWN, "no-answer") from None
    if response.status_code >= 500 or not isinstance(found, dict):
        raise SignInFailed(Reason.PROVIDER_DOWN, f"answered-{response.status_code}")
    if response.status_code not in (200, 201):
        raise SignInFailed(Reason.NOT_VALID, _word(found.get("error")))
    return found


def _word(said: object) -> str:
    """An error code of RFC 6749, never a sentence: the sentence could name somebody."""
    return "".join(letter for letter in str(said or "") if letter.isascii() and (letter.isalnum() or letter in "_-"))[
        :30
    ]


# --- begin --------------------------------------------------------------------------------------------------------


def begin(provider: Provider, *, to: str, language: str, is_fresh: bool = False) -> tuple[str, Kept]:
    """Where to send the browser, and what to keep for its return to `to`. Raises `SignInFailed`.

    The request itself goes straight to the provider (PAR, RFC 9126), signed by us; the browser carries a reference.
    """
    kept = Kept(str(provider.pk), _random(), _random(), _random(64), clock.now().timestamp(), is_fresh)
    asked = {
        "response_type": "code",
        "scope": "openid",
        "redirect_uri": to,
        "state": kept.state,
        "nonce": kept.nonce,
        "code_challenge": _digest(kept.verifier),
        "code_challenge_method": "S256",  # RFC 7636
        "acr_values": provider.levels[0],
        "ui_locales": LANGUAGES.get(language, "nb"),
    }
    if provider.onbehalfof:
        asked["onbehalfof"] = provider.onbehalfof
    if is_fresh:
        asked["prompt"] = "login"
    remote = _remote(provider.issuer)
    where = remote.endpoint("authorization_endpoint")
    if "pushed_authorization_request_endpoint" not in remote.metadata():
        return f"{where}?{urlencode({'client_id': provider.client_id, **asked})}", kept
    pushed = _posted(remote.endpoint("pushed_authorization_request_endpoint"), asked | _signed_by_us(provider))
    reference = {"client_id": provider.client_id, "request_uri": str(pushed.get("request_uri", ""))}
    return f"{where}?{urlencode(reference)}", kept


def _random(length: int = 32) -> str:
    return secrets.token_urlsafe(length)


def _digest(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _signed_by_us(provider: Provider) -> dict[str, str]:
    """Who we are, signed with our own key for this one request (private_key_jwt, RFC 7523)."""
    try:
        key = providers.signing_key(provider)
    except LookupError:
        raise SignInFailed(Reason.PROVIDER_DOWN, "no-key") from None
    now = int(clock.now().timestamp())
    claims = {
        "iss": provider.client_id,
        "sub": provider.client_id,
        "aud": provider.issuer,
        "iat": now,
        "exp": now + ASSERTION_LIVES,
        "jti": str(uuid4()),
    }
    signed = jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key, algorithms=ALGORITHMS)
    return {"client_id": provider.client_id, "client_assertion_type": ASSERTION, "client_assertion": signed}


# --- finish -------------------------------------------------------------------------------------------------------


def finish(provider: Provider, kept: Kept, said: Mapping[str, str], *, to: str) -> Arrival:
    """Who has come back from the provider. Raises `SignInFailed`; nothing of what it says is believed before its signature.

    1. the answer belongs to this browser (`state`) and comes from this provider (`iss`, RFC 9207)  2. it is no refusal
    3. the code becomes an id_token  4. every claim of it is checked.
    """
    remote = _remote(provider.issuer)
    if not hmac.compare_digest(said.get("state", "").encode(), kept.state.encode()):
        raise SignInFailed(Reason.STARTED_ELSEWHERE, "state")
    tells_issuer = remote.metadata().get("authorization_response_iss_parameter_supported") is True
    if said.get("iss", "" if tells_issuer else provider.issuer) != provider.issuer:
        raise SignInFailed(Reason.NOT_VALID, "iss-of-answer")
    if "error" in said:
        raise SignInFailed(_refusal(said["error"]), _word(said["error"]))
    if not said.get("code"):
        raise SignInFailed(Reason.NOT_VALID, "no-code")
    asked = {
        "grant_type": "authorization_code",
        "code": said["code"],
        "redirect_uri": to,
        "code_verifier": kept.verifier,
    }
    answer = _posted(remote.endpoint("token_endpoint"), asked | _signed_by_us(provider))
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise SignInFailed(Reason.NOT_VALID, "no-id-token")
    try:
        header, claims = remote.claims(token)
    except (JoseError, ValueError):
        raise SignInFailed(Reason.NOT_VALID, "signature") from None
    return _checked(provider, kept, header, claims, token)


def _refusal(error: str) -> Reason:
    if error == "access_denied":
        return Reason.CANCELLED
    if error in ("server_error", "temporarily_unavailable"):
        return Reason.PROVIDER_DOWN
    return Reason.LEVEL_TOO_LOW if error == "unmet_authentication_requirements" else Reason.NOT_VALID


def _checked(provider: Provider, kept: Kept, header: Claims, claims: Claims, token: str) -> Arrival:
    if header.get("typ", "JWT").lower() == "logout+jwt" or SIGNED_OUT in (claims.get("events") or {}):
        raise SignInFailed(Reason.NOT_VALID, "logout-token")
    _must_be_ours(provider, claims)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), kept.nonce.encode()):
        raise SignInFailed(Reason.NOT_VALID, "nonce")
    _must_be_now(claims)
    if claims.get("acr") not in provider.levels:
        raise SignInFailed(Reason.LEVEL_TOO_LOW, "acr", token)
    told = claims.get("aud_onbehalfof", claims.get("client_onbehalfof", ""))
    if provider.onbehalfof and told != provider.onbehalfof:
        raise SignInFailed(Reason.NOT_VALID, "onbehalfof")
    methods = claims.get("amr") or []
    methods = tuple(map(_word, methods if isinstance(methods, list) else [methods]))
    if "TestID" in methods and provider.issuer == PRODUCTION:
        raise SignInFailed(Reason.NOT_VALID, "test-id")
    authenticated = _number(claims.get("auth_time"), "auth-time") if kept.is_fresh else claims.get("auth_time")
    if kept.is_fresh and float(authenticated or 0) < kept.begun - LEEWAY:
        raise SignInFailed(Reason.NOT_VALID, "not-fresh")
    for name in ("sub", "sid"):
        if not isinstance(claims.get(name), str) or not claims[name]:
            raise SignInFailed(Reason.NOT_VALID, f"no-{name}")
    if not isinstance(claims.get("pid"), str) or not claims["pid"]:
        raise SignInFailed(Reason.NO_NUMBER, "no-pid", token)
    return Arrival(
        pid=claims["pid"],
        subject=claims["sub"],
        session=session_hash(provider.issuer, claims["sid"]),
        level=claims["acr"],
        methods=methods,
        authenticated=float(authenticated or clock.now().timestamp()),
        id_token=token,
    )


def _must_be_ours(provider: Provider, claims: Claims) -> None:
    """From this issuer, to us, and to nobody else without saying so (OpenID Connect Core 1.0 § 3.1.3.7)."""
    if claims.get("iss") != provider.issuer:
        raise SignInFailed(Reason.NOT_VALID, "iss")
    audience = _list(claims.get("aud"))
    if provider.client_id not in audience:
        raise SignInFailed(Reason.NOT_VALID, "aud")
    if claims.get("azp", provider.client_id if len(audience) == 1 else "") != provider.client_id:
        raise SignInFailed(Reason.NOT_VALID, "azp")


def _must_be_now(claims: Claims) -> None:
    """Made a moment ago and not over: else one of the two clocks is wrong."""
    now = clock.now().timestamp()
    issued, expires = _number(claims.get("iat"), "iat"), _number(claims.get("exp"), "exp")
    if issued > now + LEEWAY or expires < now - LEEWAY:
        raise SignInFailed(Reason.CLOCK_WRONG, "iat" if issued > now + LEEWAY else "exp")


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SignInFailed(Reason.NOT_VALID, name)
    return float(value)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


# --- leaving ------------------------------------------------------------------------------------------------------


def session_hash(issuer: str, sid: str) -> bytes:
    """What a session at a provider is known by here."""
    return sha256(f"{issuer}|{sid}".encode()).digest()


def leaving(provider: Provider, id_token: str, *, to: str) -> tuple[str, dict[str, str]]:
    """Where to post what, so that one is signed out at the provider as well (RP-Initiated Logout 1.0). Raises `SignInFailed`."""
    where = _remote(provider.issuer).endpoint("end_session_endpoint")
    return where, {"id_token_hint": id_token, "client_id": provider.client_id, "post_logout_redirect_uri": to}


def left(token: str) -> tuple[list[Provider], bytes, UUID]:
    """Whose providers say that which session is over, and the key by which the token is spent (Back-Channel Logout 1.0).

    Raises `LogoutRefused` for anything that is not exactly a logout token meant for us, and `SignInFailed` when its
    issuer's keys cannot be fetched.
    """
    issuer, audience = _unverified(token)
    ours = [one for name in audience for one in providers.known_as(issuer, str(name))]
    if not ours:
        raise LogoutRefused("not-ours")
    try:
        header, claims = _remote(issuer).claims(token)
    except (JoseError, ValueError):
        raise LogoutRefused("signature") from None
    events = claims.get("events")
    if header.get("typ", "").lower() != "logout+jwt":
        raise LogoutRefused("typ")
    if not isinstance(events, dict) or not isinstance(events.get(SIGNED_OUT), dict):
        raise LogoutRefused("events")
    if "nonce" in claims:
        raise LogoutRefused("nonce")
    issued = claims.get("iat")
    if not isinstance(issued, int | float) or abs(clock.now().timestamp() - issued) > LOGOUT_LIVES:
        raise LogoutRefused("iat")
    if not (claims.get("jti") and isinstance(claims["jti"], str)):
        raise LogoutRefused("jti")
    if not (claims.get("sid") and isinstance(claims["sid"], str)):
        raise LogoutRefused("sid")
    return ours, session_hash(issuer, claims["sid"]), uuid5(JTI, f"{issuer}|{claims['jti']}")


def _unverified(token: str) -> tuple[str, list[object]]:
    """Who claims to have written the token and to whom; believed only after the signature."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return str(claims["iss"]), _list(claims["aud"])
    except (IndexError, KeyError, TypeError, ValueError):
        raise LogoutRefused("not-a-token") from None
