"""Plan year as a person meets it: before any comparison, after one, and for a year with a coverage gap."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_find_plans import APP, PHONES, count, find_drug, give_zip, labeled, last, list_drug, press, text_of


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=30).run()


def to_plan_year(app: AppTest) -> AppTest:
    return app.switch_page("pages/plan_year.py").run()


def test_without_a_comparison_it_sends_to_find_plans(app: AppTest) -> None:
    to_plan_year(app)
    assert not app.exception
    assert [title.value for title in app.title] == ["Plan year"]
    said = text_of(app)
    assert "First find plans for your drugs." in said
    assert all(phone in said for phone in PHONES)
    assert not app.selectbox


def test_the_year_of_the_plan_that_was_asked_for(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, "1364447", 60)
    press(app, "Compare plans")
    app.button[1].click().run()  # why the second card costs what it does
    to_plan_year(app)
    assert not app.exception
    # the second of the best is a drug plan: health plans rank before it, and lead only for those who chose to see them
    place = labeled(app.selectbox, "Plan").index
    assert place > 1
    said = text_of(app)
    assert f"Rank {place + 1} of 47 plans." in said
    assert "Drug plan." in said
    assert "All 12 claims of the year" in said
    assert "42 CFR 423" in said
    assert [button.label for button in app.get("download_button")] == ["Download this list (CSV)"]


def test_another_plan_can_be_chosen_and_stays_chosen(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, "1364447", 60)
    to_plan_year(press(app, "Compare plans"))
    labeled(app.selectbox, "Plan").select_index(4).run()
    assert "Rank 5 of 47 plans." in text_of(app)
    app.switch_page("pages/find_plans.py").run()
    to_plan_year(app)
    assert "Rank 5 of 47 plans." in text_of(app)


def test_2012_shows_the_gap_and_the_discount(app: AppTest) -> None:
    labeled(app.selectbox, "Plan year").set_value(2012).run()
    give_zip(app, "01604")
    list_drug(app, "2012:lipitor", 30)
    list_drug(app, "2012:plavix", 30)
    find_drug(app.run(), "advair")
    labeled(app.radio, "Which one").set_value("2012:advair-diskus").run()
    last(count(app, "How many inhalers", 1), 30)
    assert "60 blisters for 30 days" in text_of(app)  # one inhaler holds 60
    press(app, "Add this drug")
    to_plan_year(press(app, "Compare plans"))
    said = text_of(app)
    assert "to coverage gap." in said
    assert "Coverage gap" in said
    assert "The drug maker takes $" in said  # the discount, in a claim's why
    assert "Drug maker pays" in said  # and in the table of payers
    assert "This is an example, not a real plan." in said
    assert "Why this order?" in said
