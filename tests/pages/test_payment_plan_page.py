"""Payment plan as a person meets it: empty, with typed costs, with a plan's year, refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finder.domain.money import shown
from finder.domain.payment_plan import OwnCosts
from finder.questions.explainers.payment_plan import payment_plan
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, PHONES, give_zip, labeled, list_drug, press, text_of

PAGE = "pages/payment_plan.py"


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=30).run()


def to_page(app: AppTest) -> AppTest:
    return app.switch_page(PAGE).run()


def type_costs(app: AppTest, amount: float, months: int) -> AppTest:
    names = ("January", "February", "March", "April", "May")
    for name in names[:months]:
        labeled(app.number_input, name).set_value(amount)
    return app


def test_the_empty_page_asks_and_shows_the_phone_numbers(app: AppTest) -> None:
    to_page(app)
    assert not app.exception
    assert [title.value for title in app.title] == ["Payment plan"]
    said = text_of(app)
    assert "Tell us what your drugs cost you each month" in said
    assert all(phone in said for phone in PHONES)
    assert not pictured(app)


def test_typed_costs_give_the_bills_of_the_command(app: AppTest) -> None:
    # 2025: 500 in January to April, printed bills 166.67, 75.76, 125.76, 181.31
    to_page(app)
    labeled(app.selectbox, "Year").set_value(2025)
    type_costs(app, 500.0, 4)
    press(app, "Show my bills")
    assert not app.exception
    said = text_of(app)
    bills = payment_plan(OwnCosts(2025, 1, (500_00,) * 4 + (0,) * 8)).bills
    assert [bill.bill for bill in bills[:4]] == [166_67, 75_76, 125_76, 181_31]
    assert all(shown(bill.bill) in said for bill in bills)
    assert "Your highest month falls from $500.00 to $181.33." in said
    assert pictured(app) == ["At the drug store your highest month is $500.00 in January. With the payment plan it is $181.33 in December."]
    assert "42 CFR 423.137" in said


def test_contradicting_amounts_are_refused_in_a_sentence(app: AppTest) -> None:
    to_page(app)
    type_costs(app, 500.0, 2)
    labeled(app.number_input, "What you paid").set_value(1_000.0)
    press(app, "Show my bills")
    assert not app.error
    labeled(app.number_input, "What you paid").set_value(10.0)
    press(app, "Show my bills")
    labeled(app.select_slider, "When would you join").set_value(3).run()
    assert not app.exception
    assert [error.value for error in app.error] == [
        r"What you paid before you joined must be \$1,000.00 to \$2,100.00. The months before you join add up to \$1,000.00. "
        r"\$2,100.00 is the most you can owe in a year."
    ]
    assert labeled(app.number_input, "January").value == 500.0


@pytest.mark.parametrize(("january", "december", "said"), [(2_000.0, 100.0, False), (2_000.0, 100.01, True)])
def test_more_than_anyone_can_owe_is_said(app: AppTest, january: float, december: float, said: bool) -> None:
    to_page(app)
    labeled(app.number_input, "January").set_value(january)
    labeled(app.number_input, "December").set_value(december)
    press(app, "Show my bills")
    # the yearly limit of 2026 is 2,100: 2,000 + 100 is all of it, a cent more is not owed
    more = r"No one owes more than \$2,100.00 for covered drugs in 2026. You typed \$2,100.01 in all. We count \$2,100.00 of it."
    assert [info.value for info in app.info if "No one owes" in info.value] == ([more] if said else [])


def test_an_empty_form_answers_nothing(app: AppTest) -> None:
    to_page(app)
    press(app, "Show my bills")
    assert [error.value for error in app.error] == ["Please type what your drugs cost you in at least one month."]
    assert "Your answer" not in text_of(app)


def test_the_notice_test_and_the_bills_are_said_apart(app: AppTest) -> None:
    to_page(app)
    for name in ("November", "December"):
        labeled(app.number_input, name).set_value(700.0)
    labeled(app.number_input, "The most that one fill").set_value(700.0)
    press(app, "Show my bills")
    labeled(app.select_slider, "When would you join").set_value(11).run()
    said = text_of(app)
    assert "If you join in November, the payment plan changes nothing." in said
    assert "test you are likely to gain from it." in said
    assert "have to join now" in said
    assert "ask to join" not in said
    labeled(app.number_input, "The most that one fill").set_value(800.0)
    press(app, "Show my bills")
    assert [error.value for error in app.error] == [r"One fill can't cost you more than your highest month, \$700.00. You said \$800.00."]


def test_a_plans_year_from_the_comparison(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, "1364447", 60)
    press(app, "Compare plans")
    to_page(app)
    assert labeled(app.radio, "Which costs").value == "Use a plan from Find plans"
    said = text_of(app)
    assert "You owe $" in said
    assert "from January on, with or without it." in said
    labeled(app.select_slider, "When would you join").set_value(6).run()
    assert "from June on, with or without it." in text_of(app)
    assert "paid at the store" in text_of(app)


def test_the_next_person_starts_empty(app: AppTest) -> None:
    to_page(app)
    type_costs(app, 500.0, 1)
    press(app, "Show my bills")
    press(press(app, "Start over"), "Yes, start over")
    to_page(app)
    assert labeled(app.number_input, "January").value == 0.0
    assert "Tell us what your drugs cost you each month" in text_of(app)


def test_the_page_is_short() -> None:
    assert (Path(APP).parent / PAGE).read_text(encoding="utf-8").count("\n") < 60
