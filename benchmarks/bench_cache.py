"""Which answers take long enough to be kept, each fresh, and the one that is kept; what the cache costs by itself."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.bench_compare import MIXED, milliseconds, prescriptions
from finder.cache import ResultCache, from_integers
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.member import Member
from finder.domain.what_if import ChangePrice
from finder.parameters import version
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.fill_timing import fill_timing
from finder.questions.plans.helped_plans import helped_plans
from finder.questions.plans.how_sure import how_sure
from finder.questions.plans.kept_certainty import kept_how_sure
from finder.questions.plans.what_if import generic_savings, what_if
from finder.sources.catalog.reading import open_catalog

MORE = [("197361", 30), ("314200", 30), ("310431", 90), ("309362", 30)]
ROUNDS = 500


def microseconds(call: Callable[[int], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Median and 99th percentile of ``call(round)``, in microseconds."""
    times = []
    for number in range(rounds):
        start = time.perf_counter()
        call(number)
        times.append((time.perf_counter() - start) * 1e6)
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def import_milliseconds(module: str) -> float:
    """Median wall time of importing a module in a fresh interpreter, less that of the bare interpreter."""

    def spent(code: str) -> float:
        return microseconds(lambda _: subprocess.run([sys.executable, "-c", code], check=True), rounds=7)[0] / 1000

    return spent(f"import {module}") - spent("pass")


def main() -> None:
    """Measure and print."""
    print(f"  import finder.cache {import_milliseconds('finder.cache'):.0f} ms")

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "cache")
        ResultCache.open(place).close()
        opened, _ = microseconds(lambda _: ResultCache.open(place).close(), rounds=50)
        print(f"  open {opened / 1000:.1f} ms")
        cache = ResultCache.open(place)
        value = from_integers(random.Random(1).choices(range(100_000), k=400))
        times = {
            "put": microseconds(lambda number: cache.put("bench", str(number % 20).encode(), value)),
            "hit": microseconds(lambda number: cache.get("bench", str(number % 20).encode())),
            "miss": microseconds(lambda number: cache.get("bench", b"miss %d" % number)),
        }
        print("  400 integers: " + ", ".join(f"{name} {median:.0f} us (p99 {most:.0f})" for name, (median, most) in times.items()))
        answers(cache)
        cache.close()


def answers(cache: ResultCache) -> None:
    """Each question that could be kept, for three, six and ten drugs at the plans of Worcester County."""
    for count in (3, 6, 10):
        print(f"  {count} drugs")
        for label, call in questions([*MIXED, *MORE][:count], cache.under(version())).items():
            print(f"    {label}: {milliseconds(call, 3 if label == 'how sure' else 9, time.process_time)}")


def questions(listed: list[tuple[str, int]], cache: ResultCache) -> dict[str, Callable[[], object]]:
    """The questions about one list, by name."""
    catalog = open_catalog(2026)
    member, drugs = Member("01604", catalog.counties("01604")[0], date(2026, 1, 1)), prescriptions(catalog, listed)
    compared = compare_plans(catalog, member, drugs)
    plan_id, price = compared.plans[0].plan.plan_id, ChangePrice.by_percent(10)
    return {
        "comparison": lambda: compare_plans(catalog, member, drugs),
        "what if": lambda: what_if(catalog, member, drugs, price, compared),
        "Extra Help": lambda: helped_plans(catalog, member, drugs, LowIncomeSubsidy.FULL_OTHER, compared),
        "generics": lambda: generic_savings(catalog, member, drugs, plan_id, compared),
        "when to buy": lambda: fill_timing(catalog, member, drugs, plan_id),
        "how sure": lambda: how_sure(catalog, member, drugs, None, compared),
        "how sure, kept": lambda: kept_how_sure(cache, catalog, member, drugs, compared),
    }


if __name__ == "__main__":
    main()
