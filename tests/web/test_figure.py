"""The relay figure: what happened is drawn where it happened, nothing that isn't so is claimed, and the table says the same."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from stafettlogg.core import clock
from stafettlogg.core.scope import everywhere
from stafettlogg.identity.models import Post
from stafettlogg.relay import glimpses, steps, transfers
from stafettlogg.relay.models import Evaluation
from stafettlogg.web.figure import drawing
from stafettlogg.web.figure.drawing import NARROW, PAPER, WIDE, Shape
from stafettlogg.web.figure.scale import Scale
from stafettlogg.web.figure.story import Exchange, Glimpse, Span, Stone, Story, Stretch, Try, Window
from tests.relay.rows import DAY, a_concern, plan
from tests.roles import as_worker
from tests.web.conftest import WebWorld
from tests.web.forms import address

TODAY = date(2026, 11, 24)
WEEK = timedelta(weeks=1)
SHAPES = (WIDE, NARROW, PAPER)


def a_try(title: str = "A friend at break", arena: str = "unit", weeks_ago: int = 6) -> Try:
    start = TODAY - weeks_ago * WEEK
    window = Window(start, start + 4 * WEEK, start + 8 * WEEK, start + 6 * WEEK)
    return Try(title, arena, "Olav", start, (), window)


def a_story(**changed: object) -> Story:
    """Two legs, a measure in each arena, three glimpses and two steps; with what the test changes."""
    story = Story(
        place="At school",
        today=TODAY,
        opened=TODAY - 30 * WEEK,
        closed=None,
        glimpses=tuple(Glimpse(TODAY - number * 2 * WEEK, uuid4()) for number in (3, 2, 1)),
        stretches=(
            Stretch("Marit Haugen", "leader", TODAY - 30 * WEEK, TODAY - 14 * WEEK),
            Stretch("Olav Myklebust", "teacher", TODAY - 14 * WEEK, None),
        ),
        exchanges=(Exchange("Olav Myklebust", TODAY - 16 * WEEK, TODAY - 14 * WEEK),),
        tries=(a_try(), a_try("A friend at home", "home")),
        steps=(("I look", Stone.REACHED), ("I ask", Stone.HERE)),
        is_holder_gone=False,
        missing=frozenset(),
    )
    return replace(story, **changed)  # type: ignore[arg-type]


def drawn(story: Story, shape: Shape = WIDE) -> ET.Element:
    return ET.fromstring(drawing.draw(story, shape))


def of_class(figure: ET.Element, name: str) -> list[ET.Element]:
    return [shape for shape in figure.iter() if name in shape.get("class", "").split()]


def words(figure: ET.Element) -> list[str]:
    return [shape.text or "" for shape in figure.iter("text")]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.key)
def test_nothing_is_drawn_outside_the_surface(shape: Shape) -> None:
    figure = drawn(a_story(), shape)
    moved = {inner for group in figure.iter("g") if group.get("transform") for inner in group.iter()}
    across = [float(e.get(name, 0)) for e in figure.iter() if e not in moved for name in ("x", "cx")]

    assert min(across) >= 0
    assert max(across) <= shape.width


def test_the_drawings_of_a_page_share_no_id_and_need_no_inline_style() -> None:
    markup = "".join(str(drawing.draw(a_story(), shape)) for shape in SHAPES)
    ids = re.findall(r' id="([^"]+)"', markup)

    assert len(ids) == len(set(ids)) == 12
    assert "style=" not in markup


def test_who_carried_the_baton_and_what_was_tried_stand_in_it_by_name() -> None:
    said = words(drawn(a_story()))

    for name in ("Marit Haugen", "Olav Myklebust", "A friend at break", "A friend at home", "At school", "At home"):
        assert name in said


def test_what_people_wrote_is_text_and_never_markup() -> None:
    story = a_story(
        tries=(a_try("<script>alert(1)</script>"),), stretches=(Stretch("A <b>", "", TODAY - WEEK * 20, None),)
    )

    figure = drawn(story)

    assert "<script>alert(1)</script>"[:29] in " ".join(words(figure))
    assert not list(figure.iter("script")) and not list(figure.iter("b"))


def test_r2_an_offer_is_hatched_until_it_is_accepted_and_the_old_holder_still_runs() -> None:
    waiting = a_story(exchanges=(Exchange("Siri Nes", TODAY - 2 * WEEK, None),))
    scale = Scale(*waiting.whole, WIDE.margin, WIDE.width - 6)

    (hatched,) = of_class(drawn(waiting), "exchange")

    assert float(hatched.get("x", 0)) == pytest.approx(scale.x(TODAY - 2 * WEEK), abs=0.2)
    assert float(hatched.get("x", 0)) + float(hatched.get("width", 0)) == pytest.approx(scale.x(TODAY), abs=0.2)
    assert "Olav Myklebust" in words(drawn(waiting))


def test_r2_a_holder_who_is_gone_looks_wrong_at_once() -> None:
    there, gone = drawn(a_story()), drawn(a_story(is_holder_gone=True))

    assert of_class(there, "is-lost") == []
    assert len(of_class(gone, "is-lost")) == 1
    assert "no longer here" in words(gone)
    lies = [shape.get("transform", "") for shape in gone.iter("g") if "rotate(0)" in shape.get("transform", "")]
    assert len(lies) == 1


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.key)
def test_r3_an_arena_without_a_measure_says_so(shape: Shape) -> None:
    figure = drawn(a_story(tries=(a_try(),), missing=frozenset({"home"})), shape)

    assert words(figure).count("A measure is missing here") == 1
    assert "A measure is missing here" not in words(drawn(a_story(), shape))


def test_r4_the_window_is_hatched_from_four_to_eight_weeks_with_a_line_where_it_opens() -> None:
    story = a_story(tries=(a_try(),))
    scale = Scale(*story.whole, WIDE.margin, WIDE.width - 6)
    window = story.tries[0].window
    assert window is not None

    (line,) = of_class(drawn(story), "window-line")

    assert line.get("d", "").startswith(f"M{scale.x(window.opens)} ")


def test_a_measure_that_was_looked_at_has_the_mark_of_how_it_went() -> None:
    span = Span(TODAY - 20 * WEEK, TODAY - 14 * WEEK, Evaluation.Outcome.SOME_EFFECT)
    ended = replace(a_try(weeks_ago=20), spans=(span,), window=None)

    figure = drawn(a_story(tries=(ended,)))

    assert len(of_class(figure, "mark-some_effect")) == 1
    assert of_class(figure, "window-line") == []


def test_glimpses_that_are_too_near_each_other_share_a_star_and_each_star_is_a_link() -> None:
    near = tuple(Glimpse(TODAY - timedelta(days=day), uuid4()) for day in (3, 2, 1))

    stars = of_class(drawn(a_story(glimpses=near)), "star")

    assert [star.get("href") for star in stars] == [f"#glimpse-{near[0].row}"]
    assert "Nov. 21, 2026" in stars[0].get("aria-label", "")


def test_a_long_log_shows_its_last_thirteen_months_and_a_narrow_figure_the_weeks_around_now() -> None:
    old = a_story(opened=TODAY - timedelta(days=1500))

    first, _last = old.whole

    assert TODAY - timedelta(days=432) < first <= TODAY - timedelta(days=400)
    assert old.near == (TODAY - 8 * WEEK, TODAY + 8 * WEEK)


def test_a_closed_log_has_no_today_and_nothing_ahead_of_its_end() -> None:
    closed = drawn(a_story(closed=TODAY - 3 * WEEK))

    assert of_class(closed, "today-sign") == [] and of_class(closed, "baton-stick") == []
    assert not any("Today" in word for word in words(closed))


def test_the_months_are_in_the_readers_language() -> None:
    with translation.override("nn"):
        said = words(drawn(a_story()))

    assert "mai" in said and "I dag 24. nov" in said


@pytest.mark.django_db
def test_the_table_says_what_the_drawing_says(world: WebWorld) -> None:
    plan(world, concern=a_concern(world).pk, title="A friend in the breaks")
    glimpses.add(world.as_("holder"), world.log, text="Said hello.", arena="unit", seen_on=clock.today())
    steps.add(world.as_("holder"), world.log, text="I look on")
    transfers.accept(world.as_("receiver"), world.transfer)

    html = world.client("receiver").get(address(world.log)).text
    table = html[html.index("<table") : html.index("</table>")]

    for said in ("Solveig Bakke", world.people["receiver"].name, "A friend in the breaks", "Said hello."):
        assert said in table
    assert "I look on" in html


@pytest.mark.django_db
def test_r9_the_page_of_a_log_whose_holder_is_gone_shows_the_baton_on_the_ground(world: WebWorld) -> None:
    with as_worker(), everywhere("the holder leaves"):
        Post.objects.get_queryset().filter(person=world.people["holder"]).update(ended_at=clock.now())

    html = world.client("leader").get(address(world.log)).text

    assert "is-lost" in html and "no longer here" in html


@pytest.mark.django_db
def test_the_page_for_paper_has_everything_and_nothing_to_press(world: WebWorld) -> None:
    plan(world, concern=a_concern(world).pk, title="A friend in the breaks")
    with clock.fixed(clock.now() + DAY):
        page = world.client("guardian").get(address(world.log, "utskrift/"))

    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    for said in ("A friend in the breaks", "Nora", "relay-paper", "Confidential", "Relay holder: Solveig Bakke."):
        assert said in main
    assert "<form" not in main and "ds-button" not in main
    assert world.client("stranger").get(address(world.log, "utskrift/")).status_code == 404
