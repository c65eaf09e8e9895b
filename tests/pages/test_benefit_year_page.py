"""The benefit by year as a person meets it: filled from the start, without a cost, another year beside it, a year that we do not have."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finder.domain.money import WHOLE, shown
from finder.questions.explainers.benefit_year import benefit_year
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, PHONES, give_zip, labeled, list_drug, press, text_of

PAGE = "pages/benefit_year.py"


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=30).run()


def to_page(app: AppTest) -> AppTest:
    return app.switch_page(PAGE).run()


def ask(app: AppTest, year: int, cost: float, brands: int = 100) -> AppTest:
    labeled(app.select_slider, "Year").set_value(year)
    labeled(app.number_input, "What your drugs cost").set_value(cost)
    labeled(app.slider, "How much").set_value(brands)
    return app.run()


def test_it_shows_the_commands_numbers(app: AppTest) -> None:
    # 2010: 310 + 630 + 3,610 = 4,550 of 6,440, the printed split
    ask(to_page(app), 2010, 6440.0)
    assert not app.exception
    said = text_of(app)
    assert "In 2010 you pay $4,550.00 of $6,440.00." in said
    assert all(phone in said for phone in PHONES)
    for phase in benefit_year(2010, 6440_00, WHOLE).phases:
        assert shown(phase.paid["patient_pay"]) in said
    assert pictured(app)[0] == (
        "Of $6,440.00 in 2010 you pay $310.00 in the deductible, $630.00 in initial coverage and $3,610.00 in the coverage gap."
    )
    assert "Since 2025 there is no gap." in pictured(app)[1]
    assert "Two sources agree" in said
    assert "42 USC" in said or "Q1Medicare" in said


def test_without_a_cost_it_says_what_to_do(app: AppTest) -> None:
    ask(to_page(app), 2026, 0.0)
    assert not app.exception
    assert "Type what your drugs cost in a year" in text_of(app)
    assert pictured(app) == []


def test_another_year_beside_it(app: AppTest) -> None:
    # 2026: 615 + 25% x 5,825 = 2,071.25; 2010: 4,550.00; 2,478.75 less
    ask(to_page(app), 2026, 6440.0)
    labeled(app.selectbox, "Compare with").set_value("2010").run()
    said = text_of(app)
    assert "For the same drugs you pay $2,071.25 in 2026 and $4,550.00 in 2010: $2,478.75 less." in said
    assert "-$2,478.75" in said
    assert len(pictured(app)) == 3


def test_a_list_fills_the_cost_the_share_of_brands_and_the_year(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, "1364447", 60)
    press(app, "Compare plans")
    cost = app.session_state["session"].comparison.plans[0]
    to_page(app)
    assert labeled(app.number_input, "What your drugs cost").value == sum(month.gross_drug_cost for month in cost.months) / 100
    assert labeled(app.slider, "How much").value == 100  # Eliquis is a brand
    assert labeled(app.select_slider, "Year").value == 2026
    assert "The yearly cost comes from your list at" in text_of(app)


def test_a_year_of_the_address_is_taken_or_refused_by_name() -> None:
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["year"] = "1999"
    app.run()
    to_page(app)
    app.query_params["year"] = "1999"
    app.run()
    assert not app.exception
    assert [error.value for error in app.error] == ["We need a plan year from 2006 to 2027. We found 1999."]


def test_the_page_is_short() -> None:
    assert (Path(APP).parent / PAGE).read_text(encoding="utf-8").count("\n") < 60
