"""When the disk is nearly full nothing is saved any more, with a sentence; what is read is still shown and recorded."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from stafettlogg.core.acting import acting
from stafettlogg.core.models import AuditEvent
from stafettlogg.core.scope import system
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, send, shown

pytestmark = pytest.mark.django_db

MORE_THAN_ANY_DISK = 2**63
SENTENCE = "Nothing can be saved just now"


def events(world: WebWorld, action: str, outcome: str) -> int:
    """How many events of the kind the log has."""
    with acting(world.as_("holder")), system("the test counts"):
        return AuditEvent.objects.get_queryset().filter(root=world.log.pk, action=action, outcome=outcome).count()


def test_a_text_is_not_saved_and_stands_in_the_field(world: WebWorld, settings: Settings) -> None:
    settings.FREE, before = MORE_THAN_ANY_DISK, events(world, "note.add", "done")

    answer = send(world.client("holder"), address(world.log, "notat/"), text="Nora said hello first.")

    assert answer.status_code == 422
    assert shown(answer, SENTENCE)
    assert filled_in(answer)["text"] == "Nora said hello first."
    assert events(world, "note.add", "done") == before


def test_the_draft_of_what_is_typed_is_kept_all_the_same(world: WebWorld, settings: Settings) -> None:
    settings.FREE, at = MORE_THAN_ANY_DISK, address(world.log, "notat/")
    holder = world.client("holder")

    assert send(holder, at, text="Nora said hello first.", draft="save").status_code == 200

    assert filled_in(holder.get(at))["text"] == "Nora said hello first."


def test_the_page_is_shown_and_its_read_recorded(world: WebWorld, settings: Settings) -> None:
    settings.FREE, before = MORE_THAN_ANY_DISK, events(world, "log.read", "seen")

    assert world.client("holder").get(address(world.log)).status_code == 200

    assert events(world, "log.read", "seen") == before + 1


def test_it_is_saved_again_when_there_is_room(world: WebWorld, settings: Settings) -> None:
    holder, before = world.client("holder"), events(world, "note.add", "done")
    settings.FREE = MORE_THAN_ANY_DISK
    refused = send(holder, address(world.log, "notat/"), text="Nora said hello first.")
    settings.FREE = 0

    answer = holder.post(address(world.log, "notat/"), filled_in(refused))

    assert answer.status_code == 302
    assert events(world, "note.add", "done") == before + 1


def test_who_may_not_is_told_nothing_of_the_disk(world: WebWorld, settings: Settings) -> None:
    settings.FREE = MORE_THAN_ANY_DISK

    answer = world.client("stranger").post(address(world.log, "notat/"), {"text": "Who is this?"})

    assert answer.status_code == 404
    assert not shown(answer, SENTENCE)


def test_the_machine_is_told_why(client: Client, settings: Settings) -> None:
    settings.FREE = MORE_THAN_ANY_DISK

    answer = client.get("/klar")

    assert answer.status_code == 503
    assert "disk" in answer.content.decode()
