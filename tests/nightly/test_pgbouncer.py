"""Behind Debian's PgBouncer in transaction mode, as docs/drift.md has it: statements hop from connection to connection, and everything goes on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from stafettlogg.config.postgres import password
from tests.browser.site import free_port
from tests.nightly import debian, document, site
from tests.nightly.site import Visitor

VISITORS, ROUNDS = 8, 6


def configuration(folder: Path, port: int, postgres: debian.Postgres) -> str:
    """What docs/drift.md says, with this machine's addresses and paths; and fewer connections, so that statements do hop."""
    (text,) = [block for block in document.blocks("PgBouncer") if "[pgbouncer]" in block]
    for stands, here in (
        ("port=5432", f"port={postgres.port}"),
        ("listen_port = 6432", f"listen_port = {port}"),
        ("/etc/pgbouncer/userlist.txt", str(folder / "userlist.txt")),
        ("default_pool_size = 20", "default_pool_size = 3"),
    ):
        assert stands in text, stands
        text = text.replace(stands, here)
    return f"{text}unix_socket_dir =\n"


@pytest.fixture(scope="module")
def behind() -> Iterator[dict[str, str]]:
    """An installation whose every process but the worker reaches its database through PgBouncer."""
    with site.folder("pgbouncer") as folder, debian.cluster(folder) as postgres:
        port = free_port()
        environ = site.environment(
            folder / "installation",
            STAFETTLOGG_MODE="training",
            DATABASE_URL=f"postgresql://127.0.0.1:{port}/stafettlogg",
            STAFETTLOGG_PREPARE="False",
            STAFETTLOGG_DIRECT_URL=postgres.url,
            PORT=str(free_port()),
        )
        debian.command(environ, "init", postgres.superuser(), PGPASSWORD=postgres.secret)
        debian.command(environ, "roles", postgres.superuser(), PGPASSWORD=postgres.secret)
        secrets = folder / "installation" / "passwords"
        (folder / "userlist.txt").write_text(
            "".join(f'"stafettlogg_{role}" "{password(secrets, role)}"\n' for role in ("owner", "app"))
        )
        app = make_conninfo(
            host="127.0.0.1", port=port, user="stafettlogg_app", password=password(secrets, "app"), dbname="stafettlogg"
        )
        with debian.pgbouncer(folder, configuration(folder, port, postgres), app):
            yield environ | {"LOG": str(folder / "postgres.log"), "SAID": str(folder / "said"), "APP": app}


@pytest.fixture(scope="module")
def migrated(behind: dict[str, str]) -> dict[str, str]:
    """With its tables, and its made-up people."""
    debian.command(behind, "migrate", "--verbosity", "0")
    debian.command(behind, "world")
    return behind


@pytest.fixture(scope="module")
def at(migrated: dict[str, str]) -> Iterator[str]:
    """The running service."""
    with site.running(("serve",), int(migrated["PORT"]), migrated, Path(migrated["SAID"])):
        yield f"http://127.0.0.1:{migrated['PORT']}"


def test_a_name_that_was_given_on_one_connection_is_unknown_on_the_next(migrated: dict[str, str]) -> None:
    """What this all is about: with named statements this pooler breaks what is asked."""
    with ThreadPoolExecutor(VISITORS) as many, pytest.raises(psycopg.errors.Error, match="prepared statement"):
        list(many.map(lambda _: ask_by_name(migrated["APP"]), range(VISITORS)))


def ask_by_name(app: str) -> None:
    """Ask often enough for a name, each time in a transaction of its own."""
    with psycopg.connect(app, autocommit=True, prepare_threshold=0) as connection:
        for _ in range(100):
            connection.execute("SELECT pg_sleep(0.01)")


def test_the_doctor_finds_nothing_wrong(migrated: dict[str, str]) -> None:
    said = debian.command(migrated, "doctor")

    assert "All is well." in said
    assert "Fjordvik kommune has no data-protection officer" not in said, "the doctor sees who is there"


def test_people_sign_in_write_and_read_at_the_same_time(at: str, migrated: dict[str, str]) -> None:
    def walk(number: int) -> set[int]:
        visitor = Visitor(at)
        visitor.sign_in()
        log, told = visitor.first_log(), set()
        for turn in range(ROUNDS):
            told |= {visitor.get(f"/{site.FJORDVIK}/").status_code, visitor.get(log).status_code}
            text = f"Notat {number}-{turn} gjennom mellomlageret."
            assert visitor.add_note(log, text).status_code == 302
            assert text in visitor.get(log).text
        return told

    with ThreadPoolExecutor(VISITORS) as many:
        assert set().union(*many.map(walk, range(VISITORS))) == {200}
    assert "prepared statement" not in Path(migrated["SAID"]).read_text()


def test_the_worker_goes_past_the_pooler_and_does_its_work(at: str) -> None:
    visitor = Visitor(at)
    visitor.sign_in()
    log = visitor.first_log()
    assert visitor.add_note(log, "Med vedlegg.").status_code == 302
    under = visitor.add_file(log, "referat.txt", b"Det vi vart samde om.")

    assert under.status_code == 302
    assert site.soon(lambda: visitor.file(log, "referat.txt") is not None)
