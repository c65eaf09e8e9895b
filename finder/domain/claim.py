"""A fill priced at one plan (the claim), its parts by phase (segments), the accumulators after it, and the year's ledger."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finder.domain.benefit import Channel, Named, Phase
from finder.domain.money import Cents

NO_PRICE = -1


class OtherPayerKind(Named):
    """Who else pays after Part D."""

    SPAP = 0
    ADAP = 1
    IHS = 2
    CHARITY = 3
    EMPLOYER = 4
    VA = 5
    WORKERS_COMPENSATION = 6


class OtherPayer(NamedTuple):
    """A payer after Part D, the most that it pays of this claim, and what it leaves to the person, such as its own copay. In cents."""

    kind: OtherPayerKind
    amount: Cents
    leaves: Cents = 0


class OutsideKind(Named):
    """How a person paid without the plan: cash at a pharmacy, or a manufacturer's patient assistance."""

    CASH = 0
    PATIENT_ASSISTANCE = 1


class PaidOutside(NamedTuple):
    """A purchase without the plan: what the person paid, and whether that was documented to the plan and at a network pharmacy."""

    kind: OutsideKind
    amount: Cents
    documented: bool
    network_pharmacy: bool


class Claim(NamedTuple):
    """A fill with its negotiated price at one plan. Amounts in cents.

    ``usual_and_customary``: the pharmacy's cash price (-1: not given).
    ``dispensing_fee``: the part of the negotiated price that is the fee.
    ``paid_outside``: a purchase without the plan.
    ``other_payers``: payers after Part D, in order.
    """

    date: date
    drug: str
    brand: bool
    tier: int
    days_supply: int
    channel: Channel
    negotiated_price: Cents
    insulin: bool = False
    vaccine: bool = False
    selected_drug: bool = False
    solid_oral: bool = True
    covered: bool = True
    usual_and_customary: Cents = NO_PRICE
    dispensing_fee: Cents = 0
    paid_outside: PaidOutside | None = None
    other_payers: tuple[OtherPayer, ...] = ()


class Accumulators(NamedTuple):
    """What has added up so far this year, in cents.

    ``standard_deductible_met``: of the standard benefit's deductible, which the law measures by from 2025.
    """

    gross_drug_cost: Cents = 0
    troop: Cents = 0
    deductible_met: Cents = 0
    standard_deductible_met: Cents = 0


class Segment(NamedTuple):
    """The part of a claim that falls in one phase, and what each payer pays of it, in cents. The payers sum to ``amount``."""

    phase: Phase
    amount: Cents
    patient_pay: Cents
    low_income_cost_sharing_subsidy: Cents
    other_payer: Cents
    manufacturer: Cents
    plan: Cents
    medicare_reinsurance: Cents


PAYERS = ("patient_pay", "low_income_cost_sharing_subsidy", "other_payer", "manufacturer", "plan", "medicare_reinsurance")


class RuleApplied(NamedTuple):
    """A rule of the law that decided an amount of this claim: its id in ``finder.rules`` and the amount, in cents."""

    rule: str
    amount: Cents


class LedgerRow(NamedTuple):
    """One claim adjudicated: what it was, its segments, the accumulators and phase after it, and the rules that applied, in order."""

    claim: Claim
    price: Cents
    segments: tuple[Segment, ...]
    troop_credit: Cents
    accumulators: Accumulators
    phase: Phase
    rules: tuple[RuleApplied, ...]

    @property
    def patient_pay(self) -> Cents:
        """What the person pays for this claim, in cents."""
        total = 0
        for segment in self.segments:  # asked for every claim: a generator costs more than the sum
            total += segment.patient_pay
        return total


class Ledger(NamedTuple):
    """A year of claims at one plan, in the order processed, from the accumulators that it opened with."""

    plan_year: int
    opening: Accumulators
    rows: tuple[LedgerRow, ...]
