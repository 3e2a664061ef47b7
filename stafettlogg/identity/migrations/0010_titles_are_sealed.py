"""What somebody is called at work is sealed like the name: it can tell who it is, and it stood plain in a dump.

A few hundred rows at a time, each statement by itself, so that nobody waits; broken off, it goes on where it was.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import migrations

from stafettlogg.vault import keys
from stafettlogg.vault.seal import Key, Place, seal, unseal

AT_ONCE = 500
TITLED = """SELECT id, municipality_id, title FROM identity_post
WHERE title <> '' AND sealed_title IS NULL ORDER BY id LIMIT %s"""
KEYS = "SELECT root, id, wrapped FROM vault_vaultkey WHERE root = municipality"
SEAL = """UPDATE identity_post SET sealed_title = sealed.title
FROM unnest(%s::uuid[], %s::bytea[]) AS sealed (id, title) WHERE identity_post.id = sealed.id"""


def seal_titles(apps: Any, editor: Any) -> None:  # Any: Django's own
    """Seal every title to its row; raises `RuntimeError` where the belt would hide rows, or one is not sealed."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active('identity_post') OR row_security_active('vault_vaultkey')")
        if cursor.fetchone() != (False,):
            raise RuntimeError("The belt hides rows from this migration, so it would seal none.")
        cursor.execute(KEYS)
        ring = {root: _unwrapped(root, pk, wrapped) for root, pk, wrapped in cursor.fetchall()}
        while rows := _next(cursor):
            sealed = [_sealed(ring[here], here, pk, plain) for pk, here, plain in rows]
            cursor.execute(SEAL, [[pk for pk, _, _ in rows], sealed])
            if cursor.rowcount != len(rows):
                raise RuntimeError(f"There were {len(rows)} titles, and {cursor.rowcount} are sealed.")


def _next(cursor: Any) -> list[tuple[UUID, UUID, str]]:  # Any: Django's own
    cursor.execute(TITLED, [AT_ONCE])
    rows: list[tuple[UUID, UUID, str]] = cursor.fetchall()
    return rows


def _unwrapped(root: UUID, pk: UUID, wrapped: bytes) -> Key:
    return Key(pk, unseal(keys.root_key(), bytes(wrapped), b"key|" + root.bytes + b"|" + root.bytes))


def _sealed(key: Key, municipality: UUID, pk: UUID, plain: str) -> bytes:
    return seal(key, plain.encode(), Place(municipality, municipality, pk, "post.title").binding)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("identity", "0009_titles_beside")]

    operations = [migrations.RunPython(seal_titles, migrations.RunPython.noop)]
