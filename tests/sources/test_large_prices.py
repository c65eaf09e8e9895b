"""Prices that have no room in a cell of 32 bits."""

from __future__ import annotations

from pathlib import Path

import pytest

from finder.sources.catalog.market_map import MarketMap
from finder.sources.catalog.reading import open_catalog
from finder.sources.cms.importer import import_catalog, import_release
from tests.sources.small_market import renamed, write_market

# real: Skyrizi 150 mg pens in the files of 2026, $22,700 to $24,464 a pen; and the last price that fits a cell of 32 bits, and the next
LARGE = """\
CONTRACT_ID|PLAN_ID|SEGMENT_ID|NDC|DAYS_SUPPLY|UNIT_COST
H0001|001|000|00000617311|30|24464.12345
H0001|001|000|00000847232|30|21474.83648
H0001|001|000|00000617311|90|22700.00001
H0001|002|000|00000617311|30|22700.00001
S0002|003|000|00000617311|30|21474.83647
S0002|003|000|00001364447|30|9999999.99999
"""


@pytest.mark.parametrize("backwards", [False, True])
def test_a_price_of_any_size_is_kept_to_the_fifth_decimal(tmp_path: Path, *, backwards: bool) -> None:
    header, *rows = LARGE.splitlines()
    rows = rows[::-1] if backwards else rows
    import_release(write_market(tmp_path / "files", price="\n".join([header, *rows]) + "\n"), 2026, tmp_path / "catalogs")
    catalog = open_catalog(2026, tmp_path / "catalogs")
    one, two, three = "H0001-001-000", "H0001-002-000", "S0002-003-000"
    entries = catalog.formulary([one, two, three], ["617311", "847232", "1364447"])
    prices = {key: (entry.unit_price, entry.unit_price_60, entry.unit_price_90) for key, entry in entries.items()}
    assert prices == {
        (one, "617311"): (2_446_412_345, None, 2_270_000_001),
        (two, "617311"): (2_270_000_001, None, None),
        (three, "617311"): (2_147_483_647, None, None),
        (one, "847232"): (2_147_483_648, None, None),
        (three, "847232"): (None, None, None),
        (one, "1364447"): (None, None, None),
        (three, "1364447"): (999_999_999_999, None, None),
    }
    assert catalog.median_unit_price("617311") == 2_270_000_001
    # a monthly release takes them over
    monthly = renamed(write_market(tmp_path / "july", price=None), "20260715")
    import_release(monthly, 2026, tmp_path / "catalogs")
    later = open_catalog(2026, tmp_path / "catalogs")
    assert later.info.release == "202607"
    assert later.formulary([one, two, three], ["617311", "847232", "1364447"]) == entries


def test_large_prices_do_not_depend_on_the_order_of_rows_and_small_ones_have_no_list(files: Path, tmp_path: Path) -> None:
    header, *rows = LARGE.splitlines()
    for name, ordered in (("there", rows), ("back", rows[::-1])):
        import_catalog(write_market(tmp_path / name, price="\n".join([header, *ordered]) + "\n"), 2026, tmp_path / f"{name}-out")
    there, back = ((tmp_path / f"{name}-out" / "market.map").read_bytes() for name in ("there", "back"))
    assert there == back
    import_catalog(files, 2026, tmp_path / "plain")
    usual = MarketMap(tmp_path / "plain" / "market.map")
    assert "large.keys" not in usual
    assert usual.size("prices.30") == 4 * 3 * 3  # three drugs at three plans, 32 bits each
