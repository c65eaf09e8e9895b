"""Prices for a release without any, from a catalog imported before.

A monthly release takes the prices of the newest quarter of its own year. From October to December a new plan year has no quarter yet: its
prices are estimated from the newest quarter of the year before, and each price keeps where it is from (decision 90):

1. the same plan's price of the same product;
2. else that of the closest plan of the same sponsor: first plans of the same contract, then those of another contract whose parent
   organization, marketing name or contract name is the same; among them the same kind of plan first, then the nearest plan number;
3. else the middle of that market's prices;
4. in place of all these, the price that Medicare negotiated for the new year, where the product has one.

A product whose negotiated price has ended since has no estimate: the last price is one that no longer holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from finder.domain.errors import SourceError
from finder.domain.market import PriceOrigin
from finder.domain.money import UnitPrice
from finder.sources.catalog.map_contents import DAYS, LARGE, drug_of, marks
from finder.sources.catalog.market_map import MarketMap, Records
from finder.sources.catalog.ownership import MAP
from finder.sources.catalog.price_grid import PriceGrid, prices_in
from finder.sources.catalog.releases import folders_of
from finder.sources.catalog.store import read_manifest, read_rows
from finder.sources.cms.text_files import plain

if TYPE_CHECKING:
    import pyarrow as pa

CLOSEST = 8
"""The most plans of a sponsor that are asked for a price."""
NOT_KNOWN = "not_known"
"""Counts, beside the words of ``PriceOrigin``, the listed drugs without a price."""
_NO_PLAN = -1
_NAMES = {"cms_plan": ("contract_name",), "cms_landscape": ("contract_name", "organization", "parent_organization_name")}
"""Where the names of a contract's sponsor stand, among the texts that a catalog keeps."""


class Earlier(NamedTuple):
    """A catalog with prices of its own: its folder and its manifest."""

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def plan_year(self) -> int:
        """Its plan year."""
        return int(self.manifest["plan_year"])


def earlier_quarters(year: int, folders: Iterable[Path]) -> list[Earlier]:
    """The catalogs with prices of their own in these folders, newest first; a damaged one is passed over."""
    found = []
    for path in (path for folder in folders for path in folders_of(year, folder)):
        try:
            manifest = read_manifest(path)
        except SourceError:
            continue
        if not manifest.get("prices_from") and not manifest.get("without_prices"):
            found.append(Earlier(path, manifest))
    return sorted(found, key=lambda one: str(one.manifest["prices_as_of"]), reverse=True)


def chosen_quarter(year: int, folders: Sequence[Path], states: Collection[str]) -> Earlier | None:
    """The quarter of the year in the first folder, else that of the year before in any: the one with most of these states, the newest among
    equals. None where no quarter has any of them."""
    for of, places in ((year, folders[:1]), (year - 1, folders)):
        shared = [(len(set(states) & set(one.manifest["states"])), one) for one in earlier_quarters(of, places)]
        most = max((count for count, _ in shared), default=0)
        if most:
            return next(one for count, one in shared if count == most)
    return None


def copy_prices(earlier: Earlier, grid: PriceGrid) -> None:
    """Fill the grid from an earlier release of the same year, for the plans and drugs that both have."""
    market = EarlierPrices(earlier)
    plans = market.places(grid.plan_ids)
    both = plans != _NO_PLAN
    for drug, rxcui in enumerate(grid.rxcuis):
        for day, prices in market.prices(rxcui):
            grid.set_prices(day, drug, both.nonzero()[0], prices[plans[both]])


class Market(NamedTuple):
    """What the new release says: its tables, and by contract the names of its sponsor."""

    tables: Mapping[str, pa.Table]
    sponsors: Mapping[str, frozenset[str]]

    def lists(self, grid: PriceGrid) -> tuple[Any, Any]:
        """Whether each plan's formulary lists each drug, and whether as one with a negotiated price: [drug, formulary], by the places of
        ``formularies``."""
        import numpy as np
        import pyarrow as pa
        from pyarrow import compute

        formulary = self.tables["formulary"]
        columns = compute.index_in(formulary["formulary_id"], value_set=self._formularies)
        rows = compute.index_in(formulary["rxcui"], value_set=pa.array(grid.rxcuis, pa.string()))
        known = compute.and_(compute.is_valid(columns), compute.is_valid(rows))
        marked = formulary["selected_drug"].filter(known).to_numpy() | (not marks(self.tables))
        listed = np.zeros((2, len(grid.rxcuis), len(self._formularies)), bool)
        listed[0, rows.filter(known).to_numpy(), columns.filter(known).to_numpy()] = True
        listed[1, rows.filter(known).to_numpy(), columns.filter(known).to_numpy()] = marked
        return listed[0], listed[1]

    @property
    def _formularies(self) -> pa.Array:
        from pyarrow import compute

        return compute.unique(self.tables["plans"]["formulary_id"].combine_chunks())

    def formularies(self, grid: PriceGrid) -> Any:
        """The place of each plan's formulary."""
        import pyarrow as pa
        from pyarrow import compute

        plans = self.tables["plans"]
        by_plan = dict(zip(plans["plan_id"].to_pylist(), plans["formulary_id"].to_pylist(), strict=True))
        order = pa.array([by_plan[plan_id] for plan_id in grid.plan_ids], pa.string())
        return compute.index_in(order, value_set=self._formularies).to_numpy()


def sponsor_names(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, frozenset[str]]:
    """Contract -> the names of its sponsor, plain, from the rows of the tables of ``_NAMES``."""
    found: dict[str, set[str]] = {}
    for table, rows in tables.items():
        for row in rows:
            names = (plain(str(row.get(column) or "")) for column in _NAMES[table])
            found.setdefault(str(row["contract_id"]), set()).update(filter(None, names))
    return {contract: frozenset(names) for contract, names in found.items()}


def name_columns(table: str, present: Collection[str]) -> list[str]:
    """The columns of a table that name contracts and their sponsors."""
    return [column for column in ("contract_id", *_NAMES[table]) if column in present]


def estimate_prices(
    earlier: Earlier | None, market: Market, negotiated: Mapping[str, UnitPrice], ended: Collection[str], grid: PriceGrid
) -> dict[str, int]:
    """Fill the grid and say where each price is from. Returns how many prices came from where, by the words of ``PriceOrigin``.

    ``earlier``: None where there are no prices of the year before.
    ``negotiated``: the prices that Medicare negotiated for the new year.
    ``ended``: drugs whose negotiated price has ended, which get no estimate.
    """
    import numpy as np

    listed, marked = market.lists(grid)
    of, estimates = market.formularies(grid), _Estimates(earlier, market, grid) if earlier else None
    usual = estimates.usual if estimates else np.full(len(of), PriceOrigin.NEGOTIATED, np.uint8)
    counts, unknown = np.zeros(len(PriceOrigin), np.int64), 0
    for drug, rxcui in enumerate(grid.rxcuis):
        wanted = listed[drug][of]
        deal = marked[drug][of] if rxcui in negotiated else np.zeros(len(of), bool)
        origins = np.zeros(len(of), np.uint8)
        if estimates and rxcui not in ended:
            origins = estimates.put(drug, wanted & ~deal)
        if deal.any():
            places = np.flatnonzero(deal)
            grid.set_prices(0, drug, places, np.full(len(places), negotiated[rxcui]))
            origins[places] = PriceOrigin.NEGOTIATED
        if origins.any():
            grid.set_origins(drug, np.where(wanted, origins, usual))  # nobody asks about the others, and alike bytes pack best
        counts += np.bincount(origins, minlength=len(PriceOrigin))
        unknown += int(np.count_nonzero(wanted & (origins == PriceOrigin.OWN)))
    found = {origin.key: int(counts[origin]) for origin in PriceOrigin if origin is not PriceOrigin.OWN}
    return {key: count for key, count in {**found, NOT_KNOWN: unknown}.items() if count}


class _Estimates:
    """The first three steps: what each plan of the grid may take from an earlier quarter."""

    def __init__(self, earlier: Earlier, market: Market, grid: PriceGrid) -> None:
        self._quarter, self._grid = EarlierPrices(earlier), grid
        self._own = self._quarter.places(grid.plan_ids)
        self._close = self._quarter.closest(grid.plan_ids, market)

    @property
    def usual(self) -> Any:
        """Where the prices of each plan are usually from."""
        import numpy as np

        return np.where(self._own == _NO_PLAN, PriceOrigin.SPONSOR, PriceOrigin.SAME_PLAN).astype(np.uint8)

    def put(self, drug: int, wanted: Any) -> Any:
        """Put the estimates of a drug into the grid for the plans wanted. Returns where they are from."""
        import numpy as np

        of_days = dict(self._quarter.prices(self._grid.rxcuis[drug]))
        prices = of_days.get(0)
        if prices is None or not prices.any():
            return np.zeros(len(wanted), np.uint8)
        sources, origins = _sources(prices, self._own, self._close, wanted)
        for day, found in of_days.items():
            taken = np.where(sources == _NO_PLAN, 0, found[sources])
            if day == 0:
                taken = np.where(origins == PriceOrigin.MARKET, _middle(found), taken)
            places = np.flatnonzero(taken)
            self._grid.set_prices(day, drug, places, taken[places])
        return origins


def _sources(prices: Any, own: Any, close: Any, wanted: Any) -> tuple[Any, Any]:
    """The plan whose price each plan takes (-1: none), and where that price is from. ``prices`` ends with a 0, for no plan."""
    import numpy as np

    sources = np.full(len(own), _NO_PLAN)
    origins = np.zeros(len(own), np.uint8)
    steps = [(own, PriceOrigin.SAME_PLAN), *((column, PriceOrigin.SPONSOR) for column in close)]
    for plans, origin in steps:
        taken = wanted & (sources == _NO_PLAN) & (prices[plans] > 0)
        sources[taken], origins[taken] = plans[taken], origin
    origins[wanted & (sources == _NO_PLAN)] = PriceOrigin.MARKET
    return sources, origins


def _middle(prices: Any) -> int:
    """The median of the prices there are, half up."""
    import numpy as np

    return int(np.floor(np.median(prices[prices > 0]) + 0.5))


class EarlierPrices:
    """The prices of an earlier catalog, and its plans by place."""

    def __init__(self, earlier: Earlier) -> None:
        self._folder, self._market = earlier.folder, MarketMap(earlier.folder / MAP)
        self._plans, self._drugs = Records(self._market, "plans"), Records(self._market, "drugs")
        self._large = Records(self._market, LARGE) if f"{LARGE}.keys" in self._market else None

    def places(self, plan_ids: Sequence[str]) -> Any:
        """The place here of each plan, -1 for a plan that is not here."""
        import numpy as np

        found = (self._plans.place(plan_id) for plan_id in plan_ids)
        return np.array([_NO_PLAN if place is None else place for place in found], np.int64)

    def prices(self, rxcui: str) -> Iterable[tuple[int, Any]]:
        """For each days supply that has prices: its place in DAYS, and the drug's price at each plan here; then a 0, for no plan."""
        import numpy as np

        drug = self._drugs.place(rxcui)
        width = 4 * len(self._plans)
        large = self._large.get(rxcui) if self._large else None
        for day, days in enumerate(DAYS):
            if drug is not None and f"prices.{days}" in self._market:
                cells = np.frombuffer(self._market.read(f"prices.{days}", drug * width, (drug + 1) * width), "<i4")
                yield day, np.append(prices_in(cells, large.cast("q").tolist() if large else ()), 0)

    def middles(self) -> dict[str, UnitPrice]:
        """The middle 30-day price of each drug that has one."""
        found = (drug_of(self._drugs.at(place)) for place in range(len(self._drugs)))
        return {drug.rxcui: middle for drug, middle in found if middle is not None}

    def negotiated(self) -> set[str]:
        """The drugs that had a negotiated price."""
        found = (drug_of(self._drugs.at(place)) for place in range(len(self._drugs)))
        return {drug.rxcui for drug, _ in found if drug.selected}

    def closest(self, plan_ids: Sequence[str], market: Market) -> Any:
        """[rank, plan]: the closest plans of the same sponsor here, each by its place; -1 where there are no more."""
        import numpy as np

        kinds = dict(zip(*(market.tables["plans"][name].to_pylist() for name in ("plan_id", "kind")), strict=True))
        here = {row["plan_id"]: int(row["kind"]) for row in read_rows(self._folder / "plans.parquet")}
        by_name: dict[str, set[str]] = {}
        for contract, names in self._sponsors().items():
            for name in (contract, *names):
                by_name.setdefault(name, set()).add(contract)
        of_contract: dict[str, list[str]] = {}
        for plan_id in here:
            of_contract.setdefault(_contract(plan_id), []).append(plan_id)
        found = np.full((CLOSEST, len(plan_ids)), _NO_PLAN)
        for column, plan_id in enumerate(plan_ids):
            contract = _contract(plan_id)
            contracts = {contract}.union(*(by_name.get(name, ()) for name in market.sponsors.get(contract, ())))
            others = [other for one in contracts for other in of_contract.get(one, ()) if other != plan_id]
            order = sorted(others, key=lambda other: _distance(plan_id, other, same_kind=here[other] == kinds[plan_id]))
            places = self.places(order[:CLOSEST])
            found[: len(places), column] = places
        return found

    def _sponsors(self) -> dict[str, frozenset[str]]:
        """By contract the names of its sponsor, from what the catalog kept of the files."""
        from pyarrow import parquet

        tables = {}
        for table in _NAMES:
            path = self._folder / f"{table}.parquet"
            if path.is_file():
                with parquet.ParquetFile(path) as file:
                    columns = name_columns(table, file.schema_arrow.names)
                    tables[table] = file.read(columns=columns).group_by(columns).aggregate([]).to_pylist()
        return sponsor_names(tables)


def _contract(plan_id: str) -> str:
    return plan_id.partition("-")[0]


def _distance(plan_id: str, other: str, *, same_kind: bool) -> tuple[bool, bool, int, str]:
    """How far a plan is from another of the same sponsor: the contract, the kind, the plan number, and for a fixed order the id."""
    number, others = (int(one.split("-")[1]) for one in (plan_id, other))
    return _contract(plan_id) != _contract(other), not same_kind, abs(number - others), other
