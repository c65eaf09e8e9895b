"""Living in two places as a person meets it: empty, with a plan of the answer, and refused."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from finder.explain.explainers import two_homes as words
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, METFORMIN, give_zip, labeled, list_drug, press, text_of

PAGE = "pages/two_homes.py"


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=30).run()


def tell(app: AppTest, away: str, back: date | None) -> str:
    labeled(app.text_input, words.AWAY).set_value(away)
    labeled(app.date_input, words.LEAVES).set_value(date(2026, 10, 20))
    labeled(app.date_input, words.BACK).set_value(back)
    press(app, "Show my answer")
    assert not app.exception
    return text_of(app)


def test_without_an_answer_both_places_are_asked(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    assert [title.value for title in app.title] == ["Living in two places"]
    assert not pictured(app)
    press(app, "Show my answer")
    assert [error.value for error in app.error] == [words.MISSING]
    labeled(app.text_input, words.HOME).set_value("01604")
    said = tell(app, "33009", date(2027, 4, 20))
    assert "You are back in time. You keep your plan." in said
    assert "With your plan from My answer we can look for its stores at both places." in said
    assert len(pictured(app)) == 1
    assert "January 18, 2027; April 18, 2027" in said
    tell(app, "00000", None)
    assert [error.value for error in app.error] == ["We need a ZIP code that we know. We found 00000."]


def test_the_answer_gives_home_and_plan(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, METFORMIN, 60)
    press(app, "Compare plans").switch_page(PAGE).run()
    assert labeled(app.text_input, words.HOME).value == "01604"
    said = tell(app, "33009", None)
    assert "October 20, 2027: be back by then to keep your plan." in said
    assert "We don't have the stores of" in said
