"""Who has Extra Help under a policy that moves its income limit."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.money import BasisPoints
from finder.domain.population import Person
from finder.parameters import ParameterSet

_BY_INCOME = (LowIncomeSubsidy.NONE, LowIncomeSubsidy.FULL_OTHER, LowIncomeSubsidy.PARTIAL)
"""The levels that an income decides. The others come with Medicaid."""


class IncomeLimits(NamedTuple):
    """The parts of the poverty line below which an income gives a level; None where the year has no such level."""

    full: BasisPoints | None
    partial: BasisPoints | None


def income_limits(numbers: ParameterSet) -> IncomeLimits:
    """The limits of a year or a policy."""
    names = (f"lis_income_limit_pct.{level}" for level in IncomeLimits._fields)
    return IncomeLimits(*(numbers.basis_points(name) if numbers.has(name) else None for name in names))


def level_under(person: Person, law: IncomeLimits, policy: IncomeLimits) -> LowIncomeSubsidy | None:
    """The level under a policy's limits; None where it depends on an income that nobody knows.

    Who has what the income alone would give by the law has what it gives under the policy: full help with an income below the limit,
    savings untested. Who has another level keeps it: people with Medicaid, and people who have no help though their income is low.
    """
    level = person.level
    if law == policy or level not in _BY_INCOME:
        return level
    if person.income is None:
        return None
    return by_income(person.income, policy) if by_income(person.income, law) is level else level


def by_income(income: int, limits: IncomeLimits) -> LowIncomeSubsidy:
    """The level that an income gives, in percent of the poverty line. Income must be below the limit. 42 CFR 423.773."""
    for limit, level in ((limits.full, LowIncomeSubsidy.FULL_OTHER), (limits.partial, LowIncomeSubsidy.PARTIAL)):
        if limit is not None and income * 100 < limit:
            return level
    return LowIncomeSubsidy.NONE
