"""The belt: row-level security under the policy, held by the database itself, seen from the app's own connection.

Everything here is committed, and asked as app: inside one outer transaction, or as superuser, such a test cannot fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import models
from psycopg import sql

from stafettlogg.config.postgres import Server
from stafettlogg.core import audit, clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.policy import Action, root_of
from stafettlogg.core.scope import Inside, everywhere
from stafettlogg.identity import settings
from stafettlogg.identity.models import Municipality, Post, Unit
from stafettlogg.management.health import UNPROTECTED
from stafettlogg.relay.models import Content, RelayLog, Wonder
from stafettlogg.web.guard import NOBODY
from tests.filled import Filled, filled, undone
from tests.personas import PERSONAS, Persona
from tests.roles import as_worker

__all__ = ["filled"]

pytestmark = pytest.mark.usefixtures("filled")

Connection = psycopg.Connection[tuple[Any, ...]]
SETTINGS = ("app.municipality", "app.caller", "app.hat", "app.system", "app.lookup")
# names of municipalities are public, and stand on the sign-in page; so is where each signs in
PUBLIC = {"identity_municipality", "identity_provider"}
# shown to nobody but by the very hash that is looked for
BY_HASH = {"identity_formernumber"}
ROOTS: dict[str, type[models.Model]] = {model._meta.label: model for model in (RelayLog, Wonder, Unit, Municipality)}
PROTECTED = sorted(
    model._meta.db_table
    for model in apps.get_models()
    if model._meta.app_label in ("core", "vault", "identity", "relay") and model._meta.db_table not in UNPROTECTED
)
CONTENT = sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, Content))


@pytest.fixture
def app(postgres: Server) -> Iterator[Connection]:
    """A connection of app's own."""
    with psycopg.connect(postgres.dsn("app")) as connection:
        yield connection


@contextmanager
def told(connection: Connection, *values: object) -> Iterator[None]:
    """A transaction on the connection with these belt settings, rolled back."""
    with connection.transaction(force_rollback=True):
        for name, value in zip(SETTINGS, values, strict=False):
            connection.execute("SELECT set_config(%s, %s, true)", [name, str(value)])
        yield


def ids(connection: Connection, table: str) -> set[UUID]:
    """What the belt shows of a table."""
    return {row for (row,) in connection.execute(sql.SQL("SELECT id FROM {}").format(sql.Identifier(table)))}


@contextmanager
def in_production(postgres: Server) -> Iterator[None]:
    """The database as one in use, where nothing of a training site is let through."""
    with psycopg.connect(postgres.dsn("owner"), autocommit=True) as owner:
        owner.execute("UPDATE core_installation SET mode = 'production'")
        try:
            yield
        finally:
            owner.execute("UPDATE core_installation SET mode = 'training'")


def as_caller(by: Caller) -> tuple[object, ...]:
    return by.municipality, by.person, by.hat.value


# --- nothing without a context ------------------------------------------------------------------------------------


def test_the_world_has_a_row_in_every_table(postgres: Server) -> None:
    with psycopg.connect(postgres.dsn("backup")) as backup:
        empty = {table for table in PROTECTED if not ids(backup, table)}
    assert empty == set(), "a test that nothing shows needs something that could"


@pytest.mark.parametrize("table", PROTECTED)
def test_without_a_context_there_are_no_rows(table: str, app: Connection) -> None:
    assert bool(ids(app, table)) is (table in PUBLIC)


@pytest.mark.parametrize("table", PROTECTED)
def test_nor_on_a_connection_that_somebody_has_used(table: str, app: Connection, filled: Filled) -> None:
    by = filled.as_("holder")
    with app.transaction():
        for name, value in zip(SETTINGS, as_caller(by), strict=False):
            app.execute("SELECT set_config(%s, %s, true)", [name, str(value)])
        assert ids(app, "relay_relaylog") == {filled.log.pk}
    app.commit()

    assert bool(ids(app, table)) is (table in PUBLIC)


def test_the_products_own_connection_forgets_who_asked(filled: Filled) -> None:
    from django.db import connection

    with acting(filled.as_("holder")):
        assert models.QuerySet(RelayLog).count() == 1
    assert models.QuerySet(RelayLog).count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{name}', true)" for name in SETTINGS))
        assert set(cursor.fetchone() or ()) <= {"", None}


@pytest.mark.parametrize("reason", ["a reason", "true"])
def test_saying_system_opens_nothing_for_app(reason: str, app: Connection, filled: Filled) -> None:
    with told(app, "", "", "", reason, ""):
        shown = {table for table in PROTECTED if ids(app, table)}
    assert shown == PUBLIC


# --- coarser than the policy, never narrower ----------------------------------------------------------------------


@pytest.mark.parametrize("persona", PERSONAS, ids=str)
def test_what_the_policy_shows_is_inside_what_the_belt_lets_through(persona: Persona, filled: Filled) -> None:
    by = persona.caller(filled)
    with as_worker(), everywhere("the policy alone"):
        policy = {
            action: set(ROOTS[root_of(action)].objects.allowed(by, action).values_list("pk", flat=True))  # type: ignore[attr-defined]
            for action in Action
        }
    with acting(by):
        belt = {label: set(models.QuerySet(model).values_list("pk", flat=True)) for label, model in ROOTS.items()}
        locked = {
            label: set(models.QuerySet(model).select_for_update().values_list("pk", flat=True))
            for label, model in ROOTS.items()
        }

    for action, roots in policy.items():
        assert roots <= belt[root_of(action)], f"the belt hides what {action} needs"
        if root_of(action) == "relay.RelayLog" and action not in (Action.LOG_READ, Action.LOG_TRAIL):
            assert roots <= locked[root_of(action)], f"the belt hides the row that {action} locks"


@pytest.mark.parametrize("persona", PERSONAS, ids=str)
def test_the_rows_of_a_log_one_reads_pass_the_belt_and_no_others(persona: Persona, filled: Filled) -> None:
    by = persona.caller(filled)
    contents = [model for model in apps.get_models() if issubclass(model, Content)]
    with as_worker(), everywhere("the policy alone"):
        readable = set(RelayLog.objects.allowed(by, Action.LOG_READ).values_list("pk", flat=True))
        rows = {model: dict(model.objects.values_list("pk", "log_id")) for model in contents}
    with acting(by):
        shown = {model: set(models.QuerySet(model).values_list("pk", flat=True)) for model in contents}
        logs = set(models.QuerySet(RelayLog).values_list("pk", flat=True))

    for model in contents:
        assert {pk for pk, log in rows[model].items() if log in readable} <= shown[model]
        assert all(rows[model][pk] in logs for pk in shown[model])
    if by.hat in (Hat.ADMINISTRATION, Hat.OFFICER):
        assert not any(shown.values()), "the texts of a log are for staff and family"


STRANGERS = [
    persona
    for persona in PERSONAS
    if persona.key in ("stranger", "ppt_leader", "wrong_guardian") or (persona.key, persona.hat) in (
        ("guardian", Hat.STAFF), ("child", Hat.STAFF), ("holder", Hat.FAMILY), ("officer", Hat.STAFF),
        ("administrator", Hat.ADMINISTRATION), ("administrator", Hat.STAFF), ("leader", Hat.ADMINISTRATION),
    )
]  # fmt: skip


@pytest.mark.parametrize("persona", STRANGERS, ids=str)
def test_the_belt_alone_shows_strangers_no_log_no_child_and_no_wonder(
    persona: Persona, app: Connection, filled: Filled
) -> None:
    with told(app, *as_caller(persona.caller(filled))):
        shown = {table for table in (*CONTENT, "relay_relaylog", "identity_child", "relay_wonder") if ids(app, table)}
        own = app.execute("SELECT DISTINCT person FROM core_auditevent").fetchall()
    assert shown == set()
    assert {person for (person,) in own} <= {persona.caller(filled).person, None}


# --- across municipalities ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", sorted({*PROTECTED} - PUBLIC - BY_HASH))
def test_nobody_sees_a_row_of_the_other_municipality(table: str, app: Connection, filled: Filled) -> None:
    here: set[UUID] = set()
    there: set[UUID] = set()
    for persona in PERSONAS:
        by = persona.caller(filled)
        with told(app, *as_caller(by)):
            (here if by.municipality == filled.fjordvik.pk else there).update(ids(app, table))

    assert here or there
    assert here & there == set()


@pytest.mark.parametrize("persona", PERSONAS, ids=str)
def test_a_caller_who_names_the_other_municipality_gets_nothing_of_either(
    persona: Persona, app: Connection, filled: Filled
) -> None:
    real = persona.caller(filled)
    other = filled.havvik.pk if real.municipality == filled.fjordvik.pk else filled.fjordvik.pk
    with told(app, other, real.person, real.hat.value):
        shown = {table for table in (*CONTENT, "relay_relaylog", "identity_child", "relay_wonder") if ids(app, table)}
    assert shown == set()


# one of each relation: the clause is the same for all who stand in it
ONE_OF_EACH = [
    persona
    for persona in PERSONAS
    if (persona.key, persona.hat) in {
        ("holder", Hat.STAFF), ("leader", Hat.STAFF), ("guardian", Hat.FAMILY), ("child", Hat.FAMILY),
        ("administrator", Hat.ADMINISTRATION), ("officer", Hat.OFFICER), ("far_leader", Hat.STAFF),
    }
]  # fmt: skip


@pytest.mark.parametrize("persona", ONE_OF_EACH, ids=str)
def test_the_policys_own_municipality_clause_holds_where_the_belt_is_wide_open(
    persona: Persona, filled: Filled
) -> None:
    real = persona.caller(filled)
    other = filled.havvik.pk if real.municipality == filled.fjordvik.pk else filled.fjordvik.pk
    with as_worker(), everywhere("the policy alone"):
        for action in Action:
            roots = ROOTS[root_of(action)].objects  # type: ignore[attr-defined]
            municipality = "pk" if root_of(action) == "identity.Municipality" else "municipality"
            assert set(roots.allowed(real, action).values_list(municipality, flat=True)) <= {real.municipality}
            forged = set(
                roots.allowed(Caller(real.person, other, real.hat), action).values_list(municipality, flat=True)
            )
            assert forged <= {other}, "whatever she is, it is not in her own municipality she asks"


def test_and_there_is_something_that_clause_alone_keeps_back(filled: Filled) -> None:
    """An administrator's and an officer's posts say nothing of a root: without the clause they would reach every one."""
    with as_worker(), everywhere("the policy alone"):
        assert models.QuerySet(Unit).exclude(municipality=filled.fjordvik.pk).exists()
        assert models.QuerySet(Post).filter(kind__in=("administrator", "officer")).count() == 2


# --- before anybody is known --------------------------------------------------------------------------------------


def test_before_sign_in_no_log_child_or_wonder_is_seen(app: Connection, filled: Filled) -> None:
    with told(app, filled.fjordvik.pk):
        shown = {table for table in PROTECTED if ids(app, table)}
    assert shown - PUBLIC <= {
        "identity_unit",
        "identity_person",
        "identity_post",
        "identity_providerkey",
        "vault_vaultkey",
    }


def test_in_production_a_person_is_found_by_the_hash_of_a_number_and_no_other_way(
    app: Connection, filled: Filled, postgres: Server
) -> None:
    person = filled.people["leader"].pk
    with psycopg.connect(postgres.dsn("backup")) as backup:
        ((wanted,),) = backup.execute(
            "SELECT encode(number_hash, 'hex') FROM identity_person WHERE id = %s", [person]
        ).fetchall()
    with in_production(postgres):
        with told(app, filled.fjordvik.pk):
            assert ids(app, "identity_person") | ids(app, "identity_post") == set()
        for municipality, found in ((filled.fjordvik.pk, {person}), (filled.havvik.pk, set())):
            with told(app, municipality, "", "", "", wanted):
                assert ids(app, "identity_person") == found


# --- every table, every command -----------------------------------------------------------------------------------


def test_every_table_has_the_belt_on_or_stands_on_the_list(postgres: Server) -> None:
    with psycopg.connect(postgres.dsn("backup")) as backup:
        rows = backup.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
            " WHERE relkind IN ('r', 'p', 'm', 'f') AND relnamespace = 'public'::regnamespace"
        ).fetchall()
    loose = {table for table, held in rows if not held}

    assert {table for table, _ in rows} >= {*PROTECTED, *UNPROTECTED}
    assert loose <= UNPROTECTED
    assert "core_installation" not in loose


def test_no_view_passes_the_belt(postgres: Server) -> None:
    with psycopg.connect(postgres.dsn("backup")) as backup:
        views = backup.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace"
            " AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)"
        ).fetchall()
    assert views == []


COMMANDS = {
    "select": "SELECT * FROM {}",
    "select for update": "SELECT * FROM {} FOR UPDATE",
    "insert": "INSERT INTO {0} SELECT * FROM {0} WHERE false",
    "update": "UPDATE {} SET id = id",
    "delete": "DELETE FROM {}",
}


@pytest.mark.parametrize("role", ["app", "worker"])
@pytest.mark.parametrize("hat", Hat)
def test_no_table_and_no_command_asks_in_a_ring(role: str, hat: Hat, postgres: Server, filled: Filled) -> None:
    by = filled.as_("leader", hat)
    with psycopg.connect(postgres.dsn(role)) as connection:
        for table in PROTECTED:
            for command in COMMANDS.values():
                with told(connection, *as_caller(by)), suppress(psycopg.errors.InsufficientPrivilege):
                    connection.execute(sql.SQL(command).format(sql.Identifier(table)))


@pytest.mark.parametrize("table", PROTECTED)
def test_app_deletes_nothing_anywhere(table: str, app: Connection, filled: Filled) -> None:
    with told(app, *as_caller(filled.as_("leader"))), pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


APPEND_ONLY = {
    "core_access": ("INSERT INTO core_access VALUES (gen_random_uuid(), %(root)s, %(person)s, 'staff', %(root)s)",
                    "UPDATE core_access SET person = %(person)s", "DELETE FROM core_access", "TRUNCATE core_access"),
    "core_auditevent": ("UPDATE core_auditevent SET person = %(person)s", "DELETE FROM core_auditevent", "TRUNCATE core_auditevent"),
    "core_installation": ("UPDATE core_installation SET mode = 'training'", "INSERT INTO core_installation VALUES (2, 'production')"),
}  # fmt: skip


@pytest.mark.parametrize("role", ["app", "worker"])
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_nobody_writes_access_or_changes_the_trail_by_hand(
    role: str, table: str, postgres: Server, filled: Filled
) -> None:
    by = filled.as_("colleague")
    with psycopg.connect(postgres.dsn(role)) as connection:
        for statement in APPEND_ONLY[table]:
            with told(connection, *as_caller(by), "a reason"), pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement, {"root": filled.log.pk, "person": by.person})


EVENT = (
    "INSERT INTO core_auditevent (id, at, act, municipality, person, hat, relation, via, action, outcome, object_kind,"
    " reason) VALUES (gen_random_uuid(), now() + %s, gen_random_uuid(), %s, %s, 'staff', '', 'web', 'log.read', 'seen', '', '')"
)


def may_write(app: Connection, person: object, municipality: object, seconds: float = 0) -> bool:
    """Whether the belt takes an event in this person's name, so many seconds from now."""
    with app.transaction(force_rollback=True):
        try:
            app.execute(EVENT, [timedelta(seconds=seconds), municipality, person])
        except psycopg.errors.InsufficientPrivilege:
            return False
        return True


def test_an_event_is_in_the_callers_own_name_or_nobodys_before_sign_in(app: Connection, filled: Filled) -> None:
    by, another, here = filled.as_("colleague"), filled.people["holder"].pk, filled.fjordvik.pk
    with told(app, *as_caller(by)):
        mine = [may_write(app, person, here) for person in (by.person, another, NOBODY, None)]
        elsewhere = may_write(app, by.person, filled.havvik.pk)
    with told(app, here, NOBODY, "staff"):
        nobodys = [may_write(app, person, here) for person in (by.person, NOBODY, None)]
    with told(app, here):
        unsaid = [may_write(app, person, here) for person in (by.person, NOBODY, None)]

    assert (mine, elsewhere) == ([True, False, False, False], False)
    assert nobodys == [False, True, False]
    assert unsaid == [False, False, False], "without a caller nothing happens that could be recorded"


def test_in_production_an_event_is_of_now(app: Connection, filled: Filled, postgres: Server) -> None:
    by = filled.as_("colleague")
    times = (-86_400, -65, -50, 0, 50, 65)
    with told(app, *as_caller(by)):
        training = [may_write(app, by.person, by.municipality, seconds) for seconds in times]
    with in_production(postgres), told(app, *as_caller(by)):
        production = [may_write(app, by.person, by.municipality, seconds) for seconds in times]

    assert training == [True] * len(times)
    assert production == [False, False, True, True, True, False]


def test_in_production_signing_in_and_what_goes_wrong_at_it_is_recorded(filled: Filled, postgres: Server) -> None:
    by, nobody = filled.as_("colleague"), Caller(NOBODY, filled.fjordvik.pk, Hat.STAFF)
    with in_production(postgres), clock.fixed(datetime.now(UTC)), undone():
        for who in (by, nobody):
            with acting(who):
                audit.noted(who.municipality, "sign-in", person=who.person)
                audit.denied(who, Action.LOG_READ, filled.log.pk)


# --- what app may change ------------------------------------------------------------------------------------------

# table → why → columns; of the others the policy alone decides, for every column
CHANGES: dict[str, dict[str, set[str]]] = {
    "identity_municipality": {
        "the administrator decides (settings.change)": {*settings.FIELDS},
    },
    "identity_person": {"one signs in; names and numbers are the worker's (R27)": {"signed_in_at"}},
    "vault_vaultkey": {}, "identity_provider": {}, "identity_providerkey": {}, "identity_settingchange": {},
    "core_access": {}, "core_auditevent": {}, "core_installation": {},
}  # fmt: skip


@pytest.mark.parametrize("table", CHANGES)
def test_app_may_change_these_columns_and_no_others(table: str, postgres: Server) -> None:
    with psycopg.connect(postgres.dsn("backup")) as backup:
        granted = backup.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND has_column_privilege('stafettlogg_app', attrelid, attnum, 'UPDATE')",
            [table],
        ).fetchall()
    assert {column for (column,) in granted} == {column for columns in CHANGES[table].values() for column in columns}


def changed_by(app: Connection, by: Caller, table: str, column: str) -> set[UUID]:
    """The rows that this caller could change in this column."""
    statement = sql.SQL("UPDATE {0} SET {1} = {1} RETURNING id").format(*map(sql.Identifier, (table, column)))
    with told(app, *as_caller(by)), app.transaction(force_rollback=True):
        try:
            return {row for (row,) in app.execute(statement)}
        except psycopg.errors.InsufficientPrivilege:
            return set()


@pytest.mark.parametrize("persona", PERSONAS, ids=str)
def test_everybody_changes_ones_own_row_and_nobody_elses(persona: Persona, app: Connection, filled: Filled) -> None:
    by = persona.caller(filled)

    assert changed_by(app, by, "identity_person", "signed_in_at") == {by.person}


def test_who_only_wears_the_administrators_hat_decides_nothing(app: Connection, filled: Filled) -> None:
    decides = {
        persona.key for persona in PERSONAS if changed_by(app, persona.caller(filled), "identity_municipality", "theme")
    }
    forged = changed_by(app, filled.as_("colleague", Hat.ADMINISTRATION), "identity_municipality", "theme")

    assert decides == {"administrator"}
    assert forged == set()


def reached(app: Connection, table: str) -> bool:
    """Whether a change that looks at no row first would meet one: the rule of changing alone, for seeing is another."""
    with app.transaction(force_rollback=True):
        try:
            return app.execute(sql.SQL("UPDATE {} SET id = NULL").format(sql.Identifier(table))).rowcount > 0
        except psycopg.errors.NotNullViolation:
            return True
        except psycopg.errors.InsufficientPrivilege as denied:
            return "row-level" in str(denied)


@pytest.mark.parametrize("table", PROTECTED)
def test_nobody_from_nowhere_changes_a_row_without_seeing_it(table: str, app: Connection, filled: Filled) -> None:
    for hat in Hat:
        with told(app, uuid4(), uuid4(), hat.value):
            assert not reached(app, table)
        with told(app, uuid4(), filled.people["leader"].pk, hat.value):
            assert not reached(app, table), "who names another municipality changes nothing of one's own either"


@pytest.mark.parametrize("persona", STRANGERS, ids=str)
def test_strangers_change_no_log_child_or_wonder_without_seeing_it(
    persona: Persona, app: Connection, filled: Filled
) -> None:
    tables = (*CONTENT, "relay_relaylog", "identity_child", "relay_wonder", "relay_draft")
    with told(app, *as_caller(persona.caller(filled))):
        assert [table for table in tables if reached(app, table)] == []


def test_who_is_not_in_a_log_writes_nothing_into_it(app: Connection, filled: Filled) -> None:
    """A forged membership is the way in that matters: it would give access by the trigger."""
    by = filled.as_("colleague")
    forged = (
        "INSERT INTO relay_membership (id, at, kind, basis, from_date, by_id, log_id, person_id)"
        " VALUES (gen_random_uuid(), now(), 'employee', '', current_date, %(me)s, %(log)s, %(me)s)"
    )
    for log in (filled.log.pk, filled.far_log.pk):
        with told(app, *as_caller(by)), pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(forged, {"me": by.person, "log": log})
    with told(app, *as_caller(by)):
        changed = app.execute("UPDATE relay_relaylog SET holder_id = %s WHERE id = %s", [by.person, filled.log.pk])
        assert changed.rowcount == 0


def test_access_follows_the_memberships(app: Connection, filled: Filled) -> None:
    with told(app, *as_caller(filled.as_("gone"))):
        assert ids(app, "relay_relaylog") == {filled.log.pk}, "the belt knows no dates and no ended posts"
    with told(app, *as_caller(filled.as_("wrong_guardian", Hat.FAMILY))):
        assert ids(app, "relay_relaylog") == set(), "an ended membership is gone from access"


@pytest.mark.parametrize("role", ["app", "worker", "backup"])
def test_no_role_of_the_product_owns_or_passes(role: str, postgres: Server) -> None:
    with psycopg.connect(postgres.dsn(role), autocommit=True) as connection:
        rows = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert rows.fetchall() == [(False, role == "backup", False)]
        owned = connection.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        assert owned.fetchall() == [(0,)]
        with pytest.raises(psycopg.errors.Error, match=r"permission denied|read-only"):
            connection.execute("CREATE TABLE loose (id int)")


def test_backup_reads_and_never_writes(postgres: Server, filled: Filled) -> None:
    with psycopg.connect(postgres.dsn("backup"), autocommit=True) as backup:
        assert ids(backup, "relay_relaylog") >= {filled.log.pk, filled.far_log.pk}
        backup.execute("SET default_transaction_read_only = off")
        for table in PROTECTED:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                backup.execute(sql.SQL("UPDATE {} SET id = id").format(sql.Identifier(table)))


def test_every_row_inside_a_root_names_its_root() -> None:
    for model in apps.get_models():
        if issubclass(model, Inside):
            assert model._meta.get_field(model.root_path).related_model in ROOTS.values()
