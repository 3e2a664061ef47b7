"""Who must agree to a level of a log, who has been asked, and whether they have agreed (R1, R8, R25)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.identity import people
from stafettlogg.relay import words
from stafettlogg.relay.models import Consent, Membership, RelayLog

LEVELS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody whose consent is needed; a child that is not let in has no person and answers through an adult."""

    person: UUID | None
    is_childs: bool
    language: str

    def owns(self, consent: Consent) -> bool:
        """Whether it is this one's consent."""
        return consent.is_childs if self.is_childs else not consent.is_childs and consent.person_id == self.person


def must_agree(log: RelayLog) -> list[Asked]:
    """Everybody with parental responsibility or in its place, and the child from the consent age (R1)."""
    members = list(
        Membership.objects.of(log.permit)
        .filter(ended_at=None, kind__in=(Membership.Kind.GUARDIAN, Membership.Kind.CHILD))
        .select_related("person")
        .order_by("at", "pk")
    )
    asked = [Asked(member.person_id, False, member.person.language) for member in members if member.has_responsibility]
    if people.child(log.child_id).age(clock.today()) < log.municipality.consent_age:
        return asked
    child = next((member for member in members if member.kind == Membership.Kind.CHILD), None)
    return [*asked, Asked(child.person_id if child else None, True, child.person.language if child else "")]


def ask(by: Caller, log: RelayLog, level: int) -> list[Consent]:
    """Ask those who must agree and have no question or yes waiting; the words are kept with the question (R21)."""
    before = list(Consent.objects.of(log.permit).filter(level=level))
    made = []
    for asked in must_agree(log):
        own = [consent for consent in before if asked.owns(consent)]
        if any(consent.is_open or consent.covers(clock.today()) for consent in own):
            continue
        consent = Consent(
            log=log,
            by_id=by.person,
            at=clock.now(),
            person_id=asked.person,
            is_childs=asked.is_childs,
            level=level,
            words=words.consent(level, asked.language or log.municipality.language),
        )
        consent.save(force_insert=True)
        made.append(consent)
    return made


def _says(consents: Iterable[Consent]) -> str:
    """yes, no, excepted or nothing: what one person's consents to one level come to."""
    today = clock.today()
    standing = [consent for consent in consents if consent.withdrawn_at is None]
    if any(consent.covers(today) for consent in standing):
        return "yes"
    if any(consent.excepted_at is not None for consent in standing):
        return "excepted"
    return "no" if any(consent.is_yes is False for consent in standing) else "nothing"


def is_consented(log: RelayLog, level: int) -> bool:
    """Whether the level has a valid consent today (R1): nobody says no, somebody says yes, and nobody needed is missing."""
    consents = list(Consent.objects.of(log.permit).filter(level=level))
    needed = must_agree(log)
    says = {asked: _says(consent for consent in consents if asked.owns(consent)) for asked in needed}
    if "no" in says.values() or "yes" not in says.values():
        return False
    if any(asked.is_childs and answer == "nothing" for asked, answer in says.items()):
        return False
    guardians = [answer for asked, answer in says.items() if not asked.is_childs]
    if not guardians:
        return any(is_without_guardian(consent) for consent in consents)
    return "nothing" not in guardians if log.municipality.all_guardians_consent else "yes" in guardians


def is_without_guardian(consent: Consent) -> bool:
    """Whether it is the recorded exception from asking any guardian (R1)."""
    return consent.person_id is None and not consent.is_childs and consent.excepted_at is not None


def activate(log: RelayLog) -> None:
    """Let the log become active once level 1 is consented to (R1); one clear no keeps it from it (R25)."""
    if log.activated_at is not None or not is_consented(log, 1):
        return
    log.activated_at = clock.now()
    log.save(update_fields=["activated_at"])
