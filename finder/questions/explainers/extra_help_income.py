"""Income as Extra Help counts it: by the method of SSI, pay apart from other income. Amounts are of a year, in cents."""

from __future__ import annotations

from typing import Any, NamedTuple

from finder.domain.money import Cents, dollars
from finder.parameters.rule_sets import rule_of
from finder.rules.extra_help import counted_earnings, counted_income, general_exclusion_left

TOPIC = "extra_help"
PERCENT = 100  # basis points


class CountedIncome(NamedTuple):
    """What a household has, what comes off, and what is left to compare with the limits. ``general`` comes off any income, ``earnings`` and
    ``half`` off pay alone."""

    unearned: Cents
    earned: Cents
    general: Cents
    earnings: Cents
    half: Cents
    counted: Cents


def count_income(year: int, unearned: Cents, earned: Cents) -> CountedIncome:
    """The year's income after what is not counted. A couple has each exclusion once, for both together."""
    general = rule_of(TOPIC, "income_exclusion", year).number("cents_a_month")
    of_pay = rule_of(TOPIC, "earnings_exclusion", year)
    left = general_exclusion_left(unearned, general)
    pay = counted_earnings(earned, left, of_pay.number("cents_a_month"), of_pay.number("percent_counted") * PERCENT)
    other = counted_income(unearned, general)
    off_pay = min(earned, left)
    earnings = min(earned - off_pay, 12 * of_pay.number("cents_a_month"))
    return CountedIncome(unearned, earned, unearned - other + off_pay, earnings, earned - off_pay - earnings - pay, other + pay)


def income_document(income: CountedIncome | None) -> dict[str, Any] | None:
    """The count step by step, as the answer holds it; None where a part of the income is open."""
    return None if income is None else {name: dollars(amount) for name, amount in income._asdict().items()}
