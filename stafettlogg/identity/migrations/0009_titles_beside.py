"""Room for the sealed title beside the plain one. Until 0011 owner is not held by the belt on these two tables: it reads what it seals."""

from __future__ import annotations

from django.db import migrations

from stafettlogg.vault.fields import SealedText

LOOSENED = ("identity_post", "vault_vaultkey")
BESIDE = """
ALTER TABLE identity_post ADD COLUMN sealed_title bytea;
ALTER TABLE identity_post ALTER COLUMN title SET DEFAULT '';
""" + "".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;\n" for table in LOOSENED)


class Migration(migrations.Migration):
    dependencies = [("identity", "0008_requests"), ("vault", "0001_initial"), ("relay", "0005_what_was_typed_waits")]

    operations = [
        migrations.RunSQL(
            BESIDE,
            migrations.RunSQL.noop,
            state_operations=[
                migrations.AlterField(
                    "post", "title", SealedText(code="post.title", db_column="sealed_title", null=True)
                )
            ],
        ),
    ]
