"""The ways a view ends: a page, a form that was refused or was too old, something that is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar, cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, Stale
from stafettlogg.core.scope import Scoped
from stafettlogg.web import clashes, drafts
from stafettlogg.web.fields import say_what_is_missing

T = TypeVar("T")


class Form(forms.Form):
    """A form that changes something: with a one-time key, so that sent twice is done once, and a draft of what is typed."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    draft: drafts.Draft | None = None
    overtaken: clashes.Overtaken | None = None
    meant: ClassVar[dict[str, str]] = {}
    columns: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid4())

    def full_clean(self) -> None:
        """Look at what was sent; what is missing is asked for in a sentence."""
        say_what_is_missing(self)
        super().full_clean()

    def field_of(self, name: str | None) -> str | None:
        """The field a refusal belongs on; `meant` tells where the form calls it something else."""
        name = self.meant.get(name or "", name)
        return name if name in self.fields else None

    @property
    def values(self) -> dict[str, Any]:
        """What the operation takes: everything but the key."""
        return {name: value for name, value in self.cleaned_data.items() if name != "form_key"}


class ChangeForm(Form):
    """A form that changes a text: it carries the version its writer has seen (R14).

    `columns` tells which column of the row a field is about where the form calls it something else; empty: none.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)


def submit(form: Form, operation: Callable[..., T], by: Caller, on: Scoped) -> T | None:
    """Run the operation with what the form says; a refusal lands on its field, nothing typed is lost.

    1. lay the draft in an empty form, or do what is asked about it  2. do as was chosen where two have written
    3. see that the form is whole  4. run the operation  5. forget the draft.
    """
    form.draft = drafts.begin(form, by, cast(Any, operation).action, on)
    if not form.is_bound or (form.draft and form.draft.asked):
        return None
    if isinstance(form, ChangeForm):
        clashes.settle(form, on, clashes.columns_of(form, on))
    if not form.is_valid():
        return None
    try:
        result = operation(by, on, **form.values)
    except Refused as refused:
        form.add_error(form.field_of(refused.field), str(refused))
    except Stale as stale:
        _show_both(form, stale.row)
    else:
        if form.draft:
            form.draft.forget()
        return result
    return None


def _show_both(form: Form, row: Any) -> None:
    """Keep my text in the field, put the other's beside it. Any: whatever the operation changes."""
    is_waiting = clashes.is_waiting(form, row)
    form.overtaken = clashes.overtaken(form, row, clashes.columns_of(form, row))
    form.add_error(
        None,
        _("Choose for each text below which of the two to keep.")
        if is_waiting and form.overtaken.clashes
        else _("Nothing is saved yet, and nothing is lost."),
    )


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """The page; 422 when its form was refused, 409 when somebody else was first; or what a draft is answered."""
    form, log = context.get("form"), context.get("log")
    if (answer := drafts.answer(request, getattr(form, "draft", None))) is not None:
        return answer
    if log is not None:
        context = {
            "actions": {action.value for action in log.permit.actions},
            "log_url": log_url(log, request),
            **context,
        }
    status = 200
    if form is not None and form.is_bound and form.errors:
        status = 409 if getattr(form, "overtaken", None) is not None else 422
    return render(request, template, context, status=status)


def form_page(
    request: HttpRequest, log: Scoped, form: Form, title: str, intro: str = "", submit: str = ""
) -> HttpResponse:
    """A page that is one form about a log: what it is for, the fields, one button."""
    return page(request, "logs/form.html", log=log, form=form, title=title, intro=intro, submit=submit)


def done(request: HttpRequest, to: str, message: str = "") -> HttpResponse:
    """The way back to a page after something was done, with one sentence that says so."""
    drafts.done(request)
    if message:
        messages.success(request, message)
    return HttpResponseRedirect(to)


def log_url(log: Scoped, request: Any) -> str:
    """The address of a log's page."""
    return reverse("log-read", args=[request.session["number"], log.pk])
