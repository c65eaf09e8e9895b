"""The document of ``finder how-we-know`` (empty) and its answer."""

from __future__ import annotations

from typing import Any

from finder.documents.fields import Input, read
from finder.documents.law import rule_entries
from finder.domain.evidence import Counted, Evidence
from finder.questions.explainers.evidence import how_we_know


class HowWeKnowInput(Input):
    """Nothing is asked: ``{}``."""


INPUT = HowWeKnowInput


def answer(document: object) -> dict[str, Any]:
    """Examples reproduced, cases by hand, how sure the numbers and rules are, what was not confirmed, and the plans at hand."""
    from finder.sources.catalog.reading import all_catalogs
    from finder.sources.evidence import read_results

    read(INPUT, document)
    return _written(how_we_know(read_results(), (catalog.info for catalog in all_catalogs().opened)))


def _written(found: Evidence) -> dict[str, Any]:
    results = found.results
    return {
        "tested_version": results.version,
        "tested_on": results.run_on.isoformat(),
        "printed_examples": [example._asdict() for example in results.printed],
        "reproduced": found.reproduced,
        "cases_by_hand": _counted(results.by_hand),
        "right_values": _counted(results.right_values),
        "numbers": dict(found.numbers),
        "rules_by_status": dict(found.rules),
        "not_confirmed": rule_entries(found.unconfirmed),
        "catalogs": [
            {
                "plan_year": info.plan_year,
                "as_of": info.as_of.isoformat(),
                "prices_as_of": info.prices_as_of.isoformat(),
                "source": info.source,
            }
            for info in found.catalogs
        ],
        "parameters_version": found.version,
    }


def _counted(counted: Counted) -> dict[str, int]:
    return counted._asdict()
