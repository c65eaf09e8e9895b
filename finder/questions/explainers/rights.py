"""Rights and clocks: what happened and when, in; by when who must do what, what to say and to whom, out: ``finder rights``."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from finder.documents.calendar import Entry, calendar_file
from finder.documents.fields import Input, IsoDate, Whole, Word, read
from finder.documents.rules import rule_entries
from finder.domain.errors import Problem, Refusal
from finder.explain.explainers.rights_answers import SAY, TITLES, WHO, Event, What
from finder.parameters import FIRST_YEAR, LAST_YEAR, version
from finder.parameters.rule_sets import rules_of
from finder.questions.explainers.clocks import TOPIC, Happened, dates_of, rules_read

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MINUTES = 60
_LONGEST_GRACE = 120
_FURTHER = 4  # years by which another day of the same matter may lie before or after the years of the rules


def _minute(value: object) -> object:
    """``"09:30"`` as 570 minutes; anything else is refused."""
    if isinstance(value, str) and _TIME.fullmatch(value):
        return int(value[:2]) * _MINUTES + int(value[3:])
    raise ValueError('a time of day written HH:MM, such as "09:30"')


TimeOfDay = Annotated[int, BeforeValidator(_minute), WithJsonSchema({"type": "string", "pattern": _TIME.pattern})]

_ONLY = {
    "expedited": {"coverage_determination", "exception", "redetermination", "independent_review"},
    "payment": {"redetermination", "independent_review"},
    "prescriber_statement_on": {"exception"},
    "received_on": {"denial"},
    "billed_on": {"grace_period"},
    "plan_grace_months": {"grace_period"},
    "plan_kind": {"absence"},
    "travel_benefit": {"absence"},
    "back_on": {"absence"},
    "complete_on": {"refund"},
    "fill_on": {"refund"},
    "time": {
        "coverage_determination",
        "expedited_determination",
        "exception",
        "payment_request",
        "redetermination",
        "independent_review",
        "reversal",
        "late_decision",
    },
}
"""The events to which each optional field belongs; with another it is refused, so that nothing given is left unread."""


class RightsInput(Input):
    """The document of ``finder rights``: an event, the day on which it happened (``on``), and what that event may need besides.
    ``time`` is that of the day from which the hours run: the request, or the doctor's statement."""

    event: Annotated[Event, Word(Event)]
    on: IsoDate
    time: TimeOfDay | None = None
    expedited: bool = False
    payment: bool = False
    prescriber_statement_on: IsoDate | None = None
    received_on: IsoDate | None = None
    billed_on: IsoDate | None = None
    plan_grace_months: Whole | None = None
    plan_kind: Literal["PDP", "MA-PD"] = "PDP"
    travel_benefit: bool = False
    back_on: IsoDate | None = None
    complete_on: IsoDate | None = None
    fill_on: IsoDate | None = None

    @model_validator(mode="after")
    def _money_is_never_urgent(self) -> RightsInput:
        if self.expedited and self.payment:
            raise ValueError("expedited or payment, not both: a request about money cannot be expedited")
        return self


def rights(document: object) -> dict[str, Any]:
    """Dates in order, what to say and to whom, what is not known, and the rules with their status. Raises Refusal."""
    asked = read(RightsInput, document)
    _refuse(asked)
    rules = rules_of(TOPIC, asked.on.year)
    happened = Happened(
        on=asked.on,
        minute=asked.time,
        expedited=asked.expedited,
        payment=asked.payment,
        statement_on=asked.prescriber_statement_on,
        received_on=asked.received_on,
        billed_on=asked.billed_on,
        plan_grace_months=asked.plan_grace_months,
        health_plan=asked.plan_kind == "MA-PD",
        travel_benefit=asked.travel_benefit,
        back_on=asked.back_on,
        complete_on=asked.complete_on,
        fill_on=asked.fill_on,
    )
    dates = dates_of(asked.event, happened, rules)
    read_rules = rules_read(asked.event, happened)
    lacking = [name for name in read_rules if name not in rules]
    return {
        "event": asked.event.key,
        "on": asked.on.isoformat(),
        "dates": [_date(entry, rules) for entry in dates],
        "say": [{"to": to, "words": words} for to, words in SAY[asked.event]],
        "unknown": [f"The rule on {name.replace('_', ' ')} of {asked.on.year} is not among the texts that were read." for name in lacking],
        "rules": rule_entries(rules[name] for name in read_rules if name in rules),
        "calendar": calendar_file(Entry(e.day, e.minute, TITLES[e.key], e.says) for e in dates if e.day is not None),
        "parameters_version": version(),
    }


def _refuse(asked: RightsInput) -> None:
    """Refuse a field that the event does not read, a year without rules, and days out of order."""
    event, problems = asked.event.key, []
    for field, events in _ONLY.items():
        if event not in events and field in asked.model_fields_set:
            problems.append(Problem(f"$.{field}", f"this field only with {', '.join(sorted(events))}", f"event {event}"))
    last = LAST_YEAR + (asked.event is Event.NONRENEWAL)
    if not FIRST_YEAR <= asked.on.year <= last:
        problems.append(Problem("$.on", f"a day from {FIRST_YEAR} to {last}", asked.on.isoformat()))
    problems += [
        Problem(f"$.{name}", f"a day from {FIRST_YEAR - _FURTHER} to {LAST_YEAR + _FURTHER}", day.isoformat())
        for name in _DATES
        if (day := getattr(asked, name)) is not None and not FIRST_YEAR - _FURTHER <= day.year <= LAST_YEAR + _FURTHER
    ]
    problems += _out_of_order(asked)
    if asked.event is Event.NONRENEWAL and (asked.on.month, asked.on.day) != (1, 1):
        problems.append(Problem("$.on", "January 1, the day on which a plan's year ends or goes on", asked.on.isoformat()))
    if problems:
        raise Refusal(problems)


_DATES = ("prescriber_statement_on", "received_on", "billed_on", "back_on", "complete_on", "fill_on")


def _out_of_order(asked: RightsInput) -> list[Problem]:
    """Days that cannot be in that order, and a grace period shorter than the law's."""
    problems = [
        Problem(f"$.{name}", f"a day on or after $.on ({asked.on.isoformat()})", day.isoformat())
        for name in ("received_on", "back_on", "complete_on")
        if (day := getattr(asked, name)) is not None and day < asked.on
    ]
    if asked.fill_on is not None and asked.fill_on > asked.on:
        problems.append(Problem("$.fill_on", f"a day on or before $.on ({asked.on.isoformat()})", asked.fill_on.isoformat()))
    months = asked.plan_grace_months
    least = rules_of(TOPIC, asked.on.year)["grace_period"].number("months") if asked.on.year >= FIRST_YEAR else 0
    if months is not None and not least <= months <= _LONGEST_GRACE:
        problems.append(Problem("$.plan_grace_months", f"{least} (the law's least) to {_LONGEST_GRACE} months", str(months)))
    return problems


def _date(entry: What, rules: Any) -> dict[str, Any]:
    """One date as the contract writes it. ``date`` is null where the clock has not started or needs a day that was not given."""
    rule = rules[entry.rule]
    minute = entry.minute
    return {
        "what": entry.key,
        "title": TITLES[entry.key],
        "date": entry.day.isoformat() if isinstance(entry.day, date) else None,
        "time": None if minute is None else f"{minute // _MINUTES:02d}:{minute % _MINUTES:02d}",
        "who": WHO[entry.who],
        "says": entry.says,
        "citation": rule.citation,
        "law": rule.law,
        "since": rule.since,
        "status": rule.status,
    }
