"""The document of ``finder using-the-plan`` and its answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from finder.documents.fields import Input, IsoDate, PlanYear, Word, read
from finder.documents.law import rule_entries
from finder.documents.rights import date_entry
from finder.domain.errors import Problem, Refusal
from finder.domain.using_the_plan import Moment
from finder.explain.explainers import using_the_plan as words
from finder.parameters import version
from finder.questions.explainers.using_the_plan import using_the_plan


class UsingThePlanInput(Input, title="UsingThePlan"):
    """The document of ``finder using-the-plan``: a moment and a year; ``sent_on``, the day on which the plan got a claim on paper."""

    moment: Annotated[Moment, Word(Moment)]
    year: PlanYear
    sent_on: IsoDate | None = None


INPUT = UsingThePlanInput


def answer(document: object) -> dict[str, Any]:
    """What to do, the rules, and by when the plan must answer a claim. Raises Refusal."""
    asked = read(INPUT, document)
    if asked.sent_on is not None and asked.moment is not Moment.PAPER_CLAIM:
        raise Refusal([Problem("$.sent_on", "this field only with paper_claim", f"moment {asked.moment.key}")])
    found = using_the_plan(asked.moment, date(asked.year, 1, 1), asked.sent_on)
    return {
        "moment": found.moment.key,
        "year": found.year,
        "says": list(words.steps(found.moment)),
        "dates": [date_entry(entry) for entry in found.dates],
        "rules": rule_entries(found.rules),
        "parameters_version": version(),
    }
