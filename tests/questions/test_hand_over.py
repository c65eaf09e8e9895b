"""What a session hands over: which plan's year, which findings, and the important days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from finder.domain.errors import Refusal
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.domain.report import KeyDay
from finder.domain.what_if import NoChange
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.hand_over import Answered, hand_over, key_dates
from finder.questions.plans.what_if import what_if
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, HAMPDEN, RICH_PDP, WORCESTER, SmallMarket

MARKET = SmallMarket()
ME = Member("01604", WORCESTER, date(2026, 1, 1))
MINE = (Prescription(GENERIC, 30_000, 30), Prescription(BRAND, 30_000, 30))


def answered(plan_id: str = "", member: Member = ME, **found: object) -> Answered:
    return Answered(member, MINE, compare_plans(MARKET, member, MINE), plan_id, **found)  # type: ignore[arg-type]


def test_the_days_of_a_plan_that_starts_in_january() -> None:
    assert key_dates(date(2026, 1, 1), stays=False) == (
        (date(2025, 10, 15), KeyDay.CHOICE_OPENS, 2026),
        (date(2025, 12, 7), KeyDay.CHOICE_ENDS, 2026),
        (date(2026, 1, 1), KeyDay.PLAN_STARTS, 2026),
        (date(2026, 3, 31), KeyDay.FIRST_SUPPLY_ENDS, 2026),  # 90 days, January 1 among them: 31 + 28 + 31
        (date(2026, 10, 15), KeyDay.CHOICE_OPENS_AGAIN, 2027),
        (date(2026, 12, 7), KeyDay.CHOICE_ENDS, 2027),
    )


def test_a_start_in_the_middle_of_a_year_has_no_fall_window_before_it() -> None:
    found = key_dates(date(2026, 7, 1), stays=False)
    assert [one.what for one in found] == [
        KeyDay.PLAN_STARTS_LATER,
        KeyDay.FIRST_SUPPLY_ENDS,
        KeyDay.CHOICE_OPENS_AGAIN,
        KeyDay.CHOICE_ENDS,
    ]
    assert found[1].day == date(2026, 9, 28)  # 90 days from July 1: 31 + 31 + 28


def test_staying_has_no_start_day() -> None:
    found = {one.what for one in key_dates(date(2026, 1, 1), stays=True)}
    assert KeyDay.PLAN_GOES_ON in found
    assert KeyDay.PLAN_STARTS not in found


@pytest.mark.parametrize("year", [FIRST_YEAR, 2010, 2012, LAST_YEAR])
def test_every_year_has_important_days(year: int) -> None:
    found = key_dates(date(year, 1, 1), stays=False)
    assert [one.day for one in found] == sorted(one.day for one in found)
    ends = [one.year for one in found if one.what is KeyDay.CHOICE_ENDS]
    assert ends == ([year, year + 1] if year < LAST_YEAR else [year])


def test_the_year_shown_is_of_the_chosen_plan_else_of_the_recommended_one() -> None:
    chosen = hand_over(MARKET, [answered(RICH_PDP.plan_id)]).people[0].cost
    assert chosen.plan.plan_id == RICH_PDP.plan_id
    one = answered("no such plan")
    assert hand_over(MARKET, [one]).people[0].cost.plan.plan_id == one.comparison.recommendation.plan_id


def test_findings_of_another_comparison_are_left_out() -> None:
    one, other = answered(), compare_plans(MARKET, ME, MINE[:1])
    of_this, of_other = (what_if(MARKET, ME, MINE, NoChange(), before) for before in (one.comparison, other))
    assert hand_over(MARKET, [one._replace(what_if=of_this)]).people[0].what_if is of_this
    assert hand_over(MARKET, [one._replace(what_if=of_other)]).people[0].what_if is None


def test_two_people_are_a_couple_of_one_county() -> None:
    report = hand_over(MARKET, [answered(), answered(member=replace(ME, current_plan=CHEAP_PDP.plan_id))])
    assert report.couple is not None
    assert len(report.people) == 2
    elsewhere = answered()._replace(comparison=replace(answered().comparison, county=HAMPDEN))
    with pytest.raises(Refusal, match="one county for both"):
        hand_over(MARKET, [answered(), elsewhere])
