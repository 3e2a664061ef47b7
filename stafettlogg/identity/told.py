"""What somebody is to know: it stands above the first page until that person has seen it (R26).

Whoever tells names the event and whom it is told to, nothing more: the sentence is made where it is read (`web/told.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from stafettlogg.core import audit, clock
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.scope import system, writing
from stafettlogg.identity.models import Post, Told
from stafettlogg.identity.terms import valid


class Event(StrEnum):
    """What can be told; each has its sentence in `web/told.py`."""

    LEADER_APPOINTED = "leader.appoint"
    LEADER_REPLACED = "leader.replace"
    LEADER_DISMISSED = "leader.dismiss"
    SUBSTITUTE_NEEDED = "substitute.need"
    HOLDER_IS_FAMILY = "holder.family"
    DUPLICATE_TRIED = "log.duplicate"
    CHILD_HELD = "log.held"
    GUARDIAN_EXCHANGED = "guardian.exchange"
    COMMAND_POST = "command.post"
    COMMAND_FILE = "command.file"
    COMMAND_SIGN_IN = "command.sign-in"


def tell(
    municipality: UUID,
    persons: Iterable[UUID],
    event: Event,
    *,
    hat: Hat | None = None,
    post: Post | None = None,
    root: UUID | None = None,
) -> None:
    """Let each of these persons know, once; called inside operations and by the machine.

    It is shown under `hat`, or under every hat where none is said; `post` and `root` are what it is about.
    """
    rows = [
        Told(
            municipality_id=municipality,
            person_id=person,
            hat=hat.value if hat else "",
            event=event.value,
            post=post,
            root=root,
            at=clock.now(),
        )
        for person in dict.fromkeys(persons)
    ]
    Told.objects.get_queryset().bulk_create(rows)


def tell_officers(
    municipality: UUID, event: Event, *, post: Post | None = None, root: UUID | None = None, but: Iterable[UUID] = ()
) -> None:
    """Let everybody who is data-protection officer today know, `but` those who are told already."""
    known = {*but}
    persons = [person for person in officers(municipality) if person not in known]
    tell(municipality, persons, event, hat=Hat.OFFICER, post=post, root=root)


def officers(municipality: UUID) -> list[UUID]:
    """Who is data-protection officer of the municipality today."""
    with system("who is to know it as data-protection officer"):
        held = Post.objects.get_queryset().filter(
            valid(clock.today()), municipality=municipality, kind=Post.Kind.OFFICER
        )
        return list(held.values_list("person_id", flat=True).distinct())


def unseen(by: Caller) -> list[Told]:
    """What the caller has been told and has not said to have seen, the newest first."""
    with system("what one is told oneself"):
        mine = Told.objects.get_queryset().filter(person=by.person, hat__in=("", by.hat.value), seen_at=None)
        return list(mine.select_related("post__unit", "post__person").order_by("-at", "pk"))


def see(by: Caller, pk: UUID) -> None:
    """Say that one has seen it, so that it stands there no more; what is another's, or seen already, stays as it is.

    No operation: it is done to no root, and changes nothing for anybody else.
    """
    with writing(), system("what one is told oneself"):
        mine = Told.objects.get_queryset().filter(pk=pk, person=by.person, hat__in=("", by.hat.value), seen_at=None)
        if mine.update(seen_at=clock.now()):
            audit.noted(by.municipality, "told.see", person=by.person)
