"""Who has Extra Help under a policy that moves its income limit."""

from __future__ import annotations

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.money import BasisPoints
from finder.domain.population import Person
from finder.parameters import ParameterSet

FULL, PARTIAL = "lis_income_limit_pct.full", "lis_income_limit_pct.partial"
_BY_INCOME = (LowIncomeSubsidy.NONE, LowIncomeSubsidy.FULL_OTHER, LowIncomeSubsidy.PARTIAL)
"""The levels that an income decides. The others come with Medicaid."""


def moves_the_limit(law: ParameterSet, numbers: ParameterSet) -> bool:
    """Whether the income limit of any level is another."""
    return any(_limit(law, name) != _limit(numbers, name) for name in (FULL, PARTIAL))


def level_under(person: Person, law: ParameterSet, numbers: ParameterSet) -> LowIncomeSubsidy | None:
    """The level under other numbers; None where it depends on an income that nobody knows.

    Who has what the income alone would give by the law has what it gives under the policy: full help with an income below the limit,
    savings untested. Who has another level keeps it: people with Medicaid, and people who have no help though their income is low.
    """
    level = person.level
    if level not in _BY_INCOME or not moves_the_limit(law, numbers):
        return level
    if person.income is None:
        return None
    return by_income(person.income, numbers) if by_income(person.income, law) is level else level


def by_income(income: int, numbers: ParameterSet) -> LowIncomeSubsidy:
    """The level that an income gives, in percent of the poverty line. Income must be below the limit. 42 CFR 423.773."""
    for name, level in ((FULL, LowIncomeSubsidy.FULL_OTHER), (PARTIAL, LowIncomeSubsidy.PARTIAL)):
        limit = _limit(numbers, name)
        if limit is not None and income * 100 < limit:
            return level
    return LowIncomeSubsidy.NONE


def _limit(numbers: ParameterSet, name: str) -> BasisPoints | None:
    return numbers.basis_points(name) if numbers.has(name) else None
