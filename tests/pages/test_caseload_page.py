"""The caseload as a counselor meets it: lists pasted together, too few of them, questions given back, made-up people, and nothing left."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from finder.documents.batch.people import Setting
from finder.documents.caseload import Shared, groups_csv, pasted_people, questions_csv, read_told, run_caseload, uploaded_people
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import FinderError
from finder.domain.plan_cost import Action
from finder.explain.population.caseload import sections
from finder.explain.population.caseload_report import caseload_report
from finder.questions.population.caseload import caseload_of
from finder.sources.catalog.store import remove_folder
from finder.sources.cms.importer import import_release
from pages.parts import catalog as catalog_part
from tests.pages.test_find_plans import APP, labeled, press, text_of
from tests.sources.several_states import write_three_states

PAGE = "pages/caseload.py"
SHARED = Shared(2026, "01604")
LIST = "lisinopril 20 mg once daily\natorvastatin 40 mg at bedtime"
TWELVE = "\n".join(f"--- {number} 01604 S2893-003-000\n{LIST}" for number in range(1, 13))


def setting() -> Setting:
    return Setting(catalog_part.today(), 2026)


@pytest.fixture
def app() -> AppTest:
    at = AppTest.from_file(APP, default_timeout=60).run()
    return at.switch_page(PAGE).run()


def paste(app: AppTest, text: str) -> AppTest:
    labeled(app.radio, "Where do the people").set_value("Lists that I paste").run()
    app.text_area[0].set_value(text)
    labeled(app.text_input, "ZIP code").set_value("01604")
    return press(app, "Answer everyone")


def test_pasted_lists_are_answered_in_groups_and_starting_over_leaves_nothing(app: AppTest) -> None:
    paste(app, TWELVE)
    assert not app.exception
    said = text_of(app)
    assert "12 of 12 people would save by switching plans" in said
    press(app, "Start over for the next person")
    press(app, "Yes, start over")
    assert app.session_state["session"].caseload is None
    assert "would save" not in text_of(app.switch_page(PAGE).run())


def test_ten_people_have_no_figures(app: AppTest) -> None:
    paste(app, TWELVE.partition("--- 11")[0])
    said = text_of(app)
    assert "10 people have an answer. Counts are shown for 11 people and more" in said
    assert "$" not in said.partition("Free help")[0]
    assert "Make each person's rows" in " ".join(button.label for button in app.button)


def test_what_cannot_be_read_is_said_in_a_sentence(app: AppTest) -> None:
    assert "at least one list of drugs" in text_of(paste(app, ""))
    assert "after the dashes, a number, ZIP code, plan id or help level" in text_of(paste(app, "--- 1 2 3\nlisinopril"))


def test_a_line_of_dashes_says_who_follows() -> None:
    text = "lisinopril 20 mg daily\n\nmetformin 500 mg daily\n--- 77 02139 full_other s4802-080-000\neliquis 5 mg bid\n---\nwarfarin 5 mg"
    first, second, third = pasted_people(text, SHARED, 10).entries
    assert (first.label, first.document["list"].count("\n")) == ("1", 2)  # a blank line parts nobody where there are dashes
    assert second.label == "77"
    assert {key: second.document[key] for key in ("zip", "low_income_subsidy", "current_plan")} == {
        "zip": "02139",
        "low_income_subsidy": "full_other",
        "current_plan": "S4802-080-000",
    }
    assert (third.label, third.document["zip"], third.document["low_income_subsidy"]) == ("3", "01604", "none")
    assert [entry.label for entry in pasted_people("a\nb\n\n\nc\n", SHARED, 10).entries] == ["1", "2"]
    with pytest.raises(FinderError, match="at most 1 people here"):
        pasted_people("a\n\nb", SHARED, 1)


def test_nobody_in_a_paste_has_the_label_of_another() -> None:
    # answers to questions are found by the label; a word processor makes long dashes
    labels = [one.label for one in pasted_people("--- 2\na\n\u2014\u2014\u2014\nb\n---\nc", SHARED, 10).entries]
    assert labels == ["2", "4", "3"]
    with pytest.raises(FinderError, match="line 3: expected a number of their own for each person, found that of line 1"):
        pasted_people("--- 12\na\n--- 12\nb", SHARED, 10)
    with pytest.raises(FinderError, match="each member once"):
        uploaded_people([("client-12.json", b"{}"), ("client-12.json", b"{}")], 10)


@pytest.mark.parametrize("twice", ["02139 01604", "S4802-080-000 S5884-102-000", "none full_other"])
def test_a_line_of_dashes_that_contradicts_itself_is_refused(twice: str) -> None:
    with pytest.raises(FinderError, match=r"each once, in line 1"):
        pasted_people(f"--- 7 {twice}\nlisinopril", SHARED, 10)


def test_questions_are_gathered_in_one_file_and_given_back() -> None:
    brought = pasted_people(TWELVE.replace("lisinopril 20 mg once daily", "lantus solostar 20 units at night", 2), SHARED, 100)
    run = run_caseload(brought, {}, setting())
    assert (len(run.answered), run.asked, len(run.questions)) == (10, 2, 2)
    file = questions_csv(run.questions).decode()
    assert file.count("lantus solostar") == 2
    # a box of 15 mL has 1,500 units: 75 days at 20 a day. The choice is copied whole
    rows = [line.replace(",,,,", ',"847232",15,75,') if "lantus" in line else line for line in file.splitlines()]
    told = read_told("questions.csv", "\n".join(rows).encode())
    again = run_caseload(brought, told, setting(), before=run)
    assert (len(again.answered), again.asked) == (12, 0)
    assert again.answered[2:] == run.answered  # they keep their answer
    drugs = [one.person.prescriptions[0].drug.rxcui for one in again.answered]
    assert drugs.count("847232") == 2


def test_an_uploaded_file_is_that_of_the_batch_and_bad_ones_are_refused() -> None:
    rows = "\n".join(f"c{number},2026,01604,314077,30,30" for number in range(1, 4))
    good = f"member,plan_year,zip,rxcui,quantity,days_supply\n{rows}\n".encode()
    assert len(run_caseload(uploaded_people([("m.csv", good)], 10), {}, setting()).answered) == 3
    for name, data, expected in (
        ("m.csv", b"", "column names"),
        ("m.csv", b"name,zip\nx,01604\n", "column names"),
        ("m.csv", good + b"c1,2026,01604,314077,30,30\n", "each member once"),
        ("m.xyz", good, ".csv"),
        ("m.csv", b"\x00\x01", "text"),
    ):
        with pytest.raises(FinderError, match=expected):
            uploaded_people([(name, data)], 10)
    with pytest.raises(FinderError, match="at most 2 people"):
        uploaded_people([("m.csv", good)], 2)


def test_plans_that_are_added_or_removed_count_from_the_next_answer_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answered() -> int:
        one = b"member,plan_year,zip,rxcui,quantity,days_supply\nc1,2026,01604,314077,30,30\n"
        return len(run_caseload(uploaded_people([("m.csv", one)], 10), {}, setting()).answered)

    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    assert answered() == 1
    import_release(write_three_states(tmp_path / "files"), 2026, tmp_path / "catalogs", states=["MA"])
    assert answered() == 0, "these few plans know no such drug"
    remove_folder(tmp_path / "catalogs" / "2026-2026Q2-MA")
    assert answered() == 1


def test_each_person_is_answered_on_the_day_of_their_own_choice() -> None:
    # S5884-102-000 costs $92.52 less; on June 1, 2027 no plan of 2026 can be chosen anymore
    rows = "".join(f"c{place},2026,01604,PDP,S2893-001-000,617311,30,30,{day}\n" for place, day in enumerate(("2027-06-01", "2026-03-20")))
    heads = "member,plan_year,zip,plan_kinds,current_plan,rxcui,quantity,days_supply,today\n"
    run = run_caseload(uploaded_people([("m.csv", (heads + rows).encode())], 10), {}, setting())
    assert [(one.action, one.savings) for one in run.answered] == [(Action.REVIEW, None), (Action.SWITCH, 9252)]
    assert len(run.catalogs) == 1


def test_report_and_tables_hold_groups_alone() -> None:
    brought = pasted_people(TWELVE, Shared(2026, "01604", level=LowIncomeSubsidy.FULL_OTHER), 100)
    run = run_caseload(brought, {}, setting())
    caseload = caseload_of(run.catalogs, run.answered)
    table = groups_csv(sections(caseload))
    assert "Random placement and the best fit,Humana Basic Rx Plan (PDP). Basic.,People with a drug left out,0" in table
    html = caseload_report(caseload, None, (), catalog_part.today())
    assert "<h1>Caseload report</h1>" in html
    assert "http" not in html.replace("https://www.medicare.gov", "")


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_as_the_same_table() -> None:
    heads = ("Member", "plan_year", "zip", "rxcui", "quantity", "days_supply")
    book = workbook(heads, ("c1", 2026, 1604, "314077", 30, 30), ("c2", 2026, "01604", 314077, 30.0, 30))
    answered = run_caseload(uploaded_people([("m.xlsx", book)], 10), {}, setting()).answered
    assert [(one.person.label, one.person.member.zip_code, len(one.person.prescriptions)) for one in answered] == [
        ("c1", "01604", 1),  # the zero that a number has lost
        ("c2", "01604", 1),
    ]
    for data, expected in ((workbook(heads, ("=1+1",)), "a formula in row 2"), (b"PK nothing", "damaged"), (b"member,zip", "another kind")):
        with pytest.raises(FinderError, match=expected):
            uploaded_people([("m.xlsx", data)], 10)
