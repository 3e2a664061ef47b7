"""Keys and passwords are made once, whole or not at all, and never where a database is in use."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from stafettlogg.config import initialise
from stafettlogg.config import postgres as embedded
from stafettlogg.config.postgres import ROLES, Server
from stafettlogg.core import durable

SECRETS = [
    "passwords/app",
    "passwords/backup",
    "passwords/owner",
    "passwords/superuser",
    "passwords/worker",
    "root.key",
]
A_MUNICIPALITY = "CREATE TABLE identity_municipality AS SELECT 4699 AS number"
NOBODY = "postgresql://127.0.0.1:9/stafettlogg"  # nobody listens on the discard port

# Writes a secret and is killed at the n-th call that leaves Python, or tells every such call.
KILLED = """
import os, signal, sys
from pathlib import Path
from stafettlogg.core import durable

kind, folder = sys.argv[1], Path(sys.argv[2])

def write(file):
    durable.write_new(file, "whole") if kind == "new" else durable.replace(file, "whole")

def calls(file):
    told = []
    def tell(frame, event, argument):
        if event == "c_call" and frame.f_code.co_filename == durable.__file__:
            place = "folder" if frame.f_code.co_name == "keep_name" else "file"
            told.append(f"{argument.__name__} {place}")
        elif event == "c_call" and argument.__name__ in ("rename", "unlink"):
            told.append(argument.__name__)
    sys.setprofile(tell)
    write(file)
    sys.setprofile(None)
    return told

def killed(file, at):
    left = at
    def kill(frame, event, argument):
        nonlocal left
        if event in ("c_call", "c_return"):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
    child = os.fork()
    if not child:
        sys.setprofile(kill)
        write(file)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])

if kind == "new":
    print(*calls(folder / "order"), sep="\\n")
at, states = 0, set()
while True:
    file = folder / f"{kind}-{at}"
    if kind == "over":
        file.write_text("before")
    at += 1
    if not killed(file, at):
        break
    states.add((file.read_text() or "empty") if file.exists() else "absent")
print("killed", at - 1, *sorted(states))
"""


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation's folder with nothing in it."""
    made = Path(tempfile.mkdtemp(prefix="stafettlogg-init-"))
    monkeypatch.setenv("STAFETTLOGG_DATA", str(made))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def files(folder: Path) -> list[str]:
    """The secrets that are there."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def told(*words: str) -> subprocess.CompletedProcess[str]:
    """What the command line answers."""
    return subprocess.run([sys.executable, "-m", "stafettlogg", *words], capture_output=True, text=True, check=False)


def begin(folder: Path, *, used: bool) -> None:
    """Make keys and a cluster, in use or not yet."""
    initialise.initialise()
    server = embedded.start(folder, bound=True)
    if used:
        with psycopg.connect(server.dsn("owner")) as database:
            database.execute(A_MUNICIPALITY)
    server.stop()


# --- made once --------------------------------------------------------------------------------------------------------


def test_init_makes_every_secret_for_its_user_alone_and_makes_none_again(folder: Path) -> None:
    initialise.initialise()
    first = {name: (folder / name).read_text() for name in files(folder)}

    assert sorted(first) == SECRETS
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in SECRETS} == {0o400}
    assert initialise.initialise() == []
    assert {name: (folder / name).read_text() for name in files(folder)} == first


@pytest.mark.parametrize("words", [["doctor"], ["document"], ["migrate"], ["municipality", "list"]])
def test_no_other_command_makes_a_secret(folder: Path, words: list[str]) -> None:
    told(*words, *(["--help"] if words == ["document"] else []))

    assert [name for name in files(folder) if name in SECRETS] == []


def test_a_command_without_secrets_says_what_makes_them(folder: Path) -> None:
    done = told("migrate")

    assert (done.returncode, "Run `stafettlogg init`" in done.stderr) == (1, True)


# --- never where a database is in use -----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["root.key", "passwords/app", "passwords/superuser"])
def test_a_lost_secret_of_a_database_in_use_is_asked_for_and_not_made(folder: Path, lost: str) -> None:
    begin(folder, used=True)
    (folder / lost).unlink()

    with pytest.raises(initialise.InUse) as refusal:
        initialise.initialise()

    assert str(refusal.value).startswith(f"{folder / lost} is missing")
    assert "put the file back" in str(refusal.value)
    assert not (folder / lost).exists()
    assert not Server(folder).is_running()


@pytest.mark.slow
def test_the_demo_refuses_in_a_sentence_too(folder: Path) -> None:
    begin(folder, used=True)
    (folder / "root.key").unlink()

    done = told("demo")

    assert done.returncode == 1
    assert done.stderr.startswith(f"{folder / 'root.key'} is missing, and there is a municipality in the database.")


@pytest.mark.slow
@pytest.mark.parametrize("emptied", ["root.key", "passwords/app"])
def test_what_a_power_cut_emptied_before_anybody_came_is_made_anew(folder: Path, emptied: str) -> None:
    begin(folder, used=False)
    (folder / emptied).unlink()
    (folder / emptied).touch()

    assert initialise.initialise() == [folder / emptied]

    server = embedded.start(folder, bound=True)
    psycopg.connect(server.dsn("app")).close()
    server.stop()


def test_a_database_that_is_configured_and_cannot_be_asked_is_a_refusal(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", NOBODY)

    with pytest.raises(initialise.InUse, match=r"(?s)cannot be asked.*put the file back.*stafettlogg init \"host="):
        initialise.initialise()

    assert files(folder) == []


def test_a_superuser_asks_a_database_that_is_not_prepared(
    folder: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///not_there_yet")

    made = initialise.initialise(postgres.dsn("superuser", "postgres"))

    assert sorted(file.name for file in made) == sorted(["root.key", *ROLES])


@pytest.mark.slow
def test_a_superuser_finds_the_municipality_of_a_database_outside(
    folder: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///in_use")
    superuser = postgres.dsn("superuser", "postgres")
    with psycopg.connect(superuser, autocommit=True) as database:
        database.execute("CREATE DATABASE in_use")
        try:
            with psycopg.connect(postgres.dsn("superuser", "in_use"), autocommit=True) as inside:
                inside.execute(A_MUNICIPALITY)
            with pytest.raises(initialise.InUse, match="there is a municipality in the database"):
                initialise.initialise(superuser)
        finally:
            database.execute("DROP DATABASE in_use")

    assert files(folder) == []


# --- whole or not at all ------------------------------------------------------------------------------------------------


def tried(kind: str, folder: Path) -> list[str]:
    """What a process that is killed again and again says of the file it writes."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, kind, str(folder)], capture_output=True, text=True, check=True, env=os.environ
    )
    return done.stdout.splitlines()


def test_a_secret_is_saved_before_it_has_its_name_and_its_name_before_it_is_believed(tmp_path: Path) -> None:
    *calls, killed = tried("new", tmp_path)
    steps = [call for call in calls if call.split()[0] in ("write", "fsync", "link")]

    assert steps == ["write file", "fsync file", "link file", "fsync folder"]
    assert killed.split()[2:] == ["absent", "whole"]
    assert int(killed.split()[1]) > 10


def test_a_file_that_is_replaced_is_the_old_or_the_new_whenever_one_is_killed(tmp_path: Path) -> None:
    (killed,) = tried("over", tmp_path)

    assert killed.split()[2:] == ["before", "whole"]


def test_a_secret_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "root.key"
    file.write_text("the first")

    assert not durable.write_new(file, "the second")
    assert file.read_text() == "the first"
    assert list(tmp_path.iterdir()) == [file]
