"""What people type, and which products they mean. Expectations were set by hand, before the cutoffs."""

from __future__ import annotations

import pytest

from finder.domain.market import OtherBrand
from finder.sources.catalog.reading import MarketCatalog

# (typed, the RxCUIs that must be found as the best matches, in any order)
MEANT = [
    ("metformin", {"861004", "861007"}),
    ("metforman", {"861004", "861007"}),
    ("metfornin", {"861004", "861007"}),
    ("eliquis", {"1364447"}),
    ("eliqis", {"1364447"}),
    ("elequis", {"1364447"}),
    ("ELIQUIS", {"1364447"}),
    ("apixaban", {"1364447"}),
    ("lipitor", {"617310", "617311"}),
    ("lipator", {"617310", "617311"}),
    ("atorva", {"617310", "617311"}),
    ("atorvastatin 40", {"617311"}),
    ("atorvastatin 40 mg tablet", {"617311"}),
    ("metformin 500mg", {"861007"}),
    ("lantus", {"847232"}),
    ("insulin glargine", {"847232"}),
    ("basaglar", {"847232"}),
    ("jardance", {"1545664"}),
    ("ozempik", {"2619154"}),
    ("semaglutide", {"2619154"}),
    ("xarleto", {"1232088"}),
    ("lisinapril", {"314076", "314077"}),
    ("warfrin", {"855332"}),
    ("coumadin", {"855332"}),
    ("gabapenten", {"310431"}),
    ("hydrochlorthiazide", {"310798"}),
    ("norvasc", {"197361", "308135"}),
    ("synthroid", {"966221"}),
    ("trelegy", {"1945048"}),
    ("advair diskus", {"896212"}),
    ("salmeterol", {"896212"}),
    ("metoprolol", {"866436", "866924"}),
    ("metphormin", {"861004", "861007"}),
    ("metfromen", {"861004", "861007"}),
    ("eliquess", {"1364447"}),
    ("atorvistaton", {"617310", "617311"}),
    ("zarelto", {"1232088"}),
    ("hidroclorothiazide", {"310798"}),
]
# Words that are like names (at most 0.67: marvel and carvedilol, plastic and Plavix, symvastatin and atorvastatin), and names of
# other drugs, some very similar to ours
OTHERS = ["marvel", "carpet", "plastic", "insurance", "symvastatin", "lovastatin", "pravastatin", "valsartan", "prednisolone", "humalog"]
NOTHING = [
    *OTHERS,
    *("", " ", "l", "zzzz", "xyzabc", "water", "hello", "apple", "tylenol", "viagra", "cat", "12345", "mg", "tablet", "%", "' OR 1=1"),
]


@pytest.mark.parametrize(("typed", "rxcuis"), MEANT)
def test_words_find_the_products_they_mean(massachusetts: MarketCatalog, typed: str, rxcuis: set[str]) -> None:
    found = massachusetts.find_drugs(typed)
    best = {match.drug.rxcui for match in found if match.score == found[0].score}
    assert best == rxcuis


@pytest.mark.parametrize("typed", NOTHING)
def test_nonsense_and_unknown_drugs_find_nothing(massachusetts: MarketCatalog, typed: str) -> None:
    assert massachusetts.find_drugs(typed) == []


def test_an_unknown_brand_leads_to_its_ingredient_and_says_so(massachusetts: MarketCatalog) -> None:
    lipitor = massachusetts.find_drugs("lipitor")[0]
    assert (lipitor.matched, lipitor.other_brand) == ("Lipitor", OtherBrand("Lipitor", "atorvastatin", ()))
    basaglar = massachusetts.find_drugs("basaglar")[0]
    assert basaglar.other_brand == OtherBrand("Basaglar", "insulin glargine", ("Lantus",))
    assert massachusetts.find_drugs("eliquis")[0].other_brand is None


def test_in_2012_lipitor_was_a_brand_of_its_own(examples: MarketCatalog) -> None:
    found = examples.find_drugs("lipitor")
    assert [match.drug.rxcui for match in found] == ["2012:lipitor"]
    assert found[0].other_brand is None
    assert {match.drug.rxcui for match in examples.find_drugs("atorvastatin")} == {"2012:atorvastatin", "2012:lipitor"}


def test_the_limit_is_kept(massachusetts: MarketCatalog) -> None:
    assert len(massachusetts.find_drugs("insulin")) == 3
    assert len(massachusetts.find_drugs("insulin", limit=2)) == 2


def test_the_better_match_comes_first(massachusetts: MarketCatalog) -> None:
    scores = [match.score for match in massachusetts.find_drugs("adalimumab")]
    assert scores == sorted(scores, reverse=True)
    assert massachusetts.find_drugs("adalimumab")[0].drug.brand == "Humira"
