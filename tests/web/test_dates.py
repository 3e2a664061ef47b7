"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms

from stafettlogg.web.dates import DateField, Hint, UnclearDate, parse_date

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
        ("5.januar 2027", date(2027, 1, 5)),
        ("5. jan. 27", date(2027, 1, 5)),
        ("5.1 2027", date(2027, 1, 5)),
        ("17. mai 2027", date(2027, 5, 17)),
        ("3 October 2026", date(2026, 10, 3)),
        ("29.2.2028", date(2028, 2, 29)),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, day: date) -> None:
    assert parse_date(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["31.2.", "31.2.2027", "29.2.2027", "0.1.2027", "5.13.2027"])
def test_a_day_that_does_not_exist_is_said_to_be_so(typed: str) -> None:
    with pytest.raises(UnclearDate):
        parse_date(typed, TODAY)


@pytest.mark.parametrize("typed", ["5/1", "2027-01-05", "snart", "5.januari 2027", "5.127", "1.2.3.4", "5 hest 2027"])
def test_what_can_be_read_in_two_ways_is_not_guessed(typed: str) -> None:
    with pytest.raises(UnclearDate):
        parse_date(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "hint", "day"),
    [
        ("20.12.", "past", date(2025, 12, 20)),
        ("20.12.", "future", date(2026, 12, 20)),
        ("20.11.", "past", date(2026, 11, 20)),
        ("20.11.", "future", date(2027, 11, 20)),
        ("24.11.", "past", TODAY),
        ("24.11.", "future", TODAY),
        ("20.12.2026", "past", date(2026, 12, 20)),
        ("5.1.30", "past", date(1930, 1, 5)),
        ("5.1.30", "future", date(2030, 1, 5)),
        ("5.1.14", "born", date(2014, 1, 5)),
    ],
)
def test_what_the_day_is_about_decides_the_year_that_is_not_written(typed: str, hint: Hint, day: date) -> None:
    assert parse_date(typed, TODAY, hint) == day


@pytest.mark.parametrize("typed", ["5.1.", "5. januar"])
def test_the_year_somebody_was_born_is_never_guessed(typed: str) -> None:
    with pytest.raises(UnclearDate):
        parse_date(typed, TODAY, "born")


def test_a_form_says_how_to_write_the_day_and_keeps_what_was_typed() -> None:
    class BirthForm(forms.Form):
        born = DateField(hint="born")

    form = BirthForm({"born": "5.1."})

    assert form.errors["born"] == ["Write the date as day.month.year, for instance 5.1.2027."]
    assert form["born"].value() == "5.1."
    assert BirthForm({"born": "5.1.2014"}).is_valid()
