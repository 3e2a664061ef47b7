"""A question that is asked alike every time: turned into SQL once, and afterwards only its values are put in.

Only the statement is kept, never a row. Who may ask it is not decided here: see `enter` and `Contents` in core/scope.py.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=models.Model)
Value = UUID | date


@dataclass(frozen=True)
class _Statement:
    """The SQL, and for each parameter the name of the value it takes, or the constant it is."""

    compiler: SQLCompiler
    sql: str
    names: tuple[str | None, ...]
    constants: tuple[object, ...]

    def get_compiler(self, values: Mapping[str, Value]) -> SQLCompiler:
        """A compiler that has done its work: on this thread's connection, with these values."""
        pairs = zip(self.names, self.constants, strict=True)
        parameters = tuple(constant if name is None else values[name] for name, constant in pairs)
        ready = copy(self.compiler)
        ready.connection = connections[DEFAULT_DB_ALIAS]
        ready.as_sql = lambda *args, **kwargs: (self.sql, parameters)  # type: ignore[method-assign, assignment]
        return ready


class Compiled(Generic[M]):
    """Rows by a question that is asked with marks in place of its values; each mark occurs nowhere else, and is never None.

    To compile a queryset changes it, so `ask` must make a new one each time: threads that come at once share none, and
    the lock lets one of them compile while the others wait for the same statement.
    """

    def __init__(self, ask: Callable[[], models.QuerySet[M]], **marks: Value) -> None:
        self._ask, self._marks = ask, marks
        self._lock = threading.Lock()
        self._is_compiled = False
        self._statement: _Statement | None = None

    def statement(self) -> _Statement | None:
        """The statement, compiled by whoever comes first; None where it can find nothing, as by a rule that gives nobody anything."""
        with self._lock:
            if not self._is_compiled:
                with suppress(EmptyResultSet):
                    self._statement = self._compile()
                self._is_compiled = True
        return self._statement

    def rows(self, values: Mapping[str, Value], known: Mapping[Any, Any] | None = None) -> list[M]:
        """Ask with these values; `known` are related objects by field and id, as a queryset has them."""
        statement = self.statement()
        if statement is None:
            return []
        compiler = statement.get_compiler(values)
        asked = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            query=SimpleNamespace(get_compiler=lambda using: compiler),
            _known_related_objects=known or {},
        )
        return list(ModelIterable(cast(Any, asked)))  # Any: of a queryset it needs these three

    def _compile(self) -> _Statement:
        """See where in the statement the marks end up."""
        asked = self._ask()
        if asked._iterable_class is not ModelIterable or asked._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise TypeError("Only whole rows can be asked for by a compiled question.")
        compiler = asked.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        name_of = {mark: name for name, mark in self._marks.items()}
        names = tuple(name_of.get(value) if isinstance(value, UUID | date) else None for value in parameters)
        return _Statement(compiler, sql, names, tuple(parameters))
