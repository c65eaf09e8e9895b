"""The Desk as a counselor uses it, on the embedded catalogs: a list, its answers, the session file."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from finder.documents.session import VERSION, checksum, sealed, write_session
from finder.domain.drug_lines import NotCounted, WhyNotCounted
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.domain.session import SavedPerson, SavedSession
from finder.explain.drug_list.desk import offer_words
from finder.sources.catalog.reading import open_catalog
from pages.parts import saved as saved_part
from pages.parts.session import Session
from tests.pages.test_find_plans import APP, PHONES, give_zip, labeled, list_drug, press, text_of

FIVE = "atorva 40 1x day\nNovoLog pen 2 a month\neliquis 5mg bid #60\nmetforman 850 twice daily\nzzyzx 3 daily"
NOVOLOG, METFORMIN = "1653204", "861010"


@pytest.fixture
def desk() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.switch_page("pages/desk.py").run()
    assert not app.exception
    return app


def answer(app: AppTest, number: int, words: str) -> AppTest:
    """Choose the answer to a line that begins so."""
    ways = labeled(app.radio, f"Line {number}: your answer")
    lines = {line.number: line for line in app.session_state["session"].lines}
    offers = [offer_words(lines[number], offer) for offer in lines[number].offers]
    ways.set_value(next((place for place, said in enumerate(offers) if said.startswith(words)), words)).run()
    assert not app.exception
    return app


def titles_of(app: AppTest) -> str:
    """The lines in the rows of questions, as they are read."""
    return "\n".join(row.value for row in app.subheader).replace("\\", "")


def paste(app: AppTest, text: str) -> AppTest:
    labeled(app.text_area, "The list").set_value(text)
    return press(app, "Read this list")


def upload(app: AppTest, label: str, name: str, data: bytes) -> AppTest:
    labeled(app.file_uploader, label).set_value((name, data, "application/octet-stream")).run()
    assert not app.exception
    return app


def test_the_empty_desk_has_title_phones_and_no_result(desk: AppTest) -> None:
    assert [title.value for title in desk.title] == ["Desk"]
    said = text_of(desk)
    assert all(phone in said for phone in PHONES)
    assert "What we understood" not in said


def test_five_messy_lines_become_a_list(desk: AppTest) -> None:
    paste(desk, FIVE)
    said = text_of(desk)
    assert "5 lines: 1 ready, 4 questions." in said
    for line in FIVE.splitlines():
        assert line in said + titles_of(desk)  # each with its own words
    answer(desk, 1, "Yes: 30 tablets for 30 days")
    answer(desk, 2, "Yes: 30 mL for 30 days (2 packages")  # two boxes
    answer(desk, 4, "Something else")
    labeled(desk.radio, "Line 4: which product").set_value(METFORMIN)
    labeled(desk.text_input, "Write line 5").set_value("lisinopril 10mg #90/90").run()
    assert labeled(desk.button, "Use 1 drug").disabled  # what is not saved yet is not lost
    press(desk, "Save these answers")
    assert "5 lines: 4 ready, 1 question." in text_of(desk)  # the amount of line 4 was not answered
    assert "1 line is still open. It stays on the list but is not counted." in text_of(desk)
    answer(desk, 4, "Something else")
    labeled(desk.number_input, "Line 4: tablets bought").set_value(180)
    press(desk, "Save these answers")
    assert [error.value for error in desk.error] == ["Line 4 needs both the amount and the days. Nothing is saved yet."]
    labeled(desk.number_input, "Line 4: days").set_value(90)
    press(desk, "Save these answers")
    assert "5 lines: 5 ready." in text_of(desk)
    assert "Save these answers" not in [button.label for button in desk.button]
    press(desk, "Use 5 drugs")
    assert not desk.exception
    listed = [(given.drug.ingredient, given.quantity, given.days_supply) for given in desk.session_state["session"].drugs]
    assert listed == [
        ("atorvastatin", 30_000, 30),  # 1 a day x 30
        ("insulin aspart, human", 30_000, 30),  # 2 boxes of 15 mL
        ("apixaban", 60_000, 30),
        ("metformin hydrochloride", 180_000, 90),
        ("lisinopril", 90_000, 90),
    ]


def test_an_unanswered_form_changes_nothing(desk: AppTest) -> None:
    paste(desk, FIVE)
    before = desk.session_state["session"].lines
    press(desk, "Save these answers")
    assert desk.session_state["session"].lines == before
    assert "5 lines: 1 ready, 4 questions." in text_of(desk)


def test_a_line_can_be_left_out_and_is_still_shown(desk: AppTest) -> None:
    paste(desk, "eliquis 5mg bid #60\nzzyzx")
    answer(desk, 2, "Leave it out")
    press(desk, "Save these answers")
    assert "2 lines: 1 ready, 1 left out." in text_of(desk)
    assert "Line 2: zzyzx · Left out by you." in text_of(desk)
    assert "still open" not in text_of(desk)
    labeled(desk.multiselect, "Is any of these").set_value([2]).run()
    press(desk, "Keep the chosen lines")
    assert "2 lines: 1 ready, 1 question." in text_of(desk)


def test_a_ready_line_can_be_corrected(desk: AppTest) -> None:
    paste(desk, "lisinopril 10mg #90/90\nzzyzx\neliquis 5mg bid #60")
    labeled(desk.multiselect, "Which lines would you correct").set_value([1, 3]).run()
    count = labeled(desk.number_input, "Line 1: tablets bought")
    assert count.value == 90
    count.set_value(30).run()
    assert labeled(desk.button, "Use 2 drugs").disabled
    labeled(desk.number_input, "Line 1: days").set_value(30)
    answer(desk, 3, "Write it again")
    written = labeled(desk.text_input, "Write line 3 again")
    assert written.value == "eliquis 5mg bid #60"
    written.set_value("eliquis 2.5 mg bid #60")
    press(desk, "Save these answers")
    settled = [(line.number, line.quantity, line.days_supply) for line in desk.session_state["session"].lines if line.prescription]
    assert settled == [(1, 30_000, 30), (3, 60_000, 30)]
    assert "Eliquis 2.5 mg" in text_of(desk)
    assert not labeled(desk.multiselect, "Which lines would you correct").value


def test_what_is_counted_is_asked_of_the_product_that_was_chosen(desk: AppTest) -> None:
    paste(desk, "albuterol inh prn")  # inhalers in grams, vials in mL: an amount means nothing before the product is chosen
    (line,) = desk.session_state["session"].lines
    assert len({drug.unit for drug in line.candidates}) > 1
    answer(desk, 1, "Something else")
    assert not desk.number_input
    drug = next(drug for drug in line.candidates if drug.unit == "mL")
    chosen = "Line 1: which product"
    labeled([*desk.radio, *desk.selectbox], chosen).set_value(drug.rxcui).run()

    labeled(desk.number_input, "Line 1: packages (75 mL each)").set_value(2)
    labeled(desk.number_input, "Line 1: days").set_value(30)
    press(desk, "Save these answers")
    (line,) = desk.session_state["session"].lines
    assert (line.drug, line.quantity) == (drug, 2 * 75_000)  # a package is 75 mL


def test_markup_in_a_line_is_shown_as_text(desk: AppTest) -> None:
    paste(desk, "<b>x</b> **y** $z$")
    assert titles_of(desk) == "Line 1: <b>x</b> **y** $z$"
    assert r"\<b\>x\</b\> \*\*y\*\* \$z\$" in desk.subheader[0].value
    assert "<b>" not in text_of(desk)
    answer(desk, 1, "Leave it out")
    press(desk, "Save these answers")
    assert "&lt;b&gt;x&lt;/b&gt;" in text_of(desk)
    assert "<b>" not in text_of(desk)


def test_the_columns_of_a_csv_are_checked_before_it_is_used(desk: AppTest) -> None:
    labeled(desk.radio, "How do you bring").set_value("Open a file (CSV or XLSX)").run()
    data = b"Medication,Prescriber,Sig,Qty,Days\neliquis 5 mg,Dr. No,bid,60,30\natorvastatin 40 mg,,daily,,\n"
    upload(desk, "A CSV or XLSX", "list.csv", data)
    press(desk, "Look at this file")
    said = text_of(desk)
    assert "list.csv has 2 rows and 5 columns." in said
    assert "What we understood" not in said
    assert [box.value for box in desk.selectbox if box.label.startswith("Column ")] == [0, None, 2, 3, 4]
    press(desk, "Use these columns")
    assert "eliquis 5 mg bid #60 30 days supply" in text_of(desk)
    assert "2 lines: 1 ready, 1 question." in text_of(desk)


def test_a_heading_of_a_csv_is_shown_as_it_is_written(desk: AppTest) -> None:
    labeled(desk.radio, "How do you bring").set_value("Open a file (CSV or XLSX)").run()
    press(upload(desk, "A CSV or XLSX", "list.csv", b"Drug,$5 *or* $6\neliquis 5 mg,x\n"), "Look at this file")
    assert labeled(desk.selectbox, "Column 2").label == r"Column 2: \$5 \*or\* \$6"


def test_two_drug_columns_are_refused_and_the_file_stays(desk: AppTest) -> None:
    labeled(desk.radio, "How do you bring").set_value("Open a file (CSV or XLSX)").run()
    press(upload(desk, "A CSV or XLSX", "list.csv", b"Drug,Note\neliquis 5 mg,x\n"), "Look at this file")
    labeled(desk.selectbox, "Column 2").set_value(0)
    press(desk, "Use these columns")
    assert [error.value for error in desk.error] == [
        "We need each meaning for one column only. We found two columns with the same meaning."
    ]
    assert "list.csv has 1 row" in text_of(desk)


BAD_FILES = {
    "empty": ("list.csv", b"", "We need a file with something in it. We found an empty file."),
    "binary": ("list.csv", bytes(range(256)), "We need a file of text. We found bytes that are no text."),
    "encoding": (
        "list.csv", "café".encode("cp1252"), "We need text saved as UTF-8 (in Excel: CSV UTF-8). We found another encoding.",
    ),
    "5 MB": ("list.csv", b"x\n" * 2_500_000, "We need a file of at most 2 MB. We found 5.0 MB."),
    "10,000 lines": ("list.csv", b"x\n" * 10_000, "We need at most 1,000 rows. We found more."),
    "formula": ("list.csv", b"Drug\n=cmd()", "We need cells of plain text and numbers. We found a formula in row 2, column 1."),
    "macros": (
        "list.xlsm", b"PK\x03\x04",
        "We need a CSV or XLSX file without macros. We found a workbook that can hold macros, or of an old format.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_refused_in_one_sentence_and_the_list_stays(desk: AppTest, kind: str) -> None:
    name, data, sentence = BAD_FILES[kind]
    paste(desk, "eliquis 5mg bid #60")
    labeled(desk.radio, "How do you bring").set_value("Open a file (CSV or XLSX)").run()
    press(upload(desk, "A CSV or XLSX", name, data), "Look at this file")
    assert [error.value for error in desk.error] == [sentence]
    assert "eliquis 5mg bid #60" in text_of(desk)


def test_a_list_that_is_too_long_is_refused_and_stays_in_its_field(desk: AppTest) -> None:
    paste(desk, "eliquis 5\n" * 61)
    assert [error.value for error in desk.error] == ["We need at most 60 lines. We found 61."]
    assert labeled(desk.text_area, "The list").value.startswith("eliquis 5")


def test_the_counselors_table_is_read(desk: AppTest) -> None:
    desk.session_state["session"].table = (
        {"Drug": "eliquis", "Strength": "5 mg", "Directions": "bid", "Quantity": "60", "Days supply": ""},
        {"Drug": "", "Strength": "", "Directions": "", "Quantity": "", "Days supply": ""},
        {"Drug": "atorvastatin", "Strength": "40", "Directions": "", "Quantity": "", "Days supply": "90"},
    )
    labeled(desk.radio, "How do you bring").set_value("Fill in a table").run()
    press(desk, "Read this table")
    assert not desk.exception
    said = text_of(desk)
    assert "2 lines: 1 ready, 1 question." in said
    assert "atorvastatin 40 90 days supply" in titles_of(desk)


def saved() -> bytes:
    catalog = open_catalog(2026)
    county = catalog.counties("01604")[0]
    member = Member("01604", county, date(2026, 7, 1), current_plan=catalog.plans_serving(county)[0].plan_id, uncovered_months=5)
    drug = catalog.drug("1364447")
    assert drug is not None
    return write_session(SavedSession(2026, "01604", county, (SavedPerson(member, [Prescription(drug, 60_000, 30)]),)), "0.1")


def test_a_session_file_restores_answers_and_list(desk: AppTest) -> None:
    press(upload(desk, "A session file", "s.json", saved()), "Open this session")
    assert [done.value for done in desk.success] == ["Opened the session."]
    desk.switch_page("pages/find_plans.py").run()
    assert not desk.exception
    assert labeled(desk.text_input, "ZIP").value == "01604"
    assert labeled(desk.number_input, "How many full months").value == 5
    assert labeled(desk.selectbox, "When does your plan start").value == date(2026, 7, 1)
    assert labeled(desk.selectbox, "Which plan do you have").value == json.loads(saved())["session"]["people"][0]["current_plan"]
    press(desk, "Compare plans")
    assert "<h1 class=" in text_of(desk)
    assert desk.session_state["session"].comparison.coverage_start == date(2026, 7, 1)


def future() -> bytes:
    document = {**json.loads(saved()), "version": VERSION + 1}
    return json.dumps({**document, "checksum": checksum(document)}).encode()


def digit_changed() -> bytes:
    document = json.loads(saved())
    seal = document["checksum"]
    document["checksum"] = ("1" if seal[0] != "1" else "2") + seal[1:]
    return json.dumps(document).encode()


def another_year() -> bytes:
    return sealed({**json.loads(saved())["session"], "plan_year": 2013, "people": [old_person()]}, "0.1")


def old_person() -> dict[str, object]:
    return {**json.loads(saved())["session"]["people"][0], "coverage_start": None}


BAD_SESSIONS = {
    "future": (future, "We need a session file of version 7 or older. We found version 8, saved by a newer program."),
    "digit": (
        digit_changed,
        "We need the file just as it was saved. We found content that was changed or damaged since (its checksum does not fit).",
    ),
    "year": (
        another_year,
        "We need a plan year that this program has plans for (2026, 2012, 2010, 2009, 2008, 2007, 2006). We found 2013.",
    ),
}


@pytest.mark.parametrize("kind", BAD_SESSIONS)
def test_a_bad_session_file_is_refused_in_one_sentence_and_the_list_stays(desk: AppTest, kind: str) -> None:
    make, sentence = BAD_SESSIONS[kind]
    paste(desk, "eliquis 5mg bid #60")
    press(upload(desk, "A session file", "s.json", make()), "Open this session")
    assert [error.value for error in desk.error] == [sentence]
    assert "eliquis 5mg bid #60" in text_of(desk)


def test_a_second_clients_list_is_never_mixed_with_the_first(desk: AppTest) -> None:
    press(paste(desk, "eliquis 5mg bid #60"), "Use 1 drug")
    desk.switch_page("pages/desk.py").run()
    said = text_of(paste(desk, "lisinopril 10mg #90/90"))
    assert "You already have a list of 1 line. The new list has 1 line." in said  # nothing is discarded before that is answered
    assert "For another person, forget the new list and start over." in said
    assert [line.text for line in desk.session_state["session"].lines] == ["eliquis 5mg bid #60"]
    press(desk, "Replace the first list")
    assert any("Find plans already has Eliquis 5 mg" in warning.value for warning in desk.warning)
    assert labeled(desk.button, "Use 1 drug").disabled
    labeled(desk.radio, "You already have a list").set_value("Replace it with this list").run()
    press(desk, "Use 1 drug")
    assert [given.drug.ingredient for given in desk.session_state["session"].drugs] == ["lisinopril"]


def test_the_same_persons_list_can_be_added_to(desk: AppTest) -> None:
    press(paste(desk, "eliquis 5mg bid #60"), "Use 1 drug")
    desk.switch_page("pages/desk.py").run()
    assert "already have a list" not in text_of(desk)  # asked once a second list is read
    paste(desk, "lisinopril 10mg #90/90")
    press(press(desk, "Add the new lines"), "Use 2 drugs")
    assert [given.drug.ingredient for given in desk.session_state["session"].drugs] == ["apixaban", "lisinopril"]


def test_a_session_file_restores_balances_order_and_names_not_counted(desk: AppTest) -> None:
    catalog = open_catalog(2026)
    county = catalog.counties("01604")[0]
    so_far: dict[str, Any] = {"gross_drug_cost_to_date": 900_00, "troop_to_date": 650_25, "alphabetical": False}
    member = Member("01604", county, date(2026, 8, 1), **so_far)
    names = [NotCounted("Xyzal"), NotCounted("Tylenol", WhyNotCounted.OVER_THE_COUNTER)]
    data = write_session(SavedSession(2026, "01604", county, (SavedPerson(member, [], names),)), "0.1")
    press(upload(desk, "A session file", "s.json", data), "Open this session")
    assert not desk.error
    desk.switch_page("pages/find_plans.py").run()
    assert labeled(desk.number_input, "Total drug costs so far").value == 900.0
    assert labeled(desk.number_input, "Your out-of-pocket costs so far").value == 650.25
    assert labeled(desk.radio, "In which order").value == "As they stand on my list"
    assert labeled(desk.selectbox, "When does your plan start").value == date(2026, 8, 1)
    assert desk.session_state["session"].not_counted == names


def test_a_session_file_restores_whether_uncovered_drugs_are_bought(desk: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    files: list[bytes] = []

    def keep(*given: Any) -> bytes:
        files.append(write_session(*given))
        return files[-1]

    monkeypatch.setattr(saved_part, "write_session", keep)
    label = "I would not buy a drug that my plan leaves out"
    desk.switch_page("pages/find_plans.py").run()
    give_zip(desk, "01604")
    labeled(desk.checkbox, label).check().run()
    list_drug(desk, "1364447", 60)
    desk.switch_page("pages/desk.py").run()
    kept = files[-1]
    assert json.loads(kept)["session"]["people"][0]["skip_uncovered"] is True
    press(press(desk, "Start over"), "Yes, start over")
    desk.switch_page("pages/find_plans.py").run()
    assert labeled(desk.checkbox, label).value is False
    desk.switch_page("pages/desk.py").run()
    press(upload(desk, "A session file", "s.json", kept), "Open this session")
    assert not desk.error
    desk.switch_page("pages/find_plans.py").run()
    assert labeled(desk.checkbox, label).value is True
    press(desk, "Compare plans")
    assert desk.session_state["session"].comparison.skip_uncovered is True


def test_over_the_counter_products_are_named(desk: AppTest) -> None:
    said = text_of(paste(desk, "eliquis 5mg bid #60\nTylenol\nvit D 2000 iu"))
    assert "You can buy this without a prescription. Drug plans don't pay for it. Leave the line out, or keep it on the list." in said
    assert "Drug plans don't pay for vitamins and minerals. Leave the line out, or keep it on the list." in said


def test_open_lines_stay_on_the_list_and_are_named_in_the_answer(desk: AppTest) -> None:
    paste(desk, "eliquis 5mg bid #60\nzzyzx 3 daily\nASA 81\nlisinopril 10mg")
    press(desk, "Use 1 drug")
    assert desk.session_state["session"].not_counted == [
        NotCounted("zzyzx 3 daily", WhyNotCounted.NOT_FOUND),
        NotCounted("ASA 81", WhyNotCounted.OVER_THE_COUNTER),
        NotCounted("lisinopril 10mg", WhyNotCounted.OPEN_QUESTION),
    ]
    desk.switch_page("pages/find_plans.py").run()
    press(give_zip(desk, "01604"), "Compare plans")
    said = text_of(desk)
    assert "zzyzx 3 daily and lisinopril 10mg are not counted: we don't have the cost." in said
    assert "ASA 81 is not counted: Medicare drug plans don't pay for it." in said
    assert "Covers 1 of your 3 drugs." in said  # aspirin is none that a plan could cover


def test_pens_are_counted_in_pens(desk: AppTest) -> None:
    paste(desk, "Ozempic 0.25 or 0.5")
    answer(desk, 1, "Something else")
    labeled(desk.number_input, "Line 1: pens (3 mL each) bought each time").set_value(1)
    labeled(desk.number_input, "Line 1: days").set_value(28)
    press(desk, "Save these answers")
    line = desk.session_state["session"].lines[0]
    assert (line.quantity, line.days_supply) == (3_000, 28)  # one pen of 3 mL


PRICES = b"Drug,Qty,Days,Fill Date,You Paid\natorvastatin 40 mg tablet,90,90,10/12/2026,$5.00\n"


def use_columns(app: AppTest, name: str, data: bytes) -> AppTest:
    labeled(app.radio, "How do you bring").set_value("Open a file (CSV or XLSX)").run()
    press(upload(app, "A CSV or XLSX", name, data), "Look at this file")
    return press(app, "Use these columns")


def paid(app: AppTest) -> list[int | None]:
    fills = app.session_state["session"].paid_fills
    return [fill.paid for fill in fills.fills] if fills else []


def test_what_a_file_says_was_paid_is_kept_with_its_list_and_goes_with_it(desk: AppTest) -> None:
    use_columns(desk, "list.csv", PRICES)
    assert paid(desk) == [5_00]
    use_columns(desk, "more.csv", PRICES.replace(b"atorvastatin 40 mg tablet,90,90", b"eliquis 5 mg tablet,60,30"))
    assert paid(desk) == [5_00]  # the second list waits
    press(desk, "Add the new lines")
    assert paid(desk) == [5_00, 5_00]
    use_columns(desk, "list.csv", PRICES)
    press(desk, "Add the new lines")
    assert paid(desk) == [5_00, 5_00]  # the same fill counts once
    labeled(desk.radio, "How do you bring").set_value("Paste the list").run()
    press(paste(desk, "lisinopril 10mg #90/90"), "Forget the new list")
    assert (len(desk.session_state["session"].lines), paid(desk)) == (3, [5_00, 5_00])
    press(paste(desk, "lisinopril 10mg #90/90"), "Replace the first list")
    assert (len(desk.session_state["session"].lines), paid(desk)) == (1, [])  # those were of the list that was wrong


def test_more_lines_than_a_list_holds_are_refused_and_both_lists_stay(desk: AppTest) -> None:
    paste(desk, "lisinopril 10mg #90/90\n" * 40)
    paste(desk, "eliquis 5mg bid #60\n" * 30)
    press(desk, "Add the new lines")
    assert [error.value for error in desk.error] == ["We need at most 60 lines. We found 70."]
    held = desk.session_state["session"]
    assert (len(held.lines), len(held.incoming.lines)) == (40, 30)


def test_nothing_of_one_client_is_left_for_the_next(desk: AppTest) -> None:
    """A field of the session that is new is marked here too: who starts over must not find it."""
    paste(desk, FIVE)
    answer(desk, 1, "Something else")
    labeled(desk.number_input, "Line 1: tablets").set_value(31313).run()
    labeled(desk.text_input, "A number for this client").set_value("40404").run()
    press(desk, "Start over")  # asks; what is left behind is found by the press that means it
    held = desk.session_state["session"]
    fields = {field.name for field in dataclasses.fields(held)} - {
        "visitor",
        "at_work",
        "kept",
        "one_page",
    }  # how Find plans asks is no client's
    blank = Session()
    for name in fields:
        setattr(held, name, "left behind")
    press(desk, "Yes, start over")
    assert not desk.exception
    now = desk.session_state["session"]
    assert now is not held
    assert {name: getattr(now, name) for name in fields} == {name: getattr(blank, name) for name in fields}
    for shown in (desk, desk.switch_page("pages/clients.py").run(), desk.switch_page("pages/receipt.py").run()):
        said = text_of(shown) + "".join(str(field.value) for field in (*shown.text_input, *shown.text_area, *shown.number_input))
        assert not any(word in said for word in ("left behind", "31313", "40404", "atorva", "zzyzx"))
