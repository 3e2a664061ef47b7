"""Signing in: which municipality, who, and under which hat. The training site has made-up people to choose between."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from stafettlogg.core import audit, clock
from stafettlogg.core.acting import acting, before_sign_in
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.models import Access
from stafettlogg.core.scope import system
from stafettlogg.identity import posts
from stafettlogg.identity.models import Municipality, Person, Post

USER, PASSWORD = "demo20", "BTI2000"  # noqa: S105 – the routine says so; it opens made-up people alone
STAFF = (Post.Kind.LEADER, Post.Kind.SUBSTITUTE, Post.Kind.EMPLOYEE)
HAT_OF = {Post.Kind.ADMINISTRATOR: Hat.ADMINISTRATION, Post.Kind.OFFICER: Hat.OFFICER} | dict.fromkeys(STAFF, Hat.STAFF)
ORDER = (Hat.STAFF, Hat.FAMILY, Hat.ADMINISTRATION, Hat.OFFICER)


@dataclass(frozen=True, slots=True)
class Choice:
    """One made-up person under one hat."""

    person: Person
    hat: Hat
    role: str
    unit: str


def is_training() -> bool:
    """Whether this installation holds made-up people alone."""
    return bool(settings.MODE == "training")


def municipalities() -> list[Municipality]:
    """The municipalities one may sign in to."""
    with system("before sign-in everybody sees the municipalities"):
        return list(Municipality.objects.get_queryset().order_by("name"))


def is_key(user: str, password: str) -> bool:
    """Whether this opens the training site."""
    return hmac.compare_digest(user.strip().encode(), USER.encode()) and hmac.compare_digest(
        password.encode(), PASSWORD.encode()
    )


def hats(municipality: UUID, person: UUID) -> list[Hat]:
    """The hats a person has now: from posts in force, and from logs of one's own family."""
    with acting(Caller(person, municipality, Hat.FAMILY)), system("one's own posts and logs"):
        kinds = Post.objects.get_queryset().filter(posts.valid(clock.today()), person=person)
        found = {HAT_OF[Post.Kind(kind)] for kind in kinds.values_list("kind", flat=True)}
        if Access.objects.filter(person=person, hat=Hat.FAMILY.value).exists():
            found.add(Hat.FAMILY)
    return [hat for hat in ORDER if hat in found]


def choices(municipality: UUID) -> list[Choice]:
    """Every made-up person with every hat, staff first; the training site alone may ask."""
    if not is_training():
        return []
    with before_sign_in(municipality), system("the made-up people of the training site"):
        people = list(Person.objects.get_queryset().filter(municipality=municipality))
        held: dict[UUID, list[Post]] = {}
        valid = Post.objects.get_queryset().filter(posts.valid(clock.today()), municipality=municipality)
        for post in valid.select_related("unit"):
            held.setdefault(post.person_id, []).append(post)
        named = [(person, person.name) for person in people]
    found = []
    for person, _name in sorted(named, key=lambda pair: pair[1].casefold()):
        for hat in hats(municipality, person.pk):
            own = [post for post in held.get(person.pk, []) if HAT_OF[Post.Kind(post.kind)] is hat]
            role = own[0].role if own else hat.label
            found.append(Choice(person, hat, role, own[0].unit.name if own and own[0].unit else ""))
    return sorted(found, key=lambda choice: (ORDER.index(choice.hat), choice.unit))


def signed_in(municipality: UUID, person: UUID) -> None:
    """Record that somebody signed in."""
    with before_sign_in(municipality):
        audit.noted(municipality, "person.sign_in", person=person)


def refused(municipality: UUID | None) -> None:
    """Record a sign-in that was refused."""
    if municipality is not None:
        with before_sign_in(municipality):
            audit.noted(municipality, "person.refuse")


def myself(by: Caller) -> Person:
    """The caller's own row, with the municipality."""
    with system("one's own name"):
        return Person.objects.get_queryset().select_related("municipality").get(pk=by.person)
