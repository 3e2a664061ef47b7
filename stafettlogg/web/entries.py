"""Short texts of a log: notes, glimpses, and the child's voice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core import clock
from stafettlogg.core.policy import Action
from stafettlogg.relay import concerns, glimpses, notes, voices
from stafettlogg.relay.models import Note, RelayLog
from stafettlogg.web import fields
from stafettlogg.web.dates import DateField
from stafettlogg.web.guard import Request, on_log, on_row
from stafettlogg.web.pages import ChangeForm, Form, done, form_page, log_url, submit
from stafettlogg.web.widgets import Radios


class EntryForm(Form):
    """A text and its day."""

    text = fields.text("", rows=4)
    seen_on = DateField(hint="past", label=lazy("Which day? (day.month.year)"))

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.initial.setdefault("seen_on", clock.today())


class NoteForm(EntryForm):
    """A note may belong to a concern."""

    concern = forms.ChoiceField(label=lazy("Does it belong to a concern?"), required=False)
    field_order = ("text", "concern", "seen_on")

    def __init__(self, *args: Any, log: RelayLog, **kwargs: Any) -> None:
        super().__init__(*args, label=_("What do you want to write down?"), **kwargs)
        chosen = [(str(concern.pk), concern.get_area_display()) for concern in concerns.concerns(log)]
        self.fields["concern"].choices = [("", _("No, it is about the whole log")), *chosen]  # type: ignore[attr-defined]

    def clean_concern(self) -> str | None:
        """Nothing chosen is no concern."""
        return self.cleaned_data["concern"] or None


class GlimpseForm(EntryForm):
    """Where the good moment was."""

    arena = forms.ChoiceField(
        label=lazy("Where was it?"), choices=[("unit", lazy("Here with us")), ("home", lazy("At home"))], widget=Radios
    )
    field_order = ("text", "arena", "seen_on")


class TextForm(ChangeForm):
    """The text alone, in the version one has seen."""

    text = fields.text("", rows=5)

    def __init__(self, *args: Any, note: Note, label: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"text": note.text, "version": note.version}, **kwargs)
        self.fields["text"].label = label


@on_log(Action.NOTE_ADD)
def add_note(request: Request, log: RelayLog) -> HttpResponse:
    """Write a note."""
    form = NoteForm(request.POST or None, log=log)
    if submit(form, notes.add, request.caller, log):
        return done(request, log_url(log, request), _("The note is saved."))
    return form_page(
        request, log, form, _("Write a note"), _("Everybody who can read the log reads it, the family too.")
    )


@on_row(Action.NOTE_CHANGE, Note)
def change_note(request: Request, note: Note) -> HttpResponse:
    """Correct one's own note."""
    form = TextForm(request.POST or None, note=note, label=_("What do you want to write down?"))
    if submit(form, notes.change, request.caller, note):
        return done(request, log_url(note.log, request), _("The note is changed. What stood there before is kept."))
    return form_page(request, note.log, form, _("Change your note"))


@on_log(Action.GLIMPSE_ADD)
def add_glimpse(request: Request, log: RelayLog) -> HttpResponse:
    """Share something good."""
    form = GlimpseForm(request.POST or None, label=_("What did you see?"))
    if submit(form, glimpses.add, request.caller, log):
        return done(request, log_url(log, request), _("Thank you for sharing a glimpse."))
    return form_page(request, log, form, _("Share a glimpse"), _("Something good you saw, large or small."))


@on_row(Action.GLIMPSE_CHANGE, Note)
def change_glimpse(request: Request, note: Note) -> HttpResponse:
    """Correct one's own glimpse."""
    form = TextForm(request.POST or None, note=note, label=_("What did you see?"))
    if submit(form, glimpses.change, request.caller, note):
        return done(request, log_url(note.log, request), _("The glimpse is changed. What stood there before is kept."))
    return form_page(request, note.log, form, _("Change your glimpse"))


@on_log(Action.VOICE_RECORD)
def record_voice(request: Request, log: RelayLog) -> HttpResponse:
    """Write down what the child says."""
    form = EntryForm(request.POST or None, label=_("What did the child say or show?"))
    if submit(form, voices.record, request.caller, log):
        return done(request, log_url(log, request), _("The child's words stand at the top of the log now."))
    return form_page(request, log, form, _("The child's own words"), _("Write it as the child said it."))


@on_row(Action.VOICE_CHANGE, Note)
def change_voice(request: Request, note: Note) -> HttpResponse:
    """Correct what one wrote down."""
    form = TextForm(request.POST or None, note=note, label=_("What did the child say or show?"))
    if submit(form, voices.change, request.caller, note):
        return done(
            request, log_url(note.log, request), _("The child's words are changed. What stood there before is kept.")
        )
    return form_page(request, note.log, form, _("Change the child's words"))
