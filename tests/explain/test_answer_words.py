"""What My answer says: the headline in every state, the months in a few words, what each fill costs, the cards and the next steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.prescription import Prescription
from finder.explain.kit.html import html_of
from finder.explain.kit.section import Bullets, Headline, Paragraphs, Table, Warning, texts
from finder.explain.plans import answer
from finder.explain.plans.cards import cards
from finder.explain.plans.drug_by_drug import paid_words
from finder.explain.plans.headline import head
from finder.explain.plans.joining import how_to_join
from finder.explain.plans.ledger import claims_by_month, telling_claim
from finder.explain.plans.months import month_words
from finder.explain.plans.next_steps import step_words
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.next_steps import next_steps
from tests.reading import grade
from tests.small_market import ADVANTAGE, BRAND, CHEAP_PDP, GENERIC, RICH_PDP, WORCESTER, SmallMarket

MEMBER = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=(PlanKind.PDP,))
BRAND_A_DAY, GENERIC_A_DAY = Prescription(BRAND, 30_000, 30), Prescription(GENERIC, 30_000, 30)
IN_FALL, IN_SUMMER, AFTER = date(2025, 11, 26), date(2026, 8, 1), date(2026, 12, 1)
# one brand a day: Cheap 120 + 1,361.25 = 1,481.25; Rich 600 + 480 = 1,080; Advantage 1,361.25 (tests/questions/test_compare_plans.py)


def compared(today: date = IN_FALL, market: SmallMarket | None = None, **member: object) -> Comparison:
    asked = replace(MEMBER, **member)  # type: ignore[arg-type]
    return compare_plans(market or SmallMarket(), asked, [BRAND_A_DAY], today=today, known_years=(2026,))


def at(comparison: Comparison, plan_id: str) -> PlanCost:
    cost = comparison.plan_cost(plan_id)
    assert cost is not None
    return cost


def test_the_headline_has_the_figure_and_the_day_to_act_beside_it() -> None:
    both = (PlanKind.PDP, PlanKind.MA_PD)
    assert head(compared(current_plan=CHEAP_PDP.plan_id)) == ("Switching could save you about $401 a year.", "You have until December 7.")
    assert head(compared(current_plan=RICH_PDP.plan_id)).first == "You are in the plan that looks best."
    assert head(compared()).first == "Your lowest cost is about $1,080 a year."
    assert head(compared(plan_kinds=both)).first == "With a drug plan, your lowest cost is about $1,080 a year."
    gone = head(compared(current_plan="S9999-001-000"))
    assert gone.first == "We can't find your plan this year. Your lowest cost is about $1,080 a year."
    # from July: 6 x 50 + 6 x 40
    assert head(compared(coverage_start=date(2026, 7, 1))).first == "Your lowest cost is about $540 from July to December 2026."


def test_a_special_period_comes_after_the_cost_and_a_year_that_is_over_before_it() -> None:
    special = head(compared(IN_SUMMER, current_plan=CHEAP_PDP.plan_id))
    assert special == ("Over a full year, switching would save about $401.", "To join for 2026 now, you need a special enrollment period.")
    over = head(compared(AFTER, current_plan=CHEAP_PDP.plan_id))
    assert over.first == "You can't choose a plan for 2026 any more. Look at the plans of 2027."
    assert "Staying costs about $1,481 in 2026." in over.act


def test_a_drug_that_no_plan_prices_makes_every_figure_at_least() -> None:
    market = SmallMarket(lists={plan.plan_id: ["1"] for plan in (CHEAP_PDP, RICH_PDP)} | {"H0001-001-000": ["1"], "H0001-002-000": ["1"]})
    comparison = compare_plans(market, MEMBER, [GENERIC_A_DAY, BRAND_A_DAY], today=IN_FALL)
    said = " ".join(texts(answer.top(comparison)))
    assert "at least $" in said
    assert "We don't have a price for Brandex at any plan." in said
    assert all(card.amount.startswith("At least $") for _, card in cards(comparison))
    assert answer.see_why(comparison, comparison.best[0]).endswith(" or more?")


def test_what_is_estimated_stands_before_the_figures() -> None:
    base = compared()
    estimated = replace(base, recommendation=replace(base.recommendation, estimated=True))
    assert any(isinstance(one, Warning) and "estimate" in one.text for one in answer.top(estimated))
    unsure = replace(base, recommendation=replace(base.recommendation, because="ranges_overlap"))
    assert head(unsure).first.startswith("No Deductible Rx would cost about $1,080")
    assert cards(unsure)[0][1].role == "Ranks first for you"


def test_the_cards_compare_with_the_plan_one_has() -> None:
    now, first = cards(compared(current_plan=CHEAP_PDP.plan_id))
    assert (now[1].role, now[1].amount, now[1].label) == ("You have now", "About $1,481", "a year")
    assert "Ranks 2 of 2 here." in now[1].reasons
    assert (first[1].role, first[1].leads) == ("Lowest cost for you", True)
    assert first[1].reasons == ("Costs about $401 less than now.", "No deductible.")  # 1,481 - 1,080, both rounded
    assert first[1].facts == "Test Organization · Drug plan · not rated · S0001-002-000"
    assert first[1].parts == (("Premiums", "$600.00"), ("Drugs", "$480.00"), ("Drugs left out", "none"))


def test_a_health_plan_beside_drug_plans_says_what_it_changes() -> None:
    shown = cards(compared(plan_kinds=(PlanKind.PDP, PlanKind.MA_PD), current_plan=CHEAP_PDP.plan_id))
    assert [card.role for _, card in shown] == ["You have now", "Lowest cost for you", "A health plan instead"]
    assert shown[2][1].reasons[0] == "It changes your doctors and hospitals too (Medicare Advantage)."


def test_plans_that_cost_the_same_say_so() -> None:
    twin = replace(RICH_PDP, plan_id="S0001-003-000", name="Twin Rx")
    (_, first), (_, second) = cards(compared(market=SmallMarket([RICH_PDP, twin])))
    assert first.amount == second.amount
    assert "Costs the same." in second.reasons
    starry = replace(twin, premium=51_00, part_d_premium=51_00, star_rating="4.5")
    (_, first), _ = cards(compared(market=SmallMarket([replace(RICH_PDP, star_rating="3.5"), starry])))
    assert (first.title, first.role) == ("Twin Rx", "Ranks first for you")
    assert "It costs almost the same as the cheapest plan, and has more stars." in first.reasons


@pytest.mark.parametrize(
    ("plan", "start", "words"),
    [
        # 10 + 300 in January and February, 10 + 86.25 in March (15 + 25% of 285), 10 + 75 from April
        (CHEAP_PDP, 1, "Jan $310, most months $85"),
        (RICH_PDP, 1, "$90 each month"),  # 50 + 40
        (CHEAP_PDP, 10, "$96 to $310 a month"),  # 310, 310, 96.25
        (CHEAP_PDP, 12, "$310 each month"),
    ],
)
def test_the_months_in_a_few_words(plan: object, start: int, words: str) -> None:
    plan_id = CHEAP_PDP.plan_id if plan is CHEAP_PDP else RICH_PDP.plan_id
    assert month_words(at(compared(coverage_start=date(2026, start, 1)), plan_id)) == words


def test_a_drug_left_out_is_in_no_month_and_said() -> None:
    left_out = compared(market=SmallMarket(lists={CHEAP_PDP.plan_id: ["1"]}))
    assert month_words(at(left_out, CHEAP_PDP.plan_id)) == "$10 each month, without the drugs left out"


def test_what_each_fill_costs_at_first_and_later() -> None:
    comparison = compared()
    cheap, rich = at(comparison, CHEAP_PDP.plan_id), at(comparison, RICH_PDP.plan_id)
    assert paid_words(cheap, cheap.drugs[0]) == "$300.00 at first, $86.25 from March, $75.00 from April"
    assert paid_words(rich, rich.drugs[0]) == "$40.00 each time"
    (table,) = answer.drugs(compared(current_plan=CHEAP_PDP.plan_id))
    assert isinstance(table, Table)
    assert [column.heading for column in table.columns] == ["Drug", "You pay now", "You would pay"]
    out = compared(market=SmallMarket(lists={CHEAP_PDP.plan_id: ["1"]}), current_plan=CHEAP_PDP.plan_id)
    (table,) = answer.drugs(out)
    assert isinstance(table, Table)
    assert table.rows[0][1] == "Not covered. For the year: $3,600.00, the full price."  # 12 x 300


def test_why_leads_to_the_dearest_claim_of_the_dearest_month() -> None:
    cost = at(compared(), CHEAP_PDP.plan_id)
    assert telling_claim(cost) == 0  # January's 300; February's is the same and comes later
    folds = claims_by_month(cost, 1)
    assert [fold.opened for fold in folds[:3]] == [False, True, False]
    html = html_of(folds)
    assert html.count('id="finder-telling"') == 1
    assert html.count("<details open>") == 1  # the rules of that claim


def test_how_to_join_names_plan_number_phone_and_what_to_have_at_hand() -> None:
    comparison = compared(current_plan=CHEAP_PDP.plan_id)
    said = " ".join(texts(how_to_join(comparison, comparison.best[0])))
    for words in ("No Deductible Rx of Test Organization, number S0001-002-000", "1-800-633-4227", "Medicare card", "until December 7"):
        assert words in said
    assert "don't have to do anything" in " ".join(texts(how_to_join(comparison, at(comparison, CHEAP_PDP.plan_id))))
    late = compared(AFTER)
    assert "Ask for" not in " ".join(texts(how_to_join(late, late.best[0])))  # nobody can join for 2026 any more
    assert "special enrollment period" in " ".join(texts(how_to_join(compared(IN_SUMMER), comparison.best[0])))


def test_the_line_of_what_was_told() -> None:
    helped = compared(low_income_subsidy=LowIncomeSubsidy.FULL_OTHER, plan_kinds=(PlanKind.MA_PD,))
    assert list(answer.summary(helped, MEMBER, unsure_of_help=True).values()) == [
        "1 drug",
        "01604 Worcester",
        "health plans",
        "Extra Help, full",
        "the cheapest stores",
        "no plan now",
    ]
    now = compared(current_plan=CHEAP_PDP.plan_id)
    assert answer.summary(now, replace(MEMBER, pharmacies=("1", "2")), unsure_of_help=False)["stores"] == "2 stores of yours"
    assert answer.summary(now, MEMBER, unsure_of_help=False)["plan"] == "Cheap Premium Rx"
    assert answer.summary(now, MEMBER, unsure_of_help=False)["help"] == "no Extra Help"
    assert answer.summary(now, MEMBER, unsure_of_help=True)["help"] == "Extra Help: not sure"  # nobody said that they get none


def test_all_of_it_is_at_grade_six() -> None:
    said: list[str] = []
    for today in (IN_FALL, IN_SUMMER, AFTER):
        for current in (None, CHEAP_PDP.plan_id, RICH_PDP.plan_id):
            comparison = compared(today, current_plan=current, plan_kinds=(PlanKind.PDP, PlanKind.MA_PD), uncovered_months=20)
            said += [text for one in answer.top(comparison) if isinstance(one, Headline | Paragraphs | Warning) for text in texts((one,))]
            said += [text for _, card in cards(comparison) for text in (*card.lines, *card.reasons)]
            said += [step_words(comparison, step).sentence for step in next_steps(comparison, unsure_of_help=True)]
            joining = how_to_join(comparison, comparison.best[0])
            said += [text for one in joining if isinstance(one, Paragraphs | Bullets) for text in texts((one,))]
    assert ADVANTAGE.name not in said
    assert grade("\n".join(said)) <= 6
