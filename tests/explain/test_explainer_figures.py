"""Payment plan, benefit by year and price: figures match their tables and state a finding, and words are plain."""

from __future__ import annotations

import re

import pytest

from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.payment_plan import OwnCosts
from finder.domain.price_basis import PricedDrug, PriceParts, Purchase
from finder.explain.explainers import benefit_year as benefit
from finder.explain.explainers import payment_plan, price_basis
from finder.explain.kit.section import Fold, Table, texts
from finder.parameters.rule_sets import all_rules
from finder.questions.explainers.benefit_year import benefit_year, coverage_gap_by_year, steps_by_year
from finder.questions.explainers.payment_plan import payment_plan as ask_payment_plan
from finder.questions.explainers.price_basis import counted_costs_by_span, list_at_two_prices, places, purchase
from tests.reading import grade

BILLS = ask_payment_plan(OwnCosts(2025, 3, (100_00, 0, 900_00, *[50_00] * 9)))
BENEFIT, AGAINST = benefit_year(2012, 8000_00, 50_00), benefit_year(2026, 8000_00, 50_00)
STEPS = steps_by_year(50_00, benefit.scale_of(8000_00))
PRICES = list_at_two_prices(2010, [PricedDrug("A", True, PriceParts(500_00))], LowIncomeSubsidy.NONE, 1_000)

BOUGHT = purchase(2010, Purchase(PriceParts(100_00, 2_00)))


def cells(table: Table) -> str:
    return "\n".join(cell for row in table.rows for cell in row if isinstance(cell, str))


def test_the_bills_are_drawn_in_order_to_one_height() -> None:
    # 2025, joined in March: January's 100 of the highest month, 900, is 11.11%; March's bill is 190: 21.11%
    drawn = payment_plan.months_figure(BILLS).html
    store, bills = drawn.split("With the payment plan")
    assert re.findall(r"<b>(\w+)</b>", store)[:3] == ["Jan", "Feb", "Mar"]
    assert re.findall(r"height:([0-9.]+)%", store)[:3] == ["11.11", "100.00", "5.56"]  # nothing is drawn for February
    assert re.findall(r"finder-tone-(\w+)\" style=\"height:([0-9.]+)%", bills)[:2] == [("mark", "11.11"), ("you", "21.11")]


def test_the_steps_of_a_year_are_drawn_to_scale_with_a_pin() -> None:
    # 2012, half brands, drawn to 13,000: the deductible is 320 wide: 2.46%; initial coverage 2,930 - 320 = 2,610: 20.08%, of which
    # the person pays a quarter; the pin stands at 8,000: 61.54%
    drawn = benefit.steps_figure(BENEFIT, next(steps for steps in STEPS if steps.year == 2012)).html
    assert re.findall(r"<div style=\"width:([0-9.]+)%", drawn)[:2] == ["2.46", "20.08"]
    parts = re.findall(r"finder-tone-(\w+)\" style=\"height:([0-9.]+)%", drawn)
    assert parts[:3] == [("you", "100.00"), ("plan", "75.00"), ("you", "25.00")]
    assert 'class="finder-pin" style="left:61.54%' in drawn
    assert "Your drugs: $8,000" in drawn
    assert "1 Deductible · 2 Initial coverage · 3 Coverage gap · 4 Catastrophic" in drawn


def test_two_years_are_lines_of_what_each_pays() -> None:
    # 2026: 615 + 25% x (8,000 - 615) = 2,461.25, but the limit is 2,100: 26.25% of 8,000
    drawn = benefit.years_figure(BENEFIT, AGAINST).html
    assert "You: $2,100.00" in drawn
    assert 'finder-tone-you" style="left:0.00%;width:26.25%' in drawn


def test_the_gap_opens_and_closes_over_the_years() -> None:
    drawn = benefit.gap_figure(BENEFIT, STEPS)
    lines = dict(re.findall(r"<b>(20\d\d)</b></div>(.*?)</div></div>", drawn.html))
    box = re.compile(r"finder-tone-bad\" style=\"left:([0-9.]+)%;width:([0-9.]+)%(?:;--part:([0-9.]+))?")
    gaps = {int(year): box.search(line) for year, line in lines.items()}
    assert list(gaps) == list(range(2006, 2028))
    assert [year for year, gap in gaps.items() if gap is None] == [2025, 2026, 2027]
    # 2006: from 2,250 to 5,100 of 13,000, all of it paid by the person
    assert gaps[2006] is not None
    assert gaps[2006].groups() == ("17.31", "21.92", None)
    assert gaps[2020] is not None
    assert gaps[2020][3] == "0.25"
    assert drawn.html.count("finder-lane-strong") == 1
    rows = {row[0]: row for row in benefit.gap_table(coverage_gap_by_year()).rows}
    assert rows["2013"][1:4] == ("47.5%", "79%", "50%")
    assert rows["2026"][1] == "no gap"


def test_a_price_is_drawn_step_by_step() -> None:
    # 2026 past the deductible: 100 + 2 = 102, of which the plan pays 65%, 66.30, the maker 10%, 10.20, and the person the rest, 25.50:
    # 25.50 / 102 = 25%; the maker's 10% stand on them, the plan's 65% on those
    bought = purchase(2026, Purchase(PriceParts(100_00, 2_00), to_date=places(2026)[Phase.INITIAL_COVERAGE]))
    drawn = price_basis.price_figure(bought).html
    assert re.findall(r"<b>([^<]*)</b><span>([^<]*)</span>", drawn) == [
        ("The drug itself", "+ $100.00"),
        ("The store&#x27;s fee", "+ $2.00"),
        ("Plan price", "$102.00"),
        ("Paid by: Drug plan", "- $66.30"),
        ("Paid by: Drug maker", "- $10.20"),
        ("You pay", "$25.50"),
    ]
    boxes = dict(re.findall(r"finder-tone-(\w+)\" style=\"(left:[0-9.]+%;width:[0-9.]+)%", drawn))
    assert (boxes["plan"], boxes["maker"], boxes["you"]) == ("left:35.00%;width:65.00", "left:25.00%;width:10.00", "left:0.00%;width:25.00")


def test_a_lower_price_of_the_store_is_the_one_that_is_split() -> None:
    # 80 x 25% = 20
    bought = purchase(2026, Purchase(PriceParts(100_00), usual_and_customary=80_00, to_date=places(2026)[Phase.INITIAL_COVERAGE]))
    drawn = price_basis.price_figure(bought)
    assert drawn.alt == "The plan price is $100.00. The store's own price is $80.00. You pay $20.00."
    assert "$80.00" in cells(price_basis.price_table(bought.purchase.price, 80_00))
    assert ("You", "$20.00") in price_basis.paid_table(bought).rows


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
    (folded,) = (section for section in payment_plan.law(BILLS) if isinstance(section, Fold))
    rules, table, *_ = folded.sections
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
        *texts((*benefit.intro(), *benefit.empty(), benefit.sections(BENEFIT, AGAINST, (), STEPS)[-1])),
        *benefit.headline(BENEFIT),
    ],
    "price": [
        *texts((*price_basis.intro(), *price_basis.manager(), price_basis.purchase_sections(BOUGHT)[2])),
        price_basis.NO_LIST,
        *price_basis.purchase_sentences(BOUGHT),
        *price_basis.two_prices_sentences(PRICES),
    ],
    **{topic: [rule.says for rule in all_rules(topic)] for topic in ("payment_plan", "price_basis", "counted_costs")},
}


@pytest.mark.parametrize("name", TEXTS)
def test_words_are_at_grade_six_or_below(name: str) -> None:
    assert grade("\n".join(TEXTS[name])) <= 6
