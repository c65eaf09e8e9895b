"""The compiled law against the plain law, claim by claim: every payer in every phase, and the running totals. What is right by law is
tested elsewhere, by the cases and the oracle."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from compiled_claims import Adjudicated, compiled_sums, plain_sums, recording
from hypothesis import given, settings
from hypothesis import strategies as st
from scenarios import a_design, a_scenario, drawn

from finder.documents.adjudicate import answer as adjudicate
from tests.test_cases import cases

SHAPES = [
    pytest.param(first, last, marks=pytest.mark.xdist_group(f"law of {first}"))  # compiled once, where both tests of it run
    for first, last in ((2006, 2010), (2011, 2023), (2024, 2024), (2025, 2027))
]
"""Years whose law is the same to the compiler: it takes other functions in each span."""


def adjudicated(document: dict[str, Any]) -> list[Adjudicated]:
    """The claims of a document as the plain engine adjudicates them."""
    claims: list[Adjudicated] = []
    with recording(claims):
        adjudicate(document)
    return claims


@pytest.mark.parametrize(("first", "last"), SHAPES)
def test_every_case_comes_to_the_same(first: int, last: int) -> None:
    documents = {str(case.id): case.values[0]["given"] for case in cases()}
    of_years = {name: document for name, document in documents.items() if first <= document["plan_year"] <= last}
    assert len(of_years) > 10
    for name, document in of_years.items():
        claims = adjudicated(document)
        assert compiled_sums(claims) == plain_sums(claims), name


@pytest.mark.parametrize(("first", "last"), SHAPES)
@settings(max_examples=60)
@given(st.data())
def test_any_claim_comes_to_the_same(first: int, last: int, data: st.DataObject) -> None:
    year = data.draw(st.integers(first, last))
    claims = adjudicated(data.draw(drawn(in_parts, year)))
    assert compiled_sums(claims) == plain_sums(claims)


def in_parts(rng: Random, year: int) -> dict[str, Any]:
    """A year with amounts on boundaries; in half of them plan and Extra Help change."""
    document = a_scenario(rng, year, 6, 12)
    if rng.randint(0, 1):
        return document
    channels = sorted({fill["channel"] for fill in document["fills"]})
    first, level = document.pop("design"), document["member"]["low_income_subsidy"]
    other = a_design(rng, year, channels)
    document["plans"] = [{"from": f"{year}-01-01", "design": first}, {"from": f"{year}-{rng.randint(2, 9):02d}-01", "design": other}]
    changed = {"from": f"{year}-{rng.randint(2, 9):02d}-01", "level": rng.choice(["none", "full_other", "full_institutional"])}
    document["member"]["low_income_subsidy"] = [{"from": f"{year}-01-01", "level": level}, changed]
    return document
