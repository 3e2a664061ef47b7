"""Files on the page: put under a note, and fetched only when they have been checked (security.md § 5)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stafettlogg.core import clock
from stafettlogg.relay import attachments, notes
from stafettlogg.relay.models import Attachment, Note
from tests.roles import as_worker
from tests.web.conftest import WebWorld
from tests.web.forms import address, send, shown

pytestmark = pytest.mark.django_db

WORDS = b"What we agreed on."


@pytest.fixture
def note(world: WebWorld) -> Note:
    """A note of the holder's."""
    return notes.add(world.as_("holder"), world.log, text="Minutes.", seen_on=clock.today())


@pytest.fixture
def attachment(world: WebWorld, note: Note) -> Attachment:
    """A document under it that has not been checked."""
    return attachments.add(world.as_("holder"), note, file=SimpleUploadedFile("avtale – haust.txt", WORDS))


def test_a_document_is_received_and_waits_for_its_check(world: WebWorld, note: Note) -> None:
    holder = world.client("holder")

    answer = send(holder, address(world.log, f"notat/{note.pk}/vedlegg/"), file=SimpleUploadedFile("avtale.txt", WORDS))

    assert (answer.status_code, answer.url) == (302, address(world.log))
    assert shown(holder.get(answer.url), "avtale.txt", "being checked")


def test_a_file_of_another_kind_is_refused_on_its_field(world: WebWorld, note: Note) -> None:
    holder, at = world.client("holder"), address(world.log, f"notat/{note.pk}/vedlegg/")

    program = send(holder, at, file=SimpleUploadedFile("spel.exe", b"MZ\x90\x00"))
    nothing = send(holder, at)

    assert program.status_code == nothing.status_code == 422
    assert list(program.context["form"].errors) == list(nothing.context["form"].errors) == ["file"]


@pytest.mark.parametrize("megabytes", [1, 3, 19])
def test_a_large_file_is_taken(megabytes: int, world: WebWorld, note: Note) -> None:
    file = SimpleUploadedFile("avtale.txt", WORDS * (megabytes * 1024 * 1024 // len(WORDS)))

    assert send(world.client("holder"), address(world.log, f"notat/{note.pk}/vedlegg/"), file=file).status_code == 302


@pytest.mark.parametrize("megabytes", [21, 100])
def test_a_file_that_is_too_large_is_told_so_on_its_field(megabytes: int, world: WebWorld, note: Note) -> None:
    file = SimpleUploadedFile("avtale.txt", WORDS * (megabytes * 1024 * 1024 // len(WORDS)))

    refused = send(world.client("holder"), address(world.log, f"notat/{note.pk}/vedlegg/"), file=file)

    assert refused.status_code == 422
    assert refused.context["form"].errors["file"] == ["The file is too large. It can be at most 20 MB."]


def test_before_its_check_nobody_fetches_it(world: WebWorld, attachment: Attachment) -> None:
    for name in ("holder", "guardian"):
        assert world.client(name).get(address(world.log, f"vedlegg/{attachment.pk}/")).status_code == 404


def test_when_it_is_ready_whoever_reads_the_log_saves_it_and_nothing_in_it_runs(
    world: WebWorld, attachment: Attachment
) -> None:
    with as_worker():
        attachments.check(attachment.pk)

    answer = world.client("guardian").get(address(world.log, f"vedlegg/{attachment.pk}/"))

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == WORDS  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "avtale%20%E2%80%93%20haust.txt" in answer["Content-Disposition"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_who_may_not_read_the_log_does_not_find_the_file(world: WebWorld, attachment: Attachment) -> None:
    with as_worker():
        attachments.check(attachment.pk)

    for name, status in (("receiver", 403), ("stranger", 404), ("other_leader", 404)):
        assert world.client(name).get(address(world.log, f"vedlegg/{attachment.pk}/")).status_code == status
    elsewhere = address(world.other_log, f"vedlegg/{attachment.pk}/")
    assert world.client("other_leader").get(elsewhere).status_code == 404
