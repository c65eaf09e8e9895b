"""What a person may do next with an answer: only what applies, each with what it is about."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.money import Cents
from finder.domain.plan_cost import PlanCost
from finder.domain.transition_fills import FirstSupply


class Step(Named):
    """What to do next, the most pressing first."""

    NEXT_YEAR = 0
    FIRST_SUPPLY = 1
    APPROVAL = 2
    EXTRA_HELP = 3
    SPREAD_COSTS = 4
    LATE_FEE = 5
    REPORT = 6


class NextStep(NamedTuple):
    """A step that applies.

    ``cost``: the plan that it is about. ``supplies``: its drugs that the plan leaves out, or asks something for first.
    ``before``, ``bill``: the dearest month at the drug store without the payment plan, and the highest bill with it.
    ``unsure``: whether the person is not sure about Extra Help.
    """

    step: Step
    cost: PlanCost
    supplies: tuple[FirstSupply, ...] = ()
    before: Cents = 0
    bill: Cents = 0
    unsure: bool = False
