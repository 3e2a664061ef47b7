"""Signing in: which municipality, who, and under which hat. The training site has made-up people to choose between."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from stafettlogg.core import clock
from stafettlogg.core.acting import acting, before_sign_in, looking_up
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.models import Access
from stafettlogg.core.operation import Refused
from stafettlogg.core.scope import system, writing
from stafettlogg.identity import people, posts, providers
from stafettlogg.identity.models import FormerNumber, Municipality, Person, Post, Provider

USER, PASSWORD = "demo20", "BTI2000"
STAFF = (Post.Kind.LEADER, Post.Kind.SUBSTITUTE, Post.Kind.EMPLOYEE)
HAT_OF = {Post.Kind.ADMINISTRATOR: Hat.ADMINISTRATION, Post.Kind.OFFICER: Hat.OFFICER} | dict.fromkeys(STAFF, Hat.STAFF)
ORDER = (Hat.STAFF, Hat.FAMILY, Hat.ADMINISTRATION, Hat.OFFICER)


@dataclass(frozen=True, slots=True)
class Somebody:
    """One made-up person under one hat, to choose on the training site."""

    person: UUID
    hat: Hat
    name: str
    role: str
    place: str

    @property
    def key(self) -> str:
        """What the form sends."""
        return f"{self.person}:{self.hat}"


def is_training() -> bool:
    """Whether this installation holds made-up people alone."""
    return bool(settings.MODE == "training")


def municipalities() -> list[Municipality]:
    """The municipalities one may sign in to."""
    with system("before sign-in everybody sees the municipalities"):
        return list(Municipality.objects.get_queryset().order_by("name"))


def is_training_account(user: str, password: str) -> bool:
    """Whether this opens the training site."""
    same_user = hmac.compare_digest(user.strip().encode(), USER.encode())
    return same_user and hmac.compare_digest(password.encode(), PASSWORD.encode())


def hats(person: UUID, municipality: UUID) -> list[Hat]:
    """The hats a person has now: from posts in force, and from logs of one's own family."""
    with acting(Caller(person, municipality, Hat.FAMILY)), system("one's own posts and logs"):
        held = list(Post.objects.get_queryset().filter(posts.valid(clock.today()), person=person))
        return _hats(person, held)


def _hats(person: UUID, held: list[Post]) -> list[Hat]:
    found = {HAT_OF[Post.Kind(post.kind)] for post in held}
    if Access.objects.filter(person=person, hat=Hat.FAMILY.value).exists():
        found.add(Hat.FAMILY)
    return [hat for hat in ORDER if hat in found]


def everybody(municipality: Municipality) -> list[Somebody]:
    """Every made-up person with every hat, by unit and name; the training site alone may ask."""
    if not is_training():
        return []
    with before_sign_in(municipality.pk), system("the made-up people of the training site"):
        names = {person.pk: person.name for person in Person.objects.get_queryset().filter(municipality=municipality)}
        held: dict[UUID, list[Post]] = {}
        valid = Post.objects.get_queryset().filter(posts.valid(clock.today()), municipality=municipality)
        for post in valid.select_related("unit"):
            held.setdefault(post.person_id, []).append(post)
        found = []
        for pk, name in names.items():
            with acting(Caller(pk, municipality.pk, Hat.FAMILY)):  # the belt shows access to the person alone
                found += [_as(pk, name, hat, held.get(pk, [])) for hat in _hats(pk, held.get(pk, []))]
    return sorted(found, key=lambda one: (ORDER.index(one.hat), one.place, one.name.casefold()))


def _as(person: UUID, name: str, hat: Hat, held: list[Post]) -> Somebody:
    post = next((post for post in held if HAT_OF[Post.Kind(post.kind)] is hat), None)
    place = post.unit.name if post and post.unit else ""
    return Somebody(person, hat, name, post.role if post else hat.label, place)


def recognise(provider: Provider, pid: str, subject: bytes) -> tuple[Person | None, bool]:
    """The person with this number in the provider's municipality, and whether the subject is known as somebody else.

    A subject that was bound to another number tells that the number has changed since: a leader's business.
    """
    municipality = provider.municipality_id
    try:
        number = people.number_hash(municipality, pid)
    except Refused:  # a series that does not belong on this installation is nobody's
        return None, False
    with looking_up(number), system("who comes, by the number the provider tells"):
        found = Person.objects.get_queryset().filter(municipality=municipality, number_hash=number).first()
    bound = providers.bound_to(subject)
    return found, bound is not None and (found is None or bound != found.pk)


def was_somebodys(provider: Provider, pid: str) -> bool:
    """Whether the number was somebody's here until lately: who comes with it is told whom to call (R27)."""
    municipality = provider.municipality_id
    try:
        number = people.number_hash(municipality, pid)
    except Refused:
        return False
    with looking_up(number), system("whether a number was exchanged for another"):
        former = FormerNumber.objects.get_queryset().filter(municipality=municipality, number_hash=number)
        return former.filter(until__gte=clock.now()).exists()


def has_had_post(person: UUID, municipality: UUID) -> bool:
    """Whether the person has worked here, and no longer does."""
    with acting(Caller(person, municipality, Hat.STAFF)), system("one's own posts"):
        return Post.objects.get_queryset().filter(person=person).exists()


def arrive(by: Caller, subject: bytes | None = None) -> None:
    """Somebody has signed in: when, and who a provider says it is. Raises `Refused` where that is another person."""
    with acting(by), writing(), system("one's own sign-in"):
        if subject is not None:
            providers.bind(by, subject)
        Person.objects.get_queryset().filter(pk=by.person).update(signed_in_at=clock.now())


def myself(by: Caller) -> Person:
    """The caller's own row, with the municipality."""
    with system("one's own name"):
        return Person.objects.get_queryset().select_related("municipality").get(pk=by.person)
