"""Seeded random years through the engine and the oracle: ``python -m tests.properties.random_years --count 14000``.

Every seed is one document: its plan year, level, design and fills come from it alone, so that a seed found today can be run tomorrow. It
prints how many years agree to the cent in every payer, phase and running total, and the rest in groups, each by what the first claim that
differs has in it, with its years, levels, seeds and the smallest document that was found for one of them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))  # the tests here are not a package

import oracle
from scenarios import FIRST, LAST, a_scenario

from finder.documents.adjudicate import answer as adjudicate
from finder.domain.claim import PAYERS
from finder.domain.errors import Refusal

Document = dict[str, Any]
OPTIONAL = ("solid_oral", "other_payer", "dispensing_fee", "usual_and_customary", "paid_outside", "covered", "selected_drug")


class Difference(NamedTuple):
    """The first claim of a year in which the engine and the oracle differ."""

    index: int
    flags: tuple[str, ...]
    engine: str
    law: str


class Found(NamedTuple):
    """A seed whose year differs."""

    seed: int
    year: int
    level: str
    difference: Difference


def document_of(seed: int) -> Document:
    """The document of a seed: plan years take turns, the rest is random."""
    return a_scenario(random.Random(seed), FIRST + seed % (LAST - FIRST + 1), 4, 14)


def difference(document: Document) -> Difference | None:
    """The first claim that differs, or None if every payer, phase and running total agrees to the cent."""
    fills = sorted(document["fills"], key=lambda fill: str(fill["date"]))
    wanted = oracle.adjudicate(document)["claims"]
    try:
        answer = adjudicate(document)
    except Refusal as refusal:
        why = "no share for a length" if "cost share for tier" in str(refusal) else "for another reason"
        return Difference(-1, (f"refused, {why}",), str(refusal)[:300], "answered")
    assert isinstance(answer, dict)
    for index, (fill, claim, law) in enumerate(zip(fills, answer["claims"], wanted, strict=True)):
        if rows(fill, claim) != rows(fill, law):
            return Difference(index, flags(document, fill, law), text(claim), text(law))
    return None


def rows(fill: Document, claim: Document) -> tuple[Any, ...]:
    """A claim as plain values. The phase of a purchase without the plan is left out: the law leaves it open."""
    outside = bool(fill.get("paid_outside"))
    parts = [(*(Fraction(part[key]) for key in ("amount", *PAYERS)), "" if outside else part["phase"]) for part in claim["segments"]]
    running = {key: value if key == "phase" else Fraction(value) for key, value in claim["accumulators"].items()}
    return [part for part in parts if part[0]], running


def text(claim: Document) -> str:
    """A claim on one line."""
    parts = []
    for part in claim["segments"]:
        paid = [f"{payer} {float(part[payer]):.2f}" for payer in PAYERS if float(part[payer])]
        parts += [f"{part['phase']} {float(part['amount']):.2f}: {', '.join(paid)}"] if float(part["amount"]) else []
    now = claim["accumulators"]
    running = ", ".join(f"{key} {float(now[key]):.2f}" for key in ("gross_drug_cost", "troop", "deductible_met"))
    return " | ".join(parts) + f" -> {running}"


def flags(document: Document, fill: Document, claim: Document) -> tuple[str, ...]:
    """What is special about the claim by law."""
    year, level = document["plan_year"], document["member"]["low_income_subsidy"]
    design = document["design"] if isinstance(document["design"], dict) else {"tiers": {}}
    tier, insulins = design["tiers"].get(str(fill["tier"]), {}), design.get("insulin") or {}
    own_insulin = fill.get("insulin") and (insulins.get(str(fill["tier"])) or insulins.get("all"))
    phases = {part["phase"] for part in claim["segments"] if part["amount"]}
    gap = "coverage_gap" in phases
    found = []
    if gap and tier.get("coverage_gap") and fill["brand"] and level == "none" and year >= 2011:
        found.append("brand, own gap coverage" + (", fee" if fill.get("dispensing_fee") else ""))
    if year == 2023 and (fill.get("insulin") or fill.get("vaccine")) and phases - {"catastrophic"}:
        found.append("2023 insulin" if fill.get("insulin") else "2023 vaccine")
    if own_insulin and gap and year >= 2023:
        found.append("own insulin share in the gap")
    if fill["channel"] == "out_of_network" and fill.get("usual_and_customary") is not None:
        higher = Fraction(fill["usual_and_customary"]) > Fraction(fill["negotiated_price"])
        found.append("out of network, usual price " + ("higher" if higher else "not higher"))
    tables = [table for table in (tier.get("initial_coverage"), gap and tier.get("coverage_gap"), own_insulin) if table]
    if length := length_flag(fill, [table[fill["channel"]] for table in tables]):
        found.append(length)
    others = [key for key in ("paid_outside", "other_payer", "selected_drug", "dispensing_fee") if fill.get(key)]
    return tuple(found or others) or ("none of the known",)


def length_flag(fill: Document, tables: list[Document]) -> str:
    """What is special about the fill's length; empty if it has its own column."""
    days = fill["days_supply"]
    if (not tables and not fill.get("insulin")) or days == 30:
        return ""
    if days < 28:
        return "short fill that is no tablet" if fill.get("insulin") or fill.get("vaccine") else "1-27 days"
    if days in (60, 90):
        return "60 or 90 days without that column" if any(str(days) not in table for table in tables) else ""
    if days < 32:
        return "31 days" if days == 31 else "28-29 days"
    return "32-93 days" if days < 94 else "94 days or more"


def smallest(document: Document) -> Document:
    """The document without the fills and fields that the difference doesn't need."""
    wanted = difference(document)
    if wanted is None:
        return document
    last = wanted.index + 1 or len(document["fills"])
    document = deepcopy({**document, "fills": sorted(document["fills"], key=lambda fill: str(fill["date"]))[:last]})

    def still(changed: Document) -> bool:
        found = difference(changed)
        return found is not None and found.flags == wanted.flags

    for index in reversed(range(len(document["fills"]))):
        fewer = {**document, "fills": [fill for place, fill in enumerate(document["fills"]) if place != index]}
        document = fewer if still(fewer) else document
    for key in OPTIONAL:
        barer = {**document, "fills": [{name: value for name, value in fill.items() if name != key} for fill in document["fills"]]}
        document = barer if still(barer) else document
    if isinstance(document["design"], dict):
        used = {str(fill["tier"]) for fill in document["fills"]}
        tiers = {tier: said for tier, said in document["design"]["tiers"].items() if tier in used}
        document = {**document, "design": {**document["design"], "tiers": tiers}}
    return document


def run(seeds: range) -> list[Found]:
    """The seeds in a range whose years differ."""
    found = []
    for seed in seeds:
        document = document_of(seed)
        if differs := difference(document):
            found.append(Found(seed, document["plan_year"], document["member"]["low_income_subsidy"], differs))
    return found


def in_parallel(first: int, count: int, workers: int) -> Iterator[Found]:
    """Every difference among ``count`` seeds from ``first`` on."""
    chunks = [range(start, min(start + 100, first + count)) for start in range(first, first + count, 100)]
    with ProcessPoolExecutor(workers) as pool:
        for found in pool.map(run, chunks):
            yield from found


def report(found: Iterable[Found], count: int, seconds: float, examples: int) -> str:
    """The count, and the differences by group, largest first."""
    differing = sorted(found)
    lines = [f"{count - len(differing):,} of {count:,} random years agree to the cent in every payer ({seconds:.0f} s)."]
    groups: dict[tuple[str, ...], list[Found]] = {}
    for one in differing:
        groups.setdefault(one.difference.flags, []).append(one)
    for key, members in sorted(groups.items(), key=lambda item: -len(item[1])):
        years = sorted({one.year for one in members})
        levels = Counter(one.level for one in members)
        lines.append(f"\n{len(members):,} x {'; '.join(key)}")
        lines.append(f"  years {', '.join(map(str, years))}")
        lines.append(f"  levels {', '.join(f'{level} {times}' for level, times in levels.most_common())}")
        lines.append(f"  seeds {', '.join(str(one.seed) for one in members[:12])}")
        for one in members[:examples]:
            document = smallest(document_of(one.seed))
            least = difference(document) or one.difference
            lines.append(f"  seed {one.seed}, {one.year}, {one.level}: engine {least.engine}")
            lines.append(f"    law {least.law}")
            lines.append(f"    {json.dumps(document)}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Random years through the engine and the oracle, side by side.")
    parser.add_argument("--count", type=int, default=14_000, help="how many years")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="how many processes")
    parser.add_argument("--examples", type=int, default=1, help="smallest documents shown for each group")
    given = parser.parse_args()
    started = time.monotonic()
    found = list(in_parallel(given.first, given.count, given.workers))
    print(report(found, given.count, time.monotonic() - started, given.examples))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
