"""Drafts, and who is writing just now; each with its belt in the same step."""

from __future__ import annotations

import uuid
from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import stafettlogg.vault.fields

belt = import_module("stafettlogg.relay.migrations.0002_belt")

# narrower than the others: a draft is its writer's alone, under the hat it was written with
OWN = f"{belt.HERE} AND person_id = {belt.CALLER} AND hat = {belt.HAT}"
# who writes just now is seen where the log is seen, and told by oneself alone
SEEN = belt.content("relay_writing")[0]
MINE = f"{SEEN} AND person_id = {belt.CALLER}"

PROTECT = belt.protect("relay_draft", OWN, OWN, OWN) + belt.protect("relay_writing", SEEN, MINE, MINE)


class Migration(migrations.Migration):
    """Add the two tables, and switch the belt on."""

    dependencies = [
        ("identity", "0001_initial"),
        ("relay", "0003_legs_are_accepted_transfers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("hat", models.CharField(max_length=14)),
                ("form", models.CharField(max_length=30)),
                ("root", models.UUIDField()),
                ("object", models.UUIDField()),
                ("version", models.PositiveIntegerField(null=True)),
                ("text", stafettlogg.vault.fields.SealedText(code="draft.text", null=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.municipality"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["saved_at"], name="draft_by_age"),
                    models.Index(fields=["root"], name="draft_about_root"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "hat", "form", "object"), name="one_draft_of_a_form")
                ],
            },
        ),
        migrations.CreateModel(
            name="Writing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("object", models.UUIDField()),
                ("at", models.DateTimeField(null=True)),
                (
                    "log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="relay.relaylog"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("object", "person"), name="writing_once")],
            },
        ),
        migrations.RunSQL(PROTECT, migrations.RunSQL.noop),
    ]
