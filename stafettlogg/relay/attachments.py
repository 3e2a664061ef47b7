"""Attachments: a signed consent, or a document under a note; received, checked by the worker, and only then fetched.

1. in the request: a first look, the row and the sealed file, and the check is planned in the same transaction
2. in the worker: the whole look, outside any transaction; then ready, or refused and taken away
3. whoever may read the log fetches what is ready, chunk by chunk
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import PurePath
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from stafettlogg.core import audit, belonging, clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Denied, Refused, operation
from stafettlogg.core.outbox import later
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Contents, Permit, everywhere
from stafettlogg.relay.models import Attachment, Consent, Note, RelayLog
from stafettlogg.vault import files, inspection

HEAD = 8 * 1024
LONGEST_NAME = 200
PATIENCE = timedelta(hours=1)
CHECK = "stafettlogg.relay.jobs.check_attachment"
MOST_ORPHANS = 20  # in a night; more of them say that folder and database do not belong together

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file on its way out: what it is called and is, and its bytes."""

    name: str
    content_type: str
    size: int
    chunks: Iterator[bytes]


# --- in the request -----------------------------------------------------------------------------------------------


@operation(Action.ATTACHMENT_ADD)
def add(by: Caller, note: Note, *, file: UploadedFile) -> Attachment:
    """Put a document under a note."""
    if note.kind != Note.Kind.NOTE:
        raise Denied(by, Action.ATTACHMENT_ADD, note.root_id, "row")
    return store(by, note.log, file=file, note=note)


def store(
    by: Caller,
    log: RelayLog,
    *,
    file: UploadedFile,
    consent: Consent | None = None,
    note: Note | None = None,
) -> Attachment:
    """Take in a file inside an operation: signed paper of a consent, or a document under a note; refused on its field."""
    name = PurePath(file.name or "").name[-LONGEST_NAME:]
    try:
        inspection.glance(name, file.size or 0, _head(file), inspection.PAPER if consent else inspection.DOCUMENTS)
    except inspection.Unacceptable as wrong:
        raise Refused(str(wrong), field="paper" if consent else "file") from None
    attachment = Attachment.objects.create(
        log=log, by_id=by.person, at=clock.now(), consent=consent, note=note, name=name, size=file.size or 0
    )
    files.put(log.municipality_id, log.pk, attachment.pk, file.read())
    later(CHECK, key=f"check {attachment.pk}", attachment=attachment.pk)
    return attachment


ATTACHMENTS = Contents(lambda permit: Attachment.objects.of(permit).select_related("by").order_by("-at", "pk"))


def attachments(log: RelayLog) -> list[Attachment]:
    """All files of the log, the newest first, with who added them."""
    return ATTACHMENTS.of(log.permit)


def open_(permit: Permit, pk: UUID) -> Opened:
    """The file, once it is ready; until then, and in any other log, it is not there."""
    ready = Attachment.objects.of(permit, Action.ATTACHMENT_READ).filter(pk=pk, state=Attachment.State.READY).first()
    if ready is None:
        raise Denied(permit.by, Action.ATTACHMENT_READ, permit.root.pk, "row")
    return Opened(
        ready.name,
        ready.content_type,
        ready.size,
        files.chunks(ready.sealed_municipality, ready.sealed_root, ready.pk),
    )


# --- in the worker ------------------------------------------------------------------------------------------------


def check(pk: UUID) -> None:
    """Look at a received file and say ready or refused; done twice, the second time changes nothing.

    Raises `ScannerDown` when the file must wait: the task is tried again, and the file stays closed.
    """
    with everywhere("the check of a file that was uploaded"):
        waiting = _waiting(pk)
        if waiting is None:
            return
        name, allowed = waiting.name, inspection.PAPER if waiting.consent_id else inspection.DOCUMENTS
        content = files.read(waiting.sealed_municipality, waiting.sealed_root, pk)
    try:
        inspected = inspection.inspect(name, content, allowed)
    except inspection.Unacceptable as wrong:
        _refuse(pk, wrong.code)
        return
    _accept(pk, inspected)


def check_again() -> int:
    """Plan the check of files that still wait after an hour: the scanner was away for longer than a task is tried."""
    with everywhere("files that have waited long for their check"):
        waiting = Attachment.objects.get_queryset().filter(state=Attachment.State.RECEIVED)
        late = list(waiting.filter(at__lt=clock.now() - PATIENCE).values_list("pk", flat=True))
        for pk in late:
            later(CHECK, key=f"check {pk}", attachment=pk)
    return len(late)


def put_orphans_aside(*, however_many: bool = False) -> int:
    """Put aside sealed files that no row knows, uploads that were rolled back, and forget what has lain aside long enough.

    More than broken-off uploads explain is a fault: nothing is touched then, and `doctor` tells the number. Raises
    `NotOurs` in a folder of another database.
    """
    belonging.must_be_ours()
    files.remove_unfinished()
    with everywhere("which sealed files have a row"):
        known = Attachment.objects.get_queryset().values_list("pk", flat=True)
        orphans = files.orphans(known.iterator())
    if len(orphans) > MOST_ORPHANS and not however_many:
        files.tell_orphans(len(orphans))
        log.error("%s sealed files belong to no row; nothing was touched. See stafettlogg doctor.", len(orphans))
        return 0
    for file in orphans:
        files.put_aside(file)
    files.tell_orphans(0)
    files.forget_aside()
    return len(orphans)


def erase(attachment: Attachment) -> None:
    """Take the row away, and the file with it when that is committed."""
    transaction.on_commit(partial(files.remove, attachment.pk))
    attachment.delete()


def _waiting(pk: UUID) -> Attachment | None:
    """The row, locked, if its check is still to be done."""
    rows = Attachment.objects.get_queryset().select_related("log").select_for_update(of=("self",))
    return rows.filter(pk=pk, state=Attachment.State.RECEIVED).first()


def _accept(pk: UUID, inspected: inspection.Inspected) -> None:
    with everywhere("a file that was checked is ready"):
        attachment = _waiting(pk)
        if attachment is None:
            return
        files.put(attachment.sealed_municipality, attachment.sealed_root, pk, inspected.content)
        attachment.state, attachment.content_type = Attachment.State.READY, inspected.content_type
        attachment.size = len(inspected.content)
        attachment.save(update_fields=["state", "content_type", "size"])
        audit.noted(
            attachment.sealed_municipality, "attachment.check", root=attachment.log_id, reason="ready", via="task"
        )


def _refuse(pk: UUID, code: str) -> None:
    with everywhere("a file that was checked is refused"):
        attachment = _waiting(pk)
        if attachment is None:
            return
        attachment.state, attachment.refused_code = Attachment.State.REFUSED, code
        attachment.save(update_fields=["state", "refused_code"])
        audit.noted(attachment.sealed_municipality, "attachment.check", root=attachment.log_id, reason=code, via="task")
        transaction.on_commit(partial(files.remove, pk))


def _head(file: UploadedFile) -> bytes:
    file.seek(0)
    head: bytes = file.read(HEAD)
    file.seek(0)
    return head
