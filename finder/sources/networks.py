"""The pharmacy networks of some states, from the parts of the public use file that an import leaves alone: 307 million rows, of which a
state's plans and pharmacies are a hundredth and less.

    pharmacies    Records, NPI -> JSON: ZIP
    networks      Records, NPI -> rows of integers, a row a plan, by plan: its place, what it is there, and its fees

The map lies beside the catalog's own as ``networks.map``; a catalog without it answers as before, and an import makes a catalog without it.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from finder.domain.errors import Problem, SourceError
from finder.domain.money import UnitPrice
from finder.sources.bundle import Bundle
from finder.sources.cms_layout import NETWORK, is_network
from finder.sources.market_map import MarketMap, Records, records, write_map
from finder.sources.problems import Problems, at
from finder.sources.store import MAP, read_manifest
from finder.sources.text_table import read_batches

if TYPE_CHECKING:
    import pyarrow as pa

NETWORKS = "networks.map"
NO_FEE = -1
_BLOCK = 1 << 25
_FEES = tuple(f"{kind}_dispensing_fee_{days}" for kind in ("brand", "generic", "selected") for days in (30, 60, 90))
_ROW = struct.Struct("<HHi9i")
_FLAGS = (
    *(("pharmacy_retail", "Y", 1), ("pharmacy_mail", "Y", 2), ("preferred_status_retail", "Y", 4)),
    *(("preferred_status_mail", "Y", 8), ("in_area_flag", "1", 16)),
)
"""Column, what it holds where it is so, and the bit that keeps it; in the order of the fields of NetworkPharmacy."""
_AMOUNT = r"^\d{1,5}(\.\d{1,4}0?)?$"


class NetworkPharmacy(NamedTuple):
    """A pharmacy in a plan's network. Fees and floor price in hundred-thousandths of a dollar, None where the files give none.

    ``fees`` are those of brands, generics and negotiated drugs, each for 30, 60 and 90 days.
    """

    plan_id: str
    retail: bool
    mail: bool
    preferred_retail: bool
    preferred_mail: bool
    in_area: bool
    floor_price: UnitPrice | None
    fees: tuple[UnitPrice | None, ...]


def import_networks(path: Path, catalog: Path, states: Sequence[str]) -> int:
    """Keep the networks that the plans of these states have among the pharmacies of these states; how many rows were kept.

    ``path`` is the public use file of the catalog's year. Raises SourceError for a bad row, and where there is no such file; the networks
    that were there then stay.
    """
    manifest = read_manifest(catalog)
    unknown = sorted(set(states) - set(manifest["states"]))
    if unknown or not states:
        raise SourceError([Problem("states", f"states of the catalog ({', '.join(manifest['states'])})", ", ".join(unknown) or "none")])
    market = MarketMap(catalog / MAP)
    keeper = _Keeper(market, catalog, states)
    problems = Problems()
    with Bundle(path, skip=lambda name: name.lower().endswith((".txt", ".zip")) and not is_network(name)) as bundle:
        parts = [file for file in bundle.files if is_network(file.name)]
        if not parts:
            problems.add(at(bundle.path.name), f"a {NETWORK.title}", "none")
        for part in parts:
            for batch in read_batches(part, NETWORK, problems, _BLOCK):
                keeper.keep(batch, part.name, problems)
        problems.refuse_if_any()
    _write(catalog, keeper, states)
    return keeper.count


def _write(catalog: Path, keeper: _Keeper, states: Sequence[str]) -> None:
    new = catalog / f".{NETWORKS}.new"
    facts = {"states": sorted(states), "catalog": read_manifest(catalog)["digest"]}
    try:
        write_map(new, dict(keeper.sections()), facts)
        os.replace(new, catalog / NETWORKS)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise SourceError(f"{catalog / NETWORKS}: the networks could not be written ({error.strerror}).") from error


class _Keeper:
    """Chooses rows of the parts and holds them."""

    def __init__(self, market: MarketMap, catalog: Path, states: Sequence[str]) -> None:
        import pyarrow as pa

        plans = Records(market, "plans")
        self._plan_ids = pa.array([plans.key(place) for place in range(len(plans))], pa.string())
        self._serving = self._plans_of(market, catalog, states)
        self._zips = pa.array(sorted(_zips_of(states)), pa.string())
        self._rows: dict[str, list[bytes]] = {}
        self._zip_of: dict[str, str] = {}
        self.count = 0

    def _plans_of(self, market: MarketMap, catalog: Path, states: Sequence[str]) -> Any:
        """Which places of plans serve a county of the states."""
        import numpy as np
        from pyarrow import parquet

        areas, serving = Records(market, "areas"), np.zeros(len(self._plan_ids), bool)
        with parquet.ParquetFile(catalog / "counties.parquet") as file:
            for county in file.read(["fips", "state"]).to_pylist():
                record = areas.get(county["fips"]) if county["state"] in states else None
                if record is not None:
                    serving[list(record.cast("H"))] = True
        return serving

    def keep(self, batch: pa.Table, name: str, problems: Problems) -> None:
        """Keep the rows of the block that are wanted. A plan of another place, or one that the catalog lacks, is passed over."""
        import numpy as np
        from pyarrow import compute

        near = compute.is_in(compute.utf8_slice_codeunits(batch["pharmacy_zipcode"], 0, 5), value_set=self._zips)
        batch = batch.filter(near)
        codes = [compute.utf8_lpad(batch[column], 3, "0") for column in ("plan_id", "segment_id")]
        key = compute.binary_join_element_wise(batch["contract_id"], *codes, "-")
        found = compute.fill_null(compute.index_in(key, value_set=self._plan_ids), -1).to_numpy()
        rows = np.flatnonzero((found >= 0) & self._serving[found])
        if not len(rows):
            return
        chosen = batch.take(rows)
        numbers = self._numbers(chosen, name, problems)
        if numbers is None:
            return
        flags = np.zeros(len(rows), np.int64)
        for column, yes, bit in _FLAGS:
            flags |= np.where(compute.equal(chosen[column], yes).to_numpy(), bit, 0)
        npis, zips = chosen["pharmacy_number"].to_pylist(), chosen["pharmacy_zipcode"].to_pylist()
        for place, (number, zip_code) in enumerate(zip(npis, zips, strict=True)):
            self._rows.setdefault(number[2:], []).append(_ROW.pack(found[rows[place]], flags[place], *numbers[place]))
            self._zip_of[number[2:]] = zip_code[:5]
        self.count += len(rows)

    def _numbers(self, chosen: pa.Table, name: str, problems: Problems) -> list[list[int]] | None:
        """Floor price and fees of each row; None where a row of the block was refused."""
        from pyarrow import compute

        before = problems.count
        npi = compute.match_substring_regex(chosen["pharmacy_number"], r"^10\d{10}$")
        self._refuse(chosen, "pharmacy_number", npi, "10 and the ten digits of an NPI", name, problems)
        columns = []
        for column in ("floor_price", *_FEES):
            if column not in chosen.column_names:
                columns.append([NO_FEE] * chosen.num_rows)
                continue
            texts = chosen[column]
            none = compute.or_(compute.equal(texts, ""), compute.equal(texts, "."))
            good = compute.or_(none, compute.match_substring_regex(texts, _AMOUNT))
            self._refuse(chosen, column, good, "dollars, 0 or more, or blank", name, problems)
            if problems.count == before:
                columns.append([_amount(text) for text in texts.to_pylist()])
        return [list(row) for row in zip(*columns, strict=True)] if problems.count == before else None

    def _refuse(self, chosen: pa.Table, column: str, good: Any, expected: str, name: str, problems: Problems) -> None:
        from pyarrow import compute

        bad = chosen.filter(compute.invert(good))
        for row, found in zip(bad["row"].to_pylist(), bad[column].to_pylist(), strict=True):
            problems.add(at(name, row, NETWORK.printed(column)), expected, found or "nothing")

    def sections(self) -> Iterator[tuple[str, bytes]]:
        """The two tables."""
        yield from records("pharmacies", ((npi, zip_code.encode()) for npi, zip_code in self._zip_of.items()))
        yield from records("networks", ((npi, b"".join(sorted(rows, key=_ROW.unpack))) for npi, rows in self._rows.items()))


def _amount(text: str) -> int:
    """``2.5`` as 250000; -1 for nothing."""
    whole, _, decimals = text.partition(".")
    return int(whole) * 100_000 + int(decimals.ljust(5, "0")[:5]) if whole else NO_FEE


def _zips_of(states: Sequence[str]) -> set[str]:
    """The ZIPs of these states."""
    import json

    from finder.paths import shipped

    places = MarketMap(shipped("data") / "geo" / MAP)
    zips, counties = Records(places, "zips"), Records(places, "counties")
    inside = {place for place in range(len(counties)) if json.loads(bytes(counties.at(place)))[1] in states}
    return {zips.key(place) for place in range(len(zips)) if inside.intersection(zips.at(place).cast("H"))}


class Networks:
    """The networks kept beside a catalog, read-only."""

    def __init__(self, catalog: Path) -> None:
        """Open them. Raises SourceError where there are none, or they belong to another catalog."""
        if not (catalog / NETWORKS).is_file():
            raise SourceError(f"The catalog in {catalog} has no pharmacy networks.")
        market = MarketMap(catalog / NETWORKS)
        if market.facts["catalog"] != read_manifest(catalog)["digest"]:
            raise SourceError(f"The pharmacy networks in {catalog} belong to another release. Import them again.")
        self.states: tuple[str, ...] = tuple(market.facts["states"])
        self._networks, self._zips = Records(market, "networks"), Records(market, "pharmacies")
        self._plans = Records(MarketMap(catalog / MAP), "plans")

    def zip_code(self, npi: str) -> str | None:
        """The ZIP of a pharmacy, or None where these states have no such one."""
        record = self._zips.get(npi)
        return None if record is None else bytes(record).decode()

    def of_pharmacy(self, npi: str) -> tuple[NetworkPharmacy, ...]:
        """What the pharmacy is to each plan that has it in its network, by plan; empty for one that none has."""
        record = self._networks.get(npi)
        return () if record is None else tuple(self._entry(*row) for row in _ROW.iter_unpack(record))

    def _entry(self, place: int, flags: int, floor: int, *fees: int) -> NetworkPharmacy:
        retail, mail, preferred_retail, preferred_mail, near = (bool(flags & bit) for _, _, bit in _FLAGS)
        known = tuple(None if fee == NO_FEE else fee for fee in (floor, *fees))
        return NetworkPharmacy(self._plans.key(place), retail, mail, preferred_retail, preferred_mail, near, known[0], known[1:])
