"""Every address × everybody, read and sent, over HTTP: what one may is shown, what one may not is 403, the rest is not there.

What is expected comes from docs/access.md and from tests/personas.py, never from the policy.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from stafettlogg.core import clock
from stafettlogg.core.scope import Scoped
from stafettlogg.relay.models import Consent, Membership
from tests.filled import Filled, filled, undone
from tests.personas import PERSONAS, PLACES, Persona, Place, granted
from tests.test_architecture import addresses

__all__ = ["filled"]

pytestmark = [pytest.mark.usefixtures("filled"), pytest.mark.slow]

PLACE = {place.name: place for place in PLACES}
READING = {"log": "log.read", "wonder": "wonder.read", "unit": "unit.read"}
OPEN = {"public", "signed in"}
ALLOWED = {200, 302, 405, 409, 422}
# a wonder in the state that the verb is about
WONDERS = {"wonder.share": "draft", "wonder.change": "shared", "wonder.decide": "shared", "wonder.read": "decided"}
# the post in the addresses is an employee's, or a leader's where it is about who leads
EVERY_ROW = {"alt", "stillingar som tilsett", "stillingar som leiar og vikarleiar"}
# whose the row in the address is, for the verbs that ask
OWNERS = {
    "det ein har skrive sjølv": {"note.change": "employee", "glimpse.change": "employee", "voice.change": "holder"},
    "tiltak ein er ansvarleg for eller har planlagt": {"measure.change": "employee", "measure.evaluate": "employee"},
    "evalueringar av tiltak ein er ansvarleg for eller har planlagt": {"evaluation.change": "employee"},
    "sitt eige samtykke": {"consent.answer": "guardian", "consent.withdraw": "guardian"},
    "sitt eige tilbod": {"transfer.accept": "receiver", "transfer.decline": "receiver"},
}


def kind_of(pattern: URLPattern) -> str:
    """Which root stands in the address."""
    return next((kind for kind in READING if f"<uuid:{kind}>" in str(pattern.pattern)), "")


def place_of(pattern: URLPattern, action: str) -> Place:
    """The root of the world that the address is tried on."""
    return PLACE[
        {"log": "log", "unit": "school", "wonder": WONDERS.get(action, "shared"), "": "fjordvik"}[kind_of(pattern)]
    ]


MEMBERS: dict[str, Membership] = {}
CONSENTS: list[Consent] = []


@pytest.fixture(scope="module", autouse=True)
def _looked_up(filled: Filled) -> None:
    """The people and consents of the main log, looked up once for all addresses."""
    MEMBERS.update({member.kind: member for member in filled.memberships(filled.log, filled.as_("leader"))})
    CONSENTS.extend(filled.consents(filled.log, filled.as_("holder")))


def rows(world: Filled, action: str) -> dict[str, Any]:
    """A row for every name that stands in an address."""
    notes = {"glimpse.change": "employee's glimpse", "voice.change": "holder's voice", "attachment.add": "holder"}
    kind = {"guardian.correct": "guardian", "employee.dismiss": "employee", "deputy.dismiss": "deputy"}
    consents = [row for row in CONSENTS if row.person_id == world.people["guardian"].pk]
    return {
        "consent": next(row for row in consents if row.is_open is (action != "consent.withdraw")),
        "concern": world.concern,
        "row": world.concern,
        "measure": world.measures["employee"],
        "evaluation": world.evaluations["employee"],
        "step": world.step,
        "note": world.notes[notes.get(action, "employee")],
        "attachment": world.attachment,
        "transfer": world.transfer,
        "post": world.leading if action == "leader.dismiss" else world.post,
        "member": MEMBERS[kind.get(action, "guardian")],
        "membership": MEMBERS[kind.get(action, "guardian")],
    }


def expected(pattern: URLPattern, persona: Persona) -> set[int]:
    """What the page says that this person meets here."""
    action: str = str(pattern.callback.access)  # type: ignore[attr-defined]
    place = place_of(pattern, action)
    gives = granted(place, persona)
    if action in gives:
        owners = {OWNERS[row].get(action) for row in gives[action] if row in OWNERS}
        return ALLOWED if EVERY_ROW & {*gives[action]} or persona.key in owners else {403}
    return {403} if READING.get(kind_of(pattern)) in gives else {404}


def address(pattern: URLPattern, world: Filled, number: str, **instead: object) -> str:
    """The address with the world's rows in it."""
    action = str(pattern.callback.access)  # type: ignore[attr-defined]
    root = place_of(pattern, action).root(world).pk
    known: dict[str, Any] = {name: row.pk for name, row in rows(world, action).items() if isinstance(row, Scoped)}
    known |= {"municipality": number, "log": root, "wonder": root, "unit": root, "ending": "csv", **instead}
    return reverse(str(pattern.name), kwargs={name: known[name] for name in pattern.pattern.converters})


def browser(persona: Persona, world: Filled) -> Client:
    """Signed in, as signing in leaves the session."""
    by, now = persona.caller(world), clock.now().timestamp()
    client = Client()
    session = client.session
    session.update(
        {
            "person": str(by.person),
            "municipality": str(by.municipality),
            "number": number_of(persona, world),
            "municipality_language": "nn",
            "hat": by.hat.value,
            "hats": 1,
            "began": now,
            "seen": now,
        }
    )
    session.save()
    return client


def number_of(persona: Persona, world: Filled) -> str:
    """The number of the persona's own municipality."""
    return next(m.number for m in (world.fjordvik, world.havvik) if m.pk == persona.caller(world).municipality)


GUARDED = sorted(
    (pattern for pattern in addresses() if str(getattr(pattern.callback, "access", "")) not in OPEN),
    key=lambda p: str(p.name),
)


# the matrix of verbs asks them all; here one of each kind of somebody without a relation is enough
MEETING = [
    persona
    for persona in PERSONAS
    if any(place.relations(persona) for place in PLACES if place.name in ("log", "school", "shared"))
    or persona.key in ("stranger", "other_leader", "wrong_guardian", "gone", "far_leader")
]


@pytest.mark.parametrize("persona", MEETING, ids=str)
def test_every_address_answers_as_the_page_says(persona: Persona, filled: Filled) -> None:
    wrong = []
    number = number_of(persona, filled)
    with undone():
        client = browser(persona, filled)
        for pattern in GUARDED:
            wanted, to = expected(pattern, persona), address(pattern, filled, number)
            read = client.get(to).status_code
            with undone():
                sent = client.post(to).status_code
            wrong += [(pattern.name, how, got) for how, got in (("get", read), ("post", sent)) if got not in wanted]
    assert wrong == []


@pytest.mark.parametrize("name", ["leader", "holder", "guardian", "administrator", "officer"])
def test_the_other_municipality_is_never_there(name: str, filled: Filled) -> None:
    persona = next(one for one in PERSONAS if one.key == name and one.caller(filled).hat is filled.as_(name).hat)
    far = {"log": filled.far_log.pk, "wonder": filled.wonders["far"].pk, "unit": filled.units["far_school"].pk}
    found = []
    with undone():
        client = browser(persona, filled)
        for pattern in GUARDED:
            tries = [
                address(pattern, filled, filled.havvik.number),
                address(pattern, filled, filled.havvik.number, **far),
            ]
            if kind_of(pattern):
                tries.append(address(pattern, filled, filled.fjordvik.number, **far))
            for to in tries:
                for send in (client.get, client.post):
                    if (status := send(to).status_code) != 404:
                        found.append((pattern.name, send.__name__, status))
    assert found == []


def test_a_strangers_log_and_a_missing_one_look_the_same(filled: Filled) -> None:
    persona = next(one for one in PERSONAS if one.key == "colleague")
    with undone():
        client = browser(persona, filled)
        there = client.get(reverse("log-read", args=[filled.fjordvik.number, filled.log.pk]))
        nowhere = client.get(reverse("log-read", args=[filled.fjordvik.number, uuid4()]))

    assert (there.status_code, nowhere.status_code) == (404, 404)
    once = {"Expires", "Content-Security-Policy"}  # the time, and a number used once
    assert {k: v for k, v in there.headers.items() if k not in once} == {
        k: v for k, v in nowhere.headers.items() if k not in once
    }
    assert re.sub(r"nonce-[^']+'", "", there.headers["Content-Security-Policy"]) == re.sub(
        r"nonce-[^']+'", "", nowhere.headers["Content-Security-Policy"]
    )
    assert len(there.content) == len(nowhere.content)


def test_who_is_not_signed_in_is_shown_the_way_in_and_nothing_else(filled: Filled) -> None:
    with undone():
        for pattern in GUARDED:
            for send in (Client().get, Client().post):
                answer = send(address(pattern, filled, filled.fjordvik.number))
                assert answer.status_code == 302
                assert answer.headers["Location"].startswith(reverse("sign-in"))
