"""The belt: row-level security under the policy, held by the database itself (security.md § 2).

Coarser than the policy table and free of dates: the municipality, and a membership or a post that could give *some*
right. Every policy reads `core_access` or `identity_post`, never its own table. No context, no rows.
"""

from __future__ import annotations

from django.db import migrations

MUNICIPALITY = "(SELECT nullif(current_setting('app.municipality', true), '')::uuid)"
CALLER = "(SELECT nullif(current_setting('app.caller', true), '')::uuid)"
HAT = "(SELECT current_setting('app.hat', true))"
LOOKUP = "(SELECT nullif(current_setting('app.lookup', true), ''))"
SYSTEM = "(SELECT coalesce(current_setting('app.system', true), '') <> '')"
TRAINING = "(SELECT EXISTS (SELECT 1 FROM core_installation i WHERE i.mode = 'training'))"

HERE = f"municipality_id = {MUNICIPALITY}"
SIGNED_IN = f"{CALLER} IS NOT NULL"
STAFF = f"{HAT} = 'staff'"
INSIDE = f"{HAT} IN ('staff', 'family')"


def member(root: str) -> str:
    """Somebody with a membership, under its hat."""
    return f"EXISTS (SELECT 1 FROM core_access a WHERE a.root = {root} AND a.person = {CALLER} AND a.hat = {HAT})"


def leads(unit: str) -> str:
    """The leader or substitute of the unit."""
    return (
        f"({STAFF} AND EXISTS (SELECT 1 FROM identity_post p WHERE p.unit_id = {unit} AND p.person_id = {CALLER}"
        " AND p.kind IN ('leader', 'substitute') AND p.ended_at IS NULL))"
    )


def works_in(unit: str) -> str:
    """Anybody with a post in the unit."""
    return (
        f"({STAFF} AND EXISTS (SELECT 1 FROM identity_post p WHERE p.unit_id = {unit} AND p.person_id = {CALLER}"
        " AND p.ended_at IS NULL))"
    )


OFFICER = (
    f"({HAT} = 'officer' AND EXISTS (SELECT 1 FROM identity_post p WHERE p.person_id = {CALLER}"
    " AND p.kind = 'officer' AND p.ended_at IS NULL))"
)
ADMINISTRATION = f"{HAT} = 'administration'"
IN_LOG = f"({member('relay_relaylog.id')} OR {leads('relay_relaylog.unit_id')})"
CHILD_OF_LOG = f"({INSIDE} AND EXISTS (SELECT 1 FROM relay_relaylog l WHERE l.child_id = identity_child.id))"
CHILD_LOOKED_UP = f"({LOOKUP} IN (encode(number_hash, 'hex'), encode(likeness_hash, 'hex')))"
MY_WONDER = f"({STAFF} AND writer_id = {CALLER} OR {leads('relay_wonder.unit_id')})"

# table → (may be seen, may be added, may be changed)
OWN: dict[str, tuple[str, str, str]] = {
    "core_installation": ("true", "false", "false"),
    "core_access": (f"person = {CALLER}", "false", "false"),
    "core_auditevent": (
        f"municipality = {MUNICIPALITY} AND (person = {CALLER} OR {OFFICER}"
        " OR EXISTS (SELECT 1 FROM relay_relaylog l WHERE l.id = core_auditevent.root)"
        " OR EXISTS (SELECT 1 FROM relay_wonder w WHERE w.id = core_auditevent.root)"
        f" OR {leads('core_auditevent.root')})",
        f"municipality = {MUNICIPALITY} AND (person = {CALLER} OR {CALLER} IS NULL)",
        "false",
    ),
    "vault_vaultkey": (f"municipality = {MUNICIPALITY}", f"municipality = {MUNICIPALITY} AND {STAFF}", "false"),
    "identity_municipality": ("true", "false", f"id = {MUNICIPALITY} AND {ADMINISTRATION}"),
    "identity_unit": (HERE, "false", f"{HERE} AND {SIGNED_IN}"),
    "identity_person": (
        f"{HERE} AND ({SIGNED_IN} OR {TRAINING} OR encode(number_hash, 'hex') = {LOOKUP})",
        f"{HERE} AND {SIGNED_IN}",
        f"{HERE} AND {SIGNED_IN}",
    ),
    "identity_post": (
        f"{HERE} AND ({SIGNED_IN} OR {TRAINING})",
        f"{HERE} AND {ADMINISTRATION}",
        f"{HERE} AND {ADMINISTRATION}",
    ),
    "identity_child": (
        f"{HERE} AND ({CHILD_OF_LOG} OR {CHILD_LOOKED_UP})",
        f"{HERE} AND {STAFF}",
        f"{HERE} AND {CHILD_OF_LOG}",
    ),
    "relay_wonder": (
        f"{HERE} AND {MY_WONDER}",
        f"{HERE} AND {STAFF} AND writer_id = {CALLER}",
        f"{HERE} AND {MY_WONDER}",
    ),
    "relay_relaylog": (
        f"{HERE} AND ({IN_LOG} OR {OFFICER})",
        f"{HERE} AND {works_in('relay_relaylog.unit_id')}",
        f"{HERE} AND {IN_LOG}",
    ),
}
CONTENT = (
    "wording", "leg", "membership", "transfer", "consent", "concern", "measure", "evaluation", "step", "note", "attachment",
)  # fmt: skip
SESSIONS = ("django_session",)


def content(table: str) -> tuple[str, str, str]:
    """What is inside a log is visible where the log is, to staff and family."""
    seen = f"{INSIDE} AND EXISTS (SELECT 1 FROM relay_relaylog l WHERE l.id = {table}.log_id)"
    return seen, seen, seen


def protect(table: str, seen: str, added: str, changed: str) -> str:
    """Switch the belt on for one table, for its owner too."""
    people = "stafettlogg_app, stafettlogg_worker"
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON {table} FOR SELECT TO {people} USING ({seen});
CREATE POLICY added ON {table} FOR INSERT TO {people} WITH CHECK ({added});
CREATE POLICY changed ON {table} FOR UPDATE TO {people} USING ({changed}) WITH CHECK ({changed});
CREATE POLICY system ON {table} FOR ALL TO stafettlogg_worker USING ({SYSTEM}) WITH CHECK ({SYSTEM});
GRANT SELECT, INSERT, UPDATE ON {table} TO {people};
GRANT DELETE ON {table} TO stafettlogg_worker;
GRANT SELECT ON {table} TO stafettlogg_backup;
"""


TABLES = OWN | {f"relay_{name}": content(f"relay_{name}") for name in CONTENT}
PROTECT = "".join(protect(table, *rules) for table, rules in TABLES.items())

EXCEPTIONS = """
-- the trail is append-only for everybody; access is written by the triggers alone; the mode by its owner alone
REVOKE UPDATE, DELETE ON core_auditevent FROM stafettlogg_app, stafettlogg_worker;
REVOKE INSERT, UPDATE, DELETE ON core_access FROM stafettlogg_app, stafettlogg_worker;
REVOKE INSERT, UPDATE, DELETE ON core_installation FROM stafettlogg_app, stafettlogg_worker;
GRANT USAGE ON SEQUENCE core_event_number TO stafettlogg_app, stafettlogg_worker;
CREATE POLICY owner ON core_installation FOR ALL TO stafettlogg_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON core_access FOR ALL TO stafettlogg_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO stafettlogg_app, stafettlogg_worker;
GRANT SELECT ON django_migrations TO stafettlogg_app, stafettlogg_worker;
-- tasks: the web plans, the worker works
GRANT SELECT, INSERT ON procrastinate_jobs TO stafettlogg_app;
GRANT INSERT ON procrastinate_events TO stafettlogg_app;
GRANT SELECT ON procrastinate_workers TO stafettlogg_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers
    TO stafettlogg_worker;
GRANT SELECT, INSERT, DELETE ON procrastinate_events TO stafettlogg_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO stafettlogg_app, stafettlogg_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO stafettlogg_backup;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO stafettlogg_backup;
"""

ACCESS = """
CREATE FUNCTION core_access_of_holder() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF TG_OP = 'UPDATE' AND NEW.holder_id = OLD.holder_id THEN RETURN NULL; END IF;
        DELETE FROM core_access WHERE root = OLD.id AND because = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO core_access (id, root, person, hat, because)
        VALUES (gen_random_uuid(), NEW.id, NEW.holder_id, 'staff', NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER access_of_holder AFTER INSERT OR UPDATE OR DELETE ON relay_relaylog
    FOR EACH ROW EXECUTE FUNCTION core_access_of_holder();

CREATE FUNCTION core_access_of_member() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM core_access WHERE root = OLD.log_id AND because = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.ended_at IS NULL THEN
        INSERT INTO core_access (id, root, person, hat, because) VALUES (gen_random_uuid(), NEW.log_id, NEW.person_id,
            CASE WHEN NEW.kind IN ('guardian', 'child') THEN 'family' ELSE 'staff' END, NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER access_of_member AFTER INSERT OR UPDATE OR DELETE ON relay_membership
    FOR EACH ROW EXECUTE FUNCTION core_access_of_member();
"""


class Migration(migrations.Migration):
    """Switch the belt on."""

    dependencies = [
        ("relay", "0001_initial"),
        ("core", "0001_initial"),
        ("vault", "0001_initial"),
        ("identity", "0001_initial"),
        ("sessions", "0001_initial"),
        ("procrastinate", "__latest__"),
    ]

    operations = [migrations.RunSQL(PROTECT + EXCEPTIONS + ACCESS, migrations.RunSQL.noop)]
