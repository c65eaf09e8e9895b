"""The document of ``finder rights`` and its answer."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from finder.documents.downloads import calendar_file
from finder.documents.fields import Input, IsoDate, Whole, Word, read
from finder.documents.law import rule_entries
from finder.domain.errors import Problem, Refusal
from finder.domain.rights import AwayPlan, Clock, ClockDate, Event, Happened
from finder.explain.explainers import rights as words
from finder.parameters import version
from finder.questions.explainers.rights import NOT_BOTH, problems_of, rights

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MINUTES = 60


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
        *("coverage_determination", "expedited_determination", "exception", "payment_request"),
        *("redetermination", "independent_review", "reversal", "late_decision"),
    },
}
"""The events to which each optional field belongs; with another it is refused, so that nothing given is left unread."""
_WHAT = {
    Clock.NOT_STARTED: "decision",
    Clock.PAYMENT_DECISION: "decision",
    Clock.APPEAL_ANSWER: "decision",
    Clock.PAYMENT_WON: "payment",
    Clock.PREMIUM_NOTICE: "notice",
    Clock.NONRENEWAL_NOTICE: "notice",
    Clock.YEARLY_LETTER: "notice",
    Clock.OUT_UNPAID: "out",
    Clock.OUT_AWAY: "out",
    Clock.OUT_BY_MEDICARE: "out",
    Clock.WAS_DUE_BACK: "back_by",
}
"""The contract's word for a date, where it is not the clock's own."""


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
            raise ValueError(NOT_BOTH)
        return self

    @property
    def happened(self) -> Happened:
        """The document as the question takes it."""
        given = {name: value for name, value in self if name not in ("time", "plan_kind", "travel_benefit")}
        return Happened(**given, minute=self.time, plan=self._plan)

    @property
    def _plan(self) -> AwayPlan:
        if self.plan_kind == "PDP":
            return AwayPlan.DRUG_PLAN
        return AwayPlan.HEALTH_PLAN_WITH_TRAVEL_BENEFIT if self.travel_benefit else AwayPlan.HEALTH_PLAN

    @property
    def unread(self) -> list[Problem]:
        """A problem for each field that the event does not read."""
        return [
            Problem(f"$.{field}", f"this field only with {', '.join(sorted(events))}", f"event {self.event.key}")
            for field, events in _ONLY.items()
            if self.event.key not in events and field in self.model_fields_set
        ]


INPUT = RightsInput


def answer(document: object) -> dict[str, Any]:
    """Dates in order, what to say and to whom, what is not known, and the rules with their status. Raises Refusal."""
    asked = read(INPUT, document)
    if asked.unread:
        raise Refusal([*asked.unread, *problems_of(asked.happened)])
    found = rights(asked.happened)
    return {
        "event": asked.event.key,
        "on": asked.on.isoformat(),
        "dates": [date_entry(entry) for entry in found.dates],
        "say": [{"to": to, "words": text} for to, text in words.what_to_say(asked.event)],
        "unknown": list(words.unknown_sentences(found)),
        "rules": rule_entries(found.rules),
        "calendar": calendar_file(words.dues(found)),
        "parameters_version": version(),
    }


def date_entry(entry: ClockDate) -> dict[str, Any]:
    """One date. ``date`` is null where the clock has not started."""
    rule, clock = entry.rule, entry.clock
    return {
        "what": _WHAT.get(clock, clock.key),
        "title": words.title_of(clock),
        "date": entry.day and entry.day.isoformat(),
        "time": None if entry.minute is None else f"{entry.minute // _MINUTES:02d}:{entry.minute % _MINUTES:02d}",
        "who": clock.who.key,
        "says": words.meaning_of(entry),
        "citation": rule.citation,
        "law": rule.law,
        "since": rule.since,
        "status": rule.status,
    }
