"""A catalog of one year that does not open: the other years go on, and that year is named beside every choice of a year."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finder.explain.source_words import damaged_year_sentence
from tests.pages.test_annual_change_page import set_today
from tests.pages.test_find_plans import APP, ATORVASTATIN, give_zip, labeled, list_drug, press, text_of
from tests.reading import grade

SENTENCE = "We can't read the plans of 2027. Whoever runs this program must load them again. You can see them at medicare.gov."
GAP_YEARS = ["2010", "2009", "2008", "2007", "2006"]
EMBEDDED = Path(__file__).parents[2] / "data" / "catalogs"


@pytest.fixture
def catalogs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's own catalogs, on November 22, 2026, when the pages would propose 2027."""
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    set_today(monkeypatch, date(2026, 11, 22))
    (tmp_path / "catalogs").mkdir()
    return tmp_path / "catalogs"


@pytest.fixture
def broken(catalogs: Path) -> Path:
    """A catalog of 2027 whose manifest is cut short."""
    (catalogs / "2027").mkdir()
    (catalogs / "2027" / "manifest.json").write_text("{", "utf-8")
    return catalogs


def opened(page: str = "find_plans") -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30).run()
    app = app if page == "find_plans" else app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app


def warnings_of(app: AppTest) -> list[str]:
    return [warning.value for warning in app.warning]


def test_the_sentence_is_for_every_reader() -> None:
    assert damaged_year_sentence(2027) == SENTENCE
    assert grade(SENTENCE) <= 6


def test_the_other_years_go_on_to_an_answer(broken: Path) -> None:
    app = opened()
    assert not app.error
    assert warnings_of(app) == [SENTENCE]
    year = labeled(app.selectbox, "Plan year")
    assert year.value == 2026
    assert [option[:4] for option in year.options] == ["2026", "2012", *GAP_YEARS]
    assert "We don't have the plans of" not in text_of(app)  # those of 2027 are there, and damaged
    give_zip(app, "01604")
    list_drug(app, ATORVASTATIN, 30)
    press(app, "Compare plans")
    assert not app.error
    assert app.session_state["session"].comparison.info.plan_year == 2026


@pytest.mark.parametrize(
    "page", ["desk", "price_basis", "benefit_year", "medication_therapy", "payment_plan", "extra_help"], ids=lambda page: page
)
def test_every_page_that_asks_for_a_year_names_the_damaged_one(broken: Path, page: str) -> None:
    app = opened(page)
    assert not app.error
    assert warnings_of(app) == [SENTENCE]


@pytest.mark.parametrize("page", ["price_basis", "medication_therapy"])
def test_a_page_of_the_law_opens_on_the_year_of_the_latest_catalog_that_opens(broken: Path, page: str) -> None:
    assert labeled(opened(page).selectbox, "Year").value == 2026
    (broken / "2026").mkdir()  # now the examples of 2012 alone open; the law needs no catalog
    assert labeled(opened(page).selectbox, "Year").value == 2027


def test_a_page_without_a_choice_of_a_year_says_nothing_about_it(broken: Path) -> None:
    assert warnings_of(opened("rights")) == []


def test_extra_help_asks_for_the_state_beside_a_damaged_year(broken: Path) -> None:
    app = press(opened("extra_help"), "Next")
    app = press(app, "Next")
    assert not app.exception
    assert [error.value for error in app.error] == ["Please choose one."]
    assert "Massachusetts" in app.selectbox[0].options


@pytest.mark.parametrize("lost", ["manifest.json", "prices.parquet", "market.map"])
def test_a_year_that_lost_a_file_is_damaged(catalogs: Path, lost: str) -> None:
    shutil.copytree(EMBEDDED / "2026", catalogs / "2026")
    (catalogs / "2026" / lost).unlink()
    app = opened()
    assert not app.error
    assert warnings_of(app) == [SENTENCE.replace("2027", "2026")]
    assert labeled(app.selectbox, "Plan year").value == 2010  # the latest with real plans
    # neither the older release that comes with the program nor another year answers in the place of 2026
    assert "We don't have the plans of 2027 yet. You see those of 2010." in text_of(app)


def test_two_damaged_years_are_two_sentences(broken: Path) -> None:
    (broken / "2025").mkdir()
    assert warnings_of(opened()) == [SENTENCE, SENTENCE.replace("2027", "2025")]


def test_a_year_that_is_mended_can_be_chosen_at_once(broken: Path) -> None:
    (broken / "2026").mkdir()
    app = opened()
    assert warnings_of(app) == [SENTENCE, SENTENCE.replace("2027", "2026")]
    (broken / "2026").rmdir()
    app.run()
    assert warnings_of(app) == [SENTENCE]
    assert [option[:4] for option in labeled(app.selectbox, "Plan year").options] == ["2026", "2012", *GAP_YEARS]


def test_a_year_that_breaks_while_it_is_chosen_gives_way_to_another(catalogs: Path) -> None:
    shutil.copytree(EMBEDDED / "2026", catalogs / "2026")
    app = opened()
    give_zip(app, "01604")
    list_drug(app, ATORVASTATIN, 30)
    press(app, "Compare plans")
    app.switch_page("pages/find_plans.py").run()
    assert labeled(app.selectbox, "Plan year").value == 2026
    (catalogs / "2026" / "manifest.json").write_text("{", "utf-8")
    app.run()
    assert not app.exception
    assert not app.error
    assert labeled(app.selectbox, "Plan year").value == 2010  # the latest with real plans
    assert SENTENCE.replace("2027", "2026") in warnings_of(app)
    app = app.switch_page("pages/plan_year.py").run()
    assert not app.exception
    said = [error.value for error in app.error]
    assert said == [f"The catalog in {catalogs / '2026'} is damaged: its manifest cannot be read. Import it again."]


def test_where_no_other_year_is_there_the_page_says_what_is_wrong_with_it(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.sources.catalog.reading.shipped", lambda name: broken.parent / "nothing")
    for page in ("find_plans", "desk"):
        app = opened(page)
        said = [error.value for error in app.error]
        assert said == [f"The catalog in {broken / '2027'} is damaged: its manifest cannot be read. Import it again."]
        assert not app.selectbox
