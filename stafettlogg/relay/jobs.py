"""The tasks of the relay: each does one small thing that may be done twice without harm."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from stafettlogg.relay import attachments, confirming, drafts, duplicates, identities, opening, wonders


@app.task(name="stafettlogg.relay.jobs.check_attachment")
def check_attachment(attachment: str) -> None:
    """Check a file that has been received: ready, or refused."""
    attachments.check(UUID(attachment))


@app.periodic(cron="40 * * * *")
@app.task(name="stafettlogg.relay.jobs.check_attachments_again")
def check_attachments_again(timestamp: int) -> None:
    """Every hour: files whose check was given up while the scanner was away are checked again."""
    attachments.check_again()


@app.periodic(cron="30 2 * * *")
@app.task(name="stafettlogg.relay.jobs.remove_orphans")
def remove_orphans(timestamp: int) -> None:
    """Every night: sealed files that belong to no row are put aside, and taken away when no backup knows them."""
    attachments.put_orphans_aside()


@app.task(name="stafettlogg.relay.jobs.count_duplicate")
def count_duplicate(child: str, attempt: str) -> None:
    """Count that somebody tried to open a second log of a child, and tell who leads the log there is (R20)."""
    duplicates.count(UUID(child), UUID(attempt))


@app.task(name="stafettlogg.relay.jobs.tell_of_family")
def tell_of_family(membership: str) -> None:
    """Tell who is to know that somebody waits to become family of a log (R24)."""
    confirming.tell_of_family(UUID(membership))


@app.periodic(cron="10 2 * * *")
@app.task(name="stafettlogg.relay.jobs.forget_wonders")
def forget_wonders(timestamp: int) -> None:
    """Every night: wonders that led to nothing lose their text (R22)."""
    wonders.forget_old()


@app.periodic(cron="20 2 * * *")
@app.task(name="stafettlogg.relay.jobs.erase_unopened")
def erase_unopened(timestamp: int) -> None:
    """Every night: logs that never became active in their time are erased (R25)."""
    opening.erase_unopened()


@app.periodic(cron="50 2 * * *")
@app.task(name="stafettlogg.relay.jobs.forget_drafts")
def forget_drafts(timestamp: int) -> None:
    """Every night: drafts that are done with, or fourteen days old, are removed."""
    drafts.forget_old()


@app.task(name="stafettlogg.relay.jobs.weigh_request")
def weigh_request(request: str) -> None:
    """Find who must confirm a request about who somebody is (R27)."""
    identities.weigh(UUID(request))


@app.task(name="stafettlogg.relay.jobs.weigh_name")
def weigh_name(person: str, by: str) -> None:
    """Ask for two to confirm a name that was typed for somebody's number, where it does not fit (R28)."""
    identities.weigh_name(UUID(person), UUID(by))


@app.task(name="stafettlogg.relay.jobs.weigh_names")
def weigh_names(municipality: str, by: str, at: str) -> None:
    """The same for every name that a file has brought in at that moment (R28)."""
    identities.weigh_names(UUID(municipality), UUID(by), datetime.fromisoformat(at))


@app.task(name="stafettlogg.relay.jobs.carry_out_request")
def carry_out_request(request: str) -> None:
    """Do what enough have confirmed about who somebody is (R27, R28)."""
    identities.carry_out(UUID(request))


@app.periodic(cron="5 2 * * *")
@app.task(name="stafettlogg.relay.jobs.lapse_requests")
def lapse_requests(timestamp: int) -> None:
    """Every night: requests that nobody confirmed lapse, and numbers that were exchanged long ago are forgotten (R27)."""
    identities.lapse()
