"""Asking ClamAV, where there is one."""

from __future__ import annotations

import socket
import struct

from django.conf import settings

from stafettlogg.vault.inspection.refusals import Unacceptable

CHUNK = 64 * 1024
PATIENCE = 30


class ScannerDown(Exception):
    """ClamAV is configured and does not answer: the file waits, it is never let through."""


def is_there() -> bool:
    """Whether uploads are looked at by a virus scanner here."""
    return bool(settings.CLAMAV)


def is_missing() -> bool:
    """Whether real people's files are taken in without one: whoever answers for the municipality is told."""
    return settings.MODE == "production" and not is_there()


def scan(content: bytes) -> None:
    """Ask ClamAV by INSTREAM, where it is configured; raises `Unacceptable("virus")` or `ScannerDown`."""
    if not is_there():
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(PATIENCE)
            connection.connect(str(settings.CLAMAV))
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                chunk = content[start : start + CHUNK]
                connection.sendall(struct.pack("!L", len(chunk)) + chunk)
            connection.sendall(struct.pack("!L", 0))
            answer = _answer(connection)
    except OSError as error:
        raise ScannerDown("ClamAV does not answer; the file waits.") from error
    if b"FOUND" in answer:
        raise Unacceptable("virus")
    if not answer.rstrip(b"\0\n").endswith(b"OK"):
        raise ScannerDown("ClamAV gave no verdict; the file waits.")


def _answer(connection: socket.socket) -> bytes:
    """What ClamAV says, up to its NUL: it may come in pieces."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096 and (piece := connection.recv(4096)):
        answer += piece
    return answer
