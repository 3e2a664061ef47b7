"""Consent to a level: asked, answered, registered from paper, excepted, withdrawn (R1, R8, R21, R25)."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Contents
from stafettlogg.relay import agreeing, attachments
from stafettlogg.relay.agreeing import is_consented
from stafettlogg.relay.models import Consent, Note, RelayLog

__all__ = ["answer", "ask", "change_level", "consents", "except_", "is_consented", "register", "withdraw"]

BY_ADULT = (Consent.Way.PAPER, Consent.Way.ORAL)
CONSENTS = Contents(
    lambda permit: Consent.objects.of(permit).select_related("person", "registered_by").order_by("level", "at", "pk")
)


def consents(log: RelayLog) -> list[Consent]:
    """Every consent that was asked on the log, with its person, by level and time."""
    return CONSENTS.of(log.permit)


@operation(Action.CONSENT_ASK)
def ask(by: Caller, log: RelayLog, *, level: int) -> RelayLog:
    """Ask everybody who must agree to the level and has no question or yes waiting; the words are kept (R1, R21)."""
    if level not in agreeing.LEVELS:
        raise Refused(_("Choose level 1, 2 or 3."), field="level")
    _must_be_in_use(log, level)
    if not agreeing.ask(by, log, level):
        raise Refused(_("Everybody who must agree has been asked about this level already."), field="level")
    return log


@operation(Action.CONSENT_ANSWER)
def answer(by: Caller, consent: Consent, *, is_yes: bool, limits: str = "") -> Consent:
    """Say yes or no for oneself, and set limits; a log that now has what R1 asks for becomes active."""
    _must_be_open(consent)
    _write(consent, is_yes=is_yes, way=Consent.Way.PRODUCT, on=clock.today(), limits=limits)
    agreeing.activate(consent.log)
    return consent


@operation(Action.CONSENT_REGISTER)
def register(
    by: Caller,
    consent: Consent,
    *,
    is_yes: bool,
    way: str,
    on_date: date,
    paper: UploadedFile | None = None,
    limits: str = "",
) -> Consent:
    """Write down an answer given on paper or orally, with who registered it; signed paper comes with its file (R25)."""
    _must_be_open(consent)
    if way not in BY_ADULT:
        raise Refused(_("Choose how the answer was given: on paper or orally."), field="way")
    if on_date > clock.today():
        raise Refused(_("The answer cannot be given in the future."), field="on_date")
    if way == Consent.Way.PAPER and paper is None:
        raise Refused(_("Upload the signed paper."), field="paper")
    consent.registered_by_id = by.person
    _write(consent, is_yes=is_yes, way=Consent.Way(way), on=on_date, limits=limits)
    if paper is not None:
        attachments.store(by, consent.log, file=paper, consent=consent)
    agreeing.activate(consent.log)
    return consent


@operation(Action.CONSENT_EXCEPT)
def except_(by: Caller, consent: Consent, *, reason: str) -> Consent:
    """Go on without one person's answer, with a written reason: unknown, or cannot be reached (R1, R25)."""
    _must_be_open(consent)
    if not reason.strip():
        raise Refused(_("Write why this person is not asked."), field="reason")
    consent.excepted_at, consent.exception_reason = clock.now(), reason.strip()
    consent.save(update_fields=["excepted_at", "exception_reason"])
    agreeing.activate(consent.log)
    return consent


@operation(Action.CONSENT_WITHDRAW)
def withdraw(by: Caller, consent: Consent, *, reason: str = "") -> Consent:
    """Take one's own consent back; no reason is needed, and nothing that is written disappears (R7)."""
    if consent.withdrawn_at is not None:
        raise Refused(_("This consent is withdrawn already."))
    if not consent.is_yes:
        raise Refused(_("There is no yes here to take back."))
    consent.withdrawn_at, consent.withdrawn_reason = clock.now(), reason.strip() or None
    consent.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    return consent


@operation(Action.LEVEL_CHANGE)
def change_level(by: Caller, log: RelayLog, *, level: int, reason: str) -> RelayLog:
    """Move the log to another level; levels 2 and 3 need a consent to that level (R8). The reason stays as a note."""
    if level not in agreeing.LEVELS or level == log.level:
        raise Refused(_("Choose another level than the present one."), field="level")
    if not reason.strip():
        raise Refused(_("Write why the level changes."), field="reason")
    _must_be_in_use(log, level)
    if level > 1 and not is_consented(log, level):
        raise Refused(
            _("Ask for consent to this level first; it cannot be used before everybody needed has said yes."),
            field="level",
        )
    log.level = level
    log.save(update_fields=["level"])
    Note(
        log=log, by_id=by.person, at=clock.now(), kind=Note.Kind.NOTE, text=reason.strip(), seen_on=clock.today()
    ).save(force_insert=True)
    return log


def _must_be_in_use(log: RelayLog, level: int) -> None:
    if level > log.municipality.highest_level:
        raise Refused(_("The municipality does not use this level in the log."), field="level")


def _must_be_open(consent: Consent) -> None:
    if not consent.is_open:
        raise Refused(_("This question is answered already. Ask again if the answer has changed."))


def _write(consent: Consent, *, is_yes: bool, way: Consent.Way, on: date, limits: str) -> None:
    consent.is_yes, consent.way = is_yes, way
    consent.answered_at, consent.from_date = clock.now(), on
    consent.limits = limits.strip() or None
    consent.save(update_fields=["is_yes", "way", "answered_at", "from_date", "limits", "registered_by"])
