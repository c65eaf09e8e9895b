"""What is true of every adjudicated year: random designs, eras, subsidy levels and fills, and the engine against the oracle."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import oracle
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scenarios import ERAS, LEVELS, scenarios

from finder.documents.adjudicate import answer as adjudicate
from finder.domain.claim import PAYERS

Document = dict[str, Any]


def answer_of(document: Document) -> Document:
    answer = adjudicate(document)
    assert isinstance(answer, dict)
    return answer


def total(parts: list[Document], key: str) -> Fraction:
    return sum((Fraction(part[key]) for part in parts), Fraction(0))


def patient_pay(claim: Document) -> Fraction:
    return total(claim["segments"], "patient_pay")


def in_order(document: Document) -> list[Document]:
    return sorted(document["fills"], key=lambda fill: fill["date"])


def price_of(fill: Document) -> Fraction:
    """What is paid in all: cash without the plan, the usual price out of network, else the lesser of negotiated and usual price."""
    if fill.get("paid_outside"):
        return Fraction(fill["paid_outside"]["amount"])
    usual = Fraction(fill.get("usual_and_customary", fill["negotiated_price"]))
    return usual if fill["channel"] == "out_of_network" else min(Fraction(fill["negotiated_price"]), usual)


@given(scenarios())
def test_payers_sum_to_the_price_and_none_is_negative(document: Document) -> None:
    answer = answer_of(document)
    for fill, claim in zip(in_order(document), answer["claims"], strict=True):
        for segment in claim["segments"]:
            assert all(Fraction(segment[payer]) >= 0 for payer in PAYERS)
            assert sum(Fraction(segment[payer]) for payer in PAYERS) == Fraction(segment["amount"])
        assert total(claim["segments"], "amount") == price_of(fill)
        assert patient_pay(claim) <= price_of(fill)
    for sums in (answer["totals"], *answer["by_phase"].values()):
        assert sum(Fraction(sums[payer]) for payer in PAYERS) == Fraction(sums["gross_drug_cost"])


@given(scenarios())
def test_totals_phases_months_and_claims_are_the_same_money(document: Document) -> None:
    answer = answer_of(document)
    segments = [segment for claim in answer["claims"] for segment in claim["segments"]]
    for payer in PAYERS:
        assert Fraction(answer["totals"][payer]) == total(segments, payer) == total(list(answer["by_phase"].values()), payer)
    for phase, sums in answer["by_phase"].items():
        assert Fraction(sums["gross_drug_cost"]) == total([s for s in segments if s["phase"] == phase], "amount")
    for month in answer["months"]:
        dated = [int(fill["date"][5:7]) == month["month"] for fill in in_order(document)]
        parts = [s for claim, here in zip(answer["claims"], dated, strict=True) if here for s in claim["segments"]]
        assert Fraction(month["patient_pay"]) == total(parts, "patient_pay")
        assert Fraction(month["gross_drug_cost"]) == total(parts, "amount")
    assert [month["month"] for month in answer["months"]] == list(range(1, 13))


@given(scenarios())
def test_troop_never_falls_nor_passes_the_threshold(document: Document) -> None:
    threshold = oracle.Numbers(document["plan_year"]).dollars("oop_threshold")
    before = oracle.Year(document).now.troop
    for claim in answer_of(document)["claims"]:
        after = Fraction(claim["accumulators"]["troop"])
        assert before <= after <= threshold
        before = after


@given(scenarios())
def test_the_same_input_gives_the_same_bytes(document: Document) -> None:
    written = json.dumps(document)
    assert json.dumps(answer_of(json.loads(written))) == json.dumps(answer_of(json.loads(written)))
    assert json.dumps(document) == written  # and does not change its input


@given(st.lists(scenarios(most=4), max_size=3))
def test_an_array_gets_the_same_answers_as_its_scenarios(documents: list[Document]) -> None:
    assert adjudicate(documents) == [adjudicate(document) for document in documents]


# A subsidy never raises what a person pays for a claim, from the same accumulators. It does not hold, and is not asked, of a claim
# that touches the gap of 2011 to 2024: there a person without subsidy has the maker's discount and the plan's closing share, a person
# with it neither. So a $10 brand of 2012 costs 5.00 without subsidy and 6.50 with it, and the law says so ("in the gap without
# discount"). Over a whole year it holds in 2006 to 2010 and from 2025, when both run up the same TrOOP; not with purchases without the
# plan (cash counts only for the one who owes the whole price) or other payers (whose uncounted part is larger without subsidy).


def with_level(document: Document, level: str) -> Document:
    return {**document, "member": {**document["member"], "low_income_subsidy": level}}


def levels_of(year: int) -> tuple[str, ...]:
    return tuple(level for level in LEVELS if level not in ("none", "partial") or (level == "partial" and year <= 2023))


@given(scenarios(fewest=1, most=1))
def test_a_subsidy_never_raises_the_cost_of_a_claim(document: Document) -> None:
    claims = {level: answer_of(with_level(document, level))["claims"] for level in ("none", *levels_of(document["plan_year"]))}
    touched = {segment["phase"] for answered in claims.values() for claim in answered for segment in claim["segments"]}
    assume(not (document["plan_year"] >= 2011 and "coverage_gap" in touched))
    for level in levels_of(document["plan_year"]):
        assert patient_pay(claims[level][0]) <= patient_pay(claims["none"][0])


@given(st.one_of(scenarios(last=2010), scenarios(first=2025)))
def test_a_subsidy_never_raises_the_cost_of_any_claim_in_a_year(document: Document) -> None:
    plain = [{k: v for k, v in fill.items() if k not in ("paid_outside", "other_payer")} for fill in document["fills"]]
    document = {**document, "fills": plain}
    without = answer_of(with_level(document, "none"))["claims"]
    for level in levels_of(document["plan_year"]):
        for claim, other in zip(answer_of(with_level(document, level))["claims"], without, strict=True):
            assert patient_pay(claim) <= patient_pay(other)
            assert claim["accumulators"] == other["accumulators"]


@given(scenarios(fewest=2), st.data())
def test_a_year_resumed_from_its_totals_continues_the_same(document: Document, data: st.DataObject) -> None:
    # Totals so far stand for the running deductibles where every covered fill fills both: the standard benefit, no insulin, vaccines or
    # purchases without the plan.
    plain = [{k: v for k, v in fill.items() if k not in ("insulin", "vaccine", "paid_outside")} for fill in in_order(document)]
    taken = data.draw(st.integers(1, len(plain) - 1))
    document = {**document, "design": "defined_standard", "fills": plain}
    whole = answer_of(document)["claims"]
    so_far = whole[taken - 1]["accumulators"]
    known = {"gross_drug_cost": so_far["gross_drug_cost"], "troop": so_far["troop"]}
    rest = {**document, "member": {**document["member"], "year_to_date": known}, "fills": plain[taken:]}
    assert answer_of(rest)["claims"] == whole[taken:]


@pytest.mark.parametrize(("first", "last"), ERAS)
@given(st.data())
def test_the_engine_agrees_with_the_oracle_to_the_cent(first: int, last: int, data: st.DataObject) -> None:
    document = data.draw(scenarios(first, last, fewest=4, most=14))
    found, expected = answer_of(document)["claims"], oracle.adjudicate(document)["claims"]
    for fill, claim, wanted in zip(in_order(document), found, expected, strict=True):
        assert as_fractions(claim["accumulators"]) == wanted["accumulators"]
        assert comparable(fill, claim["segments"]) == comparable(fill, wanted["segments"])


def as_fractions(accumulators: Document) -> Document:
    return {key: value if key == "phase" else Fraction(value) for key, value in accumulators.items()}


def comparable(fill: Document, segments: list[Document]) -> list[tuple[Any, ...]]:
    """The segments as plain values. The phase of a purchase without the plan is left out: the law leaves it open."""
    rows = [(*(Fraction(segment[key]) for key in ("amount", *PAYERS)), segment["phase"]) for segment in segments]
    return [row[:-1] if fill.get("paid_outside") else row for row in rows if row[0]]
