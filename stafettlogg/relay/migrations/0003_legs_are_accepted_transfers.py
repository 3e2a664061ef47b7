"""The legs of the relay are the transfers that were accepted: one table tells the baton's way."""

from django.db import migrations

# owner is held by the belt as well: it is loosened for this statement, in this transaction alone
FIRST_LEGS = """
ALTER TABLE relay_transfer NO FORCE ROW LEVEL SECURITY;
ALTER TABLE relay_leg NO FORCE ROW LEVEL SECURITY;
INSERT INTO relay_transfer (id, log_id, by_id, to_id, at, accepted_at)
SELECT id, log_id, by_id, holder_id, at, at FROM relay_leg leg
WHERE NOT EXISTS (SELECT 1 FROM relay_transfer t WHERE t.log_id = leg.log_id AND t.accepted_at = leg.at);
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE relay_transfer FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("relay", "0002_belt")]

    operations = [migrations.RunSQL(FIRST_LEGS), migrations.DeleteModel("Leg")]
