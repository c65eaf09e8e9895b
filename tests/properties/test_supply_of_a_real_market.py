"""In the embedded market of 2026, no way to write a fill loses a priced drug, and the same use costs the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.domain.benefit import Channel, ShareKind
from finder.domain.market import Drug
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.prescription import Prescription
from finder.domain.supply import ONE
from finder.questions.plans.compare import compare_plans
from finder.sources.catalog.reading import MarketCatalog, open_catalog

ELIQUIS, WARFARIN, STELARA, HUMIRA, ALBUTEROL, LANTUS = "1364447", "855332", "853356", "1872980", "2123076", "847232"
TRELEGY, OZEMPIC, METFORMIN = "1945048", "2619154", "861007"
RETAIL = (Channel.PREFERRED_RETAIL, Channel.STANDARD_RETAIL)


@pytest.fixture(scope="module")
def market() -> MarketCatalog:
    return open_catalog(2026)


def compared(
    market: MarketCatalog, *listed: tuple[str, float, int], start: date = date(2026, 1, 1), channels: tuple[Channel, ...] = RETAIL
) -> Comparison:
    made = []
    for rxcui, quantity, days in listed:
        drug = market.drug(rxcui)
        assert drug is not None
        made.append(Prescription(drug, round(quantity * ONE), days))
    return compare_plans(market, Member("01604", market.counties("01604")[0], start, channels=channels), made)


def at(comparison: Comparison, plan_id: str) -> PlanCost:
    cost = comparison.plan_cost(plan_id)
    assert cost is not None
    return cost


@pytest.mark.parametrize(
    ("quantity", "days"),
    [(60, 30), (120, 60), (180, 90), (90, 45), (200, 100), (150, 75), (84, 42), (168, 84)],
)
def test_eliquis_twice_a_day_costs_the_same_however_it_is_written(market: MarketCatalog, quantity: int, days: int) -> None:
    # 60 tablets x 4.1451 = 248.706, 248.71; the plan's share is 20%: 49.742, so 49.74 a month, x 12 = 596.88 (before: 447.66 for 90 in 45
    # days, 663.20 for 200 in 100 days)
    cost = at(compared(market, (ELIQUIS, quantity, days)), "H2261-024-000")
    (drug,) = cost.drugs
    assert (drug.fills, drug.gross, drug.patient_pay) == (12, 12 * 248_71, 596_88)
    assert drug.split_into_months is (days != 30)
    assert sum(row.patient_pay for row in cost.ledger.rows) == 596_88


def test_the_same_holds_at_every_plan_of_the_county(market: MarketCatalog) -> None:
    monthly = compared(market, (ELIQUIS, 60, 30), (WARFARIN, 30, 30))
    for eliquis, warfarin in ((120, 60), 60), ((180, 90), 90), ((90, 45), 30), ((200, 100), 75):
        written = compared(market, (ELIQUIS, *eliquis), (WARFARIN, warfarin, warfarin))
        for cost in monthly.plans:
            assert at(written, cost.plan.plan_id).drug_cost == cost.drug_cost


@pytest.mark.parametrize(
    ("rxcui", "quantity", "days", "fills"),
    [
        (STELARA, 1, 84, 4),  # 365 / 84 = 4.35
        (STELARA, 1, 90, 4),
        (WARFARIN, 100, 90, 12),  # month by month
        (ALBUTEROL, 8.5, 75, 5),  # 365 / 75 = 4.87
        (ALBUTEROL, 8.5, 25, 15),  # 365 / 25 = 14.6
        (HUMIRA, 1, 90, 4),
        (HUMIRA, 2, 28, 13),
        (LANTUS, 15, 75, 5),
    ],
)
def test_no_plan_loses_a_drug_that_it_lists_and_prices(market: MarketCatalog, rxcui: str, quantity: float, days: int, fills: int) -> None:
    comparison = compared(market, (rxcui, quantity, days))
    assert len(comparison.plans) == 47
    for cost in comparison.plans:
        (drug,) = cost.drugs
        assert drug.counted or not drug.covered
        if drug.counted:
            assert drug.fills == fills
            assert sum(row.price for row in cost.ledger.rows) == drug.gross


def test_an_indivisible_supply_costs_a_share_per_started_month(market: MarketCatalog) -> None:
    # 100 tablets in 90 days: 34, 33 and 33 a month, four times; each month is a claim of its own
    divided = at(compared(market, (WARFARIN, 100, 90)), "H2261-024-000")
    assert [row.claim.date.month for row in divided.ledger.rows] == list(range(1, 13))
    assert len({row.price for row in divided.ledger.rows}) <= 2
    # one claim of 1 mL that begins three months (84 / 31 = 2.7)
    whole = at(compared(market, (STELARA, 1, 84)), "H5793-014-000")
    assert [row.claim.days_supply for row in whole.ledger.rows] == [84] * 4
    assert (whole.drugs[0].monthly_shares, "a_share_a_month" in whole.notes) == (3, True)


@pytest.mark.parametrize("channels", [RETAIL, RETAIL[:1], RETAIL[1:], (Channel.PREFERRED_MAIL,), (Channel.STANDARD_MAIL,)])
@pytest.mark.parametrize(
    ("rxcui", "quantity", "lengths"),
    [
        (METFORMIN, 120, (30, 45, 60, 75, 90)),
        (ALBUTEROL, 18, (30, 60, 90)),
        (LANTUS, 15, (30, 60, 90)),
        (TRELEGY, 60, (30, 60, 90)),
        (OZEMPIC, 3, (28, 56, 84)),
        (HUMIRA, 2, (28, 56, 84, 112)),
    ],
)
def test_the_same_use_of_tablets_packages_and_insulin_costs_the_same_at_every_plan_and_pharmacy(
    market: MarketCatalog, rxcui: str, quantity: int, lengths: tuple[int, ...], channels: tuple[Channel, ...]
) -> None:
    # no plan of this market has a share of its own for 60 or 90 days: every longer fill is bought as the first one
    first, *others = (compared(market, (rxcui, quantity * days / lengths[0], days), channels=channels) for days in lengths)
    assert any(cost.drugs[0].counted for cost in first.plans)
    for cost in first.plans:
        for other in others:
            drug = at(other, cost.plan.plan_id).drugs[0]
            assert (drug.gross, drug.patient_pay) == (cost.drugs[0].gross, cost.drugs[0].patient_pay)


def _solid(market: MarketCatalog) -> list[Drug]:
    return [drug for drug in market.drugs() if drug.solid_oral]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_priced_drug_has_a_cost_at_every_plan_that_lists_it(market: MarketCatalog, data: st.DataObject) -> None:
    drugs = data.draw(st.lists(st.sampled_from(list(market.drugs())), min_size=1, max_size=5, unique_by=lambda drug: drug.rxcui))
    listed = [
        (drug.rxcui, data.draw(st.integers(1, 400)) / data.draw(st.sampled_from([1, 2])), data.draw(st.integers(1, 366))) for drug in drugs
    ]
    comparison = compared(market, *listed, start=date(2026, data.draw(st.integers(1, 12)), 1))
    for cost in comparison.plans:
        for drug in cost.drugs:
            assert drug.counted or not drug.covered
            if drug.counted:
                assert drug.fills >= 1
        assert sum(row.patient_pay for row in cost.ledger.rows) == cost.drug_cost


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_same_daily_use_written_five_ways_costs_the_same_except_copays(market: MarketCatalog, data: st.DataObject) -> None:
    drug, a_day = data.draw(st.sampled_from(_solid(market))), data.draw(st.integers(1, 4))
    ways = [compared(market, (drug.rxcui, a_day * days, days)) for days in (30, 45, 60, 75, 90)]
    for cost in ways[0].plans:
        same = [at(way, cost.plan.plan_id).drugs[0] for way in ways]
        if not cost.drugs[0].counted:
            continue
        assert len({one.gross for one in same}) == 1
        tier = cost.plan.design.tiers.get(cost.drugs[0].tier)
        shares = tier.initial_coverage.values() if tier else ()
        if all(share.kind is ShareKind.COINSURANCE for share in shares):
            assert len({one.patient_pay for one in same}) == 1
