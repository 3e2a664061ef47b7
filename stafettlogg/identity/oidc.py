"""Signing in through ID-porten or Ansattporten: begin and finish (OpenID Connect); `leaving` has how it ends.

Everything that differs between municipalities is a row (`Provider`); everything a provider says about itself is read from
its metadata. What is refused is refused with one reason, which has a page, and one word about what was wrong, for the trail.
"""

from __future__ import annotations

import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from hashlib import sha256
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

import requests
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, RSAKey
from joserfc.jws import JWSRegistry

from stafettlogg.core import clock
from stafettlogg.identity import claims, providers
from stafettlogg.identity.claims import LEEWAY, Claims, Untrue
from stafettlogg.identity.models import Provider

ALGORITHMS = ["RS256"]
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"  # RFC 7523
TIMEOUT = (3, 5)  # seconds to connect, seconds to answer
METADATA_LIVES = 24 * 60 * 60
KEYS_REST = 10  # seconds between two fetches of keys, however many unknown ones turn up
ASSERTION_LIVES = 60
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
    NUMBER_EXCHANGED = "number_exchanged"


class SignInFailed(Exception):
    """The sign-in stops here. `detail` is one word for the trail and never about the person.

    `id_token` is there where the provider has told who came, so that somebody who does not come in can leave the provider;
    `person` where it is somebody who has been here, and is told why it is over.
    """

    def __init__(self, reason: Reason, detail: str, id_token: str = "", person: UUID | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail, self.id_token, self.person = reason, detail, id_token, person


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

    def verified(self, token: str) -> tuple[Claims, Claims]:
        """Header and claims of a token this issuer has signed; an unknown key is looked for once more, not oftener.

        Raises `Untrue` for anything else.
        """
        told = claims.unpacked(token)
        if not (self._has_signed(token) or (self._fetch_keys_again() and self._has_signed(token))):
            raise Untrue("signature")
        return told

    def _has_signed(self, token: str) -> bool:
        if self._keys is None:
            self._fetch_keys_again()
        assert self._keys is not None
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        try:
            jwt.decode(token, self._keys[1], algorithms=ALGORITHMS, registry=registry)
        except (JoseError, ValueError):
            return False
        return True

    def _fetch_keys_again(self) -> bool:
        """Fetch the keys, unless that was done a moment ago; whether it was done now."""
        with self._lock:
            if self._keys is not None and time.monotonic() - self._keys[0] < KEYS_REST:
                return False
            usable = _usable(_fetched(self.endpoint("jwks_uri")).get("keys"))
            if not usable:
                raise SignInFailed(Reason.PROVIDER_DOWN, "keys")
            self._keys = time.monotonic(), KeySet(usable)
            return True


def _usable(held: object) -> list[Key]:
    """The keys that something may be signed with: one to encrypt with proves nothing (RFC 7517 § 4.2)."""
    found: list[Key] = []
    for key in held if isinstance(held, list) else []:
        if isinstance(key, dict) and key.get("kty") == "RSA" and key.get("use", "sig") == "sig":
            with suppress(JoseError, ValueError, TypeError, KeyError):
                found.append(RSAKey.import_key(key))
    return found


_remotes: dict[str, _Remote] = {}


def remote(issuer: str) -> _Remote:
    """The issuer with this address."""
    return _remotes.setdefault(issuer, _Remote(issuer))


def examine(provider: Provider) -> tuple[Claims, float]:
    """What the provider says about itself just now, and how many seconds its clock is ahead of ours. Raises `SignInFailed`."""
    address = f"{provider.issuer}/.well-known/openid-configuration"
    try:
        response = requests.get(_safe(address), timeout=TIMEOUT, allow_redirects=False)
        found, theirs = claims.read(response.content), parsedate_to_datetime(response.headers["Date"])
        ahead = (theirs - clock.now()).total_seconds()
    except (requests.RequestException, Untrue, ValueError, KeyError, TypeError):  # a date without a zone is none
        raise SignInFailed(Reason.PROVIDER_DOWN, "no-answer") from None
    if found.get("issuer") != provider.issuer:
        raise SignInFailed(Reason.NOT_VALID, "metadata-issuer")
    return found, ahead


def forget_providers() -> None:
    """Forget what the providers have said about themselves; for tests, and after a provider has moved."""
    _remotes.clear()


def _safe(address: object) -> str:
    """The address, if it may be asked: https, or this machine itself outside production."""
    try:
        parts = urlsplit(str(address or ""))
    except ValueError:
        raise SignInFailed(Reason.NOT_VALID, "address") from None
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
        found = claims.read(response.content)
    except (requests.RequestException, Untrue):
        raise SignInFailed(Reason.PROVIDER_DOWN, "no-answer") from None
    if response.status_code >= 500:
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
    issuer = remote(provider.issuer)
    where = issuer.endpoint("authorization_endpoint")
    if "pushed_authorization_request_endpoint" not in issuer.metadata():
        return f"{where}?{urlencode({'client_id': provider.client_id, **asked})}", kept
    pushed = _posted(issuer.endpoint("pushed_authorization_request_endpoint"), asked | _signed_by_us(provider))
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
    issuer = remote(provider.issuer)
    if not hmac.compare_digest(said.get("state", "").encode(), kept.state.encode()):
        raise SignInFailed(Reason.STARTED_ELSEWHERE, "state")
    tells_issuer = issuer.metadata().get("authorization_response_iss_parameter_supported") is True
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
    answer = _posted(issuer.endpoint("token_endpoint"), asked | _signed_by_us(provider))
    token = str(answer.get("id_token", ""))
    try:
        header, told = issuer.verified(token)
        return _checked(provider, kept, header, claims.sound(told, claims.ID_TOKEN), token)
    except Untrue as untrue:
        raise SignInFailed(Reason.NOT_VALID, str(untrue)) from None


def _refusal(error: str) -> Reason:
    if error == "access_denied":
        return Reason.CANCELLED
    if error in ("server_error", "temporarily_unavailable"):
        return Reason.PROVIDER_DOWN
    return Reason.LEVEL_TOO_LOW if error == "unmet_authentication_requirements" else Reason.NOT_VALID


def _checked(provider: Provider, kept: Kept, header: Claims, told: Claims, token: str) -> Arrival:
    if header.get("typ", "JWT").lower() == "logout+jwt" or "events" in told:
        raise SignInFailed(Reason.NOT_VALID, "logout-token")
    _must_be_ours(provider, told)
    if not hmac.compare_digest(told["nonce"].encode(), kept.nonce.encode()):
        raise SignInFailed(Reason.NOT_VALID, "nonce")
    if wrong := claims.untimely(told):
        raise SignInFailed(Reason.CLOCK_WRONG, wrong)
    if told.get("acr") not in provider.levels:
        raise SignInFailed(Reason.LEVEL_TOO_LOW, "acr", token)
    if provider.onbehalfof and told.get("aud_onbehalfof", told.get("client_onbehalfof")) != provider.onbehalfof:
        raise SignInFailed(Reason.NOT_VALID, "onbehalfof")
    methods = tuple(map(_word, claims.listed(told.get("amr", []))))
    if "TestID" in methods and provider.issuer == PRODUCTION:
        raise SignInFailed(Reason.NOT_VALID, "test-id")
    if kept.is_fresh and told.get("auth_time", 0) < kept.begun - LEEWAY:
        raise SignInFailed(Reason.NOT_VALID, "not-fresh")
    if "pid" not in told:
        raise SignInFailed(Reason.NO_NUMBER, "no-pid", token)
    return Arrival(
        pid=told["pid"],
        subject=told["sub"],
        session=session_hash(provider.issuer, told["sid"]),
        level=told["acr"],
        methods=methods,
        authenticated=float(told.get("auth_time", clock.now().timestamp())),
        id_token=token,
    )


def _must_be_ours(provider: Provider, told: Claims) -> None:
    """From this issuer, to us, and to nobody else without saying so (OpenID Connect Core 1.0 § 3.1.3.7)."""
    if told["iss"] != provider.issuer:
        raise SignInFailed(Reason.NOT_VALID, "iss")
    audience = claims.listed(told["aud"])
    if provider.client_id not in audience:
        raise SignInFailed(Reason.NOT_VALID, "aud")
    if told.get("azp", provider.client_id if len(audience) == 1 else "") != provider.client_id:
        raise SignInFailed(Reason.NOT_VALID, "azp")


def session_hash(issuer: str, sid: str) -> bytes:
    """What a session at a provider is known by here."""
    return sha256(f"{issuer}|{sid}".encode()).digest()
