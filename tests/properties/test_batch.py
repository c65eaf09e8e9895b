"""The law compiled against the law as it stands: the same cents for every purchase, and the same ranking."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_year_sums import years

from finder.adjudication import batch
from finder.adjudication.plan_year import PREPARED, Formulary, Ranked, SumsDiffer, YearOfPlans
from finder.adjudication.schedule import schedule_of
from finder.adjudication.shares import claim_shares, kind_of
from finder.adjudication.year_sums import Purchase, sums_of_year
from finder.documents.adjudicate import Scenario, checked
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.market import Plan, PlanKind
from finder.domain.member import Member
from finder.domain.prescription import Fill, Prescription
from finder.questions.plans.compare import compare_plans, year_of_plans
from finder.sources.catalog.opened import open_catalog

ONE_OF_EACH_SHAPE = (2008, 2012, 2016, 2023, 2024, 2025, 2026)


@pytest.fixture
def compiled() -> Iterator[None]:
    """The law of 2012 and 2026 compiled, for one test."""
    batch.prepare(2012)
    batch.prepare(2026)
    yield
    PREPARED.clear()


@pytest.mark.parametrize("year", ONE_OF_EACH_SHAPE)
@given(st.data())
def test_the_compiled_law_pays_what_the_law_pays(year: int, data: st.DataObject) -> None:
    document: dict[str, Any] = data.draw(years(year, year))
    document["member"].pop("year_to_date", None)
    for fill in document["fills"]:
        fill.pop("dispensing_fee", None)
    terms, claims, opening = checked(Scenario.model_validate(document))
    one_of = {claim.drug: claim for claim in claims}
    labels = sorted(one_of)
    purchases = [Purchase(claim_shares(terms, kind_of(one_of[label])), one_of[label].negotiated_price, 0) for label in labels]
    fills = [[Fill(claim.date, 0, claim.days_supply) for claim in claims if claim.drug == label] for label in labels]
    schedule = schedule_of(fills, 1)
    paid = batch.run(
        terms.year,
        terms.subsidy,
        [batch.plan_numbers(terms)],
        [batch.packed(purchase.shares) for purchase in purchases],
        array("q", [purchase.price * 1000 for purchase in purchases]),  # a cent is a thousand hundred-thousandths of a dollar
        array("q", [1000] * len(purchases)),  # of one unit each
        batch.sequence_of(schedule, range(len(purchases))),
    )
    assert paid == [sums_of_year(terms, purchases, schedule, opening).patient_pay]


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
@pytest.mark.usefixtures("compiled")
def test_a_comparison_is_the_same_by_the_compiled_law(year: int, level: LowIncomeSubsidy, start: int) -> None:
    catalog = open_catalog(year)
    county = catalog.counties("01604")[0]
    found = [(catalog.drug(rxcui), quantity, days) for rxcui, quantity, days in LISTS[year]]
    listed = [Prescription(drug, quantity, days) for drug, quantity, days in found if drug]
    assert len(listed) == len(found)
    for channels in ((Channel.STANDARD_RETAIL,), (Channel.PREFERRED_RETAIL, Channel.STANDARD_RETAIL, Channel.STANDARD_MAIL)):
        member = Member("01604", county, date(year, start, 1), level, channels=channels, plan_kinds=tuple(PlanKind))
        quick = compare_plans(catalog, member, listed)
        prepared = dict(PREPARED)
        PREPARED.clear()
        plain = compare_plans(catalog, member, listed)
        PREPARED.update(prepared)
        assert quick == plain  # every drug and month of every plan
        assert quick.plans[0].ledger == plain.plans[0].ledger  # and the ledger sums to what ranked it


@pytest.mark.usefixtures("compiled")
def test_a_plan_ranked_by_other_sums_than_its_details_is_never_shown() -> None:
    def wrong(shared: YearOfPlans, plans: Sequence[Plan], formulary: Formulary) -> list[Ranked | None]:
        found = batch.ranking_sums(shared, plans, formulary)
        return [one and Ranked([*one.patient_pay, 1], one.counted) for one in found]

    PREPARED.update(dict.fromkeys(PREPARED, wrong))
    catalog = open_catalog(2026)
    drug = catalog.drug("617311")
    assert drug
    member = Member("01604", catalog.counties("01604")[0], date(2026, 1, 1))
    shared = year_of_plans(catalog, member, [Prescription(drug, 30_000, 30)])
    plan = catalog.plans_serving(member.county)[0]
    cost = shared.at_plans([plan], catalog.formulary([plan.plan_id], [drug.rxcui]))[0].cost(1)
    for look in (lambda: cost.ledger, lambda: cost.months):
        with pytest.raises(SumsDiffer, match="was ranked by"):
            look()
