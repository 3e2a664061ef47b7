"""An operation is the only way to change something: locked, allowed, atomic and recorded, or it did not happen."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from stafettlogg.core import audit, room
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller
from stafettlogg.core.policy import Action, Root, root_of
from stafettlogg.core.scope import Inside, Permit, RootModel, Scoped, lock, writing

P = ParamSpec("P")
T = TypeVar("T", bound=Scoped)
M = TypeVar("M", bound=models.Model)


class Refused(Exception):
    """A rule says no. The message is for the person, the field tells where to show it."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Denied(Exception):
    """The caller may not do this to that root, or the root is not there: the two look the same."""

    def __init__(self, by: Caller, action: str, root: UUID | None, reason: str = "") -> None:
        super().__init__(f"{action} was denied.")
        self.by, self.action, self.root, self.reason = by, action, root, reason


class Stale(Exception):
    """Somebody changed the row since the form was opened; `row` holds the newest wording, nothing was overwritten (R14)."""

    def __init__(self, row: models.Model) -> None:
        super().__init__("The row has a newer version than the form.")
        self.row = row


class Repeated(Exception):
    """The same form was sent before, and did its work; this time it changed nothing. `spent` tells what it did."""

    def __init__(self, spent: audit.Spent | None) -> None:
        super().__init__("This form was sent before.")
        self.spent = spent


def _root_of(target: Scoped) -> tuple[type[RootModel], UUID]:
    if isinstance(target, RootModel):
        return type(target), target.pk
    if isinstance(target, Inside):
        field = target._meta.get_field(target.root_path)
        return cast("type[RootModel]", field.related_model), target.root_id
    raise TypeError(f"{type(target).__name__} belongs to no root.")


def _again(permit: Permit, action: Action, target: T) -> T | None:
    """The row as it is now, inside the locked root and inside the action's row conditions."""
    return type(target).objects.of(permit, action).filter(pk=target.pk).first()


def _must_have_room() -> None:
    """Reading goes on and is recorded as long as possible; what is acknowledged must have been written."""
    if room.is_scarce():
        raise Refused(
            _(
                "Nothing can be saved just now: the service has too little storage left. What you have written still "
                "stands here. Try again in a while; you can read as usual meanwhile."
            )
        )


Operation = Callable[Concatenate[Caller, T, P], M]
# what a rule of the root nearly always asks about is there without another query
LOCKED_WITH: dict[Root, tuple[str, ...]] = {
    Root.LOG: ("municipality",),
    Root.WONDER: ("municipality",),
    Root.UNIT: ("municipality",),
}
OPERATIONS: dict[Action, Callable[..., Any]] = {}


def operation(action: Action) -> Callable[[Operation[T, P, M]], Operation[T, P, M]]:
    """Turn `f(by, target, *, …)` into the operation for `action`.

    1. begin, with the belt's context  2. lock the root  3. see that the form's one-time key is not spent
    4. ask the policy again, and the row conditions  5. see that the disk has room  6. do  7. record, spending the key
    8. commit.
    What `f` returns is the subject of the event; a root that is returned gets the event in its own trail.
    Raises `Denied`, `Refused`, `Stale` or `Repeated`; then nothing is changed.
    """

    def decorate(f: Operation[T, P, M]) -> Operation[T, P, M]:
        @wraps(f)
        def run(by: Caller, target: T, /, *args: P.args, **kwargs: P.kwargs) -> M:
            model, pk = _root_of(target)
            with acting(by), writing():
                root = lock(by, model, pk, LOCKED_WITH.get(root_of(action), ()))
                if (spent := audit.spent(by, action, pk)) is not None:
                    raise Repeated(spent)
                if root is None or action not in root.permit.actions:
                    raise Denied(by, action, pk, "" if root is None else "visible")
                fresh: T | None = cast(T, root)
                if not isinstance(target, RootModel):
                    fresh = _again(root.permit, action, target)
                    if fresh is None:
                        raise Denied(by, action, pk, "row")
                    setattr(fresh, cast(Inside, fresh).root_path, root)
                _must_have_room()
                result = f(by, cast(T, fresh), *args, **kwargs)
                at = result.pk if isinstance(result, RootModel) else pk
                try:
                    audit.done(root.permit, action, at, result)
                except IntegrityError as error:
                    if "key" in str(error):
                        raise Repeated(None) from None
                    raise
                return result

        run.action = action  # type: ignore[attr-defined]
        OPERATIONS[action] = run
        return cast("Operation[T, P, M]", run)

    return decorate


def recording_denied(by: Caller, denied: Denied) -> None:
    """Write down a refused try, in a transaction of its own, after the rollback."""
    with acting(by):
        audit.denied(by, denied.action, denied.root, denied.reason)
