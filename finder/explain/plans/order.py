"""All plans in order: how many, and why they rank as they do."""

from __future__ import annotations

from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.plan_cost import Comparison, PlanCost
from finder.explain.messages import mark, say, say_count

_ENDS = {
    Phase.DEDUCTIBLE: mark("You never use up the deductible."),
    Phase.INITIAL_COVERAGE: mark("Your drugs stay in initial coverage and go no further."),
    Phase.COVERAGE_GAP: mark("Your drugs reach the coverage gap."),
    Phase.CATASTROPHIC: mark("Your drugs pass the yearly limit (catastrophic coverage)."),
}
"""Where the list ends the year."""
_GAP_YEAR = {
    Phase.DEDUCTIBLE: mark("A plan with a low premium wins, since plans pay little on so short a list."),
    Phase.INITIAL_COVERAGE: mark("So the premium, the deductible and the copays decide. Extra gap coverage wouldn't help you."),
    Phase.COVERAGE_GAP: mark("So it matters what a plan pays in the gap. A plan that pays there can be worth its premium."),
    Phase.CATASTROPHIC: mark("Past the limit all plans charge the same. So what counts is how much you pay before it, and the premium."),
}
"""What decides in a year with a coverage gap."""
_LATER_YEAR = {
    Phase.DEDUCTIBLE: mark("So the premium and the price at the store decide."),
    Phase.INITIAL_COVERAGE: mark("So the premium, the deductible and your share of each drug decide."),
    Phase.CATASTROPHIC: mark("Past the limit you pay nothing for covered drugs. So the premium decides most."),
}
"""What decides in a year without one."""
_NO_DEDUCTIBLE = {
    Phase.DEDUCTIBLE: mark("With Extra Help you have no deductible."),
    Phase.INITIAL_COVERAGE: mark("Your drugs stay in initial coverage and go no further."),
}
"""Where the list ends for those whom Extra Help leaves no deductible; the premium and their copays decide."""


def count_sentence(comparison: Comparison) -> str:
    """How many plans were compared, of which place, and in which order."""
    many, county = len(comparison.plans), comparison.county.name
    if comparison.skip_uncovered:
        return say_count(
            "The {count} plan of the file that serves {county} County",
            "All {count} plans in the file that serve {county} County, plans that cover more first",
            many,
            county=county,
        )
    return say_count(
        "The {count} plan in the file that serves {county} County",
        "All {count} plans in the file that serve {county} County, lowest cost first",
        many,
        county=county,
    )


def why_this_order(comparison: Comparison) -> str:
    """Why the plans are ranked as they are, from the phase in which the list ends the year at most plans."""
    ends = [cost.months[-1].phase_at_end for cost in comparison.plans]
    common = max(set(ends), key=lambda phase: (ends.count(phase), phase))
    tie = say(
        "Plans that cost almost the same as the lowest count as equal. Then fewer rules, more stars and a preferred store come first."
    )
    return " ".join(filter(None, (say("Why this order?"), *_what_decides(comparison, common), tie)))


def _what_decides(comparison: Comparison, ends: Phase) -> tuple[str, ...]:
    if _has_no_deductible(comparison) and ends in _NO_DEDUCTIBLE:
        return (say(_NO_DEDUCTIBLE[ends]), say("So the premium and your copays decide."))
    has_gap = any(cost.plan.design.initial_coverage_limit is not None for cost in comparison.plans)
    said = (say(_ENDS.get(ends, "")), say((_GAP_YEAR if has_gap else _LATER_YEAR).get(ends, "")))
    if has_gap and ends is Phase.COVERAGE_GAP:
        first_pays = _pays_in_gap(comparison.plans[0])
        return (*said, say("The first plan here does.") if first_pays else say("Here a plan that pays less there still costs least."))
    return said


def _has_no_deductible(comparison: Comparison) -> bool:
    """Whether Extra Help leaves this person no deductible at any plan."""
    return comparison.low_income_subsidy is not LowIncomeSubsidy.NONE and not any(cost.deductible for cost in comparison.plans)


def _pays_in_gap(cost: PlanCost) -> bool:
    tiers = cost.plan.design.tiers
    return any(drug.tier in tiers and tiers[drug.tier].coverage_gap is not None for drug in cost.drugs if drug.covered)
