"""`serve` keeps web and worker alive, tells how it is, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from stafettlogg.config.postgres import Server
from stafettlogg.core import durable
from stafettlogg.vault import keys
from tests.processes import children, group, soon

pytestmark = pytest.mark.slow

STAFETTLOGG = [sys.executable, "-m", "stafettlogg"]


@dataclass
class Service:
    """A service in a process of its own."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    def says(self, path: str) -> tuple[int, str]:
        """The status and the text of an address; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode().strip()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode().strip()
        except OSError:
            return 0, ""

    def children(self, word: str) -> list[int]:
        """The processes of the service with this word as a word of their command."""
        return children(self.process.pid, word)

    def answering(self) -> int:
        """The number of the process that answers now; 0 when nobody does."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/klar", timeout=5) as answer:
                return int(answer.headers["X-Process"])
        except OSError:
            return 0

    def both_answer(self) -> bool:
        """Whether there are two, and each of them answers."""
        return len(self.web_processes()) == 2 and {self.answering() for _ in range(20)} == self.web_processes()

    def web_processes(self) -> set[int]:
        """The processes that answer pages, below the web servers."""
        return {pid for server in self.children("granian") for pid in children(server)}


@pytest.fixture(scope="module")
def installation() -> Iterator[dict[str, str]]:
    """A migrated installation of its own, as environment."""
    folder = Path(tempfile.mkdtemp(prefix="stafettlogg-serve-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {**os.environ, "STAFETTLOGG_DATA": str(folder), "PORT": str(port), "STAFETTLOGG_WEB_PROCESSES": "1"}
    environ.pop("STAFETTLOGG_ROLE", None)
    for words in (["init"], ["migrate", "--verbosity", "0"]):
        subprocess.run([*STAFETTLOGG, *words], env=environ, check=True, stdout=subprocess.DEVNULL)
    yield environ
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def service(installation: dict[str, str]) -> Iterator[Service]:
    """The service, ready."""
    with serving(installation) as running:
        yield running


@contextmanager
def serving(installation: dict[str, str]) -> Iterator[Service]:
    """The service, from when it is ready until one is done with it."""
    process = subprocess.Popen([*STAFETTLOGG, "serve"], env=installation)
    running = Service(process, int(installation["PORT"]), Path(installation["STAFETTLOGG_DATA"]))
    try:
        assert soon(lambda: running.says("/klar") == (200, "ok"))
        yield running
    finally:
        process.terminate()
        process.wait(40)


def test_it_answers_that_it_lives(service: Service) -> None:
    assert service.says("/leve") == (200, "ok")


def test_a_killed_worker_comes_back(service: Service) -> None:
    (killed,) = service.children("worker")

    os.kill(killed, signal.SIGKILL)

    assert soon(lambda: service.children("worker") not in ([], [killed]))
    assert soon(lambda: service.says("/klar") == (200, "ok"))


def test_a_killed_web_server_comes_back(service: Service) -> None:
    (killed,) = service.children("granian")

    os.kill(killed, signal.SIGKILL)

    assert soon(lambda: service.children("granian") not in ([], [killed]))
    assert soon(lambda: service.says("/leve") == (200, "ok"))
    assert group(killed) == []


@pytest.mark.parametrize("whom", ["the process that answers", "its web server"])
def test_one_of_two_web_processes_serves_while_the_other_comes_back(installation: dict[str, str], whom: str) -> None:
    with serving({**installation, "STAFETTLOGG_WEB_PROCESSES": "2"}) as service:
        assert soon(service.both_answer)
        lost, stays = sorted(service.web_processes())
        server = next(one for one in service.children("granian") if lost in children(one))

        os.kill(server if whom == "its web server" else lost, signal.SIGKILL)
        assert soon(lambda: lost not in service.web_processes())

        answered = set()
        while len(service.web_processes()) < 2 or stays not in answered:
            # who was with the lost one when it died may have to ask once more
            assert (200, "ok") in (service.says("/leve"), service.says("/leve")), "the other serves meanwhile"
            answered.add(service.answering())
        assert soon(service.both_answer)
        assert stays in service.web_processes()


def test_a_killed_database_comes_back(service: Service) -> None:
    file = Server(service.folder).data / "postmaster.pid"
    killed = file.read_text().split("\n")[0]

    os.kill(int(killed), signal.SIGQUIT)

    assert soon(lambda: file.exists() and file.read_text().split("\n")[0] != killed)
    assert soon(lambda: service.says("/klar") == (200, "ok"))


def test_a_killed_backend_takes_nobody_along_for_long(service: Service) -> None:
    with psycopg.connect(Server(service.folder).dsn("superuser"), autocommit=True) as superuser:
        found = superuser.execute("SELECT pid FROM pg_stat_activity WHERE usename = 'stafettlogg_app'").fetchone()
    assert found is not None
    killed = int(found[0])

    os.kill(killed, signal.SIGKILL)

    assert soon(lambda: not Path(f"/proc/{killed}").exists())
    assert soon(lambda: service.says("/klar") == (200, "ok"))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_and_leaves_nothing(service: Service, how: signal.Signals) -> None:
    started = [*service.children("granian"), *service.children("worker"), *service.children("postgres")]
    assert len(started) == 3

    service.process.send_signal(how)

    assert service.process.wait(40) == 0
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []
    assert not Server(service.folder).is_running()


def test_a_killed_supervisor_takes_everything_along(service: Service) -> None:
    started = [*service.children("granian"), *service.children("worker"), *service.children("postgres")]

    service.process.kill()

    assert soon(lambda: not [pid for pid in started if Path(f"/proc/{pid}").exists()], 40)


def test_it_does_not_start_in_the_other_mode(installation: dict[str, str]) -> None:
    done = subprocess.run(
        [*STAFETTLOGG, "serve"],
        env={**installation, "STAFETTLOGG_MODE": "production", "STAFETTLOGG_TLS": "True"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "This database is for training" in done.stderr


def test_it_does_not_start_with_a_key_that_opens_nothing(installation: dict[str, str], tmp_path: Path) -> None:
    subprocess.run([*STAFETTLOGG, "municipality", "add", "4697", "Vikabygd"], env=installation, check=True)
    keys.write_root_key(tmp_path / "another.key")

    done = refused({**installation, "STAFETTLOGG_ROOT_KEY_FILE": str(tmp_path / "another.key")})

    assert "The root key is not the one this database was sealed with" in done


def test_it_does_not_start_in_a_folder_of_another_database(installation: dict[str, str]) -> None:
    mark = Path(installation["STAFETTLOGG_DATA"]) / "belongs-to"
    ours = mark.read_text()
    durable.replace(mark, "7000000000000000000 16384\n")
    try:
        assert "The data folder belongs to another database" in refused(installation)
    finally:
        durable.replace(mark, ours)


def refused(installation: dict[str, str]) -> str:
    """Why `serve` does not start."""
    done = subprocess.run([*STAFETTLOGG, "serve"], env=installation, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    return done.stderr
