"""A membership that waits to be confirmed gives no right (R24, R28); the belt knows of none that waits, nor of such a post."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations, models

import stafettlogg.vault.fields

belt = import_module("stafettlogg.relay.migrations.0002_belt")

IN_FORCE = "p.ended_at IS NULL AND p.waits_for = ''"


def in_force(rule: str) -> str:
    """A rule of the belt's first day, where a post that waits counts no more."""
    return rule.replace("p.ended_at IS NULL", IN_FORCE)


RULES = (("seen", "USING", 0), ("added", "WITH CHECK", 1), ("changed", "USING", 2))
POSTS = "".join(
    f"ALTER POLICY {name} ON {table} {kind} ({in_force(rules[place])});\n"
    for table, rules in belt.OWN.items()
    for name, kind, place in RULES
    if "p.ended_at IS NULL" in rules[place]
)
CHANGED = "".join(
    f"ALTER POLICY changed ON {table} WITH CHECK ({in_force(rules[2])});\n"
    for table, rules in belt.OWN.items()
    if "p.ended_at IS NULL" in rules[2]
)
MEMBERS = """
CREATE OR REPLACE FUNCTION core_access_of_member() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM core_access WHERE root = OLD.log_id AND because = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.ended_at IS NULL AND NEW.waits_for = '' THEN
        INSERT INTO core_access (id, root, person, hat, because) VALUES (gen_random_uuid(), NEW.log_id, NEW.person_id,
            CASE WHEN NEW.kind IN ('guardian', 'child') THEN 'family' ELSE 'staff' END, NEW.id);
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0006_what_was_typed_waits"), ("relay", "0004_drafts")]

    operations = [
        migrations.AddField(
            "membership", "name", stafettlogg.vault.fields.SealedText(code="membership.name", null=True)
        ),
        migrations.AddField(
            "membership",
            "waits_for",
            models.CharField(
                blank=True,
                choices=[
                    ("name", "the administrator and the data-protection officer"),
                    ("lead", "the unit's other leading person"),
                ],
                db_default="",
                default="",
                max_length=4,
            ),
        ),
        migrations.RunSQL(MEMBERS + POSTS + CHANGED, migrations.RunSQL.noop),
    ]
