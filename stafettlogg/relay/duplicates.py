"""Two logs of one child are not opened: a try is held, counted on the log there is, and told to who leads there (R20).

In a log one may read the page says so. About any other it says that we must check, and the same on every way that meets
it: opening, putting a child right, writing in a number that was missing, letting the child in, opening a log again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from stafettlogg.core import audit
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.operation import Refused
from stafettlogg.core.outbox import later
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Inside, Scoped, everywhere
from stafettlogg.identity import people, posts, told
from stafettlogg.identity.models import Child
from stafettlogg.identity.told import Event
from stafettlogg.relay.models import Membership, RelayLog

P = ParamSpec("P")
T = TypeVar("T", bound=Scoped)
M = TypeVar("M", bound=models.Model)
ONE_LOG = "one_unfiled_log_a_child"
FAMILY = (Membership.Kind.GUARDIAN, Membership.Kind.CHILD)


class Duplicate(Exception):
    """The child is known elsewhere, and who asks may not know: with an unfiled log, or under another name."""

    def __init__(self, child: UUID) -> None:
        super().__init__("The child is known elsewhere.")
        self.child = child


class _Undone(Exception):
    """A look that leaves no trace."""


def holding(field: str) -> Callable[[Callable[Concatenate[Caller, T, P], M]], Callable[Concatenate[Caller, T, P], M]]:
    """Hold what meets a log elsewhere: after the rollback plan that the try is counted and told, and say one and the same thing."""

    def decorate(f: Callable[Concatenate[Caller, T, P], M]) -> Callable[Concatenate[Caller, T, P], M]:
        @wraps(f)
        def run(by: Caller, target: T, /, *args: P.args, **kwargs: P.kwargs) -> M:
            try:
                return f(by, target, *args, **kwargs)
            except Duplicate as duplicate:
                _record(by, target, duplicate.child)
            raise Refused(_("We must check something before this can be saved. You will hear from us."), field=field)

        return run

    return decorate


def _record(by: Caller, target: Scoped, child: UUID) -> None:
    """Who tried where, for the officer; and a task that counts it where the log is, for nobody here may reach it."""
    attempt, root = uuid4(), target.root_id if isinstance(target, Inside) else target.pk
    with acting(by):
        audit.noted(by.municipality, "log.held", person=by.person, root=root, reason=str(attempt))
        later("stafettlogg.relay.jobs.count_duplicate", child=child, attempt=attempt)


def must_not_be_here(by: Caller, children: Iterable[Child], *, field: str, log: RelayLog | None = None) -> None:
    """A log one may read is named; about any other nothing is said. Raises `Refused`."""
    logs = RelayLog.objects.allowed(by, Action.LOG_READ).filter(child__in=[child.pk for child in children])
    mine = logs.filter(filed_at=None).exclude(pk__in=[log.pk] if log else []).first()
    if mine is None:
        return
    if mine.is_closed:
        raise Refused(_("This child has a closed log that is not filed yet. Reopen that one."), field=field)
    raise Refused(_("This child has a relay log already."), field=field)


def must_fit(child: Child, name: str) -> None:
    """R28: a number shows nobody's name; where it is known under another than was typed, the registration is held. Raises `Duplicate`."""
    if not people.is_called(child, name):
        raise Duplicate(child.pk)


def must_be_alone(log: RelayLog, children: Iterable[Child]) -> None:
    """None of these has another log: the constraint sees logs that nobody here may. Raises `Duplicate`."""
    own = log.child_id
    for child in children:
        if child.pk == own:
            continue
        try:
            with transaction.atomic():
                move(log, child)
                raise _Undone
        except _Undone:
            log.child_id = own


def move(log: RelayLog, child: Child) -> None:
    """Let the log be about this child. Raises `Duplicate` where the child has another."""
    log.child = child
    with one_log_a_child(child):
        log.save(update_fields=["child"])


@contextmanager
def one_log_a_child(child: Child) -> Iterator[None]:
    """A savepoint in which the constraint's refusal becomes `Duplicate`."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if ONE_LOG not in str(error):
            raise
        raise Duplicate(child.pk) from None


def count(child: UUID, attempt: UUID) -> None:
    """Count a try on the log there is, and tell who leads there; where there is none, who looks after the municipality. Once an attempt."""
    with everywhere("R20: the leader of the log there is learns that somebody tried"):
        log = RelayLog.objects.get_queryset().select_for_update().filter(child=child, filed_at=None).first()
        if log is None:
            _tell_of_held(child, attempt)
        elif not _is_counted(log.pk, attempt):
            _count(log, attempt)


def _is_counted(root: UUID, attempt: UUID) -> bool:
    return audit.AuditEvent.objects.get_queryset().filter(root=root, reason=str(attempt), via="task").exists()


def _count(log: RelayLog, attempt: UUID) -> None:
    log.duplicate_tries += 1
    log.save(update_fields=["duplicate_tries"])
    audit.noted(log.municipality_id, "log.duplicate", root=log.pk, reason=str(attempt), via="task")
    told.tell(log.municipality_id, _leading(log), Event.DUPLICATE_TRIED, hat=Hat.STAFF, root=log.pk)


def _tell_of_held(child: UUID, attempt: UUID) -> None:
    """No child and no unit is named: the officer sees in the trail who tried."""
    known = Child.objects.get_queryset().filter(pk=child).first()
    if known is None or _is_counted(known.municipality_id, attempt):
        return
    place = known.municipality_id
    audit.noted(place, "log.duplicate", root=place, reason=str(attempt), via="task")
    told.tell(place, posts.administrators(place), Event.CHILD_HELD, hat=Hat.ADMINISTRATION)
    told.tell_officers(place, Event.CHILD_HELD)


def _leading(log: RelayLog) -> list[UUID]:
    """Who leads the log's unit and is no family of it (R24)."""
    family = Membership.objects.get_queryset().filter(log=log, kind__in=FAMILY, ended_at=None, waits_for="")
    out = set(family.values_list("person_id", flat=True))
    return [post.person_id for post in posts.leading(log.unit_id) if post.person_id not in out]
