"""The unit prices of a market as one grid on disk: [days supply, drug, plan], hundred-thousandths of a dollar, 0 for no price.

A cell has 32 bits. A few drugs cost more than that ($21,474.83647 a unit): each has a list of its large prices beside the grid, and a cell
below 0 is a place in it, -1 the first. Without such a drug there is no list.

An import fills it while a pricing file of 54 million rows streams by. As a memory map it takes only memory that the system can spare. It
becomes the catalog's table ``prices`` and the sections ``prices.*`` of its map.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finder.sources.catalog.map_contents import DAYS, LARGE, ORIGINS, packed_origins
from finder.sources.catalog.market_map import Buffer, records

if TYPE_CHECKING:
    import pyarrow as pa

LARGEST_CELL = (1 << 31) - 1
_ROWS_AT_ONCE = 1 << 20


class PriceGrid:
    """Plans and drugs in order of their keys. ``path`` holds the grid until the catalog is written."""

    def __init__(self, path: Path, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> None:
        """Reserve the disk space at once. Raises OSError if the disk is full: writing to a map of a full disk would kill the process."""
        import numpy as np

        self.plan_ids, self.rxcuis = sorted(plan_ids), sorted(rxcuis)
        self._large: dict[int, list[int]] = {}
        self._origins: dict[int, bytes] = {}
        shape = (len(DAYS), len(self.rxcuis), len(self.plan_ids))
        if not all(shape):
            self.cells: Any = np.zeros(shape, "<i4")
            return
        with path.open("wb") as stream:
            reserve = getattr(os, "posix_fallocate", None)
            size = 4 * shape[0] * shape[1] * shape[2]
            if reserve:
                reserve(stream.fileno(), 0, size)
            else:
                stream.truncate(size)
        self.cells = np.memmap(path, "<i4", "r+", shape=shape)

    def put(self, days: Any, drugs: Any, plans: Any, prices: Any) -> Any:
        """Set the prices of some cells (arrays of places and prices). Returns the positions whose cell already had a price."""
        import numpy as np

        flat = (days.astype(np.int64) * len(self.rxcuis) + drugs) * len(self.plan_ids) + plans
        cells = self.cells.reshape(-1)
        _, first = np.unique(flat, return_index=True)
        again = np.ones(len(flat), bool)
        again[first] = False
        again |= cells[flat] != 0
        cells[flat[~again]] = self._as_cells(drugs, prices)[~again]
        return np.flatnonzero(again)

    def set_prices(self, day: int, drug: int, plans: Any, prices: Any) -> None:
        """Set the prices of a drug at some plans, 0 for none."""
        self.cells[day, drug, plans] = self._as_cells([drug] * len(plans), prices)

    def set_origins(self, drug: int, codes: Any) -> None:
        """Say where the prices of a drug are from: a ``PriceOrigin`` a plan."""
        self._origins[drug] = packed_origins(bytes(codes))

    def _as_cells(self, drugs: Any, prices: Any) -> Any:
        """What the cells of these drugs hold for these prices. A large price enters the list of its drug."""
        import numpy as np

        found = np.asarray(prices, np.int64).copy()
        for at in np.flatnonzero(found > LARGEST_CELL).tolist():
            listed = self._large.setdefault(int(drugs[at]), [])
            price = int(found[at])
            if price not in listed:
                listed.append(price)
            found[at] = -1 - listed.index(price)
        return found

    def _prices(self, place: int, cells: Any) -> Any:
        """The prices in cells of the drug at a place."""
        return prices_in(cells, self._large.get(place, ()))

    def of_drug(self, place: int) -> list[int]:
        """The 30-day prices that a drug has, sorted."""
        import numpy as np

        row = np.asarray(self.cells[0, place])
        return [int(price) for price in np.sort(self._prices(place, row[row != 0]))]

    @property
    def count(self) -> int:
        """How many prices there are."""
        import numpy as np

        return sum(int(np.count_nonzero(self.cells[day, drug])) for day in range(len(DAYS)) for drug in range(len(self.rxcuis)))

    def priced_plans(self) -> Any:
        """Whether each plan has any price."""
        import numpy as np

        priced = np.zeros(len(self.plan_ids), bool)
        for place in range(len(self.rxcuis)):
            priced |= np.asarray(self.cells[:, place, :]).any(axis=0)
        return priced

    def _sort_large(self) -> None:
        """Sort each drug's large prices, so that the bytes don't depend on the order of the file's rows."""
        for place, listed in self._large.items():
            cells = self.cells[:, place, :]
            large = cells < 0
            ordered = sorted(listed)
            places = {price: -1 - at for at, price in enumerate(ordered)}
            cells[large] = [places[listed[-1 - cell]] for cell in cells[large].tolist()]
            self._large[place] = ordered

    def sections(self) -> Iterator[tuple[str, Buffer]]:
        """A section for each days supply that has a price, and always for 30 days; the lists of large prices, and where
        prices are from, if there are any."""
        self._sort_large()
        if self._large:
            of_drugs = ((self.rxcuis[place], struct.pack(f"<{len(listed)}q", *listed)) for place, listed in self._large.items())
            yield from records(LARGE, of_drugs)
        if self._origins:
            yield from records(ORIGINS, ((self.rxcuis[place], codes) for place, codes in self._origins.items()))
        for index, days in enumerate(DAYS):
            if days == DAYS[0] or self.cells[index].any():
                cells = self.cells[index]
                yield f"prices.{days}", memoryview(cells).cast("B") if cells.size else b""

    def batches(self) -> Iterator[pa.Table]:
        """The table ``prices`` (plan_id, rxcui, days, unit_price) by drug, plan and days, in parts; one empty part if there is no price."""
        import pyarrow as pa

        rows: list[pa.Table] = []
        waiting = 0
        for place in range(len(self.rxcuis)):
            rows.append(self._of(place))
            waiting += rows[-1].num_rows
            if waiting >= _ROWS_AT_ONCE:
                yield pa.concat_tables(rows)
                rows, waiting = [], 0
        yield pa.concat_tables(rows) if rows else self._of(-1)

    def _of(self, place: int) -> pa.Table:
        """The prices of the drug at a place; -1 for an empty table. Keys are places in a dictionary, which Parquet writes as text."""
        import numpy as np
        import pyarrow as pa

        cells = np.asarray(self.cells[:, place, :]).T if place >= 0 else np.zeros((0, len(DAYS)), "<i4")
        plans, days = np.nonzero(cells)
        drugs = np.full(len(plans), place, np.int32)
        return pa.table(
            {
                "plan_id": pa.DictionaryArray.from_arrays(pa.array(plans.astype(np.int32)), self._plan_texts),
                "rxcui": pa.DictionaryArray.from_arrays(pa.array(drugs), self._drug_texts),
                "days": pa.array(np.asarray(DAYS, np.int16)[days], pa.int16()),
                "unit_price": pa.array(self._prices(place, cells[plans, days]), pa.int64() if self._large else pa.int32()),
            }
        )

    @cached_property
    def _plan_texts(self) -> pa.Array:
        import pyarrow as pa

        return pa.array(self.plan_ids, pa.string())

    @cached_property
    def _drug_texts(self) -> pa.Array:
        import pyarrow as pa

        return pa.array(self.rxcuis, pa.string())


def prices_in(cells: Any, large: Sequence[int]) -> Any:
    """The prices in some cells of a drug whose large prices are these."""
    import numpy as np

    found = np.asarray(cells, np.int64)
    return np.where(found < 0, np.asarray([*large, 0], np.int64)[-1 - np.minimum(found, -1)], found) if large else found
