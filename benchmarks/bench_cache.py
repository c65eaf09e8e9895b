"""What the cache costs: importing, opening, a miss, a hit, keeping an answer (1,000 integers) and a set of ledgers (50,000)."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

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
    from finder.cache import ResultCache, from_integers

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "cache")
        ResultCache.open(place).close()
        opened, _ = microseconds(lambda _: ResultCache.open(place).close(), rounds=50)
        print(f"  open {opened / 1000:.1f} ms")
        cache = ResultCache.open(place)
        for label, count in (("answer, 1,000 integers", 1_000), ("ledgers, 50,000 integers", 50_000)):
            value = from_integers(random.Random(1).choices(range(100_000), k=count))
            put = microseconds(lambda number, value=value: cache.put("bench", str(number % 20).encode(), value))
            hit = microseconds(lambda number: cache.get("bench", str(number % 20).encode()))
            miss = microseconds(lambda number: cache.get("bench", b"miss %d" % number))
            print(
                f"  {label}: "
                + ", ".join(
                    f"{name} {m:.0f} us (p99 {p:.0f})" for name, (m, p) in zip(("put", "hit", "miss"), (put, hit, miss), strict=True)
                )
            )
        cache.close()


if __name__ == "__main__":
    main()
