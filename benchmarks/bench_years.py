"""Years of many people: plain Python, compiled code on one core and on two, and the peer's simulation of the same lists at the same plans.

All take turns in each round, so that whatever else the machine does meets all of them; on one core they are timed by the processor's clock,
on two by the wall's. The peer knows no Extra Help and no gap, and says what the person pays alone; from 2025 on its rules are near ours,
and the sums are compared. It is given priced drugs, and so is our *loop*, which gives every payer, month and drug; *whole* begins with
questions, whose purchases are looked up.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.made_market import UNITS, MadeMarket
from benchmarks.national_peer import installed
from finder.adjudication.compiled import kernel_of
from finder.adjudication.compiled_years import CompiledYears
from finder.adjudication.many_years import PlainYears
from finder.adjudication.shared_year import YearOfPlans
from finder.adjudication.terms import year_terms
from finder.domain.benefit import LowIncomeSubsidy, ShareKind
from finder.domain.money import priced
from finder.rules.benefit_law import benefit_law

SIDE = Path(__file__).parent / "peer_years.py"
ROUNDS, PLANS, MEMBERS, FEW = 9, 60, 400, 3
LEVELS = {"none": LowIncomeSubsidy.NONE, "full": LowIncomeSubsidy.FULL_OTHER}
Times = dict[str, list[float]]


class Peer:
    """The peer at work: nanoseconds a year of a few questions."""

    def __init__(self, python: Path | None, market: MadeMarket, questions: list[YearOfPlans]) -> None:
        self._years = sum(len(question.compared) for question in questions)
        self._process = (
            None if python is None else subprocess.Popen([python, SIDE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        )
        self.total = 0.0
        if self._process:
            cap = year_terms(market.info.plan_year).threshold / 100
            years = [year for question in questions for year in _for_peer(market, question)]
            self._say(json.dumps({"cap": cap, "years": years}))

    def _say(self, line: str) -> None:
        assert self._process
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def time(self) -> float:
        """Simulate once."""
        if not self._process:
            return float("nan")
        self._say("")
        assert self._process.stdout
        seconds, self.total = json.loads(self._process.stdout.readline())
        return seconds / self._years * 1e9  # type: ignore[no-any-return]

    def close(self) -> None:
        """End it."""
        if self._process:
            self._process.communicate()


def _for_peer(market: MadeMarket, question: YearOfPlans) -> list[Any]:
    """The years of a question as the peer takes them; drugs in the order in which they are processed."""
    listed = [question.prescriptions[place].drug.rxcui for place in question.processed]
    entries, years = market.formulary([plan.plan_id for plan in question.compared], listed), []
    for plan in question.compared:
        drugs = []
        for rxcui in listed:
            entry = entries[plan.plan_id, rxcui]
            tier = plan.design.tiers[entry.tier]
            (share,) = tier.initial_coverage.values()
            kind = "copay" if share.kind is ShareKind.COPAY else "coinsurance"
            drugs.append((priced(entry.unit_price or 0, UNITS * 1_000) / 100, kind, share.amount / 100, tier.deductible_applies))
        years.append((plan.design.deductible / 100, drugs))
    return years


def timed(call: Callable[[], object], years: int, clock: Callable[[], float] = time.process_time) -> float:
    """Nanoseconds a year."""
    begun = clock()
    call()
    return (clock() - begun) / years * 1e9


def measure(python: Path | None, year: int, drugs: int, level: str) -> Times:
    """One line of the table: all sides in turn, in each round."""
    market = MadeMarket(year, PLANS)
    questions = market.questions(MEMBERS, drugs, LEVELS[level], PLANS)
    few, rows = questions[:FEW], PLANS * MEMBERS
    plain, one, two = PlainYears(market), CompiledYears(market), CompiledYears(market, threads=2)  # type: ignore[arg-type]
    peer, prepared = Peer(python, market, few), one.prepare(questions)
    times: Times = {name: [] for name in ("peer", "plain", "loop", "whole", "by the wall", "two cores")}
    for round_ in range(ROUNDS):
        times["peer"].append(peer.time())
        times["loop"].append(timed(lambda: one.run(prepared), rows))
        times["whole"].append(timed(lambda: one.answer(questions), rows))
        times["by the wall"].append(timed(lambda: one.run(prepared), rows, time.perf_counter))
        times["two cores"].append(timed(lambda: two.run(prepared), rows, time.perf_counter))
        if round_ < 3:
            times["plain"].append(timed(lambda: plain.answer(few[:1]), PLANS))
    peer.close()
    if python and year >= 2025 and level == "none":
        ours = float(one.answer(few).payers[:, 1].sum()) / 100
        print(f"  the members pay {ours:,.2f} by ours, {peer.total:,.2f} by the peer's rules", flush=True)
    return times


def show(year: int, drugs: int, level: str, times: Times) -> None:
    """A line of the table."""
    peer, plain, loop, whole = (statistics.median(times[name]) for name in ("peer", "plain", "loop", "whole"))
    over_peer, over_whole = (_ratio(times["peer"], times[name]) for name in ("loop", "whole"))
    scaled = _ratio(times["by the wall"], times["two cores"])
    print(
        f"| {year} | {drugs} | {level} | {peer:,.0f} | {plain:,.0f} | {loop:,.0f} | {whole:,.0f} | {1e9 / loop:,.0f} | "
        f"{over_peer:.0f} | {over_whole:.0f} | {scaled:.2f} |",
        flush=True,
    )


def _ratio(slow: list[float], quick: list[float]) -> float:
    """The median of the ratios of rounds."""
    return statistics.median(one / other for one, other in zip(slow, quick, strict=True))


def growth() -> None:
    """Nanoseconds a year by compiled code as drugs, plans and members grow."""
    for year in (2012, 2026):
        market = MadeMarket(year, 5_500)
        for name, values, given in (
            ("drugs", (1, 3, 6, 12, 24), lambda n: (200, n, 60)),
            ("plans", (60, 600, 5_500), lambda n: (max(6_000 // n, 3), 6, n)),
            ("members", (1, 10, 100, 1_000, 5_000), lambda n: (n, 6, 60)),
        ):
            found = []
            for value in values:
                members, drugs, plans = given(value)
                questions = market.questions(members, drugs, LowIncomeSubsidy.NONE, plans)
                engine = CompiledYears(market)  # type: ignore[arg-type]
                prepared = engine.prepare(questions)
                found.append(statistics.median(timed(lambda: engine.run(prepared), members * plans) for _ in range(7)))  # noqa: B023
            print(
                f"| {year} | {name} | " + " | ".join(f"{value:,}: {ns:,.0f}" for value, ns in zip(values, found, strict=True)) + " |",
                flush=True,
            )


def _installed(folder: Path) -> Path | None:
    """The Python of the peer; None where it can't be had."""
    try:
        return installed(folder)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"  without the peer: {error}", flush=True)
        return None


def main() -> None:
    """Print the tables. ``--no-peer``: without the peer, which is downloaded; ``--peer PYTHON``: one that is installed."""
    given = sys.argv[1:]
    for year in (2012, 2024, 2026):
        print(f"  compiling the law of {year}: {kernel_of(benefit_law(year)).seconds:.1f} s (0 where it was kept)", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        python = Path(given[1]) if given[:1] == ["--peer"] else None if given else _installed(Path(folder) / "venv")
        print(f"  load {os.getloadavg()[0]:.1f}; {PLANS} plans, {MEMBERS} members, medians of {ROUNDS} rounds")
        print("| year | drugs | help | peer ns | plain ns | loop ns | whole ns | years/s | loop: times the peer | whole | 2 cores / 1 |")
        print("|---|---|---|---|---|---|---|---|---|---|---|")
        for year in (2012, 2024, 2026):
            for level in LEVELS:
                for drugs in (6, 12):
                    show(year, drugs, level, measure(python, year, drugs, level))
    growth()


if __name__ == "__main__":
    main()
