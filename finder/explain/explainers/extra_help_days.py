"""The days that Extra Help's dates rest on: which are asked of whom, and only where a date depends on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from finder.explain.words import joined

Answers = Mapping[str, Any]
NO_PLAN = "I have no drug plan now"
CHANGED = "My Extra Help started, stopped or changed a short time ago"
MOVING = "I want to change my plan now"
_HELPS = {"medicaid": "Medicaid", "ssi": "SSI", "savings_programme": "state help with Part B"}


class DayAsk(NamedTuple):
    """A day that is asked for: the field that it fills, what is asked, and for whom; ``gate`` is the box that must be ticked first."""

    name: str
    label: Callable[[Answers], str]
    needed: Callable[[Answers], bool]
    gate: str = ""


def _helps(answers: Answers) -> list[str]:
    return [words for name, words in _HELPS.items() if answers.get(name) is True]


def _deemed(answers: Answers) -> bool:
    return bool(_helps(answers))


def _needs_medicare_day(answers: Answers) -> bool:
    """State help with Part B goes to people with Medicare alone; the other two may start before Medicare does."""
    return answers.get("medicaid") is True or answers.get("ssi") is True


def _help_began(answers: Answers) -> str:
    helps = _helps(answers)
    if len(helps) == 1:
        return f"When did your {helps[0]} start? (the day on the letter)"
    return f"When did the first of these start: {joined(helps, 'or')}?"


ASKS = (
    DayAsk("part_d_eligible_on", lambda answers: "When did your Medicare start? (the day on your card)", _needs_medicare_day),
    DayAsk(
        "deemed_on",
        _help_began,
        lambda answers: _deemed(answers) and (not _needs_medicare_day(answers) or bool(answers.get("part_d_eligible_on"))),
    ),
    DayAsk(
        "medicaid_on",
        lambda answers: "When did your Medicaid start?",
        lambda answers: answers.get("medicaid") is True and len(_helps(answers)) > 1,
        NO_PLAN,
    ),
    DayAsk(
        "applied_on",
        lambda answers: "On which day did you ask for Extra Help? (leave it empty if you did not)",
        lambda answers: not _deemed(answers),
    ),
    DayAsk(
        "determined_on",
        lambda answers: "Which day is on the letter that says you get Extra Help?",
        lambda answers: answers.get("medicaid") is not True,
        NO_PLAN,
    ),
    DayAsk("status_changed_on", lambda answers: "On which day did it change?", lambda answers: True, CHANGED),
    DayAsk(
        "notice_on",
        lambda answers: "Which day is on the letter about it?",
        lambda answers: bool(answers.get("status_changed_on")),
        CHANGED,
    ),
    DayAsk("change_requested_on", lambda answers: "On which day will you ask for the new plan?", lambda answers: True, MOVING),
)
GATES = (NO_PLAN, CHANGED, MOVING)


def days_behind(gate: str) -> tuple[DayAsk, ...]:
    """The days behind a box; an empty gate is for those that need none."""
    return tuple(ask for ask in ASKS if ask.gate == gate)
