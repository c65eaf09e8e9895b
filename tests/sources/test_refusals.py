"""Refused files: each kind of mistake is one line with file, row, column, expected and found."""

from __future__ import annotations

from pathlib import Path

import pytest

from finder.domain.errors import SourceError
from finder.sources.cms.importer import import_catalog
from tests.sources.small_market import COST, FILES, FORMULARY, LOCATOR, PRICE, edited, write_market

UNIT_COST = "dollars a unit above 0 and below 10,000,000, with at most five decimals"

# (file, passage, what it becomes, row, column, expected, found)
MISTAKES = [
    ("price", "617311|30|0.1977", "617311|30|N/A", 2, "UNIT_COST", UNIT_COST, "N/A"),
    ("price", "617311|30|0.1977", "617311|30|0.0000", 2, "UNIT_COST", UNIT_COST, "0.0000"),
    ("price", "617311|30|0.1977", "617311|30|-0.1977", 2, "UNIT_COST", UNIT_COST, "-0.1977"),
    ("price", "617311|30|0.1977", "617311|30|10000000.00", 2, "UNIT_COST", UNIT_COST, "10000000.00"),
    ("price", "617311|30|0.1977", "617311|30| ", 2, "UNIT_COST", UNIT_COST, "nothing"),
    ("price", "617311|30|0.1977", "617311|31|0.1977", 2, "DAYS_SUPPLY", "30, 60 or 90 days", "31"),
    ("price", "00000847232|30", "00000111111|30", 3, "NDC", "an NDC of the plan's formulary", "00000111111"),
    ("formulary", "|00000847232|3|", "|00000847232|8|", 3, "TIER_LEVEL_VALUE", "a tier from 1 to 7", "8"),
    ("formulary", "|00000847232|3|Y|15|30|", "|847232|3|Y|15|30|", 3, "NDC", "eleven digits", "847232"),
    ("formulary", "|3|Y|15|30|", "|3|Y| |30|", 3, "QUANTITY_LIMIT_AMOUNT", "an amount above 0 with at most three decimals", "nothing"),
    ("formulary", "30|Y|N|N", "30|yes|N|N", 3, "PRIOR_AUTHORIZATION_YN", "Y or N", "yes"),
    (
        "cost",
        "1|5.00|0.00|0.00|0| | | |0| | | |N|N\nH0001|001|000|1|1|2",
        "1|-5.00|0.00|0.00|0| | | |0| | | |N|N\nH0001|001|000|1|1|2",
        3,
        "COST_AMT_NONPREF",
        "a copay in dollars, 0 or more",
        "-5.00",
    ),
    ("cost", "2|0.25|10.00|100.00", "2|25|10.00|100.00", 5, "COST_AMT_NONPREF", "a coinsurance from 0 to 1", "25"),
    ("cost", "2|0.25|10.00|100.00", "5|0.25|10.00|100.00", 5, "COST_TYPE_NONPREF", "a code from 0 to 2", "5"),
    ("cost", "S0002|003|000|1|1|1|", "S0002|004|000|1|1|1|", 7, "PLAN_ID", "a plan of the plan information file", "S0002-004-000"),
    ("insulin", "H0001|001|000|3|1|30.00", "H0001|001|000|9|1|30.00", 2, "TIER", "a tier from 1 to 7, or . for all", "9"),
    ("insulin", "|0.25| |0.20", "|1.25| |0.20", 2, "coin_amt_nonpref_insln", "a coinsurance from 0 to 1", "1.25"),
    ("plan", "S0002|003|000|Blue Rx", "S02|003|000|Blue Rx", 5, "CONTRACT_ID", "a letter and four digits", "S02"),
    ("plan", "26000001|20.00|100", "26000001|20.00|lots", 2, "DEDUCTIBLE", "dollars, 0 or more", "lots"),
    (
        "plan",
        "Green One (HMO)|26000001|20.00|100| | |MA|22170",
        "Green One (HMO)|26000001|20.00|100| | |MA|22999",
        2,
        "COUNTY_CODE",
        "a county of the geographic locator file",
        "22999",
    ),
    ("locator", "22160|Massachusetts|", "22160|Massachusets|", 2, "STATENAME", "the name of a state", "Massachusets"),
    ("landscape", "$1,120.00 ", "a lot", 2, "Monthly Consolidated Premium (Part C + D)", "dollars, 0 or more, or blank", "a lot"),
    ("landscape", "$12.10 ", "(lots)", 2, "Part D Basic Premium", "dollars, or blank", "(lots)"),
    ("landscape", "$20.00 ", "($20.00)", 2, "Part D Total Premium", "dollars, 0 or more, or blank", "($20.00)"),
    ("landscape", "Enhanced Alternative", "Enhanced Alternatives", 2, "Drug Benefit Type", "a known benefit type", "Enhanced Alternatives"),
    ("names", "847232,Lantus 100", "847232x,Lantus 100", 3, "rxcui", "up to eight digits", "847232x"),
    ("names", "pixaban 5 MG Oral Tablet [Eliquis],,1,,0,1", "pixaban 5 MG Oral Tablet [Eliquis],,1,,0,2", 4, "is_brand", "0 or 1", "2"),
]


def problems_of(folder: Path, year: int = 2026) -> list[str]:
    with pytest.raises(SourceError) as refused:
        import_catalog(folder, year, folder.parent / "catalogs" / str(year))
    assert not (folder.parent / "catalogs").exists()
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(("kind", "old", "new", "row", "column", "expected", "found"), MISTAKES)
def test_each_mistake_is_one_line(tmp_path: Path, kind: str, old: str, new: str, row: int, column: str, expected: str, found: str) -> None:
    problems = problems_of(write_market(tmp_path / "files", **edited(kind, old, new)))
    assert f"{FILES[kind]}, row {row}, column {column}: expected {expected}, found {found}" in problems


def test_a_single_wrong_price_is_a_single_problem(tmp_path: Path) -> None:
    assert len(problems_of(write_market(tmp_path / "files", **edited("price", "0.1977", "N/A")))) == 1


def test_the_plan_year_must_match(tmp_path: Path) -> None:
    problems = problems_of(write_market(tmp_path / "files"), 2025)
    assert f"{FILES['formulary']}, row 2, column CONTRACT_YEAR: expected 2025, found 2026" in problems
    assert f"{FILES['landscape']}, row 2, column Contract Year: expected 2025, found 2026" in problems


@pytest.mark.parametrize("kept", ["", "S0002|003|000|0|1|1|", "S0002|003|000|1|1|3|", "S0002|003|000|1|2|1|"])
def test_a_plan_without_a_cost_share_for_any_tier_of_its_formulary_is_refused(tmp_path: Path, kept: str) -> None:
    # none at all; only before the deductible; only for a length other than 30, 60 or 90 days; only for a tier not in its formulary
    without = "\n".join(line for line in COST.split("\n") if not line.startswith("S0002"))
    shares = "0| | | |1|4.00|0.00|0.00|0| | | |0| | | |N|Y\n"
    problems = problems_of(write_market(tmp_path / "files", cost=without + (kept + shares if kept else "")))
    expected = "a plan with a cost share for any tier of its formulary"
    assert problems == [f"{FILES['plan']}, row 5, column PLAN_ID: expected {expected}, found S0002-003-000"]


def test_a_duplicate_row_is_refused(tmp_path: Path) -> None:
    again = PRICE.split("\n")[1]
    problems = problems_of(write_market(tmp_path / "files", price=f"{PRICE}{again}\n"))
    assert problems == [f"{FILES['price']}, row 8, column NDC: expected a plan, NDC and days supply once, found 00000617311"]


def test_a_row_cut_short_is_refused(tmp_path: Path) -> None:
    problems = problems_of(write_market(tmp_path / "files", price=f"{PRICE}H0001|001\n"))
    assert problems == [f"{FILES['price']}, row 8: expected 6 columns, found 2: H0001|001"]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    problems = problems_of(write_market(tmp_path / "files", price=PRICE.replace("UNIT_COST", "PRICE_PER_UNIT")))
    columns = "CONTRACT_ID, PLA..._ID, NDC, DAYS_SUPPLY, PRICE_PER_UNIT"  # no sentence quotes more than 80 letters
    assert problems == [
        f"{FILES['price']}, row 1: expected a column UNIT_COST, found no such column among 6: {columns}",
    ]


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    problems = problems_of(write_market(tmp_path / "files", locator=LOCATOR.split("\n")[0] + "\n"))
    assert problems == [f"{FILES['locator']}: expected at least one row, found a header alone"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    problems = problems_of(write_market(tmp_path / "files", price=None, locator=None))
    assert problems == [
        "files: expected a geographic locator file, found none",
        "files: expected a pricing file, or a quarter of 2026 imported before (a monthly release has no prices), found neither",
    ]


def test_bytes_outside_the_encoding_are_refused(tmp_path: Path) -> None:
    folder = write_market(tmp_path / "files")
    path = folder / FILES["plan"]
    path.write_bytes(path.read_bytes().replace(b"Blue Basic", b"Blue \x81asic"))
    problems = problems_of(folder)
    assert len(problems) == 1
    assert problems[0].startswith(f"{FILES['plan']}: expected text in cp1252, found ")


def test_many_problems_are_counted_and_fifty_are_listed(tmp_path: Path) -> None:
    rows = [f"26000001|1|2026|{number}|{number:011d}|9|N| | |N|N|N" for number in range(1, 201)]
    problems = problems_of(write_market(tmp_path / "files", formulary=FORMULARY + "\n".join(rows) + "\n"))
    assert len(problems) == 51
    # 200 tiers of 9
    assert problems[-1] == "in all: expected no problem, found 200 problems, of which the first 50 are listed"
