"""Clocks: from a day on which something happened to the day by which something must follow. Counts of days, hours and months are given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from finder.domain.months import DAY, YEAR_MONTHS, first_of_month, month_later, same_day_later
from finder.rules.in_force import in_force
from finder.rules.registry import law

_MINUTES_AN_HOUR, _MINUTES_A_DAY = 60, 24 * 60


@law
def hours_after(day: date, minute: int, hours: int) -> tuple[date, int]:
    """Hours run on through nights, weekends and holidays, from a minute of a day (0 to 1439) to a minute of another. 42 CFR 423.568(b)."""
    days, minutes = divmod(minute + hours * _MINUTES_AN_HOUR, _MINUTES_A_DAY)
    return day + timedelta(days=days), minutes


@law
def appeal_days_from_notice(notice: date, received: date | None, days: int, mail_days: int) -> date:
    """Through 2024 the days to ask for a redetermination run from the date on the notice. 42 CFR 423.582(b)."""
    return notice + timedelta(days=days)


@law
def appeal_days_from_receipt(notice: date, received: date | None, days: int, mail_days: int) -> date:
    """From 2025 the days to ask for a redetermination run from receipt, presumed some days after the date on the notice. 42 CFR
    423.582(b)."""
    return (received or notice + timedelta(days=mail_days)) + timedelta(days=days)


@law
def grace_period_start(unpaid_month: date, billed: date | None) -> date:
    """A grace period starts on the first day of the month unpaid or of the month after the bill, whichever is later. 42 CFR
    423.44(d)(1)."""
    first = first_of_month(unpaid_month)
    return first if billed is None else max(first, month_later(billed, 1))


@law
def grace_period_end(start: date, months: int) -> date:
    """Disenrollment takes effect, at the earliest, on the first day after the whole months of grace. 42 CFR 423.44(d)(1)."""
    return month_later(start, months)


@law
def income_amount_grace_end(billed: date, months: int) -> date:
    """For an unpaid income-related amount the grace period ends with the third month after the billing month, and coverage with it. 42 CFR
    423.44(e)(2), (e)(5)."""
    return month_later(billed, months + 1)


@law
def reinstatement_ask_by(out: date, days: int) -> date:
    """A person put out for an unpaid premium may ask to be let back in for good cause within 60 days of the disenrollment. 42 CFR
    423.44(d)(1)(vi)."""
    return out + timedelta(days=days)


@law
def reinstatement_paid_by(out: date, months: int) -> date:
    """To be let back in, all that is owed must be paid within 3 calendar months of the disenrollment. 42 CFR 423.44(d)(1)(vi)."""
    return same_day_later(out, months)


@law
def longest_absence(left: date, months: int) -> date:
    """An absence of the full months is still within the limit; a longer one is not. 42 CFR 423.44(d)(5)(ii)."""
    return same_day_later(left, months)


@law
def absence_disenrollment(left: date, months: int) -> date:
    """After more than the months in a row, disenrollment takes effect on the first day of the month that follows them. 42 CFR
    423.44(d)(5)(ii)."""
    return month_later(same_day_later(left, months) - DAY, 1)


@law
def notice_before(effective: date, days: int) -> date:
    """A notice of nonrenewal is mailed at least so many calendar days before it takes effect. 42 CFR 423.507(a)(2)(ii)."""
    return effective - timedelta(days=days)


@law
def look_back_end(filled: date, years: int) -> date:
    """Benefits are coordinated up to so many years from the day of the fill. 42 CFR 423.466(b)."""
    return same_day_later(filled, YEAR_MONTHS * years)


class AppealLaw(NamedTuple):
    """From a year on: from what the time to appeal runs."""

    first_year: int
    time_to_appeal: Callable[[date, date | None, int, int], date]


APPEAL_LAWS = (AppealLaw(2006, appeal_days_from_notice), AppealLaw(2025, appeal_days_from_receipt))


def appeal_law(year: int) -> AppealLaw:
    """The law of appeals for a notice of that year."""
    return in_force(APPEAL_LAWS, year)
