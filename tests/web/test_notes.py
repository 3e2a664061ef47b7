"""Notes, glimpses and the child's voice on the page: written by many, corrected by their writer."""

from __future__ import annotations

import pytest

from stafettlogg.core import clock
from stafettlogg.relay import glimpses, notes, voices
from tests.relay.rows import a_concern
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, send, shown

pytestmark = pytest.mark.django_db

WRITTEN = {
    "notat/": ({}, "The note is saved."),
    "lysglimt/": ({"arena": "home"}, "Thank you for sharing a glimpse."),
    "stemme/": ({}, "The child&#x27;s words stand at the top of the log now."),
}


@pytest.mark.parametrize("rest", WRITTEN)
def test_an_entry_is_written_and_stands_in_the_log_for_the_family_too(world: WebWorld, rest: str) -> None:
    answers, thanks = WRITTEN[rest]
    holder = world.client("holder")

    answer = send(holder, address(world.log, rest), text="Nora said hello first.", **answers)

    assert (answer.status_code, answer.url) == (302, address(world.log))
    assert shown(holder.get(answer.url), thanks)
    assert shown(world.client("guardian").get(answer.url), "Nora said hello first.")


def test_a_note_may_belong_to_a_concern(world: WebWorld) -> None:
    concern = a_concern(world)

    answer = send(world.client("employee"), address(world.log, "notat/"), text="Seen.", concern=str(concern.pk))

    assert answer.status_code == 302


@pytest.mark.parametrize("rest", WRITTEN)
def test_a_day_that_has_not_come_is_refused_and_the_text_is_kept(world: WebWorld, rest: str) -> None:
    answers, _ = WRITTEN[rest]

    answer = send(world.client("holder"), address(world.log, rest), text="Tomorrow.", seen_on="25.11.2026", **answers)

    assert answer.status_code == 422
    assert "seen_on" in answer.context["form"].errors
    assert filled_in(answer)["text"] == "Tomorrow."


def test_r14_the_writer_corrects_her_own_text_and_the_earlier_one_is_kept(world: WebWorld) -> None:
    holder, today = world.as_("holder"), clock.today()
    rows = {
        "notat": notes.add(holder, world.log, text="First words.", seen_on=today),
        "lysglimt": glimpses.add(holder, world.log, text="First words.", arena="unit", seen_on=today),
        "stemme": voices.record(holder, world.log, text="First words.", seen_on=today),
    }
    client = world.client("holder")

    for word, row in rows.items():
        assert send(client, address(world.log, f"{word}/{row.pk}/"), text="Better words.").status_code == 302

    assert not shown(client.get(address(world.log)), "First words.")
    assert client.get(address(world.log, "tidlegare/")).content.decode().count("First words.") == 3


def test_nobody_corrects_what_somebody_else_wrote(world: WebWorld) -> None:
    note = notes.add(world.as_("employee"), world.log, text="Seen.", seen_on=clock.today())

    assert world.client("holder").get(address(world.log, f"notat/{note.pk}/")).status_code == 403


@pytest.mark.parametrize("rest", WRITTEN)
def test_who_only_reads_is_told_so_and_a_stranger_finds_nothing(world: WebWorld, rest: str) -> None:
    assert world.client("receiver").get(address(world.log, rest)).status_code == 403
    assert world.client("stranger").get(address(world.log, rest)).status_code == 404
