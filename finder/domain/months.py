"""Calendar days and months: days in a row, the first and last day of a month, steps between months. No number of the law is here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)
YEAR_MONTHS = 12


class Days(NamedTuple):
    """Days in a row, the first and the last of them."""

    first: date
    last: date


def first_of_month(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def month_later(day: date, months: int) -> date:
    """The first day of the month that lies ``months`` after the day's month (before it, where negative)."""
    count = day.year * YEAR_MONTHS + day.month - 1 + months
    return date(count // YEAR_MONTHS, count % YEAR_MONTHS + 1, 1)


def last_of_month(day: date) -> date:
    """The last day of the day's month."""
    return month_later(day, 1) - DAY


def same_day_later(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or that month's last day where it has no such day."""
    last = last_of_month(month_later(day, months))
    return last.replace(day=min(day.day, last.day))


def year_end(year: int) -> date:
    """December 31 of a year."""
    return date(year, YEAR_MONTHS, 31)


def days_in(first: date, last: date) -> int:
    """Days from the first to the last, both counted."""
    return (last - first).days + 1
