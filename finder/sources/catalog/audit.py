"""Find the oddities of a catalog and the changes between two, by DuckDB on their tables. No comparison needs this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finder.domain.benefit import ALL_TIERS, Channel, Phase
from finder.domain.catalog_check import (
    INSULIN_SHARES_FROM,
    KNOWN_FROM_IMPORT,
    CatalogCheck,
    DrugDropped,
    Found,
    Oddity,
    PlanInBoth,
    PriceMoved,
    ReleaseChanges,
)
from finder.domain.errors import SourceError
from finder.sources.catalog.releases import CATALOG_TABLES, info_of
from finder.sources.catalog.store import check_folder, read_manifest

if TYPE_CHECKING:
    import duckdb

SHOWN = 20
"""The most places named of each."""
FAR = 10
"""How many times above or below the drug's median price a price is far from it."""
DIME = 10
"""Cents by which the Landscape's two ways to a premium with full Extra Help may differ: Medicare pays whole dimes."""
MOVED = 20
"""Percent that a drug's median price must move to be listed."""
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "1200MB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

_MEDIANS = "SELECT rxcui, median(unit_price) AS middle FROM {}prices WHERE days = 30 GROUP BY rxcui"
_DRUG = "coalesce(d.name, 'RxCUI ' || {}.rxcui)"
_LISTED = """SELECT DISTINCT plan_id, f.tier FROM plans JOIN (SELECT DISTINCT formulary_id, tier FROM formulary) f
    USING (formulary_id) WHERE benefit_type <> 0"""
_SHARED = f"SELECT DISTINCT plan_id, tier FROM cost_shares WHERE phase = {int(Phase.INITIAL_COVERAGE)}"
_RETAIL = (int(Channel.STANDARD_RETAIL), int(Channel.PREFERRED_RETAIL))
INSULIN_WITHOUT_SHARE = f"""SELECT DISTINCT l.plan_id FROM (SELECT DISTINCT plan_id, f.tier FROM plans JOIN formulary f USING (formulary_id)
        JOIN drugs USING (rxcui) WHERE drugs.insulin) l
    WHERE NOT EXISTS (SELECT 1 FROM insulin i WHERE i.plan_id = l.plan_id AND i.tier IN (l.tier, {ALL_TIERS}))"""
"""Plans that list an insulin on a tier without a share for insulin."""
TIER_WITHOUT_COST_SHARE = f"SELECT plan_id || ', tier ' || tier FROM ({_LISTED}) ANTI JOIN ({_SHARED}) USING (plan_id, tier)"
"""Plan and tier pairs with listed drugs and no share."""
_QUERIES: dict[Oddity, str] = {
    Oddity.FORMULARY_WITHOUT_PLAN: "SELECT DISTINCT formulary_id FROM formulary WHERE formulary_id NOT IN (SELECT formulary_id FROM plans)",
    Oddity.PLAN_WITHOUT_FORMULARY: "SELECT plan_id FROM plans WHERE formulary_id NOT IN (SELECT formulary_id FROM formulary)",
    Oddity.PLAN_WITHOUT_AREA: "SELECT plan_id FROM plans WHERE plan_id NOT IN (SELECT plan_id FROM service_areas)",
    Oddity.PLAN_WITHOUT_PREMIUM: "SELECT plan_id FROM plans WHERE premium IS NULL",
    Oddity.PLAN_WITHOUT_COST_SHARES: """SELECT plan_id FROM plans
        WHERE benefit_type <> 0 AND plan_id NOT IN (SELECT plan_id FROM cost_shares)""",
    Oddity.PLAN_WITHOUT_PRICES: "SELECT plan_id FROM plans WHERE plan_id NOT IN (SELECT plan_id FROM prices)",
    Oddity.TIER_WITHOUT_COST_SHARE: TIER_WITHOUT_COST_SHARE,
    Oddity.TIER_WITHOUT_MONTHLY_RETAIL_SHARE: f"""SELECT plan_id || ', tier ' || tier FROM ({_LISTED})
        JOIN ({_SHARED}) USING (plan_id, tier) ANTI JOIN ({_SHARED} AND days = 30 AND channel IN {_RETAIL}) USING (plan_id, tier)""",
    Oddity.PRICE_OFF_FORMULARY: """SELECT plan_id || ', RxCUI ' || rxcui FROM (SELECT DISTINCT plan_id, rxcui FROM prices)
        JOIN plans USING (plan_id) ANTI JOIN formulary USING (formulary_id, rxcui)""",
    Oddity.DRUG_WITHOUT_NAME: "SELECT 'RxCUI ' || rxcui FROM drugs WHERE name LIKE '%(name not known)'",
    Oddity.DRUG_WITHOUT_PRICE: "SELECT name FROM drugs SEMI JOIN formulary USING (rxcui) ANTI JOIN prices USING (rxcui)",
    Oddity.PRICE_FAR_FROM_MEDIAN: f"""SELECT p.plan_id || ', ' || {_DRUG.format("p")} || ': ' || printf('$%.5f', p.unit_price / 100000)
          || ' a unit where the middle is ' || printf('$%.5f', m.middle / 100000)
        FROM prices p JOIN ({_MEDIANS.format("")}) m USING (rxcui) LEFT JOIN drugs d USING (rxcui)
        WHERE p.days = 30 AND (p.unit_price > {FAR} * m.middle OR p.unit_price::DOUBLE * {FAR} < m.middle)""",
    Oddity.HELPED_PREMIUM_DIFFERS: f"""SELECT plan_id || ': ' || printf('$%.2f', low_income_premium / 100) || ' where it would be '
          || printf('$%.2f', (part_d_premium - subsidy) / 100)
        FROM (SELECT *, least(greatest(part_d_basic_premium, 0), low_income_benchmark) AS subsidy FROM plans)
        WHERE part_d_basic_premium IS NOT NULL AND low_income_benchmark IS NOT NULL
          AND abs(low_income_premium - (part_d_premium - subsidy)) >= {DIME}""",
    Oddity.INSULIN_WITHOUT_SHARE: INSULIN_WITHOUT_SHARE,
}
_OF_LATER_CATALOGS = {"plans": "SELECT NULL::BIGINT AS low_income_premium, NULL::BIGINT AS low_income_benchmark WHERE false"}
"""Columns that a catalog of example designs lacks."""

_FOR_EVERY_PLAN = "SELECT p.plan_id, r.rxcui, r.days, r.unit_price FROM read_parquet('{path}') r, {prefix}plans p WHERE r.plan_id = '*'"
"""Prices that every plan has alike stand once, under ``*``."""


def audit(folder: Path) -> CatalogCheck:
    """Check every byte of a catalog against its manifest, then look for oddities. Raises SourceError if a byte differs."""
    manifest = read_manifest(folder)
    check_folder(folder, manifest, CATALOG_TABLES, thorough=True)
    info = info_of(manifest)
    with _opened(folder) as connection:
        found = [_found(connection, oddity, query) for oddity, query in _queries(info.plan_year).items()]
    places = manifest.get("left_out", {})
    found += [Found(of, info.warnings.get(of.key, 0), tuple(places.get(of.key, ())[:SHOWN])) for of in KNOWN_FROM_IMPORT]
    return CatalogCheck(info, tuple(found))


def _queries(year: int) -> dict[Oddity, str]:
    """Before 2023, a plan needs no share of its own for insulin."""
    return _QUERIES if year >= INSULIN_SHARES_FROM else {**_QUERIES, Oddity.INSULIN_WITHOUT_SHARE: "SELECT '' WHERE false"}


def _found(connection: duckdb.DuckDBPyConnection, oddity: Oddity, query: str) -> Found:
    rows = connection.execute(f"SELECT place, count(*) OVER () FROM ({query}) t(place) ORDER BY place LIMIT {SHOWN}").fetchall()
    return Found(oddity, rows[0][1] if rows else 0, tuple(row[0] for row in rows))


@contextmanager
def _opened(*folders: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of the folders as views. Those of a second folder are called ``after_...``."""
    import duckdb

    try:
        with duckdb.connect(config=_SETTINGS) as connection:
            for prefix, folder in zip(("", "after_"), folders, strict=False):
                for table in CATALOG_TABLES:
                    path = str(folder / f"{table}.parquet").replace("'", "''")
                    later = f" UNION ALL BY NAME {_OF_LATER_CATALOGS[table]}" if table in _OF_LATER_CATALOGS else ""
                    if table == "prices":
                        later = f" WHERE plan_id <> '*' UNION ALL BY NAME {_FOR_EVERY_PLAN.format(prefix=prefix, path=path)}"
                    connection.execute(f"CREATE VIEW {prefix}{table} AS SELECT * FROM read_parquet('{path}'){later}")
            yield connection
    except (duckdb.IOException, duckdb.InvalidInputException, duckdb.BinderException, duckdb.OutOfMemoryException) as error:
        raise SourceError(f"{folders[0]}: the catalog cannot be looked over ({str(error).splitlines()[0]}).") from error


_KEPT = "plans b JOIN after_plans a USING (plan_id)"
_CHANGED = f"""SELECT plan_id, a.name, b.premium, a.premium, b.deductible, a.deductible FROM {_KEPT}
    WHERE b.premium IS DISTINCT FROM a.premium OR b.deductible <> a.deductible ORDER BY plan_id"""
_DROPPED = f"""SELECT f.rxcui, {_DRUG.format("f")}, count(*) FROM {_KEPT} JOIN formulary f ON f.formulary_id = b.formulary_id
    LEFT JOIN after_formulary n ON n.formulary_id = a.formulary_id AND n.rxcui = f.rxcui LEFT JOIN drugs d ON d.rxcui = f.rxcui
    WHERE n.rxcui IS NULL GROUP BY ALL ORDER BY 3 DESC, 2, 1"""
_TIERS = f"""SELECT count(*) FROM {_KEPT} JOIN formulary f ON f.formulary_id = b.formulary_id
    JOIN after_formulary n ON n.formulary_id = a.formulary_id AND n.rxcui = f.rxcui WHERE n.tier <> f.tier"""
_MOVED = f"""SELECT b.rxcui, {_DRUG.format("b")}, CAST(round(b.middle) AS BIGINT), CAST(round(a.middle) AS BIGINT)
    FROM ({_MEDIANS.format("")}) b JOIN ({_MEDIANS.format("after_")}) a USING (rxcui) LEFT JOIN drugs d ON d.rxcui = b.rxcui
    WHERE abs(a.middle - b.middle) * 100 > {MOVED} * b.middle ORDER BY 2, 1"""


def release_changes(one: Path, other: Path) -> ReleaseChanges:
    """What changed from the older of two catalogs to the newer. Raises SourceError for a damaged one."""
    before, after = sorted((one, other), key=_age)
    manifests = [read_manifest(folder) for folder in (before, after)]
    for folder, manifest in zip((before, after), manifests, strict=True):
        check_folder(folder, manifest, CATALOG_TABLES)
    with _opened(before, after) as connection:

        def rows(query: str) -> Sequence[Any]:
            return connection.execute(query).fetchall()

        return ReleaseChanges(
            before=info_of(manifests[0]),
            after=info_of(manifests[1]),
            kept=rows(f"SELECT count(*) FROM {_KEPT}")[0][0],
            gone=tuple(rows("SELECT plan_id, name FROM plans ANTI JOIN after_plans USING (plan_id) ORDER BY plan_id")),
            new=tuple(rows("SELECT plan_id, name FROM after_plans ANTI JOIN plans USING (plan_id) ORDER BY plan_id")),
            changed=tuple(PlanInBoth(*row) for row in rows(_CHANGED)),
            dropped=tuple(DrugDropped(*row) for row in rows(_DROPPED)),
            tiers_changed=rows(_TIERS)[0][0],
            prices_moved=tuple(PriceMoved(*row) for row in rows(_MOVED)),
        )


def _age(folder: Path) -> tuple[int, date]:
    info = info_of(read_manifest(folder))
    return info.plan_year, info.as_of
