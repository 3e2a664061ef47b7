"""The page of one log."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core import clock
from stafettlogg.core.policy import Action
from stafettlogg.relay.models import RelayLog
from stafettlogg.relay.timeline import Happening, Register
from stafettlogg.relay.whole import Task, Todo, whole
from stafettlogg.vault import keys
from stafettlogg.web import trail
from stafettlogg.web.figure import drawing, story
from stafettlogg.web.guard import Request, on_log
from stafettlogg.web.pages import page


@dataclass(frozen=True, slots=True)
class Invitation:
    """How the one thing to do now is said: a sentence, a button, and where it leads."""

    sentence: str | Promise
    label: str | Promise
    address: str
    query: str = ""


INVITATIONS = {
    Task.ACCEPT: Invitation(lazy("You are asked to carry the baton."), lazy("Read and answer"), "transfer-accept"),
    Task.ANSWER: Invitation(lazy("We ask for your consent. You decide."), lazy("Read and answer"), "consent-answer"),
    Task.HOLDER_GONE: Invitation(
        lazy("The holder no longer works here. Find somebody who can carry the baton."),
        lazy("Offer the baton"),
        "transfer-offer",
    ),
    Task.CONSENT: Invitation(
        lazy("The log begins when the guardians have consented. Did somebody answer on paper?"),
        lazy("Write down the answer"),
        "consent-register",
    ),
    Task.CONCERN: Invitation(lazy("Begin with what you have noticed."), lazy("Write a concern"), "concern-add"),
    Task.MEASURE_UNIT: Invitation(
        lazy("A measure here with us is missing."), lazy("Plan a measure here"), "measure-plan", "?stad=unit"
    ),
    Task.MEASURE_HOME: Invitation(
        lazy("A measure at home is missing."), lazy("Plan a measure at home"), "measure-plan", "?stad=home"
    ),
    Task.EVALUATE: Invitation(
        lazy("It is time to look at how a measure goes."), lazy("Look at how it goes"), "measure-evaluate"
    ),
}


NEWEST = 8
MARKS = {
    "glimpse": "glimpse",
    "voice": "voice",
    "measure_unit": "school",
    "measure_home": "home",
    "measure_evaluated": "measure",
    "step_reached": "glimpse",
    "concern_added": "concern",
    "concern_resolved": "concern",
    "baton_taken": "handover",
    "baton_offered": "handover",
    "baton_declined": "handover",
    "baton_withdrawn": "handover",
    "member_joined": "meeting",
    "member_left": "meeting",
    "consent_asked": "consent",
    "consent_given": "consent",
    "consent_refused": "consent",
    "consent_excepted": "consent",
    "consent_withdrawn": "consent",
}


def marked(happenings: list[Happening]) -> list[tuple[Happening, str]]:
    """What happened, each with the sign it has on the track."""
    return [(happening, MARKS.get(happening.kind, "note")) for happening in happenings]


def invited(request: Request, log: RelayLog, todo: Todo | None) -> dict[str, object] | None:
    """The one thing to do now, ready for the page."""
    if todo is None:
        return None
    said = INVITATIONS[todo.task]
    to = [request.session["number"], log.pk, *([todo.row] if todo.row else [])]
    return {"sentence": said.sentence, "label": said.label, "href": reverse(said.address, args=to) + said.query}


@on_log(Action.LOG_READ)
def read(request: Request, log: RelayLog) -> HttpResponse:
    """Read a log."""
    keys.load(log.municipality_id, log.pk)
    everything = whole(log)
    request.myself = everything.person(request.caller.person)
    told_by_figure = story.tell(everything)
    told = marked(everything.happenings)
    context = {
        "whole": everything,
        "told": told[:NEWEST],
        "has_older": len(told) > NEWEST,
        "todo": invited(request, log, everything.todo),
        "story": told_by_figure,
        "wide": drawing.draw(told_by_figure, drawing.WIDE),
        "narrow": drawing.draw(told_by_figure, drawing.NARROW),
        "marks": tuple(drawing.key_of_marks()),
        "readers": trail.readers(everything),
        "today": clock.today(),
    }
    return page(request, "logs/read.html", log=log, **context)


@on_log(Action.LOG_READ)
def history(request: Request, log: RelayLog) -> HttpResponse:
    """Everything that has happened, the newest first."""
    keys.load(log.municipality_id, log.pk)
    return page(request, "logs/history.html", log=log, told=marked(whole(log).happenings))


@on_log(Action.LOG_READ)
def print_out(request: Request, log: RelayLog) -> HttpResponse:
    """The whole log on paper, with nothing to press and its history in the words of the archive (R23)."""
    keys.load(log.municipality_id, log.pk)
    everything = whole(log, Register.ARCHIVE)
    request.myself = everything.person(request.caller.person)
    told = story.tell(everything)
    context = {
        "whole": everything,
        "story": told,
        "paper": drawing.draw(told, drawing.PAPER),
        "marks": tuple(drawing.key_of_marks()),
        "today": clock.today(),
    }
    return page(request, "logs/print.html", log=log, **context)
