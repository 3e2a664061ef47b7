"""The world with something in every table, and a word of its own in every sealed field; committed once for a file of tests.

What the tests in such a file do is rolled back, or denied: nobody changes the world for the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pytest_django import DjangoDbBlocker

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import everywhere, system
from stafettlogg.identity import bootstrap, numbers, posts, providers, requests, settings, signin, staff
from stafettlogg.identity.models import IdentityRequest, Post
from stafettlogg.relay import (
    attachments,
    closing,
    concerns,
    consents,
    drafts,
    glimpses,
    identities,
    measures,
    notes,
    people,
    steps,
    transfers,
    voices,
    wonders,
)
from stafettlogg.relay.models import Attachment, Concern, Evaluation, Measure, Membership, Note, Step, Wonder
from stafettlogg.vault.fields import CODES
from tests.conftest import FOLDER, empty_tables
from tests.roles import as_worker
from tests.world import NOW, OPENED, World, _number, build, guardian_entry

# written by no operation yet
UNWRITTEN = {"consent.topic"}
# written by the product in the same words for everybody: nothing to plant
PRODUCTS_OWN = {"consent.words", "evaluation.asked_words", "provider_key.secret"}
# planted by the world itself, as names, numbers and birth dates
NAMES = {
    "person.name",
    "person.number",
    "child.name",
    "child.number",
    "child.born",
    "membership.call_name",
    "membership.name",
    "post.name",
    "identity_request.number",
    "attachment.name",
}
PLANTED = {
    code: f"Løynd-{code.replace('.', '-')}-løynd" for code in sorted({*CODES} - UNWRITTEN - PRODUCTS_OWN - NAMES)
}
CONTROL = "Fjordvik school"

DAY = timedelta(days=1)


class Filled(World):
    """The world, and one row of each kind by the name the tests use."""

    concern: Concern
    measures: dict[str, Measure]
    evaluations: dict[str, Evaluation]
    notes: dict[str, Note]
    step: Step
    wonders: dict[str, Wonder]
    attachment: Attachment
    post: Post
    leading: Post
    waiting: Membership
    request: IdentityRequest


def planted(code: str) -> str:
    """The word that stands in this field, and nowhere else."""
    return PLANTED[code]


def fill(world: World) -> Filled:
    """Live through an autumn with everything that can be written."""
    filled = Filled.__new__(Filled)
    vars(filled).update(vars(world))
    with clock.fixed(OPENED + 3 * DAY):
        _write(filled)
    with clock.fixed(OPENED + 13 * DAY):
        _evaluate(filled)
    with clock.fixed(NOW - 10 * DAY):
        _people(filled)
        _consents(filled)
        _wonders(filled)
    with clock.fixed(NOW - DAY / 2):
        _transfers(filled)
        _drafts(filled)
        _sign_in(filled)
        _settings(filled)
    with clock.fixed(NOW - 2 * DAY):
        _far(filled)
        closing.close(
            filled.as_("other_leader"),
            filled.other_log,
            reason="moved",
            note=planted("log.closing_note"),
            unevaluated_reason=planted("log.unevaluated_reason"),
        )
    return filled


def _plan(world: Filled, name: str, **changed: Any) -> Measure:
    wanted: dict[str, Any] = {
        "concern": world.concern.pk,
        "arena": "unit",
        "title": planted("measure.title"),
        "goal": planted("measure.goal"),
        "how": planted("measure.how"),
        "responsible": world.people[name].pk,
        "start": clock.today(),
        "evaluate_by": clock.today() + 42 * DAY,
    }
    return measures.plan(world.as_(name), world.log, **(wanted | changed))


def _write(world: Filled) -> None:
    holder, employee = world.as_("holder"), world.as_("employee")
    world.concern = concerns.add(holder, world.log, area="play", text=planted("wording.text"))
    concerns.change(holder, world.concern, area="play", text=planted("concern.text"), version=1)
    excepted = concerns.add(holder, world.log, area="care", text="At home.")
    concerns.except_(holder, excepted, reason=planted("concern.exception_reason"), version=1)
    resolved = concerns.add(holder, world.log, area="learning", text="Reading.")
    concerns.resolve(holder, resolved, note=planted("concern.resolved_note"), version=1)
    world.measures = {name: _plan(world, name) for name in ("holder", "employee")}
    world.measures["ended"] = _plan(world, "holder", title="Reading together")
    world.step = steps.add(holder, world.log, text=planted("step.text"))
    world.notes = {
        "holder": notes.add(holder, world.log, text=planted("note.text"), seen_on=clock.today()),
        "employee": notes.add(employee, world.log, text="Seen in the yard.", seen_on=clock.today()),
        "holder's glimpse": glimpses.add(holder, world.log, text="She laughed.", arena="unit", seen_on=clock.today()),
        "employee's glimpse": glimpses.add(employee, world.log, text="She sang.", arena="unit", seen_on=clock.today()),
        "holder's voice": voices.record(holder, world.log, text="I like drawing.", seen_on=clock.today()),
    }
    world.attachment = attachments.add(
        holder, world.notes["holder"], file=SimpleUploadedFile("Løynd-namn-løynd.txt", b"Private words in a file.")
    )


def _evaluate(world: Filled) -> None:
    views = {
        "child_view": planted("evaluation.child_view"),
        "guardians_view": planted("evaluation.guardians_view"),
        "professionals_view": planted("evaluation.professionals_view"),
        "early_reason": planted("evaluation.early_reason"),
    }
    later = {
        "outcome": "some_effect",
        "decision": "continue",
        "next_evaluate_by": clock.today() + 42 * DAY,
        "version": 1,
    }
    world.evaluations = {
        name: measures.evaluate(world.as_(name), world.measures[name], **(views | later))  # type: ignore[arg-type]
        for name in ("holder", "employee")
    }
    measures.evaluate(
        world.as_("holder"),
        world.measures["ended"],
        outcome="goal_reached",
        decision="end",
        reason=planted("evaluation.reason"),
        early_reason="Nothing is left to do.",
        child_not_asked=planted("evaluation.child_not_asked"),
        version=1,
    )


def _people(world: Filled) -> None:
    """Somebody whose post has ended, a guardian who was wrong, and a leader who is guardian on another log."""
    leader = world.as_("leader")
    with as_worker():
        gone = bootstrap.add_person(world.fjordvik, "Rolf Gone", _number(world, "gone", OPENED.date() - 40 * 365 * DAY))
        post = bootstrap.add_post(
            gone, "employee", unit=world.unit, from_date=OPENED.date(), title=planted("post.title")
        )
        world.people["gone"] = gone
        wrong = bootstrap.add_person(
            world.fjordvik, "Vera Feil", _number(world, "wrong_guardian", OPENED.date() - 37 * 365 * DAY)
        )
        world.people["wrong_guardian"] = wrong
        attachments.check(world.attachment.pk)
    number = _number(world, "new", OPENED.date() - 30 * 365 * DAY)
    world.post = staff.appoint(leader, world.unit, name="Nils Ny", number=number, from_date=OPENED.date())
    world.leading = _leading(world)
    # whoever leads there and the officer are told (R26)
    posts.appoint(
        world.as_("administrator"),
        world.units["kindergarten"],
        kind="substitute",
        name="Nils Ny",
        number=number,
        from_date=OPENED.date(),
    )
    _numbers(world)
    people.admit(leader, world.log, person=gone)
    staff.dismiss(world.as_("administrator"), _own(world, post))
    entry = guardian_entry(world, "wrong_guardian", "without", "tante")
    membership = people.invite_guardian(
        leader, world.log, name=entry.name, number=entry.number, basis=entry.basis, call_name=entry.call_name
    )
    people.correct_guardian(leader, membership, reason=planted("membership.ended_reason"), is_end=True)
    # who leads becomes family by the other leading person alone (R24)
    world.waiting = people.invite_guardian(
        world.as_("holder"), world.log, name="Ragnhild Nes", number=world.numbers["leader"], basis="without"
    )
    people.invite_guardian(
        leader,
        world.quiet_log,
        name=world.people["substitute"].name,
        number=world.numbers["substitute"],
        basis="parental",
        call_name="pappa",
    )


def _numbers(world: Filled) -> None:
    """A number that waits to be confirmed, and one that was exchanged for another."""
    with as_worker(), everywhere("the test finds a post"):
        colleague = Post.objects.get_queryset().get(person=world.people["colleague"])
    born = OPENED.date() - 33 * 365 * DAY
    world.numbers["colleague"] = numbers.synthetic(born, 7)
    asked = []
    for post, number in ((world.post, numbers.synthetic(born, 8)), (colleague, world.numbers["colleague"])):
        reason = planted("identity_request.reason")
        requests.request_number(world.as_("leader"), post, number=number, reason=reason)
        with as_worker(), everywhere("the test finds a request"):
            asked.append(IdentityRequest.objects.get_queryset().get(post=post))
        with as_worker():
            identities.weigh(asked[-1].pk)
    world.request = asked[0]
    requests.confirm_number(world.as_("substitute"), asked[1])
    with as_worker():
        identities.carry_out(asked[1].pk)


def _own(world: Filled, post: Post) -> Post:
    with acting(world.as_("administrator")), system("the test finds a post"):
        return Post.objects.get(pk=post.pk)


def _leading(world: Filled) -> Post:
    with acting(world.as_("administrator")):
        (found,) = [post for post in posts.leading(world.unit.pk) if post.kind == Post.Kind.LEADER]
        return found


def _consents(world: Filled) -> None:
    consents.ask(world.as_("holder"), world.log, level=2)

    def own(name: str) -> Any:  # Any: a Consent
        by = world.as_(name)
        return next(row for row in world.consents(world.log, by) if row.person_id == by.person and row.is_open)

    consents.answer(world.as_("guardian"), own("guardian"), is_yes=True, limits=planted("consent.limits"))
    consents.except_(world.as_("leader"), own("second_guardian"), reason=planted("consent.exception_reason"))
    answered = consents.answer(world.as_("child"), own("child"), is_yes=True)
    consents.withdraw(world.as_("child"), answered, reason=planted("consent.withdrawn_reason"))
    consents.ask(world.as_("holder"), world.log, level=3)


def _wonders(world: Filled) -> None:
    def write(name: str) -> Wonder:
        return wonders.write(world.as_(name), world.unit, about=planted("wonder.about"), text=planted("wonder.text"))

    world.wonders = {"draft": write("employee"), "shared": write("colleague"), "decided": write("holder")}
    wonders.share(world.as_("colleague"), world.wonders["shared"])
    wonders.share(world.as_("holder"), world.wonders["decided"])
    wonders.decide(
        world.as_("leader"),
        world.wonders["decided"],
        decision="own_unit",
        note=planted("wonder.decision_note"),
        has_read_duty=True,
    )


def _transfers(world: Filled) -> None:
    leader = world.as_("leader")
    transfers.withdraw(leader, world.transfer)
    declined = transfers.offer(leader, world.log, to=world.people["colleague"], message=planted("transfer.message"))
    transfers.decline(world.as_("colleague"), declined, reason=planted("transfer.answer"))
    world.transfer = transfers.offer(leader, world.log, to=world.people["receiver"])


def _drafts(world: Filled) -> None:
    """Something begun and not sent, by somebody who is changing a text just now."""
    by = world.as_("holder")
    with world.inside("holder") as log:
        row = Concern.objects.of(log.permit).get(pk=world.concern.pk)
        drafts.keep(by, Action.CONCERN_CHANGE, row, fields={"text": [planted("draft.text")]}, version=row.version)


def _sign_in(world: Filled) -> None:
    """A provider with a key, and somebody who has come through it."""
    with as_worker():
        provider = providers.add(world.fjordvik, issuer="https://idporten.example", client_id="stafettlogg")
        providers.new_key(provider)
    by = world.as_("holder")
    with acting(by):
        signin.arrive(by, providers.subject_hash(provider, "a subject"))


def _settings(world: Filled) -> None:
    """What the municipality has decided anew, and what stood there before."""
    settings.change(world.as_("administrator"), world.fjordvik, contact_phone="55 55 01 00")


def _far(world: Filled) -> None:
    far = world.as_("far_leader")
    concern = concerns.add(far, world.far_log, area="play", text="Far away.")
    notes.add(far, world.far_log, text="Far away too.", seen_on=clock.today(), concern=concern.pk)
    wonder = wonders.write(far, world.units["far_school"], about="Somebody far", text="Something far")
    wonders.share(far, wonder)
    world.wonders["far"] = wonder


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the block does is rolled back, also where the tests commit."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Filled]:
    """The filled world, really committed, on 24 November 2026 at ten; emptied by owner when the file is done."""
    with django_db_blocker.unblock():
        try:
            world = fill(build())
            with clock.fixed(NOW):
                yield world
        finally:
            empty_tables(FOLDER)


__all__ = ["CONTROL", "NAMES", "PLANTED", "PRODUCTS_OWN", "UNWRITTEN", "Filled", "fill", "filled", "undone"]
