"""Two logs of one child: held, recorded, counted and told on every way that meets it; nobody who types learns why (R20)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Hat
from stafettlogg.core.operation import Refused
from stafettlogg.core.scope import everywhere
from stafettlogg.identity import bootstrap, numbers, told
from stafettlogg.identity import people as persons
from stafettlogg.identity.told import Event
from stafettlogg.relay import closing, jobs, opening, people
from stafettlogg.relay.models import RelayLog
from tests.roles import as_worker
from tests.world import LITTLE_BORN, World, entered, guardian_entry

HELD = "We must check something before this can be saved. You will hear from us."
TEEN = date(2012, 1, 9)


def open_(world: World, by: str = "leader", unit: str = "school", **child: Any) -> RelayLog:  # Any: the child's fields
    return opening.open_log(world.as_(by), world.units[unit], guardians=[guardian_entry(world, "stranger")], **child)


@pytest.fixture
def namesake(world: World) -> RelayLog:
    """A log at the kindergarten of a child without a number."""
    return open_(world, "other_leader", "kindergarten", child_name="Oda Ny", child_born=TEEN)


def correct(world: World, log: RelayLog, **child: Any) -> RelayLog:  # Any: as above
    kept: dict[str, Any] = {"name": "Emil Aas", "protection": "none", "reason": "Feil."}
    return people.correct_child(world.as_("leader"), log, **(kept | child))


def close(world: World, log: RelayLog) -> RelayLog:
    closing.close(
        world.as_("leader"), log, reason="no_longer_needed", note="Det går fint.", unevaluated_reason="Avslutta."
    )
    with acting(world.as_("leader")):
        return entered(world.as_("leader"), log)


# each way that can meet a log at the kindergarten: what somebody at the school writes
WAYS: dict[str, Callable[[World], object]] = {
    "opened by number": lambda world: open_(world, child_name="Somebody", child_number=world.numbers["little_child"]),
    "opened by name and birth date": lambda world: open_(world, child_name=" live  AAS", child_born=LITTLE_BORN),
    "put right by another number": lambda world: correct(
        world, world.log, name="Live Aas", number=world.numbers["little_child"]
    ),
    "a number that was missing": lambda world: correct(
        world, world.quiet_log, number=world.numbers["little_child"], born=LITTLE_BORN
    ),
    "put right into the same name and birth date": lambda world: correct(
        world, world.quiet_log, name="Live Aas", born=LITTLE_BORN
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_r20_a_log_elsewhere_is_met_with_one_and_the_same_sentence(way: str, world: World) -> None:
    """It is recorded who tried, counted once on the log there is, and told once to who leads there; nothing is changed."""
    with pytest.raises(Refused) as refused:
        WAYS[way](world)

    assert str(refused.value) == HELD
    must_be_counted(world, world.other_log)


def must_be_counted(world: World, log: RelayLog, times: int = 1) -> None:
    """The tries are counted on the log, and its leader told of each; the task may run twice."""
    with as_worker():
        for task in ProcrastinateJob.objects.filter(task_name="stafettlogg.relay.jobs.count_duplicate"):
            for _turn in range(2):
                jobs.count_duplicate(**task.args)
    with as_worker(), everywhere("looking after"):
        assert RelayLog.objects.get_queryset().get(pk=log.pk).duplicate_tries == times
        events = AuditEvent.objects.get_queryset()
        assert events.filter(action="log.duplicate", root=log.pk).count() == times
        tried = events.filter(action="log.held")
        assert {event.reason for event in tried} == {
            event.reason for event in events.filter(action="log.duplicate", root=log.pk)
        }
        assert {event.person for event in tried} <= {world.people[name].pk for name in ("leader", "colleague")}
    assert news(world, "other_leader") == [(Event.DUPLICATE_TRIED, log.pk)] * times
    for name in ("leader", "other_holder", "officer", "administrator"):
        assert [event for event, _root in news(world, name) if event == Event.DUPLICATE_TRIED] == []


def news(world: World, name: str) -> list[tuple[str, Any]]:  # Any: the log's id
    by = world.as_(name)
    with acting(by):
        return [(row.event, row.root) for row in told.unseen(by)]


def test_r20_every_try_is_counted_and_told(world: World) -> None:
    for _turn in range(3):
        with pytest.raises(Refused, match="We must check"):
            WAYS["put right by another number"](world)

    must_be_counted(world, world.other_log, times=3)


def test_r20_a_number_written_in_when_the_child_is_let_in_is_a_number_too(world: World) -> None:
    """The child of the log had none; the number's own child has a log at the kindergarten."""
    number = numbers.synthetic(TEEN, 3)
    elsewhere = open_(world, "other_leader", "kindergarten", child_name="Somebody Else", child_number=number)
    log = open_(world, holder=world.people["colleague"].pk, child_name="Oda Ny", child_born=TEEN)

    with pytest.raises(Refused) as refused:
        people.invite_child(world.as_("colleague"), log, number=number)

    assert (str(refused.value), refused.value.field) == (HELD, "number")
    must_be_counted(world, elsewhere)


def test_r20_a_number_that_is_written_in_later_is_known_from_then_on(world: World) -> None:
    """Letting the child in is telling who it is: the next unit that types the number is held."""
    number = numbers.synthetic(TEEN, 3)
    log = open_(world, "other_leader", "kindergarten", child_name="Oda Ny", child_born=TEEN)
    people.invite_child(world.as_("other_leader"), log, number=number)

    with pytest.raises(Refused, match="We must check"):
        open_(world, child_name="Another Name", child_number=number)

    must_be_counted(world, log)


def test_r20_a_log_that_is_opened_again_is_looked_at_too(world: World, namesake: RelayLog) -> None:
    """While it was closed, the child of another log has come to be called the same."""
    log = world.quiet_log
    with as_worker(), everywhere("two rows of one child, as before the look was there"):
        child, other = persons.child(log.child_id), persons.child(namesake.child_id)
        child.name, child.born, child.likeness_hash = "Oda Ny", TEEN.isoformat(), other.likeness_hash
        child.save()

    with pytest.raises(Refused) as refused:
        closing.reopen(world.as_("leader"), close(world, log), reason="Vi treng han.")

    assert str(refused.value) == HELD
    must_be_counted(world, namesake)


def test_r20_two_numbers_are_two_children_however_alike(world: World) -> None:
    """Nobody is held, and nobody is told."""
    open_(world, "other_leader", "kindergarten", child_name="Oda Ny", child_number=numbers.synthetic(TEEN, 3))

    log = open_(world, child_name="Oda Ny", child_number=numbers.synthetic(TEEN, 4))
    people.correct_child(world.as_("leader"), log, name="Oda Ny Lie", protection="none", reason="Feil.", born=TEEN)

    assert not ProcrastinateJob.objects.filter(task_name="stafettlogg.relay.jobs.count_duplicate").exists()


def test_r20_one_of_several_who_are_alike_has_a_log_elsewhere(world: World) -> None:
    """Which of them is looked at first does not decide."""
    logs = [
        open_(world, "other_leader", "kindergarten", child_name="Oda Ny", child_number=numbers.synthetic(TEEN, turn))
        for turn in (3, 4)
    ]
    for log in logs:
        with as_worker(), everywhere("one of them is filed"):
            for other in logs:
                RelayLog.objects.get_queryset().filter(pk=other.pk).update(
                    filed_at=None if other is log else other.opened_at
                )
        with pytest.raises(Refused, match="We must check"):
            open_(world, child_name="Oda Ny", child_born=TEEN)


def test_r20_in_the_own_unit_the_page_says_so_on_every_way(world: World) -> None:
    """And nothing is counted: the leader knows her own logs."""
    here: tuple[Callable[[], object], ...] = (
        lambda: open_(world, child_name="Nora Fjell", child_number=world.numbers["child"]),
        lambda: correct(world, world.quiet_log, number=world.numbers["child"], born=date(2010, 3, 12)),
        lambda: correct(world, world.quiet_log, name="Nora Fjell", born=date(2010, 3, 12)),
    )
    for write in here:
        with pytest.raises(Refused, match="This child has a relay log already"):
            write()

    assert not ProcrastinateJob.objects.filter(task_name="stafettlogg.relay.jobs.count_duplicate").exists()


def test_r20_who_leads_and_is_a_guardian_on_that_log_is_not_told(world: World) -> None:
    """R24: she has no staff relation to it; and to her own unit's page it is as if it were elsewhere."""
    people.invite_guardian(
        world.as_("other_leader"),
        world.other_log,
        name=world.people["leader"].name,
        number=world.numbers["leader"],
        basis="parental",
    )
    people.invite_guardian(
        world.as_("leader"),
        world.log,
        name=world.people["other_leader"].name,
        number=world.numbers["other_leader"],
        basis="parental",
    )
    with pytest.raises(Refused, match="We must check"):
        open_(world, "other_leader", "kindergarten", child_name="Nora", child_number=world.numbers["child"])
    with as_worker():
        for task in ProcrastinateJob.objects.filter(task_name="stafettlogg.relay.jobs.count_duplicate"):
            jobs.count_duplicate(**task.args)

    assert [name for name in ("leader", "substitute", "other_leader") if news(world, name)] == ["leader", "substitute"]


def test_r20_a_child_whose_log_is_filed_gets_a_new_one(world: World) -> None:
    """Also when the number is written in later: the log is then about the child there is."""
    filed(world, world.other_log)

    correct(world, world.quiet_log, name="Live Aas", number=world.numbers["little_child"], born=LITTLE_BORN)

    with world.inside("leader", world.quiet_log) as log:
        assert log.child_id == world.other_log.child_id


def test_r24_the_family_hat_opens_no_way_round(world: World) -> None:
    """A guardian on the log elsewhere who works here is held like anybody: what she knows at home is not known at work."""
    people.invite_guardian(
        world.as_("other_leader"),
        world.other_log,
        name=world.people["leader"].name,
        number=world.numbers["leader"],
        basis="without",
    )
    with acting(world.as_("leader", Hat.FAMILY)):
        entered(world.as_("leader", Hat.FAMILY), world.other_log)

    with pytest.raises(Refused) as refused:
        WAYS["opened by number"](world)
    assert str(refused.value) == HELD


def filed(world: World, log: RelayLog) -> None:
    with as_worker(), everywhere("the log is filed"):
        RelayLog.objects.get_queryset().filter(pk=log.pk).update(filed_at=log.opened_at)


def test_r28_a_number_shows_no_childs_name(world: World) -> None:
    """Where the only log is filed and the name is another than was typed, it is held too, in the same words."""
    number = numbers.synthetic(TEEN, 3)
    filed(world, open_(world, "other_leader", "kindergarten", child_name="Oda Ny", child_number=number))
    log = open_(world, child_name="Somebody Else", child_born=TEEN)

    for write in (
        lambda: open_(world, child_name="Another Name", child_number=number),
        lambda: correct(world, log, name="Another Name", number=number),
        lambda: people.invite_child(world.as_("leader"), log, number=number),
    ):
        with pytest.raises(Refused) as refused:
            write()
        assert str(refused.value) == HELD

    open_(world, child_name=" oda NY", child_number=number)


def test_r20_looking_for_another_log_leaves_no_trace(world: World) -> None:
    """A namesake whose log is filed is looked at, and the log stays about its own child."""
    filed(world, open_(world, "other_leader", "kindergarten", child_name="Oda Ny", child_born=TEEN))

    correct(world, world.quiet_log, name="Oda Ny", born=TEEN)

    with world.inside("leader", world.quiet_log) as log:
        assert log.child_id == world.quiet_log.child_id


def test_r20_a_number_that_is_typed_for_a_child_who_is_known_without_one_is_written_in(world: World) -> None:
    log = open_(world, child_name="Oda Ny", child_born=TEEN)
    filed(world, log)
    number = numbers.synthetic(TEEN, 3)

    again = open_(world, child_name="Oda Ny", child_number=number)

    assert again.child_id == log.child_id
    with world.inside("leader", again):
        assert persons.child(again.child_id).number == number


def test_r20_whom_no_log_is_about_any_more_is_forgotten(world: World) -> None:
    """A number that was typed with a wrong name would else hold the right child's log for ever."""
    number = numbers.synthetic(TEEN, 3)
    open_(world, "other_leader", "kindergarten", child_name="Feil Namn", child_number=number)
    with clock.fixed(clock.now() + timedelta(days=61)), as_worker():
        opening.erase_unopened()

    log = open_(world, child_name="Oda Ny", child_number=number)

    with world.inside("leader", log):
        assert persons.child(log.child_id).name == "Oda Ny"


def test_r20_what_is_held_where_there_is_no_log_is_told_to_who_looks_after_the_municipality(world: World) -> None:
    number = numbers.synthetic(TEEN, 3)
    filed(world, open_(world, "other_leader", "kindergarten", child_name="Feil Namn", child_number=number))

    with pytest.raises(Refused, match="We must check"):
        open_(world, child_name="Oda Ny", child_number=number)
    with as_worker():
        for task in ProcrastinateJob.objects.filter(task_name="stafettlogg.relay.jobs.count_duplicate"):
            for _turn in range(2):
                jobs.count_duplicate(**task.args)

    for name in ("administrator", "officer"):
        assert news(world, name) == [(Event.CHILD_HELD, None)]
    for name in ("leader", "other_leader"):
        assert news(world, name) == []


def test_r20_r28_a_child_who_is_let_in_under_another_name_is_looked_for_too(world: World) -> None:
    """What is held for a number that fits is held for one that waits: the answer tells nothing of whose it is."""
    number = numbers.synthetic(TEEN, 3)
    with as_worker():
        bootstrap.add_person(world.fjordvik, "Heilt Annleis", number)
    elsewhere = open_(world, "other_leader", "kindergarten", child_name="Somebody Else", child_number=number)
    log = open_(world, holder=world.people["colleague"].pk, child_name="Oda Ny", child_born=TEEN)

    with pytest.raises(Refused) as refused:
        people.invite_child(world.as_("colleague"), log, number=number)

    assert str(refused.value) == HELD
    must_be_counted(world, elsewhere)
