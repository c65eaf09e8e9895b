"""The days that Extra Help's dates rest on: which are asked of whom, and only where a date depends on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from finder.domain.extra_help import Days, HelpSeeker
from finder.explain.messages import mark, say
from finder.explain.words import joined

NO_PLAN = mark("I have no drug plan now")
CHANGED = mark("My Extra Help started, stopped or changed not long ago")
MOVING = mark("I want to change my plan now")
_HELPS = {"medicaid": mark("Medicaid"), "ssi": mark("SSI"), "savings_programme": mark("state help with Part B")}
_HELP_BEGAN = {
    "medicaid": mark("When did your Medicaid start? (the day on the letter)"),
    "ssi": mark("When did your SSI start? (the day on the letter)"),
    "savings_programme": mark("When did your state help with Part B start? (the day on the letter)"),
}


class DayAsk(NamedTuple):
    """A day that is asked for.

    ``name`` is the field of ``Days``.
    ``needed`` says of whom it is asked.
    ``gate`` is the box that must be ticked first; empty: none.
    """

    name: str
    label: Callable[[HelpSeeker], str]
    needed: Callable[[HelpSeeker, Days], bool]
    gate: str = ""


def _labelled(label: str) -> Callable[[HelpSeeker], str]:
    return lambda person: say(label)


def _helps(person: HelpSeeker) -> list[str]:
    return [name for name in _HELPS if getattr(person, name)]


def _needs_medicare_day(person: HelpSeeker, days: Days) -> bool:
    """State help with Part B goes to people with Medicare alone; the other two may start before Medicare does."""
    return bool(person.medicaid or person.ssi)


def _needs_deemed_day(person: HelpSeeker, days: Days) -> bool:
    return bool(person.deemed) and (not _needs_medicare_day(person, days) or days.part_d_eligible_on is not None)


def _help_began(person: HelpSeeker) -> str:
    helps = _helps(person)
    if len(helps) == 1:
        return say(_HELP_BEGAN[helps[0]])
    return say("When did the first of these start: {helps}?", helps=joined((say(_HELPS[name]) for name in helps), "or"))


ASKS = (
    DayAsk("part_d_eligible_on", _labelled(mark("When did your Medicare start? (the day on your card)")), _needs_medicare_day),
    DayAsk("deemed_on", _help_began, _needs_deemed_day),
    DayAsk(
        "medicaid_on",
        _labelled(mark("When did your Medicaid start?")),
        lambda person, days: bool(person.medicaid) and len(_helps(person)) > 1,
        NO_PLAN,
    ),
    DayAsk(
        "applied_on",
        _labelled(mark("When did you apply for Extra Help? (leave it empty if you did not)")),
        lambda person, days: not person.deemed,
    ),
    DayAsk(
        "determined_on",
        _labelled(mark("What date is on the letter that says you get Extra Help?")),
        lambda person, days: not person.medicaid,
        NO_PLAN,
    ),
    DayAsk("status_changed_on", _labelled(mark("When did it change?")), lambda person, days: True, CHANGED),
    DayAsk(
        "notice_on",
        _labelled(mark("What date is on the letter about it?")),
        lambda person, days: days.status_changed_on is not None,
        CHANGED,
    ),
    DayAsk("change_requested_on", _labelled(mark("When will you ask for the new plan?")), lambda person, days: True, MOVING),
)
GATES = (NO_PLAN, CHANGED, MOVING)


def days_behind(gate: str) -> tuple[DayAsk, ...]:
    """The days behind a box; an empty gate is for those that need none."""
    return tuple(ask for ask in ASKS if ask.gate == gate)
