"""How sure is this, kept: the same answer as a fresh one, a miss for everything that could change it, nothing of the person in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.cache import ResultCache, from_integers, to_integers
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.pharmacy import NOT_SAID, Fees, PharmacyTerms
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.questions.plans import kept_certainty
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.how_sure import how_sure
from finder.questions.plans.kept_certainty import inputs_of, kept_how_sure, packed, unpacked
from tests.other_members import others_than
from tests.small_market import BRAND, CHEAP_PDP, DRUGS, GENERIC, INSULIN, RICH_PDP, SELECTED, WORCESTER, SmallMarket

NPI = "1234567893"


class WithNetworks(SmallMarket):
    """The small market with pharmacy networks, or without any."""

    def __init__(self, networks: Mapping[str, tuple[PharmacyTerms, ...]] | None = None) -> None:
        super().__init__()
        self._networks = networks

    def pharmacy_terms(self, plan_ids: Sequence[str], npis: Sequence[str]) -> Mapping[str, tuple[PharmacyTerms, ...]] | None:
        return self._networks


MARKET = WithNetworks()
PERSON = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=(PlanKind.PDP,))
LIST = [Prescription(BRAND, 30_000, 30), Prescription(GENERIC, 30_000, 30)]
NO_PLAN = -1


class Drawer:
    """A keeper that remembers in memory."""

    def __init__(self) -> None:
        self.kept: dict[bytes, bytes] = {}

    def get(self, kind: str, inputs: bytes) -> bytes | None:
        return self.kept.get(inputs)

    def put(self, kind: str, inputs: bytes, value: bytes) -> None:
        self.kept[inputs] = value


prescriptions = st.lists(
    st.builds(
        Prescription,
        st.sampled_from(DRUGS),
        st.integers(1, 120).map(lambda units: units * 1000),
        st.sampled_from((28, 30, 60, 90)),
        st.none() | st.integers(1, 12),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one.drug.rxcui,
)
members = st.builds(
    Member,
    st.just("01604"),
    st.just(WORCESTER),
    st.integers(1, 12).map(lambda month: date(2026, month, 1)),
    st.sampled_from((LowIncomeSubsidy.NONE, LowIncomeSubsidy.FULL_OTHER, LowIncomeSubsidy.FULL_INSTITUTIONAL)),
    plan_kinds=st.sampled_from(((PlanKind.PDP,), (PlanKind.PDP, PlanKind.MA_PD), tuple(PlanKind))),
    current_plan=st.sampled_from((None, CHEAP_PDP.plan_id, RICH_PDP.plan_id)),
    income_bracket=st.integers(0, 5),
)
markets = st.sampled_from((MARKET, SmallMarket([replace(CHEAP_PDP, pdp_region="99"), RICH_PDP])))


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(markets, members, prescriptions, st.booleans())
def test_the_kept_answer_is_the_fresh_one(market: SmallMarket, member: Member, listed: list[Prescription], skip: bool) -> None:
    before = compare_plans(market, member, listed, skip_uncovered=skip)
    fresh = how_sure(market, member, listed, None, before)
    drawer = Drawer()
    assert kept_how_sure(drawer, market, member, listed, before) == fresh
    # the same question of another process: equal values, no objects in common
    again = compare_plans(market, replace(member), [replace(one) for one in listed], skip_uncovered=skip)
    found = kept_how_sure(drawer, market, replace(member), [replace(one) for one in listed], again)
    assert len(drawer.kept) == 1
    about_the_same = tuple(one._replace(cost=cost) for one, cost in zip(fresh.ranges, again.plans, strict=True))
    assert found == replace(fresh, comparison=again, ranges=about_the_same)
    assert all(one.cost is cost for one, cost in zip(found.ranges, again.plans, strict=True))


def test_the_second_answer_is_found_and_not_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keeper = ResultCache.open(tmp_path / "cache").under("1", MARKET.info.digest)
    before = compare_plans(MARKET, PERSON, LIST)
    first = kept_how_sure(keeper, MARKET, PERSON, LIST, before)
    monkeypatch.setattr(kept_certainty, "how_sure", None)  # making it would fail
    assert kept_how_sure(keeper, MARKET, PERSON, LIST, before) == first
    keeper.close()


def test_the_integers_worked_out_by_hand() -> None:
    # one brand, monthly: the ranges and tipping points of test_how_sure; Rich leads, so it is plan 0. Doubts are digits from 1, base 7:
    # fewer fills 2 + 1 = 3, more fills 3 + 1 = 4. 6 scenarios and 3 searches of up to 11 steps are 39 steps.
    brand = [Prescription(BRAND, 30_000, 30)]
    before = compare_plans(MARKET, PERSON, brand)
    assert [cost.plan.plan_id for cost in before.plans] == [RICH_PDP.plan_id, CHEAP_PDP.plan_id]
    numbers = to_integers(packed(how_sure(MARKET, PERSON, brand, None, before)))
    assert [numbers[start : start + 5] for start in range(0, len(numbers), 5)] == [
        [1, 2, 3, 39, 39],
        [0, 10_000, 10_000, 2, 0],
        [1_040_00, 1_120_00, 3, 4, 0],
        [1_406_25, 1_556_25, 3, 4, 0],
        [0, 0, 1, 0, NO_PLAN],
        [0, NO_PLAN, 1, 0, NO_PLAN],
        [0, NO_PLAN, 0, 4_900, 1],
    ]


# --- misses ---


def inputs(member: Member = PERSON, listed: list[Prescription] = LIST, before: Comparison | None = None) -> bytes:
    return inputs_of(MARKET, member, listed, before or compare_plans(MARKET, PERSON, LIST))


def test_each_field_of_the_person_is_part_of_the_question() -> None:
    others = [member for _, member in others_than(PERSON)]
    assert len({inputs(member) for member in [PERSON, *others]}) == len(others) + 1


def test_each_field_of_a_prescription_is_part_of_the_question() -> None:
    changes = {"drug": SELECTED, "quantity": 31_000, "days_supply": 31, "fills_per_year": 6, "dates": (date(2026, 5, 1),)}
    assert set(changes) == {field.name for field in fields(Prescription)}
    asked = {inputs(listed=[replace(LIST[0], **{name: value}), LIST[1]]) for name, value in changes.items()}
    another_product = inputs(listed=[replace(LIST[0], drug=replace(BRAND, units_per_package=30_000)), LIST[1]])
    assert len(asked | {inputs(), another_product, inputs(listed=LIST[::-1]), inputs(listed=LIST[:1])}) == len(changes) + 4


def test_plans_recommendation_skipped_drugs_and_networks_are_part_of_the_question() -> None:
    compared = compare_plans(MARKET, PERSON, LIST)
    others = [
        replace(compared, plans=compared.plans[:1]),
        replace(compared, plans=compared.plans[::-1]),
        replace(compared, plans=(replace(compared.plans[0], all_in=1), *compared.plans[1:])),
        replace(compared, skip_uncovered=True),
        replace(compared, recommendation=replace(compared.recommendation, plan_id=None)),
        replace(compared, recommendation=replace(compared.recommendation, near_tie=("S0001-009-000",))),
    ]
    asked = {inputs(before=other) for other in [compared, *others]}
    assert len(asked) == 7
    named = replace(PERSON, pharmacies=(NPI,))
    no_fees = Fees((0, 0, 0), (0, 0, 0), (NOT_SAID, NOT_SAID, NOT_SAID))
    inside = PharmacyTerms(NPI, Channel.PREFERRED_RETAIL, None, 0, no_fees)
    networks = [None, {}, {RICH_PDP.plan_id: ()}, {RICH_PDP.plan_id: (inside,)}, {RICH_PDP.plan_id: (inside._replace(floor_price=1),)}]
    assert len({inputs_of(WithNetworks(known), named, LIST, compared) for known in networks}) == 5


def test_a_stopped_answer_is_not_kept() -> None:
    drawer = Drawer()
    before = compare_plans(MARKET, PERSON, LIST)
    assert not kept_how_sure(drawer, MARKET, PERSON, LIST, before, lambda done, of: done < 4).complete
    assert drawer.kept == {}
    assert kept_how_sure(drawer, MARKET, PERSON, LIST, before).complete
    assert len(drawer.kept) == 1


def test_other_bytes_are_a_miss_and_the_answer_is_made_again() -> None:
    drawer = Drawer()
    before = compare_plans(MARKET, PERSON, LIST)
    fresh = kept_how_sure(drawer, MARKET, PERSON, LIST, before)
    (whole,) = drawer.kept.values()
    numbers = to_integers(whole)
    first_point = 5 * (1 + numbers[0] + numbers[1])
    damaged = [b"", b"1", whole[:-1], whole[:-40], whole + from_integers([0]), whole + from_integers([0] * 5), from_integers([0] * 5)]
    # a drug, a doubt, a truth value or a plan that there is not, also when counted from the end; something in an unused place
    for place, number in ((5, 2), (5, -1), (17, 7), (17, -1), (first_point + 2, 2), (first_point + 4, 9), (first_point + 4, -2), (9, 1)):
        damaged.append(from_integers([*numbers[:place], number, *numbers[place + 1 :]]))
    for bytes_found in damaged:
        assert unpacked(bytes_found, before) is None, bytes_found
        drawer.kept = dict.fromkeys(drawer.kept, bytes_found)
        assert kept_how_sure(drawer, MARKET, PERSON, LIST, before) == fresh
        assert list(drawer.kept.values()) == [whole]  # mended


def test_an_answer_about_other_plans_or_drugs_is_a_miss() -> None:
    before = compare_plans(MARKET, PERSON, LIST)
    kept = packed(how_sure(MARKET, PERSON, LIST, None, before))
    assert unpacked(kept, before) is not None
    assert unpacked(kept, replace(before, plans=before.plans[:1])) is None
    assert unpacked(kept, replace(before, prescriptions=before.prescriptions[:1])) is None


def test_no_word_of_the_person_is_in_the_folder(tmp_path: Path) -> None:
    keeper = ResultCache.open(tmp_path / "cache").under("1", MARKET.info.digest)
    listed = [*LIST, Prescription(INSULIN, 30_000, 30)]
    kept_how_sure(keeper, MARKET, PERSON, listed, compare_plans(MARKET, PERSON, listed))
    keeper.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"cache.db", "key"}
    for path in files:
        content = path.read_bytes().lower()
        for word in (b"01604", b"worcester", b"brandex", b"brandine", b"genericol", b"testulin", b"s0001", b"how sure", b"member"):
            assert word not in content, (path, word)
