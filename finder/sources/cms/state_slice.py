"""The rows of the CMS files that are of some states, chosen as the files stream by: an import of one state never holds the country.

A plan is of a state if it serves one of its counties, its region of stand-alone plans, or its region of Medicare Advantage. Formularies,
shares, prices and the rest are those of these plans. Counties are those of the states alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from finder.domain.errors import SourceError
from finder.sources.catalog.places import Places, state_of

if TYPE_CHECKING:
    import duckdb

Keep = Callable[[Any], Any]
"""Takes a batch of rows as they stand in the file; gives whether each is wanted."""
_AREAS = ("county_code", "pdp_region_code", "ma_region_code")
_IDS = ("contract_id", "plan_id", "segment_id")
FIRST = ("locator", "plan")
"""The kinds by which all others are chosen, in the order in which they are read."""


class StateSlice:
    """Learns from the locator which counties are of the states, then from the plan file which plans are."""

    def __init__(self, states: Collection[str], places: Places) -> None:
        self.states = frozenset(states)
        self._places = places
        self._state_of: dict[tuple[str, str], set[str]] = {}
        self._counties: set[str] = set()
        self._pdp_regions: set[str] = set()
        self._ma_regions: set[str] = set()
        self.plans: set[str] = set()
        self._without_segment: set[str] = set()
        self._contracts: set[str] = set()
        self._formularies: set[str] = set()

    def learn(self, kind: str, connection: duckdb.DuckDBPyConnection) -> None:
        """Take what a file of ``FIRST`` tells, once it is staged. Raises SourceError if a state has no plan in it."""
        if kind == "locator":
            for name, *codes in _texts(connection, "locator", "statename", *_AREAS):
                for kind_of_area, area, known in zip(_AREAS, codes, (self._counties, self._pdp_regions, self._ma_regions), strict=True):
                    if area.strip(". "):
                        known.add(_plain(area))
                        self._state_of.setdefault((kind_of_area, _plain(area)), set()).add(state_of(self._places, name) or "")
        elif kind == "plan":
            served: set[str] = set()
            for contract, plan, segment, formulary, *codes in _texts(connection, "plan", *_IDS, "formulary_id", *_AREAS):
                self._contracts.add(contract)
                self.plans.add(plan_key(contract, plan, segment))
                self._without_segment.add(plan_key(contract, plan))
                self._formularies.add(formulary)
                served.update(*(self._state_of.get((of, _plain(area)), ()) for of, area in zip(_AREAS, codes, strict=True)))
            missing = sorted(self.states - served)
            if missing:
                raise SourceError(f"The files have no plans of {', '.join(missing)}. Nothing was changed.", "no_plans")

    def keep(self, kind: str) -> Keep | None:
        """How to choose the rows of a kind of file; None: all of them."""
        chosen: dict[str, Keep] = {"locator": self._of_states, "plan": self._serves, "formulary": self._listed, "landscape": self._marketed}
        chosen |= dict.fromkeys(("cost", "insulin", "price"), self._of_plans)
        return {**chosen, **dict.fromkeys(("excluded", "indication"), self._of_plans_without_segment)}.get(kind)

    def _of_states(self, batch: Any) -> Any:
        wanted = [name for name in _distinct(batch, "statename") if state_of(self._places, name.strip()) in self.states]
        return _is_one_of(batch, "statename", wanted)

    def _serves(self, batch: Any) -> Any:
        from pyarrow import compute

        alone = compute.starts_with(compute.utf8_trim_whitespace(batch["contract_id"]), "S")
        pdp = _is_one_of(batch, "pdp_region_code", _spelled(batch, "pdp_region_code", self._pdp_regions))
        county = _is_one_of(batch, "county_code", _spelled(batch, "county_code", self._counties))
        regional = _is_one_of(batch, "ma_region_code", _spelled(batch, "ma_region_code", self._ma_regions))
        without = compute.is_in(compute.utf8_trim_whitespace(batch["county_code"]), value_set=_array(("", ".")))
        return compute.if_else(alone, pdp, compute.or_(county, compute.and_(without, regional)))

    def _listed(self, batch: Any) -> Any:
        return _is_one_of(batch, "formulary_id", _spelled(batch, "formulary_id", self._formularies))

    def _marketed(self, batch: Any) -> Any:
        """The plans' rows in the states; those of a whole region too, under whichever of its states they stand."""
        from pyarrow import compute

        here = _is_one_of(batch, "state", _spelled(batch, "state", self.states))
        everywhere = _is_one_of(batch, "county_name", _spelled(batch, "county_name", {"All Counties"}))
        return compute.and_(self._of_plans(batch), compute.or_(here, everywhere))

    def _of_contracts(self, batch: Any) -> Any:
        return _is_one_of(batch, "contract_id", _spelled(batch, "contract_id", self._contracts))

    def _of_plans(self, batch: Any) -> Any:
        return self._known(batch, _IDS, self.plans)

    def _of_plans_without_segment(self, batch: Any) -> Any:
        return self._known(batch, _IDS[:2], self._without_segment)

    def _known(self, batch: Any, ids: Sequence[str], plans: Collection[str]) -> Any:
        """By contract first, which is quick; the id is put together for the rows of these contracts alone."""
        import numpy as np
        from pyarrow import compute

        kept = np.array(self._of_contracts(batch))
        rows = np.flatnonzero(kept)
        if len(rows):
            found = compute.binary_join_element_wise(*(batch[name].take(_array_of(rows)) for name in ids), "|")
            wanted = [text for text in compute.unique(found).to_pylist() if plan_key(*text.split("|")) in plans]
            kept[rows] = np.asarray(compute.is_in(found, value_set=_array(wanted)))
        return _array_of(kept)


def plan_key(contract: str, *numbers: str) -> str:
    """Contract, plan and, where the file has it, segment as one id, as the tables have it."""
    return "-".join((contract.strip(), *(f"{number.strip():0>3}" for number in numbers)))


def refuse_unknown(states: Iterable[str], places: Places) -> None:
    """Raises SourceError for two letters that are no state."""
    known = set(places.states.values())
    wrong = next((state for state in states if state not in known), None)
    if wrong is not None:
        raise SourceError(f"--state: expected the two letters of a state, such as OH, found {wrong!r}.")


def _texts(connection: duckdb.DuckDBPyConnection, kind: str, *columns: str) -> list[tuple[str, ...]]:
    """The different rows of some columns of a file as it was read."""
    return connection.execute(f"SELECT DISTINCT {', '.join(columns)} FROM cms_{kind}").fetchall()


def _plain(code: str) -> str:
    """A code without the zeros before it, which some files drop."""
    return code.strip().lstrip("0")


def _distinct(batch: Any, column: str) -> list[str]:
    from pyarrow import compute

    return compute.unique(batch[column]).to_pylist()  # type: ignore[no-any-return]


def _spelled(batch: Any, column: str, wanted: Collection[str]) -> list[str]:
    """The values of a batch that mean a wanted one, whatever blanks and zeros stand before them."""
    if column in _AREAS:
        return [text for text in _distinct(batch, column) if _plain(text) in wanted]
    return [text for text in _distinct(batch, column) if text.strip() in wanted]


def _is_one_of(batch: Any, column: str, values: Collection[str]) -> Any:
    from pyarrow import compute

    return compute.is_in(batch[column], value_set=_array(values))


def _array(values: Collection[str]) -> Any:
    import pyarrow as pa

    return pa.array(list(values), pa.string())


def _array_of(values: Any) -> Any:
    import pyarrow as pa

    return pa.array(values)
