"""What a report's numbers assume: the person's own drug stores, the order within a day, and the year so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from finder.domain.benefit import Channel
from finder.domain.member import Member
from finder.domain.pharmacy import NOT_SAID, Fees, Pharmacy, PharmacyTerms
from finder.domain.prescription import Prescription
from finder.explain.report.assumptions import assumption_sentences
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.hand_over import Answered, hand_over
from tests.small_market import ADVANTAGE, CHEAP_PDP, GENERIC, RICH_PDP, WORCESTER, SmallMarket

CORNER, CHAIN = "1000000001", "1000000002"
ME = Member("01604", WORCESTER, date(2026, 1, 1))
LIST = (Prescription(GENERIC, 30_000, 30),)
NO_FEE = Fees((0, 0, 0), (0, 0, 0), (0, 0, 0))
BLANK = Fees((NOT_SAID,) * 3, (NOT_SAID,) * 3, (NOT_SAID,) * 3)
KINDS = "at a preferred drug store or any network drug store, where it costs least"


class Networked(SmallMarket):
    """The market with networks: the corner store only at Rich, the chain nowhere, and no network of the Advantage plan."""

    fees = NO_FEE

    def pharmacy_terms(self, plan_ids: Sequence[str], npis: Sequence[str]) -> Mapping[str, tuple[PharmacyTerms, ...]] | None:
        corner = PharmacyTerms(CORNER, Channel.STANDARD_RETAIL, None, 0, self.fees)
        of_plan = {RICH_PDP.plan_id: (corner,) if CORNER in npis else (), CHEAP_PDP.plan_id: ()}
        return {plan_id: terms for plan_id, terms in of_plan.items() if plan_id in plan_ids}


class WithoutFees(Networked):
    """Its fees are blank in the file."""

    fees = BLANK


class NoNetworks(SmallMarket):
    """No networks of the year were imported."""

    def pharmacy_terms(self, plan_ids: Sequence[str], npis: Sequence[str]) -> Mapping[str, tuple[PharmacyTerms, ...]] | None:
        return None


def said(market: SmallMarket, member: Member, *stores: Pharmacy) -> tuple[str, ...]:
    compared = compare_plans(market, member, LIST)
    report = hand_over(market, [Answered(member, LIST, compared, RICH_PDP.plan_id, stores=stores)])
    return assumption_sentences(report.people[0])


def of_stores(lines: tuple[str, ...]) -> list[str]:
    return [line for line in lines if "store" in line or "the prices are those of" in line]


def test_without_own_stores_the_kinds_of_pharmacy_decide() -> None:
    assert of_stores(said(SmallMarket(), ME)) == [f"You buy {KINDS}."]


def test_own_stores_are_named_with_the_plans_that_lack_them() -> None:
    corner = Pharmacy(CORNER, "CORNER DRUG", "1 MAIN ST", "WORCESTER", "MA", "01604")
    assert of_stores(said(Networked(), replace(ME, pharmacies=(CORNER, CHAIN)), corner)) == [
        f"You buy at one of these drug stores, where you pay least: Corner Drug, 1 Main St, Worcester; NPI {CHAIN}.",
        "At No Deductible Rx the prices are those of Corner Drug, 1 Main St, Worcester.",
        "In 1 of 3 plans none of them is in the network. There you buy at any network drug store.",
        f"For 1 of 3 plans we have no file of drug stores. There you buy {KINDS}.",
    ]
    assert ADVANTAGE.plan_id not in Networked().pharmacy_terms([ADVANTAGE.plan_id], [CORNER])  # type: ignore[operator]


def test_an_unknown_store_shows_its_number() -> None:
    assert of_stores(said(Networked(), replace(ME, pharmacies=(CHAIN,))))[:2] == [
        f"You buy at this drug store: NPI {CHAIN}.",
        "In 2 of 3 plans it is not in the network. There you buy at any network drug store.",
    ]


def test_a_blank_fee_is_mentioned() -> None:
    lines = of_stores(said(WithoutFees(), replace(ME, pharmacies=(CORNER,))))
    assert lines[-1] == "Some of these stores' fees are not in the file. There the price is without the fee."


def test_stores_without_networks_are_said_not_to_count() -> None:
    assert of_stores(said(NoNetworks(), replace(ME, pharmacies=(CORNER,))))[1:] == [
        f"For 3 of 3 plans we have no file of drug stores. There you buy {KINDS}."
    ]


def test_the_order_of_fills_and_the_year_so_far_are_mentioned() -> None:
    lines = said(SmallMarket(), replace(ME, alphabetical=False, gross_drug_cost_to_date=500_00, troop_to_date=200_00))
    assert any("Two drugs bought on one day go in the order of the list." in line for line in lines)
    assert "Before the first fill counted here, drugs for $500.00 had been bought, and $200.00 counted toward the yearly limit." in lines
    assert any("Two drugs bought on one day go by name." in line for line in said(SmallMarket(), ME))
