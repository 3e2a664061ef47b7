"""The people of a log: family and staff, in and out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Hat
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import enter, everywhere
from stafettlogg.identity import numbers, told
from stafettlogg.identity import people as persons
from stafettlogg.identity.models import Person, Post, Told
from stafettlogg.relay import people
from stafettlogg.relay.models import Membership, RelayLog, Wording
from tests.roles import as_worker
from tests.world import NOW, World


def _member(world: World, name: str, kind: str, log: RelayLog | None = None) -> Membership:
    rows = world.memberships(log or world.log, world.as_("leader"))
    return next(row for row in rows if row.person_id == world.people[name].pk and row.kind == kind)


def _reads(world: World, name: str, hat: Hat | None = None, log: RelayLog | None = None) -> bool:
    by = world.as_(name, hat)
    with acting(by):
        found = enter(by, RelayLog, (log or world.log).pk)
        return found is not None and Action.LOG_READ in found.permit.actions


def test_an_employee_reads_while_let_in(world: World) -> None:
    """From–to, and not an hour after being let out."""
    leader = world.as_("leader")
    people.admit(leader, world.log, person=world.people["colleague"], until_date=clock.today() + timedelta(days=7))

    assert _reads(world, "colleague")
    with clock.fixed(NOW + timedelta(days=8)):
        assert not _reads(world, "colleague")

    people.dismiss(leader, _member(world, "colleague", "employee"))
    assert not _reads(world, "colleague")


def test_an_employee_whose_time_ran_out_is_let_in_again(world: World) -> None:
    """The old row ends, a new one begins."""
    leader = world.as_("leader")
    people.admit(leader, world.log, person=world.people["colleague"], until_date=clock.today())

    with clock.fixed(NOW + timedelta(days=2)):
        people.admit(leader, world.log, person=world.people["colleague"])
        assert _reads(world, "colleague")


def test_nobody_from_outside_the_unit_is_let_in(world: World) -> None:
    """Other units come in by consent, not by the leader."""
    for name in ("other_leader", "stranger"):
        with pytest.raises(Refused) as refused:
            people.admit(world.as_("leader"), world.log, person=world.people[name])
        assert refused.value.field == "person"


def test_only_the_leader_lets_people_in(world: World) -> None:
    """Not the holder, the family, or another leader."""
    for name in ("holder", "deputy", "employee", "guardian", "other_leader", "administrator"):
        with pytest.raises(Denied):
            people.admit(world.as_(name), world.log, person=world.people["colleague"])


def test_dismissing_an_employee_does_not_reach_other_memberships(world: World) -> None:
    """A crafted address with a guardian's row is denied."""
    with pytest.raises(Denied):
        people.dismiss(world.as_("leader"), _member(world, "guardian", "guardian"))


def test_r24_a_guardian_who_works_in_the_unit_reads_as_a_guardian_only(world: World) -> None:
    """And cannot be let in as staff."""
    assert _reads(world, "teacher_mother", Hat.FAMILY)
    assert not _reads(world, "teacher_mother", Hat.STAFF)

    for act in (people.admit, people.appoint_deputy):
        with pytest.raises(Refused):
            act(world.as_("leader"), world.log, person=world.people["teacher_mother"])


def test_r24_an_employee_who_becomes_guardian_loses_the_staff_relation(world: World) -> None:
    """At once."""
    people.invite_guardian(
        world.as_("leader"),
        world.log,
        name=world.people["employee"].name,
        number=world.numbers["employee"],
        basis="without",
    )

    assert not _reads(world, "employee", Hat.STAFF)
    assert _reads(world, "employee", Hat.FAMILY)


def test_r24_the_holder_is_not_made_guardian_before_the_baton_is_handed_over(world: World) -> None:
    """She holds it, and reads as the holder alone (tests/relay/test_confirming.py)."""
    membership = people.invite_guardian(
        world.as_("leader"),
        world.log,
        name=world.people["holder"].name,
        number=world.numbers["holder"],
        basis="parental",
    )

    assert membership.waits_for == "lead"
    assert _reads(world, "holder")
    assert not _reads(world, "holder", Hat.FAMILY)


def test_r2_one_deputy_at_a_time(world: World) -> None:
    """The next comes when the former has ended."""
    leader = world.as_("leader")
    with pytest.raises(Refused):
        people.appoint_deputy(leader, world.log, person=world.people["colleague"])

    people.dismiss_deputy(leader, _member(world, "deputy", "deputy"))
    people.appoint_deputy(leader, world.log, person=world.people["colleague"])

    assert not _reads(world, "deputy")
    assert _reads(world, "colleague")


def test_r2_a_holder_without_a_valid_post_is_gone_but_still_the_holder(world: World) -> None:
    """The leader sees it the same day."""
    with as_worker(), everywhere("the holder leaves"):
        Post.objects.get_queryset().filter(person=world.people["holder"]).update(ended_at=clock.now())

    with world.inside("leader") as log:
        assert people.holder_is_gone(log)
        assert log.holder_id == world.people["holder"].pk
    assert not _reads(world, "holder")


def test_r20_a_wrong_guardian_is_put_right_with_a_reason(world: World) -> None:
    """The wrong one loses the log, the right one is asked."""
    leader, wrong = world.as_("leader"), _member(world, "second_guardian", "guardian")
    right: dict[str, Any] = {  # Any: a form's fields
        "name": world.people["stranger"].name,
        "number": world.numbers["stranger"],
        "basis": "parental",
    }

    with pytest.raises(Refused) as refused:
        people.correct_guardian(leader, wrong, reason=" ", **right)
    assert refused.value.field == "reason"

    people.correct_guardian(leader, wrong, reason="Feil person vart skriven inn.", **right)
    assert not _reads(world, "second_guardian")
    assert _reads(world, "stranger", Hat.FAMILY)


def test_r20_a_guardian_who_should_not_be_there_is_taken_out(world: World) -> None:
    """The reason stays with the ended row."""
    ended = people.correct_guardian(
        world.as_("leader"), _member(world, "teacher_mother", "guardian"), reason="Er ikkje stemor.", is_end=True
    )

    assert ended.ended_reason == "Er ikkje stemor."
    assert not _reads(world, "teacher_mother", Hat.FAMILY)


def test_r20_only_the_leader_puts_the_family_right(world: World) -> None:
    """The holder invites, but does not correct."""
    row = _member(world, "guardian", "guardian")

    for name in ("holder", "deputy", "guardian", "second_guardian"):
        with pytest.raises(Denied):
            people.correct_guardian(world.as_(name), row, reason="Noko.", is_end=True)


def test_r20_a_childs_name_is_put_right_and_the_earlier_is_kept(world: World) -> None:
    """R14: nothing disappears."""
    people.correct_child(
        world.as_("leader"), world.log, name="Nora Fjell Aas", protection="none", reason="Skrivefeil i namnet."
    )

    with world.inside("holder") as log:
        kept = {row.field: row.text for row in Wording.objects.of(log.permit)}
        assert log.child.name == "Nora Fjell Aas"
    assert kept == {"reason": "Skrivefeil i namnet.", "name": "Nora Fjell"}


def test_r20_a_wrong_childs_number_moves_the_log_to_the_right_child(world: World) -> None:
    """A new row: the wrong child's own row is not written over."""
    number = numbers.synthetic(date(2010, 3, 13), 3)

    people.correct_child(
        world.as_("leader"), world.log, name="Nora Fjell", number=number, protection="none", reason="Feil nummer."
    )

    with world.inside("holder") as log:
        assert (log.child.number, log.child.born_on) == (number, date(2010, 3, 13))
        assert log.child_id != world.log.child_id


def test_r20_a_child_let_in_with_the_wrong_number_reads_no_more_and_what_it_answered_counts_no_more(
    world: World,
) -> None:
    """Another child's own person was let in: out at the next click, with the reason, and the right one is asked."""
    number = numbers.synthetic(date(2010, 3, 13), 3)
    own = [row.pk for row in world.consents(world.log, world.as_("leader")) if row.is_childs]
    assert _reads(world, "child") and own

    people.correct_child(
        world.as_("leader"), world.log, name="Nora Fjell", number=number, protection="none", reason="Feil nummer."
    )

    assert not _reads(world, "child")
    after = [row for row in world.consents(world.log, world.as_("leader")) if row.is_childs]
    assert {row.withdrawn_reason for row in after if row.pk in own} == {"Feil nummer."}
    assert [(row.person_id, row.is_open) for row in after if row.pk not in own] == [(None, True)]


def test_r20_a_childs_right_name_or_the_same_number_keeps_the_child_in(world: World) -> None:
    """Nothing about whom it is has changed."""
    people.correct_child(
        world.as_("leader"),
        world.log,
        name="Nora Fjell Aas",
        number=world.numbers["child"],
        protection="none",
        reason="Skrivefeil i namnet.",
    )

    assert _reads(world, "child")


def test_r20_a_number_whose_child_has_a_log_elsewhere_only_says_we_must_check(world: World) -> None:
    """Nobody learns that a log exists."""
    with pytest.raises(Refused) as refused:
        people.correct_child(
            world.as_("leader"),
            world.log,
            name="Live Aas",
            number=world.numbers["little_child"],
            protection="none",
            reason="Feil nummer.",
        )

    assert str(refused.value).startswith("We must check something")


def test_the_child_is_let_in_with_its_own_number_from_twelve(world: World) -> None:
    """A wrong number is refused, and so is a younger child."""
    with pytest.raises(Refused) as refused:
        people.invite_child(world.as_("leader"), world.log, number=world.numbers["guardian"])
    assert refused.value.field == "number"

    with pytest.raises(Refused):
        people.invite_child(world.as_("other_leader"), world.other_log, number=world.numbers["little_child"])
    assert _reads(world, "child")


# --- R27: a guardian is never renumbered ----------------------------------------------------------------------------


def _told_of_exchange(world: World) -> set[UUID]:
    with as_worker(), everywhere("the test reads who is told"):
        rows = Told.objects.get_queryset().filter(event=told.Event.GUARDIAN_EXCHANGED)
        assert {row.root for row in rows} <= {world.log.pk}
        return {row.person_id for row in rows}


def test_r27_another_number_is_another_guardian_and_the_others_and_the_officer_are_told(world: World) -> None:
    wrong = _member(world, "guardian", "guardian")
    number = numbers.synthetic(date(1982, 6, 3), 9)
    fresh = people.correct_guardian(
        world.as_("leader"), wrong, reason="Feil nummer.", name="Anne Fjell", number=number, basis="parental"
    )

    assert fresh.person_id != world.people["guardian"].pk
    assert not _reads(world, "guardian")
    assert _told_of_exchange(world) == {world.people["second_guardian"].pk, world.people["officer"].pk}
    with as_worker(), everywhere("the test looks whose the old number is"):
        old = persons.with_number(world.fjordvik.pk, world.numbers["guardian"])
        assert old is not None and old.pk == world.people["guardian"].pk


def test_r28_a_guardian_is_not_called_somebody_else_afterwards(world: World) -> None:
    """Without the number only how the name is spelt is put right; with it the two are looked at together."""
    wrong = _member(world, "guardian", "guardian")

    with pytest.raises(Refused) as refused:
        people.correct_guardian(world.as_("leader"), wrong, reason="Skrivefeil.", name="Gro Sande", basis="parental")
    assert refused.value.field == "number"
    fresh = people.correct_guardian(
        world.as_("leader"),
        wrong,
        reason="Skrivefeil.",
        name="Gro Sande",
        number=world.numbers["guardian"],
        basis="parental",
    )
    assert fresh.waits_for == "name"
    assert not _reads(world, "guardian")


def test_r28_a_name_that_waits_is_put_right_with_the_number(world: World) -> None:
    """A mistyped name is no dead end for a mother: the right one with the number lets her in, and she is asked anew."""
    wrong = people.invite_guardian(
        world.as_("holder"),
        world.log,
        name="Kari Ukjen",
        number=world.numbers["stranger"],
        basis="parental",
    )
    assert wrong.waits_for == "name"

    right = people.correct_guardian(
        world.as_("leader"),
        wrong,
        reason="Skrivefeil.",
        name=world.people["stranger"].name,
        number=world.numbers["stranger"],
        basis="parental",
    )

    assert (right.person_id, right.waits_for) == (world.people["stranger"].pk, "")
    assert _reads(world, "stranger", Hat.FAMILY)
    asked = [row for row in world.consents(world.log, world.as_("holder")) if row.person_id == right.person_id]
    assert [row.is_open for row in asked] == [True] * len(asked)
    assert asked != []


def test_r28_who_writes_the_number_learns_nothing_of_whose_it_was(world: World) -> None:
    """The number that stands there is written in anew like any other: what was answered is asked again."""
    wrong = _member(world, "guardian", "guardian")

    fresh = people.correct_guardian(
        world.as_("leader"),
        wrong,
        reason="Feil.",
        name="Anne Fjell",
        number=world.numbers["guardian"],
        basis="parental",
    )

    own = [row for row in world.consents(world.log, world.as_("holder")) if row.person_id == fresh.person_id]
    assert [row.is_open for row in own if row.withdrawn_at is None] == [True]
    assert any(row.withdrawn_reason == "Feil." for row in own)


def test_r27_r28_another_spelling_changes_what_the_log_shows_and_tells_nobody(world: World) -> None:
    wrong = _member(world, "guardian", "guardian")
    fresh = people.correct_guardian(
        world.as_("leader"), wrong, reason="Skrivefeil.", name="Anne Aas Fjell", basis="parental"
    )

    assert (fresh.person_id, fresh.called) == (world.people["guardian"].pk, "Anne Aas Fjell")
    assert _reads(world, "guardian")
    assert _told_of_exchange(world) == set()
    with as_worker(), everywhere("the test reads the person's own name"):
        assert Person.objects.get_queryset().get(pk=world.people["guardian"].pk).name == "Anne Fjell", (
            "the person keeps the own name"
        )
