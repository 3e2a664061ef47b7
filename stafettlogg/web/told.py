"""What one is told, in sentences above the first page until one has seen it; and on the page that says one's access has ended (R26)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.policy import Action
from stafettlogg.identity import told
from stafettlogg.identity.models import Told, Unit
from stafettlogg.identity.told import Event
from stafettlogg.relay.models import RelayLog
from stafettlogg.web.guard import NOBODY, Request, signed_in, takes
from stafettlogg.web.pages import done
from stafettlogg.web.signin import first_page


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know."""

    pk: UUID
    text: str


def _of_post(sentence: str | Promise) -> Callable[[Caller, Told], str]:
    """A sentence about a post: who, as what, where, and the day it was told."""

    def tell(_by: Caller, row: Told) -> str:
        post = row.post
        assert post is not None and post.unit is not None, "told of a post in a unit"
        return str(sentence) % {
            "name": post.called,
            "kind": post.get_kind_display(),
            "unit": post.unit.name,
            "day": date_format(row.at.astimezone(clock.NORWAY), "j. F Y"),
            "until": date_format(post.until_date, "j. F Y") if post.until_date else "",
        }

    return tell


def _of_day(sentence: str | Promise) -> Callable[[Caller, Told], str]:
    """A sentence about something that was done on a day."""
    return lambda _by, row: str(sentence) % {"day": date_format(row.at.astimezone(clock.NORWAY), "j. F Y")}


def _of_unit(sentence: str | Promise) -> Callable[[Caller, Told], str]:
    """A sentence about a unit."""

    def tell(by: Caller, row: Told) -> str:
        unit = Unit.objects.allowed(by, Action.UNIT_READ).filter(pk=row.root or NOBODY).first()
        return str(sentence) % {"unit": unit.name if unit else _("A unit")}

    return tell


def _of_log(sentence: str | Promise) -> Callable[[Caller, Told], str]:
    """A sentence about a log, which names the child to those alone who read the log."""

    def tell(by: Caller, row: Told) -> str:
        log = (
            RelayLog.objects.allowed(by, Action.LOG_READ).select_related("child").filter(pk=row.root or NOBODY).first()
        )
        return str(sentence) % {"child": log.child.first_name if log else _("a child")}

    return tell


def _of_guardian(by: Caller, row: Told) -> str:
    """That another number was written in for a guardian: by the log's reference for the officer, without it for family (R27)."""
    words = {"day": date_format(row.at.astimezone(clock.NORWAY), "j. F Y"), "log": str(row.root)[:8]}
    if row.hat == Hat.OFFICER:
        told = _(
            "In log %(log)s one guardian is out and another is in since %(day)s, by another identity number. "
            "Look in the trail at who did it."
        )
    else:
        told = _(
            "Another identity number was written in for a guardian in the log on %(day)s: one guardian is out, and another "
            "is in. Is it wrong? Tell the municipality at once."
        )
    return told % words


SENTENCES: dict[Event, Callable[[Caller, Told], str]] = {
    Event.LEADER_APPOINTED: _of_post(
        lazy("%(name)s was appointed %(kind)s of %(unit)s on %(day)s. Is it wrong? Tell the municipality at once.")
    ),
    Event.LEADER_REPLACED: _of_post(
        lazy(
            "You no longer lead %(unit)s: %(name)s was appointed %(kind)s there on %(day)s. "
            "Is it wrong? Tell the municipality at once."
        )
    ),
    Event.GUARDIAN_EXCHANGED: _of_guardian,
    Event.LEADER_DISMISSED: _of_post(
        lazy("Your last day as %(kind)s of %(unit)s is %(until)s. Is it wrong? Tell the municipality at once.")
    ),
    Event.SUBSTITUTE_NEEDED: _of_unit(
        lazy("%(unit)s needs a substitute leader: something there waits for another than the leader.")
    ),
    Event.DUPLICATE_TRIED: _of_log(
        lazy("Somebody has tried to open another log for %(child)s, perhaps in another unit.")
    ),
    Event.CHILD_HELD: _of_day(
        lazy(
            "On %(day)s somebody wrote in a child, and it must be looked into before a log can be opened: the number is "
            "known under another name. The trail shows who it was. Call that person."
        )
    ),
    Event.COMMAND_POST: _of_day(
        lazy("Somebody was made administrator or data-protection officer from the command line on %(day)s.")
    ),
    Event.COMMAND_FILE: _of_day(lazy("A file of units or staff was carried out from the command line on %(day)s.")),
    Event.COMMAND_SIGN_IN: _of_day(
        lazy("How one signs in to the municipality was changed from the command line on %(day)s.")
    ),
    Event.HOLDER_IS_FAMILY: _of_log(
        lazy(
            "You are written in as family of %(child)s, and you have the baton. "
            "Nobody can do both: ask your leader to find another for the baton."
        )
    ),
}


def lines(by: Caller) -> list[Line]:
    """What the caller is told and has not seen, the newest first."""
    return [Line(row.pk, SENTENCES[Event(row.event)](by, row)) for row in told.unseen(by)]


def to_who_has_left(person: UUID, municipality: UUID) -> list[Line]:
    """What somebody is told who has no hat to wear any more: what is told under every hat, and nothing of any log."""
    by = Caller(person, municipality, Hat.STAFF)
    with acting(by):
        return [Line(row.pk, SENTENCES[Event(row.event)](by, row)) for row in told.unseen(by) if not row.hat]


@signed_in
@takes("POST")
def see(request: Request, row: UUID) -> HttpResponse:
    """Take away what one has seen."""
    told.see(request.caller, row)
    return done(request, first_page(request, request.session["number"]), _("It is taken away."))
