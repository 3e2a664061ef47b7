"""Organisation numbers: nine digits with a check."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafettlogg.core.operation import Refused
from stafettlogg.identity import organisations

EIGHT = st.text("0123456789", min_size=8, max_size=8)


@given(EIGHT)
def test_a_number_with_its_check_digit_is_taken_and_any_other_digit_is_not(first: str) -> None:
    right = organisations.check_digit(first)
    for digit in range(10):
        if digit == right:
            assert organisations.parse(f"{first}{digit}") == f"{first}{digit}"
        else:
            with pytest.raises(Refused):
                organisations.parse(f"{first}{digit}")


def test_spaces_between_the_digits_do_not_matter() -> None:
    assert organisations.parse(" 974 760 673 ") == "974760673"


@pytest.mark.parametrize("text", ["", "97476067", "9747606733", "97476067x", "٩٧٤٧٦٠٦٧٣"])
def test_what_is_no_nine_digits_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="nine digits"):
        organisations.parse(text)
