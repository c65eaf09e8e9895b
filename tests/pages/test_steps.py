"""Find plans in steps: none can be skipped, each says what it lacks, and answers hold from step to step and on one page."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_annual_change_page import set_today
from tests.pages.test_find_plans import APP, ATORVASTATIN, add_drug, labeled, press

FULL = "Yes, in full (no Medicaid, or an income above the poverty line)"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    set_today(monkeypatch, date(2026, 9, 1))
    monkeypatch.setattr("pages.parts.steps.wants_one_page", lambda: False)
    return AppTest.from_file(APP, default_timeout=60).run()


def question(app: AppTest) -> str:
    """The question of the step."""
    assert not app.exception
    return str(app.header[0].value)


def to_drugs(app: AppTest, zip_code: str = "01604") -> AppTest:
    """Answer the steps before the drugs."""
    labeled(app.text_input, "ZIP").set_value(zip_code)
    press(app, "Next")
    labeled(app.radio, "Which plans").set_value("Original Medicare, with a drug plan").run()
    press(app, "Next")
    labeled(app.radio, "Do you get").set_value("No").run()
    return press(app, "Next")


@pytest.mark.parametrize("typed", ["01604", " 01604 ", "01604-1234", "01604 1234", "ZIP 01604", "zip code: 01604"])
def test_a_zip_code_is_taken_as_people_type_it(app: AppTest, typed: str) -> None:
    labeled(app.text_input, "ZIP").set_value(typed)
    assert question(press(app, "Next")) == "Original Medicare or a health plan?"
    assert app.query_params == {"step": "coverage", "year": "2026", "county": "25027"}


def test_each_step_says_what_it_lacks_and_none_is_skipped(app: AppTest) -> None:
    assert not press(app, "Next").exception
    assert [error.value for error in app.error] == ["Type the 5 digits of your home ZIP code."]
    labeled(app.text_input, "ZIP").set_value("99999")
    press(app, "Next")
    assert [error.value for error in app.error] == ["We don't know the ZIP code 99999. Please check its 5 digits."]
    app.query_params["step"] = "plan"  # a link that somebody was sent
    assert question(app.run()) == "Where do you live?"
    to_drugs(app)
    press(app, "Next")
    assert [error.value for error in app.error] == ["Please add at least one drug first."]
    app.query_params["step"] = "plan"
    assert question(app.run()) == "Which drugs do you take?"
    assert question(press(app, "Back")) == "Do you get Extra Help with drug costs?"
    assert labeled(app.radio, "Do you get").value == "No"
    assert not app.error


def test_an_answer_is_changed_at_one_step_and_is_back_in_one_press(app: AppTest) -> None:
    add_drug(to_drugs(app), "atorvastatin", ATORVASTATIN, 30)
    press(press(app, "Next"), "Next")
    press(app, "Show my answer")
    before = app.session_state["session"].comparison
    assert {cost.plan.kind.label for cost in before.plans} == {"PDP"}
    app.switch_page("pages/find_plans.py")
    app.query_params["step"] = "help"
    assert question(app.run()) == "Do you get Extra Help with drug costs?"
    labeled(app.radio, "Do you get").set_value(FULL).run()
    press(app, "Back to my answer")
    after = app.session_state["session"].comparison
    assert after is not before
    assert app.session_state["session"].asked[0].low_income_subsidy.name == "FULL_OTHER"


def test_the_switch_keeps_what_was_answered_and_the_next_person_keeps_the_switch(app: AppTest) -> None:
    to_drugs(app)
    app.toggle[0].set_value(True).run()
    assert [header.value for header in app.header] == ["1. You", "2. Your drugs", "3. Compare"]
    assert labeled(app.radio, "Do you get").value == "No"
    assert labeled(app.radio, "Which plans").value == "Original Medicare, with a drug plan"
    press(press(app, "Start over"), "Yes, start over")
    assert [header.value for header in app.header] == ["1. You", "2. Your drugs", "3. Compare"]
    assert labeled(app.text_input, "ZIP").value == ""
    app.toggle[0].set_value(False).run()
    assert question(app) == "Where do you live?"


def test_a_year_that_is_not_here_is_said_on_the_first_step(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    set_today(monkeypatch, date(2026, 11, 20))
    app.run()
    assert any("We don't have the plans of 2027 yet." in info.value for info in app.info)
    labeled(app.text_input, "ZIP").set_value("01604")
    press(app, "Next")
    assert "Get the plans of Massachusetts for 2027" in [button.label for button in app.button]
