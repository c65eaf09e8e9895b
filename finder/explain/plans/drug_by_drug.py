"""Drug by drug: what each drug costs at the plan that the person has and at another, at first and later in the year."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from finder.domain.money import Cents, shown
from finder.domain.plan_cost import DrugCost, PlanCost, RestrictionKind
from finder.explain.kit.section import Column, Table
from finder.explain.messages import say
from finder.explain.plans.drugs import full_price_words, lacks, prescription_words, restriction_words
from finder.explain.plans.estimates import estimated
from finder.explain.words import month, plan_name

_LIMIT = RestrictionKind.QUANTITY_LIMIT
_MOST_TIMES = 3
"""More changes of a price than these are said as a range."""


class _Time(NamedTuple):
    """From a month on, each fill costs an amount."""

    month: int
    amount: Cents


def drug_by_drug(plans: Sequence[PlanCost], *, to_switch: bool) -> Table:
    """A row a drug, a column a plan: what you pay each time, at first and later. ``to_switch``: from the first plan to the second."""
    rows = tuple(
        (prescription_words(drug.prescription), *(_cell(cost, cost.drugs[place]) for cost in plans))
        for place, drug in enumerate(plans[0].drugs)
    )
    names = [plan_name(cost.plan) for cost in plans]
    if not to_switch:
        return Table(say("Drug by drug: what you pay each time"), (Column(say("Drug")), *map(Column, names)), rows)
    caption = say("Drug by drug: what you pay each time, now at {now}, then at {then}", now=names[0], then=names[1])
    return Table(caption, (Column(say("Drug")), Column(say("You pay now")), Column(say("You would pay"))), rows)


def _cell(cost: PlanCost, drug: DrugCost) -> str:
    if not drug.covered:
        return say("Not covered. For the year: {price}.", price=full_price_words(drug))
    asked = [restriction_words(one, drug.prescription) for one in drug.restrictions if one.exceeded or one.kind is not _LIMIT]
    paid = paid_words(cost, drug)
    return say("{paid}. The plan asks: {rules}.", paid=paid, rules="; ".join(asked)) if asked else say("{paid}.", paid=paid)


def paid_words(cost: PlanCost, drug: DrugCost) -> str:
    """What each fill of a drug costs the person: ``$47.00 each time``; ``$590.00 at first, $47.00 from February``."""
    if drug.price is None:
        return lacks(drug)
    times = _times(cost, drug)
    amounts = [estimated(time.amount, drug.borrowed) for time in times]
    if len(times) == 1:
        return say("{amount} each time", amount=amounts[0]) if drug.fills > 1 else say("{amount} in all", amount=amounts[0])
    if len(times) > _MOST_TIMES:
        return _range(times, amounts[0])
    return _in_turn(amounts, times)


def _times(cost: PlanCost, drug: DrugCost) -> list[_Time]:
    """The amounts of a drug's fills in order; equal ones that follow each other are one."""
    fills = [_Time(row.claim.date.month, row.patient_pay) for row in cost.ledger.rows if row.claim.drug == drug.drug.name]
    return [next(same) for _, same in groupby(fills, key=lambda fill: fill.amount)] or [_Time(1, drug.patient_pay)]


def _in_turn(amounts: Sequence[str], times: Sequence[_Time]) -> str:
    told = {"first": amounts[0], "second": amounts[1], "month": month(times[1].month)}
    if len(times) == 2:
        return say("{first} at first, {second} from {month}", **told)
    return say("{first} at first, {second} from {month}, {third} from {later}", **told, third=amounts[2], later=month(times[2].month))


def _range(times: Sequence[_Time], first: str) -> str:
    later = [time.amount for time in times[1:]]
    return say("{first} at first, later {low} to {high}", first=first, low=shown(min(later)), high=shown(max(later)))
