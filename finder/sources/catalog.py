"""The catalog of one plan year over its Parquet tables, read through DuckDB: look-ups by key, nothing guessed.

Catalogs that came with the program lie in its ``data/catalogs``; those that the user imported in the user's own data folder, which wins.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finder.domain.benefit import BenefitDesign, BenefitType, Channel, CostShare, Phase, ShareKey, ShareKind, TierDesign
from finder.domain.errors import SourceError
from finder.domain.market import CatalogInfo, County, Drug, DrugMatch, FormularyEntry, PackageForm, Plan, PlanKind
from finder.domain.money import UnitPrice, ratio_half_up
from finder.paths import shipped
from finder.sources.manifest import GEO_TABLES, NAME_TABLES, NEEDED, info_of
from finder.sources.store import check_folder, read_manifest, recover

if TYPE_CHECKING:
    import duckdb

    from finder.sources.drug_search import DrugIndex

Rows = list[tuple[Any, ...]]
_NOTHING_FROM_THE_NETWORK: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""DuckDB fetches extensions by itself unless told not to; Parquet needs none."""


def user_folder() -> Path:
    """Where the user's own catalogs go: ``$FINDER_DATA``, else the data folder of the XDG standard."""
    own = os.environ.get("FINDER_DATA")
    if own:
        return Path(own) / "catalogs"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "partd-finder" / "catalogs"


def _folders(folder: Path | None) -> list[Path]:
    return [folder] if folder else [user_folder(), shipped("data") / "catalogs"]


def available_years(folder: Path | None = None) -> tuple[int, ...]:
    """The plan years that have a catalog, in order; ``folder`` looks nowhere else."""
    found = {path.name for base in _folders(folder) if base.is_dir() for path in base.iterdir()}
    names = {name.removeprefix(".").removesuffix(".replaced") for name in found}
    return tuple(sorted(int(name) for name in names if name.isdecimal()))


def open_catalog(year: int | None = None, folder: Path | None = None) -> MarketCatalog:
    """The catalog of a plan year, the latest where none is given; the user's own before the one that came with the program.

    Raises SourceError where the year has no catalog, and where its catalog is damaged.
    """
    years = available_years(folder)
    if not years:
        raise SourceError("We have no plans at all: no catalog was found. Import one with: finder catalog import PATH --year YYYY")
    wanted = years[-1] if year is None else year
    if wanted not in years:
        known = str(years[0]) if len(years) == 1 else f"{', '.join(map(str, years[:-1]))} and {years[-1]}"
        raise SourceError(f"We have plans of {known}. For {wanted} import them with: finder catalog import PATH --year {wanted}")
    for base in _folders(folder):
        recover(base / str(wanted))
        if (base / str(wanted)).is_dir():
            return MarketCatalog(base / str(wanted))
    raise SourceError(f"The catalog of {wanted} is damaged: it cannot be opened. Import it again.")


def check_catalog(year: int | None = None, folder: Path | None = None) -> CatalogInfo:
    """Check every byte of a catalog against its manifest. Raises SourceError where one differs."""
    catalog = open_catalog(year, folder)
    check_folder(catalog.folder, read_manifest(catalog.folder), NEEDED, thorough=True)
    return catalog.info


class MarketCatalog:
    """One plan year's market (the Catalog of ``finder.domain.market``). Safe to share between threads; reads only."""

    def __init__(self, folder: Path, geo: Path | None = None, names: Path | None = None) -> None:
        self.folder = folder
        self._geo = geo or shipped("data") / "geo"
        self._names = names or shipped("data") / "drug_names"
        manifest = read_manifest(folder)
        check_folder(folder, manifest, NEEDED)
        check_folder(self._geo, read_manifest(self._geo), GEO_TABLES)
        self._info = info_of(manifest)
        self._plans: dict[str, Plan] = {}
        self._formulary_ids: dict[str, str] = {}

    @property
    def info(self) -> CatalogInfo:
        """Source, dates and cover of this catalog."""
        return self._info

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        connection = duckdb.connect(config=_NOTHING_FROM_THE_NETWORK)
        for base, tables in ((self.folder, NEEDED), (self._geo, GEO_TABLES), (self._names, NAME_TABLES)):
            for table in tables:
                # A catalog has a table of counties and so has the geography: the latter's are called geo_...
                name = f"geo_{table}" if base is self._geo else table
                path = str(base / f"{table}.parquet").replace("'", "''")
                connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
        return connection

    def _rows(self, query: str, parameters: Sequence[object] = ()) -> Rows:
        """The rows of a query."""
        return self._answer(query, parameters)[1]

    def _records(self, query: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
        """The rows of a query by column."""
        columns, rows = self._answer(query, parameters)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def _answer(self, query: str, parameters: Sequence[object]) -> tuple[list[str], Rows]:
        """Columns and rows, on a cursor of its own so that threads do not meet. A table that cannot be read is a damaged catalog."""
        import duckdb

        try:
            with self._connection.cursor() as cursor:
                cursor.execute(query, list(parameters))
                return [column[0] for column in cursor.description or ()], cursor.fetchall()
        except (duckdb.IOException, duckdb.InvalidInputException, duckdb.BinderException, duckdb.CatalogException) as error:
            raise SourceError(f"The catalog in {self.folder} is damaged: a table cannot be read ({error}). Import it again.") from error

    def counties(self, zip_code: str) -> Sequence[County]:
        """The counties of a five-digit ZIP, anywhere in the country; empty for a ZIP that nobody knows."""
        query = "SELECT fips, name, state FROM geo_zips JOIN geo_counties USING (fips) WHERE zip = ? ORDER BY name, fips"
        return [County(*row) for row in self._rows(query, [zip_code])]

    def state_name(self, state: str) -> str:
        """The name of a state by its two letters: ``Massachusetts`` for ``MA``."""
        from finder.sources.geo import state_names

        names = state_names(shipped("data") / "states.yaml")
        return names[state][0] if state in names else state

    def plans_serving(self, county: County) -> Sequence[Plan]:
        """Every plan with drug coverage that serves the county, of all kinds, by plan id; empty outside the catalog's area."""
        query = """SELECT DISTINCT plan_id FROM service_areas a LEFT JOIN counties c ON c.fips = ?
            WHERE a.kind = 'nation' OR (a.kind = 'county' AND a.area = c.fips)
            OR (a.kind = 'region' AND a.area = c.pdp_region) OR (a.kind = 'ma_region' AND a.area = c.ma_region) ORDER BY plan_id"""
        ids = [row[0] for row in self._rows(query, [county.fips])]
        self._load(ids)
        return [self._plans[plan_id] for plan_id in ids]

    def plan(self, plan_id: str) -> Plan | None:
        """The plan of that id (contract-plan-segment), or None."""
        self._load([plan_id])
        return self._plans.get(plan_id)

    def _load(self, plan_ids: Iterable[str]) -> None:
        """Read the plans that were not read before, each table once."""
        new = [plan_id for plan_id in plan_ids if plan_id not in self._plans]
        if not new:
            return
        designs = _Designs(self._of("tiers", new), self._of("cost_shares", new), self._of("insulin", new))
        for row in self._of("plans", new):
            plan = _plan(row, designs)
            self._plans[plan.plan_id] = plan
            self._formulary_ids[plan.plan_id] = row["formulary_id"]

    def _of(self, table: str, plan_ids: Sequence[str]) -> list[dict[str, Any]]:
        return self._records(f"SELECT * FROM {table} WHERE plan_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY ALL", [list(plan_ids)])

    def formulary(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], FormularyEntry]:
        """(plan id, rxcui) -> entry, for each pair in which the plan lists the drug; a missing pair is a drug not covered."""
        query = """SELECT p.plan_id, f.rxcui, tier, unit_price, prior_authorization, step_therapy, quantity_limit, quantity_limit_days,
            f.selected_drug OR d.selected <> ''
            FROM plans p JOIN formulary f USING (formulary_id) JOIN drugs d USING (rxcui)
            LEFT JOIN prices USING (plan_id, rxcui)
            WHERE p.plan_id IN (SELECT unnest(?::VARCHAR[])) AND f.rxcui IN (SELECT unnest(?::VARCHAR[])) ORDER BY ALL"""
        rows = self._rows(query, [list(plan_ids), list(rxcuis)])
        return {(row[0], row[1]): FormularyEntry(*row[2:]) for row in rows}

    @cached_property
    def _drugs(self) -> dict[str, Drug]:
        records = self._records("SELECT * FROM drugs")
        found = [Drug(**(record | {"package_form": PackageForm(record["package_form"])})) for record in records]
        return {drug.rxcui: drug for drug in found}

    def drug(self, rxcui: str) -> Drug | None:
        """The product of that key, or None."""
        return self._drugs.get(rxcui)

    def drug_by_ndc(self, ndc: str) -> Drug | None:
        """The product of that 11-digit NDC, or None."""
        rows = self._rows("SELECT rxcui FROM ndcs WHERE ndc = ?", [ndc])
        return self._drugs.get(rows[0][0]) if rows else None

    def drugs(self) -> Sequence[Drug]:
        """Every product of the catalog, by name."""
        return tuple(self._drugs.values())

    @cached_property
    def _index(self) -> DrugIndex:
        from finder.sources.drug_search import DrugIndex

        check_folder(self._names, read_manifest(self._names), NAME_TABLES)
        brands = self._rows("SELECT brand, ingredient FROM brands ORDER BY ALL")
        ingredients = [name for (name,) in self._rows("SELECT ingredient FROM ingredients")]
        return DrugIndex(self.drugs(), [(brand, ingredient) for brand, ingredient in brands], ingredients)

    def find_drugs(self, words: str, limit: int = 10) -> Sequence[DrugMatch]:
        """Products by brand or ingredient, misspellings allowed, best first."""
        return self._index.find(words, limit)

    def median_unit_price(self, rxcui: str) -> UnitPrice | None:
        """The middle of the drug's unit prices over the plans that list it, None where no plan prices it."""
        prices = [row[0] for row in self._rows("SELECT unit_price FROM prices WHERE rxcui = ? ORDER BY unit_price", [rxcui])]
        return ratio_half_up(prices[(len(prices) - 1) // 2] + prices[len(prices) // 2], 2) if prices else None


class _Designs:
    """The benefit designs of some plans, gathered from the tables of tiers and shares."""

    def __init__(
        self, tiers: Iterable[Mapping[str, Any]], shares: Iterable[Mapping[str, Any]], insulin: Iterable[Mapping[str, Any]]
    ) -> None:
        self._shares: dict[tuple[str, int, int], dict[ShareKey, CostShare]] = {}
        self._insulin: dict[str, dict[int, dict[ShareKey, CostShare]]] = {}
        self._tiers: dict[str, dict[int, bool]] = {}
        for row in tiers:
            self._tiers.setdefault(row["plan_id"], {})[row["tier"]] = row["deductible_applies"]
        for row in shares:
            self._shares.setdefault((row["plan_id"], row["tier"], row["phase"]), {})[_key(row)] = _share(row)
        for row in insulin:
            self._insulin.setdefault(row["plan_id"], {}).setdefault(row["tier"], {})[_key(row)] = _share(row)

    def of(self, plan: Mapping[str, Any]) -> BenefitDesign:
        """The design of one row of the table of plans."""
        plan_id = plan["plan_id"]
        tiers = {
            tier: TierDesign(
                applies,
                self._shares.get((plan_id, tier, Phase.INITIAL_COVERAGE), {}),
                self._shares.get((plan_id, tier, Phase.COVERAGE_GAP)),
            )
            for tier, applies in self._tiers.get(plan_id, {}).items()
        }
        limit, insulin = plan["initial_coverage_limit"], self._insulin.get(plan_id, {})
        return BenefitDesign(BenefitType(plan["benefit_type"]), plan["deductible"], limit, tiers, insulin)


def _key(row: Mapping[str, Any]) -> ShareKey:
    return Channel(row["channel"]), row["days"]


def _share(row: Mapping[str, Any]) -> CostShare:
    return CostShare(ShareKind(row["kind"]), row["amount"], row["minimum"], row["maximum"])


def _plan(row: Mapping[str, Any], designs: _Designs) -> Plan:
    return Plan(
        plan_id=row["plan_id"],
        name=row["name"],
        organization=row["organization"],
        kind=PlanKind(row["kind"]),
        snp_type=row["snp_type"],
        premium=row["premium"],
        part_d_premium=row["part_d_premium"],
        part_d_basic_premium=row["part_d_basic_premium"],
        design=designs.of(row),
        star_rating=row["star_rating"],
        pdp_region=row["pdp_region"],
        example=row["example"],
    )
