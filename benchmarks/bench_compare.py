"""The main job: one list against every plan, ranked, and with every ledger; its parts alone; ``finder compare`` from a cold process."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from finder.adjudication.plan_year import YearAtPlan
from finder.documents.comparison import comparison_document
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.questions.plans.compare import compare_plans, year_of_plans
from finder.sources.catalog.reading import MarketCatalog, open_catalog

ROUNDS = 15
# six drugs of the slice, brands and generics, two of them negotiated: rxcui, units a fill, days
MIXED = [("617311", 30), ("1364447", 60), ("861007", 60), ("1545664", 30), ("314076", 30), ("2619154", 3)]
GENERICS = [("617311", 30), ("861007", 60), ("314076", 30), ("197361", 30), ("314200", 30), ("310431", 90)]


def milliseconds(call: Callable[[], object], rounds: int = ROUNDS, clock: Callable[[], float] = time.perf_counter) -> str:
    """Median, least and greatest of some rounds after a warm-up, in milliseconds. ``clock``: ``time.process_time`` for processor time."""
    call()
    times = []
    for _ in range(rounds):
        start = clock()
        call()
        times.append((clock() - start) * 1000)
    return f"median {statistics.median(times):.1f} ms ({min(times):.1f} to {max(times):.1f}, {rounds} runs)"


def prescriptions(catalog: MarketCatalog, drugs: list[tuple[str, int]]) -> list[Prescription]:
    """The list of a benchmark, monthly fills."""
    found = [(catalog.drug(rxcui), quantity) for rxcui, quantity in drugs]
    return [Prescription(drug, quantity * 1000, 30) for drug, quantity in found if drug is not None]


def all_plans(catalog: MarketCatalog, member: Member, drugs: list[Prescription]) -> tuple[int, Callable[[], Any]]:
    """How many plans the catalog has in all its counties, and a call that sums the year of the list at each of them."""
    counties = {county.fips: county for zip_code in _ZIPS for county in catalog.counties(zip_code)}
    plans = {plan.plan_id: plan for county in counties.values() for plan in catalog.plans_serving(county)}
    formulary = catalog.formulary(list(plans), [drug.drug.rxcui for drug in drugs])
    shared = year_of_plans(catalog, member, drugs)
    return len(plans), lambda: [YearAtPlan(shared, plan, formulary).cost() for plan in plans.values()]


# one ZIP in each county of Massachusetts
_ZIPS = ["02601", "01201", "02780", "02568", "01970", "01301", "01103", "01060", "02139", "02554", "02169", "02360", "02108", "01604"]


def main() -> None:
    """Measure and print."""
    catalog = open_catalog(2026)
    county = catalog.counties("01604")[0]
    everyone = Member("01604", county, date(2026, 1, 1), plan_kinds=tuple(PlanKind))
    for label, drugs in (("mixed list of 6", prescriptions(catalog, MIXED)), ("generics list of 6", prescriptions(catalog, GENERICS))):
        for subsidy in (LowIncomeSubsidy.NONE, LowIncomeSubsidy.FULL_OTHER):
            member = Member("01604", county, date(2026, 1, 1), subsidy, plan_kinds=tuple(PlanKind))
            plans, summed = all_plans(catalog, member, drugs)

            def ledgers(summed: Callable[[], Any] = summed) -> int:
                return sum(len(cost.ledger.rows) for cost in summed())

            print(f"  {label}, {plans} plans, Extra Help {subsidy.key}, sums: {milliseconds(summed)}")
            print(f"  the same with the full ledgers of {ledgers()} claims: {milliseconds(ledgers)}")
    drugs = prescriptions(catalog, MIXED)
    print(f"  whole comparison, Worcester County, warm: {milliseconds(lambda: compare_plans(catalog, everyone, drugs))}")
    plan_ids, rxcuis = [plan.plan_id for plan in catalog.plans_serving(county)], [drug.drug.rxcui for drug in drugs]
    print(f"  of it, reading the formulary and prices: {milliseconds(lambda: catalog.formulary(plan_ids, rxcuis))}")
    print(f"  of it, reading the plans of a county again: {milliseconds(lambda: catalog.plans_serving(county))}")
    print(f"  of it, six middle prices: {milliseconds(lambda: [catalog.median_unit_price(rxcui) for rxcui in rxcuis])}")
    print(f"  of it, one drug look-up: {milliseconds(lambda: catalog.find_drugs('metforman'))}")
    answer = "the whole comparison and its answer as JSON, every drug and month of every plan"
    print(f"  {answer}: {milliseconds(lambda: json.dumps(comparison_document(compare_plans(catalog, everyone, drugs))))}")
    cold()


def cold() -> None:
    """``finder compare`` on the README's example, a fresh process each time."""
    example = Path(__file__).parent.parent / "docs" / "examples" / "worcester.json"
    command = [sys.executable, "-m", "finder.cli", "compare", str(example)]
    print(f"  cold process: {milliseconds(lambda: subprocess.run(command, check=True, capture_output=True), 7)}")


if __name__ == "__main__":
    main()
