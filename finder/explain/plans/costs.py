"""What a plan costs, in words: one figure, one rounding. Every page, card, table and report says a cost through these."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.money import Cents, shown, whole_dollars
from finder.domain.plan_cost import Comparison, PlanCost, PremiumSubsidy
from finder.explain.drug_list.not_counted import missing_sentence, outside_sentence
from finder.explain.messages import mark, say
from finder.explain.words import UNKNOWN, UNKNOWN_PRICE, drug_name, in_whole_dollars, joined, plan_name

NONE = mark("none")


def at_least(amount: Cents) -> str:
    """``at least $1,235``."""
    return say("at least {amount}", amount=in_whole_dollars(amount))


_AT_LEAST, _FROM_TO = mark("at least {low}"), mark("about {low} to {high}")


class _Figure(NamedTuple):
    """A cost to the dollar: the message inside a sentence, the message that stands alone, and its two amounts."""

    inside: str
    alone: str
    low: Cents
    high: Cents


def _figure(comparison: Comparison, cost: PlanCost) -> _Figure:
    figure = comparison.figure(cost)
    low = max(cost.all_in_low - (cost.all_in - figure), 0)
    if cost.at_least or comparison.not_counted:
        return _Figure(_AT_LEAST, mark("At least {low}"), low, figure)
    if whole_dollars(low) != whole_dollars(figure) and not comparison.skip_uncovered:
        return _Figure(_FROM_TO, mark("About {low} to {high}"), low, figure)
    return _Figure(mark("about {high}"), mark("About {high}"), low, figure)


def cost_words(comparison: Comparison, cost: PlanCost) -> str:
    """What a plan costs this person, inside a sentence: ``about $1,243``, ``about $24 to $564``, ``at least $84``."""
    figure = _figure(comparison, cost)
    return say(figure.inside, low=in_whole_dollars(figure.low), high=in_whole_dollars(figure.high))


def cost_alone(comparison: Comparison, cost: PlanCost) -> str:
    """The same where it stands alone: ``About $1,243``."""
    figure = _figure(comparison, cost)
    return say(figure.alone, low=in_whole_dollars(figure.low), high=in_whole_dollars(figure.high))


def bare_figure(comparison: Comparison, cost: PlanCost) -> str:
    """The same as a name for the cost: ``$1,243``, ``$24 to $564``, ``$84 or more``."""
    figure = _figure(comparison, cost)
    told = {"low": in_whole_dollars(figure.low), "high": in_whole_dollars(figure.high)}
    if figure.inside == _AT_LEAST:
        return say("{low} or more", **told)
    return say("{low} to {high}", **told) if figure.inside == _FROM_TO else told["high"]


def yearly_words(cost: PlanCost) -> str:
    """The all-in cost to the cent, for a table: ``$1,243.10``, ``$24.00 to $564.00``, ``at least $84.00``."""
    if cost.at_least:
        return say("at least {amount}", amount=shown(cost.all_in_low))
    if cost.uncertain:
        return say("{low} to {high}", low=shown(cost.all_in_low), high=shown(cost.all_in))
    return shown(cost.all_in)


def premium_words(cost: PlanCost, *, fees: bool = False) -> str:
    """The premiums of the months covered as this person pays them; with ``fees`` the late fee and the income-related amount too."""
    more = cost.late_enrollment_penalty + cost.income_related_premium if fees else 0
    if cost.premium is None:
        return say("at least {amount}", amount=shown(cost.premium_low + more)) if cost.premium_low else say(UNKNOWN)
    amount = shown(cost.premium + more)
    if cost.premium_subsidy is PremiumSubsidy.UNKNOWN:
        return say("{amount} before Extra Help", amount=amount)
    return say("{amount} (estimate)", amount=amount) if cost.premium_subsidy is PremiumSubsidy.ESTIMATED else amount


def with_premium(cost: PlanCost, amount: Cents) -> str:
    """An amount that holds a plan's premium, marked where the files have only a part of it: ``at least $60.20``."""
    return say("at least {amount}", amount=shown(amount)) if cost.premium is None else shown(amount)


def premium_caution(cost: PlanCost) -> str:
    """Beside a chart: that a part of the premium is not in it; empty where all is."""
    return say("The premium may be higher: we only have a part of it.") if cost.premium is None else ""


def left_out_words(cost: PlanCost) -> str:
    """The full price of the drugs left out: ``none``, ``$3,600.00``, ``at least $180.00``."""
    if not cost.left_out:
        return say(NONE)
    if cost.uncovered_cash_cost is not None:
        return shown(cost.uncovered_cash_cost)
    known = sum(drug.cash_cost or 0 for drug in cost.left_out)
    return say("at least {amount}", amount=shown(known)) if known else say(UNKNOWN_PRICE)


def covered_words(cost: PlanCost, listed: int | None = None) -> str:
    """How many drugs of the list the plan covers: ``2 of 3``. ``listed`` counts those that we don't have too."""
    return say("{covered} of {listed}", covered=cost.asked - len(cost.not_covered), listed=listed or cost.asked)


def apart(one: Cents, other: Cents) -> Cents:
    """How much more one amount is than another, as both are shown: the difference of the two rounded amounts."""
    return whole_dollars(one) - whole_dollars(other)


def at_least_sentences(comparison: Comparison) -> tuple[str, ...]:
    """Why every cost is "at least", each reason once: drugs that we don't have, drugs that no plan prices, and what Part D does not pay
    for."""
    said = []
    if comparison.not_counted:
        said.append(missing_sentence(comparison.not_counted))
    # a drug that no plan prices is left out everywhere, so one plan tells
    nowhere = [drug_name(drug.drug) for drug in comparison.plans[0].left_out if drug.cash_cost is None]
    if nowhere:
        said.append(say("We don't have a price for {drugs} at any plan. Your real cost is higher at every plan.", drugs=joined(nowhere)))
    if comparison.outside_part_d:
        said.append(outside_sentence(comparison.outside_part_d))
    return tuple(said)


def skipped_sentence(comparison: Comparison, cost: PlanCost) -> str:
    """Which drugs a plan's cost is without, where the person would not buy what it leaves out."""
    if not comparison.skip_uncovered or not cost.not_covered:
        return ""
    drugs = joined(drug_name(drug.drug) for drug in cost.not_covered)
    return say("At {plan} you would go without {drugs}.", plan=plan_name(cost.plan), drugs=drugs)
