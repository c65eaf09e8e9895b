"""Random requests of ``finder compare``: every kind of field, over real plans. For tests and for the script that asks a thousand."""

from __future__ import annotations

import random
from typing import Any

from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.sources.catalog.reading import open_catalog

ZIPS = ("01604", "02139", "01201", "02554")
LAST_YEAR_OF_PARTIAL_HELP = 2023


HELP = {"kind": "adap", "generic_copay": "2.50", "brand_copay": "9", "premium": "12.00"}


def random_request(rng: random.Random, plan_year: int, *, most_drugs: int = 6) -> dict[str, Any]:
    """A request; some are refused, as by a county that the plan year's catalog lacks."""
    catalog = open_catalog(plan_year)
    zip_code = rng.choice(ZIPS)
    county = catalog.counties(zip_code)[0]
    levels = [level.key for level in LowIncomeSubsidy if level is not LowIncomeSubsidy.PARTIAL or plan_year <= LAST_YEAR_OF_PARTIAL_HELP]
    prescriptions = [_prescription(rng, plan_year, drug.rxcui) for drug in rng.sample(list(catalog.drugs()), rng.randint(1, most_drugs))]
    request: dict[str, Any] = {"plan_year": plan_year, "zip": zip_code, "county": county.fips, "prescriptions": prescriptions}
    plans = [plan.plan_id for plan in catalog.plans_serving(county)] or ["S9999-001-000"]
    optional = {
        "coverage_start": f"{plan_year}-{rng.choice([1, 4, 11]):02d}-01",
        "low_income_subsidy": rng.choice(levels),
        "uncovered_months": rng.choice([0, 7, 30]),
        "channels": rng.sample([channel.key for channel in Channel], rng.randint(1, 3)),
        "plan_kinds": rng.choice([["PDP"], ["PDP", "MA-PD"], ["MA-PD", "SNP"]]),
        "special_needs": rng.sample(["medicaid", "chronic_condition", "institution"], rng.randint(1, 2)),
        "income_bracket": rng.choice([0, 1, 3]),
        "pharmacy_npis": ["1234567893"],
        "fill_order": rng.choice(["alphabetical", "as_listed"]),
        "year_to_date": {"gross_drug_cost": rng.choice(["0", "1200.50", "5000"]), "troop": rng.choice(["0", "310.25"])},
        "current_plan": rng.choice([*plans, "S9999-001-000"]),
        "skip_uncovered": rng.choice([True, False]),
        "today": f"{plan_year}-{rng.choice(['03-01', '10-20', '12-20'])}",
    }
    helped = {"other_help": HELP} if len(prescriptions) == 1 else {}
    return request | helped | {name: value for name, value in optional.items() if rng.random() < 0.5}


def _prescription(rng: random.Random, plan_year: int, rxcui: str) -> dict[str, Any]:
    given: dict[str, Any] = {"rxcui": rxcui, "quantity": rng.choice(["30", "60", "7.5", "90"]), "days_supply": rng.choice([30, 90, 28, 14])}
    often = rng.choice([{}, {}, {}, {"fills_per_year": 5}, {"dates": [f"{plan_year}-12-03", f"{plan_year}-12-30"]}])
    return given | often
