"""Can a plan still be chosen, may this person join, and what to warn about: both sides of each day, each kind of plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from finder.documents.compare_request import dated, member_of, read_request
from finder.documents.comparison import choosing_document, joining_document
from finder.documents.session import special_needs_answer
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.choosing import CanBeChosen, MayJoin, SpecialNeed, Timing
from finder.domain.errors import Refusal, UnknownPlanYear
from finder.domain.market import Plan, PlanKind
from finder.domain.member import Member
from finder.explain.choices import special_needs
from finder.explain.plans.choosing import (
    choosing_sentences,
    joining_sentence,
    medicaid_sentence,
    special_kind,
    warning_sentence,
    warning_text,
)
from finder.questions.plans.choosing import (
    can_be_chosen,
    can_be_chosen_by,
    joining,
    plan_warnings,
    year_that_counts,
)
from tests.reading import grade
from tests.small_market import ADVANTAGE, CHEAP_PDP, SPECIAL, WORCESTER, SmallMarket

NONE, DUAL = LowIncomeSubsidy.NONE, LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY
INSTITUTIONAL, OTHER, PARTIAL = LowIncomeSubsidy.FULL_INSTITUTIONAL, LowIncomeSubsidy.FULL_OTHER, LowIncomeSubsidy.PARTIAL
SOMEBODY = Member("01604", WORCESTER, date(2026, 1, 1))


def day(text: str) -> date:
    return date.fromisoformat(text)


def timing(plan_year: int, today: str, level: LowIncomeSubsidy = NONE, *, in_health_plan: bool = False) -> Timing:
    return can_be_chosen(plan_year, day(today), level, in_health_plan=in_health_plan).timing


@pytest.mark.parametrize(
    ("today", "this_year", "next_year"),
    [
        # the fall of 2026: open enrollment for 2027 from October 15 to December 7; the last choice that starts in 2026 is made in November
        ("2026-01-01", Timing.SPECIAL_PERIOD, Timing.NOT_YET),
        ("2026-09-30", Timing.SPECIAL_PERIOD, Timing.NOT_YET),
        ("2026-10-01", Timing.SPECIAL_PERIOD, Timing.NOT_YET),
        ("2026-10-14", Timing.SPECIAL_PERIOD, Timing.NOT_YET),
        ("2026-10-15", Timing.SPECIAL_PERIOD, Timing.OPEN_ENROLLMENT),
        ("2026-11-26", Timing.SPECIAL_PERIOD, Timing.OPEN_ENROLLMENT),
        ("2026-11-30", Timing.SPECIAL_PERIOD, Timing.OPEN_ENROLLMENT),
        ("2026-12-01", Timing.OVER, Timing.OPEN_ENROLLMENT),
        ("2026-12-07", Timing.OVER, Timing.OPEN_ENROLLMENT),
        ("2026-12-08", Timing.OVER, Timing.SPECIAL_PERIOD),
        ("2026-12-31", Timing.OVER, Timing.SPECIAL_PERIOD),
        ("2027-01-01", Timing.OVER, Timing.SPECIAL_PERIOD),
        ("2027-11-30", Timing.OVER, Timing.SPECIAL_PERIOD),
        ("2027-12-01", Timing.OVER, Timing.OVER),
    ],
)
def test_when_a_year_can_be_chosen(today: str, this_year: Timing, next_year: Timing) -> None:
    assert (timing(2026, today), timing(2027, today)) == (this_year, next_year)
    for year, found in ((2026, this_year), (2027, next_year)):
        assert can_be_chosen(year, day(today)).now == (found is Timing.OPEN_ENROLLMENT)


@pytest.mark.parametrize(
    ("plan_year", "before", "first", "last", "after"),
    [
        (2006, "2005-11-14", "2005-11-15", "2006-05-15", "2006-05-16"),  # the first period extended into the year
        (2008, "2007-11-14", "2007-11-15", "2007-12-31", "2008-01-01"),
        (2011, "2010-11-14", "2010-11-15", "2010-12-31", "2011-01-01"),
        (2012, "2011-10-14", "2011-10-15", "2011-12-07", "2011-12-08"),
        (2027, "2026-10-14", "2026-10-15", "2026-12-07", "2026-12-08"),
    ],
)
def test_each_year_has_its_own_days(plan_year: int, before: str, first: str, last: str, after: str) -> None:
    found = [timing(plan_year, today) for today in (before, first, last, after)]
    assert found == [Timing.NOT_YET, Timing.OPEN_ENROLLMENT, Timing.OPEN_ENROLLMENT, Timing.SPECIAL_PERIOD]


@pytest.mark.parametrize("plan_year", range(2006, 2026))
def test_a_year_that_is_over_is_never_chosen(plan_year: int) -> None:
    can = can_be_chosen(plan_year, date(2026, 11, 26), DUAL, in_health_plan=True, known_years=(2026,))
    assert (can.now, can.timing, can.first_day, can.last_day, can.starts) == (False, Timing.OVER, None, None, None)
    assert (can.next_year, can.next_year_known) == (2027, False)
    assert choosing_sentences(can)[0] == f"You can't choose a plan for {plan_year} any more."


@pytest.mark.parametrize(
    ("today", "starts"),
    [("2026-11-26", "2026-12-01"), ("2026-11-30", "2026-12-01"), ("2026-01-31", "2026-02-01")],
)
def test_a_choice_in_a_special_period_starts_on_the_first_of_the_next_month(today: str, starts: str) -> None:
    assert can_be_chosen(2026, day(today)).starts == day(starts)


def test_what_is_chosen_in_the_fall_starts_in_january() -> None:
    assert can_be_chosen(2027, day("2026-10-15")).starts == day("2027-01-01")
    assert can_be_chosen(2027, day("2026-12-31")).starts == day("2027-01-01")
    assert can_be_chosen(2006, day("2006-05-15")).starts == day("2006-06-01")


def test_the_next_year_counts_from_october_1() -> None:
    assert [year_that_counts(day(today)) for today in ("2026-09-30", "2026-10-01", "2026-12-31", "2027-01-01")] == [2026, 2027, 2027, 2027]
    asked = [can_be_chosen(2026, day(today)).next_year for today in ("2026-09-30", "2026-10-01", "2027-01-01")]
    assert asked == [None, 2027, 2027]
    assert can_be_chosen(2027, day("2026-09-30")).next_year == 2026  # too early: this year still counts


def own(
    plan_year: int, today: str, level: LowIncomeSubsidy = NONE, *, in_health_plan: bool = False
) -> tuple[bool, tuple[str, ...], str | None]:
    can = can_be_chosen(plan_year, day(today), level, in_health_plan=in_health_plan)
    return (
        can.now,
        tuple(rule.id for rule in can.periods if rule.id != "special_periods"),
        can.last_day.isoformat() if can.last_day else None,
    )


def test_people_in_a_health_plan_may_change_until_march_31() -> None:
    assert own(2026, "2026-01-01", in_health_plan=True) == (True, ("health_plan",), "2026-03-31")
    assert own(2026, "2026-03-31", in_health_plan=True) == (True, ("health_plan",), "2026-03-31")
    assert own(2026, "2026-04-01", in_health_plan=True) == (False, (), None)
    assert own(2026, "2026-03-31") == (False, (), None)
    assert own(2027, "2026-12-31", in_health_plan=True) == (False, (), None)
    # 2011 to 2018: out of the health plan until February 14
    assert own(2015, "2015-02-14", in_health_plan=True)[0]
    assert not own(2015, "2015-02-15", in_health_plan=True)[0]


def test_extra_help_may_change_each_month_and_from_2019_to_2024_not_in_the_last_quarter() -> None:
    assert own(2026, "2026-09-30", OTHER) == (True, ("special_enrollment",), "2026-09-30")
    assert own(2026, "2026-11-30", OTHER) == (True, ("special_enrollment",), "2026-11-30")
    # with Medicaid also into a plan that works with it, from 2025
    assert own(2026, "2026-11-30", DUAL) == (True, ("special_enrollment", "special_enrollment_integrated"), "2026-11-30")
    assert own(2024, "2024-09-30", DUAL) == (True, ("special_enrollment",), "2024-09-30")
    assert own(2026, "2026-12-01", DUAL) == (False, (), None)  # it would start in 2027
    assert own(2027, "2026-12-08", OTHER) == (True, ("special_enrollment",), "2026-12-31")
    assert own(2023, "2023-09-30", PARTIAL) == (True, ("special_enrollment",), "2023-09-30")
    assert own(2023, "2023-10-01", PARTIAL) == (False, (), None)
    assert own(2018, "2018-10-01", PARTIAL)[0]


def test_an_unknown_year_is_an_error() -> None:
    with pytest.raises(UnknownPlanYear):
        can_be_chosen(2028, day("2026-11-26"))


def test_the_current_plan_says_whether_the_person_is_in_a_health_plan() -> None:
    market = SmallMarket()
    asked = [replace(SOMEBODY, current_plan=plan) for plan in (None, CHEAP_PDP.plan_id, ADVANTAGE.plan_id, SPECIAL.plan_id)]
    assert [can_be_chosen_by(market, member, day("2026-03-31")).now for member in asked] == [False, False, True, True]


def test_the_document_says_when_who_and_what_instead() -> None:
    assert choosing_document(can_be_chosen(2027, day("2026-11-26"))) == {
        "now": True,
        "from": "2026-10-15",
        "until": "2026-12-07",
        "how": "Plans of 2027 can be chosen until December 7, 2026 (open enrollment). A plan chosen now starts on January 1, 2027.",
    }
    late = choosing_document(can_be_chosen(2026, day("2026-11-26"), known_years=(2026,)))
    assert (late["now"], late["from"], late["until"]) == (False, None, None)
    assert late["how"].startswith(
        "Plans of 2026 can be chosen only in a special enrollment period. A plan chosen in one now starts on December 1, 2026."
    )
    assert all(word in late["how"] for word in ("move", "lose other good drug coverage", "Extra Help", "Medicaid", "5 stars"))
    assert late["how"].endswith(
        "Compare the plans of 2027 instead: they can be chosen until December 7, 2026. Load them with: finder catalog fetch --year 2027."
    )
    over = choosing_document(can_be_chosen(2026, day("2026-12-01"), known_years=(2026, 2027)))["how"]
    assert over.startswith("Plans of 2026 can no longer be chosen: on December 1, 2026, no choice can start in 2026.")
    assert over.endswith("Compare the plans of 2027 instead: they can be chosen until December 7, 2026.")
    spring = choosing_document(can_be_chosen(2026, day("2026-04-01")))["how"]
    assert spring.endswith("Plans of 2027 can be chosen by anyone from October 15, 2026 to December 7, 2026.")


def every_answer() -> list[CanBeChosen]:
    days = ["2026-03-31", "2026-09-30", "2026-10-01", "2026-11-26", "2026-12-01", "2026-12-08", "2027-01-01"]
    return [
        can_be_chosen(year, day(today), level, in_health_plan=in_one, known_years=known)
        for today in days
        for year in (2012, 2026, 2027)
        for level, in_one in ((NONE, False), (OTHER, True), (DUAL, False))
        for known in ((2026,), (2026, 2027))
    ]


def test_the_sentences_start_with_what_matters_and_are_easy_to_read() -> None:
    late = choosing_sentences(can_be_chosen(2026, day("2026-11-26"), known_years=(2026, 2027)))
    assert late[0] == "Most people can't choose a plan for 2026 now. You need a special time to choose (special enrollment period)."
    assert late[-2:] == (
        "A plan that you choose now starts on December 1, 2026.",
        "Look at the plans of 2027. You can choose one until December 7.",
    )
    assert choosing_sentences(can_be_chosen(2027, day("2026-11-26")))[0] == "You have until December 7 to choose a plan for 2027."
    said = {choosing_sentences(can) for can in every_answer()}
    assert {text: grade(" ".join(text)) for text in said if grade(" ".join(text)) > 6} == {}


CHRONIC = replace(SPECIAL, snp_type="Chronic or Disabling Condition")
NURSING_HOME = replace(SPECIAL, snp_type="Institutional")
MEDICAID_ONLY = (SpecialNeed.MEDICAID,)


@pytest.mark.parametrize(
    ("plan", "needs", "level", "may_join", "why"),
    [
        # for people with Medicaid: as answered, or as the level of Extra Help says
        (SPECIAL, None, NONE, MayJoin.ASK, "medicaid"),
        (SPECIAL, None, OTHER, MayJoin.ASK, "medicaid"),
        (SPECIAL, MEDICAID_ONLY, NONE, MayJoin.YES, "medicaid"),
        (SPECIAL, (), NONE, MayJoin.NO, "medicaid"),
        (SPECIAL, None, DUAL, MayJoin.YES, "medicaid"),
        (SPECIAL, None, INSTITUTIONAL, MayJoin.YES, "medicaid"),
        (SPECIAL, (), DUAL, MayJoin.YES, "medicaid"),
        (SPECIAL, (SpecialNeed.CHRONIC_CONDITION,), OTHER, MayJoin.NO, "medicaid"),
        # for people with a certain long illness
        (CHRONIC, None, DUAL, MayJoin.ASK, "chronic_condition"),
        (CHRONIC, (SpecialNeed.CHRONIC_CONDITION,), NONE, MayJoin.YES, "chronic_condition"),
        (CHRONIC, MEDICAID_ONLY, DUAL, MayJoin.NO, "chronic_condition"),
        # for people in a nursing home; Medicaid for care there or at home doesn't tell which
        (NURSING_HOME, None, NONE, MayJoin.ASK, "institution"),
        (NURSING_HOME, None, DUAL, MayJoin.ASK, "institution"),
        (NURSING_HOME, (SpecialNeed.INSTITUTION,), NONE, MayJoin.YES, "institution"),
        (NURSING_HOME, MEDICAID_ONLY, DUAL, MayJoin.NO, "institution"),
        (NURSING_HOME, (), NONE, MayJoin.NO, "institution"),
        (NURSING_HOME, MEDICAID_ONLY, INSTITUTIONAL, MayJoin.ASK, "institution"),
        # a special needs plan of unknown kind, with any answer
        (replace(SPECIAL, snp_type=""), tuple(SpecialNeed), DUAL, MayJoin.ASK, "kind_unknown"),
        # other plans are open to all, with or without an answer
        (CHEAP_PDP, None, NONE, MayJoin.YES, "open_to_all"),
        (ADVANTAGE, (), DUAL, MayJoin.YES, "open_to_all"),
        # sanctions
        (replace(CHEAP_PDP, sanctioned=True), None, NONE, MayJoin.ASK, "sanctioned"),
        (replace(CHEAP_PDP, sanctioned=False), None, NONE, MayJoin.YES, "open_to_all"),
        (replace(SPECIAL, sanctioned=True), MEDICAID_ONLY, NONE, MayJoin.ASK, "sanctioned"),
        (replace(SPECIAL, sanctioned=True), (), NONE, MayJoin.NO, "medicaid"),
        (replace(CHEAP_PDP, example=True), None, NONE, MayJoin.NO, "example_design"),
    ],
)
def test_who_may_join(plan: Plan, needs: tuple[SpecialNeed, ...] | None, level: LowIncomeSubsidy, may_join: MayJoin, why: str) -> None:
    member = replace(SOMEBODY, special_needs=needs, low_income_subsidy=level)
    found = joining(plan, member)
    assert found == (may_join, why)
    assert joining_document(found)["may_join"] == may_join.key
    assert joining_document(found)["why"].endswith((".", "?"))
    assert grade(joining_sentence(found) or "Yes.") <= 6


def test_the_current_plan_counts_as_theirs() -> None:
    member = replace(SOMEBODY, current_plan=NURSING_HOME.plan_id)
    assert joining(NURSING_HOME, member) == (MayJoin.YES, "member_now")


def test_the_kind_of_a_special_needs_plan_is_named() -> None:
    asked = [joining_sentence(joining(plan, SOMEBODY)) for plan in (SPECIAL, CHRONIC, NURSING_HOME)]
    assert asked == [
        "This plan is only for people with Medicaid (D-SNP). Do you have Medicaid? If not, you can't join.",
        "This plan is only for people with some long illness (C-SNP). "
        "Ask the plan which illness it is for. If you don't have one, you can't join.",
        "This plan is only for people in a nursing home, or who need that much care (I-SNP). Does that fit you? If not, you can't join.",
    ]
    assert special_kind(NURSING_HOME) == "Special needs plan for a nursing home (I-SNP)"
    assert [special_kind(replace(SPECIAL, snp_type="")), special_kind(CHEAP_PDP)] == ["Special needs plan", ""]
    assert SPECIAL.kind is PlanKind.SNP


@pytest.mark.parametrize(
    ("stars", "sanctioned", "warnings"),
    [
        ("1.0", None, ("low_stars",)),
        ("2.5", None, ("low_stars",)),
        ("3.0", None, ()),
        ("3", False, ()),
        ("3.5", None, ()),
        ("", None, ()),  # a new plan
        ("", True, ("sanctioned",)),
        ("2.5", True, ("sanctioned", "low_stars")),
    ],
)
def test_warnings_about_a_plan(stars: str, sanctioned: bool | None, warnings: tuple[str, ...]) -> None:
    plan = replace(CHEAP_PDP, star_rating=stars, sanctioned=sanctioned)
    assert plan_warnings(plan) == warnings
    assert all(grade(warning_sentence(code, plan)) <= 6 for code in warnings)


def test_low_stars_are_named() -> None:
    plan = replace(CHEAP_PDP, star_rating="2.5")
    assert warning_sentence("low_stars", plan) == "This plan has only 2.5 of 5 stars from Medicare."
    assert warning_text("low_stars", plan) == "Medicare gives this plan 2.5 of 5 stars, fewer than 3."


def asked(**more: object) -> dict[str, object]:
    drug = {"rxcui": "1", "quantity": "30", "days_supply": 30}
    return {"plan_year": 2026, "zip": "01604", "prescriptions": [drug], **more}


def test_a_request_without_a_day_takes_the_default() -> None:
    given = day("2026-11-26")
    assert dated(read_request(asked()), given).today == given
    assert dated(read_request(asked(today="2026-10-14")), given).today == day("2026-10-14")
    assert read_request(asked(today="2005-01-01")).today == day("2005-01-01")
    with pytest.raises(Refusal, match=r'\$\.today: expected a day in 2005 or later, found "2004-12-31"'):
        read_request(asked(today="2004-12-31"))


def test_a_request_says_why_it_asks_for_special_needs_plans() -> None:
    market = SmallMarket()
    needs = [
        member_of(market, read_request(asked(**more))).special_needs
        for more in ({}, {"special_needs": []}, {"special_needs": ["medicaid"] * 2})
    ]
    assert needs == [None, (), (SpecialNeed.MEDICAID,)]
    with pytest.raises(Refusal, match="expected one of medicaid, chronic_condition, institution"):
        read_request(asked(special_needs=["nursing_home"]))


def test_medicaid_without_extra_help_is_asked_about() -> None:
    said = medicaid_sentence(MEDICAID_ONLY, NONE)
    assert said.startswith("People with Medicaid get Extra Help too.")
    assert grade(said) <= 6
    nothing = ((MEDICAID_ONLY, DUAL), ((), NONE), (None, NONE), ((SpecialNeed.INSTITUTION,), NONE))
    assert [medicaid_sentence(needs, level) for needs, level in nothing] == ["", "", "", ""]


PDP, SNP = (PlanKind.PDP,), (PlanKind.PDP, PlanKind.SNP)


@pytest.mark.parametrize(
    ("kinds", "needs"), [(PDP, None), (SNP, None), (SNP, MEDICAID_ONLY), (SNP, (SpecialNeed.CHRONIC_CONDITION, SpecialNeed.INSTITUTION))]
)
def test_the_boxes_round_trip_an_answer(kinds: tuple[PlanKind, ...], needs: tuple[SpecialNeed, ...] | None) -> None:
    checked = special_needs_answer(kinds, needs)
    assert special_needs(checked) == needs
    assert bool(checked) == (PlanKind.SNP in kinds)


@pytest.mark.parametrize(("kinds", "needs"), [(PDP, MEDICAID_ONLY), (SNP, ())])
def test_an_answer_without_boxes_is_refused(kinds: tuple[PlanKind, ...], needs: tuple[SpecialNeed, ...]) -> None:
    with pytest.raises(Refusal, match="special_needs"):
        special_needs_answer(kinds, needs)


def test_not_being_sure_leaves_everything_open() -> None:
    assert special_needs(["I have Medicaid", "I'm not sure. Show these plans anyway"]) is None
    assert special_needs([]) is None
    assert special_needs_answer(PDP, ()) == ()
