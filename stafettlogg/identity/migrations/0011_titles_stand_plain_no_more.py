"""The plain title goes, after what was written meanwhile is sealed too; and the belt holds owner again."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

beside = import_module("stafettlogg.identity.migrations.0009_titles_beside")
sealing = import_module("stafettlogg.identity.migrations.0010_titles_are_sealed")

# nobody writes a title from here on; no table is altered before its triggers have run
ALONE = "LOCK TABLE identity_post IN ACCESS EXCLUSIVE MODE"
GONE = "SET CONSTRAINTS ALL IMMEDIATE;\nALTER TABLE identity_post DROP COLUMN title;\n" + "".join(
    f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n" for table in beside.LOOSENED
)


class Migration(migrations.Migration):
    dependencies = [("identity", "0010_titles_are_sealed")]

    operations = [
        migrations.RunSQL(ALONE, migrations.RunSQL.noop),
        migrations.RunPython(sealing.seal_titles, migrations.RunPython.noop),
        migrations.RunSQL(GONE, migrations.RunSQL.noop),
    ]
