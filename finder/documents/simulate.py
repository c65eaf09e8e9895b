"""The document of ``finder simulate``: a population and two policies; and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, model_validator

from finder.documents.compare_request import CompareRequest, member_and_list
from finder.documents.fields import Input, PlanYear, Whole, read
from finder.documents.policy import LawOrPolicy, PolicyInput, change_entries, policy_document, policy_entry, policy_or_law
from finder.documents.population import drawn, population_document
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog
from finder.domain.money import Cents, dollars
from finder.domain.policy import Policy
from finder.domain.policy_effect import Effect, GroupEffect, Grouping, Paid, PolicyAnswer
from finder.domain.population import Person, Recipe
from finder.explain.messages import say
from finder.explain.population.policy import headline
from finder.explain.population.policy_terms import NOT_THE_LAW, assumptions
from finder.intake.files import read_file
from finder.intake.limits import POLICY
from finder.intake.texts import Unfit
from finder.parameters import version
from finder.paths import shipped
from finder.questions.population.policy_market import market_under
from finder.questions.population.policy_runs import PolicyRuns
from finder.sources.catalog.places import ZipCodes
from finder.sources.catalog.reading import open_catalog

MOST_PEOPLE = 200_000
"""The most people of one simulation: their years are kept in memory."""
_PERCENT = 100
_MOST_DRUGS = 12
LETTERS = r"^[A-Za-z]{2}$"


class SyntheticInput(Input):
    """People who do not exist, drawn by chance: the same seed gives the same people. ``extra_help`` and ``medicaid`` are of 100 people, and
    of 100 with Extra Help."""

    state: Annotated[str, Field(pattern=LETTERS)]
    members: Annotated[Whole, Field(ge=1, le=MOST_PEOPLE)] = 1000
    seed: Annotated[Whole, Field(ge=0, lt=2**63)] = 1
    extra_help: Annotated[Whole, Field(ge=0, le=_PERCENT)] | None = None
    medicaid: Annotated[Whole, Field(ge=0, le=_PERCENT)] = 60
    drugs: Annotated[Whole, Field(ge=1, le=_MOST_DRUGS)] | None = None
    without_plan: Annotated[Whole, Field(ge=0, le=_PERCENT)] = 0

    def recipe(self) -> Recipe:
        """How the people are made."""
        return Recipe(self.seed, self.members, self.extra_help, self.medicaid, self.drugs, without_plan=self.without_plan)


class PersonInput(CompareRequest):
    """One person, as ``finder compare`` takes them; ``income`` is in percent of the poverty line, null where nobody knows."""

    plan_year: PlanYear | None = None  # type: ignore[assignment]  # that of the simulation
    income: Annotated[Whole, Field(ge=0, le=10_000)] | None = None


class PopulationInput(Input):
    """Either ``synthetic`` people or ``members``."""

    synthetic: SyntheticInput | None = None
    members: Annotated[list[PersonInput], Field(min_length=1, max_length=MOST_PEOPLE)] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> PopulationInput:
        if (self.synthetic is None) == (self.members is None):
            raise ValueError("synthetic or members, one of the two")
        return self


class SimulateInput(Input):
    """A population under two policies. ``baseline`` is the law where it is left out."""

    plan_year: PlanYear
    population: PopulationInput
    baseline: PolicyInput | Literal["law"] = "law"
    policy: PolicyInput


INPUT = SimulateInput


def with_policies(document: object, files: Mapping[str, Path]) -> object:
    """The document with policies from YAML files in place of its own. Raises Refusal for a file that cannot be read."""
    if not isinstance(document, dict):
        return document
    return document | {name: policy_document(_bytes(path), f"$.{name}") for name, path in files.items()}


def _bytes(path: Path) -> bytes:
    try:
        return read_file(path, POLICY)
    except Unfit as unfit:
        raise Refusal([Problem(str(path), unfit.expected, unfit.found)]) from unfit


class _Asked(NamedTuple):
    """What is simulated, and what is said of the population."""

    catalog: Catalog
    people: tuple[Person, ...]
    said: dict[str, Any]


def answer(document: object) -> dict[str, Any]:
    """Who gains and who pays under the policy as against the baseline. Raises Refusal."""
    asked = read(INPUT, document)
    policies = _policy(asked.baseline, asked.plan_year, "$.baseline"), _policy(asked.policy, asked.plan_year, "$.policy")
    population = _people(asked)
    runs = PolicyRuns(population.catalog, population.people)
    for policy, where in zip(policies, ("$.baseline", "$.policy"), strict=True):
        _refuse_misfit(population.catalog, policy, where)
    found = runs.answer(policies[1], policies[0])
    assert found is not None  # nobody stops it
    return simulation_entry(found, population.said)


def _refuse_misfit(catalog: Catalog, policy: Policy, where: str) -> None:
    """Raises Refusal for a policy that does not fit the catalog."""
    try:
        market_under(catalog, policy)
    except Refusal as refusal:
        raise Refusal(problem._replace(where=where + problem.where.removeprefix("$")) for problem in refusal.problems) from refusal


def _policy(asked: LawOrPolicy, plan_year: int, where: str) -> Policy:
    policy = policy_or_law(asked, plan_year, where)
    if policy.plan_year != plan_year:
        raise Refusal([Problem(f"{where}.plan_year", f"{plan_year}, the year of the simulation", str(policy.plan_year))])
    return policy


def _people(asked: SimulateInput) -> _Asked:
    synthetic, members = asked.population.synthetic, asked.population.members
    if synthetic is not None:
        state = synthetic.state.upper()
        catalog = open_catalog(asked.plan_year, states=[state])
        population = drawn(catalog, state, synthetic.recipe())
        people = tuple(population.people)
        return _Asked(catalog, people, population_document(population, len(people)))
    given = members or []
    zip_codes = ZipCodes(shipped("data") / "geo")
    states = sorted({county.state for one in given for county in zip_codes.counties(one.zip)})
    catalog = open_catalog(asked.plan_year, states=states)
    found = tuple(_person(catalog, asked.plan_year, one, place) for place, one in enumerate(given))
    return _Asked(catalog, found, {"members": len(found)})


def _person(catalog: Catalog, plan_year: int, given: PersonInput, place: int) -> Person:
    where = f"$.population.members[{place}]"
    if given.plan_year not in (None, plan_year):
        raise Refusal([Problem(f"{where}.plan_year", f"{plan_year}, the year of the simulation", str(given.plan_year))])
    try:
        member, prescriptions = member_and_list(catalog, given.model_copy(update={"plan_year": plan_year}))
    except Refusal as refusal:
        raise Refusal(problem._replace(where=where + problem.where.removeprefix("$")) for problem in refusal.problems) from refusal
    if not prescriptions:
        raise Refusal([Problem(f"{where}.prescriptions", "at least one drug", "an empty list")])
    return Person(str(place + 1), member, prescriptions, given.skip_uncovered, income=given.income)


def simulation_entry(found: PolicyAnswer, population: dict[str, Any]) -> dict[str, Any]:
    """The answer as JSON."""
    return {
        "what_if": say(NOT_THE_LAW),
        "plan_year": found.policy.plan_year,
        "catalog": {"source": found.info.source, "as_of": found.info.as_of.isoformat(), "digest": found.info.digest},
        "parameters_version": version(),
        "baseline": policy_entry(found.baseline),
        "policy": policy_entry(found.policy),
        "changes": change_entries(found.changes),
        "population": population,
        "people": found.people,
        "gets_help": found.gets_help,
        "loses_help": found.loses_help,
        "income_unknown": found.income_unknown,
        "plan_changes": found.plan_changes,
        "at_least": found.at_least,
        "premium_change": dollars(found.premium_change),
        "kept_by_managers": dollars(found.kept_by_managers),
        "headline": headline(found, found.current if found.current.compared else found.best),
        "at_current_plan": _effect(found.current),
        "at_best_plan": _effect(found.best),
        "assumptions": list(assumptions(found)),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for group in effect.groups:
        groups.setdefault(group.by.key, []).append(_group(group))
    return {"compared": effect.compared, "not_compared": effect.not_compared, **{by.key: groups.get(by.key, []) for by in Grouping}}


def _group(group: GroupEffect) -> dict[str, Any]:
    outcomes, before, after = group.outcomes, group.before, group.after
    return {
        "group": group.group,
        "people": group.people,
        "gain": outcomes and outcomes.gain,
        "lose": outcomes and outcomes.lose,
        "same": outcomes and outcomes.same,
        "gained": _sum(outcomes and outcomes.gained),
        "lost": _sum(outcomes and outcomes.lost),
        "before": before and _paid(before),
        "after": after and _paid(after),
    }


def _sum(amount: Cents | None) -> str | None:
    return None if amount is None else dollars(amount)


def _paid(paid: Paid) -> dict[str, str]:
    drugs = {payer: dollars(amount) for payer, amount in paid.payers._asdict().items()}
    return {**drugs, "premiums": dollars(paid.premiums), "left_out": dollars(paid.left_out), "own_cost": dollars(paid.own_cost)}
