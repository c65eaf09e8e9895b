"""Income as Extra Help counts it: by the method of SSI, pay apart from other income. Amounts are of a year, in cents."""

from __future__ import annotations

from finder.domain.extra_help import CountedIncome
from finder.domain.money import Cents
from finder.domain.months import YEAR_MONTHS
from finder.parameters.rule_sets import rule_of
from finder.rules.extra_help import counted_earnings, counted_income, general_exclusion_left

TOPIC = "extra_help"
PERCENT = 100
"""A percent in basis points."""


def count_income(year: int, unearned: Cents, earned: Cents) -> CountedIncome:
    """The year's income after what is not counted. A couple has each exclusion once, for both together."""
    general = rule_of(TOPIC, "income_exclusion", year).number("cents_a_month")
    of_pay = rule_of(TOPIC, "earnings_exclusion", year)
    left = general_exclusion_left(unearned, general)
    pay = counted_earnings(earned, left, of_pay.number("cents_a_month"), of_pay.number("percent_counted") * PERCENT)
    other = counted_income(unearned, general)
    off_pay = min(earned, left)
    earnings = min(earned - off_pay, YEAR_MONTHS * of_pay.number("cents_a_month"))
    return CountedIncome(unearned, earned, unearned - other + off_pay, earnings, earned - off_pay - earnings - pay, other + pay)
