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
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from stafettlogg.core import audit
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, Repeated, Stale
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Scoped
from stafettlogg.web import clashes, drafts, fields, repeated
from stafettlogg.web.fields import say_what_is_missing

T = TypeVar("T")


class Form(forms.Form):
    """A form that changes something: with a one-time key, so that sent twice is done once, and a draft of what is typed."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    draft: drafts.Draft | None = None
    overtaken: clashes.Overtaken | None = None
    before: repeated.Before | None = None
    meant: ClassVar[dict[str, str]] = {}
    columns: ClassVar[dict[str, str]] = {}
    kept_in: ClassVar[dict[str, str]] = {}  # the column that shows what a field said, where it is called something else

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

    def renew_key(self) -> None:
        """Let what stands in the form be sent as something new."""
        self.data = MultiValueDict({**dict(cast(Any, self.data).lists()), "form_key": [str(uuid4())]})

    @property
    def values(self) -> dict[str, Any]:
        """What the operation takes: everything but the key."""
        return {name: value for name, value in self.cleaned_data.items() if name != "form_key"}


class ChangeForm(Form):
    """A form that changes a text: it carries the version its writer has seen (R14).

    `columns` tells which column of the row a field is about where the form calls it something else; empty: none.
    """

    version = fields.version()


def submit(form: Form, operation: Callable[..., T], by: Caller, on: Scoped) -> T | None:
    """Run the operation with what the form says; a refusal lands on its field, nothing typed is lost.

    1. lay the draft in an empty form, or do what is asked about it  2. do as was chosen where two have written
    3. see that the form is whole  4. run the operation  5. forget the draft. A form that was sent before and did its
    work gives what it did then, if it says the same; else see `_sent_before`.
    """
    action: Action = cast(Any, operation).action
    form.draft = drafts.begin(form, by, action, on)
    if not form.is_bound or (form.draft and form.draft.asked):
        return None
    if isinstance(form, ChangeForm):
        clashes.settle(form, on, clashes.columns_of(form, on))
    if not form.is_valid():
        spent = audit.spent(by, action, repeated.root_of(on).pk)
        return cast("T | None", _sent_before(form, action, by, on, spent)) if spent else None
    try:
        result = operation(by, on, **form.values)
    except Refused as refused:
        form.add_error(form.field_of(refused.field), str(refused))
    except Stale as stale:
        _show_both(form, stale.row)
    except Repeated as again:
        if again.spent is None:
            raise
        return cast(T, _sent_before(form, action, by, on, again.spent))
    else:
        if form.draft:
            form.draft.forget()
        return result
    return None


def _sent_before(
    form: Form, action: Action, by: Caller, on: Scoped, spent: audit.Spent
) -> Any:  # what the operation gives
    """The same words: what they did then. Other words: nothing is done, both are shown, and mine wait under a new key.

    Raises `Answered` where the form can be sent no more.
    """
    row = repeated.first(by, on, spent)
    if spent.is_same:
        return row or on
    root, sent = repeated.root_of(on), repeated.before(form, action, row, on, spent)
    if sent.kind is repeated.Kind.ANSWER or action not in root.permit.actions:
        raise repeated.Answered(root, action, sent, repeated.typed(form))
    form.renew_key()
    if form.draft:
        form.draft.keep_under(form.data["form_key"])
    if sent.kind is repeated.Kind.CHANGE and isinstance(form, ChangeForm) and "version" in form.cleaned_data:
        _show_both(form, on)
    else:
        form.before = sent
        form.add_error(
            None, _("This form was sent before, with other words. Those are saved; what stands here is not.")
        )
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
        status = 409 if getattr(form, "overtaken", None) or getattr(form, "before", None) else 422
    if status == 409:
        context["messages"] = repeated.unsaid(request)
    return render(request, template, context, status=status)


def form_page(
    request: HttpRequest, log: Scoped, form: Form, title: str, intro: str = "", submit: str = ""
) -> HttpResponse:
    """A page that is one form about a log: what it is for, the fields, one button."""
    return page(request, "logs/form.html", log=log, form=form, title=title, intro=intro, submit=submit)


def done(request: HttpRequest, to: str, message: str = "") -> HttpResponse:
    """The way back to a page after something was done, with one sentence that says so."""
    drafts.done(request)
    repeated.remember(request)
    if message and not _is_waiting(request, message):
        messages.success(request, message)
    return HttpResponseRedirect(to)


def _is_waiting(request: HttpRequest, message: str) -> bool:
    """Whether the sentence was never shown: the answer was lost, and the same form was sent again."""
    waiting: Any = messages.get_messages(request)
    is_there = any(str(one) == message for one in waiting)
    waiting.used = False  # it was looked at, not shown
    return is_there


def people_url(request: Any, log: Scoped) -> str:
    """The address of the people of a log."""
    return reverse("log-people", args=[request.session["number"], log.pk])


def log_url(log: Scoped, request: Any) -> str:
    """The address of a log's page."""
    return reverse("log-read", args=[request.session["number"], log.pk])
