"""The dates that follow from each event, reckoned by the rules of the event's year. A rule that the year lacks gives no date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from finder.domain.law import Rule
from finder.explain.explainers.rights_answers import Event, What
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


class Happened(NamedTuple):
    """What the person told us of the event."""

    on: date
    minute: int | None = None
    expedited: bool = False
    payment: bool = False
    statement_on: date | None = None
    received_on: date | None = None
    billed_on: date | None = None
    plan_grace_months: int | None = None
    health_plan: bool = False
    travel_benefit: bool = False
    back_on: date | None = None
    complete_on: date | None = None
    fill_on: date | None = None


EVENT_RULES: dict[Event, tuple[str, ...]] = {
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
"""The rules that each event may read, in order; one that its year lacks is said to be unknown."""
_PAYMENT = {"payment_redetermination", "payment_review"}
_SERVICE = {"redetermination", "written_copy", "independent_review", "reversal"}
_AREAS = {False: "absence_from_area", True: "absence_from_health_plan_area"}


def rules_read(event: Event, happened: Happened) -> list[str]:
    """The ids of the rules that this case of the event reads."""
    left_out = {_AREAS[not happened.health_plan]}
    if event in (Event.REDETERMINATION, Event.INDEPENDENT_REVIEW):
        left_out |= _SERVICE if happened.payment else _PAYMENT
    return [name for name in EVENT_RULES[event] if name not in left_out]


def dates_of(event: Event, happened: Happened, rules: Rules) -> list[What]:
    """The dates of an event in order of day; those without a day stand last."""
    found = [entry for entry in _DATES[event](happened, rules) if entry.rule in rules]
    return sorted(found, key=lambda entry: (entry.day or date.max, entry.minute or 0))


def _after_hours(happened: Happened, start: date | None, hours: int) -> tuple[date | None, int | None]:
    """The day, and the minute where one was given, so many hours later. Without a minute the day alone is known."""
    if start is None:
        return None, None
    day, minute = hours_after(start, happened.minute or 0, hours)
    return day, None if happened.minute is None else minute


def _decision(happened: Happened, rules: Rules, rule: str, start: date | None, *, expedited: bool) -> list[What]:
    """A decision of the plan, the letter after an oral one, and what follows when it is late."""
    hours = rules[rule].number("expedited_hours" if expedited else "standard_hours")
    day, minute = _after_hours(happened, start, hours)
    found = [What("decision", day, minute, "plan", f"The plan must tell you its decision. That is {hours} hours.", rule)]
    return found + _letter(day, rules) + _forwarded(day, minute, rules)


def _letter(day: date | None, rules: Rules) -> list[What]:
    if day is None or "written_copy" not in rules:
        return []
    by = day + timedelta(days=rules["written_copy"].number("days"))
    return [
        What("letter", by, None, "plan", "If the plan told you by phone on its last day, its letter must be sent by then.", "written_copy")
    ]


def _forwarded(day: date | None, minute: int | None, rules: Rules) -> list[What]:
    if day is None:
        return []
    by, at = hours_after(day, minute or 0, rules["late_decision"].number("hours"))
    says = "If the plan did not decide in time, it must send your case to the independent reviewer by then."
    return [What("forwarded", by, None if minute is None else at, "plan", says, "late_decision")]


def _coverage_determination(happened: Happened, rules: Rules) -> list[What]:
    return _decision(happened, rules, "coverage_determination", happened.on, expedited=happened.expedited)


def _expedited_determination(happened: Happened, rules: Rules) -> list[What]:
    day, minute = _after_hours(happened, happened.on, rules["expedite_refused"].number("standard_hours"))
    says = "If the plan did not agree that it is urgent, it must decide by then."
    refused = What("expedite_refused", day, minute, "plan", says, "expedite_refused")
    return [*_decision(happened, rules, "coverage_determination", happened.on, expedited=True), refused]


def _exception(happened: Happened, rules: Rules) -> list[What]:
    if happened.statement_on is None:
        says = "The clock has not started. It starts when the plan has your doctor's statement."
        return [What("decision", None, None, "plan", says, "exception")]
    start = max(happened.statement_on, happened.on)
    return _decision(happened, rules, "exception", start, expedited=happened.expedited)


def _payment_request(happened: Happened, rules: Rules) -> list[What]:
    rule = rules["payment_request"]
    if "decide_hours" in rule.numbers:
        day, minute = _after_hours(happened, happened.on, rule.number("decide_hours"))
        pay = happened.on + timedelta(days=rule.number("pay_days"))
    else:
        day, minute = happened.on + timedelta(days=rule.number("days")), None
        pay = day
    return [
        What("decision", day, minute, "plan", "The plan must tell you if it pays you back.", "payment_request"),
        What("payment", pay, None, "plan", "If the answer is yes, the plan must have paid you.", "payment_request"),
        *_forwarded(day, minute, rules),
    ]


def _denial(happened: Happened, rules: Rules) -> list[What]:
    rule = rules["time_to_appeal"]
    by = appeal_law(happened.on.year).time_to_appeal(
        happened.on, happened.received_on, rule.number("days"), rule.numbers.get("mail_days", 0)
    )
    return [What("appeal", by, None, "you", "This is your last day to ask the plan to look again.", "time_to_appeal")]


def _redetermination(happened: Happened, rules: Rules) -> list[What]:
    rule = rules["payment_redetermination" if happened.payment else "redetermination"]
    if happened.expedited:
        day, minute = _after_hours(happened, happened.on, rule.number("expedited_hours"))
    else:
        day, minute = happened.on + timedelta(days=rule.number("days")), None
    found = [What("decision", day, minute, "plan", "The plan must answer your appeal.", rule.id)]
    if happened.payment and "pay_days" in rule.numbers:
        pay = happened.on + timedelta(days=rule.number("pay_days"))
        found.append(What("payment", pay, None, "plan", "If you win, the plan must have paid you.", rule.id))
    letter = _letter(day, rules) if happened.expedited else []
    return [*found, *letter, *_forwarded(day, minute, rules)]


def _appeal_denied(happened: Happened, rules: Rules) -> list[What]:
    by = happened.on + timedelta(days=rules["time_to_ask_reviewer"].number("days"))
    return [What("ask_reviewer", by, None, "you", "This is your last day to ask the independent reviewer.", "time_to_ask_reviewer")]


def _independent_review(happened: Happened, rules: Rules) -> list[What]:
    rule = rules["payment_review" if happened.payment else "independent_review"]
    if happened.expedited:
        day, minute = _after_hours(happened, happened.on, rule.number("expedited_hours"))
    else:
        day, minute = happened.on + timedelta(days=rule.number("days")), None
    return [What("review_decision", day, minute, "reviewer", "The reviewer must tell you the answer by then.", rule.id)]


def _reversal(happened: Happened, rules: Rules) -> list[What]:
    day, minute = _after_hours(happened, happened.on, rules["reversal"].number("standard_hours"))
    return [What("drug", day, minute, "plan", "The plan must give you the drug.", "reversal")]


def _late_decision(happened: Happened, rules: Rules) -> list[What]:
    return _forwarded(happened.on, happened.minute, rules)


def _grace_period(happened: Happened, rules: Rules) -> list[What]:
    rule = rules["grace_period"]
    start = grace_period_start(happened.on, happened.billed_on)
    months = happened.plan_grace_months or rule.number("months")
    out = grace_period_end(start, months)
    pay = out - timedelta(days=1)
    found = [
        What("grace_starts", start, None, "plan", "The time to catch up starts.", "grace_period"),
        What("pay_by", pay, None, "you", "Pay all you owe by this day to keep your plan.", "grace_period"),
        What("out", out, None, "plan", "The plan may end your coverage on this day, and not before.", "grace_period"),
    ]
    if "late_premium_notice" in rules:
        by = start + timedelta(days=rules["late_premium_notice"].number("days"))
        found.append(What("notice", by, None, "plan", "The plan should have sent you a letter.", "late_premium_notice"))
    if "reinstatement" in rules:
        back = rules["reinstatement"]
        ask, paid = reinstatement_ask_by(out, back.number("ask_days")), reinstatement_paid_by(out, back.number("pay_months"))
        found.append(What("ask_back", ask, None, "you", "Was your reason beyond your control? Ask by this day to be let back in.", back.id))
        found.append(What("paid_back", paid, None, "you", "To be let back in, you must have paid all you owe by this day.", back.id))
    return found


def _absence(happened: Happened, rules: Rules) -> list[What]:
    name = "absence_from_health_plan_area" if happened.health_plan else "absence_from_area"
    if name not in rules:
        return []
    months = rules[name].number("visitor_months" if happened.health_plan and happened.travel_benefit else "months")
    last = longest_absence(happened.on, months)
    if happened.back_on is not None and happened.back_on <= last:
        return [What("stays", happened.back_on, None, "you", "You were back in time. You stay in the plan.", name)]
    out = absence_disenrollment(happened.on, months)
    back = "Be back by this day to stay in the plan." if happened.back_on is None else "You had to be back by this day."
    return [
        What("back_by", last, None, "you", back, name),
        What("out", out, None, "plan", "If you are away longer, your coverage ends on this day.", name),
    ]


def _nonrenewal(happened: Happened, rules: Rules) -> list[What]:
    if "nonrenewal_notice" not in rules:
        return []
    by = notice_before(happened.on, rules["nonrenewal_notice"].number("days"))
    return [
        What("notice", by, None, "plan", "The plan must have mailed you its letter, with a list of your choices.", "nonrenewal_notice"),
        What(
            "ends",
            happened.on - timedelta(days=1),
            None,
            "plan",
            "This is the last day of your plan. Choose a new one before it.",
            "nonrenewal_notice",
        ),
    ]


def _refund(happened: Happened, rules: Rules) -> list[What]:
    if "refund" not in rules:
        return []
    days = rules["refund"].number("days")
    complete = happened.complete_on or happened.on
    by_text = complete + timedelta(days=days)
    found = [
        What("refund", by_text, None, "plan", f"The plan must have paid you back. That is {days} days from all it needs to know.", "refund")
    ]
    if happened.complete_on is not None and happened.complete_on != happened.on:
        early = happened.on + timedelta(days=days)
        says = f"By the first reading of the rule, {days} days from the first news, the plan must have paid you back."
        found.append(What("refund_by_preamble", early, None, "plan", says, "refund"))
    if happened.fill_on is not None:
        end = look_back_end(happened.fill_on, rules["look_back"].number("years"))
        found.append(What("look_back", end, None, "you", "This is the last day to have that fill put right.", "look_back"))
    return found


_DATES: dict[Event, Callable[[Happened, Rules], list[What]]] = {
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
