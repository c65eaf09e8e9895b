"""The extra premium for a high income on Find plans: chosen, worked out, kept in the session file and opened again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from finder.documents.session import write_session
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.domain.session import SavedPerson, SavedSession
from finder.explain.explainers import income_related as words
from finder.explain.kit.section import texts
from finder.questions.explainers.income_related import income_related
from finder.sources.catalog.reading import open_catalog
from tests.pages.test_desk import upload
from tests.pages.test_find_plans import APP, ATORVASTATIN, give_zip, labeled, list_drug, press, text_of
from tests.reading import grade

QUESTION = "Do you pay an extra premium for a high income?"


@pytest.fixture
def app() -> AppTest:
    return give_zip(AppTest.from_file(APP, default_timeout=30).run(), "01604")


def test_nobody_pays_it_unless_they_say_so(app: AppTest) -> None:
    assert not app.exception
    assert labeled(app.selectbox, QUESTION).value == 0
    assert labeled(app.selectbox, QUESTION).options[:3] == ["No, or I'm not sure", "Step 1: $14.50 a month", "Step 2: $37.50 a month"]


def test_the_step_is_in_every_plans_cost(app: AppTest) -> None:
    list_drug(app, ATORVASTATIN, 30)
    labeled(app.selectbox, QUESTION).set_value(2).run()
    press(app, "Compare plans")
    plans = app.session_state["session"].comparison.plans
    assert {cost.income_related_premium for cost in plans} == {450_00}  # 12 x 37.50


def test_income_and_tax_return_lead_to_the_step_and_a_button_sets_it(app: AppTest) -> None:
    labeled(app.toggle, "Work it out").set_value(True).run()
    assert "Answer both to see your step." in text_of(app)
    labeled(app.radio, "How did you file your tax return of 2024?").set_value("Together with my husband or wife").run()
    labeled(app.number_input, "What was your income in 2024").set_value(274_000).run()
    assert "You are on step 1: $14.50 more each month in 2026." in text_of(app)  # above 218,000, not above 274,000
    labeled(app.number_input, "What was your income in 2024").set_value(274_001).run()
    assert "You are on step 2: $37.50 more each month in 2026." in text_of(app)
    press(app, "Use this step")
    assert not app.exception
    assert labeled(app.selectbox, QUESTION).value == 2


def test_what_to_do_if_income_fell_is_said(app: AppTest) -> None:
    labeled(app.toggle, "My income fell").set_value(True).run()
    said = text_of(app)
    assert "Form SSA-44" in said
    assert "within 60 days" in said
    assert all(event in said for event in words.EVENTS.values())


def saved(**more: Any) -> bytes:
    catalog = open_catalog(2026)
    county = catalog.counties("01604")[0]
    drug = catalog.drug(ATORVASTATIN)
    assert drug is not None
    member = Member("01604", county, date(2026, 1, 1), **more)
    return write_session(SavedSession(2026, "01604", county, (SavedPerson(member, [Prescription(drug, 30_000, 30)]),)), "0.1")


def test_a_session_file_puts_the_step_back(app: AppTest) -> None:
    app.switch_page("pages/desk.py").run()
    press(upload(app, "A session file", "s.json", saved(income_bracket=3)), "Open this session")
    assert not app.error
    app.switch_page("pages/find_plans.py").run()
    assert labeled(app.selectbox, QUESTION).value == 3
    press(app, "Compare plans")
    assert {cost.income_related_premium for cost in app.session_state["session"].comparison.plans} == {724_80}  # 12 x 60.40


def test_a_step_that_the_year_lacks_is_refused_by_name(app: AppTest) -> None:
    catalog = open_catalog(2012)
    county = catalog.counties("01604")[0]
    member = Member("01604", county, date(2012, 1, 1), income_bracket=5)
    data = write_session(SavedSession(2012, "01604", county, (SavedPerson(member, []),)), "0.1")
    app.switch_page("pages/desk.py").run()
    press(upload(app, "A session file", "s.json", data), "Open this session")
    assert [error.value for error in app.error] == ["We need an income bracket that 2012 has (0 to 4). We found bracket 5."]


@pytest.mark.parametrize("income", [None, 100_000_00, 150_000_00, 600_000_00])
def test_the_page_reads_at_grade_six(income: int | None) -> None:
    answer = income_related(2026, words.FILINGS["Together with my husband or wife"], income)
    sections = (*words.intro(2026, 2024), *words.found(answer), *words.steps(answer), *words.lower_amount(60))
    said = [*texts(sections), words.income_label(2024), *words.FILINGS]
    assert grade("\n".join(said)) <= 6
