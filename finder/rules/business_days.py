"""Days on which an office works: weekends and federal holidays are left out. The holidays come from the library ``holidays``."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_SATURDAY = 5


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """The days off of that calendar year by 5 USC 6103, with the weekday on which one that falls on a weekend is kept."""
    from holidays import country_holidays  # only when a date is asked for: it takes a tenth of a second to load

    return frozenset(day for day in country_holidays("US", years=year) if day.year == year)


def is_business_day(day: date) -> bool:
    """Whether that day is neither a weekend nor a federal holiday."""
    return day.weekday() < _SATURDAY and day not in federal_holidays(day.year)


def business_days_after(day: date, count: int) -> date:
    """The last of the next ``count`` business days; the day itself is not counted, whatever it is."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day
