"""What a price is made of as a person meets it: a typed price, cash with and without proof, a list at a plan, refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.price_basis import PricedDrug, PriceParts
from finder.questions.explainers.price_basis import list_at_two_prices
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, PHONES, give_zip, labeled, list_drug, press, text_of

PAGE = "pages/price_basis.py"


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=30).run()


def to_page(app: AppTest) -> AppTest:
    return app.switch_page(PAGE).run()


def in_2010(app: AppTest, price: float) -> AppTest:
    labeled(app.selectbox, "Year").set_value(2010).run()
    labeled(app.number_input, "The drug itself").set_value(price)
    labeled(app.number_input, "The store's fee").set_value(0.0)
    return app.run()


def test_it_opens_with_an_example_and_says_where_your_list_would_come_from(app: AppTest) -> None:
    to_page(app)
    assert not app.exception
    said = text_of(app)
    assert "Find plans for your drugs first" in said
    assert all(phone in said for phone in PHONES)
    assert pictured(app)[0] == "The plan price is $102.00. You pay $102.00."
    assert "42 CFR 423.308" in said
    assert "Law on the books since 2009 (74 FR 1544)" in said
    assert "Proposed in" not in said


def test_the_numbers_are_those_of_the_command(app: AppTest) -> None:
    # 2010, 12 fills of 100 at 10%: 532.50 and 562.50, 30.00 more; the spread is 120.00, 30.00 off premiums
    in_2010(to_page(app), 100.0)
    said = text_of(app)
    both = list_at_two_prices(2010, [PricedDrug("A", True, PriceParts(100_00))], LowIncomeSubsidy.NONE, 1_000)
    assert (both.pass_through.sums["patient_pay"], both.lock_in.sums["patient_pay"]) == (532_50, 562_50)
    assert "$532.50" in said
    assert "$562.50" in said
    assert "If the drug manager kept 10% on top, you would pay $30.00 more at the drug store in the year." in said
    finding = "You pay $532.50 in the year at the store's price (pass-through) and $562.50 at the manager's price (lock-in)."
    assert pictured(app)[1] == finding
    labeled(app.slider, "What the drug manager").set_value(0).run()
    assert "If the drug manager kept 0% on top, you would pay $0.00 more" in text_of(app)


def test_cash_counts_only_with_proof(app: AppTest) -> None:
    in_2010(to_page(app), 100.0)
    labeled(app.radio, "How do you buy").set_value("Cash, without my plan").run()
    labeled(app.number_input, "What you pay yourself").set_value(60.0).run()
    assert "None of it counts toward your yearly limit." in text_of(app)
    labeled(app.checkbox, "I send the plan proof").check().run()
    assert "$60.00 counts toward your yearly limit." in text_of(app)
    labeled(app.selectbox, "Where are you").set_value(Phase.INITIAL_COVERAGE).run()
    assert "None of it counts toward your yearly limit." in text_of(app)


def test_a_store_outside_the_network_needs_its_price(app: AppTest) -> None:
    in_2010(to_page(app), 100.0)
    labeled(app.radio, "How do you buy").set_value("At a store outside the plan's network").run()
    assert not app.exception
    assert [error.value for error in app.error] == ["We need the store's own price, for a store outside the network. We found nothing."]
    labeled(app.number_input, "The store's own price").set_value(120.0).run()
    assert not app.error
    assert "You pay $120.00." in text_of(app)


def test_the_persons_own_list(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, "1364447", 60)
    press(app, "Compare plans")
    to_page(app)
    assert not app.exception
    assert "Find plans for your drugs first" not in text_of(app)
    assert labeled(app.selectbox, "Plan")
    assert "would come off a year of premiums" in text_of(app)


def test_the_page_is_short() -> None:
    assert (Path(APP).parent / PAGE).read_text(encoding="utf-8").count("\n") < 60
