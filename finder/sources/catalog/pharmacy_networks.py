"""The pharmacy networks that the user imported: which pharmacy is in which plan's network, and on which terms.

Look-ups need the standard library alone.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from finder.domain.benefit import Channel
from finder.domain.pharmacy import Fees, Pharmacy, PharmacyTerms
from finder.domain.two_homes import StoresNear
from finder.paths import own_folder
from finder.sources.catalog.market_map import Grid, MarketMap, Records
from finder.sources.catalog.ownership import MANIFEST, MAP
from finder.sources.catalog.store import check_folder, read_manifest

ROW = struct.Struct("<HBI")
"""The plan's place, flags, and the place of its fees and floor in the table of terms."""
FEES = tuple(f"{kind}_dispensing_fee_{days}" for kind in ("brand", "generic", "selected") for days in (30, 60, 90))
FLOOR = "floor_price"
FLAGS = ("pharmacy_retail", "preferred_status_retail", "pharmacy_mail", "preferred_status_mail")
_ALIKE = 80


class PharmacyNetworks:
    """The networks of one plan year, of all regions that the user imported."""

    def __init__(self, plan_year: int, folder: Path | None = None) -> None:
        """Raises SourceError for a damaged folder."""
        base = folder or own_folder("networks")
        found = sorted(base.glob(f"{plan_year}-*")) if base.is_dir() else []
        self._regions = [_Region(path) for path in found if (path / MANIFEST).is_file()]

    def __bool__(self) -> bool:
        return bool(self._regions)

    @property
    def states(self) -> tuple[str, ...]:
        """The states with known pharmacies."""
        return tuple(sorted({state for region in self._regions for state in region.states}))

    def terms(self, plan_ids: Iterable[str], npis: Sequence[str]) -> dict[str, tuple[PharmacyTerms, ...]]:
        """Plan id -> the terms of those pharmacies that are in its network, in the order given. Plans of other regions are left out."""
        found: dict[str, tuple[PharmacyTerms, ...]] = {}
        for plan_id in plan_ids:
            of_plan = [region for region in self._regions if plan_id in region.places]
            if of_plan:
                each = (next(filter(None, (region.terms(plan_id, npi) for region in of_plan)), None) for npi in npis)
                found[plan_id] = tuple(terms for terms in each if terms is not None)
        return found

    def pharmacy(self, npi: str) -> Pharmacy | None:
        """A pharmacy by its NPI, or None."""
        return next(filter(None, (region.pharmacy(npi) for region in self._regions)), None)

    def find(self, words: str, zip_code: str, limit: int = 10) -> list[Pharmacy]:
        """Pharmacies by words of their name (misspellings allowed): first those in the ZIP, then those in ZIPs that start alike."""
        from rapidfuzz import fuzz

        near = {one.npi: one for region in self._regions for one in region.near(zip_code[:3])}
        scored = [(fuzz.partial_ratio(words.lower(), one.name.lower()) if words.strip() else 100.0, one) for one in near.values()]
        alike = [(score, one) for score, one in scored if score >= _ALIKE]
        ordered = sorted(alike, key=lambda found: (found[1].zip_code != zip_code, -found[0], found[1].name, found[1].npi))
        return [one for _, one in ordered[:limit]]

    def stores_near(self, plan_id: str, zip_code: str) -> StoresNear | None:
        """How many stores near a ZIP code are in a plan's network; None where the plan's network, or no store there, was imported."""
        near = {one.npi: one for region in self._regions for one in region.near(zip_code[:3])}
        terms = self.terms([plan_id], list(near)).get(plan_id)
        if not near or terms is None:
            return None
        stores = [one for one in terms if one.retail is not None]
        preferred = sum(one.retail is Channel.PREFERRED_RETAIL for one in stores)
        return StoresNear(len(near), len(stores), preferred, sum(near[one.npi].zip_code == zip_code for one in stores))

    def store_zips(self, plan_ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """Plan id -> ZIP codes with a retail store of its network. Plans whose networks were not imported are left out."""
        wanted, found = set(plan_ids), dict[str, set[str]]()
        for region in self._regions:
            found.update({plan_id: found.get(plan_id, set()) for plan_id in region.places if plan_id in wanted})
            for plan_id, zip_code in region.stores():
                if plan_id in wanted:
                    found[plan_id].add(zip_code)
        return {plan_id: frozenset(zips) for plan_id, zips in found.items()}


class _Region:
    """The networks of one region."""

    def __init__(self, folder: Path) -> None:
        manifest = read_manifest(folder)
        check_folder(folder, manifest, ())
        self.states: list[str] = manifest["states"]
        self._map = MarketMap(folder / MAP)
        plan_ids: list[str] = json.loads(bytes(self._map.read("plans")))
        self.places = {plan_id: place for place, plan_id in enumerate(plan_ids)}
        self._rows, self._pharmacies = Records(self._map, "rows"), Records(self._map, "pharmacies")
        self._terms = Grid(self._map, "terms", 1 + len(FEES), "i")

    def terms(self, plan_id: str, npi: str) -> PharmacyTerms | None:
        """The terms of a pharmacy at a plan, or None if it is not in the network."""
        place, record = self.places.get(plan_id), self._rows.get(npi)
        for at_plan, flags, terms in ROW.iter_unpack(record) if record is not None else ():
            if at_plan == place:
                return standing(npi, flags, tuple(self._terms.row(terms)))
        return None

    def pharmacy(self, npi: str) -> Pharmacy | None:
        """A pharmacy by its NPI, or None."""
        record = self._pharmacies.get(npi)
        return None if record is None else Pharmacy(npi, *json.loads(bytes(record)))

    def near(self, zip_start: str) -> Iterator[Pharmacy]:
        """The pharmacies whose ZIP starts that way."""
        for place in range(len(self._pharmacies)):
            pharmacy = Pharmacy(self._pharmacies.key(place), *json.loads(bytes(self._pharmacies.at(place))))
            if pharmacy.zip_code.startswith(zip_start):
                yield pharmacy

    def stores(self) -> Iterator[tuple[str, str]]:
        """The plan id and ZIP code of each entry of a retail store."""
        plan_ids = list(self.places)
        for pharmacy in self.near(""):
            record = self._rows.get(pharmacy.npi)
            for at_plan, flags, _ in ROW.iter_unpack(record) if record is not None else ():
                if flags & 1 << FLAGS.index("pharmacy_retail"):
                    yield plan_ids[at_plan], pharmacy.zip_code


def standing(npi: str, flags: int, amounts: tuple[int, ...]) -> PharmacyTerms:
    """The terms behind the integers. A missing floor counts as 0."""
    retail, preferred_retail, mail, preferred_mail = (bool(flags >> place & 1) for place in range(len(FLAGS)))
    return PharmacyTerms(
        npi,
        (Channel.PREFERRED_RETAIL if preferred_retail else Channel.STANDARD_RETAIL) if retail else None,
        (Channel.PREFERRED_MAIL if preferred_mail else Channel.STANDARD_MAIL) if mail else None,
        max(amounts[0], 0),
        Fees(*((amounts[at], amounts[at + 1], amounts[at + 2]) for at in (1, 4, 7))),
    )
