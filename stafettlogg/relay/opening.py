"""Opening a log: spans the unit, the child, its guardians, the first leg and the first question (R1, R2, R15, R20, R24, R25)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stafettlogg.core import audit, clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.outbox import later
from stafettlogg.core.policy import Action, Relation
from stafettlogg.core.scope import enter, everywhere
from stafettlogg.identity import people as persons
from stafettlogg.identity import posts
from stafettlogg.identity.models import Child, Municipality, Unit
from stafettlogg.relay import agreeing, attachments, drafts, people
from stafettlogg.relay.models import Attachment, Consent, Membership, RelayLog, Transfer, Wonder, Wording
from stafettlogg.vault import keys

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class GuardianEntry:
    """One guardian as written on the form."""

    name: str
    number: str | None
    basis: str
    call_name: str = ""


class _Duplicate(Exception):
    """Another unit has an unfiled log of this child; who asks may not know (R20)."""

    def __init__(self, child: UUID) -> None:
        super().__init__("One unfiled log a child.")
        self.child = child


def _counting_duplicates(
    f: Callable[Concatenate[Caller, Unit, P], RelayLog],
) -> Callable[Concatenate[Caller, Unit, P], RelayLog]:
    """After the rollback, plan that the try is counted and the other leader told; say only that we must check (R20)."""

    @wraps(f)
    def run(by: Caller, unit: Unit, /, *args: P.args, **kwargs: P.kwargs) -> RelayLog:
        try:
            return f(by, unit, *args, **kwargs)
        except _Duplicate as duplicate:
            with acting(by):
                later("stafettlogg.relay.jobs.count_duplicate", child=duplicate.child, attempt=uuid4())
        raise Refused(
            _("We must check something before this log can be opened. You will hear from us."), field="child_number"
        )

    return run


@_counting_duplicates
@operation(Action.LOG_OPEN)
def open_log(
    by: Caller,
    unit: Unit,
    *,
    child_name: str,
    child_number: str | None = None,
    child_born: date | None = None,
    protection: str = Child.Protection.NONE,
    holder: UUID | None = None,
    guardians: Sequence[GuardianEntry],
    without_guardian: str = "",
    wonder: UUID | None = None,
) -> RelayLog:
    """Open a log of a child in the unit.

    1. who may hold it  2. the wonder it comes from, of which nothing is copied (R15)  3. the child, once (R20)
    4. the log with its key and first leg  5. the guardians (R24)  6. the question to them (R1, R21).
    """
    holder = _holder(by, unit, holder)
    begun = _wonder(by, unit, wonder)
    _must_have_guardian(guardians, without_guardian)
    child, existed = persons.register_child(
        unit.municipality_id, name=child_name, number=child_number, born=child_born, protection=protection
    )
    if existed:
        _must_be_alone(by, child)
    log = _begin(by, unit, child, holder)
    for guardian in guardians:
        _bring(by, log, guardian)
    if without_guardian.strip():
        _except(by, log, without_guardian)
    agreeing.ask(by, log, 1)
    if begun is not None:
        begun.opened_at = clock.now()
        begun.save(update_fields=["opened_at"])
    return log


def _holder(by: Caller, unit: Unit, holder: UUID | None) -> UUID:
    chosen = holder or by.person
    if not posts.is_staff(unit.pk, chosen):
        raise Refused(_("The holder must work in the unit."), field="holder")
    if chosen != by.person and not _is_leader(unit):
        raise Refused(_("Who opens the log holds the baton first. Your leader can hand it over."), field="holder")
    return chosen


def _is_leader(unit: Unit) -> bool:
    return Relation.UNIT_LEADER in unit.permit.standing.relations


def _wonder(by: Caller, unit: Unit, wonder: UUID | None) -> Wonder | None:
    """The wonder the leader has decided so; an employee opens with one's own, a leader may open without (R15)."""
    if wonder is None:
        if _is_leader(unit):
            return None
        raise Refused(_("Choose the wonder that the leader has decided about."), field="wonder")
    decided = (Wonder.Decision.OWN_UNIT, Wonder.Decision.MORE_SERVICES)
    can = Wonder.objects.allowed(by, Action.WONDER_READ)
    found = can.filter(pk=wonder, unit=unit, decision__in=decided, opened_at=None).first()
    if found is None:
        raise Refused(_("No log can be opened from this wonder."), field="wonder")
    return found


def _must_have_guardian(guardians: Sequence[GuardianEntry], without_guardian: str) -> None:
    responsible = (Membership.Basis.PARENTAL, Membership.Basis.REPRESENTATIVE)
    if any(guardian.basis in responsible for guardian in guardians) or without_guardian.strip():
        return
    raise Refused(
        _("Name at least one guardian with parental responsibility, or write why there is none to ask."),
        field="guardians",
    )


def _must_be_alone(by: Caller, child: Child) -> None:
    """R20, as far as the caller may know: a log one may read is named; about any other nothing is said here."""
    mine = RelayLog.objects.allowed(by, Action.LOG_READ).filter(child=child, filed_at=None).first()
    if mine is None:
        return
    if mine.is_closed:
        raise Refused(_("This child has a closed log that is not filed yet. Reopen that one."), field="child_number")
    raise Refused(_("This child has a relay log already."), field="child_number")


def _begin(by: Caller, unit: Unit, child: Child, holder: UUID) -> RelayLog:
    now = clock.now()
    filed = RelayLog.objects.allowed(by, Action.LOG_READ).filter(child=child, filed_at__isnull=False)
    log = RelayLog(
        municipality_id=unit.municipality_id,
        unit=unit,
        child=child,
        holder_id=holder,
        opened_at=now,
        previous=filed.order_by("-opened_at").first(),
    )
    try:
        with transaction.atomic():  # the constraint sees logs that the caller may not
            log.save(force_insert=True)
    except IntegrityError as error:
        if "one_unfiled_log_a_child" not in str(error):
            raise
        raise _Duplicate(child.pk) from None
    keys.make_root_key(unit.municipality_id, log.pk)
    entered = enter(by, RelayLog, log.pk, ("municipality",))
    assert entered is not None, "who opens is leader or holder"
    Transfer(log=entered, by_id=by.person, at=now, to_id=holder, accepted_at=now).save(force_insert=True)
    return entered


def _bring(by: Caller, log: RelayLog, guardian: GuardianEntry) -> None:
    try:
        people.join_guardian(
            by, log, name=guardian.name, number=guardian.number, basis=guardian.basis, call_name=guardian.call_name
        )
    except Refused as refused:  # several guardians share the one part of the form
        raise Refused(str(refused), field="guardians") from None


def _except(by: Caller, log: RelayLog, reason: str) -> None:
    Consent(
        log=log,
        by_id=by.person,
        at=clock.now(),
        level=1,
        words="",
        excepted_at=clock.now(),
        exception_reason=reason.strip(),
    ).save(force_insert=True)


def count_duplicate(child: UUID, attempt: UUID) -> None:
    """Count a try to open a second log of a child, on the log there is, where its leader sees it; once an attempt (R20)."""
    with everywhere("R20: the leader of the log there is sees that somebody tried"):
        log = RelayLog.objects.get_queryset().select_for_update().filter(child=child, filed_at=None).first()
        if log is None or audit.AuditEvent.objects.get_queryset().filter(root=log.pk, reason=str(attempt)).exists():
            return
        log.duplicate_tries += 1
        log.save(update_fields=["duplicate_tries"])
        audit.noted(log.municipality_id, "log.duplicate", root=log.pk, reason=str(attempt), via="task")


def erase_unopened() -> int:
    """Erase logs that never became active in their time: rows, files and the key; the trail keeps that it was done (R25)."""
    erased = 0
    with everywhere("R25: a log that never became active is erased"):
        for municipality in Municipality.objects.get_queryset():
            before = clock.now() - timedelta(days=municipality.unopened_days)
            old = RelayLog.objects.get_queryset().filter(
                municipality=municipality, activated_at=None, closed_at=None, opened_at__lt=before
            )
            for log in old.select_for_update():
                _erase(log)
                erased += 1
    return erased


def _erase(log: RelayLog) -> None:
    for attachment in Attachment.objects.get_queryset().filter(log=log):
        attachments.erase(attachment)
    drafts.erase(log)
    for model in (Wording, Consent, Transfer, Membership):
        model.objects.get_queryset().filter(log=log).delete()
    keys.destroy_root_key(log.pk)
    audit.noted(log.municipality_id, "log.erase", root=log.pk, reason="R25", via="task")
    log.delete()
