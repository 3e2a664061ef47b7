"""The baton from hand to hand: offered, withdrawn, accepted, declined; never on the ground (R2, R24)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Contents
from stafettlogg.identity.models import Person
from stafettlogg.relay import joining, people
from stafettlogg.relay.models import Membership, RelayLog, Transfer

TRANSFERS = Contents(lambda permit: Transfer.objects.of(permit).select_related("to", "by").order_by("-at", "pk"))


def transfers(log: RelayLog) -> list[Transfer]:
    """Every offer of the baton, with whom it was offered to, the newest first."""
    return TRANSFERS.of(log.permit)


@dataclass(frozen=True, slots=True)
class Leg:
    """One holder's stretch of the relay."""

    holder: Person
    at: datetime
    until_at: datetime | None


def legs(offers: Iterable[Transfer]) -> list[Leg]:
    """Who has held the baton, from when till when, in order, from offers that are loaded: each until the next accepted."""
    taken = sorted(((o.accepted_at, o.to) for o in offers if o.accepted_at), key=lambda taken: taken[0])
    ends = [at for at, _holder in taken[1:]]
    return [Leg(holder, at, until) for (at, holder), until in zip_longest(taken, ends)]


@operation(Action.TRANSFER_OFFER)
def offer(by: Caller, log: RelayLog, *, to: Person, message: str = "") -> Transfer:
    """Offer the baton to somebody in the unit; until it is accepted the holder holds it (R2)."""
    people.must_be_free_staff(log, to, "to")
    if to.pk == log.holder_id:
        raise Refused(_("This person holds the baton already."), field="to")
    waiting = Transfer.objects.of(log.permit).filter(accepted_at=None, declined_at=None, withdrawn_at=None)
    if waiting.exists():
        raise Refused(_("The baton is offered to somebody already. Take that offer back first."), field="to")
    transfer = Transfer(log=log, by_id=by.person, at=clock.now(), to=to, message=message.strip() or None)
    transfer.save(force_insert=True)
    joining.join(by, log, to, Membership.Kind.RECEIVER)
    return transfer


@operation(Action.TRANSFER_WITHDRAW)
def withdraw(by: Caller, transfer: Transfer) -> Transfer:
    """Take an offer back; the holder never let go."""
    _must_wait(transfer)
    transfer.withdrawn_at = clock.now()
    transfer.save(update_fields=["withdrawn_at"])
    _leave(transfer, Membership.Kind.RECEIVER)
    return transfer


@operation(Action.TRANSFER_ACCEPT)
def accept(by: Caller, transfer: Transfer, *, note: str = "") -> Transfer:
    """Take the baton: the holder changes, one leg ends and the next begins, all in the same moment (R2)."""
    _must_wait(transfer)
    log, now = transfer.log, clock.now()
    transfer.accepted_at, transfer.answer = now, note.strip() or None
    transfer.save(update_fields=["accepted_at", "answer"])
    log.holder_id = by.person
    log.save(update_fields=["holder"])
    _leave(transfer, Membership.Kind.RECEIVER, Membership.Kind.EMPLOYEE, Membership.Kind.DEPUTY)
    joining.settle(log)
    return transfer


@operation(Action.TRANSFER_DECLINE)
def decline(by: Caller, transfer: Transfer, *, reason: str) -> Transfer:
    """Say no to the baton, and why; the holder keeps it, and the leader asks somebody else (R2)."""
    _must_wait(transfer)
    if not reason.strip():
        raise Refused(_("Write why you say no, so that the leader can find somebody else."), field="reason")
    transfer.declined_at, transfer.answer = clock.now(), reason.strip()
    transfer.save(update_fields=["declined_at", "answer"])
    _leave(transfer, Membership.Kind.RECEIVER)
    return transfer


def _must_wait(transfer: Transfer) -> None:
    if transfer.accepted_at or transfer.declined_at or transfer.withdrawn_at:
        raise Refused(_("This offer has been answered or taken back already."))


def _leave(transfer: Transfer, *kinds: Membership.Kind) -> None:
    """End what the one who was offered the baton was in the log besides."""
    rows = Membership.objects.of(transfer.log.permit).filter(person=transfer.to_id, kind__in=kinds, ended_at=None)
    rows.update(ended_at=clock.now())
