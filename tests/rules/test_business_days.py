"""Business days: weekends and federal holidays, on the day they are observed, do not count."""

from __future__ import annotations

from datetime import date

import pytest

from finder.rules.business_days import business_days_after, federal_holidays, is_business_day


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-01-09", "2026-01-14"),  # Friday: Mon 12, Tue 13, Wed 14
        ("2026-01-10", "2026-01-14"),  # Saturday: the same three
        ("2026-01-11", "2026-01-14"),  # Sunday: the same three
        ("2026-01-12", "2026-01-15"),  # Monday: Tue 13, Wed 14, Thu 15
        ("2026-01-16", "2026-01-22"),  # Friday before Martin Luther King Jr. Day (Mon 19): Tue 20, Wed 21, Thu 22
        ("2026-07-02", "2026-07-08"),  # Thursday; July 4 is a Saturday, kept on Fri 3: Mon 6, Tue 7, Wed 8
        ("2027-06-30", "2027-07-06"),  # Wednesday; July 4 is a Sunday, kept on Mon 5: Thu 1, Fri 2, Tue 6
        ("2021-12-29", "2022-01-04"),  # Wednesday; January 1, 2022 is a Saturday, kept on Fri Dec 31: Thu 30, Mon 3, Tue 4
        ("2025-12-24", "2025-12-30"),  # Wednesday before Christmas: Fri 26, Mon 29, Tue 30
        ("2010-11-24", "2010-11-30"),  # Wednesday before Thanksgiving (Thu 25): Fri 26, Mon 29, Tue 30
    ],
)
def test_the_third_business_day(day: str, due: str) -> None:
    assert business_days_after(date.fromisoformat(day), 3) == date.fromisoformat(due)


def test_juneteenth_is_a_holiday_from_2021_on() -> None:
    assert is_business_day(date(2020, 6, 19))  # a Friday
    assert not is_business_day(date(2026, 6, 19))  # a Friday


def test_a_common_year_has_its_days_in_the_chosen_year() -> None:
    # 2026: New Year, King, Washington, Memorial, Juneteenth, Independence (Jul 4 and its Friday), Labor, Columbus, Veterans, Thanksgiving,
    # Christmas: eleven holidays and one kept day.
    days = federal_holidays(2026)
    assert len(days) == 12
    assert {day.year for day in days} == {2026}
