"""A query that has not said for whom it asks does not run; a write outside an operation does not either."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, ClassVar, Generic, NoReturn, Self, TypeVar, cast
from uuid import UUID, uuid4

from django.db import models
from django.db.models.sql import Query

from stafettlogg.core import clock
from stafettlogg.core.acting import Pocket, as_system, pocket
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.compiled import Compiled, Value
from stafettlogg.core.policy import Action, Facts, Root, Standing, root_of, rule

_system: ContextVar[str] = ContextVar("system", default="")
_writing: ContextVar[bool] = ContextVar("writing", default=False)

M = TypeVar("M", bound=models.Model)


class Unscoped(Exception):
    """Rows were asked for without a caller."""


class OutsideOperation(Exception):
    """A row was written outside an operation, so nothing would have been allowed or recorded."""


@contextmanager
def system(reason: str) -> Iterator[None]:
    """Ask without a caller and say why; the belt still holds, for it honours this for the worker role alone."""
    token = _system.set(reason)
    try:
        yield
    finally:
        _system.reset(token)


@contextmanager
def everywhere(reason: str) -> Iterator[None]:
    """A task of the worker that belongs to nobody: its own transaction, all municipalities' rows, and it may write."""
    with as_system(reason), system(reason), writing():
        yield


@contextmanager
def writing() -> Iterator[None]:
    """Mark that something is done that may write. Used by `operation`, by `everywhere` and by signing in alone."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def _must_be_writing(what: str) -> None:
    if not _writing.get():
        raise OutsideOperation(f"{what} belongs inside an @operation: there it is allowed, atomic and recorded.")


class Permit:
    """What one caller may do with one root and the rows inside it, for as long as the transaction lives.

    Made by the guard and the operation alone (`enter`, `relock`); content opens with it: `Note.objects.of(permit)`.
    """

    def __init__(self, by: Caller, root: models.Model, standing: Standing) -> None:
        self.by, self.root, self.standing = by, root, standing
        self._pocket: Pocket = pocket()

    @property
    def actions(self) -> frozenset[Action]:
        """All verbs the caller may do now: what the page offers as buttons."""
        return self.standing.actions

    def must_be_alive(self) -> None:
        """Raise `Unscoped` when the transaction the permit was given in is over."""
        if not self._pocket.alive:
            raise Unscoped("The permit died with its transaction: enter the root again.")


class ScopedQuery(Query):
    """SQL for scoped rows. All of it is compiled here, subqueries too: this is the gate."""

    opened = False

    def must_be_opened(self) -> None:
        """Raise `Unscoped` unless the query was opened for a caller, or the block has said why it asks for all."""
        if not (self.opened or _system.get()):
            name = self.model.__name__ if self.model else "Model"
            raise Unscoped(
                f"Ask {name}.objects.allowed(by, action) for roots or {name}.objects.of(permit) inside one, "
                "or say why you need rows without a caller: with system('reason')."
            )

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:  # Any: Django's own untyped signature
        """Compile, once opened."""
        self.must_be_opened()
        return super().get_compiler(*args, **kwargs)

    def combine(self, rhs: Query, connector: str) -> None:
        """Mix two sets only when both are opened."""
        self.must_be_opened()
        if isinstance(rhs, ScopedQuery):
            rhs.must_be_opened()
        super().combine(rhs, connector)


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that are reached by being allowed to."""

    query: ScopedQuery

    def allowed(self, by: Caller, action: Action) -> Self:
        """The roots on which the caller may do this."""
        if Root(self.model._meta.label) is not root_of(action):
            raise Unscoped(f"{action} is about a {root_of(action)}, not about a {self.model.__name__}.")
        chosen = self.filter(rule(by, action))
        chosen.query.opened = True
        return chosen

    def of(self, permit: Permit, action: Action | None = None) -> Self:
        """The rows of the permit's root; with an action, only those its row conditions give."""
        permit.must_be_alive()
        path = cast("type[Inside]", self.model).root_path
        chosen = self.filter(**{path: permit.root.pk})
        # the rows know their root without another query, and without another way to it
        chosen._known_related_objects = {self.model._meta.get_field(path): {permit.root.pk: permit.root}}  # type: ignore[attr-defined]
        if action is not None:
            if action not in permit.actions:
                return chosen._opened().none()
            chosen = chosen.filter(permit.standing.rows(permit.by, action))
        return chosen._opened()

    def _opened(self) -> Self:
        self.query.opened = True
        return self

    def raw(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse: raw SQL has no caller."""
        raise Unscoped("Raw SQL has no caller.")

    def update(self, **kwargs: Any) -> int:
        """Update opened rows inside an operation."""
        self.query.must_be_opened()
        _must_be_writing("update()")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete opened rows inside an operation."""
        self.query.must_be_opened()
        _must_be_writing("delete()")
        return super().delete()

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Create many inside an operation."""
        _must_be_writing("bulk_create()")
        return super().bulk_create(objs, *args, **kwargs)


class ScopedManager(models.Manager[M]):
    """The only manager of scoped models."""

    def get_queryset(self) -> ScopedQuerySet[M]:
        """A set that does not run until it is opened."""
        return ScopedQuerySet(self.model, query=ScopedQuery(self.model), using=self._db)

    def allowed(self, by: Caller, action: Action) -> ScopedQuerySet[M]:
        """The roots on which the caller may do this."""
        return self.get_queryset().allowed(by, action)

    def of(self, permit: Permit, action: Action | None = None) -> ScopedQuerySet[M]:
        """The rows of the permit's root."""
        return self.get_queryset().of(permit, action)


class Scoped(models.Model):
    """A row nobody reads without a caller or writes outside an operation; its id is the reference in addresses."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    objects: ClassVar[ScopedManager[Self]] = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save inside an operation."""
        _must_be_writing(f"Saving a {type(self).__name__}")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete inside an operation."""
        _must_be_writing(f"Deleting a {type(self).__name__}")
        return super().delete(*args, **kwargs)


class RootModel(Scoped):
    """A log, a wonder, a unit or a municipality: locked, allowed and trailed as one."""

    class Meta(Scoped.Meta):
        abstract = True

    _permit: Permit | None = None

    @property
    def permit(self) -> Permit:
        """The permit this root was reached with; raises `Unscoped` where there is none."""
        if self._permit is None:
            raise Unscoped("This root was not entered: use the guard, or enter(by, Model, id, action).")
        return self._permit


class Inside(Scoped):
    """A row inside a root."""

    root_path: ClassVar[str] = "log"

    class Meta(Scoped.Meta):
        abstract = True

    @property
    def root_id(self) -> UUID:
        """The id of the root the row belongs to."""
        return cast(UUID, getattr(self, f"{self.root_path}_id"))


# --- what is asked alike every time -------------------------------------------------------------------------------

MARKED_DAY = date(1000, 1, 1)
I = TypeVar("I", bound=Inside)  # noqa: E741 – what is inside a root
R = TypeVar("R", bound=RootModel)


class Contents(Generic[I]):
    """Rows of a root that are asked for alike every time, by a statement that is compiled once.

    What asks is given a permit that marks the place of the root, and gives no right: `Note.objects.of(permit)…`.
    """

    def __init__(self, ask: Callable[[Permit], models.QuerySet[I]]) -> None:
        self._ask = ask
        self._asked: tuple[models.ForeignKey[Any, Any], Compiled[I]] | None = None

    def of(self, permit: Permit) -> list[I]:
        """The rows of the permit's root."""
        permit.must_be_alive()
        return self._rows_of(permit.root)

    def rehearse(self, model: type[models.Model]) -> None:
        """Ask once about a root that is nobody's: it finds no row and gives no right, but a broken statement shows."""
        self._rows_of(model(pk=uuid4()))

    def _rows_of(self, root: models.Model) -> list[I]:
        if self._asked is None:
            self._asked = self._marked(type(root))  # two threads may make one each; either is right
        path, asked = self._asked
        return asked.rows({"root": root.pk}, {path: {root.pk: root}})

    def _marked(self, model: type[models.Model]) -> tuple[models.ForeignKey[Any, Any], Compiled[I]]:
        mark, nobody = uuid4(), Caller(uuid4(), uuid4(), Hat.STAFF)

        def ask() -> models.QuerySet[I]:
            return self._ask(Permit(nobody, model(pk=mark), Standing(frozenset(), {})))

        rows = ask()
        if rows.query.is_empty():
            raise TypeError("What is compiled for everybody cannot depend on what the caller may do.")
        path = rows.model._meta.get_field(rows.model.root_path)
        return cast("models.ForeignKey[Any, Any]", path), Compiled(ask, root=mark)


class Listing(Generic[R]):
    """Roots that everybody lists alike under one hat, by statements that are compiled once for each hat.

    What asks is given a caller who marks the place of another, and marks for each of the other values, days included.
    """

    def __init__(self, ask: Callable[..., models.QuerySet[R]]) -> None:
        self._ask = ask
        self._of_hat: dict[Hat, Compiled[R]] = {}

    def of(self, by: Caller, **values: Value) -> list[R]:
        """The roots this caller is to see today."""
        asked = self._of_hat.get(by.hat)
        if asked is None:
            asked = self._of_hat[by.hat] = self._marked(by.hat, values)
        own: dict[str, Value] = {"person": by.person, "municipality": by.municipality, "today": clock.today()}
        return asked.rows({**own, **values})

    def _marked(self, hat: Hat, values: dict[str, Value]) -> Compiled[R]:
        by = Caller(uuid4(), uuid4(), hat)
        marks: dict[str, Value] = {
            name: uuid4() if isinstance(value, UUID) else MARKED_DAY + timedelta(days=turn)
            for turn, (name, value) in enumerate(values.items(), start=1)
        }

        def ask() -> models.QuerySet[R]:
            with _marked_day():
                return self._ask(by, **marks)

        return Compiled(ask, person=by.person, municipality=by.municipality, today=MARKED_DAY, **marks)


def _marked_day() -> AbstractContextManager[None]:
    """The day that stands for today."""
    return clock.fixed(datetime.combine(MARKED_DAY, time(12), clock.NORWAY))


@cache
def _entrance(model: type[RootModel], hat: Hat, related: tuple[str, ...]) -> tuple[Facts, Compiled[models.Model]]:
    """What is asked of everybody who comes to such a root under this hat."""
    by, pk = Caller(uuid4(), uuid4(), hat), uuid4()
    with _marked_day():
        facts = Facts(by, Root(model._meta.label))

    def ask() -> models.QuerySet[models.Model]:
        rows: ScopedQuerySet[RootModel] = ScopedQuerySet(model, query=ScopedQuery(model)).filter(pk=pk)
        return facts.on((rows.select_related(*related) if related else rows)._opened())

    return facts, Compiled(ask, person=by.person, municipality=by.municipality, pk=pk, today=MARKED_DAY)


def enter(by: Caller, model: type[R], pk: UUID, related: tuple[str, ...] = ()) -> R | None:
    """The root with this id and a permit to it, if the caller may do anything to it; None when not – or when it is not there."""
    facts, entrance = _entrance(model, by.hat, related)
    asked: dict[str, Value] = {"person": by.person, "municipality": by.municipality, "pk": pk, "today": clock.today()}
    rows = entrance.rows(asked)
    standing = facts.read(rows[0]) if rows else None
    if standing is None or not standing.grants:
        return None
    root = cast(R, rows[0])
    root._permit = Permit(by, root, standing)
    return root


def lock(by: Caller, model: type[R], pk: UUID, related: tuple[str, ...] = ()) -> R | None:
    """Lock the root's row first, then ask the same rule: what we waited for may have changed the answer."""
    rows: ScopedQuerySet[R] = ScopedQuerySet(model, query=ScopedQuery(model)).filter(pk=pk).select_for_update()
    if not rows._opened().values_list("pk", flat=True):
        return None
    return enter(by, model, pk, related)
