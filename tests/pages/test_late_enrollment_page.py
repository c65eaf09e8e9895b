"""Late fee as a person meets it: empty, filled, refused, and the letter to print."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.late_enrollment import Enrollee, HelpTime, Known, KnownDay
from finder.domain.money import shown, to_cents
from finder.domain.months import Days
from finder.explain.explainers import late_enrollment as words
from finder.explain.explainers import late_enrollment_charts as charts
from finder.explain.explainers.penalty_letter import REASONS, letter_html, letter_text
from finder.explain.kit.section import Table, texts
from finder.questions.explainers.late_enrollment import late_enrollment
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, ELIQUIS, PHONES, give_zip, labeled, list_drug, press, text_of
from tests.reading import grade

CASE = Enrollee(
    first=KnownDay(Known.INITIAL_ENROLLMENT_END, date(2024, 5, 31)),
    coverage_start=date(2026, 1, 1),
    creditable=(Days(date(2025, 2, 1), date(2025, 3, 15)),),
    penalty_letter=date(2026, 2, 10),
)
BEFORE_65 = replace(
    CASE, first=KnownDay(Known.INITIAL_ENROLLMENT_END, date(2020, 5, 31)), second=KnownDay(Known.BIRTH_DATE, date(1961, 7, 10))
)


@pytest.fixture
def page() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30).run()
    return app.switch_page("pages/late_enrollment.py").run()


def fill(app: AppTest, last_day: date, helped: str = "No") -> AppTest:
    labeled(app.radio, "What do you know").set_value("The last day of my first time to join").run()
    labeled(app.number_input, "How many times").set_value(1).run()
    labeled(app.date_input, "The last day").set_value(last_day)
    labeled(app.date_input, "Good coverage 1: first").set_value(date(2025, 2, 1))
    labeled(app.date_input, "Good coverage 1: last").set_value(date(2025, 3, 15))
    labeled(app.date_input, "Date on the letter that tells").set_value(date(2026, 2, 10))
    labeled(app.radio, "Do you get Extra Help").set_value(helped)
    return press(app, "Show my late fee")


def test_the_empty_page_asks_and_shows_the_phone_numbers(page: AppTest) -> None:
    assert not page.exception
    assert [title.value for title in page.title] == ["Late fee"]
    said = text_of(page)
    assert all(phone in said for phone in PHONES)
    assert "Fill in the form and press Show my late fee." in said
    assert pictured(page) == []


def test_the_filled_page_shows_the_numbers_of_the_command(page: AppTest) -> None:
    fill(page, date(2024, 5, 31))
    assert not page.exception
    said = text_of(page)
    answer = late_enrollment(CASE)
    # June 2024 to January 2025 is 8 full months, April to December 2025 is 9: 17% x 38.99 = 6.6283
    assert "Your late fee is $6.60 a month in 2026." in said
    for year in answer.penalty.years:
        assert shown(year.monthly_penalty) in said
        assert shown(year.cost) in said
    assert "April 11, 2026" in said  # 60 days after February 10
    assert "2028 (assumed)" in said
    assert pictured(page) == [
        "You were without good coverage from June 1, 2024 to January 31, 2025 and from March 16, 2025 to December 31, 2025. "
        "Your drug plan starts on January 1, 2026.",
        f"The late fee comes to {shown(answer.penalty.cost)} from 2026 to 2045.",
    ]


def test_a_missing_date_is_asked_for(page: AppTest) -> None:
    press(page, "Show my late fee")
    assert [error.value for error in page.error] == ["Please give your birth date."]


def test_a_refusal_is_said_in_a_sentence(page: AppTest) -> None:
    fill(page, date(2006, 5, 14))
    assert [error.value for error in page.error] == [
        "The last day of your first time to join must be May 15, 2006 or later. The first of these times ended then."
    ]
    assert "Your answer" not in text_of(page)


def test_a_good_coverage_that_ends_before_it_starts_is_said_and_nothing_is_lost(page: AppTest) -> None:
    fill(page, date(2024, 5, 31))
    labeled(page.date_input, "Good coverage 1: first").set_value(date(2025, 3, 16))
    press(page, "Show my late fee")
    assert [error.value for error in page.error] == ["Good coverage 1: the first day must be before the last day."]
    assert labeled(page.date_input, "Good coverage 1: first").value == date(2025, 3, 16)
    assert labeled(page.date_input, "The last day").value == date(2024, 5, 31)
    labeled(page.date_input, "Good coverage 1: first").set_value(date(2025, 2, 1))
    press(page, "Show my late fee")
    assert not page.error
    assert "Your late fee is $6.60 a month in 2026." in text_of(page)


def test_medicare_before_65_asks_both_dates_and_ends_the_fee_at_65(page: AppTest) -> None:
    labeled(page.radio, "When did you get Medicare").set_value("Before 65, because of a disability").run()
    labeled(page.date_input, "My birth date").set_value(date(1961, 7, 10))
    press(page, "Show my late fee")
    assert [error.value for error in page.error] == ["Please give your first Medicare month."]
    labeled(page.date_input, "My first Medicare month").set_value(date(2020, 3, 1))
    press(page, "Show my late fee")
    said = text_of(page)
    # July 2020 to December 2025 is 66 months: 66% x 38.99 = 25.7334
    assert "Your late fee is $25.70 a month in 2026." in said
    assert "Your late fee ends on July 1, 2026. Medicare counts you as 65 from then on." in said
    assert "2026, 6 months with the fee" in said
    assert "In 2026 you owe the fee for 6 months only. Find plans counts it for the whole year." in said
    assert pictured(page)[1] == "The late fee comes to $154.20 in 2026."  # 6 x 25.70
    rows = words.cost_table(late_enrollment(BEFORE_65)).rows
    assert [row[0] for row in rows] == ["2026, 6 months with the fee", "All"]  # no rows of nothing after the fee has ended


def test_a_birth_date_under_65_is_a_question_and_not_an_answer(page: AppTest) -> None:
    labeled(page.date_input, "My birth date").set_value(date(1980, 7, 10))
    press(page, "Show my late fee")
    assert [error.value for error in page.error] == [
        "The start of your drug plan must be July 1, 2045 or later. Your Medicare starts then by the dates you gave. "
        "If you had Medicare before 65, choose that above."
    ]


def test_extra_help_for_a_time_is_asked_by_month(page: AppTest) -> None:
    labeled(page.radio, "Do you get Extra Help").set_value("For part of the time").run()
    fill(page, date(2024, 5, 31), helped="For part of the time")
    labeled(page.selectbox, "Extra Help: first").set_value(date(2026, 4, 1))
    labeled(page.selectbox, "Extra Help: last").set_value(date(2026, 3, 1))
    press(page, "Show my late fee")
    assert [error.value for error in page.error] == ["Extra Help: the first month must be before the last month."]
    labeled(page.selectbox, "Extra Help: last").set_value(None)
    press(page, "Show my late fee")
    said = text_of(page)
    assert "You have Extra Help from April 1, 2026 on. In that time you pay no late fee. The months before it still count." in said
    assert "2026, 3 months with the fee" in said
    assert "$19.80" in said  # 3 x 6.60


def test_extra_help_takes_the_fee_away(page: AppTest) -> None:
    fill(page, date(2024, 5, 31), helped="Yes")
    assert "You pay no late fee while you have Extra Help." in text_of(page)
    assert "The late fee is $0.00 in each year from 2026 to 2045." in text_of(page)
    assert len(pictured(page)) == 1  # the timeline; twenty empty bars say nothing


def test_the_months_go_to_find_plans_by_a_button(page: AppTest) -> None:
    give_zip(page.switch_page("pages/find_plans.py").run(), "01604")
    fill(page.switch_page("pages/late_enrollment.py").run(), date(2024, 5, 31))
    press(page, "Use this in Find plans")
    assert not page.exception
    assert [title.value for title in page.title] == ["Find plans"]
    # June 2024 to January 2025 are 8 months; April to December 2025 are 9
    assert labeled(page.number_input, "How many full months").value == 17
    assert "Set: 17 months without good drug coverage." in text_of(page)


def test_an_answer_takes_the_months_at_once(page: AppTest) -> None:
    app = page.switch_page("pages/find_plans.py").run()
    give_zip(app, "01604")
    list_drug(app, ELIQUIS, 60)
    press(app, "Compare plans")
    assert all(not cost.late_enrollment_penalty for cost in app.session_state["session"].comparison.plans)
    fill(app.switch_page("pages/late_enrollment.py").run(), date(2024, 5, 31))
    press(app, "Use this in my answer")
    assert not app.exception
    # 17 months, 6.60 a month
    assert {cost.late_enrollment_penalty for cost in app.session_state["session"].comparison.plans} == {12 * 6_60}
    assert [success.value for success in app.success] == ["Set: 17 months without good drug coverage."]


def test_months_handed_over_before_there_is_a_place_stay(page: AppTest) -> None:
    fill(page, date(2024, 5, 31))
    press(page, "Use this in Find plans")
    give_zip(page.switch_page("pages/find_plans.py").run(), "01604")
    assert labeled(page.number_input, "How many full months").value == 17


def test_the_letter_stands_alone_and_has_nothing_personal() -> None:
    answer = late_enrollment(CASE)
    reasons = list(REASONS)
    html, text = letter_html(answer, reasons), letter_text(answer, reasons)
    assert html.startswith("<!doctype html>")
    assert not re.search(r"(src|href)=|https?:|@import|url\(", html)
    for said in ("April 11, 2026", "17 uncovered months", "$6.60", "June 1, 2024 to January 31, 2025", "42 CFR 423.46(c)", "423.56"):
        assert said in html
        assert said in text
    assert text.count("___") >= 7


def test_the_letter_names_no_fee_where_none_is_owed() -> None:
    text = letter_text(late_enrollment(replace(CASE, extra_help=LowIncomeSubsidy.FULL_OTHER)), ["I have or had Extra Help"])
    assert "By my own count it is 17 uncovered months. My reasons" in text
    assert "$0.00" not in text


def test_the_pictures_have_the_numbers_of_their_tables() -> None:
    # 8 and 9 months count, ruled into as many cells; the bars are as high as the years' fees, of which 2046 has the highest
    answer = late_enrollment(replace(CASE, premium_growth=300))
    drawn = charts.timeline_figure(answer).html
    assert drawn.count("<u></u>") == 17
    for said in ("8 months without coverage count", "9 months without coverage count", "$6.60 a month", "17 full months count."):
        assert said in drawn
    costs = [to_cents(row[3].removeprefix("$")) for row in charts.cost_table(answer).rows[:-1] if isinstance(row[3], str)]
    heights = [float(height) for height in re.findall(r"height:([0-9.]+)%", charts.cost_figure(answer).html)]
    assert heights == [pytest.approx(100 * cost / max(costs), abs=0.01) for cost in costs]
    assert [charts.STRETCHES[entry.what] for entry in answer.timeline] == [row[0] for row in words.timeline_table(answer).rows]


@pytest.mark.parametrize(
    "enrollee",
    [
        CASE,
        replace(CASE, extra_help=LowIncomeSubsidy.FULL_OTHER),
        replace(CASE, extra_help=HelpTime(date(2026, 4, 1), date(2026, 12, 31))),
        replace(CASE, coverage_start=date(2024, 7, 1)),
        replace(CASE, premium_growth=300),
        BEFORE_65,
        replace(BEFORE_65, coverage_start=date(2027, 2, 1)),
    ],
)
def test_the_page_reads_at_grade_six(enrollee: Enrollee) -> None:
    answer = late_enrollment(enrollee)
    sections = (*words.intro(), *words.empty(), *words.answer_sections(answer), *words.time_and_cost(answer), *words.law(answer)[:1])
    said = [text for section in sections if not isinstance(section, Table) for text in texts((section,))]
    assert grade("\n".join([*said, *(rule.says for rule in answer.rules)])) <= 6
