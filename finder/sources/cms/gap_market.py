"""The stand-alone drug plans of a year with a coverage gap, from a file of their premiums, deductibles and gap coverage.

The file has no cost shares, drug lists or prices. Each plan takes the standard share, covers every drug of the market, and has the average
prices of the spending file's year. The catalog says so (``assumes``), and so does every answer from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from finder.domain.benefit import NO_LIMIT, BenefitType, Channel, Phase, ShareKind
from finder.domain.market import Assumed, GapCoverage, PlanKind
from finder.domain.money import to_basis_points, to_cents
from finder.intake.archive import DAMAGED
from finder.intake.limits import DESIGNS
from finder.intake.texts import Unfit
from finder.intake.yaml_text import parse_yaml_values
from finder.sources.catalog.map_contents import DAYS, EVERYWHERE
from finder.sources.catalog.places import states_by_region
from finder.sources.cms.bundle import Bundle, SourceFile
from finder.sources.cms.drug_table import drug_table
from finder.sources.cms.example_designs import Product
from finder.sources.cms.example_market import PRICE_SOURCE, average_prices, drug_of
from finder.sources.cms.text_files import Layout, Problems, at, read_table

if TYPE_CHECKING:
    import pyarrow as pa

PLANS_FILE = "plans.csv"
PLANS = Layout(
    "file of stand-alone plans",
    (
        *("plan_year", "pdp_region", "contract_id", "plan_id", "plan_name", "organization", "monthly_premium", "deductible"),
        *("gap_coverage", "benefit_type", "zero_premium_with_full_extra_help", "enrollment"),
    ),
    delimiter=",",
    quoted=True,
    encoding="utf8",
)
FORMULARY_ID = "every drug"
GENERICS, BRANDS = 1, 2
_MARKET_FILE = re.compile(r"gap_market_\d{4}\.ya?ml")
_DRUGS_FILE = re.compile(r"market_drugs_\d{4}\.ya?ml")
_SOURCE = "CMS Landscape source files of {year}, from the replication data of Ericson 2014"
_EXPECTED = {
    "contract_id": (r"S\d{4}", "S and four digits"),
    "plan_id": (r"\d{3}", "three digits"),
    "plan_name": (r".+", "a name"),
    "monthly_premium": (r"\d{1,4}(\.\d{1,2})?", "dollars"),
    "deductible": (r"\d{1,4}(\.\d{1,2})?", "dollars"),
    "zero_premium_with_full_extra_help": (r"[01]", "0 or 1"),
}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Covered(_Model):
    """How much of the generics and of the brands a plan covers in the gap."""

    generics: Literal["all", "some", "none"]
    brands: Literal["all", "some", "none"]


class _MarketFile(_Model):
    """How the plans of a year are read."""

    plan_year: int
    coinsurance: str = Field(pattern=r"^0\.\d{1,4}$")
    initial_coverage_limit: str = Field(pattern=r"^\d{1,7}\.\d{2}$")
    gap_coverage: dict[str, _Covered]


class _DrugsFile(_Model):
    """The drugs of the market, and the year of their prices."""

    price_year: int
    drugs: list[Product] = Field(min_length=1)


_File = TypeVar("_File", bound=_Model)
_Row = dict[str, Any]


def is_gap_market(bundle: Bundle) -> bool:
    """Whether the bundle holds a market of plans without cost shares."""
    return _named(bundle, _MARKET_FILE) is not None


def read(bundle: Bundle, year: int, problems: Problems) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    """The tables and the manifest's facts. Raises SourceError with every problem of the files."""
    market, drugs = _parsed(bundle, _MARKET_FILE, _MarketFile, problems), _parsed(bundle, _DRUGS_FILE, _DrugsFile, problems)
    file = next((file for file in bundle.files if file.name == PLANS_FILE), None)
    if file is None:
        problems.add(at(bundle.path.name), f"a file {PLANS_FILE} beside the market's", "none")
    problems.refuse_if_any()
    assert market is not None
    assert drugs is not None
    assert file is not None, "problems would have been refused"
    if market.plan_year != year:
        problems.add(at(bundle.path.name, None, "plan_year"), str(year), str(market.plan_year))
    prices = average_prices(bundle, drugs.price_year, problems)
    plans = list(_plans(file, year, market, problems))
    for number, product in enumerate(drugs.drugs, 1):
        if product.listed_as not in prices:
            problems.add(at("market drugs", None, f"drugs.{number}.listed_as"), "a name of one row of the spending file", product.listed_as)
    problems.refuse_if_any()
    return _tables(plans, drugs, prices, to_basis_points(market.coinsurance)), _facts(len(plans), drugs.price_year, year)


def _named(bundle: Bundle, pattern: re.Pattern[str]) -> SourceFile | None:
    return next((file for file in bundle.files if pattern.fullmatch(file.name)), None)


def _parsed(bundle: Bundle, pattern: re.Pattern[str], model: type[_File], problems: Problems) -> _File | None:
    file = _named(bundle, pattern)
    if file is None:
        problems.add(at(bundle.path.name), f"a file {pattern.pattern}", "none")
        return None
    try:
        with file.open() as stream:
            return model.model_validate(parse_yaml_values(stream, DESIGNS))
    except Unfit as unfit:
        problems.add(at(file.name), unfit.expected, unfit.found)
    except ValidationError as refused:
        for found in refused.errors():
            problems.add(at(file.name, None, ".".join(map(str, found["loc"]))), found["msg"], str(found["input"]))
    except DAMAGED as error:
        problems.add(at(file.name), "a file that can be read to its end", str(error))
    return None


def _plans(file: SourceFile, year: int, market: _MarketFile, problems: Problems) -> Iterator[_Row]:
    """A row per plan of the year that can be read; the others go into ``problems``."""
    table = read_table(file, PLANS, problems)
    regions, seen = states_by_region(), set()
    for row in table.to_pylist() if table is not None else ():
        if row["plan_year"] != str(year):
            continue
        before = problems.count
        for column, (pattern, expected) in _EXPECTED.items():
            if not re.fullmatch(pattern, row[column]):
                problems.add(at(file.name, row["row"], column), expected, row[column] or "nothing")
        key, region = f"{row['contract_id']}-{row['plan_id']}-000", row["pdp_region"].zfill(2)
        _look_up(row, key in seen, region in regions, market, file, problems)
        seen.add(key)
        if problems.count == before:
            yield _plan_row(row, key, region, market)
    if not seen and table is not None:
        problems.add(at(file.name, None, "plan_year"), f"plans of {year}", "none")


def _look_up(row: _Row, again: bool, region: bool, market: _MarketFile, file: SourceFile, problems: Problems) -> None:
    """Refuse what names something that we don't know."""
    if again:
        problems.add(at(file.name, row["row"]), "a plan once", f"{row['contract_id']}-{row['plan_id']} again")
    if not region:
        problems.add(at(file.name, row["row"], "pdp_region"), "one of the 34 regions", row["pdp_region"])
    if row["gap_coverage"] not in market.gap_coverage:
        problems.add(at(file.name, row["row"], "gap_coverage"), "a wording of the market's file", row["gap_coverage"])
    if row["benefit_type"].upper() not in BenefitType.__members__:
        problems.add(at(file.name, row["row"], "benefit_type"), "a kind of benefit", row["benefit_type"])


def _plan_row(row: _Row, key: str, region: str, market: _MarketFile) -> _Row:
    premium, kind = to_cents(row["monthly_premium"]), BenefitType.from_key(row["benefit_type"])
    covered, helped = market.gap_coverage[row["gap_coverage"]], row["zero_premium_with_full_extra_help"] == "1"
    gap = {"all": GapCoverage.ALL, "some": GapCoverage.SOME, "none": GapCoverage.NONE}
    return {
        **{"plan_id": key, "name": row["plan_name"], "organization": row["organization"], "kind": int(PlanKind.PDP), "snp_type": ""},
        **{"premium": premium, "part_d_premium": premium},
        "part_d_basic_premium": premium if kind is not BenefitType.ENHANCED_ALTERNATIVE else None,
        **{"benefit_type": int(kind), "deductible": to_cents(row["deductible"])},
        "initial_coverage_limit": to_cents(market.initial_coverage_limit),
        **{"star_rating": "", "pdp_region": region, "formulary_id": FORMULARY_ID, "example": False},
        **{"low_income_premium": 0 if helped else None, "below_benchmark": helped},
        **{"gap_wording": row["gap_coverage"], "gap_generics": int(gap[covered.generics]), "gap_brands": int(gap[covered.brands])},
    }


def _facts(plans: int, price_year: int, year: int) -> dict[str, Any]:
    states = sorted(state for of in states_by_region().values() for state in of)
    return {
        "source": _SOURCE.format(year=year),
        "as_of": date(year, 1, 1).isoformat(),
        "prices_as_of": date(price_year, 12, 31).isoformat(),
        "price_source": PRICE_SOURCE.format(year=price_year),
        "covers": f"the {plans:,} stand-alone drug plans of {year} in the 50 states and the District of Columbia",
        "states": states,
        "example": False,
        "assumes": [Assumed.STANDARD_SHARES.key, Assumed.EVERY_DRUG_COVERED.key],
    }


def _tables(plans: list[_Row], drugs: _DrugsFile, prices: Mapping[str, int], coinsurance: int) -> dict[str, pa.Table]:
    import pyarrow as pa

    entries = sorted((f"{drugs.price_year}:{drug.key}", drug.tier, prices[drug.listed_as]) for drug in drugs.drugs)
    formulary = [
        {"formulary_id": FORMULARY_ID, "rxcui": key, "tier": tier, "prior_authorization": False, "step_therapy": False}
        | {"quantity_limit": 0, "quantity_limit_days": 0, "selected_drug": False}
        for key, tier, _ in entries
    ]
    plans = sorted(plans, key=lambda plan: str(plan["plan_id"]))
    regions = states_by_region()
    areas = [(plan["plan_id"], "state", state) for plan in plans for state in regions[plan["pdp_region"]]]
    shares = [row for plan in plans for row in _share_rows(plan, coinsurance)]
    tiers = [(plan["plan_id"], tier) for plan in plans for tier in (GENERICS, BRANDS)]
    text = pa.string()
    return {
        "plans": pa.Table.from_pylist(plans),
        "service_areas": pa.Table.from_pylist([dict(zip(("plan_id", "kind", "area"), area, strict=True)) for area in areas]),
        "counties": pa.table({name: pa.array([], text) for name in ("fips", "name", "state", "pdp_region", "ma_region")}),
        "formulary": pa.Table.from_pylist(formulary),
        "ndcs": pa.table({"ndc": pa.array([], text), "rxcui": pa.array([], text)}),
        "prices": pa.Table.from_pylist([{"plan_id": EVERYWHERE, "rxcui": key, "unit_price": price} for key, _, price in entries]),
        "tiers": pa.Table.from_pylist(
            [{"plan_id": plan_id, "tier": tier, "deductible_applies": True, "specialty": False} for plan_id, tier in tiers]
        ),
        "cost_shares": pa.Table.from_pylist(shares),
        "insulin": pa.Table.from_pylist(shares[:1]).drop_columns(["phase"]).slice(0, 0),
        "drugs": drug_table(drug_of(product, drugs.price_year) for product in drugs.drugs),
    }


def _share_rows(plan: _Row, coinsurance: int) -> Iterator[_Row]:
    """The standard share before the gap, and in the gap for the drugs that the plan covers there."""
    for tier, gap in ((GENERICS, plan["gap_generics"]), (BRANDS, plan["gap_brands"])):
        for phase in (Phase.INITIAL_COVERAGE, *((Phase.COVERAGE_GAP,) if gap == GapCoverage.ALL else ())):
            for days in DAYS:
                yield {
                    **{"plan_id": plan["plan_id"], "tier": tier, "phase": int(phase), "channel": int(Channel.STANDARD_RETAIL)},
                    **{"days": days, "kind": int(ShareKind.COINSURANCE), "amount": coinsurance, "minimum": NO_LIMIT, "maximum": NO_LIMIT},
                }
