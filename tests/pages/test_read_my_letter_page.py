"""Read my letter as a person meets it: empty, a letter with something missing, one without a date, and one that cannot be."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, labeled, press, text_of


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("FINDER_TODAY", "2026-06-10")
    return AppTest.from_file(APP, default_timeout=30).run().switch_page("pages/read_my_letter.py").run()


def test_a_letter_is_read(app: AppTest) -> None:
    assert [title.value for title in app.title] == ["Read my letter"]
    press(app, "Read my letter")
    assert [error.value for error in app.error] == ["Please fill in the date first."]
    labeled(app.date_input, "Date on the letter").set_value(date(2026, 6, 1))
    labeled(app.checkbox, "Why, in words").check()
    press(app, "Read my letter")
    assert not app.exception
    said = text_of(app)
    assert "August 5, 2026: Last day to appeal." in said
    assert "Something is missing." in said
    assert "CMS-1696" in said
    assert pictured(app) == ["From June 1, 2026: August 5, 2026, Last day to appeal."]
    labeled(app.checkbox, "It is about money").check().run()
    assert not any(box.label.startswith("How to get a fast answer") for box in app.checkbox)


def test_a_letter_without_a_date_and_one_that_cannot_be(app: AppTest) -> None:
    labeled(app.selectbox, "What is the letter about").set_value("My plan broke the rules or did badly").run()
    labeled(app.date_input, "Date on the letter").set_value(date(2026, 6, 1))
    press(app, "Read my letter")
    assert "This letter sets no date by which you must act." in text_of(app)
    assert not pictured(app)
    labeled(app.selectbox, "What is the letter about").set_value("My plan ends").run()
    labeled(app.date_input, "Date on the letter").set_value(date(2026, 10, 2))
    press(app, "Read my letter")
    assert "December 31, 2026: Last day of the plan." in text_of(app)  # not October 3, when the letter was due
    labeled(app.date_input, "Date on the letter").set_value(date(2026, 6, 1))
    press(app, "Read my letter")
    assert [error.value for error in app.error] == [
        "We need a day from July to December, as such a letter is about the next January 1. We found June 1, 2026."
    ]
