"""The employees of a unit: the leader appoints them, ends their posts, and writes in a number that has changed (R2)."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Permit, system
from stafettlogg.identity import naming, people, posts
from stafettlogg.identity.alphabet import order
from stafettlogg.identity.models import Municipality, Post, Unit
from stafettlogg.vault import keys
from stafettlogg.vault.seal import Place, Unopenable, seal, unseal


@operation(Action.STAFF_APPOINT)
def appoint(
    by: Caller,
    unit: Unit,
    *,
    name: str,
    number: str,
    title: str = "",
    from_date: date,
    until_date: date | None = None,
) -> Post:
    """Give somebody else a post as employee (R26); who is known by the number already is the same person."""
    person = people.register_person(unit.municipality_id, name=name, number=number, by=by.person)
    posts.must_be_another(by, person, name)
    return posts.fill(unit, person, Post.Kind.EMPLOYEE, from_date, until_date, title=title, name=name)


@operation(Action.STAFF_DISMISS)
def dismiss(by: Caller, post: Post, *, on_date: date | None = None) -> Post:
    """End an employee's post, today or after a last day to come."""
    return posts.end(post, on_date)


@operation(Action.PERSON_CORRECT)
def correct(by: Caller, post: Post, *, name: str) -> Post:
    """Put right how a name is spelt in this post; the person keeps the own name, which others may know her by (R28).

    Another name is another person as long as nobody has seen that it fits the number. Raises `Refused`, by what stands
    there alone, so that it tells nothing of what is registered.
    """
    name = people.clean(name)
    if not naming.is_respelt(name, post.called):
        raise Refused(
            _(
                "Only how the name is spelt can be put right here. For another first or last name, end this post and write "
                "the employee in anew, with the identity number: the two are looked at together."
            ),
            field="name",
        )
    post.name = name
    post.save(update_fields=["name"])
    return post


# --- lists --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Staff:
    """The posts of a unit: in force, to come, and ended, each by name."""

    now: list[Post]
    to_come: list[Post]
    ended: list[Post]


def of_unit(permit: Permit) -> Staff:
    """Everybody who works, will work and has worked in the permit's unit."""
    today = clock.today()
    everybody = sorted(Post.objects.of(permit).select_related("person"), key=lambda post: order(post.called))
    return Staff(
        now=[post for post in everybody if post.is_shown(today)],
        to_come=[post for post in everybody if post.ended_at is None and post.from_date > today],
        ended=[post for post in everybody if not post.is_shown(today) and post.from_date <= today],
    )


def words_to_keep(by: Caller, words: str) -> str:
    """What somebody searches for is a part of a name: sealed for the one who searches, until it is searched for anew."""
    sealed = seal(keys.key(by.municipality, by.municipality), words.encode(), _search_of(by).binding)
    return urlsafe_b64encode(sealed).decode()


def kept_words(by: Caller, kept: str) -> str:
    """What the same person searched for last; nothing for anything else."""
    try:
        sealed = urlsafe_b64decode(kept)
        return unseal(keys.key(by.municipality, by.municipality), sealed, _search_of(by).binding).decode()
    except (Unopenable, ValueError):
        return ""


def _search_of(by: Caller) -> Place:
    return Place(by.municipality, by.municipality, by.person, "staff.search")


def search(municipality: Municipality, words: str) -> list[Post]:
    """The posts in force of those whose name has these words, by name. Names are sealed, so the machine reads them all."""
    municipality.permit.must_be_alive()
    wanted = words.casefold().split()
    with system("everybody with a post in the municipality, for its administrator"):
        held = Post.objects.get_queryset().filter(posts.valid(clock.today()), municipality=municipality)
        found = [
            post
            for post in held.select_related("person", "unit")
            if all(word in post.called.casefold() for word in wanted)
        ]
    return sorted(found, key=lambda post: order(post.called))
