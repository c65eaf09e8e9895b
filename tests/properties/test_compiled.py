"""The compiled law against the plain law: the same cents for every purchase, and the same ranking."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_year_sums import charges_of, fills_of, years

from finder.adjudication import compiled
from finder.adjudication.engine import step_of, walk
from finder.adjudication.fills import fills_by_month
from finder.adjudication.plan_year import SumsDiffer, years_at_plans
from finder.adjudication.shared_year import Formulary, YearOfPlans
from finder.documents.adjudicate import Scenario, checked
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.market import Plan, PlanKind
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.questions.plans.compare import compare_plans, year_of_plans
from finder.questions.plans.compiled_law import compile_law, forget_compiled_law
from finder.sources.catalog.reading import open_catalog

ONE_OF_EACH_SHAPE = (2008, 2012, 2016, 2023, 2024, 2025, 2026)


@pytest.mark.parametrize("year", ONE_OF_EACH_SHAPE)
@given(st.data())
def test_the_compiled_law_pays_the_same(year: int, data: st.DataObject) -> None:
    document: dict[str, Any] = data.draw(years(year, year))
    document["member"].pop("year_to_date", None)
    for fill in document["fills"]:
        fill.pop("dispensing_fee", None)
    terms, claims, opening = checked(Scenario.model_validate(document))
    charges = charges_of(terms, claims)
    order, paid = [place for month in fills_by_month(fills_of(claims)) for place in month], [0] * len(charges)
    walk(step_of(terms.year.law), terms, charges, order, opening, paid)
    found = compiled.run(
        terms.year,
        terms.subsidy,
        [terms.plan],
        [compiled.packed(charge.shares) for charge in charges],
        array("q", [charge.price * 1000 for charge in charges]),  # a cent is a thousand hundred-thousandths of a dollar
        array("q", [1000] * len(charges)),  # one unit each
        array("q", order),
    )
    assert found == [paid]


@pytest.fixture(scope="module")
def laws() -> dict[int, compiled.CompiledLaw]:
    """The law of 2012 and 2026, compiled."""
    return {year: compiled.CompiledLaw(year) for year in (2012, 2026)}


LISTS = {
    2026: [("617311", 30_000, 30), ("1364447", 60_000, 30), ("847232", 15_000, 30), ("2619154", 3_000, 28), ("1999673", 90_000, 90)],
    2012: [("2012:crestor", 30_000, 30), ("2012:abilify", 30_000, 30), ("2012:lisinopril", 90_000, 90)],
}
LEVELS = {
    2026: (LowIncomeSubsidy.NONE, LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY),
    2012: (LowIncomeSubsidy.NONE, LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY, LowIncomeSubsidy.PARTIAL),
}


@pytest.mark.parametrize("start", [1, 8])
@pytest.mark.parametrize(("year", "level"), [(year, level) for year, levels in LEVELS.items() for level in levels])
def test_the_compiled_law_gives_the_same_comparison(year: int, level: LowIncomeSubsidy, start: int) -> None:
    catalog = open_catalog(year)
    county = catalog.counties("01604")[0]
    found = [(catalog.drug(rxcui), quantity, days) for rxcui, quantity, days in LISTS[year]]
    listed = [Prescription(drug, quantity, days) for drug, quantity, days in found if drug]
    assert len(listed) == len(found)
    for channels in ((Channel.STANDARD_RETAIL,), (Channel.PREFERRED_RETAIL, Channel.STANDARD_RETAIL, Channel.STANDARD_MAIL)):
        member = Member("01604", county, date(year, start, 1), level, channels=channels, plan_kinds=tuple(PlanKind))
        plain = compare_plans(catalog, member, listed)
        compile_law([year])
        try:
            quick = compare_plans(catalog, member, listed)
        finally:
            forget_compiled_law()
        assert quick == plain  # every drug and month of every plan
        assert quick.plans[0].ledger == plain.plans[0].ledger  # and the ledger adds up to the ranked total


def test_the_compiled_law_ranks_most_plans_of_a_comparison(laws: dict[int, compiled.CompiledLaw]) -> None:
    shared, plans, formulary = one_drug()
    ranked = laws[2026].rank(shared, plans, formulary)
    assert len(ranked) == len(plans)
    assert sum(one is not None for one in ranked) > len(plans) / 2


def test_a_plan_whose_sums_and_details_differ_is_never_shown(laws: dict[int, compiled.CompiledLaw]) -> None:
    def wrong(shared: YearOfPlans, plans: Sequence[Plan], formulary: Formulary) -> list[tuple[list[int], int] | None]:
        return [one and ([*one[0], 1], one[1]) for one in laws[2026].rank(shared, plans, formulary)]

    shared, plans, formulary = one_drug()
    cost = years_at_plans(shared, plans[:1], formulary, wrong)[0].cost()
    for look in (lambda: cost.ledger, lambda: cost.months):
        with pytest.raises(SumsDiffer, match="was ranked by"):
            look()


@pytest.mark.parametrize(("unit_price", "fits"), [(2_147_483_648, True), (768_614_336_396, True), (768_614_336_397, False)])
def test_a_fill_too_dear_for_64_bits_is_left_to_the_plain_law(
    laws: dict[int, compiled.CompiledLaw], unit_price: int, *, fits: bool
) -> None:
    # 60 units are 60,000 thousandths. Pricing takes unit price times quantity 200 times and adds 10^8:
    # 768,614,336,396 * 60,000 * 200 + 10^8 = 9,223,372,036,852,000,000, below 2^63 = 9,223,372,036,854,775,808; one more a unit adds
    # 12,000,000 and gives 9,223,372,036,864,000,000, above it
    shared, plans, formulary = one_drug(60_000)
    dear = {key: entry._replace(unit_price=unit_price) for key, entry in formulary.items()}
    ranked = laws[2026].rank(shared, plans, dear)
    plain = years_at_plans(shared, plans, dear)
    listing = [(one, year) for one, year, plan in zip(ranked, plain, plans, strict=True) if (plan.plan_id, "617311") in dear]
    assert len(listing) > len(plans) / 2
    assert all((one is not None) == fits for one, _ in listing)
    assert [one for one, _ in listing] == [([year.cost().drugs[0].patient_pay], 1) if fits else None for _, year in listing]


def one_drug(quantity: int = 30_000) -> tuple[YearOfPlans, Sequence[Plan], Formulary]:
    """A list of one drug, and the plans of a county."""
    catalog = open_catalog(2026)
    drug = catalog.drug("617311")
    assert drug
    member = Member("01604", catalog.counties("01604")[0], date(2026, 1, 1))
    plans = catalog.plans_serving(member.county)
    formulary = catalog.formulary([plan.plan_id for plan in plans], [drug.rxcui])
    return year_of_plans(catalog, member, [Prescription(drug, quantity, 30)]), plans, formulary
