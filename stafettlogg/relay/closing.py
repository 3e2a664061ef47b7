"""Closing a log when the concern is gone, and opening it again while it is not yet filed (R18, R20)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.policy import Action
from stafettlogg.identity import people
from stafettlogg.relay import duplicates, wordings
from stafettlogg.relay.models import Evaluation, Measure, Membership, Note, RelayLog, Transfer, Wording


@operation(Action.LOG_CLOSE)
def close(by: Caller, log: RelayLog, *, reason: str, note: str, unevaluated_reason: str = "") -> RelayLog:
    """End the log with a closing note; measures nobody has evaluated need a reason (R18). An open offer ends with it."""
    unevaluated_reason = unevaluated_reason.strip()
    if unevaluated(log) and not unevaluated_reason:
        raise Refused(
            _("There are measures nobody has evaluated. Evaluate them first, or say why you close without it."),
            field="unevaluated_reason",
        )
    log.closing_reason = RelayLog.ClosingReason(reason)
    log.closing_note = wordings.said(note, field="note")
    log.unevaluated_reason = unevaluated_reason or None
    log.closed_at = clock.now()
    log.save()
    _end_offers(log)
    return log


@duplicates.holding("reason")
@operation(Action.LOG_REOPEN)
def reopen(by: Caller, log: RelayLog, *, reason: str) -> RelayLog:
    """Open a closed log again, until it is filed; the closing words are kept and the reason is a note in it (R20)."""
    reason = wordings.said(reason, field="reason")
    if log.filed_at is not None:
        raise Refused(_("This log is filed in the archive. Open a new log instead."))
    _must_be_the_only_one(log)
    _keep_closing(by, log)
    log.closed_at, log.closing_reason, log.closing_note, log.unevaluated_reason = None, "", None, None
    log.save()
    Note.objects.create(
        log=log,
        by_id=by.person,
        at=clock.now(),
        kind=Note.Kind.NOTE,
        text=_("The log was opened again: %(reason)s") % {"reason": reason},
        seen_on=clock.today(),
    )
    return log


def _must_be_the_only_one(log: RelayLog) -> None:
    """R20: no other unit has a log of a child that may be the same."""
    child = people.child(log.child_id)
    duplicates.must_be_alone(
        log,
        people.same_children(log.municipality_id, name=child.name, born=child.born_on, number=child.number),
    )


def unevaluated(log: RelayLog) -> list[Measure]:
    """Running measures that were never evaluated: what stands between the log and its end (R18)."""
    evaluated = Exists(Evaluation.objects.of(log.permit).filter(measure=OuterRef("pk")))
    return list(Measure.objects.of(log.permit).filter(~evaluated, ended_at=None).order_by("evaluate_by", "pk"))


def _end_offers(log: RelayLog) -> None:
    offers = Transfer.objects.of(log.permit).filter(accepted_at=None, declined_at=None, withdrawn_at=None)
    offers.update(withdrawn_at=clock.now())
    receivers = Membership.objects.of(log.permit).filter(kind=Membership.Kind.RECEIVER, ended_at=None)
    receivers.update(ended_at=clock.now())


def _keep_closing(by: Caller, log: RelayLog) -> None:
    """R14: what was said at the closing is kept, each closing under its own number."""
    closings = Wording.objects.of(log.permit).filter(row=log.pk, field="closing_note").count()
    kept = {
        "closing_reason": log.get_closing_reason_display(),
        "closing_note": log.closing_note,
        "unevaluated_reason": log.unevaluated_reason,
    }
    Wording.objects.bulk_create(
        Wording(log=log, by_id=by.person, at=clock.now(), row=log.pk, field=field, version=closings + 1, text=str(text))
        for field, text in kept.items()
        if text
    )
