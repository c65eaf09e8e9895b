"""Transition fills: the window, what each fill gets, the plan's letters, and the next steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.plan_cost import DrugCost, PlanCost, RestrictionKind
from finder.domain.transition_fills import (
    DrugStatus,
    FillAnswer,
    FillReason,
    FirstSupply,
    Step,
    SupplyOwed,
    Transition,
    TransitionCase,
    TransitionFill,
    TransitionNote,
    TransitionStep,
    Window,
)
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.parameters.rule_sets import rule_of, rules_of
from finder.rules.business_days import federal_holidays
from finder.rules.transition_fills import NO_TOTAL, Supply, day_of_window, emergency_supply, enrollee_notice_due, transition_law, window_end

TOPIC = "transition_fills"
_HOURS_A_DAY = 24
_NAMED = (DrugStatus.NOT_ON_FORMULARY, DrugStatus.PRIOR_AUTHORIZATION, DrugStatus.STEP_THERAPY)
"""The statuses that the rule names."""
_RESTRICTED = {
    RestrictionKind.PRIOR_AUTHORIZATION: DrugStatus.PRIOR_AUTHORIZATION,
    RestrictionKind.STEP_THERAPY: DrugStatus.STEP_THERAPY,
}


class _Law(NamedTuple):
    """What the law says of a case, the same for every fill."""

    case: TransitionCase
    rules: Mapping[str, Rule]
    window: Window
    supply: Supply
    other_total: int | None

    @property
    def bars_immediate_change(self) -> bool:
        """Whether the plan made a change for which no supply is owed."""
        return self.case.immediate_change and "immediate_change" in self.rules

    @property
    def owes(self) -> bool:
        """Whether the rule owes a supply at all."""
        return self.case.drug_status in _NAMED and not self.bars_immediate_change

    @property
    def supply_rule(self) -> Rule:
        """The rule on the supply where the drug is dispensed."""
        return self.rules["long_term_care_supply" if self.case.in_long_term_care else "outpatient_supply"]


class _Got(NamedTuple):
    """Days that a fill gets, by the rule's text and by its other reading (None: the same), and why."""

    days: int
    other_days: int | None
    reason: FillReason


def transition_fills(case: TransitionCase) -> Transition:
    """Window, what is owed, each fill in order of its day, next steps and rules. Raises Refusal."""
    _refuse(case)
    law = _law_of(case)
    fills: list[FillAnswer] = []
    for fill in sorted(case.fills, key=lambda fill: fill.day):
        fills.append(_fill(law, fill, fills))
    return Transition(
        case=case,
        window=law.window,
        supply=_supply(law, _given(fills)) if law.owes else None,
        fills=tuple(fills),
        steps=_steps(law, fills),
        notes=_notes(law),
        holidays=_holidays(law, fills),
        rules=_rules_shown(law),
    )


def first_supplies(cost: PlanCost, start: date) -> tuple[FirstSupply, ...]:
    """The drugs that a plan leaves out, or asks approval or another drug for first."""
    found = [(drug.drug, _status(drug)) for drug in cost.drugs]
    return tuple(FirstSupply(drug, status, cost.plan, start) for drug, status in found if status is not None)


def _status(drug: DrugCost) -> DrugStatus | None:
    if not drug.covered:
        return DrugStatus.NOT_ON_FORMULARY
    kinds = {restriction.kind for restriction in drug.restrictions}
    return next((status for kind, status in _RESTRICTED.items() if kind in kinds), None)


def _refuse(case: TransitionCase) -> None:
    """Raises Refusal for a year without rules and days out of order."""
    start, last = case.coverage_start, LAST_YEAR + 1
    if not FIRST_YEAR <= start.year <= LAST_YEAR and case.plan_year is None:
        raise Refusal([Problem("$.coverage_start", f"a day from {FIRST_YEAR} to {LAST_YEAR}", start.isoformat())])
    problems = [
        Problem(f"$.fills[{place}].date", f"a day from {FIRST_YEAR} to {last}", fill.day.isoformat())
        for place, fill in enumerate(case.fills)
        if not FIRST_YEAR <= fill.day.year <= last
    ]
    if case.stays and start > date(case.year, 12, 31):
        problems.append(Problem("$.coverage_start", f"a day before the end of {case.year}", start.isoformat()))
    if problems:
        raise Refusal(problems)


def _law_of(case: TransitionCase) -> _Law:
    rules = rules_of(TOPIC, case.year)
    start, days = case.coverage_start, rules["window"].number("days")
    if case.stays:
        start = date(case.year, rules["stayers"].number("month"), rules["stayers"].number("day"))
    law = _Law(case, rules, Window(start, window_end(start, days), days, case.year), Supply(0, 0, 0), None)
    numbers = law.supply_rule.numbers
    return law._replace(supply=_supply_numbers(numbers, case.month_supply), other_total=numbers.get("other_total_days"))


def _supply_numbers(numbers: Mapping[str, int], month_supply: int | None) -> Supply:
    """The numbers of a supply rule, whatever that year's text prints: the plan's month, one total, or a least and a most."""
    if "usual_month" in numbers:
        month = month_supply or numbers["usual_month"]
        return Supply(month, month, month)
    total = numbers.get("days", numbers.get("total_days", numbers.get("least_days", NO_TOTAL)))
    return Supply(numbers.get("fill_days", total), total, numbers.get("most_days", total))


def _fill(law: _Law, fill: TransitionFill, before: Sequence[FillAnswer]) -> FillAnswer:
    got = _got(law, fill, before)
    some = got.days > 0 or bool(got.other_days)
    return FillAnswer(
        fill=fill,
        day_of_window=day_of_window(fill.day, law.window.start),
        days=got.days,
        other_days=got.other_days,
        reason=got.reason,
        notice_due=_notice_due(law, fill, first_covered=not any(one.covered for one in before)) if some else None,
        doctor_told=some and "prescriber_notice" in law.rules,
    )


def _got(law: _Law, fill: TransitionFill, before: Sequence[FillAnswer]) -> _Got:
    if law.case.drug_status not in _NAMED:
        quantity = law.case.drug_status is DrugStatus.QUANTITY_LIMIT
        return _Got(0, None, FillReason.QUANTITY_LIMIT if quantity else FillReason.ON_FORMULARY)
    if law.bars_immediate_change:
        return _Got(0, None, FillReason.IMMEDIATE_CHANGE)
    if fill.day < law.window.start:
        return _Got(0, None, FillReason.BEFORE_COVERAGE)
    if fill.day > law.window.end:
        return _after_window(law, fill, before)
    return _in_window(law, fill, before)


def _in_window(law: _Law, fill: TransitionFill, before: Sequence[FillAnswer]) -> _Got:
    asked = fill.asked_days
    days = _owed(law, asked, _given(before), law.supply)
    other = None
    if law.other_total is not None:
        by_other = _owed(law, asked, _given(before, by_other=True), law.supply._replace(total=law.other_total))
        other = by_other if by_other != days else None
    reason = FillReason.IN_WINDOW if days == asked else FillReason.PART_OF_SUPPLY if days else FillReason.SUPPLY_USED
    return _Got(days, other, reason)


def _given(fills: Sequence[FillAnswer], *, by_other: bool = False) -> int:
    """The days given of the supply, an emergency supply apart."""
    counted = (fill for fill in fills if fill.reason is not FillReason.EMERGENCY)
    return sum(fill.other_days if by_other and fill.other_days is not None else fill.days for fill in counted)


def _owed(law: _Law, asked: int, given: int, supply: Supply) -> int:
    shape = transition_law(law.case.year)
    rule = shape.long_term_care if law.case.in_long_term_care else shape.outpatient
    return rule(asked, given, supply)


def _after_window(law: _Law, fill: TransitionFill, before: Sequence[FillAnswer]) -> _Got:
    rule = law.rules.get("emergency_supply")
    if rule is None or not (law.case.in_long_term_care and law.case.exception_pending):
        return _Got(0, None, FillReason.AFTER_WINDOW)
    if any(one.reason is FillReason.EMERGENCY for one in before):
        return _Got(0, None, FillReason.EMERGENCY_USED)
    return _Got(emergency_supply(fill.asked_days, rule.number("days")), None, FillReason.EMERGENCY)


def _notice_due(law: _Law, fill: TransitionFill, *, first_covered: bool) -> date | None:
    """The last day for the letter. None where the year's rule is not known, or an earlier small fill started the clock."""
    rule, small = law.rules.get("enrollee_notice"), law.rules.get("small_fills_notice")
    if rule is None:
        return None
    if small and law.case.in_long_term_care and not first_covered and fill.asked_days <= small.number("fill_days"):
        return None
    return enrollee_notice_due(fill.day, rule.number("business_days"))


def _supply(law: _Law, given: int) -> SupplyOwed:
    fill, total, reach = law.supply
    return SupplyOwed(
        total=None if total == NO_TOTAL else total,
        other_total=law.other_total,
        most=reach if reach != total else None,
        largest_fill=fill,
        given=given,
        left=None if total == NO_TOTAL else max(total - given, 0),
    )


def _steps(law: _Law, fills: Sequence[FillAnswer]) -> tuple[TransitionStep, ...]:
    """What to do and by when: before the supply ends, the plan needs its hours to decide on an exception."""
    if not law.owes:
        return (TransitionStep(Step.ASK_PLAN, None),)
    start, end = law.window.start, law.window.end
    lasting = [fill.lasts_through for fill in fills if fill.lasts_through]
    ends = max(lasting, default=end)
    decide = rule_of("rights_and_clocks", "exception", law.case.year).number("standard_hours") // _HOURS_A_DAY
    steps = (
        TransitionStep(Step.FILL_IN_WINDOW, end),
        TransitionStep(Step.ASK_DOCTOR, next((fill.fill.day for fill in fills if fill.covered), start)),
        TransitionStep(Step.ASK_EXCEPTION, max(ends - timedelta(days=decide), start)),
        TransitionStep(Step.SUPPLY_ENDS, ends),
        TransitionStep(Step.AFTER_DENIAL, None),
    )
    return steps[1:] if lasting else steps


def _notes(law: _Law) -> tuple[TransitionNote, ...]:
    holds = {
        TransitionNote.FROM_JANUARY: law.case.stays,
        TransitionNote.TWO_READINGS: law.other_total is not None,
        TransitionNote.LETTER_RULE_UNKNOWN: "enrollee_notice" not in law.rules,
        TransitionNote.MONTH_ASSUMED: law.owes and "usual_month" in law.supply_rule.numbers and law.case.month_supply is None,
        TransitionNote.NO_TOTAL: law.supply.total == NO_TOTAL,
        TransitionNote.IMMEDIATE_CHANGE_UNKNOWN: law.case.immediate_change and not law.bars_immediate_change,
    }
    return tuple(note for note, true in holds.items() if true)


def _holidays(law: _Law, fills: Sequence[FillAnswer]) -> tuple[date, ...]:
    """The federal holidays of the window, and of the days up to the last letter: they do not count as business days."""
    first, last = law.window.start, max([law.window.end, *(fill.notice_due for fill in fills if fill.notice_due)])
    days = {day for year in range(first.year, last.year + 1) for day in federal_holidays(year)}
    return tuple(day for day in sorted(days) if first <= day <= last)


def _rules_shown(law: _Law) -> tuple[Rule, ...]:
    """The rules that bear on the case, in the order in which they are read."""
    care = law.case.in_long_term_care
    names = (
        *("who", "which_drugs", "window", *(("stayers",) if law.case.stays else ())),
        *(("long_term_care_supply", "emergency_supply", "small_fills_notice") if care else ("outpatient_supply",)),
        *(("immediate_change",) if law.case.immediate_change else ()),
        *("enrollee_notice", "prescriber_notice", "cost_sharing", "next_step"),
    )
    return tuple(law.rules[name] for name in names if name in law.rules)
