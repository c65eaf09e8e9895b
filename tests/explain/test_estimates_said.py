"""A price of an earlier year is marked as an estimate, with its day, in every answer that shows it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from finder.documents.comparison import comparison_document
from finder.documents.downloads import drugs_csv, ledger_csv
from finder.domain.market import BorrowedPrice, FormularyEntry, PlanKind, PriceOrigin
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.prescription import Prescription
from finder.domain.what_if import FillTiming, Timing
from finder.explain.kit.section import Bullets, Cell, Paragraphs, Sections, Table, texts
from finder.explain.plans import annual_change, answer, fill_timing, how_sure, plan_year, side_by_side
from finder.explain.plans.advice import advice
from finder.explain.plans.ledger import claims_by_month
from finder.explain.report.decision import Compared
from finder.explain.report.tables import claims_table, drugs_compared
from finder.questions.plans.annual_change import annual_change as ask_annual_change
from finder.questions.plans.changed_prices import MovedEstimates
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.how_sure import how_sure as ask_how_sure
from finder.questions.plans.side_by_side import side_by_side as ask_side_by_side
from tests.small_market import BRAND as BRANDEX
from tests.small_market import CHEAP_PDP, GENERIC, RICH_PDP, WORCESTER, SmallMarket

JUNE = date(2025, 6, 30)
MEMBER = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=(PlanKind.PDP,), current_plan=CHEAP_PDP.plan_id)
TABLET, BRAND = GENERIC.rxcui, BRANDEX.rxcui


def market(origins: Mapping[tuple[str, str], PriceOrigin], lists: Mapping[str, Sequence[str]] | None = None) -> SmallMarket:
    """The small market in a year whose prices are of June before, each from where ``origins`` says."""
    plain = SmallMarket().formulary([CHEAP_PDP.plan_id, RICH_PDP.plan_id], [TABLET, BRAND])
    entries: dict[tuple[str, str], FormularyEntry] = {}
    for key, entry in plain.items():
        origin = origins.get(key, PriceOrigin.SAME_PLAN)
        entries[key] = entry._replace(borrowed=BorrowedPrice(origin, JUNE))
    made = SmallMarket([CHEAP_PDP, RICH_PDP], entries=entries, lists=lists)
    made.info = replace(made.info, prices_as_of=JUNE, price_origins={"same_plan": 3, "market": 1})
    return made


ORIGINS = {(CHEAP_PDP.plan_id, BRAND): PriceOrigin.MARKET, (RICH_PDP.plan_id, BRAND): PriceOrigin.SPONSOR}
LIST = (Prescription(GENERIC, 30_000, 30), Prescription(BRANDEX, 30_000, 30))  # $15 and $300 a fill
COMPARED: Comparison = compare_plans(market(ORIGINS), MEMBER, LIST)


def at_cheap(compared: Comparison = COMPARED) -> PlanCost:
    found = compared.plan_cost(CHEAP_PDP.plan_id)
    assert found is not None
    return found


def sentences(sections: Sections) -> str:
    found = []
    for section in sections:
        if isinstance(section, Bullets):
            found += section.sentences
        if isinstance(section, Paragraphs):
            found += section.sentences
    return " ".join(found)


def tables(sections: Sections) -> list[str]:
    return [cell for section in sections if isinstance(section, Table) for cell in cells(section)]


def cells(table: Table) -> list[str]:
    return [cell for row in table.rows for cell in row if isinstance(cell, str)]


def claim_rows(cost: PlanCost) -> list[tuple[Cell, ...]]:
    folds = claims_by_month(cost)
    return [row for fold in folds for table in fold.sections if isinstance(table, Table) for row in table.rows]


SAID = (
    "genericol: the plan's own price of June 30, 2025. It is our estimate for 2026.",
    "Brandex: the middle price of all plans on June 30, 2025. For 2026 it is a rough estimate. Ask the plan for its price.",
)


def test_the_advice_names_the_day() -> None:
    assert "The drug prices are those of June 30, 2025. For 2026 they are our estimate." in " ".join(advice(COMPARED))


def test_the_document_of_the_command() -> None:
    document = comparison_document(COMPARED)
    assert document["catalog"]["prices_estimated"] is True
    cheap = next(plan for plan in document["plans"] if plan["plan_id"] == CHEAP_PDP.plan_id)
    told = {drug["rxcui"]: (drug["price_origin"], drug["price_as_of"], drug["price_source"]) for drug in cheap["drugs"]}
    assert told[TABLET] == (
        "same_plan",
        "2025-06-30",
        "average unit cost 0.50000 per tablet, an estimate: this plan's price of 2025-06-30",
    )
    assert told[BRAND][0] == "market"
    assert told[BRAND][2].endswith("a rough estimate: the middle price of all plans on 2025-06-30")
    assert "A price is an estimate from an earlier year; each drug says where its price is from." in cheap["notes"]
    assert "an estimate for 2026" in document["recommendation"]["reason"]


def test_a_price_of_the_years_own_files_has_no_mark() -> None:
    compared = compare_plans(SmallMarket([CHEAP_PDP, RICH_PDP]), MEMBER, LIST)
    drugs = comparison_document(compared)["plans"][0]["drugs"]
    assert {(drug["price_origin"], drug["price_as_of"]) for drug in drugs} == {("own", None)}
    said = plan_year.sections(compared, at_cheap(compared), {})
    assert "estimate" not in f"{sentences(said)} {tables(said)} {claim_rows(at_cheap(compared))}"


def test_the_plan_page_and_its_ledger() -> None:
    said = plan_year.sections(COMPARED, at_cheap(), {})
    assert all(sentence in sentences(said) for sentence in SAID)
    assert "$15.00 (estimate)" in tables(said)  # 30 tablets at 0.50000
    assert {row[1] for row in claim_rows(at_cheap())} == {"$15.00 (estimate)", "$300.00 (estimate)"}


def test_find_plans_and_side_by_side() -> None:
    folds = list(texts(answer.folds(COMPARED, {}, unsure_of_help=False)))
    assert all(sentence in folds for sentence in SAID)
    beside = ask_side_by_side(market(ORIGINS), COMPARED, [CHEAP_PDP.plan_id, RICH_PDP.plan_id])
    said = side_by_side.sections(beside)
    assert "Brandex: the price of June 30, 2025 at the closest plan of the same company. It is our estimate for 2026." in sentences(said)
    assert any(cell.startswith("Tier 3, $") and "(estimate)" in cell for cell in tables(said))


def test_the_report() -> None:
    assert "(estimate)" in cells(claims_table(at_cheap()))[1]
    assert all("(estimate)" in row[1] for row in drugs_compared([Compared("", at_cheap(), True)]).rows[:-1])


def test_the_full_price_of_a_drug_left_out_is_the_markets() -> None:
    compared = compare_plans(market({}, {CHEAP_PDP.plan_id: ("1",)}), MEMBER, LIST)
    brand = next(drug for drug in at_cheap(compared).drugs if drug.drug.rxcui == BRAND)
    assert (brand.covered, brand.borrowed) == (False, BorrowedPrice(PriceOrigin.MARKET, JUNE))
    table = drugs_compared([Compared("", at_cheap(compared), True)])
    assert "$3,600.00 (estimate), not covered" in cells(table)  # 12 times 300


def test_next_years_page() -> None:
    then = market(ORIGINS)
    then.info = replace(then.info, plan_year=2027)
    change = ask_annual_change(SmallMarket(), then, MEMBER, LIST, CHEAP_PDP.plan_id)
    assert "For 2027 they are our estimate." in " ".join(annual_change.sources(change))
    row = annual_change.drugs_table(change).rows[0]
    assert [cell for cell in row if "$15.00" in cell] == ["$15.00", "$15.00 (estimate)"]


def test_the_spreadsheets() -> None:
    drugs = list(csv.DictReader(io.StringIO(drugs_csv(COMPARED))))
    assert {(row["price_from"], row["price_as_of"]) for row in drugs} >= {("market", "2025-06-30"), ("same_plan", "2025-06-30")}
    claims = list(csv.DictReader(io.StringIO(ledger_csv(at_cheap()))))
    assert {row["price_from"] for row in claims} == {"same_plan", "market"}


def test_the_ranges_are_wider_and_say_how_far() -> None:
    """A brand at the market's middle: 81% to 130% of 10.00 a tablet. A generic at the plan's own price: 77% to 114% of 0.50."""
    keys = (CHEAP_PDP.plan_id, BRAND), (CHEAP_PDP.plan_id, TABLET)
    for up, prices in ((False, (810_000, 38_500)), (True, (1_300_000, 57_000))):
        moved = MovedEstimates(market(ORIGINS), up=up).formulary([CHEAP_PDP.plan_id], [TABLET, BRAND])
        assert tuple(moved[key].unit_price for key in keys) == prices
    estimated = ask_how_sure(market(ORIGINS), MEMBER, LIST)
    known = ask_how_sure(SmallMarket([CHEAP_PDP, RICH_PDP]), MEMBER, LIST)
    wide, narrow = (sure.range_of(CHEAP_PDP.plan_id) for sure in (estimated, known))
    assert wide is not None
    assert narrow is not None
    assert wide.low < narrow.low
    assert narrow.high < wide.high
    chosen = estimated.comparison.recommendation.plan_id
    low_high = "from 81% to 130%" if chosen == CHEAP_PDP.plan_id else "from 84% to 122%"
    assert f"The price of Brandex is an estimate. The ranges hold {low_high} of it." in how_sure.unknown_sentences(estimated)


def test_a_negotiated_price_is_no_estimate_and_does_not_move() -> None:
    deal = {(plan.plan_id, rxcui): PriceOrigin.NEGOTIATED for plan in (CHEAP_PDP, RICH_PDP) for rxcui in (TABLET, BRAND)}
    made = market(deal)
    moved = MovedEstimates(made, up=True).formulary([CHEAP_PDP.plan_id], [BRAND])
    assert moved[CHEAP_PDP.plan_id, BRAND].unit_price == 1_000_000
    compared = compare_plans(made, MEMBER, LIST)
    assert "(estimate)" not in f"{claim_rows(at_cheap(compared))}"


def test_a_year_without_prices_says_so_and_makes_nothing_up() -> None:
    entries = {key: entry._replace(unit_price=None) for key, entry in SmallMarket().formulary([CHEAP_PDP.plan_id], [TABLET, BRAND]).items()}
    made = SmallMarket([CHEAP_PDP], entries=entries)
    made.median_unit_price = lambda rxcui: None  # type: ignore[method-assign]
    made.info = replace(made.info, without_prices=True)
    compared = compare_plans(made, replace(MEMBER, current_plan=None), LIST)
    cost = at_cheap(compared)
    assert (cost.drug_cost, cost.all_in, cost.all_in_high) == (0, 12_000, None)  # 12 premiums of $10, and nothing bounds the rest
    document = comparison_document(compared)
    assert document["recommendation"]["action"] == "review"
    assert "The files have no drug prices of 2026 yet" in document["recommendation"]["reason"]
    assert {drug["price"] for drug in document["plans"][0]["drugs"]} == {None}
    assert "We don't have the drug prices of 2026 yet." in " ".join(advice(compared))


def test_when_to_buy() -> None:
    timing = FillTiming(at_cheap(), Timing((), (), at_cheap()), 1, 1, every_order=True, complete=True)
    said = "The prices of genericol and Brandex are our estimates, from prices of June 30, 2025."
    assert said in sentences(fill_timing.sections(timing))
