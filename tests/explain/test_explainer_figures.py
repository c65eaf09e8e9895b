"""Payment plan, benefit by year and price: figures match their tables and state a finding, and words are plain."""

from __future__ import annotations

import re
from typing import Any

import pytest

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.money import to_cents
from finder.domain.payment_plan import OwnCosts
from finder.domain.price_basis import PricedDrug, PriceParts, Purchase
from finder.explain.explainers import benefit_year as benefit
from finder.explain.explainers import payment_plan, price_basis
from finder.explain.kit.section import Figure, Fold, Table, texts
from finder.parameters.rule_sets import all_rules
from finder.questions.explainers.benefit_year import benefit_year, coverage_gap_by_year
from finder.questions.explainers.payment_plan import payment_plan as ask_payment_plan
from finder.questions.explainers.price_basis import counted_costs_by_span, list_at_two_prices, purchase
from tests.reading import grade

BILLS = ask_payment_plan(OwnCosts(2025, 3, (100_00, 0, 900_00, *[50_00] * 9)))
BENEFIT, AGAINST = benefit_year(2012, 8000_00, 50_00), benefit_year(2026, 8000_00, 50_00)
PRICES = list_at_two_prices(2010, [PricedDrug("A", True, PriceParts(500_00))], LowIncomeSubsidy.NONE, 1_000)

BOUGHT = purchase(2010, Purchase(PriceParts(100_00, 2_00)))


def cells(table: Table) -> str:
    return "\n".join(cell for row in table.rows for cell in row if isinstance(cell, str))


def amounts(drawn: Figure) -> list[int]:
    """Every amount that a figure draws, in cents."""
    found = []
    for trace in drawn.figure.data:
        values: Any = trace.x if trace.orientation == "h" else trace.y
        found += [round(value * 100) for value in values]
    return found


@pytest.mark.parametrize(
    ("drawn", "table"),
    [
        (benefit.phases_figure(BENEFIT), benefit.phases_table(BENEFIT)),
        (benefit.years_figure(BENEFIT, AGAINST), benefit.years_table(BENEFIT, AGAINST)),
        (price_basis.two_prices_figure(PRICES), price_basis.two_prices_table(PRICES)),
    ],
    ids=["phases", "years", "prices"],
)
def test_a_figures_amounts_are_in_its_table(drawn: Figure, table: Table) -> None:
    printed = {to_cents(text.replace(",", "")) for text in re.findall(r"\$([0-9,]+\.[0-9]{2})", cells(table))}
    assert amounts(drawn)
    assert set(amounts(drawn)) <= printed
    assert drawn.alt.endswith(".")
    assert "$" in drawn.alt


def test_the_bills_are_drawn_in_order_to_one_height() -> None:
    # 2025, joined in March: January's 100 of the highest month, 900, is 11.11%; March's bill is 190: 21.11%
    drawn = payment_plan.months_figure(BILLS).html
    store, bills = drawn.split("With the payment plan")
    assert re.findall(r"<b>(\w+)</b>", store)[:3] == ["Jan", "Feb", "Mar"]
    assert re.findall(r"height:([0-9.]+)%", store)[:3] == ["11.11", "100.00", "5.56"]  # nothing is drawn for February
    assert re.findall(r"finder-tone-(\w+)\" style=\"height:([0-9.]+)%", bills)[:2] == [("mark", "11.11"), ("you", "21.11")]


def test_the_gap_has_a_figure_and_a_table() -> None:
    years = coverage_gap_by_year()
    drawn = benefit.gap_figure(years)
    brand, generic = (dict(zip(trace.x, trace.y, strict=True)) for trace in drawn.figure.data)
    assert (brand["2010"], brand["2013"], brand["2025"]) == (100, 47.5, None)
    assert (generic["2011"], generic["2024"]) == (93, 25)
    rows = {row[0]: row for row in benefit.gap_table(years).rows}
    assert rows["2013"][1:4] == ("47.5%", "79%", "50%")
    assert rows["2026"][1] == "no gap"


def test_parts_can_be_told_apart_without_color() -> None:
    for drawn in (price_basis.two_prices_figure(PRICES),):
        patterns = [trace.marker.pattern.shape for trace in drawn.figure.data]
        assert len(set(patterns)) == len(patterns)


def test_the_table_of_bills_explains_each_bill() -> None:
    # joined in March: (2,000 - 100) / 10 = 190.00; then (710 + 50) / 9 = 84.44
    rows = payment_plan.months_table(BILLS).rows
    assert rows[0] == ("January", "$100.00", "$100.00", "not joined yet", "paid at the store")
    assert rows[2] == ("March", "$900.00", "$190.00", "$710.00", "most: ($2,000.00 - $100.00) / 10 = $190.00; you owe $900.00")
    assert rows[3] == ("April", "$50.00", "$84.44", "$675.56", "($710.00 + $50.00) / 9 = $84.44")
    assert rows[-1][1:3] == ("$1,450.00", "$1,450.00")


@pytest.mark.parametrize(
    ("joined", "monthly", "first"),
    [
        (
            11,
            [0] * 10 + [700, 700],
            "If you join in November, the payment plan changes nothing. Each month's bill is what its drugs cost you.",
        ),
        # cap 2,100 / 12 = 175 x 1; nothing follows: 1,200 / 12
        (1, [1200, *[0] * 11], "Your highest month falls from $1,200.00 to $100.00."),
        # 100.00, (0 + 100) / 2 = 50.00, 50 + 100 = 150.00
        (10, [0] * 9 + [100] * 3, "You pay less at first and more later. Your highest month rises from $100.00 to $150.00."),
        (6, [900, *[0] * 11], "You owe nothing for drugs from then on, so there is nothing to spread."),
    ],
)
def test_the_headline_says_what_the_bills_do(joined: int, monthly: list[int], first: str) -> None:
    costs = tuple(amount * 100 for amount in monthly)
    answer = ask_payment_plan(OwnCosts(2026, joined, costs, low_income_subsidy=LowIncomeSubsidy.FULL_OTHER))
    assert payment_plan.headline(answer)[0] == first
    said = [
        *payment_plan.headline(answer),
        payment_plan.next_step(answer),
        *payment_plan.bills_sentences(answer),
        *payment_plan.notice_sentences(answer),
    ]
    assert "You have Extra Help." in " ".join(said)
    assert grade("\n".join(said)) <= 6


def test_the_two_prices_show_the_persons_gain_or_loss() -> None:
    # 2010, 12 fills of 500 at 10%: 6,000 is in the gap: 310 + 630 + 3,170 = 4,110. 6,600 passes 6,440: 4,550 and 160 above it, all in
    # December, 5% of it 8.00, at least 6.30: 4,558.00; 448.00 more. The spread is 600, of which 150 comes off premiums.
    said = price_basis.two_prices_sentences(PRICES)
    assert said[0] == "If the drug manager kept 10% on top, you would pay $448.00 more at the drug store in the year."
    assert said[1] == "About $150.00 would come off a year of premiums, if all members bought what you buy."
    rows = {row[0]: row[1:] for row in price_basis.two_prices_table(PRICES).rows}
    assert rows["Catastrophic begins"] == ("not reached", "December 1, 2010", "reached at one price only")
    assert rows["Coverage gap begins"] == ("June 1, 2010", "June 1, 2010", "the same day")  # 6 x 500 and 6 x 550 pass 2,830


def test_what_counts_has_a_column_per_era() -> None:
    table = price_basis.counted_by_year_table(counted_costs_by_span())
    assert [column.heading for column in table.columns[1:]] == ["2006 to 2010", "2011 to 2022", "2023", "2024", "From 2025"]
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["What AIDS drug assistance (ADAP) pays."] == ("Does not count", "Counts", "Counts", "Counts", "Counts")
    gap = rows["The drug maker's discount in the coverage gap."]
    assert gap == ("Not in this year", "Counts", "Counts", "Counts", "Not in this year")
    of_2023 = rows["What Medicare pays, for insulin and shots, of the share you would have owed."]
    assert of_2023 == ("Not in this year", "Not in this year", "Counts", "Not in this year", "Not in this year")


def test_each_rule_and_number_shows_citation_kind_and_status() -> None:
    _, rules, table, _ = payment_plan.law(BILLS)
    assert isinstance(rules, Table)
    assert isinstance(table, Table)
    assert all(all(row) for row in rules.rows)
    numbers = cells(table)
    assert "$2,000 a year" in numbers
    assert "The yearly limit on what you pay" in numbers
    assert "One source only" in numbers
    (folded,) = (section for section in benefit.law(2012) if isinstance(section, Fold))
    assert "$320 a year" in texts(folded.sections)


TEXTS = {
    "payment plan": [
        *texts((*payment_plan.intro(), *payment_plan.empty())),
        payment_plan.next_step(BILLS),
        payment_plan.NO_COSTS,
        *payment_plan.notice_sentences(BILLS),
        *payment_plan.bills_sentences(BILLS),
        *payment_plan.headline(BILLS),
    ],
    "benefit": [
        *texts((*benefit.intro(), *benefit.empty(), benefit.sections(BENEFIT, AGAINST, ())[-1])),
        *benefit.headline(BENEFIT),
    ],
    "price": [
        *texts((*price_basis.intro(), *price_basis.manager(), price_basis.purchase_sections(BOUGHT)[-1])),
        price_basis.NO_LIST,
        *price_basis.purchase_sentences(BOUGHT),
        *price_basis.two_prices_sentences(PRICES),
    ],
    **{topic: [rule.says for rule in all_rules(topic)] for topic in ("payment_plan", "price_basis", "counted_costs")},
}


@pytest.mark.parametrize("name", TEXTS)
def test_words_are_at_grade_six_or_below(name: str) -> None:
    assert grade("\n".join(TEXTS[name])) <= 6
