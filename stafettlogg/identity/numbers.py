"""National identity numbers: ordinary, D-numbers and test series, with both the present control digits and those of 2032."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from stafettlogg.core.operation import Refused

FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
TEST_SERIES = (80, 60, 40)  # added to the month
D_NUMBER = 40  # added to the day
LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Number:
    """A number without a typing error. The birth date is a hint, and from 2032 no longer in the number."""

    digits: str
    born: date | None
    is_synthetic: bool


def _sum(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11


def _year(short: int, individual: int) -> int | None:
    if individual < 500:
        return 1900 + short
    if short < 40:
        return 2000 + short
    if individual < 750 and short >= 54:
        return 1800 + short
    return 1900 + short if individual >= 900 else None


def _born(year: int | None, month: int, day: int) -> date | None:
    """The birth date, or None where only its day and month are told; a day that no year has is a typing error."""
    try:
        born = date(year or LEAP_YEAR, month, day)
    except ValueError:
        raise _mistyped() from None
    return born if year else None


def _mistyped() -> Refused:
    return Refused(_("This is not an identity number. Look for a mistyped digit."), field="number")


def parse(text: str) -> Number:
    """Read what was typed; raises `Refused` on a typing error and on a series that this installation does not take."""
    digits = "".join(text.split()).replace("-", "")
    if len(digits) != 11 or not (digits.isascii() and digits.isdigit()):
        raise Refused(_("An identity number has eleven digits."), field="number")
    each = [int(digit) for digit in digits]
    remainder = _sum(each, FIRST)
    if remainder not in (0, 1, 2, 3) or _sum(each, SECOND) != 0:
        raise _mistyped()
    day, month = int(digits[:2]), int(digits[2:4])
    day -= D_NUMBER if day > D_NUMBER else 0
    series = next((added for added in TEST_SERIES if 1 <= month - added <= 12), 0)
    must_be_allowed(is_synthetic=bool(series))
    year = _year(int(digits[4:6]), int(digits[6:9])) if remainder == 0 else None
    return Number(digits, _born(year, month - series, day), bool(series))


def must_be_allowed(*, is_synthetic: bool) -> None:
    """Real people belong in production alone, made-up people everywhere else; raises `Refused`."""
    is_production = settings.MODE == "production"
    if is_production and is_synthetic:
        raise Refused(_("This is a test number. It belongs to no real person."), field="number")
    if not is_production and not is_synthetic:
        raise Refused(_("This is a training site: use made-up people with test numbers only."), field="number")


def synthetic(born: date, turn: int = 0) -> str:
    """A made-up number (month + 80) for this birth date, for worlds and training; `turn` gives another one."""
    first = 500 if born.year >= 2000 else 0
    found = 0
    for individual in range(first, first + 400):
        body = f"{born.day:02}{born.month + 80:02}{born.year % 100:02}{individual:03}"
        nine = [int(digit) for digit in body]
        ten = (-_sum(nine, FIRST)) % 11
        if ten == 10:
            continue
        eleven = (-_sum([*nine, ten], SECOND)) % 11
        if eleven == 10:
            continue
        if found == turn:
            return f"{body}{ten}{eleven}"
        found += 1
    raise ValueError("No more made-up numbers for this date.")
