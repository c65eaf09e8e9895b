"""The annual change: what the plan costs next year, what moves, what is dropped, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from finder.domain.annual_change import AnnualChange, DrugBothYears
from finder.domain.market import CatalogInfo, PlanKind
from finder.domain.money import Cents, shown
from finder.domain.plan_cost import DrugCost, PlanCost, RestrictionKind
from finder.explain.kit.section import Bullets, Column, Heading, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.benefits import benefit_words
from finder.explain.plans.costs import apart, left_out_words, premium_words, yearly_words
from finder.explain.plans.drugs import full_price_words, pay_words, price_words
from finder.explain.plans.estimates import origin_sentences, prices_sentence
from finder.explain.plans.plan_cell import plan_marks
from finder.explain.words import about, day, drug_label, drug_name, foreign, in_whole_dollars, joined, money, plan_name

INTRO = mark("Plans change each January. Here you see what your plan will cost next year, and what changes for your drugs.")
EMPTY = mark("First find plans for your drugs. Then you can see here what happens to your plan next year.")
_NEW_RULES = {
    RestrictionKind.PRIOR_AUTHORIZATION: mark("{drug}: from {year} on the plan will ask for plan approval first (prior authorization)."),
    RestrictionKind.STEP_THERAPY: mark("{drug}: from {year} on the plan will ask you to try another drug first (step therapy)."),
    RestrictionKind.QUANTITY_LIMIT: mark("{drug}: from {year} on the plan will limit the amount (quantity limit)."),
}
_NOT_OFFERED = mark("not offered")


def sections(change: AnnualChange, moved: Sections = ()) -> Sections:
    """The whole answer; ``moved``: with Extra Help, whether Medicare moves the person."""
    drugs = drug_sentences(change)
    nothing = Paragraphs((say("No rule and no tier of your drugs changes."),))
    return (
        Heading(say("Your answer")),
        *map(Headline, headline(change)),
        Paragraphs(best_sentences(change)),
        *moved,
        Heading(say("What changes for your drugs")),
        Bullets(drugs) if drugs else nothing,
        drugs_table(change),
        Heading(say("What the year costs")),
        parts_table(change),
        Heading(say("Where the numbers come from")),
        Bullets(sources(change)),
    )


def no_next_year(year: int, today: date | None = None) -> tuple[str, ...]:
    """Where no two years in a row are at hand; for a year long past, no plans are still to come."""
    if today is not None and year + 1 < today.year:
        return (say("We don't have the plans of {year}, so we can't say what changed.", year=year + 1),)
    return (
        say("We don't have the plans of {year} yet, so we can't say what changes.", year=year + 1),
        say(
            "Medicare shows next year's plans in October. See them at medicare.gov, or call 1-800-MEDICARE. "
            "Or read the letter that your plan sends by September 30 (Annual Notice of Change)."
        ),
    )


def missing_year_sentence(missing: int, shown_year: int) -> str:
    """Where the plans of the year that people choose for are not there yet."""
    return say(
        "We don't have the plans of {missing} yet. You see those of {shown_year}. See the plans of {missing} at medicare.gov, "
        "or call 1-800-MEDICARE.",
        missing=missing,
        shown_year=shown_year,
    )


def stale_sentence(info: CatalogInfo, today: date) -> str:
    """On every page with an old catalog."""
    return say_count(
        "These plans are {count} day old (of {date}). Newer ones may differ. Check at medicare.gov, or call 1-800-MEDICARE.",
        "These plans are {count} days old (of {date}). Newer ones may differ. Check at medicare.gov, or call 1-800-MEDICARE.",
        (today - info.as_of).days,
        date=day(info.as_of),
    )


def headline(change: AnnualChange) -> tuple[str, ...]:
    """The answer in a few sentences."""
    this, following = change.this_year.plan_year, change.next_year.plan_year
    plan = plan_name(change.now.plan)
    if change.then is None:
        if change.following.elsewhere:
            return (say("{plan} is not offered in your county in {year}. You may need a new plan.", plan=plan, year=following),)
        return (say("{plan} is not in the file in {year}. You may need a new plan.", plan=plan, year=following),)
    costs = say("In {year} {plan} would cost {cost} for drugs and premium.", year=following, plan=plan, cost=_cost(change.then))
    then = (costs, *_holds(change.then))
    if change.difference is None:
        now = say("In {year} it is {cost}.", year=this, cost=_cost(change.now))
        return (" ".join(then), " ".join((now, *_holds(change.now), say("The two can't be compared as they are."))))
    return (" ".join((*then, _difference(change.then.all_in, change.now.all_in, this))),)


def _cost(cost: PlanCost) -> str:
    return say("at least {amount}", amount=in_whole_dollars(cost.all_in_low)) if cost.at_least else about(cost.all_in)


def _holds(cost: PlanCost) -> tuple[str, ...]:
    """What a cost counts in full, and what it does not count."""
    priced = [drug_name(drug.drug) for drug in cost.left_out if drug.cash_cost is not None]
    unpriced = [drug_name(drug.drug) for drug in cost.left_out if drug.cash_cost is None]
    said = [say("That counts the full price of {drugs}.", drugs=joined(priced))] if priced else []
    lacking = [*unpriced, *([say("the premium")] if cost.premium is None else [])]
    return (*said, *([say("That does not count {what}.", what=joined(lacking, "or"))] if lacking else []))


def _difference(then: Cents, now: Cents, this: int) -> str:
    more = apart(then, now)
    if not more:
        return say("That is the same as in {year}.", year=this)
    message = mark("That is {amount} more than in {year}.") if more > 0 else mark("That is {amount} less than in {year}.")
    return say(message, amount=about(abs(more)), year=this)


def drug_sentences(change: AnnualChange) -> tuple[str, ...]:
    """A sentence for each drug that is dropped, added, or gets a new rule or tier."""
    return tuple(sentence for drug in change.drugs for sentence in _of_drug(drug, change.next_year.plan_year))


def _of_drug(both: DrugBothYears, year: int) -> tuple[str, ...]:
    drug = drug_name(both.now.drug)
    if both.then is None or (not both.now.covered and not both.added):
        return ()
    if both.dropped:
        dropped = say("{drug}: the plan drops it in {year}. You would pay all of it.", drug=drug, year=year)
        if both.then.cash_cost is None:
            return (dropped,)
        return (f"{dropped} {say('The full price is {amount} a year.', amount=about(both.then.cash_cost))}",)
    if both.added:
        return (say("{drug}: the plan covers it from {year} on.", drug=drug, year=year),)
    kinds = {restriction.kind for restriction in both.now.restrictions}
    new = [say(_NEW_RULES[rule.kind], drug=drug, year=year) for rule in both.then.restrictions if rule.kind not in kinds]
    return (*_tier_change(drug, both.now.tier, both.then.tier), *_deal_change(drug, both.now, both.then, year), *new)


def _tier_change(drug: str, now: int, then: int) -> tuple[str, ...]:
    if now == then:
        return ()
    message = (
        mark("{drug} moves up from tier {now} to tier {then}.") if then > now else mark("{drug} moves down from tier {now} to tier {then}.")
    )
    return (say(message, drug=drug, now=now, then=then),)


def _deal_change(drug: str, now: DrugCost, then: DrugCost, year: int) -> tuple[str, ...]:
    if now.selected == then.selected:
        return ()
    if then.selected:
        return (say("{drug}: Medicare's price deal starts on {date}.", drug=drug, date=day(date(year, 1, 1))),)
    return (say("{drug}: Medicare's price deal ends on {date}.", drug=drug, date=day(date(year - 1, 12, 31))),)


def best_sentences(change: AnnualChange) -> tuple[str, ...]:
    """The next year's best plan beside this one, and when a plan can be chosen."""
    year, best = change.next_year.plan_year, change.best
    first, last = day(change.choose_from), day(change.choose_through)
    when = say("You can choose a plan for {year} from {first} to {last}.", year=year, first=first, last=last)
    if change.then is not None and best.plan.plan_id == change.then.plan.plan_id:
        if change.plans == 1:
            return (say("We have no other plan of {year} to suggest.", year=year), when)
        return (say("It stays the best fit for your drugs among {plans} plans.", plans=change.plans), when)
    said = [
        say_count(
            "Among {count} plan of {year}, {plan} fits best: {cost}.",
            "Among {count} plans of {year}, {plan} fits best: {cost}.",
            change.plans,
            year=year,
            plan=plan_name(best.plan),
            cost=_cost(best),
        )
    ]
    if best.not_covered:
        said.append(say("It leaves out {drugs}.", drugs=joined(drug_name(drug.drug) for drug in best.not_covered)))
    if (best.plan.kind is PlanKind.PDP) is not (change.now.plan.kind is PlanKind.PDP):
        said.append(say("It is another kind of plan: your doctors and hospitals would change too."))
    return (" ".join(said), when)


class _Part(NamedTuple):
    """A row of the table of the year's costs.

    ``always``: shown where both years have nothing of it too.
    ``like_alone``: its change is told only where both years leave out the same drugs.
    """

    name: str
    amount: Callable[[PlanCost], Cents | None]
    words: Callable[[PlanCost], str] | None = None
    always: bool = True
    like_alone: bool = False


_LEFT_OUT = _Part(mark("Full price of drugs left out"), lambda cost: cost.left_out_cost, left_out_words, always=False, like_alone=True)
_PARTS = (
    _Part(mark("Premiums"), lambda cost: cost.premium, premium_words),
    _Part(mark("Deductible"), lambda cost: cost.deductible),
    _Part(mark("Drugs at the store"), lambda cost: cost.drug_cost, like_alone=True),
    _Part(mark("Late fee"), lambda cost: cost.late_enrollment_penalty, always=False),
    _Part(mark("Extra premium for a higher income"), lambda cost: cost.income_related_premium, always=False),
    _LEFT_OUT,
    _Part(mark("Yearly cost, all in"), lambda cost: cost.all_in, yearly_words, like_alone=True),
)


def parts_table(change: AnnualChange) -> Table:
    """Premium, deductible, drugs and total, in both years."""
    rows = (_benefit_row(change), *(_part_row(part, change) for part in _PARTS if _is_shown(part, change)))
    years = (str(info.plan_year) for info in (change.this_year, change.next_year))
    columns = (Column(say("What")), *(Column(year, True) for year in years), Column(say("Change"), True))
    caption = say("{plan}, this year and next", plan=plan_name(change.now.plan))
    return Table(caption, columns, rows, frozenset({len(rows) - 1}))


def _benefit_row(change: AnnualChange) -> tuple[str, ...]:
    """Basic or enhanced in both years, and what Medicare's files warn of."""
    years = ((change.now, change.this_year.as_of), (change.then, change.next_year.as_of))
    told = (" ".join((benefit_words(cost.plan), *plan_marks(cost.plan, as_of))) if cost else say(_NOT_OFFERED) for cost, as_of in years)
    return (say("Basic or enhanced"), *told, "")


def _is_shown(part: _Part, change: AnnualChange) -> bool:
    both = [cost for cost in (change.now, change.then) if cost is not None]
    return part.always or any(part.amount(cost) for cost in both) or (part is _LEFT_OUT and any(cost.left_out for cost in both))


def _part_row(part: _Part, change: AnnualChange) -> tuple[str, ...]:
    after = say(_NOT_OFFERED) if change.then is None else _part_words(part, change.then)
    return (say(part.name), _part_words(part, change.now), after, _moved(part, change))


def _part_words(part: _Part, cost: PlanCost) -> str:
    return part.words(cost) if part.words else money(part.amount(cost))


def _moved(part: _Part, change: AnnualChange) -> str:
    now, then = part.amount(change.now), part.amount(change.then) if change.then else None
    if now is None or then is None:
        return ""
    if part.like_alone and change.difference is None:
        return say("can't be compared")
    return say("none") if now == then else f"{'+' if then > now else ''}{shown(then - now)}"


def drugs_table(change: AnnualChange) -> Table:
    """Each drug: tier, price of a fill, and what the person pays in the year, in both years."""
    years = (change.this_year.plan_year, change.next_year.plan_year)
    heads = (
        *(Column(say("Tier {year}", year=year)) for year in years),
        *(Column(say("Price each time {year}", year=year), True) for year in years),
        *(Column(say("You pay in all {year}", year=year), True) for year in years),
    )
    rows = [
        (drug_label(drug.now.drug), *(words(cost) for words in (_tier, _price, _paid) for cost in (drug.now, drug.then)))
        for drug in change.drugs
    ]
    return Table(say("Your drugs, this year and next"), (Column(say("Drug")), *heads), tuple(rows))


def _tier(cost: DrugCost | None) -> str:
    if cost is None:
        return say(_NOT_OFFERED)
    if not cost.covered:
        return say("not covered")
    return say("tier {tier}", tier=cost.tier) if cost.tier else say("covered")


def _price(cost: DrugCost | None) -> str:
    return "" if cost is None or not cost.covered else price_words(cost)


def _paid(cost: DrugCost | None) -> str:
    if cost is None:
        return ""
    if not cost.covered:
        return full_price_words(cost)
    return pay_words(cost)


def sources(change: AnnualChange) -> tuple[str, ...]:
    """Where the two years come from, and which prices are estimates."""
    infos = (change.this_year, change.next_year)
    return tuple(filter(None, (*map(_source, infos), *map(prices_sentence, infos), *_origins(change))))


def _origins(change: AnnualChange) -> tuple[str, ...]:
    """Where the prices of each year are from, at the person's plan."""
    years = [(change.this_year, [change.now]), (change.next_year, [change.then] if change.then else [])]
    return tuple(sentence for info, costs in years for sentence in origin_sentences(info, costs))


def _source(info: CatalogInfo) -> str:
    return say(
        "{year}: {source}, {date}. Prices of {priced_on}.",
        year=info.plan_year,
        source=foreign(info.source),
        date=day(info.as_of),
        priced_on=day(info.prices_as_of),
    )
