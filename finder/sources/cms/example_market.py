"""A market of example designs at real average prices, from the designs file and the Part D drug spending file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from finder.domain.benefit import NO_LIMIT, BenefitType, Channel, Phase, ShareKind
from finder.domain.market import Drug, PlanKind
from finder.domain.money import QUANTITY_SCALE, UNIT_PRICE_SCALE, scaled, to_basis_points, to_cents
from finder.sources.catalog.map_contents import DAYS
from finder.sources.catalog.places import read_places
from finder.sources.cms.bundle import Bundle, SourceFile
from finder.sources.cms.drug_table import drug_table
from finder.sources.cms.text_files import Layout, Problems, at, read_table
from finder.sources.names.drug_names import measured

if TYPE_CHECKING:
    import pyarrow as pa

    from finder.sources.cms.example_designs import Design, DesignsFile, Product, Share

SPENDING = Layout(
    "Part D drug spending file",
    (
        *("brand_name", "generic_name", "year", "claim_count", "beneficiary_count", "unit_count", "total_spending"),
        *("average_cost_per_unit_weighted", "beneficiary_count_no_lis", "average_beneficiary_cost_share_no_lis"),
        *("beneficiary_count_lis", "average_beneficiary_cost_share_lis"),
    ),
    delimiter=",",
    quoted=True,
    encoding="utf8",
)
PRICE_SOURCE = "CMS Part D drug spending {year}: average cost of a unit over all plans, strengths and forms averaged together"
SPENDING_FILE = "spending_by_drug.csv"
FORMULARY_ID = "example"
_DESIGNS_FILE = re.compile(r"example_designs_\d{4}\.ya?ml")


def _designs_file(bundle: Bundle) -> SourceFile | None:
    return next((file for file in bundle.files if _DESIGNS_FILE.fullmatch(file.name)), None)


def is_example(bundle: Bundle) -> bool:
    """Whether the bundle holds a file of example designs."""
    return _designs_file(bundle) is not None


def read(bundle: Bundle, year: int, problems: Problems) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    """The tables and the manifest's facts. Raises SourceError with every problem of both files."""
    from finder.sources.cms.example_designs import parse_designs

    file = _designs_file(bundle)
    assert file is not None, "is_example said so"
    designs = parse_designs(file, year, problems)
    prices = average_prices(bundle, year, problems)
    problems.refuse_if_any()
    assert designs is not None, "problems would have been refused"
    for number, product in enumerate(designs.drugs, 1):
        if product.listed_as not in prices:
            where = at(file.name, None, f"drugs.{number}.listed_as")
            problems.add(where, f"a name of one row of {SPENDING_FILE} for {year}", product.listed_as)
    problems.refuse_if_any()
    return _tables(designs, prices, year), _facts(designs, year)


def average_prices(bundle: Bundle, year: int, problems: Problems) -> dict[str, int]:
    """Name -> average unit price in hundred-thousandths of a dollar, for names with exactly one row in the year."""
    file = next((file for file in bundle.files if file.name == SPENDING_FILE), None)
    if file is None:
        problems.add(at(bundle.path.name), f"a file {SPENDING_FILE} beside the designs", "none")
        return {}
    table = read_table(file, SPENDING, problems)
    if table is None:
        return {}
    found: dict[str, list[int]] = {}
    columns = ("row", "brand_name", "year", "average_cost_per_unit_weighted")
    for row, name, of, cost in zip(*(table[column].to_pylist() for column in columns), strict=True):
        if of != str(year):
            continue
        try:
            found.setdefault(name, []).append(scaled(cost, UNIT_PRICE_SCALE, unit="dollars a unit"))
        except ValueError as error:
            problems.add(at(file.name, row, "average_cost_per_unit_weighted"), str(error), cost or "nothing")
    return {name: prices[0] for name, prices in found.items() if len(prices) == 1 and prices[0] > 0}


def _facts(designs: DesignsFile, year: int) -> dict[str, Any]:
    return {
        "source": f"example designs for {year}, not real plans, at the average prices of CMS Part D drug spending {year}",
        "as_of": date(year, 1, 1).isoformat(),
        "prices_as_of": date(year, 12, 31).isoformat(),
        "price_source": PRICE_SOURCE.format(year=year),
        "covers": f"{len(designs.designs)} example designs for {year}, in every state",
        "states": sorted(set(read_places().states.values())),
        "example": True,
    }


def drug_of(product: Product, year: int) -> Drug:
    """The product of a market at the average prices of a year."""
    package_form, _ = measured(product.form)
    name = f"{product.brand} ({product.ingredient})" if product.brand else product.ingredient
    return Drug(
        rxcui=f"{year}:{product.key}",
        name=f"{name} {product.form.lower()}, average of all strengths",
        ingredient=product.ingredient,
        brand=product.brand,
        strength="average of all strengths",
        form=product.form,
        package_form=package_form,
        unit=product.unit,
        units_per_package=scaled(product.package, QUANTITY_SCALE, unit="units") if product.package else None,
        insulin=product.insulin,
        vaccine=False,
        weekly=product.weekly,
    )


def _tables(designs: DesignsFile, prices: Mapping[str, int], year: int) -> dict[str, pa.Table]:
    import pyarrow as pa

    entries = sorted((f"{year}:{product.key}", product.tier, prices[product.listed_as]) for product in designs.drugs)
    plans = sorted(designs.designs, key=lambda design: design.plan_id)
    formulary = [
        {"formulary_id": FORMULARY_ID, "rxcui": key, "tier": tier, "prior_authorization": False, "step_therapy": False}
        | {"quantity_limit": 0, "quantity_limit_days": 0, "selected_drug": False}
        for key, tier, _ in entries
    ]
    priced = [{"plan_id": plan.plan_id, "rxcui": key, "unit_price": price} for key, _, price in entries for plan in plans]
    shares = [row for plan in plans for row in _share_rows(plan, designs.channels)]
    text = pa.string()
    return {
        "plans": pa.Table.from_pylist([_plan_row(plan, designs.organization) for plan in plans]),
        "service_areas": pa.table(
            {"plan_id": [plan.plan_id for plan in plans], "kind": ["nation"] * len(plans), "area": [""] * len(plans)}
        ),
        "counties": pa.table({name: pa.array([], text) for name in ("fips", "name", "state", "pdp_region", "ma_region")}),
        "formulary": pa.Table.from_pylist(formulary),
        "ndcs": pa.table({"ndc": pa.array([], text), "rxcui": pa.array([], text)}),
        "prices": pa.Table.from_pylist(priced),
        "tiers": pa.Table.from_pylist([row for plan in plans for row in _tier_rows(plan)]),
        "cost_shares": pa.Table.from_pylist(shares),
        "insulin": pa.Table.from_pylist(shares[:1]).drop_columns(["phase"]).slice(0, 0),
        "drugs": drug_table(drug_of(product, year) for product in designs.drugs),
    }


def _plan_row(design: Design, organization: str) -> dict[str, Any]:
    premium = to_cents(design.premium)
    basic = int(BenefitType.ENHANCED_ALTERNATIVE) != BenefitType.from_key(design.benefit_type)
    return {
        "plan_id": design.plan_id,
        "name": design.name,
        "organization": organization,
        "kind": int(PlanKind.PDP),
        "snp_type": "",
        "premium": premium,
        "part_d_premium": premium,
        "part_d_basic_premium": premium if basic else None,
        "benefit_type": int(BenefitType.from_key(design.benefit_type)),
        "deductible": to_cents(design.deductible),
        "initial_coverage_limit": to_cents(design.initial_coverage_limit),
        "star_rating": "",
        "pdp_region": "",
        "formulary_id": FORMULARY_ID,
        "example": True,
    }


def _tier_rows(design: Design) -> Iterator[dict[str, Any]]:
    for number, tier in sorted(design.tiers.items()):
        yield {"plan_id": design.plan_id, "tier": number, "deductible_applies": tier.deductible_applies, "specialty": False}


def _share_rows(design: Design, channels: Sequence[str]) -> Iterator[dict[str, Any]]:
    for number, tier in sorted(design.tiers.items()):
        for phase, share in ((Phase.INITIAL_COVERAGE, tier.initial_coverage), (Phase.COVERAGE_GAP, tier.coverage_gap)):
            if share is None:
                continue
            for channel in sorted(int(Channel.from_key(key)) for key in channels):
                for days in DAYS:
                    where = {"plan_id": design.plan_id, "tier": number, "phase": int(phase), "channel": channel, "days": days}
                    yield where | _amounts(share, days // DAYS[0])


def _amounts(share: Share, months: int) -> dict[str, int]:
    if share.copay is not None:
        return {"kind": int(ShareKind.COPAY), "amount": to_cents(share.copay) * months, "minimum": NO_LIMIT, "maximum": NO_LIMIT}
    return {
        "kind": int(ShareKind.COINSURANCE),
        "amount": to_basis_points(share.coinsurance or ""),
        "minimum": NO_LIMIT,
        "maximum": NO_LIMIT,
    }
