"""A whole list beside the drugs, of the first person and the second: pasted as a name, read from a file, from a session file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from finder.documents.session import write_session
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.domain.session import SavedPerson, SavedSession
from finder.explain.drug_list.desk import FILE
from finder.sources.catalog.reading import open_catalog
from pages.parts.saved import saved_session
from tests.pages.test_desk import upload
from tests.pages.test_find_plans import ATORVASTATIN, ELIQUIS, METFORMIN, app, find_drug, give_zip, labeled, list_drug, press, text_of

__all__ = ["app"]
LISINOPRIL = "314076"
PASTED = "zzyzx 3 daily metformin 500 mg #60 30 days eliquis 5 mg twice a day #60"
"""Two ready lines and one that nobody knows, as a browser pastes three lines into one field."""


def drugs_of(held: Any) -> list[tuple[str, int, int]]:
    return [(drug.drug.rxcui, drug.quantity, drug.days_supply) for drug in held.drugs]


@pytest.fixture
def pasted(app: AppTest) -> AppTest:
    give_zip(app, "01604")
    list_drug(app, ATORVASTATIN, 30)
    return press(find_drug(app, PASTED), "Read it as a list")


def test_a_pasted_list_is_answered_and_joins_the_drugs(pasted: AppTest) -> None:
    held = pasted.session_state["session"]
    assert [line.text for line in held.reading.lines] == ["zzyzx 3 daily", "metformin 500 mg #60 30 days", "eliquis 5 mg twice a day #60"]
    assert not held.lines  # the Desk's own list is another
    assert labeled(pasted.text_input, "Name of").value == ""
    press(pasted, "Compare plans")
    assert [error.value for error in pasted.error] == [
        "A list that we read is still open. Use it, or press “Don't use this list”. Then go on."
    ]
    press(pasted, "Add 2 drugs to the list")
    assert drugs_of(held) == [(ATORVASTATIN, 30_000, 30), (METFORMIN, 60_000, 30), (ELIQUIS, 60_000, 30)]
    assert "Added 2 drugs." in text_of(pasted)
    assert [given.name for given in held.not_counted] == ["zzyzx 3 daily"]  # it waits, and no figure holds it
    assert [line.text for line in held.reading.lines] == ["zzyzx 3 daily"]
    assert "Remove *zzyzx" not in "".join(button.label for button in pasted.button)  # asked about once, in its row of the list
    press(pasted, "Compare plans")
    assert not pasted.error
    assert "zzyzx 3 daily is not counted" in text_of(pasted)


def test_an_answered_line_is_no_longer_called_not_counted(pasted: AppTest) -> None:
    press(pasted, "Add 2 drugs to the list")
    field = next(field for field in pasted.text_input if "again" in field.label)
    field.set_value("lisinopril 10 mg once a day #30").run()
    press(pasted, "Save these answers")
    press(pasted, "Add 1 drug to the list")
    held = pasted.session_state["session"]
    assert drugs_of(held)[-1] == (LISINOPRIL, 30_000, 30)
    assert not held.not_counted
    assert not held.reading.lines


def test_a_session_file_keeps_a_list_that_is_still_open(pasted: AppTest) -> None:
    saved = saved_session(pasted.session_state["session"], open_catalog(2026))
    assert [line.text for line in saved.lines] == ["zzyzx 3 daily", "metformin 500 mg #60 30 days", "eliquis 5 mg twice a day #60"]


def test_a_list_that_is_not_wanted_leaves_nothing(pasted: AppTest) -> None:
    press(pasted, "Don't use this list")
    press(pasted, "Compare plans")
    assert not pasted.error
    assert drugs_of(pasted.session_state["session"]) == [(ATORVASTATIN, 30_000, 30)]


def test_an_amount_on_the_list_is_not_replaced_without_a_word(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, METFORMIN, 30)
    press(find_drug(app, PASTED), "Read it as a list")
    assert "Already on your list: metformin 500 mg (30 tablets for 30 days)." in "".join(info.value for info in app.info)
    press(app, "Add 2 drugs to the list")
    assert drugs_of(app.session_state["session"])[0] == (METFORMIN, 60_000, 30)


def test_a_drug_typed_twice_or_as_its_generic_is_said(app: AppTest) -> None:
    list_drug(app, ATORVASTATIN, 30)
    find_drug(app, "atorvastatin 40 mg twice a day")
    assert not [pills for pills in app.pills if pills.label.startswith("How many")]  # what the line says is not asked again
    assert "is on your list: 30 tablets for 30 days." in "".join(info.value for info in app.info)
    find_drug(app, "atorvastatin")
    labeled(app.radio, "Which one").set_value("617310").run()  # 20 mg
    labeled(app.pills, "How many do you take").set_value(1000).run()
    labeled(app.pills, "How often").set_value("At bedtime").run()
    press(app, "Add this drug")
    assert any("have the same drug in them" in info.value for info in app.info)
    press(app, "Remove *atorvastatin 20 mg")
    assert not any("have the same drug in them" in info.value for info in app.info)


@pytest.mark.parametrize("typed", [0.0, 1_000_000.0])
def test_an_amount_that_can_not_be_is_answered_in_a_sentence(app: AppTest, typed: float) -> None:
    find_drug(app, "atorvastatin 40")  # one product, settled by its strength: nothing to choose
    assert not [radio for radio in app.radio if radio.label.startswith("Which one")]
    labeled(app.pills, "How many do you take").set_value(0).run()
    labeled(app.number_input, "Type how many you take").set_value(typed).run()
    assert [error.value for error in app.error] == [
        f"Please type a number above 0, and 100,000 at most. You typed {'1,000,000' if typed else '0'}."
    ]


def test_a_third_of_a_tablet_and_days_beyond_a_year(app: AppTest) -> None:
    find_drug(app, "atorvastatin 40")
    labeled(app.pills, "How many do you take").set_value(0).run()
    labeled(app.number_input, "Type how many you take").set_value(0.3333).run()
    labeled(app.pills, "How often").set_value("Once a day").run()
    assert "10 tablets for 30 days." in text_of(app)  # 0.333 x 30 = 9.99: ten whole ones in the bottle
    labeled(app.pills, "How long").set_value(0).run()
    labeled(app.number_input, "Type how many days").set_value(500.0).run()
    assert [error.value for error in app.error] == ["Please type whole days, from 1 to 366. You typed 500."]
    press(app, "Add this drug")
    assert app.error[-1].value == "Please say how long they last."


def test_the_cases_of_tablets_that_are_not_taken_daily(app: AppTest) -> None:
    find_drug(app, "alendronate 70")
    labeled(app.pills, "How many do you take").set_value(1000).run()
    labeled(app.pills, "How often").set_value("Once a week").run()
    assert labeled(app.pills, "How long").options == ["28 days (4 weeks)", "84 days (12 weeks)", "Another number"]
    assert "4 tablets for 28 days. That is 13 refills in a full year." in text_of(app)  # 365 / 28 = 13.04
    press(app, "Add this drug")
    find_drug(app, "warfarin 5")
    labeled(app.pills, "How often").set_value("Another way").run()
    labeled(app.pills, "Which of these").set_value("I only know the bottle").run()
    labeled(app.number_input, "How many tablets each time you refill").set_value(100.0).run()
    labeled(app.pills, "How long").set_value(90).run()
    press(app, "Add this drug")
    assert [amount for _, *amount in drugs_of(app.session_state["session"])] == [[4_000, 28], [100_000, 90]]


def second(app: AppTest) -> Any:
    """The second person of the couple."""
    return app.session_state["session"].partner


@pytest.fixture
def couple(app: AppTest) -> AppTest:
    give_zip(app, "01604")
    list_drug(app, ATORVASTATIN, 30)
    press(app, "Compare plans")
    return app.switch_page("pages/couple.py").run()


def test_the_second_person_has_a_pasted_list_and_a_whole_line(couple: AppTest) -> None:
    press(find_drug(couple, "eliquis 5 mg twice a day"), "Add Eliquis 5 mg tablet")
    labeled(couple.text_area, "The list").set_value("metformin 500 mg #60 30 days\nzzyzx 3 daily")
    press(couple, "Read this list")
    press(couple, "Compare for both")
    assert couple.error[0].value.startswith("A list that we read is still open.")
    press(couple, "Add 1 drug to the list")
    assert not couple.exception
    assert [title.value for title in couple.title] == ["Couple"]  # the list is theirs, and stays here
    assert drugs_of(second(couple)) == [(ELIQUIS, 60_000, 30), (METFORMIN, 60_000, 30)]
    assert [given.name for given in second(couple).not_counted] == ["zzyzx 3 daily"]
    first = couple.session_state["session"]
    assert (drugs_of(first), first.not_counted, first.lines, first.reading) == ([(ATORVASTATIN, 30_000, 30)], [], (), None)
    press(couple, "Compare for both")
    assert "Both of you together: at least $" in text_of(couple)


def test_the_second_person_has_a_file_and_one_field_for_a_list(couple: AppTest) -> None:
    labeled(couple.radio, "How do you bring the list").set_value(FILE).run()
    upload(couple, "A CSV or XLSX", "list.csv", b"Drug,Quantity,Days supply\neliquis 5 mg tablet,60,30\n")
    press(press(couple, "Look at this file"), "Use these columns")
    press(couple, "Add 1 drug to the list")
    press(find_drug(couple, PASTED), "Read it as a list")
    press(couple, "Add 2 drugs to the list")
    assert drugs_of(second(couple)) == [(ELIQUIS, 60_000, 30), (METFORMIN, 60_000, 30)]


def kept(year: int, people: int = 1) -> bytes:
    """A session file of people who take Eliquis, get Extra Help in full and would go without a drug that a plan leaves out."""
    catalog = open_catalog(year)
    county = catalog.counties("01604")[0]
    member = Member("01604", county, date(year, 1, 1), LowIncomeSubsidy.FULL_OTHER)
    drug = Prescription(catalog.drug(ELIQUIS) or catalog.drugs()[0], 60_000, 30)
    person = SavedPerson(member, [drug], [], False, sure_of_subsidy=True, skip_uncovered=True)
    return write_session(SavedSession(year, "01604", county, (person,) * people, (), None), "1.0")


def test_the_second_person_comes_from_a_session_file(couple: AppTest) -> None:
    press(upload(couple, "Or open a session file", "one.json", kept(2026)), "Open this session")
    assert not couple.exception
    assert drugs_of(second(couple)) == [(ELIQUIS, 60_000, 30)]
    assert labeled(couple.radio, "Do you get Extra Help").value.startswith("Yes, in full")
    assert labeled(couple.checkbox, "I would not buy").value is True
    press(couple, "Compare for both")
    assert "Both of you together: about $" in text_of(couple)
    assert drugs_of(couple.session_state["session"]) == [(ATORVASTATIN, 30_000, 30)]


def test_a_session_file_of_another_year_gives_the_drugs_and_one_of_two_people_is_refused(couple: AppTest) -> None:
    press(upload(couple, "Or open a session file", "two.json", kept(2026, 2)), "Open this session")
    assert "one person" in couple.error[0].value
    assert not second(couple).drugs
    press(upload(couple, "Or open a session file", "old.json", kept(2012)), "Open this session")
    assert "The file is of another year." in text_of(couple)
    assert labeled(couple.radio, "Do you get Extra Help").value == "I'm not sure"
