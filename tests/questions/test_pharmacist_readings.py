"""Lines as people write them against what a pharmacist reads in them, and what no line may do."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from finder.domain.drug_lines import Asked, DrugLine, ListLine
from finder.domain.market import Drug
from finder.paths import shipped
from finder.questions.drug_list.reading import read_drug_list
from finder.questions.drug_list.tokens import tokens_of
from finder.sources.catalog.reading import open_catalog
from tests.questions import spanish_readings as spanish
from tests.questions import ward_and_family_readings as more
from tests.questions.pharmacist_readings import NATURAL, OWN_TRAPS, PRINTED, TRAPS, Reading

CATALOG = open_catalog(2026, shipped("data") / "catalogs")
ENOUGH_PRODUCTS = 300
ALL = (*NATURAL, *TRAPS, *OWN_TRAPS, *PRINTED, *more.ALL, *spanish.ALL)
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


@pytest.mark.parametrize(("text", "parts"), [*more.SEVERAL, *spanish.SEVERAL, *((text, (text,)) for text in more.ONE_EACH)])
def test_each_drug_of_a_line_is_a_line_of_its_own(text: str, parts: tuple[str, ...]) -> None:
    assert tuple(line.text for line in read_drug_list(CATALOG, [ListLine(1, text)])) == parts


def test_of_the_natural_lines_most_are_ready_or_one_confirmation_away() -> None:
    near = [line for line in (one(reading.text) for reading in NATURAL) if settled(line) or line.offers or line.left_out]
    assert len(near) >= 40


READY = [reading.text for reading in ALL if reading.outcome == "ready"]
SOLID = [drug for drug in CATALOG.drugs() if drug.solid_oral and len(drug.strength.split()) == 2]
"""Tablets and capsules of one ingredient, whose strength is a number and a unit."""


def plainly(drug: Drug, strength: str = "") -> str:
    """A product as its label says it, without an amount: ``metformin hydrochloride XL 500 MG tablet``."""
    slow = {"Extended": "XL", "Delayed": "DR"}.get(drug.form.split()[0], "")
    return " ".join(f"{drug.brand or drug.ingredient} {slow} {strength or drug.strength} {drug.unit}".split())


@cache
def products() -> tuple[Drug, ...]:
    """Those that their own label settles."""
    return tuple(drug for drug in SOLID if settled(one(f"{plainly(drug)} #30 30 days")) == (drug.rxcui, 30, 30))


PRODUCTS = st.deferred(lambda: st.sampled_from(products()))
WRITTEN = st.one_of(st.sampled_from(READY), PRODUCTS.map(lambda drug: f"{plainly(drug)} 1 {drug.unit} daily #30"))
EVERYDAY = (
    "yesterday husband sometimes rarely refused expired crushed extra maybe almost except neighbor cash trial vet dog ran lost"
    " dizzy cough rash hospice alternating forgets cut split borrowed mother's discharged replaced failed substitute old"
)
UNKNOWN = st.one_of(
    st.sampled_from(EVERYDAY.split()),
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12).filter(
        lambda word: [token.kind for token in tokens_of(word)] == ["w"] and not CATALOG.find_drugs(word)
    ),
)


def test_most_products_are_settled_by_their_own_label() -> None:
    assert len(products()) >= len(SOLID) * 9 // 10


@settings(max_examples=200, deadline=None)
@given(WRITTEN, UNKNOWN, st.randoms(use_true_random=False))
def test_an_unknown_word_never_leaves_a_line_ready(text: str, word: str, chance: random.Random) -> None:
    words = text.split()
    words.insert(chance.randint(0, len(words)), word)
    assert one(" ".join(words)).prescription is None


@settings(max_examples=100, deadline=None)
@given(
    WRITTEN,
    st.sampled_from([str.upper, str.title, str.lower]),
    st.sampled_from(["   ", "\t", "\u00a0", " \u2009"]),
)
@example("ATORVASTATIN CALCIUM 40 MG TABLET TAKE 1 TABLET BY MOUTH EVERY DAY QTY 90 RF 3 Dr. B.", str.lower, "\t")
def test_case_and_spacing_change_no_reading(text: str, case: object, blank: str) -> None:
    assert callable(case)
    assert settled(one(f" {case(text).replace(' ', blank)} ")) == settled(one(text))


SIGS = (
    "1 {unit} bid",
    "twice a day",
    "1 {unit} twice daily",
    "one in the morning and one at bedtime",
    "take 1 {unit} by mouth 2 (two) times daily",
)
COUNTS = ("#60", "qty 60", "60 {unit}s", "disp: 60", "Quantity: 60.000", "60 (sixty) {unit}s")


@settings(max_examples=100, deadline=None)
@given(PRODUCTS.filter(lambda drug: not drug.weekly), st.sampled_from(SIGS), st.sampled_from(COUNTS))
def test_the_order_of_sig_and_count_changes_no_reading(drug: Drug, sig: str, count: str) -> None:
    sig, count = sig.format(unit=drug.unit), count.format(unit=drug.unit)
    before, after = one(f"{plainly(drug)} {count} {sig}"), one(f"{plainly(drug)} {sig} {count}")
    assert (settled(before), before.asked) == (settled(after), after.asked)
    assert settled(after) == (drug.rxcui, 60, 30) or Asked.DOUBT in after.asked  # 60 / 2, unless no plan allows so many


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(SOLID),
    st.one_of(st.integers(1, 2000).map(str), st.sampled_from(["0.1", "0.5", ".5", "2.5", "7,5", "12.5", "0,25", "1.0", "1,000"])),
    st.sampled_from([" mg", "mg", " mcg", " g", ""]),
)
def test_a_strength_that_the_file_lacks_never_becomes_another(drug: Drug, number: str, unit: str) -> None:
    found = one(f"{plainly(drug, number + unit)} 30 days supply #30")
    if found.prescription is None:
        return
    printed, kind = found.prescription.drug.strength.split()
    written = float(number.replace(",000", "000").replace(",", "."))
    scale = {"mg": 1.0, "mcg": 0.001, "g": 1000.0}
    possible = {written * scale[unit.strip()]} if unit else {written * scale["mg"], written * scale["mcg"]}
    if not unit and kind == "MEQ":
        possible = {written}
    assert any(float(printed) == pytest.approx(milligrams) for milligrams in possible)
