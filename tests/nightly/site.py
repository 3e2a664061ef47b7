"""The training site in processes of its own, as `make demo` starts it, and somebody who visits it as a browser would."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from tests.browser.site import PASSWORD, USER, free_port, wait_until_ready
from tests.web.forms import filled_in

FJORDVIK = "4699"
HOLDER = "Olav Myklebust"
HOST = "stafettlogg.example.no"
PATIENCE = 30
STAFETTLOGG = (sys.executable, "-m", "stafettlogg")


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of an installation in this folder: nothing of the test run's own installation is left in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STAFETTLOGG_", "DATABASE_URL"))}
    return {**kept, "STAFETTLOGG_DATA": str(folder), **settings}


def soon(is_true: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_true():
            return True
        time.sleep(0.3)
    return is_true()


@contextmanager
def folder(name: str) -> Iterator[Path]:
    """A folder that is gone afterwards; others may walk through it, as through /var/lib."""
    made = Path(tempfile.mkdtemp(prefix=f"stafettlogg-{name}-"))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def running(words: tuple[str, ...], port: int, environ: Mapping[str, str], said: Path) -> Iterator[None]:
    """A service from when it is ready until one is done with it."""
    with said.open("ab") as out:
        process = subprocess.Popen([*STAFETTLOGG, *words], env=environ, stdout=out, stderr=out)
    try:
        wait_until_ready(port, process, said)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


@contextmanager
def demo(**settings: str) -> Iterator[int]:
    """`make demo` behind a proxy: the port it listens on."""
    with folder("night") as place:
        port = free_port()
        behind = {"STAFETTLOGG_TLS": "True", "STAFETTLOGG_HOSTS": HOST, "STAFETTLOGG_ORIGINS": f"https://{HOST}"}
        with running(("demo",), port, environment(place, PORT=str(port), **behind, **settings), place / "said"):
            yield port


class From(HTTPAdapter):
    """Connections from one of this machine's own addresses, as if they came from somewhere else."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> Any:  # Any: the adapter's own
        """Bind to that address."""
        return super().init_poolmanager(*args, source_address=(self.address, 0), **kwargs)


@dataclass
class Visitor:
    """Somebody with a browser, at an address of the service."""

    at: str
    trusts: Path | bool = True
    comes_from: str = "127.0.0.1"
    session: requests.Session = field(init=False)

    def __post_init__(self) -> None:
        self.session = requests.Session()
        self.session.trust_env = False  # this certificate, whatever the machine trusts
        self.session.verify = str(self.trusts) if isinstance(self.trusts, Path) else self.trusts
        self.session.mount("https://", From(self.comes_from))
        if self.at.startswith("https://"):
            self.session.headers.update({"Host": HOST, "Referer": f"https://{HOST}/"})

    def get(self, path: str, **more: Any) -> requests.Response:
        """Open a page; redirects are not followed. Any: what requests takes."""
        return self.session.get(self.at + path, timeout=PATIENCE, allow_redirects=False, **more)

    def send(self, path: str, answers: dict[str, str], **more: Any) -> requests.Response:
        """Open the form, fill in these answers and send it. Any: what requests takes."""
        form = self.get(path)
        assert form.status_code == 200, (path, form.status_code)
        return self.session.post(
            self.at + path, {**filled_in(form), **answers}, timeout=PATIENCE, allow_redirects=False, **more
        )

    def sign_in(self, name: str = HOLDER, hat: str = "staff") -> None:
        """Sign in as one of the made-up people of Fjordvik."""
        came = self.send("/logg-inn/", {"municipality": FJORDVIK, "user": USER, "password": PASSWORD})
        assert came.headers.get("Location") == "/logg-inn/kven/", came.status_code
        people = self.get("/logg-inn/kven/").text
        chosen = re.search(rf'value="([0-9a-f-]+:{hat})"[^>]*>(?:(?!</button>).)*?{name}', people, re.DOTALL)
        assert chosen, f"{name} is not here."
        assert self.send("/logg-inn/kven/", {"who": chosen[1]}).headers["Location"] == f"/{FJORDVIK}/"

    def first_log(self) -> str:
        """The address of the first log of one's own."""
        found = re.search(rf'href="(/{FJORDVIK}/logg/[0-9a-f-]+/)', self.get(f"/{FJORDVIK}/").text)
        assert found
        return found[1]

    def add_note(self, log: str, text: str) -> requests.Response:
        """Write a note in the log, seen today."""
        return self.send(f"{log}notat/", {"text": text})

    def add_file(self, log: str, name: str, content: bytes) -> requests.Response:
        """Put a document under the newest note of the log."""
        under = re.search(rf'href="({log}notat/[0-9a-f-]+/vedlegg/)', self.get(log).text)
        assert under
        return self.send(under[1], {}, files={"file": (name, content, "text/plain")})

    def file(self, log: str, name: str) -> str | None:
        """The address of a document in the log, once it has been checked."""
        link = re.compile(rf'href="({log}vedlegg/[0-9a-f-]+/)"(?:(?!</a>).)*{re.escape(name)}')
        found = link.search(self.get(log).text)
        return found[1] if found else None
