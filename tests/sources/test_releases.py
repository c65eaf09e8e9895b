"""Several catalogs of one year, releases without prices, and the files of older years."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from finder.domain.benefit import Channel, CostShare, ShareKind
from finder.domain.errors import SourceError
from finder.sources.catalog.reading import all_catalogs, available_years, open_catalog
from finder.sources.catalog.releases import release_of
from finder.sources.cms.importer import import_catalog, import_release
from tests.sources.small_market import COST, FILES, FORMULARY, INSULIN, PLAN, PRICE, edited, renamed, write_market

PLAN_ID = "H0001-001-000"


@pytest.mark.parametrize(
    ("names", "name", "day"),
    [
        (["plan information  PPUF_2026Q2.txt", "SPUF_2026_20260701.zip"], "2026Q2", date(2026, 6, 30)),
        (["plan information  PPUF_2024Q1.txt"], "2024Q1", date(2024, 3, 31)),
        (["plan information  20260916.txt", "2026_20260916.zip"], "202609", date(2026, 9, 1)),
        (["plan information.txt", "2026_20251020.zip"], "202510", date(2025, 10, 1)),
        (["plan information.txt", "SPUF_2024_20250131_2023q4.zip"], "2023Q4", date(2023, 12, 31)),
        (["plan information.txt", "SPUF_2024_20250430_2024Q3.zip"], "2024Q3", date(2024, 9, 30)),
        (["plan information.txt", "2025_20241219_Nov2024.zip"], "202411", date(2024, 11, 1)),
        (["Summary 2026.txt", "2026_20251020.ZIP"], "202510", date(2025, 10, 1)),
    ],
)
def test_file_names_tell_the_release(names: list[str], name: str, day: date) -> None:
    release = release_of(names)
    assert release is not None
    assert (release.name, release.day) == (name, day)
    assert release_of(["plan information.txt"]) is None


def test_the_newest_release_of_a_year_answers(tmp_path: Path) -> None:
    catalogs = tmp_path / "catalogs"
    later = write_market(tmp_path / "q3", landscape=None, **edited("price", "0.1977", "0.2500"))
    assert import_release(renamed(later, "PPUF_2026Q3"), 2026, catalogs).release == "2026Q3"
    import_release(write_market(tmp_path / "q2"), 2026, catalogs)
    assert sorted(path.name for path in catalogs.iterdir()) == ["2026-2026Q2", "2026-2026Q3"]
    assert available_years(catalogs) == (2026,)
    newest = open_catalog(2026, catalogs)
    assert newest.folder.name == "2026-2026Q3"  # although the second quarter's Landscape is of September
    assert newest.formulary([PLAN_ID], ["617311"])[PLAN_ID, "617311"].unit_price == 25_000
    assert [catalog.info.release for catalog in all_catalogs(catalogs).opened] == ["2026Q3", "2026Q2"]


def test_years_are_kept_side_by_side(tmp_path: Path) -> None:
    catalogs = tmp_path / "catalogs"
    import_release(write_market(tmp_path / "now"), 2026, catalogs)
    next_year = {kind: text.replace("|2026|", "|2027|") for kind, text in {"formulary": FORMULARY}.items()}
    files = write_market(tmp_path / "next", landscape=None, **next_year)
    import_release(renamed(files, "PPUF_2027Q1"), 2027, catalogs)
    assert available_years(catalogs) == (2026, 2027)
    assert open_catalog(None, catalogs).info.plan_year == 2027


def test_a_monthly_release_takes_the_newest_quarters_prices_and_says_so(tmp_path: Path) -> None:
    catalogs = tmp_path / "catalogs"
    import_release(
        renamed(write_market(tmp_path / "q1", landscape=None, **edited("price", "0.1977", "0.1111")), "PPUF_2026Q1"), 2026, catalogs
    )
    import_release(write_market(tmp_path / "q2", landscape=None), 2026, catalogs)
    # in July there is a new plan, and one drug is off every formulary
    plan = PLAN + "H0001|003|000|Green|Green New (HMO)|26000001|10.00|0| | |MA|22170|0|N\n"
    cost = COST + "".join(line.replace("|001|", "|003|", 1) + "\n" for line in COST.split("\n") if line.startswith("H0001|001|000|1"))
    formulary = "\n".join(line for line in FORMULARY.split("\n") if "|1364447|" not in line)
    monthly = write_market(tmp_path / "july", landscape=None, price=None, plan=plan, cost=cost, formulary=formulary)
    info = import_release(renamed(monthly, "20260715"), 2026, catalogs)
    assert (info.release, info.as_of, info.prices_as_of) == ("202607", date(2026, 7, 1), date(2026, 6, 30))
    assert info.price_source.endswith("this monthly file has no prices, they are those of CMS public use file of 2026, quarter 2")
    catalog = open_catalog(2026, catalogs)
    assert catalog.info == info
    entries = catalog.formulary([PLAN_ID, "H0001-003-000"], ["617311", "1364447"])
    assert entries[PLAN_ID, "617311"].unit_price == 19_770
    assert entries[PLAN_ID, "617311"].unit_price_90 == 15_000
    assert entries["H0001-003-000", "617311"].unit_price is None  # the new plan has no prices yet
    assert (PLAN_ID, "1364447") not in entries
    assert catalog.median_unit_price("617311") == 20_000  # of 0.1977, 0.2000 and 0.3000
    # a later month also takes the quarter's prices, not those that the earlier month borrowed
    august = write_market(tmp_path / "august", landscape=None, price=None)
    assert import_release(renamed(august, "20260812"), 2026, catalogs).prices_as_of == date(2026, 6, 30)


def test_the_landscapes_date_is_not_the_releases_date(tmp_path: Path) -> None:
    import_release(write_market(tmp_path / "q2", landscape=None), 2026, tmp_path / "catalogs")
    monthly = write_market(tmp_path / "july", price=None)  # with the Landscape of September beside it
    info = import_release(renamed(monthly, "20260715"), 2026, tmp_path / "catalogs")
    assert (info.release, info.as_of, info.prices_as_of) == ("202607", date(2026, 9, 1), date(2026, 6, 30))
    assert (tmp_path / "catalogs" / "2026-202607").is_dir()


def test_a_monthly_release_without_a_quarter_is_refused(tmp_path: Path) -> None:
    files = renamed(write_market(tmp_path / "july", price=None), "20260715")
    with pytest.raises(SourceError) as refused:
        import_release(files, 2026, tmp_path / "catalogs")
    expected = "a pricing file, or a quarter of 2026 imported before (a monthly release has no prices)"
    assert str(refused.value) == f"july: expected {expected}, found neither"
    assert not (tmp_path / "catalogs").exists()


def test_files_of_a_gap_year_are_read(tmp_path: Path) -> None:
    """An initial coverage limit, shares in the gap (COVERAGE_LEVEL 2), the tier's gap code, no insulin file, no SELECTED_DRUG_YN."""
    head, *rows = PLAN.strip().split("\n")
    plan = head.replace("DEDUCTIBLE|", "DEDUCTIBLE|ICL|") + "\n"
    for row in rows:
        cells = row.split("|")
        plan += "|".join([*cells[:8], "2970" if cells[-1] == "N" else ".", *cells[8:]]) + "\n"
    gap = "H0001|001|000|2|1|1|0| | | |1|7.00|0.00|0.00|0| | | |0| | | |N|N"
    lines = [*COST.strip().split("\n"), gap]
    cost = "\n".join([lines[0] + "|GAP_COV_TIER", *(f"{line}|{'1' if line == gap else ' '}" for line in lines[1:])]) + "\n"
    formulary = "\n".join(line.rpartition("|")[0] for line in FORMULARY.replace("|2026|", "|2013|").strip().split("\n")) + "\n"
    files = write_market(tmp_path / "files", plan=plan, cost=cost, formulary=formulary, insulin=None, landscape=None)
    info = import_catalog(renamed(files, "PPUF_2013Q2"), 2013, tmp_path / "catalogs" / "2013")
    assert info.prices_as_of == date(2013, 6, 30)
    found = open_catalog(2013, tmp_path / "catalogs").plan(PLAN_ID)
    assert found is not None
    assert found.design.initial_coverage_limit == 297_000
    assert found.design.tiers[1].coverage_gap == {(Channel.STANDARD_RETAIL, 30): CostShare(ShareKind.COPAY, 700)}
    assert found.design.tiers[3].coverage_gap is None
    assert found.design.insulin == {}


def test_a_2023_insulin_file_has_only_copays(tmp_path: Path) -> None:
    insulin = "\n".join("|".join(line.split("|")[:9]) for line in INSULIN.strip().split("\n")) + "\n"
    import_catalog(write_market(tmp_path / "files", insulin=insulin), 2026, tmp_path / "2026")
    found = open_catalog(2026, tmp_path).plan(PLAN_ID)
    assert found is not None
    assert found.design.insulin == {
        3: {
            (Channel.STANDARD_RETAIL, 30): CostShare(ShareKind.COPAY, 3_500),
            (Channel.PREFERRED_RETAIL, 30): CostShare(ShareKind.COPAY, 3_000),
        }
    }


def test_prices_for_60_and_90_days_are_kept_too(tmp_path: Path) -> None:
    price = PRICE + "H0001|001|000|00000617311|60|0.1700\n"
    import_catalog(write_market(tmp_path / "files", price=price), 2026, tmp_path / "2026")
    entry = open_catalog(2026, tmp_path).formulary([PLAN_ID], ["617311"])[PLAN_ID, "617311"]
    assert (entry.unit_price, entry.unit_price_60, entry.unit_price_90) == (19_770, 17_000, 15_000)


def test_premiums_and_sanctions_come_from_the_landscape(tmp_path: Path) -> None:
    from tests.sources.small_market import LANDSCAPE_TEXT, landscape_row

    plain = {"contract_year": "2026", "state": "MA", "county_name": "Worcester", "contract_id": "H0001", "plan_id": "001"}
    old = next(line for line in LANDSCAPE_TEXT.split("\n") if ",H0001,001," in line)
    more = {
        **{"segment_id": "0", "category": "MA-PD", "benefit_type": "Enhanced Alternative", "total_premium": "$20.00 "},
        **{"basic_premium": "$12.10 ", "supplemental_premium": "$7.90 ", "low_income_premium": "$0.50 "},
        **{"low_income_benchmark": "$21.72 ", "below_benchmark": "Yes", "sanctioned": "No"},
    }
    text = LANDSCAPE_TEXT.replace(old, landscape_row(**plain, **more))
    import_catalog(write_market(tmp_path / "files", landscape=text), 2026, tmp_path / "2026")
    plan, other = (open_catalog(2026, tmp_path).plan(plan_id) for plan_id in (PLAN_ID, "S0002-003-000"))
    assert plan is not None
    assert other is not None
    assert (plan.part_d_supplemental_premium, plan.low_income_premium, plan.low_income_benchmark) == (790, 50, 2_172)
    assert (plan.below_benchmark, plan.sanctioned) == (True, False)
    assert (other.part_d_supplemental_premium, other.below_benchmark, other.sanctioned) == (None, None, None)


@pytest.mark.parametrize(("printed", "cents"), [("($6.40)", -640), ("-$6.40 ", -640), ("$1,006.40 ", 100_640), ("$0.00 ", 0)])
def test_a_negative_basic_premium_is_read(tmp_path: Path, printed: str, cents: int) -> None:
    from tests.sources.small_market import LANDSCAPE_TEXT

    text = LANDSCAPE_TEXT.replace("$12.10 ", f'"{printed}"')
    assert text != LANDSCAPE_TEXT
    import_catalog(write_market(tmp_path / "files", landscape=text), 2026, tmp_path / "2026")
    plan = open_catalog(2026, tmp_path).plan(PLAN_ID)
    assert plan is not None
    assert plan.part_d_basic_premium == cents
    assert plan.basic_premium == max(cents, 0)


def test_pharmacy_networks_are_not_read_by_an_import(tmp_path: Path) -> None:
    files = write_market(tmp_path / "files")
    (files / "pharmacy networks file  PPUF_2026Q2 part 1.txt").write_bytes(b"not|a|network")
    (files / "pharmacy networks file  PPUF_2026Q2 part 2.zip").write_bytes(b"not a zip")
    assert import_catalog(files, 2026, tmp_path / "2026").rows["plans"] == 3
    assert FILES["plan"].startswith("plan information")
