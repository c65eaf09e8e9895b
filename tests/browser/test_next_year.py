"""Next year in a real browser: what happens to the person's plan where the next year's plans are at hand, and the sentence where not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from finder.sources.cms.importer import import_catalog
from tests.browser.conftest import Served, go_to, served_with, settle, visitor
from tests.browser.test_accessibility import DRUG, Gate
from tests.browser.test_find_plans import add_drug, compare, give_zip
from tests.sources.small_market import COST, FORMULARY, PLAN, PRICE, write_market


@pytest.fixture
def two_years(chromium: str, tmp_path: Path) -> Iterator[Served]:
    """The app over 2026 and 2027 of the small market. In 2027 Blue Basic drops Eliquis, its premium goes from $38.70 to $41.20 and its
    deductible from $615 to $640."""
    import_catalog(write_market(tmp_path / "files" / "2026"), 2026, tmp_path / "catalogs" / "2026")
    listed = [line for line in FORMULARY.splitlines() if line.startswith("26000001|") and "1364447" not in line]
    own = "".join(f"{line.replace('26000001|', '26000003|')}\n" for line in listed)
    following = {
        "plan": PLAN.replace("26000001|38.70|615", "26000003|41.20|640"),
        "formulary": (FORMULARY + own).replace("|2026|", "|2027|"),
        "price": PRICE.replace("S0002|003|000|00001364447|30|4.1451\n", ""),
        "cost": COST,
        "landscape": None,
    }
    import_catalog(write_market(tmp_path / "files" / "2027", **following), 2027, tmp_path / "catalogs" / "2027")
    with served_with(tmp_path) as own_server:
        yield own_server


def shown(page: Any) -> str:
    return str(page.get_by_test_id("stMain").inner_text())


def rows_of(page: Any, caption: str) -> dict[str, list[str]]:
    """The cells of each row of a table, by the row's first."""
    table = page.locator("table", has=page.locator("caption", has_text=caption))
    rows = [[cell.inner_text().strip() for cell in row.locator("th, td").all()] for row in table.locator("tbody tr").all()]
    return {row[0]: row[1:] for row in rows}


@pytest.mark.thorough
def test_with_both_years_it_says_what_happens_to_the_plan(browser: Any, two_years: Served) -> None:
    with visitor(browser, two_years.url, two_years.log) as page:
        page.goto("/?view=all&year=2026")  # from October 1 the page itself would propose 2027
        settle(page)
        give_zip(page)
        add_drug(page, *DRUG)
        compare(page)
        go_to(page, "Next year")
        gate = Gate(page, "Next year")
        gate.choose("Your plan in 2026", "Blue Basic")
        page.get_by_text("Eliquis 5 mg: the plan drops it in 2027.").wait_for()
        said = shown(page)
        assert "from October 15, 2026 to December 7, 2026" in said
        parts = rows_of(page, "Blue Basic (PDP), this year and next")
        # 12 x 38.70 = 464.40, 12 x 41.20 = 494.40
        assert parts["Premiums"] == ["$464.40", "$494.40", "+$30.00"]
        assert parts["Deductible"] == ["$615.00", "$640.00", "+$25.00"]
        # the file of 2027 has no price for a drug that the plan drops: the total is a floor, the premiums alone, and no change is told
        assert parts["Full price of drugs left out"] == ["none", "We don't have this price", "can't be compared"]
        assert parts["Yearly cost, all in"][1:] == ["at least $494.40", "can't be compared"]
        gate.look("result")
        two_years.damage()
        go_to(page, "Plan year")
        go_to(page, "Next year")
        gate.error("is damaged")
        gate.look("error")
    assert gate.faults == []
