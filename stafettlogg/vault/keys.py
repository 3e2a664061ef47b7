"""Keys: a data key for each log, wrapped by its municipality's, wrapped by the installation's root key in a file.

Unwrapped keys live in the pocket of the transaction (`core.acting`) and nowhere else.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import stat
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from stafettlogg.core import clock, durable
from stafettlogg.core.acting import pocket
from stafettlogg.vault.models import VaultKey
from stafettlogg.vault.seal import KEY_BYTES, Key, key_id, seal, unseal

RING = "vault.keys"


class NoKey(Exception):
    """The key is not there: the file is missing or wrong, the log was erased, or the belt does not show it."""


# --- the root key -------------------------------------------------------------------------------------------------


def write_root_key(path: Path) -> None:
    """Make a new root key file that its owner alone may read; raises `FileExistsError` rather than write over one."""
    if not durable.write_new(path, base64.b64encode(os.urandom(KEY_BYTES)).decode()):
        raise FileExistsError(path)


def _read(path: Path) -> Key:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        secret = base64.b64decode(path.read_bytes(), validate=False)
    except (OSError, binascii.Error) as error:
        raise NoKey("The root key file cannot be read: see stafettlogg doctor.") from error
    if mode & 0o077:
        raise NoKey("Others may read the root key file: make it readable for its owner alone (0400).")
    if len(secret) != KEY_BYTES:
        raise NoKey("The root key file must hold 32 bytes as base64.")
    return Key(UUID(bytes=sha256(b"stafettlogg root key" + secret).digest()[:16]), secret)


_root_key = lru_cache(maxsize=4)(_read)


def root_key() -> Key:
    """The installation's root key; raises `NoKey`."""
    return _root_key(Path(settings.ROOT_KEY_FILE))


# --- keys of municipalities and logs ------------------------------------------------------------------------------


def _binding(municipality: UUID, root: UUID) -> bytes:
    return b"key|" + municipality.bytes + b"|" + root.bytes


def _make(municipality: UUID, root: UUID, wrapping: Key) -> Key:
    key = Key(uuid4(), os.urandom(KEY_BYTES))
    wrapped = seal(wrapping, key.secret, _binding(municipality, root))
    VaultKey(id=key.id, municipality=municipality, root=root, wrapped=wrapped, made_at=clock.now()).save(
        force_insert=True
    )
    _ring()[root] = key
    return key


def make_municipality_key(municipality: UUID) -> Key:
    """A new municipality's key, wrapped by the root key."""
    return _make(municipality, municipality, root_key())


def make_root_key(municipality: UUID, root: UUID) -> Key:
    """A new log's own key, wrapped by its municipality's."""
    return _make(municipality, root, key(municipality, municipality))


def _ring() -> dict[UUID, Key]:
    ring: dict[UUID, Key] = pocket().setdefault(RING, {})
    return ring


def key(municipality: UUID, root: UUID) -> Key:
    """The key a root is sealed with; the municipality's and the log's come in one query. Raises `NoKey`."""
    ring = _ring()
    if root not in ring:
        load(municipality, root)
    try:
        return ring[root]
    except KeyError:
        raise NoKey("There is no such key here: the log was erased, or is not the caller's.") from None


def load(municipality: UUID, *roots: UUID) -> None:
    """Unwrap the municipality's key and those of these roots, in one query."""
    ring = _ring()
    missing = {municipality, *roots} - ring.keys()
    rows = {row.root: row for row in VaultKey.objects.filter(municipality=municipality, root__in=missing)}
    for root in sorted(rows, key=lambda root: root != municipality):
        wrapping = root_key() if root == municipality else ring.get(municipality)
        if wrapping is None:
            raise NoKey("The municipality's key is not there: without it none of its logs can be opened.")
        row = rows[root]
        ring[root] = Key(row.id, unseal(wrapping, bytes(row.wrapped), _binding(municipality, root)))


def try_root_key(municipality: UUID) -> None:
    """Open the municipality's key with what the root key's file holds now; raises `NoKey` or `Unopenable`."""
    row = VaultKey.objects.filter(municipality=municipality, root=municipality).first()
    if row is None:
        raise NoKey("The municipality's key is not there: without it none of its logs can be opened.")
    unseal(_read(Path(settings.ROOT_KEY_FILE)), bytes(row.wrapped), _binding(municipality, municipality))


def destroy_root_key(root: UUID) -> None:
    """Take a log's key away for ever; its texts cannot be opened again outside backups."""
    VaultKey.objects.filter(root=root).delete()
    _ring().pop(root, None)


def rewrap(municipality: UUID, former: Path) -> bool:
    """Wrap the municipality's key with the present root key instead of the one in `former`.

    Resumable: True when it was wrapped anew, False when that was done before. Raises `NoKey` when neither key wraps it.
    """
    row = VaultKey.objects.select_for_update().get(root=municipality)
    binding, old, new = _binding(municipality, municipality), _root_key(former), root_key()
    wrapped_by = key_id(bytes(row.wrapped))
    if wrapped_by == new.id:
        return False
    if wrapped_by != old.id:
        raise NoKey("Neither the present nor the former root key wraps this municipality's key: find the right file.")
    row.wrapped = seal(new, unseal(old, bytes(row.wrapped), binding), binding)
    row.save(update_fields=["wrapped"])
    return True


# --- looking up without opening -----------------------------------------------------------------------------------


def installation_hash(purpose: str, value: str) -> bytes:
    """The keyed hash of something that is no municipality's, with a sub-key of the root key for this purpose alone."""
    derived = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"stafettlogg {purpose}".encode())
    return hmac.new(derived.derive(root_key().secret), value.encode(), sha256).digest()


def lookup_hash(municipality: UUID, value: str) -> bytes:
    """The keyed hash a number is found by: with the municipality's own sub-key, so hashes match nowhere else."""
    secret = key(municipality, municipality).secret
    derived = HKDF(hashes.SHA256(), KEY_BYTES, salt=municipality.bytes, info=b"stafettlogg look-up").derive(secret)
    return hmac.new(derived, value.encode(), sha256).digest()


def content_hash(municipality: UUID, root: UUID, content: bytes) -> bytes:
    """The keyed hash of what a form said, with a sub-key of the root's own key: gone with the key, and equal to no other root's."""
    derived = HKDF(hashes.SHA256(), KEY_BYTES, salt=root.bytes, info=b"stafettlogg form content")
    return hmac.new(derived.derive(key(municipality, root).secret), content, sha256).digest()
