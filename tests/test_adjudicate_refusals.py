"""What ``adjudicate`` refuses: each bad document, the JSON path of its problem, and words in its line."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from finder.documents.commands import ask
from finder.domain.errors import Refusal

FILL = {
    "date": "2026-01-05",
    "drug": "A",
    "brand": True,
    "tier": 1,
    "days_supply": 30,
    "channel": "standard_retail",
    "negotiated_price": "100.00",
}
STANDARD: dict[str, Any] = {
    "plan_year": 2026,
    "design": "defined_standard",
    "member": {"low_income_subsidy": "none", "year_to_date": {"gross_drug_cost": "0.00", "troop": "0.00"}},
    "fills": [FILL],
}
TIERED: dict[str, Any] = {
    **STANDARD,
    "design": {
        "benefit_type": "actuarially_equivalent",
        "deductible": "0.00",
        "tiers": {"1": {"deductible_applies": False, "initial_coverage": {"standard_retail": {"30": {"copay": "10.00"}}}}},
    },
}
SHARE = "design.tiers.1.initial_coverage.standard_retail.30"


def with_value(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of the document with ``value`` at a dotted path, in which numbers index lists."""
    changed = copy.deepcopy(document)
    place: Any = changed
    *inner, last = path.split(".")
    for key in inner:
        place = place[int(key)] if isinstance(place, list) else place[key]
    place[last] = value
    return changed


def without(document: dict[str, Any], path: str) -> dict[str, Any]:
    changed = with_value(document, path, None)
    place: Any = changed
    *inner, last = path.split(".")
    for key in inner:
        place = place[int(key)] if isinstance(place, list) else place[key]
    del place[last]
    return changed


# place of the change, bad value, JSON path of the problem, words in the line
BAD_VALUES = [
    ("color", "red", "$.color", ["color"]),
    ("fills.0.color", "red", "$.fills[0].color", ["color"]),
    ("member.age", 70, "$.member.age", ["age"]),
    ("plan_year", 2005, "$.plan_year", ["2006", "2027", "2005"]),
    ("plan_year", 2028, "$.plan_year", ["2006", "2027", "2028"]),
    ("plan_year", "2026", "$.plan_year", ['"2026"']),
    ("plan_year", True, "$.plan_year", ["true"]),
    ("design", "standard", "$.design", ["defined_standard", "standard"]),
    ("design", None, "$.design", ["null"]),
    ("member.low_income_subsidy", "partial", "$.member.low_income_subsidy", ["partial", "2023"]),
    ("member.low_income_subsidy", "half", "$.member.low_income_subsidy", ["full_other", "half"]),
    ("member.year_to_date.troop", "2100.01", "$.member.year_to_date.troop", ["2100.00", "2100.01"]),
    ("member.year_to_date.troop", "0.01", "$.member.year_to_date.troop", ["0.00", "the gross drug cost so far", "0.01"]),
    ("member.year_to_date.gross_drug_cost", "-0.01", "$.member.year_to_date.gross_drug_cost", ["-0.01"]),
    ("fills", {}, "$.fills", ["list"]),
    ("fills", None, "$.fills", ["list"]),
    ("fills.0.negotiated_price", "-1.00", "$.fills[0].negotiated_price", ["-1.00"]),
    ("fills.0.negotiated_price", -1, "$.fills[0].negotiated_price", ["-1"]),
    ("fills.0.negotiated_price", "1.001", "$.fills[0].negotiated_price", ["two decimals", "1.001"]),
    ("fills.0.negotiated_price", 1.001, "$.fills[0].negotiated_price", ["two decimals", "1.001"]),
    ("fills.0.negotiated_price", float("nan"), "$.fills[0].negotiated_price", ["NaN"]),
    ("fills.0.negotiated_price", float("inf"), "$.fills[0].negotiated_price", ["Infinity"]),
    ("fills.0.negotiated_price", "NaN", "$.fills[0].negotiated_price", ["NaN"]),
    ("fills.0.negotiated_price", "1e2", "$.fills[0].negotiated_price", ["1e2"]),
    ("fills.0.negotiated_price", "1,000.00", "$.fills[0].negotiated_price", ["1,000.00"]),
    ("fills.0.negotiated_price", "", "$.fills[0].negotiated_price", ['""']),
    ("fills.0.negotiated_price", True, "$.fills[0].negotiated_price", ["true"]),
    ("fills.0.negotiated_price", None, "$.fills[0].negotiated_price", ["null"]),
    ("fills.0.negotiated_price", ["1.00"], "$.fills[0].negotiated_price", ["a list"]),
    ("fills.0.negotiated_price", "9" * 30, "$.fills[0].negotiated_price", ["1000000000.00"]),
    ("fills.0.usual_and_customary", "-5.00", "$.fills[0].usual_and_customary", ["-5.00"]),
    ("fills.0.dispensing_fee", "100.01", "$.fills[0].dispensing_fee", ["100.01"]),
    ("fills.0.channel", "corner_shop", "$.fills[0].channel", ["standard_retail", "out_of_network", "corner_shop"]),
    ("fills.0.date", "2026-02-30", "$.fills[0].date", ["YYYY-MM-DD", "2026-02-30"]),
    ("fills.0.date", "01/05/2026", "$.fills[0].date", ["YYYY-MM-DD", "01/05/2026"]),
    ("fills.0.date", "2026-01-05T00:00:00", "$.fills[0].date", ["YYYY-MM-DD"]),
    ("fills.0.date", 20260105, "$.fills[0].date", ["20260105"]),
    ("fills.0.date", "2025-12-31", "$.fills[0].date", ["2026", "2025-12-31"]),
    ("fills.0.date", "2027-01-01", "$.fills[0].date", ["2026", "2027-01-01"]),
    ("fills.0.brand", "true", "$.fills[0].brand", ["true or false", '"true"']),
    ("fills.0.brand", 1, "$.fills[0].brand", ["true or false", "1"]),
    ("fills.0.covered", "no", "$.fills[0].covered", ["true or false", "no"]),
    ("fills.0.insulin", 0, "$.fills[0].insulin", ["true or false", "0"]),
    ("fills.0.days_supply", 0, "$.fills[0].days_supply", ["0"]),
    ("fills.0.days_supply", -30, "$.fills[0].days_supply", ["-30"]),
    ("fills.0.days_supply", "30", "$.fills[0].days_supply", ['"30"']),
    ("fills.0.days_supply", 30.5, "$.fills[0].days_supply", ["30.5"]),
    ("fills.0.tier", "1", "$.fills[0].tier", ['"1"']),
    ("fills.0.drug", 5, "$.fills[0].drug", ["text", "5"]),
    ("fills.0.other_payer", {"kind": "uncle", "amount": "1.00"}, "$.fills[0].other_payer.kind", ["workers_compensation", "uncle"]),
    ("fills.0.other_payer", {"kind": "spap"}, "$.fills[0].other_payer.amount", ["nothing"]),
    ("fills.0.other_payer", {"kind": "spap", "amount": "-1.00"}, "$.fills[0].other_payer.amount", ["-1.00"]),
    ("fills.0.paid_outside", {"kind": "gift", "amount": "1.00"}, "$.fills[0].paid_outside.kind", ["patient_assistance", "gift"]),
    ("fills.0.paid_outside", {"kind": "cash"}, "$.fills[0].paid_outside.amount", ["nothing"]),
]

BAD_DESIGNS = [
    ("design.benefit_type", "basic", "$.design.benefit_type", ["enhanced_alternative", "basic"]),
    ("design.deductible", "-1.00", "$.design.deductible", ["-1.00"]),
    ("design.deductible", None, "$.design.deductible", ["null"]),
    ("design.premium", "9.00", "$.design.premium", ["premium"]),
    ("design.initial_coverage_limit", "3000.00", "$.design.initial_coverage_limit", ["2026"]),
    ("design.tiers", {}, "$.design.tiers", ["tier"]),
    ("design.tiers.1.deductible_applies", "no", "$.design.tiers.1.deductible_applies", ["true or false", "no"]),
    ("design.tiers.1.coverage_gap", {"standard_retail": {"30": {"copay": "1.00"}}}, "$.design.tiers.1.coverage_gap", ["2026"]),
    (SHARE, {"coinsurance": "1.01"}, f"$.{SHARE}.coinsurance", ["0 to 1", "1.01"]),
    (SHARE, {"coinsurance": 25}, f"$.{SHARE}.coinsurance", ["0 to 1", "25"]),
    (SHARE, {"coinsurance": "-0.10"}, f"$.{SHARE}.coinsurance", ["-0.10"]),
    (SHARE, {"coinsurance": "0.33333"}, f"$.{SHARE}.coinsurance", ["four decimals", "0.33333"]),
    (SHARE, {"copay": "-10.00"}, f"$.{SHARE}.copay", ["-10.00"]),
    (SHARE, {"copay": "1.00", "coinsurance": "0.25"}, f"$.{SHARE}", ["copay", "coinsurance"]),
    (SHARE, {}, f"$.{SHARE}", ["copay", "coinsurance"]),
    (SHARE, {"coinsurance": "0.25", "min": "9.00", "max": "5.00"}, f"$.{SHARE}", ["min", "max"]),
    # a missing share names tier, channel and days supply
    ("fills.0.tier", 2, "$.design.tiers.2.initial_coverage", ["tier 2", "standard_retail", "30", "fills[0]"]),
    ("fills.0.channel", "standard_mail", "$.design.tiers.1.initial_coverage", ["tier 1", "standard_mail", "30", "fills[0]"]),
]


def problem_of(document: Any) -> tuple[str, str]:
    """The one problem of a refused document: its path and its line."""
    with pytest.raises(Refusal) as caught:
        ask("adjudicate", document)
    assert len(caught.value.problems) == 1, str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value.problems[0].where, str(caught.value)


@pytest.mark.parametrize(("place", "value", "where", "words"), BAD_VALUES)
def test_a_bad_value_is_refused_with_its_path(place: str, value: Any, where: str, words: list[str]) -> None:
    found, line = problem_of(with_value(STANDARD, place, value))
    assert found == where
    assert line.startswith(f"{where}: expected ")
    assert [word for word in words if word not in line] == []


@pytest.mark.parametrize(("place", "value", "where", "words"), BAD_DESIGNS)
def test_a_bad_design_is_refused_with_its_path(place: str, value: Any, where: str, words: list[str]) -> None:
    found, line = problem_of(with_value(TIERED, place, value))
    assert found == where
    assert [word for word in words if word not in line] == []


@pytest.mark.parametrize("field", ["date", "drug", "brand", "days_supply", "channel", "negotiated_price"])
def test_a_fill_that_lacks_a_field_is_refused(field: str) -> None:
    where, line = problem_of(without(STANDARD, f"fills.0.{field}"))
    assert where == f"$.fills[0].{field}"
    assert line.endswith("found nothing")


@pytest.mark.parametrize("field", ["plan_year", "design", "fills"])
def test_a_document_that_lacks_a_field_is_refused(field: str) -> None:
    assert problem_of(without(STANDARD, field))[0] == f"$.{field}"


def test_a_fill_without_any_share_names_its_own_column() -> None:
    # 62 days belong to the 60-day column, 63 to that of 90; neither is there, nor a monthly one
    by_mail = with_value(TIERED, "design.tiers.1.initial_coverage.standard_mail", {"90": {"copay": "25.00"}})
    by_mail = with_value(by_mail, "fills.0.channel", "standard_mail")
    where, line = problem_of(with_value(by_mail, "fills.0.days_supply", 62))
    assert (where, "days supply 60" in line) == ("$.design.tiers.1.initial_coverage", True)
    where, line = problem_of(with_value(by_mail, "fills.0.days_supply", 31))
    assert "days supply 30" in line
    answer = ask("adjudicate", with_value(by_mail, "fills.0.days_supply", 63))
    assert answer["totals"]["patient_pay"] == "25.00"


def test_totals_so_far_may_be_all_out_of_pocket() -> None:
    # 100.00 of 100.00 is what a deductible leaves; a cent more cannot be
    both = {"gross_drug_cost": "100.00", "troop": "100.00"}
    assert ask("adjudicate", with_value(STANDARD, "member.year_to_date", both))
    where, line = problem_of(with_value(STANDARD, "member.year_to_date", {**both, "troop": "100.01"}))
    assert where == "$.member.year_to_date.troop"
    assert line.endswith("expected at most 100.00, the gross drug cost so far, found 100.01")


def test_a_fill_without_a_tier_is_refused_only_by_a_tiered_design() -> None:
    assert problem_of(without(TIERED, "fills.0.tier"))[0] == "$.fills[0].tier"
    answer, same = ask("adjudicate", without(STANDARD, "fills.0.tier")), ask("adjudicate", STANDARD)
    assert answer["totals"] == same["totals"]


def test_a_design_of_2024_without_limit_is_refused() -> None:
    document = with_value(with_value(TIERED, "plan_year", 2024), "fills.0.date", "2024-01-05")
    assert problem_of(document)[0] == "$.design.initial_coverage_limit"


def test_partial_subsidy_is_answered_in_2023_and_refused_in_2024() -> None:
    partial = with_value(STANDARD, "member", {"low_income_subsidy": "partial"})
    in_2023 = with_value(with_value(partial, "plan_year", 2023), "fills.0.date", "2023-01-05")
    answer = ask("adjudicate", in_2023)
    assert answer["totals"]["patient_pay"] == "100.00"  # within the partial deductible of $104
    in_2024 = with_value(with_value(partial, "plan_year", 2024), "fills.0.date", "2024-01-05")
    assert problem_of(in_2024)[0] == "$.member.low_income_subsidy"


@pytest.mark.parametrize("document", [None, "x", 3, True, [STANDARD, 3], [[STANDARD]]])
def test_a_document_that_is_not_an_object_is_refused(document: Any) -> None:
    where, line = problem_of(document)
    assert where == ("$" if not isinstance(document, list) else f"$[{len(document) - 1}]")
    assert "object" in line


def test_one_bad_scenario_refuses_the_array_and_is_named_by_its_index() -> None:
    where, _ = problem_of([STANDARD, TIERED, with_value(STANDARD, "fills.0.channel", "corner_shop")])
    assert where == "$[2].fills[0].channel"


def test_every_problem_of_an_array_has_a_line_in_input_order() -> None:
    bad = with_value(with_value(STANDARD, "fills.0.channel", "corner_shop"), "fills.0.negotiated_price", "-1.00")
    with pytest.raises(Refusal) as caught:
        ask("adjudicate", [bad, STANDARD, with_value(TIERED, "fills.0.channel", "standard_mail")])
    places = [problem.where for problem in caught.value.problems]
    assert sorted(places) == ["$[0].fills[0].channel", "$[0].fills[0].negotiated_price", "$[2].design.tiers.1.initial_coverage"]
    assert places[-1].startswith("$[2]")
    assert len(str(caught.value).splitlines()) == 3


def test_money_may_be_a_number_or_text() -> None:
    assert ask("adjudicate", with_value(STANDARD, "fills.0.negotiated_price", 100)) == ask("adjudicate", STANDARD)
    assert ask("adjudicate", with_value(STANDARD, "fills.0.negotiated_price", 100.0)) == ask("adjudicate", STANDARD)
    assert ask("adjudicate", with_value(STANDARD, "fills.0.negotiated_price", "100.0")) == ask("adjudicate", STANDARD)


def test_no_fills_and_no_scenarios_are_fine() -> None:
    answer = ask("adjudicate", with_value(STANDARD, "fills", []))
    assert answer["claims"] == []
    assert ask("adjudicate", []) == []
