"""Rights and clocks: what happened and when, in; by when who must do what, out. A rule that the event's year lacks gives no date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.rights import AwayPlan, Clock, ClockDate, Event, Happened, Rights
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.parameters.rule_sets import law_year, rules_of
from finder.rules.rights_and_clocks import (
    absence_disenrollment,
    appeal_law,
    grace_period_end,
    grace_period_start,
    hours_after,
    longest_absence,
    look_back_end,
    notice_before,
    reinstatement_ask_by,
    reinstatement_paid_by,
)

TOPIC = "rights_and_clocks"
Rules = Mapping[str, Rule]
_LONGEST_GRACE = 120
_FURTHER = 4  # years by which another day of the same matter may lie before or after the years of the rules
NOT_BOTH = "expedited or payment, not both: a request about money cannot be expedited"
_OTHER_DAYS = ("prescriber_statement_on", "received_on", "billed_on", "back_on", "complete_on", "fill_on")
_EVENT_RULES: dict[Event, tuple[str, ...]] = {
    Event.COVERAGE_DETERMINATION: ("coverage_determination", "written_copy", "late_decision"),
    Event.EXPEDITED_DETERMINATION: ("coverage_determination", "expedite_refused", "written_copy", "late_decision"),
    Event.EXCEPTION: ("exception", "written_copy", "late_decision"),
    Event.PAYMENT_REQUEST: ("payment_request", "late_decision"),
    Event.DENIAL: ("time_to_appeal", "good_cause"),
    Event.REDETERMINATION: ("redetermination", "payment_redetermination", "written_copy", "late_decision", "time_to_ask_reviewer"),
    Event.APPEAL_DENIED: ("time_to_ask_reviewer", "good_cause"),
    Event.INDEPENDENT_REVIEW: ("independent_review", "payment_review", "reversal"),
    Event.REVERSAL: ("reversal",),
    Event.LATE_DECISION: ("late_decision", "independent_review"),
    Event.GRACE_PERIOD: (
        *("grace_period", "who_stays", "late_premium_notice", "no_second_chance"),
        *("reinstatement", "income_amount_unpaid"),
    ),
    Event.ABSENCE: ("absence_from_area", "absence_from_health_plan_area"),
    Event.NONRENEWAL: ("nonrenewal_notice",),
    Event.REFUND: ("refund", "look_back"),
}
"""The rules that each event may read, in order."""
_PAYMENT = {"payment_redetermination", "payment_review"}
_SERVICE = {"redetermination", "written_copy", "independent_review", "reversal"}


def rights(happened: Happened) -> Rights:
    """The dates in order, the rules read, and those that the year lacks. Raises Refusal."""
    problems = problems_of(happened)
    if problems:
        raise Refusal(problems)
    rules = rules_of(TOPIC, law_year(happened.on))
    names = _rules_read(happened)
    return Rights(
        happened=happened,
        dates=tuple(sorted(_DATES[happened.event](happened, rules), key=lambda found: (found.day or date.max, found.minute or 0))),
        unknown=tuple(name for name in names if name not in rules),
        rules=tuple(rules[name] for name in names if name in rules),
    )


def problems_of(happened: Happened) -> list[Problem]:
    """An urgent request about money, a year without rules, days out of order, a grace period shorter than the law's."""
    on, nonrenewal = happened.on, happened.event is Event.NONRENEWAL
    last = LAST_YEAR + nonrenewal
    problems = [Problem("$", NOT_BOTH, "both")] if happened.expedited and happened.payment else []
    if not FIRST_YEAR <= on.year <= last:
        problems.append(Problem("$.on", f"a day from {FIRST_YEAR} to {last}", on.isoformat()))
    problems += [
        Problem(f"$.{name}", f"a day from {FIRST_YEAR - _FURTHER} to {LAST_YEAR + _FURTHER}", day.isoformat())
        for name in _OTHER_DAYS
        if (day := getattr(happened, name)) is not None and not FIRST_YEAR - _FURTHER <= day.year <= LAST_YEAR + _FURTHER
    ]
    problems += [*_out_of_order(happened), *_short_grace(happened)]
    if nonrenewal and (on.month, on.day) != (1, 1):
        problems.append(Problem("$.on", "January 1, the day on which a plan's year ends or goes on", on.isoformat()))
    return problems


def _out_of_order(happened: Happened) -> list[Problem]:
    on, filled = happened.on, happened.fill_on
    problems = [
        Problem(f"$.{name}", f"a day on or after $.on ({on.isoformat()})", day.isoformat())
        for name in ("received_on", "back_on", "complete_on")
        if (day := getattr(happened, name)) is not None and day < on
    ]
    if filled is not None and filled > on:
        problems.append(Problem("$.fill_on", f"a day on or before $.on ({on.isoformat()})", filled.isoformat()))
    return problems


def _short_grace(happened: Happened) -> list[Problem]:
    months = happened.plan_grace_months
    least = rules_of(TOPIC, law_year(happened.on))["grace_period"].number("months") if happened.on.year >= FIRST_YEAR else 0
    if months is None or least <= months <= _LONGEST_GRACE:
        return []
    return [Problem("$.plan_grace_months", f"{least} (the law's least) to {_LONGEST_GRACE} months", str(months))]


def _rules_read(happened: Happened) -> list[str]:
    """The ids of the rules that this case of the event reads."""
    left_out = {"absence_from_health_plan_area" if happened.plan is AwayPlan.DRUG_PLAN else "absence_from_area"}
    if happened.event in (Event.REDETERMINATION, Event.INDEPENDENT_REVIEW):
        left_out |= _SERVICE if happened.payment else _PAYMENT
    return [name for name in _EVENT_RULES[happened.event] if name not in left_out]


def _after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _after_hours(happened: Happened, start: date, hours: int) -> tuple[date, int | None]:
    """The day, and the minute where one was given, so many hours later. Without a minute only the day is known."""
    day, minute = hours_after(start, happened.minute or 0, hours)
    return day, None if happened.minute is None else minute


def _decision(happened: Happened, rules: Rules, rule: Rule, start: date, *, expedited: bool) -> list[ClockDate]:
    """A decision of the plan, the letter after an oral one, and what follows when it is late."""
    hours = rule.number("expedited_hours" if expedited else "standard_hours")
    day, minute = _after_hours(happened, start, hours)
    return [ClockDate(Clock.DECISION, rule, day, minute, hours), *_letter(day, rules), *_forwarded(day, minute, rules)]


def _letter(day: date, rules: Rules) -> list[ClockDate]:
    rule = rules.get("written_copy")
    return [ClockDate(Clock.LETTER, rule, _after(day, rule.number("days")))] if rule else []


def _forwarded(day: date, minute: int | None, rules: Rules) -> list[ClockDate]:
    rule = rules["late_decision"]
    by, at = hours_after(day, minute or 0, rule.number("hours"))
    return [ClockDate(Clock.FORWARDED, rule, by, None if minute is None else at)]


def _coverage_determination(happened: Happened, rules: Rules) -> list[ClockDate]:
    return _decision(happened, rules, rules["coverage_determination"], happened.on, expedited=happened.expedited)


def _expedited_determination(happened: Happened, rules: Rules) -> list[ClockDate]:
    rule = rules["expedite_refused"]
    refused = ClockDate(Clock.EXPEDITE_REFUSED, rule, *_after_hours(happened, happened.on, rule.number("standard_hours")))
    return [*_decision(happened, rules, rules["coverage_determination"], happened.on, expedited=True), refused]


def _exception(happened: Happened, rules: Rules) -> list[ClockDate]:
    rule, statement = rules["exception"], happened.prescriber_statement_on
    if statement is None:
        return [ClockDate(Clock.NOT_STARTED, rule, None)]
    return _decision(happened, rules, rule, max(statement, happened.on), expedited=happened.expedited)


def _payment_request(happened: Happened, rules: Rules) -> list[ClockDate]:
    rule = rules["payment_request"]
    if "decide_hours" in rule.numbers:
        day, minute = _after_hours(happened, happened.on, rule.number("decide_hours"))
        pay = _after(happened.on, rule.number("pay_days"))
    else:
        day, minute = _after(happened.on, rule.number("days")), None
        pay = day
    decision, payment = ClockDate(Clock.PAYMENT_DECISION, rule, day, minute), ClockDate(Clock.PAYMENT, rule, pay)
    return [decision, payment, *_forwarded(day, minute, rules)]


def _denial(happened: Happened, rules: Rules) -> list[ClockDate]:
    rule = rules["time_to_appeal"]
    by = appeal_law(happened.on.year).time_to_appeal(
        happened.on, happened.received_on, rule.number("days"), rule.numbers.get("mail_days", 0)
    )
    return [ClockDate(Clock.APPEAL, rule, by)]


def _answer_due(happened: Happened, rule: Rule) -> tuple[date, int | None]:
    """The day of an answer: in hours where it is urgent, in days else."""
    if happened.expedited:
        return _after_hours(happened, happened.on, rule.number("expedited_hours"))
    return _after(happened.on, rule.number("days")), None


def _redetermination(happened: Happened, rules: Rules) -> list[ClockDate]:
    rule = rules["payment_redetermination" if happened.payment else "redetermination"]
    day, minute = _answer_due(happened, rule)
    found = [ClockDate(Clock.APPEAL_ANSWER, rule, day, minute)]
    if happened.payment and "pay_days" in rule.numbers:
        found.append(ClockDate(Clock.PAYMENT_WON, rule, _after(happened.on, rule.number("pay_days"))))
    letter = _letter(day, rules) if happened.expedited else []
    return [*found, *letter, *_forwarded(day, minute, rules)]


def _appeal_denied(happened: Happened, rules: Rules) -> list[ClockDate]:
    rule = rules["time_to_ask_reviewer"]
    return [ClockDate(Clock.ASK_REVIEWER, rule, _after(happened.on, rule.number("days")))]


def _independent_review(happened: Happened, rules: Rules) -> list[ClockDate]:
    rule = rules["payment_review" if happened.payment else "independent_review"]
    return [ClockDate(Clock.REVIEW_DECISION, rule, *_answer_due(happened, rule))]


def _reversal(happened: Happened, rules: Rules) -> list[ClockDate]:
    rule = rules["reversal"]
    return [ClockDate(Clock.DRUG, rule, *_after_hours(happened, happened.on, rule.number("standard_hours")))]


def _late_decision(happened: Happened, rules: Rules) -> list[ClockDate]:
    return _forwarded(happened.on, happened.minute, rules)


def _grace_period(happened: Happened, rules: Rules) -> list[ClockDate]:
    rule, notice, back = rules["grace_period"], rules.get("late_premium_notice"), rules.get("reinstatement")
    start = grace_period_start(happened.on, happened.billed_on)
    out = grace_period_end(start, happened.plan_grace_months or rule.number("months"))
    found = [
        ClockDate(Clock.GRACE_STARTS, rule, start),
        ClockDate(Clock.PAY_BY, rule, _after(out, -1)),
        ClockDate(Clock.OUT_UNPAID, rule, out),
    ]
    if notice:
        found.append(ClockDate(Clock.PREMIUM_NOTICE, notice, _after(start, notice.number("days"))))
    if back:
        found.append(ClockDate(Clock.ASK_BACK, back, reinstatement_ask_by(out, back.number("ask_days"))))
        found.append(ClockDate(Clock.PAID_BACK, back, reinstatement_paid_by(out, back.number("pay_months"))))
    return found


def _absence(happened: Happened, rules: Rules) -> list[ClockDate]:
    rule = rules.get("absence_from_area" if happened.plan is AwayPlan.DRUG_PLAN else "absence_from_health_plan_area")
    if rule is None:
        return []
    months = rule.number("visitor_months" if happened.plan is AwayPlan.HEALTH_PLAN_WITH_TRAVEL_BENEFIT else "months")
    last, back = longest_absence(happened.on, months), happened.back_on
    if back is not None and back <= last:
        return [ClockDate(Clock.STAYS, rule, back)]
    return [
        ClockDate(Clock.BACK_BY if back is None else Clock.WAS_DUE_BACK, rule, last),
        ClockDate(Clock.OUT_AWAY, rule, absence_disenrollment(happened.on, months)),
    ]


def _nonrenewal(happened: Happened, rules: Rules) -> list[ClockDate]:
    rule = rules.get("nonrenewal_notice")
    if rule is None:
        return []
    by = notice_before(happened.on, rule.number("days"))
    return [ClockDate(Clock.NONRENEWAL_NOTICE, rule, by), ClockDate(Clock.ENDS, rule, _after(happened.on, -1))]


def _refund(happened: Happened, rules: Rules) -> list[ClockDate]:
    rule, complete = rules.get("refund"), happened.complete_on or happened.on
    if rule is None:
        return []
    days = rule.number("days")
    found = [ClockDate(Clock.REFUND, rule, _after(complete, days), number=days)]
    if complete != happened.on:
        found.append(ClockDate(Clock.REFUND_BY_PREAMBLE, rule, _after(happened.on, days), number=days))
    if happened.fill_on is not None:
        back = rules["look_back"]
        found.append(ClockDate(Clock.LOOK_BACK, back, look_back_end(happened.fill_on, back.number("years"))))
    return found


_DATES: dict[Event, Callable[[Happened, Rules], list[ClockDate]]] = {
    Event.COVERAGE_DETERMINATION: _coverage_determination,
    Event.EXPEDITED_DETERMINATION: _expedited_determination,
    Event.EXCEPTION: _exception,
    Event.PAYMENT_REQUEST: _payment_request,
    Event.DENIAL: _denial,
    Event.REDETERMINATION: _redetermination,
    Event.APPEAL_DENIED: _appeal_denied,
    Event.INDEPENDENT_REVIEW: _independent_review,
    Event.REVERSAL: _reversal,
    Event.LATE_DECISION: _late_decision,
    Event.GRACE_PERIOD: _grace_period,
    Event.ABSENCE: _absence,
    Event.NONRENEWAL: _nonrenewal,
    Event.REFUND: _refund,
}
