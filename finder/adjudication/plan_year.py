"""A person's year at one plan: the list bought there, its sums for the ranking, and its details where somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from finder.adjudication.all_in import NOTHING_LEFT_OUT, LeftOut, full_unit_price, least_premium, left_out, own_deductible
from finder.adjudication.engine import adjudicate_year, opening_accumulators
from finder.adjudication.premiums import monthly_premiums
from finder.adjudication.pricing import Bought, bought_at, claims_of, drug_cost, facts_of, kind_of_fill, uncounted
from finder.adjudication.rows import phase_after
from finder.adjudication.schedule import schedule_of
from finder.adjudication.shares import claim_shares
from finder.adjudication.terms import Choices, PlanYearTerms, SubsidyTerms, YearTerms
from finder.adjudication.year_sums import Purchase, Schedule, YearRuns, later, sums_of_year
from finder.domain.benefit import NO_LIMIT, Channel, Phase, ShareKind
from finder.domain.claim import Accumulators, Claim, Ledger
from finder.domain.errors import FinderError
from finder.domain.market import FormularyEntry, Plan
from finder.domain.member import Member
from finder.domain.money import Cents, Quantity, UnitPrice, priced
from finder.domain.pharmacy import PharmacyTerms
from finder.domain.plan_cost import DrugCost, MonthCost, PlanCost
from finder.domain.prescription import Fill, Prescription
from finder.domain.supply import fills_of, month_by_month
from finder.parameters import ParameterSet
from finder.rules.spans import Shape

_MONTHS = range(1, 13)


Formulary = Mapping[tuple[str, str], FormularyEntry]
"""(plan id, rxcui) -> how the plan lists the drug; a missing pair: not at all."""


class MonthSums(NamedTuple):
    """A month of a year at a plan: what the person paid, what the drugs cost, and the phase and TrOOP at its end."""

    patient_pay: Cents
    gross_drug_cost: Cents
    phase: Phase
    troop: Cents


class YearSums(NamedTuple):
    """What a comparison shows of a year: paid per prescription, in the order of the list, and twelve months."""

    patient_pay: tuple[Cents, ...]
    months: tuple[MonthSums, ...]


class Purchased(NamedTuple):
    """The fills of one quantity: of the prescription at a place in the list, bought month by month where ``split``."""

    place: int
    split: bool
    quantity: Quantity


class SumsDiffer(FinderError):
    """What ranked a plan and the details of its year disagree: a fault of this program, found before anyone saw the details."""


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
        self.compared: Sequence[Plan] = ()  # all plans of the comparison: what their files tell of at one, they could tell of at another
        # the days of a fill are the same at every plan; kept here and not in a global cache, because they are a person's
        self._fills: dict[tuple[int, bool], tuple[Fill, ...]] = {}
        self._schedules: dict[tuple[Purchased, ...], Schedule] = {}
        self.choices = Choices(same_day_order="alphabetical" if member.alphabetical else "as_listed")
        self.facts = [facts_of(prescription.drug) for prescription in self.prescriptions]
        self.processed = list(range(len(self.prescriptions)))
        if member.alphabetical:
            self.processed.sort(key=lambda place: self.prescriptions[place].drug.name.casefold())

    def at_plan(self, plan: Plan, formulary: Formulary, kept: YearSums | None = None) -> YearAtPlan:
        """The year at one plan. With ``kept`` sums of the same year nothing is adjudicated before its ledger is looked at."""
        year = YearAtPlan(self, plan, formulary, kept)
        return year.ranked_by(kept.patient_pay if kept else year.paid_in_plain_python(), year.bought)

    def at_plans(self, plans: Sequence[Plan], formulary: Formulary) -> list[YearAtPlan]:
        """The year at each plan: by the compiled law where it is prepared for the year, and the question is one that it takes."""
        many = PREPARED.get(self.year.shape)
        if many is None or self._stores or self.member.gross_drug_cost_to_date or self.member.troop_to_date:
            return [self.at_plan(plan, formulary) for plan in plans]
        return [
            YearAtPlan(self, plan, formulary, None).ranked_by(*found) if found else self.at_plan(plan, formulary)
            for plan, found in zip(plans, many(self, plans, formulary), strict=True)
        ]

    def plan_cost(self, plan: Plan, formulary: Formulary) -> PlanCost:
        """The year at one plan, not ranked (rank 0)."""
        return self.at_plan(plan, formulary).cost(0)

    def stores_of(self, plan: Plan) -> Sequence[PharmacyTerms] | None:
        """How the member's pharmacies stand at a plan; None where kinds of pharmacy decide."""
        return self._stores(plan.plan_id) if self._stores else None

    def fills_of(self, place: int, *, split: bool) -> tuple[Fill, ...]:
        """The fills of the prescription at a place in the list, in the months covered; monthly ones where it is ``split`` (none where it
        cannot be divided so)."""
        fills = self._fills.get((place, split))
        if fills is None:
            made = month_by_month if split else fills_of
            fills = made(self.prescriptions[place], self.year.plan_year, self.member.coverage_start.month)
            self._fills[place, split] = fills
        return fills

    def quantities_of(self, place: int) -> tuple[Quantity, ...]:
        """What is bought in a month where the prescription at a place in the list is bought month by month, the largest first."""
        return tuple(sorted({fill.quantity for fill in self.fills_of(place, split=True)}, reverse=True))

    @cached_property
    def whole_schedule(self) -> Schedule:
        """The months covered with every prescription of the list, by their places in the order processed."""
        return self.schedule_of(tuple(Purchased(place, False, self.prescriptions[place].quantity) for place in self.processed))

    def schedule_of(self, listed: tuple[Purchased, ...]) -> Schedule:
        """The months covered, with those purchases, in the order processed on a day."""
        schedule = self._schedules.get(listed)
        if schedule is None:
            fills = [[fill for fill in self.fills_of(of.place, split=of.split) if fill.quantity == of.quantity] for of in listed]
            schedule = self._schedules[listed] = schedule_of(fills, self.member.coverage_start.month)
        return schedule


class Ranked(NamedTuple):
    """What ranks a plan: what the person pays for each drug of the list (0: not bought here), and how many are bought."""

    patient_pay: Sequence[Cents]
    counted: int


ManyPlans = Callable[[YearOfPlans, Sequence[Plan], Formulary], list[Ranked | None]]
PREPARED: dict[Shape, ManyPlans] = {}
"""What sums a year at many plans at once, by the shape of the law; ``finder.adjudication.batch`` enters itself."""


class YearAtPlan:
    """One person's year at one plan: what ranks it at once, its details (``YearDetails``) when they are looked at."""

    def __init__(self, shared: YearOfPlans, plan: Plan, formulary: Formulary, kept: YearSums | None) -> None:
        self.plan, self._shared, self._formulary, self._kept = plan, shared, formulary, kept
        self.premiums = monthly_premiums(plan, shared.member, shared.numbers)
        self.least_premium = least_premium(plan, self.premiums)
        self.patient_pay: Sequence[Cents] = ()
        self.counted, self.drug_cost, self.total = 0, 0, 0

    def ranked_by(self, patient_pay: Sequence[Cents], counted: int) -> YearAtPlan:
        """With what the person pays for each drug of the list, and how many of them are bought here."""
        self.patient_pay, self.counted = patient_pay, counted
        self.drug_cost = sum(patient_pay)
        self.total = self._monthly * self._shared.member.months_covered + self.drug_cost
        return self

    @property
    def _monthly(self) -> Cents:
        """All that is paid in a month beside the drugs; of a premium that the files lack, the part that they have."""
        return self.premiums.monthly + (self.least_premium or 0 if self.premiums.premium is None else 0)

    @cached_property
    def _terms(self) -> PlanYearTerms:
        shared = self._shared
        return PlanYearTerms(shared.year, self.plan.design, shared.subsidy, shared.choices)

    @cached_property
    def _stores(self) -> Sequence[PharmacyTerms] | None:
        return self._shared.stores_of(self.plan)

    @cached_property
    def _entries(self) -> list[FormularyEntry | None]:
        plan_id, formulary = self.plan.plan_id, self._formulary
        return [formulary.get((plan_id, drug.drug.rxcui)) for drug in self._shared.prescriptions]

    @property
    def bought(self) -> int:
        """How many drugs of the list are bought here."""
        return len(self._bought) - self._bought.count(None)

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

    def cost(self, rank: int) -> PlanCost:
        """The year as one plan's place in a comparison."""
        premiums, months, left = self.premiums, self._shared.member.months_covered, self._left_out
        all_in = self.total + left.full_price
        unsure = left.listed_price
        if premiums.premium is not None and self.least_premium is not None:
            unsure += (premiums.premium - self.least_premium) * months
        return PlanCost(
            plan=self.plan,
            rank=rank,
            months_covered=months,
            premium=_of_months(premiums.premium, months),
            premium_low=_of_months(self.least_premium, months),
            part_d_premium=_of_months(premiums.part_d_premium, months),
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
        places = [place for place, bought in enumerate(self._bought) if bought is None]
        return left_out([(self._entries[place] is not None, self._full_price(place)) for place in places])

    def _full_price(self, place: int) -> Cents | None:
        """What the fills of a drug that is not bought here cost in full; None where nobody prices it."""
        shared, entry = self._shared, self._entries[place]
        prescription = shared.prescriptions[place]
        unit_price = full_unit_price(entry, prescription.days_supply, shared.cash_unit_prices.get(prescription.drug.rxcui))
        if unit_price is None:
            return None
        # bought month by month where that can be, so that the same use costs the same however it is written
        fills = (() if prescription.dates else shared.fills_of(place, split=True)) or shared.fills_of(place, split=False)
        return sum(priced(unit_price, fill.quantity) for fill in fills)

    @property
    def restrictions(self) -> int:
        """How many restrictions the plan puts on the drugs of the list."""
        return sum(
            entry.prior_authorization + entry.step_therapy + bool(entry.quantity_limit) for entry in self._entries if entry is not None
        )

    @property
    def preferred_pharmacy(self) -> bool:
        """Whether the person can use a preferred pharmacy of the plan: one of those named, else the plan has such stores."""
        if self._stores is not None:
            return any(store.retail is Channel.PREFERRED_RETAIL for store in self._stores)
        offered = (channel for tier in self.plan.design.tiers.values() for channel, _ in tier.initial_coverage)
        return Channel.PREFERRED_RETAIL in self._shared.member.channels and Channel.PREFERRED_RETAIL in offered

    @cached_property
    def runs(self) -> YearRuns:
        """What the person pays for each purchase (``_purchased``), and the months as runs."""
        terms, shared, purchases = self._terms, self._shared, []
        for place in shared.processed:
            bought = self._bought[place]
            if bought is not None:
                shares = claim_shares(terms, kind_of_fill(bought, shared.facts[place]))
                purchases += [Purchase(shares, offer.price, offer.fee) for _, offer in bought.offers]
        return sums_of_year(terms, purchases, shared.schedule_of(self._purchased), self._opening)

    @cached_property
    def _purchased(self) -> tuple[Purchased, ...]:
        """What is bought here, in the order processed on a day."""
        return tuple(
            Purchased(place, bought.split, quantity)
            for place in self._shared.processed
            if (bought := self._bought[place]) is not None
            for quantity, _ in bought.offers
        )

    @cached_property
    def sums(self) -> YearSums:
        """What a comparison shows of the year."""
        if self._kept:
            return self._kept
        self._refuse_another(sum(self.runs.patient_pay), "months")
        return YearSums(tuple(self.patient_pay), tuple(self._month_sums()))

    def paid_in_plain_python(self) -> list[Cents]:
        """What the person pays for each drug of the list."""
        paid = [0] * len(self._bought)
        for purchase, pays in zip(self._purchased, self.runs.patient_pay, strict=True):
            paid[purchase.place] += pays
        return paid

    def _month_sums(self) -> Iterator[MonthSums]:
        accumulators = self._opening
        for _ in range(1, self._shared.member.coverage_start.month):
            yield MonthSums(0, 0, phase_after(self._terms, accumulators), accumulators.troop)
        for months, paid, before, after in self.runs.runs:
            for count in range(1, months + 1):
                accumulators = Accumulators(*later(before, after, count))
                yield MonthSums(paid, after[0] - before[0], phase_after(self._terms, accumulators), accumulators.troop)

    @cached_property
    def drugs(self) -> tuple[DrugCost, ...]:
        """Each drug of the list, in its order."""
        return tuple(map(self._drug, range(len(self._bought)), self.patient_pay))

    def _drug(self, place: int, paid: Cents) -> DrugCost:
        shared, bought = self._shared, self._bought[place]
        prescription = shared.prescriptions[place]
        fills = shared.fills_of(place, split=bought is not None and bought.split)
        if bought is None:
            return uncounted(prescription, self._entries[place], self._full_price(place), len(fills))
        return drug_cost(prescription, bought, fills, paid, self._stores)

    @cached_property
    def months(self) -> tuple[MonthCost, ...]:
        """Twelve months; those before coverage starts among them."""
        first, monthly = self._shared.member.coverage_start.month, self._monthly
        return tuple(
            MonthCost(month, month >= first, of.patient_pay, monthly if month >= first else 0, of.gross_drug_cost, of.phase, of.troop)
            for month, of in zip(_MONTHS, self.sums.months, strict=True)
        )

    @cached_property
    def ledger(self) -> Ledger:
        """Every claim of the year, adjudicated one by one. Raises SumsDiffer where it does not sum to what the plan was ranked by."""
        claims: list[Claim] = []
        for place, bought in enumerate(self._bought):
            if bought:
                claims.extend(claims_of(bought, self._shared.fills_of(place, split=bought.split)))
        ledger = adjudicate_year(self._terms, claims, self._opening)
        self._refuse_another(sum(row.patient_pay for row in ledger.rows), "ledger")
        return ledger

    def _refuse_another(self, paid: Cents, what: str) -> None:
        if paid != self.drug_cost:
            raise SumsDiffer(f"The year at {self.plan.plan_id} was ranked by {self.drug_cost} cents, its {what} sum to {paid}.")

    @property
    def notes(self) -> tuple[str, ...]:
        """Codes of what a reader of this plan's numbers must know."""
        lacking = _lacking(self.plan, self._shared, self._stores) if any(not drug.channel_offered for drug in self.drugs) else ""
        return _notes(self.plan, self.drugs, lacking)

    def __eq__(self, other: object) -> bool:
        """Two years are the same where all that is shown of them is."""
        return isinstance(other, YearAtPlan) and (self.drugs, self.months) == (other.drugs, other.months)

    __hash__ = None  # type: ignore[assignment]  # what is shown of a year is no key


def _of_months(amount: Cents | None, months: int) -> Cents | None:
    return None if amount is None else amount * months


def _lacking(plan: Plan, shared: YearOfPlans, stores: Sequence[PharmacyTerms] | None) -> str:
    """Why a drug was not priced at a kind of pharmacy asked for. A plan has the kind but no share for such a fill; or its rows of the cost
    file say 'not offered', which is believed only where the file has the kind at another plan: a file that lacks it says so everywhere."""
    kinds = [kind for store in stores or () for kind in (store.retail, store.mail)]
    asked = {kind for kind in kinds if kind is not None} or set(shared.member.channels)
    if asked & plan.design.channels:
        return "channel_lacks_supply"
    told = frozenset[Channel]().union(*(other.design.channels for other in shared.compared))
    return "channel_not_offered" if asked <= told else "channel_not_in_files"


def _notes(plan: Plan, drugs: Sequence[DrugCost], lacking: str) -> tuple[str, ...]:
    """Codes of what a reader of this plan's numbers must know; ``explain`` has their sentences."""
    notes = {
        "example_design": plan.example,
        "premium_unknown": plan.premium is None,
        "unpriced_drug": any(drug.covered and drug.price is None for drug in drugs),
        "split_into_months": any(drug.split_into_months for drug in drugs),
        "a_share_a_month": any(drug.monthly_shares > 1 for drug in drugs),
        **({lacking: True} if lacking else {}),
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
