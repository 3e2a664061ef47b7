"""A form that is sent again with a key that is spent: done once, answered as the first time – and nothing that is new in it is lost.

What a form says is kept beside its key as a hash under the root's own key, which tells nothing to whoever reads the trail.
Says it the same again, the answer is the first one. Says it something else, it depends on what the form does: `KINDS`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.apps import apps
from django.contrib.messages import get_messages
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.functional import Promise

from stafettlogg.core.audit import Spent
from stafettlogg.core.caller import Caller
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Inside, RootModel, Scoped, enter
from stafettlogg.relay import called
from stafettlogg.relay.models import RelayLog
from stafettlogg.vault import keys
from stafettlogg.web import clashes, drafts
from stafettlogg.web.dates import day_and_clock
from stafettlogg.web.labels import FIELDS

OURS = ("form_key", "csrfmiddlewaretoken", drafts.ASKED)
HIDDEN = (*OURS, "version", clashes.NEWEST, clashes.CLASHING)
SENT = "sent"


class Kind(StrEnum):
    """What a form does, and so what becomes of other words under a spent key."""

    ADDITION = "addition"  # both may stand: what is saved is shown, and mine waits under a new key
    CHANGE = "change"  # one text: the two stand beside each other, as when two have written
    ANSWER = "answer"  # said once: what was answered is shown, nothing is changed


ADDITIONS = (
    Action.NOTE_ADD,
    Action.GLIMPSE_ADD,
    Action.VOICE_RECORD,
    Action.CONCERN_ADD,
    Action.MEASURE_PLAN,
    Action.STEP_ADD,
    Action.WONDER_WRITE,
    Action.ATTACHMENT_ADD,
    Action.GUARDIAN_INVITE,
    Action.EMPLOYEE_ADMIT,
    Action.UNIT_ADD,
    Action.STAFF_APPOINT,
    Action.LOG_OPEN,
)
CHANGES = (
    Action.NOTE_CHANGE,
    Action.GLIMPSE_CHANGE,
    Action.VOICE_CHANGE,
    Action.CONCERN_CHANGE,
    Action.MEASURE_CHANGE,
    Action.EVALUATION_CHANGE,
    Action.STEP_CHANGE,
    Action.WONDER_CHANGE,
    Action.GUARDIAN_CORRECT,
    Action.CHILD_CORRECT,
    Action.PERSON_CORRECT,
    Action.UNIT_CHANGE,
    Action.SETTINGS_CHANGE,
)
ANSWERS = (
    Action.LOG_CLOSE,
    Action.LOG_REOPEN,
    Action.CHILD_INVITE,
    Action.EMPLOYEE_DISMISS,
    Action.DEPUTY_APPOINT,
    Action.DEPUTY_DISMISS,
    Action.TRANSFER_OFFER,
    Action.TRANSFER_WITHDRAW,
    Action.TRANSFER_ACCEPT,
    Action.TRANSFER_DECLINE,
    Action.CONSENT_ASK,
    Action.CONSENT_ANSWER,
    Action.CONSENT_REGISTER,
    Action.CONSENT_EXCEPT,
    Action.CONSENT_WITHDRAW,
    Action.LEVEL_CHANGE,
    Action.CONCERN_RESOLVE,
    Action.CONCERN_EXCEPT,
    Action.MEASURE_EVALUATE,
    Action.WONDER_SHARE,
    Action.WONDER_DECIDE,
    Action.LEADER_APPOINT,
    Action.LEADER_DISMISS,
    Action.STAFF_DISMISS,
    Action.UNITS_IMPORT,
    Action.STAFF_IMPORT,
    Action.NUMBER_REQUEST,
    Action.NUMBER_CONFIRM,
    Action.NUMBER_DECLINE,
    Action.NAME_CONFIRM,
    Action.NAME_DECLINE,
    Action.FAMILY_CONFIRM,
    Action.FAMILY_DECLINE,
)
KINDS: dict[Action, Kind] = {
    **dict.fromkeys(ADDITIONS, Kind.ADDITION),
    **dict.fromkeys(CHANGES, Kind.CHANGE),
    **dict.fromkeys(ANSWERS, Kind.ANSWER),
}
# the author's own correction of what was added
CORRECTIONS = {
    Action.NOTE_ADD: Action.NOTE_CHANGE,
    Action.GLIMPSE_ADD: Action.GLIMPSE_CHANGE,
    Action.VOICE_RECORD: Action.VOICE_CHANGE,
    Action.CONCERN_ADD: Action.CONCERN_CHANGE,
    Action.MEASURE_PLAN: Action.MEASURE_CHANGE,
    Action.STEP_ADD: Action.STEP_CHANGE,
    Action.WONDER_WRITE: Action.WONDER_CHANGE,
}


# --- what a form says ---------------------------------------------------------------------------------------------


def saying(by: Caller, request: HttpRequest, root: RootModel) -> Caller:
    """The caller, with the hash of what the form says where one is sent: what is posted, where, and each file."""
    if request.method != "POST" or by.key is None or drafts.ASKED in request.POST:
        return by
    own = root.pk if isinstance(root, RelayLog) else by.municipality
    said = by.key.bytes + by.person.bytes + _said(request)  # the same words in two forms are not seen to be the same
    return replace(by, content=keys.content_hash(by.municipality, own, said))


def _said(request: HttpRequest) -> bytes:
    """The same for the same words, in every process: no blanks around, one sort of line end, nothing that is empty."""
    posted = {
        name: [text for value in values if (text := value.replace("\r\n", "\n").strip())]
        for name, values in request.POST.lists()
        if name not in OURS
    }
    files = {name: [_hash_of(file) for file in sent] for name, sent in request.FILES.lists()}
    said = [request.path, sorted((n, v) for n, v in posted.items() if v), sorted((n, v) for n, v in files.items() if v)]
    return json.dumps(said, separators=(",", ":")).encode()


def _hash_of(file: Any) -> str:
    """The file's SHA-256; it is read from its beginning again afterwards. Any: Django's uploaded file."""
    found = sha256()
    for part in file.chunks():
        found.update(part)
    file.seek(0)
    return found.hexdigest()


def remember(request: HttpRequest) -> None:
    """Remember what was sent last: where its root can no longer be read, nothing else can tell that it is the same again."""
    session: Any = request.session
    if request.method == "POST" and "form_key" in request.POST:
        session[SENT] = _mark(request)


def is_remembered(request: HttpRequest) -> bool:
    """Whether this says the same, with the same key, as what was sent last."""
    session: Any = request.session
    return constant_time_compare(session.get(SENT, ""), _mark(request))


def _mark(request: HttpRequest) -> str:
    return salted_hmac("stafettlogg sent", request.POST.get("form_key", "").encode() + _said(request)).hexdigest()


def unsaid(request: HttpRequest) -> list[str]:
    """Nothing: the sentence that the first sending left behind is not shown above what is not saved."""
    for _said in get_messages(request):
        pass
    return []


# --- what the first sending did -----------------------------------------------------------------------------------


def first(by: Caller, on: Scoped, spent: Spent) -> models.Model | None:
    """What the first sending made or changed, if it is still the caller's to see."""
    known = {model._meta.model_name: model for model in apps.get_models() if issubclass(model, Scoped)}
    model, root = known.get(spent.object_kind), root_of(on)
    if model is None or spent.object_id is None:
        return None
    if not issubclass(model, RootModel):
        return model.objects.of(root.permit).filter(pk=spent.object_id).first()
    return root if root.pk == spent.object_id else enter(by, model, spent.object_id, ("municipality",))


def root_of(on: Scoped) -> RootModel:
    """The root a row is in, or the root itself."""
    return cast(RootModel, getattr(on, on.root_path) if isinstance(on, Inside) else on)


# --- what is shown ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was said, as people read it."""

    label: str | Promise
    text: str


@dataclass(frozen=True, slots=True)
class Before:
    """What the form did when it was sent the first time."""

    when: str
    facts: list[Fact]
    kind: Kind
    correct_at: str = ""
    version: int | None = None


class Answered(Exception):
    """The form says something else than it said when it was done, and can be done no more: both are shown (web/transaction.py)."""

    def __init__(self, root: RootModel, action: Action, before: Before, mine: list[Fact]) -> None:
        super().__init__("This was answered already: the page shows what was answered, and what is typed now.")
        self.root, self.action, self.before, self.mine = root, action, before, mine


def before(form: forms.Form, action: Action, row: Any, on: Scoped, spent: Spent) -> Before:
    """What is saved, in the form's own words; for an addition also where its author corrects it. Any: what was made."""
    kind, facts = KINDS.get(action, Kind.ANSWER), list(_facts(form, row)) if row is not None else []
    to = CORRECTIONS.get(action)
    if row is None or to is None or not _may_correct(to, row, root_of(on)):
        return Before(day_and_clock(spent.at), facts, kind)
    return Before(day_and_clock(spent.at), facts, kind, _address(to, row, root_of(on)), row.version)


def typed(form: forms.Form) -> list[Fact]:
    """What stands in the form now; never passwords, files or national identity numbers."""
    shown = [(form[name], form[name].value()) for name in drafts.fields_of(form)]
    return [Fact(field.label or "", text) for field, value in shown if (text := _chosen(field.field, value))]


def posted(request: HttpRequest) -> list[Fact]:
    """What was typed, where there is no form to name its fields by; never a national identity number."""
    typed = [(name, text) for name, values in request.POST.lists() for text in values if name not in HIDDEN]
    return [
        Fact(FIELDS.get(name, ""), text)
        for name, text in typed
        if text.strip() and not drafts.NUMBER.search(name) and not name.startswith(clashes.KEEP)
    ]


def _facts(form: forms.Form, row: Any) -> Iterator[Fact]:
    named = {**clashes.columns_of(form, row), **getattr(form, "kept_in", {})}
    known = {column.name: column for column in row._meta.concrete_fields}
    for name, column in named.items():
        if name in form.fields and column in known and (text := _read(form.fields[name], row, known[column])):
            yield Fact(form.fields[name].label or "", text)


def _read(field: forms.Field, row: Any, column: Any) -> str:
    value = getattr(row, column.attname)
    if value in (None, "") or not column.is_relation:
        return _chosen(field, value)
    return _chosen(field, value, called.names(row.log, {value}).get(value, ""))


def _chosen(field: Any, value: Any, otherwise: str | None = None) -> str:
    """A value as people read it: a choice by its label, a day in words. Any: whatever a form or a row holds."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    labels = {str(key): label for key, label in getattr(field, "choices", ())}
    return str(labels.get(str(value), str(value) if otherwise is None else otherwise))


def _may_correct(to: Action, row: Any, root: RootModel) -> bool:
    if isinstance(row, RootModel):
        return to in row.permit.actions
    return to in root.permit.actions and type(row).objects.of(root.permit, to).filter(pk=row.pk).exists()


def _address(to: Action, row: Any, root: Any) -> str:
    number = root.municipality.number
    ids = [row.pk] if isinstance(row, RootModel) else [root.pk, row.pk]
    return reverse(to.replace(".", "-"), args=[number, *ids])
