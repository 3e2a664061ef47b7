"""Wonders: level 0. Somebody wonders about a child, shares it with the leader, and the leader decides (R5, R15, R22)."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from stafettlogg.core import audit, clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, Stale, operation
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import everywhere
from stafettlogg.identity.models import Municipality, Unit
from stafettlogg.relay.models import Wonder


def _must_say(about: str, text: str) -> None:
    if not about.strip():
        raise Refused(_("Write whom you wonder about."), field="about")
    if not text.strip():
        raise Refused(_("Write what you have seen or heard."), field="text")


@operation(Action.WONDER_WRITE)
def write(by: Caller, unit: Unit, *, about: str, text: str) -> Wonder:
    """Keep a draft that nobody but its writer sees."""
    _must_say(about, text)
    wonder = Wonder(
        municipality_id=unit.municipality_id,
        unit=unit,
        writer_id=by.person,
        about=about.strip(),
        text=text.strip(),
        written_at=clock.now(),
    )
    wonder.save(force_insert=True)
    return wonder


@operation(Action.WONDER_CHANGE)
def change(by: Caller, wonder: Wonder, *, about: str, text: str, version: int) -> Wonder:
    """Write a wonder anew, until it is decided."""
    if wonder.version != version:
        raise Stale(wonder)
    _must_say(about, text)
    wonder.about, wonder.text = about.strip(), text.strip()
    wonder.version += 1
    wonder.save(update_fields=["about", "text", "version"])
    return wonder


@operation(Action.WONDER_SHARE)
def share(by: Caller, wonder: Wonder) -> Wonder:
    """Show the wonder to the unit's leader; from now the leader has 14 days to decide (R5)."""
    wonder.shared_at = clock.now()
    wonder.save(update_fields=["shared_at"])
    return wonder


@operation(Action.WONDER_DECIDE)
def decide(by: Caller, wonder: Wonder, *, decision: str, note: str = "", has_read_duty: bool) -> Wonder:
    """Decide what a wonder leads to, after having read about the duty to report (R5, R15)."""
    if not has_read_duty:
        raise Refused(_("Read first what to do on suspicion of violence or abuse."), field="has_read_duty")
    if decision not in Wonder.Decision.values:
        raise Refused(_("Choose what happens now."), field="decision")
    wonder.decision, wonder.decision_note = decision, note.strip() or None
    wonder.decided_at, wonder.decided_by_id = clock.now(), by.person
    wonder.save(update_fields=["decision", "decision_note", "decided_at", "decided_by"])
    return wonder


def mine(by: Caller) -> list[Wonder]:
    """The wonders the caller has written, newest first."""
    return _listed(by, writer=by.person)


def to_decide(by: Caller) -> list[Wonder]:
    """The wonders that wait for the caller's decision as leader, the oldest first (R5)."""
    can = set(Wonder.objects.allowed(by, Action.WONDER_DECIDE).values_list("pk", flat=True))
    return _listed(by, pk__in=can)[::-1]


def _listed(by: Caller, **where: object) -> list[Wonder]:
    rows = Wonder.objects.allowed(by, Action.WONDER_READ).filter(**where)
    wonders = list(rows.select_related("unit", "writer", "municipality").order_by("-written_at"))
    audit.listed(by, Action.WONDER_READ, wonders)
    return wonders


def forget_old() -> int:
    """Take the text from wonders that led to nothing more, when their time is over; the decision stays (R22)."""
    forgotten = 0
    with everywhere("R22: wonders that led to nothing more lose their text"):
        for municipality in Municipality.objects.get_queryset():
            before = clock.now() - timedelta(days=municipality.forget_wonder_days)
            forgotten += (
                Wonder.objects.get_queryset()
                .filter(
                    municipality=municipality,
                    decision=Wonder.Decision.NOTHING_MORE,
                    decided_at__lt=before,
                    text__isnull=False,
                )
                .update(about=None, text=None, decision_note=None)
            )
    return forgotten
