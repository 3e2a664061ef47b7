"""Who leads the unit, or holds the baton, becomes family of a log only by another who leads the unit (R24)."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import everywhere
from stafettlogg.identity import people as persons
from stafettlogg.identity import posts, told
from stafettlogg.identity.models import Waits
from stafettlogg.identity.told import Event
from stafettlogg.relay import agreeing, duplicates, joining, people
from stafettlogg.relay.models import Membership


@duplicates.holding("number")
@operation(Action.FAMILY_CONFIRM)
def confirm(by: Caller, membership: Membership) -> Membership:
    """Let the membership in force: from now the person is family on this log, and nothing else. Raises `Refused`."""
    if membership.person_id == membership.log.holder_id:
        raise Refused(_("The holder cannot belong to the family of the same log. Hand over the baton first."))
    joining.let_in_force(membership)
    if membership.kind == Membership.Kind.CHILD:
        people.learn_number(membership.log, persons.person(membership.person_id).number or "")
    return membership


@operation(Action.FAMILY_DECLINE)
def decline(by: Caller, membership: Membership, *, reason: str) -> Membership:
    """End a membership that should not be; the person keeps what she was on the log, and is asked for no consent."""
    people.take_out(membership, reason)
    agreeing.activate(membership.log)
    return membership


def tell_of_family(membership: UUID) -> None:
    """Who is to know that somebody waits to become family: the holder herself, and the administrator where nobody else leads.

    The administrator is told that the unit needs a substitute, and of no child and no log (R24).
    """
    with everywhere("R24: somebody who leads waits to become family"):
        row = Membership.objects.get_queryset().select_related("log").filter(pk=membership).first()
        if row is None or row.waits_for != Waits.LEAD or row.ended_at is not None:
            return
        log = row.log
        if row.person_id == log.holder_id:
            told.tell(log.municipality_id, [row.person_id], Event.HOLDER_IS_FAMILY, hat=Hat.STAFF, root=log.pk)
        others = {post.person_id for post in posts.leading(log.unit_id)} - {row.person_id, row.by_id}
        if not others:
            administrators = posts.administrators(log.municipality_id)
            told.tell(
                log.municipality_id, administrators, Event.SUBSTITUTE_NEEDED, hat=Hat.ADMINISTRATION, root=log.unit_id
            )
