"""A form keeps what is typed in it, on the server and for its writer alone (interface.md § 4).

A draft is posted to the very address of its form, so the guard has let the writer do what the form does before the
draft is saved or shown. `submit` begins it, `page` answers it; no view knows of it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Scoped
from stafettlogg.relay import drafts
from stafettlogg.web import sessions
from stafettlogg.web.dates import at_clock, day_and_clock
from stafettlogg.web.fields import LATEST_VERSION, whole_number

ASKED, SAVE, FORGET = "draft", "save", "forget"
ADDRESS = "draft_at"  # in the session: the form that holds what was kept last
SECRET = (forms.PasswordInput, forms.FileInput)
NUMBER = re.compile(r"(^|_)number$")  # a national identity number is typed anew, and in training it may be a real one


def fields_of(form: forms.Form) -> list[str]:
    """The fields that may stand in a draft: never hidden ones, passwords, files or national identity numbers."""
    return [
        name
        for name, field in form.fields.items()
        if not (field.widget.is_hidden or isinstance(field.widget, SECRET) or NUMBER.search(name))
    ]


class Draft:
    """What a form knows of its draft: what was kept, what is asked now, and who else is writing."""

    def __init__(self, form: forms.Form, by: Caller, action: Action, target: Scoped) -> None:
        self.form, self.place = form, (by, action, target)
        asked = form.data.get(ASKED) if form.is_bound else None
        self.asked = asked if asked in (SAVE, FORGET) else None
        self.kept: drafts.Kept | None = None
        self.is_new: bool | None = None
        self.is_too_long = False
        if self.asked == SAVE:
            self._keep()
        elif self.asked == FORGET:
            self.forget()
        elif not form.is_bound:
            self._lay_in()

    def _keep(self) -> None:
        data: Any = self.form.data
        typed = {name: data.getlist(self.form.add_prefix(name)) for name in fields_of(self.form)}
        sent = data.get("version") if "version" in self.form.fields else None
        version = whole_number(sent, LATEST_VERSION)
        try:
            self.is_new = drafts.keep(*self.place, fields=typed, version=version)
        except drafts.TooLong:
            self.is_too_long = True

    def keep_under(self, key: str) -> None:
        """Keep what stands in the form, which will be sent under this key."""
        by, action, target = self.place
        self.place = (replace(by, key=UUID(key)), action, target)
        self._keep()

    def _lay_in(self) -> None:
        """Put what was typed back in the fields, about the version it was typed about."""
        self.kept = drafts.find(*self.place)
        if self.kept is None:
            return
        for name in fields_of(self.form):
            typed = self.kept.fields.get(name)
            if typed is not None:
                self.form.initial[name] = (typed[0] if typed else "") if len(typed) < 2 else typed
        if self.kept.version is not None and "version" in self.form.fields:
            self.form.initial["version"] = self.kept.version

    def forget(self) -> None:
        """The form is sent, or begun anew."""
        drafts.forget(*self.place)

    @property
    def others(self) -> list[str]:
        """Sentences about who is changing the same text now: a hint, never a lock."""
        if "version" not in self.form.fields:
            return []
        return [_("%(name)s is writing here now.") % {"name": name} for name in drafts.writing_here(*self.place)]

    @property
    def found(self) -> str:
        """What is said above a form that shows a draft."""
        if self.kept is None:
            return ""
        return _("This is the draft you left %(when)s. Only you see the draft.") % {
            "when": day_and_clock(self.kept.saved_at)
        }


def begin(form: forms.Form, by: Caller, action: Action, target: Scoped) -> Draft | None:
    """The draft of this form; None where there is nothing to keep."""
    return Draft(form, by, action, target) if fields_of(form) else None


def answer(request: HttpRequest, draft: Draft | None) -> HttpResponse | None:
    """What is said to a form that asked about its draft; None when it asked for something else."""
    if draft is None or not draft.asked:
        return None
    session: Any = request.session
    if draft.asked == FORGET:
        session.pop(ADDRESS, None)
        return HttpResponseRedirect(request.get_full_path())
    if draft.is_too_long:
        return JsonResponse({"said": _("This is too long to keep as a draft.")}, status=413)
    if draft.is_new:  # somebody really wrote
        sessions.renew(session)
        if session.get(ADDRESS) != request.get_full_path():
            session[ADDRESS] = request.get_full_path()
    said = _("Draft saved at %(time)s. Only you see the draft.") % {"time": at_clock(clock.now())}
    others = " ".join(draft.others)
    told = JsonResponse(
        {"said": "" if draft.is_new is None else said, "others": others, "left": sessions.left(session).seconds}
    )
    told.shows_nothing = not others  # type: ignore[attr-defined]  # who else is writing is something of the log
    return told


def is_kept(response: HttpResponseBase) -> bool:
    """Whether this is the answer to a draft that was kept."""
    return isinstance(response, JsonResponse) and response.status_code == 200


def is_asking(request: HttpRequest) -> bool:
    """Whether it is the page that asks by itself; that alone is no sign of somebody being there."""
    return request.method == "POST" and request.POST.get(ASKED) == SAVE


def done(request: HttpRequest) -> None:
    """The form at this address was sent: nothing is left in it to come back to."""
    session: Any = request.session
    if session.get(ADDRESS) == request.get_full_path():
        del session[ADDRESS]
