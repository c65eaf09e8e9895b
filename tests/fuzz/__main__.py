"""``make fuzz``: 10,000 broken inputs, each format in a process of its own, and a table of what came of them."""

from __future__ import annotations

import os
import platform
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from multiprocessing import get_context
from tempfile import TemporaryDirectory

from tests.fuzz.formats import Format
from tests.fuzz.running import begin, counts, run_named


def main(total: int, seed: int, only: str = "") -> int:
    """Run them and print the table; 1 if one failed."""
    wanted: list[tuple[Format, int]] = [(of, count) for of, count in counts(total) if only in of.name]
    began, failed = time.monotonic(), 0
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {date.today()}, seeds from {seed}\n")
    print("| format | inputs | refused | answered | slowest | peak memory |\n|---|---:|---:|---:|---:|---:|")
    with TemporaryDirectory() as folder:
        pool = ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), initializer=begin, initargs=(folder,), max_tasks_per_child=1)
        with pool:
            for done in as_completed([pool.submit(run_named, of.name, count, seed) for of, count in wanted]):
                ran = done.result()
                if isinstance(ran, str):
                    failed += 1
                    print(ran, file=sys.stderr)
                else:
                    cells = (f"{ran.inputs:,}", f"{ran.refused:,}", f"{ran.answered:,}", f"{ran.slowest:.2f} s", f"{ran.memory} MB")
                    print(f"| {ran.name} | {' | '.join(cells)} |", flush=True)
    print(f"\n{sum(count for _, count in wanted):,} inputs in {time.monotonic() - began:.0f} s, {failed} formats failed")
    return int(failed > 0)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(int(given[0]) if given else 10_000, int(given[1]) if len(given) > 1 else int(time.time()), *given[2:3]))
