"""How sure is this? Ranges, what would change the recommendation, and what no range holds."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.certainty import Doubt, HowSure, TippingPoint, TotalRange, off_by
from finder.domain.money import WHOLE, BasisPoints, shown
from finder.explain.kit.section import Bullets, Column, Fold, Headline, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.costs import yearly_words
from finder.explain.plans.estimates import prices_sentence
from finder.explain.plans.plan_cell import plan_cell
from finder.explain.plans.what_if import SOONER_LIMIT
from finder.explain.source_words import doubtful_parameters
from finder.explain.words import drug_label, drug_name, joined, plan_name

TITLE = mark("How sure is this?")
LEAD = mark(
    "A cost is a forecast. We ask the same question again with other prices and other fills, and show how far each total can move. "
    "Then we look for the price that would change the plan to look at."
)
START = mark("Test how sure this is")
_DOUBTS = {
    Doubt.LOWER_PRICES: mark("lower prices"),
    Doubt.HIGHER_PRICES: mark("higher prices"),
    Doubt.FEWER_FILLS: mark("one fewer fill of each drug"),
    Doubt.MORE_FILLS: mark("a new fill as soon as the last one runs out"),
    Doubt.LAWS_NUMBERS: mark("a number of the law that we aren't sure of, at its value a year earlier or later"),
    Doubt.PREMIUM_SUBSIDY: mark("Extra Help with the premium, an amount that we don't know"),
}
_TIPS = {
    (True, True, True): mark("{plan} stays first unless the price of {drug} at this plan alone rises by {percent}%."),
    (True, True, False): mark("{plan} stays first unless the price of {drug} at this plan alone falls by {percent}%."),
    (True, False, True): mark("{plan} stays first unless the price of {drug} at every plan rises by {percent}%."),
    (True, False, False): mark("{plan} stays first unless the price of {drug} at every plan falls by {percent}%."),
    (False, True, True): mark("{plan} stays the plan to look at unless the price of {drug} at this plan alone rises by {percent}%."),
    (False, True, False): mark("{plan} stays the plan to look at unless the price of {drug} at this plan alone falls by {percent}%."),
    (False, False, True): mark("{plan} stays the plan to look at unless the price of {drug} at every plan rises by {percent}%."),
    (False, False, False): mark("{plan} stays the plan to look at unless the price of {drug} at every plan falls by {percent}%."),
}
"""By whether the plan is first, whether its price alone moves, and whether it rises."""


def sections(sure: HowSure) -> Sections:
    """The whole answer."""
    return (
        *map(Headline, headline(sure)),
        Bullets(tipping_sentences(sure)),
        Fold(say("How far each plan's cost could move"), (range_table(sure),)),
        spread_table(sure),
        Bullets(unknown_sentences(sure)),
    )


def headline(sure: HowSure) -> tuple[str, ...]:
    """Whether the recommendation holds, in a sentence or two; first whether the work was stopped."""
    stopped = () if sure.complete else (_stopped(sure),)
    chosen = sure.comparison.plan_cost(sure.comparison.recommendation.plan_id or "")
    if chosen is None:
        return (*stopped, say("No plan stands out, so there is none to test."))
    cost = say("{plan}: {amount} in the year.", plan=plan_name(chosen.plan), amount=shown(chosen.all_in))
    return (*stopped, cost, *_how_far(sure, sure.range_of(chosen.plan.plan_id)), *_holds(sure))


def _stopped(sure: HowSure) -> str:
    return say_count(
        "You stopped this after {tried} of {count} test. What follows is not all.",
        "You stopped this after {tried} of {count} tests. What follows is not all.",
        sure.of,
        tried=sure.tried,
    )


def _how_far(sure: HowSure, found: TotalRange | None) -> tuple[str, ...]:
    if found is None:
        return ()
    if found.low < found.high:
        return (say("It could be from {low} to {high}.", low=shown(found.low), high=shown(found.high)),)
    return (say("None of the tests moves it.") if sure.complete else say("None of the tests so far moves it."),)


def _holds(sure: HowSure) -> tuple[str, ...]:
    if not sure.tipping_points or any(point.factor is not None for point in sure.tipping_points):
        return ()
    if not sure.complete:
        return (say("It stays the plan to look at for every price that we tried so far."),)
    return (
        say(
            "It stays the plan to look at for every price that we tried: from {lowest} to {highest} of the price.",
            lowest=_percent(sure.lowest),
            highest=_percent(sure.highest),
        ),
    )


def tipping_sentences(sure: HowSure) -> tuple[str, ...]:
    """What would change the plan to look at, the nearest first; then the drugs for which no price tried does."""
    chosen = sure.comparison.plan_cost(sure.comparison.recommendation.plan_id or "")
    if chosen is None:
        return ()
    tips = sorted((point for point in sure.tipping_points if point.factor is not None), key=_distance)
    said = [_tip(sure, plan_name(chosen.plan), chosen.rank == 1, point) for point in tips]
    steady = _steady(sure)
    if steady:
        said.append(say("No price of {drugs} that we tried changes it.", drugs=joined(steady, "or")))
    fixed = [drug_name(one.drug) for one in chosen.drugs if one.counted and one.selected]
    if fixed:
        said.append(say("Medicare set the price of {drugs} for the year, so we did not move it.", drugs=joined(fixed)))
    return tuple(said)


def _distance(point: TippingPoint) -> int:
    return abs((point.factor or WHOLE) - WHOLE)


def _tip(sure: HowSure, plan: str, first: bool, point: TippingPoint) -> str:
    message = _TIPS[first, point.plan_id is not None, point.rises]
    tip = say(message, plan=plan, drug=drug_name(point.drug), percent=_distance(point) // 100)
    new = sure.comparison.plan_cost(point.new_plan_id or "")
    return f"{tip} {say('Then look at {plan}.', plan=plan_name(new.plan))}" if new else tip


def _steady(sure: HowSure) -> list[str]:
    """The drugs all of whose tests found nothing."""
    moved = {point.drug.rxcui for point in sure.tipping_points if point.factor is not None}
    return list(dict.fromkeys(drug_name(point.drug) for point in sure.tipping_points if point.drug.rxcui not in moved))


def _percent(factor: BasisPoints) -> str:
    return f"{factor // 100}%"


def range_table(sure: HowSure) -> Table:
    """Every plan's total with its lowest and highest, and what makes them so."""
    columns = (
        Column(say("Plan")),
        Column(say("Lowest"), True),
        Column(say("Yearly cost"), True),
        Column(say("Highest"), True),
        Column(say("What moves it")),
    )
    rows = tuple(
        (
            plan_cell(found.cost.plan, sure.comparison.info.as_of),
            shown(found.low),
            yearly_words(found.cost),
            shown(found.high),
            _moved_by(found),
        )
        for found in sure.ranges
    )
    caption = say_count("How far each total can move, {count} plan", "How far each total can move, {count} plans", len(rows))
    return Table(caption, columns, rows)


def _moved_by(found: TotalRange) -> str:
    low = say("down by {doubts}", doubts=_doubts(found.low_by)) if found.low_by else ""
    high = say("up by {doubts}", doubts=_doubts(found.high_by)) if found.high_by else ""
    return "; ".join(filter(None, (low, high))) or say("none of the tests")


def _doubts(doubts: Sequence[Doubt]) -> str:
    return joined(say(_DOUBTS[doubt]) for doubt in doubts)


def spread_table(sure: HowSure) -> Table:
    """How each drug's price differs among the plans: what the ranges use."""
    columns = (
        Column(say("Drug")),
        Column(say("Low price"), True),
        Column(say("High price"), True),
        Column(say("Plans with a price"), True),
    )
    rows = tuple((drug_label(one.drug), _percent(one.low), _percent(one.high), str(one.plans)) for one in sure.spreads)
    return Table(say("Prices at the plans, as a part of the middle price (100%): the middle half of the plans"), columns, rows)


def _moved_estimates(sure: HowSure) -> list[str]:
    """How far the estimated prices at the plan to look at are moved, drug by drug."""
    chosen = sure.comparison.plan_cost(sure.comparison.recommendation.plan_id or "")
    said = []
    for drug in chosen.drugs if chosen else ():
        if drug.counted and drug.borrowed is not None and drug.borrowed.estimated:
            low, high = off_by(drug.borrowed.origin, brand=drug.drug.is_brand)
            told = {"drug": drug_name(drug.drug), "low": _percent(low), "high": _percent(high)}
            said.append(say("The price of {drug} is an estimate. The ranges hold from {low} to {high} of it.", **told))
    return said


def unknown_sentences(sure: HowSure) -> tuple[str, ...]:
    """What the ranges do not hold, how far estimated prices move, and why a higher price may lower a total."""
    said = [prices_sentence(sure.comparison.info), *_moved_estimates(sure)]
    said += [say("Not sure: {number}", number=line) for line in doubtful_parameters(sure.comparison)]
    higher = any(Doubt.HIGHER_PRICES in found.low_by or Doubt.LOWER_PRICES in found.high_by for found in sure.ranges)
    said.append(say(SOONER_LIMIT) if higher else "")
    said.append(say("Not in the ranges: a new drug or dose, a drug that the plan takes off its list, a plan that says no to an approval."))
    return tuple(filter(None, said))
