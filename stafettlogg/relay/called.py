"""What each person is called in one log: as it was typed there, never as found by a number (R28)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery

from stafettlogg.core.scope import system
from stafettlogg.identity.models import Person, Post
from stafettlogg.relay.models import Membership, RelayLog


def names(log: RelayLog, persons: set[UUID]) -> dict[UUID, str]:
    """The newest name typed in the log, else for a post in its unit or outside units, else the person's own (R28).

    What has ended counts too, for those who are gone are told of as they were. One statement, however many they are.
    """
    typed = {"person": OuterRef("pk"), "name__isnull": False}
    ended_last = F("ended_at").desc(nulls_first=True)
    with system("what those are called who stand in a log one has entered"):
        in_log = Membership.objects.of(log.permit).filter(**typed).order_by(ended_last, "-at", "-pk")
        at_work = Post.objects.get_queryset().filter(Q(unit=log.unit_id) | Q(unit=None), **typed)
        at_work = at_work.order_by(F("unit").asc(nulls_last=True), ended_last, "-from_date", "-pk")
        found = Person.objects.get_queryset().filter(pk__in=persons)
        found = found.annotate(**_newest("member", in_log), **_newest("post", at_work))
        return {person.pk: _called(person, log) for person in found}


def _newest(prefix: str, rows: QuerySet[Membership] | QuerySet[Post]) -> dict[str, Subquery]:
    """The cell and the id it is sealed to: a subquery gives one column at a time."""
    return {f"{prefix}_{column}": Subquery(rows.values(column)[:1]) for column in ("pk", "name")}


def _called(person: Person, log: RelayLog) -> str:
    known = vars(person)
    row: Model = person
    if known["member_pk"]:
        row = Membership(pk=known["member_pk"], log=log, name=known["member_name"])
    elif known["post_pk"]:
        row = Post(pk=known["post_pk"], municipality_id=person.municipality_id, name=known["post_name"])
    return str(row.name)  # type: ignore[attr-defined]
