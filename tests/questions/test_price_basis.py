"""What a price is made of: the preambles' worked cases (T01 to T08), the two prices, and what counts toward the threshold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.documents.adjudicate import answer as adjudicate
from finder.documents.commands import ask
from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.claim import OtherPayerKind
from finder.domain.errors import Refusal
from finder.domain.member import Member
from finder.domain.money import to_cents
from finder.domain.prescription import Prescription
from finder.domain.price_basis import PriceParts, Purchase, YearToDate
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.questions.explainers.price_basis import (
    counted_costs,
    counted_costs_by_span,
    lock_in_allowed,
    places,
    plan_at_two_prices,
)
from finder.questions.explainers.price_basis import purchase as buy
from finder.questions.plans.compare import plan_year
from finder.rules.benefit_law import benefit_law
from finder.rules.price import negotiated_price
from finder.rules.price_basis import actual_cost, in_coverage_year, lock_in_price, premium_part_of_spread
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, WORCESTER, SmallMarket


def price_basis(document: object) -> dict[str, Any]:
    found: dict[str, Any] = ask("price-basis", document)
    return found


def purchase(year: int = 2010, price: object = 200, **more: object) -> dict[str, Any]:
    found: dict[str, Any] = price_basis({"year": year, "purchase": {"price": {"ingredient_cost": price}, **more}})["purchase"]
    return found


def counted(found: dict[str, Any]) -> tuple[str, str]:
    return found["counts_toward_drug_spend"], found["counts_toward_troop"]


# 2010: deductible 310, limit 2,830, threshold 4,550. A total spend of 3,000 is in the gap, one of 1,000 in initial coverage.
DEDUCTIBLE: dict[str, object] = {}
INITIAL = {"year_to_date": {"gross_drug_cost": 1000, "troop": "482.50"}}
GAP = {"year_to_date": {"gross_drug_cost": 3000, "troop": 1110}}
ABOVE = {"year_to_date": {"gross_drug_cost": 6440, "troop": 4550}}


def test_a_price_is_ingredient_fee_and_tax() -> None:
    assert negotiated_price(4_000, 150, 50) == 4_200
    found = price_basis({"year": 2026, "purchase": {"price": {"ingredient_cost": 40, "dispensing_fee": "1.50", "sales_tax": "0.50"}}})
    assert found["purchase"]["negotiated_price"] == found["purchase"]["price_that_counts"] == "42.00"


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        # T01 (73 FR 28563): initial coverage 25 and 75; the gap 100 and 0; above it 5, Medicare 80, the plan what is left
        (INITIAL, {"patient_pay": "25.00", "plan": "75.00", "medicare_reinsurance": "0.00"}),
        (GAP, {"patient_pay": "100.00", "plan": "0.00", "medicare_reinsurance": "0.00"}),
        # 5% of 100 is 5.00, but the least copay of a brand in 2010 is 6.30: of a 200 dollar claim it is 10.00, 160.00 and 30.00
        (ABOVE, {"patient_pay": "6.30", "plan": "13.70", "medicare_reinsurance": "80.00"}),
    ],
    ids=["initial coverage", "gap", "catastrophic"],
)
def test_a_hundred_dollars_in_each_phase(place: dict[str, object], parts: dict[str, str]) -> None:
    (segment,) = purchase(price=100, **place)["segments"]
    assert {payer: segment[payer] for payer in parts} == parts


def test_above_the_threshold_five_percent_of_a_dearer_drug() -> None:
    (segment,) = purchase(price=200, **ABOVE)["segments"]
    assert (segment["patient_pay"], segment["medicare_reinsurance"], segment["plan"]) == ("10.00", "160.00", "30.00")


@pytest.mark.parametrize(("documented", "amount"), [(True, "5.00"), (False, "0.00")])
def test_the_documented_copay_of_patient_assistance_counts(documented: bool, amount: str) -> None:
    # T04: a copay of 5 of a drug of 200, of which the drug maker gives 195: both accumulators move by 5, or by nothing
    outside = {"kind": "patient_assistance", "amount": 5, "documented": documented}
    assert counted(purchase(paid_outside=outside)) == (amount, amount)


@pytest.mark.parametrize(
    ("place", "documented", "amount"),
    [
        (DEDUCTIBLE, True, "60.00"),
        (DEDUCTIBLE, False, "0.00"),
        (GAP, True, "60.00"),
        (GAP, False, "0.00"),
        (INITIAL, True, "0.00"),  # the enrollee does not owe the whole price there
    ],
    ids=["deductible", "deductible without proof", "gap", "gap without proof", "initial coverage"],
)
def test_cash_below_the_negotiated_price(place: dict[str, object], documented: bool, amount: str) -> None:
    # T05: 60 in cash for a drug whose negotiated price is 100
    outside = {"kind": "cash", "amount": 60, "documented": documented}
    assert counted(purchase(price=100, paid_outside=outside, **place)) == (amount, amount)


def test_cash_outside_the_network_or_at_the_full_price_does_not_count() -> None:
    cash = {"kind": "cash", "amount": 60, "documented": True}
    assert counted(purchase(price=100, paid_outside=cash, network_pharmacy=False, usual_and_customary=100)) == ("0.00", "0.00")
    assert counted(purchase(price=60, paid_outside=cash)) == ("0.00", "0.00")
    assert counted(purchase(price="60.01", paid_outside=cash)) == ("60.00", "60.00")


@pytest.mark.parametrize(("customary", "paid"), [("79.99", "79.99"), ("80.00", "80.00"), ("80.01", "80.00")])
def test_the_lesser_of_the_stores_own_price(customary: str, paid: str) -> None:
    # T06: the plan price is 80; a lower usual and customary price that the store submits is paid and accumulates
    found = purchase(price=80, usual_and_customary=customary)
    assert (found["patient_pay"], *counted(found)) == (paid, paid, paid)


def test_outside_the_network_the_stores_own_price_counts() -> None:
    # T07: the base is the usual and customary price, 90, though the plan price is 80
    assert actual_cost(8_000, 9_000, in_network=False) == 9_000
    found = purchase(price=80, usual_and_customary=90, network_pharmacy=False)
    assert (found["price_that_counts"], *counted(found)) == ("90.00", "90.00", "90.00")


@pytest.mark.parametrize(("paid", "belongs"), [("2011-03-31", True), ("2011-04-01", False), ("2010-12-31", True)])
def test_the_year_of_a_fill(paid: str, belongs: bool) -> None:
    # T08: dispensed December 31, paid by March 31: in the coverage year; a day later: not
    assert purchase(dispensed_on="2010-12-31", paid_on=paid)["in_coverage_year"] is belongs
    assert in_coverage_year(date(2010, 1, 1), date(2011, 3, 31), 3)


def test_a_spread_moved_to_the_bid() -> None:
    # T03 (73 FR 28565): of a spread of 100 about 25 comes off premiums, 75 off the government
    assert premium_part_of_spread(10_000, 2_500) == 2_500
    # 12 fills of 100, spread 10%: 12 x 10 = 120; 30 off premiums, 90 off the government. In 2010 the person pays
    # 310 + 25% x 890 = 532.50 at pass-through and 310 + 25% x 1,010 = 562.50 at lock-in: 30 more, so nothing is gained or lost
    found = price_basis({"year": 2010, "spread": "0.1", "drugs": [{"drug": "A", "brand": True, "ingredient_cost": 100}]})
    assert found["drugs"][0]["lock_in_price"] == "110.00"
    assert found["premium_effect"] == {
        "spread": "120.00",
        "off_premiums": "30.00",
        "off_government": "90.00",
        "net_for_the_person": "0.00",
    }
    assert found["difference"]["patient_pay"] == "30.00"


def test_lock_in_reaches_the_gap_sooner() -> None:
    # 12 fills of 300 in 2010: the tenth passes 2,830 (October); at 330 the ninth does (2,970, September)
    found = price_basis({"year": 2010, "spread": "0.1", "drugs": [{"drug": "A", "brand": True, "ingredient_cost": 300}]})
    assert found["pass_through"]["phase_dates"]["coverage_gap"] == "2010-10-01"
    assert found["lock_in"]["phase_dates"]["coverage_gap"] == "2010-09-01"


prices = st.lists(st.integers(100, 80_000), min_size=1, max_size=4)


@given(
    year=st.integers(2006, 2010), prices=prices, spread=st.integers(0, 5_000), subsidy=st.sampled_from(["none", "full_other", "partial"])
)
def test_a_lock_in_price_never_helps_at_the_counter(year: int, prices: list[int], spread: int, subsidy: str) -> None:
    # T02, in the years that had it: cost sharing, speed through the phases, subsidy and reinsurance are never lower; the premium is.
    # Half-up rounding of a share may differ by a cent per claim and phase.
    drugs = [{"drug": f"drug {index}", "brand": index % 2 == 0, "ingredient_cost": price / 100} for index, price in enumerate(prices)]
    found = price_basis({"year": year, "spread": spread / 10_000, "drugs": drugs, "low_income_subsidy": subsidy})
    slack = 24 * len(prices)
    difference = {name: to_cents(amount) for name, amount in found["difference"].items()}
    assert difference["gross_drug_cost"] >= 0
    assert difference["patient_pay"] + difference["low_income_cost_sharing_subsidy"] >= -slack
    assert difference["troop"] >= -slack
    assert difference["medicare_reinsurance"] >= -slack
    for phase, day in found["pass_through"]["phase_dates"].items():
        if phase == "catastrophic" and spread < 100:
            continue  # measured in TrOOP, in which the cents of rounding could outweigh so small a spread
        assert found["lock_in"]["phase_dates"][phase] <= day
    assert to_cents(found["premium_effect"]["off_premiums"]) >= 0


def test_without_a_spread_both_prices_are_equal() -> None:
    found = price_basis({"year": 2012, "spread": 0, "drugs": [{"drug": "A", "brand": True, "ingredient_cost": "777.77"}]})
    assert found["pass_through"] == found["lock_in"]
    assert set(found["difference"].values()) == {"0.00"}


@pytest.mark.parametrize(("spread", "price"), [(0, 10_001), (1_000, 11_001), (10_000, 20_002)])
def test_a_lock_in_price(spread: int, price: int) -> None:
    # 100.01 x 1.10 = 110.011
    assert lock_in_price(10_001, spread) == price


def test_lock_in_was_a_choice_until_2009() -> None:
    assert [lock_in_allowed(year) for year in (2006, 2009, 2010, 2026)] == [True, True, False, False]
    basis = {
        year: next(
            rule for rule in price_basis({"year": year, "purchase": {"price": {"ingredient_cost": 1}}})["rules"] if rule["id"] == "basis"
        )
        for year in (2007, 2008, 2010)
    }
    assert [(basis[year]["law"], basis[year]["status"]) for year in (2007, 2008, 2010)] == [
        ("guidance", "single"),
        ("guidance", "unconfirmed"),
        ("codified", "confirmed"),
    ]
    # the definition of 2024 (87 FR 27704) was not read: codified, and not confirmed
    now = next(r for r in price_basis({"year": 2024, "purchase": {"price": {"ingredient_cost": 1}}})["rules"] if r["id"] == "basis")
    assert (now["law"], now["status"], now["since"]) == ("codified", "unconfirmed", "2024 (87 FR 27704)")
    assert "the least that the store can get" in now["says"]


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_the_table_of_what_counts_agrees_with_the_engines_rules(year: int) -> None:
    counts = {rule.id: bool(rule.number("counts")) for rule in counted_costs(year)}
    for kind in OtherPayerKind:
        assert counts[kind.key] == benefit_law(year).counts(kind), kind


def test_what_counts_in_three_eras() -> None:
    eras = {year: {rule.id: bool(rule.number("counts")) for rule in counted_costs(year)} for year in (2010, 2011, 2024, 2025)}
    assert (eras[2010]["adap"], eras[2011]["adap"], eras[2024]["employer"], eras[2025]["employer"]) == (False, True, False, True)
    assert "gap_discount" not in eras[2010]
    assert (eras[2011]["gap_discount"], eras[2024]["gap_discount"]) == (True, True)
    assert "gap_discount" not in eras[2025]
    assert eras[2025]["manufacturer_program"] is False
    assert all(era["patient_assistance"] is False and era["your_share"] is True for era in eras.values())


def test_the_subsidy_of_2023_counts_in_that_year_alone() -> None:
    eras = {year: {rule.id: bool(rule.number("counts")) for rule in counted_costs(year)} for year in (2022, 2023, 2024)}
    assert "insulin_vaccine_subsidy" not in eras[2022]
    assert eras[2023]["insulin_vaccine_subsidy"] is True
    assert "insulin_vaccine_subsidy" not in eras[2024]
    # and in the ledger: 25% x 300 = 75 after the deductible of 505; 35 paid, 40 by Medicare: 505 + 75; in 2024 545 + 35
    insulin = {"drug": "I", "brand": False, "insulin": True, "days_supply": 30, "channel": "standard_retail", "negotiated_price": 300}
    for year, met, troop in ((2023, 505, "580.00"), (2024, 545, "580.00")):
        member = {"year_to_date": {"gross_drug_cost": met, "troop": met}}
        fill = {**insulin, "date": f"{year}-02-01"}
        answer = adjudicate({"plan_year": year, "design": "defined_standard", "member": member, "fills": [fill]})
        assert isinstance(answer, dict)
        assert answer["totals"]["troop"] == troop


def test_outside_the_network_the_excess_over_the_plans_price_is_the_persons_and_counts() -> None:
    # T07 past the deductible of 2010: 25% x 90 = 22.50, and 90 - 80 = 10
    found = purchase(price=80, usual_and_customary=90, network_pharmacy=False, **INITIAL)
    assert (found["patient_pay"], *counted(found)) == ("32.50", "90.00", "32.50")
    # at 70, below the plan's price: 25% x 70
    found = purchase(price=80, usual_and_customary=70, network_pharmacy=False, **INITIAL)
    assert (found["patient_pay"], *counted(found)) == ("17.50", "70.00", "17.50")


def test_the_gap_discount_counts_in_the_ledger_too() -> None:
    fill = {"date": "2012-01-01", "drug": "A", "brand": True, "days_supply": 30, "channel": "standard_retail", "negotiated_price": 100}
    member = {"year_to_date": {"gross_drug_cost": 3000, "troop": 1110}}
    answer = adjudicate({"plan_year": 2012, "design": "defined_standard", "member": member, "fills": [fill]})
    assert isinstance(answer, dict)
    # 50 by the person and 50 by the maker: 1,110 + 100
    assert answer["totals"]["troop"] == "1210.00"


def test_what_counts_has_all_its_spans() -> None:
    adap = [rule for rule in counted_costs_by_span() if rule.id == "adap"]
    assert [(rule.first_year, rule.number("counts")) for rule in adap] == [(2006, 0), (2011, 1)]
    assert [[rule.holds_in(year) for year in (2010, 2011, LAST_YEAR)] for rule in adap] == [[True, False, False], [False, True, True]]


def test_the_persons_own_list_at_a_plan() -> None:
    # 30 tablets of 10.00 a month at the standard plan of 2026 (25% after 615): 615 + 25% x (3,600 - 615) = 1,361.25. At 10% more:
    # 615 + 25% x (3,960 - 615) = 1,451.25, 90.00 more; the spread is 360, of which 90 comes off premiums.
    member = Member("01604", WORCESTER, date(2026, 1, 1))
    cost = plan_year(SmallMarket(), member, [Prescription(BRAND, 30_000, 30)], CHEAP_PDP.plan_id)
    found = plan_at_two_prices(cost, LowIncomeSubsidy.NONE, 1_000)
    assert found.pass_through.sums["patient_pay"] == 1361_25
    assert found.lock_in.sums["patient_pay"] == 1451_25
    assert found.difference("patient_pay") == 90_00
    assert (found.spread, found.off_premiums, found.off_government, found.net) == (360_00, 90_00, 270_00, 0)
    assert found.pass_through.begins == {Phase.DEDUCTIBLE: date(2026, 1, 1), Phase.INITIAL_COVERAGE: date(2026, 3, 1)}


def test_a_copay_plan_shields_the_person_but_not_from_the_deductible() -> None:
    # 30 tablets of 0.50 are 15.00 a fill, at a 2.00 copay without deductible: a higher price changes nothing at the counter
    member = Member("01604", WORCESTER, date(2026, 1, 1))
    cost = plan_year(SmallMarket(), member, [Prescription(GENERIC, 30_000, 30)], CHEAP_PDP.plan_id)
    assert plan_at_two_prices(cost, LowIncomeSubsidy.NONE, 1_000).difference("patient_pay") == 0


def test_a_place_in_the_year_is_the_start_of_its_phase() -> None:
    # 2010: 310 paid of 310; then 25% x 2,520 = 630 more at 2,830; 4,550 of 6,440
    assert places(2010) == {
        Phase.DEDUCTIBLE: YearToDate(0, 0),
        Phase.INITIAL_COVERAGE: YearToDate(310_00, 310_00),
        Phase.COVERAGE_GAP: YearToDate(2830_00, 940_00),
        Phase.CATASTROPHIC: YearToDate(6440_00, 4550_00),
    }
    assert list(places(2026)) == [Phase.DEDUCTIBLE, Phase.INITIAL_COVERAGE, Phase.CATASTROPHIC]
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for phase, standing in places(year).items():
            assert buy(year, Purchase(PriceParts(1_00), to_date=standing)).row.segments[0].phase is phase


DRUG = {"drug": "A", "brand": True, "ingredient_cost": 100}


@pytest.mark.parametrize(
    ("document", "line"),
    [
        ({"year": 2010}, "$: expected drugs or a purchase, found an object"),
        ({"year": 2030, "drugs": [DRUG]}, "$.year: expected a plan year from 2006 to 2027, found 2030"),
        ({"year": 2010, "drugs": [DRUG], "spread": "1.1"}, '$.spread: expected a fraction from 0 to 1, found "1.1"'),
        ({"year": 2010, "drugs": [{**DRUG, "fills_per_year": 13}]}, "$.drugs[0].fills_per_year: expected at most 12, found 13"),
        (
            {"year": 2024, "drugs": [DRUG], "low_income_subsidy": "partial"},
            "$.low_income_subsidy: expected none or a full level (partial Extra Help ended with 2023), found partial in 2024",
        ),
        (
            {"year": 2010, "purchase": {"price": {"ingredient_cost": 1}, "paid_outside": {"kind": "gift", "amount": 1}}},
            '$.purchase.paid_outside.kind: expected one of cash, patient_assistance, found "gift"',
        ),
        (
            {"year": 2010, "purchase": {"price": {"ingredient_cost": 1}, "network_pharmacy": False}},
            "$.purchase.usual_and_customary: expected the store's own price, for a store outside the network, found nothing",
        ),
        (
            {"year": 2010, "purchase": {"price": {"ingredient_cost": 1}, "year_to_date": {"troop": "4550.01"}}},
            "$.purchase.year_to_date.troop: expected at most 4550.00, the year's threshold, found 4550.01",
        ),
        (
            {"year": 2010, "purchase": {"price": {"ingredient_cost": 1}, "year_to_date": {"gross_drug_cost": 5, "troop": "5.01"}}},
            "$.purchase.year_to_date.troop: expected at most 5.00, the gross drug cost so far, found 5.01",
        ),
        (
            {"year": 2010, "purchase": {"price": {"ingredient_cost": 1}, "dispensed_on": "2009-12-31", "paid_on": "2010-01-05"}},
            "$.purchase.dispensed_on: expected a date in 2010, found 2009-12-31",
        ),
        (
            {"year": 2010, "purchase": {"price": {"ingredient_cost": 1}, "dispensed_on": "2010-12-31"}},
            "$.purchase: expected dispensed_on and paid_on together, or neither, found an object",
        ),
    ],
)
def test_bad_input_is_refused(document: object, line: str) -> None:
    with pytest.raises(Refusal) as caught:
        price_basis(document)
    assert str(caught.value) == line
