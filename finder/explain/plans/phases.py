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
from finder.explain.words import HELPED_MEANINGS, PHASE_MEANINGS, PHASES, day, drug_name, joined, month, plan_name


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
            rows.append((PHASES[phase], _when(held.get(phase), touched.get(phase)), shown(paid.get(phase, 0)), phase_meaning(phase, cost)))
    columns = (Column("Phase"), Column("When"), Column("You pay for drugs", True), Column("What it means"))
    return Table(f"The phases of {ledger.plan_year} at {plan_name(cost.plan)}", columns, tuple(rows))


def phase_meaning(phase: Phase, cost: PlanCost) -> str:
    """What a phase means for this person: with Extra Help, nobody is told to pay a plan's deductible or the gap."""
    if cost.premium_subsidy is PremiumSubsidy.NONE or phase not in HELPED_MEANINGS:
        return PHASE_MEANINGS[phase]
    if phase is Phase.DEDUCTIBLE and cost.deductible:
        return f"With Extra Help your own deductible is {shown(cost.deductible)}. After that you pay a share."
    return HELPED_MEANINGS[phase]


def _when(span: Span | None, touched: date | None) -> str:
    if span is None:
        return f"{month(touched.month)} {touched.day} only" if touched else ""
    until = "the end of the year" if span.end.year > span.start.year else f"{month(span.end.month)} {span.end.day}"
    return f"{month(span.start.month)} {span.start.day} to {until}"


def crossing_sentences(cost: PlanCost) -> tuple[str, ...]:
    """A sentence for each crossing: the day, the drug, from which phase to which. Who has no deductible of their own crosses none."""
    return tuple(
        f"{day(crossing.when)}: {crossing.drug} takes you from {PHASES[crossing.before].lower()} to {PHASES[crossing.after].lower()}."
        for crossing in crossings(cost)
        if cost.deductible or crossing.before is not Phase.DEDUCTIBLE
    )


def phases_alt(cost: PlanCost) -> str:
    """The finding of the timeline in one sentence."""
    held = joined(f"{PHASES[span.phase].lower()} from {month(span.start.month)} {span.start.day}" for span in spans(cost))
    return f"Phases of the year: {held}."
