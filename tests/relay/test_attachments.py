"""Attachments: nothing is fetched before it is checked, and nothing that acts is ever ready."""

from __future__ import annotations

import io
import os
import shutil
import time
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from stafettlogg.core import belonging, clock
from stafettlogg.core.caller import Hat
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.management import health
from stafettlogg.relay import attachments, consents, drilling, entries, glimpses, notes
from stafettlogg.relay.models import Attachment, Note
from stafettlogg.vault import files
from tests.roles import as_worker
from tests.world import World

pytestmark = pytest.mark.django_db


def a_pdf(program: str = "") -> bytes:
    """One empty page; with a program, one that would run it."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if program:
            action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=program)
            pdf.Root.OpenAction = pdf.make_indirect(action)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def a_photo() -> bytes:
    """A small picture that tells the artist's name."""
    image, out = Image.new("RGB", (40, 20), "green"), io.BytesIO()
    exif = image.getexif()
    exif[0x013B] = "Solveig at home"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def a_note(world: World, name: str = "holder") -> Note:
    return notes.add(world.as_(name), world.log, text="See the file", seen_on=clock.today())


def add(world: World, content: bytes, file: str = "plan.pdf", name: str = "holder") -> Attachment:
    return attachments.add(world.as_(name), a_note(world), file=SimpleUploadedFile(file, content))


def check(attachment: Attachment) -> None:
    with as_worker():
        attachments.check(attachment.pk)


def states(world: World, name: str = "holder") -> list[tuple[str, str]]:
    with world.inside(name) as log:
        return [(row.state, row.refused_code) for row in attachments.attachments(log)]


def test_a_file_is_fetched_by_staff_and_family_once_it_is_checked(world: World) -> None:
    content = a_pdf()
    attachment = add(world, content)

    with world.inside("holder") as log, pytest.raises(Denied):
        attachments.open_(log.permit, attachment.pk)
    check(attachment)

    for name in ("holder", "deputy", "leader", "employee", "guardian", "child"):
        with world.inside(name) as log:
            opened = attachments.open_(log.permit, attachment.pk)
            assert (opened.name, opened.content_type, opened.size) == ("plan.pdf", "application/pdf", len(content))
            assert b"".join(opened.chunks) == content


def test_who_is_offered_the_baton_does_not_fetch_files(world: World) -> None:
    attachment = add(world, a_pdf())
    check(attachment)

    with world.inside("receiver") as log, pytest.raises(Denied):
        attachments.open_(log.permit, attachment.pk)


def test_a_file_of_another_log_looks_like_one_that_is_not_there(world: World) -> None:
    attachment = add(world, a_pdf())
    check(attachment)

    with world.inside("other_holder", world.other_log) as log:
        for pk in (attachment.pk, uuid4()):
            with pytest.raises(Denied) as denied:
                attachments.open_(log.permit, pk)
            assert denied.value.reason == "row"


def test_a_file_lies_sealed_on_disk_with_its_name_sealed_too(world: World) -> None:
    attachment = add(world, a_pdf())

    (on_disk,) = files.folder().glob(f"??/{attachment.pk.hex}")
    assert b"%PDF" not in on_disk.read_bytes()
    with world.inside("guardian") as log:
        assert [row.name for row in attachments.attachments(log)] == ["plan.pdf"]


def test_a_pdf_with_a_program_is_refused_and_taken_away(
    world: World, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    attachment = add(world, a_pdf(program="app.alert('hello')"))

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        check(attachment)

    assert states(world) == [("refused", "javascript")]
    assert list(files.folder().glob(f"??/{attachment.pk.hex}")) == []
    with world.inside("holder") as log, pytest.raises(Denied):
        attachments.open_(log.permit, attachment.pk)


def test_a_photo_loses_what_it_tells_about_place_and_people(world: World) -> None:
    photo = a_photo()
    attachment = add(world, photo, "drawing.jpg")
    check(attachment)

    with world.inside("guardian") as log:
        kept = b"".join(attachments.open_(log.permit, attachment.pk).chunks)
    assert b"Solveig at home" in photo
    assert b"Solveig at home" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (40, 20)


def test_the_second_check_changes_nothing(world: World) -> None:
    attachment = add(world, a_pdf())

    check(attachment)
    check(attachment)

    assert states(world) == [("ready", "")]


def test_a_file_whose_check_was_given_up_is_checked_again_after_an_hour(world: World) -> None:
    attachment = add(world, a_pdf())
    waiting = ProcrastinateJob.objects.filter(task_name=attachments.CHECK, status="todo")
    with as_worker():
        assert attachments.check_again() == 0
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")  # the scanner was away too long

        with clock.fixed(clock.now() + timedelta(hours=2)):
            again = [attachments.check_again(), attachments.check_again()]

        assert again == [1, 1]
        assert [job.args for job in waiting] == [{"attachment": str(attachment.pk)}]


@pytest.fixture
def empty_aside() -> Iterator[None]:
    """The folder of what is put aside, empty before and after; and no number told."""
    _empty_aside()
    yield
    _empty_aside()


def _empty_aside() -> None:
    for place in (files.aside(), files.folder()):
        shutil.rmtree(place, ignore_errors=True)
    files.tell_orphans(0)


def test_what_a_rolled_back_upload_left_on_the_disk_is_put_aside_and_forgotten_with_the_backups(
    world: World, empty_aside: None
) -> None:
    kept, lost = add(world, a_pdf()), uuid4()
    with world.inside("holder") as log:
        files.put(log.municipality_id, log.pk, lost, a_pdf())
    for file in files.folder().glob("??/*"):
        os.utime(file, (0, 0))

    with as_worker():
        assert attachments.put_orphans_aside() == 1

        assert [path.name for path in files.folder().glob("??/*")] == [kept.pk.hex]
        assert [path.name for path in files.aside().iterdir()] == [lost.hex]
        assert attachments.put_orphans_aside() == 0
        assert [path.name for path in files.aside().iterdir()] == [lost.hex], "its days have just begun"

        long_ago = time.time() - (settings.BACKUP_DAYS + 1) * 86_400
        os.utime(files.aside() / lost.hex, (long_ago, long_ago))
        attachments.put_orphans_aside()
        assert list(files.aside().iterdir()) == []


def test_what_a_killed_process_had_begun_to_write_is_removed_beside_the_file_it_became(
    world: World, empty_aside: None
) -> None:
    kept = files._path(add(world, a_pdf()).pk)
    left, going_on = (kept.with_suffix(f".{uuid4().hex}") for _ in range(2))
    for file in (left, going_on):
        file.write_bytes(b"half of it")
    os.utime(left, (0, 0))

    with as_worker():
        assert attachments.put_orphans_aside() == 0

    assert sorted(files.folder().glob("??/*")) == [kept, going_on]
    assert not files.aside().exists() or list(files.aside().iterdir()) == []


def test_many_files_nobody_knows_are_a_fault_that_is_told_and_none_is_touched(world: World, empty_aside: None) -> None:
    with world.inside("holder") as log:
        for _ in range(attachments.MOST_ORPHANS + 1):
            files.put(log.municipality_id, log.pk, uuid4(), b"x")
    lying = sorted(files.folder().glob("??/*"))
    for file in lying:
        os.utime(file, (0, 0))

    with as_worker():
        assert attachments.put_orphans_aside() == 0
        assert sorted(files.folder().glob("??/*")) == lying
        (told,) = health.worrying()
        assert told.startswith(f"{len(lying)} sealed files in {files.folder()} belong to no row")

        call_command("adopt", "--put-aside", stdout=io.StringIO())
        assert len(list(files.aside().iterdir())) == len(lying)
        assert list(health.worrying()) == []


def test_nothing_is_touched_in_a_folder_of_another_database(world: World, empty_aside: None) -> None:
    with world.inside("holder") as log:
        files.put(log.municipality_id, log.pk, lost := uuid4(), b"x")
    os.utime(files._path(lost), (0, 0))
    ours = belonging._file().read_text()
    belonging._file().write_text("7000000000000000000 16384\n")
    try:
        with as_worker(), pytest.raises(belonging.NotOurs):
            attachments.put_orphans_aside()
    finally:
        belonging._file().write_text(ours)

    assert files._path(lost).exists()


@pytest.mark.parametrize(
    ("file", "content"),
    [("plan.exe", b"MZ"), ("plan.pdf", b"not a pdf at all"), ("plan.pdf", b""), ("plan", b"%PDF-1.7")],
)
def test_what_is_plainly_wrong_is_refused_at_once_on_its_field(world: World, file: str, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        add(world, content, file)

    assert refused.value.field == "file"
    assert states(world) == []


def test_a_signed_paper_is_a_pdf_or_a_picture(world: World) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    paper = SimpleUploadedFile("consent.docx", packed.getvalue())
    (asked,) = world.consents(world.quiet_log, world.as_("leader"))

    with pytest.raises(Refused) as refused:
        consents.register(world.as_("leader"), asked, is_yes=True, way="paper", on_date=clock.today(), paper=paper)

    assert refused.value.field == "paper"


def test_a_signed_paper_belongs_to_its_consent(world: World) -> None:
    (asked,) = world.consents(world.quiet_log, world.as_("leader"))

    consents.register(
        world.as_("leader"),
        asked,
        is_yes=True,
        way="paper",
        on_date=clock.today(),
        paper=SimpleUploadedFile("consent.pdf", a_pdf()),
    )

    with world.inside("other_guardian", world.quiet_log, Hat.FAMILY) as log:
        assert [(row.consent_id, row.note_id) for row in attachments.attachments(log)] == [(asked.pk, None)]


@pytest.mark.parametrize("name", ["guardian", "receiver", "stranger", "other_leader"])
def test_others_add_no_files(world: World, name: str) -> None:
    with pytest.raises(Denied):
        add(world, a_pdf(), name=name)


def test_a_document_goes_under_a_note_alone(world: World) -> None:
    glimpse = glimpses.add(world.as_("holder"), world.log, text="She sang.", arena="home", seen_on=clock.today())

    with pytest.raises(Denied):
        attachments.add(world.as_("holder"), glimpse, file=SimpleUploadedFile("plan.pdf", a_pdf()))
    with world.inside("holder") as log:
        assert len(entries.entries(log)) == 1


def test_a_drill_opens_every_file_and_names_what_is_lost_or_cut_off(world: World, empty_aside: None) -> None:
    notes.add(world.as_("holder"), world.log, text="Something to open.", seen_on=clock.today())
    whole, lost, cut = (add(world, a_pdf()) for _ in range(3))
    with as_worker():
        before = drilling.drill()
    files.remove(lost.pk)
    path = files._path(cut.pk)
    path.write_bytes(path.read_bytes()[:-1])

    with as_worker():
        done = drilling.drill()
        with pytest.raises(CommandError, match=r"2 do not open"):
            call_command("drill", stdout=io.StringIO())

    assert (before.files, before.lost) == (3, []) and before.texts > 0
    assert (done.files, sorted(done.lost)) == (1, sorted([lost.pk, cut.pk]))
    assert whole.pk not in done.lost
