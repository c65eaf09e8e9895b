"""What a plan costs, in words: one figure, one rounding. Every page, card, table and report says a cost through these."""

from __future__ import annotations

from finder.domain.money import Cents, about, shown, whole_dollars
from finder.domain.plan_cost import Comparison, PlanCost, PremiumSubsidy
from finder.explain.drug_list.not_counted import missing_sentence, outside_sentence
from finder.explain.words import UNKNOWN, drug_name, joined, plan_name


def cost_words(comparison: Comparison, cost: PlanCost) -> str:
    """What a plan costs this person, in a sentence: ``about $1,243``, ``about $24 to $564``, ``at least $84``."""
    figure, low = comparison.figure(cost), cost.all_in_low - (cost.all_in - comparison.figure(cost))
    if cost.at_least or comparison.not_counted:
        return about(max(low, 0)).replace("about", "at least")
    if whole_dollars(max(low, 0)) != whole_dollars(figure) and not comparison.skip_uncovered:
        return f"{about(low)} to {about(figure).removeprefix('about ')}"
    return about(figure)


def yearly_words(cost: PlanCost) -> str:
    """The all-in cost to the cent, for a table: ``$1,243.10``, ``$24.00 to $564.00``, ``at least $84.00``."""
    if cost.at_least:
        return f"at least {shown(cost.all_in_low)}"
    return f"{shown(cost.all_in_low)} to {shown(cost.all_in)}" if cost.uncertain else shown(cost.all_in)


def premium_words(cost: PlanCost, *, fees: bool = False) -> str:
    """The premiums of the months covered as this person pays them; with ``fees`` the late fee and the income-related amount too."""
    more = cost.late_enrollment_penalty + cost.income_related_premium if fees else 0
    if cost.premium is None:
        return UNKNOWN if not cost.premium_low else f"at least {shown(cost.premium_low + more)}"
    said = shown(cost.premium + more)
    if cost.premium_subsidy is PremiumSubsidy.UNKNOWN:
        return f"{said} before Extra Help"
    return f"{said} (estimate)" if cost.premium_subsidy is PremiumSubsidy.ESTIMATED else said


def left_out_words(cost: PlanCost) -> str:
    """The full price of the drugs left out: ``none``, ``$3,600.00``, ``at least $180.00``."""
    if not cost.left_out:
        return "none"
    if cost.uncovered_cash_cost is not None:
        return shown(cost.uncovered_cash_cost)
    known = sum(drug.cash_cost or 0 for drug in cost.left_out)
    return f"at least {shown(known)}" if known else "We don't have this price"


def covered_words(cost: PlanCost, listed: int | None = None) -> str:
    """How many drugs of the list the plan covers: ``2 of 3``. ``listed`` counts those that we don't have too."""
    return f"{cost.asked - len(cost.not_covered)} of {listed or cost.asked}"


def apart(one: Cents, other: Cents) -> Cents:
    """How much more one amount is than another, as both are shown: the difference of the two rounded amounts."""
    return whole_dollars(one) - whole_dollars(other)


def more_words(one: Cents, other: Cents) -> str:
    """``about $156 more``, ``about $12 less``, ``the same``."""
    difference = apart(one, other)
    return "the same" if not difference else f"{about(abs(difference))} {'more' if difference > 0 else 'less'}"


def at_least_sentences(comparison: Comparison) -> tuple[str, ...]:
    """Why every cost is "at least", each reason once: drugs that we don't have, and drugs that no plan prices; and
    what on the list is nothing that Part D pays for."""
    said = []
    if comparison.not_counted:
        said.append(missing_sentence(comparison.not_counted))
    # a drug that no plan prices is left out everywhere, so one plan tells
    nowhere = [drug_name(drug.drug) for drug in comparison.plans[0].left_out if drug.cash_cost is None]
    if nowhere:
        said.append(f"We don't have a price for {joined(nowhere)} at any plan. Your real cost is higher at every plan.")
    if comparison.outside_part_d:
        said.append(outside_sentence(comparison.outside_part_d))
    return tuple(said)


def skipped_sentence(comparison: Comparison, cost: PlanCost) -> str:
    """What a plan's cost is without, where the person would not buy what it leaves out."""
    if not comparison.skip_uncovered or not cost.not_covered:
        return ""
    return f"At {plan_name(cost.plan)} you would go without {joined(drug_name(drug.drug) for drug in cost.not_covered)}."
