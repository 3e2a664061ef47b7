"""Dates as people write them here: day, month, year; and the time of day as they say it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Literal

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stafettlogg.core import clock
from stafettlogg.web.widgets import DateInput

MONTHS = (
    ("januar", "january", "jan"), ("februar", "february", "feb"), ("mars", "march", "mar"), ("april", "apr"),
    ("mai", "may"), ("juni", "june", "jun"), ("juli", "july", "jul"), ("august", "aug"),
    ("september", "sept", "sep"), ("oktober", "october", "okt", "oct"), ("november", "nov"),
    ("desember", "december", "des", "dec"),
)  # fmt: skip
YEARS = range(1900, 2200)
MONTH_OF = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}
NUMBERS = re.compile(r"(\d{1,2})\.\s*(\d{1,2})(?:(?:\.\s*|\s)(\d{4}|\d{2}))?\.?")
WORDS = re.compile(r"(\d{1,2})\.?\s*([a-z]+)\.?(?:\s+(\d{4}|\d{2}))?")

# which day is meant when the year is not written; the day somebody was born is never guessed
Hint = Literal["near", "past", "future", "born"]


class UnclearDate(ValueError):
    """What was typed is not one day; str() says how to write it."""


def parse_date(text: str, today: date, hint: Hint = "near") -> date:
    """Read `5.1.2027`, `5.1.27`, `5.1.` or `5. januar 2027`; without a year the hint decides. Raises `UnclearDate`."""
    typed = " ".join(text.lower().split())
    if found := NUMBERS.fullmatch(typed):
        day, month, year = int(found[1]), int(found[2]), found[3]
    elif (found := WORDS.fullmatch(typed)) and found[2] in MONTH_OF:
        day, month, year = int(found[1]), MONTH_OF[found[2]], found[3]
    else:
        raise _unclear()
    years = [_century(year, today, hint)] if year else [today.year - 1, today.year, today.year + 1]
    days = [known for candidate in years if (known := _day(candidate, month, day))]
    if days and not year:
        days = _meant(days, today, hint)
    if not days:
        raise UnclearDate(_("There is no such day. Look at the day and the month once more."))
    return min(days, key=lambda known: abs(known - today))


def _unclear() -> UnclearDate:
    return UnclearDate(_("Write the date as day.month.year, for instance 5.1.2027."))


def _meant(days: list[date], today: date, hint: Hint) -> list[date]:
    """Those of the days that can be meant where no year was written."""
    if hint == "born":
        raise _unclear()
    if hint == "past":
        return [day for day in days if day <= today]
    if hint == "future":
        return [day for day in days if day >= today]
    return days


def _century(year: str, today: date, hint: Hint) -> int:
    if len(year) == 4:
        return int(year)
    short = 2000 + int(year)
    ahead = 0 if hint in ("past", "born") else 10
    return short if short <= today.year + ahead else short - 100


def _day(year: int, month: int, day: int) -> date | None:
    """The day, where there is one within a time that one can also count from."""
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def at_clock(moment: datetime) -> str:
    """The time of day here: 14.42."""
    return date_format(moment.astimezone(clock.NORWAY), pgettext("time of day", "H:i"))


def day_and_clock(moment: datetime) -> str:
    """When it was: today at 14.42, or 5. januar kl. 14.42."""
    day = moment.astimezone(clock.NORWAY).date()
    if day == clock.today():
        return _("today at %(time)s") % {"time": at_clock(moment)}
    return _("%(day)s at %(time)s") % {"day": date_format(day, "j. F"), "time": at_clock(moment)}


class DateField(forms.Field):
    """A day typed as day.month.year; the hint says which day is meant without a year."""

    widget = DateInput

    def __init__(self, *, hint: Hint = "near", **options: Any) -> None:  # Any: Django's own field options
        super().__init__(**options)
        self.hint: Hint = hint

    def prepare_value(self, value: Any) -> Any:
        """Show a day as it would be typed, and what was typed as it was."""
        return f"{value.day}.{value.month}.{value.year}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """The day; what is unclear gets its sentence."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value), clock.today(), self.hint)
        except UnclearDate as unclear:
            raise forms.ValidationError(str(unclear)) from None
