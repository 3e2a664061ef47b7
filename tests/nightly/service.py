"""The training site in a folder of its own, started and ended in every way, and people who use it meanwhile over HTTP.

A visitor does what a careful client does: sends a form until somebody says what became of it, always with the same key.
What the visitors were told is held against the database afterwards.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import requests

from stafettlogg.config.postgres import Server
from tests.browser.site import PASSWORD, USER, free_port
from tests.processes import children, processes, soon
from tests.web.forms import filled_in

STAFETTLOGG = [sys.executable, "-m", "stafettlogg"]
WEB_PROCESSES = 2
FJORDVIK = "4699"
BACK = float(os.environ.get("BACK", "15"))  # seconds until every process answers again, on an idle machine
HOLDERS = ("Olav Myklebust", "Mikal Stene", "Silje Hamre")


@dataclass
class Installation:
    """One folder with keys, database and files, and the service in it while it runs."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environ(self) -> dict[str, str]:
        """What every process of it is told."""
        kept = {
            name: text for name, text in os.environ.items() if not name.startswith(("STAFETTLOGG_", "DATABASE_URL"))
        }
        own = {"STAFETTLOGG_MODE": "training", "STAFETTLOGG_DATA": str(self.folder), "PORT": str(self.port)}
        return {
            **kept,
            **own,
            "STAFETTLOGG_WEB_PROCESSES": str(WEB_PROCESSES),
            "STAFETTLOGG_FREE": "0",
            **self.settings,
        }

    @property
    def address(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def server(self) -> Server:
        """Its database."""
        return Server(self.folder)

    def run(self, *words: str) -> None:
        """One command of it, to its end."""
        subprocess.run([*STAFETTLOGG, *words], env=self.environ, check=True, timeout=300)

    def fill(self) -> None:
        """Keys, tables and the training world."""
        self.run("init")
        self.run("migrate", "--verbosity", "0")
        self.run("world")

    def start(self) -> None:
        """Start the service; it is not waited for."""
        with (self.folder / "said").open("ab") as said:
            self.process = subprocess.Popen(
                [*STAFETTLOGG, "serve"], env=self.environ, stdout=said, stderr=said, process_group=0
            )

    @property
    def main(self) -> subprocess.Popen[bytes]:
        """The process that was started."""
        assert self.process is not None, "start it first"
        return self.process

    def end(self) -> None:
        """End it as an administrator would."""
        if self.process is not None:
            self.process.terminate()
            assert self.process.wait(60) == 0
            self.process = None

    # --- its processes -------------------------------------------------------------------------------------------

    @property
    def masters(self) -> list[int]:
        """The web server's first process."""
        return children(self.main.pid, "granian")

    @property
    def web_processes(self) -> list[int]:
        """The processes that answer."""
        return [pid for master in self.masters for pid in children(master)]

    @property
    def workers(self) -> list[int]:
        """The process that does the tasks."""
        return children(self.main.pid, "worker")

    @property
    def postmaster(self) -> int:
        """The database's first process."""
        return int((self.server.data / "postmaster.pid").read_text().split("\n")[0])

    @property
    def backends(self) -> list[int]:
        """The processes of the database that work for the pages."""
        rows = self.ask("SELECT pid FROM pg_stat_activity WHERE usename = 'stafettlogg_app'")
        return [pid for (pid,) in rows]

    @property
    def everything(self) -> list[int]:
        """All of it, the database's processes too."""
        found, waiting = {self.main.pid}, [self.main.pid, self.postmaster]
        mothers = [(pid, parent) for pid, parent, _group, _words in processes()]
        while waiting:
            parent = waiting.pop()
            found.add(parent)
            waiting += [pid for pid, mother in mothers if mother == parent and pid not in found]
        return sorted(found)

    # --- how it is -----------------------------------------------------------------------------------------------

    def says(self, path: str) -> requests.Response | None:
        """The answer of an address, each time on a connection of its own; None when nobody answers."""
        with suppress(requests.RequestException):
            return requests.get(self.address + path, timeout=10)
        return None

    def healthy(self) -> set[str]:
        """The web processes that say that all is well, asked often enough to meet each of them."""
        met = set()
        for _ in range(WEB_PROCESSES * 6):
            answer = self.says("/klar")
            if answer is not None and answer.status_code == 200:
                met.add(answer.headers["X-Process"])
        return met

    def is_well(self) -> bool:
        """Whether every web process is ready, and the worker has been heard of since a moment ago."""
        return len(self.healthy()) == WEB_PROCESSES and bool(
            self.ask("SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - interval '5 seconds'")
        )

    def back_within(self, seconds: float) -> float:
        """Wait until all is well, and tell how long it took; fails when it takes longer."""
        began = time.monotonic()
        assert soon(lambda: self._dares(self.is_well), seconds), (
            f"not back: {(self.folder / 'said').read_text()[-2000:]}"
        )
        return time.monotonic() - began

    def _dares(self, ask: Any) -> bool:  # Any: whatever can be asked
        try:
            return bool(ask())
        except (psycopg.Error, OSError, ValueError):
            return False

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:  # Any: whatever the statement takes and gives
        """Rows, as superuser; committed at once."""
        with psycopg.connect(self.server.dsn("superuser"), autocommit=True, connect_timeout=5) as database:
            found = database.execute(statement, values)
            return found.fetchall() if found.description else []


class Told(Exception):
    """Something was said that may not be said: a form that vanished, a person who was sent away."""


class Visitor:
    """Somebody with one log in front of her, who reads it and writes notes."""

    def __init__(self, installation: Installation, name: str) -> None:
        self.installation, self.name = installation, name
        self.http = requests.Session()
        self.saved: list[str] = []  # what was said to be saved
        self.pages = 0
        self.said: Counter[int] = Counter()
        self.person, self.log = self._sign_in()

    def _sign_in(self) -> tuple[UUID, UUID]:
        form = self._get("/logg-inn/")
        self._post("/logg-inn/", {**filled_in(form), "municipality": FJORDVIK, "user": USER, "password": PASSWORD})
        form = self._get("/logg-inn/kven/")
        who = next(
            value
            for value, text in re.findall(r'name="who" value="([^"]+:staff)">(.*?)</button>', form.text, re.DOTALL)
            if self.name in text
        )
        self._post("/logg-inn/kven/", {**filled_in(form), "who": who})
        first = self._get(f"/{FJORDVIK}/")
        found = re.search(rf'href="/{FJORDVIK}/logg/([0-9a-f-]{{36}})/"', first.text)
        assert found, f"{self.name} has no log"
        return UUID(who.split(":")[0]), UUID(found[1])

    def _get(self, path: str) -> requests.Response:
        return self.http.get(self.installation.address + path, timeout=30)

    def _post(self, path: str, fields: dict[str, str]) -> requests.Response:
        origin = {"Origin": self.installation.address}
        return self.http.post(
            self.installation.address + path, fields, headers=origin, timeout=30, allow_redirects=False
        )

    @property
    def page(self) -> str:
        """The address of the log."""
        return f"/{FJORDVIK}/logg/{self.log}/"

    def open(self) -> requests.Response | None:
        """The log page, whatever it says; None when nobody answers."""
        with suppress(requests.RequestException):
            answer = self._get(self.page)
            self.pages += answer.status_code == 200
            return answer
        return None

    def read(self) -> bool:
        """Open the log; whether it came whole."""
        answer = self.open()
        if answer is not None:
            self._must_be_there(answer)
        return answer is not None and answer.status_code == 200

    def printed(self) -> str:
        """Everything in the log, as it is printed."""
        return self._get(f"{self.page}utskrift/").text

    def form(self) -> dict[str, str]:
        """What a browser would send of the form for a note."""
        return filled_in(self._get(f"{self.page}notat/"))

    def send(self, form: dict[str, str], text: str) -> requests.Response:
        """Send the form with this text, once."""
        return self._post(f"{self.page}notat/", {**form, "text": text})

    def write(self, until: float) -> bool:
        """Add a note, and send it again until it is said to be saved; whether that came before `until`."""
        page = self._insist(lambda: self._get(f"{self.page}notat/"), 200, until)
        if page is None:
            return False
        form, text = filled_in(page), f"Lesegruppa gjekk fint i dag ({uuid4()})."
        if self._insist(lambda: self.send(form, text), 302, until) is None:
            return False
        self.saved.append(text)
        return True

    def _insist(self, ask: Any, wanted: int, until: float) -> requests.Response | None:  # Any: a request to make
        while time.monotonic() < until:
            with suppress(requests.RequestException):
                answer: requests.Response = ask()
                self._must_be_there(answer)
                if answer.status_code == wanted:
                    return answer
            time.sleep(0.2)
        return None

    def _must_be_there(self, answer: requests.Response) -> None:
        """A fault of the moment may be said; that the log, the session or the form is gone may not, for it is not so."""
        self.said[answer.status_code] += 1
        is_sent_away = answer.status_code == 302 and self.page not in answer.headers["Location"]
        is_unsaved = answer.status_code == 422 and "Akkurat no kan ingenting lagrast" in answer.text
        if is_sent_away or (400 <= answer.status_code < 500 and not is_unsaved):
            raise Told(f"{answer.status_code} {answer.headers.get('Location', '')} {answer.text[:300]}")


@dataclass
class Crowd:
    """Visitors who read and write until they are told to go home."""

    visitors: list[Visitor]
    since: datetime
    faults: list[BaseException] = field(default_factory=list)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """All at once, each in a thread; what they were told wrongly is raised when they are home."""
        home = threading.Event()

        def work(visitor: Visitor) -> None:
            try:
                while not home.is_set():
                    visitor.read()
                    visitor.write(time.monotonic() + 60)
            except BaseException as fault:
                self.faults.append(fault)

        threads = [threading.Thread(target=work, args=[visitor]) for visitor in self.visitors]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            home.set()
            for thread in threads:
                thread.join(90)
        assert self.faults == []

    def holds(self, installation: Installation) -> dict[str, int]:
        """Hold what was said against the database: nothing lost, nothing twice, no page unrecorded."""
        lost = unrecorded = 0
        for visitor in self.visitors:
            written = visitor.printed()
            lost += sum(text not in written for text in visitor.saved)
        for person in {visitor.person for visitor in self.visitors}:
            shown = sum(visitor.pages for visitor in self.visitors if visitor.person == person)
            (recorded,) = installation.ask(
                "SELECT count(*) FROM core_auditevent WHERE person = %s AND action = 'log.read' AND outcome = 'seen'"
                " AND relation <> ''",
                person,
            )[0]
            unrecorded += max(0, shown - recorded)
        logs = list({visitor.log for visitor in self.visitors})
        (notes,) = installation.ask(
            "SELECT count(*) FROM relay_note WHERE log_id = ANY(%s) AND at > %s", logs, self.since
        )[0]
        (acts,) = installation.ask(
            "SELECT count(*) FROM core_auditevent WHERE root = ANY(%s) AND action = 'note.add' AND outcome = 'done'"
            " AND at > %s",
            logs,
            self.since,
        )[0]
        return {"saved": sum(len(v.saved) for v in self.visitors), "pages": sum(v.pages for v in self.visitors),
                "lost": lost, "twice": notes - acts, "unrecorded": unrecorded}  # fmt: skip


def crowd(installation: Installation, each: int = 2) -> Crowd:
    """Holders of several logs, each signed in more than once."""
    return Crowd([Visitor(installation, name) for name in HOLDERS for _ in range(each)], datetime.now(UTC))


def kill(*pids: int) -> None:
    """Kill them all, at once and without a word."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
