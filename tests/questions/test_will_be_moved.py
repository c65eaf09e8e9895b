"""Will I be moved? T34 on both sides, who picked the plan, a plan that is gone, and the savings, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from finder.documents.commands import ask as ask_command
from finder.documents.next_year import read_next_year
from finder.domain.benefit import BenefitType, LowIncomeSubsidy
from finder.domain.claim import OtherPayerKind
from finder.domain.errors import Refusal
from finder.domain.market import Plan, PlanKind
from finder.domain.member import Member
from finder.domain.other_help import OtherHelp
from finder.domain.prescription import Prescription
from finder.domain.will_be_moved import Fate, PlansLetter, WillBeMoved
from finder.explain.kit.section import Drawing, texts
from finder.explain.plans.will_be_moved import LETTER_INTRO, PICKED, advice, headline, letter_sections, letter_sentences, sections
from finder.questions.plans.annual_change import annual_change
from finder.questions.plans.will_be_moved import moved_by_letter, will_be_moved
from tests.reading import grade
from tests.small_market import ADVANTAGE, BRAND, CHEAP_PDP, RICH_PDP, WORCESTER, SmallMarket, plan

HELPED = Member("01604", WORCESTER, date(2025, 6, 1), LowIncomeSubsidy.FULL_OTHER, plan_kinds=(PlanKind.PDP,), troop_to_date=10_000)
BRAND_A_DAY = (Prescription(BRAND, 30_000, 30),)  # 300.00 a fill: 12.65 with full help in 2026, 151.80 a year
MINE = "S0009-001-000"


def mine(premium: int, **facts: object) -> Plan:
    return replace(plan(MINE, "Mine", PlanKind.PDP, premium, CHEAP_PDP.design, pdp_region="22"), **facts)


def two_years(now: Plan, *then: Plan) -> tuple[SmallMarket, SmallMarket]:
    """2025 with the plan, and 2026, in which Extra Help pays up to 4.82 in region 22."""
    first, second = SmallMarket([now]), SmallMarket(then)
    first.info = replace(first.info, plan_year=2025)
    return first, second


def ask(then: list[Plan], picked: bool | None = None) -> WillBeMoved:
    return will_be_moved(*two_years(mine(4_00), *then), HELPED, BRAND_A_DAY, MINE, picked)


@pytest.mark.parametrize(
    ("premium", "picked", "fate", "left"),
    [
        (4_81, None, Fate.STAYS, 0),
        (4_82, None, Fate.STAYS, 0),  # T34: equal to what Extra Help pays
        (4_83, None, Fate.ASK, 3),  # a cent above: whole dimes are paid, so 4.83 - 4.80
        (4_83, False, Fate.MOVED, 3),
        (4_83, True, Fate.STAYS_AND_PAYS, 3),
    ],
)
def test_the_premium_against_the_benchmark_decides(premium: int, picked: bool | None, fate: Fate, left: int) -> None:
    answer = ask([mine(premium)], picked)
    assert (answer.fate, answer.premium, answer.left) == (fate, premium, left)
    assert answer.year == 2026


@pytest.mark.parametrize(("pays", "of_it"), [(10_00, 5_20), (5_20, 5_20), (5_00, 5_00), (0, 0)])
def test_what_a_program_pays_of_the_rest_is_said_and_decides_nothing(pays: int, of_it: int) -> None:
    """10.00 less the 4.80 of Extra Help leaves 5.20."""
    helped = replace(HELPED, other_help=OtherHelp(OtherPayerKind.SPAP, 2_00, 6_00, pays))
    answer = will_be_moved(*two_years(mine(4_00), mine(10_00)), helped, BRAND_A_DAY, MINE, False)
    assert (answer.fate, answer.left, answer.help_pays) == (Fate.MOVED, 5_20, of_it)
    said = f"Your other help pays ${of_it / 100:.2f} of that each month."
    assert (said in advice(answer)) == bool(of_it)


def test_a_plan_that_is_gone_ends_with_a_pick() -> None:
    kind = plan("S0001-001-000", "Kind", PlanKind.PDP, 4_00, replace(CHEAP_PDP.design, deductible=0), pdp_region="22")
    # two plans to pick from: with a tier 3 copay of the brand 12.65 each time at both: 151.80
    answer = ask([kind, plan("S0001-002-000", "Other", PlanKind.PDP, 4_50, CHEAP_PDP.design, pdp_region="22")])
    assert (answer.fate, answer.stay, answer.premium, answer.left) == (Fate.GONE, None, None, None)
    assert answer.helped.mean_default == 151_80
    assert answer.saving_against_a_pick == 0
    assert not any(isinstance(section, Drawing) for section in sections(answer))


def test_what_the_best_choice_saves() -> None:
    # staying: 151.80 + 12 x (10.00 - 4.80) = 214.20. The other: tier 3 for a copay of 2.00, 12 x 2.00 = 24.00, no premium left
    low = replace(CHEAP_PDP.design, deductible=0, tiers={3: CHEAP_PDP.design.tiers[1]})
    other = plan("S0001-002-000", "Low", PlanKind.PDP, 4_00, low, pdp_region="22")
    answer = ask([mine(10_00), other], True)
    assert answer.best is not None
    assert (answer.best.plan.name, answer.saving_against_staying) == ("Low", 190_20)
    assert (answer.left, answer.saving_against_a_pick) == (5_20, 0)  # Low is the one plan that Medicare picks
    said = " ".join(texts(sections(answer)[:-1]))  # but the rules
    assert "You stay in Mine, and pay $5.20 of its premium each month in 2026." in said
    assert "The best drug plan for your drugs is Low: $24.00 in 2026. That is $190.20 less than staying." in said
    assert "blue letter" not in said


def test_it_says_the_same_as_the_rest_of_the_page() -> None:
    years = two_years(mine(4_00), mine(10_00), plan("S0001-002-000", "Low", PlanKind.PDP, 4_00, RICH_PDP.design, pdp_region="22"))
    change = annual_change(*years, HELPED, BRAND_A_DAY, MINE)
    answer = will_be_moved(*years, HELPED, BRAND_A_DAY, MINE)
    assert change.then is not None
    assert answer.stay is not None
    assert answer.best is not None
    assert (answer.stay.helped.all_in, answer.best.helped.all_in) == (change.then.all_in, change.best.all_in)


def test_an_enhanced_plan_whose_basic_part_is_not_known_is_not_guessed() -> None:
    enhanced = mine(1_00, design=replace(RICH_PDP.design, benefit_type=BenefitType.ENHANCED_ALTERNATIVE))
    answer = ask([enhanced])
    assert (answer.fate, answer.left, answer.saving_against_staying) == (Fate.UNKNOWN, None, None)
    assert headline(answer) == "We can't tell if you would be moved out of Mine: we don't know what Extra Help pays of its premium in 2026."


def test_a_health_plan_is_not_moved_for_its_premium() -> None:
    health = replace(ADVANTAGE, plan_id=MINE, premium=10_00, part_d_premium=10_00, pdp_region="", low_income_premium=5_20)
    answer = will_be_moved(*two_years(health, health, mine(4_00, plan_id="S0001-001-000")), HELPED, BRAND_A_DAY, MINE, False)
    assert (answer.fate, answer.left) == (Fate.STAYS_AND_PAYS, 5_20)
    assert "It is another kind of plan" in " ".join(texts(sections(answer)))


def test_without_extra_help_and_for_an_unknown_plan_it_is_refused() -> None:
    years = two_years(mine(4_00), mine(4_00))
    with pytest.raises(Refusal, match="a level of Extra Help"):
        will_be_moved(*years, replace(HELPED, low_income_subsidy=LowIncomeSubsidy.NONE), BRAND_A_DAY, MINE)
    with pytest.raises(Refusal, match="a plan of 2025"):
        will_be_moved(*years, HELPED, BRAND_A_DAY, "S9999-001-000")


@pytest.mark.parametrize("picked", PICKED.values())
def test_what_is_said_is_easy_to_read(picked: bool | None) -> None:
    other = plan("S0001-002-000", "Low", PlanKind.PDP, 4_00, CHEAP_PDP.design, pdp_region="22")
    for then in ([mine(10_00), other], [mine(4_00)], [other]):
        said = "\n".join(texts(sections(ask(then, picked))[:4]))
        assert grade(said) <= 6, said


@pytest.mark.parametrize("field", [{"top": 3}, {"today": "2026-01-01"}, {"coverage_start": "2026-02-01"}, {"plan_year": 2027}])
def test_what_next_year_does_not_read_is_refused(field: dict[str, object]) -> None:
    document = {"plan_year": 2026, "zip": "01604", "current_plan": "S0001-001-000", "prescriptions": [], **field}
    with pytest.raises(Refusal):
        read_next_year(document)
    assert read_next_year({**document, "plan_year": 2026} if "plan_year" in field else {k: document[k] for k in document if k not in field})


@pytest.mark.parametrize(
    ("letter", "fate", "left"),
    [
        ({"premium": "12.80"}, "stays", "0.00"),  # T34: Pennsylvania pays up to 12.80 in 2027
        ({"premium": "12.81"}, "ask", "0.01"),
        ({"premium": "12.81", "picked_the_plan": True}, "stays_and_pays", "0.01"),
        ({"premium": "12.81", "picked_the_plan": False}, "moved", "0.01"),
        ({"premium": "20.00", "left": "0"}, "stays", "0.00"),  # the letter knows better
        ({"left": "3.10", "picked_the_plan": False}, "moved", "3.10"),
        ({}, "unknown", None),
    ],
)
def test_the_letter_tells_it_before_the_plans_are_there(letter: dict[str, object], fate: str, left: str | None) -> None:
    answer = ask_command("will-be-moved", {"year": 2027, "state": "PA", "low_income_subsidy": "full_other", **letter})
    assert (answer["fate"], answer["left_to_pay"], answer["benchmark"]) == (fate, left, "12.80")


def test_without_a_benchmark_a_premium_tells_nothing() -> None:
    answer = moved_by_letter(2027, "MA", LowIncomeSubsidy.FULL_OTHER, PlansLetter(12_80, None))
    assert (answer.benchmark, answer.fate) == (None, Fate.UNKNOWN)
    assert letter_sentences(answer)[0].startswith("We can't tell yet if you would be moved.")
    assert not any(isinstance(section, Drawing) for section in letter_sections(answer))


@pytest.mark.parametrize(
    "wrong",
    [
        {"low_income_subsidy": "none"},
        {"year": 2028},
        {"state": "Maine"},
        {"state": "ZZ"},
        {"premium": "5.00", "left": "5.01"},
        {"left": "-1"},
    ],
)
def test_a_letter_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Refusal):
        ask_command("will-be-moved", {"year": 2027, "state": "PA", "low_income_subsidy": "full_other", **wrong})


def test_what_the_letter_means_is_easy_to_read() -> None:
    for letter in (PlansLetter(12_80, None), PlansLetter(30_00, None), PlansLetter(None, 3_10), PlansLetter(None, None)):
        for picked in PICKED.values():
            answer = moved_by_letter(2027, "PA", LowIncomeSubsidy.FULL_OTHER, letter, picked)
            said = "\n".join([LETTER_INTRO, *texts(letter_sections(answer)[:-1])])
            assert grade(said) <= 6, said
