"""Measures: planning one, wording it better, and looking at how it goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core import clock
from stafettlogg.core.policy import Action
from stafettlogg.relay import concerns, evaluation_words, measures
from stafettlogg.relay.models import Evaluation, Measure, RelayLog
from stafettlogg.web import fields
from stafettlogg.web.dates import DateField
from stafettlogg.web.guard import Request, on_log, on_row
from stafettlogg.web.pages import ChangeForm, Form, done, form_page, log_url, page, submit
from stafettlogg.web.widgets import Chips, Radios

OTHER = "other"
WEEKS = (4, 6, 8)


class EvaluateByForm(Form):
    """A form with a day to look at how it went: in some weeks, or another day in the window (R4)."""

    weeks = forms.ChoiceField(label=lazy("When shall we look at how it went?"), widget=Chips, initial="6")
    evaluate_by = DateField(hint="future", label=lazy("Another date (day.month.year)"), required=False)

    def clean(self) -> dict[str, Any]:
        """Turn the chip into its day, counted from the start."""
        values = super().clean() or self.cleaned_data
        weeks, start = values.pop("weeks", ""), values.get("start") or clock.today()
        if weeks and weeks != OTHER:
            values["evaluate_by"] = start + timedelta(weeks=int(weeks))
        elif weeks == OTHER and not values.get("evaluate_by") and "evaluate_by" not in self.errors:
            self.add_error("evaluate_by", _("Write the date, or choose a number of weeks above."))
        return values

    def offer_weeks(self, *, required: bool = True) -> None:
        """Show each chip with the day it means if the measure starts today."""
        today = clock.today()
        chips = [
            (
                str(weeks),
                _("In %(weeks)d weeks, %(day)s") % {"weeks": weeks, "day": _day(today + timedelta(weeks=weeks))},
            )
            for weeks in WEEKS
        ]
        self.fields["weeks"].choices = [*chips, (OTHER, _("Another date"))]  # type: ignore[attr-defined]
        self.fields["weeks"].required = required


def _day(day: Any) -> str:
    return date_format(day, "j. F")


class MeasureForm(EvaluateByForm):
    """A measure: concrete, positive, with a goal of practice and mastery."""

    concern = forms.ChoiceField(label=lazy("Which concern is it for?"), widget=Radios)
    arena = forms.ChoiceField(
        label=lazy("Where?"), choices=[("unit", lazy("Here with us")), ("home", lazy("At home"))], widget=Radios
    )
    title = fields.line(lazy("What do we call it?"), lazy("A few words everybody understands."))
    goal = fields.text(
        lazy("What does the child practise and master?"), lazy("Positive and concrete: what will we see?"), rows=2
    )
    how = fields.text(lazy("This is how we do it"), lazy("Who does what, when, how often?"), rows=3)
    responsible = fields.PersonField(label=lazy("Who is responsible?"), as_id=True)
    start = DateField(label=lazy("When does it start? (day.month.year)"))
    field_order = ("concern", "arena", "title", "goal", "how", "responsible", "start", "weeks", "evaluate_by")

    def __init__(self, *args: Any, log: RelayLog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = [concern for concern in concerns.concerns(log) if concern.resolved_at is None]
        self.fields["concern"].choices = [(str(c.pk), f"{c.get_area_display()} – {c.text[:80]}") for c in active]  # type: ignore[attr-defined]
        self.initial.setdefault("concern", str(active[0].pk) if len(active) == 1 else None)
        self.initial.setdefault("start", clock.today())
        self.fields["responsible"].offer(measures.could_be_responsible(log))  # type: ignore[attr-defined]
        self.offer_weeks()


class MeasureChangeForm(ChangeForm):
    """The same in other words, with somebody else, or on another day in the window."""

    title = fields.line(lazy("What do we call it?"))
    goal = fields.text(lazy("What does the child practise and master?"), rows=2)
    how = fields.text(lazy("This is how we do it"), rows=3)
    responsible = fields.PersonField(label=lazy("Who is responsible?"), as_id=True)
    evaluate_by = DateField(hint="future", label=lazy("Look at how it went by (day.month.year)"))

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        seen = {name: getattr(measure, name) for name in ("title", "goal", "how", "evaluate_by", "version")}
        super().__init__(*args, initial={**seen, "responsible": str(measure.responsible_id)}, **kwargs)
        people = {person.pk: person for person in measures.could_be_responsible(measure.log, measure.arena)}
        people.setdefault(measure.responsible_id, measure.responsible)
        self.fields["responsible"].offer(people.values())  # type: ignore[attr-defined]


EFFECTS = {
    "goal_reached": lazy("We no longer need the measure."),
    "good_effect": lazy("It is going the right way."),
    "some_effect": lazy("Something must be adjusted."),
    "no_effect": lazy("We try something else."),
}
WAYS = {
    "end": lazy("We stop here, and say why."),
    "continue": lazy("We go on in the same way for some more weeks."),
    "adjust": lazy("A new measure takes its place; the old one is kept beside it."),
    "more_help": lazy("We go on, and ask others to join in."),
}


class EvaluationForm(EvaluateByForm, ChangeForm):
    """How it is going, in three views, and the way on (R11)."""

    meant: ClassVar[dict[str, str]] = {"next_evaluate_by": "evaluate_by"}
    columns: ClassVar[dict[str, str]] = {
        "new_title": "title",
        "new_goal": "goal",
        "new_how": "how",
        "evaluate_by": "",  # the next day, not the measure's own
    }

    outcome = forms.ChoiceField(choices=Evaluation.Outcome.choices, widget=Radios(descriptions=EFFECTS))
    child_view = fields.text("", lazy("The child's own words, or what you saw."), required=False, rows=3)
    child_not_asked = fields.text(lazy("If the child was not asked: why?"), required=False, rows=2)
    guardians_view = fields.text("", lazy("One or two examples are enough."), required=False, rows=3)
    professionals_view = fields.text("", required=False, rows=3)
    early_reason = fields.text(lazy("Why do we look at it before four weeks have passed?"), required=False, rows=2)
    decision = forms.ChoiceField(choices=Evaluation.Decision.choices, widget=Radios(descriptions=WAYS))
    reason = fields.text(lazy("If we end it: why?"), required=False, rows=2)
    new_title = fields.line(lazy("If we adjust it: what do we call it now?"), required=False)
    new_goal = fields.text(lazy("The goal now"), required=False, rows=2)
    new_how = fields.text(lazy("This is how we do it now"), required=False, rows=3)
    field_order = (
        "outcome", "child_view", "child_not_asked", "guardians_view", "professionals_view", "early_reason",
        "decision", "reason", "new_title", "new_goal", "new_how", "weeks", "evaluate_by",
    )  # fmt: skip

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        seen = {
            "version": measure.version,
            "new_title": measure.title,
            "new_goal": measure.goal,
            "new_how": measure.how,
        }
        super().__init__(*args, initial=seen, **kwargs)
        words = evaluation_words.now()
        for name, label in (
            ("outcome", words.outcome_question),
            ("decision", words.decision_question),
            ("child_view", words.child_question),
            ("guardians_view", words.guardians_question),
            ("professionals_view", words.professionals_question),
        ):
            self.fields[name].label = label
        if clock.today() >= measures.begun(measure) + measures.EARLY:
            del self.fields["early_reason"]
        self.offer_weeks(required=False)
        self.fields["weeks"].label = _("If we go on: when shall we look again?")

    @property
    def values(self) -> dict[str, Any]:
        """The operation calls the next day by its own name."""
        values = super().values
        values["next_evaluate_by"] = values.pop("evaluate_by", None)
        return values


@on_log(Action.MEASURE_PLAN)
def plan(request: Request, log: RelayLog) -> HttpResponse:
    """Plan a measure."""
    form = MeasureForm(request.POST or None, log=log, initial={"arena": request.GET.get("stad")})
    if submit(form, measures.plan, request.caller, log):
        return done(request, log_url(log, request), _("The measure is planned."))
    return form_page(
        request, log, form, _("What do we try?"), _("There is always at least one measure here and one at home.")
    )


@on_row(Action.MEASURE_CHANGE, Measure, ("responsible",))
def change(request: Request, measure: Measure) -> HttpResponse:
    """Word a measure better, or give it to somebody else."""
    form = MeasureChangeForm(request.POST or None, measure=measure)
    if submit(form, measures.change, request.caller, measure):
        return done(
            request, log_url(measure.log, request), _("The measure is changed. What stood there before is kept.")
        )
    return form_page(request, measure.log, form, _("Change the measure"))


@on_row(Action.MEASURE_EVALUATE, Measure, ("responsible",))
def evaluate(request: Request, measure: Measure) -> HttpResponse:
    """Look at how it goes, and decide the way on."""
    form = EvaluationForm(request.POST or None, measure=measure)
    if submit(form, measures.evaluate, request.caller, measure):
        return done(
            request, log_url(measure.log, request), _("The evaluation is saved. Thank you for looking at it together.")
        )
    return page(request, "measures/evaluate.html", form=form, log=measure.log, measure=measure, today=clock.today())
