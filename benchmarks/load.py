"""Many visitors at once, on a real server: how long Compare takes, what fails, what it holds, whether anybody sees another's drug.

    python -m benchmarks.load                          (50 visitors for 10 minutes, two processes as in deploy/)
    python -m benchmarks.load --processes 1
    python -m benchmarks.load --visitors 20 --minutes 1
    python -m benchmarks.load --idle 200               (visitors who only look: what each holds)

Each visitor has a list that nobody else has (``load_lists.txt``), thinks for some seconds between two presses, goes to other pages, and
at times closes the tab and comes again. Every answer is compared with the core's own, and every message is searched for the others' drugs.
The same seed gives the same visits. Exit code 1 if a visitor saw another's drug, an answer was wrong, or anything failed.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psutil

from finder.documents.compare_request import dated, member_and_list, read_request
from finder.explain.plans.headline import head
from finder.questions.plans.compare import compare_plans
from finder.serving.memory import erasing
from finder.sources.catalog.reading import open_catalog_at
from tests.browser.conftest import served
from tests.server.visitor import Visitor

ZIP, YEAR = "01604", 2026
THINK = (4.0, 16.0)
PAGES = ("answer", "plan_year", "side_by_side", "what_if", "next_year", "payment_plan", "desk", "report")
WARM_SECONDS, BETWEEN = 60.0, 10.0
MEBIBYTE = 2**20
_WORD = re.compile(rb"[a-z]+")


@dataclass
class Seen:
    """What happened. ``compares``: seconds; ``reruns``: seconds of every other step; ``faults``: sentences; ``worked``: seconds of a
    processor that the visitors and the servers took."""

    compares: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    held: list[tuple[float, float, int, int]] = field(default_factory=list)
    open_files: Counter[str] = field(default_factory=Counter)
    visits: int = 0
    worked: dict[str, float] = field(default_factory=dict)


class Person(Visitor):
    """A visitor who notes whose drugs come."""

    def __init__(self, url: str, others: Sequence[str], seen: Seen) -> None:
        super().__init__(url, "view=all")
        self.others, self.seen = {name.encode() for name in others}, seen

    def heard(self, data: bytes) -> None:
        """Another's drug in a message is a fault, whichever. By words: a pattern of all names takes twelve times as long, and the visitors
        share two cores with the server that they measure."""
        found = self.others.intersection(_WORD.findall(data.lower()))
        self.seen.faults += [f"a visitor was sent another's {name.decode()}" for name in sorted(found)]


def lists_of(count: int) -> list[tuple[str, ...]]:
    """Two lines for each visitor as long as there are lines; the first is nobody else's."""
    lines = Path(__file__).with_name("load_lists.txt").read_text("utf-8").splitlines()
    if count > len(lines):
        raise SystemExit(f"at most {len(lines)} visitors have drugs of their own")
    return [(line, *lines[count + place : count + place + 1]) for place, line in enumerate(lines[:count])]


def told_by_the_core(lines: Sequence[str]) -> str:
    """The first sentence of the answer, computed here."""
    drugs = [{"name": line} for line in lines]
    request = dated(read_request({"plan_year": YEAR, "zip": ZIP, "prescriptions": drugs}), date.today())
    catalog = open_catalog_at(YEAR, ZIP, None)
    member, prescriptions = member_and_list(catalog, request)
    return head(compare_plans(catalog, member, prescriptions, today=date.today(), known_years=(YEAR,))).first


class Over(Exception):
    """The time is over."""


async def think(chance: random.Random, until: float) -> None:
    """Some seconds between two presses. Raises Over at the end, so that not all of them press at once then."""
    await asyncio.sleep(max(0.0, min(chance.uniform(*THINK), until - time.monotonic())))
    if time.monotonic() >= until:
        raise Over


async def visit(person: Person, lines: Sequence[str], expected: str, chance: random.Random, until: float) -> None:
    """One visit: the list, then the answer and other pages, till the tab is closed or the time is over."""
    await person.come()
    await person.type("ZIP", ZIP)
    for line in lines:
        await think(chance, until)
        await person.type("Name of", line)
        await person.press("^Add ")
    while time.monotonic() < until:
        person.seen.compares.append(await person.press("Compare plans"))
        text = " ".join(person.text.split())
        missing = [what for what in (expected, *(line.split()[0] for line in lines)) if what.lower() not in text.lower()]
        person.seen.faults += [f"{lines[0].split()[0]}: the answer lacks {what!r}" for what in missing]
        for page in chance.sample(PAGES, 3):
            await think(chance, until)
            person.seen.reruns.append(await person.go(page))
        if chance.random() < 0.1:
            return
        await think(chance, until)
        person.seen.reruns.append(await person.go("find_plans"))


async def live(url: str, place: int, lists: Sequence[tuple[str, ...]], expected: str, seen: Seen, seed: int, until: float) -> None:
    """A visitor who comes again and again."""
    chance = random.Random(seed * 1000 + place)
    mine = lists[place]
    words = {line.split()[0].lower() for line in mine}
    others = [line.split()[0].lower() for other in lists if other is not mine for line in other if line.split()[0].lower() not in words]
    with suppress(Over):
        await think(chance, until)
    while time.monotonic() < until:
        person, seen.visits = Person(url, others, seen), seen.visits + 1
        try:
            with suppress(Over):
                await visit(person, mine, expected, chance, until)
            seen.faults += [f"{lists[place][0]}: {error}" for error in person.errors]
        except Exception as error:  # noqa: BLE001  # whatever it is, it is counted and said
            seen.faults.append(f"{mine[0].split()[0]}: {type(error).__name__} {error}"[:300])
        finally:
            await person.leave()


async def idle(url: str, seen: Seen, until: float) -> None:
    """A visitor who looks and does nothing."""
    visitor = Visitor(url, "view=all")
    await visitor.come()
    seen.visits += 1
    await asyncio.sleep(max(0.0, until - time.monotonic()))
    await visitor.leave()


async def watch(servers: Sequence[psutil.Process], seen: Seen, began: float, until: float) -> None:
    """What the servers hold together, now and then."""
    while time.monotonic() < until:
        processes = [process for server in servers for process in (server, *server.children(recursive=True))]
        memory = sum(process.memory_info().rss for process in processes)
        files = Counter(kind_of(path) for server in servers for path in Path(f"/proc/{server.pid}/fd").iterdir())
        seen.open_files = max(seen.open_files, files, key=Counter.total)
        seen.held.append((time.monotonic() - began, memory / MEBIBYTE, files.total(), sum(server.num_threads() for server in servers)))
        await asyncio.sleep(min(BETWEEN, max(0.1, until - time.monotonic())))


async def load(urls: Sequence[str], servers: Sequence[psutil.Process], asked: argparse.Namespace, seen: Seen) -> None:
    """All of them. A visitor stays with one process, as behind the proxy."""
    lists = lists_of(asked.visitors)
    expected = [told_by_the_core(lines) for lines in lists]
    for url in urls:
        async with Visitor(url, "view=all") as first:  # what all share is opened once
            await first.type("ZIP", ZIP)
            for page in PAGES:
                await first.go(page)
    began = time.monotonic()
    until = began + asked.minutes * 60
    at = [urls[place % len(urls)] for place in range(max(asked.visitors, asked.idle))]
    visits = [live(at[place], place, lists, expected[place], seen, asked.seed, until) for place in range(asked.visitors)]
    visits += [idle(at[place], seen, until) for place in range(asked.idle)]
    before = worked_by(servers)
    await asyncio.gather(watch(servers, seen, began, until), *visits)
    seen.worked = {who: seconds - before[who] for who, seconds in worked_by(servers).items()}


def worked_by(servers: Sequence[psutil.Process]) -> dict[str, float]:
    """Seconds of a processor so far."""
    times = {"visitors": [psutil.Process().cpu_times()], "servers": [server.cpu_times() for server in servers]}
    return {who: sum(taken.user + taken.system for taken in all_of) for who, all_of in times.items()}


def kind_of(path: Path) -> str:
    """What an open file is: its name, or what stands before a number."""
    try:
        return str(path.readlink()).partition("[")[0].partition(":[")[0]
    except OSError:
        return "closed"


def main() -> int:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, default=None)
    parser.add_argument("--idle", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=15)
    asked = parser.parse_args()
    asked.visitors = (0 if asked.idle else 50) if asked.visitors is None else asked.visitors
    seen = Seen()
    with tempfile.TemporaryDirectory() as home, ExitStack() as started:
        logs = [Path(home, f"log{place}") for place in range(asked.processes)]
        urls = [started.enter_context(served(Path(home), log, FINDER_SHARED="1", **erasing())) for log in logs]  # as in deploy/
        asyncio.run(load(urls, psutil.Process().children(), asked, seen))
        said = "".join(log.read_text() for log in logs)
    if "Traceback" in said:
        seen.faults.append("the server printed a traceback")
        print(said[-3000:], file=sys.stderr)
    report(asked, seen)
    return 1 if seen.faults else 0


def report(asked: argparse.Namespace, seen: Seen) -> None:
    """The figures."""
    print(f"{date.today()}, Python {platform.python_version()}, {psutil.cpu_count()} cores, {platform.machine()}")
    visitors = f"{asked.visitors} visitors and {asked.idle} idle for {asked.minutes:g} minutes"
    print(f"{visitors}, seed {asked.seed}, {asked.processes} processes; visits {seen.visits}")
    for name, seconds in (("Compare", seen.compares), ("other pages", seen.reruns)):
        if len(seconds) > 1:
            cuts = statistics.quantiles(seconds, n=20)
            print(f"{name}: {len(seconds)}, median {statistics.median(seconds):.2f} s, p95 {cuts[18]:.2f} s, most {max(seconds):.2f} s")
    warm = next((held for held in seen.held if held[0] >= min(WARM_SECONDS, asked.minutes * 30)), seen.held[-1])
    people = max(1, asked.visitors + asked.idle)
    for when, (seconds, memory, files, threads) in (("start", seen.held[0]), ("after the first minute", warm), ("end", seen.held[-1])):
        each = (memory - seen.held[0][1]) / people
        print(f"{when} ({seconds:.0f} s): {memory:.0f} MiB, {each:.2f} MiB a visitor, {files} open files, {threads} threads")
    print("most open files", seen.open_files.total(), ", ".join(f"{count} {name}" for name, count in seen.open_files.most_common(6)))
    print("processor: " + ", ".join(f"{who} {seconds:.0f} s" for who, seconds in seen.worked.items()))
    print(f"faults: {len(seen.faults)}")
    for fault, count in Counter(seen.faults).most_common(20):
        print(f"  {count} x {fault}")


if __name__ == "__main__":
    sys.exit(main())
