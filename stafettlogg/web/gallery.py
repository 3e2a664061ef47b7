"""Every component on one page, for whoever designs with them; only where everybody is made up."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation

from stafettlogg.core import clock
from stafettlogg.identity import signin
from stafettlogg.web import widgets
from stafettlogg.web.guard import Request, public


class Evaluation(forms.Form):
    """One of each kind of field; in English alone, as the whole page."""

    form_key = forms.CharField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(
        label="How did it go?",
        help_text="Choose what fits best.",
        choices=[("good", "Good effect"), ("none", "No effect yet")],
        widget=widgets.ChoiceCards(descriptions={"good": "Going the right way"}),
    )
    words = forms.CharField(
        label="What do you see?", help_text="One example is enough.", widget=widgets.LongText(limit=600)
    )
    again = forms.ChoiceField(
        label="When again?", choices=[("4", "In 4 weeks"), ("8", "In 8 weeks")], widget=widgets.Chips
    )
    date = forms.CharField(label="Date", widget=widgets.DateInput, required=False)
    heard = forms.BooleanField(label="The child has been asked", required=False)
    paper = forms.FileField(label="Attachment", required=False)


@public
def show(request: Request) -> HttpResponse:
    """The page; in production it does not exist."""
    if not signin.is_training():
        raise Http404
    today = clock.today()
    with translation.override("en"):
        return render(
            request,
            "ui/gallery.html",
            {
                "today": today,
                "early": today - timedelta(days=45),
                "late": today - timedelta(days=10),
                "form": Evaluation(prefix="new"),
                "refused": Evaluation({"sent-date": "20.3.2027"}, prefix="sent"),
            },
        )
