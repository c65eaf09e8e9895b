"""``finder catalog networks``: the pharmacy networks of CMS in, the networks of some states out.

The six files of a quarter have 307 million rows. They stream by. Kept are the rows of plans that serve the states, at pharmacies whose ZIP
is in the states or that send by mail. Names come from the NPPES extract, if it is given.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finder.domain.errors import SourceError
from finder.domain.market import Catalog, County
from finder.domain.money import UNIT_PRICE_SCALE, UnitPrice, scaled
from finder.domain.pharmacy import NOT_SAID
from finder.intake.archive import DAMAGED
from finder.intake.texts import shortened
from finder.sources.catalog.market_map import records
from finder.sources.catalog.pharmacy_networks import FEES, FLAGS, FLOOR, ROW
from finder.sources.catalog.places import read_places
from finder.sources.catalog.store import write_folder
from finder.sources.cms.bundle import Bundle, SourceFile
from finder.sources.cms.layout import NETWORK, is_network, is_sample, kind_of
from finder.sources.cms.text_files import Problems, at, read_batches

if TYPE_CHECKING:
    import pyarrow as pa

_KEY = ("contract_id", "plan_id", "segment_id")
_WANTED = (*_KEY, "pharmacy_number", "pharmacy_zipcode", *FLAGS, FLOOR, *FEES, "row")
_NPPES = {
    "NPI": "npi",
    "Provider Organization Name (Legal Business Name)": "name",
    "Provider Other Organization Name": "other_name",
    "Provider First Line Business Practice Location Address": "address",
    "Provider Business Practice Location Address City Name": "city",
    "Provider Business Practice Location Address State Name": "state",
    "Provider Business Practice Location Address Postal Code": "zip",
}
_UNAVAILABLE = "<UNAVAIL>"
"""What NPPES writes where it has nothing."""
_NUMBER = re.compile(r"10(\d{10})")
_STATE = re.compile(r"[A-Z]{2}")


def npi_of(number: str) -> str:
    """The NPI in a PHARMACY_NUMBER (``10`` and the NPI), or empty."""
    found = _NUMBER.fullmatch(number)
    return found[1] if found else ""


def flags_of(row: Mapping[str, str], file: str, problems: Problems) -> int:
    """A bit each for retail, preferred retail, mail and preferred mail. A blank means no."""
    flags = 0
    for place, column in enumerate(FLAGS):
        if row[column] not in ("Y", "N", "", "."):
            problems.add(at(file, int(row["row"]), column.upper()), "Y or N", row[column])
        flags |= (row[column] == "Y") << place
    return flags


def terms_of(row: Mapping[str, str], file: str, problems: Problems) -> tuple[UnitPrice, ...]:
    """The floor and the nine fees; -1 for a blank."""
    return tuple(_amount(row, column, file, problems) for column in (FLOOR, *FEES))


def _amount(row: Mapping[str, str], column: str, file: str, problems: Problems) -> UnitPrice:
    written = row.get(column, "")
    if written in ("", "."):
        return NOT_SAID
    try:
        amount = scaled(written, UNIT_PRICE_SCALE, unit="dollars")
    except ValueError:
        amount = NOT_SAID
    if not 0 <= amount < 2**31:
        problems.add(at(file, int(row["row"]), column.upper()), "dollars, 0 or more, with at most five decimals", written)
        return NOT_SAID
    return amount


def import_networks(path: Path, catalog: Catalog, states: Sequence[str], out: Path, nppes: Path | None = None) -> dict[str, int]:
    """Import the networks of the catalog's plans in some states into a folder in ``out``. Returns how much was kept.

    Raises SourceError with every problem found. What was there then stays.
    """
    wrong = next((state for state in states if not _STATE.fullmatch(state)), None)
    if wrong is not None:  # it becomes part of a folder's name
        raise SourceError(f"--state: expected the two letters of a state, found {wrong!r}.")
    region = _Region(catalog, states)
    problems = Problems()
    with Bundle(path, skip=_other_zip) as bundle:
        files = [file for file in bundle.files if is_network(file.name) and file.name.lower().endswith(".txt")]
        if not files:
            problems.add(at(path.name), f"a {NETWORK.title}", "none")
        for file in files:
            region.read(file, problems)
    problems.refuse_if_any()
    names = _names(nppes, region.rows) if nppes else {}
    year = catalog.info.plan_year
    facts = {"plan_year": year, "states": sorted(states), "catalog": catalog.info.digest, "source": catalog.info.source}
    try:
        write_folder(out / f"{year}-{'-'.join(sorted(states))}", {}, facts, dict(region.sections(names)))
    except OSError as error:
        raise SourceError(f"{out}: the networks could not be written ({error.strerror}). Those that were there are unchanged.") from error
    entries = sum(len(row) for row in region.rows.values()) // ROW.size
    return {"pharmacies": len(region.rows), "entries": entries, "named": len(names), "plans": len(region.plan_ids)}


def _other_zip(name: str) -> bool:
    stem, _, suffix = name.lower().rpartition(".")
    return suffix == "zip" and not is_network(name) and (is_sample(name) or kind_of(f"{stem}.txt") is not None)


class _Region:
    """The plans and ZIPs of some states, and what was kept from the files."""

    def __init__(self, catalog: Catalog, states: Sequence[str]) -> None:
        counties = [County(fips, name, state) for (state, _), (fips, name) in read_places().counties.items() if state in states]
        self.plan_ids = sorted({plan.plan_id for county in counties for plan in catalog.plans_serving(county)})
        if not self.plan_ids:
            raise SourceError(f"The catalog of {catalog.info.plan_year} has no plans in {', '.join(states) or 'no state'}.")
        self._places = {plan_id: place for place, plan_id in enumerate(self.plan_ids)}
        self._fips = {county.fips for county in counties}
        self._catalog = catalog
        self._local: dict[str, bool] = {}
        self._terms: dict[tuple[int, ...], int] = {}
        self.rows: dict[str, bytearray] = {}
        self.zips: dict[str, str] = {}

    def read(self, file: SourceFile, problems: Problems) -> None:
        """Keep what the region needs from one file."""
        for batch in read_batches(file, NETWORK, problems):
            for row in self._kept(batch):
                self._keep(row, file.name, problems)

    def _kept(self, batch: pa.Table) -> Iterator[dict[str, Any]]:
        import pyarrow as pa
        from pyarrow import compute

        key = compute.binary_join_element_wise(*(batch[name] for name in _KEY), "-")
        zips = batch["pharmacy_zipcode"]
        local = [code for code in compute.unique(zips).to_pylist() if self._is_local(code)]
        near = compute.or_(compute.is_in(zips, value_set=pa.array(local, pa.string())), compute.equal(batch["pharmacy_mail"], "Y"))
        chosen = compute.and_(compute.is_in(key, value_set=pa.array(self.plan_ids, pa.string())), near)
        named = batch.select([name for name in _WANTED if name in batch.column_names]).append_column("key", key)
        yield from named.filter(chosen).to_pylist()

    def _is_local(self, zip_code: str) -> bool:
        if zip_code not in self._local:
            self._local[zip_code] = any(county.fips in self._fips for county in self._catalog.counties(zip_code[:5]))
        return self._local[zip_code]

    def _keep(self, row: dict[str, Any], file: str, problems: Problems) -> None:
        npi = npi_of(row["pharmacy_number"])
        if not npi:
            problems.add(at(file, row["row"], "PHARMACY_NUMBER"), "10 and the ten digits of an NPI", row["pharmacy_number"])
            return
        flags, amounts = flags_of(row, file, problems), terms_of(row, file, problems)
        terms = self._terms.setdefault(amounts, len(self._terms))
        self.rows.setdefault(npi, bytearray()).extend(ROW.pack(self._places[row["key"]], flags, terms))
        self.zips[npi] = row["pharmacy_zipcode"][:5]

    def sections(self, names: dict[str, list[str]]) -> Iterator[tuple[str, bytes]]:
        """The sections of the map: plan ids, the different terms, and each pharmacy's rows and facts."""
        yield "plans", json.dumps(self.plan_ids).encode()
        yield "terms", b"".join(struct.pack(f"<{1 + len(FEES)}i", *amounts) for amounts in self._terms)
        yield from records("rows", ((npi, bytes(rows)) for npi, rows in self.rows.items()))
        known = {npi: names.get(npi, ["", "", "", "", self.zips[npi]]) for npi in self.rows}
        yield from records("pharmacies", ((npi, json.dumps(facts, ensure_ascii=False).encode()) for npi, facts in known.items()))


def _names(path: Path, wanted: Iterable[str]) -> dict[str, list[str]]:
    """NPI -> name, address, city, state and ZIP, from the NPPES extract."""
    import pyarrow as pa
    from pyarrow import compute, csv

    npis, found = pa.array(sorted(wanted), pa.string()), {}
    types = dict.fromkeys(_NPPES, pa.string())
    options = csv.ConvertOptions(column_types=types, include_columns=list(_NPPES), strings_can_be_null=False)
    with ExitStack() as stack:
        file = (
            SourceFile(path.name, lambda: path.open("rb")) if path.suffix.lower() == ".csv" else _extract(stack.enter_context(Bundle(path)))
        )
        try:
            with file.open() as stream:
                for batch in csv.open_csv(stream, convert_options=options, parse_options=csv.ParseOptions(newlines_in_values=True)):
                    for row in pa.table(batch).filter(compute.is_in(batch["NPI"], value_set=npis)).to_pylist():
                        facts = {_NPPES[column]: " ".join(value.replace(_UNAVAILABLE, "").split()) for column, value in row.items()}
                        name = facts["other_name"] or facts["name"]
                        found[facts["npi"]] = [name, facts["address"], facts["city"], facts["state"], facts["zip"][:5]]
        except (pa.ArrowInvalid, pa.ArrowKeyError, *DAMAGED) as error:
            raise SourceError(
                f"{file.name}: expected the columns of the NPPES extract, found otherwise ({shortened(str(error))})."
            ) from error
    return found


def _extract(bundle: Bundle) -> SourceFile:
    """The extract in a zip or folder: the CSV file that is not the list of headers."""
    file = next((file for file in bundle.files if file.name.lower().endswith(".csv") and "header" not in file.name.lower()), None)
    if file is None:
        raise SourceError(f"{bundle.path.name}: expected the NPPES extract (a CSV file), found none.")
    return file
