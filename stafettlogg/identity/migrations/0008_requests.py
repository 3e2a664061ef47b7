"""What is asked about who somebody is waits for others to confirm it (R27, R28); with its belt in the same step."""

from __future__ import annotations

import uuid
from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import stafettlogg.vault.fields

belt = import_module("stafettlogg.relay.migrations.0002_belt")
in_force = import_module("stafettlogg.relay.migrations.0005_what_was_typed_waits").in_force

OFFICER = in_force(belt.OFFICER)
ADMINISTRATOR = OFFICER.replace("'officer'", "'administration'", 1).replace("'officer'", "'administrator'", 1)
LEADER = in_force(belt.leads("identity_identityrequest.unit_id"))
# never the person herself, nor whoever asked, nor who has the number already: the belt holds it too
OTHERS = " AND ".join(f"{column} IS DISTINCT FROM {belt.CALLER}" for column in ("person_id", "found_id", "asked_by_id"))
SEEN = f"{belt.HERE} AND {OTHERS} AND ({ADMINISTRATOR} OR {OFFICER} OR route = 'unit' AND {LEADER})"
ADDED = (
    f"{belt.HERE} AND asked_by_id = {belt.CALLER} AND ({ADMINISTRATOR} OR {LEADER}) AND kind = 'number'"
    " AND route = '' AND outcome = '' AND found_id IS NULL AND first_by_id IS NULL AND second_by_id IS NULL"
)
# the worker alone carries out; whoever confirms can do so once, as nobody else
CHANGED = (
    f"{SEEN} AND outcome IN ('', 'declined') AND (outcome = 'declined' OR"
    f" coalesce(second_by_id, first_by_id) = {belt.CALLER})"
    " AND (second_by_id IS NULL OR first_by_id <> second_by_id)"
)
FORMER = f"{belt.HERE} AND encode(number_hash, 'hex') = {belt.LOOKUP}"
# locking a row asks the rule of changing it; who leads or is the officer locks the municipality, and changes nothing there
LOCKED = f"id = {belt.MUNICIPALITY} AND {belt.HAT} IN ('administration', 'officer', 'staff')"
PROTECT = (
    belt.protect("identity_identityrequest", SEEN, ADDED, SEEN)
    + belt.protect("identity_formernumber", FORMER, "false", "false")
    + f"ALTER POLICY changed ON identity_identityrequest WITH CHECK ({CHANGED});"
    + f"ALTER POLICY changed ON identity_municipality USING ({LOCKED})"
    + f" WITH CHECK (id = {belt.MUNICIPALITY} AND {belt.ADMINISTRATION});"
)


def _to(model: str, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(model, django.db.models.deletion.PROTECT, related_name="+", null=null)


class Migration(migrations.Migration):
    dependencies = [("identity", "0007_told"), ("relay", "0005_what_was_typed_waits")]

    operations = [
        migrations.CreateModel(
            name="IdentityRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(choices=[("number", "another number"), ("name", "another name")], max_length=6),
                ),
                ("number", stafettlogg.vault.fields.SealedText(code="identity_request.number", null=True)),
                ("reason", stafettlogg.vault.fields.SealedText(code="identity_request.reason", null=True)),
                ("asked_hat", models.CharField(blank=True, max_length=14)),
                ("asked_at", models.DateTimeField()),
                (
                    "route",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unit", "the unit's other leading person, or an administrator"),
                            ("municipality", "an administrator, then the officer or another administrator"),
                            ("both", "an administrator and the officer"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("first_hat", models.CharField(blank=True, default="", max_length=14)),
                ("second_hat", models.CharField(blank=True, default="", max_length=14)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("done", "carried out"), ("declined", "declined"), ("lapsed", "lapsed")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("asked_by", _to("identity.person", null=True)),
                ("first_by", _to("identity.person", null=True)),
                ("found", _to("identity.person", null=True)),
                ("person", _to("identity.person")),
                ("second_by", _to("identity.person", null=True)),
                ("municipality", _to("identity.municipality")),
                ("post", _to("identity.post", null=True)),
                ("unit", _to("identity.unit", null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["municipality", "outcome"], name="request_that_waits")],
            },
        ),
        migrations.CreateModel(
            name="FormerNumber",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number_hash", models.BinaryField(max_length=32)),
                ("until", models.DateTimeField()),
                ("municipality", _to("identity.municipality")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["municipality", "number_hash"], name="former_number")],
            },
        ),
        migrations.RunSQL(PROTECT, migrations.RunSQL.noop),
    ]
