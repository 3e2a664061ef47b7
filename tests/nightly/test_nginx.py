"""The proxy of docs/drift.md, word for word in Debian's nginx: slow people hold nobody else up, and nothing unsealed is laid on the disk (security.md § 5)."""

from __future__ import annotations

import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from stafettlogg.vault.inspection import LARGEST
from tests.browser.site import free_port
from tests.nightly import document, site
from tests.nightly.site import HOST, Visitor, soon

SLOW = 50
WOULD_BE_READ = 1_000_000  # bytes; a larger form without files is refused by its head alone
QUICK = 2.0
AROUND = """
user root;
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/unsealed/bodies 1 2;
    proxy_temp_path {folder}/unsealed/answers 1 2;
    include {folder}/stafettlogg;
}}
"""


@dataclass(frozen=True)
class Proxied:
    """The service behind the proxy, and without it."""

    at: str
    port: int
    past: int
    folder: Path

    def visitor(self, comes_from: str = "127.0.0.1") -> Visitor:
        """Somebody who comes through the proxy."""
        return Visitor(self.at, self.folder / "cert.pem", comes_from)

    @property
    def unsealed(self) -> list[str]:
        """What was laid on the disk: nginx unlinks such a file at once, but not the folders it made for it."""
        return [str(path) for path in (self.folder / "unsealed").glob("*/*")]

    def connect(self, comes_from: str) -> ssl.SSLSocket:
        """A connection through the proxy, below any browser."""
        trust = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30, source_address=(comes_from, 0))
        return trust.wrap_socket(plain, server_hostname=HOST)


def configuration(folder: Path, secure: int, plain: int, service: int) -> str:
    """What docs/drift.md says, with this machine's addresses and paths alone."""
    (text,) = [block for block in document.blocks("TLS og mellomtenar") if "server {" in block]
    for stands, here in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{secure} "),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{service}"),
        ("/etc/ssl/stafettlogg/fullchain.pem", str(folder / "cert.pem")),
        ("/etc/ssl/stafettlogg/privkey.pem", str(folder / "key.pem")),
        ("/opt/stafettlogg/", f"{document.DRIFT.parents[1]}/"),
    ):
        assert stands in text, stands
        text = text.replace(stands, here)
    return text


@contextmanager
def nginx(folder: Path, text: str) -> Iterator[None]:
    """Debian's nginx with this in its sites-enabled."""
    (folder / "unsealed").mkdir()
    (folder / "stafettlogg").write_text(text)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST},IP:127.0.0.1",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    words = ["/usr/sbin/nginx", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    subprocess.run([*words[:3], "-t"], check=True, capture_output=True)
    process = subprocess.Popen(words)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def proxied() -> Iterator[Proxied]:
    """The training site behind the proxy of the document."""
    with site.folder("nginx") as folder, site.demo() as service:
        secure, plain = free_port(), free_port()
        with nginx(folder, configuration(folder, secure, plain, service)):
            time.sleep(0.5)
            yield Proxied(f"https://127.0.0.1:{secure}", secure, service, folder)


@pytest.fixture(scope="module")
def holder(proxied: Proxied) -> Visitor:
    """A contact teacher who is signed in, from an address of her own."""
    visitor = proxied.visitor("127.0.9.1")
    visitor.sign_in()
    return visitor


def begin_slowly(connection: socket.socket, length: int = WOULD_BE_READ) -> None:
    """Send the head of a form that the service would read, and hardly anything of the form."""
    connection.sendall(
        f"POST /logg-inn/ HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\nOrigin: https://{HOST}\r\n"
        f"Cookie: __Host-skjema={'x' * 32}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\nuser=".encode()
    )


def trickle(connections: list[socket.socket]) -> None:
    """One more letter from each of the slow, for those that are still let."""
    for connection in connections:
        try:
            connection.sendall(b"x")
        except OSError:
            continue


def seconds(visitor: Visitor, path: str) -> float:
    """How long one waits for a page."""
    began = time.monotonic()
    assert visitor.get(path).status_code == 200
    return time.monotonic() - began


def lives(port: int) -> bool:
    """Whether a service without a proxy says in time that it lives."""
    with socket.create_connection(("127.0.0.1", port), timeout=QUICK) as asking:
        asking.sendall(f"GET /leve HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        try:
            return bool(asking.recv(1))
        except TimeoutError:
            return False


def test_slow_bodies_hold_every_thread_of_a_service_without_the_proxy(proxied: Proxied) -> None:
    with ExitStack() as stack:
        for _ in range(SLOW):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", proxied.past), timeout=30))
            begin_slowly(slow)
        assert soon(lambda: not lives(proxied.past))


def test_fifty_slow_bodies_hold_nobody_up(proxied: Proxied, holder: Visitor) -> None:
    waited = []
    with ExitStack() as stack:
        slow: list[socket.socket] = [
            stack.enter_context(proxied.connect(f"127.0.1.{number + 1}")) for number in range(SLOW)
        ]
        for connection in slow:
            begin_slowly(connection)
        for _ in range(10):
            trickle(slow)
            waited += [seconds(holder, f"/{site.FJORDVIK}/"), seconds(holder, "/leve")]
            time.sleep(0.5)

    assert max(waited) < QUICK
    assert proxied.unsealed == []


def test_one_address_holds_no_more_than_its_share_and_is_told_in_words(proxied: Proxied, holder: Visitor) -> None:
    with ExitStack() as stack:
        for _ in range(SLOW):
            begin_slowly(stack.enter_context(proxied.connect("127.0.2.1")))
        time.sleep(1)
        refused = proxied.visitor("127.0.2.1").get("/logg-inn/")
        assert seconds(holder, f"/{site.FJORDVIK}/") < QUICK

    assert refused.status_code == 429
    assert "Vent eit minutt" in refused.text


def test_a_body_that_stands_still_is_cut_off(proxied: Proxied) -> None:
    with proxied.connect("127.0.3.1") as slow:
        begin_slowly(slow)
        slow.settimeout(40)
        began = time.monotonic()
        slow.recv(4096)

    assert time.monotonic() - began < 20


def test_the_largest_file_passes_through_memory_alone_and_slow_readers_hold_nobody_up(
    proxied: Proxied, holder: Visitor
) -> None:
    log = holder.first_log()
    assert holder.add_note(log, "Med vedlegg.").status_code == 302
    sent = holder.add_file(log, "stor.txt", b"Ein setning til. " * (LARGEST // 17))
    assert sent.status_code == 302, sent.text

    assert soon(lambda: holder.file(log, "stor.txt") is not None)
    file = holder.file(log, "stor.txt") or ""
    with ExitStack() as stack:
        reading = [stack.enter_context(holder.get(file, stream=True)) for _ in range(20)]
        assert {answer.status_code for answer in reading} == {200}
        assert seconds(holder, f"/{site.FJORDVIK}/") < QUICK
        assert {len(answer.content) for answer in reading} == {LARGEST // 17 * 17}
    assert proxied.unsealed == []


@pytest.mark.parametrize(("megabytes", "status", "words"), [(22, 422, "20 MB"), (40, 413, "20 MB")])
def test_a_larger_file_is_told_so_in_our_words(
    proxied: Proxied, holder: Visitor, megabytes: int, status: int, words: str
) -> None:
    answer = holder.add_file(holder.first_log(), "stor.txt", b"x" * megabytes * 1024 * 1024)

    assert (answer.status_code, words in answer.text) == (status, True)
    assert "<h1" in answer.text and "nginx" not in answer.text
    assert proxied.unsealed == []


def test_a_service_that_is_away_is_told_in_our_words(proxied: Proxied) -> None:
    with site.folder("nginx-away") as folder:
        secure, plain = free_port(), free_port()
        with nginx(folder, configuration(folder, secure, plain, free_port())):
            time.sleep(0.5)
            answer = Visitor(f"https://127.0.0.1:{secure}", folder / "cert.pem").get("/logg-inn/")

    assert answer.status_code == 502
    assert "ikkje bli gjort to gonger" in answer.text
