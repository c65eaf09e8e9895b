"""What a reader of a plan's numbers must know, by the codes of ``PlanCost.notes``; and what is said once for the whole answer."""

from __future__ import annotations

from finder.domain.plan_cost import Comparison, PlanCost, PremiumSubsidy
from finder.explain.messages import Told, mark, say
from finder.explain.plans.other_help import counted_sentences

NOTES = {
    "example_design": Told(mark("This is an example, not a real plan."), mark("This is an example design, not a real plan.")),
    "standard_shares": Told(
        mark("We don't have this plan's copays or drug list. We used the standard 25% share and took each drug as covered."),
        mark("The files have no cost shares or drug lists: the standard share of 25% is used, and every drug counts as covered."),
    ),
    "gap_some_drugs": Told(
        mark("This plan pays for some drugs in the gap. We don't know which, so we counted none. You may pay less."),
        mark("The plan covers some drugs in the gap; which ones is not known, so none is counted, and the cost may be lower."),
    ),
    "premium_unknown": Told(
        mark("We're missing its premium. The cost leaves out what we don't have."),
        mark("The files lack this premium, or a part of it; the totals hold what they have, and the plan ranks last."),
    ),
    "split_into_months": Told(
        mark("Some fills are priced month by month, since we're missing the price of a longer fill."),
        mark("A longer fill is priced month by month, because the files have no cost share for it."),
    ),
    "a_share_a_month": Told(
        mark("Some refills last longer than a month and can't be split. For those you pay a month's share for each month, or part of one."),
        mark("A fill that cannot be bought month by month costs one monthly share for each month that it begins."),
    ),
    "channel_not_offered": Told(
        "", mark("By the files, this plan does not offer the kinds of pharmacy that were asked for; another kind was used.")
    ),
    "channel_lacks_supply": Told(
        "", mark("At the kinds of pharmacy asked for, the files give no cost share for such a fill; another kind was used.")
    ),
    "channel_not_in_files": Told(
        "",
        mark(
            "The files give no cost share for the kinds of pharmacy that were asked for; whether this plan offers them is not known. "
            "Another kind was used."
        ),
    ),
    "copay_of_a_range": Told("", mark("The files print this plan's copays as a range for people with Extra Help; the highest was used.")),
    "pharmacies_out_of_network": Told(
        mark("None of your stores is in this plan's network. We used another store."),
        mark("None of the pharmacies given is in this plan's network; standard retail was used."),
    ),
    "dispensing_fee_unknown": Told("", mark("The files do not give this pharmacy's dispensing fee; the price is without it.")),
    "estimated_prices": Told("", mark("A price is an estimate from an earlier year; each drug says where its price is from.")),
    "quantity_above_limit": Told(
        mark("One amount is above the plan's limit. The plan may not pay for all of it."),
        mark("A quantity is above the plan's limit on amount."),
    ),
}
"""The pages say the kind of pharmacy that was used in place of the ``channel`` codes (``finder.explain.plans.reasons``)."""
_NO_PRICE = mark(
    "The files give no price for a drug that the plan lists; the total is without it, and the all-in cost counts its full price."
)
_NO_SHARE = mark(
    "The files give no cost share for such a fill of a drug that the plan lists; the total is without it, and the all-in cost counts its "
    "full price."
)
_PREMIUM_SUBSIDY = {
    PremiumSubsidy.UNKNOWN: Told(
        mark(
            "Extra Help lowers this premium. We don't have the benchmark of this region for {year}, "
            "so the premium shown is before Extra Help."
        ),
        mark("What Extra Help takes off this premium is not known (no benchmark or basic premium); the premium shown is before it."),
    ),
    PremiumSubsidy.ESTIMATED: Told(
        mark("What Extra Help pays of some premiums is our estimate. It may be off by a few cents a month. The plan can tell you."),
        mark(
            "What Extra Help takes off this premium is an estimate (a benchmark derived from what plans charge, or rounded to ten cents)."
        ),
    ),
}
"""The least known first."""


def note_sentence(code: str) -> str:
    """A note for a person."""
    return say(NOTES[code].person)


def note_texts(cost: PlanCost) -> list[str]:
    """Every note of a plan, for the answer of a command."""
    premium = _PREMIUM_SUBSIDY.get(cost.premium_subsidy)
    said = [say(premium.program)] if premium else []
    if any(drug.cash_cost is None for drug in cost.not_covered):
        said.append(say("No plan in the files prices a drug that this plan leaves out, so the real cost is higher."))
    unpriced = [say(lacking) for lacking in dict.fromkeys(_NO_PRICE if drug.share_known else _NO_SHARE for drug in cost.unpriced)]
    for code in cost.notes:
        said += unpriced if code == "unpriced_drug" else [say(NOTES[code].program)]
    return said


def premium_subsidy_sentence(comparison: Comparison) -> str:
    """What we don't know of Extra Help with the premium; empty where all is known."""
    kinds = {cost.premium_subsidy for cost in comparison.plans}
    told = next((told for kind, told in _PREMIUM_SUBSIDY.items() if kind in kinds), None)
    return say(told.person, year=comparison.info.plan_year) if told else ""


_PAPER_CLAIM = mark(
    "Only pharmacies outside the network were asked for. There the person pays the pharmacy's own price and sends the plan a paper claim. "
    "The amounts are what such a claim would leave to pay if that price were the plan's own. What the pharmacy charges above the plan's "
    "price stays with the person and is not in the totals."
)
_LOOKED_UP = {
    "no_networks": mark(
        "No pharmacy networks of this year were imported, so the pharmacies given were not looked up; the kinds of pharmacy decide."
    ),
    "some_networks": mark("Plans whose pharmacy networks were not imported are priced by the kinds of pharmacy."),
}
"""By the code of ``finder.questions.plans.compare.pharmacies_not_looked_up``."""


def comparison_texts(comparison: Comparison, pharmacies: str) -> list[str]:
    """For the answer of a command: what is said once for all plans. ``pharmacies`` is the code of what was not looked up of them."""
    said = [say(_PAPER_CLAIM)] if comparison.recommendation.because == "out_of_network" else []
    said += counted_sentences(comparison)
    return [*said, say(_LOOKED_UP[pharmacies])] if pharmacies else said
