"""Which plans are of one sponsor, and which of them is closest to a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from finder.sources.catalog.store import read_rows
from finder.sources.cms.text_files import plain

CLOSEST = 8
"""The most plans of a sponsor that are asked for a price."""
_NAMES = {"cms_plan": ("contract_name",), "cms_landscape": ("contract_name", "organization", "parent_organization_name")}
"""Where the names of a contract's sponsor stand, among the texts that a catalog keeps."""


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


def closest_plans(folder: Path, plans: Sequence[tuple[str, int]], sponsors: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """For each plan (id and kind) the closest plans of the same sponsor in the catalog in ``folder``, the closest first; empty texts where
    there are fewer than ``CLOSEST``. ``sponsors``: by contract the names of the plans' sponsors."""
    here: dict[str, int] = {}
    of_contract: dict[str, list[str]] = {}
    by_name: dict[str, set[str]] = {}
    for row in read_rows(folder / "plans.parquet"):
        here[row["plan_id"]] = int(row["kind"])
        of_contract.setdefault(_contract(row["plan_id"]), []).append(row["plan_id"])
        by_name.setdefault(plain(row["organization"]), set()).add(_contract(row["plan_id"]))
    for contract, names in _kept_names(folder).items():
        for name in names:
            by_name.setdefault(name, set()).add(contract)
    found = []
    for plan_id, kind in plans:
        names = sponsors.get(_contract(plan_id), frozenset())
        contracts = {_contract(plan_id)}.union(*(by_name.get(name, ()) for name in names))
        others = [other for one in contracts for other in of_contract.get(one, ()) if other != plan_id]
        close = sorted(_distance(plan_id, other, same_kind=here[other] == kind) for other in others)[:CLOSEST]
        found.append([*(other for *_, other in close), *[""] * (CLOSEST - len(close))])
    return found


def _kept_names(folder: Path) -> dict[str, frozenset[str]]:
    """By contract the names of its sponsor, from what the catalog kept of the files."""
    from pyarrow import parquet

    tables = {}
    for table in _NAMES:
        path = folder / f"{table}.parquet"
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
