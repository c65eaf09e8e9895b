"""I may lose my plan: when it ends, what can still be done, when a plan can be joined again, and what the gap adds to the late fee."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.losing_coverage import Cause, Door, LateFee, Losing, LosingCoverage
from finder.domain.months import DAY, Days, last_of_month, year_end
from finder.domain.rights import Clock, ClockDate, Event, Happened
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.parameters.rule_sets import law_year, rules_of
from finder.questions.explainers.rights import problems_of, rights
from finder.questions.explainers.ways_in import Without, fall_ways, fee_added, help_way, open_enrollment, special_way
from finder.rules.enrollment_periods import moved_out, period_after_move, period_after_plan_ended
from finder.rules.extra_help import status_change_until
from finder.rules.rights_and_clocks import income_amount_grace_end, reinstatement_ask_by, reinstatement_paid_by

MOST_MONTHS = 600
_FURTHEST = 4  # years by which another day of the same matter may lie before or after the years of the rules
_RIGHTS, _PERIODS, _HELP, _FEE = "rights_and_clocks", "enrollment_periods", "extra_help", "late_enrollment"
_EVENTS = {Cause.UNPAID_PREMIUM: Event.GRACE_PERIOD, Cause.PLAN_ENDS: Event.NONRENEWAL}
_RULES: dict[Cause, tuple[tuple[str, str], ...]] = {
    Cause.UNPAID_PREMIUM: (),
    Cause.UNPAID_INCOME_AMOUNT: ((_RIGHTS, "income_amount_unpaid"), (_RIGHTS, "reinstatement"), (_RIGHTS, "no_second_chance")),
    Cause.MOVE: ((_PERIODS, "out_of_area"), (_PERIODS, "moved")),
    Cause.PLAN_ENDS: ((_PERIODS, "plan_ended"),),
    Cause.EXTRA_HELP_ENDS: ((_HELP, "redeeming"), (_HELP, "status_change"), (_FEE, "waiver_while_it_lasts")),
}
"""The rules that each cause reads, beside those of its event among the rights."""


class _Ending(NamedTuple):
    """The last day with the plan (None: it goes on), the dates on the way, and the special period, if there is one."""

    ends: date | None
    dates: tuple[ClockDate, ...]
    special: tuple[Door, Rule, Days] | None = None


def losing_coverage(losing: Losing) -> LosingCoverage:
    """The dates, the ways in, and what the gap costs. Raises Refusal."""
    problems = list(_problems(losing))
    if problems:
        raise Refusal(problems)
    found = {name: rules_of(topic, law_year(losing.on)).get(name) for topic, name in _RULES[losing.cause]}
    known = {name: rule for name, rule in found.items() if rule}
    event = rights(_happened(losing)) if losing.cause in _EVENTS else None
    ending = _ENDINGS[losing.cause](losing, known, event.dates if event else ())
    without = Without(ending.ends, losing.low_income_subsidy, losing.uncovered_months)
    special = special_way(*ending.special, without, losing.today) if ending.special else ()
    ways = [*special, *help_way(without, losing.today), *fall_ways(without, losing.today)]
    read = [*(event.rules if event else ()), *known.values(), *(way.rule for way in ways if way.rule)]
    return LosingCoverage(
        losing=losing,
        ends=ending.ends,
        dates=tuple(sorted(ending.dates, key=lambda entry: entry.day or date.max)),
        ways=tuple(sorted(ways, key=lambda way: (way.soonest.starts, way.first))),
        rules=tuple({(rule.topic, rule.id): rule for rule in read}.values()),
        unknown=(*(event.unknown if event else ()), *(name for name in found if name not in known)),
        fee_back=_fee_back(losing),
    )


def _happened(losing: Losing) -> Happened:
    return Happened(_EVENTS[losing.cause], losing.on, billed_on=losing.billed_on, plan_grace_months=losing.plan_grace_months)


def _problems(losing: Losing) -> Iterator[Problem]:
    """Days of years without rules, days that cannot be, a month's end that is none, and what the rights refuse."""
    if losing.cause in _EVENTS:
        yield from problems_of(_happened(losing))
    elif not FIRST_YEAR <= losing.on.year <= LAST_YEAR:
        yield Problem("$.on", f"a day from {FIRST_YEAR} to {LAST_YEAR}", losing.on.isoformat())
    elif losing.cause is Cause.EXTRA_HELP_ENDS and losing.on != last_of_month(losing.on):
        yield Problem("$.on", "the last day of a month, as Extra Help ends with one", losing.on.isoformat())
    elif losing.cause is Cause.UNPAID_INCOME_AMOUNT and "income_amount_unpaid" not in rules_of(_RIGHTS, losing.on.year):
        yield Problem("$.on", "a month from 2011 on, when Medicare began to ask for this amount", losing.on.isoformat())
    for name in ("today", "told_on"):
        day: date | None = getattr(losing, name)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR + _FURTHEST:
            yield Problem(f"$.{name}", f"a day from {FIRST_YEAR} to {LAST_YEAR + _FURTHEST}", day.isoformat())
    if losing.told_on and losing.told_on > losing.today:
        yield Problem("$.told_on", f"a day on or before today ({losing.today.isoformat()})", losing.told_on.isoformat())
    if not 0 <= losing.uncovered_months <= MOST_MONTHS:
        yield Problem("$.uncovered_months", f"a number of months from 0 to {MOST_MONTHS}", str(losing.uncovered_months))


_Known = dict[str, Rule]


def _unpaid_premium(losing: Losing, known: _Known, dates: tuple[ClockDate, ...]) -> _Ending:
    out = next(entry.day for entry in dates if entry.clock is Clock.OUT_UNPAID)
    return _Ending(out and out - DAY, dates)


def _unpaid_income_amount(losing: Losing, known: _Known, dates: tuple[ClockDate, ...]) -> _Ending:
    rule, back = known["income_amount_unpaid"], known.get("reinstatement")
    out = income_amount_grace_end(losing.on, rule.number("months"))
    found = [ClockDate(Clock.PAY_BY, rule, out - DAY), ClockDate(Clock.OUT_BY_MEDICARE, rule, out)]
    if back:
        found.append(ClockDate(Clock.ASK_BACK, back, reinstatement_ask_by(out, back.number("ask_days"))))
        found.append(ClockDate(Clock.PAID_BACK, back, reinstatement_paid_by(out, back.number("pay_months"))))
    return _Ending(out - DAY, tuple(found))


def _move(losing: Losing, known: _Known, dates: tuple[ClockDate, ...]) -> _Ending:
    told = losing.told_on or losing.today
    rule, ends = known.get("moved"), moved_out(losing.on, told)
    window = rule and period_after_move(losing.on, told, rule.number("months_before"), rule.number("months_after"))
    special = (Door.MOVED, rule, window) if rule and window else None
    return _Ending(ends, (ClockDate(Clock.OUT_MOVED, known["out_of_area"], ends),), special)


def _plan_ends(losing: Losing, known: _Known, dates: tuple[ClockDate, ...]) -> _Ending:
    rule = known.get("plan_ended")
    first = open_enrollment(losing.on.year)[0].last + DAY
    special = (Door.PLAN_ENDED, rule, Days(first, period_after_plan_ended(losing.on, rule.number("last_month")))) if rule else None
    return _Ending(year_end(losing.on.year - 1), dates, special)


def _extra_help_ends(losing: Losing, known: _Known, dates: tuple[ClockDate, ...]) -> _Ending:
    rule, changed = known["status_change"], losing.on + DAY
    until = status_change_until(changed, losing.told_on, rule.number("months"))
    window = Days(min(changed, losing.told_on or changed), until)
    return _Ending(None, (ClockDate(Clock.HELP_ENDS, known["redeeming"], losing.on),), (Door.HELP_CHANGED, rule, window))


def _fee_back(losing: Losing) -> LateFee | None:
    """The late fee of the first month without Extra Help."""
    if losing.cause is not Cause.EXTRA_HELP_ENDS or not losing.uncovered_months:
        return None
    return fee_added((losing.on + DAY).year, losing.uncovered_months, Without(None, LowIncomeSubsidy.NONE))


_ENDINGS: dict[Cause, Callable[[Losing, _Known, tuple[ClockDate, ...]], _Ending]] = {
    Cause.UNPAID_PREMIUM: _unpaid_premium,
    Cause.UNPAID_INCOME_AMOUNT: _unpaid_income_amount,
    Cause.MOVE: _move,
    Cause.PLAN_ENDS: _plan_ends,
    Cause.EXTRA_HELP_ENDS: _extra_help_ends,
}
