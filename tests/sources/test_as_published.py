"""Files as CMS publishes them: columns that come and go, plans of other types, workbooks. The inputs are of ``real_files``."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from finder.domain.catalog_check import Oddity
from finder.domain.errors import SourceError
from finder.domain.market import County, Plan
from finder.sources.catalog.audit import audit
from finder.sources.catalog.reading import MarketCatalog
from finder.sources.cms.importer import import_catalog
from finder.sources.cms.text_files import plain
from tests.sources.small_market import FILES, LANDSCAPE_TEXT, LOCATOR, PLAN, edited, write_market

REAL = Path(__file__).parent / "real_files"
OF_2027 = REAL / "02_landscape_cy2027_53columns.csv"
WITH_COST = REAL / "03_landscape_cost_row.csv"
IDS = ("H0001-001-000", "H0001-002-000", "S0002-003-000")


def plans_of(folder: Path) -> list[Plan | None]:
    catalog = MarketCatalog(folder)
    return [catalog.plan(plan_id) for plan_id in IDS]


def landscape_like(real: Path) -> list[list[str]]:
    """The small market's Landscape in the columns of a real one."""
    header = next(csv.reader([real.read_text("utf-8-sig").splitlines()[0]]))
    own, *rows = csv.reader(io.StringIO(LANDSCAPE_TEXT))
    found = [dict(zip(map(plain, own), row, strict=True)) for row in rows]
    return [header, *([row.get(plain(name), "") for name in header] for row in found)]


def as_csv(rows: list[list[str]]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue()


def found(folder: Path, oddity: Oddity) -> tuple[int, tuple[str, ...]]:
    return next((one.number, one.examples) for one in audit(folder).found if one.oddity is oddity)


def test_a_landscape_of_2027_with_53_columns_is_read(files: Path, tmp_path: Path) -> None:
    rows = landscape_like(OF_2027)
    assert len(rows[0]) == 53
    import_catalog(files, 2026, tmp_path / "usual")
    info = import_catalog(write_market(tmp_path / "of 2027", landscape=as_csv(rows)), 2026, tmp_path / "2026")
    assert plans_of(tmp_path / "2026") == plans_of(tmp_path / "usual")
    assert info.warnings == {}


def test_a_landscape_without_a_column_that_is_used_is_refused(tmp_path: Path) -> None:
    header, *rows = landscape_like(OF_2027)
    place = header.index("Part D Total Premium")
    cut = [row[:place] + row[place + 1 :] for row in (header, *rows)]
    with pytest.raises(SourceError, match="row 1: expected a column Part D Total Premium, found no such column among 52"):
        import_catalog(write_market(tmp_path / "files", landscape=as_csv(cut)), 2026, tmp_path / "2026")


def test_cost_and_medicare_medicaid_plans_are_left_out_counted_and_listed(tmp_path: Path) -> None:
    real = next(csv.reader([WITH_COST.read_text("utf-8-sig").splitlines()[1]]))
    medicaid = [cell.replace("H2425", "H9999") if number != 1 else "MMP" for number, cell in enumerate(real)]
    rows = [*landscape_like(WITH_COST), real, medicaid]
    info = import_catalog(write_market(tmp_path / "files", landscape=as_csv(rows)), 2026, tmp_path / "2026")
    assert info.warnings == {"row_of_another_plan_type": 2}
    assert found(tmp_path / "2026", Oddity.ROW_OF_ANOTHER_PLAN_TYPE) == (2, ("Cost H2425-001-000", "MMP H9999-001-000"))


@pytest.mark.parametrize("beside", [False, True])
def test_a_landscape_in_a_workbook_gives_the_same_plans(files: Path, tmp_path: Path, *, beside: bool) -> None:
    import_catalog(files, 2026, tmp_path / "text")
    book = Workbook()
    assert book.active is not None
    book.active.append(["This workbook lists plans"])
    sheet = book.create_sheet("Landscape")
    sheet.append(["CY2026 Landscape"])
    header, *rows = landscape_like(WITH_COST)
    sheet.append(header)
    numbers = {"Contract Year", "Plan ID", "Segment ID"}  # Excel turns them into numbers
    for row in rows:
        sheet.append([int(cell) if name in numbers and cell else cell or None for name, cell in zip(header, row, strict=True)])
    book.save(files / "CY2026_Landscape_202609.XLSX")
    if not beside:
        (files / FILES["landscape"]).unlink()
    import_catalog(files, 2026, tmp_path / "2026")
    assert plans_of(tmp_path / "2026") == plans_of(tmp_path / "text")
    assert next(iter(plans_of(tmp_path / "2026"))).premium == 1_120_00  # type: ignore[union-attr]


def test_a_damaged_workbook_is_one_line(files: Path, tmp_path: Path) -> None:
    (files / FILES["landscape"]).rename(files / "CY2026_Landscape_202609.xlsx")
    with pytest.raises(SourceError, match=r"CY2026_Landscape_202609.xlsx: expected an XLSX workbook, found a damaged archive\."):
        import_catalog(files, 2026, tmp_path / "2026")


def test_a_column_that_cms_added_is_left_out_and_listed(files: Path, tmp_path: Path) -> None:
    # as in real_files/11: the header with one column more, the rows with |N
    header, *rows = PLAN.splitlines()
    more = "\n".join([f"{header}|NEW_YN", *(f"{row}|N" for row in rows)]) + "\n"
    import_catalog(files, 2026, tmp_path / "usual")
    info = import_catalog(write_market(tmp_path / "more", plan=more), 2026, tmp_path / "2026")
    assert info.warnings == {"unknown_column": 1}
    assert found(tmp_path / "2026", Oddity.UNKNOWN_COLUMN) == (1, (f"{FILES['plan']}: NEW_YN",))
    assert plans_of(tmp_path / "2026") == plans_of(tmp_path / "usual")


def test_a_county_that_does_not_resolve_is_left_out_and_the_others_answer(tmp_path: Path) -> None:
    plans = edited("plan", "26000002|35.80|615| | |MA|22170", "26000002|35.80|615| | |MA|22160")
    places = edited("locator", "Massachusetts|Worcester", "Massachusetts|Worcestr")
    landscape = LANDSCAPE_TEXT.replace("Worcester", "Worcestr")
    files = write_market(tmp_path / "files", **plans, **places, landscape=landscape)
    info = import_catalog(files, 2026, tmp_path / "2026")
    assert info.warnings == {"county_not_known": 1}
    assert found(tmp_path / "2026", Oddity.COUNTY_NOT_KNOWN) == (1, ("Massachusetts, Worcestr",))
    catalog = MarketCatalog(tmp_path / "2026")
    assert [plan.plan_id for plan in catalog.plans_serving(County("25025", "Suffolk", "MA"))] == ["H0001-002-000", "S0002-003-000"]


def test_a_release_without_a_single_known_county_is_refused(tmp_path: Path) -> None:
    nowhere = LOCATOR.replace("Suffolk", "Suffolc").replace("Worcester", "Worcestr")
    with pytest.raises(SourceError, match="column COUNTY: expected a county of that state by its usual name, found Suffolc"):
        import_catalog(write_market(tmp_path / "files", locator=nowhere, landscape=None), 2026, tmp_path / "2026")
