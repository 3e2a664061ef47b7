"""Who somebody is, is changed by two: one asks, another confirms (R27); and a name that fits no number waits for two (R28).

What is asked is only written down here. The worker weighs it, for it alone sees all that the person has to do with, and
carries it out (`relay/identities.py`): a leader's own transaction would find nothing outside the unit, and so fail open.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.outbox import later
from stafettlogg.core.policy import Action, Relation
from stafettlogg.core.scope import Permit, enter, system
from stafettlogg.identity import numbers, people
from stafettlogg.identity.models import IdentityRequest, Municipality, Post
from stafettlogg.identity.terms import valid

WEIGH = "stafettlogg.relay.jobs.weigh_request"
CARRY_OUT = "stafettlogg.relay.jobs.carry_out_request"
CONFIRMS = {IdentityRequest.Kind.NUMBER: Action.NUMBER_CONFIRM, IdentityRequest.Kind.NAME: Action.NAME_CONFIRM}


@operation(Action.NUMBER_REQUEST)
def request_number(by: Caller, post: Post, *, number: str, reason: str) -> Post:
    """Ask that somebody's number be changed; a first number is a change too (R27).

    The same is written, whether the number is free, taken, or the one the person has: it is told to who confirms alone.
    Raises `Refused` for a number with a typing error, and without a reason.
    """
    if not reason.strip():
        raise Refused(_("Write why the number is to be changed: whoever confirms it reads that."), field="reason")
    asked = IdentityRequest(
        municipality_id=by.municipality,
        kind=IdentityRequest.Kind.NUMBER,
        person_id=post.person_id,
        unit_id=post.unit_id,
        post=post,
        number=numbers.parse(number).digits,
        reason=reason.strip(),
        asked_by_id=by.person,
        asked_hat=by.hat.value,
        asked_at=clock.now(),
    )
    asked.save(force_insert=True)
    later(WEIGH, request=asked.pk)
    return post


@operation(Action.NUMBER_CONFIRM)
def confirm_number(by: Caller, request: IdentityRequest) -> IdentityRequest:
    """Say that the number is the person's; whether that is enough, and still so, the worker weighs again (R27)."""
    return _confirm(by, request)


@operation(Action.NAME_CONFIRM)
def confirm_name(by: Caller, request: IdentityRequest) -> IdentityRequest:
    """Say that the name that was typed and the person who has the number are one and the same (R28)."""
    return _confirm(by, request)


@operation(Action.NUMBER_DECLINE)
def decline_number(by: Caller, request: IdentityRequest) -> IdentityRequest:
    """Say that the number is not to be changed; the old one holds, and the new one is forgotten (R27)."""
    return _end(request)


@operation(Action.NAME_DECLINE)
def decline_name(by: Caller, request: IdentityRequest) -> IdentityRequest:
    """Say that the name and the number are not one person: what was typed gives no right, and goes on giving none (R28)."""
    return _end(request)


def _confirm(by: Caller, request: IdentityRequest) -> IdentityRequest:
    """Write down who has confirmed, once each; the root is locked, so two at once come one after the other."""
    if request.first_by_id is None:
        request.first_by_id, request.first_hat = by.person, by.hat.value
        request.save(update_fields=["first_by", "first_hat"])
    else:
        request.second_by_id, request.second_hat = by.person, by.hat.value
        request.save(update_fields=["second_by", "second_hat"])
    later(CARRY_OUT, request=request.pk)
    return request


def _end(request: IdentityRequest) -> IdentityRequest:
    request.outcome, request.ended_at, request.number = IdentityRequest.Outcome.DECLINED, clock.now(), None
    request.save(update_fields=["outcome", "ended_at", "number"])
    return request


# --- what waits for whom ------------------------------------------------------------------------------------------


def waiting(by: Caller) -> list[IdentityRequest]:
    """The requests that wait for this very person, the oldest first; none for somebody who confirms nothing."""
    if by.hat is Hat.FAMILY:
        return []
    place = enter(by, Municipality, by.municipality)
    return of(place.permit) if place else []


def of(permit: Permit) -> list[IdentityRequest]:
    """What waits for who has the permit, of either kind."""
    found: list[IdentityRequest] = []
    for action in CONFIRMS.values():
        if action in permit.actions:
            rows = IdentityRequest.objects.of(permit, action).select_related("person", "found", "post", "unit")
            found += rows
    return sorted(found, key=lambda request: request.asked_at)


def short_of_confirmers(municipality: UUID) -> str:
    """What could not be confirmed here, for want of people: nothing, what an administrator asks, or anything (R27, R28)."""
    with acting(Caller(people.NOBODY, municipality, Hat.STAFF)), system("who could confirm a request"):
        held = Post.objects.get_queryset().filter(valid(clock.today()), municipality=municipality)
        chosen = held.filter(kind__in=(Post.Kind.ADMINISTRATOR, Post.Kind.OFFICER))
        rows = list(chosen.values_list("person_id", "kind").distinct())
    administrators = {person for person, kind in rows if kind == Post.Kind.ADMINISTRATOR}
    officers = {person for person, kind in rows if kind == Post.Kind.OFFICER}
    if not administrators or not officers or (administrators == officers and len(administrators) == 1):
        return "anything"
    return "" if len(administrators) > 1 else "an administrator's"


def asked_name(request: IdentityRequest) -> str:
    """What the person is called by those who ask: the post's name, where the request is about one."""
    with system("the person of a request that one is to confirm"):
        return request.post.called if request.post else request.person.name


def sees_registered(permit: Permit) -> bool:
    """Whether this one may be told who has the number, and the name it is registered with: not a unit's own leader."""
    return not permit.standing.relations.isdisjoint({Relation.ADMINISTRATOR, Relation.OFFICER_OF})
