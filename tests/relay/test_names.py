"""What a typed number finds is never shown; a name that does not fit waits for an administrator and the officer (R28)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Hat
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.scope import enter, everywhere
from stafettlogg.identity import bootstrap, numbers, posts, requests, signin, staff
from stafettlogg.identity import people as persons
from stafettlogg.identity.models import IdentityRequest, Municipality, Person, Post, Unit, Waits
from stafettlogg.relay import consents, identities, opening, people
from stafettlogg.relay.models import Membership, RelayLog
from stafettlogg.relay.opening import GuardianEntry
from stafettlogg.relay.whole import whole
from tests.roles import as_worker
from tests.world import NOW, World

STATEMENT = re.compile(r"'[^']*'|\"[sx]\d\w*\"|[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
NEW = numbers.synthetic(date(1991, 1, 1), 3)
WRONG = "Wilma Feilnamn"


def invite(world: World, key: str = "other_leader", name: str = WRONG, log: RelayLog | None = None) -> Membership:
    """Bring in a guardian by somebody's number, under a name that is not that person's."""
    return people.invite_guardian(
        world.as_("leader"), log or world.log, name=name, number=world.numbers[key], basis="parental"
    )


def employ(world: World, number: str, name: str = WRONG) -> Post:
    return staff.appoint(world.as_("leader"), world.unit, name=name, number=number, from_date=clock.today())


def lead(world: World, key: str, name: str = WRONG) -> Post:
    return posts.appoint(
        world.as_("administrator"),
        world.unit,
        kind="leader",
        name=name,
        number=world.numbers[key],
        from_date=clock.today(),
    )


def weighed(person: UUID, by: UUID = persons.NOBODY) -> IdentityRequest:
    """The worker asks for it to be confirmed."""
    with as_worker():
        identities.weigh_name(person, by)
    with as_worker(), everywhere("the test finds the request"):
        return IdentityRequest.objects.get_queryset().get(person=person, kind="name")


def again(request: IdentityRequest) -> IdentityRequest:
    with as_worker(), everywhere("the test looks at the request"):
        return IdentityRequest.objects.get_queryset().get(pk=request.pk)


def confirm(world: World, request: IdentityRequest, *names: str) -> IdentityRequest:
    for name in names:
        requests.confirm_name(world.as_(name), request)
        with as_worker():
            identities.carry_out(request.pk)
    return again(request)


def hats(world: World, key: str) -> list[Hat]:
    return signin.hats(world.people[key].pk, world.fjordvik.pk)


def reads(world: World, key: str, log: RelayLog | None = None) -> bool:
    by = world.as_(key, Hat.FAMILY)
    with acting(by):
        return enter(by, RelayLog, (log or world.log).pk) is not None


def now(row: Post | Membership) -> Post | Membership:
    with as_worker(), everywhere("the test looks at a row"):
        return type(row).objects.get_queryset().select_related("person").get(pk=row.pk)


# --- nobody gets a right before two have confirmed ------------------------------------------------------------------


def test_r28_a_guardian_by_a_name_that_does_not_fit_opens_nothing_until_two_have_confirmed(world: World) -> None:
    made = invite(world)
    request = weighed(made.person_id, world.people["leader"].pk)

    assert made.waits_for == Waits.NAME
    assert not reads(world, "other_leader")
    assert confirm(world, request, "administrator").outcome == ""
    assert not reads(world, "other_leader")
    assert confirm(world, request, "officer").outcome == "done"
    assert reads(world, "other_leader")
    assert now(made).person_id == world.people["other_leader"].pk
    with world.inside("leader") as log:
        assert WRONG in [member.called for member in people.memberships(log)]


def test_r28_the_officer_may_be_the_first_but_one_hat_is_never_both(world: World) -> None:
    with as_worker():
        bootstrap.add_post(world.people["stranger"], "administrator")
    world.people["second"] = world.people["stranger"]
    request = weighed(invite(world).person_id)

    confirm(world, request, "administrator")
    with pytest.raises(Denied):
        requests.confirm_name(world.as_("second", Hat.ADMINISTRATION), request)
    with pytest.raises(Denied):
        requests.confirm_name(world.as_("administrator"), request)
    assert confirm(world, request, "officer").outcome == "done"


@pytest.mark.parametrize("who", ["asker", "person"])
def test_r28_neither_who_typed_nor_the_person_herself_confirms(who: str, world: World) -> None:
    made = lead(world, "officer" if who == "person" else "other_leader")
    request = weighed(made.person_id, world.people["administrator" if who == "asker" else "leader"].pk)

    with pytest.raises(Denied):
        requests.confirm_name(world.as_("officer" if who == "person" else "administrator"), request)
    for name, hat in (("leader", Hat.STAFF), ("holder", Hat.STAFF), ("guardian", Hat.FAMILY)):
        with pytest.raises(Denied):
            requests.confirm_name(world.as_(name, hat), request)


def test_r28_one_person_under_two_hats_confirms_once(world: World) -> None:
    """The administrator is the officer too."""
    with as_worker():
        bootstrap.add_post(world.people["administrator"], "officer")
    request = weighed(invite(world).person_id)

    requests.confirm_name(world.as_("administrator"), request)
    with pytest.raises(Denied):
        requests.confirm_name(world.as_("administrator", Hat.OFFICER), request)


def test_r28_an_employee_by_a_name_that_does_not_fit_waits_and_is_shown_as_always(world: World) -> None:
    made = employ(world, world.numbers["guardian"])
    request = weighed(made.person_id)

    assert Hat.STAFF not in hats(world, "guardian")
    by = world.as_("leader")
    with acting(by):
        unit = enter(by, Unit, world.unit.pk)
        assert unit is not None
        assert WRONG in [post.called for post in staff.of_unit(unit.permit).now]
        assert "Anne Fjell" not in [post.called for post in staff.of_unit(unit.permit).now]
    confirm(world, request, "officer", "administrator")
    assert Hat.STAFF in hats(world, "guardian")


def test_r28_a_leader_by_a_name_that_does_not_fit_pushes_nobody_out_until_confirmed(world: World) -> None:
    made = lead(world, "colleague")
    with acting(world.as_("administrator")):
        leaders = [post.person_id for post in posts.leading(world.unit.pk) if post.kind == "leader"]
    assert leaders == [world.people["leader"].pk]

    request = weighed(made.person_id)
    confirm(world, request, "officer")
    with as_worker():
        bootstrap.add_post(world.people["stranger"], "administrator")
    requests.confirm_name(world.as_("stranger", Hat.ADMINISTRATION), request)
    with as_worker():
        identities.carry_out(request.pk)
    with acting(world.as_("administrator")):
        leaders = [post.person_id for post in posts.leading(world.unit.pk) if post.kind == "leader"]
    assert leaders == [world.people["colleague"].pk]


@pytest.mark.parametrize("late", ["run out", "followed"])
def test_r28_a_late_confirmation_throws_out_nobody_who_leads(late: str, world: World) -> None:
    """The last day of the post is past, or another was appointed after it: what waited ends, and nothing else."""
    made = posts.appoint(
        world.as_("administrator"),
        world.unit,
        kind="leader",
        name=WRONG,
        number=world.numbers["colleague"],
        from_date=clock.today(),
        until_date=clock.today() + timedelta(days=5) if late == "run out" else None,
    )
    request, leads = weighed(made.person_id), "leader"
    with clock.fixed(NOW + timedelta(days=10)):
        if late == "followed":
            lead(world, "stranger", world.people["stranger"].name)
            leads = "stranger"
        confirm(world, request, "administrator", "officer")
        with acting(world.as_("administrator")):
            leaders = [post.person_id for post in posts.leading(world.unit.pk) if post.kind == "leader"]

    assert leaders == [world.people[leads].pk]
    assert now(made).ended_at is not None


def test_r28_the_child_too_waits_where_the_number_is_registered_under_another_name(world: World) -> None:
    with as_worker():
        world.people["youth"] = bootstrap.add_person(
            world.fjordvik, "Heilt Annan", numbers.synthetic(date(2010, 3, 12), 7)
        )
    world.numbers["youth"] = numbers.synthetic(date(2010, 3, 12), 7)
    log = opening.open_log(
        world.as_("leader"),
        world.unit,
        child_name="Emma Strand",
        child_number=world.numbers["youth"],
        guardians=[GuardianEntry("Ny Mor", NEW, "parental")],
    )
    made = people.invite_child(world.as_("leader"), log, number=world.numbers["youth"])

    assert made.waits_for == Waits.NAME
    assert not reads(world, "youth", log)
    request = confirm(world, weighed(made.person_id), "administrator", "officer")
    assert request.outcome == "done"
    assert reads(world, "youth", log)


def test_r28_an_administrator_by_the_command_line_waits_too(world: World) -> None:
    with as_worker():
        person = bootstrap.appoint(world.fjordvik, WRONG, world.numbers["stranger"], Post.Kind.ADMINISTRATOR)

    assert person.pk != world.people["stranger"].pk
    assert hats(world, "stranger") == []
    assert signin.hats(person.pk, world.fjordvik.pk) == []


def test_r28_what_is_declined_goes_on_giving_nothing(world: World) -> None:
    made = invite(world)
    request = weighed(made.person_id)
    requests.decline_name(world.as_("officer"), request)
    with as_worker():
        identities.carry_out(request.pk)

    assert again(request).outcome == "declined"
    assert not reads(world, "other_leader")
    assert weighed(made.person_id).pk == request.pk, "asked once"


def test_r26_r28_nobody_gives_oneself_a_right_under_another_name(world: World) -> None:
    """The leader types her own number under a made-up name: whoever types it knows whose it is, so it is said at once."""
    with pytest.raises(Refused, match="it is about yourself"):
        invite(world, "leader")

    assert not reads(world, "leader")


def test_r26_r28_nor_by_a_second_number_of_ones_own_under_another_name(world: World) -> None:
    own, second = world.people["administrator"], numbers.synthetic(date(1979, 5, 17), 40)
    with as_worker():
        bootstrap.add_person(world.fjordvik, own.name, second)
        bootstrap.add_post(world.people["stranger"], "administrator")
    world.numbers["second"] = second
    request = weighed(lead(world, "second").person_id, own.pk)
    requests.confirm_name(world.as_("officer"), request)
    requests.confirm_name(world.as_("stranger", Hat.ADMINISTRATION), request)
    with as_worker():
        identities.carry_out(request.pk)

    assert again(request).outcome == "declined"


def test_r24_r28_the_units_leader_still_needs_the_other_one_when_the_name_is_confirmed(world: World) -> None:
    made = people.invite_guardian(
        world.as_("holder"), world.log, name=WRONG, number=world.numbers["leader"], basis="parental"
    )
    planned = ProcrastinateJob.objects.filter(task_name="stafettlogg.relay.jobs.tell_of_family")
    before = planned.count()
    confirm(world, weighed(made.person_id, world.people["holder"].pk), "administrator", "officer")

    assert planned.count() == before + 1
    assert now(made).waits_for == Waits.LEAD
    assert not reads(world, "leader")


def test_r24_r28_a_new_guardian_keeps_no_staff_membership_when_the_name_is_confirmed(world: World) -> None:
    made = invite(world, "deputy")
    confirm(world, weighed(made.person_id), "administrator", "officer")

    with as_worker(), everywhere("the test looks"):
        held = Membership.objects.get_queryset().filter(
            log=world.log, person=world.people["deputy"], ended_at=None, kind="deputy"
        )
        assert not held.exists()
    assert reads(world, "deputy")


def test_r28_a_second_place_for_somebody_who_is_there_ends_when_it_is_confirmed(world: World) -> None:
    made = invite(world, "guardian")
    confirm(world, weighed(made.person_id), "administrator", "officer")

    assert now(made).ended_at is not None
    assert reads(world, "guardian")


def test_r28_somebody_who_is_there_already_is_not_asked_twice(world: World) -> None:
    made = invite(world, "guardian")
    confirm(world, weighed(made.person_id), "administrator", "officer")

    own = [
        row for row in world.consents(world.log, world.as_("holder")) if row.person_id == world.people["guardian"].pk
    ]
    assert [row.is_open for row in own if row.withdrawn_at is None and row.level == 1] == [False]


def test_r28_what_a_page_has_typed_is_asked_in_the_typists_name_also_when_a_file_comes_between(world: World) -> None:
    """Else who typed it could confirm it herself."""
    made = employ(world, world.numbers["stranger"])
    with as_worker():
        identities.weigh_names(world.fjordvik.pk, world.people["administrator"].pk, clock.now() + timedelta(hours=1))
        identities.weigh_name(made.person_id, world.people["leader"].pk)

    assert weighed(made.person_id).asked_by_id == world.people["leader"].pk


def test_r28_a_number_that_nobody_has_any_more_is_the_stand_ins_own(world: World) -> None:
    made = employ(world, world.numbers["receiver"])
    request = weighed(made.person_id)
    with as_worker(), everywhere("the test finds a post"):
        own = Post.objects.get_queryset().get(person=world.people["receiver"], unit=world.unit)
    requests.request_number(world.as_("leader"), own, number=NEW, reason="It was mistyped.")
    with as_worker(), everywhere("the test finds the request"):
        number = IdentityRequest.objects.get_queryset().get(kind="number")
    with as_worker():
        identities.weigh(number.pk)
    requests.confirm_number(world.as_("substitute"), number)
    with as_worker():
        identities.carry_out(number.pk)
    confirm(world, request, "administrator", "officer")

    assert now(made).person_id == made.person_id
    assert now(made).waits_for == ""
    assert signin.hats(made.person_id, world.fjordvik.pk) == [Hat.STAFF]


# --- what is shown, and to whom -------------------------------------------------------------------------------------


def test_r28_the_log_names_nobody_but_as_typed_before_and_after(world: World) -> None:
    made = invite(world)
    with world.inside("leader") as log:
        before = whole(log)
        named = {str(happening.text) for happening in before.happenings} | {*before.names.values()}
        named |= {consent.person.name for consent in before.consents if consent.person}
    confirm(world, weighed(made.person_id), "administrator", "officer")
    with world.inside("leader") as log:
        after = whole(log)
        named |= {str(happening.text) for happening in after.happenings} | {*after.names.values()}
        named |= {consent.person.name for consent in after.consents if consent.person}

    told = " ".join(named)
    assert WRONG in told
    assert "Gro Sande" not in told


def test_r28_a_middle_name_that_a_number_finds_is_not_told(world: World) -> None:
    with as_worker():
        bootstrap.add_person(world.fjordvik, "Kari Løyndom Lunde", NEW)
    made = people.invite_guardian(world.as_("leader"), world.log, name="Kari Lunde", number=NEW, basis="parental")
    assert made.waits_for == ""

    with world.inside("leader") as log:
        shown = whole(log)
        told = " ".join(
            [*(str(happening.text) for happening in shown.happenings), *shown.names.values()]
            + [consent.person.name for consent in shown.consents if consent.person]
        )
    assert "Kari Lunde" in told
    assert "Løyndom" not in told


def test_r28_somebody_who_waits_is_asked_for_consent_as_always(world: World) -> None:
    made = invite(world)
    asked = [row for row in world.consents(world.log, world.as_("leader")) if row.person_id == made.person_id]
    assert len(asked) == 1
    confirm(world, weighed(made.person_id), "administrator", "officer")

    by = world.as_("other_leader", Hat.FAMILY)
    own = [row for row in world.consents(world.log, by) if row.person_id == by.person]
    assert [row.pk for row in own] == [asked[0].pk]
    assert consents.answer(by, own[0], is_yes=True).is_yes


WAYS: list[Callable[[World, str, str], object]] = [
    lambda world, name, number: people.invite_guardian(
        world.as_("leader"), world.quiet_log, name=name, number=number, basis="without"
    ),
    lambda world, name, number: employ(world, number, name),
]


@pytest.mark.parametrize("way", WAYS, ids=["guardian", "employee"])
def test_r28_the_same_statements_run_for_a_free_a_fitting_and_another_ones_number(
    way: Callable[[World, str, str], object], world: World
) -> None:
    with as_worker():
        bootstrap.add_person(world.fjordvik, "Kari Lunde", NEW)
    cases = [
        ("Ein Ny", numbers.synthetic(date(1991, 1, 1), 4)),
        ("Ein Ny", numbers.synthetic(date(1991, 1, 1), 5)),
        ("Kari Lunde", NEW),
        (WRONG, world.numbers["other_leader"]),
        (WRONG, world.numbers["ppt_leader"]),
    ]
    told = []
    for name, number in cases:
        with CaptureQueriesContext(connection) as asked:
            way(world, name, number)
        told.append([STATEMENT.sub("", query["sql"])[:60] for query in asked.captured_queries])

    assert all(statements == told[1] for statements in told[1:])


def test_r28_that_somebody_works_in_the_unit_already_is_told_to_nobody_who_types_a_number(world: World) -> None:
    made = employ(world, world.numbers["colleague"], world.people["colleague"].name)

    assert made.waits_for == ""


def test_r28_a_sign_in_from_before_the_post_is_not_shown(world: World) -> None:
    with acting(world.as_("guardian")):
        signin.arrive(world.as_("guardian"))
    with clock.fixed(NOW + timedelta(hours=1)):
        made = employ(world, world.numbers["guardian"], "Anne Fjell")

    shown = now(made)
    assert isinstance(shown, Post)
    assert shown.person.signed_in_at is not None
    assert shown.signed_in_at is None


def test_r28_who_confirms_sees_names_and_number_and_no_child_and_no_unit(world: World) -> None:
    request = weighed(invite(world).person_id)

    by = world.as_("officer")
    with acting(by):
        place = enter(by, Municipality, by.municipality)
        assert place is not None
        (row,) = requests.of(place.permit)
        assert (requests.asked_name(row), row.found and row.found.name) == (WRONG, "Gro Sande")
        assert row.number == world.numbers["other_leader"]
    assert (request.unit_id, request.post_id) == (None, None)


def test_r28_a_stand_in_is_found_by_nobody(world: World) -> None:
    made = employ(world, world.numbers["guardian"])

    with as_worker(), everywhere("the test looks"):
        assert Person.objects.get_queryset().get(pk=made.person_id).number_hash is None
        found = persons.with_number(world.fjordvik.pk, world.numbers["guardian"])
        assert found is not None and found.pk == world.people["guardian"].pk
