"""A year in which the Extra Help level or the plan changes: what each claim costs on its day, and refusals."""

from __future__ import annotations

from typing import Any

import pytest

from finder.documents.adjudicate import INPUT
from finder.documents.commands import ask
from finder.domain.errors import Refusal

Document = dict[str, Any]


def fill(day: str, price: str, **more: Any) -> Document:
    plain = {"drug": "A", "brand": True, "tier": 1, "days_supply": 30, "channel": "standard_retail"}
    return {"date": day, "negotiated_price": price, **plain, **more}


def copay_plan(deductible: str, copay: str, channel: str = "standard_retail") -> Document:
    tier = {"deductible_applies": True, "initial_coverage": {channel: {"30": {"copay": copay}}}}
    return {"benefit_type": "actuarially_equivalent", "deductible": deductible, "tiers": {"1": tier}}


def answered(document: Document) -> Document:
    answer = ask("adjudicate", {"plan_year": 2026, **document})
    assert isinstance(answer, dict)
    return answer


def problems(document: Document) -> list[str]:
    with pytest.raises(Refusal) as caught:
        ask("adjudicate", {"plan_year": 2026, "fills": [], **document})
    return [str(problem) for problem in caught.value.problems]


HELP_FROM_JULY = [{"from": "2026-01-01", "level": "none"}, {"from": "2026-07-01", "level": "full_other"}]
TWO_PLANS = [{"from": "2026-01-01", "design": copay_plan("0.00", "10.00")}, {"from": "2026-03-01", "design": "defined_standard"}]


def test_extra_help_from_july_starts_on_july_1() -> None:
    # 2026: Jan 615 + 25% x 85 = 636.25. Jun 30: 25% x 100 = 25.00. Jul 1: of 25.00 the copay of 12.65, Extra Help 12.35;
    # TrOOP +25 all the same
    fills = [fill("2026-01-05", "700.00"), fill("2026-06-30", "100.00"), fill("2026-07-01", "100.00")]
    answer = answered({"design": "defined_standard", "member": {"low_income_subsidy": HELP_FROM_JULY}, "fills": fills})
    january, june, july = answer["claims"]
    assert (january["patient_pay"], june["patient_pay"], july["patient_pay"]) == ("636.25", "25.00", "12.65")
    assert july["low_income_cost_sharing_subsidy"] == "12.35"
    assert july["accumulators"]["troop"] == "686.25"
    assert [claim["low_income_subsidy"] for claim in answer["claims"]] == ["none", "none", "full_other"]
    assert answer["low_income_subsidy"] == HELP_FROM_JULY
    # 636.25 + 25.00 + 12.65 = 673.90
    assert answer["totals"]["patient_pay"] == "673.90"
    assert [answer["months"][month]["patient_pay"] for month in (0, 5, 6)] == ["636.25", "25.00", "12.65"]


def test_after_extra_help_ends_the_full_share_returns() -> None:
    # Extra Help to May: Jan within the plan's deductible: 12.65 of 615 + 25% x 85 = 636.25. June without: 25.00
    levels = [{"from": "2026-01-01", "level": "full_other"}, {"from": "2026-06-01", "level": "none"}]
    fills = [fill("2026-01-05", "700.00"), fill("2026-06-01", "100.00")]
    answer = answered({"design": "defined_standard", "member": {"low_income_subsidy": levels}, "fills": fills})
    assert [claim["patient_pay"] for claim in answer["claims"]] == ["12.65", "25.00"]
    assert [claim["accumulators"]["troop"] for claim in answer["claims"]] == ["636.25", "661.25"]


def test_balances_carry_over_to_a_new_plan() -> None:
    # A without deductible: copay 10 of 200. B, the standard benefit, from March: 200 of its 615 are met: 415 + 25% x 85 = 436.25;
    # maker 10% of the 85 above the standard deductible = 8.50; plan 55.25. TrOOP 10 + 436.25
    answer = answered({"plans": TWO_PLANS, "fills": [fill("2026-01-05", "200.00"), fill("2026-05-05", "500.00")]})
    first, second = answer["claims"]
    assert (first["patient_pay"], first["plan"], first["plan_from"]) == ("10.00", "190.00", "2026-01-01")
    assert (second["patient_pay"], second["manufacturer"], second["plan"], second["plan_from"]) == ("436.25", "8.50", "55.25", "2026-03-01")
    assert second["accumulators"] == {
        "gross_drug_cost": "700.00",
        "troop": "446.25",
        "deductible_met": "615.00",
        "phase": "initial_coverage",
    }
    assert answer["totals"]["patient_pay"] == "446.25"
    assert answer["plans"][0]["design"]["deductible"] == "0.00"
    assert answer["plans"][1] == {"from": "2026-03-01", "design": "defined_standard"}
    assert "design" not in answer
    # February is plan A's initial coverage, March and April plan B's deductible, May ends past it
    phases = [month["phase_at_end"] for month in answer["months"]]
    assert phases[:5] == ["initial_coverage", "initial_coverage", "deductible", "deductible", "initial_coverage"]
    assert {month["troop_at_end"] for month in answer["months"][:4]} == {"10.00"}


def test_spending_at_the_first_plan_counts_toward_the_second_plans_deductible() -> None:
    # 700 of drug costs are more than B's deductible of 300: the copay of 40 at once; maker 10; plan 50
    plans = [{"from": "2026-01-01", "design": "defined_standard"}, {"from": "2026-07-01", "design": copay_plan("300.00", "40.00")}]
    answer = answered({"plans": plans, "fills": [fill("2026-01-05", "700.00"), fill("2026-07-01", "100.00")]})
    assert [claim["patient_pay"] for claim in answer["claims"]] == ["636.25", "40.00"]
    assert answer["claims"][1]["accumulators"]["deductible_met"] == "300.00"
    assert answer["claims"][1]["manufacturer"] == "10.00"


def test_the_standard_deductible_for_the_makers_discount_carries_over() -> None:
    # two plans without deductible: 600 at the first, so 15 of 615 are left of the 100 at the second: maker 10% x 85 = 8.50; copay 20;
    # plan 71.50
    plans = [{"from": "2026-01-01", "design": copay_plan("0.00", "10.00")}, {"from": "2026-02-01", "design": copay_plan("0.00", "20.00")}]
    answer = answered({"plans": plans, "fills": [fill("2026-01-05", "600.00"), fill("2026-02-01", "100.00")]})
    second = answer["claims"][1]
    assert (second["patient_pay"], second["manufacturer"], second["plan"]) == ("20.00", "8.50", "71.50")


def test_a_threshold_reached_at_the_first_plan_counts_at_the_second() -> None:
    # 2026: 6,555 of brands reach 2,100 (615 + 25% x 5,940); the second plan asks nothing: Medicare 20, maker 20, plan 60
    plans = [{"from": "2026-01-01", "design": "defined_standard"}, {"from": "2026-02-01", "design": copay_plan("0.00", "20.00")}]
    answer = answered({"plans": plans, "fills": [fill("2026-01-05", "6555.00"), fill("2026-02-01", "100.00")]})
    assert [claim["patient_pay"] for claim in answer["claims"]] == ["2100.00", "0.00"]
    assert answer["claims"][1]["medicare_reinsurance"] == "20.00"


def test_a_change_of_plan_is_the_second_plan_with_totals_so_far() -> None:
    fills = [fill("2026-01-05", "200.00"), fill("2026-02-05", "333.33"), fill("2026-04-01", "150.00"), fill("2026-05-01", "980.00")]
    whole = answered({"plans": TWO_PLANS, "fills": fills})["claims"]
    reached = whole[1]["accumulators"]
    so_far = {"year_to_date": {"gross_drug_cost": reached["gross_drug_cost"], "troop": reached["troop"]}}
    rest = answered({"design": "defined_standard", "member": so_far, "fills": fills[2:]})["claims"]
    assert [{key: value for key, value in claim.items() if key != "plan_from"} for claim in whole[2:]] == rest


def test_plan_and_level_may_change_on_different_days() -> None:
    # Jan: copay 10. Mar: standard, 200 of 615 met: 100 in the deductible. Jul: help: 12.65, Extra Help 87.35. Totals so far count: 50, 20
    fills = [fill("2026-01-05", "150.00"), fill("2026-03-01", "100.00"), fill("2026-07-01", "100.00")]
    member = {"low_income_subsidy": HELP_FROM_JULY, "year_to_date": {"gross_drug_cost": "50.00", "troop": "20.00"}}
    answer = answered({"plans": TWO_PLANS, "member": member, "fills": fills})
    assert [claim["patient_pay"] for claim in answer["claims"]] == ["10.00", "100.00", "12.65"]
    assert [(claim["plan_from"], claim["low_income_subsidy"]) for claim in answer["claims"]] == [
        ("2026-01-01", "none"),
        ("2026-03-01", "none"),
        ("2026-03-01", "full_other"),
    ]
    # 20 + 10 + 100 + 100
    assert answer["totals"]["troop"] == "230.00"


def test_a_list_of_one_equals_a_single_value() -> None:
    fills = [fill("2026-01-05", "700.00"), fill("2026-12-31", "100.00")]
    plain = answered({"design": "defined_standard", "member": {"low_income_subsidy": "full_other"}, "fills": fills})
    levels = [{"from": "2026-01-01", "level": "full_other"}]
    plans = [{"from": "2026-01-01", "design": "defined_standard"}]
    listed = answered({"plans": plans, "member": {"low_income_subsidy": levels}, "fills": fills})
    assert [listed[key] for key in ("totals", "by_phase", "months")] == [plain[key] for key in ("totals", "by_phase", "months")]
    assert "plan_from" not in plain["claims"][0]
    assert "low_income_subsidy" not in plain["claims"][0]


LEVEL = "$.member.low_income_subsidy"


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([], [f"{LEVEL}: expected"]),
        (
            [{"from": "2026-02-01", "level": "none"}],
            [f"{LEVEL}[0].from: expected 2026-01-01, since the first entry begins with the year, found"],
        ),
        ([*HELP_FROM_JULY, {"from": "2027-01-01", "level": "none"}], [f"{LEVEL}[2].from: expected a date in 2026, found 2027-01-01"]),
        ([*HELP_FROM_JULY, {"from": "2026-07-01", "level": "none"}], [f"{LEVEL}[2].from: expected a date after 2026-07-01"]),
        ([*HELP_FROM_JULY, {"from": "2026-06-30", "level": "none"}], [f"{LEVEL}[2].from: expected a date after 2026-07-01"]),
        ([{"from": "2026-01-01", "level": "half"}], [f"{LEVEL}[0].level: expected one of none, full_institutional"]),
        ([{"from": "2026-01-01", "level": "partial"}], [f"{LEVEL}[0].level: expected none or a full level"]),
        ([{"level": "none"}], [f"{LEVEL}[0].from: expected a value, found nothing"]),
        ([{"from": "2026-01-01"}], [f"{LEVEL}[0].level: expected a value, found nothing"]),
        ([{"from": "January", "level": "none"}], [f"{LEVEL}[0].from: expected a date written YYYY-MM-DD"]),
    ],
)
def test_a_bad_list_of_levels_is_refused(levels: list[Document], expected: list[str]) -> None:
    found = problems({"design": "defined_standard", "member": {"low_income_subsidy": levels}})
    assert len(found) == len(expected)
    assert all(line.startswith(words) for line, words in zip(found, expected, strict=True)), found


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"design": "defined_standard", "plans": TWO_PLANS}, "$.plans: expected either design or plans, found both"),
        ({}, "$.design: expected defined_standard or an object, or plans with their days, found nothing"),
        ({"plans": []}, "$.plans: expected a list with at least 1, found a list of 0"),
        ({"plans": TWO_PLANS[1:]}, "$.plans[0].from: expected 2026-01-01, since the first entry begins with the year, found 2026-03-01"),
        ({"plans": [*TWO_PLANS, {**TWO_PLANS[1], "from": "2026-02-01"}]}, "$.plans[2].from: expected a date after 2026-03-01"),
        ({"plans": [*TWO_PLANS, {**TWO_PLANS[1], "from": "2025-12-01"}]}, "$.plans[2].from: expected a date in 2026, found 2025-12-01"),
        (
            {"plans": [TWO_PLANS[0], {"from": "2026-03-01", "design": {**copay_plan("0.00", "1.00"), "initial_coverage_limit": 1}}]},
            "$.plans[1].design.initial_coverage_limit: expected null",
        ),
        (
            {
                "plans": [TWO_PLANS[0], {"from": "2026-03-01", "design": copay_plan("0.00", "1.00", "standard_mail")}],
                "fills": [fill("2026-03-01", "5.00")],
            },
            "$.plans[1].design.tiers.1.initial_coverage: expected a cost share for tier 1, channel standard_retail, days supply 30 "
            "(for fills[0])",
        ),
    ],
)
def test_bad_plans_are_refused(document: Document, expected: str) -> None:
    (line,) = problems(document)
    assert line.startswith(expected), line


def test_the_schema_has_both_lists() -> None:
    schema = INPUT.model_json_schema()
    assert {"design", "plans"} <= set(schema["properties"])
    assert set(schema["$defs"]["LevelFrom"]["required"]) == {"from", "level"}
    assert set(schema["$defs"]["PlanFrom"]["required"]) == {"from", "design"}
