"""The raw floor: the same rows, belt, keys, decryption and trail by psycopg alone, behind the same web server.

No framework, no policy table, no template: what it answers is only the opened texts. So it is what a page can not be
faster than on this machine, and the distance from it is what the product itself costs.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID, uuid4

from psycopg.conninfo import make_conninfo
from psycopg.rows import namedtuple_row
from psycopg_pool import ConnectionPool

import bench.site  # noqa: F401 – before Django reads its settings

# isort: split
from stafettlogg.config import env
from stafettlogg.identity.stored_sessions import kept_as
from stafettlogg.vault import keys
from stafettlogg.vault.seal import Key, Place, seal, unseal

Cursor = Any  # Any: psycopg's, with rows by name
Answer = tuple[str, list[bytes]]

PLACE = env.connection("app")
POOL = ConnectionPool(
    make_conninfo(host=PLACE["HOST"], dbname=PLACE["NAME"], user=PLACE["USER"], password=PLACE["PASSWORD"]),
    min_size=1, max_size=8, kwargs={"row_factory": namedtuple_row},
)  # fmt: skip
WHERE = re.compile(r"/(\d+)/(?:logg/([0-9a-f-]{36})/(notat/)?)?$")
SESSION = re.compile(r"stafettlogg=([a-z0-9]+)")

# --- one log ------------------------------------------------------------------------------------------------------

LOG = """SELECT l.id, l.municipality_id, l.unit_id, l.child_id, l.holder_id, l.level, m.name AS place, u.name AS unit,
 c.name AS child_name, h.name AS holder_name,
 EXISTS (SELECT 1 FROM identity_post p WHERE p.person_id = %(me)s AND p.unit_id = l.unit_id AND p.ended_at IS NULL) AS works,
 ARRAY(SELECT kind FROM relay_membership x WHERE x.log_id = l.id AND x.person_id = %(me)s AND x.ended_at IS NULL) AS kinds
 FROM relay_relaylog l JOIN identity_municipality m ON m.id = l.municipality_id JOIN identity_unit u ON u.id = l.unit_id
 JOIN identity_child c ON c.id = l.child_id JOIN identity_person h ON h.id = l.holder_id
 WHERE l.id = %(log)s AND l.municipality_id = %(here)s"""
OF_LOG = {
    "concern": ("text", "by_id"), "measure": ("title", "responsible_id"), "evaluation": ("asked_words", "by_id"),
    "step": ("text", "by_id"), "note": ("text", "by_id"), "attachment": ("name", "by_id"),
    "consent": ("topic", "person_id"), "transfer": ("message", "to_id"), "membership": ("call_name", "person_id"),
}  # fmt: skip
MORE = {"measure": ("goal", "how")}
ROWS = "SELECT x.*, p.name AS name_of, p.id AS person FROM relay_{0} x LEFT JOIN identity_person p ON p.id = x.{1} WHERE x.log_id = %s"
STAFF = "SELECT x.kind, p.name, p.id FROM identity_post x JOIN identity_person p ON p.id = x.person_id WHERE x.unit_id = %s AND x.ended_at IS NULL"
TRAIL = "SELECT person, at, relation FROM core_auditevent WHERE root = %s AND outcome = 'seen' AND action = 'log.read' ORDER BY number DESC LIMIT 200"
EVENT = """INSERT INTO core_auditevent (id, number, at, act, municipality, person, hat, relation, via, action, outcome, root,
 object_kind, object_id, reason, key) VALUES
 (%s, nextval('core_event_number'), %s, %s, %s, %s, 'staff', 'holder', 'web', %s, %s, %s, '', NULL, '', %s)"""

# --- lists, additions ---------------------------------------------------------------------------------------------

LIST = """SELECT l.id, c.id AS child_id, c.name AS child_name, h.id AS holder_id, h.name AS holder_name, u.name AS unit,
 (SELECT count(*) FROM relay_measure x WHERE x.log_id = l.id AND x.ended_at IS NULL AND x.evaluate_by < current_date) AS late,
 (SELECT count(*) FROM relay_measure x WHERE x.log_id = l.id AND x.ended_at IS NULL) AS running
 FROM relay_relaylog l JOIN identity_child c ON c.id = l.child_id JOIN identity_person h ON h.id = l.holder_id
 JOIN identity_unit u ON u.id = l.unit_id WHERE l.municipality_id = %(here)s AND """
MINE = LIST + "l.id IN (SELECT root FROM core_access WHERE person = %(me)s AND hat = 'staff')"
LED = LIST + (
    "l.unit_id IN (SELECT unit_id FROM identity_post WHERE person_id = %(me)s AND kind IN ('leader', 'substitute')"
    " AND ended_at IS NULL)"
)
NOTE = """INSERT INTO relay_note (id, log_id, by_id, at, version, kind, arena, text, seen_on)
 VALUES (%s, %s, %s, %s, 1, 'note', '', %s, %s)"""


class Opened:
    """The keys of one transaction."""

    def __init__(self, cursor: Cursor, here: UUID, *roots: UUID) -> None:
        self.cursor, self.here = cursor, here
        rows = cursor.execute(
            "SELECT id, root, wrapped FROM vault_vaultkey WHERE municipality = %s AND root = ANY(%s)",
            [here, [here, *roots]],
        ).fetchall()
        own = next(row for row in rows if row.root == here)
        self.ring = {here: self._unwrap(keys.root_key(), own)}
        self.ring |= {row.root: self._unwrap(self.ring[here], row) for row in rows if row.root != here}

    def _unwrap(self, wrapping: Key, row: Any) -> Key:
        return Key(row.id, unseal(wrapping, row.wrapped, keys._binding(self.here, row.root)))

    def text(self, root: UUID, row: UUID, code: str, cell: bytes | None) -> bytes:
        """An opened cell."""
        return unseal(self.ring[root], cell, Place(self.here, root, row, code).binding) if cell else b""


def read(cursor: Cursor, me: UUID, here: UUID, pk: UUID) -> Iterator[bytes]:
    """Everything on the page of a log."""
    log = cursor.execute(LOG, {"me": me, "here": here, "log": pk}).fetchone()
    opened = Opened(cursor, here, pk)
    yield opened.text(here, log.child_id, "child.name", log.child_name)
    for table, (first, person) in OF_LOG.items():
        named: dict[UUID, bytes] = {}
        for row in cursor.execute(ROWS.format(table, person), [pk]).fetchall():
            if row.person and row.person not in named:
                named[row.person] = opened.text(here, row.person, "person.name", row.name_of)
            yield named.get(row.person, b"")
            for column in (first, *MORE.get(table, ())):
                if column:
                    yield opened.text(pk, row.id, f"{table}.{column}", getattr(row, column))
    for row in cursor.execute(STAFF, [log.unit_id]).fetchall():
        yield opened.text(here, row.id, "person.name", row.name)
    yield str(len(cursor.execute(TRAIL, [pk]).fetchall())).encode()
    viewer = cursor.execute("SELECT name FROM identity_person WHERE id = %s", [me]).fetchone()
    yield opened.text(here, me, "person.name", viewer.name)
    cursor.execute(EVENT, [uuid4(), datetime.now(UTC), uuid4(), here, me, "log.read", "seen", pk, None])


def start(cursor: Cursor, me: UUID, here: UUID) -> Iterator[bytes]:
    """The lists of somebody at work."""
    opened, act, asked = Opened(cursor, here), uuid4(), {"me": me, "here": here}
    lines = [*cursor.execute(MINE, asked).fetchall(), *cursor.execute(LED, asked).fetchall()]
    for line in lines:
        yield opened.text(here, line.child_id, "child.name", line.child_name)
        yield opened.text(here, line.holder_id, "person.name", line.holder_name)
    now = datetime.now(UTC)
    cursor.executemany(EVENT, [[uuid4(), now, act, here, me, "log.read", "seen", line.id, None] for line in lines])


def add(cursor: Cursor, me: UUID, here: UUID, pk: UUID, form: dict[str, list[str]]) -> Iterator[bytes]:
    """A new entry."""
    cursor.execute("SELECT id FROM relay_relaylog WHERE id = %s FOR UPDATE", [pk])
    cursor.execute(LOG, {"me": me, "here": here, "log": pk}).fetchone()
    opened, row, now = Opened(cursor, here, pk), uuid4(), datetime.now(UTC)
    sealed = seal(opened.ring[pk], form["text"][0].encode(), Place(here, pk, row, "note.text").binding)
    cursor.execute(NOTE, [row, pk, me, now, sealed, date.today()])
    cursor.execute(EVENT, [uuid4(), now, uuid4(), here, me, "note.add", "done", pk, form["form_key"][0]])
    yield b"done"


# --- the web application ------------------------------------------------------------------------------------------


def _caller(cursor: Cursor, cookies: str) -> tuple[UUID, UUID]:
    found = SESSION.search(cookies)
    asked = [kept_as(found[1] if found else "")]
    row = cursor.execute(
        "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()", asked
    ).fetchone()
    packed = row.session_data.split(":")[0]
    raw = urlsafe_b64decode(packed.lstrip(".") + "==")
    kept = json.loads(zlib.decompress(raw) if packed.startswith(".") else raw)
    return UUID(kept["person"]), UUID(kept["municipality"])


def _answer(environ: dict[str, Any]) -> Answer:
    path = WHERE.match(environ["PATH_INFO"])
    if path is None:
        return "200 OK", [b"ok\n"]
    with POOL.connection() as connection, connection.cursor() as cursor:
        me, here = _caller(cursor, environ.get("HTTP_COOKIE", ""))
        cursor.execute(
            "SELECT set_config('app.municipality', %s, true) AS a, set_config('app.caller', %s, true) AS b,"
            " set_config('app.hat', 'staff', true) AS c, set_config('app.system', '', true) AS d,"
            " set_config('app.lookup', '', true) AS e",
            [str(here), str(me)],
        )
        if path[2] is None:
            return "200 OK", [b"\n".join(start(cursor, me, here))]
        if path[3] is None:
            return "200 OK", [b"\n".join(read(cursor, me, here, UUID(path[2])))]
        form = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode())
        return "302 Found", [b"\n".join(add(cursor, me, here, UUID(path[2]), form))]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The same addresses as the product's, answered raw."""
    status, body = _answer(environ)
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(sum(map(len, body))))])
    return body
