"""A drill after a restore: whether the key opens the texts, and every file that a row knows is there and whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from stafettlogg.core.scope import everywhere
from stafettlogg.relay.models import Attachment, Note
from stafettlogg.vault import files, keys
from stafettlogg.vault.seal import Unopenable

MOST_TEXTS = 1000


@dataclass
class Drill:
    """How much was opened, and the ids of what could not be."""

    texts: int = 0
    files: int = 0
    lost: list[UUID] = field(default_factory=list)

    def is_open(self, pk: UUID, opening: Callable[[], object]) -> bool:
        """Whether it opens; else it is noted as lost."""
        try:
            opening()
        except (Unopenable, FileNotFoundError, keys.NoKey):
            self.lost.append(pk)
            return False
        return True


def drill() -> Drill:
    """Open every sealed file from end to end, and the newest texts; nothing of them is kept or told."""
    done = Drill()
    with everywhere("a drill opens what is sealed"):
        for note in Note.objects.get_queryset().select_related("log").order_by("-at")[:MOST_TEXTS]:
            done.texts += done.is_open(note.pk, lambda: note.text)  # noqa: B023 – opened at once
        held = Attachment.objects.get_queryset().exclude(state=Attachment.State.REFUSED).select_related("log")
        for file in held.iterator():
            done.files += done.is_open(
                file.pk,
                lambda: files.read(file.sealed_municipality, file.sealed_root, file.pk),  # noqa: B023 – opened at once
            )
    return done
