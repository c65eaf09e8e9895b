"""The sums of a year against its ledger: the ranking and the opened plan have the same cents."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenarios import ERAS, PRICES, designs, members, money

from finder.adjudication.accumulators import phase_after
from finder.adjudication.charges import Charge
from finder.adjudication.engine import adjudicate_year, step_of, walk
from finder.adjudication.fills import fills_by_month
from finder.adjudication.shares import claim_shares, kind_of
from finder.adjudication.terms import CHOICE_SETTINGS, PlanYearTerms
from finder.documents.adjudicate import Scenario, checked
from finder.domain.claim import Accumulators, Claim
from finder.domain.prescription import Fill

CHANNEL = "standard_retail"
DRAWN = ("enhanced_troop_credit", "exempt_tier_deductible_credit", "insulin_deductible_2023")
PATTERNS = {
    "each month": [(month, 1) for month in range(1, 13)],
    "each month, later": [(month, 15) for month in range(1, 13)],
    "from July": [(month, 1) for month in range(7, 13)],
    "each quarter": [(month, 1) for month in (1, 4, 7, 10)],
    "twice a month": [(month, day) for month in range(1, 13) for day in (1, 16)],
    "once": [(5, 1)],
}


@st.composite
def bought(draw: st.DrawFn, year: int, label: str) -> list[dict[str, Any]]:
    """The equal fills of one drug. Its price is random, or such that some fill ends at a boundary, one cent before or after it."""
    law = oracle.Numbers(year)
    boundaries = [law.dollars("deductible"), law.dollars("oop_threshold"), law.dollars("oop_threshold") * 4]
    if year <= 2024:
        boundaries.append(law.dollars("initial_coverage_limit"))
    aimed = int(draw(st.sampled_from(boundaries)) * 100) // draw(st.integers(1, 14)) + draw(st.sampled_from([-1, 0, 0, 1]))
    price = draw(st.one_of(st.just(max(aimed, 0)), st.sampled_from(PRICES), st.integers(0, 400_000)))
    kind = draw(st.sampled_from(["brand", "generic", "generic", "insulin", "vaccine"]))
    fill = {
        "drug": label,
        "brand": kind == "brand" or (kind != "generic" and draw(st.booleans())),
        "tier": draw(st.integers(1, 3)),
        "days_supply": draw(st.sampled_from([14, 30, 30, 30, 31, 45, 90])),
        "channel": CHANNEL,
        "negotiated_price": money(price),
        **({kind: True} if kind in ("insulin", "vaccine") else {}),
    }
    if price >= 400 and draw(st.booleans()):
        fill["dispensing_fee"] = draw(st.sampled_from(["0.50", "2.00", "4.00"]))
    days = PATTERNS[draw(st.sampled_from(sorted(PATTERNS)))]
    return [{**fill, "date": f"{year}-{month:02d}-{day:02d}"} for month, day in days]


@st.composite
def years(draw: st.DrawFn, first: int, last: int) -> dict[str, Any]:
    year = draw(st.integers(first, last))
    drugs = [draw(bought(year, label)) for label in "ABCDE"[: draw(st.integers(1, 5))]]
    document = {"plan_year": year, "design": draw(designs(year, [CHANNEL])), "member": draw(members(year))}
    document["choices"] = {name: draw(st.sampled_from(CHOICE_SETTINGS[name])) for name in DRAWN}
    document["fills"] = sorted((fill for fills in drugs for fill in fills), key=lambda fill: fill["date"])
    return document


def charges_of(terms: PlanYearTerms, claims: list[Claim]) -> list[Charge]:
    """One charge per drug, in order of name."""
    one_of = {claim.drug: claim for claim in claims}
    return [
        Charge(claim_shares(terms, kind_of(one)), one.negotiated_price, one.dispensing_fee, one.selected_drug)
        for one in (one_of[label] for label in sorted(one_of))
    ]


def fills_of(claims: list[Claim]) -> list[list[Fill]]:
    """The fills of each drug, in order of name."""
    labels = sorted({claim.drug for claim in claims})
    return [[Fill(claim.date, 0, claim.days_supply) for claim in claims if claim.drug == label] for label in labels]


@pytest.mark.parametrize(("first", "last"), ERAS)
@given(st.data())
def test_the_sums_of_a_year_match_its_ledger(first: int, last: int, data: st.DataObject) -> None:
    terms, claims, opening = checked(Scenario.model_validate(data.draw(years(first, last))))
    ledger = adjudicate_year(terms, claims, opening)
    charges, paid = charges_of(terms, claims), [0] * len({claim.drug for claim in claims})
    by_month = {month: list(rows) for month, rows in groupby(ledger.rows, lambda row: row.claim.date.month)}
    accumulators, at_end, phase = opening, opening, phase_after(terms, opening)
    for month, order in enumerate(fills_by_month(fills_of(claims)), start=1):
        before = sum(paid)
        accumulators = walk(step_of(terms.year.law), terms, charges, order, accumulators, paid)
        rows = by_month.get(month, [])
        if rows:
            at_end, phase = rows[-1].accumulators, rows[-1].phase
        assert sum(paid) - before == sum(row.patient_pay for row in rows)
        assert (accumulators, phase_after(terms, accumulators)) == (at_end, phase)
    for label, pays in zip(sorted({claim.drug for claim in claims}), paid, strict=True):
        assert pays == sum(row.patient_pay for row in ledger.rows if row.claim.drug == label)


def test_a_claim_after_one_that_lands_on_the_threshold_is_above_it() -> None:
    # 2023, threshold 7,400: A's copay of 740.00 reaches it with the tenth fill, to the cent. B, free below it, bought after A on the same
    # day, costs 5% x 100.00 = 5.00 (above the minimum of 4.15) from that very fill on: October to December, 15.00.
    # A: 10 x 740.00 + 2 x 5% x 2,000.00 = 7,600.00.
    tier = {"deductible_applies": False}
    shares = {copay: {CHANNEL: {"30": {"copay": copay}}} for copay in ("740.00", "0.00")}
    design = {
        "benefit_type": "enhanced_alternative",
        "deductible": "0.00",
        "initial_coverage_limit": "99999.00",
        "tiers": {"1": {**tier, "initial_coverage": shares["740.00"]}, "2": {**tier, "initial_coverage": shares["0.00"]}},
    }
    fill = {"date": "2023-01-01", "brand": False, "days_supply": 30, "channel": CHANNEL}
    two = [{**fill, "drug": "A", "tier": 1, "negotiated_price": "2000.00"}, {**fill, "drug": "B", "tier": 2, "negotiated_price": "100.00"}]
    scenario = Scenario.model_validate({"plan_year": 2023, "design": design, "member": {"low_income_subsidy": "none"}, "fills": two})
    assert paid_in_a_year(*checked(scenario)) == [7_600_00, 15_00]


def test_insulin_of_2023_credits_less_as_another_drug_fills_the_deductible() -> None:
    # 2023, standard benefit, to the month in which insulin's credit changes: I (400.00, first of the day) would have owed its whole price
    # while 505.00 - met >= 400.00. G (50.00) fills the deductible: met 0, 50, 100, 150 before I of January to April.
    # January to March I credits 400.00; in April 355.00 are open: 355.00 + 25% x 45.00 = 366.25. Paid 35.00 each time.
    # TrOOP at the end of March 3 x 450.00 = 1,350.00; of April 1,350.00 + 366.25 + 50.00 = 1,766.25.
    fill = {"date": "2023-01-01", "tier": 1, "days_supply": 30, "channel": CHANNEL}
    insulin = {**fill, "drug": "I", "brand": False, "insulin": True, "negotiated_price": "400.00"}
    generic = {**fill, "drug": "G", "brand": False, "negotiated_price": "50.00"}
    scenario = Scenario.model_validate({"plan_year": 2023, "design": "defined_standard", "fills": [insulin, generic]})
    terms, claims, accumulators = checked(scenario)
    charges = [Charge(claim_shares(terms, kind_of(claim)), claim.negotiated_price, 0, False) for claim in claims]
    at_end, paid = [], [0, 0]
    for _ in range(4):
        accumulators = walk(step_of(terms.year.law), terms, charges, (0, 1), accumulators, paid)
        at_end.append(accumulators.troop)
    assert at_end == [450_00, 900_00, 1350_00, 1766_25]


def paid_in_a_year(terms: PlanYearTerms, claims: list[Claim], opening: Accumulators) -> list[int]:
    """What is paid for each claim, all bought every month in their order."""
    charges, paid = [Charge(claim_shares(terms, kind_of(claim)), claim.negotiated_price, 0, False) for claim in claims], [0] * len(claims)
    walk(step_of(terms.year.law), terms, charges, [*range(len(claims))] * 12, opening, paid)
    return paid
