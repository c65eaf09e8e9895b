"""A person's year at one plan: its sums for the ranking, and its details where somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from finder.adjudication.accumulators import opening_accumulators, phase_after
from finder.adjudication.all_in import NOTHING_LEFT_OUT, DrugLeftOut, LeftOut, full_unit_price, least_premium, left_out, own_deductible
from finder.adjudication.charges import Charge
from finder.adjudication.engine import Adjudicated, Step, adjudicate_year, step_of, sums_of, walk
from finder.adjudication.fills import MONTHS
from finder.adjudication.other_help import payers_after, premium_paid, with_other_help
from finder.adjudication.plan_notes import notes_of
from finder.adjudication.premiums import Premiums, monthly_premiums, plan_benchmark
from finder.adjudication.pricing import Bought, bought_at, claims_of, drug_cost, kind_of_fill, uncounted
from finder.adjudication.shared_year import FilledBy, Formulary, YearOfPlans
from finder.adjudication.shares import claim_shares
from finder.adjudication.terms import PlanYearTerms, plan_year_terms
from finder.domain.benefit import Channel, Phase
from finder.domain.claim import Accumulators, Claim, Ledger
from finder.domain.errors import FinderError
from finder.domain.market import FormularyEntry, Plan
from finder.domain.member import Member
from finder.domain.money import Cents, priced
from finder.domain.pharmacy import PharmacyTerms
from finder.domain.plan_cost import DrugCost, MonthCost, PlanCost, PremiumSubsidy
from finder.parameters import ParameterSet

Ranking = Callable[[YearOfPlans], Sequence[tuple[Sequence[Cents], int]]]
"""Sums a year at many plans at once: for each what the person pays for each drug of the list and how many drugs are bought there."""


class SumsDiffer(FinderError):
    """What ranked a plan and the details of its year disagree: a fault of this program, found before anyone saw the details."""


def years_at_plans(shared: YearOfPlans, formulary: Formulary, ranking: Ranking | None = None) -> list[YearAtPlan]:
    """The year at each plan compared, by the compiled law (``ranking``) where it is ready."""
    if ranking is None:
        return [YearAtPlan(shared, plan, formulary) for plan in shared.compared]
    return [YearAtPlan(shared, plan, formulary, *found) for plan, found in zip(shared.compared, ranking(shared), strict=True)]


class MonthlyAtPlan(NamedTuple):
    """What a person pays a plan in a month beside the drugs. ``least``: the least that the premium can be; None: nothing of it is known."""

    premiums: Premiums
    least: Cents | None

    @property
    def paid(self) -> Cents:
        """All of it; of a premium that the files lack, the part that they have."""
        return self.premiums.monthly + (self.least or 0 if self.premiums.premium is None else 0)

    @property
    def unsure(self) -> Cents:
        """How much of the premium may fall away."""
        return 0 if self.premiums.premium is None or self.least is None else self.premiums.premium - self.least


def monthly_at(plan: Plan, member: Member, numbers: ParameterSet) -> MonthlyAtPlan:
    """What a person pays a plan in a month. Raises Refusal for an income bracket that the year lacks."""
    premiums = monthly_premiums(plan, member, numbers)
    unsure = premiums.subsidy is PremiumSubsidy.UNKNOWN
    least = least_premium(plan, premiums, plan_benchmark(plan, member, numbers) if unsure else None)
    off = premium_paid(member.other_help, premiums.premium, premiums.part_d_premium)
    if not off:
        return MonthlyAtPlan(premiums, least)
    part_d = premiums.part_d_premium
    after = premiums._replace(premium=(premiums.premium or 0) - off, part_d_premium=None if part_d is None else part_d - off)
    return MonthlyAtPlan(after, None if least is None else max(least - off, 0))


class YearAtPlan:
    """One person's year at one plan: what ranks it at once, the details of a ``PlanCost`` when they are looked at.

    ``patient_pay``: what the person pays for each drug of the list, where that is known already; else it is adjudicated.
    ``counted``: how many drugs of the list are bought here.
    """

    def __init__(
        self,
        shared: YearOfPlans,
        plan: Plan,
        formulary: Formulary,
        patient_pay: Sequence[Cents] | None = None,
        counted: int | None = None,
    ) -> None:
        self.plan, self._shared, self._formulary = plan, shared, formulary
        self._monthly = monthly_at(plan, shared.member, shared.numbers)
        self.patient_pay = self._walked[0] if patient_pay is None else patient_pay
        self.counted = len(self._bought) - self._bought.count(None) if counted is None else counted
        self.drug_cost = sum(self.patient_pay)
        self.total = self._monthly.paid * shared.member.months_covered + self.drug_cost

    @cached_property
    def _terms(self) -> PlanYearTerms:
        return plan_year_terms(self._shared.year, self.plan.design, self._shared.subsidy, self._shared.choices)

    @cached_property
    def _stores(self) -> Sequence[PharmacyTerms] | None:
        return self._shared.stores_of(self.plan)

    @cached_property
    def _entries(self) -> list[FormularyEntry | None]:
        plan_id, formulary = self.plan.plan_id, self._formulary
        return [formulary.get((plan_id, drug.drug.rxcui)) for drug in self._shared.prescriptions]

    @cached_property
    def _bought(self) -> list[Bought | None]:
        terms, stores, shared = self._terms, self._stores, self._shared
        listed = enumerate(zip(shared.prescriptions, self._entries, strict=True))
        return [
            bought_at(terms, prescription, entry, shared.member.channels, stores, shared.quantities_of(place))
            for place, (prescription, entry) in listed
        ]

    @cached_property
    def _opening(self) -> Accumulators:
        member = self._shared.member
        return opening_accumulators(self._terms, member.gross_drug_cost_to_date, member.troop_to_date)

    @cached_property
    def _walked(self) -> tuple[list[Cents], tuple[MonthCost, ...]]:
        """What the person pays for each drug of the list, and the months without premiums."""
        terms, bought, charges = self._terms, self._filled, self._charges
        step: Step[Charge, Adjudicated] = (sums_of if self._shared.member.other_help else step_of)(terms.year.law)
        paid, months, accumulators = [0] * len(charges), [], self._opening
        for month, order in zip(MONTHS, self._shared.fills_by_month(bought), strict=True):
            before, gross = sum(paid), accumulators.gross_drug_cost
            accumulators = walk(step, terms, charges, order, accumulators, paid)
            spent, phase = accumulators.gross_drug_cost - gross, phase_after(terms, accumulators)
            months.append(MonthCost(month, True, sum(paid) - before, 0, spent, phase, accumulators.troop))
        by_drug = [0] * len(self._bought)
        for (place, _, _), pays in zip(bought, paid, strict=True):
            by_drug[place] += pays
        return by_drug, tuple(months)

    @property
    def _filled(self) -> tuple[FilledBy, ...]:
        """What is bought here, in the order processed on a day."""
        return tuple(
            (place, bought.split, quantity)
            for place in self._shared.processed
            if (bought := self._bought[place]) is not None
            for quantity, _ in reversed(bought.offers)  # the ledger too takes the smaller of two fills on a day first
        )

    @property
    def _charges(self) -> list[Charge]:
        """The charge of each of these."""
        charges: list[Charge] = []
        for place in self._shared.processed:
            bought = self._bought[place]
            if bought is not None:
                kind, helper = kind_of_fill(bought, self._shared.facts[place]), self._shared.member.other_help
                shares = claim_shares(self._terms, kind)
                selected = bought.entry.selected_drug
                charges += [
                    Charge(shares, offer.price, offer.fee, selected, others=payers_after(helper, kind.brand, kind.days_supply, offer.price))
                    for _, offer in reversed(bought.offers)
                ]
        return charges

    def cost(self, rank: int = 0) -> PlanCost:
        """The year as one plan's place in a comparison; rank 0: not ranked."""
        premiums, months, left = self._monthly.premiums, self._shared.member.months_covered, self._left_out
        all_in = self.total + left.full_price
        unsure = left.listed_price + self._monthly.unsure * months
        return PlanCost(
            plan=self.plan,
            rank=rank,
            months_covered=months,
            premium=of_months(premiums.premium, months),
            premium_low=of_months(self._monthly.least, months),
            part_d_premium=of_months(premiums.part_d_premium, months),
            premium_subsidy=premiums.subsidy,
            late_enrollment_penalty=premiums.late_enrollment_penalty * months,
            income_related_premium=premiums.income_related * months,
            deductible=own_deductible(self._terms),
            drug_cost=self.drug_cost,
            total=self.total,
            all_in=all_in,
            all_in_low=all_in - unsure,
            all_in_high=None if premiums.premium is None or left.unknown else all_in,
            counted=self.counted,
            asked=len(self._shared.prescriptions),
            details=self,
        )

    @cached_property
    def _left_out(self) -> LeftOut:
        """The full price of what is not bought here; nothing is looked up where the plan counts the whole list."""
        if self.counted == len(self._shared.prescriptions):
            return NOTHING_LEFT_OUT
        return left_out([drug for drug in self.left_out if drug is not None])

    @cached_property
    def left_out(self) -> tuple[DrugLeftOut | None, ...]:
        """Each drug of the list that is not in the total; None for one that is."""
        return tuple(
            None if bought else DrugLeftOut(self._entries[place] is not None, self._full_price(place))
            for place, bought in enumerate(self._bought)
        )

    def _full_price(self, place: int) -> Cents | None:
        """What the fills of a drug that is not bought here cost in full; None where nobody prices it."""
        shared, entry = self._shared, self._entries[place]
        prescription = shared.prescriptions[place]
        unit_price = full_unit_price(entry, prescription.days_supply, shared.cash_unit_prices.get(prescription.drug.rxcui))
        if unit_price is None:
            return None
        return sum(priced(unit_price, fill.quantity) for fill in shared.fills_in_full(place))

    @property
    def restrictions(self) -> int:
        """How many restrictions the plan puts on the drugs of the list."""
        return sum(
            entry.prior_authorization + entry.step_therapy + bool(entry.quantity_limit) for entry in self._entries if entry is not None
        )

    @property
    def preferred_pharmacy(self) -> bool:
        """Whether the person can use a preferred pharmacy of the plan: one of those named, else the plan has such stores."""
        return reaches_preferred(self.plan, self._shared.member.channels, self._stores)

    @cached_property
    def drugs(self) -> tuple[DrugCost, ...]:
        """Each drug of the list, in its order."""
        return tuple(map(self._drug, range(len(self._bought)), self.patient_pay))

    @property
    def uncounted(self) -> tuple[DrugCost, ...]:
        """The drugs of the list that are not bought here."""
        return tuple(drug for drug in self.drugs if not drug.counted)

    @property
    def furthest_phase(self) -> Phase:
        """The phase in which the year ends."""
        return self._walked[1][-1].phase_at_end

    def _drug(self, place: int, paid: Cents) -> DrugCost:
        shared, bought = self._shared, self._bought[place]
        prescription = shared.prescriptions[place]
        fills = shared.fills_of(place, split=bought is not None and bought.split)
        if bought is None:
            middle_from = shared.middle_from(prescription.drug)
            return uncounted(prescription, self._entries[place], self._full_price(place), len(fills), middle_from)
        return drug_cost(prescription, bought, fills, paid, self._stores)

    @cached_property
    def months(self) -> tuple[MonthCost, ...]:
        """Twelve months; those before coverage starts among them. Raises SumsDiffer where they sum to another amount than the ranking's."""
        first, monthly, months = self._shared.member.coverage_start.month, self._monthly.paid, self._walked[1]
        self._refuse_another(sum(month.patient_pay for month in months), "months")
        return tuple(of._replace(covered=of.month >= first, premium=monthly if of.month >= first else 0) for of in months)

    @cached_property
    def ledger(self) -> Ledger:
        """Every claim of the year, adjudicated one by one. Raises SumsDiffer where it does not sum to what the plan was ranked by."""
        claims: list[Claim] = []
        helper = self._shared.member.other_help
        for place, bought in enumerate(self._bought):
            if bought:
                fills = self._shared.fills_of(place, split=bought.split)
                claims.extend(with_other_help(helper, claim) for claim in claims_of(bought, fills))
        ledger = adjudicate_year(self._terms, claims, self._opening)
        self._refuse_another(sum(row.patient_pay for row in ledger.rows), "ledger")
        return ledger

    def _refuse_another(self, paid: Cents, what: str) -> None:
        if paid != self.drug_cost:
            raise SumsDiffer(f"The year at {self.plan.plan_id} was ranked by {self.drug_cost} cents, its {what} sum to {paid}.")

    @property
    def notes(self) -> tuple[str, ...]:
        """Codes of what a reader of this plan's numbers must know."""
        return notes_of(self.plan, self.drugs, self._stores, self._shared.member.channels, self._shared.compared)

    def __eq__(self, other: object) -> bool:
        """Two years are the same where all that is shown of them is."""
        return isinstance(other, YearAtPlan) and (self.drugs, self.months) == (other.drugs, other.months)

    __hash__ = None  # type: ignore[assignment]  # what is shown of a year is no key


def reaches_preferred(plan: Plan, channels: Sequence[Channel], stores: Sequence[PharmacyTerms] | None) -> bool:
    """Whether a person who would use those kinds of pharmacy, or those stores, can use a preferred pharmacy of the plan."""
    if stores is not None:
        return any(store.retail is Channel.PREFERRED_RETAIL for store in stores)
    offered = (channel for tier in plan.design.tiers.values() for channel, _ in tier.initial_coverage)
    return Channel.PREFERRED_RETAIL in channels and Channel.PREFERRED_RETAIL in offered


def of_months(amount: Cents | None, months: int) -> Cents | None:
    """A monthly amount over the months covered; None stays None."""
    return None if amount is None else amount * months
