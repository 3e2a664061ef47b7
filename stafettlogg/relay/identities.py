"""What the worker does with a request about who somebody is: weighs it, carries it out, and lets it lapse (R27, R28).

It spans persons, posts and logs, and sees all of them; whoever asked sees less, and so could not weigh it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet

from stafettlogg.core import audit, clock
from stafettlogg.core.caller import Hat
from stafettlogg.core.outbox import later
from stafettlogg.core.scope import everywhere
from stafettlogg.identity import people, posts, stored_sessions
from stafettlogg.identity.models import FormerNumber, IdentityRequest, Person, Post, Waits
from stafettlogg.relay import duplicates, joining
from stafettlogg.relay import people as members
from stafettlogg.relay.models import Consent, Measure, Membership, RelayLog

LAPSES_AFTER = timedelta(days=14)
REMEMBERED = timedelta(days=90)
FAMILY = (Membership.Kind.GUARDIAN, Membership.Kind.CHILD)

Route, Outcome, Kind = IdentityRequest.Route, IdentityRequest.Outcome, IdentityRequest.Kind


def weigh(pk: UUID) -> None:
    """Find who must confirm the request, and whose the number is; may be done twice."""
    with everywhere("R27: what a person has to do with is weighed where all of it is seen"):
        request = _locked(pk)
        if request is not None and request.kind == Kind.NUMBER:
            _weigh(request)


def carry_out(pk: UUID) -> None:
    """Do what enough have confirmed, after weighing it again; else it goes on waiting. Done once, however often it is asked."""
    with everywhere("R27, R28: what two have confirmed is carried out"):
        request = _locked(pk)
        if request is None:
            return
        if not _is_still_asked(request):
            _end(request, Outcome.LAPSED)
        elif request.kind == Kind.NUMBER:
            _weigh(request)
            if request.is_confirmed and request.found_id is None:
                _renumber(request)
        elif request.is_confirmed:
            _be_one(request)


def lapse() -> int:
    """End what nobody has confirmed in fourteen days, and forget numbers that were exchanged ninety days ago (R27)."""
    with everywhere("R27: requests lapse, and former numbers are forgotten"):
        FormerNumber.objects.get_queryset().filter(until__lt=clock.now()).delete()
        old = IdentityRequest.objects.get_queryset().filter(outcome="", kind=Kind.NUMBER)
        late = list(old.filter(asked_at__lt=clock.now() - LAPSES_AFTER).select_for_update())
        for request in late:
            _end(request, Outcome.LAPSED)
        return len(late)


def weigh_name(pk: UUID, by: UUID) -> None:
    """Ask an administrator and the officer whether a stand-in is the person who has the number; once each (R28)."""
    with everywhere("R28: a name was typed for a number that is registered under another"):
        person = Person.objects.get_queryset().select_for_update().get(pk=pk)
        if person.is_stand_in:
            _ask(person, by)


def weigh_names(municipality: UUID, by: UUID, at: datetime) -> None:
    """The same for all whom a file has brought in at that moment; what others have typed meanwhile is asked in their name."""
    with everywhere("R28: names of a file were written for numbers that are registered under others"):
        brought = Post.objects.get_queryset().filter(municipality=municipality, appointed_at=at, waits_for=Waits.NAME)
        found = Person.objects.get_queryset().filter(pk__in=brought.values("person"))
        for person in found.select_for_update():
            _ask(person, by)


def _ask(person: Person, by: UUID) -> None:
    if IdentityRequest.objects.get_queryset().filter(kind=Kind.NAME, person=person).exists():
        return
    IdentityRequest(
        municipality_id=person.municipality_id,
        kind=Kind.NAME,
        person=person,
        found=people.with_number(person.municipality_id, person.number or ""),
        number=person.number,
        asked_by_id=None if by == people.NOBODY else by,
        asked_at=clock.now(),
        route=Route.BOTH,
    ).save(force_insert=True)


def _locked(pk: UUID) -> IdentityRequest | None:
    return IdentityRequest.objects.get_queryset().select_for_update().filter(pk=pk, outcome="").first()


def _end(request: IdentityRequest, outcome: IdentityRequest.Outcome) -> None:
    request.outcome, request.ended_at, request.number = outcome, clock.now(), None
    request.save(update_fields=["outcome", "ended_at", "number"])
    audit.noted(request.municipality_id, f"request.{outcome.value}", root=request.municipality_id, via="task")


# --- weighing -----------------------------------------------------------------------------------------------------


def _weigh(request: IdentityRequest) -> None:
    """Route it; the route only grows: what one has confirmed for the unit is not enough once there is more to the person."""
    outside = _has_outside(request) or request.route == Route.MUNICIPALITY
    route = Route.MUNICIPALITY if outside else Route.UNIT
    if request.route == Route.UNIT and route != request.route and request.first_hat != Hat.ADMINISTRATION:
        request.first_by, request.first_hat = None, ""
    taken = people.with_number(request.municipality_id, request.number or "")
    request.route, request.found = route, taken if taken and taken.pk != request.person_id else None
    request.save(update_fields=["route", "found", "first_by", "first_hat"])


def _has_outside(request: IdentityRequest) -> bool:
    """Whether the person has a post, a place or a baton anywhere but in the unit that asks; as family, anywhere at all."""
    lasting = Q(ended_at=None) & (Q(until_date=None) | Q(until_date__gte=clock.today()))
    elsewhere = ~Q(log__unit=request.unit_id) | Q(kind__in=FAMILY)
    held = Post.objects.get_queryset().filter(lasting, person=request.person_id)
    joined = Membership.objects.get_queryset().filter(lasting, elsewhere, person=request.person_id)
    carried = RelayLog.objects.get_queryset().filter(holder=request.person_id)
    return (
        held.exclude(unit=request.unit_id).exists() or joined.exists() or carried.exclude(unit=request.unit_id).exists()
    )


def _is_still_asked(request: IdentityRequest) -> bool:
    """Whether it is in time, its post lasts, and all who asked and confirmed still have the hat they did it under."""
    if request.kind == Kind.NUMBER and request.asked_at < clock.now() - LAPSES_AFTER:
        return False
    if request.post_id and not _held(request).filter(pk=request.post_id).exists():
        return False
    acted = (
        (request.asked_by_id, request.asked_hat),
        (request.first_by_id, request.first_hat),
        (request.second_by_id, request.second_hat),
    )
    return all(_wears(request, person, hat) for person, hat in acted if person and hat)


def _held(request: IdentityRequest) -> QuerySet[Post]:
    today = clock.today()
    lasting = Q(ended_at=None) & (Q(until_date=None) | Q(until_date__gte=today))
    return Post.objects.get_queryset().filter(lasting, municipality=request.municipality_id)


def _wears(request: IdentityRequest, person: UUID, hat: str) -> bool:
    """Whether somebody may still do what was done: leads that unit, administers, or is the officer."""
    held = Post.objects.get_queryset().filter(posts.valid(clock.today()), person=person)
    if hat == Hat.STAFF:
        return held.filter(kind__in=posts.LEADING, unit=request.unit_id).exists()
    return held.filter(kind={Hat.ADMINISTRATION: "administrator", Hat.OFFICER: "officer"}[Hat(hat)]).exists()


# --- another number (R27) -----------------------------------------------------------------------------------------


def _renumber(request: IdentityRequest) -> None:
    """The old number is kept as a hash, the new one written in, and every root the person has to do with is told."""
    person = Person.objects.get_queryset().select_for_update().get(pk=request.person_id)
    was_stand_in = person.is_stand_in
    if person.number_hash is not None:
        FormerNumber(
            municipality_id=request.municipality_id,
            number_hash=person.number_hash,
            until=clock.now() + REMEMBERED,
        ).save(force_insert=True)
    people.renumber(person, request.number or "")
    stored_sessions.end_of(person.pk)
    if was_stand_in:
        _stand_alone(person)
    for place in _in_force(person, Membership.Kind.GUARDIAN):
        joining.tell_exchanged(place.log, _guardians(place.log), but={person.pk})
    for root in _roots(person):
        audit.noted(request.municipality_id, "number.change", root=root, via="task")
    _end(request, Outcome.DONE)


def _in_force(person: Person, kind: str) -> QuerySet[Membership]:
    held = Membership.objects.get_queryset().filter(person=person, kind=kind, ended_at=None, waits_for="")
    return held.select_related("log")


def _guardians(log: RelayLog) -> QuerySet[Membership]:
    return Membership.objects.get_queryset().filter(log=log, kind=Membership.Kind.GUARDIAN, ended_at=None, waits_for="")


def _stand_alone(person: Person) -> None:
    """Whoever was taken for a stand-in has a number of her own: what waited for the name waits no more (R28)."""
    _give(person, person)
    asked = IdentityRequest.objects.get_queryset().filter(kind=Kind.NAME, person=person, outcome="")
    for request in asked.select_for_update():
        _end(request, Outcome.LAPSED)


def _roots(person: Person) -> set[UUID]:
    """The municipality, and every unit and log the person has ever had to do with: each trail tells it."""
    held = Post.objects.get_queryset().filter(person=person).select_related("unit")
    units = {post.unit.pk for post in held if post.unit}
    logs = set(Membership.objects.get_queryset().filter(person=person).values_list("log", flat=True))
    logs |= set(RelayLog.objects.get_queryset().filter(holder=person).values_list("pk", flat=True))
    return {person.municipality_id} | units | logs


# --- another name (R28) -------------------------------------------------------------------------------------------


def _be_one(request: IdentityRequest) -> None:
    """What the stand-in was given is the person's; the name that was typed goes on standing there.

    1. whose the number is now; nobody's, and it is the stand-in's own  2. nobody has typed the own number under another
    name (R26)  3. posts, where a leader follows the former one  4. places in logs, by R24  5. what was asked of the stand-in.
    """
    stand_in = Person.objects.get_queryset().select_for_update().get(pk=request.person_id)
    person = people.with_number(request.municipality_id, request.number or "")
    if person is None:
        people.renumber(stand_in, request.number or "")
        person = stand_in
    if _is_of_asker(request, person):
        _refuse(request)
        return
    _give(stand_in, person)
    for consent in Consent.objects.get_queryset().filter(person=stand_in):
        consent.person = person
        consent.save(update_fields=["person"])
    Measure.objects.get_queryset().filter(responsible=stand_in).update(responsible=person)
    _end(request, Outcome.DONE)


def _is_of_asker(request: IdentityRequest, person: Person) -> bool:
    """R26: whether whoever typed it has typed the own number, or another number of the own birth and name."""
    if request.asked_by_id is None:
        return False
    asker = Person.objects.get_queryset().get(pk=request.asked_by_id)
    return asker.pk == person.pk or people.is_alike(asker, person.number, person.name)


def _give(stand_in: Person, person: Person) -> None:
    """Everything that waits for the stand-in's name is the person's."""
    waits = Q(person=stand_in, ended_at=None, waits_for=Waits.NAME)
    for post in Post.objects.get_queryset().filter(waits):
        _fill(post, person)
    for place in Membership.objects.get_queryset().filter(waits).select_related("log"):
        _take_place(place, person)


def _fill(post: Post, person: Person) -> None:
    """The post is in force from now; who led is followed the same moment, and is told (R2, R26)."""
    if _is_overtaken(post):
        post.ended_at = clock.now()
        post.save(update_fields=["ended_at"])
        return
    post.person, post.waits_for = person, ""
    before: list[Post] = []
    if post.kind in posts.LEADING and post.unit_id:
        before = posts.leading(post.unit_id)
        same = Post.objects.get_queryset().filter(unit=post.unit_id, kind=post.kind, ended_at=None, waits_for="")
        same.exclude(pk=post.pk).update(ended_at=clock.now())
    post.save(update_fields=["person", "waits_for"])
    if post.kind in posts.LEADING:
        posts.tell_appointed(post, before)


def _is_overtaken(post: Post) -> bool:
    """Whether its last day is past, or another was appointed to lead after it: it comes too late to follow anybody (R2)."""
    if post.until_date and post.until_date < clock.today():
        return True
    if post.kind not in posts.LEADING or post.appointed_at is None:
        return False
    same = Post.objects.get_queryset().filter(unit=post.unit_id, kind=post.kind, waits_for="")
    return same.filter(appointed_at__gt=post.appointed_at).exists()


def _take_place(place: Membership, person: Person) -> None:
    """The place in the log is the person's: in force, or waiting for another who leads (R24); a second one of the kind ends."""
    here = Membership.objects.get_queryset().filter(log=place.log_id, ended_at=None)
    if here.filter(person=person, kind=place.kind).exclude(pk=place.pk).exists():
        place.ended_at = clock.now()
        place.save(update_fields=["ended_at"])
        asked = Consent.objects.get_queryset().filter(log=place.log_id, person=place.person_id, answered_at=None)
        asked.update(withdrawn_at=clock.now())  # the person has been asked already, and answers once
        return
    place.person, place.waits_for = person, joining.stands_in_the_way(place.log, person.pk, place.by_id)
    place.save(update_fields=["person", "waits_for"])
    if place.kind == Membership.Kind.CHILD and not place.waits_for:
        _learn(place, person)
    later("stafettlogg.relay.jobs.tell_of_family", membership=place.pk)
    if not place.waits_for:
        here.filter(person=person, kind__in=joining.STAFF).update(ended_at=clock.now())


def _refuse(request: IdentityRequest) -> None:
    """R26: nobody gives oneself a right, under whatever name; what was typed ends."""
    now = clock.now()
    Post.objects.get_queryset().filter(person=request.person_id, ended_at=None).update(ended_at=now)
    Membership.objects.get_queryset().filter(person=request.person_id, ended_at=None).update(ended_at=now)
    _end(request, Outcome.DECLINED)


def _learn(place: Membership, child: Person) -> None:
    """The child's number is known now; a log elsewhere that has it is told of, and this one stays without (R20)."""
    try:
        with transaction.atomic():
            members.learn_number(place.log, child.number or "")
    except duplicates.Duplicate as duplicate:
        later("stafettlogg.relay.jobs.count_duplicate", child=duplicate.child, attempt=uuid4())
