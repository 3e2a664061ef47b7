"""Who leads the unit, or has the baton, becomes family of its log only by another who leads it (R24, R26, R28)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Hat
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import enter, everywhere
from stafettlogg.identity import numbers, posts, staff, told
from stafettlogg.identity import people as persons
from stafettlogg.identity.models import Unit, Waits
from stafettlogg.identity.told import Event
from stafettlogg.relay import confirming, jobs, opening, people, standing, transfers, wonders
from stafettlogg.relay.models import Membership, RelayLog
from stafettlogg.relay.opening import GuardianEntry
from tests.roles import as_worker
from tests.world import CHILD_BORN, World, guardian_entry


def invite(world: World, name: str, by: str = "holder", basis: str = "parental", typed: str = "") -> Membership:
    """Somebody types this person's number as a guardian's."""
    return people.invite_guardian(
        world.as_(by), world.log, name=typed or world.people[name].name, number=world.numbers[name], basis=basis
    )


def reads(world: World, name: str, hat: Hat = Hat.STAFF, log: RelayLog | None = None) -> bool:
    by = world.as_(name, hat)
    with acting(by):
        found = enter(by, RelayLog, (log or world.log).pk)
        return found is not None and Action.LOG_READ in found.permit.actions


def fresh(world: World, membership: Membership, by: str = "substitute") -> Membership:
    with world.inside(by) as log:
        return Membership.objects.of(log.permit).get(pk=membership.pk)


def news(world: World, name: str, hat: Hat | None = None) -> list[tuple[str, Any]]:  # Any: the id of what it is about
    by = world.as_(name, hat)
    with acting(by):
        return [(row.event, row.root) for row in told.unseen(by)]


def end_substitute(world: World) -> None:
    by = world.as_("administrator")
    with acting(by):
        unit = enter(by, Unit, world.unit.pk)
        assert unit is not None
        (post,) = [post for post in posts.leading(unit.pk) if post.kind == "substitute"]
    posts.dismiss(by, post)


# --- the leader is not locked out -------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["holder", "deputy"])
def test_r24_a_holder_does_not_lock_the_leader_out(by: str, world: World) -> None:
    """The leader's number as a guardian's is taken in, and waits: she leads, and reads nothing as family."""
    membership = invite(world, "leader", by)

    assert membership.waits_for == "lead"
    assert reads(world, "leader")
    assert not reads(world, "leader", Hat.FAMILY)


def test_r24_the_other_leading_person_confirms_and_then_the_leader_is_family_alone(world: World) -> None:
    membership = invite(world, "leader")

    confirming.confirm(world.as_("substitute"), membership)

    assert not reads(world, "leader")
    assert reads(world, "leader", Hat.FAMILY)
    with pytest.raises(Denied):
        confirming.confirm(world.as_("substitute"), membership)


def test_r24_the_other_leading_person_says_no_with_a_reason_and_nothing_is_changed(world: World) -> None:
    """Nor is anything asked of the leader any more."""
    membership = invite(world, "leader")
    with pytest.raises(Refused) as refused:
        confirming.decline(world.as_("substitute"), membership, reason=" ")
    assert refused.value.field == "reason"

    confirming.decline(world.as_("substitute"), membership, reason="Ho er ikkje mor til Nora.")

    assert reads(world, "leader")
    assert not reads(world, "leader", Hat.FAMILY)
    asked = [row for row in world.consents(world.log, world.as_("holder")) if row.person_id == membership.person_id]
    assert {row.withdrawn_reason for row in asked} == {"Ho er ikkje mor til Nora."}


def test_r24_neither_who_typed_nor_who_is_meant_confirms(world: World) -> None:
    """And nobody who does not lead."""
    membership = invite(world, "leader")

    for name in ("leader", "holder", "deputy", "employee", "other_leader", "administrator", "guardian"):
        for act in (confirming.confirm, lambda by, row: confirming.decline(by, row, reason="Nei.")):
            with pytest.raises(Denied):
                act(world.as_(name), membership)
    with pytest.raises(Refused, match="about yourself"):
        people.correct_guardian(world.as_("leader"), membership, reason="Feil.", is_end=True)


def test_r24_a_holder_who_leads_meanwhile_does_not_confirm_what_she_typed(world: World) -> None:
    membership = invite(world, "leader")
    posts.appoint(
        world.as_("administrator"),
        world.unit,
        person=world.people["holder"],
        kind="substitute",
        from_date=clock.today(),
    )

    with pytest.raises(Denied):
        confirming.confirm(world.as_("holder"), membership)


def test_r24_the_other_leading_person_writes_the_leader_in_at_once(world: World) -> None:
    """And the leader the substitute: there is nobody else to ask."""
    assert invite(world, "leader", "substitute").waits_for == ""
    assert not reads(world, "leader")


def test_r24_nobody_writes_oneself_in(world: World) -> None:
    for name in ("leader", "holder", "deputy"):
        with pytest.raises(Refused) as refused:
            invite(world, name, name)
        assert refused.value.field == "number"
    with pytest.raises(Refused, match="about yourself"):
        people.admit(world.as_("leader"), world.log, person=world.people["leader"])


def test_r26_nobody_writes_oneself_in_by_a_second_number(world: World) -> None:
    """Somebody with two numbers, born the same day and called the same, is one human being."""
    own = world.people["deputy"]
    second = numbers.synthetic(date(1979, 5, 17), 40)

    with pytest.raises(Refused, match="about yourself"):
        people.invite_guardian(world.as_("deputy"), world.log, name=own.name, number=second, basis="without")


def test_r24_two_leaders_of_different_units_have_nothing_to_do_with_each_other(world: World) -> None:
    """A leader is a parent in another unit's log like anybody."""
    assert invite(world, "other_leader").waits_for == ""
    assert reads(world, "other_leader", Hat.FAMILY)


def test_r24_an_employee_who_becomes_guardian_loses_the_staff_relation_at_once(world: World) -> None:
    assert invite(world, "employee").waits_for == ""
    assert (reads(world, "employee"), reads(world, "employee", Hat.FAMILY)) == (False, True)


# --- the holder -------------------------------------------------------------------------------------------------------


def test_r24_the_holder_becomes_family_when_the_baton_is_in_another_hand(world: World) -> None:
    """Whoever types it is told nothing; the holder holds until the next has accepted."""
    membership = invite(world, "holder", "leader")
    assert (membership.waits_for, reads(world, "holder"), reads(world, "holder", Hat.FAMILY)) == ("lead", True, False)
    with pytest.raises(Refused, match="Hand over the baton first"):
        confirming.confirm(world.as_("substitute"), membership)

    transfers.accept(world.as_("receiver"), world.transfer)

    assert fresh(world, membership).waits_for == ""
    assert reads(world, "holder", Hat.FAMILY)


def test_r24_who_leads_and_has_the_baton_waits_for_both(world: World) -> None:
    """The baton first, and then another who leads, unless such a one has typed it."""
    transfers.withdraw(world.as_("leader"), world.transfer)
    offer = transfers.offer(world.as_("leader"), world.log, to=world.people["substitute"])
    transfers.accept(world.as_("substitute"), offer)
    typed = invite(world, "substitute", "deputy")
    by_leader = people.correct_guardian(
        world.as_("leader"),
        typed,
        reason="Feil namn.",
        name=world.people["substitute"].name,
        number=world.numbers["substitute"],
        basis="parental",
    )
    assert by_leader.waits_for == "lead"

    offer = transfers.offer(world.as_("leader"), world.log, to=world.people["colleague"])
    transfers.accept(world.as_("colleague"), offer)

    assert fresh(world, by_leader, "leader").waits_for == ""


def test_r24_who_leads_goes_on_waiting_when_the_baton_is_in_another_hand(world: World) -> None:
    """The baton was one of two things that stood in the way."""
    transfers.withdraw(world.as_("leader"), world.transfer)
    offer = transfers.offer(world.as_("leader"), world.log, to=world.people["substitute"])
    transfers.accept(world.as_("substitute"), offer)
    typed = invite(world, "substitute", "deputy")

    offer = transfers.offer(world.as_("leader"), world.log, to=world.people["colleague"])
    transfers.accept(world.as_("colleague"), offer)

    assert fresh(world, typed, "leader").waits_for == "lead"
    assert reads(world, "substitute")


def test_r24_what_waits_ends_no_task_at_work(world: World) -> None:
    """Who leads and stands in for the holder goes on standing in, until another who leads has confirmed it."""
    leader = world.as_("leader")
    deputy = next(row for row in world.memberships(world.log, leader) if row.kind == "deputy")
    people.dismiss_deputy(leader, deputy)
    people.appoint_deputy(leader, world.log, person=world.people["substitute"])
    typed = invite(world, "substitute")

    def kinds() -> list[str]:
        return [row.kind for row in world.memberships(world.log, leader) if row.person_id == typed.person_id]

    assert kinds() == ["guardian", "deputy"]
    confirming.confirm(leader, typed)
    assert kinds() == ["guardian"]


def test_r28_what_waits_bars_nobody_from_a_task_at_work(world: World) -> None:
    """Else the refusal would tell whose the number is."""
    invite(world, "leader")
    transfers.withdraw(world.as_("substitute"), world.transfer)

    assert transfers.offer(world.as_("substitute"), world.log, to=world.people["leader"]).accepted_at is None


# --- what who types can learn -----------------------------------------------------------------------------------------


def test_r28_the_leaders_number_is_taken_in_by_the_same_statements_as_anybodys(world: World) -> None:
    """No statement more or less, no task more or less: nothing to see, and nothing to time."""
    told_by = []
    for name in ("leader", "holder", "stranger"):
        with CaptureQueriesContext(connection) as asked:
            invite(world, name, "deputy", typed="Anne Ny")
        told_by.append([shape(query["sql"]) for query in asked.captured_queries])

    assert told_by[0] == told_by[1] == told_by[2]
    assert ProcrastinateJob.objects.filter(task_name="stafettlogg.relay.jobs.tell_of_family").count() >= 3


def shape(sql: str) -> str:
    """A statement without its values."""
    sql = re.sub(r"'[^']*'", "…", re.sub(r'"s\d+_x\d+"', "…", sql))
    return sql.split(" WHERE ")[0].split(" VALUES ")[0].split(" SET ")[0]


# --- who is told ------------------------------------------------------------------------------------------------------


def test_r24_it_stands_on_the_other_leading_persons_page_until_it_is_answered(world: World) -> None:
    membership = invite(world, "leader")

    def waiting(name: str) -> list[RelayLog]:
        by = world.as_(name)
        with acting(by):
            return standing.family_to_confirm(by)

    assert [waiting(name) for name in ("substitute", "leader", "holder", "other_leader")] == [[world.log], [], [], []]
    confirming.confirm(world.as_("substitute"), membership)
    assert waiting("substitute") == []


def test_r24_without_another_who_leads_the_administrator_is_told_of_the_unit_and_nothing_more(world: World) -> None:
    """No child, no log; a substitute who is appointed then finds it waiting."""
    end_substitute(world)
    membership = invite(world, "leader")
    with as_worker():
        jobs.tell_of_family(str(membership.pk))

    assert news(world, "administrator") == [(Event.SUBSTITUTE_NEEDED, world.unit.pk)]
    posts.appoint(
        world.as_("administrator"),
        world.unit,
        person=world.people["colleague"],
        kind="substitute",
        from_date=clock.today(),
    )
    confirming.confirm(world.as_("colleague"), membership)
    assert reads(world, "leader", Hat.FAMILY)


def test_r24_nobody_is_told_where_somebody_can_confirm_and_the_holder_is_told_of_herself(world: World) -> None:
    with as_worker():
        for name in ("leader", "stranger", "holder"):
            jobs.tell_of_family(str(invite(world, name, "deputy").pk))

    assert news(world, "administrator") == news(world, "leader") == []
    assert news(world, "holder") == [(Event.HOLDER_IS_FAMILY, world.log.pk)]


def test_r24_who_typed_is_no_other_who_could_confirm(world: World) -> None:
    """The only one who leads has typed the holder's number: the administrator is told of the unit."""
    end_substitute(world)
    with as_worker():
        jobs.tell_of_family(str(invite(world, "holder", "leader").pk))

    assert news(world, "administrator") == [(Event.SUBSTITUTE_NEEDED, world.unit.pk)]


# --- every way in -----------------------------------------------------------------------------------------------------


def test_r24_a_guardian_who_is_put_right_into_the_leader_waits_too(world: World) -> None:
    wrong = next(
        row
        for row in world.memberships(world.log, world.as_("leader"))
        if row.person_id == world.people["second_guardian"].pk
    )

    right = people.correct_guardian(
        world.as_("substitute"),
        wrong,
        reason="Feil person.",
        name=world.people["holder"].name,
        number=world.numbers["holder"],
        basis="parental",
    )

    assert right.waits_for == "lead"


def test_r24_an_employee_who_opens_a_log_does_not_lock_the_leader_out_of_it(world: World) -> None:
    """The leader's own number among the guardians, from the writer of a decided wonder."""
    by = world.as_("colleague")
    wonder = wonders.share(by, wonders.write(by, world.unit, about="Jakob", text="Er mykje åleine."))
    wonders.decide(world.as_("leader"), wonder, decision="own_unit", has_read_duty=True)
    log = opening.open_log(
        by,
        world.unit,
        child_name="Jakob Ny",
        child_born=date(2017, 1, 9),
        wonder=wonder.pk,
        guardians=[GuardianEntry("Ragnhild Nes", world.numbers["leader"], "parental")],
    )

    assert reads(world, "leader", log=log)


# --- the child --------------------------------------------------------------------------------------------------------


@pytest.fixture
def unnumbered(world: World) -> RelayLog:
    """A log of a child of twelve years whose number nobody has written."""
    return opening.open_log(
        world.as_("leader"),
        world.unit,
        child_name="Oda Ny",
        child_born=date(2012, 1, 9),
        holder=world.people["colleague"].pk,
        guardians=[guardian_entry(world, "stranger")],
    )


@pytest.mark.parametrize("name", ["leader", "holder", "guardian", "stranger"])
def test_r24_a_childs_number_carries_the_childs_own_birth_date(name: str, world: World, unnumbered: RelayLog) -> None:
    """Nobody's number but a child's of that day lets anybody in as the child."""
    with pytest.raises(Refused) as refused:
        people.invite_child(world.as_("colleague"), unnumbered, number=world.numbers[name])

    assert refused.value.field == "number"
    assert "another birth date" in str(refused.value)


def test_r24_who_leads_does_not_become_the_child_either(world: World, unnumbered: RelayLog) -> None:
    """Had the leader the child's birth date, she would wait for the substitute; who has the baton for another holder."""
    number = numbers.synthetic(date(2012, 1, 9), 4)
    young = posts.appoint(
        world.as_("administrator"), world.unit, kind="substitute", name="Oda Ny", number=number, from_date=clock.today()
    )
    membership = people.invite_child(world.as_("colleague"), unnumbered, number=number)
    assert (membership.person_id, membership.waits_for) == (young.person_id, "lead")
    with pytest.raises(Refused, match="same place"):
        people.invite_child(world.as_("colleague"), unnumbered, number=number)

    confirming.decline(world.as_("leader"), membership, reason="Det er ikkje barnet.")

    assert people.invite_child(world.as_("leader"), unnumbered, number=number).waits_for == ""


def test_r24_a_no_leaves_the_childs_question_to_the_child(world: World) -> None:
    """Whoever was written in as the child is asked no more; the question stands open, to the child there is."""
    born = date(2010, 1, 9)
    log = opening.open_log(
        world.as_("leader"),
        world.unit,
        child_name="Ask Ny",
        child_born=born,
        holder=world.people["colleague"].pk,
        guardians=[guardian_entry(world, "stranger")],
    )
    number = numbers.synthetic(born, 4)
    posts.appoint(
        world.as_("administrator"), world.unit, kind="substitute", name="Ask Ny", number=number, from_date=clock.today()
    )
    membership = people.invite_child(world.as_("colleague"), log, number=number)

    def asked() -> list[object]:
        return [row.person_id for row in world.consents(log, world.as_("leader")) if row.is_childs]

    assert asked() == [membership.person_id]
    confirming.decline(world.as_("leader"), membership, reason="Det er ikkje barnet.")
    assert asked() == [None]


def test_r24_an_employee_let_in_is_no_longer_so_as_the_child(world: World, unnumbered: RelayLog) -> None:
    number = numbers.synthetic(date(2012, 1, 9), 4)
    post = staff.appoint(world.as_("leader"), world.unit, name="Oda Ny", number=number, from_date=clock.today())
    with acting(world.as_("leader")):
        young = persons.person(post.person_id)
    people.admit(world.as_("leader"), unnumbered, person=young)
    people.invite_child(world.as_("colleague"), unnumbered, number=number)

    kinds = [row.kind for row in world.memberships(unnumbered, world.as_("leader")) if row.person_id == young.pk]
    assert kinds == ["child"]


def test_r24_nobody_lets_oneself_in_as_the_child(world: World, unnumbered: RelayLog) -> None:
    number = numbers.synthetic(date(2012, 1, 9), 4)
    posts.appoint(
        world.as_("administrator"), world.unit, kind="substitute", name="Oda Ny", number=number, from_date=clock.today()
    )
    world.people["young"] = posts.appoint(
        world.as_("administrator"), world.unit, kind="leader", name="Oda Ny", number=number, from_date=clock.today()
    ).person

    with pytest.raises(Refused, match="about yourself"):
        people.invite_child(world.as_("young", Hat.STAFF), unnumbered, number=number)


@pytest.mark.parametrize("field", ["child_number", "number"])
def test_r24_where_a_child_is_written_in_or_put_right_number_and_birth_date_agree(field: str, world: World) -> None:
    """Both are known to who types them, so the sentence tells nothing."""
    number = numbers.synthetic(CHILD_BORN + timedelta(days=1), 2)
    with pytest.raises(Refused) as refused:
        if field == "child_number":
            opening.open_log(
                world.as_("leader"),
                world.unit,
                child_name="Ny",
                child_number=number,
                child_born=CHILD_BORN,
                guardians=[guardian_entry(world, "stranger")],
            )
        else:
            people.correct_child(
                world.as_("leader"),
                world.log,
                name="Nora",
                number=number,
                born=CHILD_BORN,
                protection="none",
                reason="Feil.",
            )

    assert refused.value.field == field


def test_r24_a_birth_date_is_not_moved_away_from_the_number_there_is(world: World) -> None:
    with pytest.raises(Refused) as refused:
        people.correct_child(
            world.as_("leader"),
            world.log,
            name="Nora Fjell",
            born=CHILD_BORN + timedelta(days=1),
            protection="none",
            reason="Feil.",
        )

    assert refused.value.field == "born"


# --- the rule itself, whatever the rows ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["guardian", "child"])
@pytest.mark.parametrize("name", ["holder", "deputy", "employee", "receiver", "leader", "substitute"])
def test_r24_family_in_force_has_no_staff_relation_and_family_that_waits_keeps_it(
    name: str, kind: str, world: World
) -> None:
    """No operation makes such rows; the policy would not care if one did."""
    assert reads(world, name)
    with as_worker(), everywhere("a row that no operation writes"):
        row = Membership(
            log=world.log,
            by_id=world.people["leader"].pk,
            at=clock.now(),
            person=world.people[name],
            kind=kind,
            from_date=clock.today(),
            waits_for="lead",
        )
        row.save(force_insert=True)
    assert (reads(world, name), reads(world, name, Hat.FAMILY)) == (True, False)

    with as_worker(), everywhere("the same row in force"):
        row.waits_for = ""
        row.save(update_fields=["waits_for"])

    assert (reads(world, name), reads(world, name, Hat.FAMILY)) == (False, True)


def test_r24_a_holder_does_not_lock_the_officer_out(world: World) -> None:
    membership = invite(world, "officer")

    assert membership.waits_for == Waits.LEAD
    officer = world.as_("officer", Hat.OFFICER)
    with acting(officer):
        assert enter(officer, RelayLog, world.log.pk) is not None
    confirming.confirm(world.as_("leader"), membership)
    with acting(officer):
        assert enter(officer, RelayLog, world.log.pk) is None


def test_r24_an_officer_who_is_guardian_sees_the_log_as_a_guardian_alone(world: World) -> None:
    officer = world.as_("officer", Hat.OFFICER)
    with acting(officer):
        before = enter(officer, RelayLog, world.log.pk)
        assert before is not None and Action.LOG_TRAIL in before.permit.actions

    invite(world, "officer", "leader")

    family = world.as_("officer", Hat.FAMILY)
    with acting(officer):
        assert enter(officer, RelayLog, world.log.pk) is None
        seen = RelayLog.objects.allowed(officer, Action.LOG_TRAIL)
        assert {log.pk for log in seen} == {world.quiet_log.pk, world.other_log.pk}
    with acting(family):
        assert enter(family, RelayLog, world.log.pk) is not None
