"""The history of a log as sentences, for staff, for the family and for the archive (R23).

`tell` reads rows the page has loaded already and asks the database nothing. Names come from the persons that were
selected with the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stafettlogg.core import clock
from stafettlogg.identity.models import Person
from stafettlogg.relay import evaluation_words
from stafettlogg.relay.models import (
    Attachment,
    Concern,
    Consent,
    Evaluation,
    Measure,
    Membership,
    Note,
    RelayLog,
    Step,
    Transfer,
    Wording,
)


class Register(StrEnum):
    """For whom the history is told."""

    STAFF = "staff"
    FAMILY = "family"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: when, what kind, told in a sentence, by whom, with its icon and its row."""

    at: datetime
    kind: str
    text: str
    by_name: str
    icon: str
    row: models.Model


@dataclass(frozen=True, slots=True)
class Sentence:
    """How one kind of happening is told in the three registers."""

    icon: str
    staff: str | Promise
    family: str | Promise
    archive: str | Promise


# every sentence may name: by (who did it), who (whom it is about), what (a title or a choice)
SENTENCES: dict[str, Sentence] = {
    "log_opened": Sentence(
        "book", _("The log was opened."), _("The log was opened together with you."), _("Log opened.")
    ),
    "log_activated": Sentence(
        "check",
        _("The consents are in place, and the log is in use."),
        _("You have said yes, and we have begun."),
        _("Consent obtained; log active."),
    ),
    "log_closed": Sentence(
        "lock",
        _("The log was closed: %(what)s."),
        _("We closed the log: %(what)s."),
        _("Log closed. Reason: %(what)s."),
    ),
    "baton_taken": Sentence(
        "baton", _("%(who)s is relay holder from now."), _("%(who)s has the baton."), _("Relay holder: %(who)s.")
    ),
    "baton_offered": Sentence(
        "baton",
        _("%(by)s offered the baton to %(who)s."),
        _("%(by)s asked %(who)s to carry the baton."),
        _("Transfer offered to %(who)s by %(by)s."),
    ),
    "baton_declined": Sentence(
        "baton",
        _("%(who)s declined the baton."),
        _("%(who)s could not take the baton."),
        _("Transfer declined by %(who)s."),
    ),
    "baton_withdrawn": Sentence(
        "baton",
        _("The offer of the baton to %(who)s was withdrawn."),
        _("%(who)s is no longer asked to carry the baton."),
        _("Transfer to %(who)s withdrawn."),
    ),
    "member_joined": Sentence(
        "person",
        _("%(by)s let %(who)s into the log: %(what)s."),
        _("%(who)s can take part in the log: %(what)s."),
        _("Access given to %(who)s (%(what)s) by %(by)s."),
    ),
    "member_left": Sentence(
        "person",
        _("%(who)s no longer takes part: %(what)s."),
        _("%(who)s no longer takes part: %(what)s."),
        _("Access ended for %(who)s (%(what)s)."),
    ),
    "consent_asked": Sentence(
        "question",
        _("%(by)s asked %(who)s for consent to level %(what)s."),
        _("We asked %(who)s for a yes to level %(what)s."),
        _("Consent to level %(what)s asked of %(who)s."),
    ),
    "consent_given": Sentence(
        "check",
        _("%(who)s consented to level %(what)s."),
        _("%(who)s said yes to level %(what)s."),
        _("Consent to level %(what)s given by %(who)s."),
    ),
    "consent_refused": Sentence(
        "cross",
        _("%(who)s did not consent to level %(what)s."),
        _("%(who)s said no to level %(what)s."),
        _("Consent to level %(what)s refused by %(who)s."),
    ),
    "consent_excepted": Sentence(
        "question",
        _("The log goes on without the answer of %(who)s to level %(what)s."),
        _("We go on without an answer from %(who)s to level %(what)s."),
        _("Exception recorded for the consent of %(who)s to level %(what)s."),
    ),
    "consent_withdrawn": Sentence(
        "cross",
        _("%(who)s withdrew the consent to level %(what)s."),
        _("%(who)s took back the yes to level %(what)s."),
        _("Consent to level %(what)s withdrawn by %(who)s."),
    ),
    "concern_added": Sentence(
        "eye",
        _("%(by)s wrote a concern: %(what)s."),
        _("We are paying attention to something: %(what)s."),
        _("Concern recorded by %(by)s: %(what)s."),
    ),
    "concern_resolved": Sentence(
        "check",
        _("The concern is resolved: %(what)s."),
        _("This is no longer a worry: %(what)s."),
        _("Concern resolved: %(what)s."),
    ),
    "measure_unit": Sentence(
        "hand",
        _("%(by)s planned a measure in the unit: «%(what)s»."),
        _("We try something in the unit: «%(what)s»."),
        _("Measure in the unit planned by %(by)s: «%(what)s». Responsible: %(who)s."),
    ),
    "measure_home": Sentence(
        "house",
        _("%(by)s planned a measure at home: «%(what)s»."),
        _("We try something at home: «%(what)s»."),
        _("Measure at home planned by %(by)s: «%(what)s». Responsible: %(who)s."),
    ),
    "measure_evaluated": Sentence(
        "chart",
        _("%(by)s evaluated a measure: %(what)s."),
        _("We looked at how it went: %(what)s."),
        _("Measure evaluated by %(by)s: %(what)s."),
    ),
    "step_added": Sentence(
        "steps",
        _("%(by)s added a step: «%(what)s»."),
        _("A new step on the way: «%(what)s»."),
        _("Step added: «%(what)s»."),
    ),
    "step_reached": Sentence(
        "star", _("A step is reached: «%(what)s»."), _("You made it: «%(what)s»!"), _("Step reached: «%(what)s».")
    ),
    "note": Sentence("pencil", _("%(by)s wrote a note."), _("%(by)s wrote a note."), _("Note by %(by)s.")),
    "glimpse": Sentence(
        "sun", _("%(by)s shared a glimpse."), _("%(by)s shared something good."), _("Glimpse recorded by %(by)s.")
    ),
    "voice": Sentence(
        "voice",
        _("%(by)s wrote down what the child said or showed."),
        _("%(by)s listened and wrote it down."),
        _("The child's voice recorded by %(by)s."),
    ),
    "attachment": Sentence(
        "paperclip",
        _("%(by)s added a file: %(what)s."),
        _("%(by)s added a file: %(what)s."),
        _("Attachment received from %(by)s: %(what)s."),
    ),
    "changed": Sentence(
        "pencil",
        _("%(by)s changed what was written; the earlier wording is kept."),
        _("%(by)s worded something in a new way. What stood there before is kept."),
        _("Wording changed by %(by)s; earlier wording kept."),
    ),
}


@dataclass(frozen=True, slots=True)
class _Fact:
    """A happening before it is told."""

    at: datetime
    kind: str
    row: models.Model
    by: UUID | None = None
    who: UUID | None = None
    what: object = ""


def tell(rows: Iterable[models.Model], register: Register = Register.STAFF) -> list[Happening]:
    """What the rows tell, newest first, in the words of one register (R23)."""
    rows = list(rows)
    names = _names(rows)
    facts = [fact for row in _once_a_change(rows) for fact in FACTS[type(row)](row)]
    return [_told(fact, register, names) for fact in sorted(facts, key=lambda fact: fact.at, reverse=True)]


def _told(fact: _Fact, register: Register, names: dict[UUID, str]) -> Happening:
    sentence = SENTENCES[fact.kind]
    somebody = str(_("Somebody"))
    by_name = names.get(fact.by, "") if fact.by else ""
    words = {
        "by": by_name or somebody,
        "who": names.get(fact.who, somebody) if fact.who else somebody,
        "what": str(fact.what),
    }
    return Happening(fact.at, fact.kind, str(getattr(sentence, register)) % words, by_name, sentence.icon, fact.row)


def _names(rows: Iterable[models.Model]) -> dict[UUID, str]:
    """Names of the persons that were selected with the rows."""
    known = (value for row in rows for value in row._state.fields_cache.values())
    persons = {person.pk: person for person in known if isinstance(person, Person)}  # each name is opened once
    return {pk: person.name for pk, person in persons.items()}


def _once_a_change(rows: Iterable[models.Model]) -> Iterator[models.Model]:
    """One change may touch several fields and so keep several wordings: it is told once."""
    told: set[tuple[UUID, int]] = set()
    for row in rows:
        if isinstance(row, Wording):
            if (row.row, row.version) in told:
                continue
            told.add((row.row, row.version))
        yield row


# --- what each kind of row tells ----------------------------------------------------------------------------------


def _of_log(log: RelayLog) -> Iterator[_Fact]:
    yield _Fact(log.opened_at, "log_opened", log)
    if log.activated_at:
        yield _Fact(log.activated_at, "log_activated", log)
    if log.closed_at:
        yield _Fact(log.closed_at, "log_closed", log, what=log.get_closing_reason_display())


def _of_transfer(transfer: Transfer) -> Iterator[_Fact]:
    if transfer.accepted_at != transfer.at:  # the first holder was named when the log was opened
        yield _Fact(transfer.at, "baton_offered", transfer, by=transfer.by_id, who=transfer.to_id)
    if transfer.accepted_at:
        yield _Fact(transfer.accepted_at, "baton_taken", transfer, by=transfer.to_id, who=transfer.to_id)
    if transfer.declined_at:
        yield _Fact(transfer.declined_at, "baton_declined", transfer, by=transfer.to_id, who=transfer.to_id)
    if transfer.withdrawn_at:
        yield _Fact(transfer.withdrawn_at, "baton_withdrawn", transfer, who=transfer.to_id)


def _of_membership(member: Membership) -> Iterator[_Fact]:
    if member.kind == Membership.Kind.RECEIVER:  # the offer tells it
        return
    kind = member.get_kind_display()
    yield _Fact(member.at, "member_joined", member, by=member.by_id, who=member.person_id, what=kind)
    if member.ended_at:
        yield _Fact(member.ended_at, "member_left", member, who=member.person_id, what=kind)


def _of_consent(consent: Consent) -> Iterator[_Fact]:
    who, level = consent.person_id, consent.level
    yield _Fact(consent.at, "consent_asked", consent, by=consent.by_id, who=who, what=level)
    if consent.answered_at:
        kind = "consent_given" if consent.is_yes else "consent_refused"
        yield _Fact(consent.answered_at, kind, consent, by=consent.registered_by_id or who, who=who, what=level)
    if consent.excepted_at:
        yield _Fact(consent.excepted_at, "consent_excepted", consent, who=who, what=level)
    if consent.withdrawn_at:
        yield _Fact(consent.withdrawn_at, "consent_withdrawn", consent, by=who, who=who, what=level)


def _of_concern(concern: Concern) -> Iterator[_Fact]:
    area = concern.get_area_display()
    yield _Fact(concern.at, "concern_added", concern, by=concern.by_id, what=area)
    if concern.resolved_at:
        yield _Fact(concern.resolved_at, "concern_resolved", concern, what=area)


def _of_measure(measure: Measure) -> Iterator[_Fact]:
    kind = "measure_home" if measure.arena == Measure.Arena.HOME else "measure_unit"
    yield _Fact(measure.at, kind, measure, by=measure.by_id, who=measure.responsible_id, what=measure.title)


def _of_evaluation(evaluation: Evaluation) -> Iterator[_Fact]:
    words = evaluation_words.asked(evaluation)  # R21
    what = f"{words.outcome(evaluation)} – {words.decision(evaluation)}"
    yield _Fact(evaluation.at, "measure_evaluated", evaluation, by=evaluation.by_id, what=what)


def _of_step(step: Step) -> Iterator[_Fact]:
    yield _Fact(step.at, "step_added", step, by=step.by_id, what=step.text)
    if step.reached_on:
        noon = datetime.combine(step.reached_on, time(12), clock.NORWAY)
        yield _Fact(noon, "step_reached", step, what=step.text)


def _of_note(note: Note) -> Iterator[_Fact]:
    yield _Fact(note.at, note.kind, note, by=note.by_id)


def _of_attachment(attachment: Attachment) -> Iterator[_Fact]:
    yield _Fact(attachment.at, "attachment", attachment, by=attachment.by_id, what=attachment.name)


def _of_wording(wording: Wording) -> Iterator[_Fact]:
    yield _Fact(wording.at, "changed", wording, by=wording.by_id)


FACTS: dict[type[models.Model], Callable[[Any], Iterator[_Fact]]] = {  # Any: each function takes the type of its key
    RelayLog: _of_log,
    Transfer: _of_transfer,
    Membership: _of_membership,
    Consent: _of_consent,
    Concern: _of_concern,
    Measure: _of_measure,
    Evaluation: _of_evaluation,
    Step: _of_step,
    Note: _of_note,
    Attachment: _of_attachment,
    Wording: _of_wording,
}
