"""The payment plan: every printed example to the cent, bills that add up to what is owed, and named refusals."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.adjudication.engine import adjudicate_year
from finder.adjudication.payment_plan import billed_months, counted_costs
from finder.adjudication.terms import SubsidyTerms, defined_standard, plan_year_terms, year_terms
from finder.documents.commands import ask
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.claim import Claim
from finder.domain.errors import Refusal
from finder.domain.money import to_cents
from finder.questions.explainers.payment_plan import payment_plan_of_ledger, payment_plan_years


def costs(*first: object) -> list[object]:
    """Twelve months starting with these."""
    return [*first, *["0.00"] * (12 - len(first))]


def answer(year: int, opt_in_month: int, monthly: list[object], **more: object) -> dict[str, Any]:
    found: dict[str, Any] = ask("payment-plan", {"year": year, "opt_in_month": opt_in_month, "monthly_out_of_pocket": monthly, **more})
    return found


def total(bills: list[str]) -> int:
    return sum(to_cents(bill) for bill in bills)


# medicare.gov/prescription-payment-plan/examples, example 1: $500 a month from January, 2025. 2000 / 12 = 166.67; (333.33 + 500) / 11 =
# 75.76; (757.57 + 500) / 10 = 125.76; (1131.81 + 500) / 9 = 181.31. Nine such bills would sum to 1,999.98 with the first three:
# 166.67 + 75.76 + 125.76 + 9 x 181.31 = 1,999.98, so December carries the two cents that rounding left: 181.33.
M1 = ["166.67", "75.76", "125.76", *["181.31"] * 8, "181.33"]


@pytest.mark.parametrize("monthly", [costs(500, 500, 500, 500), [500] * 12], ids=["to the threshold", "every month"])
def test_500_dollars_a_month_from_january(monthly: list[object]) -> None:
    found = answer(2025, 1, monthly)
    assert found["bills"] == M1
    assert total(found["bills"]) == 200_000
    # the fourth 500 reaches the threshold of 2,000; nothing is owed after it
    assert found["at_the_counter"] == ["500.00"] * 4 + ["0.00"] * 8
    assert found["months"][0]["arithmetic"] == "cap (2000.00 - 0.00) / 12 = 166.67; owed 500.00"
    assert found["months"][1]["arithmetic"] == "(333.33 + 500.00) / 11 = 75.76"


def test_1200_dollars_in_january_alone_is_billed_in_equal_parts() -> None:
    # printed by plans (simpra.hlthcard.com): 1,200 / 12 = 100.00 in each month; the law would allow 2,000 / 12 = 166.67 in January
    found = answer(2025, 1, costs(1200))
    assert found["bills"] == ["100.00"] * 12
    assert found["first_bill_at_most"] == "166.67"
    assert found["months"][0]["arithmetic"] == "cap (2000.00 - 0.00) / 12 = 166.67; owed 1200.00; no cost follows, so 1200.00 / 12 = 100.00"


@pytest.mark.parametrize(
    ("monthly", "more"),
    [
        (costs("4.00", "1996.00"), {}),
        (costs("4.00", "1996.00"), {"paid_before_opt_in": "4.00"}),
        (costs("0.00", "2534.00"), {"paid_before_opt_in": 4}),
    ],
    ids=["from the months", "said twice", "a fill dearer than what is missing"],
)
def test_4_dollars_paid_before_joining_in_february(monthly: list[object], more: dict[str, object]) -> None:
    # printed: (2,000 - 4) / 11 = 181.45 in each month. 11 x 181.45 = 1,995.95, so December carries five cents: 181.50
    found = answer(2025, 2, monthly, **more)
    assert found["bills"] == ["0.00", *["181.45"] * 10, "181.50"]
    assert total(found["bills"]) == 199_600
    assert found["paid_before_opt_in"] == "4.00"


def test_small_fills_and_an_expensive_one_from_april() -> None:
    # printed (simpra.hlthcard.com): 4 a month, 617 in April, 124 in July and October, joined in April: (2,000 - 12) / 9 = 220.89, then
    # (396.11 + 4) / 8 = 50.01, (350.10 + 4) / 7 = 50.59, (303.51 + 124) / 6 = 71.25, (356.26 + 4) / 5 = 72.05, (288.21 + 4) / 4 = 73.05,
    # (219.16 + 124) / 3 = 114.39, (228.77 + 4) / 2 = 116.39, 116.38 + 4 = 120.38; 901 in all with the 12 paid before
    found = answer(2025, 4, [4, 4, 4, 617, 4, 4, 124, 4, 4, 124, 4, 4])
    assert found["bills"][3:] == ["220.89", "50.01", "50.59", "71.25", "72.05", "73.05", "114.39", "116.39", "120.38"]
    assert found["bills"][:3] == ["0.00"] * 3
    assert total(found["with_the_payment_plan"]) == 90_100


def test_200_dollars_a_month_through_the_deductible_of_2025() -> None:
    # printed (aptekapolicy.com): 200, 200, then 190 + 25% x 10 = 192.50. 2,000 / 12 = 166.67; (33.33 + 200) / 11 = 21.21;
    # (212.12 + 192.50) / 10 = 40.46. From April 25% x 200 = 50 a month.
    found = answer(2025, 1, [200, 200, "192.50", *[50] * 9])
    assert found["bills"][:3] == ["166.67", "21.21", "40.46"]
    assert total(found["bills"]) == 104_250  # 592.50 + 9 x 50


def test_the_threshold_in_january() -> None:
    # 42 CFR 423.137: 2,000 in January 2025: the bill is 166.67 and 1,833.33 is left
    found = answer(2025, 1, costs(2000))
    assert (found["bills"][0], found["months"][0]["unbilled"]) == ("166.67", "1833.33")
    assert total(found["bills"]) == 200_000


@pytest.mark.parametrize(("year", "cap"), [(2026, "175.00"), (2027, "200.00")])
def test_the_first_cap_of_later_years(year: int, cap: str) -> None:
    # 2,100 / 12 = 175.00; 2,400 / 12 = 200.00
    found = answer(year, 1, [600, 600, *[0] * 10])
    assert found["first_bill_at_most"] == found["bills"][0] == cap


def test_december_bills_everything_owed() -> None:
    # one month left: (2,100 - 0) / 1 is no limit, so the whole month's cost is billed
    assert answer(2026, 12, [0] * 11 + ["80.55"])["bills"] == ["0.00"] * 11 + ["80.55"]


def test_the_notice_amount_is_reached_at_600_and_not_a_cent_below() -> None:
    assert answer(2026, 1, costs("600.00"))["likely_to_benefit"] is True
    below = answer(2026, 1, costs("599.99"))
    assert below["likely_to_benefit"] is False
    assert below["because"] == ["No fill from the month of joining on costs you $600.00 or more."]


def test_an_expensive_month_of_known_small_fills_gives_no_notice() -> None:
    monthly = costs(700)
    assert answer(2026, 1, monthly)["likely_to_benefit"] is True
    assert answer(2026, 1, monthly, largest_single_fill="350.00")["likely_to_benefit"] is False


def test_an_expensive_fill_before_joining_no_longer_counts() -> None:
    assert answer(2026, 2, costs(900, 10))["likely_to_benefit"] is False


def test_the_year_before_gives_a_notice_of_its_own() -> None:
    assert answer(2026, 1, costs(10), prior_year_first_nine_months="2000.00")["likely_to_benefit"] is True
    assert answer(2026, 1, costs(10), prior_year_first_nine_months="1999.99")["likely_to_benefit"] is False


def test_joining_late_or_with_nothing_owed_says_so() -> None:
    assert any("late in the year" in reason for reason in answer(2026, 10, [0] * 9 + [700, 0, 0])["because"])
    assert answer(2026, 9, [0] * 8 + [700, 0, 0, 0])["because"][1:] == []
    assert "nothing to spread" in answer(2026, 1, [0] * 12)["because"][0]


def test_joining_in_november_with_two_equal_costs_changes_nothing() -> None:
    # 2026: the first bill is at most 2,100 / 2 = 1,050.00, so November bills its 700.00; December bills 0 + 700.00
    found = answer(2026, 11, [0] * 10 + [700, 700], largest_single_fill=700)
    assert found["bills"][10:] == ["700.00", "700.00"]
    assert found["bills_change"] == {
        "effect": "none",
        "highest_month": {"at_the_counter": "700.00", "with_the_payment_plan": "700.00"},
        "most_left_to_pay": "0.00",
    }
    assert found["notice_test"]["met"] is True  # the test looks at the fill alone, and 700 is 600 or more
    assert found["likely_to_benefit"] is True


@pytest.mark.parametrize(
    ("joined", "monthly", "effect", "highest", "left"),
    [
        (1, costs(1200, 0), "spreads", ("1200.00", "100.00"), "1100.00"),  # nothing follows: 1,200 / 12 in each month
        # nothing follows November: 1,100 / 2
        (11, [0] * 10 + [1100, 0], "spreads", ("1100.00", "550.00"), "550.00"),
        # December: all at once
        (12, [0] * 11 + [1100], "none", ("1100.00", "1100.00"), "0.00"),
        # October, three equal costs: cap 2,100 / 3 = 700, so 100.00; then (0 + 100) / 2 = 50.00; then 50 + 100 = 150.00
        (10, [0] * 9 + [100] * 3, "moves", ("100.00", "150.00"), "50.00"),
        # November, two: 100.00 and (0 + 100) / 1
        (11, [0] * 10 + [100] * 2, "none", ("100.00", "100.00"), "0.00"),
        # at the first cap of November, 1,050.00, and a cent above it: 1,050.00 and 0.01 + 1,049.99
        (11, [0] * 10 + ["1050.00", "1050.00"], "none", ("1050.00", "1050.00"), "0.00"),
        (11, [0] * 10 + ["1050.01", "1049.99"], "spreads", ("1050.01", "1050.00"), "0.01"),
        (11, [0] * 10 + ["1050.01", "1000.00"], "spreads", ("1050.01", "1050.00"), "0.01"),
        (6, [900] + [0] * 11, "nothing_owed", ("0.00", "0.00"), "0.00"),
    ],
)
def test_bills_and_notice_test_are_separate(joined: int, monthly: list[object], effect: str, highest: tuple[str, str], left: str) -> None:
    change = answer(2026, joined, monthly)["bills_change"]
    assert change["effect"] == effect
    assert tuple(change["highest_month"].values()) == highest
    assert change["most_left_to_pay"] == left


def test_the_notice_test_is_open_if_an_expensive_month_may_be_several_fills() -> None:
    open_ = answer(2026, 1, costs(600), prior_year_first_nine_months=0)["notice_test"]
    assert (open_["met"], open_["single_prescription"]["met"], open_["single_prescription"]["dearest_is"]) == (None, None, "month")
    below = answer(2026, 1, costs("599.99"), prior_year_first_nine_months=0)["notice_test"]
    assert (below["met"], below["single_prescription"]["met"]) == (False, False)


@pytest.mark.parametrize(
    ("fill", "prior", "met"),
    [
        ("600.00", None, True),
        ("599.99", None, None),  # the year before is not known
        ("599.99", "1999.99", False),
        ("599.99", "2000.00", True),
    ],
)
def test_the_notice_test_has_two_parts(fill: str, prior: str | None, met: bool | None) -> None:
    more = {} if prior is None else {"prior_year_first_nine_months": prior}
    test = answer(2026, 1, costs(900), largest_single_fill=fill, **more)["notice_test"]
    assert test["met"] is met
    assert test["before_the_year"] == {
        "amount": "2000.00",
        "months": 9,
        "paid": prior,
        "met": None if prior is None else prior == "2000.00",
    }


def test_with_extra_help_the_costs_are_the_persons_own() -> None:
    # January is below the first cap of 175.00; February is (0 + 12.65) / 11 = 1.15; 12 x 12.65 = 151.80 in all
    found = answer(2026, 1, ["12.65"] * 12, low_income_subsidy="full_other")
    assert found["extra_help"] is True
    assert found["bills"][:2] == ["12.65", "1.15"]
    assert total(found["bills"]) == 15_180
    assert answer(2026, 1, costs(100))["extra_help"] is False


def test_a_ledger_with_extra_help_bills_copays_and_counts_what_extra_help_pays() -> None:
    # copays of 2026: 12.65 a fill of a brand; TrOOP also counts what Extra Help pays of the standard share, 836.25 in January
    terms = plan_year_terms(year_terms(2026), defined_standard(2026), SubsidyTerms(LowIncomeSubsidy.FULL_OTHER, copay_other=1265))
    claims = [Claim(date(2026, month, 1), "brand", True, 0, 30, Channel.STANDARD_RETAIL, 150_000) for month in (1, 2)]
    found = payment_plan_of_ledger(adjudicate_year(terms, claims), 2, LowIncomeSubsidy.FULL_OTHER)
    assert found.at_the_counter[:3] == (12_65, 12_65, 0)
    assert found.paid_before == 836_25
    assert found.owed == 12_65
    assert found.extra_help is True


def test_every_number_of_the_law_has_its_source() -> None:
    found = answer(2026, 1, costs(1200))
    assert {entry["name"]: (entry["value"], entry["status"]) for entry in found["parameters"]}["oop_threshold"] == ("2100", "confirmed")
    assert all(step["citation"] and step["law"] and step["status"] for step in found["steps"])
    assert "level_first_bill" in [step["id"] for step in found["steps"]]
    assert all(rule["citation"] for rule in found["rules"])


def test_the_arithmetic_shown_is_true() -> None:
    # 2026, 500 in January to April: April (1,125 + 500) / 9 = 180.56 (180.555...), and so on; 722.20 / 4 would be 180.55, so September
    # does not claim it; December bills what is left: 2,000 - 175 - 75 - 125 - 8 x 180.56 = 180.52
    months = answer(2026, 1, costs(500, 500, 500, 500))["months"]
    assert months[3]["arithmetic"] == "(1125.00 + 500.00) / 9 = 180.56"
    assert (months[8]["bill"], months[8]["arithmetic"]) == ("180.56", "no new cost: the bill stays the same")
    assert months[11]["arithmetic"] == "(180.52 + 0.00) / 1 = 180.52"


def test_the_payment_plan_began_in_2025() -> None:
    assert payment_plan_years() == (2025, 2026, 2027)


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"year": 2024}, "$.year: expected a plan year from 2025 to 2027 (the payment plan began in 2025), found 2024"),
        ({"year": 2028}, "$.year: expected a plan year from 2006 to 2027, found 2028"),
        ({"opt_in_month": 0}, "$.opt_in_month: expected at least 1, found 0"),
        ({"opt_in_month": 13}, "$.opt_in_month: expected at most 12, found 13"),
        ({"opt_in_month": "1"}, '$.opt_in_month: expected an integer, found "1"'),
        ({"monthly_out_of_pocket": [1] * 11}, "$.monthly_out_of_pocket: expected a list with at least 12, found a list of 11"),
        ({"monthly_out_of_pocket": [1] * 13}, "$.monthly_out_of_pocket: expected a list with at most 12, found a list of 13"),
        ({"monthly_out_of_pocket": costs(-1)}, "$.monthly_out_of_pocket[0]: expected dollars from 0.00 to 1000000000.00, found -1"),
        (
            {"paid_before_opt_in": "2100.01"},
            "$.paid_before_opt_in: expected from 0.00 (what the months before joining sum to) to 2100.00 (the year's threshold), "
            "found 2100.01",
        ),
        (
            {"low_income_subsidy": "partial"},
            "$.low_income_subsidy: expected none or a full level (partial Extra Help ended with 2023), found partial in 2026",
        ),
        ({"largest_single_fill": "80.01"}, "$.largest_single_fill: expected at most 80.00, the dearest month from joining on, found 80.01"),
    ],
)
def test_bad_input_is_refused(changed: dict[str, object], line: str) -> None:
    with pytest.raises(Refusal) as caught:
        ask("payment-plan", {"year": 2026, "opt_in_month": 1, "monthly_out_of_pocket": costs(80)} | changed)
    assert str(caught.value) == line


def test_less_paid_before_than_the_months_add_up_to_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        answer(2026, 3, [100, 100, *[0] * 10], paid_before_opt_in="199.99")
    assert "from 200.00 (what the months before joining sum to)" in str(caught.value)


def ledger_of(price: int, year: int = 2026) -> Any:
    """One brand fill of that price on the first of each month, defined standard."""
    terms = plan_year_terms(year_terms(year), defined_standard(year), SubsidyTerms(LowIncomeSubsidy.NONE))
    return adjudicate_year(
        terms, [Claim(date(year, month, 1), "brand", True, 0, 30, Channel.STANDARD_RETAIL, price) for month in range(1, 13)]
    )


def test_bills_from_a_ledger() -> None:
    # 2026, one $1,500 brand a month: 615 + 25% x 885 = 836.25 in January, 375.00 in February, March and April, 138.75 in May.
    # Joined in January: 2,100 / 12 = 175.00; (661.25 + 375) / 11 = 94.20; (942.05 + 375) / 10 = 131.70; (1185.34 + 375) / 9 = 173.37;
    # (1386.97 + 138.75) / 8 = 190.71 (1525.71 / 8 = 190.714), and so to December but for the cents that rounding left.
    found = payment_plan_of_ledger(ledger_of(150_000), 1)
    assert found.at_the_counter[:6] == (836_25, 375_00, 375_00, 375_00, 138_75, 0)
    assert [bill.bill for bill in found.bills[:6]] == [175_00, 94_20, 131_70, 173_37, 190_71, 190_71]
    assert sum(bill.bill for bill in found.bills) == 210_000
    assert found.likely is True


def test_a_ledger_of_a_year_before_the_payment_plan_is_refused() -> None:
    with pytest.raises(Refusal, match="the payment plan began in 2025"):
        payment_plan_of_ledger(ledger_of(150_000, 2024), 1)


def test_every_problem_is_reported_at_once() -> None:
    with pytest.raises(Refusal) as caught:
        ask("payment-plan", {"year": 2024, "opt_in_month": 13, "monthly_out_of_pocket": costs(80), "plan": 1})
    assert [problem.where for problem in caught.value.problems] == ["$.year", "$.opt_in_month", "$.plan"]


def test_joining_later_counts_what_the_ledger_says_was_paid_before() -> None:
    # joined in May: 836.25 + 3 x 375 = 1,961.25 paid; 138.75 is missing and owed in May; 138.75 / 8 = 17.34; 8 x 17.34 = 138.72
    found = payment_plan_of_ledger(ledger_of(150_000), 5)
    assert found.paid_before == 1961_25
    assert [bill.bill for bill in found.bills] == [17_34] * 7 + [17_37]
    assert found.likely is False  # the expensive fills were paid before


@given(
    threshold=st.sampled_from([200_000, 210_000, 240_000]),
    first_month=st.integers(1, 12),
    incurred=st.integers(0, 240_000),
    monthly=st.lists(st.one_of(st.just(0), st.integers(0, 300_000)), min_size=12, max_size=12),
)
def test_bills_sum_to_what_is_owed_and_never_pass_the_cap(threshold: int, first_month: int, incurred: int, monthly: list[int]) -> None:
    incurred = min(incurred, threshold)
    owed = counted_costs(monthly[first_month - 1 :], threshold, incurred)
    months = billed_months(threshold, incurred, owed, first_month)
    assert sum(month.bill for month in months) == sum(owed) <= threshold - incurred
    assert all(0 <= month.bill <= month.cap for month in months)
    assert months[-1].unbilled == 0
    left = 0
    for month in months:
        left += month.new_cost - month.bill
        assert month.unbilled == left >= 0
