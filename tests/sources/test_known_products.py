"""Real drugs that the file of 2026 lacks are told from words that are no drug. Facts: the names of the same market without prices."""

from __future__ import annotations

import pytest

from finder.sources.catalog.reading import MarketCatalog


@pytest.mark.parametrize(
    ("typed", "rxcui", "matched"),
    [
        ("jantoven", "855322", "Jantoven"),  # Jantoven 3 MG Oral Tablet
        ("prasugrel", "855812", "prasugrel"),  # prasugrel 10 MG Oral Tablet
        ("prasugril 10 mg", "855812", "prasugrel"),
        ("ondansetron", "104894", "ondansetron"),
    ],
)
def test_a_drug_that_no_plan_lists_is_known(massachusetts: MarketCatalog, typed: str, rxcui: str, matched: str) -> None:
    assert massachusetts.drug(rxcui) is None
    found = {product.rxcui: product for product in massachusetts.find_known(typed, limit=20)}
    assert found[rxcui].matched == matched


@pytest.mark.parametrize("typed", ["zzyzx", "carpet", "hello", "", "12345"])
def test_a_word_that_is_no_drug_is_not(massachusetts: MarketCatalog, typed: str) -> None:
    assert massachusetts.find_known(typed) == []


def test_a_drug_of_the_file_is_not_among_those_it_lacks(massachusetts: MarketCatalog) -> None:
    listed = {drug.rxcui for drug in massachusetts.drugs()}
    assert not listed & {product.rxcui for product in massachusetts.find_known("metformin", limit=100)}
