"""A spent key is kept with a keyed hash of what its form said: a column that may be empty, so no row is written anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.AddField("auditevent", "content", models.BinaryField(null=True, editable=False)),
    ]
