"""One plan's year in tables, figures and CSV, worked out by hand: a brand at 300.00 a month, deductible 615.

January and February 300 each in the deductible; March 15 more of it, then 25% of 285 = 71.25, so 86.25; from April 75 a month.
Of March's 285 above the deductible the manufacturer pays 10% = 28.50 and the plan 285 - 71.25 - 28.50 = 185.25.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from finder.documents.downloads import ledger_csv
from finder.domain.benefit import Phase
from finder.domain.member import Member
from finder.domain.money import dollars
from finder.domain.plan_cost import PlanCost
from finder.domain.prescription import Prescription
from finder.explain.kit.escapes import in_cell
from finder.explain.kit.section import CONFIG, Cell, Details, Table
from finder.explain.messages import speaking
from finder.explain.plans.charts import month_figure, payers_figure, phases_figure
from finder.explain.plans.ledger import claims_by_month, crossing_sentences, phase_table, spans
from finder.explain.plans.tables import drug_table, month_table, payer_months, payer_table
from finder.questions.plans.compare import plan_year
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, WORCESTER, SmallMarket

MEMBER = Member("01604", WORCESTER, date(2026, 1, 1))


@pytest.fixture(scope="module")
def cost() -> PlanCost:
    return plan_year(SmallMarket(), MEMBER, [Prescription(BRAND, 30_000, 30)], CHEAP_PDP.plan_id)


def test_months_show_drugs_premium_and_both(cost: PlanCost) -> None:
    rows = month_table(cost).rows
    assert rows[0] == ("Jan", "$300.00", "$10.00", "$310.00")
    assert rows[2] == ("Mar", "$86.25", "$10.00", "$96.25")
    assert rows[12] == ("All", "$1,361.25", "$120.00", "$1,481.25")  # 600 + 86.25 + 9 x 75; 12 x 10


def test_each_phase_has_dates_and_payments(cost: PlanCost) -> None:
    assert [(span.phase, span.start, span.end) for span in spans(cost)] == [
        (Phase.DEDUCTIBLE, date(2026, 1, 1), date(2026, 3, 1)),
        (Phase.INITIAL_COVERAGE, date(2026, 3, 1), date(2027, 1, 1)),
    ]
    assert crossing_sentences(cost) == ("March 1, 2026: Brandex takes you from deductible to initial coverage.",)
    rows = phase_table(cost).rows
    assert [row[:3] for row in rows] == [
        ("Deductible", "January 1 to March 1", "$615.00"),
        ("Initial coverage", "March 1 to the end of the year", "$746.25"),  # 71.25 + 9 x 75
    ]


def test_a_phase_that_begins_and_ends_on_one_day_keeps_its_row() -> None:
    heavy = plan_year(SmallMarket(), MEMBER, [Prescription(BRAND, 90_000, 30)], CHEAP_PDP.plan_id)  # 900.00 a fill, above 615 at once
    assert phase_table(heavy).rows[0][:3] == ("Deductible", "January 1 only", "$615.00")


def test_payers_are_summed_by_month_and_zeros_are_left_out(cost: PlanCost) -> None:
    months = payer_months(cost)
    assert set(months) == {"patient_pay", "manufacturer", "plan"}
    assert [amounts[2] for amounts in months.values()] == [86_25, 28_50, 185_25]
    assert payer_table(cost).rows[2] == ("March", "$86.25", "$28.50", "$185.25", "$300.00")


def claim_rows(cost: PlanCost) -> list[tuple[Cell, ...]]:
    folds = claims_by_month(cost)
    return [row for fold in folds for table in fold.sections if isinstance(table, Table) for row in table.rows]


def test_the_ledger_explains_in_plain_words_with_the_citation(cost: PlanCost) -> None:
    row = claim_rows(cost)[2]
    assert row[:5] == (
        "Mar 1: Brandex (brandine 5 MG Oral Tablet)",
        "$300.00",
        "$86.25",
        "Drug maker $28.50, Drug plan $185.25",
        "Deductible $15.00, then Initial coverage $285.00",
    )
    why = row[6]
    assert isinstance(why, Details)
    assert why.summary == "Why $86.25"
    assert why.lines[0][0] == "$15.00 falls in the deductible. The plan pays none of that."
    assert why.lines[0][1].endswith("42 CFR 423.104(d)(1).")
    assert [plain for plain, _ in why.lines if plain == "The share of the price that the plan asks for here is $71.25."]


def test_the_csv_has_the_same_numbers_as_the_ledger(cost: PlanCost) -> None:
    rows = list(csv.DictReader(io.StringIO(ledger_csv(cost), newline="")))
    assert len(rows) == 12
    march = rows[2]
    assert (march["date"], march["price"], march["patient_pay"], march["manufacturer"], march["plan"]) == (
        "2026-03-01",
        "300.00",
        "86.25",
        "28.50",
        "185.25",
    )
    assert "coinsurance 71.25 (42 CFR 423.104(d)(2))" in march["rules"]
    assert [row["patient_pay"] for row in rows] == [dollars(row.patient_pay) for row in cost.ledger.rows]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_csv_is_a_formula(start: str) -> None:
    assert in_cell(f"{start}SUM(A1)") == f"'{start}SUM(A1)"
    wicked = replace(BRAND, name=f"{start}HYPERLINK(1)")
    year = plan_year(SmallMarket(), MEMBER, [Prescription(wicked, 30_000, 30)], CHEAP_PDP.plan_id)
    assert f"'{start}HYPERLINK(1)" in ledger_csv(year)


def test_an_ordinary_cell_is_left_alone() -> None:
    assert in_cell("a=b 1.00") == "a=b 1.00"


def test_the_drug_table_has_tier_price_and_what_you_pay(cost: PlanCost) -> None:
    row = drug_table(cost).rows[0]
    assert row[0] == "Brandex (brandine 5 MG Oral Tablet)"
    assert row[3:] == ("$300.00", "12", "$1,361.25")


def test_each_figure_states_its_finding_and_matches_its_table(cost: PlanCost) -> None:
    assert month_figure(cost).alt == "Cheap Premium Rx: you pay most, about $310 in January, and least, about $85 in April."
    drugs, premium = month_figure(cost).figure.data
    assert (drugs.y[2], premium.y[2]) == (86.25, 10.0)
    assert phases_figure(cost).alt == "Phases of the year: deductible from January 1 and initial coverage from March 1."
    # the plan: March 185.25, then 9 x (300 - 75 - 30) = 1,755; the manufacturer: 28.50 + 9 x 30 = 298.50
    assert payers_figure(cost).alt == "Who pays for the drugs this year: You about $1,361, Drug maker about $299, Drug plan about $1,940."
    assert CONFIG["displayModeBar"] is False


def test_parts_of_a_chart_differ_by_pattern_not_only_by_color(cost: PlanCost) -> None:
    for figure in (month_figure(cost), payers_figure(cost)):
        patterns = [bar.marker.pattern.shape for bar in figure.figure.data]
        assert len(set(patterns)) == len(patterns)


def test_the_months_of_the_phases_are_in_the_language(cost: PlanCost) -> None:
    assert phases_figure(cost).figure.layout.xaxis.ticktext[:4] == ("Jan", "Feb", "Mar", "Apr")
    with speaking("es"):
        axis = phases_figure(cost).figure.layout.xaxis
    assert axis.ticktext[:4] == ("ene", "feb", "mar", "abr")
    assert [str(day)[5:7] for day in axis.tickvals] == [f"{number:02}" for number in range(1, 13)]


def test_a_plan_that_covers_nothing_has_a_year_too() -> None:
    market = SmallMarket(lists={CHEAP_PDP.plan_id: []})
    nothing = plan_year(market, MEMBER, [Prescription(GENERIC, 30_000, 30)], CHEAP_PDP.plan_id)
    assert claims_by_month(nothing) == ()
    assert payers_figure(nothing).alt == "This plan pays for none of your drugs."
    assert phases_figure(nothing).alt == "Phases of the year: deductible from January 1."
