"""Without a Landscape only the Part D part of a health plan's premium is known (``real_files/12``): a floor, marked in every answer."""

from __future__ import annotations

from datetime import date

import pytest

from finder.documents.comparison import comparison_document
from finder.domain.benefit import Channel
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.prescription import Prescription
from finder.explain.plans.cards import totals_card
from finder.explain.plans.charts import month_finding
from finder.explain.plans.side_by_side import cost_table
from finder.explain.plans.tables import month_table, months_table, ranked_table
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.side_by_side import side_by_side
from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.cms.importer import import_catalog
from tests.small_market import WORCESTER
from tests.sources.small_market import edited, write_market

GREEN, BLUE = "H0001-001-000", "S0002-003-000"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> MarketCatalog:
    """The Green health plan at 60.20 a month by the plan information file, as the plan of ``real_files/12``."""
    folder = tmp_path_factory.mktemp("floor")
    files = write_market(folder / "files", landscape=None, **edited("plan", "|26000001|20.00|100|", "|26000001|60.20|100|"))
    import_catalog(files, 2026, folder / "catalogs" / "2026")
    return open_catalog(2026, folder / "catalogs")


@pytest.fixture(scope="module")
def compared(catalog: MarketCatalog) -> Comparison:
    drug = catalog.drug("617311")
    assert drug is not None
    me = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=(PlanKind.PDP, PlanKind.MA_PD), channels=(Channel.STANDARD_RETAIL,))
    return compare_plans(catalog, me, [Prescription(drug, 30_000, 30)])


@pytest.fixture(scope="module")
def green(compared: Comparison) -> PlanCost:
    found = compared.plan_cost(GREEN)
    assert found is not None
    return found


def test_the_total_holds_the_part_that_is_known(compared: Comparison, green: PlanCost) -> None:
    # 30 tablets at 0.1977 are 5.93, of which the copay is 5.00: 60.00 a year; 12 premiums of 60.20 are 722.40
    plans = {plan["plan_id"]: plan for plan in comparison_document(compared)["plans"]}
    told = plans[GREEN]
    assert (told["premium"], told["premium_at_least"], told["total"], told["all_in_low"]) == (None, "722.40", "782.40", "782.40")
    assert told["all_in_high"] is None
    assert any("lack this premium" in note for note in told["notes"])
    assert (plans[BLUE]["premium"], plans[BLUE]["premium_at_least"]) == ("464.40", "464.40")  # 12 times 38.70: a drug plan has no Part C
    assert green.rank > plans[BLUE]["rank"]


def test_every_answer_marks_it(catalog: MarketCatalog, compared: Comparison, green: PlanCost) -> None:
    card = totals_card(compared, green)
    assert card.amount == "At least $782"
    assert "Premiums: at least $722.40" in card.lines
    months = month_table(green)
    assert months.rows[0] == ("Jan", "$5.00", "at least $60.20", "at least $65.20")
    assert months.rows[-1] == ("All", "$60.00", "at least $722.40", "at least $782.40")
    assert months_table([green]).rows[0] == ("Jan", "at least $65.20")
    assert "The premium may be higher" in month_finding(green)
    ranked = next(row for row in ranked_table(compared).rows if "Green One" in str(row[0]))
    assert (ranked[2], ranked[3]) == ("at least $782.40", "at least $722.40")
    side = cost_table(side_by_side(catalog, compared, [GREEN, BLUE]))
    assert side.rows[0][1:] == ("$572.40", "at least $782.40")  # Blue: 464.40, and 12 times 9.00 within its deductible
    assert side.rows[1][1:] == ("$464.40", "at least $722.40")


def test_the_catalog_says_that_it_has_no_landscape(catalog: MarketCatalog) -> None:
    assert catalog.info.landscape is False
