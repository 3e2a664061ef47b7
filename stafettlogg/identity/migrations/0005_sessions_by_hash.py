"""The keys of sessions are kept as hashes from here on: the rows with readable ones go, and everybody signs in again."""

from django.db import migrations

# not DELETE: that leaves the keys in the table's file for a base copy to carry away
EMPTIED = "TRUNCATE django_session, identity_providersession"


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0004_settings_are_kept"),
        ("sessions", "0001_initial"),
    ]

    operations = [migrations.RunSQL(EMPTIED, migrations.RunSQL.noop)]
