"""Earlier wordings and the history: nothing written is lost, and what happened reads as sentences."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafettlogg.core import clock
from stafettlogg.core.scope import OutsideOperation
from stafettlogg.relay import concerns, entries, glimpses, measures, notes, people, steps, timeline, wordings
from stafettlogg.relay.models import Wording
from stafettlogg.relay.timeline import Register
from tests.relay.rows import DAY, a_concern, evaluate, plan
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def test_r14_each_wording_is_kept_under_its_own_version(world: World) -> None:
    concern = a_concern(world, text="One")
    for version, text in enumerate(("Two", "Three", "Four"), start=1):
        concerns.change(world.as_("holder"), concern, area="play", text=text, version=version)

    with world.inside("guardian") as log:
        assert [(row.version, row.text) for row in wordings.earlier(log, concern.pk)] == [
            (3, "Three"),
            (2, "Two"),
            (1, "One"),
        ]


def test_r14_saving_the_same_words_changes_nothing(world: World) -> None:
    concern = a_concern(world)

    same = concerns.change(world.as_("holder"), concern, area=concern.area, text=concern.text, version=1)

    assert (same.version, same.changed_at) == (1, None)
    with world.inside("holder") as log:
        assert wordings.earlier(log) == []


def test_r14_a_wording_is_never_written_outside_an_operation(world: World) -> None:
    with world.inside("holder") as log, pytest.raises(OutsideOperation):
        Wording(log=log, by_id=log.holder_id, at=clock.now(), row=log.pk, field="x", version=1, text="x").save()


def test_r23_history_reads_as_sentences_without_another_query(world: World) -> None:
    measure = plan(world, arena="home")
    steps.add(world.as_("holder"), world.log, text="Say hello")
    glimpses.add(world.as_("employee"), world.log, text="She sang.", arena="unit", seen_on=clock.today())
    note = notes.add(world.as_("leader"), world.log, text="First", seen_on=clock.today())
    notes.change(world.as_("leader"), note, text="Second", version=1)
    with clock.fixed(NOW + 30 * DAY):
        evaluate(world, measure)

    with world.inside("holder") as log:
        rows = [
            log,
            *concerns.concerns(log),
            *measures.measures(log),
            *measures.evaluations(log),
            *steps.steps(log),
            *entries.entries(log),
            *people.memberships(log),
            *wordings.earlier(log),
        ]
        timeline.tell(rows)  # the keys are in the pocket now
        with CaptureQueriesContext(connection) as asked:
            told = {register: timeline.tell(rows, register) for register in Register}

    assert len(asked) == 0
    texts = {register: [happening.text for happening in told[register]] for register in Register}
    assert "Solveig Bakke planned a measure at home: «A friend in the breaks»." in texts[Register.STAFF]
    assert "We try something at home: «A friend in the breaks»." in texts[Register.FAMILY]
    assert (
        "Measure at home planned by Solveig Bakke: «A friend in the breaks». Responsible: Solveig Bakke."
        in texts[Register.ARCHIVE]
    )
    assert len({len(found) for found in texts.values()}) == 1
    times = [happening.at for happening in told[Register.STAFF]]
    assert times == sorted(times, reverse=True)


def test_r23_one_change_of_many_fields_is_told_once(world: World) -> None:
    concern = a_concern(world)
    concerns.change(world.as_("leader"), concern, area="feelings", text="Nora seems sad.", version=1)

    with world.inside("holder") as log:
        told = timeline.tell(wordings.earlier(log))

    assert [(happening.kind, happening.by_name) for happening in told] == [("changed", "Ragnhild Nes")]


def test_r23_every_sentence_can_be_told_in_every_register() -> None:
    words = {"by": "A", "who": "B", "what": "C"}

    for sentence in timeline.SENTENCES.values():
        for register in Register:
            assert str(getattr(sentence, register)) % words
