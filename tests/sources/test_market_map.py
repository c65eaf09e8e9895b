"""The map file: what is written is read, and a damaged byte is never used."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.domain.errors import SourceError
from finder.sources.catalog.market_map import BLOCK, Grid, MarketMap, Records, records, write_map

SLOW_DISK = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW_DISK
@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12), st.binary(max_size=40), max_size=40
    )
)
def test_records_are_found_by_exact_key(tmp_path: Path, items: dict[str, bytes]) -> None:
    write_map(tmp_path / "a.map", dict(records("things", items.items())), {})
    table = Records(MarketMap(tmp_path / "a.map"), "things")
    assert len(table) == len(items)
    for key, content in items.items():
        assert bytes(table.get(key) or b"") == content
        place = table.place(key)
        assert place is not None
        assert table.key(place) == key
    for missing in {"", "zz", "longer than any key is", *(key + "x" for key in items)} - set(items):
        assert table.get(missing) is None


def test_a_grid_gives_its_rows(tmp_path: Path) -> None:
    numbers = [7, -1, 2**31 - 1, 0, 5, -(2**31)]
    write_map(tmp_path / "a.map", {"before": b"odd", "grid": struct.pack("<6i", *numbers)}, {"columns": 3})
    market = MarketMap(tmp_path / "a.map")
    grid = Grid(market, "grid", market.facts["columns"], "i")
    assert list(grid.row(0)) == numbers[:3]
    assert list(grid.row(1)) == numbers[3:]
    with pytest.raises(SourceError, match="points outside its part grid"):
        grid.row(2)
    with pytest.raises(SourceError, match="lacks its part missing"):
        market.read("missing")


def test_sections_longer_than_a_block_are_intact(tmp_path: Path) -> None:
    sections = {"a": bytes(range(256)) * 700, "b": b"", "c": b"x" * (BLOCK * 3), "d": b"end"}
    write_map(tmp_path / "a.map", sections, {})
    market = MarketMap(tmp_path / "a.map")
    assert {name: bytes(market.read(name)) for name in sections} == sections
    assert bytes(market.read("a", 256 * 300 + 5, 256 * 300 + 9)) == bytes([5, 6, 7, 8])
    market.check_all()


@SLOW_DISK
@given(st.data())
def test_a_flipped_bit_anywhere_is_refused(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "a.map"
    write_map(path, {"a": bytes(range(200)), "b": b"x" * (BLOCK + 100)}, {"facts": 1})
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)
    answer = read_or_refused(path)
    # a few bytes of padding between contents and data are not checked, and no answer depends on them
    assert answer == {"a": bytes(range(200)), "b": b"x" * (BLOCK + 100)} or str(answer).endswith("Import it again.")


def read_or_refused(path: Path) -> dict[str, bytes] | str:
    try:
        market = MarketMap(path)
        return {name: bytes(market.read(name)) for name in ("a", "b")}
    except SourceError as refused:
        return str(refused)


@pytest.mark.parametrize("keep", [0, 10, 19, 40, -1])
def test_a_file_cut_short_is_refused_when_it_is_opened(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "a.map"
    write_map(path, {"a": b"x" * 1_000}, {})
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(SourceError, match=r"The catalog is damaged: .*a\.map .*Import it again\."):
        MarketMap(path)


def test_a_file_of_a_later_version_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.map"
    write_map(path, {"a": b"x"}, {})
    content = bytearray(path.read_bytes())
    content[8] = 99
    path.write_bytes(content)
    with pytest.raises(SourceError, match="was written by another version of this program"):
        MarketMap(path)


def test_the_same_sections_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_map(tmp_path / name, dict(records("things", [("z", b"1"), ("a", b"2")])), {"n": 1})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
