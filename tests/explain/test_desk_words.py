"""The words of what-ifs, side by side, couples and certainty, on a market small enough to work out by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import Plan, PlanKind
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.domain.what_if import (
    AddDrug,
    ChangeHelp,
    ChangeOrder,
    ChangePrice,
    ChangeStart,
    ChangeSupply,
    DropDrug,
    MoveFills,
    NoChange,
    SwapDrug,
    WhatIf,
)
from finder.explain.kit.html import html_of
from finder.explain.kit.section import Headline
from finder.explain.plans import couple as couple_words
from finder.explain.plans import fill_timing as timing_words
from finder.explain.plans import how_sure as sure_words
from finder.explain.plans import side_by_side as side_words
from finder.explain.plans import what_if as words
from finder.explain.plans.what_if_form import ENOUGH_AT_HOME, dates_words, moved_sentence
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.fill_timing import fill_timing, moved_days
from finder.questions.plans.how_sure import how_sure
from finder.questions.plans.side_by_side import couple, side_by_side
from finder.questions.plans.what_if import what_if
from tests.questions.test_what_if import ONCE, TIMED
from tests.reading import grade
from tests.small_market import ADVANTAGE, BRAND, CHEAP_PDP, DRUGS, GENERIC, RICH_PDP, SELECTED, WORCESTER, SmallMarket

DRUG_PLANS = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=(PlanKind.PDP,))
EVERYONE = replace(DRUG_PLANS, plan_kinds=(PlanKind.PDP, PlanKind.MA_PD))
GENERIC_A_DAY = Prescription(GENERIC, 30_000, 30)  # 30 x 0.50 = 15.00 a fill
BRAND_A_DAY = Prescription(BRAND, 30_000, 30)  # 30 x 10.00 = 300.00 a fill
MARKET = SmallMarket()


def answered(change: object, *listed: Prescription, member: Member = DRUG_PLANS, market: SmallMarket = MARKET) -> WhatIf:
    return what_if(market, member, listed, change)  # type: ignore[arg-type]


def test_a_change_shows_its_difference_and_the_new_first_plan() -> None:
    answer = answered(AddDrug(BRAND_A_DAY), GENERIC_A_DAY)
    # worked out in tests/questions/test_what_if.py: Cheap 144 + 1,350 = 1,494; Rich 600 + 480 = 1,080
    first, then = words.headline(answer)
    assert first == "Cheap Premium Rx costs $1,350.00 more: $1,494.00."
    assert then == "Then look at No Deductible Rx: about $1,080."
    table = words.delta_table(answer)
    assert table.caption == "Add Brandex (brandine 5 MG Oral Tablet): 30 tablets for 30 days: all 2 plans, in the new order"
    assert table.rows[0] == ("No Deductible Rx. Basic.", "2", "1", "$600.00", "$1,080.00", "+$480.00", "+$480.00")


def test_no_change_makes_no_difference() -> None:
    answer = answered(NoChange(), GENERIC_A_DAY)
    assert words.headline(answer) == ("Cheap Premium Rx costs the same: $144.00.", "The plan to look at stays the same.")
    assert [row[5] for row in words.delta_table(answer).rows] == ["$0.00", "$0.00"]


def test_totals_that_leave_out_different_drugs_say_so() -> None:
    market = SmallMarket(lists={CHEAP_PDP.plan_id: ("1",)})
    answer = answered(AddDrug(BRAND_A_DAY), GENERIC_A_DAY, market=market)
    row = next(row for row in words.delta_table(answer).rows if row[0] == "Cheap Premium Rx. Basic.")
    assert row[5:] == ("+$3,600.00", "not comparable")  # its full price, 12 x 300.00
    assert "1 plan leaves out Brandex. There we count the full price." in words.cautions(answer)


def test_a_supply_without_a_price_is_mentioned() -> None:
    answer = answered(ChangeSupply(90), GENERIC_A_DAY)
    assert "We can't price 90-day fills at any plan. So we can't say what changes." in words.cautions(answer)


def test_a_later_start_counts_fewer_months() -> None:
    answer = answered(ChangeStart(date(2026, 10, 1)), GENERIC_A_DAY)
    assert "Then 3 months count, in place of 12. That alone changes every total." in words.cautions(answer)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (DropDrug("1"), "Without genericol"),
        (SwapDrug("1", BRAND_A_DAY), "In place of genericol: Brandex (brandine 5 MG Oral Tablet): 30 tablets for 30 days"),
        (ChangePrice(12_500), "Every price goes up 25%"),
        (ChangePrice(5_500, "1"), "The price of genericol goes down 45%"),
        (ChangeSupply(90, "1"), "genericol in 90-day fills"),
        (ChangeHelp(LowIncomeSubsidy.FULL_OTHER), "Extra Help, full"),
    ],
)
def test_each_change_has_its_words(change: object, said: str) -> None:
    assert words.change_words(change, compare_plans(MARKET, EVERYONE, [GENERIC_A_DAY])) == said  # type: ignore[arg-type]


def test_why_a_timing_costs_less() -> None:
    said = timing_words.timing_sentences(fill_timing(TIMED, EVERYONE, ONCE, CHEAP_PDP.plan_id))
    # worked out in tests/questions/test_what_if.py: 324.00 and 274.50
    assert said[0] == "At Cheap Premium Rx you can save $49.50 in the year: $274.50 in place of $324.00 at the drug store."
    assert said[1] == "When you buy more than one drug on a day, start with Xarelto then Brandex."
    # the other drug pays 198 in place of 99, the brand 76.50 in place of 225
    assert "Why? You then pay less for Brandex, and more for Xarelto." in said
    assert said[-1] == "We tried 24 timings."
    table = timing_words.timing_table(fill_timing(TIMED, EVERYONE, ONCE, CHEAP_PDP.plan_id))
    # now: 200 of deductible, 25 + 99 after it; then: 198 + 2 of deductible, 74.50 after it
    assert table.rows[0] == ("Deductible", "$200.00", "$200.00", "$0.00")
    assert table.rows[1] == ("Initial coverage", "$124.00", "$74.50", "-$49.50")
    assert table.rows[2] == ("All", "$324.00", "$274.50", "-$49.50")


def test_the_ledger_explains_why_another_order_costs_less() -> None:
    answer = answered(ChangeOrder(("5", "3")), *ONCE, market=TIMED)
    # worked out in tests/questions/test_what_if.py: 120 of premium and 324.00 now, 274.50 then
    assert words.headline(answer)[0] == "Cheap Premium Rx costs $49.50 less: $394.50."
    assert words.why(answer) == (
        "Why at Cheap Premium Rx? You then pay less for Brandex, and more for Xarelto. "
        # now 200 of the brand's 300; then 198 of the other and 2 of the brand
        "You pay the deductible with $200.00 for Brandex now, and with $198.00 for Xarelto and $2.00 for Brandex then. "
        "So the deductible is used up by a drug whose share after it would be larger. "
        "The same fills move you into the next phases as now.",  # the brand last on that day, then first
    )
    back = answered(ChangeOrder(("3", "5")), *ONCE, market=TIMED, member=replace(DRUG_PLANS, alphabetical=False))
    assert words.why(back) == ("Why at Cheap Premium Rx? Each drug costs you what it costs now.",)


def test_the_ledger_explains_why_another_order_costs_more() -> None:
    answer = answered(ChangeOrder(("3", "5")), *reversed(ONCE), market=TIMED, member=replace(DRUG_PLANS, alphabetical=False))
    (said,) = words.why(answer)
    assert said.startswith("Why at Cheap Premium Rx? You then pay less for Xarelto, and more for Brandex.")
    assert "So the deductible is used up by a drug whose share after it would be smaller." in said


def test_other_days_cost_less_because_fills_cross_a_limit_or_fewer_are_bought() -> None:
    twice_a_day = Prescription(BRAND, 60_000, 30)  # 600.00 a fill
    days = moved_days([date(2026, month, 1) for month in range(1, 13)], date(2026, 3, 1))
    answer = answered(MoveFills("3", days), twice_a_day, market=SmallMarket([CHEAP_PDP]))
    # 600; 15 + 25% x 585 = 161.25; then 150 each. Now the ninth of these, in November, would pass 2,100 (761.25 + 1,350), so the year is
    # 2,100 of drugs; then there are eight of them: 1,961.25
    assert words.headline(answer)[0] == "Cheap Premium Rx costs $138.75 less: $2,081.25."  # with 120.00 of premium
    assert words.change_words(answer.change, answer.before) == "Brandex is bought 10 times, from March 1 to December 1, 2026"
    assert words.why(answer) == (
        "You buy less: 12 fills before, 10 after. That is part of the difference, or all of it.",
        "Why at Cheap Premium Rx? You then pay less for Brandex. "
        "Now Brandex on February 1, 2026 takes you out of the deductible. Then it is Brandex on April 1, 2026. "
        "Now Brandex on November 1, 2026 takes you past the yearly limit. Then no fill does. "
        "2 fills of Brandex reach past the yearly limit now, and 0 then.",  # November in part, and December
    )
    assert words.cautions(answer) == (words.ASK_FIRST, ENOUGH_AT_HOME)
    back = answered(
        MoveFills("3", tuple(date(2026, month, 1) for month in range(1, 13))),
        replace(twice_a_day, dates=days),
        market=SmallMarket([CHEAP_PDP]),
    )
    assert words.why(back)[0] == "You buy more: 10 fills before, 12 after. That is part of the difference, or all of it."
    assert "Now no fill takes you past the yearly limit. Then Brandex on November 1, 2026 does." in words.why(back)[1]


def test_the_current_plan_is_shown_next_to_the_one_to_look_at() -> None:
    member = replace(DRUG_PLANS, current_plan=CHEAP_PDP.plan_id)
    lists = SmallMarket(lists={CHEAP_PDP.plan_id: ("1",)})
    answer = answered(MoveFills("3", (date(2026, 2, 1),)), GENERIC_A_DAY, BRAND_A_DAY, member=member, market=lists)
    # Rich: 12 copays of 40 now, one then. Cheap does not cover the brand: its full price is 12 x 300 now,
    # 300 then, beside 144: 3,744 and 444
    assert words.headline(answer)[:2] == (
        "No Deductible Rx costs $440.00 less: $640.00.",
        "Cheap Premium Rx costs $3,300.00 less: $444.00.",
    )
    assert words.why(answer) == (
        "You buy less: 12 fills before, 1 after. That is part of the difference, or all of it.",
        "Why at No Deductible Rx? You then pay less for Brandex. No fill takes you into another phase, now or then.",
        "Why at Cheap Premium Rx? Brandex is not in its total, so its dates change nothing there.",
    )


def test_early_fills_and_an_order_that_does_not_matter_are_mentioned() -> None:
    early = answered(MoveFills("3", (date(2026, 1, 1), date(2026, 1, 22), date(2026, 2, 21))), BRAND_A_DAY)
    # 21 days after a fill of 30: less than three quarters, 22.5
    said = "The fill of January 22, 2026 comes early: the fill of January 1, 2026 lasts 30 days."
    assert f"{said} A plan may not pay that soon (refill too soon)." in words.cautions(early)
    assert ENOUGH_AT_HOME not in words.cautions(early)
    in_time = answered(MoveFills("3", (date(2026, 1, 1), date(2026, 1, 24), date(2026, 2, 23))), BRAND_A_DAY)
    assert words.cautions(in_time) == (words.ASK_FIRST,)
    late = answered(MoveFills("3", (date(2026, 1, 1), date(2026, 2, 8))), BRAND_A_DAY)  # 38 days, more than 37.5
    assert ENOUGH_AT_HOME in words.cautions(late)
    apart = [replace(GENERIC_A_DAY, dates=(date(2026, 1, 2),)), BRAND_A_DAY]
    idle = answered(ChangeOrder(("3", "1")), *apart)
    assert words.cautions(idle) == ("No two drugs of the list are bought on one day, so the order changes nothing.",)
    assert words.cautions(answered(ChangeOrder(("3", "1")), GENERIC_A_DAY, BRAND_A_DAY)) == ()


def test_a_few_days_are_listed_and_many_are_counted() -> None:
    assert dates_words([date(2026, 7, 1)]) == "on July 1, 2026"
    assert dates_words([date(2026, 7, 1), date(2026, 1, 9), date(2026, 4, 1)]) == "on January 9, April 1 and July 1, 2026"
    days = [date(2026, month, 3) for month in range(2, 7)]
    assert dates_words(days) == "5 times, from February 3 to June 3, 2026"
    assert moved_sentence(days, days[:1]) == "Then you buy it on February 3, 2026: 1 fill in place of 5."


def test_how_sure_says_range_and_tipping_point() -> None:
    sure = how_sure(MARKET, DRUG_PLANS, [BRAND_A_DAY])
    # worked out in tests/questions/test_how_sure.py
    assert sure_words.headline(sure) == ("No Deductible Rx: $1,080.00 in the year.", "It could be from $1,040.00 to $1,120.00.")
    tip = "No Deductible Rx stays first unless the price of Brandex at every plan falls by 51%. Then look at Cheap Premium Rx."
    assert sure_words.tipping_sentences(sure) == (tip,)
    row = sure_words.range_table(sure).rows[0]
    assert row[:4] == ("No Deductible Rx. Basic.", "$1,040.00", "$1,080.00", "$1,120.00")
    assert row[4] == "down by one fewer fill of each drug; up by a new fill as soon as the last one runs out"


def test_stopped_work_says_how_far_it_got() -> None:
    timing = fill_timing(TIMED, DRUG_PLANS, ONCE, CHEAP_PDP.plan_id, lambda done, of: done < 2)
    said = timing_words.timing_sentences(timing)
    assert said[0].startswith("At Cheap Premium Rx you can save $49.50")  # both orders were tried
    assert said[-1] == "You stopped this after 2 of 24 timings. One of the rest could cost less."
    whole = how_sure(MARKET, DRUG_PLANS, [BRAND_A_DAY])
    assert whole.tried == whole.of
    # lower prices are tested first; one price everywhere has no spread, so nothing changes yet
    first = how_sure(MARKET, DRUG_PLANS, [BRAND_A_DAY], lambda done, of: False)
    assert sure_words.headline(first) == (
        f"You stopped this after 1 of {first.of} tests. What follows is not all.",
        "No Deductible Rx: $1,080.00 in the year.",
        "None of the tests so far moves it.",
    )
    assert sure_words.tipping_sentences(first) == ()


def test_a_negotiated_price_is_said_to_stay() -> None:
    sure = how_sure(MARKET, DRUG_PLANS, [Prescription(SELECTED, 30_000, 30)])
    assert sure_words.tipping_sentences(sure) == ("Medicare set the price of Xarelto for the year, so we did not move it.",)


def test_differences_have_words() -> None:
    comparison = compare_plans(MARKET, EVERYONE, [GENERIC_A_DAY, BRAND_A_DAY])
    said = side_words.differences(side_by_side(MARKET, comparison, [RICH_PDP.plan_id, ADVANTAGE.plan_id]))
    # Rich 1,080.00; Advantage 24 + 1,350 = 1,374.00
    assert said[0] == "No Deductible Rx costs least: about $1,080. Advantage With Drugs costs about $294 more."
    assert "Premiums of the year: $600.00 at No Deductible Rx; $0.00 at Advantage With Drugs." in said
    assert "Deductible: $0.00 at No Deductible Rx; $615.00 at Advantage With Drugs." in said
    assert any("your doctors and hospitals change too" in sentence for sentence in said)
    assert not any(sentence.startswith("Tier of") for sentence in said)


def test_side_by_side_begins_with_what_costs_least_and_a_phone_numbers_the_plans() -> None:
    comparison = compare_plans(MARKET, EVERYONE, [GENERIC_A_DAY, BRAND_A_DAY])
    answer = side_by_side(MARKET, comparison, [RICH_PDP.plan_id, ADVANTAGE.plan_id])
    first = side_words.sections(answer)[0]
    assert first == Headline("No Deductible Rx costs least: about $1,080. Advantage With Drugs costs about $294 more.")
    table = html_of([side_words.cost_table(answer)])
    assert table.count("No Deductible Rx") == 1  # the heading: a row of a phone says Plan 1
    assert table.count('data-label="Plan 1"') == len(side_words.cost_table(answer).rows)


def test_a_drug_that_one_plan_leaves_out_is_named_at_its_full_price() -> None:
    market = SmallMarket(lists={RICH_PDP.plan_id: ("1",)})
    comparison = compare_plans(market, DRUG_PLANS, [GENERIC_A_DAY, BRAND_A_DAY])
    answer = side_by_side(market, comparison, [RICH_PDP.plan_id, CHEAP_PDP.plan_id])
    said = side_words.differences(answer)
    # Cheap 1,494 (tests/explain/test_sentences.py); Rich 12 x 50 = 600 and the brand in full 3,600: 4,200
    assert said[0] == "Cheap Premium Rx costs least: about $1,494. No Deductible Rx costs about $2,706 more."
    assert said[1] == "Brandex is not covered by No Deductible Rx."
    assert side_words.drugs_table(answer).rows[1][2] == "Not covered"
    cash = next(row for row in side_words.cost_table(answer).rows if row[0].startswith("Full price"))
    assert cash[1:] == ("none", "$3,600.00")  # 12 x 300.00


def test_near_duplicates_are_named_with_the_extra_cost() -> None:
    twin = replace(CHEAP_PDP, plan_id="S0001-009-000", name="Twin Rx", premium=20_00)
    market = SmallMarket([CHEAP_PDP, twin])
    comparison = compare_plans(market, EVERYONE, [GENERIC_A_DAY])
    (said,) = side_words.near_twins(side_by_side(market, comparison, [CHEAP_PDP.plan_id, twin.plan_id]))
    assert said.startswith("Cheap Premium Rx and Twin Rx are near twins from Test Organization: the same deductible")
    assert said.endswith("For your list Twin Rx costs about $120 more.")  # 12 x (20 - 10)
    note = side_words.near_twin_note(2026)
    assert "less than $310 apart" in note
    assert "less than $25 or 10 percentage points apart" in note
    assert "less than 25% apart" in note


def test_a_couple_sees_two_plans_and_one_sum() -> None:
    first = compare_plans(MARKET, replace(EVERYONE, health_plans_chosen=True), [GENERIC_A_DAY])
    answer = couple(MARKET, first, compare_plans(MARKET, DRUG_PLANS, [BRAND_A_DAY]))
    assert couple_words.headline(answer) == (
        "Person 1: Advantage With Drugs, about $24 in 2026.",
        "Person 2: No Deductible Rx, about $1,080 in 2026.",
        "Both of you together: about $1,104.",
        # worked out in tests/questions/test_side_by_side.py: 144 + 1,481
        "One plan for both, Cheap Premium Rx, would cost about $1,625: about $521 more.",
    )
    # premiums 0 + 600, drugs 24 + 480
    assert couple_words.couple_table(answer).rows[2] == ("Both of you", "each at your own plan", "$600.00", "$504.00", "none", "$1,104.00")


def plain(sentences: tuple[str, ...] | list[str]) -> str:
    """The sentences without the names of plans and drugs."""
    plans: list[Plan] = [CHEAP_PDP, RICH_PDP, ADVANTAGE]
    names = (
        [plan.name for plan in plans] + [drug.name for drug in DRUGS] + [name for drug in DRUGS for name in (drug.brand, drug.ingredient)]
    )
    text = "\n".join(sentences)
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(re.escape(name), "it", text)
    return text


def test_counselor_texts_are_at_grade_eight_or_below() -> None:
    sure = how_sure(MARKET, DRUG_PLANS, [BRAND_A_DAY])
    comparison = compare_plans(MARKET, EVERYONE, [GENERIC_A_DAY, BRAND_A_DAY])
    side = side_by_side(MARKET, comparison, [plan.plan_id for plan in (CHEAP_PDP, RICH_PDP, ADVANTAGE)])
    pair = couple(MARKET, compare_plans(MARKET, EVERYONE, [GENERIC_A_DAY]), compare_plans(MARKET, DRUG_PLANS, [BRAND_A_DAY]))
    texts = {
        "side": [side_words.LEAD, *side_words.differences(side), side_words.near_twin_note(2026)],
        "what if": [words.ASK_FIRST, words.CLASS_NOTE, words.SOONER_LIMIT, *words.headline(sure_change())],
        "timing": [timing_words.LEAD, *timing_words.timing_sentences(fill_timing(TIMED, EVERYONE, ONCE, CHEAP_PDP.plan_id))],
        "sure": [sure_words.LEAD, *sure_words.headline(sure), *sure_words.tipping_sentences(sure), *sure_words.unknown_sentences(sure)],
        "couple": [couple_words.LEAD, couple_words.NO_LINK, couple_words.EACH_PAGE, *couple_words.headline(pair)],
    }
    assert {name: round(grade(plain(text)), 1) for name, text in texts.items() if grade(plain(text)) > 8} == {}


def sure_change() -> WhatIf:
    return answered(ChangePrice(12_000), BRAND_A_DAY)
