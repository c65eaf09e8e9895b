"""A synthetic population as the members file that ``finder batch`` reads, and as JSON: what it was drawn from and what was assumed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import IO, Any, NamedTuple

from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog
from finder.domain.money import QUANTITY_SCALE, Quantity
from finder.domain.population import DrugUsers, Person, Recipe
from finder.explain.population.synthetic import assumption_sentences
from finder.paths import shipped
from finder.questions.population.synthetic import MOST_PEOPLE, share_with_help, synthetic_people
from finder.sources.catalog.places import ZipCodes
from finder.sources.names.drug_users import DRUG_USERS, users_of

MEMBER_COLUMNS = (
    *("member", "plan_year", "zip", "county", "coverage_start", "low_income_subsidy", "channels", "current_plan", "skip_uncovered"),
    *("rxcui", "quantity", "days_supply", "fills_per_year"),
)
"""The columns of a members file that a population fills: a row a prescription."""
_MOST_DRUGS = 12
_WHOLE = 100
_SEEDS = 2**63


class Drawn(NamedTuple):
    """A population and what it was drawn from."""

    recipe: Recipe
    state: str
    catalog: Catalog
    users: DrugUsers
    people: Iterator[Person]


def drawn(catalog: Catalog, state: str, recipe: Recipe) -> Drawn:
    """The people of a recipe in one state. Raises Refusal for a recipe that makes no sense, or a state without plans here."""
    _check(recipe)
    users = users_of(catalog.drugs())
    places = ZipCodes(shipped("data") / "geo").of_state(state)
    return Drawn(recipe, state, catalog, users, synthetic_people(catalog, places, users, recipe))


def _check(recipe: Recipe) -> None:
    bounds: tuple[tuple[str, int | None, int, int], ...] = (
        ("seed", recipe.seed, 0, _SEEDS),
        ("members", recipe.size, 1, MOST_PEOPLE),
        ("extra_help", recipe.with_help, 0, _WHOLE),
        ("medicaid", recipe.with_medicaid, 0, _WHOLE),
        ("drugs", recipe.drugs, 1, _MOST_DRUGS),
        ("without_plan", recipe.without_plan, 0, _WHOLE),
    )
    problems = [
        Problem(name, f"a whole number from {least:,} to {most:,}", f"{value:,}")
        for name, value, least, most in bounds
        if value is not None and not least <= value <= most
    ]
    if problems:
        raise Refusal(problems)


def write_members(people: Iterable[Person], file: IO[str]) -> int:
    """Write the people as a members file, a row a prescription; how many people there were."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(MEMBER_COLUMNS)
    count = 0
    for person in people:
        writer.writerows(_rows(person))
        count += 1
    return count


def _rows(person: Person) -> Iterator[tuple[str, ...]]:
    member = person.member
    of_member = (
        person.label,
        str(member.coverage_start.year),
        member.zip_code,
        member.county.fips,
        member.coverage_start.isoformat(),
        member.low_income_subsidy.key,
        " ".join(channel.key for channel in member.channels),
        member.current_plan or "",
        "true" if person.skip_uncovered else "",
    )
    for taken in person.prescriptions:
        fills = "" if taken.fills_per_year is None else str(taken.fills_per_year)
        yield (*of_member, taken.drug.rxcui, _units(taken.quantity), str(taken.days_supply), fills)


def _units(quantity: Quantity) -> str:
    whole, rest = divmod(quantity, QUANTITY_SCALE)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") if rest else str(whole)


def population_document(population: Drawn, written: int) -> dict[str, Any]:
    """What was drawn, from what, and what was assumed."""
    recipe, info = population.recipe, population.catalog.info
    return {
        "seed": recipe.seed,
        "members": written,
        "state": population.state,
        "plan_year": info.plan_year,
        "catalog": {"as_of": info.as_of.isoformat(), "digest": info.digest},
        "extra_help_per_1000": share_with_help(population.users, recipe),
        "uses_matched_percent": population.users.matched,
        "source": f"CMS Medicare Part D spending by drug, 2015 ({DRUG_USERS})",
        "assumptions": list(assumption_sentences(recipe, population.users)),
    }
