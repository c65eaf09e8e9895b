"""The document of ``finder transition`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from finder.documents.downloads import calendar_file
from finder.documents.fields import Input, IsoDate, PlanYear, Whole, Word, read
from finder.documents.law import rule_entries
from finder.domain.transition_fills import (
    DrugStatus,
    FillAnswer,
    Group,
    Setting,
    Transition,
    TransitionCase,
    TransitionNote,
    TransitionStep,
)
from finder.domain.transition_fills import TransitionFill as Fill
from finder.explain.explainers import transition_fills as words
from finder.parameters import version
from finder.questions.explainers.transition_fills import transition_fills

_LONGEST_SUPPLY = 365
_MOST_FILLS = 200


class TransitionFill(Input):
    """A fill: its day, the days that the prescription was written for, and the days asked for at the pharmacy."""

    date: IsoDate
    written_days: Annotated[Whole, Field(ge=1, le=_LONGEST_SUPPLY)]
    days_supply: Annotated[Whole, Field(ge=1, le=_LONGEST_SUPPLY)]


class TransitionInput(Input):
    """The document of ``finder transition``. ``plan_year`` is for those who stay: the year in which the list changed (default: that of
    ``coverage_start``). ``month_supply`` is the plan's approved month's supply, from 2019 on."""

    coverage_start: IsoDate
    group: Annotated[Group, Word(Group)]
    setting: Annotated[Setting, Word(Setting)]
    drug_status: Annotated[DrugStatus, Word(DrugStatus)]
    fills: Annotated[list[TransitionFill], Field(max_length=_MOST_FILLS)] = Field(default_factory=list)
    plan_year: PlanYear | None = None
    month_supply: Annotated[Whole, Field(ge=1, le=100)] | None = None
    exception_pending: bool = False
    immediate_change: bool = False

    @model_validator(mode="after")
    def _only_stayers_have_another_year(self) -> TransitionInput:
        if self.plan_year is not None and self.group is not Group.STAYER:
            raise ValueError("plan_year only with the group stayer")
        if self.immediate_change and self.group is not Group.STAYER:
            raise ValueError("immediate_change only with the group stayer")
        return self

    @property
    def case(self) -> TransitionCase:
        """The document as the question takes it."""
        fills = tuple(Fill(fill.date, fill.written_days, fill.days_supply) for fill in self.fills)
        return TransitionCase(**{**dict(self), "fills": fills})


INPUT = TransitionInput


def answer(document: object) -> dict[str, Any]:
    """Window, each fill in order of its day with days covered and notices, what is still owed, next steps and rules. Raises Refusal."""
    found = transition_fills(read(INPUT, document).case)
    return {
        "window": _window(found),
        "supply": _supply(found),
        "fills": [_fill(fill) for fill in found.fills],
        "steps": [_step(step) for step in found.steps],
        "notes": list(words.notes(found)),
        "holidays": [day.isoformat() for day in found.holidays],
        "rules": rule_entries(found.rules),
        "calendar": calendar_file(words.dues(found)),
        "parameters_version": version(),
    }


def _window(found: Transition) -> dict[str, Any]:
    return {
        "start": found.window.start.isoformat(),
        "end": found.window.end.isoformat(),
        "days": found.window.days,
        "year": found.window.year,
        "counted_from_january": found.case.stays,
    }


def _supply(found: Transition) -> dict[str, Any]:
    supply = found.supply
    return {
        "owed": supply is not None,
        "total_days": supply.total if supply else 0,
        "total_days_other_reading": supply and supply.other_total,
        "most_days": supply and supply.most,
        "largest_fill": supply and supply.largest_fill,
        "given_days": supply.given if supply else 0,
        "left_days": supply.left if supply else 0,
        "usual_month_assumed": TransitionNote.MONTH_ASSUMED in found.notes,
    }


def _fill(answer: FillAnswer) -> dict[str, Any]:
    return {
        "date": answer.fill.day.isoformat(),
        "day_of_window": answer.day_of_window,
        "days_asked": answer.fill.asked_days,
        "covered": answer.covered,
        "days_covered": answer.days,
        "days_covered_other_reading": answer.other_days,
        "lasts_through": answer.lasts_through and answer.lasts_through.isoformat(),
        "enrollee_notice_due": answer.notice_due and answer.notice_due.isoformat(),
        "prescriber_notice": "reasonable_efforts" if answer.doctor_told else None,
        "because": words.because(answer.reason),
        "reason": answer.reason.key,
    }


def _step(step: TransitionStep) -> dict[str, Any]:
    title, says = words.step_words(step.step)
    return {"step": step.step.key, "by": step.by and step.by.isoformat(), "title": title, "says": says}
