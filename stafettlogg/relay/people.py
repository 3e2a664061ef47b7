"""The people of a log: guardians, the child, employees let in, and the deputy (R2, R20, R24)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Denied, Refused, operation
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Contents
from stafettlogg.identity import naming, numbers, people, posts, providers
from stafettlogg.identity.models import Child, Person
from stafettlogg.relay import agreeing, duplicates, joining
from stafettlogg.relay.models import Consent, Membership, RelayLog, Wording

FAMILY = (Membership.Kind.GUARDIAN, Membership.Kind.CHILD)
CHILD_READS_FROM = 12


# --- what every kind shares ---------------------------------------------------------------------------------------


MEMBERS = Contents(lambda permit: Membership.objects.of(permit).filter(ended_at=None).select_related("person"))


def memberships(log: RelayLog) -> list[Membership]:
    """Everybody who belongs to the log now, with their persons: family first."""
    members = [member.as_typed() for member in MEMBERS.of(log.permit)]
    return sorted(members, key=lambda row: (row.kind not in FAMILY, row.kind, row.at))


def to_confirm(log: RelayLog) -> set[UUID]:
    """The memberships that wait for the caller to confirm them (R24)."""
    if Action.FAMILY_CONFIRM not in log.permit.actions:
        return set()
    return set(Membership.objects.of(log.permit, Action.FAMILY_CONFIRM).values_list("pk", flat=True))


def holder_is_gone(log: RelayLog) -> bool:
    """Whether the holder has no valid post in the log's unit any more: still the holder, and the leader's first task (R2)."""
    return not posts.is_staff(log.unit_id, log.holder_id)


def must_be_free_staff(log: RelayLog, person: Person, field: str) -> None:
    """Refuse somebody without a post in the unit, and somebody who is guardian or child on the log (R24)."""
    if not posts.is_staff(log.unit_id, person.pk):
        raise Refused(_("Choose somebody who works in the unit."), field=field)
    family = Membership.objects.of(log.permit).filter(kind__in=FAMILY, ended_at=None, waits_for="", person=person)
    if family.exists():
        raise Refused(_("This person belongs to the family of the log, and reads it as family."), field=field)


def _end(membership: Membership, reason: str = "") -> Membership:
    membership.ended_at, membership.ended_reason = clock.now(), reason.strip() or None
    membership.save(update_fields=["ended_at", "ended_reason"])
    return membership


def _must_be(by: Caller, membership: Membership, kind: Membership.Kind, action: Action) -> None:
    if membership.kind != kind:
        raise Denied(by, action, membership.log_id, "row")
    if membership.ended_at is not None:
        raise Refused(_("This has ended already."))


# --- guardians ----------------------------------------------------------------------------------------------------


def join_guardian(
    by: Caller, log: RelayLog, *, name: str, number: str | None, basis: str, call_name: str | None
) -> Membership:
    """Write a guardian into the log."""
    if basis not in Membership.Basis.values:
        raise Refused(_("Choose why this person is a guardian on the log."), field="basis")
    person = people.register_person(log.municipality_id, name=name, number=number, by=by.person)
    return joining.join_family(by, log, person, Membership.Kind.GUARDIAN, basis=basis, name=name, call_name=call_name)


@operation(Action.GUARDIAN_INVITE)
def invite_guardian(
    by: Caller, log: RelayLog, *, name: str, number: str | None = None, basis: str, call_name: str = ""
) -> Membership:
    """Bring a guardian into the log, and ask for the consent to every level it has reached (R1)."""
    membership = join_guardian(by, log, name=name, number=number, basis=basis, call_name=call_name)
    _ask_all(by, log)
    return membership


def _ask_all(by: Caller, log: RelayLog) -> None:
    for level in range(1, log.level + 1):
        agreeing.ask(by, log, level)


def take_out(membership: Membership, reason: str) -> None:
    """End somebody's place in the family, with a reason; what was asked of that person counts no more. Raises `Refused`."""
    _must_have(reason)
    _end(membership, reason)
    if membership.kind == Membership.Kind.CHILD:
        asked = Consent.objects.of(membership.log.permit).filter(is_childs=True, person=membership.person_id)
        asked.filter(answered_at=None).update(person=None)
    else:
        _take_back(membership.log, people.person(membership.person_id), reason)


@operation(Action.GUARDIAN_CORRECT)
def correct_guardian(
    by: Caller,
    membership: Membership,
    *,
    reason: str,
    name: str = "",
    number: str | None = None,
    basis: str = "",
    call_name: str = "",
    is_end: bool = False,
) -> Membership:
    """Put a wrong guardian right, with a reason: end the wrong row, and unless `is_end` write the right one (R20).

    Nobody's number is changed here: whoever is written with a number is written in anew, whosever it is, and those who
    answer for the child are told (R27); without one only how a name is spelt is put right (R28).
    """
    _must_be(by, membership, Membership.Kind.GUARDIAN, Action.GUARDIAN_CORRECT)
    _must_have(reason)
    log = membership.log
    before = people.person(membership.person_id)
    if before.pk == by.person:
        raise joining.about_oneself()
    _end(membership, reason)
    if is_end:
        _take_back(log, before, reason)
        agreeing.activate(log)
        return membership
    if basis not in Membership.Basis.values:
        raise Refused(_("Choose why this person is a guardian on the log."), field="basis")
    shown = membership.name or before.name
    name = name.strip() or shown
    if not number:
        if before.number and not naming.is_respelt(name, shown):
            raise Refused(
                _(
                    "Write the identity number too: another first or last name is looked at together with the number. "
                    "Only how a name is spelt can be put right without it."
                ),
                field="number",
            )
        if name != shown:  # R14, R28: the log keeps what it showed; the person keeps the own name, known to others
            _keep_wording(by, log, before, "name", shown)
        fresh = joining.join_family(
            by, log, before, Membership.Kind.GUARDIAN, basis=basis, name=name, call_name=call_name
        )
        if not fresh.has_responsibility:
            _take_back(log, before, reason)
    else:
        fresh = join_guardian(by, log, name=name, number=number, basis=basis, call_name=call_name)
        _take_back(log, before, reason)
        providers.release(before.pk)
        guardians = Membership.objects.of(log.permit).filter(ended_at=None, kind=Membership.Kind.GUARDIAN)
        joining.tell_exchanged(log, guardians, but={before.pk, fresh.person_id})
    _ask_all(by, log)
    agreeing.activate(log)
    return fresh


def _is_same(person: Person, number: str | None) -> bool:
    return not number or numbers.parse(number).digits == person.number


def _must_have(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Write why you put this right."), field="reason")


def _take_back(log: RelayLog, person: Person, reason: str, *, is_childs: bool = False) -> None:
    """What a wrong guardian or a wrong child was asked, or had answered, counts no more (R20)."""
    for consent in Consent.objects.of(log.permit).filter(person=person, is_childs=is_childs, withdrawn_at=None):
        consent.withdrawn_at, consent.withdrawn_reason = clock.now(), reason.strip()
        consent.save(update_fields=["withdrawn_at", "withdrawn_reason"])


def _keep_wording(by: Caller, log: RelayLog, row: Person | Child, field: str, text: str) -> None:
    """Keep in the log what a person or child was called before it was put right (R14, R20)."""
    rows = Wording.objects.of(log.permit).filter(row=row.pk, field=field)
    Wording(
        log=log, by_id=by.person, at=clock.now(), row=row.pk, field=field, version=rows.count() + 1, text=text
    ).save(force_insert=True)


# --- the child ----------------------------------------------------------------------------------------------------


@duplicates.holding("number")
@operation(Action.CHILD_CORRECT)
def correct_child(
    by: Caller,
    log: RelayLog,
    *,
    name: str,
    number: str | None = None,
    born: date | None = None,
    protection: str,
    reason: str,
) -> RelayLog:
    """Put a wrong child or a wrong number right, with a reason that stays in the log (R20)."""
    _must_have(reason)
    if protection not in Child.Protection.values:
        raise Refused(_("Choose how the address is protected."), field="protection")
    before = people.child(log.child_id)
    _keep_wording(by, log, before, "reason", reason.strip())
    told = _told_born(before, number, born)
    is_another = bool(number) and _see_out(log, number or "", reason)
    same = people.same_children(log.municipality_id, name=name, born=told, number=number or before.number)
    others = [child for child in same if child.pk != before.pk]
    duplicates.must_not_be_here(by, others, field="number", log=log)
    if (child := _right_child(log, before, others, name=name, number=number, born=told, protection=protection)) is None:
        _keep_before(by, log, before, name, told)
        people.correct(before, name=name, number=number, born=told, protection=protection)
    else:
        duplicates.must_fit(child, name)
        _keep_wording(by, log, child, "name", before.name)
        duplicates.move(log, child)
    duplicates.must_be_alone(log, others)
    if is_another:
        _ask_all(by, log)
    return log


def _right_child(
    log: RelayLog, before: Child, others: list[Child], *, name: str, number: str | None, born: date, protection: str
) -> Child | None:
    """Another child than the one there is, where the number is another's or another one; None where it is the same."""
    if not number or numbers.parse(number).digits == before.number:
        return None
    if before.number is None:
        return next((child for child in others if child.number_hash is not None), None)
    return people.register_child(log.municipality_id, name=name, number=number, born=born, protection=protection)[0]


def _keep_before(by: Caller, log: RelayLog, before: Child, name: str, born: date) -> None:
    if before.name != name.strip():
        _keep_wording(by, log, before, "name", before.name)
    if before.born_on != born:
        _keep_wording(by, log, before, "born", before.born)


def _see_out(log: RelayLog, number: str, reason: str) -> bool:
    """Whoever was let in as the child with another number is out, and what that one answered counts no more (R20)."""
    let_in = Membership.objects.of(log.permit).filter(kind=Membership.Kind.CHILD, ended_at=None)
    others = [member for member in let_in.select_related("person") if not _is_same(member.person, number)]
    for membership in others:
        _end(membership, reason)
        _take_back(log, membership.person, reason, is_childs=True)
        providers.release(membership.person_id)
    return bool(others)


def _told_born(child: Child, number: str | None, born: date | None) -> date:
    try:
        told = people.born_on(number, born or (None if number else child.born_on))
        if child.number and not number and told != child.born_on:
            people.must_be_born(child.number, told, field="born")
        return told
    except Refused as refused:
        fields = {"child_born": "born", "child_number": "number"}
        raise Refused(str(refused), field=fields.get(refused.field or "", refused.field)) from None


@duplicates.holding("number")
@operation(Action.CHILD_INVITE)
def invite_child(by: Caller, log: RelayLog, *, number: str) -> Membership:
    """Let the child in, by a deliberate act, with the child's own number; from now it answers for itself (R1)."""
    child = people.child(log.child_id)
    if child.age(clock.today()) < CHILD_READS_FROM:
        raise Refused(_("A child can be let in from the age of twelve."), field="number")
    digits = numbers.parse(number).digits
    if child.number is not None and digits != child.number:
        raise Refused(_("This is not the number of the child the log is about."), field="number")
    people.must_be_born(digits, child.born_on, field="number")
    person = people.register_person(log.municipality_id, name=child.name, number=digits, by=by.person)
    membership = joining.join_family(by, log, person, Membership.Kind.CHILD)
    own = Consent.objects.of(log.permit).filter(is_childs=True, person=None, answered_at=None)
    own.update(person=person)
    others = _same_as_child(log, digits)
    duplicates.must_not_be_here(by, others, field="number", log=log)
    duplicates.must_be_alone(log, others)  # also of who waits: what is held for one is held for all
    if not membership.waits_for:
        learn_number(log, digits)
    return membership


def learn_number(log: RelayLog, digits: str) -> None:
    """Write in the number of a child that had none. Raises `Duplicate` where it is that of a child with another log (R20)."""
    child = people.child(log.child_id)
    if child.number is not None:
        return
    others = _same_as_child(log, digits)
    duplicates.must_be_alone(log, others)
    known = next((other for other in others if other.number_hash is not None), None)
    if known is not None:
        duplicates.must_fit(known, child.name)
        duplicates.move(log, known)
    else:
        people.correct(child, name=child.name, number=digits, born=child.born_on, protection=child.protection)


def _same_as_child(log: RelayLog, digits: str) -> list[Child]:
    """Everybody else registered who may be the log's child, with this number."""
    child = people.child(log.child_id)
    same = people.same_children(log.municipality_id, name=child.name, born=child.born_on, number=digits)
    return [other for other in same if other.pk != child.pk]


# --- staff --------------------------------------------------------------------------------------------------------


@operation(Action.EMPLOYEE_ADMIT)
def admit(
    by: Caller, log: RelayLog, *, person: Person, from_date: date | None = None, until_date: date | None = None
) -> Membership:
    """Let another employee of the unit into the log, from–to (R26)."""
    if person.pk == by.person:
        raise Refused(_("Somebody else must do this: it is about yourself."), field="person")
    must_be_free_staff(log, person, "person")
    return joining.join(by, log, person, Membership.Kind.EMPLOYEE, from_date=from_date, until_date=until_date)


@operation(Action.EMPLOYEE_DISMISS)
def dismiss(by: Caller, membership: Membership) -> Membership:
    """End an employee's way into the log, at once."""
    _must_be(by, membership, Membership.Kind.EMPLOYEE, Action.EMPLOYEE_DISMISS)
    return _end(membership)


@operation(Action.DEPUTY_APPOINT)
def appoint_deputy(
    by: Caller, log: RelayLog, *, person: Person, from_date: date | None = None, until_date: date | None = None
) -> Membership:
    """Name who stands in for the holder, so that the baton never drops; one at a time (R2)."""
    must_be_free_staff(log, person, "person")
    if person.pk == log.holder_id:
        raise Refused(_("The holder cannot stand in for the holder."), field="person")
    there = Membership.objects.of(log.permit).filter(kind=Membership.Kind.DEPUTY, ended_at=None)
    if there.exclude(until_date__lt=clock.today()).exists():
        raise Refused(_("The log has a deputy already. End that deputy's time first."), field="person")
    return joining.join(by, log, person, Membership.Kind.DEPUTY, from_date=from_date, until_date=until_date)


@operation(Action.DEPUTY_DISMISS)
def dismiss_deputy(by: Caller, membership: Membership) -> Membership:
    """End the deputy's time, at once."""
    _must_be(by, membership, Membership.Kind.DEPUTY, Action.DEPUTY_DISMISS)
    return _end(membership)
