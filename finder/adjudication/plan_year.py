"""A person's year at one plan: the list priced, adjudicated, and summed from the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from finder.adjudication.engine import adjudicate_year, opening_accumulators
from finder.adjudication.fills import fills_of
from finder.adjudication.premiums import Premiums, monthly_premiums
from finder.adjudication.pricing import PricedPrescription, price_prescription
from finder.adjudication.rows import phase_after
from finder.adjudication.terms import Choices, PlanYearTerms, SubsidyTerms, YearTerms
from finder.domain.benefit import NO_LIMIT, Phase, ShareKind
from finder.domain.claim import Ledger, LedgerRow
from finder.domain.market import FormularyEntry, Plan
from finder.domain.member import Member
from finder.domain.money import Cents, UnitPrice
from finder.domain.pharmacy import PharmacyTerms
from finder.domain.plan_cost import DrugCost, MonthCost, PlanCost
from finder.domain.prescription import Fill, Prescription
from finder.parameters import ParameterSet

_MONTHS = range(1, 13)


class MonthSums(NamedTuple):
    """A month of a ledger: what the person paid, what the drugs cost, and the phase and TrOOP at its end."""

    patient_pay: Cents
    gross_drug_cost: Cents
    phase: Phase
    troop: Cents


class YearSums(NamedTuple):
    """What a comparison shows of a ledger: paid per prescription, in the order of the list, and twelve months."""

    patient_pay: tuple[Cents, ...]
    months: tuple[MonthSums, ...]


class YearOfPlans:
    """What all the plans of one comparison share: the year's terms, the member, the list, what uncovered drugs cost in cash, and how the
    member's pharmacies stand at a plan (``stores``; None for a plan whose network is not known)."""

    def __init__(
        self,
        numbers: ParameterSet,
        year: YearTerms,
        subsidy: SubsidyTerms,
        member: Member,
        prescriptions: Sequence[Prescription],
        cash_unit_prices: Mapping[str, UnitPrice | None],
        stores: Callable[[str], Sequence[PharmacyTerms] | None] | None = None,
    ) -> None:
        self.numbers, self.year, self.subsidy, self.member = numbers, year, subsidy, member
        self.prescriptions, self.cash_unit_prices = tuple(prescriptions), cash_unit_prices
        self._stores = stores
        # the days of a fill are the same at every plan; kept here and not in a global cache, because they are a person's
        self._fills: dict[Prescription, tuple[Fill, ...]] = {}
        self.choices = Choices(same_day_order="alphabetical" if member.alphabetical else "as_listed")

    def plan_cost(self, plan: Plan, formulary: Mapping[tuple[str, str], FormularyEntry], kept: YearSums | None = None) -> PlanCost:
        """The year at one plan, not yet ranked (rank 0). With ``kept`` sums of the same year nothing is adjudicated, and there is no
        ledger."""
        member = self.member
        terms = PlanYearTerms(self.year, plan.design, self.subsidy, self.choices)
        listed = [self._priced(terms, plan, prescription, formulary) for prescription in self.prescriptions]
        ledger = None
        if kept is None:
            opening = opening_accumulators(terms, member.gross_drug_cost_to_date, member.troop_to_date)
            ledger = adjudicate_year(terms, [claim for priced in listed for claim in priced.claims], opening)
            kept = year_sums(ledger, self.prescriptions, phase_after(terms, opening))
        drugs = tuple(replace(priced.cost, patient_pay=paid) for priced, paid in zip(listed, kept.patient_pay, strict=True))
        premiums = monthly_premiums(plan, member, self.numbers)
        months = member.months_covered
        drug_cost = sum(kept.patient_pay)
        return PlanCost(
            plan=plan,
            rank=0,
            months_covered=months,
            premium=_of_months(premiums.premium, months),
            part_d_premium=_of_months(premiums.part_d_premium, months),
            premium_subsidy=premiums.subsidy,
            late_enrollment_penalty=premiums.late_enrollment_penalty * months,
            income_related_premium=premiums.income_related * months,
            drug_cost=drug_cost,
            total=premiums.monthly * months + drug_cost,
            uncovered_cash_cost=_cash(drugs),
            drugs=drugs,
            months=_months(kept, premiums, member.coverage_start.month),
            ledger=ledger,
            notes=_notes(plan, drugs),
        )

    def _priced(
        self, terms: PlanYearTerms, plan: Plan, prescription: Prescription, formulary: Mapping[tuple[str, str], FormularyEntry]
    ) -> PricedPrescription:
        rxcui = prescription.drug.rxcui
        entry, cash = formulary.get((plan.plan_id, rxcui)), self.cash_unit_prices.get(rxcui)
        stores = self._stores(plan.plan_id) if self._stores else None
        return price_prescription(terms, prescription, entry, cash, self.member.channels, self._fills_of, stores)

    def _fills_of(self, prescription: Prescription) -> tuple[Fill, ...]:
        fills = self._fills.get(prescription)
        if fills is None:
            fills = self._fills[prescription] = fills_of(prescription, self.year.plan_year, self.member.coverage_start.month)
        return fills


def year_sums(ledger: Ledger, prescriptions: Sequence[Prescription], opening_phase: Phase) -> YearSums:
    """What a comparison shows of a ledger: paid per prescription, and where each month ends."""
    paid: dict[str, Cents] = {}
    patient_pay, gross = [0] * 13, [0] * 13
    last: dict[int, LedgerRow] = {}
    for row in ledger.rows:
        month, share = row.claim.date.month, row.patient_pay
        paid[row.claim.drug] = paid.get(row.claim.drug, 0) + share
        patient_pay[month] += share
        gross[month] += row.price
        last[month] = row
    phase, troop = opening_phase, ledger.opening.troop
    months = []
    for month in _MONTHS:
        if month in last:
            phase, troop = last[month].phase, last[month].accumulators.troop
        months.append(MonthSums(patient_pay[month], gross[month], phase, troop))
    return YearSums(tuple(paid.get(prescription.drug.name, 0) for prescription in prescriptions), tuple(months))


def sums_of(cost: PlanCost) -> YearSums:
    """The sums that a plan's cost was made from."""
    months = tuple(MonthSums(month.patient_pay, month.gross_drug_cost, month.phase_at_end, month.troop_at_end) for month in cost.months)
    return YearSums(tuple(drug.patient_pay for drug in cost.drugs), months)


def _of_months(amount: Cents | None, months: int) -> Cents | None:
    return None if amount is None else amount * months


def _cash(drugs: Sequence[DrugCost]) -> Cents | None:
    """What the drugs that are not covered cost in cash, 0 where all are covered, None where one of those costs is unknown."""
    costs = [drug.cash_cost for drug in drugs if not drug.covered]
    return None if None in costs else sum(cost for cost in costs if cost is not None)


def _months(sums: YearSums, premiums: Premiums, first: int) -> tuple[MonthCost, ...]:
    return tuple(
        MonthCost(month, month >= first, of.patient_pay, premiums.monthly if month >= first else 0, of.gross_drug_cost, of.phase, of.troop)
        for month, of in zip(_MONTHS, sums.months, strict=True)
    )


def _notes(plan: Plan, drugs: Sequence[DrugCost]) -> tuple[str, ...]:
    """Codes of what a reader of this plan's numbers must know; ``explain`` has their sentences."""
    notes = {
        "example_design": plan.example,
        "premium_unknown": plan.premium is None,
        "unpriced_drug": any(drug.covered and drug.price is None for drug in drugs),
        "split_into_months": any(drug.split_into_months for drug in drugs),
        "channel_not_offered": any(not drug.channel_offered for drug in drugs),
        "copay_of_a_range": any(_has_a_range(plan, drug) for drug in drugs if drug.counted),
        "pharmacies_out_of_network": any(not drug.in_network for drug in drugs),
        "dispensing_fee_unknown": any(not drug.fee_known for drug in drugs),
        "quantity_above_limit": any(limit.exceeded for drug in drugs for limit in drug.restrictions),
    }
    return tuple(code for code, holds in notes.items() if holds)


def _has_a_range(plan: Plan, drug: DrugCost) -> bool:
    """Whether the files print the copay as a range: the copays of Extra Help, by level and drug (decision 10)."""
    tier = plan.design.tiers.get(drug.tier)
    shares = tier.initial_coverage.values() if tier else ()
    return any(share.kind is ShareKind.COPAY and share.maximum != NO_LIMIT for share in shares)
