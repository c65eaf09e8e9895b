"""Times in which a person may join a drug plan again: from a day on which something happened to the first and last day of the time."""

from __future__ import annotations

from datetime import date

from finder.domain.months import Days, first_of_month, last_of_month, month_later
from finder.rules.registry import law


@law
def period_after_move(moved: date, told: date, months_before: int, months_after: int) -> Days:
    """Who tells the plan before a move may choose from the month before it, who tells it later from the month of the news; both for two
    full months after the later of the two. 42 CFR 423.38(c)(7)."""
    first = month_later(moved, -months_before) if told < moved else first_of_month(told)
    return Days(first, last_of_month(month_later(max(moved, told), months_after)))


@law
def moved_out(moved: date, told: date) -> date:
    """A plan must disenroll a person who has moved out of its area and tells it so; taken as the end of the month of the later of the two.
    42 CFR 423.44(d)(5)(i)."""
    return last_of_month(max(moved, told))


@law
def period_after_plan_ended(first_day_without: date, last_month: int) -> date:
    """Members of a plan that is not renewed may choose until the last day of February. 42 CFR 423.38(c)(6)."""
    return last_of_month(first_day_without.replace(month=last_month, day=1))


@law
def period_after_coverage_lost(ended: date, told: date | None, months: int) -> Days:
    """Who loses other coverage may join a drug plan from the month in which it ends or the news came, and for two full months after the
    later of the two. 42 CFR 423.38(c)(1)."""
    days = (ended, told or ended)
    return Days(first_of_month(min(days)), last_of_month(month_later(max(days), months)))


@law
def starts_after(asked: date, months: int, coverage_ends: date | None) -> date:
    """A plan chosen in a special enrollment period starts on the first of the next month, and not while the one before it still runs. 42
    CFR 423.40(c)."""
    starts = month_later(asked, months)
    return starts if coverage_ends is None else max(starts, month_later(coverage_ends, 1))
