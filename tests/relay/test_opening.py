"""Opening a log: by whom, of whom, and what must be said before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import everywhere
from stafettlogg.identity import numbers
from stafettlogg.relay import closing, jobs, opening, transfers, wonders
from stafettlogg.relay.models import Concern, RelayLog
from stafettlogg.relay.opening import GuardianEntry
from tests.roles import as_worker
from tests.world import NOW, World, entered, guardian_entry

BORN = date(2017, 1, 9)


def _open(world: World, name: str = "leader", **changed: Any) -> RelayLog:  # Any: what each test changes
    chosen: dict[str, Any] = {
        "child_name": "Jakob Ny",
        "child_number": numbers.synthetic(BORN),
        "guardians": [guardian_entry(world, "stranger")],
    } | changed
    return opening.open_log(world.as_(name), world.units[chosen.pop("unit", "school")], **chosen)


def _refusal(world: World, name: str = "leader", **changed: Any) -> tuple[str | None, str]:  # Any: as above
    with pytest.raises(Refused) as refused:
        _open(world, name, **changed)
    return refused.value.field, str(refused.value)


def test_r1_a_new_log_is_not_active_before_somebody_consents(world: World) -> None:
    """It waits, with one question to the guardian, in the words of the municipality's language."""
    log = _open(world)

    (asked,) = world.consents(log, world.as_("leader"))

    assert log.activated_at is None
    assert (asked.person_id, asked.level, asked.is_open) == (world.people["stranger"].pk, 1, True)
    assert asked.words.startswith("Vi ber om samtykke til å opne ein stafettlogg")


def test_r2_the_log_has_a_holder_and_a_first_leg_from_the_start(world: World) -> None:
    """The leader may name another than oneself."""
    log = _open(world, holder=world.people["colleague"].pk)

    with world.inside("colleague", log) as own:
        assert [(leg.holder.pk, leg.until_at) for leg in transfers.legs(transfers.transfers(own))] == [
            (world.people["colleague"].pk, None)
        ]


def test_r2_a_holder_without_a_post_in_the_unit_is_refused(world: World) -> None:
    """The baton stays in the house."""
    assert _refusal(world, holder=world.people["other_holder"].pk)[0] == "holder"


def test_employees_open_no_log_without_a_decided_wonder(world: World) -> None:
    """Nor guardians, nor leaders of other units."""
    for name in ("colleague", "guardian", "other_leader", "administrator", "far_leader"):
        with pytest.raises(Denied):
            _open(world, name)


def test_r15_the_writer_of_a_decided_wonder_opens_the_log_and_nothing_is_copied(world: World) -> None:
    """The writer holds the baton first; the concern is written anew."""
    by = world.as_("colleague")
    wonder = wonders.share(by, wonders.write(by, world.unit, about="Jakob", text="Er mykje åleine."))
    wonders.decide(world.as_("leader"), wonder, decision="own_unit", has_read_duty=True)

    log = _open(world, "colleague", wonder=wonder.pk)

    assert log.holder_id == by.person
    with world.inside("colleague", log) as own:
        assert not Concern.objects.of(own.permit).exists()
    with pytest.raises(Denied):
        _open(world, "colleague", wonder=wonder.pk, child_number=numbers.synthetic(BORN, 1), child_name="Ein annan")


def test_r15_a_wonder_that_ended_in_the_duty_to_report_opens_no_log(world: World) -> None:
    """Not for the leader either."""
    by = world.as_("colleague")
    wonder = wonders.share(by, wonders.write(by, world.unit, about="Jakob", text="Noko alvorleg."))
    wonders.decide(world.as_("leader"), wonder, decision="duty_to_report", has_read_duty=True)

    assert _refusal(world, wonder=wonder.pk)[0] == "wonder"


def test_r20_in_the_own_unit_the_page_says_that_a_log_exists(world: World) -> None:
    """By number, and by name and birth date."""
    by_number = _refusal(world, child_name="Nora Fjell", child_number=world.numbers["child"])
    by_likeness = _refusal(world, child_name="  emil AAS ", child_number=None, child_born=date(2016, 8, 8))

    assert by_number == by_likeness == ("child_number", "This child has a relay log already.")


def test_r20_across_units_nobody_learns_that_a_log_exists(world: World) -> None:
    """The answer is only that we must check."""
    field, message = _refusal(world, child_name="Live Aas", child_number=world.numbers["little_child"])

    assert field == "child_number"
    assert "log already" not in message
    assert message.startswith("We must check something")
    (planned,) = ProcrastinateJob.objects.filter(task_name="stafettlogg.relay.jobs.count_duplicate")
    assert planned.args["child"] == str(world.other_log.child_id)


def test_r20_the_try_is_counted_once_on_the_log_there_is(world: World) -> None:
    """The task may run twice."""
    child, attempt = str(world.other_log.child_id), "5f7c3f4e-6a59-4f0e-9d0c-0d7b4c6d2f11"

    with as_worker():
        jobs.count_duplicate(child, attempt)
        jobs.count_duplicate(child, attempt)

    with as_worker(), everywhere("looking after"):
        log = RelayLog.objects.get_queryset().get(pk=world.other_log.pk)
        tries = AuditEvent.objects.get_queryset().filter(action="log.duplicate", root=log.pk).count()
    assert (log.duplicate_tries, tries) == (1, 1)


def test_r20_the_same_child_may_have_a_log_in_two_municipalities(world: World) -> None:
    """Nothing is known across the border."""
    log = opening.open_log(
        world.as_("far_leader"),
        world.units["far_school"],
        child_name="Nora Fjell",
        child_number=world.numbers["child"],
        guardians=[guardian_entry(world, "guardian")],
    )

    assert log.municipality_id == world.havvik.pk


def test_r20_a_closed_log_that_is_not_filed_is_reopened_instead(world: World) -> None:
    """It says so in the own unit."""
    closing.close(
        world.as_("leader"),
        world.log,
        reason="no_longer_needed",
        note="Det går fint no.",
        unevaluated_reason="Avslutta.",
    )

    field, message = _refusal(world, child_name="Nora Fjell", child_number=world.numbers["child"])

    assert (field, message) == ("child_number", "This child has a closed log that is not filed yet. Reopen that one.")


def test_r24_a_leader_who_is_guardian_does_not_open_the_log(world: World) -> None:
    """The substitute does, and then the leader has no staff relation to it."""
    own_child = [GuardianEntry(world.people["leader"].name, world.numbers["leader"], "parental")]

    assert _refusal(world, guardians=own_child)[0] == "guardians"

    log = _open(world, "substitute", guardians=own_child)
    with acting(world.as_("leader")):
        assert (
            not RelayLog.objects.get_queryset().allowed(world.as_("leader"), Action.LOG_READ).filter(pk=log.pk).exists()
        )


def test_r24_a_holder_who_is_guardian_is_family_when_somebody_else_carries_the_baton(world: World) -> None:
    """Until then the place in the family waits, and whoever typed the number is told nothing."""
    entry = [guardian_entry(world, "teacher_mother")]

    log = _open(world, holder=world.people["teacher_mother"].pk, guardians=entry)

    assert [row.waits_for for row in world.memberships(log, world.as_("leader"))] == ["lead"]


def test_r1_a_log_without_a_responsible_guardian_needs_a_written_reason(world: World) -> None:
    """With the reason, it is kept as an exception."""
    without = [guardian_entry(world, "stranger", "without")]

    assert _refusal(world, guardians=without)[0] == "guardians"

    log = _open(world, guardians=without, without_guardian="Ingen er kjende.")
    (kept,) = world.consents(log, world.as_("leader"))
    assert kept.exception_reason == "Ingen er kjende."


def test_a_mistyped_number_is_refused_and_makes_no_second_child(world: World) -> None:
    """And real numbers stay out of a training site."""
    right = numbers.synthetic(BORN)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)

    assert _refusal(world, child_number=wrong)[0] == "child_number"
    assert _refusal(world, child_number="123")[0] == "child_number"


def test_r25_a_log_not_active_within_sixty_days_is_erased(world: World) -> None:
    """Active ones stay; a second run finds nothing."""
    opened = NOW - timedelta(days=20)

    with clock.fixed(opened + timedelta(days=60)), as_worker():
        assert opening.erase_unopened() == 0
    with clock.fixed(opened + timedelta(days=61)), as_worker():
        assert opening.erase_unopened() == 1
        assert opening.erase_unopened() == 0

    with as_worker(), everywhere("looking after"):
        left = set(RelayLog.objects.get_queryset().values_list("pk", flat=True))
    assert left == {world.log.pk, world.other_log.pk, world.far_log.pk}


def test_a_form_that_is_sent_twice_opens_one_log(world: World) -> None:
    """The second sending meets the first log."""
    _open(world)

    assert _refusal(world)[1] == "This child has a relay log already."
    with acting(world.as_("leader")):
        assert entered(world.as_("leader"), world.log).pk == world.log.pk
