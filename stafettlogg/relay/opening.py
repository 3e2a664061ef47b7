"""Opening a log: spans the unit, the child, its guardians, the first leg and the first question (R1, R2, R15, R20, R24, R25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from stafettlogg.core import audit, clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.policy import Action, Relation
from stafettlogg.core.scope import enter, everywhere
from stafettlogg.identity import people as persons
from stafettlogg.identity import posts
from stafettlogg.identity.models import Child, Municipality, Unit
from stafettlogg.relay import agreeing, attachments, drafts, duplicates, people
from stafettlogg.relay.models import Attachment, Consent, Membership, RelayLog, Transfer, Wonder, Wording
from stafettlogg.vault import keys


@dataclass(frozen=True, slots=True)
class GuardianEntry:
    """One guardian as written on the form."""

    name: str
    number: str | None
    basis: str
    call_name: str = ""


@duplicates.holding("child_number")
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
    child, same = persons.register_child(
        unit.municipality_id, name=child_name, number=child_number, born=child_born, protection=protection
    )
    duplicates.must_not_be_here(by, same, field="child_number")
    duplicates.must_fit(child, child_name)
    log = _begin(by, unit, child, holder)
    duplicates.must_be_alone(log, same)
    if child_number:
        people.learn_number(log, child_number)
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
    with duplicates.one_log_a_child(child):
        log.save(force_insert=True)
    keys.make_root_key(unit.municipality_id, log.pk)
    entered = enter(by, RelayLog, log.pk, ("municipality", "child"))
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
        logs = RelayLog.objects.get_queryset().filter(child=OuterRef("pk"))
        Child.objects.get_queryset().filter(~Exists(logs)).delete()  # whom no log is about is nobody's business here
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
