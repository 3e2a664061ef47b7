"""Measures and how they went: planned with one person responsible, evaluated in three views, and then a way on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.policy import Action, Relation
from stafettlogg.core.scope import Contents
from stafettlogg.identity import posts
from stafettlogg.identity.alphabet import order
from stafettlogg.identity.models import Municipality, Person
from stafettlogg.relay import evaluation_words, wordings
from stafettlogg.relay.models import Concern, Evaluation, Measure, Membership, RelayLog

LONGEST_BACK = timedelta(days=14)
EARLY = timedelta(days=28)
FAMILY = (Membership.Kind.GUARDIAN, Membership.Kind.CHILD)
FOR_ALL = {Relation.HOLDER, Relation.DEPUTY, Relation.LEADER}


# --- what can be chosen -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """The days an evaluate-by date may lie on (R4)."""

    first: date
    last: date

    def must_hold(self, day: date | None, field: str) -> date:
        """The day, or a refusal that tells the window."""
        if day is None or not self.first <= day <= self.last:
            raise Refused(
                _("Choose a day from %(first)s to %(last)s: a measure is evaluated within four to eight weeks.")
                % {"first": f"{self.first:%d.%m.%Y}", "last": f"{self.last:%d.%m.%Y}"},
                field=field,
            )
        return day


def window(municipality: Municipality, begun: date) -> Window:
    """When something begun that day is to be evaluated: 28–56 days later, or what the municipality chose within (R4)."""
    return Window(
        begun + timedelta(days=municipality.evaluate_from_days),
        begun + timedelta(days=municipality.evaluate_until_days),
    )


def could_be_responsible(log: RelayLog, arena: str = Measure.Arena.HOME) -> list[Person]:
    """Whom one can choose: staff of the unit, and for a measure at home the guardians too; nobody else (R24)."""
    guardians = {member.person_id: member.person for member in _family(log) if member.kind == Membership.Kind.GUARDIAN}
    family = {member.person_id for member in _family(log)}
    staff = {post.person_id: post.person for post in posts.staff_of_unit(log.unit_id) if post.person_id not in family}
    chosen = staff | guardians if arena == Measure.Arena.HOME else staff
    if is_for_own_only(log):
        chosen = {pk: person for pk, person in chosen.items() if pk == log.permit.by.person}
    return sorted(chosen.values(), key=lambda person: order(person.name))


def is_for_own_only(log: RelayLog) -> bool:
    """Whether the caller plans measures for herself alone: an employee who was let in."""
    return log.permit.standing.relations.isdisjoint(FOR_ALL)


# --- operations ---------------------------------------------------------------------------------------------------


@operation(Action.MEASURE_PLAN)
def plan(
    by: Caller,
    log: RelayLog,
    *,
    concern: UUID,
    arena: str,
    title: str,
    goal: str,
    how: str,
    responsible: UUID,
    start: date,
    evaluate_by: date,
) -> Measure:
    """Plan what to try, where, who is responsible, and when we look at how it went (R3, R4)."""
    if start < clock.today() - LONGEST_BACK:
        raise Refused(_("A measure can have started at most 14 days ago."), field="start")
    if not Concern.objects.of(log.permit).filter(pk=concern, resolved_at=None).exists():
        raise Refused(_("Choose one of the concerns in this log that is not resolved."), field="concern")
    _must_be_able(log, arena, responsible)
    return Measure.objects.create(
        log=log,
        by_id=by.person,
        at=clock.now(),
        concern_id=concern,
        arena=Measure.Arena(arena),
        title=wordings.said(title, field="title"),
        goal=wordings.said(goal, field="goal"),
        how=wordings.said(how, field="how"),
        responsible_id=responsible,
        start=start,
        evaluate_by=window(log.municipality, start).must_hold(evaluate_by, "evaluate_by"),
    )


@operation(Action.MEASURE_CHANGE)
def change(
    by: Caller,
    measure: Measure,
    *,
    title: str,
    goal: str,
    how: str,
    responsible: UUID,
    evaluate_by: date,
    version: int,
) -> Measure:
    """Word the measure better, give it to somebody else or move its date within the window (R4, R14)."""
    wordings.must_be_newest(measure, version)
    _must_run(measure)
    if responsible != measure.responsible_id:
        _must_be_able(measure.log, measure.arena, responsible)
    if evaluate_by != measure.evaluate_by:
        window(measure.log.municipality, begun(measure)).must_hold(evaluate_by, "evaluate_by")
    wordings.keep(
        measure,
        by,
        title=wordings.said(title, field="title"),
        goal=wordings.said(goal, field="goal"),
        how=wordings.said(how, field="how"),
        responsible=responsible,
        evaluate_by=evaluate_by,
    )
    return measure


@operation(Action.MEASURE_EVALUATE)
def evaluate(
    by: Caller,
    measure: Measure,
    *,
    outcome: str,
    decision: str,
    reason: str = "",
    early_reason: str = "",
    child_view: str = "",
    child_not_asked: str = "",
    guardians_view: str = "",
    professionals_view: str = "",
    next_evaluate_by: date | None = None,
    new_title: str = "",
    new_goal: str = "",
    new_how: str = "",
    version: int,
) -> Evaluation:
    """Say how it went, in three views, and decide the way on (R4, R11, R21).

    1. it must be time, or there is a reason for being early  2. the child was asked, or we say why not
    3. what goes on has a new day in the window  4. the answer is kept with the words that asked
    5. the measure ends, goes on, or a new one takes its place.
    """
    wordings.must_be_newest(measure, version)
    _must_run(measure)
    early = _must_be_time(measure, early_reason.strip())
    child_view, child_not_asked = _must_have_heard(child_view, child_not_asked)
    chosen = Evaluation.Decision(decision)
    if chosen == Evaluation.Decision.END:
        reason, goes_on_until = wordings.said(reason, field="reason"), None
    else:
        goes_on_until = window(measure.log.municipality, clock.today()).must_hold(next_evaluate_by, "next_evaluate_by")
    evaluation = Evaluation.objects.create(
        log=measure.log,
        by_id=by.person,
        at=clock.now(),
        measure=measure,
        outcome=Evaluation.Outcome(outcome),
        decision=chosen,
        reason=reason.strip() or None,
        early_reason=early or None,
        child_view=child_view or None,
        child_not_asked=child_not_asked or None,
        guardians_view=guardians_view.strip() or None,
        professionals_view=professionals_view.strip() or None,
        asked_words=evaluation_words.written(),
        next_evaluate_by=goes_on_until,
    )
    _go_on(by, measure, chosen, goes_on_until, title=new_title, goal=new_goal, how=new_how)
    return evaluation


@operation(Action.EVALUATION_CHANGE)
def change_evaluation(
    by: Caller,
    evaluation: Evaluation,
    *,
    child_view: str = "",
    child_not_asked: str = "",
    guardians_view: str = "",
    professionals_view: str = "",
    version: int,
) -> Evaluation:
    """Word the three views better; what was chosen stands, and the child's view is still there (R11, R14)."""
    wordings.must_be_newest(evaluation, version)
    child_view, child_not_asked = _must_have_heard(child_view, child_not_asked)
    wordings.keep(
        evaluation,
        by,
        child_view=child_view or None,
        child_not_asked=child_not_asked or None,
        guardians_view=guardians_view.strip() or None,
        professionals_view=professionals_view.strip() or None,
    )
    return evaluation


# --- lists --------------------------------------------------------------------------------------------------------


MEASURES = Contents(
    lambda permit: (
        Measure.objects.of(permit).select_related("concern", "responsible", "by").order_by("evaluate_by", "pk")
    )
)
EVALUATIONS = Contents(
    lambda permit: Evaluation.objects.of(permit).select_related("measure", "by").order_by("-at", "pk")
)


def measures(log: RelayLog) -> list[Measure]:
    """All measures of the log with their concern and who is responsible: the running ones first, by evaluate-by date."""
    return sorted(
        (_knowing(measure) for measure in MEASURES.of(log.permit)), key=lambda measure: not measure.is_running
    )


def evaluations(log: RelayLog) -> list[Evaluation]:
    """All evaluations of the log, newest first, with their measure and who wrote them."""
    return [_of_measure(evaluation) for evaluation in EVALUATIONS.of(log.permit)]


def begun(measure: Measure) -> date:
    """The day the evaluation window counts from: the start, or the last evaluation that let the measure go on."""
    last = Evaluation.objects.of(measure.log.permit).filter(measure=measure.pk).order_by("-at").first()
    return last.at.astimezone(clock.NORWAY).date() if last else measure.start


# --- rules --------------------------------------------------------------------------------------------------------


def _must_run(measure: Measure) -> None:
    if not measure.is_running:
        raise Refused(_("This measure has ended."))


def _must_be_time(measure: Measure, early_reason: str) -> str:
    """R4: before week four only with a reason; otherwise there is nothing to explain."""
    if measure.start > clock.today():
        raise Refused(_("This measure has not started yet."))
    if clock.today() >= begun(measure) + EARLY:
        return ""
    if not early_reason:
        raise Refused(_("It is less than four weeks since the start. Say why you evaluate now."), field="early_reason")
    return early_reason


def _must_have_heard(child_view: str, child_not_asked: str) -> tuple[str, str]:
    """R11: the child's view, or the reason why the child was not asked."""
    child_view, child_not_asked = child_view.strip(), child_not_asked.strip()
    if not child_view and not child_not_asked:
        raise Refused(
            _("Write what the child said or showed – or, below, why the child was not asked."), field="child_view"
        )
    return child_view, "" if child_view else child_not_asked


def _must_be_able(log: RelayLog, arena: str, responsible: UUID) -> None:
    """Only staff of the unit, and at home a guardian; an employee who was let in plans her own."""
    if is_for_own_only(log) and responsible != log.permit.by.person:
        raise Refused(_("You can plan measures that you are responsible for yourself."), field="responsible")
    kinds = {member.kind for member in _family(log) if member.person_id == responsible}
    if kinds:  # R24: who is family here is not staff here
        if Membership.Kind.GUARDIAN in kinds and arena == Measure.Arena.HOME:
            return
        raise Refused(_("Somebody who works in the unit must be responsible for this measure."), field="responsible")
    if not posts.is_staff(log.unit_id, responsible):
        raise Refused(
            _("Choose somebody who works in the unit, or for a measure at home a guardian."), field="responsible"
        )


def _family(log: RelayLog) -> list[Membership]:
    today = clock.today()
    in_force = Q(ended_at=None, from_date__lte=today) & (Q(until_date=None) | Q(until_date__gte=today))
    return list(Membership.objects.of(log.permit).filter(in_force, kind__in=FAMILY).select_related("person"))


def _go_on(
    by: Caller,
    measure: Measure,
    decision: Evaluation.Decision,
    until: date | None,
    *,
    title: str,
    goal: str,
    how: str,
) -> None:
    """End the measure, give it its next day, or let a new one take its place, old answers beside the new (§ 6)."""
    if until is None:
        measure.ended_at = clock.now()
        measure.version += 1
        measure.save(update_fields=["ended_at", "version"])
        return
    if decision != Evaluation.Decision.ADJUST:
        wordings.keep(measure, by, evaluate_by=until)
        return
    title, goal, how = title.strip() or measure.title, goal.strip() or measure.goal, how.strip() or measure.how
    if (title, goal, how) == (measure.title, measure.goal, measure.how):
        raise Refused(_("Write what you will do in another way from now on."), field="new_how")
    Measure.objects.create(
        log=measure.log,
        by_id=by.person,
        at=clock.now(),
        concern_id=measure.concern_id,
        arena=measure.arena,
        title=title,
        goal=goal,
        how=how,
        responsible_id=measure.responsible_id,
        start=clock.today(),
        evaluate_by=until,
        instead_of=measure,
    )
    measure.ended_at = clock.now()
    measure.version += 1
    measure.save(update_fields=["ended_at", "version"])


def _knowing(measure: Measure) -> Measure:
    measure.concern.log = measure.log
    return measure


def _of_measure(evaluation: Evaluation) -> Evaluation:
    evaluation.measure.log = evaluation.log
    return evaluation
