"""Extra Help as a person meets it: one question at a time, not sure, the answer, and what it means for a drug list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.extra_help import HelpDays, HelpSeeker, IncomeParts, Institution
from finder.explain.explainers import extra_help as words
from finder.explain.explainers.extra_help_questions import ASKS, GATES, QUESTIONS, asked_of
from finder.explain.kit.section import Bullets, Headline, Paragraphs, Warning, texts
from finder.questions.explainers.extra_help import extra_help
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, ATORVASTATIN, ELIQUIS, PHONES, give_zip, labeled, list_drug, press, text_of
from tests.reading import grade

PAGE = "pages/extra_help.py"
CHOICES = {question.name: question for question in QUESTIONS}


def open_page(app: AppTest) -> AppTest:
    return app.switch_page(PAGE).run()


def answer_all(app: AppTest, given: Mapping[str, Any]) -> list[str]:
    """Answer each question that is put, "I'm not sure" where nothing is given; the questions in the order put."""
    put = []
    while app.header and (name := next((one.name for one in QUESTIONS if one.label == app.header[0].value), None)):
        put.append(name)
        _answer(app, name, given)
        assert len(put) < 30
    return put


def _answer(app: AppTest, name: str, given: Mapping[str, Any]) -> None:
    question = CHOICES[name]
    if name not in given and question.kind == "money":
        press(app, "I'm not sure")
        return
    if question.kind == "choice":
        words_of = {value: word for word, value in question.choices.items()}
        labeled(app.radio, question.label).set_value(words_of[given.get(name)])
    elif name in given:
        field = {
            "year": app.selectbox,
            "state": app.selectbox,
            "people": app.number_input,
            "money": app.number_input,
        }
        labeled(field[question.kind], question.label).set_value(given[name])
    press(app, "Next")


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=30).run()


POOR = {
    "year": 2026,
    "state": "MA",
    "medicaid": False,
    "spend_down": False,
    "ssi": False,
    "savings_programme": False,
    "household": 1,
    "unearned_income": 1500.0,
    "earned_income": 0.0,
    "resources": 5000.0,
    "burial_funds": False,
    "retiree_coverage": False,
}


def test_the_empty_page_asks_one_thing_and_shows_the_phone_numbers(app: AppTest) -> None:
    open_page(app)
    assert not app.exception
    assert [title.value for title in app.title] == ["Extra Help"]
    assert [header.value for header in app.header] == ["For which year?"]
    said = text_of(app)
    assert all(phone in said for phone in PHONES)
    assert pictured(app) == []


def test_a_person_with_a_low_income_likely_gets_it(app: AppTest) -> None:
    open_page(app)
    put = answer_all(app, POOR)
    assert put == [question.name for question in asked_of({**POOR, "couple": False})]
    assert "institution" not in put
    assert not app.exception
    said = text_of(app)
    because = "You get full Extra Help if your income is below 150% of the poverty line and your savings are within the limit."
    for sentence in ("You likely get Extra Help.", "Level: Extra Help, full.", because, "1-800-772-1213"):
        assert sentence in said
    # 12 x 1,500 = 18,000, less 240; the copays of full help in 2026
    for amount in ("$18,000.00", "$17,760.00", "$23,940.00", "$5,000.00", "$16,590.00", "$5.10", "$12.65"):
        assert amount in said
    assert pictured(app) == [
        "Income that counts: the limit is $23,940.00, yours is $17,760.00. Savings: the limit is $16,590.00, yours are $5,000.00."
    ]
    assert re.findall(r'<li class="(\w+)"><div><b>([^<]*)<', said) == [
        ("no", "Full Medicaid: enough alone"),
        ("no", "SSI: enough alone"),
        ("no", "The state pays your Part B premium: enough alone"),
        ("yes", "Your income is below the limit"),
        ("yes", "Your savings are within the limit"),
    ]
    # the pin of 17,760 on a line to 23,940 x 1.25 = 29,925: 59.35%
    assert 'finder-marker" style="left:59.35%' in said
    assert "With your drug list we can show" in said


def test_medicaid_needs_no_savings_and_warns_of_retiree_coverage(app: AppTest) -> None:
    open_page(app)
    put = answer_all(app, {**POOR, "medicaid": True, "institution": Institution.NONE, "retiree_coverage": True})
    assert "resources" not in put
    assert "You likely get Extra Help." in text_of(app)
    assert text_of(app).count("enough alone") == 3  # no limit counts, so none is shown
    assert pictured(app) == []
    assert "said no to Part D" in app.warning[0].value


def test_less_than_half_of_pay_counts_and_each_step_is_shown(app: AppTest) -> None:
    # 2,500 x 12 = 30,000 of pay is above the limit of 23,940; counted: 30,000 - 240 - 780 = 28,980, half of it 14,490
    open_page(app)
    answer_all(app, {**POOR, "unearned_income": 0.0, "earned_income": 2500.0})
    said = text_of(app)
    assert "You likely get Extra Help." in said
    for step in ("How your income is counted", "$30,000.00", "-$240.00", "-$780.00", "-$14,490.00", "$14,490.00"):
        assert step in said


def test_days_are_asked_only_where_a_date_depends_on_them(app: AppTest) -> None:
    open_page(app)
    answer_all(app, POOR)
    assert [field.label for field in app.date_input] == ["When did you apply for Extra Help? (leave it empty if you did not)"]
    assert "Tell us the days above" in text_of(app)
    app.date_input[0].set_value(date(2026, 4, 20)).run()
    assert not app.exception
    assert "April 1, 2026" in text_of(app)
    assert "Tell us the days above" not in text_of(app)
    labeled(app.checkbox, "I have no drug plan now").check().run()
    assert "Tell us the days above" in text_of(app)  # the day of the decision is not guessed
    labeled(app.date_input, "What date is on the letter that says").set_value(date(2026, 6, 2)).run()
    assert "By August 1, 2026" in text_of(app)


def test_help_never_starts_before_a_medicare_day_that_was_not_given(app: AppTest) -> None:
    open_page(app)
    answer_all(app, {**POOR, "ssi": True})
    assert [field.label for field in app.date_input] == ["When did your Medicare start? (the day on your card)"]
    app.date_input[0].set_value(date(2026, 2, 1)).run()
    labeled(app.date_input, "When did your SSI start?").set_value(date(2019, 5, 20)).run()
    said = text_of(app)
    assert "February 1, 2026" in said
    assert "May 1, 2019" not in said


def test_a_change_gives_three_months_from_the_later_day(app: AppTest) -> None:
    open_page(app)
    answer_all(app, {**POOR, "savings_programme": True})
    labeled(app.checkbox, "My Extra Help started, stopped").check().run()
    assert [field.label for field in app.date_input][-1] == "When did it change?"
    app.date_input[-1].set_value(date(2026, 1, 31)).run()
    assert "April 30, 2026, or later if a letter came later" in text_of(app)
    labeled(app.date_input, "What date is on the letter about it?").set_value(date(2026, 2, 15)).run()
    assert "May 15, 2026" in text_of(app)
    assert "or later if a letter" not in text_of(app)


def test_an_answer_takes_a_likely_level_at_once(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, ATORVASTATIN, 30)
    press(app, "Compare plans")
    open_page(app)
    answer_all(app, POOR)
    press(app, "Use this in my answer")
    assert not app.exception
    assert app.session_state["session"].comparison.low_income_subsidy is LowIncomeSubsidy.FULL_OTHER
    assert "Set for 2026: Extra Help, full." in text_of(app)
    app.switch_page("pages/find_plans.py").run()
    assert labeled(app.radio, "Do you get Extra Help").value == "Yes, in full (no Medicaid, or an income above the poverty line)"
    assert labeled(app.text_input, "ZIP").value == "01604"  # what was typed before stays
    press(app, "Compare plans")
    assert "Set for 2026" not in text_of(app)


def test_medicaid_with_an_income_above_the_poverty_line_goes_back_as_it_is(app: AppTest) -> None:
    # 1,400 x 12 - 240 = 16,560 is above the poverty line of 15,960: the copays of full help, not the lowest ones
    open_page(app)
    answer_all(app, {**POOR, "medicaid": True, "institution": Institution.NONE, "unearned_income": 1400.0})
    press(app, "Use this in Find plans")
    assert labeled(app.radio, "Do you get Extra Help").value == "Yes, in full (no Medicaid, or an income above the poverty line)"


def test_a_maybe_is_not_handed_over_as_sure(app: AppTest) -> None:
    labeled(app.radio, "Do you get Extra Help").set_value("Yes, in full (no Medicaid, or an income above the poverty line)").run()
    open_page(app)
    answer_all(app, {"year": 2026, "state": "MA", "household": 1})
    press(app, "Use this in Find plans")
    assert labeled(app.radio, "Do you get Extra Help").value == "I'm not sure"
    assert "Set for 2026: not sure of Extra Help." in text_of(app)


def test_a_level_of_another_year_takes_its_year_along(app: AppTest) -> None:
    open_page(app)
    answer_all(app, {**POOR, "year": 2012, "unearned_income": 1300.0})  # 15,600 - 240 = 15,360: above 135% of 11,170, below 150% = 16,755
    press(app, "Use this in Find plans")
    assert labeled(app.selectbox, "Plan year").value == 2012
    assert labeled(app.radio, "Do you get Extra Help").value == "Yes, but only part of it"


def test_a_year_without_plans_has_no_button_and_says_why(app: AppTest) -> None:
    open_page(app)
    answer_all(app, {**POOR, "year": 2023})
    assert not [button for button in app.button if button.label == "Use this in Find plans"]
    assert "We have no plans of 2023 here" in text_of(app)


def test_being_unsure_of_everything_gives_maybe(app: AppTest) -> None:
    open_page(app)
    answer_all(app, {"year": 2026, "state": "MA", "household": 1})
    said = text_of(app)
    assert "You may get Extra Help." in said
    assert "Still open: whether you have full Medicaid, whether you met a Medicaid spend-down, whether you get SSI" in said


def test_nothing_is_chosen_for_the_person(app: AppTest) -> None:
    open_page(app)
    press(app, "Next")
    press(app, "Next")
    assert [error.value for error in app.error] == ["Please choose one."]
    assert app.header[0].value == "In which state do you live?"


def test_the_number_of_people_is_asked_and_not_assumed(app: AppTest) -> None:
    # one person alone and a couple have other limits: 23,940 and 32,460 in 2026
    open_page(app)
    for value in (None, "MA", "No", "No", "No", "No"):
        if value == "MA":
            app.selectbox[0].set_value(value)
        elif value:
            app.radio[0].set_value(value)
        press(app, "Next")
    assert app.header[0].value == "How many people are in your home?"
    press(app, "Next")
    assert [error.value for error in app.error] == ["Please fill in a number."]
    assert app.header[0].value == "How many people are in your home?"


def test_back_and_start_over_forget_answers(app: AppTest) -> None:
    open_page(app)
    press(app, "Next")
    assert app.header[0].value == "In which state do you live?"
    press(app, "Back")
    assert app.header[0].value == "For which year?"
    press(app, "Next")
    press(press(app, "Start over"), "Yes, start over")
    open_page(app)
    assert app.header[0].value == "For which year?"


def test_with_a_drug_list_it_says_what_it_saves_and_what_comes_back(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, ATORVASTATIN, 30)
    list_drug(app, ELIQUIS, 60)
    press(app, "Compare plans")
    open_page(app)
    answer_all(app, POOR)
    assert not app.exception
    said = text_of(app)
    # the benchmark of the region is an estimate: 35.80
    assert "Here Extra Help pays up to $35.80 of a plan's premium each month. Our estimate." in said
    assert "(estimate)" in said
    assert "Medicare may pick Humana Basic Rx Plan (PDP). Five others are possible." in said
    labeled(app.toggle, "Show what I would get back").set_value(True).run()
    assert "Choose your plan of 2026 above." in text_of(app)  # no plan is taken for theirs
    plans = labeled(app.selectbox, "Your plan in 2026")
    plans.set_value(plans.options[0]).run()
    assert not app.exception
    assert "What your plan owes you for each fill" in text_of(app)
    assert "We don't have the plans of" not in text_of(app)
    labeled(app.selectbox, "Extra Help starts in").set_value(date(2024, 7, 1)).run()
    assert not app.exception
    assert "We don't have the plans of 2024 and 2025 here" in text_of(app)
    assert len(pictured(app)) == 2
    assert all(pictured(app))


def test_a_comparison_answers_the_first_two_questions(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, ELIQUIS, 60)
    press(app, "Compare plans")
    open_page(app)
    assert [header.value for header in app.header] == ["Do you have full Medicaid?"]
    answer_all(app, POOR)
    press(app, "Ask me all again")
    assert [header.value for header in app.header] == ["For which year?"]


def test_a_year_without_limits_is_said(app: AppTest) -> None:
    open_page(app)
    answer_all(app, {**POOR, "year": 2027})
    said = text_of(app)
    assert "We don't have all the limits of 2027" in said
    assert pictured(app) == []


ALONE = HelpSeeker("MA", 1, medicaid=False, ssi=False, savings_programme=False)


@pytest.mark.parametrize(
    ("year", "person", "days"),
    [
        (2026, replace(ALONE, income=1_000_00, resources=1_00), HelpDays()),
        (2026, replace(ALONE, income=99_999_00, resources=1_00), HelpDays()),
        (2026, replace(ALONE, income=IncomeParts(1_000_00, 12_000_00), resources=1_00), HelpDays()),
        (2026, replace(ALONE, medicaid=True, retiree_coverage=True), HelpDays(deemed_on=date(2026, 3, 1))),
        (2023, replace(ALONE, income=20_000_00, resources=10_000_00), HelpDays()),
    ],
)
def test_the_page_reads_at_grade_six(year: int, person: HelpSeeker, days: HelpDays) -> None:
    answer = extra_help(year, person, days)
    shown = (*words.verdict(answer), *words.numbers(answer), *words.dates(answer, no_plan=True))
    said = [words.INTRO, *texts(tuple(section for section in shown if isinstance(section, Headline | Bullets | Warning | Paragraphs)))]
    said += [*(question.label for question in QUESTIONS), *(question.hint for question in QUESTIONS)]
    said += [*(ask.label(person) for ask in ASKS), *GATES]
    assert grade("\n".join(filter(None, said))) <= 6
