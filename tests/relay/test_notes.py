"""Notes, glimpses and the child's voice: short texts that are added, and corrected by their writer."""

from __future__ import annotations

import pytest

from stafettlogg.core import clock
from stafettlogg.core.operation import Denied, Refused, Stale
from stafettlogg.relay import concerns, entries, glimpses, notes, voices, wordings
from tests.relay.rows import DAY, a_concern
from tests.world import World

pytestmark = pytest.mark.django_db


def test_everybody_who_works_with_the_log_writes_notes_and_glimpses(world: World) -> None:
    for name in ("holder", "deputy", "leader", "employee"):
        notes.add(world.as_(name), world.log, text=f"Note by {name}", seen_on=clock.today())
        glimpses.add(world.as_(name), world.log, text=f"Glimpse by {name}", arena="unit", seen_on=clock.today())

    with world.inside("guardian") as log:
        assert len(entries.entries(log)) == 8


@pytest.mark.parametrize("name", ["receiver", "stranger", "guardian", "far_leader"])
def test_others_do_not_write_notes(world: World, name: str) -> None:
    with pytest.raises(Denied):
        notes.add(world.as_(name), world.log, text="No", seen_on=clock.today())


def test_a_note_may_be_about_a_concern_of_its_own_log(world: World) -> None:
    concern = a_concern(world)
    elsewhere = concerns.add(world.as_("other_holder"), world.other_log, area="play", text="Something else")

    note = notes.add(world.as_("holder"), world.log, text="About play", seen_on=clock.today(), concern=concern.pk)
    with pytest.raises(Refused) as refused:
        notes.add(world.as_("holder"), world.log, text="No", seen_on=clock.today(), concern=elsewhere.pk)

    assert note.concern_id == concern.pk
    assert refused.value.field == "concern"


def test_what_was_seen_was_seen_today_or_earlier(world: World) -> None:
    with pytest.raises(Refused) as refused:
        notes.add(world.as_("holder"), world.log, text="Tomorrow", seen_on=clock.today() + DAY)

    assert refused.value.field == "seen_on"


def test_r14_the_writer_corrects_and_the_earlier_wording_stays(world: World) -> None:
    note = notes.add(world.as_("employee"), world.log, text="First", seen_on=clock.today())

    changed = notes.change(world.as_("employee"), note, text="Second", version=1)

    with world.inside("holder") as log:
        assert [kept.text for kept in wordings.earlier(log, changed.pk)] == ["First"]
        assert [entry.text for entry in entries.entries(log)] == ["Second"]
    with pytest.raises(Stale):
        notes.change(world.as_("employee"), note, text="Third", version=1)


def test_nobody_corrects_what_another_wrote(world: World) -> None:
    note = notes.add(world.as_("employee"), world.log, text="Mine", seen_on=clock.today())

    for name in ("holder", "leader"):
        with pytest.raises(Denied):
            notes.change(world.as_(name), note, text="Yours", version=1)


def test_the_childs_voice_is_recorded_by_those_who_carry_the_log(world: World) -> None:
    voice = voices.record(world.as_("holder"), world.log, text="«I like the swings.»", seen_on=clock.today())

    assert voices.change(world.as_("holder"), voice, text="«I love the swings.»", version=1).version == 2
    with pytest.raises(Denied):
        voices.record(world.as_("employee"), world.log, text="No", seen_on=clock.today())


def test_an_entry_of_another_kind_is_not_there(world: World) -> None:
    glimpse = glimpses.add(world.as_("holder"), world.log, text="She sang.", arena="home", seen_on=clock.today())

    with pytest.raises(Denied):
        notes.change(world.as_("holder"), glimpse, text="She sang loud.", version=1)
    assert glimpses.change(world.as_("holder"), glimpse, text="She sang loud.", version=1).text == "She sang loud."
