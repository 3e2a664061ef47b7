"""Identity numbers: a typing error is caught, and real people stay out of a training site."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from stafettlogg.core.operation import Refused
from stafettlogg.identity import numbers

BORN = st.dates(date(1940, 1, 1), date(2026, 1, 1))


@given(BORN, st.integers(0, 10), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(born: date, turn: int, place: int, more: int) -> None:
    """The second control digit catches every single typing error."""
    right = numbers.synthetic(born, turn)
    wrong = right[:place] + str((int(right[place]) + more) % 10) + right[place + 1 :]

    assert numbers.parse(right).born == born
    with pytest.raises(Refused):
        numbers.parse(wrong)


def test_spaces_and_hyphens_are_forgiven() -> None:
    """People write numbers in groups."""
    number = numbers.synthetic(date(2015, 6, 7))

    assert numbers.parse(f" {number[:6]} {number[6:]}").digits == number
    assert numbers.parse(f"{number[:6]}-{number[6:]}").digits == number


def _with_sums(nine: str, remainder: int) -> str | None:
    for last in range(100):
        number = f"{nine}{last:02}"
        digits = [int(digit) for digit in number]
        if numbers._sum(digits, numbers.FIRST) == remainder and numbers._sum(digits, numbers.SECOND) == 0:
            return number
    return None


@pytest.mark.parametrize("remainder", [0, 1, 2, 3])
def test_the_control_digits_of_2032_are_accepted_now(remainder: int) -> None:
    """The birth date is told by the old ones only."""
    number = next(filter(None, (_with_sums(f"0181155{more:02}", remainder) for more in range(100))))

    assert (numbers.parse(number).born is None) == (remainder != 0)


def test_training_takes_test_numbers_only_and_production_real_ones_only() -> None:
    """A real number typed into a training site is refused before anything is kept."""
    made_up = numbers.synthetic(date(2015, 6, 7))
    real = next(filter(None, (_with_sums(f"0101155{more:02}", 0) for more in range(100))))

    with pytest.raises(Refused):
        numbers.parse(real)
    with override_settings(MODE="production"):
        assert numbers.parse(real).is_synthetic is False
        with pytest.raises(Refused):
            numbers.parse(made_up)


def test_d_numbers_have_forty_added_to_the_day() -> None:
    """And still tell the birth date."""
    number = next(filter(None, (_with_sums(f"4181155{more:02}", 0) for more in range(100))))

    assert numbers.parse(number).born == date(2015, 1, 1)


@pytest.mark.parametrize("remainder", [0, 1, 2, 3])
@pytest.mark.parametrize("date_in_number", ["0081", "3281", "4081", "7281", "8181", "3082", "3191", "0193", "0180"])
def test_a_day_that_no_year_has_is_a_typing_error_whatever_the_control_digits(
    date_in_number: str, remainder: int
) -> None:
    """Also where the birth date itself is no longer told."""
    number = next(filter(None, (_with_sums(f"{date_in_number}15{more:03}", remainder) for more in range(500, 700))))

    with override_settings(MODE="training"), pytest.raises(Refused):
        numbers.parse(number)


def test_the_leap_day_is_a_day() -> None:
    """Of 2016, and of a number that does not tell the year."""
    told = next(filter(None, (_with_sums(f"298216{more:03}", 0) for more in range(500, 600))))
    untold = next(filter(None, (_with_sums(f"298216{more:03}", 2) for more in range(500, 600))))

    assert numbers.parse(told).born == date(2016, 2, 29)
    assert numbers.parse(untold).born is None


def test_hundred_made_up_numbers_of_a_day_are_all_different() -> None:
    """Enough for a training world."""
    made = {numbers.synthetic(date(2015, 1, 1) + timedelta(days=day), turn) for day in range(5) for turn in range(20)}

    assert len(made) == 100
