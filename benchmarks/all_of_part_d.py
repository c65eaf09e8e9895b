"""One in a thousand of the people with Part D, from file to file, and what all of them would take: see docs/guides/all-of-part-d.md.

python -m benchmarks.all_of_part_d [MEMBERS [batch options ...]]     # 54,000 people of Massachusetts where none is given
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from pyarrow import parquet

from benchmarks.processes import finder, measured

PART_D = 54_000_000
_MEMBERS = 54_000
_HOUR, _GIGABYTE = 3600, 1e9


def main(members: int, options: list[str]) -> None:
    """Measure, multiply and print."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        people, plans, summary = folder / "members.csv", folder / "plans.parquet", folder / "people.parquet"
        measured(finder("population", "--seed", "2026", "--members", str(members), "--state", "MA", "--out", str(people)))
        run = measured(finder("batch", str(people), "--out", str(plans), "--summary", str(summary), *options))
        rows = parquet.ParquetFile(plans).metadata.num_rows
        answered = parquet.ParquetFile(summary).metadata.num_rows
        sizes = {path.name: path.stat().st_size for path in (people, plans, summary)}
    print(f"{members:,} people, {answered:,} answered, {rows / answered:.1f} plans each; load {os.getloadavg()[0]:.1f}")
    print(f"  {run.seconds:.0f} s, {run.of_processor:.0f} s of processor, peak {run.peak:.0f} MiB")
    print(f"  a person: {run.of_processor / members * 1000:.2f} ms; a person and plan: {run.of_processor / rows * 1e6:.1f} us")
    times = PART_D / members
    print(f"all {PART_D:,}: {run.of_processor * times / _HOUR:,.1f} core-hours, {rows * times / 1e9:.2f} thousand million rows")
    for name, size in sizes.items():
        print(f"  {name}: {size / 1e6:,.1f} MB, {size / members:.0f} bytes a person; all {size * times / _GIGABYTE:,.1f} GB")


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:] if text.isdigit()]
    main(numbers[0] if numbers else _MEMBERS, [text for text in sys.argv[1:] if not text.isdigit()])
