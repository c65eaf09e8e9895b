"""The commands' words for what can still be chosen, by whom, and what warns of a plan."""

from __future__ import annotations

from calendar import month_name
from datetime import date

from finder.domain.choosing import CanBeChosen, Joining, MayJoin, Timing
from finder.domain.market import Plan
from finder.parameters.rule_sets import rule_of

_FOR = {
    "medicaid": ("A special needs plan for people with Medicaid (D-SNP).", "have Medicaid"),
    "chronic_condition": ("A special needs plan for people with certain chronic conditions (C-SNP).", "have one of the plan's conditions"),
    "institution": (
        "A special needs plan for people in a nursing home or who need such care (I-SNP).",
        "live in a nursing home or need that level of care",
    ),
}
_JOIN = {
    MayJoin.NO: "By what was answered, this person does not {need}, so cannot join.",
    MayJoin.YES: "By what was answered, this person may join; the plan checks it.",
    MayJoin.ASK: "First ask: does this person {need}?",
}
_WHY = {
    "open_to_all": "Open to everybody with Medicare in its area.",
    "member_now": "The person is in this plan now.",
    "kind_unknown": "A special needs plan; the files do not say for whom. Ask the plan whether this person can join.",
    "sanctioned": "Medicare has put sanctions on this plan, and it may take no new members. Ask 1-800-MEDICARE.",
    "example_design": "An example design, not a plan that anyone can join.",
}
_WARNINGS = {
    "sanctioned": "Medicare has put sanctions on this plan.",
    "low_stars": "Medicare gives this plan {stars} of 5 stars, fewer than 3.",
}


def how_sentences(can: CanBeChosen) -> str:
    """When and by whom a plan of the year can be chosen, and what to do instead."""
    return " ".join(filter(None, (_when(can), _periods(can), _instead(can))))


def _when(can: CanBeChosen) -> str:
    year = can.plan_year
    if can.timing is Timing.OVER:
        return f"Plans of {year} can no longer be chosen: on {_day(can.today)}, no choice can start in {year}."
    if can.timing is Timing.NOT_YET:
        return f"Plans of {year} can be chosen from {_day(can.first_day)} to {_day(can.last_day)} (open enrollment)."
    if can.timing is Timing.OPEN_ENROLLMENT:
        return (
            f"Plans of {year} can be chosen until {_day(can.last_day)} (open enrollment). A plan chosen now starts on {_day(can.starts)}."
        )
    if can.timing is Timing.OWN_PERIOD:
        return f"This person can choose a plan of {year} until {_day(can.last_day)}. A plan chosen now starts on {_day(can.starts)}."
    return f"Plans of {year} can be chosen only in a special enrollment period. A plan chosen in one now starts on {_day(can.starts)}."


def _periods(can: CanBeChosen) -> str:
    if can.timing is Timing.SPECIAL_PERIOD:
        return rule_of("enrollment_periods", "special_periods", can.today.year).says
    return " ".join(rule_of(topic, rule, can.today.year).says for topic, rule in can.own)


def _instead(can: CanBeChosen) -> str:
    if can.next_year is None:
        return _later(can)
    year = can.next_year
    load = "" if can.next_year_known is not False else f" Load them with: finder catalog fetch --year {year}."
    if can.fall is None or can.fall.plan_year != year:
        return f"The plan year that counts now is {year}.{load}"
    days = (
        f"until {_day(can.fall.last_day)}"
        if can.fall.first_day <= can.today
        else f"from {_day(can.fall.first_day)} to {_day(can.fall.last_day)}"
    )
    return f"Compare the plans of {year} instead: they can be chosen {days}.{load}"


def _later(can: CanBeChosen) -> str:
    """When anyone can choose a plan again, where that takes a special period now."""
    if can.timing is not Timing.SPECIAL_PERIOD or can.fall is None:
        return ""
    return f"Plans of {can.fall.plan_year} can be chosen by anyone from {_day(can.fall.first_day)} to {_day(can.fall.last_day)}."


def why_sentence(found: Joining) -> str:
    """Why a person may join a plan, or not, or whom to ask."""
    if found.why not in _FOR:
        return _WHY[found.why]
    kind, need = _FOR[found.why]
    return f"{kind} {_JOIN[found.may_join].format(need=need)}"


def warning_sentence(code: str, plan: Plan) -> str:
    """A warning of a plan in a sentence."""
    return _WARNINGS[code].format(stars=plan.star_rating)


def _day(day: date | None) -> str:
    return f"{month_name[day.month]} {day.day}, {day.year}" if day else ""
