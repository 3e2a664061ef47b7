"""Who is asking, in which municipality, under which hat, and by which way."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal
from uuid import UUID

from django.utils.translation import pgettext_lazy


class Hat(StrEnum):
    """The one capacity in which a person acts at a time; a relation counts only under its hat (R24)."""

    STAFF = "staff"
    FAMILY = "family"
    ADMINISTRATION = "administration"
    OFFICER = "officer"

    @property
    def label(self) -> str:
        """What the person reads about herself at the top of the page."""
        return str(HAT_LABELS[self])


HAT_LABELS = {
    Hat.STAFF: pgettext_lazy("hat", "employee"),
    Hat.FAMILY: pgettext_lazy("hat", "family"),
    Hat.ADMINISTRATION: pgettext_lazy("hat", "municipality administrator"),
    Hat.OFFICER: pgettext_lazy("hat", "data-protection officer"),
}


Via = Literal["web", "cli", "task"]  # a page, the command line, or the machine's own work


@dataclass(frozen=True, slots=True)
class Caller:
    """The one argument that every read and every write takes first.

    A person row belongs to one municipality, so somebody who works in two of them is two callers and nothing can
    leak between them. `key` is the one-time key of the form that was sent, `content` a keyed hash of what it said;
    `request` ties events of one request.
    """

    person: UUID
    municipality: UUID
    hat: Hat
    via: Via = "web"
    key: UUID | None = None
    request: UUID | None = None
    content: bytes | None = field(default=None, compare=False, repr=False)
