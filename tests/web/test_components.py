"""The components: each on the gallery page, wrong use refused, what people wrote escaped, forms as Designsystemet's HTML."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from stafettlogg.web.gallery import Evaluation
from stafettlogg.web.windows import Window, sentence

TODAY = date(2026, 11, 24)
HANNE = SimpleNamespace(
    name="Hanne Solvik",
    hat_label="guardian",
    municipality_name="Fjordvik kommune",
    municipality_number="9901",
    stylesheet="vendor/theme-stafettlogg.css",
)


class Outline(HTMLParser):
    """Ids, what refers to them, and what the content-security policy would stop."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: set[str] = set()
        self.stopped: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("for", "aria-describedby", "aria-labelledby"):
                self.references.update((value or "").split())
            if name == "href" and (value or "").startswith("#"):
                self.references.add((value or "")[1:])
            if name == "style" or name.startswith("on"):
                self.stopped.append(name)
        if tag == "style" or (tag == "script" and ("nonce", "nonsense") not in attrs):
            self.stopped.append(tag)


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def gallery(viewer: Any = HANNE) -> str:
    return render_to_string(
        "ui/gallery.html",
        {
            "viewer": viewer,
            "is_training": True,
            "csp_nonce": "nonsense",
            "accessibility_url": "https://example.test/accessibility",
            "today": TODAY,
            "early": TODAY - timedelta(days=45),
            "late": TODAY - timedelta(days=10),
            "form": Evaluation(prefix="new"),
            "refused": Evaluation({"sent-date": "20.3.2027"}, prefix="sent"),
        },
        RequestFactory().get("/"),
    )


def rendered(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewer", [HANNE, None], ids=["signed in", "before sign-in"])
def test_a_page_keeps_to_the_content_security_policy(viewer: Any) -> None:
    assert Outline(gallery(viewer)).stopped == []


def test_every_id_is_there_once_and_every_reference_leads_to_one() -> None:
    outline = Outline(gallery())

    assert len(outline.ids) == len(set(outline.ids))
    assert outline.references - set(outline.ids) == set()


@pytest.mark.parametrize(("mode", "status"), [("training", 200), ("production", 404)])
def test_the_gallery_is_there_where_everybody_is_made_up(db: None, mode: str, status: int) -> None:
    with override_settings(MODE=mode):
        answer = Client().get("/komponentar/")

    assert answer.status_code == status
    assert ("How did it go?" in answer.text) is (status == 200)


def test_the_training_world_says_so_on_every_page() -> None:
    trying = render_to_string("base.html", {"is_training": True})
    real = render_to_string("base.html", {"is_training": False})

    assert "everybody here is made up" in trying
    assert "everybody here is made up" not in real


def test_the_page_before_sign_in_names_nobody() -> None:
    html = render_to_string("base.html", {"viewer": None})

    assert 'class="main-nav"' not in html
    assert "your menu" not in html


def test_the_accessibility_statement_is_linked_from_every_page() -> None:
    html = render_to_string("base.html", {"viewer": None, "accessibility_url": "https://example.test/accessibility"})

    assert '<a class="ds-link" href="https://example.test/accessibility">' in html


# --- components -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        '{% button "Save" colour="accent" %}',
        "{% avatar %}",
        '{% card title="Measure" %}{% endcard %}',
        "{% timeline_item %}{% endtimeline_item %}",
        "{% measure_window start %}",
    ],
)
def test_a_wrong_keyword_stops_the_template_from_being_parsed(wrong: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load ui %}" + wrong)


@pytest.mark.parametrize(
    "wrong", ['{% button "Save" variant="big" %}', '{% tag "New" tone="red" %}', '{% avatar "Ola" arena="work" %}']
)
def test_a_look_that_does_not_exist_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not one of"):
        rendered(wrong)


@pytest.mark.parametrize(
    "source",
    [
        "{% person evil role=evil note=evil %}",
        "{% button evil more=evil name=evil value=evil %}",
        "{% link_button evil evil %}",
        "{% tag evil %}",
        "{% heading evil id=evil %}",
        "{% breadcrumbs evil evil evil %}",
        "{% icon evil label=evil %}",
        "{% card heading=evil id=evil more=evil %}{{ evil }}{% endcard %}",
        "{% quote by=evil %}{{ evil }}{% endquote %}",
        "{% alert heading=evil %}{{ evil }}{% endalert %}",
        "{% timeline_item today label=evil by=evil %}{{ evil }}{% endtimeline_item %}",
        "{% action_form evil evil more=evil %}{{ evil }}{% endaction_form %}",
        "{% fact evil %}{{ evil }}{% endfact %}",
        "{% details evil %}{{ evil }}{% enddetails %}",
        "{% empty evil %}{{ evil }}{% endempty %}",
    ],
)
def test_what_people_wrote_is_escaped(source: str) -> None:
    html = rendered(source, evil='"><script>alert(1)</script>', today=TODAY)

    assert "<script" not in html
    assert '"&gt;' not in html
    assert "&quot;&gt;&lt;script&gt;" in html


def test_the_holder_has_the_baton_in_words_too() -> None:
    assert "has the baton" in rendered('{% person "Olav Myklebust" baton=True %}')
    assert "has the baton" not in rendered('{% person "Olav Myklebust" %}')


def test_initials_are_of_the_first_and_the_last_name() -> None:
    assert 'data-initials="OM"' in rendered('{% avatar "Olav Andre Myklebust" %}')
    assert 'data-initials="H"' in rendered('{% avatar "Hanne" %}')


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "Starts 27. Evaluate between 25 and 22."),
        (0, "Week 1 of 8. Evaluate between 22 and 19."),
        (27, "Week 4 of 8. Evaluate between 25 and 23."),
        (28, "Week 5 of 8. Ready to evaluate, by 22 at the latest."),
        (55, "Week 8 of 8. Ready to evaluate, by 25 at the latest."),
        (56, "Evaluate today: this is the last day."),
        (57, "Should have been evaluated by 23."),
    ],
)
def test_r4_the_window_says_in_words_what_the_drawing_shows(days: int, words: str) -> None:
    window = Window(TODAY - timedelta(days=days), TODAY)

    assert sentence(window, lambda day: str(day.day)) == words


@pytest.mark.parametrize("days", [-400, -1, 0, 28, 56, 63, 4000])
def test_the_drawing_never_leaves_its_frame(days: int) -> None:
    window = Window(TODAY - timedelta(days=days), TODAY)

    assert 6 <= window.x_today <= 314
    assert 0 <= window.lived <= window.length


# --- forms ----------------------------------------------------------------------------------------------------------


def test_a_field_is_tied_to_its_label_its_explanation_and_its_fault() -> None:
    form = Evaluation({})

    html = str(form["words"].as_field_group())

    assert '<label class="ds-label" for="id_words">' in html
    assert 'aria-describedby="id_words_helptext id_words_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_words_error">This field is required.</p>' in html


def test_only_the_optional_fields_are_marked() -> None:
    form = Evaluation()

    marked = [field.name for field in form.visible_fields() if "(optional)" in str(field.as_field_group())]

    assert marked == ["date", "paper"]


def test_choices_are_a_group_with_a_name() -> None:
    html = str(Evaluation()["outcome"].as_field_group())

    assert html.startswith(
        '<fieldset class="ds-fieldset" aria-describedby="id_outcome_helptext"><legend class="ds-label">How did it go?'
    )
    assert 'aria-describedby="id_outcome_0_more"' in html
    assert html.count('type="radio"') == 2


def test_the_error_summary_leads_to_each_field() -> None:
    html = rendered("{% error_summary form %}", form=Evaluation({}))

    assert re.findall(r'href="#(\w+)"', html) == ["id_outcome_0", "id_words", "id_again_0"]
    assert "autofocus" in html


def test_a_form_without_faults_has_no_error_summary() -> None:
    assert rendered("{% error_summary form %}", form=Evaluation()).strip() == ""


def test_a_whole_form_posts_everything_to_its_own_address() -> None:
    html = rendered(
        '{% form_page form submit="Save the evaluation" cancel="/back" %}', form=Evaluation(), csrf_token="token"
    )

    assert '<form class="form" method="post" enctype="multipart/form-data" novalidate data-size="md">' in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html
    assert 'type="hidden" name="form_key"' in html
    assert re.findall(r'name="(\w+)"', html) == [
        "csrfmiddlewaretoken", "form_key", "outcome", "outcome", "words", "again", "again", "date", "heard", "paper",
    ]  # fmt: skip
    assert '<a class="ds-button" data-variant="tertiary" href="/back">Cancel</a>' in html


def test_nothing_typed_is_lost_when_a_form_is_refused() -> None:
    form = Evaluation(
        {"words": "Ho <smiler>", "again": "8"}, MultiValueDict({"paper": [SimpleUploadedFile("a.txt", b"a")]})
    )

    html = rendered("{% form_page form %}", form=form)

    assert "Ho &lt;smiler&gt;" in html
    assert re.search(r'value="8"[^>]* checked', html)
