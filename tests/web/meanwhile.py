"""What happens while a request is under way: something done on another connection, or a commit whose answer never comes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import connection

Beside = Callable[..., list[tuple[Any, ...]]]


@contextmanager
def before(part: str, do: Callable[[], object]) -> Iterator[list[str]]:
    """Do this once, just before the first statement with this part in it; gives what was done before it came."""
    done: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if part in sql.replace('"', "") and not done:
            done.append(sql)
            do()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield done


class Between:
    """A way to the database that breaks when a commit has been done, before its answer is told; once armed, once."""

    def __init__(self, folder: Path, to: Path, name: str) -> None:
        self.to, self.is_armed, self.is_due, self.has_broken = to / name, False, False, False
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(folder / name))
        self.listening.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self.to))
                for source, target in ((client, server), (server, client)):
                    threading.Thread(target=self._carry, args=(source, target, client, server), daemon=True).start()

    def _carry(
        self, source: socket.socket, target: socket.socket, client: socket.socket, server: socket.socket
    ) -> None:
        with suppress(OSError):
            while part := source.recv(65536):
                if source is client and self.is_armed and b"COMMIT" in part:
                    self.is_armed, self.is_due = False, True
                if source is server and self.is_due and b"COMMIT" in part:
                    self.is_due, self.has_broken = False, True
                    break
                target.sendall(part)
        for end in (client, server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        source.close()  # its other direction closes the other


@contextmanager
def a_way_that_breaks(folder: Path) -> Iterator[Between]:
    """Let this process reach the database by a way that can break."""
    host = connection.settings_dict["HOST"]
    port = connection.settings_dict["PORT"] or 5432
    between = Between(folder, Path(host), f".s.PGSQL.{port}")
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # only PostgreSQL's has a pool
    connection.settings_dict["HOST"] = str(folder)
    try:
        yield between
    finally:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        connection.settings_dict["HOST"] = host
        between.listening.close()
