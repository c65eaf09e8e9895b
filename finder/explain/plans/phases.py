"""The phases of a plan year in time: which phase holds from when to when, and which claim crossed from one to the next."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finder.adjudication.accumulators import phase_after
from finder.adjudication.terms import SubsidyTerms, plan_year_terms, year_terms
from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.money import Cents, shown
from finder.domain.plan_cost import PlanCost, PremiumSubsidy
from finder.explain.kit.section import Column, Table
from finder.explain.messages import mark, say
from finder.explain.plans.choosing import short_day
from finder.explain.words import HELPED_MEANINGS, PHASE_MEANINGS, PHASES, day, drug_name, joined, plan_name

_INSIDE = {
    Phase.DEDUCTIBLE: mark("deductible"),
    Phase.INITIAL_COVERAGE: mark("initial coverage"),
    Phase.COVERAGE_GAP: mark("coverage gap"),
    Phase.CATASTROPHIC: mark("catastrophic"),
    Phase.OUTSIDE: mark("not covered"),
}
"""The phases inside a sentence."""


class Span(NamedTuple):
    """A phase that holds from a day (included) to another (not included)."""

    phase: Phase
    start: date
    end: date


class Crossing(NamedTuple):
    """A claim that ended one phase and led to another: its day, its drug, both phases, and TrOOP after it in cents."""

    when: date
    drug: str
    before: Phase
    after: Phase
    troop: Cents


def opening_phase(cost: PlanCost) -> Phase:
    """The phase in which the year's first dollar falls."""
    ledger = cost.ledger
    terms = plan_year_terms(year_terms(ledger.plan_year), cost.plan.design, SubsidyTerms(LowIncomeSubsidy.NONE))
    return phase_after(terms, ledger.opening)


def crossings(cost: PlanCost) -> tuple[Crossing, ...]:
    """Each claim after which another phase holds than before it, in order."""
    names = {drug.drug.name: drug_name(drug.drug) for drug in cost.drugs}
    before, found = opening_phase(cost), []
    for row in cost.ledger.rows:
        if row.phase is not before:
            name = names.get(row.claim.drug, row.claim.drug)
            found.append(Crossing(row.claim.date, name, before, row.phase, row.accumulators.troop))
        before = row.phase
    return tuple(found)


def spans(cost: PlanCost) -> tuple[Span, ...]:
    """The phases from the start of coverage to the year's end. One that begins and ends on the same day has no span."""
    year = cost.ledger.plan_year
    first = next(entry.month for entry in cost.months if entry.covered)
    start, phase, found = date(year, first, 1), opening_phase(cost), []
    for crossing in crossings(cost):
        found.append(Span(phase, start, crossing.when))
        start, phase = crossing.when, crossing.after
    found.append(Span(phase, start, date(year + 1, 1, 1)))
    return tuple(span for span in found if span.start < span.end)


def phase_table(cost: PlanCost) -> Table:
    """The phases with their first and last months, what each means, and what you paid for drugs in it."""
    ledger = cost.ledger
    paid: dict[Phase, Cents] = {}
    for row in ledger.rows:
        for segment in row.segments:
            paid[segment.phase] = paid.get(segment.phase, 0) + segment.patient_pay
    held = {span.phase: span for span in spans(cost)}
    touched = {segment.phase: row.claim.date for row in reversed(ledger.rows) for segment in row.segments}
    rows = []
    for phase in Phase:
        if phase in held or phase in paid:
            rows.append(
                (say(PHASES[phase]), _when(held.get(phase), touched.get(phase)), shown(paid.get(phase, 0)), phase_meaning(phase, cost))
            )
    columns = (Column(say("Phase")), Column(say("When")), Column(say("You pay for drugs"), True), Column(say("What it means")))
    caption = say("The phases of {year} at {plan}", year=ledger.plan_year, plan=plan_name(cost.plan))
    return Table(caption, columns, tuple(rows))


def phase_meaning(phase: Phase, cost: PlanCost) -> str:
    """What a phase means for this person: with Extra Help, nobody is told to pay a plan's deductible or the gap."""
    if cost.premium_subsidy is PremiumSubsidy.NONE or phase not in HELPED_MEANINGS:
        return say(PHASE_MEANINGS[phase])
    if phase is Phase.DEDUCTIBLE and cost.deductible:
        amount = shown(cost.deductible)
        return say("With Extra Help your own deductible is {amount}. After that you pay a share.", amount=amount)
    return say(HELPED_MEANINGS[phase])


def _when(span: Span | None, touched: date | None) -> str:
    if span is None:
        return say("{day} only", day=short_day(touched)) if touched else ""
    if span.end.year > span.start.year:
        return say("{start} to the end of the year", start=short_day(span.start))
    return say("{start} to {end}", start=short_day(span.start), end=short_day(span.end))


def crossing_sentences(cost: PlanCost) -> tuple[str, ...]:
    """A sentence for each crossing: the day, the drug, from which phase to which. Who has no deductible of their own crosses none."""
    return tuple(
        say(
            "{day}: {drug} takes you from {before} to {after}.",
            day=day(crossing.when),
            drug=crossing.drug,
            before=say(_INSIDE[crossing.before]),
            after=say(_INSIDE[crossing.after]),
        )
        for crossing in crossings(cost)
        if cost.deductible or crossing.before is not Phase.DEDUCTIBLE
    )


def phases_alt(cost: PlanCost) -> str:
    """The finding of the timeline in one sentence."""
    held = joined(say("{phase} from {day}", phase=say(_INSIDE[span.phase]), day=short_day(span.start)) for span in spans(cost))
    return say("Phases of the year: {phases}.", phases=held)
