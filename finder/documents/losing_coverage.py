"""The document of ``finder losing-coverage`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from finder import clock
from finder.documents.downloads import calendar_file
from finder.documents.fields import Input, IsoDate, Whole, Word, iso_or_null, read
from finder.documents.late_enrollment import Level
from finder.documents.law import rule_entries
from finder.documents.rights import date_entry
from finder.documents.ways_in import fee_entry, way_entry
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.losing_coverage import Cause, Losing
from finder.explain.explainers import losing_coverage as words
from finder.parameters import version
from finder.questions.explainers.losing_coverage import losing_coverage

_ONLY = {
    "billed_on": {"unpaid_premium"},
    "plan_grace_months": {"unpaid_premium"},
    "told_on": {"move", "extra_help_ends"},
    "low_income_subsidy": {"unpaid_premium", "unpaid_income_amount", "move", "plan_ends"},
}
"""The causes to which each optional field belongs; with another it is refused, so that nothing given is left unread."""


class LosingCoverageInput(Input, title="LosingCoverage"):
    """The document of ``finder losing-coverage``. ``on`` is the unpaid month or the month of Medicare's bill (any day of it), the day of
    the move, the plan's January 1, or the last day with Extra Help. ``told_on``: the plan was told of the move, or the letter came."""

    cause: Annotated[Cause, Word(Cause)]
    on: IsoDate
    billed_on: IsoDate | None = None
    plan_grace_months: Whole | None = None
    told_on: IsoDate | None = None
    low_income_subsidy: Level = LowIncomeSubsidy.NONE
    uncovered_months: Whole = 0
    today: Annotated[IsoDate | None, Field(description="the first day on which a plan can be chosen; this machine's where left out")] = None

    @property
    def losing(self) -> Losing:
        """The document as the question takes it."""
        given = {name: value for name, value in self if name != "today"}
        return Losing(**given, today=self.today or clock.today())

    @property
    def unread(self) -> list[Problem]:
        """A problem for each field that the cause does not read."""
        return [
            Problem(f"$.{field}", f"this field only with {', '.join(sorted(causes))}", f"cause {self.cause.key}")
            for field, causes in _ONLY.items()
            if self.cause.key not in causes and field in self.model_fields_set
        ]


INPUT = LosingCoverageInput


def answer(document: object) -> dict[str, Any]:
    """The last day with the plan, the dates, the ways in with the gap and its fee, what to say and to whom. Raises Refusal."""
    asked = read(INPUT, document)
    if asked.unread:
        raise Refusal(asked.unread)
    found = losing_coverage(asked.losing)
    return {
        "cause": asked.cause.key,
        "on": asked.on.isoformat(),
        "today": found.losing.today.isoformat(),
        "coverage_ends": iso_or_null(found.ends),
        "no_gap_by": iso_or_null(found.no_gap_by),
        "special_period": found.special is not None,
        "dates": [date_entry(entry) for entry in found.dates],
        "ways_in": [way_entry(way) for way in found.ways],
        "late_fee_comes_back": found.fee_back and fee_entry(found.fee_back),
        "says": [*words.headline(found), *words.cost_sentences(found)],
        "say": [{"to": to, "words": text} for to, text in words.what_to_say(found)],
        "unknown": list(words.unknown_sentences(found)),
        "rules": rule_entries(found.rules),
        "calendar": calendar_file(words.dues(found)),
        "parameters_version": version(),
    }
