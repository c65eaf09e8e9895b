"""Employer or Part D as a person meets it: empty, beside the answer's first plan, and refused."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from finder.domain.money import shown
from finder.explain.explainers import employer_coverage as words
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, METFORMIN, give_zip, labeled, list_drug, press, text_of

PAGE = "pages/employer_coverage.py"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("FINDER_TODAY", "2026-05-10")
    return AppTest.from_file(APP, default_timeout=30).run()


def test_without_a_list_it_says_what_is_missing(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    assert [title.value for title in app.title] == ["Employer or Part D"]
    assert not pictured(app)
    press(app, "Show my answer")
    assert not app.exception
    said = text_of(app)
    assert "With your drug list on Find plans, the cost of a drug plan stands beside it." in said
    assert "82 in 100" in said


def test_the_first_plan_of_the_answer_stands_beside_it(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, METFORMIN, 60)
    press(app, "Compare plans").switch_page(PAGE).run()
    best = app.session_state["session"].comparison.best[0]
    labeled(app.radio, words.GOOD).set_value("Yes")
    labeled(app.number_input, words.PREMIUM).set_value(50.0)
    labeled(app.number_input, words.DRUGS).set_value(100.0)
    labeled(app.date_input, words.ENDS).set_value(date(2026, 6, 30))
    press(app, "Show my answer")
    assert not app.exception
    # 12 x 50 + 100
    costs, line = pictured(app)
    assert costs.startswith("Employer coverage: $700.00; ")
    assert costs.endswith(f": {shown(best.all_in)}")
    assert "September 1, 2026, Last start without a late fee" in line
    assert "Start a drug plan by September 1, 2026, and you owe no late fee." in text_of(app)


def test_a_day_that_cannot_be_is_one_sentence(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    labeled(app.date_input, words.FIRST_TIME).set_value(date(2026, 5, 11))
    press(app, "Show my answer")
    assert [error.value for error in app.error] == ["We need a day on or before today (May 10, 2026). We found May 11, 2026."]
