"""A made market for measurements: as many basic plans and drugs as asked for, in the law of any year, on no disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from finder.adjudication.shared_year import YearOfPlans
from finder.adjudication.terms import year_terms
from finder.domain.benefit import BenefitDesign, BenefitType, Channel, CostShare, LowIncomeSubsidy, ShareKind, TierDesign
from finder.domain.market import CatalogInfo, County, Drug, FormularyEntry, PackageForm, Plan, PlanKind
from finder.domain.member import Member
from finder.domain.pharmacy import PharmacyTerms
from finder.domain.prescription import Prescription
from finder.questions.plans.compare import year_of_plans

PLACE = County("25027", "Worcester", "MA")
DRUGS = 60
UNITS = 30
RETAIL = (Channel.STANDARD_RETAIL, 30)
_DOLLAR = 100_000


class MadeMarket:
    """What of a ``Catalog`` a year of plans asks for. Three of ten drugs are brands, at $3 to $20 a tablet; generics at 2 cents to $1."""

    def __init__(self, year: int, plans: int, seed: int = 13) -> None:
        rng = Random(seed)
        self.info = CatalogInfo(year, "made", date(year, 1, 1), date(year, 1, 1), "made", "made", ("MA",), False, "0" * 64, {})
        self.drugs = [_drug(number) for number in range(DRUGS)]
        self.plans = [_plan(rng, year, number) for number in range(plans)]
        middle = {drug.rxcui: rng.randint(3, 20) * _DOLLAR if drug.brand else rng.randint(2_000, _DOLLAR) for drug in self.drugs}
        self._entries = {
            (plan.plan_id, drug.rxcui): FormularyEntry(
                rng.choice((3, 3, 4)) if drug.brand else rng.choice((1, 1, 2)),
                middle[drug.rxcui] * rng.randint(90, 110) // 100,
                *(False, False, 0, 0, False),
            )
            for plan in self.plans
            for drug in self.drugs
        }

    def formulary(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], FormularyEntry]:
        """Every plan lists every drug."""
        return {(plan_id, rxcui): self._entries[plan_id, rxcui] for plan_id in plan_ids for rxcui in rxcuis}

    def median_unit_price(self, rxcui: str) -> int | None:
        """Not asked for: nothing is left out."""
        return None

    def pharmacy_terms(self, plan_ids: Sequence[str], npis: Sequence[str]) -> Mapping[str, tuple[PharmacyTerms, ...]] | None:
        """No networks."""
        return None

    def question(self, listed: Sequence[Drug], level: LowIncomeSubsidy, plans: int) -> YearOfPlans:
        """A whole year of monthly fills at the first plans."""
        member = Member("01604", PLACE, date(self.info.plan_year, 1, 1), level, channels=(Channel.STANDARD_RETAIL,))
        drugs = [Prescription(drug, UNITS * 1_000, 30) for drug in listed]
        return year_of_plans(self, member, drugs, None, self.plans[:plans])  # type: ignore[arg-type]

    def questions(self, many: int, drugs: int, level: LowIncomeSubsidy, plans: int, seed: int = 1) -> list[YearOfPlans]:
        """Random lists, the same for the same seed."""
        rng, compared = Random(seed), self.plans[:plans]
        made = [self.question(rng.sample(self.drugs, drugs), level, plans) for _ in range(many)]
        for question in made:
            question.compared = compared  # one sequence for all, as a county's plans are
        return made


def _drug(number: int) -> Drug:
    brand = f"Brand {number}" if number % 10 < 3 else ""
    facts = ("", "Oral Tablet", PackageForm.TABLET, "tablet", None, False, False, False)
    return Drug(f"{number:06d}", f"drug {number:06d}", f"drug {number:06d}", brand, *facts)


def _plan(rng: Random, year: int, number: int) -> Plan:
    law = year_terms(year)
    copays = [CostShare(ShareKind.COPAY, rng.choice(amounts)) for amounts in ((0, 100, 300), (500, 1_000), (4_000, 4_700))]
    quarter = CostShare(ShareKind.COINSURANCE, rng.choice((2_500, 3_300)))
    tiers = {
        tier: TierDesign(tier > 2, {RETAIL: share})
        for tier, share in enumerate((*copays[:2], rng.choice((copays[2], quarter)), quarter), 1)
    }
    deductible = rng.choice((0, law.deductible, law.deductible))
    limit = law.initial_coverage_limit if law.law.has_coverage_gap else None
    design = BenefitDesign(BenefitType.BASIC_ALTERNATIVE, deductible, limit, tiers)
    return Plan(f"S{number:04d}-001-000", "made", "made", PlanKind.PDP, "", 1_000, 1_000, None, design, "", "02")
