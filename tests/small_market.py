"""A market of four plans and five drugs, small enough to work out by hand: the catalog for tests of questions and pages."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from datetime import date

from finder.domain.benefit import BenefitDesign, BenefitType, Channel, CostShare, ShareKind, TierDesign
from finder.domain.drug_lines import NotCounted
from finder.domain.market import (
    CatalogInfo,
    County,
    Drug,
    DrugMatch,
    FormularyEntry,
    KnownProduct,
    Neighbours,
    PackageForm,
    Plan,
    PlanKind,
    SpecialCoverage,
)

WORCESTER = County("25027", "Worcester", "MA")
HAMPDEN = County("25013", "Hampden", "MA")
MERRIMACK = County("33013", "Merrimack", "NH")

RETAIL, PREFERRED = (Channel.STANDARD_RETAIL, 30), (Channel.PREFERRED_RETAIL, 30)


def copay(amount: int) -> CostShare:
    return CostShare(ShareKind.COPAY, amount)


def coinsurance(rate: int) -> CostShare:
    return CostShare(ShareKind.COINSURANCE, rate)


def drug(rxcui: str, name: str, ingredient: str, brand: str = "", **facts: object) -> Drug:
    given = {
        "strength": "",
        "form": "Oral Tablet",
        "package_form": PackageForm.TABLET,
        "unit": "tablet",
        "units_per_package": None,
        "insulin": False,
        "vaccine": False,
        "weekly": False,
    }
    return Drug(rxcui=rxcui, name=name, ingredient=ingredient, brand=brand, **(given | facts))  # type: ignore[arg-type]


GENERIC = drug("1", "genericol 10 MG Oral Tablet", "genericol")
GENERIC_STRONG = drug("2", "genericol 20 MG Oral Tablet", "genericol")
BRAND = drug("3", "brandine 5 MG Oral Tablet [Brandex]", "brandine", "Brandex")
INSULIN = drug("4", "insulin testulin 100 UNT/ML Pen [Testulin]", "insulin testulin", "Testulin", insulin=True, unit="mL", package_form=2)
SELECTED = drug("5", "negotiatol 20 MG Oral Tablet [Xarelto]", "negotiatol", "Xarelto", selected="mfp_30day.Xarelto")
DRUGS = (GENERIC, GENERIC_STRONG, BRAND, INSULIN, SELECTED)

# unit prices in hundred-thousandths of a dollar: 0.50, 0.75, 10.00 and 6.60 dollars a unit, 20.00 a mL of insulin
UNIT_PRICES = {"1": 50_000, "2": 75_000, "3": 1_000_000, "4": 2_000_000, "5": 660_000}


def design(kind: BenefitType, deductible: int, generic: CostShare, brand: CostShare, **preferred: CostShare) -> BenefitDesign:
    """Tier 1: generics, no deductible. Tier 3: brands, with deductible. ``preferred_generic`` adds a share at preferred pharmacies."""
    tier_1 = {RETAIL: generic}
    if "preferred_generic" in preferred:
        tier_1[PREFERRED] = preferred["preferred_generic"]
    return BenefitDesign(kind, deductible, None, {1: TierDesign(False, tier_1), 3: TierDesign(True, {RETAIL: brand})})


def plan(plan_id: str, name: str, kind: PlanKind, premium: int | None, of: BenefitDesign, **facts: object) -> Plan:
    given = {
        "organization": "Test Organization",
        "snp_type": "",
        "part_d_premium": premium,
        "part_d_basic_premium": None,
        "star_rating": "",
        "pdp_region": "02",
    }
    return Plan(plan_id=plan_id, name=name, kind=kind, premium=premium, design=of, **(given | facts))  # type: ignore[arg-type]


STANDARD = design(BenefitType.ACTUARIALLY_EQUIVALENT, 61_500, copay(200), coinsurance(2_500))
RICH = design(BenefitType.BASIC_ALTERNATIVE, 0, copay(100), copay(4_000), preferred_generic=copay(0))
CHEAP_PDP = plan("S0001-001-000", "Cheap Premium Rx", PlanKind.PDP, 1_000, STANDARD)
RICH_PDP = plan("S0001-002-000", "No Deductible Rx", PlanKind.PDP, 5_000, RICH)
ADVANTAGE = plan("H0001-001-000", "Advantage With Drugs", PlanKind.MA_PD, 0, STANDARD)
SPECIAL = plan("H0001-002-000", "Special Needs", PlanKind.SNP, 0, RICH, snp_type="Dual-Eligible")


class SmallMarket:
    """A Catalog over the tables above. ``lists`` says which drugs each plan covers (by default, all but the insulin)."""

    def __init__(
        self,
        plans: Sequence[Plan] = (CHEAP_PDP, RICH_PDP, ADVANTAGE, SPECIAL),
        lists: Mapping[str, Sequence[str]] | None = None,
        entries: Mapping[tuple[str, str], FormularyEntry] | None = None,
    ) -> None:
        self._plans = sorted(plans, key=lambda plan: plan.plan_id)
        self._lists = lists or {}
        self._entries = entries or {}
        self.special: dict[tuple[str, str], SpecialCoverage] = {}
        self.info = CatalogInfo(
            plan_year=2026,
            source="a market made for tests",
            as_of=date(2026, 9, 1),
            prices_as_of=date(2026, 6, 30),
            price_source="prices made for tests",
            covers="Massachusetts plans of 2026",
            states=("MA",),
            example=False,
            digest="0" * 64,
            rows={"plans": len(plans)},
        )

    def counties(self, zip_code: str) -> Sequence[County]:
        return {"01604": [WORCESTER], "01010": [HAMPDEN, WORCESTER], "03301": [MERRIMACK]}.get(zip_code, [])

    def state_name(self, state: str) -> str:
        return {"MA": "Massachusetts", "NH": "New Hampshire"}[state]

    def plans_serving(self, county: County) -> Sequence[Plan]:
        return self._plans if county == WORCESTER else []

    def plan(self, plan_id: str) -> Plan | None:
        return next((plan for plan in self._plans if plan.plan_id == plan_id), None)

    def formulary(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], FormularyEntry]:
        found = {}
        for plan_id in plan_ids:
            listed = self._lists.get(plan_id, ("1", "2", "3", "5"))
            for rxcui in rxcuis:
                if rxcui in listed:
                    tier = 1 if rxcui in "12" else 3
                    made = FormularyEntry(tier, UNIT_PRICES[rxcui], False, False, 0, 0, rxcui == "5")
                    found[plan_id, rxcui] = self._entries.get((plan_id, rxcui), made)
        return found

    def special_coverage(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], SpecialCoverage]:
        asked = {(plan_id, rxcui) for plan_id in plan_ids for rxcui in rxcuis}
        return {pair: said for pair, said in self.special.items() if pair in asked}

    def drug(self, rxcui: str) -> Drug | None:
        return next((drug for drug in DRUGS if drug.rxcui == rxcui), None)

    def drug_by_ndc(self, ndc: str) -> Drug | None:
        return self.drug(ndc.lstrip("0"))

    def ndc_name(self, ndc: str) -> str:
        return ""

    def drugs(self) -> Sequence[Drug]:
        return sorted(DRUGS, key=lambda drug: drug.name)

    def own_spelling(self, word: str) -> str:
        return word

    def find_known(self, words: str, limit: int = 10) -> Sequence[KnownProduct]:
        return []

    def outside_part_d(self, words: str) -> NotCounted | None:
        return None

    def find_drugs(self, words: str, limit: int = 10) -> Sequence[DrugMatch]:
        near = [
            drug
            for drug in self.drugs()
            if drug.ingredient[:4] == words.casefold()[:4] or drug.brand.casefold()[:4] == words.casefold()[:4]
        ]
        return [DrugMatch(drug, drug.ingredient, 90.0) for drug in near[:limit]]

    def neighbours(self, rxcui: str) -> Neighbours | None:
        return None

    def quantity_limits(self, rxcui: str) -> Sequence[tuple[int, int]]:
        entries = self.formulary([plan.plan_id for plan in self._plans], [rxcui]).values()
        return sorted({(entry.quantity_limit, entry.quantity_limit_days) for entry in entries if entry.quantity_limit})

    def median_unit_price(self, rxcui: str) -> int | None:
        listed = [UNIT_PRICES[rxcui] for plan in self._plans if rxcui in self._lists.get(plan.plan_id, ("1", "2", "3", "5"))]
        return round(statistics.median(listed)) if listed else None
