"""When to buy: the cheapest order or month of fills at one plan, and why, by what is paid in each phase of the two years."""

from __future__ import annotations

from finder.domain.benefit import Phase
from finder.domain.money import Cents, shown
from finder.domain.plan_cost import PlanCost
from finder.domain.what_if import FillTiming
from finder.explain.kit.section import Bullets, Column, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.estimates import estimated_drugs_sentence
from finder.explain.plans.what_if import signed
from finder.explain.plans.what_if_form import ENOUGH_AT_HOME
from finder.explain.plans.why_timing import why_sentences
from finder.explain.words import PHASES, drug_name, joined, month, plan_name

TITLE = mark("When to buy")
START = mark("Look for a cheaper timing")
LEAD = mark(
    "On days when you buy more than one drug, the order can matter. A drug that you buy less often than each month can also move to "
    "another month. We try these with the same rules and keep the number of fills."
)


def sections(timing: FillTiming) -> Sections:
    """The finding; and what is paid in each phase, where another timing costs less."""
    found = Bullets((*timing_sentences(timing), estimated_drugs_sentence(timing.now)))
    return (found, timing_table(timing)) if timing.saving else (found,)


def timing_sentences(timing: FillTiming) -> tuple[str, ...]:
    """The finding, what to do for it, and how far the search went."""
    search = (_tried(timing), "" if timing.every_order else say("With this many drugs we tried each one first and last, not every order."))
    plan, now = plan_name(timing.now.plan), shown(timing.now.drug_cost)
    if not timing.saving:
        nothing = say("At {plan} no timing that we tried costs less than now: {amount}.", plan=plan, amount=now)
        return tuple(filter(None, (nothing, *search)))
    saving = say(
        "At {plan} you can save {saving} in the year: {then} in place of {now} at the drug store.",
        plan=plan,
        saving=shown(timing.saving),
        then=shown(timing.best.cost.drug_cost),
        now=now,
    )
    first, *more = why_sentences(timing.now, timing.best.cost) or ("",)
    why = say("Why? {reason}", reason=first) if first else ""
    return tuple(filter(None, (saving, *_what_to_do(timing), why, *more, *search)))


def _what_to_do(timing: FillTiming) -> tuple[str, ...]:
    names = {one.drug.rxcui: drug_name(one.drug) for one in timing.now.drugs}
    order = joined((names[key] for key in timing.best.order), "then")
    said = [say("When you buy more than one drug on a day, start with {drugs}.", drugs=order)] if order else []
    months = timing.best.first_months
    said += [say("Buy {drug} for the first time in {month}.", drug=names[key], month=month(number)) for key, number in months]
    return (*said, *([say(ENOUGH_AT_HOME)] if months else []))


def _tried(timing: FillTiming) -> str:
    if timing.complete:
        return say_count("We tried {count} timing.", "We tried {count} timings.", timing.tried)
    return say_count(
        "You stopped this after {tried} of {count} timing. One of the rest could cost less.",
        "You stopped this after {tried} of {count} timings. One of the rest could cost less.",
        timing.of,
        tried=timing.tried,
    )


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
        (say(PHASES[phase]), shown(now[phase]), shown(then[phase]), signed(then[phase] - now[phase]))
        for phase in Phase
        if now[phase] or then[phase]
    ]
    rows.append((say("All"), shown(timing.now.drug_cost), shown(timing.best.cost.drug_cost), signed(-timing.saving)))
    columns = (Column(say("Phase")), Column(say("Now"), True), Column(say("Then"), True), Column(say("Difference"), True))
    return Table(say("What you pay at the drug store in each phase"), columns, tuple(rows), frozenset({len(rows) - 1}))
