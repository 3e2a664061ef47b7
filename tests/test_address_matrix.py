"""Every address × everybody × every method, over HTTP: what one may is shown, what one may not is 403, the rest is not there.

As many events as pages shown: each answer that shows a root is one read in its trail, each refusal one try, and what an
address does not take tells nothing and leaves nothing. What is expected comes from docs/access.md and from tests/personas.py, never from the policy.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from stafettlogg.core import clock
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Caller
from stafettlogg.core.scope import Scoped, everywhere
from stafettlogg.relay.models import Consent, Membership
from tests.filled import Filled, filled, undone
from tests.personas import EVERY_ROW, OWNERS, PERSONAS, PLACES, Persona, Place, granted
from tests.roles import as_worker
from tests.test_architecture import addresses

__all__ = ["filled"]

pytestmark = [pytest.mark.usefixtures("filled"), pytest.mark.slow]

PLACE = {place.name: place for place in PLACES}
READING = {"log": "log.read", "wonder": "wonder.read", "unit": "unit.read"}
OPEN = {"public", "signed in"}
ALLOWED = {200, 302, 405, 409, 422}
SHOWN = {200, 409, 422}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
ROOT_IN_PAGE = re.compile(r"/(?:logg|undring|eining)/([0-9a-f-]{36})/")
# a wonder in the state that the verb is about
WONDERS = {"wonder.share": "draft", "wonder.change": "shared", "wonder.decide": "shared", "wonder.read": "decided"}


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
    members = filled.memberships(filled.log, filled.as_("leader"))
    MEMBERS.update({member.kind: member for member in members if not member.waits_for})
    CONSENTS.extend(filled.consents(filled.log, filled.as_("holder")))


def rows(world: Filled, action: str) -> dict[str, Any]:
    """A row for every name that stands in an address."""
    notes = {"glimpse.change": "employee's glimpse", "voice.change": "holder's voice", "attachment.add": "holder"}
    kind = {"guardian.correct": "guardian", "employee.dismiss": "employee", "deputy.dismiss": "deputy"}
    consents = [row for row in CONSENTS if row.person_id == world.people["guardian"].pk]
    member = world.waiting if action.startswith("family.") else MEMBERS[kind.get(action, "guardian")]
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
        "member": member,
        "membership": member,
        "asked": world.request,
    }


def expected(pattern: URLPattern, persona: Persona) -> set[int]:
    """What the page says that this person meets here."""
    action: str = str(pattern.callback.access)  # type: ignore[attr-defined]
    place = place_of(pattern, action)
    gives = granted(place, persona)
    if action in gives:
        owners = [OWNERS[row].get(action, ()) for row in gives[action] if row in OWNERS]
        is_theirs = any(persona.key in ((one,) if isinstance(one, str) else one) for one in owners)
        if EVERY_ROW & {*gives[action]} or is_theirs:
            return ALLOWED
        return {404} if "asked" in pattern.pattern.converters else {403}  # what waits for others is not there
    return {403} if READING.get(kind_of(pattern)) in gives else {404}


def address(pattern: URLPattern, world: Filled, number: str, **instead: object) -> str:
    """The address with the world's rows in it."""
    action = str(pattern.callback.access)  # type: ignore[attr-defined]
    root = place_of(pattern, action).root(world).pk
    known: dict[str, Any] = {name: row.pk for name, row in rows(world, action).items() if isinstance(row, Scoped)}
    known |= {"municipality": number, "log": root, "wonder": root, "unit": root, "ending": "csv", **instead}
    known |= {"number": number, "kind": "idporten"}  # of a way in
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


POSTED = {  # what is only done, never shown
    "language",
    "sign-out",
    "sign-out-told",
    "told-see",
    "wonder-share",
    "leader-dismiss",
    "staff-dismiss",
    "employee-dismiss",
    "deputy-dismiss",
}
READ = {  # what nothing can be sent to
    "gallery",
    "front",
    "sign-in-back",
    "sign-in-stopped",
    "sign-in-why",
    "sign-in-again",
    "sign-in-begin",
    "sign-out-done",
    "sign-out-framed",
    "start",
    "units-empty",
    "staff-empty",
    "log-read",
    "log-history",
    "log-print",
    "log-people",
    "log-trail",
    "wordings",
    "wordings-of-row",
    "attachment-read",
    "wonder-read",
    "unit-read",
}


def taken(pattern: URLPattern) -> set[str]:
    """The methods of an address, written by hand: it is shown, it is sent, or both."""
    return {*(() if pattern.name in READ else ("POST",)), *(() if pattern.name in POSTED else ("GET", "HEAD"))}


class Trail:
    """The trail as it grows, whoever may see it."""

    def __init__(self) -> None:
        self.number = -1
        self.more()

    def more(self) -> list[AuditEvent]:
        """What has come since the last time."""
        with as_worker(), everywhere("the test counts"):
            events = list(AuditEvent.objects.get_queryset().filter(number__gt=self.number).order_by("number"))
        self.number = events[-1].number if events else self.number
        return events

    def reads(self) -> list[tuple[Any, ...]]:
        """The same, without what was done: who saw what, and was denied what."""
        return [(one.outcome, one.person, one.action, one.root) for one in self.more() if one.outcome != "done"]


def due(answer: Any, by: Caller, action: str, root: Any) -> list[tuple[Any, ...]]:
    """What an answer must have left: a page that was shown is one read of its root, a refusal is one try, all else neither."""
    is_json = answer.headers.get("Content-Type") == "application/json"
    if answer.status_code in SHOWN and not (is_json and not answer.json()["others"]):
        return [("seen", by.person, action, root)]
    return [("denied", by.person, action, root)] if answer.status_code in (403, 404) else []


def root_of_address(pattern: URLPattern, persona: Persona, world: Filled) -> Any:
    """The root that an address is about: the one it names, else the asker's municipality."""
    action = str(pattern.callback.access)  # type: ignore[attr-defined]
    return place_of(pattern, action).root(world).pk if kind_of(pattern) else persona.caller(world).municipality


@pytest.mark.parametrize("persona", MEETING, ids=str)
def test_every_address_answers_as_the_page_says_and_every_page_shown_is_a_read(
    persona: Persona, filled: Filled
) -> None:
    wrong: list[Any] = []
    number, by = number_of(persona, filled), persona.caller(filled)
    with undone():
        client, trail = browser(persona, filled), Trail()
        for pattern in GUARDED:
            wanted, to = expected(pattern, persona), address(pattern, filled, number)
            about = by, str(pattern.callback.access), root_of_address(pattern, persona, filled)  # type: ignore[attr-defined]
            sent = [{}, {"form_key": str(uuid4()), "version": "1"}, {"draft": "save"}] if wanted == ALLOWED else [{}]
            ways = [("GET", {}), *([("HEAD", {})] if wanted == ALLOWED else []), *(("POST", data) for data in sent)]
            for method, data in ((method, data) for method, data in ways if method in taken(pattern)):
                with undone():
                    answer = client.post(to, data) if method == "POST" else client.generic(method, to)
                    told = trail.reads()
                if answer.status_code not in wanted or told != due(answer, *about):
                    wrong.append((pattern.name, method, data, answer.status_code, told))
    assert wrong == []


@pytest.mark.parametrize("name", ["leader", "guardian", ""])
def test_what_an_address_does_not_take_is_refused_before_anything_is_looked_up(name: str, filled: Filled) -> None:
    wrong: list[Any] = []
    persona = next((one for one in PERSONAS if name and one.caller(filled) == filled.as_(name)), None)
    nowhere = {kind: uuid4() for kind in READING}
    with undone():
        client, trail = browser(persona, filled) if persona else Client(), Trail()
        for pattern in addresses():
            here, there = (address(pattern, filled, filled.fjordvik.number, **instead) for instead in ({}, nowhere))
            for method in {*METHODS} - taken(pattern):
                answers = [client.generic(method, to) for to in (here, there)]
                told = {(one.status_code, one.headers.get("Allow"), len(one.content)) for one in answers}
                allow = {*(answers[0].headers.get("Allow") or "").split(", ")}
                if len(told) > 1 or answers[0].status_code != 405 or allow != taken(pattern):
                    wrong.append((pattern.name, method, told))
        wrong += trail.reads()
    assert wrong == []


@pytest.mark.parametrize("persona", MEETING, ids=str)
def test_whatever_a_first_page_names_is_recorded_as_seen(persona: Persona, filled: Filled) -> None:
    with undone():
        client, trail, first = browser(persona, filled), Trail(), reverse("start", args=[number_of(persona, filled)])
        page, shown = client.get(first), trail.reads()
        client.head(first)
        hidden = trail.reads()

    assert shown == hidden
    named = set(map(UUID, ROOT_IN_PAGE.findall(page.content.decode())))
    assert named <= {
        root for outcome, person, _, root in shown if (outcome, person) == ("seen", persona.caller(filled).person)
    }


@pytest.mark.parametrize("name", ["leader", "guardian"])
def test_a_try_in_the_other_municipality_is_recorded_where_one_belongs(name: str, filled: Filled) -> None:
    by, wrong = filled.as_(name), []
    persona = next(one for one in PERSONAS if one.caller(filled) == by)
    with undone():
        client, trail = browser(persona, filled), Trail()
        for pattern in (one for one in addresses() if "municipality" in one.pattern.converters):
            root = root_of_address(pattern, persona, filled) if kind_of(pattern) else None
            access = str(pattern.callback.access)  # type: ignore[attr-defined]
            action = "municipality.other" if access in OPEN else access
            client.generic("POST" if pattern.name in POSTED else "GET", address(pattern, filled, filled.havvik.number))
            events = trail.more()
            told = [(one.outcome, one.person, one.municipality, one.action, one.root) for one in events]
            if told != [("denied", by.person, by.municipality, action, root)]:
                wrong.append((pattern.name, told))
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
                for method in taken(pattern) - {"HEAD"}:
                    if (status := client.generic(method, to).status_code) != 404:
                        found.append((pattern.name, method, status))
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
            for method in taken(pattern):
                answer = Client().generic(method, address(pattern, filled, filled.fjordvik.number))
                assert answer.status_code == 302
                assert answer.headers["Location"].startswith(reverse("sign-in"))
