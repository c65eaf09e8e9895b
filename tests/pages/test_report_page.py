"""Report as a person meets it: before an answer, with one, and for a couple."""

from __future__ import annotations

from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from finder.explain.kit import html
from pages.parts import report_files
from tests.pages.test_find_plans import APP, ELIQUIS, PHONES, give_zip, labeled, list_drug, press, text_of

FILES = ["Save the report (web page)", "Save the dates (.ics)", "Save the plans", "Save the drugs", "Save each purchase"]


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=30).run()


def downloads(app: AppTest) -> list[str]:
    return [button.label for button in app.get("download_button")]


def test_without_an_answer_it_sends_to_find_plans(app: AppTest) -> None:
    app.switch_page("pages/report.py").run()
    assert not app.exception
    assert "First find plans for your drugs." in text_of(app)
    assert all(phone in text_of(app) for phone in PHONES)
    assert downloads(app) == []


def test_the_answer_gives_the_report_in_one_press_and_makes_it_for_no_other(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_files, "hand_over", lambda *_: pytest.fail("nobody pressed for a report"))
    give_zip(app, "01604")
    list_drug(app, ELIQUIS, 60)
    press(app, "Compare plans")
    assert not app.exception
    assert "Save the report (web page)" in downloads(app)


@pytest.mark.parametrize("possible", [True, False])
def test_an_answer_can_be_taken_home_with_or_without_pdf(app: AppTest, monkeypatch: pytest.MonkeyPatch, possible: bool) -> None:
    monkeypatch.setattr(report_files, "can_make_pdf", lambda: possible)
    give_zip(app, "01604")
    list_drug(app, ELIQUIS, 60)
    press(app, "Compare plans")
    app.switch_page("pages/report.py").run()
    assert not app.exception
    assert [label for label in downloads(app) if "PDF" not in label] == FILES
    assert ("Save the report (PDF)" in downloads(app)) is possible
    assert ("This computer can't make a PDF." in unescape(text_of(app))) is not possible
    assert "Plan ID: S" in text_of(app)
    assert "Medicare's number" not in text_of(app)
    labeled(app.selectbox, "Plan").select_index(4).run()
    assert not app.exception


def test_the_page_says_when_weasyprint_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    html.can_make_pdf.cache_clear()
    try:
        assert html.can_make_pdf() is False
    finally:
        html.can_make_pdf.cache_clear()
