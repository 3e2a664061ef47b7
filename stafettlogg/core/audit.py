"""The trail: one append-only row for each thing somebody did, saw or was denied, written with the thing itself.

Ids and verbs only; never what people wrote (security.md § 3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any, NoReturn
from uuid import UUID, uuid4

from django.db import connection, models
from django.db.models.functions import Cast

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller, Hat, Via
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Inside, Permit, RootModel, ScopedManager, ScopedQuery, ScopedQuerySet, Unscoped


class EventQuerySet(ScopedQuerySet["AuditEvent"]):
    """Events of one root, for those who may see its trail."""

    def trail(self, permit: Permit) -> EventQuerySet:
        """What happened to the permit's root that its caller may know of, newest first; the permit must give its trail."""
        return self._of_root(permit, _known_to(permit.by)).order_by("-number")

    def of_family(self, permit: Permit) -> EventQuerySet:
        """What the family has read, for those who work: to be told by day, never by the hour (domain.md, *who has read*)."""
        is_staff = permit.by.hat is Hat.STAFF
        seen = models.Q(hat=Hat.FAMILY.value, outcome="seen") & ~models.Q(relation="")
        return self._of_root(permit, seen if is_staff else models.Q(pk__in=[])).order_by()

    def _of_root(self, permit: Permit, known: models.Q) -> EventQuerySet:
        permit.must_be_alive()
        if permit.actions.isdisjoint({Action.LOG_TRAIL, Action.WONDER_READ, Action.UNIT_READ, Action.TRAIL_LIST}):
            raise Unscoped("This permit does not give the trail of its root.")
        chosen = self.filter(known, root=permit.root.pk)
        chosen.query.opened = True
        return chosen

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: what happened, happened."""
        raise TypeError("The trail is append-only.")

    def delete(self) -> NoReturn:
        """Refuse: what happened, happened."""
        raise TypeError("The trail is append-only.")


def _known_to(by: Caller) -> models.Q:
    """Whose events one may know of: what a parent has read tells the other nothing, and staff no hour; the officer knows all.

    Under each hat it is said what is shown, never what is hidden: an event without a hat is nobody's but its person's.
    """
    nobodys, at_work = models.Q(person=None), models.Q(hat__in=[hat.value for hat in Hat if hat is not Hat.FAMILY])
    if by.hat is Hat.OFFICER:
        return models.Q()
    if by.hat is Hat.FAMILY:
        return nobodys | at_work | models.Q(person=by.person)
    return nobodys | at_work | models.Q(hat=Hat.FAMILY.value, outcome="done")


class EventManager(ScopedManager["AuditEvent"]):
    """The trail's only manager."""

    def get_queryset(self) -> EventQuerySet:
        """Closed until asked through a permit."""
        return EventQuerySet(self.model, query=ScopedQuery(self.model), using=self._db)

    def trail(self, permit: Permit) -> EventQuerySet:
        """What happened to the permit's root, newest first."""
        return self.get_queryset().trail(permit)

    def of_family(self, permit: Permit) -> EventQuerySet:
        """What the family has read, for those who work, to be told by day."""
        return self.get_queryset().of_family(permit)


class AuditEvent(models.Model):
    """Who did, saw or was denied what, when, by which relation and way; `act` ties the rows of one human act."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.BigIntegerField(
        db_default=models.Func(Cast(models.Value("core_event_number"), models.TextField()), function="nextval"),
        unique=True,
        editable=False,
    )
    at = models.DateTimeField()
    act = models.UUIDField()
    municipality = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    hat = models.CharField(max_length=14, blank=True)
    relation = models.CharField(max_length=20, blank=True)
    via = models.CharField(max_length=4)
    action = models.CharField(max_length=30)
    outcome = models.CharField(max_length=7, choices=[("done", "done"), ("seen", "seen"), ("denied", "denied")])
    root = models.UUIDField(null=True)
    object_kind = models.CharField(max_length=20, blank=True)
    object_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    request = models.UUIDField(null=True)
    key = models.UUIDField(null=True, unique=True)
    content = models.BinaryField(null=True, editable=False)

    objects = EventManager()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["root", "-number"], name="event_of_root"),
            models.Index(fields=["person", "-number"], name="event_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.outcome}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write once."""
        if not self._state.adding:
            raise TypeError("The trail is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: what happened, happened."""
        raise TypeError("The trail is append-only.")


def _event(by: Caller, action: str, outcome: str, act: UUID, **about: Any) -> AuditEvent:
    return AuditEvent(
        at=clock.now(),
        act=act,
        municipality=by.municipality,
        person=by.person,
        hat=by.hat.value,
        via=by.via,
        action=str(action),
        outcome=outcome,
        request=by.request,
        **about,
    )


def done(permit: Permit, action: Action, root: UUID, subject: models.Model | None) -> None:
    """Record a success: what was changed (`subject`) in which root, by which relation; spends the form's key."""
    _event(
        permit.by,
        action,
        "done",
        uuid4(),
        relation=permit.standing.because(action),
        root=root,
        object_kind=subject._meta.model_name if subject else "",
        object_id=subject.pk if subject else None,
        key=_own(permit.by, action, permit.root.pk),
        content=permit.by.content if permit.by.key else None,
    ).save(force_insert=True)


def done_to(permit: Permit, because: Action, changed: Iterable[tuple[Action, Inside]]) -> None:
    """Record one act that did much: for each row what happened to it, in the trail of its own root; called inside operations."""
    act, relation = uuid4(), permit.standing.because(because)
    events = [
        _event(
            permit.by,
            action,
            "done",
            act,
            relation=relation,
            root=row.root_id,
            object_kind=row._meta.model_name,
            object_id=row.pk,
        )
        for action, row in changed
    ]
    AuditEvent.objects.get_queryset().bulk_create(events, batch_size=1000)


def seen(permit: Permit, action: Action) -> None:
    """Record that one root was read."""
    event = _event(permit.by, action, "seen", uuid4(), relation=permit.standing.because(action))
    _for_each(event, [permit.root.pk])


def listed(by: Caller, action: Action, roots: Iterable[RootModel]) -> None:
    """Record that a list showed these roots: one act, one row for each root, one insert."""
    _for_each(_event(by, action, "seen", uuid4()), [root.pk for root in roots])


OWN = ("id", "number", "root")


def _for_each(event: AuditEvent, roots: list[UUID]) -> None:
    """Write the same event for each of these roots; the statement is as long for two hundred as for one."""
    same = [field for field in AuditEvent._meta.concrete_fields if field.name not in OWN]
    columns = ", ".join((*OWN, *(field.column for field in same)))
    values = ", ".join("%s" for _ in same)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {AuditEvent._meta.db_table} ({columns})"  # noqa: S608 – names of our own columns alone
            f" SELECT gen_random_uuid(), nextval('core_event_number'), root, {values} FROM unnest(%s::uuid[]) AS root",
            [*(getattr(event, field.attname) for field in same), roots],
        )


@dataclass(frozen=True, slots=True)
class Spent:
    """What a form did when it was sent the first time, and whether it says the same now."""

    at: datetime
    root: UUID
    object_kind: str
    object_id: UUID | None
    is_same: bool


def spent(by: Caller, action: str, root: UUID | None) -> Spent | None:
    """What this very form did before, sent by this very person, for this action on this root; None if it did nothing yet."""
    key = _own(by, action, root)
    if key is None:
        return None
    found: Any = models.QuerySet(AuditEvent).filter(key=key, person=by.person, action=action)
    for at, where, kind, pk, content in found.values_list("at", "root", "object_kind", "object_id", "content"):
        return Spent(at, where, kind, pk, compare_digest(bytes(content or b""), by.content or b""))
    return None


def _own(by: Caller, action: str, root: UUID | None) -> UUID | None:
    """The form's key as it is kept: whoever sends another's key, or the same one for another act, has one of their own."""
    if by.key is None or root is None:
        return None
    told = by.key.bytes + by.person.bytes + root.bytes + str(action).encode()
    return UUID(bytes=sha256(b"stafettlogg form key" + told).digest()[:16])


def denied(by: Caller, action: str, root: UUID | None, reason: str = "") -> None:
    """Record a try that was refused; called after the rollback, in a transaction of its own."""
    _event(by, action, "denied", uuid4(), root=root, reason=reason).save(force_insert=True)


def noted(
    municipality: UUID | None,
    action: str,
    person: UUID | None = None,
    root: UUID | None = None,
    reason: str = "",
    key: UUID | None = None,
    via: Via = "web",
) -> None:
    """Record something that no caller did: a sign-in, a failed one, a task of the machine; `key` is spent with it."""
    AuditEvent(
        at=clock.now(),
        act=uuid4(),
        municipality=municipality,
        person=person,
        via=via,
        action=action,
        outcome="done",
        root=root,
        reason=reason[:60],
        key=key,
    ).save(force_insert=True)
