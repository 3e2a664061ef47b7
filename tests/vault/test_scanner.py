"""ClamAV: a daemon on a socket of our own that speaks the real protocol, and says what daemons say."""

from __future__ import annotations

import socket
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from stafettlogg.vault.inspection import ScannerDown, Unacceptable, inspect, scan


@dataclass
class Daemon:
    """What it was sent, and the pieces it answers with."""

    received: list[bytes] = field(default_factory=list)
    answers: tuple[bytes, ...] = (b"stream: ", b"OK\0")

    def serve(self, door: socket.socket) -> None:
        """Answer until the door is shut."""
        while True:
            try:
                connection, _ = door.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!L", stream.read(4))[0]:
                    content += stream.read(length)
                self.received.append(content)
                for piece in self.answers:
                    connection.sendall(piece)
                    time.sleep(0.02)


@pytest.fixture
def clamav(settings: Settings) -> Iterator[Daemon]:
    """A daemon that is asked about every file."""
    daemon, path = Daemon(), Path(tempfile.mkdtemp()) / "clamd"
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.bind(str(path))
    door.listen()
    thread = threading.Thread(target=daemon.serve, args=[door], daemon=True)
    thread.start()
    settings.CLAMAV = path
    yield daemon
    door.shutdown(socket.SHUT_RDWR)
    door.close()
    thread.join(5)


def test_a_scanned_file_reaches_clamav_whole(clamav: Daemon) -> None:
    content = b"x" * 150_000

    scan(content)

    assert clamav.received == [content]


def test_an_infected_file_is_refused(clamav: Daemon) -> None:
    clamav.answers = (b"stream: ", b"Eicar FOUND\0")

    with pytest.raises(Unacceptable) as caught:
        inspect("brev.txt", b"litt tekst")

    assert caught.value.code == "virus"


@pytest.mark.parametrize(
    "answers",
    [
        (),
        (b"\0",),
        (b"stream: \0",),
        (b"INSTREAM size limit exceeded. ERROR\0",),
        (b"stream: Can't allocate memory ERROR\0",),
        (b"UNKNOWN COMMAND\0",),
        (b"OK, but: ERROR\0",),
        (b"stream: O",),
    ],
)
def test_an_answer_that_is_not_ok_means_waiting_never_open(clamav: Daemon, answers: tuple[bytes, ...]) -> None:
    clamav.answers = answers

    with pytest.raises(ScannerDown):
        inspect("brev.txt", b"heilt vanleg tekst")


def test_a_scanner_that_is_down_means_waiting_never_open(settings: Settings) -> None:
    settings.CLAMAV = Path("/nonexistent/clamd")

    with pytest.raises(ScannerDown):
        inspect("brev.txt", b"heilt vanleg tekst")
