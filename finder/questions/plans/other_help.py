"""Other help with drug costs: what it pays at a plan, whether that counts toward the year's limit, and a state's programs."""

from __future__ import annotations

from finder.domain.claim import OtherPayerKind
from finder.domain.money import Cents
from finder.domain.other_help import StateProgram
from finder.domain.plan_cost import PlanCost
from finder.parameters import ParameterSet, parameter_set
from finder.rules.benefit_law import benefit_law

_PROGRAMS = {"PA": ("PACE", "PACENET")}
"""The state programs that finder/parameters/state_assistance.yaml has."""


def paid_by_other_help(cost: PlanCost) -> Cents:
    """What payers after the plan pay in the year."""
    return sum(segment.other_payer for row in cost.ledger.rows for segment in row.segments)


def counts_toward_limit(kind: OtherPayerKind, plan_year: int) -> bool:
    """Whether what that payer pays counts toward the limit of the year."""
    return benefit_law(plan_year).counts(kind)


def programs_of(state: str, plan_year: int) -> tuple[StateProgram, ...]:
    """The drug programs of a state that we know by name, with what we know of that year. Raises UnknownPlanYear."""
    numbers = parameter_set(plan_year)
    return tuple(StateProgram(name, *_amounts(numbers, f"spap.{state}.{name}")) for name in _PROGRAMS.get(state, ()))


def _amounts(numbers: ParameterSet, program: str) -> tuple[Cents | None, ...]:
    names = (f"{program}.copay.generic", f"{program}.copay.brand", f"{program}.income_limit.single", f"{program}.income_limit.couple")
    return tuple(numbers.cents(name) if numbers.has(name) else None for name in names)
