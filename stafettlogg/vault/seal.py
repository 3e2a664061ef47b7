"""Sealing with AES-256-GCM: version | key id | nonce | ciphertext and tag (security.md § 1).

The associated data binds what is sealed to its place, so a swapped cell does not open.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
KEY_BYTES = 32
NONCE_BYTES = 12
HEAD = len(VERSION) + 16


class Unopenable(Exception):
    """The sealed bytes do not belong here: another place, another key, or changed."""


@dataclass(frozen=True, slots=True)
class Key:
    """A 256-bit key and its id."""

    id: UUID
    secret: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is sealed: municipality, root, row, and a code that survives a renamed column."""

    municipality: UUID
    root: UUID
    row: UUID
    code: str

    @property
    def binding(self) -> bytes:
        """The associated data."""
        return b"|".join((self.municipality.bytes, self.root.bytes, self.row.bytes, self.code.encode()))


def seal(key: Key, plain: bytes, binding: bytes) -> bytes:
    """Seal bytes to a binding."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + key.id.bytes + nonce + AESGCM(key.secret).encrypt(nonce, plain, VERSION + key.id.bytes + binding)


def key_id(sealed: bytes) -> UUID:
    """Which key it was sealed with; raises `Unopenable` for anything that was not sealed here."""
    if len(sealed) < HEAD + NONCE_BYTES or sealed[:1] != VERSION:
        raise Unopenable("These bytes were not sealed by this version.")
    return UUID(bytes=sealed[1:HEAD])


def unseal(key: Key, sealed: bytes, binding: bytes) -> bytes:
    """Open what was sealed to this binding; raises `Unopenable`."""
    if key_id(sealed) != key.id:
        raise Unopenable("Sealed with another key.")
    nonce, body = sealed[HEAD : HEAD + NONCE_BYTES], sealed[HEAD + NONCE_BYTES :]
    try:
        return AESGCM(key.secret).decrypt(nonce, body, sealed[:HEAD] + binding)
    except InvalidTag:
        raise Unopenable("The sealed bytes do not belong to this place, or were changed.") from None
