"""What each verb is done to in the filled world, and with which words: arguments that its operation takes for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Scoped, enter
from stafettlogg.identity import numbers, settings, staff_file, unit_file
from stafettlogg.identity.models import Municipality
from stafettlogg.identity.tables import Row
from stafettlogg.relay.opening import GuardianEntry
from tests.filled import Filled
from tests.personas import Place

DAY = timedelta(days=1)
A = Action
BORN = date(2017, 3, 3)
Deed = Callable[[Filled, Caller], dict[str, Any]]


def _member(world: Filled, kind: str) -> Scoped:
    members = world.memberships(world.log, world.as_("leader"))
    return next(row for row in members if row.kind == kind and not row.waits_for and row.ended_at is None)


def _consent(world: Filled, *, is_open: bool) -> Scoped:
    """The guardian's own, asked or answered."""
    rows = world.consents(world.log, world.as_("holder"))
    return next(row for row in rows if row.person_id == world.people["guardian"].pk and row.is_open is is_open)


# what is done to a row, and not to the root: which row, and in which place
ROWS: dict[Action, tuple[str, Callable[[Filled], Scoped]]] = {
    A.CONCERN_CHANGE: ("log", lambda world: world.concern),
    A.CONCERN_RESOLVE: ("log", lambda world: world.concern),
    A.CONCERN_EXCEPT: ("log", lambda world: world.concern),
    A.MEASURE_CHANGE: ("log", lambda world: world.measures["employee"]),
    A.MEASURE_EVALUATE: ("log", lambda world: world.measures["employee"]),
    A.EVALUATION_CHANGE: ("log", lambda world: world.evaluations["employee"]),
    A.STEP_CHANGE: ("log", lambda world: world.step),
    A.NOTE_CHANGE: ("log", lambda world: world.notes["employee"]),
    A.GLIMPSE_CHANGE: ("log", lambda world: world.notes["employee's glimpse"]),
    A.VOICE_CHANGE: ("log", lambda world: world.notes["holder's voice"]),
    A.ATTACHMENT_ADD: ("log", lambda world: world.notes["holder"]),
    A.TRANSFER_WITHDRAW: ("log", lambda world: world.transfer),
    A.TRANSFER_ACCEPT: ("log", lambda world: world.transfer),
    A.TRANSFER_DECLINE: ("log", lambda world: world.transfer),
    A.CONSENT_ANSWER: ("log", lambda world: _consent(world, is_open=True)),
    A.CONSENT_REGISTER: ("log", lambda world: _consent(world, is_open=True)),
    A.CONSENT_EXCEPT: ("log", lambda world: _consent(world, is_open=True)),
    A.CONSENT_WITHDRAW: ("log", lambda world: _consent(world, is_open=False)),
    A.GUARDIAN_CORRECT: ("log", lambda world: _member(world, "guardian")),
    A.EMPLOYEE_DISMISS: ("log", lambda world: _member(world, "employee")),
    A.DEPUTY_DISMISS: ("log", lambda world: _member(world, "deputy")),
    A.FAMILY_CONFIRM: ("log", lambda world: world.waiting),
    A.FAMILY_DECLINE: ("log", lambda world: world.waiting),
    A.LEADER_DISMISS: ("school", lambda world: world.leading),
    A.STAFF_DISMISS: ("school", lambda world: world.post),
    A.PERSON_CORRECT: ("school", lambda world: world.post),
    A.NUMBER_REQUEST: ("school", lambda world: world.post),
    A.NUMBER_CONFIRM: ("fjordvik", lambda world: world.request),
    A.NUMBER_DECLINE: ("fjordvik", lambda world: world.request),
    A.NAME_CONFIRM: ("fjordvik", lambda world: world.request),
    A.NAME_DECLINE: ("fjordvik", lambda world: world.request),
}


def target(world: Filled, place: Place, action: Action) -> Scoped | None:
    """What the verb is done to there; None where it is about a row, and the place has none."""
    if action not in ROWS:
        return place.root(world)
    where, row = ROWS[action]
    return row(world) if place.name == where else None


def _file(importer: Any, **cells: str) -> Deed:
    """A file of one row, as it was looked at."""

    def words(world: Filled, by: Caller) -> dict[str, Any]:
        rows = [Row(2, cells)] if cells else []
        with acting(by):
            place = enter(by, Municipality, by.municipality)
            seen = importer.plan(place, rows).seen if place else ""
        return {"rows": rows, "seen": seen}

    return words


def _settings(world: Filled, by: Caller) -> dict[str, Any]:
    with acting(by):
        place = enter(by, Municipality, by.municipality)
        return {"contact_phone": "55 55 02 00", "seen": settings.seen_now(place.permit) if place else ""}


def _said(**words: Any) -> Deed:
    return lambda world, by: words


def _today(**words: Any) -> Deed:
    return lambda world, by: {**words, "seen_on": clock.today()}


VIEWS = {"child_view": "I like it.", "guardians_view": "Better.", "professionals_view": "Better here too."}

WORDS: dict[Action, Deed] = {
    A.ATTACHMENT_ADD: lambda world, by: {"file": SimpleUploadedFile("words.txt", b"Some words.")},
    A.CHILD_CORRECT: _said(name="Emil Aas", born=BORN, protection="none", reason="Mistyped."),
    A.CHILD_INVITE: lambda world, by: {"number": world.numbers["child"]},
    A.CONCERN_ADD: _said(area="play", text="Plays alone."),
    A.CONCERN_CHANGE: _said(area="play", text="Plays alone still.", version=2),
    A.CONCERN_EXCEPT: _said(reason="The family is away.", version=2),
    A.CONCERN_RESOLVE: _said(note="Plays with others.", version=2),
    A.CONSENT_ANSWER: _said(is_yes=True),
    A.CONSENT_ASK: _said(level=2),
    A.CONSENT_EXCEPT: _said(reason="Cannot be reached."),
    A.CONSENT_REGISTER: lambda world, by: {"is_yes": True, "way": "oral", "on_date": clock.today()},
    A.CONSENT_WITHDRAW: _said(reason="Not any more."),
    A.DEPUTY_APPOINT: lambda world, by: {"person": world.people["receiver"]},
    A.DEPUTY_DISMISS: _said(),
    A.EMPLOYEE_ADMIT: lambda world, by: {"person": world.people["receiver"]},
    A.EMPLOYEE_DISMISS: _said(),
    A.EVALUATION_CHANGE: _said(**VIEWS, version=1),
    A.FAMILY_CONFIRM: _said(),
    A.FAMILY_DECLINE: _said(reason="Not family."),
    A.GLIMPSE_ADD: _today(text="She laughed.", arena="home"),
    A.GLIMPSE_CHANGE: _said(text="She sang aloud.", version=1),
    A.GUARDIAN_CORRECT: _said(reason="Mistyped.", basis="parental", call_name="mor"),
    A.GUARDIAN_INVITE: _said(name="Gerd Gamal", basis="without", call_name="bestemor"),
    A.LEADER_APPOINT: lambda world, by: {
        "kind": "substitute",
        "name": "Ny Vikar",
        "number": numbers.synthetic(date(1988, 8, 8), 4),
        "from_date": clock.today(),
    },
    A.LEADER_DISMISS: _said(),
    A.LEVEL_CHANGE: _said(level=1, reason="Enough help."),
    A.LOG_CLOSE: _said(reason="goal_reached", note="All is well.", unevaluated_reason="Nothing left to look at."),
    A.LOG_OPEN: lambda world, by: {
        "child_name": "Ny Unge",
        "child_born": BORN,
        "guardians": [GuardianEntry("Ny Mor", numbers.synthetic(date(1990, 1, 1), 5), "parental", "mamma")],
        "wonder": world.wonders["decided"].pk if by.person == world.people["holder"].pk else None,
    },
    A.LOG_REOPEN: _said(reason="Closed too early."),
    A.MEASURE_CHANGE: lambda world, by: {
        "title": "Reading",
        "goal": "Reads a page.",
        "how": "Every day.",
        "responsible": world.people["employee"].pk,
        "evaluate_by": clock.today() - 22 * DAY,  # within eight weeks of its start
        "version": 2,
    },
    A.MEASURE_EVALUATE: lambda world, by: {
        **VIEWS,
        "outcome": "some_effect",
        "decision": "continue",
        "early_reason": "The family asked.",
        "next_evaluate_by": clock.today() + 42 * DAY,
        "version": 2,
    },
    A.MEASURE_PLAN: lambda world, by: {
        "concern": world.concern.pk,
        "arena": "unit",
        "title": "Reading",
        "goal": "Reads a page.",
        "how": "Every day.",
        "responsible": by.person,
        "start": clock.today(),
        "evaluate_by": clock.today() + 42 * DAY,
    },
    A.NAME_CONFIRM: _said(),
    A.NAME_DECLINE: _said(),
    A.NOTE_ADD: _today(text="A talk."),
    A.NOTE_CHANGE: _said(text="Seen in the garden.", version=1),
    A.NUMBER_CONFIRM: _said(),
    A.NUMBER_DECLINE: _said(),
    A.NUMBER_REQUEST: lambda world, by: {
        "number": numbers.synthetic(date(1991, 1, 1), 6),
        "reason": "Mistyped.",
    },
    A.PERSON_CORRECT: _said(name="Nils Olav Ny"),
    A.SETTINGS_CHANGE: _settings,
    A.STAFF_APPOINT: lambda world, by: {
        "name": "Ny Lærar",
        "number": numbers.synthetic(date(1992, 2, 2), 7),
        "from_date": clock.today(),
    },
    A.STAFF_DISMISS: _said(),
    A.STAFF_IMPORT: _file(staff_file),
    A.STEP_ADD: _said(text="Says hello."),
    A.STEP_CHANGE: _said(text="Says hello first.", version=1),
    A.TRANSFER_ACCEPT: _said(),
    A.TRANSFER_DECLINE: _said(reason="Too much already."),
    A.TRANSFER_OFFER: lambda world, by: {"to": world.people["receiver"], "message": "Can you?"},
    A.TRANSFER_WITHDRAW: _said(),
    A.UNIT_ADD: _said(name="Fjordvik brygge", kind="school"),
    A.UNIT_CHANGE: _said(name="Fjordvik gamle skule", kind="school"),
    A.UNITS_IMPORT: _file(unit_file, name="Fjordvik nye skule", kind="skule", organisation_number="974760673"),
    A.VOICE_CHANGE: _said(text="I like painting.", version=1),
    A.VOICE_RECORD: _today(text="I like running."),
    A.WONDER_CHANGE: _said(about="Somebody", text="Alone again.", version=1),
    A.WONDER_DECIDE: _said(decision="nothing_more", has_read_duty=True),
    A.WONDER_SHARE: _said(),
    A.WONDER_WRITE: _said(about="Somebody", text="Alone at noon."),
}
