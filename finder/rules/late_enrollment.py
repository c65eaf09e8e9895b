"""The late enrollment penalty: the first time to join, the gaps without creditable coverage, the 63-day gate, the months, the amount.

Days and months are apart on purpose: the gate is measured in continuous days, the amount in whole uncovered months.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from finder.domain.money import BasisPoints, Cents, ratio_half_up
from finder.domain.months import DAY, Days, days_in, first_of_month, last_of_month, month_later
from finder.rules.in_force import in_force
from finder.rules.premiums import late_enrollment_penalty
from finder.rules.registry import law


@law
def first_medicare_month(birth: date, age: int) -> date:
    """Medicare by age begins with the month of the 65th birthday; a birthday on the first of a month counts as the month before. 42 CFR
    406.10."""
    born = birth - DAY  # an age is reached on the day before the birthday
    return date(born.year + age, born.month, 1)


@law
def initial_enrollment_end(first_month: date, months_after: int, earliest: date) -> date:
    """The initial enrollment period ends with the third month after the first month of Medicare, and for nobody before May 15, 2006.
    42 CFR 423.38(a)."""
    return max(last_of_month(month_later(first_month, months_after)), earliest)


@law
def initial_enrollment_start(first_month: date, months_before: int) -> date:
    """The initial enrollment period begins three months before the first month of Medicare. 42 CFR 423.38(a)."""
    return month_later(first_month, -months_before)


@law
def enrollment_end_that_counts(first_end: date, second_end: date, age_month: date, coverage_start: date) -> date:
    """A person with Medicare by disability has a second initial enrollment period at 65; for coverage that starts at 65 or later, months
    count only after it. 42 CFR 423.38(a), 423.46(a)."""
    return second_end if coverage_start >= age_month else first_end


@law
def still_owed_at_65(coverage_start: date, age_month: date, month: date) -> bool:
    """A penalty for months before the second initial enrollment period ends with the first month of Medicare by age. 42 CFR 423.38(a),
    423.46(a)."""
    return coverage_start >= age_month or month < age_month


@law
def gaps_without_coverage(enrollment_end: date, coverage_start: date, creditable: Iterable[Days]) -> tuple[Days, ...]:
    """A gap is a run of days after the initial enrollment period and before coverage starts on none of which there was creditable
    coverage. 42 CFR 423.46(a)."""
    gaps = []
    day = enrollment_end + DAY
    for first, last in sorted(creditable):
        if last < day:
            continue
        if first > day:
            gaps.append(Days(day, min(first, coverage_start) - DAY))
        day = last + DAY
        if day >= coverage_start:
            break
    if day < coverage_start:
        gaps.append(Days(day, coverage_start - DAY))
    return tuple(gap for gap in gaps if gap.first <= gap.last)


@law
def continuous_days(gap_first: date, gap_last: date) -> int:
    """The days of a gap are counted one by one, its first and last included. 42 CFR 423.46(a)."""
    return days_in(gap_first, gap_last)


@law
def reaches_gate(days: int, gate: int) -> bool:
    """The penalty applies only where a gap is 63 continuous days or longer. 42 CFR 423.46(a)."""
    return days >= gate


@law
def last_start_without_fee(covered_through: date, gate: int) -> date:
    """The last first of a month on which a drug plan may start before the days without creditable coverage reach the gate. 42 CFR
    423.46(a)."""
    return first_of_month(covered_through + gate * DAY)


@law
def uncovered_months(gap_first: date, gap_last: date) -> int:
    """A month is uncovered if it began after the initial enrollment period and creditable coverage was had on no day of it. 42 USC
    1395w-113(b)(3)."""
    begin = gap_first if gap_first.day == 1 else month_later(gap_first, 1)
    end = month_later(gap_last + DAY, 0)  # the first month that is not whole
    return max((end.year - begin.year) * 12 + end.month - begin.month, 0)


@law
def penalty_of_base_premium(base_premium: Cents, months: int, rate: BasisPoints, rounding: Cents, actuarial_amount: Cents | None) -> Cents:
    """In 2006 and 2007 the penalty is 1% of the base premium for each uncovered month, unless another amount is issued. 42 CFR
    423.286(d)(3)(ii)."""
    return late_enrollment_penalty(base_premium, months, rate, rounding)


@law
def penalty_of_greater_amount(
    base_premium: Cents, months: int, rate: BasisPoints, rounding: Cents, actuarial_amount: Cents | None
) -> Cents:
    """The penalty for each uncovered month is the greater of an actuarially sound amount, where there is one, and 1% of the base premium.
    42 CFR 423.286(d)(3)(i); 42 USC 1395w-113(b)(3)."""
    by_premium = late_enrollment_penalty(base_premium, months, rate, rounding)
    if actuarial_amount is None:
        return by_premium
    return max(by_premium, ratio_half_up(actuarial_amount * months, rounding) * rounding)


@law
def penalty_with_extra_help(penalty: Cents) -> Cents:
    """A person with Extra Help pays no late enrollment penalty. 42 USC 1395w-114(a)(1)(A)."""
    return 0


Amount = Callable[[Cents, int, BasisPoints, Cents, Cents | None], Cents]


class PenaltyLaw(NamedTuple):
    """The amount of the late fee from a year on."""

    first_year: int
    amount: Amount


PENALTY_LAWS = (PenaltyLaw(2006, penalty_of_base_premium), PenaltyLaw(2008, penalty_of_greater_amount))


def amount_of(year: int) -> Amount:
    """The rule of the amount in a year of 2006 or later."""
    return in_force(PENALTY_LAWS, year).amount
