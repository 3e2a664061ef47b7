"""Inputs that Django does not have: choices with an explanation, chips, a date in people's own format, long text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise

Text = str | Promise


class Radios(forms.RadioSelect):
    """Radio buttons where each choice may have a line that explains it."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Any = (), descriptions: Mapping[str, Text] | None = None
    ) -> None:
        super().__init__(attrs, choices)
        self.descriptions = descriptions or {}

    def create_option(
        self, name: str, value: Any, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:  # Any: as Django has it
        """Add the explanation, and tie it to its radio button."""
        option = super().create_option(name, value, *args, **kwargs)
        option["description"] = self.descriptions.get(str(value), "")
        if option["description"] and "id" in option["attrs"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_more"
        return option


class ChoiceCards(Radios):
    """Radio buttons as large cards beside each other: the outcome of an evaluation."""

    template_name = "ui/widgets/choice_cards.html"


class Chips(forms.RadioSelect):
    """Radio buttons as chips on a line: *in 4 weeks, 5 January*."""

    template_name = "ui/widgets/chips.html"


class DateInput(forms.TextInput):
    """A date as text: the browser's own date field shows the browser's format, not the page's."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "size": "12", **(attrs or {})})


class LongText(forms.Textarea):
    """A field to write in, which may count the letters that are left."""

    def __init__(self, attrs: dict[str, Any] | None = None, rows: int = 4, limit: int | None = None) -> None:
        super().__init__({"rows": rows, "dir": "auto", **(attrs or {})})
        del self.attrs["cols"]  # the page decides how wide
        self.limit = limit
