"""The annual change in words and tables: what the plan costs next year, what moves, what is dropped, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from finder.domain.annual_change import AnnualChange, DrugBothYears
from finder.domain.market import CatalogInfo, PlanKind
from finder.domain.money import Cents, about, shown
from finder.domain.plan_cost import DrugCost, PlanCost, RestrictionKind
from finder.explain.kit.section import Column, Table
from finder.explain.plans.costs import left_out_words, more_words, premium_words, yearly_words
from finder.explain.plans.drugs import pay_words, price_words
from finder.explain.words import UNKNOWN_PRICE, counted, day, drug_label, drug_name, joined, money, plan_name

INTRO = "Plans change each January. Here you see what your plan will cost next year, and what changes for your drugs."
EMPTY = "First find plans for your drugs. Then you can see here what happens to your plan next year."
_ASKS = {
    RestrictionKind.PRIOR_AUTHORIZATION: "ask for plan approval first (prior authorization)",
    RestrictionKind.STEP_THERAPY: "ask you to try another drug first (step therapy)",
    RestrictionKind.QUANTITY_LIMIT: "limit the amount (quantity limit)",
}


def no_next_year(year: int, today: date | None = None) -> tuple[str, ...]:
    """What is said where no two years in a row are at hand; of a year that is long over, nothing is to come."""
    if today is not None and year + 1 < today.year:
        return (f"We don't have the plans of {year + 1}, so we can't say what changed.",)
    return (
        f"We don't have the plans of {year + 1} yet, so we can't say what changes.",
        "Medicare shows next year's plans in October. See them at medicare.gov, or call 1-800-MEDICARE. "
        "Or read the letter that your plan sends by September 30 (Annual Notice of Change).",
    )


def missing_year_sentence(missing: int, shown_year: int) -> str:
    """What is said where the plans of the year that people choose for are not there."""
    return (
        f"We don't have the plans of {missing} yet. You see those of {shown_year}. "
        f"See the plans of {missing} at medicare.gov, or call 1-800-MEDICARE."
    )


def stale_sentence(info: CatalogInfo, today: date) -> str:
    """What every page says of a catalog that is old."""
    age = (today - info.as_of).days
    return f"These plans are {age} days old (of {day(info.as_of)}). Newer ones may differ. Check at medicare.gov, or call 1-800-MEDICARE."


def headline(change: AnnualChange) -> tuple[str, ...]:
    """The answer in a few sentences."""
    this, following = change.this_year.plan_year, change.next_year.plan_year
    name = plan_name(change.now.plan)
    if change.then is None:
        where = "is not offered in your county" if change.following.elsewhere else "is not in the file"
        return (f"{name} {where} in {following}. You may need a new plan.",)
    costs = f"In {following} {name} would cost {_cost(change.then)} for drugs and premium{_without(change.then)}."
    if change.difference is None:
        return (costs, f"In {this} it is {_cost(change.now)}{_without(change.now)}. The two can't be compared as they are.")
    return (f"{costs} {_difference_words(change.then.all_in, change.now.all_in, this)}",)


def _cost(cost: PlanCost) -> str:
    return about(cost.all_in_low).replace("about", "at least") if cost.at_least else about(cost.all_in)


def _without(cost: PlanCost) -> str:
    """What a cost holds in full, and what it lacks: ``, with the full price of Eliquis 5 mg``."""
    names = [drug_name(drug.drug) for drug in cost.left_out if drug.cash_cost is not None]
    lacking = [drug_name(drug.drug) for drug in cost.left_out if drug.cash_cost is None] + (["the premium"] if cost.premium is None else [])
    parts = [f"with the full price of {joined(names)}" if names else "", f"without {joined(lacking)}" if lacking else ""]
    return "".join(f", {part}" for part in parts if part)


def _difference_words(then: Cents, now: Cents, this: int) -> str:
    more = more_words(then, now)
    return f"That is {more} {'as' if more == 'the same' else 'than'} in {this}."


def drug_sentences(change: AnnualChange) -> tuple[str, ...]:
    """A sentence for each drug that is dropped, added, or gets a new rule or tier."""
    return tuple(sentence for drug in change.drugs for sentence in _of_drug(drug, change.next_year.plan_year))


def _of_drug(drug: DrugBothYears, year: int) -> tuple[str, ...]:
    name = drug_name(drug.now.drug)
    if drug.then is None or (not drug.now.covered and not drug.added):
        return ()
    if drug.dropped:
        cash = f" The full price is {about(drug.then.cash_cost)} a year." if drug.then.cash_cost is not None else ""
        return (f"{name}: the plan drops it in {year}. You would pay all of it.{cash}",)
    if drug.added:
        return (f"{name}: the plan covers it from {year} on.",)
    found = []
    if drug.then.tier > drug.now.tier:
        found.append(f"{name} moves up from tier {drug.now.tier} to tier {drug.then.tier}.")
    elif drug.then.tier < drug.now.tier:
        found.append(f"{name} moves down from tier {drug.now.tier} to tier {drug.then.tier}.")
    if drug.now.selected != drug.then.selected:
        deal = f"starts on January 1, {year}" if drug.then.selected else f"ends on December 31, {year - 1}"
        found.append(f"{name}: Medicare's price deal {deal}.")
    kinds = {restriction.kind for restriction in drug.now.restrictions}
    new = [_ASKS[rule.kind] for rule in drug.then.restrictions if rule.kind not in kinds]
    return (*found, *([f"{name}: from {year} on the plan will {joined(new)}."] if new else []))


def best_sentences(change: AnnualChange) -> tuple[str, ...]:
    """The next year's best plan beside this one, and when a plan can be chosen."""
    year, best = change.next_year.plan_year, change.best
    when = f"You can choose a plan for {year} from {day(change.choose_from)} to {day(change.choose_through)}."
    if change.then is not None and best.plan.plan_id == change.then.plan.plan_id:
        if change.plans == 1:
            return (f"We have no other plan of {year} to suggest.", when)
        return (f"It stays the best fit for your drugs among {change.plans} plans.", when)
    left = f" It leaves out {joined(drug_name(drug.drug) for drug in best.not_covered)}." if best.not_covered else ""
    other = (best.plan.kind is PlanKind.PDP) is not (change.now.plan.kind is PlanKind.PDP)
    caution = " It is another kind of plan: your doctors and hospitals would change too." if other else ""
    lead = f"Among {counted(change.plans, 'plan')} of {year}"
    return (f"{lead}, {plan_name(best.plan)} fits best: {_cost(best)}.{left}{caution}", when)


_PARTS: dict[str, Callable[[PlanCost], Cents | None]] = {
    "Premiums": lambda cost: cost.premium,
    "Deductible": lambda cost: cost.deductible,
    "Drugs at the store": lambda cost: cost.drug_cost,
    "Late fee": lambda cost: cost.late_enrollment_penalty,
    "Extra premium for a higher income": lambda cost: cost.income_related_premium,
    "Full price of drugs left out": lambda cost: cost.left_out_cost,
    "Yearly cost, all in": lambda cost: cost.all_in,
}
_NOT_ALIKE = ("Drugs at the store", "Full price of drugs left out", "Yearly cost, all in")
"""Sums of which no change is told where the two years leave out different drugs."""
_IF_ANY = ("Late fee", "Extra premium for a higher income", "Full price of drugs left out")
_IN_WORDS: dict[str, Callable[[PlanCost], str]] = {
    "Premiums": premium_words,
    "Full price of drugs left out": left_out_words,
    "Yearly cost, all in": yearly_words,
}
"""Parts that may be known in part only, or estimated."""
_NOT_OFFERED = "not offered"


def parts_table(change: AnnualChange) -> Table:
    """Premium, deductible, drugs and total, in both years."""
    rows = []
    for name, part in _PARTS.items():
        now, then = part(change.now), part(change.then) if change.then else None
        unpriced = name == "Full price of drugs left out" and (change.now.left_out or (change.then and change.then.left_out))
        if name in _IF_ANY and not now and not then and not unpriced:
            continue
        before = _part_words(name, change.now, now)
        after = _part_words(name, change.then, then) if change.then else _NOT_OFFERED
        alike = change.difference is not None or name not in _NOT_ALIKE
        moved = "" if now is None or then is None else _signed(then - now) if alike else "not alike"
        rows.append((name, before, after, moved))
    years = (str(info.plan_year) for info in (change.this_year, change.next_year))
    columns = (Column("What"), *(Column(year, True) for year in years), Column("Change", True))
    return Table(f"{plan_name(change.now.plan)}, this year and next", columns, tuple(rows), frozenset({len(rows) - 1}))


def _part_words(name: str, cost: PlanCost, amount: Cents | None) -> str:
    return _IN_WORDS[name](cost) if name in _IN_WORDS else money(amount)


def _signed(amount: Cents) -> str:
    return f"+{shown(amount)}" if amount > 0 else shown(amount) if amount else "none"


def drugs_table(change: AnnualChange) -> Table:
    """Each drug: tier, price of a fill, and what the person pays in the year, in both years."""
    years = (change.this_year.plan_year, change.next_year.plan_year)
    heads = [Column(f"{what} {year}", what != "Tier") for what in ("Tier", "Price each time", "You pay in all") for year in years]
    rows = [
        (drug_label(drug.now.drug), *(say(cost) for say in (_tier, _price, _paid) for cost in (drug.now, drug.then)))
        for drug in change.drugs
    ]
    return Table("Your drugs, this year and next", (Column("Drug"), *heads), tuple(rows))


def _tier(cost: DrugCost | None) -> str:
    return _NOT_OFFERED if cost is None else "not covered" if not cost.covered else f"tier {cost.tier}" if cost.tier else "covered"


def _price(cost: DrugCost | None) -> str:
    return "" if cost is None or not cost.covered else price_words(cost)


def _paid(cost: DrugCost | None) -> str:
    if cost is None:
        return ""
    if not cost.covered:
        return UNKNOWN_PRICE if cost.cash_cost is None else f"{shown(cost.cash_cost)}, the full price"
    return pay_words(cost)


def sources(change: AnnualChange) -> tuple[str, ...]:
    """Where the two years come from."""
    both = (change.this_year, change.next_year)
    return tuple(f"{info.plan_year}: {info.source}, {day(info.as_of)}. Prices of {day(info.prices_as_of)}." for info in both)
