"""A provider that speaks the real protocol on loopback – and lies as it is told to, which a real one does not.

The well-behaved one is the stand-in in `idporten/`; this one is for what must be refused.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from stafettlogg.identity.claims import SIGNED_OUT

Claims = dict[str, Any]
ELSEWHERE = "?elsewhere"
Lie = Callable[[Claims, Claims], object]


@cache
def first_key() -> RSAKey:
    """The key every provider here begins with; to make one takes a tenth of a second."""
    return new_key("provider-1")


def new_key(kid: str) -> RSAKey:
    """A key a provider signs with."""
    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": kid}, private=True)


def honest(header: Claims, claims: Claims) -> None:
    """Change nothing."""


@dataclass
class Provider:
    """One issuer: what it has been asked, what it answers, and how it lies."""

    issuer: str = ""
    now: float = 0.0
    key: RSAKey = field(default_factory=first_key)
    signs_with: RSAKey | None = None
    clients: dict[str, KeySet] = field(default_factory=dict)
    has_par: bool = True
    down: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)  # what says that it is elsewhere now, and answers there
    other_keys: list[object] = field(default_factory=list)
    metadata_lies: Claims = field(default_factory=dict)
    fetched_keys: int = 0
    assertions: list[Claims] = field(default_factory=list)
    pushed: dict[str, Claims] = field(default_factory=dict)
    codes: dict[str, tuple[Claims, Claims, Lie, Callable[[Claims, Claims], str] | None]] = field(default_factory=dict)

    # --- what a browser meets -------------------------------------------------------------------------------------

    def person_comes(
        self,
        address: str,
        pid: str | None,
        *,
        lie: Lie = honest,
        sign: Callable[[Claims, Claims], str] | None = None,
        sid: str = "sid-1",
        acr: str = "idporten-loa-high",
    ) -> dict[str, str]:
        """Somebody signs in at the address one was sent to; what the browser brings back."""
        asked = dict(parse_qsl(urlsplit(address).query))
        asked = self.pushed.pop(asked["request_uri"]) if "request_uri" in asked else asked
        code = secrets.token_urlsafe()
        claims = {
            "iss": self.issuer,
            "sub": sha256(f"pairwise {pid}".encode()).hexdigest(),
            "aud": asked["client_id"],
            "iat": int(self.now),
            "exp": int(self.now) + 120,
            "auth_time": int(self.now),
            "nonce": asked["nonce"],
            "acr": acr,
            "amr": ["BankID"],
            "sid": sid,
            "jti": str(uuid4()),
            "locale": asked["ui_locales"],
            **({"pid": pid} if pid else {}),
            **({"aud_onbehalfof": asked["onbehalfof"]} if "onbehalfof" in asked else {}),
        }
        self.codes[code] = (asked, claims, lie, sign)
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def logout_token(self, sid: str, client: str, lie: Lie = honest, key: RSAKey | None = None) -> str:
        """What is posted to us when somebody has signed out here."""
        header = {"alg": "RS256", "kid": self.key.kid, "typ": "logout+jwt"}
        claims = {
            "iss": self.issuer,
            "aud": client,
            "iat": int(self.now),
            "exp": int(self.now) + 120,
            "jti": str(uuid4()),
            "sid": sid,
            "events": {SIGNED_OUT: {}},
        }
        lie(header, claims)
        return jwt.encode(header, claims, key or self.key, algorithms=["RS256"])

    # --- what we ask over the network -------------------------------------------------------------------------------

    def metadata(self) -> Claims:
        """Discovery."""
        par = {"pushed_authorization_request_endpoint": f"{self.issuer}/par"} if self.has_par else {}
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/logout",
            "authorization_response_iss_parameter_supported": True,
            **par,
            **self.metadata_lies,
        }

    def jwks(self) -> Claims:
        """The key in use, and what else is said to be one."""
        self.fetched_keys += 1
        return {"keys": [self.key.as_dict(private=False), *self.other_keys]}

    def par(self, sent: Claims) -> tuple[int, Claims]:
        """A request, pushed by a client that has proved who it is."""
        if not self._knows(sent):
            return 401, {"error": "invalid_client"}
        if sent.get("code_challenge_method") != "S256":
            return 400, {"error": "invalid_request"}
        reference = f"urn:ietf:params:oauth:request_uri:{secrets.token_urlsafe()}"
        self.pushed[reference] = sent
        return 201, {"request_uri": reference, "expires_in": 60}

    def token(self, sent: Claims) -> tuple[int, Claims]:
        """The id_token for a code, once, to the client that asked for it and holds the verifier."""
        asked, claims, lie, sign = self.codes.pop(sent.get("code", ""), ({}, {}, honest, None))
        challenge = urlsafe_b64encode(sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        is_right = asked.get("redirect_uri") == sent.get("redirect_uri") and asked.get("code_challenge") == challenge
        if not (self._knows(sent) and is_right):
            return 400, {"error": "invalid_grant"}
        header = {"alg": "RS256", "kid": self.key.kid}
        lie(header, claims)
        made = sign(header, claims) if sign else None
        signed = made or jwt.encode(header, claims, self.signs_with or self.key, algorithms=["RS256"])
        return 200, {"access_token": "unused", "token_type": "Bearer", "id_token": signed}

    def _knows(self, sent: Claims) -> bool:
        """private_key_jwt: signed by the client's own key, to us, short, and never seen before."""
        keys = self.clients.get(sent.get("client_id", ""))
        if keys is None:
            return False
        told = jwt.decode(sent["client_assertion"], keys, algorithms=["RS256"]).claims
        is_new = told["jti"] not in [one["jti"] for one in self.assertions]
        self.assertions.append(told)
        return bool(is_new and told["aud"] == self.issuer and 0 < told["exp"] - told["iat"] <= 60)


@contextmanager
def running() -> Iterator[Provider]:
    """The provider on a port of its own."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            pages = {"/.well-known/openid-configuration": provider.metadata, "/jwks": provider.jwks}
            self._answer(200, pages[self.path.removesuffix(ELSEWHERE)]())

        def do_POST(self) -> None:
            sent = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            pages = {"/par": provider.par, "/token": provider.token}
            self._answer(
                *pages[self.path.removesuffix(ELSEWHERE)](sent) if self.path not in provider.moved else (200, {})
            )

        def _answer(self, status: int, said: Claims) -> None:
            if self.path in provider.down:
                status, said = 503, {"error": "temporarily_unavailable"}
            body = json.dumps(said).encode()
            if self.path in provider.moved:
                status, body = 307, b""
            self.send_response(status)
            if self.path in provider.moved:
                self.send_header("Location", self.path + ELSEWHERE)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def came_back(said: dict[str, str]) -> str:
    """The address the browser is sent to with this."""
    return f"/logg-inn/tilbake/?{urlencode(said)}"
