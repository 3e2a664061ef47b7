"""What a municipality had decided before is kept, with its belt in the same step."""

import uuid
from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

belt = import_module("stafettlogg.relay.migrations.0002_belt")

ADMINISTRATORS = f"{belt.HERE} AND {belt.ADMINISTRATION}"
OWN = f"{ADMINISTRATORS} AND by_id = {belt.CALLER}"
PROTECT = belt.protect("identity_settingchange", ADMINISTRATORS, OWN, "false")


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0003_sign_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="SettingChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("field", models.CharField(max_length=40)),
                ("old", models.CharField(max_length=250)),
                ("new", models.CharField(max_length=250)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(("wonder_days__range", (1, 14))), name="wonder_decided_within_14_days"
            ),
        ),
        migrations.AddField(
            model_name="settingchange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.person"
            ),
        ),
        migrations.AddField(
            model_name="settingchange",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.municipality"
            ),
        ),
        migrations.AddIndex(
            model_name="settingchange",
            index=models.Index(fields=["municipality", "-at"], name="setting_change_by_time"),
        ),
        migrations.RunSQL(PROTECT, migrations.RunSQL.noop),
    ]
