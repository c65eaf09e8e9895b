"""Files of the whole country in the layout of CMS: real counties and regions, invented plans, drugs, shares and prices, of the real sizes.

Seeded and streaming: the same seed gives the same files, and none of them is ever held whole. Sizes are those of plan year 2026, second
quarter; ``price_share`` is the part of the 54 million price rows that is written (each plan then prices that part of its drugs).

    python -m benchmarks.national_files FOLDER [PRICE_SHARE]
"""

from __future__ import annotations

import io
import random
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from finder.paths import shipped
from finder.sources.cms.layout import COST, EXCLUDED, FORMULARY, INDICATION, INSULIN, LANDSCAPE, LOCATOR, PLAN, PRICE
from finder.sources.cms.text_files import Layout

YEAR, RELEASE = 2026, "PPUF_2026Q2"
PDP_A_REGION, MA_PLANS, COUNTIES_A_PLAN, SUPPRESSED = 12, 5_088, 22, 22
FORMULARIES, DRUGS, DRUGS_A_FORMULARY = 345, 6_200, 3_260
TIERS = 6
CODES = {"1": "30", "4": "60", "2": "90"}


class Place(NamedTuple):
    """A county: its code in these files, name, state and region of stand-alone plans."""

    code: str
    name: str
    state: str
    state_name: str
    region: str


class Offer(NamedTuple):
    """A plan: contract, plan and segment, its formulary, premium, deductible and where it serves."""

    ids: tuple[str, str, str]
    formulary: int
    premium: str
    deductible: int
    region: str
    counties: list[Place]
    suppressed: bool


def places() -> list[Place]:
    """Every county of the table of places whose state has a region."""
    import yaml
    from pyarrow import parquet

    geo = shipped("data") / "geo"
    states = {row["state"]: row["pdp_region"] for row in parquet.ParquetFile(geo / "states.parquet").read().to_pylist()}
    names = yaml.safe_load((shipped("data") / "states.yaml").read_text("utf-8"))
    found = parquet.ParquetFile(geo / "counties.parquet").read().to_pylist()
    return [
        Place(f"{number:05d}", row["name"], row["state"], names[row["state"]][0], states[row["state"]])
        for number, row in enumerate(found, 1)
        if states.get(row["state"])
    ]


def offers(counties: list[Place], chance: random.Random, stand_alone: Mapping[str, int] | None = None) -> list[Offer]:
    """The plans of the country, stand-alone ones by region and the others by runs of counties. ``stand_alone`` counts those of a region
    that shall have more or fewer than the others."""
    found = []
    for region in sorted({place.region for place in counties}):
        for number in range((stand_alone or {}).get(region, PDP_A_REGION)):
            ids = (f"S{1000 + int(region):04d}", f"{number + 1:03d}", "000")
            found.append(_offer(ids, region, [], chance))
    by_state: dict[str, list[Place]] = {}
    for place in counties:
        by_state.setdefault(place.state, []).append(place)
    for number in range(MA_PLANS):
        own = by_state[chance.choice(counties).state]
        first = chance.randrange(len(own))
        size = min(len(own), max(1, int(chance.expovariate(1 / (COUNTIES_A_PLAN * 1.15)))))
        ids = (f"H{number // 40 + 1:04d}", f"{number % 40 + 1:03d}", f"{chance.choice((0, 0, 0, 1)):03d}")
        found.append(_offer(ids, "", (own + own)[first : first + size], chance, number < SUPPRESSED))
    return found


def _offer(ids: tuple[str, str, str], region: str, where: list[Place], chance: random.Random, suppressed: bool = False) -> Offer:
    premium = f"{chance.choice((0, 0, chance.uniform(0, 120))):.2f}"
    return Offer(ids, chance.randrange(FORMULARIES), premium, chance.choice((0, 100, 300, 615)), region, where, suppressed)


def drugs() -> list[str]:
    """RxCUIs: those that the program can name, then invented ones."""
    from pyarrow import parquet

    known = parquet.ParquetFile(shipped("data") / "drug_names" / "names.parquet").read(["rxcui"])["rxcui"].to_pylist()
    return [*known, *(str(number) for number in range(5_000_000, 5_000_000 + DRUGS))][:DRUGS]


def listed(formulary: int, seed: int) -> list[tuple[int, int]]:
    """Drug and tier of each line of a formulary, by drug; the first drugs are on nearly all of them."""
    chance = random.Random(f"{seed}:{formulary}")
    common = DRUGS // 3
    chosen = [*range(common), *sorted(chance.sample(range(common, DRUGS), DRUGS_A_FORMULARY - common))]
    return [(drug, 1 + (drug * 7 + chance.randrange(3)) % TIERS) for drug in chosen]


def write_national(folder: Path, price_share: float = 0.1, seed: int = 1, stand_alone: Mapping[str, int] | None = None) -> Path:
    """Write the outer zip of nested zips and the Landscape into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    counties, codes = places(), drugs()
    plans = offers(counties, chance, stand_alone)
    with zipfile.ZipFile(folder / "SPUF_2026_20260701.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as outer:
        _member(outer, "geographic locator file", LOCATOR, _locator(counties))
        _member(outer, "plan information", PLAN, _plan_rows(plans))
        _member(outer, "basic drugs formulary file", FORMULARY, _formulary_rows(codes, seed))
        _member(outer, "beneficiary cost file", COST, _cost_rows(plans, chance))
        _member(outer, "insulin beneficiary cost file", INSULIN, _insulin_rows(plans))
        _member(outer, "excluded drugs formulary file", EXCLUDED, _excluded_rows(plans, codes))
        _member(outer, "indication based coverage formulary file", INDICATION, _indication_rows(plans, codes))
        _member(outer, "pricing file", PRICE, _price_rows(plans, codes, price_share, seed))
    _landscape(folder / "CY2026_Landscape_202609.csv", plans, counties)
    return folder


@contextmanager
def _inner(outer: zipfile.ZipFile, title: str) -> Iterator[io.TextIOBase]:
    name = f"{title}  {RELEASE}"
    with (
        outer.open(f"{name}.zip", "w", force_zip64=True) as stream,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as inner,
        inner.open(f"{name}.txt", "w", force_zip64=True) as member,
        io.TextIOWrapper(member, "cp1252", newline="", write_through=False) as text,
    ):
        yield text


def _member(outer: zipfile.ZipFile, title: str, layout: Layout, lines: Iterable[str]) -> None:
    """A file in a zip of its own. ``lines`` are whole lines, or several of them joined."""
    columns = [*layout.columns, *(column for column in layout.optional if column in _WRITTEN)]
    with _inner(outer, title) as text:
        text.write("|".join(columns) + "\r\n")
        for line in lines:
            text.write(line + "\r\n")


_WRITTEN = {"SELECTED_DRUG_YN", "RXCUI", "PRIOR_AUTH_YN", *INSULIN.optional}


def _locator(counties: list[Place]) -> Iterator[str]:
    for place in counties:
        yield "|".join((place.code, place.state_name, place.name, "01", "Region", place.region, "Region"))


def _plan_rows(plans: list[Offer]) -> Iterator[str]:
    for plan in plans:
        name = f"{plan.ids[0]} Invented Plan {plan.ids[1]}"
        facts = "|".join((*plan.ids, plan.ids[0], name, f"{26_000_000 + plan.formulary:08d}", plan.premium, str(plan.deductible)))
        for place in plan.counties or [None]:
            where = f" | |{place.state}|{place.code}" if place else f" |{plan.region}| | "
            yield f"{facts}|{where}|0|{'Y' if plan.suppressed else 'N'}"


def _formulary_rows(codes: list[str], seed: int) -> Iterator[str]:
    for formulary in range(FORMULARIES):
        for drug, tier in listed(formulary, seed):
            limit = f"Y|{30 + drug % 60}|30" if drug % 4 == 0 else "N| | "
            flags = f"{'Y' if drug % 9 == 0 else 'N'}|{'Y' if drug % 31 == 0 else 'N'}|N"
            yield f"{26_000_000 + formulary:08d}|1|{YEAR}|{codes[drug]}|{int(codes[drug]):011d}|{tier}|{limit}|{flags}"


def _cost_rows(plans: list[Offer], chance: random.Random) -> Iterator[str]:
    for plan in plans:
        if plan.suppressed:
            continue
        for tier in range(1, TIERS + 1):
            exempt = tier <= 2
            for level in ("0", "1") if exempt and plan.deductible else ("1",):
                for code, days in CODES.items():
                    shares = [_share(tier, int(days), extra) for extra in (0, 5 + chance.randrange(5), 0, 4)]
                    yield "|".join((*plan.ids, level, str(tier), code, *shares, "Y" if tier == TIERS else "N", "N" if exempt else "Y"))


def _share(tier: int, days: int, extra: int) -> str:
    return f"1|{(tier * 3 + extra) * days // 30:.2f}|0.00|0.00" if tier <= 3 else f"2|{0.2 + tier / 100 + extra / 100:.2f}|0.00|0.00"


def _insulin_rows(plans: list[Offer]) -> Iterator[str]:
    for plan in plans:
        for tier in () if plan.suppressed else (2, 3, 4):
            for code, days in CODES.items():
                copay = f"{35 * int(days) // 30:.2f}"
                yield "|".join((*plan.ids, str(tier), code, copay, copay, copay, " ", "0.25", "0.25", " ", " "))


def _excluded_rows(plans: list[Offer], codes: list[str]) -> Iterator[str]:
    for number, plan in enumerate(plans):
        for drug in range(5 if number % 2 else 0):
            yield "|".join((*plan.ids[:2], "4", "1", "6", "30", "N", "N", codes[-1 - drug], "N"))


def _indication_rows(plans: list[Offer], codes: list[str]) -> Iterator[str]:
    for number, plan in enumerate(plans[:397]):
        yield "|".join((*plan.ids[:2], codes[number % 10], "Plaque psoriasis"))


def _price_rows(plans: list[Offer], codes: list[str], share: float, seed: int) -> Iterator[str]:
    """A plan's rows at a time, in the order of the real file: plan, NDC, days."""
    chance = random.Random(seed)
    base = [chance.lognormvariate(0.5, 2.0) for _ in codes]
    lines = {formulary: [drug for drug, _ in listed(formulary, seed)] for formulary in range(FORMULARIES)}
    for number, plan in enumerate(plans):
        if plan.suppressed:
            continue
        key, factor = "|".join(plan.ids), 0.8 + (number * 37 % 100) / 250
        own = lines[plan.formulary]
        own = own if share >= 1 else own[: max(1, int(len(own) * share))]
        rows = []
        for drug in own:
            price, ndc = min(max(base[drug] * factor, 0.001), 21_000), f"{int(codes[drug]):011d}"
            rows += [f"{key}|{ndc}|30|{price:.4f}", f"{key}|{ndc}|60|{price:.4f}", f"{key}|{ndc}|90|{price * 0.97 + 0.0001:.4f}"]
        yield "\r\n".join(rows)


def _landscape(path: Path, plans: list[Offer], counties: list[Place]) -> None:
    states = {place.region: (place.state, place.state_name) for place in counties}
    with path.open("w", encoding="cp1252", newline="") as stream:
        stream.write(",".join(f'"{column}"' for column in LANDSCAPE.columns) + "\r\n")
        for plan in plans:
            if plan.suppressed:
                continue
            where = [(place.state, place.state_name, place.name) for place in plan.counties] or [(*states[plan.region], "All Counties")]
            for state, state_name, county in where:
                facts = {
                    **{"contract_year": str(YEAR), "category": "MA-PD" if plan.counties else "PDP", "state": state},
                    **{"state_territory_name": state_name, "county_name": county, "contract_id": plan.ids[0], "plan_id": plan.ids[1]},
                    **{"segment_id": str(int(plan.ids[2])), "organization": f"Invented {plan.ids[0]}", "part_d": "Yes"},
                    **{"benefit_type": "Enhanced Alternative", "basic_premium": f"${plan.premium} ", "total_premium": f"${plan.premium} "},
                    **{"supplemental_premium": "$0.00 ", "consolidated_premium": f"${plan.premium} ", "star_rating": "4.0"},
                    **{"below_benchmark": "Yes", "sanctioned": "No", "low_income_premium": "$0.00 ", "low_income_benchmark": "$21.72 "},
                }
                stream.write(",".join(facts.get(LANDSCAPE.key(column), "Not Applicable") for column in LANDSCAPE.columns) + "\r\n")


if __name__ == "__main__":
    print(write_national(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.1))
