"""Lines as people write them against what a pharmacist reads in them, and what no line may do."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.domain.drug_lines import Asked, DrugLine, ListLine
from finder.paths import shipped
from finder.questions.drug_list.lexicon import lexicon
from finder.questions.drug_list.reading import read_drug_list
from finder.sources.catalog.reading import open_catalog
from tests.questions.pharmacist_readings import NATURAL, OWN_TRAPS, PRINTED, TRAPS, Reading

CATALOG = open_catalog(2026, shipped("data") / "catalogs")
ENOUGH_PRODUCTS = 300
ALL = (*NATURAL, *TRAPS, *OWN_TRAPS, *PRINTED)
pytestmark = pytest.mark.skipif(len(CATALOG.drugs()) < ENOUGH_PRODUCTS, reason="the readings are of the larger market")


def one(text: str) -> DrugLine:
    (line,) = read_drug_list(CATALOG, [ListLine(1, text)])
    return line


def offered(line: DrugLine) -> set[tuple[str, float, int | None]]:
    """Whole answers that the line offers, in units."""
    return {(offer.drug.rxcui, offer.amount.quantity / 1000, offer.amount.days_supply) for offer in line.offers}


def settled(line: DrugLine) -> tuple[str, float, int] | None:
    """What the line is settled as."""
    found = line.prescription
    return (found.drug.rxcui, found.quantity / 1000, found.days_supply) if found else None


def wanted(reading: Reading) -> set[tuple[str, float, int]]:
    """The whole answers of a reading."""
    return {(product, *amount) for product in reading.products for amount in reading.amounts}


@pytest.mark.parametrize("reading", ALL, ids=lambda reading: reading.text)
def test_no_line_is_settled_wrong(reading: Reading) -> None:
    found = settled(one(reading.text))
    assert found is None or (reading.outcome in ("ready", "one") and found in wanted(reading))


@pytest.mark.parametrize("reading", ALL, ids=lambda reading: reading.text)
def test_a_line_is_read_as_a_pharmacist_reads_it(reading: Reading) -> None:
    line = one(reading.text)
    products = {drug.rxcui for drug in line.candidates} | ({line.drug.rxcui} if line.drug else set())
    match reading.outcome:
        case "ready":
            assert settled(line) in wanted(reading)
        case "one":
            assert settled(line) in wanted(reading) or offered(line) & wanted(reading)
        case "ask":
            assert not reading.products or products & set(reading.products)
            assert set(reading.amounts) <= {amount[1:] for amount in offered(line)}
        case "none":
            assert line.asked == (Asked.DRUG,)
        case _:
            assert line.left_out or {Asked.REMARK, Asked.UNREAD, Asked.DRUG} & set(line.asked)


def test_of_the_natural_lines_most_are_ready_or_one_confirmation_away() -> None:
    near = [line for line in (one(reading.text) for reading in NATURAL) if settled(line) or line.offers or line.left_out]
    assert len(near) >= 40


READY = [reading.text for reading in ALL if reading.outcome == "ready"]
UNKNOWN = st.text("abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=12).filter(lambda word: (word,) not in lexicon())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(READY), UNKNOWN, st.randoms(use_true_random=False))
def test_an_unknown_word_never_leaves_a_line_ready(text: str, word: str, chance: random.Random) -> None:
    words = text.split()
    words.insert(chance.randint(0, len(words)), word)
    assert one(" ".join(words)).prescription is None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(READY), st.sampled_from([str.upper, str.title, lambda text: text.replace(" ", "   "), lambda text: f" {text} "]))
def test_case_and_spacing_change_no_reading(text: str, change: object) -> None:
    assert callable(change)
    assert settled(one(change(text))) == settled(one(text))


@pytest.mark.parametrize("name", ["eliquis 5 mg", "metformin 500 mg", "carvedilol 25 mg", "lisinopril 10 mg tablet"])
def test_the_order_of_sig_and_count_changes_no_reading(name: str) -> None:
    for sig in ("1 tab bid", "twice a day", "1 tablet twice daily", "one in the morning and one at bedtime"):
        for count in ("#60", "qty 60", "60 tablets", "disp: 60"):
            readings = {settled(one(f"{name} {sig} {count}")), settled(one(f"{name} {count} {sig}"))}
            assert len(readings) == 1
            assert readings.pop() is not None


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["lisinopril", "eliquis", "levothyroxine", "warfarin", "gabapentin", "jardiance"]),
    st.integers(1, 2000),
    st.sampled_from(["mg", "mcg", "g"]),
)
def test_a_strength_that_the_file_lacks_never_becomes_another(name: str, number: int, unit: str) -> None:
    found = one(f"{name} {number} {unit} daily #30")
    if found.prescription is not None:
        strength = found.prescription.drug.strength.lower().split()
        milligrams = number * {"mg": 1, "mcg": 0.001, "g": 1000}[unit]
        assert float(strength[0]) == pytest.approx(milligrams)
