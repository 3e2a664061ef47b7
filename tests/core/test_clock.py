"""The only clock: an aware moment, Norway's dates, and a hand that can hold it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from stafettlogg.core import clock


def test_midnight_is_norways() -> None:
    with clock.fixed(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)
    with clock.fixed(datetime(2026, 12, 31, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 12, 31)


def test_the_day_is_told_right_on_the_nights_the_clock_is_turned() -> None:
    for moment, day in (
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
    ):
        with clock.fixed(moment):
            assert clock.today() == day


def test_the_clock_runs_again_after_it_was_held() -> None:
    with clock.fixed(datetime(2026, 1, 1, tzinfo=UTC)):
        held = clock.now()

    assert held == datetime(2026, 1, 1, tzinfo=UTC)
    assert clock.now() > held


def test_the_clock_takes_no_moment_without_a_time_zone() -> None:
    with pytest.raises(ValueError, match="aware"), clock.fixed(datetime(2026, 1, 1)):
        pass
