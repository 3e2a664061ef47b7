"""Wonders: writing down what one wonders about, sharing it with the leader, and the leader's decision."""

from __future__ import annotations

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
from stafettlogg.web.guard import Request, on_unit, on_wonder
from stafettlogg.web.pages import ChangeForm, Form, done, page, submit
from stafettlogg.web.widgets import Radios


class WonderForm(Form):
    """Whom, and what one saw or heard."""

    about = fields.line(lazy("Whom do you wonder about?"), lazy("First name or class is enough. The leader knows."))
    text = fields.text(lazy("What have you seen or heard, and when?"), lazy("Only what you saw and heard yourself, in plain words."), rows=6)


class WonderChangeForm(WonderForm, ChangeForm):
    """The same, in the version one has seen."""


class DecisionForm(Form):
    """What happens now; the duty to report is read first (R15)."""

    has_read_duty = forms.BooleanField(label=lazy("I have read what to do on suspicion of violence or abuse"))
    decision = forms.ChoiceField(label=lazy("What happens now?"), choices=Wonder.Decision.choices, widget=Radios)
    note = fields.text(lazy("A few words to the one who wrote"), required=False, rows=3)


def wonder_url(wonder: Wonder, request: Request) -> str:
    """The address of a wonder."""
    return reverse("wonder-read", args=[request.session["number"], wonder.pk])


@on_unit(Action.WONDER_WRITE)
def write(request: Request, unit: Unit) -> HttpResponse:
    """Write a draft nobody else sees."""
    form = WonderForm(request.POST or None)
    if wonder := submit(form, wonders.write, request.caller, unit):
        return done(request, wonder_url(wonder, request), _("Your draft is saved. Only you see it until you share it."))
    return page(request, "wonders/form.html", form=form, title=_("What do you wonder about?"))


@on_wonder(Action.WONDER_READ)
def read(request: Request, wonder: Wonder) -> HttpResponse:
    """Read a wonder."""
    actions = {action.value for action in wonder.permit.actions}
    is_mine = wonder.writer_id == request.caller.person
    return page(request, "wonders/read.html", wonder=wonder, actions=actions, is_mine=is_mine)


@on_wonder(Action.WONDER_CHANGE)
def change(request: Request, wonder: Wonder) -> HttpResponse:
    """Word it anew."""
    seen = {"about": wonder.about, "text": wonder.text, "version": wonder.version}
    form = WonderChangeForm(request.POST or None, initial=seen)
    if submit(form, wonders.change, request.caller, wonder):
        return done(request, wonder_url(wonder, request), _("What you wrote is saved."))
    return page(request, "wonders/form.html", form=form, title=_("Change what you wrote"))


@on_wonder(Action.WONDER_SHARE)
def share(request: Request, wonder: Wonder) -> HttpResponse:
    """Show it to the leader."""
    form = Form(request.POST or None)
    if submit(form, wonders.share, request.caller, wonder):
        return done(request, wonder_url(wonder, request), _("The leader sees it now, and decides within fourteen days."))
    return page(request, "wonders/share.html", form=form, wonder=wonder)


@on_wonder(Action.WONDER_DECIDE)
def decide(request: Request, wonder: Wonder) -> HttpResponse:
    """Decide, having read about the duty to report first (R5, R15)."""
    form = DecisionForm(request.POST or None)
    if submit(form, wonders.decide, request.caller, wonder):
        return done(request, wonder_url(wonder, request), _("The decision is saved, and the one who wrote sees it."))
    return page(request, "wonders/decide.html", form=form, wonder=wonder)
