"""Find plans as a person drives it, on the catalogs that the program comes with: empty, filled, refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from finder.domain.prescription import Prescription
from finder.sources.catalog.reading import open_catalog

APP = Path(__file__).parents[2] / "app.py"
ATORVASTATIN, ELIQUIS, METFORMIN = "617311", "1364447", "861007"
PHONES = ("1-800-MEDICARE", "1-877-486-2048", "1-877-839-2675")


def labeled(widgets: Any, start: str) -> Any:
    """The widget whose label begins so; the test fails where there is none."""
    return next(widget for widget in widgets if widget.label.startswith(start))


def text_of(app: AppTest) -> str:
    """Everything that the page says in elements of text and HTML."""
    html = [element.proto.body.replace("&#x27;", "'") for element in app.get("html")]
    said = [
        element.value for kind in (app.markdown, app.error, app.warning, app.info, app.success, app.header, app.title) for element in kind
    ]
    return "\n".join([*html, *said])


def find_drug(app: AppTest, words: str) -> AppTest:
    labeled(app.text_input, "Name of").set_value(words).run()
    return app


def numbered(app: AppTest, words: str) -> Any:
    """The field of a number whose label has those words."""
    return next(field for field in app.number_input if words in field.label)


def add_drug(app: AppTest, words: str, rxcui: str, a_month: float | None) -> AppTest:
    """A drug of which so many tablets are taken in 30 days, all of a day at once."""
    find_drug(app, words)
    labeled(app.radio, "Which one").set_value(rxcui).run()
    if a_month is not None:
        take(app, a_month / 30, "Once a day")
        assert numbered(app, "each time you refill").value == a_month
    press(app, "Add this drug")
    return app


def list_drug(app: AppTest, rxcui: str, a_month: int) -> None:
    """Put a drug on the list as the form would, without the form: it is there from the next run on."""
    drug = open_catalog(int(app.query_params["year"])).drug(rxcui)
    assert drug is not None
    app.session_state["session"].drugs.append(Prescription(drug, a_month * 1000, 30))


def count(app: AppTest, label: str, how_many: float) -> AppTest:
    """Answer a question of how many: by its button, or typed where there is none. Nothing is filled in before."""
    asked = labeled(app.pills, label)
    assert asked.value is None
    usual = {500: "Half", 1500: "1 and a half"}.get(how_many * 1000, f"{how_many:g}")
    if usual in asked.options:
        asked.set_value(round(how_many * 1000)).run()
    else:
        asked.set_value(0).run()
        numbered(app, "Type how many").set_value(how_many).run()
    return app


def take(app: AppTest, dose: float, often: str) -> AppTest:
    """Say how many are taken each time, and how often."""
    count(app, "How many do you take", dose)
    labeled(app.pills, "How often").set_value(often).run()
    return app


def last(app: AppTest, days: int) -> AppTest:
    """Say how long a fill lasts: by its button, or typed where there is none."""
    asked = labeled(app.pills, "How long")
    if any(option.startswith(f"{days} day") for option in asked.options):
        asked.set_value(days).run()
    else:
        asked.set_value(0).run()
        numbered(app, "Type how many days").set_value(days).run()
    return app


def give_zip(app: AppTest, zip_code: str) -> AppTest:
    labeled(app.text_input, "ZIP").set_value(zip_code).run()
    return app


def press(app: AppTest, label: str) -> AppTest:
    labeled(app.button, label).click().run()
    return app


def ask_again(app: AppTest) -> AppTest:
    """From the answer back to what was asked."""
    return app.switch_page("pages/find_plans.py").run()


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=30).run()


@pytest.fixture
def filled(app: AppTest) -> AppTest:
    list_drug(app, ATORVASTATIN, 30)
    list_drug(app, ELIQUIS, 60)
    list_drug(app, METFORMIN, 60)
    return give_zip(app, "01604")


def test_the_empty_page_has_its_title_phones_foot_and_no_result(app: AppTest) -> None:
    assert not app.exception
    assert [title.value for title in app.title] == ["Find plans"]
    said = text_of(app)
    for words in (*PHONES, "not a government site", "estimates", "Data of September 1, 2026", "Program 0.", "Rules 0."):
        assert words in said
    assert "<h1 class=" not in said
    assert all(not header.proto.anchor for header in (*app.title, *app.header))


def test_comparing_nothing_is_answered_with_what_is_missing(app: AppTest) -> None:
    press(app, "Compare plans")
    assert [error.value for error in app.error] == [
        "First we need a ZIP code that this file covers. Please type it at the top of this page."
    ]
    press(give_zip(app, "01604"), "Compare plans")
    assert [error.value for error in app.error] == ["Please add at least one drug first."]


def test_three_drugs_are_ranked_over_all_plans_of_the_county(app: AppTest) -> None:
    filled = give_zip(app, "01604")
    for words, rxcui, a_month in (("atorvastatin", ATORVASTATIN, 30), ("eliqis", ELIQUIS, 60), ("metforman", METFORMIN, 60)):
        add_drug(filled, words, rxcui, a_month)
    press(filled, "Compare plans")
    assert not filled.exception
    assert not filled.error
    said = text_of(filled)
    assert "More plans: all 47" in said
    assert said.count('"finder-card finder-decision') == 3
    labeled(filled.checkbox, "Show all 47").check().run()
    assert "All 47 plans in the file that serve Worcester County, lowest cost first" in text_of(filled)
    assert "Covers all 3 of your drugs." in said
    assert "Medicare made a price deal for Eliquis 5 mg." in said
    assert "so we counted none" in said  # not being sure of Extra Help
    assert "June 30, 2026" in said  # the date of the prices


def test_the_address_says_year_and_county_and_nothing_else(filled: AppTest) -> None:
    press(filled, "Compare plans")
    assert dict(filled.query_params) == {"year": "2026", "county": "25027"}


def test_the_current_plan_is_compared(filled: AppTest) -> None:
    box = labeled(filled.selectbox, "Which plan")
    assert box.options[:2] == ["I'm not sure", "I don't have one"]
    assert box.options[2:] == sorted(box.options[2:], key=str.casefold)
    box.select_index(2).run()
    press(filled, "Compare plans")
    said = text_of(filled)
    assert "You have now" in said
    assert "You don't have to do anything to stay." in said


def test_a_changed_answer_hides_the_old_costs(filled: AppTest) -> None:
    press(filled, "Compare plans")
    ask_again(filled)
    labeled(filled.radio, "Do you get Extra Help").set_value("Yes, in full (no Medicaid, or an income above the poverty line)").run()
    assert "<h1 class=" not in text_of(filled)
    filled.switch_page("pages/answer.py").run()  # without a press: the answer is to what is asked now
    assert "so we counted none" not in text_of(filled)
    assert "Extra Help" in text_of(filled)


def test_special_needs_plans_come_only_when_asked(filled: AppTest) -> None:
    press(filled, "Compare plans")
    assert "Special needs plan for" not in text_of(filled)
    ask_again(filled)
    labeled(filled.checkbox, "I have Medicaid").check().run()
    press(filled, "Compare plans").switch_page("pages/answer.py").run()
    labeled(filled.checkbox, "Show all").check().run()
    assert "Special needs plan for people with Medicaid (D-SNP)" in text_of(filled)


def test_a_state_program_with_and_without_its_copays(filled: AppTest) -> None:
    labeled(filled.selectbox, "Does anyone else help").set_value("A state drug program").run()
    said = text_of(filled)
    assert "Your drug plan pays first." in said
    assert "It may not move many people to another plan during the year." in said
    assert "We don’t have your program’s copays." in said  # Massachusetts
    press(filled, "Compare plans")
    assert filled.session_state["session"].comparison is None  # a copay that is missing is asked for, never taken as 0
    for name, amount in (("generic drug", 5.0), ("brand-name", 10.0)):
        numbered(filled, name).set_value(amount).run()
    press(filled, "Compare plans")
    comparison = filled.session_state["session"].comparison
    assert comparison.other_help == (0, 5_00, 10_00, 0)
    filled.switch_page("pages/answer.py").run()
    assert "All costs here count your other help: your state drug program." in text_of(filled)
    for page, said in (("plan_year", "All costs here count your other help"), ("receipt", "This check does not count your other help.")):
        filled.switch_page(f"pages/{page}.py").run()
        assert said in text_of(filled)
        assert not filled.exception


def test_other_insurance_counts_only_where_the_drug_plan_pays_first(filled: AppTest) -> None:
    labeled(filled.selectbox, "Does anyone else help").set_value("Other health insurance").run()
    assert "We can’t tell yet who pays first." in text_of(filled)
    labeled(filled.radio, "Where is that insurance from?").set_value("A job that I, my husband or my wife have now").run()
    labeled(filled.radio, "Why do you have Medicare?").set_value("I’m 65 or older").run()
    labeled(filled.radio, "How many people work").set_value("20 to 99").run()
    said = text_of(filled)
    assert "The other coverage pays first, then your drug plan." in said
    assert "the costs here are without it" in said
    assert not [field for field in filled.number_input if "brand-name" in field.label]
    press(filled, "Compare plans")
    filled.switch_page("pages/answer.py").run()
    assert "We don’t know what it pays, so the costs here are without it." in text_of(filled)
    filled.switch_page("pages/find_plans.py").run()
    labeled(filled.radio, "How many people work").set_value("Fewer than 20").run()
    said = text_of(filled)
    assert "It pays $60.00 and you pay $40.00. Then $100.00 counts toward your yearly limit." in said
    assert "Type the most you pay with this help" in said
    numbered(filled, "generic drug").set_value(0.0).run()
    numbered(filled, "brand-name").set_value(0.0).run()
    assert "Type the most you pay with this help" not in text_of(filled)
    assert not filled.exception


def test_a_drug_can_be_changed_and_removed(filled: AppTest) -> None:
    press(filled, "Change *Eliquis")
    assert "Eliquis 5 mg is on your list: 60 tablets for 30 days." in "".join(info.value for info in filled.info)
    last(take(filled, 2, "Once a day"), 90)
    press(filled, "Save this change")
    assert "Eliquis 5 mg tablet (apixaban): 180 tablets for 90 days" in text_of(filled)
    press(filled, "Remove *Eliquis")
    assert "180 tablets" not in text_of(filled)
    assert "Removed Eliquis 5 mg." in text_of(filled)


def test_an_amount_left_out_is_asked_for_again(app: AppTest) -> None:
    add_drug(give_zip(app, "01604"), "atorvastatin", ATORVASTATIN, None)
    assert [error.value for error in app.error] == ["Please say how many you take each time."]
    count(app, "How many do you take", 1)
    press(app, "Add this drug")
    assert [error.value for error in app.error] == ["Please say how often you take it."]


def test_a_line_typed_with_its_amount_needs_one_press(app: AppTest) -> None:
    give_zip(app, "01604")
    find_drug(app, "atorvastatin 40 mg once a day")
    press(app, "Add atorvastatin 40 mg tablet: 30 tablets for 30 days")
    (line,) = app.session_state["session"].drugs
    assert (line.drug.rxcui, line.quantity, line.days_supply) == (ATORVASTATIN, 30_000, 30)
    find_drug(app, "eliquis")
    assert not [button for button in app.button if button.label.startswith("Add Eliquis")]


def test_how_much_a_person_takes_becomes_a_fill_that_can_be_changed(app: AppTest) -> None:
    find_drug(app, "metformin")
    labeled(app.radio, "Which one").set_value(METFORMIN).run()
    take(app, 2, "Twice a day")
    assert "120 tablets for 30 days. That is 12 refills in a full year." in text_of(app)  # 2 x 2 x 30
    last(app, 45)
    assert "180 tablets for 45 days. That is 8 refills in a full year." in text_of(app)  # 365 / 45 = 8.1
    numbered(app, "each time you refill").set_value(100).run()
    assert "100 tablets for 45 days." in text_of(app)
    press(app, "Add this drug")
    assert "metformin 500 mg tablet: 100 tablets for 45 days" in text_of(app)


def test_packages_are_counted_and_the_label_wins(app: AppTest) -> None:
    find_drug(app, "albuterol")
    labeled(app.radio, "Which one").set_value("2123076").run()
    last(count(app, "How many inhalers each time you refill", 1), 25)
    assert "18 grams for 25 days. That is 15 refills in a full year." in text_of(app)  # 365 / 25 = 14.6
    numbered(app, "How many grams are in one inhaler").set_value(8.5).run()
    assert "8.5 grams for 25 days." in text_of(app)
    assert not app.warning
    press(app, "Add this drug")
    assert "8.5 grams for 25 days" in text_of(app)


def test_units_of_insulin_become_boxes(app: AppTest) -> None:
    find_drug(app, "lantus")
    labeled(app.radio, "Which one").set_value("847232").run()
    numbered(app, "units of insulin").set_value(20).run()
    said = text_of(app)
    assert "1 box (15 mL) lasts 75 days." in said  # 1,500 units / 20
    assert "15 mL for 75 days. That is 5 refills in a full year." in said


def test_an_amount_that_looks_like_a_slip_must_be_confirmed(app: AppTest) -> None:
    find_drug(app, "eliquis")
    labeled(app.radio, "Which one").set_value(ELIQUIS).run()
    labeled(app.pills, "How often").set_value("Only when I need it").run()
    numbered(app, "How many tablets each time you refill").set_value(600)
    last(app, 30)
    assert "Is it 600 tablets for 30 days, or 60 tablets for 30 days?" in text_of(app)
    press(app, "Add this drug")
    assert [error.value for error in app.error] == ["Please check the amount. If it is right, tick the box. Then press the button again."]
    labeled(app.checkbox, "Yes, this amount is right").check().run()
    press(app, "Add this drug")
    assert "Eliquis 5 mg tablet (apixaban): 600 tablets for 30 days" in text_of(app)
    assert not app.warning  # it was said to be right, and is asked no more


@pytest.mark.parametrize(
    ("words", "rxcui", "held", "how_many", "days", "bought", "fills"),
    [
        ("stelara", "853356", "syringes", 1, 84, "1 mL for 84 days", 4),  # 365 / 84 = 4.35
        ("humira", "1872980", "pens", 2, 28, "2 pens for 28 days", 13),  # 365 / 28 = 13.04
        ("ozempic", "2619154", "pens", 1, 28, "3 mL for 28 days", 13),
        ("latanoprost", "314072", "bottles", 1, 42, "2.5 mL for 42 days", 9),  # 365 / 42 = 8.69
        ("trelegy", "1945048", "inhalers", 1, 30, "60 blisters for 30 days", 12),
        ("mounjaro", "2601746", "pens", 4, 28, "2 mL for 28 days", 13),  # 4 x 0.5
        ("prolia", "993456", "syringes", 1, 180, "1 mL for 180 days", 2),  # 365 / 180 = 2.03
    ],
)
def test_what_a_person_holds_is_counted(
    app: AppTest, words: str, rxcui: str, held: str, how_many: int, days: int, bought: str, fills: int
) -> None:
    find_drug(app, words)
    labeled(app.radio, "Which one").set_value(rxcui).run()
    last(count(app, f"How many {held} each time you refill", how_many), days)
    assert f"{bought}. That is {fills} refills in a full year." in text_of(app)
    assert not app.warning
    press(app, "Add this drug")
    assert bought in text_of(app)
    assert not app.error


def test_a_part_of_a_pen_may_be_a_dose_and_is_asked_about(app: AppTest) -> None:
    find_drug(app, "ozempic")
    labeled(app.radio, "Which one").set_value("2619154").run()
    last(count(app, "How many pens each time you refill", 0.25), 28)
    assert "Is it 0.75 mL for 28 days, or 3 mL for 28 days?" in text_of(app)  # 0.25 x 3
    press(app, "Add this drug")
    assert [error.value for error in app.error] == ["Please check the amount. If it is right, tick the box. Then press the button again."]


def test_a_brand_that_the_file_lacks_leads_to_its_generic(app: AppTest) -> None:
    find_drug(app, "lipitor")
    assert "Lipitor is a brand of atorvastatin" in text_of(app)
    assert all("atorvastatin" in option for option in labeled(app.radio, "Which one").options)


@pytest.mark.parametrize(("typed", "said"), [("qq", "Type more letters of the name."), ("qqq", "We don't find “qqq”.")])
def test_a_name_that_is_still_being_typed_is_not_called_unknown(app: AppTest, typed: str, said: str) -> None:
    find_drug(app, typed)
    assert said in text_of(app)
    assert ("We don't find" in text_of(app)) is (typed == "qqq")


def test_a_huge_dose_is_asked_about_and_breaks_nothing(app: AppTest) -> None:
    find_drug(app, "eliquis")
    labeled(app.radio, "Which one").set_value(ELIQUIS).run()
    take(app, 100_000, "Twice a day")
    assert not app.exception  # 100,000 x 2 x 30 tablets is more than the field takes
    assert "That is a lot." in text_of(app)


def test_an_unknown_name_is_answered_with_what_to_do(app: AppTest) -> None:
    find_drug(app, "qqqqqqqq")
    assert "We don't find “qqqqqqqq”." in text_of(app)


@pytest.mark.parametrize(
    ("zip_code", "answer"),
    [
        (
            "03301",
            "ZIP 03301 is in Merrimack County, New Hampshire. This computer has no plans of New Hampshire for 2026 yet.",
        ),
        ("00000", "We don't know the ZIP code 00000. Please check its 5 digits."),
        (
            "03301-4500",
            "ZIP 03301 is in Merrimack County, New Hampshire. This computer has no plans of New Hampshire for 2026 yet.",
        ),
        ("*a*", r"We don't know the ZIP code \*a\*. Please check its 5 digits."),
        ("1", "We don't know the ZIP code 1. Please check its 5 digits."),
        ("01'04", "We don't know the ZIP code 01'04. Please check its 5 digits."),
    ],
)
def test_a_zip_that_we_cannot_serve_is_answered_in_a_sentence(app: AppTest, zip_code: str, answer: str) -> None:
    give_zip(app, zip_code)
    assert [said.value for said in (*app.error, *app.warning)] == [answer]
    assert not app.exception
    assert "All 0 plans" not in text_of(app)


def test_a_zip_in_several_counties_asks_which(app: AppTest) -> None:
    give_zip(app, "01010")  # Brimfield, in Hampden County, with addresses in Worcester County
    chooser = labeled(app.radio, "Your ZIP code is in more than one county")
    assert chooser.options == ["Hampden County, MA", "Worcester County, MA"]
    assert chooser.value is None
    assert "county" not in app.query_params
    press(app, "Compare plans")
    assert app.error  # a county is asked for, never taken
    chooser = labeled(app.radio, "Your ZIP code is in more than one county")
    chooser.set_value(open_catalog(2026).counties("01010")[1]).run()
    assert not app.exception
    assert app.query_params["county"] == "25027"


def test_every_page_says_that_the_plans_of_2012_are_examples(app: AppTest) -> None:
    labeled(app.selectbox, "Plan year").set_value(2012).run()
    give_zip(app, "01604")
    find_drug(app, "lipitor")
    add_drug(app, "lipitor", "2012:lipitor", 30)
    press(app, "Compare plans")
    said = text_of(app)
    assert "No real plan is shown." in said
    assert "All 6 plans in the file that serve Worcester County" in said
    assert said.count("This is an example, not a real plan.") == 3
    ask_again(app)
    assert "Yes, but only part of it" in labeled(app.radio, "Do you get Extra Help").options


def test_drugs_of_another_year_are_not_counted_and_said_so(filled: AppTest) -> None:
    labeled(filled.selectbox, "Plan year").set_value(2012).run()
    assert text_of(filled).count("It is not counted here.") == 3
    press(filled, "Compare plans")
    assert [error.value for error in filled.error] == ["Please add at least one drug first."]


def test_start_over_leaves_nothing_behind(filled: AppTest) -> None:
    press(filled, "Compare plans")
    press(press(filled, "Start over"), "Yes, start over")
    assert [field.value for field in filled.text_input] == ["", ""]
    assert "Eliquis" not in text_of(filled)
    assert "<h1 class=" not in text_of(filled)
    assert dict(filled.query_params) == {"year": "2026"}


def test_a_half_entered_drug_stops_compare_with_a_sentence(filled: AppTest) -> None:
    find_drug(filled, "trulic")
    press(filled, "Compare plans")
    assert [error.value for error in filled.error] == ["You started to add “trulic”. Add it, or clear the name, then go on."]
    assert "<h1 class=" not in text_of(filled)
    find_drug(filled, "")
    press(filled, "Compare plans")
    assert "<h1 class=" in text_of(filled)


def test_a_change_that_was_not_saved_stops_compare(filled: AppTest) -> None:
    press(filled, "Change *Eliquis")
    press(filled, "Compare plans")
    assert [error.value for error in filled.error] == ["You are changing Eliquis 5 mg. Save the change, or keep it as it was, then go on."]


def test_a_drug_that_is_not_found_stays_on_the_list_and_in_the_answer(filled: AppTest) -> None:
    find_drug(filled, "xyzal")
    press(filled, "Keep it on my list")
    assert "xyzal: not counted. We don't have this drug in our file. Its cost is not counted." in text_of(filled)
    press(filled, "Compare plans")
    said = text_of(filled)
    assert "xyzal is not counted: we don't have the cost. Your real cost is higher at every plan." in said
    assert "your lowest cost is at least $" in said
    assert "Covers 3 of your 4 drugs." in said
    press(ask_again(filled), "Remove *xyzal")
    filled.switch_page("pages/answer.py").run()
    assert "xyzal" not in text_of(filled)


def test_what_part_d_does_not_pay_for_is_named_as_such(filled: AppTest) -> None:
    find_drug(filled, "Tylenol")
    assert any("You can buy this without a prescription. Drug plans don't pay for it." in info.value for info in filled.info)
    press(filled, "Keep it on my list")
    press(filled, "Compare plans")
    said = text_of(filled)
    assert "Tylenol is not counted: Medicare drug plans don't pay for it." in said
    assert "Covers all 3 of your drugs." in said  # nothing that a plan could cover is missing
    assert "your lowest cost is about $" in said


def test_two_amounts_in_a_message_do_not_become_a_formula(filled: AppTest) -> None:
    labeled(filled.checkbox, "I already bought drugs").check().run()
    labeled(filled.number_input, "Total drug costs so far").set_value(100.0).run()
    labeled(filled.number_input, "Your out-of-pocket costs so far").set_value(500.0).run()
    # Streamlit reads what stands between two dollar signs as a formula, so both are escaped
    assert [error.value for error in filled.error] == [
        r"Out-of-pocket costs (\$500.00) can't be more than the total drug costs (\$100.00). Check your statement."
    ]


def test_a_plan_name_is_shown_as_it_is_written(filled: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.explain.plans.answer.plan_name", lambda plan: "$0 *Gold* $5")
    labeled(filled.selectbox, "Which plan").select_index(2).run()
    press(filled, "Compare plans")
    assert r"\$0 \*Gold\* \$5" in [link.proto.label for link in filled.get("page_link")]


def test_what_was_saved_is_said_until_plans_are_compared(app: AppTest) -> None:
    filled = add_drug(give_zip(app, "01604"), "atorvastatin", ATORVASTATIN, 30)
    assert any(done.value.startswith("Saved ") for done in filled.success)
    press(filled, "Compare plans")
    assert not filled.success
    filled.switch_page("pages/desk.py").run()
    assert not filled.success  # the desk says what was done there


def test_costs_so_far_are_asked_checked_and_counted(filled: AppTest) -> None:
    labeled(filled.checkbox, "I already bought drugs").check().run()
    press(filled, "Compare plans")
    assert "One answer above can't be right. Please correct it, then go on." in [error.value for error in filled.error]
    labeled(filled.number_input, "Total drug costs so far").set_value(9000.0).run()
    labeled(filled.number_input, "Your out-of-pocket costs so far").set_value(2100.0).run()
    labeled(filled.selectbox, "When does your plan start").set_value(date(2026, 12, 1)).run()
    press(filled, "Compare plans")
    assert not filled.error
    compared = filled.session_state["session"].comparison
    assert all(cost.drug_cost == 0 for cost in compared.plans)  # at the yearly limit of $2,100, covered drugs cost nothing more
    assert all(cost.counted == 3 for cost in compared.leaders)


def test_a_persons_number_is_never_kept_as_a_drug(filled: AppTest) -> None:
    find_drug(filled, "123-45-6789")
    assert "This looks like somebody's number or birth date. Please type the name of a drug." in [
        warning.value for warning in filled.warning
    ]
    assert not any(button.label.startswith("Keep it on my list") for button in filled.button)
