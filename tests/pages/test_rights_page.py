"""Rights and dates as a person meets it: empty, each event, refused, and a year whose rule was not read."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from finder.domain.rights import Event
from finder.explain.explainers.rights import EVENTS, ON
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, PHONES, labeled, press, text_of

PAGE = "pages/rights.py"


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=30).run().switch_page(PAGE).run()


def choose(app: AppTest, event: Event, day: date) -> AppTest:
    words = next(words for words, key in EVENTS.items() if key == event)
    labeled(app.selectbox, "What happened").set_value(words).run()
    labeled(app.date_input, ON[event]).set_value(day)
    return app


def test_the_empty_page_asks(app: AppTest) -> None:
    assert not app.exception
    assert [title.value for title in app.title] == ["Rights and dates"]
    said = text_of(app)
    assert "Choose what happened and the day, and press Show my dates." in said
    assert all(phone in said for phone in PHONES)
    assert not pictured(app)
    press(app, "Show my dates")
    assert [error.value for error in app.error] == ["Please fill in the day first."]


def test_a_denial_shows_its_date(app: AppTest) -> None:
    choose(app, Event.DENIAL, date(2026, 6, 1))
    press(app, "Show my dates")
    assert not app.exception
    # received June 6; 60 days: 24 in June, 31 in July, 5 in August
    said = text_of(app)
    assert "August 5, 2026: Last day to appeal." in said
    assert pictured(app) == ["From June 1, 2026: August 5, 2026, Last day to appeal."]
    assert "42 CFR 423.582(b)" in said
    assert "I ask you to look again at your decision" in said
    assert [button.label for button in app.get("download_button")] == ["Put these dates in your calendar (.ics)"]


@pytest.mark.parametrize("event", EVENTS.values())
def test_every_event_has_its_page(app: AppTest, event: Event) -> None:
    choose(app, event, date(2026, 1, 1))
    press(app, "Show my dates")
    assert not app.exception
    assert not app.error
    assert "What to say" in text_of(app)


def test_an_exception_without_a_statement_has_no_date(app: AppTest) -> None:
    choose(app, Event.EXCEPTION, date(2026, 3, 6))
    press(app, "Show my dates")
    assert not app.exception
    assert "The clock has not started." in text_of(app)
    assert not pictured(app)
    assert not app.get("download_button")


def test_a_plan_does_not_end_in_december(app: AppTest) -> None:
    choose(app, Event.NONRENEWAL, date(2026, 12, 31))
    press(app, "Show my dates")
    assert not app.exception
    assert [error.value for error in app.error] == [
        "We need January 1, the day on which a plan's year ends or goes on. We found December 31, 2026."
    ]


def test_a_year_whose_rule_was_not_read_is_said(app: AppTest) -> None:
    choose(app, Event.REFUND, date(2008, 3, 6))
    press(app, "Show my dates")
    assert not app.exception
    said = text_of(app)
    assert "We have not read that year's rule, so we show no date." in said
    assert "The rule on refund of 2008 is not among the texts that were read." in said
