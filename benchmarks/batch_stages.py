"""Where the processor time of ``finder batch`` goes, in one process: ``python -m benchmarks.batch_stages [MEMBERS]``.

A stage's time is its own, without the stages that it calls. The first part warms up what is remembered, and is left out.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.bench_batch import PLANS, members_file
from finder import batch_command
from finder.adjudication import compiled_years
from finder.adjudication.compiled_years import CompiledYears
from finder.documents.batch import part
from finder.documents.batch.kept_parts import KeptParts
from finder.documents.batch.tables_out import TableOut
from finder.questions.population.compare_many import ManyComparisons

STAGES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("the law, compiled", compiled_years, ("_call",)),
    ("purchases and arrays for it", CompiledYears, ("answer",)),
    ("plans, ranking, advice", ManyComparisons, ("of",)),
    ("reading people", part, ("_read",)),
    ("rows of the answer", part, ("plan_rows", "person_rows", "_stream", "_answered")),
    ("parts as bytes and back", part, ("part_of",)),
    ("parts as bytes and back", batch_command, ("part_bytes", "rows_of")),
    ("looking for labels at two places", batch_command, ("counted_once",)),
    ("writing the files", TableOut, ("add",)),
    ("keeping parts", KeptParts, ("_keep", "_key", "_read")),
)
_MEMBERS = 4_000


class Clock:
    """Seconds of processor by stage."""

    def __init__(self) -> None:
        self.own: dict[str, float] = {}
        self._inner = [0.0]

    def timed(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call, which counts for the stage."""

        def counted(*given: Any, **named: Any) -> Any:
            began = time.process_time()
            self._inner.append(0.0)
            try:
                return call(*given, **named)
            finally:
                took = time.process_time() - began
                self.own[stage] = self.own.get(stage, 0.0) + took - self._inner.pop()
                self._inner[-1] += took

        return counted


def main(members: int) -> None:
    """Run twice, the second time measured, and print microseconds a person and a plan."""
    clock = Clock()
    for stage, home, names in STAGES:
        for name in names:
            setattr(home, name, clock.timed(stage, getattr(home, name)))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        order = batch_command.Order(members_file(folder / "m.csv", members), folder / "p.parquet", folder / "s.parquet", workers=1)
        for _ in range(2):
            clock.own.clear()
            began = time.process_time()
            batch_command.run_batch(order, date(2026, 11, 1))
            whole = time.process_time() - began
    clock.own["reading the file, and the rest"] = whole - sum(clock.own.values())
    for stage, seconds in sorted(clock.own.items(), key=lambda found: -found[1]):
        each = seconds / members * 1e6
        print(f"  {stage:34} {each:6.0f} us a person  {each / PLANS:6.2f} us a plan  {seconds / whole:4.0%}")
    print(f"  {'all':34} {whole / members * 1e6:6.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _MEMBERS)
