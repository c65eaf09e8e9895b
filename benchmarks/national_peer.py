"""``make bench-peer``: one whole question against the best peer's production path, in one run, round by round.

    python -m benchmarks.national_peer [--rounds N] [--prices SHARE]

The peer is pdpcompare 2.10.2 of PyPI with DuckDB 1.5, in a virtualenv of its own in a temporary folder, which goes when the run ends. Both
sides read the same generated files of the whole country in their own way, then answer the same question: six drugs at the 60 stand-alone
plans of one county's region (real regions have about 12; the peer knows no other plans than stand-alone ones). Prices are a tenth of the
real 54 million unless ``--prices 1`` is given. A whole question is data, simulation of the year, and ranking. Ours is asked by plain Python
and by the compiled law (the extra ``fast``, compiled before the rounds begin: the time is printed); the latter also with every plan's
drugs drawn out, which our answer otherwise does when somebody looks, and with its months.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.national_files import YEAR, drugs, write_national
from finder.domain.benefit import BenefitType, Channel
from finder.domain.market import County, Plan, PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.compiled_law import compile_law, forget_compiled_law
from finder.sources.catalog.reading import MarketCatalog

PEER = ("pdpcompare==2.10.2", "duckdb==1.5.*")
SIDE = Path(__file__).parent / "peer_side.py"
ZIP, STATE, REGION, PLANS, UNITS = "01604", "MA", "02", 60, 30
ASKED = (
    5  # times in a row that each side is asked in a round: their median is the round's, so that neither is measured on the other's heels
)
ROUNDING = 36  # cents: half a cent for each of 72 fills, of which the peer rounds none until the year ends
_IMPORT = """
import sys
from pathlib import Path
from finder.sources.cms.importer import import_catalog
import_catalog(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
"""


Took = tuple[float, float]  # milliseconds by the clock, and of processors, which other work on the machine does not stretch


def installed(folder: Path) -> Path:
    """The Python of a new virtualenv that has the peer."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", *PEER], check=True)
    return python


def member_of(catalog: MarketCatalog) -> Member:
    """A person who takes any stand-alone plan and a preferred pharmacy, as the peer assumes where none is named."""
    county = catalog.counties(ZIP)[0]
    return Member(ZIP, county, date(YEAR, 1, 1), channels=(Channel.PREFERRED_RETAIL,), plan_kinds=(PlanKind.PDP,))


def six_drugs(catalog: MarketCatalog, member: Member) -> list[str]:
    """Six tablets or capsules, evenly spread among those that all plans list and price (a share of prices leaves most drugs without)."""
    plans = [plan.plan_id for plan in catalog.plans_serving(member.county) if plan.kind is PlanKind.PDP]
    found = []
    for rxcui in drugs():
        drug = catalog.drug(rxcui)
        if drug is None or drug.insulin or drug.unit not in ("tablet", "capsule"):
            continue
        entries = catalog.formulary(plans, [rxcui])
        if len(entries) == len(plans) and all(entry.unit_price for entry in entries.values()):
            found.append(rxcui)
    return [found[len(found) * place // 6] for place in range(6)]


def our_question(catalog: MarketCatalog, rxcuis: list[str]) -> Comparison:
    """The whole question: drugs by key, plans of the county, entries, the year at each plan, ranking."""
    products = [drug for drug in map(catalog.drug, rxcuis) if drug]
    return compare_plans(catalog, member_of(catalog), [Prescription(drug, UNITS * 1000, 30) for drug in products])


def with_drugs(comparison: Comparison) -> None:
    """Draw every plan's drugs out: tier, price, restrictions, yearly cost. The peer's answer has these."""
    assert all(cost.drugs for cost in comparison.plans)


def with_months(comparison: Comparison) -> None:
    """Draw every plan's drugs and its twelve months out. The peer has no months."""
    assert all(cost.drugs and cost.months for cost in comparison.plans)


def our_data(catalog: MarketCatalog, plan_ids: list[str], rxcuis: list[str]) -> None:
    """Of it, what is read: drugs, plans of the county, entries with prices, middle prices."""
    catalog.plans_serving(member_of(catalog).county)
    catalog.formulary(plan_ids, rxcuis)
    for rxcui in rxcuis:
        catalog.drug(rxcui)
        catalog.median_unit_price(rxcui)


@contextmanager
def peer_asked(python: Path, folder: Path, question: dict[str, Any]) -> Iterator[Callable[[], dict[str, Any]]]:
    """The peer's process, and a call that has it answer once more."""
    command = [str(python), str(SIDE), "ask", str(folder), json.dumps(question)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        lines, answers = process.stdin, process.stdout

        def once() -> dict[str, Any]:
            print(file=lines, flush=True)
            answer: dict[str, Any] = json.loads(answers.readline())
            return answer

        yield once
        lines.close()


def timed(call: Callable[[], Any]) -> tuple[Took, Any]:
    """What a call took, and what it gave."""
    begun, worked = time.perf_counter(), time.process_time()
    found = call()
    return ((time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000), found


def asked_again(call: Callable[[], Any]) -> tuple[Took, Any]:
    """The middle of what some calls in a row took, and what the last gave."""
    took, found = zip(*(timed(call) for _ in range(ASKED)), strict=True)
    return middle(took), found[-1]


def middle(took: Iterable[Sequence[float]]) -> Took:
    """The medians of times by the clock and of processors."""
    clock, processors = zip(*took, strict=True)
    return statistics.median(clock), statistics.median(processors)


def lines(title: str, peer: list[Took], ours: list[Took]) -> Iterator[str]:
    """By the clock and in processor time: medians, and the least, middle and greatest ratio of a round's two times."""
    for kind, name in enumerate(("clock", "processors")):
        ratios = [theirs[kind] / own[kind] for theirs, own in zip(peer, ours, strict=True)]
        medians = [statistics.median(took[kind] for took in side) for side in (peer, ours)]
        spread = f"{min(ratios):10.2f}{statistics.median(ratios):10.2f}{max(ratios):10.2f}"
        yield f"{title + ', ' + name:60}{medians[0]:10.1f}{medians[1]:10.2f}{spread}"


class AllBasic(MarketCatalog):
    """The catalog with every plan's benefit called basic: the peer has no rule for what counts toward the cap at enhanced plans."""

    def plans_serving(self, county: County) -> list[Plan]:
        """The plans of the county, as basic ones."""
        basic = BenefitType.BASIC_ALTERNATIVE
        return [replace(plan, design=replace(plan.design, benefit_type=basic)) for plan in super().plans_serving(county)]


def agreement(title: str, peer: dict[str, Any], ours: Comparison) -> str:
    """How near the drug costs of the same plans are."""
    own = {cost.plan.plan_id: cost for cost in ours.plans}
    if set(own) != set(peer):
        return f"{title}: THE PLANS DIFFER: {len(peer)} and {len(own)}, {len(set(own) & set(peer))} of them the same"
    apart = sorted(cost.drug_cost - round(peer[plan][0] * 100) for plan, cost in own.items())
    counted = sum(all(drug.counted for drug in cost.drugs) and not peer[plan][2] for plan, cost in own.items())
    near = sum(abs(cents) <= ROUNDING for cents in apart)
    middle = statistics.median(cost.drug_cost for cost in own.values()) / 100
    first = min(peer, key=lambda plan: peer[plan][1]) == ours.plans[0].plan.plan_id
    return (
        f"{title}: the same {len(own)} plans, every drug counted at {counted}; our drug cost of the year (middle ${middle:,.2f}) "
        f"less the peer's: {apart[0] / 100:,.2f} to {apart[-1] / 100:,.2f} dollars, within ${ROUNDING / 100} at {near}; "
        f"the same plan first: {first}"
    )


def measure(python: Path, work: Path, rounds: int) -> None:
    """The rounds, and the table."""
    catalog = MarketCatalog(work / "catalog")
    rxcuis = six_drugs(catalog, member_of(catalog))
    products = [drug for drug in map(catalog.drug, rxcuis) if drug]
    asked = [{"name": drug.name, "rxcui": drug.rxcui, "ndc": f"{int(drug.rxcui):011d}", "quantity": UNITS} for drug in products]
    plan_ids = [cost.plan.plan_id for cost in our_question(catalog, rxcuis).plans]
    (took, _), _ = timed(lambda: compile_law([YEAR]))
    times: dict[str, list[Took]] = {name: [] for name in ("whole", "kept", "data", "quick", "drugs", "months", "warm", "anew", "read")}
    with peer_asked(python, work, {"zip": ZIP, "drugs": asked}) as peer:
        peer()  # ours was asked once too
        for _ in range(rounds):
            answers = [peer() for _ in range(ASKED)]
            answer = answers[0]
            whole, kept = (middle(one[part] for one in answers) for part in ("whole", "kept"))
            quick, found = asked_again(lambda: our_question(catalog, rxcuis))
            drugs_too, _ = asked_again(lambda: with_drugs(our_question(catalog, rxcuis)))
            months_too, _ = asked_again(lambda: with_months(our_question(catalog, rxcuis)))
            forget_compiled_law()
            warm, plain = asked_again(lambda: our_question(catalog, rxcuis))
            anew, _ = asked_again(lambda: our_question(MarketCatalog(work / "catalog"), rxcuis))
            compile_law([YEAR])  # compiled already: only what it remembers of plans is gone
            our_question(catalog, rxcuis)
            if found != plain:
                raise SystemExit("The compiled law and plain Python disagree.")
            read, _ = asked_again(lambda: our_data(catalog, plan_ids, rxcuis))
            data = (whole[0] - kept[0], whole[1] - kept[1])
            for name, one in zip(times, (whole, kept, data, quick, drugs_too, months_too, warm, anew, read), strict=True):
                times[name].append(one)
    print(f"compiling the law: {took:,.0f} ms, before the rounds")
    conditions = f"{rounds} rounds of {ASKED} questions a side, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"six drugs, {len(found.plans)} plans, {conditions}; ms, medians")
    print("drugs: " + "; ".join(drug.name for drug in products))
    print(f"{'':60}{'peer':>10}{'ours':>10}{'least':>10}{'ratio':>10}{'greatest':>10}")
    for title, ours, theirs in (
        ("whole question, compiled law", "quick", "whole"),
        ("the same, every plan's drugs drawn out", "drugs", "whole"),
        ("the same, every plan's drugs and months drawn out", "months", "whole"),
        ("whole question, plain Python", "warm", "whole"),
        ("whole question, plain Python, catalog opened anew", "anew", "whole"),
        ("its data alone", "read", "data"),
        ("the peer's bundle in memory, compiled law", "quick", "kept"),
        ("the peer's bundle in memory, plain Python", "warm", "kept"),
    ):
        print(*lines(title, times[theirs], times[ours]), sep="\n")
    print(agreement("as the files say (all enhanced)", answer["plans"], found))
    print(agreement("were all plans basic", answer["plans"], our_question(AllBasic(work / "catalog"), rxcuis)))


def main() -> None:
    """Generate, load both, ask, print; everything made goes again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--prices", type=float, default=0.1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="partd-finder-peer-") as folder:
        work = Path(folder)
        python = installed(work / "venv")
        print(f"writing files of real shape (prices: {given.prices:g} of 54 million) and loading them into both", flush=True)
        files = write_national(work / "files", given.prices, stand_alone={REGION: PLANS})
        release = next(files.glob("SPUF_*.zip"))
        subprocess.run([str(python), str(SIDE), "load", str(release), str(work), ZIP, STATE], check=True)
        subprocess.run([sys.executable, "-c", _IMPORT, str(files), str(YEAR), str(work / "catalog")], check=True)
        measure(python, work, given.rounds)


if __name__ == "__main__":
    main()
