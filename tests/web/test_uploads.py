"""What is sent to us is nowhere unsealed but in memory (security.md § 5)."""

from __future__ import annotations

import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stafettlogg.core import clock
from stafettlogg.relay import attachments, notes
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in

pytestmark = pytest.mark.django_db


def test_a_file_needs_no_room_for_temporary_files(world: WebWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    holder, note = (
        world.client("holder"),
        notes.add(world.as_("holder"), world.log, text="See it.", seen_on=clock.today()),
    )
    at = address(world.log, f"notat/{note.pk}/vedlegg/")
    sent = filled_in(holder.get(at)) | {"file": SimpleUploadedFile("long.txt", b"x" * 6_000_000, "text/plain")}
    monkeypatch.setattr(tempfile, "tempdir", "/nonexistent")

    assert holder.post(at, sent).status_code == 302
    with world.inside("holder") as log:
        assert [one.size for one in attachments.attachments(log)] == [6_000_000]
