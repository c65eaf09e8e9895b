"""How sure a comparison is: the range of each total, and what would change the recommendation. Amounts in cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.market import Drug, PriceOrigin
from finder.domain.money import WHOLE, BasisPoints, Cents
from finder.domain.plan_cost import Comparison, ParameterUsed, PlanCost


class Doubt(Named):
    """What may turn out differently."""

    LOWER_PRICES = 0
    HIGHER_PRICES = 1
    FEWER_FILLS = 2
    MORE_FILLS = 3
    PREMIUM_SUBSIDY = 4
    LAWS_NUMBERS = 5


_NOT_OFF = {True: (WHOLE, WHOLE), False: (WHOLE, WHOLE)}
_OFF_BY = {
    PriceOrigin.OWN: _NOT_OFF,
    PriceOrigin.NEGOTIATED: _NOT_OFF,
    PriceOrigin.SAME_PLAN: {True: (8_400, 12_200), False: (7_700, 11_400)},
    PriceOrigin.SPONSOR: {True: (8_400, 12_200), False: (6_800, 12_100)},
    PriceOrigin.MARKET: {True: (8_100, 13_000), False: (3_300, 23_900)},
}
"""By origin, and whether the drug is a brand: the lowest and highest factor. Measured for decision 90: how far eight of ten prices move in
a year, times how far eight of ten prices were from those of the sponsor's closest plan, or from the market's middle."""


def off_by(origin: PriceOrigin, *, brand: bool) -> tuple[BasisPoints, BasisPoints]:
    """How far the real price may be from an estimated one: the lowest and the highest factor of it."""
    return _OFF_BY[origin][brand]


class PriceSpread(NamedTuple):
    """How a drug's unit price differs among the plans compared.

    ``low``, ``high``: the bounds of the middle half of the plans, as factors of the middle price.
    ``plans``: how many have a price.
    """

    drug: Drug
    low: BasisPoints
    high: BasisPoints
    plans: int


class TotalRange(NamedTuple):
    """A plan's total, and how far the doubts move it.

    ``low_by``, ``high_by``: the doubts that lead there; empty: none moves it.
    """

    cost: PlanCost
    low: Cents
    high: Cents
    low_by: tuple[Doubt, ...]
    high_by: tuple[Doubt, ...]


class TippingPoint(NamedTuple):
    """The smallest change of one drug's price, to a whole percent, that changes the recommendation.

    ``plan_id``: the one plan whose price moves; None: it moves at every plan.
    ``factor``: of the price; None where no factor tried changes the recommendation.
    ``new_plan_id``: the plan recommended then; None where none is.
    """

    drug: Drug
    plan_id: str | None
    rises: bool
    factor: BasisPoints | None
    new_plan_id: str | None


@dataclass(frozen=True, slots=True)
class HowSure:
    """How far each total can move, and what would change the recommendation.

    ``ranges``: in rank order.
    ``parameters``: the numbers of the law behind the answer that no second source confirms.
    ``lowest``, ``highest``: the bounds of the prices tried.
    ``complete``: False where the work was stopped.
    ``tried`` of ``of``: tests.
    """

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
