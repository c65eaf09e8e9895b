"""Find and open the catalog of a plan year, and look things up in it by key. Fast: no table is read, and no library for tables.

Catalogs that came with the program are in ``data/catalogs``. A catalog that the user imported, in the user's own folder, wins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from finder.domain.drug_lines import NotCounted
from finder.domain.errors import NoCatalog, OutsideArea, SourceError
from finder.domain.market import (
    BorrowedPrice,
    CatalogInfo,
    County,
    DamagedCatalog,
    Drug,
    DrugColumn,
    DrugMatch,
    FormularyEntry,
    KnownProduct,
    Neighbours,
    Plan,
    PriceOrigin,
    SpecialCoverage,
)
from finder.domain.money import Quantity, UnitPrice
from finder.domain.pharmacy import PharmacyTerms
from finder.paths import own_folder, shipped
from finder.sources.catalog.choice import covering, placed
from finder.sources.catalog.map_contents import (
    DAYS,
    EVERYWHERE,
    FIRST_ENDED,
    LARGE,
    ORIGINS,
    PLAN_DICTIONARY,
    SELECTED_BY,
    SPECIAL,
    column_of,
    completed,
    drug_as_imported,
    listing_of,
    origins_of,
    plan_of,
    priced_entry,
)
from finder.sources.catalog.market_map import Buffer, Grid, MarketMap, Records
from finder.sources.catalog.ownership import MAP
from finder.sources.catalog.places import ZipCodes, state_names
from finder.sources.catalog.releases import CATALOG_TABLES, NAME_TABLES, info_of, years_in
from finder.sources.catalog.store import check_folder, read_manifest, version_of
from finder.sources.catalog.whole import opened_whole, specialty_tiers_in
from finder.sources.names.ndc_names import SOURCE as NDC_NAMED
from finder.sources.names.ndc_names import ndc_name
from finder.sources.names.negotiated_units import negotiated_brands, products_by_ndc, unit_rows, units_of
from finder.sources.names.own_names import UNNAMED, OwnNames, renamed

if TYPE_CHECKING:
    from finder.sources.catalog.pharmacy_networks import PharmacyNetworks
    from finder.sources.names.drug_search import DrugIndex
    from finder.sources.names.known_products import KnownProducts


Opener = Callable[[Path], "MarketCatalog"]
_NAMED, _MOST_OPEN = 4, 64
"""The most states that a sentence names; the most catalogs that stay open, more than the years there are."""


_CODE, _PRODUCT_DIGITS = re.compile(r"(?!00000)[0-9]{11}"), 9
"""An NDC, and how many of its digits name the product. The made-up codes of some files begin with 00000 and stand for no package."""


class _NoPrices:
    def __getitem__(self, place: int) -> int:
        return 0


class _WithLargePrices:
    """The prices of a drug that has some too large for a cell."""

    def __init__(self, row: memoryview, large: memoryview) -> None:
        self._row, self._large = row, large

    def __getitem__(self, place: int) -> int:
        cell: int = self._row[place]
        return cell if cell >= 0 else self._large[-1 - cell]


_NO_PRICES = _NoPrices()
EXACT = 100.0
"""The score of a match by code."""


def _folders(folder: Path | None) -> tuple[Path, ...]:
    return (folder,) if folder else (own_folder("catalogs"), shipped("data") / "catalogs")


def available_years(folder: Path | None = None) -> tuple[int, ...]:
    """The plan years that have a catalog, in order. With ``folder``, only those in it."""
    return _years_in(_folders(folder))


def _years_in(folders: Sequence[Path]) -> tuple[int, ...]:
    return tuple(sorted(set().union(*map(years_in, folders))))


def open_catalog(
    year: int | None = None, folder: Path | None = None, *, states: Collection[str] = (), opener: Opener | None = None
) -> MarketCatalog:
    """The catalog of a plan year, or of the latest, that answers for some states: of those that cover them the user's newest release, else
    the one that came with the program. Without states, the first that is in use and opens. ``opener`` may keep what it opened.

    Raises NoCatalog if there is none, SourceError if it is damaged.
    """
    folders = _folders(folder)
    years = _years_in(folders)
    if not years:
        raise NoCatalog("We have no plans at all: no catalog was found.", "Import one with: finder catalog import PATH --year YYYY")
    wanted = years[-1] if year is None else year
    if wanted not in years:
        raise NoCatalog(
            f"We have plans of {_years_said(years)}.", f"For {wanted} import them with: finder catalog import PATH --year {wanted}"
        )
    catalogs = placed(wanted, folders)
    if not catalogs:
        raise SourceError(_not_opened(wanted))
    found = covering(catalogs, states)
    if found is None:
        raise _no_catalog_of(wanted, states, states_at_hand(wanted, folder))
    opener = opener or MarketCatalog
    return opener(found) if states else _first_that_opens([one.folder for one in catalogs if one.in_use], opener)


def open_once(folder: Path) -> MarketCatalog:
    """The catalog of a folder as it is on disk now, opened once for each version of it and of the drug names: an ``opener`` for a process
    that asks many times."""
    return _opened(folder, version_of(folder), version_of(own_folder("drug_names")))


@lru_cache(maxsize=_MOST_OPEN)
def _opened(folder: Path, version: str, names: str) -> MarketCatalog:
    return MarketCatalog(folder)


def _first_that_opens(paths: Sequence[Path], opener: Opener) -> MarketCatalog:
    """Catalogs of different states: a damaged one does not hide the others. Raises the SourceError of the first if none opens."""
    refused: SourceError | None = None
    for path in paths:
        try:
            return opener(path)
        except SourceError as error:
            refused = refused or error
    assert refused is not None, "at least one catalog is in use"
    raise refused


def _no_catalog_of(year: int, states: Collection[str], at_hand: Sequence[str]) -> NoCatalog:
    asked = " ".join(f"--state {state}" for state in sorted(states))
    lacks = f"We have plans of {year} of {_named(at_hand)}, not of {_named(sorted(states))} in one catalog."
    return NoCatalog(lacks, f"Get them with: finder catalog fetch --year {year} {asked}")


def _named(states: Sequence[str]) -> str:
    """States by name; many are counted."""
    names = state_names(shipped("data") / "states.yaml")
    each = [names[state][0] if state in names else state for state in states]
    if len(each) > _NAMED:
        return f"{len(each)} states"
    return f"{', '.join(each[:-1])} and {each[-1]}" if len(each) > 1 else "".join(each)


def years_covering(state: str, folder: Path | None = None) -> tuple[int, ...]:
    """The plan years with a catalog that answers for a state, sound or damaged, in order."""
    folders = _folders(folder)
    return tuple(year for year in _years_in(folders) if covering(placed(year, folders), (state,)) is not None)


def states_at_hand(year: int, folder: Path | None = None) -> tuple[str, ...]:
    """The states whose plans of a year are here, by letters."""
    return tuple(sorted(frozenset().union(*(one.covers or () for one in placed(year, _folders(folder))))))


def open_catalog_at(
    year: int, zip_code: str, county: str | None = None, folder: Path | None = None, *, opener: Opener | None = None
) -> MarketCatalog:
    """The catalog of a plan year that answers at a ZIP; ``county`` (a name or FIPS code) settles one in two states. ``opener`` may keep
    what it opened.

    A ZIP that is unknown or not settled gets the year's first: the question then asks. Raises OutsideArea if no catalog covers the state.
    """
    first = open_catalog(year, folder, opener=opener)
    counties = first.counties(zip_code)
    asked = (county or "").strip().casefold().removesuffix(" county")
    of = [one for one in counties if asked in ("", one.fips, one.name.casefold().removesuffix(" county"))]
    states = sorted({one.state for one in of})
    if not states or (states[0] in first.info.states and covering(placed(year, _folders(folder)), states[:1]) == first.folder):
        return first
    at_hand = states_at_hand(year, folder)
    if states[0] not in at_hand:
        name = first.state_name(states[0])
        remedy = f"finder catalog fetch --year {year} --state {states[0]}"
        raise OutsideArea(zip_code, name, f"{_named(at_hand)} plans of {year}", remedy)
    return open_catalog(year, folder, states=states[:1], opener=opener)


def _years_said(years: Sequence[int]) -> str:
    """``2006 to 2010, 2012 and 2026``."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    said = [text for run in runs for text in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run))]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _not_opened(year: int) -> str:
    return f"The catalog of {year} is damaged: it cannot be opened. Import it again."


class AllCatalogs(NamedTuple):
    """The catalogs that open and those that don't, by plan year and in the order in which they are asked.

    ``answers``: for each of ``opened``, the states that it answers for.
    """

    opened: tuple[MarketCatalog, ...]
    damaged: tuple[DamagedCatalog, ...]
    answers: tuple[tuple[str, ...], ...]


def all_catalogs(folder: Path | None = None) -> AllCatalogs:
    """Every catalog. A damaged one doesn't hide the others."""
    opened, damaged, answers = [], [], []
    for year in available_years(folder):
        catalogs = placed(year, _folders(folder))
        if not catalogs:
            damaged.append(DamagedCatalog(year, _not_opened(year), in_use=True))
        for one in catalogs:
            try:
                opened.append(MarketCatalog(one.folder))
                answers.append(tuple(sorted(one.answers or ())))
            except SourceError as error:
                damaged.append(DamagedCatalog(year, str(error), in_use=one.in_use))
    return AllCatalogs(tuple(opened), tuple(damaged), tuple(answers))


def check_catalog(year: int | None = None, folder: Path | None = None) -> CatalogInfo:
    """Check every byte of a catalog against its manifest. Raises SourceError if one differs."""
    catalog = open_catalog(year, folder)
    check_folder(catalog.folder, read_manifest(catalog.folder), CATALOG_TABLES, thorough=True)
    return catalog.info


class MarketCatalog:
    """One plan year's market: the Catalog of ``finder.domain.market``. Read-only, and safe to share between threads."""

    def __init__(self, folder: Path, geo: Path | None = None, names: Path | None = None) -> None:
        """Open it. Raises SourceError if a file is missing or damaged."""
        self.folder = folder
        self._names = names or shipped("data") / "drug_names"
        manifest, self._map = opened_whole(folder)
        self._info, self._tiers = info_of(manifest), manifest["tables"]["tiers"]["sha256"]
        self._has_names = self._info.example or "cms_names" in manifest["tables"]
        if self._info.plan_year >= FIRST_ENDED and SELECTED_BY not in self._map.facts:
            raise SourceError(f"The catalog in {folder} was written before this program knew that negotiated prices end. Import it again.")
        self._geo = ZipCodes(geo or shipped("data") / "geo")
        self._plans: dict[int, Plan] = {}
        self._columns_found: dict[str, tuple[int, int] | None] = {}
        self._listings: dict[int, FormularyEntry] = {}
        self._limits_found: dict[str, tuple[tuple[Quantity, int], ...]] = {}
        self._drugs_read: dict[str, tuple[Drug, UnitPrice | None] | None] = {}

    def count_nameless(self) -> int:
        """How many products no names know: not the files', not ours, not those that the user imported."""
        marked = UNNAMED.encode()
        found = (place for place in range(len(self._drug_records)) if marked in bytes(self._drug_records.at(place)))
        return sum(self._own_names.name_of(self._drug_records.key(place)) is None for place in found)

    @property
    def info(self) -> CatalogInfo:
        """Source, dates and coverage of this catalog."""
        return self._info

    @cached_property
    def _plan_records(self) -> Records:
        return Records(self._map, "plans")

    @cached_property
    def _plan_dictionary(self) -> bytes | None:
        return bytes(self._map.read(PLAN_DICTIONARY)) if PLAN_DICTIONARY in self._map else None

    @cached_property
    def _drug_records(self) -> Records:
        return Records(self._map, "drugs")

    @cached_property
    def _areas(self) -> Records:
        return Records(self._map, "areas")

    @cached_property
    def _grids(self) -> tuple[Grid, Grid, list[Grid | None]]:
        """Formulary cells, quantity limits, and the prices of 30, 60 and 90 days (None if the files have none)."""
        width, formularies = self._price_columns, self._map.facts["formularies"]
        prices = [Grid(self._map, f"prices.{days}", width, "i") if f"prices.{days}" in self._map else None for days in DAYS]
        return Grid(self._map, "formulary", formularies, "I"), Grid(self._map, "limits", 2, "q"), prices

    @property
    def _price_columns(self) -> int:
        """One if every plan has the same prices."""
        columns: int = self._map.facts.get("price_columns", self._map.facts["plans"])
        return columns

    @cached_property
    def _large(self) -> Records | None:
        """The lists of large prices; None if no drug has one."""
        return Records(self._map, LARGE) if f"{LARGE}.keys" in self._map else None

    @cached_property
    def _borrowed(self) -> tuple[BorrowedPrice | None, ...]:
        """What to say of a price, by its ``PriceOrigin``."""
        first = date(self._info.plan_year, 1, 1)
        days = {PriceOrigin.OWN: None, PriceOrigin.NEGOTIATED: first}
        return tuple(
            None if (day := days.get(origin, self._info.prices_as_of)) is None else BorrowedPrice(origin, day) for origin in PriceOrigin
        )

    def _origins(self, rxcui: str) -> Sequence[int] | _NoPrices:
        """Where the drug's price at each plan is from."""
        record = self._origin_records.get(rxcui) if self._origin_records else None
        return _NO_PRICES if record is None else origins_of(record)

    @cached_property
    def _origin_records(self) -> Records | None:
        return Records(self._map, ORIGINS) if f"{ORIGINS}.keys" in self._map else None

    def _prices(self, grids: Sequence[Grid | None], drug: int) -> list[memoryview | _NoPrices | _WithLargePrices]:
        """The prices of the drug at a place for 30, 60 and 90 days, by plan."""
        large = self._large.get(self._drug_records.key(drug)) if self._large else None
        if large is None:
            return [grid.row(drug) if grid else _NO_PRICES for grid in grids]
        return [_WithLargePrices(grid.row(drug), large.cast("q")) if grid else _NO_PRICES for grid in grids]

    def read_through(self) -> None:
        """Read every record and the bounds of every grid, as a catalog from elsewhere must be before it is trusted.

        Raises SourceError for a damaged one; one that another program made may raise anything else.
        """
        self._map.check_all()
        plans = [self._plan(place) for place in range(len(self._plan_records))]
        drugs = self.drugs()
        if any(place >= len(plans) for key in range(len(self._areas)) for place in self._areas.at(key).cast("H")):
            raise self._map.damaged("names a plan that it lacks")
        for grid in filter(None, (self._grids[0], *self._grids[2])):
            grid.row(len(drugs) - 1)
        self.formulary([plan.plan_id for plan in plans], [drug.rxcui for drug in drugs[:1]])
        self.special_coverage([plan.plan_id for plan in plans], [drug.rxcui for drug in drugs])

    def counties(self, zip_code: str) -> Sequence[County]:
        """The counties of a five-digit ZIP, anywhere in the country; empty for an unknown ZIP. Not kept: a ZIP is a person's."""
        return self._geo.counties(zip_code)

    def state_name(self, state: str) -> str:
        """The name of a state by its two letters: ``Massachusetts`` for ``MA``."""
        names = state_names(shipped("data") / "states.yaml")
        return names[state][0] if state in names else state

    def plans_serving(self, county: County) -> Sequence[Plan]:
        """Every plan with drug coverage that serves the county, by plan id; empty outside the catalog's area."""
        found: set[int] = set()
        for key in (county.fips, county.state, EVERYWHERE):
            record = self._areas.get(key)
            if record is not None:
                found.update(record.cast("H"))
        return [self._plan(place) for place in sorted(found)]

    def plan(self, plan_id: str) -> Plan | None:
        """The plan of that id (contract-plan-segment), or None."""
        place = self._plan_records.place(plan_id)
        return None if place is None else self._plan(place)

    def _plan(self, place: int) -> Plan:
        plan = self._plans.get(place)
        if plan is None:
            plan = self._plans[place] = plan_of(self._plan_records.at(place), self._plan_dictionary)
        return plan

    def formulary(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], FormularyEntry]:
        """(plan id, rxcui) -> entry, if the plan lists the drug. A missing pair means not covered."""
        found = [(plan_id, self._columns(plan_id)) for plan_id in plan_ids]
        places = [(plan_id, *columns) for plan_id, columns in found if columns]
        listed, limits, grids = self._grids
        entries = {}
        for rxcui in rxcuis:
            drug = self._drug_records.place(rxcui)
            if drug is None:
                continue
            cells = listed.row(drug)
            of_30, of_60, of_90 = self._prices(grids, drug)
            origins, borrowed = self._origins(rxcui), self._borrowed
            for plan_id, place, formulary in places:
                cell = cells[formulary]
                if cell:
                    listing = self._listings.get(cell) or self._listings.setdefault(cell, listing_of(cell, limits))
                    entries[plan_id, rxcui] = priced_entry(listing, (of_30[place], of_60[place], of_90[place]), borrowed[origins[place]])
        return entries

    def _columns(self, plan_id: str) -> tuple[int, int] | None:
        """A plan's column in the prices of a drug, and its formulary's column in the cells; looked up once."""
        if plan_id not in self._columns_found:
            place = self._plan_records.place(plan_id)
            column = 0 if self._price_columns == 1 else place
            found = None if place is None or column is None else (column, self._map.read("formularies").cast("H")[place])
            self._columns_found[plan_id] = found
        return self._columns_found[plan_id]

    def specialty_tiers(self, plan_ids: Sequence[str]) -> Mapping[str, frozenset[int]]:
        """Plan id -> the tiers that the files call specialty tiers; a plan without one is absent. Raises PlansChanged."""
        return specialty_tiers_in(self.folder / "tiers.parquet", self._tiers, plan_ids)

    def places_of(self, plan_ids: Sequence[str]) -> Any:
        """Where those plans stand in the grids; for ``column``. Raises KeyError for a plan that the catalog lacks."""
        import numpy as np

        found = [self._columns(plan_id) for plan_id in plan_ids]
        if None in found:
            raise KeyError(plan_ids[found.index(None)])
        return np.array(found, np.int64).reshape(-1, 2)

    def column(self, rxcui: str, places: Any) -> DrugColumn:
        """How the plans at those places list a drug: what ``formulary`` says, as arrays."""
        import numpy as np

        from finder.sources.catalog.price_grid import prices_in

        drug, (listed, limits, grids) = self._drug_records.place(rxcui), self._grids
        nothing = np.zeros(len(places), np.int64)
        if drug is None:
            return DrugColumn(*[nothing] * len(DrugColumn._fields))
        record = self._large.get(rxcui) if self._large else None
        large = np.frombuffer(record, "<i8").tolist() if record is not None else ()
        rows = [None if grid is None else np.frombuffer(grid.row(drug), "<i4")[places[:, 0]] for grid in grids]
        cells = np.frombuffer(listed.row(drug), "<u4")[places[:, 1]].astype(np.int64)
        prices = [nothing if row is None else prices_in(row, large) for row in rows]
        return column_of(cells, np.frombuffer(limits.all(), "<i8").reshape(-1, 2), prices)

    def special_coverage(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], SpecialCoverage]:
        """(plan id, rxcui) -> what the plan's excluded drugs and indication-based coverage say about the drug, if anything."""
        if f"{SPECIAL}.keys" not in self._map:
            return {}
        places = {place: plan_id for plan_id in plan_ids if (place := self._plan_records.place(plan_id)) is not None}
        table, found = Records(self._map, SPECIAL), {}
        for rxcui in rxcuis:
            record = table.get(rxcui)
            for place, supplemental, diseases in json.loads(bytes(record)) if record is not None else ():
                if place in places:
                    found[places[place], rxcui] = SpecialCoverage(bool(supplemental), tuple(diseases))
        return found

    def _product(self, rxcui: str) -> tuple[Drug, UnitPrice | None] | None:
        """A product and its median price; read once."""
        if rxcui not in self._drugs_read:
            record = self._drug_records.get(rxcui)
            self._drugs_read[rxcui] = None if record is None else self._read_drug(record)
        return self._drugs_read[rxcui]

    def drug(self, rxcui: str) -> Drug | None:
        """The product of that key, or None."""
        found = self._product(rxcui)
        return found[0] if found else None

    @cached_property
    def _negotiated(self) -> Mapping[str, frozenset[str]]:
        """Product -> its NDC-9s in the table of negotiated prices."""
        ndcs = Records(self._map, "ndcs")

        def product_of(code: str) -> str | None:
            record = ndcs.first_with(code)
            return None if record is None else self._drug_records.key(record.cast("I")[0])

        return products_by_ndc(unit_rows(self.info.plan_year), product_of)

    def _read_drug(self, record: Buffer) -> tuple[Drug, UnitPrice | None]:
        """The product of a record with its negotiated prices of the year, and its median unit price."""
        drug, middle = drug_as_imported(record)
        drug = completed(self._under_own_name(drug))
        if not drug.selected:
            return replace(drug, deal_ended=True) if middle is None and self._deal_ended(drug) else drug, middle
        rows = unit_rows(self.info.plan_year)
        units = units_of(drug, rows, self._negotiated.get(drug.rxcui, frozenset()), middle)
        return replace(drug, negotiated=units), middle

    def _under_own_name(self, drug: Drug) -> Drug:
        """A product under the name that the user imported, also after this catalog. A name in the catalog's own files stays."""
        if self._has_names and not drug.name.endswith((UNNAMED, f"{NDC_NAMED})")):
            return drug
        own = self._own_names.name_of(drug.rxcui)
        if own is None:
            return drug
        selected = negotiated_brands(self.info.plan_year).get(own.parsed.brand.lower(), "") or drug.selected
        return replace(renamed(drug, own), selected=selected)

    @cached_property
    def _own_names(self) -> OwnNames:
        return OwnNames()

    def _deal_ended(self, drug: Drug) -> bool:
        """Whether a drug without a price in a year without its own prices had a negotiated one the year before."""
        info = self._info
        if not drug.brand or not (info.without_prices or info.prices_of_another_year):
            return False
        return any(drug.brand.lower() in row.brands for row in unit_rows(info.plan_year - 1))

    def drug_by_ndc(self, ndc: str) -> Drug | None:
        """The product of that 11-digit NDC, or None. Its last two digits tell packages of one product apart, so any package names it."""
        record = Records(self._map, "ndcs").get(ndc)
        if record is None:  # the files list one NDC per product; RxNorm knows the others
            rxcui = OwnNames().rxcui_of(ndc)
            if rxcui:
                return self.drug(rxcui)
            record = Records(self._map, "ndcs").first_with(ndc[:_PRODUCT_DIGITS]) if _CODE.fullmatch(ndc) else None
        if record is None:
            return None
        return self._read_drug(self._drug_records.at(record.cast("I")[0]))[0]

    def ndc_name(self, ndc: str) -> str:
        """The name of an NDC's product as people write it; empty where FDA's directory lacks it."""
        return ndc_name(ndc)

    @cached_property
    def _all_drugs(self) -> tuple[Drug, ...]:
        found = [self._read_drug(self._drug_records.at(place))[0] for place in range(len(self._drug_records))]
        return tuple(sorted(found, key=lambda drug: (drug.name.lower(), drug.rxcui)))

    def drugs(self) -> Sequence[Drug]:
        """Every product of the catalog, by name."""
        return self._all_drugs

    @cached_property
    def _index(self) -> DrugIndex:
        from finder.sources.names.drug_search import DrugIndex

        check_folder(self._names, read_manifest(self._names), NAME_TABLES)
        names = MarketMap(self._names / MAP)
        brands: list[tuple[str, str]] = [(brand, ingredient) for brand, ingredient in json.loads(bytes(names.read("brands")))]
        return DrugIndex(self.drugs(), brands, json.loads(bytes(names.read("ingredients"))))

    def find_drugs(self, words: str, limit: int = 10) -> Sequence[DrugMatch]:
        """Products by any name, misspellings allowed, or by a code: RxCUI, or NDC as printed. The best match first."""
        return self._of_code(words) or self._index.find(words, limit)

    def own_spelling(self, word: str) -> str:
        """A name of an ingredient as it is spelled here: ``metformin`` of ``metformina``. Any other word stays."""
        return self._index.own_spelling(word)

    def _of_code(self, words: str) -> list[DrugMatch]:
        """Every product that a printed code may mean."""
        from finder.sources.names.ndc_codes import ndc_readings

        found = {drug.rxcui: drug for code in ndc_readings(words) if (drug := self.drug_by_ndc(code)) is not None}
        return [DrugMatch(drug, words.strip(), EXACT) for drug in found.values()]

    @cached_property
    def _known(self) -> KnownProducts:
        from finder.sources.names.known_products import KnownProducts

        return KnownProducts({drug.rxcui for drug in self.drugs()}, self._names)

    def find_known(self, words: str, limit: int = 10) -> Sequence[KnownProduct]:
        """Real products that this catalog lacks, by brand or ingredient, misspellings allowed, best match first."""
        return self._known.find(words, limit)

    def outside_part_d(self, words: str) -> NotCounted | None:
        """A name with its amounts as a product that Part D doesn't pay for, by our own list; None if it is none."""
        from finder.sources.names.not_part_d import not_part_d

        return not_part_d().find(words)

    @cached_property
    def _networks(self) -> PharmacyNetworks:
        from finder.sources.catalog.pharmacy_networks import PharmacyNetworks

        return PharmacyNetworks(self.info.plan_year)

    def neighbours(self, rxcui: str) -> Neighbours | None:
        """Products near one, by the names that the user imported; None if there are no such names or they lack the product."""
        return OwnNames().neighbours(rxcui)

    def pharmacy_terms(self, plan_ids: Sequence[str], npis: Sequence[str]) -> Mapping[str, tuple[PharmacyTerms, ...]] | None:
        """Plan id -> the terms of those pharmacies that are in its network. Plans whose networks were not imported are left out.

        None if no networks of the year were imported.
        """
        return self._networks.terms(plan_ids, npis) if self._networks else None

    def quantity_limits(self, rxcui: str) -> Sequence[tuple[Quantity, int]]:
        """The different quantity limits that plans set for a drug: thousandths of a unit, and for how many days."""
        if rxcui not in self._limits_found:
            place = self._drug_records.place(rxcui)
            listed, limits, _ = self._grids
            cells = () if place is None else set(listed.row(place))
            entries = (listing_of(cell, limits) for cell in cells if cell)
            found = {(entry.quantity_limit, entry.quantity_limit_days) for entry in entries if entry.quantity_limit}
            self._limits_found[rxcui] = tuple(sorted(found))
        return self._limits_found[rxcui]

    def median_unit_price(self, rxcui: str) -> UnitPrice | None:
        """The median of the drug's 30-day unit prices over the plans that list it, or None if no plan has one."""
        found = self._product(rxcui)
        return found[1] if found else None
