"""Drafts: what one has begun to write in a form and not sent, kept on the server for its writer alone (interface.md § 4).

Whoever asks must stand in the form: the guard has let the caller do the form's action on what it is about, and every
function here asks the permit once more. See docs/adr/0010-drafts-on-the-server.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db.models import QuerySet

from stafettlogg.core import audit, clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Denied
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Inside, RootModel, Scoped, everywhere, lock
from stafettlogg.identity import people
from stafettlogg.relay import called
from stafettlogg.relay.models import Draft, RelayLog, Versioned, Writing

KEPT = timedelta(days=14)
FRESH = timedelta(minutes=5)
LONGEST = 100_000  # letters in all; the largest form takes half of it

Fields = Mapping[str, Sequence[str]]


class TooLong(Exception):
    """More than any form can hold."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as its writer left it: what was typed in each field, and which version of the text it was about."""

    fields: dict[str, list[str]]
    version: int | None
    saved_at: datetime


def keep(by: Caller, action: Action, target: Scoped, *, fields: Fields, version: int | None = None) -> bool | None:
    """Keep what the form holds now; whether it was anything new. None when the form is sent already: nothing is kept.

    The root is locked as an operation locks it: a draft that comes late sees that its form was sent.
    """
    root = _root(by, action, target)
    fresh = lock(by, type(root), root.pk)
    if fresh is None or action not in fresh.permit.actions:
        raise Denied(by, action, root.pk, "" if fresh is None else "visible")
    text = json.dumps({name: list(values) for name, values in fields.items()}, ensure_ascii=False)
    if len(text) > LONGEST:
        raise TooLong
    if audit.spent(by, action, root.pk):
        return None
    draft = _mine(by, action, target).first() or Draft(
        municipality_id=by.municipality,
        person_id=by.person,
        hat=by.hat.value,
        form=action,
        root=root.pk,
        object=target.pk,
    )
    is_new = draft.text != text
    draft.text, draft.version, draft.saved_at = text, version, clock.now()
    draft.save()
    if isinstance(target, Versioned):
        Writing.objects.update_or_create(
            object=target.pk, person_id=by.person, defaults={"log_id": root.pk, "at": clock.now()}
        )
    return is_new


def find(by: Caller, action: Action, target: Scoped) -> Kept | None:
    """The caller's own draft of this form, if there is one that is not too old."""
    _root(by, action, target)
    draft = _mine(by, action, target).filter(text__isnull=False, saved_at__gt=clock.now() - KEPT).first()
    if draft is None:
        return None
    return Kept(json.loads(draft.text or "{}"), draft.version, draft.saved_at)


def forget(by: Caller, action: Action, target: Scoped) -> None:
    """Take the text away: the form is sent, or its writer begins anew. The empty row goes with the nightly round."""
    _root(by, action, target)
    _mine(by, action, target).update(text=None, version=None)
    Writing.objects.filter(object=target.pk, person=by.person).update(at=None)


def writing_here(by: Caller, action: Action, target: Scoped) -> list[str]:
    """The names of others who were changing the same text a moment ago: a hint, never a lock."""
    root = _root(by, action, target)
    if not isinstance(target, Versioned):
        return []
    others = Writing.objects.filter(object=target.pk, at__gt=clock.now() - FRESH).exclude(person=by.person)
    persons = set(others.values_list("person", flat=True))
    if not persons:
        return []
    names = called.names(root, persons) if isinstance(root, RelayLog) else people.names(persons)
    return sorted(names.values(), key=str.casefold)


def erase(log: RelayLog) -> None:
    """Remove every draft about a log that is being erased: they are not sealed with its key."""
    Draft.objects.filter(root=log.pk).delete()
    Writing.objects.filter(log=log).delete()


def forget_old() -> int:
    """Remove drafts that are done with or fourteen days old; the number of drafts."""
    with everywhere("drafts that are done with, or too old"):
        Writing.objects.exclude(at__gt=clock.now() - FRESH).delete()
        Draft.objects.filter(text__isnull=True).delete()
        return Draft.objects.filter(saved_at__lte=clock.now() - KEPT).delete()[0]


def _mine(by: Caller, action: Action, target: Scoped) -> QuerySet[Draft]:
    return Draft.objects.filter(
        municipality=by.municipality, person=by.person, hat=by.hat.value, form=action, object=target.pk
    )


def _root(by: Caller, action: Action, target: Scoped) -> RootModel:
    """The root the form is about, where the caller may do the form's action; else `Denied`."""
    inside = isinstance(target, Inside)
    root = cast(RootModel, getattr(target, cast(Inside, target).root_path) if inside else target)
    root.permit.must_be_alive()
    if root.permit.by.person != by.person or action not in root.permit.actions:
        raise Denied(by, action, root.pk, "visible")
    return root
