"""Who gets Extra Help, from when and until when, and when a person with it may change plans."""

from __future__ import annotations

from datetime import date, timedelta

from finder.domain.money import WHOLE, BasisPoints, Cents, share_of
from finder.domain.months import first_of_month, last_of_month, month_later, same_day_later, year_end
from finder.rules.registry import law


@law
def poverty_line(of_one: Cents, of_two: Cents, household: int) -> Cents:
    """The poverty line rises by the same amount with each person of the household. 42 CFR 423.772."""
    return of_one + (household - 1) * (of_two - of_one)


@law
def income_below(income: Cents, line: Cents, percent: BasisPoints) -> bool:
    """The income must lie below the year's part of the poverty line; an income equal to it is too high. 42 CFR 423.773(b)(1)."""
    return income * WHOLE < line * percent


@law
def income_at_or_below(income: Cents, line: Cents, percent: BasisPoints) -> bool:
    """A full-benefit dual eligible whose income does not exceed the poverty line has the lower copays. 42 CFR 423.782(a)(2)(iii)."""
    return income * WHOLE <= line * percent


@law
def resources_within(resources: Cents, limit: Cents) -> bool:
    """Resources may not exceed the limit; resources equal to it are within it. 42 CFR 423.773(b)(2)."""
    return resources <= limit


@law
def counted_income(income: Cents, exclusion_a_month: Cents) -> Cents:
    """Twenty dollars of income a month are not counted. 42 CFR 423.772."""
    return max(income - 12 * exclusion_a_month, 0)


@law
def general_exclusion_left(unearned: Cents, exclusion_a_month: Cents) -> Cents:
    """Twenty dollars a month come off income that is not earned; what is left of them comes off earnings. 42 CFR 423.772, 20 CFR
    416.1124(c)(12)."""
    return max(12 * exclusion_a_month - unearned, 0)


@law
def counted_earnings(earned: Cents, general_left: Cents, exclusion_a_month: Cents, rate: BasisPoints) -> Cents:
    """Of earnings, what is left of the general exclusion and $65 a month are not counted, nor is half of the rest. 42 CFR 423.772, 20 CFR
    416.1112(c)."""
    return share_of(max(earned - general_left - 12 * exclusion_a_month, 0), rate)


@law
def deemed_through(start: date, first_half_last_month: int) -> date:
    """Deemed status that starts from January to June lasts to December 31 of that year; from July to December, to December 31 of the next.
    42 CFR 423.773(c)(2)."""
    return year_end(start.year if start.month <= first_half_last_month else start.year + 1)


@law
def deemed_from(status_since: date) -> date:
    """Deemed status holds from the first day of the month in which Medicaid, SSI or a savings programme began. 42 CFR 423.773(c)(2)."""
    return first_of_month(status_since)


@law
def subsidy_from_application(applied: date) -> date:
    """Extra Help that is asked for and granted holds from the first day of the month of the application. 42 CFR 423.774(c)."""
    return first_of_month(applied)


@law
def enrolled_when_part_d_began(program_began: date) -> date:
    """Who had Medicare and Medicaid on December 31, 2005 was enrolled from January 1, 2006. 42 CFR 423.34(f)(1)."""
    return program_began


@law
def enrolled_medicaid_first(part_d_eligible: date) -> date:
    """Who had Medicaid first is enrolled from the first day of the month of Part D eligibility. 42 CFR 423.34(f)(2)."""
    return first_of_month(part_d_eligible)


@law
def enrolled_part_d_first(medicaid_since: date) -> date:
    """Who had Part D eligibility first is enrolled from the first day of the month in which both were held, in the past if need be. 42 CFR
    423.34(f)(3)."""
    return first_of_month(medicaid_since)


@law
def enrolled_by_facilitation(determined: date, months: int) -> date:
    """Others with Extra Help are enrolled no later than the first day of the second month after CMS determines it. 42 CFR 423.34(g)."""
    return month_later(determined, months)


@law
def change_effective(requested: date, last_month: int) -> date | None:
    """A change of plan by Extra Help's special enrollment period holds from the first of the month after the request, where the year has
    such a period in that month. 42 CFR 423.38(c)(4)."""
    return month_later(requested, 1) if requested.month <= last_month else None


@law
def next_turn(requested: date, last_month: int, months_a_turn: int) -> date:
    """One change a turn: after a change the next one may be asked for when the next turn begins, a month or a quarter later. 42 CFR
    423.38(c)(4)."""
    begin = (requested.month - 1) // months_a_turn * months_a_turn + months_a_turn + 1
    return date(requested.year, begin, 1) if begin <= last_month else date(requested.year + 1, 1, 1)


@law
def status_change_until(changed: date, notified: date | None, months: int) -> date:
    """A gain, loss or change of Extra Help gives one election within 3 months of the change or the notice, whichever is later. 42 CFR
    423.38(c)(9).

    From the first of a month these are whole months: January 1 to March 31. "Within" may include April 1; the earlier day is safe.
    """
    later = max(changed, notified or changed)
    return last_of_month(month_later(later, months - 1)) if later.day == 1 else same_day_later(later, months)


@law
def refund_due(informed: date, days: int) -> date:
    """A plan repays what was paid too much within 45 days after it has complete information. 42 CFR 423.466(a)."""
    return informed + timedelta(days=days)


@law
def refund_look_back(fill: date, years: int) -> date:
    """A plan looks at claims up to three years from the date of the fill. 42 CFR 423.466(b)."""
    return same_day_later(fill, 12 * years)


@law
def is_default_plan(basic_premium: Cents, subsidy_amount: Cents) -> bool:
    """Medicare places people at random among basic drug plans whose premium is at or below the low-income premium subsidy amount. 42 CFR
    423.34(d)(1), 423.780(b)."""
    return basic_premium <= subsidy_amount
