"""``finder batch`` against ``finder compare``: every field that both have, as text, for random people whose requests use every field.

    python -m benchmarks.batch_equals_compare [MEMBERS] [SEED] [batch options ...]     # 1,000 people where none is given

Also that one member alone gets the rows that it gets among all. Exit code 1 if anything differs.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyarrow import parquet

from benchmarks.processes import finder, measured
from finder.documents.compare_request import read_request
from finder.documents.comparison import answer_compare
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.choosing import SpecialNeed
from finder.domain.errors import Refusal, SourceError
from finder.domain.market import PlanKind
from finder.domain.population import Recipe
from finder.sources.catalog.reading import open_catalog, open_catalog_at

YEAR, STATE = 2026, "MA"
ALONE = 10
_LINES = ("atorvastatin 40 mg once a day", "Eliquis 5 mg twice a day", "metformin 500 mg twice a day", "lisinopril 20 mg daily")
Row = dict[str, Any]


def people(count: int, seed: int) -> Iterator[Row]:
    """Requests of ``finder compare`` with a label each: people of ``finder population``, with the other fields drawn too."""
    from finder.documents.population import drawn

    chance = random.Random(seed)
    for person in drawn(open_catalog(YEAR), STATE, Recipe(seed, count)).people:
        member = person.member
        drugs = [
            {"rxcui": taken.drug.rxcui, "quantity": f"{taken.quantity / 1000:g}", "days_supply": taken.days_supply}
            for taken in person.prescriptions
        ]
        given = {
            "member": person.label,
            "plan_year": YEAR,
            "zip": member.zip_code,
            "county": member.county.fips,
            "current_plan": member.current_plan,
            "prescriptions": [_varied(drug, chance) for drug in drugs],
        }
        yield {name: value for name, value in (given | _circumstances(chance)).items() if value is not None}


def _varied(drug: Row, chance: random.Random) -> Row:
    """The drug with another supply, with days of its fills, or in somebody's words."""
    days, units = drug["days_supply"], Decimal(drug["quantity"])
    match chance.randrange(24):
        case 0:
            return {**drug, "quantity": str(3 * units), "days_supply": 3 * days}
        case 1:
            return {**drug, "quantity": f"{max(units / 2, Decimal(1)):f}", "days_supply": max(days // 2, 1)}
        case 2:
            return {**drug, "fills_per_year": chance.randint(1, 12)}
        case 3:
            return {**drug, "dates": sorted(f"{YEAR}-{chance.randint(9, 12):02d}-{chance.randint(1, 28):02d}" for _ in range(3))}
        case 4:
            return {"name": chance.choice(_LINES)}
    return drug


def _circumstances(chance: random.Random) -> Row:
    """Fields of a request other than place and drugs; None: left out."""
    start = chance.choice([1, 1, 1, chance.randint(2, 12)])
    spent = chance.choice([None, None, chance.randint(0, 6_200)]) if start == 1 else None
    return {
        "coverage_start": f"{YEAR}-{start:02d}-01",
        "low_income_subsidy": chance.choice([None, None, *(level.key for level in LowIncomeSubsidy)]),
        "uncovered_months": chance.choice([None, chance.randint(0, 200)]),
        "income_bracket": chance.choice([None, None, chance.randint(0, 5)]),
        "channels": chance.choice([None, chance.sample([channel.key for channel in Channel], chance.randint(1, 3))]),
        "plan_kinds": chance.choice([None, None, [kind.label for kind in PlanKind]]),
        "special_needs": chance.choice([None, None, [], [need.key for need in SpecialNeed][:1]]),
        "fill_order": chance.choice([None, "as_listed"]),
        "year_to_date": None if spent is None else {"gross_drug_cost": f"{spent}.00", "troop": f"{spent // 3}.00"},
        "skip_uncovered": chance.choice([None, True]),
        "today": chance.choice([f"{YEAR - 1}-11-03", f"{YEAR}-07-15", f"{YEAR}-11-27"]),
    }


def answered_by_compare(request: Row) -> Row | None:
    """What ``finder compare`` answers; None where it refuses."""
    try:
        asked = read_request({name: value for name, value in request.items() if name != "member"})
        return answer_compare(open_catalog_at(asked.plan_year, asked.zip, asked.county), asked)
    except (Refusal, SourceError):
        return None


def shared(row: Row, document: Row) -> Iterator[tuple[str, object, object]]:
    """The fields of a row that a document has too: name, the row's value and the document's."""
    for name in row.keys() & document.keys():
        found, expected = row[name], document[name]
        if name == "not_covered":
            expected = [drug["drug"] for drug in expected]
        yield name, str(found) if isinstance(found, Decimal) or (name in ("from", "until") and found) else found, expected


def differences(label: str, plans: list[Row], person: Row, document: Row) -> list[str]:
    """Every field that differs, in words, and how many were compared as the last word of the first line."""
    found = [f"member {label}: {len(plans)} plans, {len(document['plans'])}"] if len(plans) != len(document["plans"]) else []
    advice = {**document["recommendation"], **(document["can_be_chosen"] or {}), **document["county"]}
    advice |= {name: document[name] for name in ("months_covered", "low_income_subsidy", "not_counted")}
    advice |= {"county": document["county"]["name"], "plan_year": document["catalog"]["plan_year"]}
    pairs = [("", person, advice), *((row["plan_id"], row, of) for row, of in zip(plans, document["plans"], strict=False))]
    for plan, row, of in pairs:
        found += [f"member {label} {plan} {name}: {a!r}, {b!r}" for name, a, b in shared(row, of) if a != b]
    return found


def batch(folder: Path, name: str, requests: list[Row], options: list[str]) -> tuple[dict[str, list[Row]], dict[str, Row]]:
    """The rows of every member, of plans and of people."""
    members, plans, summary = (folder / f"{name}.{ending}" for ending in ("jsonl", "plans.parquet", "people.parquet"))
    members.write_text("".join(json.dumps(request) + "\n" for request in requests), encoding="utf-8")
    measured(finder("batch", str(members), "--out", str(plans), "--summary", str(summary), *options))
    of: dict[str, list[Row]] = {}
    for row in parquet.read_table(plans).to_pylist():
        of.setdefault(row["member"], []).append(row)
    return of, {row["member"]: row for row in parquet.read_table(summary).to_pylist()}


def main(count: int, seed: int, options: list[str]) -> int:
    """Compare and print; 1 if anything differs."""
    requests = list(people(count, seed))
    with tempfile.TemporaryDirectory() as folder:
        plans, summary = batch(Path(folder), "all", requests, options)
        found: list[str] = []
        for request in requests:
            label, document = request["member"], answered_by_compare(request)
            if (document is None) != (label not in summary):
                found.append(f"member {label}: answered by {'batch' if document is None else 'compare'} alone")
            elif document is not None:
                found += differences(label, plans[label], summary[label], document)
        for request in [one for one in requests if one["member"] in summary][:ALONE]:
            label = request["member"]
            alone = batch(Path(folder), "one", [request], options)
            found += [f"member {label}: other rows alone"] if alone[0][label] != plans[label] else []
    rows = sum(map(len, plans.values()))
    print(f"{count:,} people, {len(summary):,} answered, {rows:,} rows of plans; {len(found)} differences")
    print("\n".join(found[:40]))
    return bool(found)


if __name__ == "__main__":
    given = sys.argv[1:]
    numbers = [int(text) for text in given if text.isdigit()]
    sys.exit(main(*(numbers + [1_000, 7][len(numbers) :])[:2], [text for text in given if not text.isdigit()]))
