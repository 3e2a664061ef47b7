"""Writing somebody into a log: in force at once, or waiting for another who leads the unit (R24, R26, R28)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.operation import Refused
from stafettlogg.core.outbox import later
from stafettlogg.identity import people, posts, told
from stafettlogg.identity.models import Person, Waits
from stafettlogg.relay.models import Membership, RelayLog

STAFF = (Membership.Kind.DEPUTY, Membership.Kind.EMPLOYEE, Membership.Kind.RECEIVER)


def join(
    by: Caller,
    log: RelayLog,
    person: Person,
    kind: Membership.Kind,
    *,
    from_date: date | None = None,
    until_date: date | None = None,
    basis: str = "",
    name: str = "",
    call_name: str | None = None,
    waits_for: str = "",
) -> Membership:
    """Write a membership, with the name that was typed (R28), after ending one of the kind that has run out; refuses who is there already."""
    today = clock.today()
    same = Membership.objects.of(log.permit).filter(kind=kind, ended_at=None)
    same.filter(until_date__lt=today).update(ended_at=clock.now())
    if same.filter(person=person).exists():
        raise Refused(_("This person has the same place in the log already."), field="person")
    if until_date and until_date < (from_date or today):
        raise Refused(_("The last day comes before the first."), field="until_date")
    membership = Membership(
        log=log,
        by_id=by.person,
        at=clock.now(),
        person=person,
        kind=kind,
        basis=basis,
        name=" ".join(name.split()) or None,
        call_name=(call_name or "").strip() or None,
        waits_for=waits_for,
        from_date=from_date or today,
        until_date=until_date,
    )
    membership.save(force_insert=True)
    return membership


def join_family(
    by: Caller,
    log: RelayLog,
    person: Person,
    kind: Membership.Kind,
    *,
    basis: str = "",
    name: str = "",
    call_name: str | None = None,
) -> Membership:
    """Write somebody into the log as family: in force at once, or waiting for another who leads the unit (R24).

    The same statements in both cases, so that whoever types learns nothing of whom the number is (R28).
    """
    own = people.person(by.person)
    if own.pk == person.pk or people.is_alike(own, person.number, person.name, name):
        raise about_oneself()
    waits = stands_in_the_way(log, person.pk, by.person)
    waits = Waits.NAME.value if person.is_stand_in else waits
    membership = join(by, log, person, kind, basis=basis, name=name, call_name=call_name, waits_for=waits)
    leave_staff(membership)
    later("stafettlogg.relay.jobs.tell_of_family", membership=membership.pk)
    return membership


def about_oneself() -> Refused:
    """R26: nobody writes oneself into a log."""
    return Refused(_("Ask the unit's other leader to do this: it is about yourself."), field="number")


def stands_in_the_way(log: RelayLog, person: UUID, typist: UUID) -> str:
    """R24: who leads the unit, or is the officer, becomes family only by another who leads it; nobody while holding the baton."""
    leading = {post.person_id for post in posts.leading(log.unit_id)}
    waits = person in leading.union(told.officers(log.municipality_id)) and typist not in leading
    return Waits.LEAD.value if waits or person == log.holder_id else ""


def leave_staff(membership: Membership) -> None:
    """End whatever staff relation the same person had to the log, unless the membership waits (R24)."""
    person = (
        membership.pk if membership.waits_for else membership.person_id
    )  # nobody has that id, and it is asked alike
    staff = Membership.objects.of(membership.log.permit).filter(person=person, kind__in=STAFF, ended_at=None)
    staff.update(ended_at=clock.now())


def let_in_force(membership: Membership) -> None:
    """The membership waits no more: the person is family, and nothing else on this log (R24)."""
    membership.waits_for = ""
    membership.save(update_fields=["waits_for"])
    leave_staff(membership)


def settle(log: RelayLog) -> None:
    """Let in force what waited only for the baton to be in another hand (R24)."""
    for waiting in Membership.objects.of(log.permit).filter(waits_for=Waits.LEAD, ended_at=None):
        if not stands_in_the_way(log, waiting.person_id, waiting.by_id):
            let_in_force(waiting)


def tell_exchanged(log: RelayLog, guardians: Iterable[Membership], *, but: set[UUID]) -> None:
    """A guardian is never renumbered unseen: the others who answer for the child, and the officer, are to know (R27)."""
    others = [row.person_id for row in guardians if row.has_responsibility and row.person_id not in but]
    told.tell(log.municipality_id, others, told.Event.GUARDIAN_EXCHANGED, hat=Hat.FAMILY, root=log.pk)
    told.tell_officers(log.municipality_id, told.Event.GUARDIAN_EXCHANGED, root=log.pk)
