"""Policies by plain Python and by compiled code: the same to the cent, for each person."""

from __future__ import annotations

from pathlib import Path

import pytest

from finder.adjudication.many_years import engine_for
from finder.documents.policy import read_policy
from finder.documents.population import drawn
from finder.domain.population import Recipe
from finder.questions.population.people_under import people_under
from finder.questions.population.policies import law_of, make_policy
from finder.sources.catalog.reading import open_catalog

pytest.importorskip("numba")
EXAMPLES = sorted((Path(__file__).parents[3] / "docs/examples/policies").glob("*.yaml"))


def test_both_engines_agree_on_every_example_and_on_bound_designs() -> None:
    catalog = open_catalog(2026, states=["MA"])
    people = [one for one in drawn(catalog, "MA", Recipe(11, 60)).people if one.takes_brands][:6]
    engine = engine_for(catalog)
    bound = make_policy("bound", 2026, numbers={"deductible": 100, "initial_coverage_coinsurance": "0.4", "oop_threshold": 900})
    for policy in (law_of(2026), bound, *(read_policy(path.read_bytes()) for path in EXAMPLES)):
        assert people_under(catalog, people, policy, engine=engine) == people_under(catalog, people, policy), policy.name
