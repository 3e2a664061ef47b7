"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from stafettlogg.web.dates import UnclearDate, parse_date

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5.1.2027", date(2027, 1, 5)),
        ("05.01.2027", date(2027, 1, 5)),
        ("5. 1. 2027", date(2027, 1, 5)),
        ("5.1.27", date(2027, 1, 5)),
        ("3.4.84", date(1984, 4, 3)),
        ("5.1.", date(2027, 1, 5)),
        ("5.1", date(2027, 1, 5)),
        ("20.11.", date(2026, 11, 20)),
        ("5. januar 2027", date(2027, 1, 5)),
        ("5 jan", date(2027, 1, 5)),
        ("5. JANUAR", date(2027, 1, 5)),
        ("29.2.2028", date(2028, 2, 29)),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, day: date) -> None:
    assert parse_date(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["31.2.", "31.2.2027", "29.2.2027", "0.1.2027", "5.13.2027"])
def test_a_day_that_does_not_exist_is_said_to_be_so(typed: str) -> None:
    with pytest.raises(UnclearDate):
        parse_date(typed, TODAY)


@pytest.mark.parametrize("typed", ["5/1", "2027-01-05", "snart", "5.januari 2027", "1.2.3.4", "5 hest 2027"])
def test_what_can_be_read_in_two_ways_is_not_guessed(typed: str) -> None:
    with pytest.raises(UnclearDate):
        parse_date(typed, TODAY)
