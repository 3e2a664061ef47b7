"""What somebody is called at work is sealed like the name: it can tell who it is, and it stood plain in a dump."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import migrations

from stafettlogg.vault import keys
from stafettlogg.vault.fields import SealedText
from stafettlogg.vault.seal import Key, Place, seal, unseal

# owner is held by the belt as well: it is loosened in this transaction alone
LOOSENED = ("identity_post", "vault_vaultkey")
TITLED = "SELECT id, municipality_id, plain FROM identity_post WHERE plain <> ''"
KEYS = "SELECT root, id, wrapped FROM vault_vaultkey WHERE root = municipality"
SEAL = """UPDATE identity_post SET title = sealed.title
FROM unnest(%s::uuid[], %s::bytea[]) AS sealed (id, title) WHERE identity_post.id = sealed.id"""


def _open(apps: Any, editor: Any) -> None:  # Any: Django's own
    for table in LOOSENED:
        editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")


def _seal(apps: Any, editor: Any) -> None:  # Any: Django's own
    """Seal each title to its row; as many as there were, or nothing is done."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT bool_or(row_security_active(name)) FROM unnest(%s::text[]) AS name", [list(LOOSENED)])
        if cursor.fetchone() != (False,):
            raise RuntimeError("The belt hides rows from this migration, so it would seal none.")
        cursor.execute(TITLED)
        rows = cursor.fetchall()
        if not rows:
            return
        cursor.execute(KEYS)
        ring = {root: _unwrapped(root, pk, wrapped) for root, pk, wrapped in cursor.fetchall()}
        sealed = [_sealed(ring[here], here, pk, plain) for pk, here, plain in rows]
        cursor.execute(SEAL, [[pk for pk, _, _ in rows], sealed])
        if cursor.rowcount != len(rows):
            raise RuntimeError(f"There were {len(rows)} titles, and {cursor.rowcount} are sealed.")


def _unwrapped(root: UUID, pk: UUID, wrapped: bytes) -> Key:
    return Key(pk, unseal(keys.root_key(), bytes(wrapped), b"key|" + root.bytes + b"|" + root.bytes))


def _sealed(key: Key, municipality: UUID, pk: UUID, plain: str) -> bytes:
    return seal(key, plain.encode(), Place(municipality, municipality, pk, "post.title").binding)


def _close(apps: Any, editor: Any) -> None:  # Any: Django's own
    editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered before its triggers have run
    for table in LOOSENED:
        editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    dependencies = [("identity", "0008_requests"), ("vault", "0001_initial"), ("relay", "0005_what_was_typed_waits")]

    operations = [
        migrations.RunPython(_open, _close),
        migrations.RenameField("post", "title", "plain"),
        migrations.AddField("post", "title", SealedText(code="post.title", null=True)),
        migrations.RunPython(_seal, migrations.RunPython.noop),
        migrations.RemoveField("post", "plain"),
        migrations.RunPython(_close, _open),
    ]
