"""R14: two who change the same text meet both texts, and nothing is overwritten that nobody chose to give up."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from stafettlogg.core import clock
from stafettlogg.relay import concerns, measures, steps, wonders, wordings
from stafettlogg.relay.models import Concern, Measure
from stafettlogg.web.clashes import Piece, compare
from tests.relay.rows import a_concern, evaluate, plan
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, shown

pytestmark = pytest.mark.django_db

OUTCOME = {"outcome": "some_effect", "decision": "continue", "weeks": "6", "child_view": "Fun.", "early_reason": "Now."}


def their_change(world: WebWorld, measure: Measure, **changed: Any) -> None:
    """The deputy changes the measure meanwhile."""
    kept = {name: getattr(measure, name) for name in ("title", "goal", "how", "evaluate_by", "version")}
    measures.change(
        world.as_("deputy"), measure, responsible=changed.pop("responsible", measure.responsible_id), **kept | changed
    )


def now(world: WebWorld, row: Any) -> Any:
    """The row as it stands in the log now. Any: whatever row."""
    with world.inside("holder") as log:
        fresh = type(row).objects.of(log.permit).get(pk=row.pk)
        for column in row._meta.concrete_fields:
            getattr(fresh, column.attname)
        return fresh


@pytest.fixture
def clash(world: WebWorld) -> tuple[Concern, str, Any]:
    """The holder and the deputy have both changed the text of a concern; the holder came second."""
    concern, holder = a_concern(world, text="Nora is often alone in the breaks."), world.client("holder")
    at = address(world.log, f"merksemd/{concern.pk}/")
    mine = filled_in(holder.get(at)) | {"text": "Nora is sometimes alone in the breaks."}
    with clock.fixed(clock.now() + timedelta(minutes=4)):
        concerns.change(world.as_("deputy"), concern, area="play", text="Nora is often alone in the yard.", version=1)
    return concern, at, holder.post(at, mine)


def test_r14_both_texts_are_shown_with_who_and_when_and_what_differs(world: WebWorld, clash: Any) -> None:
    _, _, page = clash

    assert page.status_code == 409
    assert filled_in(page)["text"] == "Nora is sometimes alone in the breaks."
    assert shown(page, f"{world.people['deputy'].name} changed this today at 10:04.")
    assert shown(page, "(only in the other: </span>often", "(only in yours: </span>sometimes")
    assert re.findall(r'name="keep-text" value="(\w+)"( checked)?', page.text) == [
        ("mine", ""),
        ("theirs", ""),
        ("both", ""),
    ]


@pytest.mark.parametrize(
    ("choice", "stands"),
    [
        ("mine", "Nora is sometimes alone in the breaks."),
        ("theirs", "Nora is often alone in the yard."),
        ("both", "Nora is sometimes alone in the breaks.\n\nNora is often alone in the yard."),
    ],
)
def test_r14_one_keeps_mine_or_theirs_or_both(world: WebWorld, clash: Any, choice: str, stands: str) -> None:
    concern, at, page = clash

    answer = world.client("holder").post(at, filled_in(page) | {"keep-text": choice})

    assert answer.status_code == 302
    assert now(world, concern).text == stands
    with world.inside("holder") as log:
        earlier = {wording.text for wording in wordings.earlier(log, concern.pk)}
    assert "Nora is often alone in the yard." in earlier | {stands}


def test_r14_who_has_not_chosen_is_asked_and_nothing_is_saved(world: WebWorld, clash: Any) -> None:
    concern, at, page = clash

    again = world.client("holder").post(at, filled_in(page))

    assert again.status_code == 409
    assert shown(again, "Choose for each text below which of the two to keep.", "the other: </span>yard.")
    assert now(world, concern).text == "Nora is often alone in the yard."


def test_r14_a_third_writer_in_between_is_met_too(world: WebWorld, clash: Any) -> None:
    concern, at, page = clash
    concerns.change(world.as_("leader"), concern, area="play", text="Third.", version=2)

    again = world.client("holder").post(at, filled_in(page) | {"keep-text": "mine"})

    assert again.status_code == 409
    assert shown(again, world.people["leader"].name, "Third.")
    assert now(world, concern).text == "Third."


def test_r14_what_only_the_other_changed_is_taken_in_and_what_only_i_changed_stands(world: WebWorld) -> None:
    measure, holder = plan(world), world.client("holder")
    at = address(world.log, f"tiltak/{measure.pk}/")
    mine = filled_in(holder.get(at)) | {"how": "My way."}
    until = measure.evaluate_by + timedelta(days=1)
    their_change(world, measure, goal="Their goal.", evaluate_by=until)

    page = holder.post(at, mine)

    assert page.status_code == 409
    assert "keep-" not in page.text
    assert (filled_in(page)["goal"], filled_in(page)["how"]) == ("Their goal.", "My way.")
    assert shown(page, "This is different now from when you opened the page:", "(new: ")
    assert holder.post(at, filled_in(page)).status_code == 302
    fresh = now(world, measure)
    assert (fresh.goal, fresh.how, fresh.evaluate_by) == ("Their goal.", "My way.", until)


def test_r14_people_and_days_are_shown_as_people_read_them(world: WebWorld) -> None:
    measure, holder = plan(world), world.client("holder")
    at = address(world.log, f"tiltak/{measure.pk}/")
    mine = filled_in(holder.get(at)) | {"responsible": str(world.people["leader"].pk), "evaluate_by": "7.1.2027"}
    until = measure.evaluate_by + timedelta(days=1)
    their_change(world, measure, responsible=world.people["deputy"].pk, evaluate_by=until)

    page = holder.post(at, mine)

    assert shown(page, "Marit Haug", "Ragnhild Nes", "keep-responsible-mine", "keep-evaluate_by-theirs", "Jan.")
    assert "keep-responsible-both" not in page.text
    holder.post(at, filled_in(page) | {"keep-responsible": "theirs", "keep-evaluate_by": "mine"})
    fresh = now(world, measure)
    assert (fresh.responsible_id, f"{fresh.evaluate_by:%d.%m.%Y}") == (world.people["deputy"].pk, "07.01.2027")


def test_r14_a_text_that_was_empty_before_is_not_taken_away(world: WebWorld) -> None:
    with clock.fixed(clock.now() - timedelta(days=35)):
        measure = plan(world)
    evaluation = evaluate(world, measure)
    holder, at = world.client("holder"), address(world.log, f"evaluering/{evaluation.pk}/")
    mine = filled_in(holder.get(at)) | {"child_view": "It is great fun."}
    measures.change_evaluation(
        world.as_("deputy"), evaluation, child_view="It is fun to play.", guardians_view="She sings at home.", version=1
    )

    page = holder.post(at, mine)

    assert page.status_code == 409
    assert shown(page, "She sings at home.", "keep-guardians_view-theirs")
    holder.post(at, filled_in(page) | {"keep-guardians_view": "theirs", "keep-child_view": "mine"})
    fresh = now(world, evaluation)
    assert (fresh.child_view, fresh.guardians_view) == ("It is great fun.", "She sings at home.")


# --- while one evaluates ------------------------------------------------------------------------------------------


def test_r14_a_measure_that_was_changed_while_one_evaluates_shows_what_changed(world: WebWorld) -> None:
    measure, holder = plan(world), world.client("holder")
    at = address(world.log, f"tiltak/{measure.pk}/evaluer/")
    mine = filled_in(holder.get(at)) | OUTCOME
    until = measure.evaluate_by + timedelta(days=1)
    their_change(world, measure, how="Two adults start a game in the first break", evaluate_by=until)

    page = holder.post(at, mine)

    assert page.status_code == 409
    assert shown(page, world.people["deputy"].name, "The day to look at how it went", "(new: </span>Two adults start")
    sent = filled_in(page)
    assert (sent["child_view"], sent["outcome"], sent["new_how"]) == (
        "Fun.",
        "some_effect",
        "Two adults start a game in the first break",
    )
    assert holder.post(at, sent).status_code == 302


def test_r14_a_measure_that_somebody_ended_meanwhile_says_so(world: WebWorld) -> None:
    with clock.fixed(clock.now() - timedelta(days=35)):
        measure = plan(world)
    holder, at = world.client("holder"), address(world.log, f"tiltak/{measure.pk}/evaluer/")
    mine = filled_in(holder.get(at)) | OUTCOME
    evaluate(world, measure, "deputy")

    page = holder.post(at, mine)

    assert page.status_code == 409
    assert shown(page, f"{world.people['deputy'].name} changed this", "The measure has come to its end.")
    assert filled_in(page)["child_view"] == "Fun."


def test_r14_a_new_goal_that_both_have_written_is_chosen(world: WebWorld) -> None:
    measure, holder = plan(world), world.client("holder")
    at = address(world.log, f"tiltak/{measure.pk}/evaluer/")
    mine = filled_in(holder.get(at)) | OUTCOME | {"decision": "adjust", "new_goal": "My goal"}
    their_change(world, measure, goal="Their goal")

    page = holder.post(at, mine)

    assert shown(page, "keep-new_goal-both", "Their goal")
    assert holder.post(at, filled_in(page) | {"keep-new_goal": "both"}).status_code == 302
    with world.inside("holder") as log:
        assert {row.goal for row in measures.measures(log)} == {"Their goal", "My goal\n\nTheir goal"}


# --- other rows ---------------------------------------------------------------------------------------------------


def test_r14_a_step_that_was_reached_meanwhile(world: WebWorld) -> None:
    step, holder = steps.add(world.as_("holder"), world.log, text="I ask."), world.client("holder")
    at = address(world.log, f"steg/{step.pk}/")
    mine = filled_in(holder.get(at)) | {"text": "I ask if I may join."}
    steps.change(world.as_("deputy"), step, text="I ask.", reached_on=clock.today(), version=1)

    page = holder.post(at, mine)

    assert shown(page, "keep-reached_on-theirs") and "keep-text" not in page.text
    assert holder.post(at, filled_in(page) | {"keep-reached_on": "theirs"}).status_code == 302
    assert (now(world, step).text, now(world, step).reached_on) == ("I ask if I may join.", clock.today())


def test_r14_a_wonder_in_two_windows(world: WebWorld) -> None:
    by, client = world.as_("employee"), world.client("employee")
    wonder = wonders.write(by, world.unit, about="Ola", text="He sits alone.")
    at = f"/4699/undring/{wonder.pk}/endre/"
    mine = filled_in(client.get(at)) | {"text": "He was ill."}
    wonders.change(by, wonder, about="Ola", text="He sits alone on Mondays.", version=1)

    page = client.post(at, mine)

    assert shown(page, "on Mondays", "keep-text-both") and "keep-about" not in page.text
    assert client.post(at, filled_in(page) | {"keep-text": "both"}).status_code == 302


# --- the comparing itself -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "pieces"),
    [
        ("a b c", "a x c", [("same", "a"), ("mine", " b"), ("theirs", " x"), ("same", " c")]),
        ("We read a book.", "They ran home today.", [("mine", "We read a book."), ("theirs", "They ran home today.")]),
        ("", "new", [("theirs", "new")]),
        ("old", "", [("mine", "old")]),
        ("a\n\nb", "a b", [("same", "a b")]),
        ("", "", []),
    ],
)
def test_texts_are_compared_word_by_word(mine: str, theirs: str, pieces: list[tuple[str, str]]) -> None:
    assert compare(mine, theirs) == [Piece(*piece) for piece in pieces]


def test_what_people_wrote_is_escaped(world: WebWorld) -> None:
    concern, holder = a_concern(world, text="Plain."), world.client("holder")
    at = address(world.log, f"merksemd/{concern.pk}/")
    mine = filled_in(holder.get(at)) | {"text": "<b>mine</b>"}
    concerns.change(world.as_("deputy"), concern, area="play", text="<script>theirs</script>", version=1)

    page = holder.post(at, mine)

    assert "<b>mine" not in page.text and "<script>theirs" not in page.text
    assert shown(page, "&lt;script&gt;theirs&lt;/script&gt;")
