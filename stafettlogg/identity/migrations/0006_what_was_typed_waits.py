"""A post that waits to be confirmed gives no right, and shows the name that was typed (R24, R28)."""

from __future__ import annotations

from django.db import migrations, models

import stafettlogg.vault.fields

LEADING = models.Q(("ended_at", None), ("kind__in", ("leader", "substitute")), ("waits_for", ""))


class Migration(migrations.Migration):
    dependencies = [("identity", "0005_sessions_by_hash")]

    operations = [
        migrations.AddField("post", "name", stafettlogg.vault.fields.SealedText(code="post.name", null=True)),
        migrations.AddField("post", "appointed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "post",
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
        migrations.RemoveConstraint("post", "one_leader_and_substitute"),
        migrations.AddConstraint(
            "post",
            models.UniqueConstraint(condition=LEADING, fields=("unit", "kind"), name="one_leader_and_substitute"),
        ),
    ]
