"""Drafts: what one has begun to write is kept for its writer alone, and goes when it is done with or too old."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Hat
from stafettlogg.core.operation import Denied
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Unscoped, enter, everywhere, system
from stafettlogg.identity.models import Unit
from stafettlogg.relay import concerns, drafts, notes, opening, people
from stafettlogg.relay.drafts import Kept
from stafettlogg.relay.models import Concern, Draft, RelayLog, Writing
from tests.relay.rows import a_concern
from tests.roles import as_worker
from tests.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TYPED = {"text": ["Nora smiled"], "concern": []}


def keep(world: World, name: str = "holder", log: RelayLog | None = None, **changed: Any) -> bool | None:
    """Let somebody begin a note."""
    by = world.as_(name)
    with world.inside(name, log) as own:
        return drafts.keep(by, Action.NOTE_ADD, own, **({"fields": TYPED} | changed))


def found(world: World, name: str = "holder", log: RelayLog | None = None) -> Kept | None:
    """What the same form shows when one comes back to it."""
    with world.inside(name, log) as own:
        return drafts.find(world.as_(name), Action.NOTE_ADD, own)


def rows() -> int:
    """How many drafts there are at all."""
    with as_worker(), everywhere("the test counts"):
        return Draft.objects.count()


def test_a_draft_is_found_again_as_it_was_left(world: World) -> None:
    keep(world, version=3)

    assert found(world) == Kept({"text": ["Nora smiled"], "concern": []}, 3, clock.now())


def test_only_what_is_new_counts_as_written(world: World) -> None:
    assert [keep(world), keep(world), keep(world, fields={"text": ["More."]})] == [True, False, True]
    assert rows() == 1


def test_a_draft_is_of_one_log_one_form_and_one_person(world: World) -> None:
    by = world.as_("leader")
    with world.inside("leader") as log:
        drafts.keep(by, Action.CONSENT_ASK, log, fields=TYPED)
        assert drafts.find(by, Action.CONSENT_ASK, log) is not None
        assert drafts.find(by, Action.NOTE_ADD, log) is None
    with world.inside("leader", world.quiet_log) as log:
        assert drafts.find(by, Action.CONSENT_ASK, log) is None
    with world.inside("holder") as log:
        assert drafts.find(world.as_("holder"), Action.CONSENT_ASK, log) is None


def test_a_draft_is_of_the_hat_it_was_written_with(world: World) -> None:
    keep(world)
    with acting(world.as_("holder", Hat.FAMILY)):
        assert Draft.objects.count() == 0
    with acting(world.as_("holder")):
        assert Draft.objects.count() == 1


@pytest.mark.parametrize("name", ["leader", "deputy", "guardian", "stranger", "far_leader", "officer", "administrator"])
def test_the_database_itself_shows_a_draft_to_nobody_else(world: World, name: str) -> None:
    keep(world)

    with acting(world.as_(name)):
        assert Draft.objects.count() == 0
    with acting(replace(world.as_("holder"), municipality=world.havvik.pk)):
        assert Draft.objects.count() == 0


def test_nobody_writes_a_draft_in_anothers_name(world: World) -> None:
    keep(world)
    with acting(world.as_("leader")):
        assert Draft.objects.update(saved_at=clock.now()) == 0
    with acting(world.as_("holder")):
        assert Draft.objects.update(saved_at=clock.now()) == 1


def test_who_may_not_send_the_form_neither_keeps_nor_sees_a_draft_of_it(world: World) -> None:
    by = world.as_("guardian")
    with world.inside("guardian") as log:
        for attempt in (
            lambda: drafts.keep(by, Action.NOTE_ADD, log, fields=TYPED),
            lambda: drafts.find(by, Action.NOTE_ADD, log),
            lambda: drafts.forget(by, Action.NOTE_ADD, log),
        ):
            with pytest.raises(Denied):
                attempt()
    assert rows() == 0


def test_who_has_lost_the_right_sees_the_draft_no_more(world: World) -> None:
    keep(world, "employee")
    membership = next(
        row for row in world.memberships(world.log, world.as_("leader")) if row.person_id == world.people["employee"].pk
    )
    people.dismiss(world.as_("leader"), membership)

    with acting(world.as_("employee")):
        assert enter(world.as_("employee"), RelayLog, world.log.pk) is None


def test_a_permit_of_somebody_else_or_of_another_time_opens_nothing(world: World) -> None:
    with world.inside("holder") as log, pytest.raises(Denied):
        drafts.find(world.as_("leader"), Action.NOTE_ADD, log)
    with acting(world.as_("holder")), pytest.raises(Unscoped):
        drafts.find(world.as_("holder"), Action.NOTE_ADD, log)


def test_a_draft_is_gone_when_its_form_is_done_and_the_night_takes_the_row(world: World) -> None:
    keep(world)
    with world.inside("holder") as log:
        drafts.forget(world.as_("holder"), Action.NOTE_ADD, log)

    assert found(world) is None
    assert rows() == 1
    with as_worker():
        drafts.forget_old()
    assert rows() == 0


def test_a_draft_that_comes_after_its_form_was_sent_is_not_kept(world: World) -> None:
    by = world.with_key("holder")
    notes.add(by, world.log, text="Sent.", seen_on=clock.today())

    with world.inside("holder") as log:
        assert drafts.keep(by, Action.NOTE_ADD, log, fields=TYPED) is None
    assert rows() == 0


def test_a_draft_is_kept_for_fourteen_days(world: World) -> None:
    keep(world)
    keep(world, "leader")
    with clock.fixed(clock.now() + 14 * DAY - timedelta(minutes=1)), as_worker():
        assert drafts.forget_old() == 0

    with clock.fixed(clock.now() + 14 * DAY):
        assert found(world) is None
        with as_worker():
            assert drafts.forget_old() == 2
    assert rows() == 0


def test_a_draft_leaves_no_event(world: World) -> None:
    def events() -> int:
        with as_worker(), system("the test counts"), everywhere("the test counts"):
            return AuditEvent.objects.get_queryset().count()

    before = events()
    keep(world)
    found(world)

    assert events() == before


def test_more_than_any_form_holds_is_not_kept(world: World) -> None:
    with pytest.raises(drafts.TooLong):
        keep(world, fields={"text": ["x" * drafts.LONGEST]})


def test_what_is_kept_is_sealed(world: World) -> None:
    keep(world)

    with acting(world.as_("holder")), connection.cursor() as cursor:
        cursor.execute("SELECT text FROM relay_draft")
        ((sealed,),) = cursor.fetchall()
    assert b"Nora smiled" not in bytes(sealed)


def test_drafts_about_a_log_that_is_erased_go_with_it(world: World) -> None:
    keep(world, "leader")
    with world.inside("leader", world.quiet_log) as log:
        drafts.keep(world.as_("leader"), Action.GUARDIAN_INVITE, log, fields={"name": ["Kari"]})

    with clock.fixed(clock.now() + 400 * DAY), as_worker():
        assert opening.erase_unopened() >= 1
    assert rows() == 1


def test_a_wonder_that_is_begun_is_kept_on_its_unit(world: World) -> None:
    by = world.as_("colleague")
    with acting(by):
        unit = enter(by, Unit, world.unit.pk)
        assert unit is not None
        drafts.keep(by, Action.WONDER_WRITE, unit, fields={"about": ["Ola"]})

        assert drafts.writing_here(by, Action.WONDER_WRITE, unit) == []
        assert Writing.objects.count() == 0


# --- who is writing here now --------------------------------------------------------------------------------------


def writing(world: World, name: str, concern: Concern) -> list[str]:
    """Whom somebody is told about on the form that changes the concern."""
    with world.inside(name) as log:
        row = Concern.objects.of(log.permit).get(pk=concern.pk)
        return drafts.writing_here(world.as_(name), Action.CONCERN_CHANGE, row)


@pytest.fixture
def concern(world: World) -> Concern:
    """A concern that the holder is changing."""
    made = a_concern(world)
    with world.inside("holder") as log:
        row = Concern.objects.of(log.permit).get(pk=made.pk)
        drafts.keep(world.as_("holder"), Action.CONCERN_CHANGE, row, fields={"text": ["Løynd"]}, version=1)
    return made


def test_the_next_one_is_told_who_is_writing_and_oneself_is_not(world: World, concern: Concern) -> None:
    assert writing(world, "leader", concern) == [world.people["holder"].name]
    assert writing(world, "holder", concern) == []
    assert writing(world, "leader", a_concern(world)) == []


def test_the_hint_is_gone_after_five_minutes_or_when_the_form_is_done(world: World, concern: Concern) -> None:
    with clock.fixed(clock.now() + timedelta(minutes=5)):
        assert writing(world, "leader", concern) == []

    with world.inside("holder") as log:
        row = Concern.objects.of(log.permit).get(pk=concern.pk)
        drafts.forget(world.as_("holder"), Action.CONCERN_CHANGE, row)
    assert writing(world, "leader", concern) == []


def test_the_hint_locks_nothing(world: World, concern: Concern) -> None:
    changed = concerns.change(world.as_("leader"), concern, area="play", text="Changed.", version=1)

    assert changed.version == 2


@pytest.mark.parametrize("name", ["stranger", "colleague", "far_leader", "officer"])
def test_the_database_tells_strangers_nothing_of_who_is_writing(world: World, concern: Concern, name: str) -> None:
    with acting(world.as_(name)):
        assert Writing.objects.count() == 0
    with acting(world.as_("deputy")):
        assert Writing.objects.count() == 1


def test_nobody_says_that_somebody_else_is_writing(world: World, concern: Concern) -> None:
    with acting(world.as_("leader")):
        assert Writing.objects.filter(object=concern.pk).update(at=None) == 0
    forged = Writing(log=world.log, person=world.people["deputy"], object=concern.pk, at=clock.now())
    with pytest.raises(ProgrammingError, match="row-level security"), acting(world.as_("leader")):
        forged.save(force_insert=True)
