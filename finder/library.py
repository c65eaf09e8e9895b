"""The public door for programs: ``from finder import compare, simulate``. Everything else may move (docs/guides/library.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from finder.documents.compare_request import member_and_list, read_request
from finder.documents.policy import policy_yaml, read_policy
from finder.documents.population import drawn
from finder.documents.simulate import simulation_entry
from finder.domain.errors import FinderError, Refusal
from finder.domain.market import Catalog
from finder.domain.plan_cost import Comparison
from finder.domain.policy import DrugsReached, Policy, PolicyPrice
from finder.domain.policy_effect import PolicyAnswer
from finder.domain.population import Person, Recipe
from finder.questions.plans.compare import compare_plans
from finder.questions.population.compare_many import compare_many as _compare_many
from finder.questions.population.policies import law_of, make_policy
from finder.questions.population.policy_runs import PolicyRuns
from finder.sources.catalog.reading import open_catalog

__all__ = [
    "Catalog",
    "Comparison",
    "DrugsReached",
    "FinderError",
    "Person",
    "Policy",
    "PolicyAnswer",
    "PolicyPrice",
    "Refusal",
    "compare",
    "compare_many",
    "law_of",
    "make_policy",
    "open_catalog",
    "person",
    "policy_yaml",
    "read_policy",
    "simulate",
    "simulate_each",
    "synthetic_people",
    "to_document",
]


def person(catalog: Catalog, document: Mapping[str, Any], *, label: str = "1", income: int | None = None) -> Person:
    """A person from the document that ``finder compare`` takes. ``income`` is in percent of the poverty line. Raises Refusal."""
    request = read_request({"plan_year": catalog.info.plan_year} | dict(document))
    member, prescriptions = member_and_list(catalog, request)
    return Person(label, member, prescriptions, request.skip_uncovered, income=income)


def synthetic_people(catalog: Catalog, state: str, size: int, *, seed: int = 1, extra_help: int | None = None) -> tuple[Person, ...]:
    """People who do not exist, drawn from published counts; the same seed draws the same. ``extra_help``: of 100, how many have it."""
    return tuple(drawn(catalog, state, Recipe(seed, size, extra_help)).people)


def compare(catalog: Catalog, someone: Person, *, today: date | None = None) -> Comparison:
    """Every plan that serves the person, ranked. Raises Refusal."""
    return compare_plans(catalog, someone.member, someone.prescriptions, skip_uncovered=someone.skip_uncovered, today=today)


def compare_many(catalog: Catalog, people: Sequence[Person], *, today: date | None = None) -> tuple[Comparison | Refusal, ...]:
    """The comparison of each person, or why it is refused."""
    return _compare_many(catalog, people, today=today)


def simulate(catalog: Catalog, people: Iterable[Person], policy: Policy, baseline: Policy | None = None) -> PolicyAnswer:
    """What a policy does to people, as against the law of its year or another policy. Raises Refusal."""
    return simulate_each(catalog, people, [policy], baseline)[0]


def simulate_each(
    catalog: Catalog, people: Iterable[Person], policies: Iterable[Policy], baseline: Policy | None = None
) -> tuple[PolicyAnswer, ...]:
    """What each of several policies does to the same people. The baseline is worked out once."""
    runs = PolicyRuns(catalog, tuple(people))
    return tuple(found for policy in policies if (found := runs.answer(policy, baseline)))


def to_document(answer: PolicyAnswer) -> dict[str, Any]:
    """A simulation as the JSON of ``finder simulate``."""
    return simulation_entry(answer, {"members": answer.people})
