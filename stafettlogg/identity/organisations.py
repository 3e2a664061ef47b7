"""Organisation numbers of the Norwegian register of legal entities: nine digits, the last of them a check (modulus 11)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stafettlogg.core.operation import Refused

WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
FIELD = "organisation_number"


def check_digit(first: str) -> int | None:
    """The ninth digit to these eight; None where there is none."""
    rest = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11
    return None if rest == 1 else (11 - rest) % 11


def parse(text: str) -> str:
    """The nine digits of what was typed, spaces or not; raises `Refused` on a typing error."""
    digits = "".join(text.split())
    if len(digits) != 9 or not (digits.isascii() and digits.isdigit()):
        raise Refused(_("An organisation number has nine digits."), field=FIELD)
    if check_digit(digits[:8]) != int(digits[8]):
        raise Refused(_("This is not an organisation number. Look for a mistyped digit."), field=FIELD)
    return digits
