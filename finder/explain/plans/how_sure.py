"""How sure is this? Ranges, what would change the recommendation, and what no range holds, in words."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.certainty import Doubt, HowSure, TippingPoint, TotalRange
from finder.domain.money import WHOLE, BasisPoints, shown
from finder.explain.kit.section import Column, Table
from finder.explain.plans.costs import yearly_words
from finder.explain.plans.what_if import sooner_limit_sentence
from finder.explain.source_words import doubtful_parameters
from finder.explain.words import counted, drug_label, drug_name, joined, plan_name

LEAD = (
    "A cost is a forecast. We ask the same question again with other prices and other fills, and show how far each total can move. "
    "Then we look for the price that would change the plan to look at."
)
_DOUBTS = {
    Doubt.LOWER_PRICES: "lower prices",
    Doubt.HIGHER_PRICES: "higher prices",
    Doubt.FEWER_FILLS: "one fill less of each drug",
    Doubt.MORE_FILLS: "a new fill as soon as the last one runs out",
    Doubt.LAWS_NUMBERS: "a number of the law that is not sure, at its value of the year before or after",
    Doubt.PREMIUM_SUBSIDY: "Extra Help with the premium, an amount that we don't know",
}


def headline(sure: HowSure) -> tuple[str, ...]:
    """Whether the recommendation holds, in a sentence or two; first whether the work was stopped."""
    stopped = () if sure.complete else (f"You stopped this after {sure.tried} of {counted(sure.of, 'test')}. What follows is not all.",)
    chosen = sure.comparison.plan_cost(sure.comparison.recommendation.plan_id or "")
    if chosen is None:
        return (*stopped, "No plan stands out, so there is none to test.")
    found = sure.range_of(chosen.plan.plan_id)
    said = [f"{plan_name(chosen.plan)}: {shown(chosen.all_in)} in the year."]
    if found is not None:
        said.append(
            f"It could be from {shown(found.low)} to {shown(found.high)}."
            if found.low < found.high
            else f"None of the tests{'' if sure.complete else ' so far'} moves it."
        )
    tips = [point for point in sure.tipping_points if point.factor is not None]
    if sure.tipping_points and not tips and not sure.complete:
        said.append("It stays the plan to look at for every price that we tried so far.")
    elif sure.tipping_points and not tips:
        tried = f"from {_percent(sure.lowest)} to {_percent(sure.highest)} of the price"
        said.append(f"It stays the plan to look at for every price that we tried: {tried}.")
    return (*stopped, *said)


def tipping_sentences(sure: HowSure) -> tuple[str, ...]:
    """What would change the plan to look at, the nearest first; then the drugs for which no price tried does."""
    chosen = sure.comparison.plan_cost(sure.comparison.recommendation.plan_id or "")
    if chosen is None:
        return ()
    name = f"{plan_name(chosen.plan)} stays {'first' if chosen.rank == 1 else 'the plan to look at'}"
    tips = sorted((point for point in sure.tipping_points if point.factor is not None), key=_distance)
    said = [_tip(sure, name, point) for point in tips]
    steady = _steady(sure)
    if steady:
        said.append(f"No price of {joined(steady, 'or')} that we tried changes it.")
    fixed = [drug_name(one.drug) for one in chosen.drugs if one.counted and one.selected]
    if fixed:
        said.append(f"Medicare set the price of {joined(fixed)} for the year, so we did not move it.")
    return tuple(said)


def _distance(point: TippingPoint) -> int:
    return abs((point.factor or WHOLE) - WHOLE)


def _tip(sure: HowSure, name: str, point: TippingPoint) -> str:
    factor = point.factor or WHOLE
    percent = abs(factor - WHOLE) // 100
    where = "at this plan alone " if point.plan_id else "at every plan "
    new = sure.comparison.plan_cost(point.new_plan_id or "")
    instead = f" Then look at {plan_name(new.plan)}." if new else ""
    moves = "rises" if point.rises else "falls"
    return f"{name} unless the price of {drug_name(point.drug)} {where}{moves} by {percent}%.{instead}"


def _steady(sure: HowSure) -> list[str]:
    """The drugs all of whose tests found nothing."""
    moved = {point.drug.rxcui for point in sure.tipping_points if point.factor is not None}
    return list(dict.fromkeys(drug_name(point.drug) for point in sure.tipping_points if point.drug.rxcui not in moved))


def _percent(factor: BasisPoints) -> str:
    return f"{factor // 100}%"


def range_table(sure: HowSure) -> Table:
    """Every plan's total with its lowest and highest, and what makes them so."""
    columns = (Column("Plan"), Column("Lowest", True), Column("Yearly cost", True), Column("Highest", True), Column("What moves it"))
    rows = tuple(
        (plan_name(found.cost.plan), shown(found.low), yearly_words(found.cost), shown(found.high), _moved_by(found))
        for found in sure.ranges
    )
    return Table(f"How far each total can move, {counted(len(rows), 'plan')}", columns, rows)


def _moved_by(found: TotalRange) -> str:
    low = f"down by {joined(_words(found.low_by))}" if found.low_by else ""
    high = f"up by {joined(_words(found.high_by))}" if found.high_by else ""
    return "; ".join(filter(None, (low, high))) or "none of the tests"


def _words(doubts: Sequence[Doubt]) -> list[str]:
    return [_DOUBTS[doubt] for doubt in doubts]


def spread_table(sure: HowSure) -> Table:
    """How each drug's price differs among the plans: what the ranges use."""
    columns = (Column("Drug"), Column("Low price", True), Column("High price", True), Column("Plans with a price", True))
    rows = tuple((drug_label(one.drug), _percent(one.low), _percent(one.high), str(one.plans)) for one in sure.spreads)
    return Table("Prices at the plans, as a part of the middle price (100%): the middle half of the plans", columns, rows)


def unknown_sentences(sure: HowSure) -> tuple[str, ...]:
    """What the ranges do not hold, and why a higher price may lower a total."""
    said = [f"Not sure: {line}" for line in doubtful_parameters(sure.comparison)]
    higher = any(Doubt.HIGHER_PRICES in found.low_by or Doubt.LOWER_PRICES in found.high_by for found in sure.ranges)
    said.append(sooner_limit_sentence(higher))
    said.append("Not in the ranges: a new drug or dose, a drug that the plan takes off its list, a plan that says no to an approval.")
    return tuple(filter(None, said))
