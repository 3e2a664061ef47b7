"""Another number is asked for by one and confirmed by others; the worker weighs it, for it sees all of it (R27)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from stafettlogg.core import clock, policy
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.scope import enter, everywhere, system
from stafettlogg.identity import bootstrap, numbers, people, posts, requests, staff, told
from stafettlogg.identity.models import FormerNumber, IdentityRequest, Person, Post, Told, Unit
from stafettlogg.identity.stored_sessions import SessionStore
from stafettlogg.relay import identities
from stafettlogg.relay import people as members
from stafettlogg.relay.models import RelayLog
from tests.roles import as_worker
from tests.world import NOW, SINCE, World

ACCOMPLICE = numbers.synthetic(date(1991, 1, 1), 3)
DAY = timedelta(days=1)
# what is said, without what it is said about
STATEMENT = re.compile(r"'[^']*'|\"[sx]\d\w*\"|[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


def post_of(world: World, name: str) -> Post:
    """The post somebody has."""
    with as_worker(), everywhere("the test looks for a post"):
        return Post.objects.get_queryset().get(person=world.people[name], ended_at=None)


def ask(world: World, name: str, by: str = "leader", number: str = ACCOMPLICE) -> IdentityRequest:
    """Ask for another number for somebody, and let the worker weigh it."""
    requests.request_number(world.as_(by), post_of(world, name), number=number, reason="It was mistyped.")
    return weighed(newest())


def newest() -> IdentityRequest:
    with as_worker(), everywhere("the test looks at the newest request"):
        found = IdentityRequest.objects.get_queryset().order_by("-asked_at", "-pk").filter(outcome="").first()
        assert found is not None
        return found


def weighed(request: IdentityRequest) -> IdentityRequest:
    with as_worker():
        identities.weigh(request.pk)
    return again(request)


def again(request: IdentityRequest) -> IdentityRequest:
    with as_worker(), everywhere("the test looks at a request"):
        return IdentityRequest.objects.get_queryset().get(pk=request.pk)


def confirm(world: World, request: IdentityRequest, *names: str, hat: Hat | None = None) -> IdentityRequest:
    """Let these confirm it, one after the other, and the worker carry it out."""
    for name in names:
        requests.confirm_number(world.as_(name, hat), request)
        carried_out(request)
    return again(request)


def carried_out(request: IdentityRequest) -> None:
    with as_worker():
        identities.carry_out(request.pk)


def may_confirm(world: World, request: IdentityRequest) -> set[str]:
    """Everybody whom the request waits for, under any hat."""
    found = set()
    for name in world.people:
        for hat in Hat:
            with acting(world.as_(name, hat)):
                if request.pk in {one.pk for one in requests.waiting(world.as_(name, hat))}:
                    found.add(name)
    return found


def has(world: World, name: str, number: str) -> bool:
    """Whether somebody would be recognised by this number."""
    with as_worker(), everywhere("the test looks who a number is"):
        found = people.with_number(world.fjordvik.pk, number)
        return found is not None and found.pk == world.people[name].pk


def employ(world: World, name: str, unit: str = "school", by: str = "leader") -> Post:
    """Appoint somebody who is known here by name and number, as employee."""
    return staff.appoint(
        world.as_(by),
        world.units[unit],
        name=world.people[name].name,
        number=world.numbers[name],
        from_date=clock.today(),
    )


# --- the attack -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("victim", ["other_leader", "officer", "administrator", "guardian", "other_holder"])
def test_r27_a_leader_takes_over_nobody_by_appointing_and_renumbering(victim: str, world: World) -> None:
    """Neither alone, nor with the substitute as accomplice: there is more to the person than the unit."""
    employ(world, victim)
    with as_worker(), everywhere("the test looks for the new post"):
        post = Post.objects.get_queryset().get(person=world.people[victim], unit=world.unit)
    requests.request_number(world.as_("leader"), post, number=ACCOMPLICE, reason="It was mistyped.")
    request = weighed(newest())

    assert request.route == "municipality"
    assert may_confirm(world, request) <= {"administrator"} - {victim}
    for accomplice in ("leader", "substitute", victim):
        for hat in Hat:
            with suppress(Denied):
                requests.confirm_number(world.as_(accomplice, hat), request)
            carried_out(request)
    assert has(world, victim, world.numbers[victim])
    assert not has(world, victim, ACCOMPLICE)


def test_r27_correcting_a_name_takes_no_number(world: World) -> None:
    with pytest.raises(TypeError):
        staff.correct(world.as_("leader"), post_of(world, "colleague"), name="Eli", number=ACCOMPLICE)  # type: ignore[call-arg]


# --- who confirms ---------------------------------------------------------------------------------------------------


def test_r27_where_the_unit_is_all_there_is_its_other_leader_or_an_administrator_confirms(world: World) -> None:
    request = ask(world, "receiver")

    assert request.route == "unit"
    assert may_confirm(world, request) == {"substitute", "administrator"}
    assert confirm(world, request, "substitute").outcome == "done"
    assert has(world, "receiver", ACCOMPLICE)
    assert not has(world, "receiver", world.numbers["receiver"])


def test_r27_else_an_administrator_first_and_then_the_officer(world: World) -> None:
    employ(world, "receiver", "kindergarten", "other_leader")
    with as_worker(), everywhere("the test looks for the first post"):
        post = Post.objects.get_queryset().get(person=world.people["receiver"], unit=world.unit)
    requests.request_number(world.as_("leader"), post, number=ACCOMPLICE, reason="It was mistyped.")
    request = weighed(newest())

    assert may_confirm(world, request) == {"administrator"}
    request = confirm(world, request, "administrator")
    assert request.outcome == ""
    assert has(world, "receiver", world.numbers["receiver"]), "the old number holds until two have confirmed"
    assert may_confirm(world, request) == {"officer"}
    assert confirm(world, request, "officer").outcome == "done"
    assert has(world, "receiver", ACCOMPLICE)


def test_r27_a_guardian_on_a_log_the_asker_may_not_know_of_has_more_than_the_unit(world: World) -> None:
    """The mother works here too; the belt shows her leader nothing of the other log, but the worker sees it."""
    members.invite_guardian(
        world.as_("other_leader"),
        world.other_log,
        name=world.people["receiver"].name,
        number=world.numbers["receiver"],
        basis="without",
    )

    assert ask(world, "receiver").route == "municipality"


def test_r27_a_second_administrator_can_be_the_second(world: World) -> None:
    with as_worker():
        bootstrap.add_post(world.people["stranger"], "administrator", from_date=SINCE)
    employ(world, "receiver", "kindergarten", "other_leader")
    with as_worker(), everywhere("the test looks for the first post"):
        post = Post.objects.get_queryset().get(person=world.people["receiver"], unit=world.unit)
    requests.request_number(world.as_("leader"), post, number=ACCOMPLICE, reason="It was mistyped.")
    request = weighed(newest())

    confirm(world, request, "administrator")
    with pytest.raises(Denied):
        requests.confirm_number(world.as_("administrator"), request)
    assert confirm(world, request, "stranger", hat=Hat.ADMINISTRATION).outcome == "done"


def test_r27_who_asked_never_confirms_under_whatever_hat_or_post(world: World) -> None:
    """The administrator is the officer and leads the school too, and asks: it takes others all the same."""
    with as_worker():
        bootstrap.add_post(world.people["administrator"], "officer", from_date=SINCE)
    posts.dismiss(world.as_("administrator"), post_of(world, "substitute"))
    with as_worker():
        bootstrap.add_post(world.people["administrator"], "substitute", unit=world.unit, from_date=SINCE)
    request = ask(world, "receiver", by="administrator")

    assert may_confirm(world, request) == {"leader"}
    for hat in (Hat.STAFF, Hat.ADMINISTRATION, Hat.OFFICER):
        with pytest.raises(Denied):
            requests.confirm_number(world.as_("administrator", hat), request)
        with pytest.raises(Denied):
            requests.decline_number(world.as_("administrator", hat), request)


def test_r27_the_person_herself_never_confirms(world: World) -> None:
    """The officer works in the school as well."""
    employ(world, "officer")
    with as_worker(), everywhere("the test looks for the new post"):
        post = Post.objects.get_queryset().get(person=world.people["officer"], unit=world.unit)
    requests.request_number(world.as_("leader"), post, number=ACCOMPLICE, reason="It was mistyped.")
    request = confirm(world, weighed(newest()), "administrator")

    assert may_confirm(world, request) == set()
    with pytest.raises(Denied):
        requests.confirm_number(world.as_("officer"), request)


def test_r27_nobody_confirms_before_it_is_weighed(world: World) -> None:
    requests.request_number(world.as_("leader"), post_of(world, "receiver"), number=ACCOMPLICE, reason="Mistyped.")
    request = newest()

    assert may_confirm(world, request) == set()
    carried_out(request)
    assert has(world, "receiver", world.numbers["receiver"])


def test_r27_the_belt_too_shows_it_neither_to_the_person_nor_to_whoever_asked(world: World) -> None:
    request = ask(world, "receiver")

    def sees(by: Caller) -> bool:
        with acting(by):
            return QuerySet(IdentityRequest).filter(pk=request.pk).exists()

    assert sees(world.as_("substitute"))
    assert sees(world.as_("administrator"))
    for name in ("leader", "receiver", "holder", "other_leader", "guardian"):
        assert not any(sees(world.as_(name, hat)) for hat in Hat), name


# --- what is weighed again ------------------------------------------------------------------------------------------


def test_r27_it_is_weighed_again_when_it_is_confirmed(world: World) -> None:
    """Between the asking and the yes the person got a post elsewhere: the other leader's yes is not enough any more."""
    request = ask(world, "receiver")
    employ(world, "receiver", "kindergarten", "other_leader")
    request = confirm(world, request, "substitute")

    assert (request.outcome, request.route, request.first_by_id) == ("", "municipality", None)
    assert has(world, "receiver", world.numbers["receiver"])


def test_r27_a_request_about_a_post_that_has_ended_lapses(world: World) -> None:
    request = ask(world, "receiver")
    staff.dismiss(world.as_("leader"), post_of(world, "receiver"))

    assert confirm(world, request, "substitute").outcome == "lapsed"
    assert has(world, "receiver", world.numbers["receiver"])


@pytest.mark.parametrize("gone", ["leader", "substitute"])
def test_r27_a_yes_counts_only_while_those_who_asked_and_said_it_still_may(gone: str, world: World) -> None:
    request = ask(world, "receiver")
    requests.confirm_number(world.as_("substitute"), request)
    posts.dismiss(world.as_("administrator"), post_of(world, gone))
    with clock.fixed(NOW + DAY):
        carried_out(request)

    assert again(request).outcome == "lapsed"
    assert has(world, "receiver", world.numbers["receiver"])


def test_r27_two_yeses_at_once_and_the_same_task_twice_change_it_once(world: World) -> None:
    request = ask(world, "receiver")
    requests.confirm_number(world.as_("substitute"), request)
    with pytest.raises(Denied):
        requests.confirm_number(world.as_("administrator"), request)
    for _ in range(3):
        carried_out(request)

    with as_worker(), everywhere("the test counts"):
        assert FormerNumber.objects.get_queryset().count() == 1
        changes = AuditEvent.objects.get_queryset().filter(action="number.change", root=world.unit.pk)
        assert changes.count() == 1


def test_r27_a_request_lapses_after_fourteen_days(world: World) -> None:
    request = ask(world, "receiver")
    for days, outcome in ((14, ""), (15, "lapsed")):
        with clock.fixed(NOW + days * DAY), as_worker():
            identities.lapse()
        assert again(request).outcome == outcome

    assert again(request).number is None
    with pytest.raises(Denied):
        requests.confirm_number(world.as_("substitute"), request)


def test_r27_the_fourteen_days_hold_where_the_night_task_has_not_run(world: World) -> None:
    request = ask(world, "receiver")
    requests.confirm_number(world.as_("substitute"), request)
    with clock.fixed(NOW + 15 * DAY):
        carried_out(request)

    assert again(request).outcome == "lapsed"
    assert has(world, "receiver", world.numbers["receiver"])


def test_r27_what_is_declined_is_forgotten(world: World) -> None:
    request = ask(world, "receiver")
    requests.decline_number(world.as_("substitute"), request)

    assert (again(request).outcome, again(request).number) == ("declined", None)
    assert has(world, "receiver", world.numbers["receiver"])


# --- what is told, and to whom --------------------------------------------------------------------------------------


def test_r27_who_asks_learns_nothing_from_free_taken_and_equal(world: World) -> None:
    """The same statements run, and the same is answered."""
    told = []
    for number in (ACCOMPLICE, world.numbers["guardian"], world.numbers["receiver"], world.numbers["other_leader"]):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            requests.request_number(world.as_("leader"), post_of(world, "receiver"), number=number, reason="Mistyped.")
        told.append([STATEMENT.sub("", query["sql"])[:80] for query in asked.captured_queries])

    assert all(statements == told[0] for statements in told)


def test_r27_that_a_number_is_taken_stops_it_and_stands_for_those_alone_who_confirm(world: World) -> None:
    request = ask(world, "receiver", number=world.numbers["guardian"])
    assert request.found_id == world.people["guardian"].pk

    assert confirm(world, request, "substitute").outcome == ""
    assert has(world, "guardian", world.numbers["guardian"])
    assert has(world, "receiver", world.numbers["receiver"])


def test_r27_a_mistyped_number_and_no_reason_are_refused_on_their_fields(world: World) -> None:
    for wrong, field in (
        ({"number": "12345678901", "reason": "x"}, "number"),
        ({"number": ACCOMPLICE, "reason": " "}, "reason"),
    ):
        with pytest.raises(Refused) as refused:
            requests.request_number(world.as_("leader"), post_of(world, "receiver"), **wrong)
        assert refused.value.field == field


def test_r27_a_leader_asks_for_employees_alone(world: World) -> None:
    for by, name in (("leader", "substitute"), ("holder", "receiver"), ("other_leader", "receiver")):
        with pytest.raises(Denied):
            requests.request_number(world.as_(by), post_of(world, name), number=ACCOMPLICE, reason="Mistyped.")


def test_r27_a_first_number_is_a_change_too(world: World) -> None:
    with as_worker():
        unnumbered = bootstrap.add_person(world.fjordvik, "Uten Nummer")
        world.people["new"] = unnumbered
        bootstrap.add_post(unnumbered, "employee", unit=world.unit, from_date=SINCE)
    request = ask(world, "new")

    assert not has(world, "new", ACCOMPLICE)
    assert confirm(world, request, "substitute").outcome == "done"
    assert has(world, "new", ACCOMPLICE)


def test_r27_every_root_the_person_has_to_do_with_is_told(world: World) -> None:
    request = ask(world, "holder")
    confirm(world, request, "substitute")

    with as_worker(), everywhere("the test reads the trails"):
        told = AuditEvent.objects.get_queryset().filter(action="number.change").values_list("root", flat=True)
        assert set(told) == {world.fjordvik.pk, world.unit.pk, world.log.pk}


def test_r27_the_old_number_is_remembered_for_ninety_days_as_a_hash(world: World) -> None:
    confirm(world, ask(world, "receiver"), "substitute")
    with acting(world.as_("leader")):
        old = people.number_hash(world.fjordvik.pk, world.numbers["receiver"])

    for days, is_there in ((90, True), (91, False)):
        with clock.fixed(NOW + days * DAY), as_worker():
            identities.lapse()
            with everywhere("the test looks"):
                assert FormerNumber.objects.get_queryset().filter(number_hash=old).exists() is is_there


def test_r27_the_page_of_the_unit_is_as_before(world: World) -> None:
    def shown() -> list[tuple[UUID, str]]:
        by = world.as_("leader")
        with acting(by), system("names"):
            unit = enter(by, Unit, world.unit.pk)
            assert unit is not None
            return [(post.pk, post.called) for post in staff.of_unit(unit.permit).now]

    before = shown()
    ask(world, "receiver", number=world.numbers["guardian"])

    assert shown() == before


def test_a_person_whose_number_was_changed_is_bound_anew(world: World) -> None:
    confirm(world, ask(world, "receiver"), "substitute")
    with as_worker(), everywhere("the test looks"):
        assert Person.objects.get_queryset().get(pk=world.people["receiver"].pk).number == ACCOMPLICE


def test_r28_a_number_that_waits_is_no_name_that_waits(world: World) -> None:
    request = ask(world, "receiver")

    for name in ("administrator", "officer", "substitute"):
        with pytest.raises(Denied):
            requests.confirm_name(world.as_(name), request)
        with pytest.raises(Denied):
            requests.decline_name(world.as_(name), request)


@pytest.mark.parametrize("column", ["person", "found", "asked_by", "first_by"])
@pytest.mark.parametrize("rows", [policy.NUMBERS, policy.NAMES], ids=["number", "name"])
def test_r27_r28_the_policy_alone_gives_it_to_nobody_whom_it_is_about(
    rows: policy.RowCondition, column: str, world: World
) -> None:
    """With no belt under it: not the person, not who has the number, not who asked, and not who has confirmed it."""
    request = ask(world, "receiver")
    kind, route = ("number", "municipality") if rows is policy.NUMBERS else ("name", "both")
    by, other = world.as_("administrator"), world.people["colleague"].pk

    def given(**now: object) -> bool:
        with as_worker(), everywhere("the policy alone"):
            one = IdentityRequest.objects.get_queryset().filter(pk=request.pk)
            one.update(kind=kind, route=route, **now)
            return one.filter(rows.rows(by)).exists()

    assert given(person=other, found=None, asked_by=other, first_by=other, first_hat="officer")
    assert not given(**{column: by.person})


def test_r27_a_baton_carried_elsewhere_is_more_than_the_unit(world: World) -> None:
    """Whoever still holds a log in a unit she has left has more to lose than the asker may see."""
    with as_worker(), everywhere("the test moves a baton that nobody has let go of"):
        RelayLog.objects.get_queryset().filter(pk=world.other_log.pk).update(holder=world.people["receiver"])

    assert ask(world, "receiver").route == "municipality"


def test_r27_who_was_signed_in_with_the_old_number_is_so_no_more(world: World) -> None:
    """It may be somebody else: the number was mistyped."""
    kept = {}
    for name in ("colleague", "holder"):
        store = SessionStore()
        store["person"] = str(world.people[name].pk)
        store.create()
        kept[name] = store.session_key

    confirm(world, ask(world, "colleague"), "substitute")

    assert {name: SessionStore(key).load() != {} for name, key in kept.items()} == {"colleague": False, "holder": True}


def test_r27_a_guardian_who_works_here_is_not_renumbered_unseen(world: World) -> None:
    request = ask(world, "teacher_mother")
    confirm(world, request, "administrator")
    confirm(world, request, "officer", hat=Hat.OFFICER)

    assert again(request).outcome == "done"
    with as_worker(), everywhere("the test reads who is told"):
        rows = Told.objects.get_queryset().filter(event=told.Event.GUARDIAN_EXCHANGED)
        knows = {row.person_id for row in rows}
    assert knows == {world.people[name].pk for name in ("guardian", "second_guardian", "officer")}
