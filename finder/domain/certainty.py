"""How sure a comparison is: the range of each total, and what would change the recommendation. Amounts in cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.market import Drug
from finder.domain.money import BasisPoints, Cents
from finder.domain.plan_cost import Comparison, ParameterUsed, PlanCost


class Doubt(Named):
    """What may turn out otherwise than reckoned."""

    LOWER_PRICES = 0
    HIGHER_PRICES = 1
    FEWER_FILLS = 2
    MORE_FILLS = 3
    PREMIUM_SUBSIDY = 4
    LAWS_NUMBERS = 5


class PriceSpread(NamedTuple):
    """How a drug's unit price differs among the plans compared: the middle half of them, as factors of the middle price."""

    drug: Drug
    low: BasisPoints
    high: BasisPoints
    plans: int


class TotalRange(NamedTuple):
    """A plan's total, and the lowest and highest that the doubts make it; ``low_by`` and ``high_by`` name them (empty: none moves it)."""

    cost: PlanCost
    low: Cents
    high: Cents
    low_by: tuple[Doubt, ...]
    high_by: tuple[Doubt, ...]


class TippingPoint(NamedTuple):
    """The smallest change of one drug's price, to a whole percent, found to change the recommendation.

    ``plan_id`` is the one plan whose price moves; None where the price moves at all plans. ``factor`` is None where nothing within the
    bounds tried changes it; ``new_plan_id`` is then None too.
    """

    drug: Drug
    plan_id: str | None
    rises: bool
    factor: BasisPoints | None
    new_plan_id: str | None


@dataclass(frozen=True, slots=True)
class HowSure:
    """``ranges`` in rank order. ``highest`` and ``lowest`` are the bounds of the price changes tried; ``parameters`` the numbers of the law
    behind the answer that no second source confirms. ``complete`` is False where the work was stopped, after ``tried`` of ``of`` tests."""

    comparison: Comparison
    spreads: tuple[PriceSpread, ...]
    ranges: tuple[TotalRange, ...]
    tipping_points: tuple[TippingPoint, ...]
    parameters: tuple[ParameterUsed, ...]
    lowest: BasisPoints
    highest: BasisPoints
    complete: bool
    tried: int
    of: int

    def range_of(self, plan_id: str) -> TotalRange | None:
        """The range of the plan of that id, or None."""
        return next((found for found in self.ranges if found.cost.plan.plan_id == plan_id), None)
