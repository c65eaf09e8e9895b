"""Why the same drugs bought on other days, or in another order, cost another amount: read from the ledgers of both years."""

from __future__ import annotations

from collections import Counter

from finder.domain.benefit import Phase
from finder.domain.money import Cents, shown
from finder.domain.plan_cost import PlanCost
from finder.explain.plans.phases import Crossing, crossings
from finder.explain.words import counted, day, drug_name, joined

_INTO = {
    Phase.INITIAL_COVERAGE: "takes you out of the deductible",
    Phase.COVERAGE_GAP: "takes you into the coverage gap",
    Phase.CATASTROPHIC: "takes you past the yearly limit",
}
ByDrug = dict[str, Cents]


def why_sentences(now: PlanCost, then: PlanCost) -> tuple[str, ...]:
    """Which drugs cost less and more, which of them meet the deductible, and which fill crosses into another phase: now and then."""
    return (_moved(now, then), *_deductible(now, then), *_crossings(now, then), *_past_limit(now, then), *_gap(now, then))


def _moved(now: PlanCost, then: PlanCost) -> str:
    before = {one.drug.rxcui: one.patient_pay for one in now.drugs}
    moved = [(drug_name(one.drug), one.patient_pay - before[one.drug.rxcui]) for one in then.drugs if one.drug.rxcui in before]
    less, more = joined(name for name, by in moved if by < 0), joined(name for name, by in moved if by > 0)
    if less and more:
        return f"You then pay less for {less}, and more for {more}."
    return f"You then pay {'less' if less else 'more'} for {less or more}." if less or more else "Each drug costs you what it costs now."


def _deductible(now: PlanCost, then: PlanCost) -> tuple[str, ...]:
    """Which drugs meet the deductible; and, where nothing else moved, what that comes to: what is paid after it at other shares."""
    before, after = paid_by_drug(now, Phase.DEDUCTIBLE), paid_by_drug(then, Phase.DEDUCTIBLE)
    if before == after:
        return ()
    said = f"You pay the deductible with {_amounts(now, before)} now, and with {_amounts(then, after)} then."
    alone = sum(before.values()) == sum(after.values()) and _later(now) == _later(then) == {}
    if not alone or _claims(now) != _claims(then) or now.drug_cost == then.drug_cost:
        return (said,)
    share = "larger" if then.drug_cost < now.drug_cost else "smaller"
    return (said, f"So the deductible is used up by a drug whose share after it would be {share}.")


def paid_by_drug(cost: PlanCost, phase: Phase) -> ByDrug:
    """What the person pays in a phase, by the drug's name, from the ledger; drugs that pay nothing there are left out."""
    sums: ByDrug = {}
    for row in cost.ledger.rows:
        for segment in row.segments:
            if segment.phase is phase and segment.patient_pay:
                sums[row.claim.drug] = sums.get(row.claim.drug, 0) + segment.patient_pay
    return sums


def _amounts(cost: PlanCost, sums: ByDrug) -> str:
    names = {one.drug.name: drug_name(one.drug) for one in cost.drugs}
    return joined(f"{shown(paid)} for {names.get(drug, drug)}" for drug, paid in sums.items()) or "nothing"


def _claims(cost: PlanCost) -> dict[str, int]:
    return {one.drug.rxcui: one.fills for one in cost.drugs if one.counted}


def _entries(cost: PlanCost) -> dict[Phase, Crossing]:
    """The claim that first leads into each phase."""
    return {crossing.after: crossing for crossing in reversed(crossings(cost))}


def _later(cost: PlanCost) -> dict[Phase, Crossing]:
    return {phase: crossing for phase, crossing in _entries(cost).items() if phase is not Phase.INITIAL_COVERAGE}


def _crossings(now: PlanCost, then: PlanCost) -> tuple[str, ...]:
    before, after = _entries(now), _entries(then)
    said = tuple(filter(None, (_crossing(words, before.get(phase), after.get(phase)) for phase, words in _INTO.items())))
    if said or now.drug_cost == then.drug_cost:
        return said
    return ("The same fills take you into the next phases as now.",) if before else ("No fill takes you into another phase, now or then.",)


def _crossing(words: str, before: Crossing | None, after: Crossing | None) -> str:
    """``Now Eliquis on May 1, 2026 takes you past the yearly limit. Then it is Jardiance on June 1, 2026.``; empty where it is the same."""
    if before is None and after is None:
        return ""
    if before is None:
        return "" if after is None else f"Now no fill {words}. Then {_fill(after)} does."
    if after is None:
        return f"Now {_fill(before)} {words}. Then no fill does."
    return "" if _fill(before) == _fill(after) else f"Now {_fill(before)} {words}. Then it is {_fill(after)}."


def _fill(crossing: Crossing) -> str:
    return f"{crossing.drug} on {day(crossing.when)}"


def _past_limit(now: PlanCost, then: PlanCost) -> tuple[str, ...]:
    """The drugs of which more or fewer fills fall past the yearly limit, where the share is small or nothing."""
    before, after = _fills_past_limit(now), _fills_past_limit(then)
    return tuple(
        f"Of {drug_name(one.drug)}, {counted(before[name], 'fill')} {'reaches' if before[name] == 1 else 'reach'} past the yearly limit "
        f"now, and {after[name]} then."
        for one in then.drugs
        if before[name := one.drug.name] != after[name]
    )


def _fills_past_limit(cost: PlanCost) -> Counter[str]:
    rows = cost.ledger.rows
    return Counter(row.claim.drug for row in rows if any(segment.phase is Phase.CATASTROPHIC for segment in row.segments))


def _gap(now: PlanCost, then: PlanCost) -> tuple[str, ...]:
    """That less or more is paid in the coverage gap, where the total moves the same way."""
    before, after = (sum(paid_by_drug(cost, Phase.COVERAGE_GAP).values()) for cost in (now, then))
    moved, total = after - before, then.drug_cost - now.drug_cost
    return (f"{'Less' if moved < 0 else 'More'} of your cost falls in the coverage gap.",) if moved * total > 0 else ()
