"""Drug review program as a person meets it: empty, yes, no and maybe, with a comparison's yearly cost, and the sheet to print."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from finder.domain.medication_therapy import TherapyCase
from finder.domain.prescription import Prescription
from finder.explain.explainers.medication_therapy import NO_DRUGS, NO_ILLNESS, NOTHING_TOLD, sheet_html
from finder.questions.explainers.medication_therapy import medication_therapy
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, PHONES, give_zip, labeled, list_drug, press, text_of
from tests.reading import grade
from tests.small_market import drug

PAGE = "pages/medication_therapy.py"


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=30).run()


def answer_form(app: AppTest, illnesses: list[str], drugs: int, cost: float | None) -> AppTest:
    labeled(app.multiselect, "Which long-term").set_value(illnesses)
    labeled(app.number_input, "How many drugs").set_value(drugs)
    if cost is not None:
        labeled(app.number_input, "What do your drugs cost").set_value(cost)
    return press(app, "Show my answer")


def test_the_empty_page_asks(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    assert not app.exception
    assert [title.value for title in app.title] == ["Drug review program"]
    said = text_of(app)
    assert "Fill in the form and press Show my answer." in said
    assert all(phone in said for phone in PHONES)
    assert labeled(app.number_input, "What do your drugs cost").value is None
    assert not pictured(app)


def test_no_illness_and_no_drug_is_answered_in_plain_words(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    labeled(app.number_input, "How many other long-term").set_value(0)
    labeled(app.number_input, "How many drugs").set_value(0)
    press(app, "Show my answer")
    assert [error.value for error in app.error] == [NOTHING_TOLD]
    assert "part_d_drugs" not in text_of(app)
    assert grade(NOTHING_TOLD) <= 6


def test_yes_with_the_numbers_of_the_command(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    answer_form(app, ["Diabetes", "Heart failure", "High cholesterol"], 8, 1276.00)  # the amount of 2026 itself
    assert not app.exception
    said = text_of(app)
    assert "Yes. Your plan must offer you this program." in said
    assert "$1,276.00 or more" in said
    assert "The amount: One source only." in said
    assert pictured(app) == [
        "Long-term illnesses: you 3, asked the plan's own number, 2 to 3. Met. "
        "Part D drugs: you 8, asked the plan's own number, 2 to 8. Met. "
        "Yearly cost of the drugs: you $1,276.00, asked $1,276.00 or more. Met."
    ]
    assert "42 CFR 423.153(d)(2)(i)(A)" in said
    labels = [button.label for button in app.get("download_button")]
    assert labels == ["Put these dates in your calendar (.ics)", "Sheet for your review (to print)"]


def test_an_empty_form_answers_nothing(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    press(app, "Show my answer")
    assert [error.value for error in app.error] == [NO_ILLNESS, NO_DRUGS]
    assert "Your answer" not in text_of(app)
    labeled(app.multiselect, "Which long-term").set_value(["Diabetes"])
    press(app, "Show my answer")
    assert [error.value for error in app.error] == [NO_DRUGS]
    labeled(app.number_input, "How many drugs").set_value(0)
    press(app, "Show my answer")
    assert "No. A plan does not have to offer you this program." in text_of(app)


def test_a_plan_that_asks_for_too_much_is_said_in_words(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    labeled(app.selectbox, "How many illnesses does").set_value(4)
    labeled(app.selectbox, "How many drugs does").set_value(9)
    answer_form(app, ["Diabetes", "Heart failure", "High cholesterol"], 8, 9000.0)
    assert [error.value for error in app.error] == [
        "In 2026 a plan may ask for 2 to 3 long-term illnesses. You said 4. Please check with your plan.",
        "In 2026 a plan may ask for 2 to 8 drugs. You said 9. Please check with your plan.",
    ]
    assert labeled(app.multiselect, "Which long-term").value == ["Diabetes", "Heart failure", "High cholesterol"]


def test_a_risky_drug_alone_is_enough(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    labeled(app.checkbox, "My plan limits").set_value(True)
    press(app, "Show my answer")
    assert "Your plan limits a risky drug for you. That alone is enough." in text_of(app)
    labeled(app.selectbox, "Year").set_value(2021)  # before 2022 it decides nothing, so the rest is asked
    press(app, "Show my answer")
    assert [error.value for error in app.error] == [NO_ILLNESS, NO_DRUGS]


def test_a_yes_of_2016_says_that_the_plan_chose_its_illnesses(app: AppTest) -> None:
    app.switch_page(PAGE).run()
    labeled(app.selectbox, "Year").set_value(2016)
    answer_form(app, ["Diabetes", "Heart failure", "High cholesterol"], 8, 3507.00)
    said = text_of(app)
    assert "Yes. Your plan must offer you this program." in said
    assert "The rule of 2016 had no list of illnesses. A plan could choose which ones it looks for, so ask it." in said


@pytest.mark.parametrize(
    ("drugs", "cost", "said", "checked"),
    [
        (8, 1275.99, "No. A plan does not have to offer you this program.", ["yes Met", "yes Met", "no Not met"]),
        (7, 1276.00, "Maybe. It depends on what your plan asks for.", ["yes Met", "unknown Your plan decides", "yes Met"]),
        (8, None, "Maybe. It depends on what your plan asks for.", ["yes Met", "yes Met", "unknown Not known"]),
    ],
)
def test_no_and_maybe(app: AppTest, drugs: int, cost: float | None, said: str, checked: list[str]) -> None:
    app.switch_page(PAGE).run()
    answer_form(app, ["Diabetes", "Heart failure", "High cholesterol"], drugs, cost)
    assert not app.exception
    assert said in text_of(app)
    found = re.findall(r'<li class="(\w+)">.*?<em>([^<]*)</em>', text_of(app))
    assert [" ".join(check) for check in found] == checked


def test_the_comparison_gives_the_yearly_cost(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, "1364447", 60)
    press(app, "Compare plans")
    cost = app.session_state["session"].comparison.plans[0]
    app.switch_page(PAGE).run()
    gross = sum(month.gross_drug_cost for month in cost.months)
    assert gross > 0
    assert labeled(app.number_input, "What do your drugs cost").value == gross / 100
    assert labeled(app.number_input, "How many drugs").value == 1
    assert "The yearly cost comes from your list at" in text_of(app)


def test_the_sheet_names_the_drugs_and_escapes_them() -> None:
    answer = medication_therapy(TherapyCase(2026, (), 1))
    sheet = sheet_html(answer, [Prescription(drug("1", "pill <5 mg>", "pill"), 30_000, 30)])
    assert "<td>pill &lt;5 mg&gt;: 30 tablets for 30 days</td>" in sheet
    assert "<5 mg>" not in sheet
    assert "December 31, 2026" in sheet
    assert "http" not in sheet
