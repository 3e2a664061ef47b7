"""Nobody gives oneself a right, and who leads is told whom else it is given to (R26)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.scope import enter, everywhere
from stafettlogg.identity import bootstrap, numbers, posts, staff, staff_file, told, units
from stafettlogg.identity.imports import Plan, What
from stafettlogg.identity.models import Municipality, Post, Unit
from stafettlogg.identity.tables import Row
from stafettlogg.identity.told import Event
from tests.roles import as_worker
from tests.world import SINCE, World

SCHOOL = "974760673"
BORN = date(1979, 5, 17)  # everybody at work in the world is born this day
REFUSED = "Somebody else must do this: it is about yourself."


def appoint(world: World, name: str, kind: str = "leader", unit: str = "school", by: str = "administrator") -> Post:
    return posts.appoint(
        world.as_(by), world.units[unit], person=world.people[name], kind=kind, from_date=clock.today()
    )


def news(world: World, name: str, hat: Hat | None = None) -> list[tuple[str, str]]:
    """What this person is told: the event, and who got the post."""
    by = world.as_(name, hat)
    with acting(by):
        return [(row.event, row.post.person.name if row.post else "") for row in told.unseen(by)]


# --- not oneself ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["leader", "substitute"])
def test_r26_an_administrator_does_not_appoint_oneself(kind: str, world: World) -> None:
    """By the own number, typed as if it were anybody's, whatever name stands beside it."""
    for name in (world.people["administrator"].name, "Kari Ukjend"):
        with pytest.raises(Refused) as refused:
            posts.appoint(
                world.as_("administrator"),
                world.unit,
                kind=kind,
                name=name,
                number=world.numbers["administrator"],
                from_date=clock.today(),
            )
        assert (str(refused.value), refused.value.field) == (REFUSED, "number")
    with pytest.raises(Refused):
        appoint(world, "administrator", kind)


@pytest.mark.parametrize("by", ["leader", "administrator"])
def test_r26_nobody_makes_oneself_an_employee(by: str, world: World) -> None:
    """Neither who leads the unit nor the administrator."""
    with pytest.raises(Refused, match="about yourself"):
        staff.appoint(world.as_(by), world.unit, name="Another", number=world.numbers[by], from_date=clock.today())


def test_r26_nor_by_a_second_row_of_ones_own(world: World) -> None:
    """Somebody with two numbers, a D-number first and another later, is two rows here, and one human being."""
    own = world.people["administrator"]
    second = numbers.synthetic(BORN, 40)
    assert numbers.parse(second).born == numbers.parse(world.numbers["administrator"]).born
    with as_worker():
        known = bootstrap.add_person(world.fjordvik, own.name, second)

    for person, name, number in ((known, "", None), (None, own.name.upper(), second)):
        with pytest.raises(Refused, match="about yourself"):
            posts.appoint(
                world.as_("administrator"),
                world.unit,
                kind="substitute",
                person=person,
                name=name,
                number=number,
                from_date=clock.today(),
            )


def test_r26_somebody_without_a_number_appoints_not_oneself_either(world: World) -> None:
    """By the row itself: the command line acts as administrators who cannot sign in yet."""
    with as_worker():
        world.people["new"] = bootstrap.add_person(world.fjordvik, "Ny Administrator")
        bootstrap.add_post(world.people["new"], "administrator")

    with pytest.raises(Refused, match="about yourself"):
        posts.appoint(
            world.as_("new", Hat.ADMINISTRATION),
            world.unit,
            kind="leader",
            person=world.people["new"],
            from_date=clock.today(),
        )


def test_r26_a_namesake_of_another_age_and_a_colleague_of_the_same_are_appointed(world: World) -> None:
    """The rule is about oneself, and nobody else."""
    by, own = world.as_("administrator"), world.people["administrator"]
    namesake = numbers.synthetic(BORN + timedelta(days=1))

    posts.appoint(by, world.unit, kind="leader", name=own.name, number=namesake, from_date=clock.today())
    appoint(world, "colleague", "substitute")


def test_r26_ending_makes_no_post_longer(world: World) -> None:
    """A last day that is moved on would be a right that somebody gave oneself."""
    with as_worker():
        post = bootstrap.add_post(
            world.people["administrator"],
            "substitute",
            unit=world.units["ppt"],
            from_date=SINCE,
            until_date=clock.today() + timedelta(days=3),
        )

    with pytest.raises(Refused) as refused:
        posts.dismiss(world.as_("administrator"), post, on_date=clock.today() + timedelta(days=300))

    assert refused.value.field == "on_date"


def test_appointing_an_employee_is_another_verb_than_appointing_who_leads(world: World) -> None:
    """The trail says what was done, and the page for one does not do the other."""
    with pytest.raises(Refused) as refused:
        appoint(world, "stranger", "employee")
    assert refused.value.field == "kind"

    number = numbers.synthetic(date(1990, 3, 3), 5)
    post = staff.appoint(
        world.as_("administrator"), world.unit, name="Ny Tilsett", number=number, from_date=clock.today()
    )

    with as_worker(), everywhere("the trail"):
        event = AuditEvent.objects.get_queryset().get(object_id=post.pk)
    assert event.action == "staff.appoint"
    with pytest.raises(Denied):
        posts.dismiss(world.as_("administrator"), post)
    assert staff.dismiss(world.as_("administrator"), post).ended_at is not None


# --- who is told ----------------------------------------------------------------------------------------------------


def test_r26_a_new_leader_is_told_to_who_leads_and_to_the_officer(world: World) -> None:
    """The one who is followed is told so, under whatever hat she comes; nobody else hears of it."""
    appoint(world, "colleague")

    name = world.people["colleague"].name
    assert news(world, "leader", Hat.FAMILY) == news(world, "leader") == [(Event.LEADER_REPLACED, name)]
    assert news(world, "substitute") == news(world, "officer") == [(Event.LEADER_APPOINTED, name)]
    for other in ("administrator", "colleague", "holder", "other_leader", "far_leader"):
        assert news(world, other) == []
    assert news(world, "officer", Hat.STAFF) == []


def test_r26_an_officer_who_leads_the_unit_is_told_once(world: World) -> None:
    """As the one who is followed."""
    with as_worker():
        bootstrap.add_post(world.people["leader"], "officer")

    appoint(world, "colleague")

    name = world.people["colleague"].name
    assert news(world, "leader", Hat.OFFICER) == [(Event.LEADER_REPLACED, name)]
    assert news(world, "officer") == [(Event.LEADER_APPOINTED, name)]


def test_r26_what_one_has_seen_is_told_no_more(world: World) -> None:
    """Twice changes nothing, and nobody takes away what another is told."""
    appoint(world, "colleague")
    officer, substitute = world.as_("officer"), world.as_("substitute")
    with acting(officer):
        (row,) = told.unseen(officer)
    with acting(substitute):
        told.see(substitute, row.pk)
    assert len(news(world, "officer")) == 1

    for _turn in range(2):
        with acting(officer):
            told.see(officer, row.pk)

    assert news(world, "officer") == []
    with as_worker(), everywhere("the trail"):
        assert AuditEvent.objects.get_queryset().filter(action="told.see").count() == 1


def test_r26_who_leads_is_told_that_the_post_ends(world: World) -> None:
    """So that dismissing first and appointing afterwards goes unseen by nobody."""
    with acting(world.as_("administrator")):
        unit = enter(world.as_("administrator"), Unit, world.unit.pk)
        assert unit is not None
        post = Post.objects.of(unit.permit).get(kind="leader")

    posts.dismiss(world.as_("administrator"), post)

    assert [event for event, _name in news(world, "leader")] == [Event.LEADER_DISMISSED]


# --- by file --------------------------------------------------------------------------------------------------------


def file(world: World, *more: dict[str, str]) -> list[Row]:
    """Everybody at the school, and these."""
    names = ("leader", "substitute", "holder", "deputy", "employee", "colleague", "receiver", "teacher_mother")
    kinds = {"leader": "leiar", "substitute": "stadfortredar"}
    told_rows = [row(world.people[name].name, world.numbers[name], kinds.get(name, "tilsett")) for name in names]
    return [Row(line, cells) for line, cells in enumerate([*told_rows, *more], start=2)]


def row(name: str, number: str, kind: str, **more: str) -> dict[str, str]:
    return {"name": name, "number": number, "unit": SCHOOL, "kind": kind, **more}


@pytest.fixture
def _numbered(world: World) -> None:
    unit = world.unit
    units.change(world.as_("administrator"), unit, name=unit.name, kind=unit.kind, organisation_number=SCHOOL)


def look(by: Caller, rows: list[Row]) -> Plan:
    with acting(by):
        place = enter(by, Municipality, by.municipality)
        assert place is not None
        return staff_file.plan(place, rows)


@pytest.mark.usefixtures("_numbered")
@pytest.mark.parametrize("kind", ["tilsett", "leiar", "stadfortredar"])
def test_r26_a_file_gives_nothing_to_who_brings_it_in(kind: str, world: World) -> None:
    """With the own name, with another spelling, or by a second number of one's own."""
    by, own = world.as_("administrator"), world.people["administrator"]
    second = numbers.synthetic(BORN, 40)
    people = [one for one in file(world) if one.cells["kind"] != kind or kind == "tilsett"]
    for name, number in (
        (own.name, world.numbers["administrator"]),
        ("Astri Lunde", world.numbers["administrator"]),
        (own.name, second),
    ):
        rows = [*people, Row(20, row(name, number, kind))]
        plan = look(by, rows)
        assert [(one.line, one.sentence) for one in plan.verdicts if one.what is What.WRONG] == [
            (20, "This row is about yourself. Somebody else must bring it in.")
        ]
        with pytest.raises(Refused):
            staff_file.carry_out(by, world.fjordvik, rows=rows, seen=plan.seen, is_meant=True)


@pytest.mark.usefixtures("_numbered")
def test_r26_a_file_moves_no_day_of_ones_own_post_and_leaves_it_as_it_is(world: World) -> None:
    """A row that says what is so already is no gift."""
    by, own = world.as_("administrator"), world.people["administrator"]
    with as_worker():
        bootstrap.add_post(own, "employee", unit=world.unit, from_date=SINCE, until_date=clock.today())
    same = row(own.name, world.numbers["administrator"], "tilsett")

    assert look(by, file(world, same)).is_possible
    for days in ({"until_date": ""}, {"until_date": "1.8.2030"}, {"from_date": "1.8.2020"}):
        assert not look(by, file(world, same | days)).is_possible


@pytest.mark.usefixtures("_numbered")
def test_r26_a_leader_from_a_file_is_told_like_one_from_the_page(world: World) -> None:
    """To who leads, to who stands in, and to the officer."""
    by, name = world.as_("administrator"), "Ny Leiar"
    rows = [one for one in file(world) if one.cells["kind"] != "leiar"]
    rows.append(Row(20, row(name, numbers.synthetic(date(1990, 3, 3), 5), "leiar")))
    staff_file.carry_out(by, world.fjordvik, rows=rows, seen=look(by, rows).seen, is_meant=True)

    assert news(world, "leader") == [(Event.LEADER_REPLACED, name)]
    assert news(world, "substitute") == news(world, "officer") == [(Event.LEADER_APPOINTED, name)]


@pytest.mark.usefixtures("_numbered")
def test_r26_a_leader_who_stands_in_the_file_no_more_is_told_so(world: World) -> None:
    """Nobody follows, and nobody else is told: the administrator's page says that the unit has no leader."""
    by = world.as_("administrator")
    rows = [one for one in file(world) if one.cells["kind"] != "leiar"]
    staff_file.carry_out(by, world.fjordvik, rows=rows, seen=look(by, rows).seen, is_meant=True)

    assert [event for event, _name in news(world, "leader")] == [Event.LEADER_DISMISSED]
    assert news(world, "substitute") == news(world, "officer") == []
