"""Whom a plan must target for medication therapy management. Each test answers met, not met, or left to the plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from finder.domain.medication_therapy import Met
from finder.domain.money import Cents
from finder.rules.in_force import in_force
from finder.rules.registry import law


@law
def enough(surely: int, possibly: int, least: int, most: int) -> Met:
    """A sponsor may ask for any number between two limits: at the upper one a person qualifies in every plan, below the lower one in
    none. 42 CFR 423.153(d)(2)."""
    if possibly < least:
        return Met.NO
    return Met.YES if surely >= most else Met.PLAN_DECIDES


@law
def surely_targeted(core: int, listed: int, targeted: int) -> int:
    """Of the core conditions a person has, at least those that the plan cannot leave out of its own choice are targeted. 42 CFR
    423.153(d)(2)."""
    return max(core - (listed - targeted), 0)


@law
def every_chronic_disease(core: int, listed: int, targeted: int) -> int:
    """From 2011 to 2024 no list stood in the regulation: each chronic disease counts, and three are the most that a sponsor may
    require. 42 CFR 423.153(d)(2)(i)(A)."""
    return core


@law
def no_disease_for_sure(core: int, listed: int, targeted: int) -> int:
    """Through 2009 a sponsor chose which chronic diseases count, and how many. 42 CFR 423.153(d)(2)."""
    return 0


@law
def cost_above(cost: Cents, threshold: Cents) -> Met:
    """Through 2010, and in the proposal of 2009, the likely yearly cost must exceed the amount. 42 CFR 423.153(d)(2)."""
    return Met.YES if cost > threshold else Met.NO


@law
def cost_at_least(cost: Cents, threshold: Cents) -> Met:
    """From 2011 the likely yearly cost must be at or above the amount. 42 CFR 423.153(d)(2)."""
    return Met.YES if cost >= threshold else Met.NO


@law
def all_criteria(criteria: tuple[Met, ...]) -> Met:
    """A person is targeted who meets every criterion. 42 CFR 423.153(d)(2)."""
    return min(criteria)


class TherapyLaw(NamedTuple):
    """From a year on: how cost is measured against the amount, the conditions that the law lists, how many of the conditions that
    ``counts`` names count in every plan."""

    first_year: int
    cost: Callable[[Cents, Cents], Met]
    core: frozenset[str]
    counts: frozenset[str]
    surely: Callable[[int, int, int], int]


_SEVEN = frozenset(
    {
        "hypertension",
        "heart_failure",
        "diabetes",
        "dyslipidemia",
        "respiratory_disease",
        "bone_disease_arthritis",
        "mental_health",
    }
)
_TEN = _SEVEN | {"alzheimers_disease", "end_stage_renal_disease", "hiv_aids"}

THERAPY_LAWS = (
    TherapyLaw(2006, cost_above, frozenset(), frozenset(), no_disease_for_sure),
    TherapyLaw(2010, cost_above, _SEVEN, _SEVEN, surely_targeted),
    TherapyLaw(2011, cost_at_least, frozenset(), _TEN, every_chronic_disease),
    TherapyLaw(2025, cost_at_least, _TEN, _TEN, surely_targeted),
)
CONDITIONS = tuple(sorted(_TEN))
"""Every condition that the law of some year lists."""


def therapy_law(year: int) -> TherapyLaw:
    """The law of medication therapy in that year."""
    return in_force(THERAPY_LAWS, year)
