"""What a catalog's map holds. Writing and reading are side by side.

plans        Records, plan id -> JSON: facts; tiers, shares and insulin shares as rows of integers; compressed with
             plans.dictionary if it is there
formularies  u16 a plan: the column of its formulary
drugs        Records, RxCUI -> JSON: the product's fields in order, then the middle of its 30-day unit prices
ndcs         Records, NDC -> u32: the place of its product
areas        Records, FIPS code -> u16 a plan: the places of the plans that serve the county; two letters: the whole state; ``*``: all
formulary    Grid [drug, formulary] of u32 cells; 0: not listed
limits       Grid of two i64: the quantity limits that cells point to, thousandths of a unit and days
special      Records, RxCUI -> JSON: rows of plan (its place), whether it covers the drug as an excluded drug, and the only diseases that it
             covers it for; missing if the files have none
prices.30    Grid [drug, plan] of i32 (one column if all plans have the same prices): hundred-thousandths of a dollar a unit; 0: no price;
             below 0: a place in the drug's large prices (-1:
             the first). prices.60 and prices.90 if the files have any
large        Records, RxCUI -> i64s: the prices of the drug that have no room in 32 bits; missing if there are none
origins      Records, RxCUI -> u8 a plan, compressed by zlib: where the price is from (``PriceOrigin``); only for drugs with a price that is
             not of the year's own files, and missing if there are none
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from finder.domain.benefit import BenefitDesign, BenefitType, Channel, CostShare, Phase, ShareKey, ShareKind, TierDesign
from finder.domain.errors import SourceError
from finder.domain.market import BorrowedPrice, Drug, DrugColumn, FormularyEntry, PackageForm, Plan, PlanKind
from finder.domain.money import UnitPrice, ratio_half_up
from finder.sources.catalog.market_map import Buffer, Grid, records
from finder.sources.names.drug_names import without_lead
from finder.sources.names.familiar_names import with_familiar_name
from finder.sources.names.package_facts import with_known_package

if TYPE_CHECKING:
    import pyarrow as pa

    from finder.sources.catalog.price_grid import PriceGrid

EVERYWHERE = "*"
DAYS = (30, 60, 90)
SPECIAL = "special"
PLAN_DICTIONARY = "plans.dictionary"
LARGE = "large"
ORIGINS = "origins"
SELECTED_BY = "selected_by_file"
"""The fact that says whether the file or our own list marks the drugs that have a negotiated price."""
FIRST_ENDED = 2027
"""The first plan year in which some negotiated prices have ended. A map of that year without the fact above may still hold them."""
_TIER, _PRIOR, _STEP, _SELECTED, _LIMIT = 0xF, 1 << 4, 1 << 5, 1 << 6, 7
_FACTS = (
    *("plan_id", "name", "organization", "snp_type", "premium", "part_d_premium", "part_d_basic_premium", "star_rating", "pdp_region"),
    *("example", "part_d_supplemental_premium", "low_income_premium", "low_income_benchmark", "below_benchmark", "sanctioned"),
    *("gap_wording", "gap_generics", "gap_brands"),
)
_BESIDE = ("contract_id", "plan_id", "rxcui")
_DESIGN = ("benefit_type", "deductible", "initial_coverage_limit")
_TIERS = ("tier", "deductible_applies")
_SHARE = ("tier", "phase", "channel", "days", "kind", "amount", "minimum", "maximum")
_INSULIN = ("tier", "channel", "days", "kind", "amount", "minimum", "maximum")
DRUG_FIELDS = (
    *("rxcui", "name", "ingredient", "brand", "strength", "form", "package_form", "unit", "units_per_package"),
    *("insulin", "vaccine", "weekly", "selected"),
)


def listing_of(cell: int, limits: Grid) -> FormularyEntry:
    """The entry of a cell that is not 0, without prices."""
    quantity, days = limits.row(cell >> _LIMIT) if cell >> _LIMIT else (0, 0)
    return FormularyEntry(cell & _TIER, None, bool(cell & _PRIOR), bool(cell & _STEP), quantity, days, bool(cell & _SELECTED))


def column_of(cells: Any, limits: Any, prices: Sequence[Any]) -> DrugColumn:
    """What the cells of a drug at some plans hold, as arrays. ``limits``: all quantity limits."""
    import numpy as np

    limited = limits[cells >> _LIMIT, 0] != 0
    restrictions = ((cells & _PRIOR) != 0).astype(np.int64) + ((cells & _STEP) != 0) + limited
    return DrugColumn((cells & _TIER).astype(np.int64), restrictions, ((cells & _SELECTED) != 0).astype(np.int64), *prices)


def priced_entry(listing: FormularyEntry, prices: tuple[int, int, int], borrowed: BorrowedPrice | None = None) -> FormularyEntry:
    """The entry at a plan whose prices for 30, 60 and 90 days are these (0: none)."""
    price, price_60, price_90 = prices
    return _entry((listing[0], price or None, *listing[2:7], price_60 or None, price_90 or None, borrowed))


def packed_origins(codes: bytes) -> bytes:
    """A byte a plan, compressed: a market's plans differ little in where a drug's price is from."""
    return zlib.compress(codes, 6)


def origins_of(record: Buffer) -> bytes:
    """A byte a plan."""
    return zlib.decompress(record)


_entry = FormularyEntry._make  # the fastest way; a question reads hundreds


def sections_of(tables: Mapping[str, pa.Table], prices: PriceGrid) -> Iterator[tuple[str, Buffer]]:
    """Every section of a catalog's map from its tables and prices."""
    plan_ids, rxcuis = sorted(tables["plans"]["plan_id"].to_pylist()), prices.rxcuis
    places = {plan_id: place for place, plan_id in enumerate(plan_ids)}
    formularies = sorted(set(tables["plans"]["formulary_id"].to_pylist()))
    plans = _plan_records(tables)
    if prices.plan_ids == [EVERYWHERE]:  # hundreds of plans of one shape: their records compress to a sixth
        listed = list(plans)
        dictionary = listed[len(listed) // 2][1] if listed else b""
        yield PLAN_DICTIONARY, dictionary
        plans = ((plan_id, _squeezed(record, dictionary)) for plan_id, record in listed)
    yield from records("plans", plans)
    columns = {formulary: column for column, formulary in enumerate(formularies)}
    of_plan = dict(zip(*(tables["plans"][name].to_pylist() for name in ("plan_id", "formulary_id")), strict=True))
    yield "formularies", struct.pack(f"<{len(plan_ids)}H", *(columns[of_plan[plan_id]] for plan_id in plan_ids))
    yield from records("drugs", _drug_records(tables["drugs"], rxcuis, prices))
    drug_places = {rxcui: place for place, rxcui in enumerate(rxcuis)}
    ndcs = zip(tables["ndcs"]["ndc"].to_pylist(), tables["ndcs"]["rxcui"].to_pylist(), strict=True)
    yield from records("ndcs", ((ndc, struct.pack("<I", drug_places[rxcui])) for ndc, rxcui in ndcs))
    yield from records("areas", _area_records(tables, places))
    yield from _formulary(tables, rxcuis, formularies)
    special = _special_records(tables, places)
    if special:
        yield from records(SPECIAL, special)
    yield from prices.sections()


def facts_of(tables: Mapping[str, pa.Table], prices: PriceGrid, year: int) -> dict[str, int]:
    """The widths of the grids; from FIRST_ENDED on, also whether the file marks the drugs with a negotiated price."""
    formularies = len(set(tables["plans"]["formulary_id"].to_pylist()))
    widths = {"plans": tables["plans"].num_rows, "formularies": formularies}
    widths |= {"price_columns": 1} if prices.plan_ids == [EVERYWHERE] else {}
    return widths | ({SELECTED_BY: int(marks(tables))} if year >= FIRST_ENDED else {})


def marks(tables: Mapping[str, pa.Table]) -> bool:
    """Whether the formulary file marks any drug as selected. If it marks one, it marks all. If it marks none, our own list decides."""
    from pyarrow import compute

    return bool(compute.any(tables["formulary"]["selected_drug"]).as_py())


def _rows(table: pa.Table, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def _by_plan(table: pa.Table, names: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for plan_id, *row in _rows(table, ("plan_id", *names)):
        found.setdefault(plan_id, []).append(tuple(map(int, row)))
    return found


def _plan_records(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, bytes]]:
    plans = tables["plans"]
    known = [name for name in (*_FACTS, "kind", *_DESIGN) if name in plans.column_names]
    tiers, shares = _by_plan(tables["tiers"], _TIERS), _by_plan(tables["cost_shares"], _SHARE)
    insulin = _by_plan(tables["insulin"], _INSULIN)
    for values in _rows(plans, known):
        row = dict(zip(known, values, strict=True))
        plan_id = row["plan_id"]
        row |= {"tiers": tiers.get(plan_id, []), "shares": shares.get(plan_id, []), "insulin": insulin.get(plan_id, [])}
        yield plan_id, json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def _squeezed(record: bytes, dictionary: bytes) -> bytes:
    squeezer = zlib.compressobj(level=9, zdict=dictionary)
    return squeezer.compress(record) + squeezer.flush()


def plan_of(record: Buffer, dictionary: bytes | None = None) -> Plan:
    """The plan of a record, which is compressed if there is a dictionary."""
    text = bytes(record) if dictionary is None else zlib.decompressobj(zdict=dictionary).decompress(record)
    row = json.loads(text)
    facts = {name: row[name] for name in _FACTS if name in row}
    return Plan(kind=PlanKind(row["kind"]), design=_design(row), **facts)


_CHANNELS, _KINDS = tuple(Channel), tuple(ShareKind)


@cache
def _share(kind: int, amount: int, low: int, high: int) -> CostShare:
    """A share, made once: of a market's 300,000 a few thousand differ."""
    return CostShare(_KINDS[kind], amount, low, high)


def _design(row: Mapping[str, Any]) -> BenefitDesign:
    shares: dict[tuple[int, int], dict[ShareKey, CostShare]] = {}
    for tier, phase, channel, days, *amounts in row["shares"]:
        shares.setdefault((tier, phase), {})[_CHANNELS[channel], days] = _share(*amounts)
    insulin: dict[int, dict[ShareKey, CostShare]] = {}
    for tier, channel, days, *amounts in row["insulin"]:
        insulin.setdefault(tier, {})[_CHANNELS[channel], days] = _share(*amounts)
    tiers = {
        tier: TierDesign(bool(applies), shares.get((tier, Phase.INITIAL_COVERAGE), {}), shares.get((tier, Phase.COVERAGE_GAP)))
        for tier, applies in row["tiers"]
    }
    kind = BenefitType(row["benefit_type"])
    if kind is BenefitType.DEFINED_STANDARD:
        tiers = {}  # the law sets its share on every tier; the file's is ignored (42 CFR 423.104(d))
    return BenefitDesign(kind, row["deductible"], row["initial_coverage_limit"], tiers, insulin)


def _drug_records(table: pa.Table, rxcuis: Sequence[str], prices: PriceGrid) -> Iterator[tuple[str, bytes]]:
    fields = {row[0]: row for row in _rows(table, DRUG_FIELDS)}
    for place, rxcui in enumerate(rxcuis):
        values = [*fields[rxcui], _middle(prices.of_drug(place))]
        yield rxcui, json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def _middle(prices: Sequence[int]) -> UnitPrice | None:
    """The median of sorted prices."""
    return ratio_half_up(prices[(len(prices) - 1) // 2] + prices[len(prices) // 2], 2) if prices else None


def drug_of(record: Buffer) -> tuple[Drug, UnitPrice | None]:
    """The product of a record as people see it, and its median unit price."""
    drug, middle = drug_as_imported(record)
    return completed(drug), middle


def drug_as_imported(record: Buffer) -> tuple[Drug, UnitPrice | None]:
    """The product of a record as it was imported, and its median unit price."""
    *values, middle = json.loads(bytes(record))
    fields = dict(zip(DRUG_FIELDS, values, strict=True))
    return Drug(**(fields | {"package_form": PackageForm(fields["package_form"])})), middle


def completed(drug: Drug) -> Drug:
    """A product as people see it: with its known package and its familiar name."""
    return with_familiar_name(with_known_package(replace(drug, ingredient=without_lead(drug.ingredient))))


def _area_records(tables: Mapping[str, pa.Table], places: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """The plans of each county, including those of its regions."""
    by_area: dict[tuple[str, str | None], set[int]] = {}
    for plan_id, kind, area in _rows(tables["service_areas"], ("plan_id", "kind", "area")):
        by_area.setdefault((kind, area), set()).add(places[plan_id])
    for (kind, state), plans in by_area.items():
        if kind == "state" and state:
            yield state, _places(plans)
    none: set[int] = set()
    for fips, pdp_region, ma_region in _rows(tables["counties"], ("fips", "pdp_region", "ma_region")):
        plans = by_area.get(("county", fips), none) | by_area.get(("region", pdp_region), none)
        yield fips, _places(plans | by_area.get(("ma_region", ma_region), none))
    yield EVERYWHERE, _places(by_area.get(("nation", ""), none))


def _special_records(tables: Mapping[str, pa.Table], places: Mapping[str, int]) -> list[tuple[str, bytes]]:
    """Excluded drugs and indications. Their files name plans without segments, so a row holds for every segment."""
    segments: dict[str, list[int]] = {}
    for plan_id, place in places.items():
        segments.setdefault(plan_id.rpartition("-")[0], []).append(place)
    found: dict[str, dict[int, tuple[bool, list[str]]]] = {}
    rows = [(*row, None) for row in _rows(tables["excluded"], _BESIDE)] if "excluded" in tables else []
    rows += list(_rows(tables["indications"], (*_BESIDE, "disease"))) if "indications" in tables else []
    for contract, plan, rxcui, disease in rows:
        for place in segments.get(f"{contract}-{plan:0>3}", ()) if rxcui else ():
            supplemental, diseases = found.setdefault(rxcui, {}).get(place, (False, []))
            more = [disease] if disease is not None and disease not in diseases else []
            found[rxcui][place] = (supplemental or disease is None, [*diseases, *more])
    return [
        (rxcui, json.dumps([[place, *said] for place, said in sorted(of.items())], ensure_ascii=False).encode())
        for rxcui, of in sorted(found.items())
    ]


def _places(plans: Iterable[int]) -> bytes:
    ordered = sorted(plans)
    return struct.pack(f"<{len(ordered)}H", *ordered)


def _formulary(tables: Mapping[str, pa.Table], rxcuis: Sequence[str], formularies: Sequence[str]) -> Iterator[tuple[str, Buffer]]:
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute

    table = tables["formulary"]

    def numbers(name: str) -> Any:
        return np.asarray(table[name].to_numpy(), np.int64)

    def places(name: str, values: Sequence[str]) -> Any:
        return compute.index_in(table[name], value_set=pa.array(values, pa.string())).to_numpy(zero_copy_only=False)

    selected = {rxcui for rxcui, of in _rows(tables["drugs"], ("rxcui", "selected")) if of}
    of_drug = np.array([rxcui in selected for rxcui in rxcuis])
    pairs = np.stack([numbers("quantity_limit"), numbers("quantity_limit_days")], axis=1)
    limits, limit = np.unique(np.concatenate([np.zeros((1, 2), np.int64), pairs]), axis=0, return_inverse=True)
    if len(limits) >= 1 << (32 - _LIMIT):
        raise SourceError(f"The formulary file has {len(limits):,} different quantity limits, more than the catalog can point to.")
    columns = np.column_stack([places("formulary_id", formularies), places("rxcui", rxcuis)])
    kept = ~np.isnan(columns).any(axis=1)  # a formulary that only suppressed plans have gets no column
    of, drug = columns[kept].astype(np.int64).T
    chosen = numbers("selected_drug")[kept].astype(bool) if marks(tables) else of_drug[drug]
    grid = np.zeros((len(rxcuis), len(formularies)), "<u4")
    flags = numbers("prior_authorization")[kept] * _PRIOR | numbers("step_therapy")[kept] * _STEP | chosen * _SELECTED
    grid[drug, of] = numbers("tier")[kept] | flags | limit.reshape(-1)[1:][kept] << _LIMIT
    yield "formulary", grid.tobytes()
    yield "limits", limits.astype("<i8").tobytes()
