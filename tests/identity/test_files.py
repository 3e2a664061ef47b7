"""Units and staff from a file: every row's verdict, then all of it or nothing (R2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.scope import enter, system
from stafettlogg.identity import bootstrap, numbers, posts, staff, staff_file, unit_file, units
from stafettlogg.identity.imports import Plan, What, packed, unpacked
from stafettlogg.identity.models import Municipality, Person, Post, Unit
from stafettlogg.identity.tables import Row
from tests.roles import as_worker
from tests.world import NOW, World

SCHOOL, NEW_SCHOOL, UNKNOWN = "974760673", "991825827", "971526920"
NUMBER = numbers.synthetic(date(1990, 3, 3), 5)
OTHER = numbers.synthetic(date(1991, 4, 4), 6)


@pytest.fixture(autouse=True)
def _numbered(world: World) -> None:
    units.change(
        world.as_("administrator"),
        world.unit,
        name=world.unit.name,
        kind=world.unit.kind,
        organisation_number=SCHOOL,
    )


def rows(*told: dict[str, str]) -> list[Row]:
    """The rows of a file, from line 2 on."""
    return [Row(line, cells) for line, cells in enumerate(told, start=2)]


def person(name: str = "Ny Tilsett", number: str = NUMBER, unit: str = SCHOOL, **more: str) -> dict[str, str]:
    return {"name": name, "number": number, "unit": unit, **more}


def unit(name: str = "Ny skule", kind: str = "skule", number: str = NEW_SCHOOL) -> dict[str, str]:
    return {"name": name, "kind": kind, "organisation_number": number}


def look(world: World, file: list[Row], what: object = staff_file) -> Plan:
    """What the file would do, as the administrator sees it."""
    by = world.as_("administrator")
    with acting(by):
        municipality = enter(by, Municipality, by.municipality)
        assert municipality is not None
        return what.plan(municipality, file)  # type: ignore[attr-defined, no-any-return]


def bring_in(world: World, file: list[Row], **more: bool) -> None:
    """Look, and carry it out."""
    seen = look(world, file).seen
    staff_file.carry_out(world.as_("administrator"), world.fjordvik, rows=file, seen=seen, **more)


def everybody(world: World) -> list[dict[str, str]]:
    """Rows for all who work at the school, as they are."""
    names = ("leader", "substitute", "holder", "deputy", "employee", "colleague", "receiver", "teacher_mother")
    kinds = {"leader": "leiar", "substitute": "stadfortredar"}
    return [
        person(
            world.people[name].name,
            world.numbers[name],
            kind=kinds.get(name, "tilsett"),
            title="",
            from_date="1.8.2025",
        )
        for name in names
    ]


def working(world: World) -> list[str]:
    by = world.as_("administrator")
    with acting(by):
        found = enter(by, Unit, world.unit.pk)
        assert found is not None
        return sorted(post.called for post in staff.of_unit(found.permit).now)


# --- staff ----------------------------------------------------------------------------------------------------------


def test_r2_everybody_as_before_changes_nothing(world: World) -> None:
    plan = look(world, rows(*everybody(world)))

    assert plan.count(What.SAME) == 8
    assert plan.is_possible and not plan.is_needed


def test_r2_somebody_new_is_there_at_once_and_twice_makes_no_double(world: World) -> None:
    file = rows(*everybody(world), person(title="contact teacher"))
    before = working(world)
    bring_in(world, file)

    assert working(world) == sorted([*before, "Ny Tilsett"])
    assert look(world, file).count(What.SAME) == 9
    bring_in(world, file)
    assert working(world) == sorted([*before, "Ny Tilsett"])


def test_r2_who_is_not_in_the_file_ends_and_is_never_deleted(world: World) -> None:
    file = rows(*(row for row in everybody(world) if row["name"] != "Per Dal"))
    assert [one.about for one in look(world, file).verdicts if one.what is What.ENDED] == ["Per Dal"]
    bring_in(world, file)

    assert "Per Dal" not in working(world)
    post = _post(world, "receiver")
    assert (post.ended_at, post.until_date) == (NOW, NOW.date())


def test_units_that_are_not_named_are_left_alone(world: World) -> None:
    bring_in(world, rows(*everybody(world), person()))

    by = world.as_("other_leader")
    with acting(by):
        found = enter(by, Unit, world.units["kindergarten"].pk)
        assert found is not None
        assert len(staff.of_unit(found.permit).now) == 2


def test_more_than_a_fifth_ending_must_be_meant(world: World) -> None:
    file = rows(*everybody(world)[:6])
    with pytest.raises(Refused, match="Tick that so many") as refused:
        bring_in(world, file)
    assert refused.value.field == "is_meant"
    assert len(working(world)) == 8
    bring_in(world, file, is_meant=True)
    assert len(working(world)) == 6


def test_a_new_leader_follows_the_former_one_the_same_moment(world: World) -> None:
    others = [row for row in everybody(world) if row["kind"] != "leiar"]
    bring_in(world, rows(*others, person("Ny Rektor", kind="leiar")))

    assert "Ragnhild Nes" not in working(world)
    assert "Ny Rektor" in working(world)


def test_somebody_without_a_number_is_left_alone_and_only_a_leader_without_one_is_followed(world: World) -> None:
    posts.dismiss(world.as_("administrator"), _post(world, "leader"))
    with as_worker():
        for name, kind in (("Utan Nummer", "employee"), ("Leiar Utan", "leader")):
            bootstrap.add_post(bootstrap.add_person(world.fjordvik, name), kind, unit=world.unit, from_date=NOW.date())
    others = [row for row in everybody(world) if row["kind"] != "leiar"]
    bring_in(world, rows(*others))
    assert {"Utan Nummer", "Leiar Utan"} <= {*working(world)}

    bring_in(world, rows(*others, person("Ny Rektor", kind="leiar")))

    assert {"Utan Nummer", "Ny Rektor"} <= {*working(world)}
    assert "Leiar Utan" not in working(world)


def _post(world: World, name: str) -> Post:
    with acting(world.as_("administrator")), system("the test finds a post"):
        return Post.objects.get(person=world.people[name])


def test_a_name_a_title_and_a_last_day_are_put_right_and_told_with_what_stood_before(world: World) -> None:
    told = everybody(world)
    told[2] = told[2] | {"name": "Bakke, Solveig Ås", "title": "contact teacher", "until_date": "31.7.2027"}
    file = rows(*told)
    (verdict,) = (one for one in look(world, file).verdicts if one.what is What.CHANGED)
    bring_in(world, file)

    assert verdict.sentence == "Name, from “Solveig Bakke”; Title, from “–”; Until, from “–”"
    assert "Solveig Ås Bakke" in working(world)
    assert look(world, file).count(What.SAME) == 8


def test_r28_a_file_calls_nobody_something_else(world: World) -> None:
    """Another first or last name stands in the verdict, and the name that is here stands on."""
    told = everybody(world)
    told[2] = told[2] | {"name": "Gro Sande"}
    (verdict,) = (one for one in look(world, rows(*told)).verdicts if one.sentence)
    bring_in(world, rows(*told))

    assert (verdict.what, verdict.about) == (What.SAME, "Gro Sande")
    assert verdict.sentence == "“Solveig Bakke” stands on, a file changes only how a name is spelt"
    assert "Solveig Bakke" in working(world)


def test_a_column_that_is_left_out_changes_nothing(world: World) -> None:
    bring_in(world, rows(*everybody(world), person(title="contact teacher", until_date="31.7.2027")))
    bare = [{key: row[key] for key in ("name", "number", "unit", "kind")} for row in everybody(world)]

    assert look(world, rows(*bare, person())).count(What.SAME) == 9


def test_a_guardian_who_begins_to_work_keeps_the_name_and_the_file_does_not_tell(world: World) -> None:
    file = rows(*everybody(world), person("A. Fjell", world.numbers["guardian"]))
    verdict = look(world, file).verdicts[-1]
    bring_in(world, file)

    assert (verdict.what, verdict.sentence) == (What.NEW, "")
    assert "A. Fjell" in working(world), "the unit shows what the file says (R28)"
    with acting(world.as_("guardian")), system("the person's own name"):
        assert Person.objects.get_queryset().get(pk=world.people["guardian"].pk).name == "Anne Fjell"


def test_a_post_that_is_over_is_not_written_in(world: World) -> None:
    file = rows(*everybody(world), person(from_date="1.8.2020", until_date="31.7.2021"))

    assert look(world, file).count(What.OVER) == 1
    assert not look(world, file).is_needed


def test_what_happened_stands_in_the_units_own_trail(world: World) -> None:
    file = rows(*(row for row in everybody(world) if row["name"] != "Per Dal"), person())
    bring_in(world, file)

    by = world.as_("leader")
    with acting(by):
        found = enter(by, Unit, world.unit.pk)
        assert found is not None
        happened = {(event.action, event.person) for event in AuditEvent.objects.trail(found.permit)}
    administrator = world.people["administrator"].pk
    assert {("staff.appoint", administrator), ("staff.dismiss", administrator)} <= happened


FAULTS: dict[str, tuple[dict[str, str], str, str]] = {
    "rounded": (person(number="1,23E+10"), "National identity number", "rounded the number"),
    "rounded with a point": (person(number="1.01901E+10"), "National identity number", "rounded the number"),
    "a zero lost": (person(number=NUMBER[1:]), "National identity number", "A zero in front is lost"),
    "mistyped": (
        person(number=NUMBER[:10] + str((int(NUMBER[10]) + 1) % 10)),
        "National identity number",
        "mistyped digit",
    ),
    "real people on a training site": (person(number="13097248022"), "National identity number", "test numbers only"),
    "no number": (person(number=""), "National identity number", "Nothing stands here."),
    "no name": (person(name=""), "Name", "Nothing stands here."),
    "a formula": (person(name="=1+1"), "Name", "A formula stands here."),
    "a command": (person(title="@SUM(1)"), "Title", "A formula stands here."),
    "too long": (person(name="N" * 81), "Name", "at most 80 letters"),
    "an unknown unit": (person(unit=UNKNOWN), "Organisation number of the unit", "Bring in the units first."),
    "an unknown role": (person(kind="vaktmeister"), "Role", "Write one of these: tilsett, leiar, stadfortredar."),
    "no such day": (person(from_date="31.2.2026"), "From", "is no day"),
    "an unclear day": (person(from_date="1/8/26"), "From", "is no day"),
    "the last before the first": (
        person(from_date="2.1.2027", until_date="1.1.2027"),
        "Until",
        "comes before the first",
    ),
    "a leader to come": (person(kind="leiar", from_date="1.8.2027"), "From", "A leader begins today or before"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_row_that_cannot_be_is_told_by_row_column_and_what_to_write(name: str, world: World) -> None:
    told, column, sentence = FAULTS[name]
    file = rows(*everybody(world), told)
    plan = look(world, file)
    wrong = [one for one in plan.verdicts if one.what is What.WRONG]

    assert {one.line for one in wrong} == {10}
    assert any(one.column == column and sentence in one.sentence for one in wrong)
    assert not any(NUMBER in one.sentence for one in wrong)
    with pytest.raises(Refused, match="before every row is right"):
        bring_in(world, file)
    assert len(working(world)) == 8


@pytest.mark.parametrize(
    ("second", "column", "sentence"),
    [
        (person("Ein Annan"), "Name", "Row 2 has another name on this number."),
        (person(), "National identity number", "Row 2 has this person in the same unit."),
        (person("Ein Annan", OTHER, kind="leiar"), "Role", "Row 2 has this role in the same unit, and a unit has one."),
    ],
)
def test_rows_that_contradict_each_other_are_told(
    second: dict[str, str], column: str, sentence: str, world: World
) -> None:
    plan = look(world, rows(person(kind="leiar"), second))

    assert (column, sentence) in [(one.column, one.sentence) for one in plan.verdicts if one.line == 3]


def test_what_is_carried_out_is_what_was_shown_or_nothing(world: World) -> None:
    file = rows(*everybody(world), person())
    seen = look(world, file).seen
    staff.appoint(world.as_("leader"), world.unit, name="Kom Imellom", number=OTHER, from_date=clock.today())

    with pytest.raises(Refused, match="meanwhile"):
        staff_file.carry_out(world.as_("administrator"), world.fjordvik, rows=file, seen=seen)
    assert "Kom Imellom" in working(world)


@pytest.mark.parametrize("name", ["leader", "holder", "guardian", "officer", "far_leader"])
def test_nobody_but_the_administrator_brings_in(name: str, world: World) -> None:
    with pytest.raises(Denied):
        staff_file.carry_out(world.as_(name), world.fjordvik, rows=rows(person()), seen="")
    with pytest.raises(Denied):
        unit_file.carry_out(world.as_(name), world.fjordvik, rows=rows(unit()), seen="")


def test_the_statements_are_as_many_for_a_hundred_as_for_ten(world: World) -> None:
    counts = []
    for number in (10, 100):
        new = [
            person(f"Ny {turn}", numbers.synthetic(date(1970, 1, 1) + timedelta(days=turn + number * 10)))
            for turn in range(number)
        ]
        file = rows(*everybody(world)[: -1 if number == 10 else None], *new)
        seen = look(world, file).seen
        with CaptureQueriesContext(connection) as counted:
            staff_file.carry_out(world.as_("administrator"), world.fjordvik, rows=file, seen=seen, is_meant=True)
        counts.append(len(counted))
    assert counts[0] == counts[1]


# --- units ----------------------------------------------------------------------------------------------------------


def test_units_are_added_put_right_and_never_taken_away(world: World) -> None:
    file = rows(unit(), unit("Fjordvik storskule", "school", SCHOOL))
    plan = look(world, file, unit_file)
    before = len(_named(world))
    unit_file.carry_out(world.as_("administrator"), world.fjordvik, rows=file, seen=plan.seen)

    assert [(one.what, one.sentence) for one in plan.verdicts] == [
        (What.NEW, ""),
        (What.CHANGED, f"Name, from “{world.unit.name}”"),
    ]
    assert _named(world)[SCHOOL].name == "Fjordvik storskule"
    assert len(_named(world)) == before + 1
    assert look(world, file, unit_file).count(What.SAME) == 2


def test_a_unit_from_before_files_gets_its_number_by_its_name(world: World) -> None:
    name = world.units["kindergarten"].name
    file = rows(unit(name, "barnehage", NEW_SCHOOL))
    plan = look(world, file, unit_file)
    unit_file.carry_out(world.as_("administrator"), world.fjordvik, rows=file, seen=plan.seen)

    assert _named(world)[NEW_SCHOOL].pk == world.units["kindergarten"].pk


def _named(world: World) -> dict[str, Unit]:
    with acting(world.as_("administrator")):
        return units.named(world.fjordvik.pk)


UNIT_FAULTS: dict[str, tuple[list[dict[str, str]], str, str]] = {
    "mistyped": ([unit(number="974760674")], "Organisation number", "mistyped digit"),
    "too short": ([unit(number="97476")], "Organisation number", "nine digits"),
    "an unknown kind": ([unit(kind="fabrikk")], "Kind", "Write one of these: barnehage, skule, ppt"),
    "no name": ([unit(name="")], "Name", "Nothing stands here."),
    "the number twice": ([unit(), unit("Ein annan")], "Organisation number", "Two rows have this organisation number."),
    "the name twice": ([unit(), unit(number=UNKNOWN)], "Name", "Two rows have this name."),
}


@pytest.mark.parametrize("name", UNIT_FAULTS)
def test_a_unit_that_cannot_be_is_told_on_its_row(name: str, world: World) -> None:
    told, column, sentence = UNIT_FAULTS[name]
    wrong = [one for one in look(world, rows(*told), unit_file).verdicts if one.what is What.WRONG]

    assert wrong and all(one.column == column and sentence in one.sentence for one in wrong)


def test_another_units_name_is_not_taken(world: World) -> None:
    file = rows(unit(world.unit.name))
    (verdict,) = look(world, file, unit_file).verdicts

    assert (verdict.what, verdict.sentence) == (What.WRONG, "Another unit has this name already.")


# --- between look and deed ------------------------------------------------------------------------------------------


def test_the_rows_travel_sealed_and_open_for_nobody_else(world: World) -> None:
    by, file = world.as_("administrator"), rows(person())
    with acting(by):
        travelling = packed(by, "staff", file)
        assert NUMBER not in travelling
        assert unpacked(by, "staff", travelling) == file
        for another, kind, text in (
            (world.as_("leader"), "staff", travelling),
            (by, "units", travelling),
            (by, "staff", travelling[:-8] + "AAAAAAA="),
            (by, "staff", "rubbish"),
            (by, "staff", ""),
        ):
            with pytest.raises(Refused, match="Choose the file once more"):
                unpacked(another, kind, text)
