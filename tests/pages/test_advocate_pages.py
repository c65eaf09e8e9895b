"""The pages for advocates: with an example, filled from an answer, and where something is refused."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

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


def test_the_pages_show_the_persons_own_plan(app: AppTest) -> None:
    list_drug(app, "1364447", 60)
    give_zip(app, "01604")
    press(app, "Compare plans")
    app.switch_page("pages/plan_payments.py").run()
    assert not app.exception
    assert "for you in" in text_of(app)
