"""Check a receipt, as a person meets it: typed, from a file, without an amount; the letter comes with a finding."""

from __future__ import annotations

import json
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from finder.explain.kit.html import can_make_pdf
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, labeled, press
from tests.questions.test_list_files import PRINTOUT, bundle, claim

LETTER_FILES = ["Download the letter to print", *["Download the letter as PDF"] * can_make_pdf(), "Download the letter as text"]


@pytest.fixture
def page() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60).run()
    return app.switch_page("pages/receipt.py").run()


def shown(app: AppTest) -> str:
    assert not app.exception
    return " ".join(element.proto.body for element in app.get("html"))


def type_receipt(app: AppTest, drug: str, paid: float | None) -> AppTest:
    labeled(app.text_input, "Name and strength").set_value(drug)
    labeled(app.date_input, "The day you paid").set_value(date(2026, 3, 10))
    if paid is not None:
        labeled(app.number_input, "What you paid").set_value(paid)
    return press(app, "Check this receipt")


def test_a_typed_receipt_above_the_extra_help_copay_gets_a_letter(page: AppTest) -> None:
    labeled(page.radio, "Do you get Extra Help").set_value(labeled(page.radio, "Do you get Extra Help").options[2]).run()
    type_receipt(page, "Eliquis 5 mg", 47.0)
    assert "You may have paid $34.35 too much. Ask your plan." in shown(page)  # 47.00 - 12.65; the plan isn't known
    assert pictured(page) == ["Eliquis 5 mg tablet (apixaban), March 10, 2026: you paid $47.00, maybe $34.35 too much."]
    assert 'finder-tone-you" style="left:0.00%;width:26.91%' in shown(page)  # 12.65 of 47.00
    assert [button.label for button in page.get("download_button")] == LETTER_FILES


def test_a_receipt_without_an_amount_is_asked_for_it(page: AppTest) -> None:
    type_receipt(page, "Eliquis 5 mg", None)
    assert [error.value for error in page.error] == ["Please give the name of the drug, the day and what you paid."]


def test_what_must_be_filled_in_comes_before_what_may_be_left_out(page: AppTest) -> None:
    assert [field.label.endswith("if you know") or "if the receipt shows it" in field.label for field in page.number_input] == [
        False,  # what was paid
        True,
        True,
        True,
    ]


def test_a_right_receipt_is_said_to_be_right_and_all_can_be_removed(page: AppTest) -> None:
    type_receipt(page, "Eliquis 5 mg", 47.0)
    assert "We found nothing wrong with this receipt." in shown(page)
    assert not page.get("download_button")
    press(page, "Remove all receipts")
    assert "nothing wrong" not in shown(page)


def test_a_file_of_claims_is_checked(page: AppTest) -> None:
    labeled(page.radio, "How do you want").set_value("Open a file of claims or a store's list").run()
    claims = bundle(claim("00003089421", "2026-10-01", paid=300.0), claim("00003089421", "2025-10-01"))
    page.file_uploader[0].upload("eob.json", json.dumps(claims).encode(), "application/json").run()
    said = shown(page)
    assert "You paid $51.30 too much." in said  # 300.00 of a drug that cost 248.70
    assert "another year" in said


def test_of_a_stores_list_the_column_of_what_was_paid_is_asked(page: AppTest) -> None:
    labeled(page.radio, "How do you want").set_value("Open a file of claims or a store's list").run()
    page.file_uploader[0].upload("list.csv", PRINTOUT.replace("You Paid", "Price").encode(), "text/csv").run()
    assert labeled(page.selectbox, "Which column").value is None
    labeled(page.selectbox, "Which column").select_index(len(labeled(page.selectbox, "Which column").options) - 1).run()
    assert "these 3 receipts" in shown(page)
