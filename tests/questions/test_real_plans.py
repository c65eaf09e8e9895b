"""The embedded plans against the second adjudication: prices, fills, phases and sums, plan by plan."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from finder.documents.compare_request import CompareRequest
from finder.documents.comparison import answer_compare
from finder.documents.design import design_document
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import Plan, PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import DrugCost, PlanCost
from finder.domain.prescription import Prescription
from finder.paths import shipped
from finder.questions.plans.compare import compare_plans
from finder.sources.catalog.reading import open_catalog
from tests.properties.oracle import adjudicate as oracle

# atorvastatin, Eliquis (negotiated), metformin, Lantus (insulin), Ozempic, Biktarvy: cheap and expensive, units per fill
EMBEDDED = shipped("data") / "catalogs"
LISTS_2026 = {
    "three common drugs": [("617311", 30), ("1364447", 60), ("861007", 60)],
    "insulin and a weekly pen": [("847232", 15), ("2619154", 3), ("314076", 30)],
    "past the threshold": [("1999673", 30), ("1364447", 60), ("896212", 60)],
}
LISTS_2012 = {
    "ends in initial coverage": [("2012:lisinopril", 30), ("2012:metformin", 60)],
    "ends in the gap": [("2012:crestor", 30), ("2012:januvia", 30), ("2012:omeprazole", 30)],
    "ends in the catastrophic phase": [("2012:crestor", 30), ("2012:abilify", 30), ("2012:nexium", 30), ("2012:lisinopril", 30)],
}
LEVELS = (LowIncomeSubsidy.NONE, LowIncomeSubsidy.FULL_OTHER)


def price(drug: DrugCost, quantity: int) -> str:
    """Unit price x quantity in exact fractions, rounded half up to the cent."""
    assert drug.unit_price is not None
    exact = Fraction(drug.unit_price, 100_000) * quantity
    cents = (exact * 100 + Fraction(1, 2)) // 1
    return f"{cents // 100}.{cents % 100:02d}"


def scenario(plan: Plan, cost: PlanCost, year: int, level: LowIncomeSubsidy, list_: list[tuple[str, int]]) -> dict[str, object]:
    """The same year as a document of ``finder adjudicate``, written from the plan's design and the list alone."""
    quantities = dict(list_)
    drugs = sorted((drug for drug in cost.drugs if drug.counted), key=lambda drug: drug.drug.name.casefold())
    fills = [
        {
            "date": f"{year}-{month:02d}-01",
            "drug": drug.drug.name,
            "brand": drug.drug.is_brand,
            "tier": drug.tier,
            "days_supply": 30,
            "channel": drug.channel.key,
            "negotiated_price": price(drug, quantities[drug.drug.rxcui]),
            "insulin": drug.drug.insulin,
            "selected_drug": drug.selected,
        }
        for month in range(1, 13)
        for drug in drugs
    ]
    design = design_document(plan.design) if plan.design.tiers else "defined_standard"
    return {"plan_year": year, "design": design, "member": {"low_income_subsidy": level.key}, "fills": fills}


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.key)
@pytest.mark.parametrize(("year", "name"), [*((2026, name) for name in LISTS_2026), *((2012, name) for name in LISTS_2012)])
def test_every_plan_costs_what_the_second_adjudication_says(year: int, name: str, level: LowIncomeSubsidy) -> None:
    list_ = (LISTS_2026 if year == 2026 else LISTS_2012)[name]
    catalog = open_catalog(year)
    county = catalog.counties("01604")[0]
    found = [(catalog.drug(rxcui), quantity) for rxcui, quantity in list_]
    prescriptions = [Prescription(drug, quantity * 1000, 30) for drug, quantity in found if drug is not None]
    assert len(prescriptions) == len(list_)
    member = Member("01604", county, date(year, 1, 1), level, plan_kinds=tuple(PlanKind))
    comparison = compare_plans(catalog, member, prescriptions)
    assert len(comparison.plans) >= (47 if year == 2026 else 6)
    for cost in comparison.plans:
        answer = oracle(scenario(cost.plan, cost, year, level, list_))
        expected = sum(Fraction(segment["patient_pay"]) for claim in answer["claims"] for segment in claim["segments"])
        assert Fraction(cost.drug_cost, 100) == expected, cost.plan.plan_id


def test_eliquis_costs_its_negotiated_unit_price_or_the_answer_says_why_not() -> None:
    # 60 x 4.145072 = 248.70432; CMS's file prints 4.1451 (60 of them: 248.706) at most plans and 4.1450 (248.70) at others
    lines = {"prescriptions": [{"rxcui": "1364447", "quantity": "60", "days_supply": 30}]}
    request = CompareRequest.model_validate({"plan_year": 2026, "zip": "01604", "channels": ["preferred_retail"], **lines})
    told = [plan["drugs"][0] for plan in answer_compare(open_catalog(2026, EMBEDDED), request)["plans"]]
    assert {one["negotiated"]["price"] for one in told} == {"248.70"}
    assert {one["negotiated"]["unit_price"] for one in told} == {"4.145072"}
    assert {one["price"] for one in told} == {"248.70", "248.71"}
    for one in told:
        assert one["negotiated"]["plan_price"] == one["price"]
        assert (one["negotiated"]["because"] is None) is (one["price"] == "248.70")
