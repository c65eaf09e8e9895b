"""A plan year's ledger in words: which phase holds from when to when, the claims that cross phases, and every claim in a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from finder.adjudication.accumulators import phase_after
from finder.adjudication.terms import SubsidyTerms, plan_year_terms, year_terms
from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.claim import PAYERS, LedgerRow, Segment
from finder.domain.money import Cents, shown
from finder.domain.plan_cost import DrugCost, PlanCost, PremiumSubsidy
from finder.explain.explainers.law import rule_line
from finder.explain.kit.section import Column, Details, Fold, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.estimates import estimated
from finder.explain.words import (
    HELPED_MEANINGS,
    PHASE_MEANINGS,
    PHASES,
    day,
    day_of_year,
    drug_label,
    drug_name,
    joined,
    month,
    plan_name,
    short_day,
)
from finder.explain.words import PAYERS as PAYER_WORDS

_INSIDE = {
    Phase.DEDUCTIBLE: mark("deductible"),
    Phase.INITIAL_COVERAGE: mark("initial coverage"),
    Phase.COVERAGE_GAP: mark("coverage gap"),
    Phase.CATASTROPHIC: mark("catastrophic"),
    Phase.OUTSIDE: mark("not covered"),
}
"""The phases inside a sentence."""


class PhaseSpan(NamedTuple):
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


def telling_claim(cost: PlanCost) -> int | None:
    """The row of the ledger that explains a plan's figure: the dearest claim of the dearest month, else the first that crosses into
    another phase; None without claims."""
    rows = cost.ledger.rows
    if not rows:
        return None
    dearest = max(cost.months, key=lambda entry: entry.patient_pay).month
    return max(range(len(rows)), key=lambda place: (rows[place].claim.date.month == dearest, rows[place].patient_pay, -place))


def spans(cost: PlanCost) -> tuple[PhaseSpan, ...]:
    """The phases from the start of coverage to the year's end. One that begins and ends on the same day has no span."""
    year = cost.ledger.plan_year
    first = next(entry.month for entry in cost.months if entry.covered)
    start, phase, found = date(year, first, 1), opening_phase(cost), []
    for crossing in crossings(cost):
        found.append(PhaseSpan(phase, start, crossing.when))
        start, phase = crossing.when, crossing.after
    found.append(PhaseSpan(phase, start, date(year + 1, 1, 1)))
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


def _when(span: PhaseSpan | None, touched: date | None) -> str:
    if span is None:
        return say("{day} only", day=day_of_year(touched)) if touched else ""
    if span.end.year > span.start.year:
        return say("{start} to the end of the year", start=day_of_year(span.start))
    return say("{start} to {end}", start=day_of_year(span.start), end=day_of_year(span.end))


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
    held = joined(say("{phase} from {day}", phase=say(_INSIDE[span.phase]), day=day_of_year(span.start)) for span in spans(cost))
    return say("Phases of the year: {phases}.", phases=held)


def claims_by_month(cost: PlanCost, telling: int | None = None) -> tuple[Fold, ...]:
    """The claims of each month in a fold. The month of the ``telling`` one is open, and the claim stands out."""
    rows = list(enumerate(cost.ledger.rows))
    months = groupby(rows, key=lambda numbered: numbered[1].claim.date.month)
    return tuple(_month(cost, number, list(claims), telling) for number, claims in months)


def _month(cost: PlanCost, number: int, claims: Sequence[tuple[int, LedgerRow]], telling: int | None) -> Fold:
    paid = shown(sum(row.patient_pay for _, row in claims))
    title = say_count(
        "{month}: {count} refill, you pay {amount}",
        "{month}: {count} refills, you pay {amount}",
        len(claims),
        month=month(number),
        amount=paid,
    )
    places = [place for place, _ in claims]
    marked = places.index(telling) if telling in places else None
    table = _claims(cost, [row for _, row in claims], say("Your refills in {month}", month=month(number)), marked)
    return Fold(title, (table,), marked is not None)


def _claims(cost: PlanCost, rows: Sequence[LedgerRow], caption: str, telling: int | None) -> Table:
    """Each claim in order: drug, price, what you pay, who pays the rest, the phase, and why."""
    columns = (
        Column(say("Date and drug")),
        Column(say("Price"), True),
        Column(say("You pay"), True),
        Column(say("Who pays the rest")),
        Column(say("Phase")),
        Column(say("Counts toward your limit"), True),
        Column(say("Why")),
    )
    drugs = {drug.drug.name: drug for drug in cost.drugs}
    return Table(caption, columns, tuple(_row(row, drugs[row.claim.drug]) for row in rows), telling=telling)


def _row(row: LedgerRow, drug: DrugCost) -> tuple[str | Details, ...]:
    lines = tuple((line.plain, f"{line.law} {line.citation}.") for line in map(rule_line, row.rules) if line.worth_saying)
    return (
        say("{day}: {drug}", day=short_day(row.claim.date), drug=drug_label(drug.drug)),
        estimated(row.price, drug.borrowed),
        shown(row.patient_pay),
        rest_of(row),
        phases_of(row.segments),
        shown(row.accumulators.troop),
        Details(say("Why {amount}", amount=shown(row.patient_pay)), lines),
    )


def payer_amounts(row: LedgerRow) -> dict[str, Cents]:
    """What each payer pays of a claim, in cents, from its segments."""
    return {payer: sum(getattr(segment, payer) for segment in row.segments) for payer in PAYERS}


def rest_of(row: LedgerRow) -> str:
    """Who pays the rest of a claim: ``Drug maker $10.00, drug plan $30.00``; ``nobody else`` where you pay all."""
    parts = [
        say("{payer} {amount}", payer=say(PAYER_WORDS[payer]), amount=shown(paid))
        for payer, paid in payer_amounts(row).items()
        if paid and payer != "patient_pay"
    ]
    return ", ".join(parts) or say("nobody else")


def phases_of(segments: Sequence[Segment]) -> str:
    """The phases that a claim touches, with the amount in each where it touches several."""
    if len(segments) == 1:
        return say(PHASES[segments[0].phase])
    said = ""
    for segment in segments:
        told = {"phase": say(PHASES[segment.phase]), "amount": shown(segment.amount)}
        said = say("{before}, then {phase} {amount}", before=said, **told) if said else say("{phase} {amount}", **told)
    return said or say("No price")
