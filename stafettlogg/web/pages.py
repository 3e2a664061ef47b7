"""The ways a view ends: a page, a form that was refused or was too old, something that is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar, cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from stafettlogg.core.operation import Refused, Stale
from stafettlogg.core.scope import Scoped

T = TypeVar("T")


class Form(forms.Form):
    """A form that changes something: with a one-time key, so that sent twice is done once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    stale: list[tuple[str, str]] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid4())

    meant: ClassVar[dict[str, str]] = {}

    def field_of(self, name: str | None) -> str | None:
        """The field a refusal belongs on; `meant` tells where the form calls it something else."""
        name = self.meant.get(name or "", name)
        return name if name in self.fields else None

    @property
    def values(self) -> dict[str, Any]:
        """What the operation takes: everything but the key."""
        return {name: value for name, value in self.cleaned_data.items() if name != "form_key"}


class ChangeForm(Form):
    """A form that changes a text: it carries the version its writer has seen (R14)."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def submit(form: Form, operation: Callable[..., T], *on: Any, **more: Any) -> T | None:
    """Run the operation with what the form says; a refusal lands on its field, nothing typed is lost."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return operation(*on, **form.values, **more)
    except Refused as refused:
        form.add_error(form.field_of(refused.field), str(refused))
    except Stale as stale:
        _show_both(form, stale.row)
    return None


def _show_both(form: Form, row: Any) -> None:
    """Keep my text in the field, put the other's beside it, and let the next sending be against the newest version."""
    theirs = [(str(field.label or name), _theirs(form, row, name)) for name, field in form.fields.items()]
    form.stale = [(label, text) for label, text in theirs if text]
    form.data = MultiValueDict({**dict(cast(QueryDict, form.data).lists()), "version": [str(row.version)]})
    form.add_error(
        None,
        _(
            "Somebody else changed this while you were writing. Your text is safe: both are shown here, and you choose what to save."
        ),
    )


def _theirs(form: Form, row: Any, name: str) -> str:
    """What stands in the row now, in words, where I wrote something else; Any: whatever the operation changes."""
    column = {column.name: column.attname for column in row._meta.concrete_fields}.get(name)
    field = form.fields[name]
    value = getattr(row, column) if column and not field.widget.is_hidden else None
    if value is None or value == form.cleaned_data.get(name):
        return ""
    choices = {str(choice): label for choice, label in getattr(field, "choices", ())}
    return str(choices.get(str(value), field.prepare_value(value)))


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """The page; 422 when its form was refused, 409 when somebody else was first."""
    form, log = context.get("form"), context.get("log")
    if log is not None:
        context = {
            "actions": {action.value for action in log.permit.actions},
            "log_url": log_url(log, request),
            **context,
        }
    status = 200
    if form is not None and form.is_bound and form.errors:
        status = 409 if getattr(form, "stale", None) is not None else 422
    return render(request, template, context, status=status)


def form_page(
    request: HttpRequest, log: Scoped, form: Form, title: str, intro: str = "", submit: str = ""
) -> HttpResponse:
    """A page that is one form about a log: what it is for, the fields, one button."""
    return page(request, "logs/form.html", log=log, form=form, title=title, intro=intro, submit=submit)


def done(request: HttpRequest, to: str, message: str = "") -> HttpResponse:
    """The way back to a page after something was done, with one sentence that says so."""
    if message:
        messages.success(request, message)
    return HttpResponseRedirect(to)


def log_url(log: Scoped, request: Any) -> str:
    """The address of a log's page."""
    return reverse("log-read", args=[request.session["number"], log.pk])
