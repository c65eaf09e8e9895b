"""Transition fills: the window, what each fill would get, notices and next steps: the question behind ``finder transition``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, NamedTuple

from pydantic import Field, model_validator

from finder.documents.calendar import Entry, calendar_file
from finder.documents.fields import Input, IsoDate, PlanYear, Whole, Word, read
from finder.documents.rules import rule_entries
from finder.domain.benefit import Named
from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.parameters import FIRST_YEAR, LAST_YEAR, version
from finder.parameters.rule_sets import rule_of, rules_of
from finder.rules.business_days import federal_holidays
from finder.rules.transition_fills import (
    NO_TOTAL,
    Supply,
    day_of_window,
    emergency_supply,
    enrollee_notice_due,
    transition_law,
    window_end,
)

TOPIC = "transition_fills"
LONGEST_SUPPLY = 365
MOST_FILLS = 200
_HOURS_A_DAY = 24


class Group(Named):
    """Why a person may get a transition supply."""

    NEW_ENROLLEE = 0
    NEWLY_ELIGIBLE = 1
    SWITCHER = 2
    STAYER = 3


class Setting(Named):
    """Where the drug is dispensed. All but long-term care are outpatient."""

    OUTPATIENT = 0
    RETAIL = 1
    MAIL = 2
    HOME_INFUSION = 3
    LONG_TERM_CARE = 4


class DrugStatus(Named):
    """How the plan's list has the drug."""

    NOT_ON_FORMULARY = 0
    PRIOR_AUTHORIZATION = 1
    STEP_THERAPY = 2
    QUANTITY_LIMIT = 3
    ON_FORMULARY = 4


_NAMED = (DrugStatus.NOT_ON_FORMULARY, DrugStatus.PRIOR_AUTHORIZATION, DrugStatus.STEP_THERAPY)
_STEPS = {
    "ask_plan": ("Ask the plan", "This rule gives no first supply here. Call the plan and ask what it needs from your doctor."),
    "fill_in_window": ("Last day of the first supply time", "Get your first fill by this day. After it the plan need not pay for it."),
    "ask_doctor": ("Call your doctor", "Ask your doctor if a drug on the plan's list would work as well. Do it at the first fill."),
    "ask_exception": (
        "Ask for an exception",
        "If no other drug will do, your doctor's statement must be with the plan by this day. Then it decides before you run out.",
    ),
    "supply_ends": ("The first supply ends", "By now you need another drug, or a yes from the plan."),
    "after_denial": ("If the plan says no", "Ask the plan to look again. See the page Rights and dates."),
}
_NOTICE = ("The plan's letter is due", "The plan must have sent you a letter about your first supply.")
_BECAUSE = {
    "in_window": "The fill is inside the transition window, and the whole of it is owed.",
    "part_of_supply": "Only the part of the fill up to the supply that the rule owes is covered.",
    "supply_used": "The supply that the rule owes has been given already.",
    "before_coverage": "The fill is before coverage starts.",
    "after_window": "The fill is after the last day of the transition window.",
    "emergency": "The window is over, but an emergency supply is owed in long-term care while an exception is pending.",
    "emergency_used": "The window is over, and the emergency supply has been given already.",
    "quantity_limit": "The rule does not name quantity limits. Ask the plan.",
    "on_formulary": "The plan covers the drug, so no transition supply is needed.",
    "immediate_change": "No transition supply is owed for a change that the rule lets a plan make at once.",
}


class TransitionFill(Input):
    """A fill: its day, the days that the prescription was written for, and the days asked for at the pharmacy."""

    date: IsoDate
    written_days: Annotated[Whole, Field(ge=1, le=LONGEST_SUPPLY)]
    days_supply: Annotated[Whole, Field(ge=1, le=LONGEST_SUPPLY)]


class TransitionInput(Input):
    """The document of ``finder transition``. ``plan_year`` is for those who stay: the year in which the list changed (default: that of
    ``coverage_start``). ``month_supply`` is the plan's approved month's supply, from 2019 on."""

    coverage_start: IsoDate
    group: Annotated[Group, Word(Group)]
    setting: Annotated[Setting, Word(Setting)]
    drug_status: Annotated[DrugStatus, Word(DrugStatus)]
    fills: Annotated[list[TransitionFill], Field(max_length=MOST_FILLS)] = Field(default_factory=list)
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


class _Case(NamedTuple):
    """What holds for every fill of the document."""

    asked: TransitionInput
    rules: dict[str, Rule]
    start: date
    end: date
    supply: Supply
    other_total: int | None


class _Answer(NamedTuple):
    """What one fill gets: days by the rule's text, days by its other reading (None: there is none), and why."""

    days: int
    other_days: int | None
    because: str


def transition_fills(document: object) -> dict[str, Any]:
    """Window, each fill in order of its day with days covered and notices, what is still owed, next steps and rules. Raises Refusal."""
    case = _case(read(TransitionInput, document))
    fills, supplied, other, emergency_given, first_covered = [], 0, 0, False, True
    for fill in sorted(case.asked.fills, key=lambda fill: fill.date):
        answer = _answer(case, fill, supplied, other, emergency_given)
        emergency_given = emergency_given or answer.because == "emergency"
        if answer.because != "emergency":
            supplied += answer.days
            other += answer.days if answer.other_days is None else answer.other_days
        fills.append(_fill(case, fill, answer, first_covered=first_covered))
        first_covered = first_covered and not answer.days
    steps = _steps(case, fills)
    return {
        "window": _window(case),
        "supply": _supply(case, supplied),
        "fills": fills,
        "steps": steps,
        "notes": _notes(case),
        "holidays": _holidays(case, fills),
        "rules": rule_entries(_rules_shown(case)),
        "calendar": _calendar(fills, steps),
        "parameters_version": version(),
    }


def _case(asked: TransitionInput) -> _Case:
    year = asked.plan_year or asked.coverage_start.year
    if not FIRST_YEAR <= asked.coverage_start.year <= LAST_YEAR and asked.plan_year is None:
        raise Refusal([Problem("$.coverage_start", f"a day from {FIRST_YEAR} to {LAST_YEAR}", asked.coverage_start.isoformat())])
    late = date(LAST_YEAR + 1, 12, 31)
    days = [(f"$.fills[{index}].date", fill.date) for index, fill in enumerate(asked.fills)]
    problems = [
        Problem(where, f"a day from {FIRST_YEAR} to {late.year}", day.isoformat())
        for where, day in days
        if not FIRST_YEAR <= day.year <= late.year
    ]
    if asked.group is Group.STAYER and asked.coverage_start > date(year, 12, 31):
        problems.append(Problem("$.coverage_start", f"a day before the end of {year}", asked.coverage_start.isoformat()))
    if problems:
        raise Refusal(problems)
    rules = dict(rules_of(TOPIC, year))
    start = asked.coverage_start
    if asked.group is Group.STAYER:
        start = date(year, rules["stayers"].number("month"), rules["stayers"].number("day"))
    supply, other = _supply_of(asked, rules)
    return _Case(asked, rules, start, window_end(start, rules["window"].number("days")), supply, other)


def _supply_rule(asked: TransitionInput, rules: dict[str, Rule]) -> Rule:
    return rules["long_term_care_supply" if asked.setting is Setting.LONG_TERM_CARE else "outpatient_supply"]


def _supply_of(asked: TransitionInput, rules: dict[str, Rule]) -> tuple[Supply, int | None]:
    """The numbers of the supply rule that holds, and the total of its other reading where there is one."""
    numbers = _supply_rule(asked, rules).numbers
    if "usual_month" in numbers:
        month = asked.month_supply or numbers["usual_month"]
        return Supply(month, month, month), None
    total = numbers.get("days", numbers.get("total_days", numbers.get("least_days", NO_TOTAL)))
    return Supply(numbers.get("fill_days", total), total, numbers.get("most_days", total)), numbers.get("other_total_days")


def _answer(case: _Case, fill: TransitionFill, supplied: int, other_supplied: int, emergency_given: bool) -> _Answer:
    status = case.asked.drug_status
    if status not in _NAMED:
        return _Answer(0, None, status.key)
    if case.asked.immediate_change and "immediate_change" in case.rules:
        return _Answer(0, None, "immediate_change")
    asked_days = min(fill.written_days, fill.days_supply)
    day = day_of_window(fill.date, case.start)
    if day < 1:
        return _Answer(0, None, "before_coverage")
    if fill.date > case.end:
        return _after_window(case, asked_days, emergency_given)
    days = _owed(case, asked_days, supplied, case.supply)
    other = None
    if case.other_total is not None:
        other_days = _owed(case, asked_days, other_supplied, case.supply._replace(total=case.other_total))
        other = other_days if other_days != days else None
    because = "in_window" if days == asked_days else "part_of_supply" if days else "supply_used"
    return _Answer(days, other, because)


def _owed(case: _Case, asked_days: int, supplied: int, supply: Supply) -> int:
    law = transition_law(_year(case))
    rule = law.long_term_care if case.asked.setting is Setting.LONG_TERM_CARE else law.outpatient
    return rule(asked_days, supplied, supply)


def _year(case: _Case) -> int:
    return case.asked.plan_year or case.asked.coverage_start.year


def _after_window(case: _Case, asked_days: int, emergency_given: bool) -> _Answer:
    long_term = case.asked.setting is Setting.LONG_TERM_CARE
    if not (long_term and case.asked.exception_pending and "emergency_supply" in case.rules):
        return _Answer(0, None, "after_window")
    if emergency_given:
        return _Answer(0, None, "emergency_used")
    return _Answer(emergency_supply(asked_days, case.rules["emergency_supply"].number("days")), None, "emergency")


def _fill(case: _Case, fill: TransitionFill, answer: _Answer, *, first_covered: bool) -> dict[str, Any]:
    most = max(answer.days, answer.other_days or 0)
    return {
        "date": fill.date.isoformat(),
        "day_of_window": day_of_window(fill.date, case.start),
        "days_asked": min(fill.written_days, fill.days_supply),
        "covered": answer.days > 0,
        "days_covered": answer.days,
        "days_covered_other_reading": answer.other_days,
        "lasts_through": (fill.date + timedelta(days=answer.days - 1)).isoformat() if answer.days else None,
        "enrollee_notice_due": _notice(case, fill, first_covered=first_covered) if most else None,
        "prescriber_notice": "reasonable_efforts" if most and "prescriber_notice" in case.rules else None,
        "because": _BECAUSE[answer.because],
        "reason": answer.because,
    }


def _notice(case: _Case, fill: TransitionFill, *, first_covered: bool) -> str | None:
    """The day on which the enrollee's notice is due; None where the year's rule is not known, or an earlier small fill started the
    clock."""
    rule, small = case.rules.get("enrollee_notice"), case.rules.get("small_fills_notice")
    if rule is None:
        return None
    long_term = case.asked.setting is Setting.LONG_TERM_CARE
    if small and long_term and not first_covered and min(fill.written_days, fill.days_supply) <= small.number("fill_days"):
        return None
    return enrollee_notice_due(fill.date, rule.number("business_days")).isoformat()


def _window(case: _Case) -> dict[str, Any]:
    return {
        "start": case.start.isoformat(),
        "end": case.end.isoformat(),
        "days": case.rules["window"].number("days"),
        "year": _year(case),
        "counted_from_january": case.asked.group is Group.STAYER,
    }


def _supply(case: _Case, supplied: int) -> dict[str, Any]:
    """What the rule owes in all, what was given, and what is left; None for a total that the year's rule does not print."""
    owed = case.asked.drug_status in _NAMED and not (case.asked.immediate_change and "immediate_change" in case.rules)
    total = case.supply.total if owed else 0
    return {
        "owed": owed,
        "total_days": None if total == NO_TOTAL else total,
        "total_days_other_reading": case.other_total if owed else None,
        "most_days": case.supply.reach if owed and case.supply.reach != total else None,
        "largest_fill": case.supply.fill if owed else None,
        "given_days": supplied,
        "left_days": None if total == NO_TOTAL else max(total - supplied, 0),
        "usual_month_assumed": owed and "usual_month" in _supply_rule(case.asked, case.rules).numbers and case.asked.month_supply is None,
    }


def _steps(case: _Case, fills: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What to do and by when: before the last day that the supply lasts, a plan needs its hours to decide on an exception."""
    if not _supply(case, 0)["owed"]:
        return [_step("ask_plan", None)]
    covered = [fill for fill in fills if fill["covered"]]
    year = _year(case)
    decide = rule_of("rights_and_clocks", "exception", year).number("standard_hours") // _HOURS_A_DAY
    first = [_step("fill_in_window", case.end)] if not covered else []
    lasts = max((date.fromisoformat(fill["lasts_through"]) for fill in covered), default=case.end)
    return [
        *first,
        _step("ask_doctor", date.fromisoformat(covered[0]["date"]) if covered else case.start),
        _step("ask_exception", max(lasts - timedelta(days=decide), case.start)),
        _step("supply_ends", lasts),
        _step("after_denial", None),
    ]


def _step(name: str, by: date | None) -> dict[str, Any]:
    title, says = _STEPS[name]
    return {"step": name, "by": by and by.isoformat(), "title": title, "says": says}


def _calendar(fills: list[dict[str, Any]], steps: list[dict[str, Any]]) -> str:
    """Steps and notices that have a day, as a calendar file."""
    found = [Entry(date.fromisoformat(step["by"]), None, step["title"], step["says"]) for step in steps if step["by"]]
    due = dict.fromkeys(fill["enrollee_notice_due"] for fill in fills if fill["enrollee_notice_due"])
    return calendar_file(sorted([*found, *(Entry(date.fromisoformat(day), None, *_NOTICE) for day in due)]))


def _notes(case: _Case) -> list[str]:
    found = {
        "Days are counted from January 1, because you stay in the plan.": case.asked.group is Group.STAYER,
        "The rule's text and its preamble differ on the total, so both are shown.": case.other_total is not None,
        "This year's rule for the letter to you is not among the texts that were read.": "enrollee_notice" not in case.rules,
        f"A month of {case.supply.total} days is assumed. Ask the plan for its own.": _supply(case, 0)["usual_month_assumed"],
        "No total for a nursing home is printed for this year. The window alone is the limit.": case.supply.total == NO_TOTAL,
        "The exception for immediate changes is not known for this year.": case.asked.immediate_change
        and "immediate_change" not in case.rules,
    }
    return [note for note, holds in found.items() if holds]


def _holidays(case: _Case, fills: list[dict[str, Any]]) -> list[str]:
    """The federal holidays of the window, and of the days up to the last notice: days that do not count as business days."""
    notices = [date.fromisoformat(fill["enrollee_notice_due"]) for fill in fills if fill["enrollee_notice_due"]]
    last = max([case.end, *notices])
    days = {day for year in range(case.start.year, last.year + 1) for day in federal_holidays(year)}
    return [day.isoformat() for day in sorted(days) if case.start <= day <= last]


def _rules_shown(case: _Case) -> list[Rule]:
    """The rules that bear on this case, in the order in which they are read."""
    names = ["who", "which_drugs", "window", "stayers" if case.asked.group is Group.STAYER else ""]
    names.append("long_term_care_supply" if case.asked.setting is Setting.LONG_TERM_CARE else "outpatient_supply")
    if case.asked.setting is Setting.LONG_TERM_CARE:
        names += ["emergency_supply", "small_fills_notice"]
    names += [
        "immediate_change" if case.asked.immediate_change else "",
        "enrollee_notice",
        "prescriber_notice",
        "cost_sharing",
        "next_step",
    ]
    return [case.rules[name] for name in names if name in case.rules]
