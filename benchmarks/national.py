"""``make bench-national``: the whole country in generated files of real shape, imported and asked, beside the layouts that were rejected.

    python -m benchmarks.national [--prices SHARE] [--folder FOLDER]

Prices are a tenth of the real 54 million unless ``--prices 1`` is given; all other files are of the real size. Files are kept in the folder
for the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.national_files import YEAR, write_national
from benchmarks.national_peer import member_of, six_drugs

ROOT = Path(__file__).parent.parent
COLD_RUNS = 7
_IMPORT = """
import sys
from pathlib import Path
from finder.sources.cms.importer import import_catalog
info = import_catalog(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
print(", ".join(f"{rows:,} {name}" for name, rows in info.rows.items() if name in ("plans", "formulary", "cost_shares", "prices", "drugs")))
"""
_SQL = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], config={"threads": 2, "memory_limit": "1200MB"})
connection.execute("SET enable_progress_bar = false")
connection.execute(sys.argv[2])
"""
_TABLES = ("plans", "tiers", "cost_shares", "insulin", "formulary", "service_areas", "counties")


class Cost(NamedTuple):
    """What a step took: seconds by the clock and of the processor, and peak memory in MiB."""

    seconds: float
    processor: float
    peak: float


class Layout(NamedTuple):
    """A layout: what it is called, how the question names it, what building it cost, and its bytes."""

    title: str
    name: str
    built: Cost
    size: int


def run(code: str, *arguments: str) -> Cost:
    """A piece of Python in a process of its own."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"a step of the benchmark failed ({os.waitstatus_to_exitcode(status)})")
    return Cost(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def size_of(path: Path) -> int:
    """Bytes of a file or of a folder's files."""
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) if path.is_dir() else path.stat().st_size


def rejected(catalog: Path, work: Path) -> list[Layout]:
    """The layouts that were tried and rejected, made of the same checked rows."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    prices, found = f"read_parquet('{catalog}/prices.parquet')", []
    for title, order in (
        ("Parquet by drug and plan, DuckDB", "rxcui, plan_id, days"),
        ("Parquet in the file's order, DuckDB", "plan_id, rxcui"),
    ):
        folder = work / order.split(",")[0]
        folder.mkdir()
        copy = f"COPY (SELECT * FROM {prices} ORDER BY {order}) TO '{folder}/prices.parquet' (FORMAT parquet, COMPRESSION zstd)"
        built = run(_SQL, ":memory:", copy)
        found.append(Layout(title, f"parquet:{folder}", built, size_of(folder)))
    others = "; ".join(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{catalog}/{name}.parquet')" for name in _TABLES)
    file = work / "market.duckdb"
    built = run(_SQL, str(file), f"CREATE TABLE prices AS SELECT * FROM {prices} ORDER BY rxcui, plan_id; {others}")
    found.append(Layout("DuckDB file by drug and plan", f"duckdb:{file}", built, size_of(file)))
    return found


def busiest_county(catalog: Path) -> tuple[str, int]:
    """The county that most plans serve, and how many."""
    from finder.sources.catalog.market_map import MarketMap, Records

    areas = Records(MarketMap(catalog / "market.map"), "areas")
    return max(((areas.key(place), len(areas.at(place)) // 2) for place in range(len(areas))), key=lambda area: area[1])


def priced_drugs(catalog: Path, fips: str) -> list[str]:
    """Six drugs that every stand-alone plan of a county lists and prices: a share of prices leaves most drugs without."""
    from finder.domain.market import County
    from finder.sources.catalog.reading import MarketCatalog

    market = MarketCatalog(catalog)
    return six_drugs(market, replace(member_of(market), county=County(fips, "", "")))


def asked(layout: Layout, catalog: Path, fips: str, drugs: list[str]) -> dict[str, Any]:
    """The question in fresh processes: medians of the whole process, of the first question, and of later ones."""
    command = [sys.executable, "-m", "benchmarks.national_query", layout.name, str(catalog), fips, ",".join(drugs)]
    whole, answers = [], []
    for _ in range(COLD_RUNS):
        begun = time.perf_counter()
        done = subprocess.run([*command, "once"], cwd=ROOT, check=True, capture_output=True, text=True)
        whole.append((time.perf_counter() - begun) * 1000)
        answers.append(json.loads(done.stdout))
    warm = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    middle = {"whole": statistics.median(whole), "first": statistics.median(answer["first"] for answer in answers)}
    return {**middle, "warm": warm["warm"], "found": warm["found"]}


def main() -> None:
    """Generate, import, ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prices", type=float, default=0.1)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir(), "partd-finder-national"))
    given = parser.parse_args()
    files, work = given.folder / f"files-{given.prices:g}", given.folder / "work"
    if not (files / "whole").exists():
        print(f"writing files of real shape into {files} (prices: {given.prices:g} of 54 million)", flush=True)
        write_national(files, given.prices)
        (files / "whole").touch()
    catalog = work / "catalogs" / str(YEAR)
    shutil.rmtree(work, ignore_errors=True)
    built = run(_IMPORT, str(files), str(YEAR), str(catalog))
    layouts = [Layout("import, with the map (chosen)", "map", built, size_of(catalog)), *rejected(catalog, work / "rejected")]
    fips, plans = busiest_county(catalog)
    drugs = priced_drugs(catalog, fips)
    print(f"\nsix drugs and the {plans} plans of county {fips}; prices are {given.prices:g} of the real number; times in ms, medians")
    print(f"{'layout':37}{'built s':>9}{'peak MiB':>10}{'disk MB':>9}{'cold process':>14}{'cold first':>12}{'warm':>9}")
    answers = []
    for layout in layouts:
        answer = asked(layout, catalog, fips, drugs)
        answers.append(answer["found"])
        numbers = (
            f"{layout.built.seconds:9.1f}{layout.built.peak:10.0f}{layout.size / 1e6:9.0f}{answer['whole']:14.0f}{answer['first']:12.1f}"
        )
        print(f"{layout.title:37}{numbers}{answer['warm']:9.2f}", flush=True)
    entries, priced, _ = answers[0]
    alike = len(set(map(tuple, answers))) == 1
    print(f"drugs {', '.join(drugs)}: {entries} entries, {priced} of them priced; all layouts found the same: {alike}")
    print(f"map alone: {size_of(catalog / 'market.map') / 1e6:.0f} MB")
    shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
