"""The document of ``finder will-be-moved`` and its answer: by the plan's letter, before next year's plans are at hand."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from finder.documents.fields import Input, Money, PlanYear, dollars_or_null, read
from finder.documents.late_enrollment import Level
from finder.documents.law import rule_entries
from finder.domain.will_be_moved import PlansLetter
from finder.explain.plans import will_be_moved as words
from finder.parameters import version
from finder.questions.plans.will_be_moved import moved_by_letter


class WillBeMovedInput(Input, title="WillBeMoved"):
    """The document of ``finder will-be-moved``: next year, the state by its two letters, and what the plan's letter says: the Part D
    ``premium`` of a month, and what is ``left`` of it with Extra Help. ``picked_the_plan``: the person picked it; null: not sure."""

    year: PlanYear
    state: Annotated[str, Field(pattern=r"[A-Z]{2}")]
    low_income_subsidy: Level
    premium: Money | None = None
    left: Money | None = None
    picked_the_plan: bool | None = None


INPUT = WillBeMovedInput


def answer(document: object) -> dict[str, Any]:
    """What Medicare does by default, and what the person would pay. Raises Refusal."""
    asked = read(INPUT, document)
    letter = PlansLetter(asked.premium, asked.left)
    found = moved_by_letter(asked.year, asked.state, asked.low_income_subsidy, letter, asked.picked_the_plan)
    return {
        "year": found.year,
        "fate": found.fate.key,
        "left_to_pay": dollars_or_null(found.left),
        "estimate": found.left_estimated,
        "benchmark": dollars_or_null(found.benchmark),
        "benchmark_status": found.benchmark_status or None,
        "says": list(words.letter_sentences(found)),
        "rules": rule_entries(found.rules),
        "parameters_version": version(),
    }
