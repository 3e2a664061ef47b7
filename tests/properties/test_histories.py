"""Random people do random things to two logs in two municipalities, and what must always hold holds after every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Denied, Refused, recording_denied
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import enter, everywhere
from stafettlogg.relay import closing, concerns, consents, glimpses, notes, people, steps, transfers, voices
from stafettlogg.relay.models import Content, Note, RelayLog, Transfer
from tests.filled import Filled, filled
from tests.personas import PERSONAS, Persona
from tests.roles import as_worker

__all__ = ["filled"]

CONTENT = sorted((model for model in apps.get_models() if issubclass(model, Content)), key=lambda model: model.__name__)
SNAPSHOT = " UNION ALL ".join(
    [f"SELECT log_id, '{m._meta.db_table}', md5(string_agg(t::text, ',' ORDER BY id)) FROM {m._meta.db_table} t GROUP BY log_id"
     for m in CONTENT]
    + ["SELECT id, 'relay_relaylog', md5(l::text) FROM relay_relaylog l"]
)  # fmt: skip
EVENTS = "SELECT outcome, count(*) FROM core_auditevent GROUP BY outcome"

Deed = Callable[[Filled, Caller, RelayLog], object]


def _offer(world: Filled, by: Caller, log: RelayLog) -> object:
    return transfers.offer(
        by, log, to=world.people["colleague" if by.person == world.people["leader"].pk else "receiver"]
    )


def _transfer(deed: Callable[..., object], **more: Any) -> Deed:
    def do(world: Filled, by: Caller, log: RelayLog) -> object:
        with as_worker(), everywhere("the test finds the newest offer"):
            newest = Transfer.objects.filter(log=log.pk).order_by("-at", "pk").first()
        if newest is None:
            raise Refused("Nobody was offered the baton of this log.")
        return deed(by, newest, **more)

    return do


def _note(world: Filled, by: Caller, log: RelayLog) -> object:
    with as_worker(), everywhere("the test finds a note"):
        note = Note.objects.filter(log=log.pk, kind="note").order_by("at", "pk").first()
    assert note is not None
    return notes.change(by, note, text="Said better.", version=note.version)


DEEDS: dict[str, Deed] = {
    "concern": lambda world, by, log: concerns.add(by, log, area="play", text="A concern."),
    "note": lambda world, by, log: notes.add(by, log, text="A note.", seen_on=clock.today()),
    "an empty note": lambda world, by, log: notes.add(by, log, text=" ", seen_on=clock.today()),
    "correct a note": _note,
    "glimpse": lambda world, by, log: glimpses.add(by, log, text="A smile.", arena="home", seen_on=clock.today()),
    "voice": lambda world, by, log: voices.record(by, log, text="I like it.", seen_on=clock.today()),
    "step": lambda world, by, log: steps.add(by, log, text="A step."),
    "ask": lambda world, by, log: consents.ask(by, log, level=3),
    "level": lambda world, by, log: consents.change_level(by, log, level=2, reason="More help."),
    "admit": lambda world, by, log: people.admit(by, log, person=world.people["colleague"]),
    "offer": _offer,
    "accept": _transfer(transfers.accept),
    "decline": _transfer(transfers.decline, reason="No time."),
    "take back": _transfer(transfers.withdraw),
    "close": lambda world, by, log: closing.close(
        by, log, reason="moved", note="The end.", unevaluated_reason="Moved."
    ),
    "reopen": lambda world, by, log: closing.reopen(by, log, reason="Not yet."),
}


class Histories(RuleBasedStateMachine):
    """One history, in a transaction that is rolled back when it is told."""

    world: ClassVar[Filled]

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()

    def teardown(self) -> None:
        """Undo it all."""
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    def _ask(self, statement: str) -> list[tuple[Any, ...]]:
        with as_worker(), everywhere("the test looks at everything"), connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    def _rows(self) -> dict[tuple[UUID, str], str]:
        return {(log, table): told for log, table, told in self._ask(SNAPSHOT)}

    def _events(self) -> dict[str, int]:
        return {"done": 0, "seen": 0, "denied": 0} | dict(self._ask(EVENTS))

    @rule(who=st.sampled_from(PERSONAS), what=st.sampled_from(sorted(DEEDS)), where=st.sampled_from(["log", "far_log"]))
    def somebody_does_something(self, who: Persona, what: str, where: str) -> None:
        """A success adds one event and touches one log; a refusal and a denial change nothing."""
        log: RelayLog = getattr(self.world, where)
        by = who.caller(self.world)
        rows, events = self._rows(), self._events()
        try:
            DEEDS[what](self.world, by, log)
        except Denied as denied:
            assert self._rows() == rows
            assert self._events() == events
            recording_denied(by, denied)
            assert self._events() == events | {"denied": events["denied"] + 1}
            return
        except Refused:
            assert self._rows() == rows
            assert self._events() == events
            return
        assert self._events() == events | {"done": events["done"] + 1}
        changed = {place for place, _ in rows.items() ^ self._rows().items()}
        assert {pk for pk, _ in changed} == {log.pk}
        assert log.municipality_id == by.municipality, "nobody does anything across the border"

    @rule(who=st.sampled_from(PERSONAS))
    def somebody_looks(self, who: Persona) -> None:
        """Nobody sees a row that is not of a log that the policy lets her read, in her own municipality."""
        by = who.caller(self.world)
        with as_worker(), everywhere("the policy alone"):
            readable = set(RelayLog.objects.allowed(by, Action.LOG_READ).values_list("pk", flat=True))
        with acting(by):
            for log in (self.world.log, self.world.quiet_log, self.world.other_log, self.world.far_log):
                reached = enter(by, RelayLog, log.pk)
                may_read = reached is not None and Action.LOG_READ in reached.permit.actions
                assert may_read is (log.pk in readable)
                if reached is not None:
                    assert log.municipality_id == by.municipality
                    seen = {row.log_id for model in CONTENT for row in model.objects.of(reached.permit)}
                    assert seen <= {log.pk}

    @invariant()
    def the_baton_is_in_one_hand(self) -> None:
        """R2: who last took the baton of a log is its holder."""
        running = self._ask(
            "SELECT DISTINCT ON (log_id) log_id, to_id FROM relay_transfer WHERE accepted_at IS NOT NULL"
            " ORDER BY log_id, accepted_at DESC"
        )
        assert running == self._ask("SELECT id, holder_id FROM relay_relaylog ORDER BY id")


@pytest.mark.usefixtures("django_db_setup")
def test_whatever_people_do_what_must_hold_holds(filled: Filled) -> None:
    Histories.world = filled
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            phases=[Phase.generate],  # a history is told whole; making it shorter takes longer than reading it
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=[*HealthCheck],
        ),
    )
