"""How sure is this? The range of every total, and the smallest price change that changes the recommendation.

The comparison is asked again with other prices and other fills; tipping points are found by halving. The work is bounded and can be
stopped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from finder.domain.certainty import Doubt, HowSure, PriceSpread, TippingPoint, TotalRange
from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.money import WHOLE, BasisPoints, Cents, UnitPrice, ratio_half_up
from finder.domain.plan_cost import Comparison, ParameterUsed, PlanCost, PremiumSubsidy
from finder.domain.prescription import Prescription
from finder.domain.supply import fills_of
from finder.domain.what_if import ChangePrice
from finder.parameters.changed import ChangedParameters, neighbours
from finder.questions.plans.changed_prices import ChangedPrices, MovedEstimates, OfPlans, Remembered
from finder.questions.plans.compare import plan_year
from finder.questions.plans.ranking import ranked, recommend
from finder.questions.plans.what_if import Asked
from finder.questions.progress import OnProgress, Steps

PERCENT: BasisPoints = 100
RISES: tuple[BasisPoints, ...] = (12_500, 15_000, 20_000, 30_000)
"""Factors tried in order until one changes the recommendation. The search then goes on between it and the one before."""
FALLS: tuple[BasisPoints, ...] = (7_500, 5_000, 2_500)
MOST_STEPS_OF_A_SEARCH = len(RISES) + 7
"""A bracket of 100 percent points is halved 7 times before it is one percent wide."""
MOST_NUMBERS = 6
"""Doubtful numbers of the law that are tried."""
Scenario = tuple[tuple[Doubt, ...], Asked]


def how_sure(
    catalog: Catalog,
    member: Member,
    prescriptions: Sequence[Prescription],
    on_progress: OnProgress | None = None,
    before: Comparison | None = None,
) -> HowSure:
    """Ranges and tipping points of a comparison. A stop keeps what was found. Raises Refusal as compare_plans does.

    ``before``: the comparison, where it is at hand.
    """
    asked = Asked(Remembered(catalog), member, tuple(prescriptions)).like(before)
    present = before or asked.compare()
    spreads = price_spreads(present)
    doubtful = doubtful_numbers(present)
    scenarios = [*_scenarios(asked, spreads), *_other_numbers(asked, doubtful)]
    searches = _searches(present)
    steps = Steps(len(scenarios) + len(searches) * MOST_STEPS_OF_A_SEARCH, on_progress)
    ranges = _ranges(present, scenarios, steps)
    at_leaders = asked._replace(catalog=OfPlans(asked.catalog, [cost.plan.plan_id for cost in present.leaders]))
    points = []
    for rxcui, plan_id, factors in searches:
        if steps.stopped:
            break
        points += _tipping_point(at_leaders, present, rxcui, plan_id, factors, steps)
    return HowSure(
        comparison=present,
        spreads=spreads,
        ranges=ranges,
        tipping_points=tuple(points),
        parameters=doubtful,
        lowest=FALLS[-1],
        highest=RISES[-1],
        complete=not steps.stopped,
        tried=steps.done,
        of=steps.of,
    )


def doubtful_numbers(comparison: Comparison) -> tuple[ParameterUsed, ...]:
    """The numbers of the law behind a comparison that no second source confirms."""
    return tuple(used for used in comparison.parameters if used.status != "confirmed")


def price_spreads(comparison: Comparison) -> tuple[PriceSpread, ...]:
    """How each drug's unit price differs among the plans compared: the quarter points around the middle."""
    found = []
    for prescription in comparison.prescriptions:
        prices = sorted(price for cost in comparison.plans if (price := _unit_price(cost, prescription)) is not None)
        if prices and prices[0] > 0:
            found.append(_spread(prescription, prices))
    return tuple(found)


def _spread(prescription: Prescription, prices: Sequence[UnitPrice]) -> PriceSpread:
    last = len(prices) - 1
    middle = ratio_half_up(prices[last // 2] + prices[(last + 1) // 2], 2)
    quarter = last // 4
    low, high = prices[quarter], prices[last - quarter]
    return PriceSpread(prescription.drug, ratio_half_up(low * WHOLE, middle), ratio_half_up(high * WHOLE, middle), len(prices))


def _unit_price(cost: PlanCost, prescription: Prescription) -> UnitPrice | None:
    return next(one.unit_price for one in cost.drugs if one.drug.rxcui == prescription.drug.rxcui)


def _scenarios(asked: Asked, spreads: Sequence[PriceSpread]) -> list[Scenario]:
    cheap = ChangedPrices(MovedEstimates(asked.catalog, up=False), [ChangePrice(spread.low, spread.drug.rxcui) for spread in spreads])
    dear = ChangedPrices(MovedEstimates(asked.catalog, up=True), [ChangePrice(spread.high, spread.drug.rxcui) for spread in spreads])
    fewer = tuple(_fewer(asked, one) for one in asked.prescriptions)
    more = tuple(_more(asked, one) for one in asked.prescriptions)
    return [
        ((Doubt.LOWER_PRICES,), asked._replace(catalog=cheap)),
        ((Doubt.HIGHER_PRICES,), asked._replace(catalog=dear)),
        ((Doubt.FEWER_FILLS,), asked._replace(prescriptions=fewer)),
        ((Doubt.MORE_FILLS,), asked._replace(prescriptions=more)),
        ((Doubt.LOWER_PRICES, Doubt.FEWER_FILLS), asked._replace(catalog=cheap, prescriptions=fewer)),
        ((Doubt.HIGHER_PRICES, Doubt.MORE_FILLS), asked._replace(catalog=dear, prescriptions=more)),
    ]


def _other_numbers(asked: Asked, doubtful: Sequence[ParameterUsed]) -> Iterator[Scenario]:
    """Numbers of the law that no second source confirms, at their values of the year before and after, one at a time."""
    year = asked.catalog.info.plan_year
    for used in doubtful[:MOST_NUMBERS]:
        for value in neighbours(year, used.name):
            yield (Doubt.LAWS_NUMBERS,), asked._replace(numbers=ChangedParameters(year, {used.name: value}))


def _fewer(asked: Asked, prescription: Prescription) -> Prescription:
    """The drug without its last fill of the year. A single fill stays."""
    days = _days(asked, prescription)
    return replace(prescription, dates=tuple(days[:-1]), fills_per_year=None) if len(days) > 1 else prescription


def _more(asked: Asked, prescription: Prescription) -> Prescription:
    """The drug filled as soon as the last fill runs out, where that makes more fills. Days and counts that were given stay."""
    if prescription.dates or prescription.fills_per_year is not None:
        return prescription
    days, supply = _days(asked, prescription), timedelta(days=prescription.days_supply)
    exact = [days[0]]
    while (later := exact[-1] + supply).year == days[0].year:
        exact.append(later)
    return replace(prescription, dates=tuple(exact)) if len(exact) > len(days) else prescription


def _days(asked: Asked, prescription: Prescription) -> list[date]:
    year, first = asked.catalog.info.plan_year, asked.member.coverage_start.month
    return [fill.date for fill in fills_of(prescription, year, first)]


def _ranges(present: Comparison, scenarios: Sequence[Scenario], steps: Steps) -> tuple[TotalRange, ...]:
    """The lowest and highest total of each plan. A premium that Extra Help lowers by an unknown amount may lose its whole Part D part."""
    lows: dict[str, tuple[Cents, tuple[Doubt, ...]]] = {}
    highs: dict[str, tuple[Cents, tuple[Doubt, ...]]] = {}
    for doubts, asked in scenarios:
        if steps.stopped:
            break
        for cost in asked.compare().plans:
            plan_id = cost.plan.plan_id
            lows[plan_id] = min(lows.get(plan_id, (cost.all_in, doubts)), (cost.all_in, doubts), key=_amount)
            highs[plan_id] = max(highs.get(plan_id, (cost.all_in, doubts)), (cost.all_in, doubts), key=_amount)
        steps.go_on()
    return tuple(_range(cost, lows, highs) for cost in present.plans)


def _amount(found: tuple[Cents, tuple[Doubt, ...]]) -> Cents:
    return found[0]


def _range(
    cost: PlanCost, lows: Mapping[str, tuple[Cents, tuple[Doubt, ...]]], highs: Mapping[str, tuple[Cents, tuple[Doubt, ...]]]
) -> TotalRange:
    none: tuple[Doubt, ...] = ()
    here = (cost.all_in, none)
    low, low_by = min(here, lows.get(cost.plan.plan_id, here), key=_amount)
    high, high_by = max(here, highs.get(cost.plan.plan_id, here), key=_amount)
    if cost.premium_subsidy is PremiumSubsidy.UNKNOWN and cost.premium is not None and cost.premium_low is not None:
        low, low_by = low - (cost.premium - cost.premium_low), (*low_by, Doubt.PREMIUM_SUBSIDY)
    return TotalRange(cost, low, high, low_by, high_by)


def _searches(present: Comparison) -> list[tuple[str, str | None, tuple[BasisPoints, ...]]]:
    """For each drug counted at the recommended plan whose price Medicare did not set: up at that plan, up everywhere, down everywhere."""
    chosen = present.recommendation.plan_id
    cost = present.plan_cost(chosen) if chosen else None
    if cost is None or len(present.plans) < 2:
        return []
    moving = [one.drug.rxcui for one in cost.drugs if one.counted and not one.selected]
    return [(rxcui, plan_id, factors) for rxcui in moving for plan_id, factors in ((chosen, RISES), (None, RISES), (None, FALLS))]


def _tipping_point(
    asked: Asked, present: Comparison, rxcui: str, plan_id: str | None, factors: Sequence[BasisPoints], steps: Steps
) -> list[TippingPoint]:
    """The nearest factor that changes the recommendation; empty where the work was stopped before."""
    drug = next(one.drug for one in present.prescriptions if one.drug.rxcui == rxcui)
    kept, most = present.recommendation.plan_id, steps.done + MOST_STEPS_OF_A_SEARCH
    tried: dict[BasisPoints, str | None] = {WHOLE: kept}

    def stays(factor: BasisPoints) -> bool:
        tried[factor] = _recommended(asked, present, ChangePrice(factor, rxcui, plan_id))
        steps.go_on()
        return tried[factor] == kept

    same, new = WHOLE, None
    for factor in factors:
        if not stays(factor):
            new = factor
            break
        if steps.stopped:
            return []
        same = factor
    while new is not None and abs(new - same) > PERCENT and not steps.stopped:
        middle = (same + new) // 2 // PERCENT * PERCENT
        same, new = (middle, new) if stays(middle) else (same, middle)
    if steps.stopped:
        return []
    steps.go_on(most - steps.done)
    return [TippingPoint(drug, plan_id, factors[0] > WHOLE, new, None if new is None else tried[new])]


def _recommended(asked: Asked, present: Comparison, change: ChangePrice) -> str | None:
    """The plan recommended after a change of price. It is one of the plans that may lead, whatever they cost, so ``asked`` is about these
    alone; where one plan's price changes, the costs of the others are those at hand."""
    changed = ChangedPrices(asked.catalog, [change])
    if change.plan_id is None:
        return asked._replace(catalog=changed).compare().recommendation.plan_id
    member, skip = asked.member, asked.skip_uncovered
    anew = plan_year(changed, member, asked.prescriptions, change.plan_id)
    costs = [anew if cost.plan.plan_id == change.plan_id else cost for cost in present.leaders]
    ordered = ranked(costs, skip_uncovered=skip)
    return recommend(ordered, member.current_plan, health_plans=member.sees_health_plans, skip_uncovered=skip).plan_id
