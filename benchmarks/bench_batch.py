"""``finder batch`` from file to file: people, plans and drugs against time, processor time and memory of all its processes.

    python -m benchmarks.bench_batch [MEMBERS ...]     # 1,000, 10,000 and 100,000 where none is given

Everybody lives in Worcester County (47 plans) and takes six drugs, drawn by ``finder population`` with a seed. The first command's start,
and the law's compilation where it is not kept yet, are in the time.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.processes import MEBIBYTE, Measured, finder, measured

SIZES = (1_000, 10_000, 100_000)
PLACE = {"zip": "01604", "county": "25027"}
PLANS = 47
_SEED, _DRUGS = 7, 6


def members_file(path: Path, members: int, drugs: int = _DRUGS) -> Path:
    """A members file of so many people in Worcester County."""
    drawn = path.with_suffix(".drawn")
    measured(
        finder("population", "--seed", str(_SEED), "--members", str(members), "--state", "MA", "--drugs", str(drugs), "--out", str(drawn))
    )
    with drawn.open(encoding="utf-8", newline="") as file, path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.DictReader(file)
        writer = csv.DictWriter(out, rows.fieldnames or [], lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, **PLACE} for row in rows)
    drawn.unlink()
    return path


def batch(members: Path, folder: Path, *options: str) -> tuple[Measured, int]:
    """A run into that folder, as Parquet; what it took, and the bytes written."""
    written = [folder / "plans.parquet", folder / "people.parquet"]
    run = measured(finder("batch", str(members), "--out", str(written[0]), "--summary", str(written[1]), *options))
    return run, sum(path.stat().st_size for path in written)


HEADINGS = (
    "members",
    "processes",
    "s",
    "s of processor",
    "of the first process",
    "ms a member",
    "members an hour a core",
    "peak MiB",
    "MB",
)


def line(size: int, workers: str, run: Measured, written: int) -> str:
    """A row of the table."""
    each, hourly = run.of_processor / size * 1000, size / run.of_processor * 3600
    times = (f"{run.seconds:.1f}", f"{run.of_processor:.1f}", f"{run.of_first:.1f}", f"{each:.2f}")
    return " | ".join((f"{size:,}", workers, *times, f"{hourly:,.0f}", f"{run.peak:,.0f}", f"{written / MEBIBYTE:,.0f}"))


def main(sizes: list[int]) -> None:
    """Measure and print a table."""
    print(f"  Worcester County: {PLANS} plans, {_DRUGS} drugs, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"  {' | '.join(HEADINGS)}")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            members = members_file(Path(folder) / "members.csv", size)
            for workers in ("1", "2") if size < SIZES[-1] else ("2",):
                print(f"  {line(size, workers, *batch(members, Path(folder), '--workers', workers))}", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
