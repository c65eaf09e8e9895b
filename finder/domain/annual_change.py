"""What happens to a plan from one year to the next, for one person and list. Amounts in cents, of whole years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.market import CatalogInfo
from finder.domain.money import Cents
from finder.domain.plan_cost import DrugCost, PlanCost


class DrugBothYears(NamedTuple):
    """A drug of the list at the plan in both years.

    ``then``: None where the plan is not offered.
    """

    now: DrugCost
    then: DrugCost | None

    @property
    def dropped(self) -> bool:
        """Whether the plan lists it now and will not."""
        return self.now.covered and self.then is not None and not self.then.covered

    @property
    def added(self) -> bool:
        """Whether the plan will list what it does not list now."""
        return not self.now.covered and self.then is not None and self.then.covered


class NextYear(NamedTuple):
    """The plan in the next year.

    ``cost``: None where it is not offered.
    ``elsewhere``: the catalog has it, but not for this county.
    """

    cost: PlanCost | None
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class AnnualChange:
    """A plan in two years, both adjudicated from January to December.

    ``best``: the first plan of the next year that can be suggested.
    ``plans``: how many of the next year were compared.
    ``choose_from``, ``choose_through``: when a plan for the next year can be chosen.
    """

    this_year: CatalogInfo
    next_year: CatalogInfo
    now: PlanCost
    following: NextYear
    best: PlanCost
    plans: int
    choose_from: date
    choose_through: date

    @property
    def then(self) -> PlanCost | None:
        """The plan's next year, or None where it is not offered in the county."""
        return self.following.cost

    @property
    def drugs(self) -> tuple[DrugBothYears, ...]:
        """Each drug of the list in both years."""
        then = self.then.drugs if self.then else (None,) * len(self.now.drugs)
        return tuple(DrugBothYears(*pair) for pair in zip(self.now.drugs, then, strict=True))

    @property
    def difference(self) -> Cents | None:
        """What the next year costs more all in (less: negative); None where a price of what is left out is not known, or one premium."""
        if self.then is None or (self.now.premium is None) != (self.then.premium is None):
            return None
        alike = _left_out(self.now) == _left_out(self.then) or not (self.now.uncertain or self.then.uncertain)
        return self.then.all_in - self.now.all_in if alike else None


def _left_out(cost: PlanCost) -> frozenset[str]:
    return frozenset(drug.drug.rxcui for drug in cost.drugs if not drug.counted)
