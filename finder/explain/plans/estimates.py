"""Prices that are not the plan year's own: the mark beside an amount, and in sentences where each is from and of which day.

Where the answer of a command says it in other words, these stand beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from finder.domain.market import BorrowedPrice, CatalogInfo, PriceOrigin
from finder.domain.money import Cents, shown
from finder.domain.plan_cost import DrugCost, PlanCost
from finder.explain.messages import Told, mark, say, say_count
from finder.explain.words import day, drug_name, joined

_EARLIER = Told(
    mark("The drug prices are those of {day}. For {year} they are our estimate."),
    mark("The drug prices are those of {day}, an estimate for {year}."),
)
_NONE = Told(
    mark("We don't have the drug prices of {year} yet. We only know those that Medicare set. Other drugs are missing from the cost."),
    mark("The files have no drug prices of {year} yet: but for prices that Medicare negotiated, the totals are without the drugs."),
)
_FROM = {
    PriceOrigin.SAME_PLAN: Told(
        mark("{drugs}: the plan's own price of {day}. It is our estimate for {year}."),
        mark("an estimate: this plan's price of {day}"),
    ),
    PriceOrigin.SPONSOR: Told(
        mark("{drugs}: the price of {day} at the closest plan of the same company. It is our estimate for {year}."),
        mark("an estimate: the price of {day} at the closest plan of the same sponsor"),
    ),
    PriceOrigin.MARKET: Told(
        mark("{drugs}: the middle price of all plans on {day}. For {year} it is a rough estimate. Ask the plan for its price."),
        mark("a rough estimate: the middle price of all plans on {day}"),
    ),
    PriceOrigin.NEGOTIATED: Told(
        mark("{drugs}: the price that Medicare set for {year}."), mark("the price that Medicare negotiated, in force from {day}")
    ),
}


def prices_told(info: CatalogInfo) -> Told | None:
    """What the year lacks of prices; None for a year with its own."""
    if info.without_prices:
        return _NONE
    return _EARLIER if info.prices_of_another_year else None


def prices_sentence(info: CatalogInfo) -> str:
    """For a page: that the prices are of an earlier year, or missing; empty for a year with its own."""
    told = prices_told(info)
    return say(told.person, day=day(info.prices_as_of), year=info.plan_year) if told else ""


def origin_sentences(info: CatalogInfo, costs: Iterable[PlanCost]) -> tuple[str, ...]:
    """Where the prices of the drugs at these plans are from, a sentence for each origin; nothing for a year with its own prices."""
    drugs = [drug for cost in costs for drug in cost.drugs]
    borrowed = dict.fromkeys(drug.borrowed for drug in drugs if drug.borrowed is not None)
    return tuple(_sentence(one, [drug for drug in drugs if drug.borrowed == one], info.plan_year) for one in sorted(borrowed))


def estimated_drugs_sentence(cost: PlanCost) -> str:
    """Where only one plan's year is at hand: which of its prices are estimates and of which day; empty where none is."""
    drugs = [drug for drug in cost.drugs if drug.counted and drug.borrowed is not None and drug.borrowed.estimated]
    days = {drug.borrowed.as_of for drug in drugs if drug.borrowed is not None}
    if not days:
        return ""
    names = joined(drug_name(drug.drug) for drug in drugs)
    return say_count(
        "The price of {drugs} is our estimate, from prices of {day}.",
        "The prices of {drugs} are our estimates, from prices of {day}.",
        len(drugs),
        drugs=names,
        day=day(min(days)),
    )


def _sentence(borrowed: BorrowedPrice, drugs: Sequence[DrugCost], year: int) -> str:
    names = joined(dict.fromkeys(drug_name(drug.drug) for drug in drugs))
    return say(_FROM[borrowed.origin].person, drugs=names, day=day(borrowed.as_of), year=year)


def estimated(amount: Cents, borrowed: BorrowedPrice | None) -> str:
    """An amount of money, marked where it comes from an estimated price: ``$12.30 (estimate)``. Nothing to pay is no estimate."""
    if not amount or borrowed is None or not borrowed.estimated:
        return shown(amount)
    return say("{amount} (estimate)", amount=shown(amount))


def origin_text(borrowed: BorrowedPrice) -> str:
    """For the answer of a command: where a price is from."""
    return say(_FROM[borrowed.origin].program, day=borrowed.as_of.isoformat())
