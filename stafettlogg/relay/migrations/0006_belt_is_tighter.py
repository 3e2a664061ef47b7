"""App writes events in its caller's own name and now, and changes of a person or municipality what a page changes."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

belt = import_module("stafettlogg.relay.migrations.0002_belt")

# a training installation lives through a whole autumn in a minute; elsewhere an event is of now
NOW = f"({belt.TRAINING} OR abs(extract(epoch FROM at - clock_timestamp())) <= 60)"
EVENT = f"municipality = {belt.MUNICIPALITY} AND person = {belt.CALLER} AND {NOW}"

ADMINISTRATOR = (
    f"({belt.ADMINISTRATION} AND EXISTS (SELECT 1 FROM identity_post p WHERE p.person_id = {belt.CALLER}"
    " AND p.kind = 'administrator' AND p.ended_at IS NULL AND p.waits_for = ''))"
)
# locking a row asks what may be changed, and others lock it: what is written is the administrator's alone
SETTINGS = f"id = {belt.MUNICIPALITY} AND {ADMINISTRATOR}"
# a name or a number is changed by the worker, when two have confirmed it (R27)
ONESELF = f"{belt.HERE} AND id = {belt.CALLER}"

# what no operation of a page changes, whatever the policy says
COLUMNS = {
    "identity_municipality": (
        "name, language, all_guardians_consent, consent_age, evaluate_from_days, evaluate_until_days, wonder_days,"
        " forget_wonder_days, unopened_days, highest_level, employees_plan, employees_write, retention_days, secrecy,"
        " contact_name, contact_phone, contact_email, accessibility_url, theme"
    ),
    "identity_person": "signed_in_at",
}
UNCHANGED = ("vault_vaultkey", "identity_provider", "identity_providerkey", "identity_settingchange")

TIGHTER = f"""
ALTER POLICY added ON core_auditevent WITH CHECK ({EVENT});
ALTER POLICY changed ON identity_municipality WITH CHECK ({SETTINGS});
ALTER POLICY changed ON identity_person USING ({ONESELF}) WITH CHECK ({ONESELF});
REVOKE UPDATE ON {", ".join((*COLUMNS, *UNCHANGED))} FROM stafettlogg_app;
""" + "".join(f"GRANT UPDATE ({columns}) ON {table} TO stafettlogg_app;\n" for table, columns in COLUMNS.items())


class Migration(migrations.Migration):
    dependencies = [("relay", "0005_what_was_typed_waits"), ("identity", "0011_titles_stand_plain_no_more")]

    operations = [migrations.RunSQL(TIGHTER, migrations.RunSQL.noop)]
