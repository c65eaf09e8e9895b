"""First supply of a drug as a person meets it: empty, filled, refused, and by one click from a drug that a plan restricts."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from finder.domain.transition_fills import Step
from finder.explain.explainers.transition_fills import step_words
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, PHONES, give_zip, labeled, list_drug, press, text_of

PAGE = "pages/transition_fills.py"


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=30).run()


def test_the_empty_page_asks(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    assert not app.exception
    assert [title.value for title in app.title] == ["First supply of a drug"]
    said = text_of(app)
    assert "Fill in the form and press Show my dates." in said
    assert all(phone in said for phone in PHONES)
    assert labeled(app.date_input, "First day").value is None
    assert not pictured(app)


def test_a_missing_day_is_asked_for(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    press(app, "Show my dates")
    assert [error.value for error in app.error] == ["Please fill in the first day of your plan and the day of each fill."]


def test_the_filled_page_shows_the_dates_of_the_command(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    labeled(app.date_input, "First day").set_value(date(2026, 1, 1))
    labeled(app.date_input, "Fill 1").set_value(date(2026, 1, 9))
    press(app, "Show my dates")
    assert not app.exception
    said = text_of(app)
    # 90 days from January 1 end on March 31; 30 days from January 9 on February 7; Friday January 9: Wednesday January 14
    for words in ("March 31, 2026", "February 7, 2026", "January 14, 2026", "February 4, 2026", "42 CFR 423.120(b)(3)(ii)"):
        assert words in said
    assert "Law on the books since 2010 (75 FR 19678)" in said
    assert all(step_words(step)[1] in said for step in (Step.ASK_DOCTOR, Step.ASK_EXCEPTION, Step.SUPPLY_ENDS, Step.AFTER_DENIAL))
    assert pictured(app) == [
        "First supply time from January 1, 2026 to March 31, 2026. Covered fills: 30 days from January 9, 2026.",
    ]
    assert [button.label for button in app.get("download_button")] == ["Put these dates in your calendar (.ics)"]


def test_a_year_that_we_do_not_know_is_refused_in_a_sentence(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    labeled(app.date_input, "First day").set_value(date(2005, 12, 1))
    labeled(app.date_input, "Fill 1").set_value(date(2006, 1, 9))
    press(app, "Show my dates")
    assert not app.exception
    assert [error.value for error in app.error] == ["We need a day from 2006 to 2027. We found December 1, 2005."]


def test_one_click_leads_from_a_restricted_drug_to_its_dates(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, "2000027", 30)
    press(app, "Compare plans")
    press(app, "See how to ask")
    app.switch_page(PAGE).run()
    assert not app.exception
    said = text_of(app)
    assert "This is about Imbruvica 420 mg at" in said
    assert labeled(app.radio, "What does the plan say").value == "Plan approval first (prior authorization)"
    assert labeled(app.date_input, "First day").value == date(2026, 1, 1)
    # the calendar is there at once: a fill on the plan's first day, whose letter is due three business days later: January 1 is a Thursday
    # and a holiday, so Friday 2, Monday 5 and Tuesday 6
    assert pictured(app) == ["First supply time from January 1, 2026 to March 31, 2026. Covered fills: 30 days from January 1, 2026."]
    assert labeled(app.date_input, "Fill 1").value == date(2026, 1, 1)
    assert "January 6, 2026" in said
    assert "Until then the plan owes you 30 days of the drug." in said


def test_a_drug_without_rules_has_no_such_button(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, "1364447", 60)
    press(app, "Compare plans")
    asked = [button.label for button in app.button]
    assert "See the report first" in asked  # the next steps are there
    assert not {"See how to ask", "See the first supply"} & set(asked)


def test_the_next_person_finds_nothing_of_it(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    labeled(app.date_input, "First day").set_value(date(2026, 1, 1))
    labeled(app.date_input, "Fill 1").set_value(date(2026, 1, 9))
    press(app, "Show my dates")
    press(press(app, "Start over"), "Yes, start over")
    app.switch_page(PAGE).run()
    assert labeled(app.date_input, "First day").value is None
    assert "March 31, 2026" not in text_of(app)
