"""What the program's own tests found at the release: ``data/evidence.json``, which ``make evidence`` writes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from finder.domain.errors import Problem, SourceError
from finder.domain.evidence import Counted, PrintedExample, TestResults
from finder.paths import shipped

FILE = "evidence.json"


def read_results(folder: Path | None = None) -> TestResults:
    """The results that came with the program. Raises SourceError if they are missing or damaged."""
    path = (folder or shipped("data")) / FILE
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        counted = {name: Counted(group["passed"], group["failed"]) for name, group in document["groups"].items()}
        printed = tuple(PrintedExample(**example) for example in document["printed"])
        run_on = date.fromisoformat(document["run_on"])
        return TestResults(document["version"], run_on, printed, counted["by_hand"], counted["right_values"])
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError([Problem(path.name, "results of the program's own tests", type(error).__name__)]) from error
