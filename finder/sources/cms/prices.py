"""The pricing file into its grid, block by block. Each row is checked; none is kept as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finder.intake.limits import PROBLEMS
from finder.sources.catalog.map_contents import DAYS
from finder.sources.catalog.price_grid import LARGEST_CELL, PriceGrid
from finder.sources.cms.bundle import SourceFile
from finder.sources.cms.layout import PRICE
from finder.sources.cms.state_slice import Keep
from finder.sources.cms.text_files import Problems, at, read_batches

if TYPE_CHECKING:
    import pyarrow as pa

_UNIT_COST = r"^\d{1,7}(\.\d{1,5})?$"
"""Below ten million dollars a unit. The dearest drugs cost some millions a treatment."""
_BLOCK = 1 << 24
_NOT_LISTED, _NOT_CHOSEN = -2, -1


class ListedCodes:
    """Which NDCs each formulary lists, and which drug each one prices: a table [formulary, NDC] of places of drugs."""

    def __init__(self, codes: pa.Table, plans: pa.Table, grid: PriceGrid) -> None:
        """``codes`` comes from ``tables.listed_codes``; ``plans`` is the catalog's table."""
        import numpy as np
        import pyarrow as pa
        from pyarrow import compute

        formularies = compute.unique(plans["formulary_id"].combine_chunks())
        self.ndcs = compute.unique(codes["ndc"].combine_chunks())
        self._drugs = np.full((len(formularies), len(self.ndcs)), _NOT_LISTED, np.int32)
        of = compute.index_in(codes["formulary_id"], value_set=formularies)
        drugs = compute.index_in(codes["rxcui"], value_set=pa.array(grid.rxcuis, pa.string()))
        known = compute.is_valid(of).to_numpy()
        columns = compute.index_in(codes["ndc"], value_set=self.ndcs).to_numpy()
        places = compute.fill_null(drugs, _NOT_CHOSEN).to_numpy()
        self._drugs[of.filter(compute.is_valid(of)).to_numpy(), columns[known]] = places[known]
        by_plan = dict(zip(plans["plan_id"].to_pylist(), plans["formulary_id"].to_pylist(), strict=True))
        order = pa.array([by_plan[plan_id] for plan_id in grid.plan_ids], pa.string())
        self._formulary_of = compute.index_in(order, value_set=formularies).to_numpy()

    def drugs(self, plans: Any, ndcs: Any) -> Any:
        """The drug of each (plan, NDC); negative if the plan's formulary doesn't list it or prices it by another NDC."""
        return self._drugs[self._formulary_of[plans], ndcs]


def read_prices(file: SourceFile, codes: ListedCodes, grid: PriceGrid, problems: Problems, keep: Keep | None = None) -> pa.Table:
    """Fill the grid. Returns the prices (plan_id, ndc, days, unit_price) of listed NDCs that were not chosen.

    ``keep``: the rows to read.
    """
    import pyarrow as pa
    from pyarrow import compute

    schema = pa.schema([("plan_id", pa.string()), ("ndc", pa.string()), ("days", pa.int16()), ("unit_price", pa.int64())])
    others = [schema.empty_table()]
    for batch in read_batches(file, PRICE, problems, _BLOCK, keep):
        others.append(_Block(batch, codes, grid, file.name, problems).put().cast(schema))
        if problems.count >= PROBLEMS:
            break  # the file is refused anyway, and fifty rows tell why
    found = pa.concat_tables(others)
    highest = compute.max(found["unit_price"]).as_py() or 0
    return found if highest > LARGEST_CELL else found.cast(schema.set(3, pa.field("unit_price", pa.int32())))


class _Block:
    """Some rows of the file: each is checked, and the good ones are put into the grid."""

    def __init__(self, batch: pa.Table, codes: ListedCodes, grid: PriceGrid, name: str, problems: Problems) -> None:
        self._batch, self._codes, self._grid = batch, codes, grid
        self._name, self._problems = name, problems

    def put(self) -> pa.Table:
        """Check the rows and put the good ones into the grid. Returns those of other NDCs."""
        import numpy as np
        import pyarrow as pa

        plan_texts, ndc_texts = pa.array(self._grid.plan_ids, pa.string()), self._codes.ndcs
        plans, known_plan = self._places(self._plan_ids(), plan_texts, "plan_id", "a plan of the plan information file")
        ndcs, known_ndc = self._places(self._batch["ndc"], ndc_texts, "ndc", "")
        days_texts = pa.array([str(days) for days in DAYS], pa.string())
        days, known_days = self._places(self._batch["days_supply"], days_texts, "days_supply", "30, 60 or 90 days")
        prices, priced = self._prices()
        drugs = np.where(known_plan & known_ndc, self._codes.drugs(plans, ndcs), _NOT_LISTED)
        self._refuse("ndc", known_plan & (drugs == _NOT_LISTED), "an NDC of the plan's formulary", self._batch["ndc"])
        good = known_days & priced & (drugs >= 0)
        rows = np.flatnonzero(good)
        again = self._grid.put(days[rows], drugs[rows], plans[rows], prices[rows])
        twice = np.zeros(len(good), bool)
        twice[rows[again]] = True
        self._refuse("ndc", twice, "a plan, NDC and days supply once", self._batch["ndc"])
        other = np.flatnonzero(known_days & priced & (drugs == _NOT_CHOSEN))
        return pa.table(
            {
                "plan_id": plan_texts.take(pa.array(plans[other])),
                "ndc": ndc_texts.take(pa.array(ndcs[other])),
                "days": np.asarray(DAYS, np.int16)[days[other]],
                "unit_price": prices[other],
            }
        )

    def _plan_ids(self) -> Any:
        """Contract, plan and segment as one id, with leading zeros."""
        from pyarrow import compute

        codes = [compute.utf8_lpad(self._batch[column], 3, "0") for column in ("plan_id", "segment_id")]
        return compute.binary_join_element_wise(self._batch["contract_id"], *codes, "-")

    def _places(self, values: Any, texts: Any, column: str, expected: str) -> tuple[Any, Any]:
        """The place of each value among the texts, and whether it has one. With ``expected``, a value without a place is refused."""
        from pyarrow import compute

        found = compute.index_in(values, value_set=texts)
        known = compute.is_valid(found).to_numpy()
        if expected:
            self._refuse(column, ~known, expected, values)
        return compute.fill_null(found, 0).to_numpy(), known

    def _prices(self) -> tuple[Any, Any]:
        """Prices in hundred-thousandths of a dollar, and whether each is good."""
        import numpy as np
        import pyarrow as pa
        from pyarrow import compute

        texts = self._batch["unit_cost"]
        written = compute.match_substring_regex(texts, _UNIT_COST)
        decimals = compute.if_else(written, texts, "0").cast(pa.decimal128(12, 5))
        # a decimal(12, 5) is stored as its integer, in the low eight of sixteen bytes
        parts = [np.frombuffer(part.buffers()[1], "<i8")[2 * part.offset :: 2][: len(part)] for part in decimals.chunks]
        prices = np.concatenate(parts) if parts else np.zeros(0, np.int64)
        good = prices > 0
        self._refuse("unit_cost", ~good, "dollars a unit above 0 and below 10,000,000, with at most five decimals", texts)
        return prices, good

    def _refuse(self, column: str, bad: Any, expected: str, values: Any) -> None:
        import numpy as np

        places = np.flatnonzero(bad)
        for place in places[:PROBLEMS].tolist():
            where = at(self._name, self._batch["row"][place].as_py(), PRICE.printed(column))
            self._problems.add(where, expected, values[place].as_py() or "nothing")
        self._problems.add_unlisted(max(0, len(places) - PROBLEMS))
