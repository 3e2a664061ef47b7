"""Wonders: writing one down, sharing it, and the leader's decision (R5, R15, R22)."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core.policy import Action
from stafettlogg.identity.models import Unit
from stafettlogg.relay import wonders
from stafettlogg.relay.models import Wonder
from stafettlogg.web import fields
from stafettlogg.web.guard import Request, on_unit, on_wonder, takes
from stafettlogg.web.pages import ChangeForm, Form, done, page, submit
from stafettlogg.web.widgets import Radios

ABOUT_DECISIONS = {
    "nothing_more": lazy("It is assessed, and needs no plan. The text is deleted after a time."),
    "own_unit": lazy("You help here, together with the home."),
    "more_services": lazy("You open a log, and ask for consent to bring others in."),
    "duty_to_report": lazy("You contact child welfare or the police. No log is opened from this."),
}


class WonderForm(Form):
    """Whom, and what one has seen."""

    about = fields.line(lazy("Which child do you wonder about?"), lazy("The first name is enough."))
    text = fields.text(
        lazy("What have you seen or heard, and when?"),
        lazy("Write what happened, not what you think it means. Nobody sees this before you share it."),
        rows=6,
    )


class WonderChangeForm(WonderForm, ChangeForm):
    """The same, seen in a version."""


class DecisionForm(Form):
    """The leader's decision; the duty to report is read first (R15)."""

    kept_in: ClassVar[dict[str, str]] = {"note": "decision_note"}

    has_read_duty = forms.BooleanField(
        label=lazy("I have read this, and have thought about whether it is so here."), required=False
    )
    decision = forms.ChoiceField(
        label=lazy("What happens now?"), choices=Wonder.Decision.choices, widget=Radios(descriptions=ABOUT_DECISIONS)
    )
    note = fields.text(lazy("A few words to the one who wrote it"), required=False, rows=3)


def wonder_url(request: Request, wonder: Wonder) -> str:
    """The address of a wonder."""
    return reverse("wonder-read", args=[request.session["number"], wonder.pk])


@on_unit(Action.WONDER_WRITE)
def write(request: Request, unit: Unit) -> HttpResponse:
    """Write down what one wonders about."""
    form = WonderForm(request.POST or None)
    if wonder := submit(form, wonders.write, request.caller, unit):
        return done(request, wonder_url(request, wonder), _("Your draft is saved. Only you can see it."))
    return page(request, "wonders/form.html", form=form, unit=unit, title=_("What do you wonder about?"))


@on_wonder(Action.WONDER_READ)
def read(request: Request, wonder: Wonder) -> HttpResponse:
    """Read a wonder, and see what has become of it."""
    actions = {action.value for action in wonder.permit.actions}
    return page(request, "wonders/read.html", wonder=wonder, actions=actions, can_open=_can_open(request, wonder))


def _can_open(request: Request, wonder: Wonder) -> bool:
    """Whether the caller can open a log from it now (R15)."""
    decided = (Wonder.Decision.OWN_UNIT, Wonder.Decision.MORE_SERVICES)
    if wonder.opened_at is not None or wonder.decision not in decided:
        return False
    return Unit.objects.allowed(request.caller, Action.LOG_OPEN).filter(pk=wonder.unit_id).exists()


@on_wonder(Action.WONDER_CHANGE)
def change(request: Request, wonder: Wonder) -> HttpResponse:
    """Word it better, until it is decided."""
    seen = {"about": wonder.about, "text": wonder.text, "version": wonder.version}
    form = WonderChangeForm(request.POST or None, initial=seen)
    if submit(form, wonders.change, request.caller, wonder):
        return done(request, wonder_url(request, wonder), _("It is changed."))
    return page(request, "wonders/form.html", form=form, unit=wonder.unit, wonder=wonder, title=_("Write it anew"))


@on_wonder(Action.WONDER_SHARE)
@takes("POST")
def share(request: Request, wonder: Wonder) -> HttpResponse:
    """Show it to the leader."""
    wonders.share(request.caller, wonder)
    return done(request, wonder_url(request, wonder), _("Your leader can read it now, and decides within two weeks."))


@on_wonder(Action.WONDER_DECIDE)
def decide(request: Request, wonder: Wonder) -> HttpResponse:
    """Decide what it leads to, after reading about the duty to report."""
    form = DecisionForm(request.POST or None)
    if submit(form, wonders.decide, request.caller, wonder):
        return done(
            request, wonder_url(request, wonder), _("Your decision is saved, and the one who wrote it sees it.")
        )
    return page(request, "wonders/decide.html", form=form, wonder=wonder)
