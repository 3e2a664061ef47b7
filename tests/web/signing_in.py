"""Signing in through a provider that speaks on loopback: all the way there and back, with the lies it is told to tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from joserfc.jwk import KeySet

from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.scope import system
from stafettlogg.identity import oidc, providers
from stafettlogg.identity.models import Provider as Ours
from stafettlogg.identity.oidc import Reason
from stafettlogg.web import landing
from stafettlogg.web.guard import NOBODY
from tests.provider import Claims, Lie, Provider, came_back, honest, running
from tests.roles import as_worker
from tests.web.conftest import WebWorld
from tests.world import NOW

CLIENT = "stafettlogg-fjordvik"
BEGIN = "/logg-inn/4699/idporten/"


@pytest.fixture(scope="module")
def listening() -> Iterator[Provider]:
    """One provider for the whole file."""
    with running() as provider:
        yield provider


@pytest.fixture
def provider(listening: Provider, world: WebWorld) -> Iterator[Provider]:
    """The provider of Fjordvik, which knows our key, tells the truth and has never been asked."""
    issuer = listening.issuer
    listening.__init__(issuer=issuer, now=NOW.timestamp(), key=listening.key)  # type: ignore[misc]
    oidc.forget_providers()
    listening.clients[CLIENT] = keys_of(ours(world, issuer))
    yield listening
    oidc.forget_providers()


def ours(world: WebWorld, issuer: str, **more: Any) -> Ours:
    """What we keep about the provider."""
    with as_worker():
        made = providers.add(world.fjordvik, issuer=issuer, client_id=more.pop("client_id", CLIENT), **more)
        providers.new_key(made)
    return made


def keys_of(made: Ours) -> KeySet:
    """Our public keys, as they are registered at the provider."""
    with as_worker(), acting(Caller(NOBODY, made.municipality_id, Hat.STAFF)):
        return KeySet.import_key_set(providers.public_keys(made))  # type: ignore[arg-type]


@pytest.fixture
def browser(world: WebWorld) -> Client:
    """A browser nobody has used, in English."""
    client = Client()
    client.post("/sprak/", {"language": "en"})
    return client


def signs_in(browser: Client, provider: Provider, pid: str | None, **how: Any) -> HttpResponse:
    """All the way there and back."""
    there = browser.get(BEGIN)
    return browser.get(came_back(provider.person_comes(there["Location"], pid, **how)))  # type: ignore[return-value]


def recorded(world: WebWorld, name: str | None = None) -> list[tuple[str, str]]:
    by = world.as_(name) if name else Caller(NOBODY, world.fjordvik.pk, Hat.STAFF)
    with acting(by), system("the test looks at what is recorded"):
        rows = AuditEvent.objects.get_queryset().filter(person=by.person, action__startswith="sign").order_by("number")
        return [(row.action, row.reason) for row in rows]


def must_be_stopped(browser: Client, refused: HttpResponse, reason: Reason) -> None:
    """Not in, and on the page that says why, in the reader's language."""
    assert refused["Location"] == "/logg-inn/stoppa/"
    assert "person" not in browser.session
    told = browser.get("/logg-inn/stoppa/")
    assert escape(str(landing.WORDS[reason].heading)) in told.text
    assert browser.get("/4699/")["Location"].startswith("/logg-inn/")


def told(provider: Provider, lie: Lie = honest, **more: Any) -> HttpResponse:
    token = provider.logout_token("sid-1", CLIENT, lie, **more)
    return Client().post("/logg-ut/melding/", {"logout_token": token})  # type: ignore[return-value]


# --- lies -----------------------------------------------------------------------------------------------------------


def changed(**claims: object) -> Lie:
    def lie(_: Claims, told: Claims) -> None:
        told.update(claims)

    return lie


def without(name: str) -> Lie:
    def lie(_: Claims, told: Claims) -> None:
        told.pop(name)

    return lie


def later(seconds: int) -> Lie:
    def lie(_: Claims, told: Claims) -> None:
        told.update(iat=told["iat"] + seconds, exp=told["exp"] + seconds)

    return lie
