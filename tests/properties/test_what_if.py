"""What is true of every what-if, over random lists and people on the small market."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.domain.what_if import AddDrug, ChangePrice, DropDrug, NoChange
from finder.questions.plans.what_if import what_if
from tests.small_market import BRAND, GENERIC, GENERIC_STRONG, INSULIN, SELECTED, WORCESTER, SmallMarket

MARKET = SmallMarket(lists={"S0001-001-000": ("1", "3", "4"), "S0001-002-000": ("1", "2", "3", "4", "5")})
LEVELS = [level for level in LowIncomeSubsidy if level is not LowIncomeSubsidy.PARTIAL]
members = st.builds(
    lambda month, level, channels: replace(
        Member("01604", WORCESTER, date(2026, month, 1), plan_kinds=tuple(PlanKind)), low_income_subsidy=level, channels=tuple(channels)
    ),
    st.integers(1, 12),
    st.sampled_from(LEVELS),
    st.lists(st.sampled_from(list(Channel)[:4]), min_size=1, max_size=3, unique=True),
)
prescriptions = st.builds(
    Prescription,
    st.sampled_from([GENERIC, GENERIC_STRONG, BRAND, INSULIN, SELECTED]),
    st.integers(1, 200).map(lambda units: units * 1_000),
    st.sampled_from([7, 28, 30, 60, 90]),
    st.none() | st.integers(1, 14),
)
lists = st.lists(prescriptions, min_size=1, max_size=5, unique_by=lambda one: one.drug.rxcui)


@given(members, lists)
def test_a_what_if_that_changes_nothing_has_delta_zero(member: Member, listed: list[Prescription]) -> None:
    for change in (NoChange(), ChangePrice(10_000)):
        answer = what_if(MARKET, member, listed, change)
        assert all((delta.total, delta.gross, delta.rank) == (0, 0, 0) for delta in answer.deltas)


@given(members, lists.filter(lambda listed: len(listed) > 1))
def test_adding_a_drug_never_lowers_the_gross_drug_cost(member: Member, listed: list[Prescription]) -> None:
    answer = what_if(MARKET, member, listed[:-1], AddDrug(listed[-1]))
    assert all(delta.gross >= 0 for delta in answer.deltas)
    back = what_if(MARKET, member, listed, DropDrug(listed[-1].drug.rxcui), answer.after)
    assert all(delta.after.total == (answer.delta(delta.after.plan.plan_id) or delta).before.total for delta in back.deltas)


@given(members, lists, st.integers(10_000, 40_000), st.booleans())
def test_a_price_up_never_lowers_the_gross_drug_cost(member: Member, listed: list[Prescription], factor: int, one: bool) -> None:
    change = ChangePrice(factor, listed[0].drug.rxcui if one else None)
    assert all(delta.gross >= 0 for delta in what_if(MARKET, member, listed, change).deltas)
