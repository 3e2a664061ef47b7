"""`make bench`: load once, serve as in production, measure every page at 1 and 16 connections, then the floor and the profile.

LOGS=1000000 measures a hundred municipalities of ten thousand logs; SECONDS is how long each measurement lasts.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psycopg

from bench import cost, site, visits
from bench.volume import written
from bench.wrk import Measured, measure

SECONDS = int(os.environ.get("SECONDS", "10"))
WARM = 8
CONNECTIONS = (1, 16)
PROFILED = 300
PACKAGES = ("django", "psycopg", "granian", "cryptography")


def main() -> None:
    """Print the tables as they stand in docs/bench.md."""
    with site.database() as server:
        files = {}
        for name, page in visits.PAGES.items():
            files[name] = site.FOLDER / f"{name}.visits"
            visits.write(page, files[name])
        look_for_text(files["log"], written(2))
        lines = list(table("Stafettlogg", site.serving(), files, server.dsn("superuser")))
        lines += table("raw floor", site.serving_floor(), files, server.dsn("superuser"))
        print(about(server.dsn("superuser")))
        print(
            "| | connections | a second | p50 ms | p90 ms | p99 ms | refused | processor ms: web | database |\n"
            "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
        )
        print("\n".join(lines), flush=True)
        for name in ("log", "leader"):
            print(f"\n### {visits.PAGES[name].title}\n", flush=True)
            number = str(PROFILED if name == "log" else PROFILED // 10)
            subprocess.run([sys.executable, "-m", "bench.profile", str(files[name]), number], check=True)


def table(what: str, serving: AbstractContextManager[int], files: dict[str, Path], dsn: str) -> Iterator[str]:
    """A line for each page and number of connections."""
    address = f"http://127.0.0.1:{site.PORT}"
    with serving as web:
        for name, file in files.items():
            measure(address, file, 16, WARM)
            for connections in CONNECTIONS:
                events, spent = recorded(dsn), processor_time(web)
                got = measure(address, file, connections, SECONDS)
                each = [
                    (now - before) / got.requests * 1000 for before, now in zip(spent, processor_time(web), strict=True)
                ]
                must_be_recorded(visits.PAGES[name].title, got, recorded(dsn) - events)
                line = (
                    f"| {visits.PAGES[name].title}, {what} | {connections} | {got.rate:.0f} | {got.p50:.1f} | {got.p90:.1f}"
                    f" | {got.p99:.1f} | {got.refused + got.broken} | {each[0]:.1f} | {each[1]:.1f} |"
                )
                print(line, file=sys.stderr, flush=True)
                yield line


def processor_time(web: int) -> tuple[float, float]:
    """Seconds that the web server and the database have used until now."""
    return cost.spent(web), cost.spent(site.postmaster())


def recorded(dsn: str) -> int:
    """How many events the trail has had."""
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT last_value FROM core_event_number").fetchone()
        return int(row[0]) if row else 0


def must_be_recorded(title: str, got: Measured, events: int) -> None:
    """Every page that was shown and every entry that was added has left its event."""
    if events < got.requests - got.refused:
        sys.exit(f"{title}: {got.requests} answers, but only {events} events in the trail.")


def look_for_text(file: Path, text: str) -> None:
    """See that the page is the page, with an opened text in it."""
    cookies, path, _ = file.read_text().split("\n", 1)[0].split("\t")
    asked = urllib.request.Request(
        f"http://127.0.0.1:{site.PORT}{path}", headers={"Cookie": cookies, "X-Forwarded-Proto": "https"}
    )
    with site.serving(), urllib.request.urlopen(asked) as answer:
        if text not in (page := answer.read().decode()):
            sys.exit(f"{path} does not show what is written in the log.")
        print(f"The log page has {len(page.encode()) / 1024:.0f} KiB.", file=sys.stderr)


def about(dsn: str) -> str:
    """When, with what, on what."""
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT current_setting('server_version'), pg_database_size('stafettlogg')").fetchone()
    postgres, size = row or ("", 0)
    versions = ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in PACKAGES)])
    logs = f"{site.SIZE.municipalities * site.SIZE.logs:,}".replace(",", " ")
    return (
        f"{datetime.now(UTC):%Y-%m-%d}: {logs} logs in {site.SIZE.municipalities} municipalities, {size / 2**30:.1f} GiB;"
        f" {os.cpu_count()} processors ({processor()}), shared with wrk. {versions}, PostgreSQL {postgres}.\n"
    )


def processor() -> str:
    """What the machine calls its processor."""
    names = [
        line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    main()
