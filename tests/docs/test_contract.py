"""docs/contract.md names every field of a document or answer that the first contract lacks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from finder.documents.batch.columns import PEOPLE, PLANS, QUESTIONS, REJECTS
from finder.documents.batch.written import FIELDS
from finder.documents.commands import COMMANDS, ask
from finder.documents.compare_request import CompareRequest, read_request
from finder.documents.comparison import answer_compare
from finder.documents.session import KeptPerson
from finder.sources.catalog.reading import open_catalog_at

PAGE = (Path(__file__).parents[2] / "docs/contract.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))

FIRST_INPUT = {
    "adjudicate": "plan_year design member fills low_income_subsidy year_to_date gross_drug_cost troop benefit_type deductible"
    " initial_coverage_limit tiers insulin deductible_applies initial_coverage coverage_gap copay coinsurance min max date drug brand tier"
    " days_supply channel negotiated_price vaccine selected_drug usual_and_customary dispensing_fee covered paid_outside other_payer kind"
    " amount documented network_pharmacy",
    "compare": "plan_year zip county coverage_start low_income_subsidy uncovered_months channels plan_kinds income_bracket pharmacy_npis"
    " top fill_order current_plan prescriptions rxcui ndc name quantity days_supply brand_only fills_per_year",
    "extra-help": "year state household income resources medicaid ssi savings_programme institution deemed_on",
    "late-enrollment": "initial_enrollment_end coverage_start creditable horizon_years premium_growth",
    "mtm": "year conditions part_d_drugs annual_drug_cost long_term_care sponsor minimum_conditions minimum_drugs targeted_conditions",
    "payment-plan": "year opt_in_month monthly_out_of_pocket paid_before_opt_in",
    "income-related (new)": "",
    "retiree-subsidy (new)": "",
    "formulary-map (new)": "plan_year zip county plan_kinds",
    "how-we-know (new)": "",
    "plan-payments (new)": "",
    "special-plans (new)": "",
}
"""The fields of the first contract, by command."""
FIRST_INPUT["plan-payments (new)"] = f"{FIRST_INPUT['adjudicate']} plans from design level choices solid_oral"  # a member's document
FIRST_INPUT["simulate (new)"] = FIRST_INPUT["compare"] + " year_to_date gross_drug_cost troop dates special_needs skip_uncovered today"
"""Its people are those of compare."""
NEW = ("income-related", "formulary-map", "how-we-know", "plan-payments", "retiree-subsidy", "simulate", "special-plans")
BATCHED = {"plan_year": 2026, "zip": "01604", "prescriptions": [{"rxcui": "617311", "quantity": "30", "days_supply": 30}]}
SCHEMAS = {f"{command.name} (new)" if command.name in NEW else command.name: command.schema for command in COMMANDS}
SCHEMAS["compare"] = CompareRequest.model_json_schema
FIRST_ANSWER = {
    "adjudicate": "plan_year design totals by_phase months claims",
    "extra-help": "level because effective_from deemed_through copays premium_subsidy special_enrollment",
    "late-enrollment": "continuous_days_uncovered uncovered_months applies monthly_penalty lifetime_cost steps",
    "mtm": "eligible criteria services schedule",
    "payment-plan": "bills likely_to_benefit steps",
    "income-related (new)": "year filing income",
    "formulary-map (new)": "plan_year",
    "how-we-know (new)": "",
    "plan-payments (new)": "plan_year",
    "retiree-subsidy (new)": "",
    "special-plans (new)": "",
    "simulate (new)": "plan_year",
}
SIMULATED = {
    "plan_year": 2026,
    "population": {"members": [{"zip": "01604", "prescriptions": [{"rxcui": "617311", "quantity": "30", "days_supply": 30}]}]},
    "policy": {"name": "no cap", "plan_year": 2026, "numbers": {"oop_threshold": "none"}},
}
ANSWERS: dict[str, Any] = {
    "adjudicate": lambda: ask(
        "adjudicate",
        {
            "plan_year": 2026,
            "plans": [{"from": "2026-01-01", "design": "defined_standard"}],
            "member": {"low_income_subsidy": [{"from": "2026-01-01", "level": "none"}]},
            "fills": [],
        },
    ),
    "extra-help": lambda: ask(
        "extra-help", {"year": 2026, "state": "MA", "household": 1, "earned_income": 0, "unearned_income": 0, "income_period": "month"}
    ),
    "late-enrollment": lambda: ask(
        "late-enrollment",
        {
            "medicare_by_disability": True,
            "medicare_start": "2008-03-01",
            "birth_date": "1950-06-15",
            "coverage_start": "2012-01-01",
            "low_income_subsidy": {"from": "2013-01-01"},
        },
    ),
    "mtm": lambda: ask("mtm", {"year": 2026, "conditions": ["diabetes"], "part_d_drugs": 8}),
    "payment-plan": lambda: ask("payment-plan", {"year": 2026, "opt_in_month": 1, "monthly_out_of_pocket": [0] * 12}),
    "income-related (new)": lambda: ask("income-related", {"year": 2026, "filing": "single"}),
    "how-we-know (new)": lambda: ask("how-we-know", {}),
    "formulary-map (new)": lambda: ask("formulary-map", {"plan_year": 2026, "zip": "01604"}),
    "plan-payments (new)": lambda: ask(
        "plan-payments", {"basic_premium": 30, "members": [{"plan_year": 2026, "design": "defined_standard", "fills": []}]}
    ),
    "simulate (new)": lambda: ask("simulate", SIMULATED),
    "special-plans (new)": lambda: ask("special-plans", {"year": 2026, "new_members": 9}),
    "retiree-subsidy (new)": lambda: ask("retiree-subsidy", {"year": 2026, "gross_costs": [1000]}),
}


def words(command: str) -> set[str]:
    """Every word in code type in a command's section; a path counts by its last part too."""
    title = next(title for title in SECTIONS if title.replace("`", "") == f"finder {command}")
    found = re.findall(r"`([^`]+)`", SECTIONS[title])
    return {*found, *(path.rpartition(".")[2] for path in found)}


def fields_of(command: str) -> set[str]:
    """Every field of a command's document, nested ones included."""
    schema = SCHEMAS[command]()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}


@pytest.mark.parametrize("command", FIRST_INPUT)
def test_every_new_input_field_is_documented(command: str) -> None:
    assert fields_of(command) - set(FIRST_INPUT[command].split()) - words(command) == set()


@pytest.mark.parametrize("command", ANSWERS)
def test_every_new_answer_field_is_documented(command: str) -> None:
    assert set(ANSWERS[command]()) - set(FIRST_ANSWER[command].split()) - words(command) == set()


def test_what_the_session_file_keeps_about_a_person_is_documented() -> None:
    first = "low_income_subsidy uncovered_months channels plan_kinds prescriptions"
    said = set(re.findall(r"`([^`]+)`", SECTIONS["The session file, version 7"]))
    assert set(KeptPerson.model_fields) - set(first.split()) - said == set()


def test_every_column_of_a_batch_is_documented() -> None:
    plan = answer_compare(open_catalog_at(2026, "01604"), read_request(BATCHED))["plans"][0]
    assert set(PLANS.names) - set(plan) - words("batch") == set()
    assert {*PEOPLE.names, *QUESTIONS.names, *REJECTS.names} - words("batch") == set()
    assert set(FIELDS) - fields_of("compare") - words("batch") == set()
