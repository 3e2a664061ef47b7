"""How far the database has come, for the folder to compare with; of its one row the worker may write this alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_content_of_a_form"), ("relay", "0002_belt")]

    operations = [
        migrations.AddField("installation", "mark", models.PositiveBigIntegerField(db_default=0)),
        migrations.RunSQL(
            "GRANT UPDATE (mark) ON core_installation TO stafettlogg_worker",
            "REVOKE UPDATE (mark) ON core_installation FROM stafettlogg_worker",
        ),
    ]
