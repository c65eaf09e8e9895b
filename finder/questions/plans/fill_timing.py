"""Fill timing: the order and the first months in which the same drugs cost least at one plan.

The order decides which drugs meet the deductible and the yearly limit. The first month can move for drugs filled less often than monthly.
The year keeps as many fills as now: nobody is told to take less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise, permutations

from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.months import YEAR_MONTHS, same_day_later
from finder.domain.plan_cost import PlanCost
from finder.domain.prescription import Prescription
from finder.domain.supply import fills_of
from finder.domain.what_if import ChangeOrder, FillTiming, MoveFills, Timing
from finder.questions.plans.changed_prices import Remembered
from finder.questions.plans.compare import plan_year
from finder.questions.plans.what_if import Asked, changed
from finder.questions.progress import OnProgress, Steps

EVERY_ORDER_OF = 4
"""Every order of so many drugs is tried (4! = 24). With more, each drug is tried first and last."""


def fill_timing(
    catalog: Catalog, member: Member, prescriptions: Sequence[Prescription], plan_id: str, on_progress: OnProgress | None = None
) -> FillTiming:
    """The cheapest timing found at one plan: first the order of same-day fills, then, drug by drug, the first month.

    A timing that saves nothing changes nothing. Raises Refusal for a plan that the catalog lacks or an empty list.
    """
    if not prescriptions:
        raise Refusal([Problem("$.prescriptions", "at least one drug", "an empty list")])
    asked = Asked(Remembered(catalog), member, tuple(prescriptions))
    orders = _orders(tuple(one.drug.rxcui for one in prescriptions))
    moves = [(one.drug.rxcui, months) for one in prescriptions if (months := _first_months(asked, one))]
    steps = Steps(len(orders) + sum(len(months) for _, months in moves), on_progress)
    now = plan_year(asked.catalog, member, prescriptions, plan_id)
    best = Timing((), (), now)
    best = _best_order(asked, plan_id, orders, best, steps)
    best = _best_months(asked, plan_id, moves, best, steps)
    every = len(prescriptions) <= EVERY_ORDER_OF
    return FillTiming(now, best, steps.done, steps.of, every, not steps.stopped or steps.done == steps.of)


def fill_days(catalog: Catalog, member: Member, prescription: Prescription) -> tuple[date, ...]:
    """The days on which a drug is bought now, from the start of coverage on."""
    return tuple(fill.date for fill in fills_of(prescription, catalog.info.plan_year, member.coverage_start.month))


def moved_days(days: Sequence[date], first: date) -> tuple[date, ...]:
    """The same fills with the first on another day, as far apart as now. Those that would fall in the next year drop out.

    Fills on one day of the month stay on one (in a shorter month, its last day); other fills keep their days apart.
    """
    start = days[0]
    if all(day.day == start.day for day in days):
        moved = [same_day_later(first, (day.year - start.year) * YEAR_MONTHS + day.month - start.month) for day in days]
    else:
        moved = [first + (day - start) for day in days]
    return tuple(day for day in moved if day.year == first.year)


def present_order(member: Member, prescriptions: Sequence[Prescription]) -> tuple[str, ...]:
    """The order, by rxcui, of drugs filled on one day: by name, or as listed."""
    ordered = sorted(prescriptions, key=lambda one: one.drug.name.casefold()) if member.alphabetical else prescriptions
    return tuple(one.drug.rxcui for one in ordered)


def _best_order(asked: Asked, plan_id: str, orders: Sequence[tuple[str, ...]], best: Timing, steps: Steps) -> Timing:
    for order in orders:
        cost = _cost(changed(asked, ChangeOrder(order)), plan_id)
        if cost.drug_cost < best.cost.drug_cost:
            best = Timing(order, (), cost)
        if not steps.go_on():
            break
    return best


def _best_months(asked: Asked, plan_id: str, moves: Sequence[tuple[str, tuple[int, ...]]], best: Timing, steps: Steps) -> Timing:
    if steps.stopped:
        return best
    if best.order:
        asked = changed(asked, ChangeOrder(best.order))
    for rxcui, months in moves:
        kept = asked
        for month in months:
            tried = changed(asked, MoveFills(rxcui, _days(asked, rxcui, month)))
            cost = _cost(tried, plan_id)
            if cost.drug_cost < best.cost.drug_cost:
                others = tuple(move for move in best.first_months if move[0] != rxcui)
                best, kept = Timing(best.order, (*others, (rxcui, month)), cost), tried
            if not steps.go_on():
                return best
        asked = kept
    return best


def _cost(asked: Asked, plan_id: str) -> PlanCost:
    return plan_year(asked.catalog, asked.member, asked.prescriptions, plan_id)


def _orders(rxcuis: tuple[str, ...]) -> list[tuple[str, ...]]:
    if len(rxcuis) < 2:
        return []
    return list(permutations(rxcuis)) if len(rxcuis) <= EVERY_ORDER_OF else list(dict.fromkeys(_one_moved(rxcuis)))


def _one_moved(rxcuis: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for rxcui in rxcuis:
        others = tuple(other for other in rxcuis if other != rxcui)
        yield (rxcui, *others)
        yield (*others, rxcui)


def _first_months(asked: Asked, prescription: Prescription) -> tuple[int, ...]:
    """Later months for the first fill that keep the number of fills; none for monthly fills."""
    fills = _fills(asked, prescription)
    if not fills:
        return ()
    first = fills[0].month
    room = 12 - fills[-1].month
    between = min((later.month - day.month for day, later in pairwise(fills)), default=room + 1)
    return tuple(first + shift for shift in range(1, min(room, between - 1) + 1))


def _days(asked: Asked, rxcui: str, month: int) -> tuple[date, ...]:
    """The fills of a drug, all moved by as many months as the first one."""
    one = next(one for one in asked.prescriptions if one.drug.rxcui == rxcui)
    days = _fills(asked, one)
    shift = month - days[0].month
    return tuple(day.replace(month=day.month + shift, day=min(day.day, 28)) for day in days)


def _fills(asked: Asked, prescription: Prescription) -> tuple[date, ...]:
    return fill_days(asked.catalog, asked.member, prescription)
