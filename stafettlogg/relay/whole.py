"""A whole log as one page shows it: every row once, one statement for each kind, and the one thing to do now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from django.db.models import Model

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.policy import Action, Relation
from stafettlogg.core.scope import enter
from stafettlogg.identity import posts
from stafettlogg.identity.models import Person, Post
from stafettlogg.relay import (
    attachments,
    concerns,
    consents,
    entries,
    measures,
    people,
    standing,
    steps,
    timeline,
    transfers,
)
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
)
from stafettlogg.relay.transfers import Leg


class Task(StrEnum):
    """What may be the one thing to do now, the most urgent first."""

    ACCEPT = "accept"
    ANSWER = "answer"
    HOLDER_GONE = "holder_gone"
    CONSENT = "consent"
    CONCERN = "concern"
    MEASURE_UNIT = "measure_unit"
    MEASURE_HOME = "measure_home"
    EVALUATE = "evaluate"


@dataclass(frozen=True, slots=True)
class Todo:
    """The one thing to do now, and the row it is about where there is one."""

    task: Task
    row: UUID | None = None


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure with its evaluations, newest first, and whether the caller may change it, evaluate it, or reword those."""

    measure: Measure
    evaluations: tuple[Evaluation, ...]
    may_change: bool
    may_evaluate: bool
    may_reword: bool
    is_due: bool
    replaces: str

    @property
    def is_late(self) -> bool:
        """Still running after the day it should have been looked at (R4)."""
        return self.measure.is_running and self.measure.evaluate_by < clock.today()

    @property
    def place(self) -> str:
        """Where it is tried, as the pages colour it."""
        return "home" if self.measure.arena == Measure.Arena.HOME else "school"

    @property
    def begun(self) -> date:
        """The day its window counts from: the start, or the last evaluation that let it go on (R4)."""
        return self.evaluations[0].at.astimezone(clock.NORWAY).date() if self.evaluations else self.measure.start


@dataclass(frozen=True, slots=True)
class ConcernView:
    """A concern, and which arenas lack a measure (R3)."""

    concern: Concern
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything on the page of one log."""

    log: RelayLog
    members: list[Membership]
    staff: dict[UUID, Post]
    concerns: list[ConcernView]
    measures: list[MeasureView]
    steps: list[Step]
    entries: list[Note]
    attachments: list[Attachment]
    consents: list[Consent]
    transfers: list[Transfer]
    order: standing.Order
    happenings: list[timeline.Happening]
    todo: Todo | None

    @property
    def voice(self) -> Note | None:
        """The child's newest words."""
        return next((entry for entry in self.entries if entry.kind == Note.Kind.VOICE), None)

    @property
    def glimpses(self) -> list[Note]:
        """Good moments, newest first."""
        return [entry for entry in self.entries if entry.kind == Note.Kind.GLIMPSE]

    @property
    def texts(self) -> list[Note]:
        """Notes, newest first."""
        return [entry for entry in self.entries if entry.kind == Note.Kind.NOTE]

    @property
    def running(self) -> list[MeasureView]:
        """What is tried now."""
        return [view for view in self.measures if view.measure.is_running]

    @property
    def ended(self) -> list[MeasureView]:
        """What has been tried."""
        return [view for view in self.measures if not view.measure.is_running]

    @property
    def offer(self) -> Transfer | None:
        """The offer of the baton that waits for an answer."""
        return _open_offer(self.transfers)

    @property
    def legs(self) -> list[Leg]:
        """Who has had the baton, in order."""
        return transfers.legs(self.transfers)

    @property
    def holder_role(self) -> str:
        """What the holder is called in the unit; empty when the holder is gone."""
        post = self.staff.get(self.log.holder_id)
        return post.role if post else ""

    @property
    def since(self) -> datetime:
        """When the holder took the baton."""
        return self.legs[-1].at

    @property
    def here(self) -> Step | None:
        """The step one is at: the first that is not reached."""
        return next((step for step in self.steps if step.reached_on is None), None)

    @property
    def circle(self) -> list[tuple[str, str]]:
        """Everybody who can read the log, as initials and where they belong: home or school."""
        family = {m.person_id: m.person for m in self.members if m.kind in people.FAMILY}
        staff = [self.log.holder, *(post.person for post in self.leaders), *(m.person for m in self.members)]
        others = {person.pk: person for person in staff if person.pk not in family}
        return [(p.initials, "home") for p in family.values()] + [(p.initials, "school") for p in others.values()]

    def person(self, pk: UUID) -> Person | None:
        """Somebody who belongs to the log, with the municipality that is loaded already."""
        people = (self.log.holder, *(m.person for m in self.members), *(post.person for post in self.staff.values()))
        found = next((person for person in people if person.pk == pk), None)
        if found is not None:
            found.municipality = self.log.municipality
        return found

    @property
    def names(self) -> dict[UUID, str]:
        """What those are called who belong to the log now."""
        people = [self.log.holder, *(post.person for post in self.staff.values()), *(m.person for m in self.members)]
        return {person.pk: person.name for person in people}

    @property
    def leaders(self) -> list[Post]:
        """Who leads the unit, and so reads the log."""
        return [post for post in self.staff.values() if post.kind in posts.LEADING]


# what comes with the log itself, and each question about what is in it
RELATED = ("child", "holder", "unit", "municipality")
QUESTIONS = (
    attachments.ATTACHMENTS,
    concerns.CONCERNS,
    consents.CONSENTS,
    entries.ENTRIES,
    measures.EVALUATIONS,
    measures.MEASURES,
    people.MEMBERS,
    steps.STEPS,
    transfers.TRANSFERS,
)


def rehearse() -> None:
    """Ask all that the pages of logs ask, for nobody and about nothing: no row, no event; a broken statement raises."""
    for hat in Hat:
        nobody = Caller(uuid4(), uuid4(), hat)
        enter(nobody, RelayLog, uuid4(), RELATED)
        standing.MINE.of(nobody, soon=clock.today())
        standing.OF_UNIT.of(nobody, unit=uuid4(), soon=clock.today())
    for question in QUESTIONS:
        question.rehearse(RelayLog)
    posts.staff_of_unit(uuid4())


def whole(log: RelayLog, register: timeline.Register | None = None) -> Whole:
    """Load a log that was entered; the same number of statements however much is in it.

    Its history is told in the register of the reader's hat unless another is named.
    """
    found, tried = concerns.concerns(log), measures.measures(log)
    staff = _staff(log)
    order = standing.order(log, found, tried, staff)
    asked, offered, members = consents.consents(log), transfers.transfers(log), people.memberships(log)
    evaluated, written = measures.evaluations(log), entries.entries(log)
    stones, files = steps.steps(log), attachments.attachments(log)
    titles = {measure.pk: measure.title for measure in tried}
    views = [_measure(log, measure, evaluated, titles) for measure in tried]
    if register is None:
        register = timeline.Register.FAMILY if log.permit.by.hat is Hat.FAMILY else timeline.Register.STAFF
    rows = [log, *members, *offered, *asked, *found, *tried, *evaluated, *stones, *written, *files]
    _call_as_typed(rows, members, staff)
    told = timeline.tell(rows, register)
    return Whole(
        log=log,
        members=members,
        staff=staff,
        concerns=_concerns(found, tried),
        measures=views,
        steps=stones,
        entries=written,
        attachments=files,
        consents=asked,
        transfers=offered,
        order=order,
        happenings=told,
        todo=_todo(log, order, asked, offered, found, views),
    )


def _call_as_typed(rows: Iterable[Model], members: list[Membership], staff: dict[UUID, Post]) -> None:
    """Whoever stands in the log is called as it was typed here, wherever the log names her; never as found by a number (R28)."""
    names = {post.person_id: post.called for post in staff.values()}
    names |= {one.person_id: one.called for one in members if one.name}  # else as the post has it
    for row in rows:
        for person in row._state.fields_cache.values():
            if isinstance(person, Person) and person.pk in names:
                person.name = names[person.pk]


def _staff(log: RelayLog) -> dict[UUID, Post]:
    """One post for each who works in the unit, the leading one where there are two."""
    chosen: dict[UUID, Post] = {}
    for post in posts.staff_of_unit(log.unit_id):
        if post.person_id not in chosen or post.kind in posts.LEADING:
            chosen[post.person_id] = post
    return chosen


def _concerns(found: list[Concern], tried: list[Measure]) -> list[ConcernView]:
    lacking = standing.missing_arenas(found, tried)
    return [
        ConcernView(concern, tuple(str(lack.arena.value) for lack in lacking if lack.concern == concern.pk))
        for concern in found
    ]


def _measure(log: RelayLog, measure: Measure, evaluated: list[Evaluation], titles: dict[UUID, str]) -> MeasureView:
    first = measure.evaluate_by - standing.SOON
    return MeasureView(
        measure=measure,
        evaluations=tuple(evaluation for evaluation in evaluated if evaluation.measure_id == measure.pk),
        may_change=measure.is_running and _may(log, Action.MEASURE_CHANGE, measure),
        may_evaluate=measure.is_running and _may(log, Action.MEASURE_EVALUATE, measure),
        may_reword=_may(log, Action.EVALUATION_CHANGE, measure),
        is_due=measure.is_running and first <= clock.today(),
        replaces=titles.get(measure.instead_of_id, "") if measure.instead_of_id else "",
    )


def _may(log: RelayLog, action: Action, measure: Measure) -> bool:
    """What the row condition of the policy says, for rows already loaded; the operation asks the table again."""
    if action not in log.permit.actions:
        return False
    return not measures.is_for_own_only(log) or log.permit.by.person in (measure.responsible_id, measure.by_id)


def _open_offer(offered: list[Transfer]) -> Transfer | None:
    waiting = (t for t in offered if t.accepted_at is None and t.declined_at is None and t.withdrawn_at is None)
    return next(waiting, None)


def _todo(
    log: RelayLog,
    order: standing.Order,
    asked: list[Consent],
    offered: list[Transfer],
    found: list[Concern],
    tried: list[MeasureView],
) -> Todo | None:
    """The first of what waits for this caller, the most urgent first."""
    may, by = log.permit.actions, log.permit.by.person
    offer = _open_offer(offered)
    if offer and offer.to_id == by and Action.TRANSFER_ACCEPT in may:
        return Todo(Task.ACCEPT, offer.pk)
    waiting = [consent for consent in asked if consent.is_open]
    if Action.CONSENT_ANSWER in may:
        return next((Todo(Task.ANSWER, consent.pk) for consent in waiting if consent.person_id == by), None)
    if order.is_holder_gone and Action.TRANSFER_OFFER in may and Relation.LEADER in log.permit.standing.relations:
        return Todo(Task.HOLDER_GONE)
    if log.activated_at is None and waiting and Action.CONSENT_REGISTER in may:
        return Todo(Task.CONSENT, waiting[0].pk)
    if Action.CONCERN_ADD in may:
        if not found:
            return Todo(Task.CONCERN)
        if order.missing_unit:
            return Todo(Task.MEASURE_UNIT)
        if order.missing_home:
            return Todo(Task.MEASURE_HOME)
    due = sorted(
        (view for view in tried if view.is_due and view.may_evaluate), key=lambda view: view.measure.evaluate_by
    )
    return next((Todo(Task.EVALUATE, view.measure.pk) for view in due), None)
