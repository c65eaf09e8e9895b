"""What happens to a plan next year: both years in full, the drugs side by side, and the year that the pages propose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from finder.domain.benefit import BenefitType
from finder.domain.errors import Refusal
from finder.domain.market import FormularyEntry, PlanKind
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.explain.plans.annual_change import (
    best_sentences,
    drug_sentences,
    drugs_table,
    headline,
    no_next_year,
    parts_table,
    stale_sentence,
)
from finder.questions.plans.annual_change import annual_change, is_stale, proposed_year, years_beside
from tests.reading import grade
from tests.small_market import (
    ADVANTAGE,
    BRAND,
    CHEAP_PDP,
    GENERIC,
    RICH_PDP,
    WORCESTER,
    SmallMarket,
    coinsurance,
    copay,
    design,
)

MEMBER = Member("01604", WORCESTER, date(2026, 7, 1), current_plan=CHEAP_PDP.plan_id, troop_to_date=50_000)
LIST = (Prescription(GENERIC, 30_000, 30), Prescription(BRAND, 30_000, 30))
DEARER = replace(
    CHEAP_PDP,
    premium=1_200,
    part_d_premium=1_200,
    design=design(BenefitType.ACTUARIALLY_EQUIVALENT, 64_000, copay(300), coinsurance(2_500)),
)


def next_market(**facts: object) -> SmallMarket:
    """2027: the cheap plan costs more, the rich one drops the brand, the health plan is gone."""
    lists = {RICH_PDP.plan_id: ("1",)}
    market = SmallMarket((DEARER, RICH_PDP), lists, facts.get("entries"))  # type: ignore[arg-type]
    market.info = replace(market.info, plan_year=2027, as_of=date(2026, 10, 1), covers="Massachusetts plans of 2027")
    return market


def test_both_years_are_adjudicated_in_full() -> None:
    change = annual_change(SmallMarket(), next_market(), MEMBER, LIST, CHEAP_PDP.plan_id)
    # The brand is $300 a fill. The generic's tier has no deductible, but its price of $15 counts toward it (decision 3).
    # 2026: deductible 615 = (300 + 15) + 300, so 600, then 10 x 75 = 1,350; the generic 12 x 2; premium 12 x 10
    assert (change.now.drug_cost, change.now.total) == (135_000 + 2_400, 135_000 + 2_400 + 12_000)
    # 2027: deductible 640 = 2 x (300 + 15) + 10; March is 10 + 25% of 290 = 82.50, then 9 x 75: 1,357.50; 12 x 3; 12 x 12
    assert change.then is not None
    assert (change.then.drug_cost, change.then.total) == (135_750 + 3_600, 135_750 + 3_600 + 14_400)
    assert change.difference == 153_750 - 149_400
    assert headline(change) == (
        "In 2027 Cheap Premium Rx would cost about $1,538 for drugs and premium. That is about $44 more than in 2026.",
    )
    rows = {row[0]: row[1:] for row in parts_table(change).rows}
    assert rows["Deductible"] == ("$615.00", "$640.00", "+$25.00")
    assert rows["Premiums"] == ("$120.00", "$144.00", "+$24.00")
    assert rows["Yearly cost, all in"] == ("$1,494.00", "$1,537.50", "+$43.50")


def test_a_dropped_drug_is_named_and_counted_in_full() -> None:
    change = annual_change(SmallMarket(), next_market(), MEMBER, LIST, RICH_PDP.plan_id)
    assert [drug.dropped for drug in change.drugs] == [False, True]
    # 2026 at the rich plan: 12 x 40 for the brand, 12 x 0 for the generic at a preferred store, 12 x 50: 1,080. 2027: 12 x 50, and the
    # brand in full 12 x 300: 4,200
    assert change.difference == 4_200_00 - 1_080_00
    assert headline(change) == (
        "In 2027 No Deductible Rx would cost about $4,200 for drugs and premium. That counts the full price of Brandex. "
        "That is about $3,120 more than in 2026.",
    )
    assert {row[0]: row[3] for row in parts_table(change).rows} == {
        **{"Basic or enhanced": "", "Premiums": "none", "Deductible": "none"},
        **{"Drugs at the store": "-$480.00", "Full price of drugs left out": "+$3,600.00", "Yearly cost, all in": "+$3,120.00"},
    }
    # no plan but the cheap one lists it in 2027; its price there is $10 a tablet: 12 x $300
    assert drug_sentences(change) == (
        "Brandex: the plan drops it in 2027. You would pay all of it. The full price is about $3,600 a year.",
    )
    row = drugs_table(change).rows[1]
    assert (row[1], row[2]) == ("tier 3", "not covered")
    assert row[6] == "$3,600.00 (estimate), the full price"  # the prices of 2027 are those of June 2026


def test_a_dropped_drug_without_a_price_makes_the_total_a_minimum() -> None:
    market = SmallMarket((DEARER, RICH_PDP), {RICH_PDP.plan_id: ("1",), CHEAP_PDP.plan_id: ("1",)})
    market.info = next_market().info
    change = annual_change(SmallMarket(), market, MEMBER, LIST, RICH_PDP.plan_id)
    assert change.then is not None
    # 2026: 12 x 40 + 12 x 0 + 12 x 50 = 1,080; 2027: no plan lists the brand, so nothing but 12 x 50 and 12 x 0 is known: 600
    assert headline(change) == (
        "In 2027 No Deductible Rx would cost at least $600 for drugs and premium. That does not count Brandex.",
        "In 2026 it is about $1,080. The two can't be compared as they are.",
    )
    rows = {row[0]: row[1:] for row in parts_table(change).rows}
    assert rows["Full price of drugs left out"] == ("none", "We don't have this price", "can't be compared")
    assert rows["Yearly cost, all in"] == ("$1,080.00", "at least $600.00", "can't be compared")


def test_a_drug_that_joins_the_formulary_is_named() -> None:
    without = SmallMarket(lists={CHEAP_PDP.plan_id: ("1",)})
    change = annual_change(without, next_market(), MEMBER, LIST, CHEAP_PDP.plan_id)
    assert drug_sentences(change) == ("Brandex: the plan covers it from 2027 on.",)


def test_a_new_tier_and_a_new_restriction_are_mentioned() -> None:
    moved = FormularyEntry(3, 50_000, True, False, 30_000, 30, False)
    market = next_market(entries={(CHEAP_PDP.plan_id, "1"): moved})
    change = annual_change(SmallMarket(), market, MEMBER, LIST, CHEAP_PDP.plan_id)
    assert drug_sentences(change) == (
        "genericol moves up from tier 1 to tier 3.",
        "genericol: from 2027 on the plan will ask for plan approval first (prior authorization).",
        "genericol: from 2027 on the plan will limit the amount (quantity limit).",
    )


@pytest.mark.parametrize(("now", "then", "said"), [(True, False, "ends on December 31, 2026"), (False, True, "starts on January 1, 2027")])
def test_a_negotiated_price_that_ends_or_begins_is_mentioned(now: bool, then: bool, said: str) -> None:
    listed = FormularyEntry(1, 50_000, False, False, 0, 0, now)
    market = SmallMarket(entries={(CHEAP_PDP.plan_id, "1"): listed})
    following = next_market(entries={(CHEAP_PDP.plan_id, "1"): listed._replace(selected_drug=then)})
    change = annual_change(market, following, MEMBER, LIST, CHEAP_PDP.plan_id)
    assert drug_sentences(change) == (f"genericol: Medicare's price deal {said}.",)
    same = annual_change(market, next_market(entries={(CHEAP_PDP.plan_id, "1"): listed}), MEMBER, LIST, CHEAP_PDP.plan_id)
    assert drug_sentences(same) == ()


def test_a_plan_that_is_gone_or_leaves_the_county_is_mentioned() -> None:
    gone = annual_change(SmallMarket(), next_market(), MEMBER, LIST, ADVANTAGE.plan_id)
    assert gone.then is None
    assert gone.difference is None
    assert headline(gone) == ("Advantage With Drugs is not in the file in 2027. You may need a new plan.",)
    assert drug_sentences(gone) == ()
    assert {row[2] for row in parts_table(gone).rows} == {"not offered"}

    class Elsewhere(SmallMarket):
        def plans_serving(self, county: object) -> list:  # type: ignore[type-arg, override]
            return [plan for plan in self._plans if plan is not ADVANTAGE]

    market = Elsewhere((DEARER, ADVANTAGE))
    market.info = next_market().info
    left = annual_change(SmallMarket(), market, MEMBER, LIST, ADVANTAGE.plan_id)
    assert headline(left) == ("Advantage With Drugs is not offered in your county in 2027. You may need a new plan.",)


def test_the_best_plan_of_the_next_year_and_when_to_choose_it() -> None:
    change = annual_change(SmallMarket(), next_market(), MEMBER, LIST, RICH_PDP.plan_id)
    assert best_sentences(change) == (
        "Among 2 plans of 2027, Cheap Premium Rx fits best: about $1,538.",
        "You can choose a plan for 2027 from October 15, 2026 to December 7, 2026.",
    )
    stays = annual_change(SmallMarket(), next_market(), MEMBER, LIST, CHEAP_PDP.plan_id)
    assert best_sentences(stays)[0] == "It stays the best fit for your drugs among 2 plans."


def test_a_plan_without_a_rival_is_not_called_the_best_fit() -> None:
    market = next_market()
    market._plans = [DEARER]
    change = annual_change(SmallMarket(), market, MEMBER, LIST, CHEAP_PDP.plan_id)
    assert best_sentences(change)[0] == "We have no other plan of 2027 to suggest."


def test_a_best_plan_of_another_kind_says_what_would_change() -> None:
    market = next_market()
    market._plans = [DEARER, ADVANTAGE]  # the health plan has the benefit of 2026 and no premium: 1,537.50 is more
    asked = replace(MEMBER, plan_kinds=(PlanKind.MA_PD,), health_plans_chosen=True)
    said = best_sentences(annual_change(SmallMarket(), market, asked, LIST, CHEAP_PDP.plan_id))[0]
    assert said.startswith("Among 2 plans of 2027, Advantage With Drugs fits best: about $")
    assert said.endswith(" It is another kind of plan: your doctors and hospitals would change too.")


def test_years_that_do_not_follow_each_other_are_refused() -> None:
    with pytest.raises(Refusal, match="catalogs of 2026 and 2027, found 2026 and 2026"):
        annual_change(SmallMarket(), SmallMarket(), MEMBER, LIST, CHEAP_PDP.plan_id)


def test_the_texts_are_easy_to_read() -> None:
    change = annual_change(SmallMarket(), next_market(), MEMBER, LIST, RICH_PDP.plan_id)
    said = " ".join([*headline(change), *drug_sentences(change), *best_sentences(change)])
    assert grade(said) <= 6
    assert grade(no_next_year(2026)[0]) <= 6
    assert no_next_year(2026, date(2027, 12, 31))[1].startswith("Medicare shows next year's plans in October.")
    assert no_next_year(2012, date(2026, 11, 26)) == ("We don't have the plans of 2013, so we can't say what changed.",)


INFO = SmallMarket().info
EXAMPLE = replace(INFO, plan_year=2012, example=True)
NEXT = replace(INFO, plan_year=2027)


@pytest.mark.parametrize(
    ("known", "today", "proposed"),
    [
        ((EXAMPLE, INFO), date(2026, 9, 30), (2026, None)),
        ((EXAMPLE, INFO), date(2026, 10, 1), (2026, 2027)),
        ((EXAMPLE, INFO, NEXT), date(2026, 9, 30), (2026, None)),
        ((EXAMPLE, INFO, NEXT), date(2026, 10, 1), (2027, None)),
        ((EXAMPLE, INFO), date(2028, 3, 1), (2026, 2028)),
        ((EXAMPLE, INFO), date(2025, 3, 1), (2026, 2025)),
        ((EXAMPLE,), date(2026, 3, 1), (2012, 2026)),
    ],
)
def test_from_october_1_the_next_year_is_proposed(known: tuple, today: date, proposed: tuple) -> None:  # type: ignore[type-arg]
    assert tuple(proposed_year(known, today)) == proposed


def test_a_catalog_is_stale_after_100_days_within_its_year() -> None:
    # 100 days after September 1, 2026 is December 10
    assert not is_stale(INFO, date(2026, 12, 10))
    assert is_stale(INFO, date(2026, 12, 11))
    assert not is_stale(INFO, date(2027, 1, 1))  # 2026 is over: its plans change no more
    assert not is_stale(EXAMPLE, date(2026, 12, 11))
    assert stale_sentence(INFO, date(2026, 12, 11)).startswith("These plans are 101 days old (of September 1, 2026).")


def test_the_two_years_side_by_side() -> None:
    assert years_beside((2012, 2026, 2027), 2026) == (2026, 2027)
    assert years_beside((2012, 2026, 2027), 2027) == (2026, 2027)
    assert years_beside((2026, 2027, 2028), 2027) == (2027, 2028)
    assert years_beside((2012, 2026), 2026) is None
