"""Several clients: what a label may be, and what ends when for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.choosing import Timing
from finder.domain.client import ClientPerson, Deadline, Ends
from finder.domain.errors import Problem, Refusal
from finder.parameters.rule_sets import rule_of
from finder.questions.plans.choosing import can_be_chosen
from finder.rules.transition_fills import window_end

_WITH_MEDICAID = (LowIncomeSubsidy.FULL_INSTITUTIONAL, LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY)
_LABEL = re.compile(r"[0-9]{1,6}")


def checked_label(text: str) -> str:
    """The label of a client: one to six digits. Raises Refusal: a name or initials can tell who it is, and so can a longer number."""
    label = text.strip()
    if not _LABEL.fullmatch(label):
        found = "a longer number" if label.isdigit() else "letters" if any(map(str.isalpha, label)) else "something else"
        raise Refusal([Problem("label", "a number of 1 to 6 digits, not a name or initials, which tell who it is", found)])
    return label


def deadlines_of(plan_year: int, people: Sequence[ClientPerson], today: date) -> tuple[Deadline, ...]:
    """What ends for a client from today on, the soonest first, each once."""
    found = {deadline for person in people for deadline in _of_person(plan_year, person, today)}
    return tuple(sorted((deadline for deadline in found if deadline.day >= today), key=lambda one: (one.day, one.ends)))


def _of_person(plan_year: int, person: ClientPerson, today: date) -> Iterator[Deadline]:
    chosen = can_be_chosen(plan_year, today, person.level, in_health_plan=person.in_health_plan)
    if chosen.timing is Timing.OWN_PERIOD and chosen.last_day is not None:
        yield Deadline(Ends.CHANGE, chosen.last_day)
    if chosen.fall is not None and chosen.fall.first_day <= today:
        yield Deadline(Ends.ENROLLMENT, chosen.fall.last_day)
    if person.level in _WITH_MEDICAID:
        yield Deadline(Ends.EXTRA_HELP, date(plan_year, 12, 31))
    if person.coverage_start is not None:
        days = rule_of("transition_fills", "window", plan_year).number("days")
        yield Deadline(Ends.TRANSITION, window_end(person.coverage_start, days))
