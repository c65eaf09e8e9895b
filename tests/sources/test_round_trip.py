"""From CMS files to a catalog and back: every cell of every file, with any blanks and letters, and every price."""

from __future__ import annotations

import csv
import io
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.domain.errors import SourceError
from finder.paths import shipped
from finder.sources.catalog.reading import open_catalog
from finder.sources.cms.export import export_catalog
from finder.sources.cms.importer import import_catalog
from finder.sources.cms.layout import kind_of
from tests.sources.small_market import COST, FILES, INSULIN, LANDSCAPE_TEXT, LOCATOR, NAMES, landscape_row, write_market

BLANK = st.sampled_from(["", " ", "  ", "."])
"""CMS's blanks: one space, none, several, or the dot of SAS."""
LETTERS = st.characters(codec="cp1252", exclude_categories=["Cc", "Zs", "Zl", "Zp"], exclude_characters='|"')
WORD = st.text(LETTERS, min_size=1, max_size=12).filter(lambda word: word.strip(". ") == word)
NAME = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
PRICE = (st.integers(1, 2_147_483_647) | st.integers(2_147_483_648, 999_999_999_999)).map(
    lambda price: f"{price // 100_000}.{price % 100_000:05d}"
)
SHORT = PRICE.map(lambda price: price.rstrip("0").rstrip("."))
RXCUIS = ["617311", "847232", "1364447"]


@st.composite
def markets(draw: st.DrawFn) -> dict[str, str]:
    """A random small market: other names, blanks, drugs, tiers, limits and prices."""
    files: dict[str, str] = {}
    plans = ["H0001|001|000|26000001", "H0001|002|000|26000002", "S0002|003|000|26000001"]
    rows = ["CONTRACT_ID|PLAN_ID|SEGMENT_ID|CONTRACT_NAME|PLAN_NAME|FORMULARY_ID|PREMIUM|DEDUCTIBLE|MA_REGION_CODE|PDP_REGION_CODE"]
    rows[0] += "|STATE|COUNTY_CODE|SNP|PLAN_SUPPRESSED_YN"
    for plan in plans:
        *ids, formulary = plan.split("|")
        where = [draw(BLANK), "02", draw(BLANK), draw(BLANK)] if ids[0] == "S0002" else [draw(BLANK), draw(BLANK), "MA", "22170"]
        premium = draw(st.one_of(BLANK, st.just("20.00"), st.just("7.5")))
        rows.append("|".join([*ids, draw(NAME), draw(NAME), formulary, premium, draw(st.sampled_from(["0", "615"])), *where, "0", "N"]))
    hidden = ["H0001", "009", "000", draw(NAME), draw(NAME), "26000009", draw(BLANK), draw(BLANK), draw(BLANK), draw(BLANK)]
    rows.append("|".join([*hidden, "MA", "22170", "2", "Y"]))
    files["plan"] = "\n".join(rows) + "\n"
    files["formulary"], ndcs = _formulary(draw)
    files["cost"] = COST.replace("| | | |", f"|{draw(BLANK)}|{draw(BLANK)}|{draw(BLANK)}|")
    files["insulin"] = INSULIN.replace("| |", f"|{draw(st.sampled_from(['', ' ', '.']))}|")
    files["locator"] = LOCATOR.replace("|02|Region|", f"|{draw(BLANK)}|{draw(NAME)}|", 1)
    files["landscape"] = _landscape(draw)
    files["names"] = NAMES
    rows = ["CONTRACT_ID|PLAN_ID|SEGMENT_ID|NDC|DAYS_SUPPLY|UNIT_COST"]
    for plan in plans:
        *ids, formulary = plan.split("|")
        for ndc in draw(st.lists(st.sampled_from(ndcs[formulary]), unique=True)):
            for days in draw(st.lists(st.sampled_from(["30", "60", "90"]), min_size=1, unique=True)):
                rows.append("|".join([*ids, ndc, days, draw(st.one_of(PRICE, SHORT))]))
    if len(rows) == 1:
        rows.append(f"H0001|001|000|{ndcs['26000001'][0]}|30|1.5")
    files["price"] = "\n".join(rows) + "\n"
    return files


def _formulary(draw: st.DrawFn) -> tuple[str, dict[str, list[str]]]:
    """Drugs on two formularies, some with two NDCs, on tiers that have shares."""
    rows = ["FORMULARY_ID|FORMULARY_VERSION|CONTRACT_YEAR|RXCUI|NDC|TIER_LEVEL_VALUE|QUANTITY_LIMIT_YN|QUANTITY_LIMIT_AMOUNT"]
    rows[0] += "|QUANTITY_LIMIT_DAYS|PRIOR_AUTHORIZATION_YN|STEP_THERAPY_YN|SELECTED_DRUG_YN"
    ndcs: dict[str, list[str]] = {}
    for formulary, tiers in (("26000001", "13"), ("26000002", "1")):
        for rxcui in draw(st.lists(st.sampled_from(RXCUIS), min_size=1, unique=True)):
            for number in range(draw(st.integers(1, 2))):
                ndc = f"{int(rxcui) + 10_000_000_000 * number:011d}"
                limit = draw(st.sampled_from([["Y", "15", "30"], ["Y", "0.125", "7"], ["N", draw(BLANK), draw(BLANK)]]))
                flags = [draw(st.sampled_from("YN")) for _ in range(2)] + [draw(st.sampled_from(["Y", "N", "", "."]))]
                rows.append("|".join([formulary, "7", "2026", rxcui, ndc, draw(st.sampled_from(tiers)), *limit, *flags]))
                ndcs.setdefault(formulary, []).append(ndc)
    return "\n".join(rows) + "\n", ndcs


def _landscape(draw: st.DrawFn) -> str:
    head = LANDSCAPE_TEXT.split("\n")[0]
    text = st.one_of(BLANK, NAME, NAME.map(lambda name: f"{name}, Inc."), st.just("Not Applicable"))
    free = ["us_territory", "parent_organization_name", "organization", "plan_name", "snp_type", "star_rating", "sanctioned", "pdp_region"]
    rows = []
    for contract, plan, category in (("H0001", "001", "MA-PD"), ("S0002", "003", "PDP"), ("H7777", "001", "SNP")):
        facts = {column: draw(text) for column in free}
        facts |= {"contract_year": "2026", "category": category, "state": "MA", "contract_id": contract, "plan_id": plan, "segment_id": "0"}
        facts |= {
            "county_name": "All Counties" if category == "PDP" else "Worcester",
            "basic_premium": draw(st.sampled_from(["", "$1,012.10 "])),
        }
        rows.append(landscape_row(**facts))
    return "\n".join([head, *rows]) + "\n"


def cells(path: Path) -> list[tuple[str, ...]]:
    """The file's rows with cells trimmed and the header in lower case."""
    kind = kind_of(path.name)
    content = path.read_bytes()
    text = content.decode("utf-8-sig" if kind == "names" or content.startswith(b"\xef\xbb\xbf") else "cp1252")
    if path.suffix == ".csv":
        rows: list[list[str]] = list(csv.reader(io.StringIO(text, newline="")))
    else:
        rows = [line.split("|") for line in text.split("\r\n") if line]
    rows[0] = [name.lower() for name in rows[0]]
    found = [tuple(cell.strip() for cell in row) for row in rows]
    if kind != "price":
        return found
    return found[:1] + sorted((*row[:5], str(Decimal(row[5]).normalize())) for row in found[1:])


def by_kind(folder: Path) -> dict[str | None, Any]:
    return {kind_of(path.name): cells(path) for path in folder.iterdir()}


@settings(deadline=None, max_examples=6)
@given(markets())
def test_what_was_read_is_written(texts: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files = write_market(folder / "files", **texts)
        import_catalog(files, 2026, folder / "2026")
        export_catalog(folder / "2026", folder / "again")
        assert by_kind(folder / "again") == by_kind(files)
        # what was written imports as the same catalog
        import_catalog(folder / "again", 2026, folder / "second" / "2026")
        first, second = open_catalog(2026, folder), open_catalog(2026, folder / "second")
        plans = ["H0001-001-000", "H0001-002-000", "S0002-003-000"]
        assert [first.plan(plan) for plan in plans] == [second.plan(plan) for plan in plans]
        assert first.formulary(plans, RXCUIS) == second.formulary(plans, RXCUIS)


def test_letters_outside_windows_1252_come_back_too(tmp_path: Path) -> None:
    files = write_market(tmp_path / "files")
    path = files / FILES["plan"]
    text = path.read_bytes().decode("cp1252").replace("Green One", "Zöld Első ☂")
    path.write_bytes(text.encode("utf-8-sig"))
    import_catalog(files, 2026, tmp_path / "2026")
    export_catalog(tmp_path / "2026", tmp_path / "again")
    assert by_kind(tmp_path / "again") == by_kind(files)
    assert any("Zöld Első ☂ (HMO)" in row for row in by_kind(files)["plan"])


def test_the_embedded_catalog_writes_as_many_rows_as_it_counts(tmp_path: Path) -> None:
    export_catalog(shipped("data") / "catalogs" / "2026", tmp_path)
    rows = {kind: len(found) - 1 for kind, found in by_kind(tmp_path).items()}
    # as its source counts them: 491 plans and counties, 37,254 lines and prices, 594 and 317 shares, 14 counties, 396 names
    assert {kind: rows[kind] for kind in ("plan", "formulary", "cost", "insulin", "price", "locator", "names")} == {
        **{"plan": 491, "formulary": 37_254, "cost": 594, "insulin": 317, "price": 37_254, "locator": 14, "names": 396},
    }
    assert len(cells(next(tmp_path.glob("*Landscape*")))[0]) == 52
    assert set(FILES) - {None} == set(rows)


def test_the_embedded_catalog_comes_out_of_the_importer_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "nobody's"))
    embedded = shipped("data") / "catalogs" / "2026"
    export_catalog(embedded, tmp_path / "files")
    import_catalog(tmp_path / "files", 2026, tmp_path / "2026")
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in (embedded, tmp_path / "2026"))
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_an_example_market_has_no_files_of_cms(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="did not come from files of CMS"):
        export_catalog(shipped("data") / "catalogs" / "2012", tmp_path)
