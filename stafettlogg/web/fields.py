"""Fields that several forms share: a text of some length, one of some people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.identity.models import Person
from stafettlogg.web.dates import DateField
from stafettlogg.web.widgets import LongText, Radios

SHORT, LONG = 120, 4000
LATEST_VERSION = 2**31 - 1  # what the column holds
MISSING = (
    (forms.ChoiceField, lazy("Choose an answer.")),
    (forms.FileField, lazy("Choose a file.")),
    (DateField, lazy("Write the date as day.month.year, for instance 5.1.2027.")),
    (forms.Field, lazy("Write something here.")),
)


def say_what_is_missing(form: forms.BaseForm) -> None:
    """Let each field ask for what it lacks in a whole sentence, instead of calling itself required."""
    for field in form.fields.values():
        field.error_messages["required"] = next(sentence for kind, sentence in MISSING if isinstance(field, kind))


def whole_number(text: object, most: int) -> int | None:
    """The whole number that was sent, up to `most`; None for anything else, however long, and in whatever digits."""
    digits = str(text)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= len(str(most))):
        return None
    return int(digits) if int(digits) <= most else None


def version() -> forms.IntegerField:
    """The version of a text that its writer has seen (R14)."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LATEST_VERSION)


def line(label: Any, help_text: Any = "", *, required: bool = True, **options: Any) -> forms.CharField:
    """One line of text. Any: texts of now or lazy ones, and Django's own options."""
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=SHORT, **options)


def text(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 4) -> forms.CharField:
    """A longer text, with the number of letters that are left. Any: texts of now or lazy ones."""
    widget = LongText(rows=rows, limit=LONG)
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=LONG, widget=widget)


class PersonField(forms.ChoiceField):
    """One of the people one may choose; the form gets the person, or the id where the operation takes that."""

    widget = Radios

    def __init__(self, people: Iterable[Person] = (), *, as_id: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.as_id = as_id
        self.offer(people)

    def offer(self, people: Iterable[Person], described: dict[UUID, str] | None = None) -> None:
        """Set whom one can choose, with a line about each; nobody is chosen beforehand."""
        self.people = {str(person.pk): person for person in people}
        self.choices = [(pk, person.name) for pk, person in self.people.items()]
        widget: forms.Widget | type[forms.Widget] = self.widget
        if isinstance(widget, Radios):
            widget.descriptions = {str(pk): line for pk, line in (described or {}).items()}

    def clean(self, value: Any) -> Person | UUID | None:
        """The person; somebody else than those offered is refused."""
        chosen = super().clean(value)
        if not chosen:
            return None
        person = self.people[chosen]
        return person.pk if self.as_id else person
