"""When to buy: the cheapest order or month of fills at one plan, and why, by what is paid in each phase of the two years."""

from __future__ import annotations

from finder.domain.benefit import Phase
from finder.domain.money import Cents, shown
from finder.domain.plan_cost import PlanCost
from finder.domain.what_if import FillTiming
from finder.explain.kit.section import Column, Table
from finder.explain.plans.fill_days import ENOUGH_AT_HOME
from finder.explain.plans.what_if import signed
from finder.explain.plans.why_timing import why_sentences
from finder.explain.words import PHASES, counted, drug_name, joined, month, plan_name

LEAD = (
    "On days when you buy more than one drug, the order can matter. A drug that you buy less often than each month can also move to "
    "another month. We try these with the same rules and keep the number of fills."
)


def timing_sentences(timing: FillTiming) -> tuple[str, ...]:
    """The finding, what to do for it, and how far the search went."""
    plan = plan_name(timing.now.plan)
    tried = f"We tried {counted(timing.tried, 'timing')}." if timing.complete else _stopped(timing)
    bound = "" if timing.every_order else "With this many drugs we tried each one first and last, not every order."
    if not timing.saving:
        return tuple(filter(None, (f"At {plan} no timing that we tried costs less than now: {shown(timing.now.drug_cost)}.", tried, bound)))
    names = {one.drug.rxcui: drug_name(one.drug) for one in timing.now.drugs}
    said = [
        f"At {plan} you can save {shown(timing.saving)} in the year: {shown(timing.best.cost.drug_cost)} in place of "
        f"{shown(timing.now.drug_cost)} at the drug store."
    ]
    if timing.best.order:
        said.append(f"When you buy more than one drug on a day, start with {joined((names[key] for key in timing.best.order), 'then')}.")
    said += [f"Buy {names[key]} for the first time in {month(number)}." for key, number in timing.best.first_months]
    if timing.best.first_months:
        said.append(ENOUGH_AT_HOME)
    first, *more = why_sentences(timing.now, timing.best.cost) or ("",)
    return (*said, *filter(None, (first and f"Why? {first}", *more, tried, bound)))


def _stopped(timing: FillTiming) -> str:
    return f"You stopped this after {timing.tried} of {counted(timing.of, 'timing')}. One of the rest could cost less."


def _paid(cost: PlanCost) -> dict[Phase, Cents]:
    """What the person pays in each phase of the year, from the ledger."""
    sums = dict.fromkeys(Phase, 0)
    for row in cost.ledger.rows:
        for segment in row.segments:
            sums[segment.phase] += segment.patient_pay
    return sums


def timing_table(timing: FillTiming) -> Table:
    """What is paid in each phase, now and with the best timing."""
    now, then = _paid(timing.now), _paid(timing.best.cost)
    rows = [
        (PHASES[phase], shown(now[phase]), shown(then[phase]), signed(then[phase] - now[phase]))
        for phase in Phase
        if now[phase] or then[phase]
    ]
    rows.append(("All", shown(timing.now.drug_cost), shown(timing.best.cost.drug_cost), signed(-timing.saving)))
    columns = (Column("Phase"), Column("Now", True), Column("Then", True), Column("Difference", True))
    return Table("What you pay at the drug store in each phase", columns, tuple(rows), frozenset({len(rows) - 1}))
