"""Tokens by people who mean no good: nothing they can be makes a fault here, and none is believed that is not right."""

from __future__ import annotations

import json
import math
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stafettlogg.identity import oidc, providers
from stafettlogg.identity.claims import SIGNED_OUT
from stafettlogg.identity.oidc import Arrival, Kept, Reason, SignInFailed
from tests.provider import Claims, Provider, came_back, honest, new_key
from tests.web.conftest import WebWorld
from tests.web.signing_in import (
    BEGIN,
    CLIENT,
    browser,
    changed,
    listening,
    must_be_stopped,
    provider,
    signs_in,
    told,
)
from tests.world import NOW

__all__ = ["browser", "listening", "provider"]

MOMENT = int(NOW.timestamp())
DAY = 86_400
DEEP = "[" * 5_000 + "]" * 5_000


def signed(provider: Provider, payload: str | bytes, **header: Any) -> str:
    """Whatever it is, signed by the provider."""
    body = payload if isinstance(payload, bytes) else payload.encode()
    parts = [json.dumps({"alg": "RS256", "kid": provider.key.kid, **header}).encode(), body]
    told = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = cast(RSAPrivateKey, provider.key.private_key).sign(told, PKCS1v15(), SHA256())
    return f"{told.decode()}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def of_logout(provider: Provider, **changes: Any) -> Claims:
    """A right logout token's claims, with these changes."""
    right = {"iss": provider.issuer, "aud": CLIENT, "iat": MOMENT, "exp": MOMENT + 120, "jti": "1", "sid": "sid-1"}
    return {**right, "events": {SIGNED_OUT: {}}, **changes}


def posted(token: str) -> HttpResponse:
    return Client().post("/logg-ut/melding/", {"logout_token": token})  # type: ignore[return-value]


# --- before a signature is checked --------------------------------------------------------------------------------


@contextmanager
def asking_the_database(of: str) -> Iterator[list[str]]:
    asked: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        yield asked
    asked += [query["sql"] for query in queries.captured_queries if of in query["sql"]]


def test_a_token_to_thousands_costs_no_question_and_one_to_ten_costs_one(provider: Provider) -> None:
    stranger = new_key("provider-1")
    with asking_the_database("identity_provider") as of_thousands:
        refused = told(provider, changed(aud=[f"nobody-{n}" for n in range(5_000)]), key=stranger)
    with asking_the_database("identity_provider") as of_ten:
        as_well = told(provider, changed(aud=[f"nobody-{n}" for n in range(10)]), key=stranger)

    assert (refused.status_code, len(of_thousands)) == (400, 0)
    assert (as_well.status_code, len(of_ten)) == (400, 1)


@pytest.mark.parametrize(
    "payload",
    [
        f'{{"iss": {DEEP}}}',
        DEEP,
        '{"iss": "a", "iss": "b"}',
        '{"iat": ' + "9" * 5_000 + "}",
        '"text"',
        "5",
        "null",
        "",
        "\x00",
        '{"aud": "' + "x" * 20_000 + '"}',
    ],
    ids=["deep", "only deep", "a name twice", "a number without end", "text", "number", "null", "empty", "NUL", "long"],
)
def test_no_payload_makes_a_fault(payload: str, browser: Client, provider: Provider, world: WebWorld) -> None:
    out = posted(signed(provider, payload, typ="logout+jwt"))
    refused = signs_in(browser, provider, world.numbers["leader"], sign=lambda *_: signed(provider, payload))

    assert out.status_code == 400
    must_be_stopped(browser, refused, Reason.NOT_VALID)


@pytest.mark.parametrize(
    "header",
    [
        {"typ": 5},
        {"typ": []},
        {"kid": {}},
        {"kid": "\x00"},
        {"alg": 5},
        {"alg": "none"},
        {"crit": ["exp"]},
        {"crit": 5},
    ],
    ids=str,
)
def test_no_header_makes_a_fault(header: Claims, browser: Client, provider: Provider, world: WebWorld) -> None:
    def sign(_: Claims, claims: Claims) -> str:
        return signed(provider, json.dumps(claims), **header)

    out = posted(signed(provider, json.dumps(of_logout(provider)), **{"typ": "logout+jwt", **header}))

    assert out.status_code == 400
    must_be_stopped(browser, signs_in(browser, provider, world.numbers["leader"], sign=sign), Reason.NOT_VALID)


# --- one claim at a time ------------------------------------------------------------------------------------------

WRONG: dict[str, tuple[Claims, Reason]] = {
    "an issuer with NUL": ({"iss": "\x00"}, Reason.NOT_VALID),
    "an audience with NUL": ({"aud": ["\x00", CLIENT]}, Reason.NOT_VALID),
    "an audience of numbers": ({"aud": [5]}, Reason.NOT_VALID),
    "an audience of thousands": ({"aud": [CLIENT, *map(str, range(5_000))]}, Reason.NOT_VALID),
    "events that are a number": ({"events": 5}, Reason.NOT_VALID),
    "a time of sign-in that is text": ({"auth_time": "x"}, Reason.NOT_VALID),
    "a sign-in to come": ({"auth_time": MOMENT + DAY}, Reason.CLOCK_WRONG),
    "an end that is no number": ({"exp": math.nan}, Reason.NOT_VALID),
    "no end at all": ({"exp": math.inf}, Reason.NOT_VALID),
    "no end within time": ({"exp": 10**300}, Reason.NOT_VALID),
    "made a day ago": ({"iat": MOMENT - DAY}, Reason.CLOCK_WRONG),
    "made no time": ({"iat": math.nan}, Reason.NOT_VALID),
    "made true": ({"iat": True}, Reason.NOT_VALID),
    "not yet": ({"nbf": MOMENT + DAY}, Reason.CLOCK_WRONG),
    "a nonce with half a letter": ({"nonce": "\ud800"}, Reason.NOT_VALID),
    "a session with half a letter": ({"sid": "\ud800"}, Reason.NOT_VALID),
    "a subject as long as a book": ({"sub": "x" * 5_000}, Reason.NOT_VALID),
    "a number of other digits": ({"pid": "١٢٣٤٥٦٧٨٩٠١"}, Reason.NOT_VALID),
    "a level that is a list": ({"acr": ["idporten-loa-high"]}, Reason.NOT_VALID),
    "means that are an object": ({"amr": {}}, Reason.NOT_VALID),
    "a party that is an object": ({"azp": {}}, Reason.NOT_VALID),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_claim_of_another_type_or_out_of_its_range_lets_nobody_in(
    name: str, browser: Client, provider: Provider, world: WebWorld
) -> None:
    claims, reason = WRONG[name]

    def sign(_: Claims, said: Claims) -> str:
        return signed(provider, json.dumps({**said, **claims}))

    must_be_stopped(browser, signs_in(browser, provider, world.numbers["leader"], sign=sign), reason)


@pytest.mark.parametrize("name", [*WRONG, "past its end"])
def test_nor_does_such_a_claim_end_a_session(name: str, provider: Provider) -> None:
    claims = WRONG[name][0] if name in WRONG else {"exp": MOMENT - 60}
    token = signed(provider, json.dumps(of_logout(provider, **claims)), typ="logout+jwt")
    assert posted(token).status_code == 400


@pytest.mark.parametrize("seconds", [-299, 29])
def test_clocks_may_differ_a_little(seconds: int, provider: Provider) -> None:
    def lie(_: Claims, claims: Claims) -> None:
        claims.update(iat=MOMENT + seconds)

    assert told(provider, lie).status_code == 200


RUBBISH: list[Claims] = [{"token_endpoint": 5}, {"token_endpoint": "http://["}, {"authorization_endpoint": []}]


@pytest.mark.parametrize("lies", RUBBISH, ids=str)
def test_a_provider_that_tells_rubbish_of_itself_is_not_believed(
    lies: Claims, browser: Client, provider: Provider, world: WebWorld
) -> None:
    provider.metadata_lies = lies
    there = browser.get(BEGIN)
    if there["Location"] != "/logg-inn/stoppa/":
        there = browser.get(came_back(provider.person_comes(there["Location"], world.numbers["leader"])))

    must_be_stopped(browser, there, Reason.NOT_VALID)  # type: ignore[arg-type]


def test_keys_that_are_none_are_passed_over(browser: Client, provider: Provider, world: WebWorld) -> None:
    provider.other_keys = [5, None, {}, {"kty": "RSA"}, {"kty": "RSA", "n": 5, "e": []}, {"kty": "EC", "crv": "P-256"}]

    assert signs_in(browser, provider, world.numbers["leader"])["Location"] == "/4699/"


# --- anything at all ----------------------------------------------------------------------------------------------

NAMES = ["iss", "aud", "azp", "iat", "nbf", "exp", "auth_time", "sub", "sid", "pid", "acr", "amr", "jti", "nonce", "events"]  # fmt: skip
TIMES = st.sampled_from([MOMENT + off for off in (-DAY, -301, -300, -31, -29, 0, 29, 31, DAY)]) | st.floats()
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | TIMES
    | st.text(max_size=12)
    | st.sampled_from(["\x00", CLIENT, SIGNED_OUT])
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.just(SIGNED_OUT), inner, max_size=3)
    ),
    max_leaves=6,
)
CHANGES = st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=2)
LACKING = st.sets(st.sampled_from(NAMES), max_size=1)
BOUNDED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def is_text(value: object) -> bool:
    return type(value) is str and value != "" and not any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in value)


def is_within(value: object, since: float, until: float) -> bool:
    return type(value) in (int, float) and since <= value <= until  # type: ignore[operator]


def is_common_right(told: Claims, issuer: str) -> bool:
    """What both kinds of token must be, written again by somebody who has not seen the other list."""
    names = told.get("aud")
    names = names if isinstance(names, list) else [names]
    return (
        told.get("iss") == issuer
        and CLIENT in names
        and all(map(is_text, names))
        and is_text(told.get("sid"))
        and is_within(told.get("iat"), MOMENT - 300, MOMENT + 30)
        and is_within(told.get("exp", MOMENT), MOMENT - 30, 2**40)
        and is_within(told.get("nbf", MOMENT), 0, MOMENT + 30)
        and is_within(told.get("auth_time", MOMENT), 0, MOMENT + 30)
    )


def is_logout(told: Claims, issuer: str) -> bool:
    events = told.get("events")
    of_this_kind = isinstance(events, dict) and isinstance(events.get(SIGNED_OUT), dict)
    return is_common_right(told, issuer) and of_this_kind and is_text(told.get("jti")) and "nonce" not in told


def is_sign_in(told: Claims, issuer: str, nonce: str) -> bool:
    names = told["aud"] if isinstance(told["aud"], list) else [told["aud"]]
    pid = told.get("pid")
    return (
        is_common_right(told, issuer)
        and "events" not in told
        and "exp" in told
        and told.get("nonce") == nonce
        and told.get("azp", CLIENT if len(names) == 1 else None) == CLIENT
        and told.get("acr") == "idporten-loa-high"
        and is_text(told.get("sub"))
        and isinstance(pid, str)
        and len(pid) == 11
        and set(pid) <= set("0123456789")
    )


def test_no_claims_at_all_make_a_fault_or_end_a_session_they_should_not(provider: Provider) -> None:
    answers = []

    @BOUNDED
    @given(changes=CHANGES, lacking=LACKING, number=st.uuids())
    @example(changes={}, lacking=set(), number=0)
    def must_hold(changes: Claims, lacking: set[str], number: object) -> None:
        claims = of_logout(provider, **{"jti": str(number), **changes})
        for name in lacking:
            claims.pop(name, None)
        status = posted(signed(provider, json.dumps(claims), typ="logout+jwt")).status_code

        answers.append(status)
        assert status in (200, 400)
        assert status == 400 or is_logout(claims, provider.issuer)

    must_hold()
    assert {*answers} == {200, 400}


def test_no_claims_at_all_make_a_fault_or_let_somebody_in_whom_they_should_not(
    provider: Provider, world: WebWorld
) -> None:
    (ours,) = providers.of(world.fjordvik.pk)
    kept = Kept(str(ours.pk), "state", "nonce", "verifier", MOMENT, is_fresh=False)
    answers = []

    def comes(claims: Claims) -> Arrival | SignInFailed:
        asked = {"redirect_uri": "to", "code_challenge": oidc._digest("verifier")}
        provider.codes["code"] = asked, {}, honest, lambda *_: signed(provider, json.dumps(claims))
        try:
            return oidc.finish(ours, kept, {"state": "state", "iss": provider.issuer, "code": "code"}, to="to")
        except SignInFailed as failed:
            return failed

    @BOUNDED
    @given(changes=CHANGES, lacking=LACKING)
    @example(changes={}, lacking=set())
    def must_hold(changes: Claims, lacking: set[str]) -> None:
        claims = {
            "iss": provider.issuer, "aud": CLIENT, "iat": MOMENT, "exp": MOMENT + 120, "auth_time": MOMENT, "sub": "sub",
            "sid": "sid-1", "nonce": "nonce", "acr": "idporten-loa-high", "pid": world.numbers["leader"], **changes,
        }  # fmt: skip
        for name in lacking:
            claims.pop(name, None)
        came = comes(claims)

        answers.append(type(came))
        assert isinstance(came, SignInFailed) or is_sign_in(claims, provider.issuer, "nonce")

    must_hold()
    assert {*answers} == {Arrival, SignInFailed}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=ANYTHING.map(json.dumps) | st.text(max_size=40) | st.binary(max_size=40))
def test_no_body_at_all_makes_a_fault(body: str | bytes, provider: Provider) -> None:
    assert posted(signed(provider, body, typ="logout+jwt")).status_code == 400
    assert posted(body if isinstance(body, str) else body.decode("latin-1")).status_code == 400
