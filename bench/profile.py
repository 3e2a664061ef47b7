"""Where the time of a page goes: one worker's own code, asked every millisecond what it is doing, and its statements.

python -m bench.profile VISITS NUMBER      run NUMBER of the visits in this process, without a web server
"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import bench.site  # noqa: F401 – the environment of the bench, before Django's settings are read

TICK = 0.001
WARM = 30
# a sample belongs to the first group with a word in the innermost matching frame's file (and function)
GROUPS: tuple[tuple[str, str], ...] = (
    ("waiting for statements", r"psycopg/(cursor|_cursor|connection|generators|waiting|_connection|transaction|pipeline)|psycopg_pool|postgresql/psycopg_any"),
    ("opening texts and keys", r"vault/(seal|fields|keys)\.py"),
    ("building statements", r"django/db/models/(sql|expressions|lookups|functions|aggregates)|django/db/models/(query_utils|manager|constraints)|core/policy\.py"),
    ("rows to objects", r"django/db/"),
    ("telling and drawing", r"stafettlogg/(relay|web/figure)/"),
    ("templates", r"django/template/|templates/|templatetags/|web/windows\.py|template_partials|django/utils/(html|safestring)|django/utils/(formats|dateformat|translation)|gettext"),
    ("core and guard", r"stafettlogg/(core|web/guard|web/transaction|identity)"),
    ("addresses", r"django/urls/"),
    ("middleware", r"django/(core/handlers|middleware|contrib|http|conf)|whitenoise|django_htmx|stafettlogg/web/(headers|health)"),
)  # fmt: skip
MATCHERS = [(group, re.compile(pattern)) for group, pattern in GROUPS]
TABLE = re.compile(r'(?:^SELECT (?:DISTINCT )?(?="\w+"\.)|FROM |INTO |UPDATE )"?(\w+)"?')


class Sampler:
    """Another thread that looks at this one's stack every millisecond."""

    def __init__(self) -> None:
        self.groups: Counter[str] = Counter()
        self.lines: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._watched, self._over = threading.get_ident(), threading.Event()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look, as long as the block runs."""
        before = sys.getswitchinterval()
        sys.setswitchinterval(TICK / 2)
        looker = threading.Thread(target=self._look, daemon=True)
        looker.start()
        try:
            yield
        finally:
            self._over.set()
            looker.join()
            sys.setswitchinterval(before)

    def _look(self) -> None:
        while not self._over.wait(TICK):
            self._note(sys._current_frames()[self._watched])

    def _note(self, innermost: FrameType | None) -> None:
        frame, called = innermost, ""
        while frame is not None:
            file = frame.f_code.co_filename
            called = called or f"{'/'.join(Path(file).parts[-3:])}:{frame.f_code.co_name}"
            for group, pattern in MATCHERS:
                if pattern.search(file):
                    self.groups[group] += 1
                    self.lines[group][called] += 1
                    return
            frame = frame.f_back
        self.groups["everything else"] += 1
        self.lines["everything else"][called] += 1


class Statements:
    """How many statements a page sends, to which tables, and how long it waits for each."""

    def __init__(self) -> None:
        self.number: Counter[str] = Counter()
        self.time: Counter[str] = Counter()

    def __call__(self, execute: Callable[..., Any], statement: str, parameters: Any, many: bool, context: Any) -> Any:
        """Django's hook around each."""
        began = time.perf_counter()
        try:
            return execute(statement, parameters, many, context)
        finally:
            found = TABLE.search(statement)
            name = f"{statement.split(maxsplit=1)[0]} {found[1] if found else ''}".strip()
            self.number[name] += 1
            self.time[name] += time.perf_counter() - began  # type: ignore[assignment]


def visit(application: Any, line: str) -> None:
    """One visit, straight into the application."""
    cookies, path, _ = line.rstrip("\n").split("\t")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_COOKIE": cookies, "HTTP_X_FORWARDED_PROTO": "https",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr, "QUERY_STRING": "",
    }  # fmt: skip
    said: list[str] = []
    response = application(environ, lambda status, headers, error=None: said.append(status))
    b"".join(response)
    response.close()
    if not said[0].startswith("200"):
        sys.exit(f"{path}: {said[0]}")


def main(file: str, number: int) -> None:
    """Print the profile of so many visits as two tables."""
    from django.db import connection

    from stafettlogg.config.wsgi import application

    visits = Path(file).read_text().splitlines()
    chosen = Random(11).choices(visits, k=number + WARM)
    for line in chosen[:WARM]:
        visit(application, line)
    began, used = time.perf_counter(), time.thread_time()
    for line in chosen[WARM:]:
        visit(application, line)
    each, own = (
        (now - before) / number * 1000 for before, now in ((began, time.perf_counter()), (used, time.thread_time()))
    )
    sampler, statements = Sampler(), Statements()
    with sampler.watching():
        for line in chosen[WARM:]:
            visit(application, line)
    with connection.execute_wrapper(statements):
        for line in chosen[WARM:]:
            visit(application, line)
    print(
        f"One page, alone in one process: {each:.1f} ms, of it {own:.1f} of this processor's time.\n\n| Where | ms | of it |\n|---|---:|---:|"
    )
    total = sum(sampler.groups.values())
    for group, samples in sampler.groups.most_common():
        print(f"| {group} | {samples / total * each:.2f} | {samples / total:.0%} |")
    print("\n| Statement | a page | ms a page |\n|---|---:|---:|")
    for name, spent in statements.time.most_common():
        print(f"| {name} | {statements.number[name] / number:.1f} | {spent / number * 1000:.2f} |")
    for group, lines in sampler.lines.items():
        shown = ", ".join(f"{line} {samples / total * each:.2f}" for line, samples in lines.most_common(6))
        print(f"\n{group}: {shown}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
