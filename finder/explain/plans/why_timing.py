"""Why the same drugs bought on other days, or in another order, cost another amount: read from the ledgers of both years."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from finder.domain.benefit import Phase
from finder.domain.money import Cents, shown
from finder.domain.plan_cost import PlanCost
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.ledger import Crossing, crossings
from finder.explain.words import day, drug_name, joined


class _Into(NamedTuple):
    """What is said of the fill that leads into a phase, by whether one does now and then."""

    only_then: str
    only_now: str
    other: str


_INTO = {
    Phase.INITIAL_COVERAGE: _Into(
        mark("Now no fill takes you out of the deductible. Then {then} does."),
        mark("Now {now} takes you out of the deductible. Then no fill does."),
        mark("Now {now} takes you out of the deductible. Then it is {then}."),
    ),
    Phase.COVERAGE_GAP: _Into(
        mark("Now no fill takes you into the coverage gap. Then {then} does."),
        mark("Now {now} takes you into the coverage gap. Then no fill does."),
        mark("Now {now} takes you into the coverage gap. Then it is {then}."),
    ),
    Phase.CATASTROPHIC: _Into(
        mark("Now no fill takes you past the yearly limit. Then {then} does."),
        mark("Now {now} takes you past the yearly limit. Then no fill does."),
        mark("Now {now} takes you past the yearly limit. Then it is {then}."),
    ),
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
        return say("You then pay less for {less}, and more for {more}.", less=less, more=more)
    if less:
        return say("You then pay less for {drugs}.", drugs=less)
    return say("You then pay more for {drugs}.", drugs=more) if more else say("Each drug costs you what it costs now.")


def _deductible(now: PlanCost, then: PlanCost) -> tuple[str, ...]:
    """Which drugs meet the deductible; and, where nothing else moved, what that comes to: what is paid after it at other shares."""
    before, after = paid_by_drug(now, Phase.DEDUCTIBLE), paid_by_drug(then, Phase.DEDUCTIBLE)
    if before == after:
        return ()
    said = say("You pay the deductible with {now} now, and with {then} then.", now=_amounts(now, before), then=_amounts(then, after))
    alone = sum(before.values()) == sum(after.values()) and _later(now) == _later(then) == {}
    if not alone or _claims(now) != _claims(then) or now.drug_cost == then.drug_cost:
        return (said,)
    larger = mark("So the deductible is used up by a drug whose share after it would be larger.")
    smaller = mark("So the deductible is used up by a drug whose share after it would be smaller.")
    return (said, say(larger if then.drug_cost < now.drug_cost else smaller))


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
    said = [say("{amount} for {drug}", amount=shown(paid), drug=names.get(drug, drug)) for drug, paid in sums.items()]
    return joined(said) or say("nothing")


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
    return (
        say("The same fills move you into the next phases as now.")
        if before
        else say("No fill takes you into another phase, now or then."),
    )


def _crossing(words: _Into, before: Crossing | None, after: Crossing | None) -> str:
    """``Now Eliquis on May 1, 2026 takes you past the yearly limit. Then it is Jardiance on June 1, 2026.``; empty where it is the same."""
    now, then = before and _fill(before), after and _fill(after)
    if now == then:
        return ""
    message = words.only_then if now is None else words.only_now if then is None else words.other
    return say(message, now=now, then=then)


def _fill(crossing: Crossing) -> str:
    return say("{drug} on {day}", drug=crossing.drug, day=day(crossing.when))


def _past_limit(now: PlanCost, then: PlanCost) -> tuple[str, ...]:
    """The drugs of which more or fewer fills fall past the yearly limit, where the share is small or nothing."""
    before, after = _fills_past_limit(now), _fills_past_limit(then)
    return tuple(
        say_count(
            "{count} fill of {drug} reaches past the yearly limit now, and {then} then.",
            "{count} fills of {drug} reach past the yearly limit now, and {then} then.",
            before[name],
            drug=drug_name(one.drug),
            then=after[name],
        )
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
    if moved * total <= 0:
        return ()
    return (say("Less of your cost falls in the coverage gap.") if moved < 0 else say("More of your cost falls in the coverage gap."),)
