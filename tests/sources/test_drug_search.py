"""What people type, and which products they mean. Expectations were set by hand, before the cutoffs."""

from __future__ import annotations

import re

import pytest

from finder.domain.market import OtherBrand
from finder.paths import shipped
from finder.sources.catalog.reading import MarketCatalog
from finder.sources.catalog.store import read_rows

# (typed, the words that the name of each of the best matches has in the names file of CMS's release, and no other product's name has)
MEANT = [
    ("metformin", "metformin"),
    ("metforman", "metformin"),
    ("metfornin", "metformin"),
    ("eliquis", "eliquis(?! 30-day)|\\[eliquis"),
    ("eliqis", "eliquis"),
    ("elequis", "eliquis"),
    ("ELIQUIS", "eliquis(?! 30-day)|\\[eliquis"),
    ("apixaban", "apixaban"),
    ("lipitor", "atorvastatin"),
    ("lipator", "atorvastatin"),
    ("atorva", "atorvastatin"),
    ("atorvastatin 40", "atorvastatin.* 40 MG"),
    ("atorvastatin 40 mg tablet", "atorvastatin.* 40 MG"),
    ("metformin 500mg", "^metformin.* 500 MG"),
    ("lantus", "lantus"),
    ("insulin glargine", "insulin glargine"),
    ("basaglar", "insulin glargine"),
    ("jardance", "jardiance"),
    ("ozempik", "ozempic"),
    ("semaglutide", "semaglutide"),
    ("xarleto", "xarelto"),
    ("lisinapril", "lisinopril"),
    ("warfrin", "warfarin"),
    ("coumadin", "warfarin"),
    ("gabapenten", "gabapentin"),
    ("hydrochlorthiazide", "hydrochlorothiazide"),
    ("norvasc", "^amlodipine(?!.*benazepril)"),
    ("synthroid", "synthroid"),
    ("trelegy", "trelegy"),
    ("advair diskus", "advair"),
    ("salmeterol", "salmeterol"),
    ("metoprolol", "metoprolol"),
    ("metphormin", "metformin"),
    ("metfromen", "metformin"),
    ("eliquess", "eliquis"),
    ("atorvistaton", "atorvastatin"),
    ("zarelto", "xarelto"),
    ("hidroclorothiazide", "hydrochlorothiazide"),
    ("symvastatin", "simvastatin"),
    ("losartan", "losartan"),
]
# Words that are like names (at most 0.67: marvel and carvedilol, plastic and Plavix), and names of other drugs, some very similar to ours
OTHERS = ["marvel", "carpet", "plastic", "insurance", "fluvastatin", "candesartan", "prednisolone", "apidra"]
NOTHING = [
    *OTHERS,
    *("", " ", "l", "zzzz", "xyzabc", "water", "hello", "apple", "tylenol", "viagra", "cat", "12345", "mg", "tablet", "%", "' OR 1=1"),
]


@pytest.fixture(scope="module")
def named() -> dict[str, str]:
    """RxCUI -> both names of the names file, as it stood."""
    rows = read_rows(shipped("data") / "catalogs" / "2026" / "cms_names.parquet")
    return {row["rxcui"]: f"{row['name']} {row['rxnorm_name'] or ''}" for row in rows}


@pytest.mark.parametrize(("typed", "words"), MEANT)
def test_words_find_the_products_they_mean(massachusetts: MarketCatalog, named: dict[str, str], typed: str, words: str) -> None:
    found = massachusetts.find_drugs(typed, limit=50)
    best = {match.drug.rxcui for match in found if match.score == found[0].score}
    assert best == {rxcui for rxcui, name in named.items() if re.search(words, name, re.IGNORECASE)}


@pytest.mark.parametrize("typed", NOTHING)
def test_nonsense_and_unknown_drugs_find_nothing(massachusetts: MarketCatalog, typed: str) -> None:
    assert massachusetts.find_drugs(typed) == []


def test_an_unknown_brand_leads_to_its_ingredient_and_says_so(massachusetts: MarketCatalog) -> None:
    lipitor = massachusetts.find_drugs("lipitor")[0]
    assert (lipitor.matched, lipitor.other_brand) == ("Lipitor", OtherBrand("Lipitor", "atorvastatin", ()))
    basaglar = massachusetts.find_drugs("basaglar")[0]
    assert basaglar.other_brand == OtherBrand("Basaglar", "insulin glargine", ("Lantus", "Toujeo"))
    assert massachusetts.find_drugs("eliquis")[0].other_brand is None


def test_in_2012_lipitor_was_a_brand_of_its_own(examples: MarketCatalog) -> None:
    found = examples.find_drugs("lipitor")
    assert [match.drug.rxcui for match in found] == ["2012:lipitor"]
    assert found[0].other_brand is None
    assert {match.drug.rxcui for match in examples.find_drugs("atorvastatin")} == {"2012:atorvastatin", "2012:lipitor"}


def test_the_limit_is_kept(massachusetts: MarketCatalog) -> None:
    assert len(massachusetts.find_drugs("insulin", limit=50)) == 12  # names with insulin in the names file
    assert len(massachusetts.find_drugs("insulin")) == 10
    assert len(massachusetts.find_drugs("insulin", limit=2)) == 2


def test_the_better_match_comes_first(massachusetts: MarketCatalog) -> None:
    scores = [match.score for match in massachusetts.find_drugs("adalimumab")]
    assert scores == sorted(scores, reverse=True)
    assert massachusetts.find_drugs("adalimumab")[0].drug.brand == "Humira"
