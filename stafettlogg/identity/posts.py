"""Posts: who leads, stands in and works in a unit, from–to (R2); nobody gives oneself one (R26)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Permit, everywhere, system
from stafettlogg.identity import people, told
from stafettlogg.identity.alphabet import order
from stafettlogg.identity.models import Person, Post, Unit, Waits
from stafettlogg.identity.terms import valid as valid
from stafettlogg.identity.told import Event

UNIT_KINDS = (Post.Kind.LEADER, Post.Kind.SUBSTITUTE, Post.Kind.EMPLOYEE)
LEADING = (Post.Kind.LEADER, Post.Kind.SUBSTITUTE)


# --- appointing ---------------------------------------------------------------------------------------------------


@operation(Action.LEADER_APPOINT)
def appoint(
    by: Caller,
    unit: Unit,
    *,
    kind: str,
    from_date: date,
    until_date: date | None = None,
    person: Person | None = None,
    name: str = "",
    number: str | None = None,
) -> Post:
    """Let somebody lead the unit, or stand in for who does; the new one follows the former the same moment (R2).

    Nobody appoints oneself, and whoever leads there now and the officer are told (R26).
    """
    if kind not in LEADING:
        raise Refused(_("Choose leader or substitute leader."), field="kind")
    person = person or people.register_person(unit.municipality_id, name=name, number=number, by=by.person)
    must_be_another(by, person, name)
    before = leading(unit.pk)
    post = fill(unit, person, kind, from_date, until_date, name=name)
    if not post.waits_for:
        tell_appointed(post, before)
    return post


def must_be_another(by: Caller, person: Person, *names: str) -> None:
    """R26: nobody gives oneself a right. Raises `Refused` for one's own row, and for a second one of the same birth and name."""
    own = people.person(by.person)
    if own.pk == person.pk or people.is_alike(own, person.number, person.name, *names):
        raise Refused(_("Somebody else must do this: it is about yourself."), field="number")


def leading(unit: UUID) -> list[Post]:
    """Who leads the unit today, and who stands in."""
    with system("who leads a unit"):
        held = Post.objects.get_queryset().filter(valid(clock.today()), unit=unit, kind__in=LEADING)
        return list(held.order_by("kind", "pk"))


def tell_appointed(post: Post, before: Iterable[Post]) -> None:
    """Tell those who led the unit before, and the officer, who leads it now (R26); who is followed is told so."""
    others = [former for former in before if former.person_id != post.person_id]
    followed = [former.person_id for former in others if former.kind == post.kind]
    still = [former.person_id for former in others if former.person_id not in followed]
    told.tell(post.municipality_id, followed, Event.LEADER_REPLACED, post=post)
    told.tell(post.municipality_id, still, Event.LEADER_APPOINTED, post=post)
    told.tell_officers(post.municipality_id, Event.LEADER_APPOINTED, post=post, but=[*followed, *still])


def fill(
    unit: Unit,
    person: Person,
    kind: str,
    from_date: date,
    until_date: date | None = None,
    *,
    title: str = "",
    name: str = "",
) -> Post:
    """Write the post down, with the name that was typed (R28); called inside operations. Raises `Refused` for what cannot be."""
    if until_date and until_date < from_date:
        raise Refused(_("The last day comes before the first."), field="until_date")
    _make_room(unit, person, kind, from_date)
    post = Post(
        municipality_id=unit.municipality_id,
        person=person,
        unit=unit,
        kind=kind,
        name=" ".join(name.split()) or None,
        waits_for=Waits.NAME.value if person.is_stand_in else "",
        appointed_at=clock.now(),
        title=" ".join(title.split()) or None,
        from_date=from_date,
        until_date=until_date,
    )
    post.save(force_insert=True)
    return post


def _make_room(unit: Unit, person: Person, kind: str, from_date: date) -> None:
    former = Post.objects.of(unit.permit).filter(kind=kind, ended_at=None)
    today = clock.today()
    if kind == Post.Kind.EMPLOYEE:  # R28: that somebody works here already is told to nobody who types a number
        return
    if from_date > today and former.filter(valid(today)).exists():
        raise Refused(
            _("Appoint the new one on the first day: until then the unit keeps the one it has."), field="from_date"
        )
    if person.is_stand_in:  # R28: who waits pushes nobody out
        former = former.none()
    former.filter(waits_for="").update(ended_at=clock.now())


@operation(Action.LEADER_DISMISS)
def dismiss(by: Caller, post: Post, *, on_date: date | None = None) -> Post:
    """End the post of who leads, or stands in, today or after a last day to come; who led is told (R26)."""
    tell_dismissed(post)
    return end(post, on_date)


def tell_dismissed(post: Post) -> None:
    """Tell who led that it is over; that nobody follows is told by the administrator's page (R2, R26)."""
    told.tell(post.municipality_id, [post.person_id], Event.LEADER_DISMISSED, post=post)


def end(post: Post, on_date: date | None = None) -> Post:
    """Write down that the post is over, today or after a last day to come; called inside operations. Raises `Refused`."""
    if post.ended_at is not None:
        raise Refused(_("This post has ended already."))
    if on_date and on_date < post.from_date:
        raise Refused(_("The last day comes before the first."), field="on_date")
    if on_date and post.until_date and on_date > post.until_date:  # R26: nothing that ends makes a right longer
        raise Refused(_("The post ends before that day already."), field="on_date")
    post.until_date = on_date or clock.today()
    if on_date is None or on_date < clock.today():
        post.ended_at = clock.now()
    post.save(update_fields=["until_date", "ended_at"])
    return post


def staff(permit: Permit) -> list[Post]:
    """Posts in force in the permit's unit, with their persons, by name."""
    return _by_name(Post.objects.of(permit).filter(valid(clock.today())))


def staff_of_unit(unit: UUID) -> list[Post]:
    """Whom one can choose for a task in one's own unit: posts in force there, with their persons, by name."""
    with system("choices of people in the own unit"):
        return _by_name(Post.objects.get_queryset().filter(valid(clock.today()), unit=unit))


def is_staff(unit: UUID, person: UUID) -> bool:
    """Whether the person has a post in force in the unit."""
    with system("whether somebody has a post in the own unit"):
        return Post.objects.get_queryset().filter(valid(clock.today()), unit=unit, person=person).exists()


def of_persons(persons: set[UUID]) -> list[Post]:
    """Where those work, or have worked, who stand in a trail one may see: what waits to be confirmed says nothing (R28)."""
    with system("where those work who stand in a trail one may see"):
        held = Post.objects.get_queryset().filter(person__in=persons, waits_for="")
        return list(held.select_related("unit").order_by("-from_date", "pk"))


def _by_name(posts: QuerySet[Post]) -> list[Post]:
    return sorted((post.as_typed() for post in posts.select_related("person")), key=lambda post: order(post.called))


def administrators(municipality: UUID) -> dict[UUID, str]:
    """Who administers the municipality today, and the name of each: for the command line, which is nobody itself."""
    with everywhere("the municipality's administrators, for its command line"):
        held = Post.objects.get_queryset().filter(
            valid(clock.today()), municipality=municipality, kind=Post.Kind.ADMINISTRATOR
        )
        return {post.person_id: post.called for post in held.select_related("person")}


def units_without_leader(by: Caller) -> list[Unit]:
    """The units whose leader's post is empty today: the administrator's first task (R2)."""
    units = list(Unit.objects.allowed(by, Action.UNIT_READ).order_by("name"))
    with system("which of these units have a leader"):
        led = set(
            Post.objects.get_queryset()
            .filter(valid(clock.today()), kind=Post.Kind.LEADER, unit__in=[unit.pk for unit in units])
            .values_list("unit_id", flat=True)
        )
    return [unit for unit in units if unit.pk not in led]
