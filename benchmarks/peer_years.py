"""The peer's side of ``benchmarks.bench_years``, run by a Python that has pdpcompare installed and nothing of this project.

``python peer_years.py`` reads questions as one line of JSON (for each the plans' deductible, and of each drug the monthly cost, kind and
amount of its share, and whether the deductible applies; dollars), then simulates all of them once for each further line, and prints the
seconds and the sum of what the members pay.
"""

# mypy: disable-error-code="import-not-found"
from __future__ import annotations

import json
import sys
import time


def main() -> None:
    """Answer until the input ends."""
    from pdpcompare.costsim import PricedDrug, simulate_window_cost

    given = json.loads(sys.stdin.readline())
    years = [([PricedDrug(*drug) for drug in drugs], deductible) for deductible, drugs in given["years"]]
    for _ in sys.stdin:
        begun = time.process_time()
        total = sum(simulate_window_cost(drugs, deductible, given["cap"], 12).total for drugs, deductible in years)
        print(json.dumps([time.process_time() - begun, total]), flush=True)


if __name__ == "__main__":
    main()
