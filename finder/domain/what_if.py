"""A change to a question that was answered, and what it does. Amounts in cents, of the months covered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import Channel, LowIncomeSubsidy, Named
from finder.domain.market import Drug
from finder.domain.money import WHOLE, BasisPoints, Cents
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.prescription import Prescription


@dataclass(frozen=True, slots=True)
class NoChange:
    """Everything as it was."""


@dataclass(frozen=True, slots=True)
class AddDrug:
    """One more drug on the list."""

    prescription: Prescription


@dataclass(frozen=True, slots=True)
class DropDrug:
    """A drug off the list."""

    rxcui: str


@dataclass(frozen=True, slots=True)
class SwapDrug:
    """Another product in the place of a drug of the list."""

    rxcui: str
    prescription: Prescription


@dataclass(frozen=True, slots=True)
class ChangePrice:
    """A higher or lower price.

    ``factor``: of the price; 10,000 leaves it.
    ``rxcui``: of one drug; None: of every drug.
    ``plan_id``: at one plan; None: at every plan.
    """

    factor: BasisPoints
    rxcui: str | None = None
    plan_id: str | None = None

    @classmethod
    def by_percent(cls, percent: int, rxcui: str | None = None) -> ChangePrice:
        """A rise of so many percent (a fall: negative): 25 is the factor 12,500, -45 is 5,500."""
        return cls(WHOLE + percent * 100, rxcui)


@dataclass(frozen=True, slots=True)
class ChangePharmacy:
    """The kinds of pharmacy that the person would use."""

    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class ChangeSupply:
    """Fills of another length, the same daily amount.

    ``rxcui``: of one drug; None: of every drug.
    """

    days_supply: int
    rxcui: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeStart:
    """Coverage that starts on the first day of another month."""

    coverage_start: date


@dataclass(frozen=True, slots=True)
class ChangeHelp:
    """Another level of Extra Help."""

    low_income_subsidy: LowIncomeSubsidy


@dataclass(frozen=True, slots=True)
class MoveFills:
    """The days on which a drug is filled."""

    rxcui: str
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    """The order, by rxcui, in which drugs filled on the same day are bought."""

    rxcuis: tuple[str, ...]


Change = (
    NoChange
    | AddDrug
    | DropDrug
    | SwapDrug
    | ChangePrice
    | ChangePharmacy
    | ChangeSupply
    | ChangeStart
    | ChangeHelp
    | MoveFills
    | ChangeOrder
)


def left_out(cost: PlanCost) -> frozenset[str]:
    """The drugs, by rxcui, that are not in a plan's total: not covered, or without a price."""
    return frozenset(drug.drug.rxcui for drug in cost.drugs if not drug.counted)


def _stood_in(cost: PlanCost) -> frozenset[str]:
    """The drugs, by rxcui, that are priced at another kind of pharmacy or in other fills than asked, for want of a cost share."""
    return frozenset(drug.drug.rxcui for drug in cost.drugs if drug.counted and (drug.split_into_months or not drug.channel_offered))


def gross(cost: PlanCost) -> Cents:
    """The price of the year's covered fills at a plan, whoever pays it."""
    return sum(month.gross_drug_cost for month in cost.months)


class PlanDelta(NamedTuple):
    """One plan before and after a change."""

    before: PlanCost
    after: PlanCost

    @property
    def same_exclusions(self) -> bool:
        """Whether both totals leave out the same drugs. If not, their difference would mislead."""
        return left_out(self.before) == left_out(self.after)

    @property
    def share_known(self) -> bool:
        """Whether both years price the same drugs as asked. Where the files lack a share, another stands in, and a difference would rest
        on it."""
        return _stood_in(self.before) == _stood_in(self.after)

    @property
    def comparable(self) -> bool:
        """Whether the all-in costs before and after can be compared: they leave out the same drugs, or both count the full price of what
        they leave out."""
        return self.same_exclusions or not (self.before.uncertain or self.after.uncertain)

    @property
    def total(self) -> Cents | None:
        """What the year costs more all in (less: negative). None without a price of what is left out, a share for the change,
        or the premium of another number of months."""
        unknown_months = self.before.premium is None and self.before.months_covered != self.after.months_covered
        return None if unknown_months or not self.share_known or not self.comparable else self.after.all_in - self.before.all_in

    @property
    def drug_cost(self) -> Cents | None:
        """What the drugs cost the person more. None where other drugs are left out, or without a share for the change."""
        return self.after.drug_cost - self.before.drug_cost if self.same_exclusions and self.share_known else None

    @property
    def gross(self) -> Cents:
        """What the covered fills cost more, whoever pays."""
        return gross(self.after) - gross(self.before)

    @property
    def rank(self) -> int:
        """Places that the plan falls (climbs: negative)."""
        return self.after.rank - self.before.rank

    @property
    def days_supplied(self) -> int:
        """Days of drugs that the year's fills hold more (fewer: negative)."""
        return _days_supplied(self.after) - _days_supplied(self.before)


def _days_supplied(cost: PlanCost) -> int:
    return sum(one.fills * (30 if one.split_into_months else one.prescription.days_supply) for one in cost.drugs)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A change and both answers.

    ``deltas``: each plan, in the rank order after the change.
    """

    change: Change
    before: Comparison
    after: Comparison
    deltas: tuple[PlanDelta, ...]

    @property
    def keeps_the_recommendation(self) -> bool:
        """Whether the plan recommended stays the same."""
        return self.before.recommendation.plan_id == self.after.recommendation.plan_id

    def delta(self, plan_id: str) -> PlanDelta | None:
        """The plan of that id, or None."""
        return next((delta for delta in self.deltas if delta.before.plan.plan_id == plan_id), None)


class AlternativeKind(Named):
    """How another product relates to a drug of the list."""

    GENERIC = 0
    BRAND = 1
    OTHER_STRENGTH = 2
    SAME_CLASS = 3


class Alternative(NamedTuple):
    """Another product of the catalog.

    ``same_amount``: strength, form and unit agree, so the quantity stays.
    """

    drug: Drug
    kind: AlternativeKind
    same_amount: bool


class GenericSaving(NamedTuple):
    """What the generic of a brand on the list saves at one plan.

    ``delta``: the year with the brand and with the generic.
    """

    brand: Drug
    generic: Drug
    delta: PlanDelta

    @property
    def at_the_counter(self) -> Cents | None:
        """How much lower the price of a fill is (42 CFR 423.132); None where a price is unknown."""
        brand, generic = _price(self.delta.before, self.brand), _price(self.delta.after, self.generic)
        return None if brand is None or generic is None else brand - generic


def _price(cost: PlanCost, drug: Drug) -> Cents | None:
    return next((one.price for one in cost.drugs if one.drug.rxcui == drug.rxcui), None)


class Timing(NamedTuple):
    """When drugs are bought, and what the year costs then.

    ``order``: of fills on one day, by rxcui; empty: as now.
    ``first_months``: (rxcui, month) of each drug whose first fill moves.
    """

    order: tuple[str, ...]
    first_months: tuple[tuple[str, int], ...]
    cost: PlanCost


@dataclass(frozen=True, slots=True)
class FillTiming:
    """The present timing and the cheapest found at one plan.

    ``tried`` of ``of``: timings.
    ``every_order``: whether the search tries all orders.
    ``complete``: False where the search was stopped.
    """

    now: PlanCost
    best: Timing
    tried: int
    of: int
    every_order: bool
    complete: bool

    @property
    def saving(self) -> Cents:
        """What the person saves by the best timing; 0 where the present one is as good."""
        return self.now.drug_cost - self.best.cost.drug_cost
