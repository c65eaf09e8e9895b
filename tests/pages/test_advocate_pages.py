"""The pages for advocates: with an example, filled from an answer, and where something is refused."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from finder.domain.special_plans import CoverageNow
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, PHONES, give_zip, labeled, list_drug, press, text_of


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=30).run()


def test_who_pays_the_plan_begins_with_an_example(app: AppTest) -> None:
    app.switch_page("pages/plan_payments.py").run()
    assert not app.exception
    said = text_of(app)
    assert "This is an example at the standard benefit." in said
    assert all(phone in said for phone in PHONES)
    assert "The stores get $6,000.00." in pictured(app)[0]
    labeled(app.selectbox, "Year").set_value(2025).run()
    assert "We don't have the exact terms, so we give no amount." in text_of(app)
    labeled(app.number_input, "The plan's monthly premium").set_value(0.0).run()
    assert "Its premium of $0 means" in text_of(app)
    assert not app.exception


def test_the_retiree_subsidy_of_an_example_and_of_a_plan_year_that_straddles(app: AppTest) -> None:
    app.switch_page("pages/retiree_drug_subsidy.py").run()
    assert not app.exception
    assert "Final costs are due by March 31, 2028." in text_of(app)
    assert [slider.label for slider in app.slider] == ["Rebates that come back later, of the drug costs"]
    labeled(app.selectbox, "The plan year ends in").set_value(2006)
    labeled(app.text_area, "What each retiree").set_value("$6,000\n250").run()
    assert "Medicare pays the employer $1,330.00" in text_of(app)  # 28% x 4,750, and nothing up to 250
    labeled(app.selectbox, "It begins in").set_value(7).run()
    assert "Tell when the limits of 2006 were published" in text_of(app)
    labeled(app.slider, "How much of the costs was before").set_value(25).run()
    # 1,500 of 6,000 before 2006, 1,250 of it counts: 28% x (4,750 - 1,250) = 980
    assert "Medicare pays the employer $980.00" in text_of(app)
    labeled(app.text_area, "What each retiree").set_value("six").run()
    assert 'We can\'t read "six".' in text_of(app)
    assert not app.exception


def test_kinds_of_plans_asks_and_warns(app: AppTest) -> None:
    app.switch_page("pages/special_plans.py").run()
    assert not app.exception
    assert "Answer what you know to see which of 9 kinds of plan are open." in text_of(app)
    for label in ("Has Medicare Part A", "Has Medicare Part B", "Lives in the plan's area"):
        labeled(app.selectbox, label).set_value("Yes")
    labeled(app.selectbox, "What health coverage").set_value(CoverageNow.HEALTH_PLAN)
    labeled(app.number_input, "What the plan pays in").set_value(2400.0)
    labeled(app.selectbox, "Joins on the first of").set_value(5)
    labeled(app.number_input, "The plan's yearly limit for doctors").set_value(100.0)
    labeled(app.number_input, "Paid so far for doctors").set_value(200.0).run()
    said = text_of(app)
    assert "A drug plan can't be joined now." in said
    assert "Joining a drug plan would end the health coverage that the person has now." in said
    assert "From May on, $1,600.00 is paid in." in said
    assert "at most the limit, 100.00" in said
    assert not app.exception


def test_drug_lists_by_class_ask_for_a_place(app: AppTest) -> None:
    app.switch_page("pages/formulary_map.py").run()
    assert not app.exception
    assert not pictured(app)
    give_zip(app, "00000")
    assert "We don't know the ZIP code" in text_of(app)
    give_zip(app, "01604")
    assert "of 11 plans leave a drug out." in pictured(app)[0]


def test_the_pages_show_the_persons_own_plan(app: AppTest) -> None:
    list_drug(app, "1364447", 60)
    give_zip(app, "01604")
    press(app, "Compare plans")
    app.switch_page("pages/plan_payments.py").run()
    assert not app.exception
    assert "for you in" in text_of(app)
    assert "You, in premiums" in text_of(app)
    app.switch_page("pages/formulary_map.py").run()
    assert not app.exception
    assert "Drugs for seizures (anticonvulsants): " in pictured(app)[0]
    assert "In 2026 a plan may put a drug on its specialty tier only if it costs more than $950.00" in text_of(app)
