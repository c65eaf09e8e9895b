"""``make bench-release``: a release of national size from the file to the first answer: one state, a pack of it, and the whole country.

    python -m benchmarks.release [--prices SHARE] [--folder FOLDER] [--state OH] [--xlsx]

Files of real shape and size are generated (54 million prices; 5 minutes) and kept in the folder for the next run. Each step is a process of
its own: seconds by the clock, seconds of processor time, and peak memory. ``--xlsx``: the Landscape as a workbook.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from benchmarks.national import run, size_of
from benchmarks.national_files import YEAR, write_national

_IMPORT = """
import sys
from pathlib import Path
from finder.sources.cms.importer import import_release
import_release(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), states=sys.argv[4:])
"""
_PACK = """
import sys
from pathlib import Path
from finder.sources.packs.publish import pack
pack(Path(sys.argv[1]), sys.argv[3:], Path(sys.argv[2]))
"""
_ADD = """
import sys
from pathlib import Path
from finder.sources.packs.take import add
add(sys.argv[1], Path(sys.argv[2]))
"""
_ASK = """
import sys
from pathlib import Path
from finder.domain.market import County
from finder.sources.catalog.places import read_places
from finder.sources.catalog.reading import MarketCatalog
catalog = MarketCatalog(Path(sys.argv[1]))
counties = [County(fips, name, state) for (state, _), (fips, name) in read_places().counties.items() if state == sys.argv[2]]
county = max(counties, key=lambda county: len(catalog.plans_serving(county)))
plans = [plan.plan_id for plan in catalog.plans_serving(county)]
drugs = [drug.rxcui for drug in catalog.drugs()[:6]]
assert catalog.formulary(plans, drugs)
"""


def as_workbook(path: Path) -> None:
    """Write a CSV file as a workbook in its place."""
    import csv

    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Landscape")
    with path.open(encoding="cp1252", newline="") as stream:
        for row in csv.reader(stream):
            sheet.append(row)
    book.save(path.with_suffix(".xlsx"))
    path.unlink()


def measure(files: Path, work: Path, state: str) -> None:
    """Every step, a line each."""
    steps: list[tuple[str, tuple[str, ...], Path]] = [
        (f"import {state}", (_IMPORT, str(files), str(YEAR), str(work / "one"), state), work / "one"),
        ("first answer", (_ASK, str(work / "one" / f"{YEAR}-{YEAR}Q2-{state}"), state), work / "one"),
        ("pack it", (_PACK, str(work / "one" / f"{YEAR}-{YEAR}Q2-{state}"), str(work / "one.pack"), state), work / "one.pack"),
        ("add it", (_ADD, str(work / "one.pack"), str(work / "added")), work / "added"),
        ("import the country", (_IMPORT, str(files), str(YEAR), str(work / "all")), work / "all"),
        ("first answer", (_ASK, str(work / "all" / f"{YEAR}-{YEAR}Q2"), state), work / "all"),
        (f"pack {state} of it", (_PACK, str(work / "all" / f"{YEAR}-{YEAR}Q2"), str(work / "cut.pack"), state), work / "cut.pack"),
    ]
    print(f"{'step':22}{'s':>8}{'s of processor':>16}{'peak MiB':>10}{'disk MB':>9}", flush=True)
    for title, (code, *arguments), made in steps:
        cost = run(code, *arguments)
        print(f"{title:22}{cost.seconds:8.1f}{cost.processor:16.1f}{cost.peak:10.0f}{size_of(made) / 1e6:9.1f}", flush=True)
    print("the packs are alike:", (work / "one.pack").read_bytes() == (work / "cut.pack").read_bytes())


def main() -> None:
    """Generate, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prices", type=float, default=1.0)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir(), "partd-finder-release"))
    parser.add_argument("--state", default="OH")
    parser.add_argument("--xlsx", action="store_true")
    given = parser.parse_args()
    files, work = given.folder / f"files-{given.prices:g}", given.folder / "work"
    if not (files / "whole").exists():
        print(f"writing files of real shape into {files} (prices: {given.prices:g} of 54 million)", flush=True)
        write_national(files, given.prices)
        (files / "whole").touch()
    for path in list(files.glob("*.csv")) if given.xlsx else ():
        as_workbook(path)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    measure(files, work, given.state)
    shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
