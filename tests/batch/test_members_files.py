"""Files of members: the same people from every kind of file, and each bad row with its number and reason."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from finder.documents.batch.answers_file import read_answers
from finder.documents.batch.entries import Cells, Entry, read_entry
from finder.documents.batch.members_file import open_members
from finder.documents.batch.once import counted_once
from finder.documents.batch.part import Part, answer_partition, part_bytes, rows_of
from finder.documents.batch.people import Setting, Told
from finder.documents.batch.written import FIELDS, input_schema
from finder.documents.session import sealed, session_document
from finder.domain.errors import Refusal, SourceError
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.domain.session import SavedPerson, SavedSession
from finder.questions.population.labels import label_problem
from finder.questions.population.partition import PartAnswer
from finder.sources.catalog.reading import open_catalog

TODAY = date(2026, 11, 27)
HEADS = "member,plan_year,zip,low_income_subsidy,channels,rxcui,quantity,days_supply"
TABLE = f"""{HEADS}
a1,2026,01604,full_other,preferred_retail standard_mail,617311,30,30
a1,,,,,860975,7.5,90

b2,2026,02139,,,617311,30,30
"""
PEOPLE = [
    (
        "a1",
        (2, 2, 3),
        {
            "plan_year": 2026,
            "zip": "01604",
            "low_income_subsidy": "full_other",
            "channels": ["preferred_retail", "standard_mail"],
            "prescriptions": [
                {"rxcui": "617311", "quantity": "30", "days_supply": 30},
                {"rxcui": "860975", "quantity": "7.5", "days_supply": 90},
            ],
        },
    ),
    ("b2", (5, 5), {"plan_year": 2026, "zip": "02139", "prescriptions": [{"rxcui": "617311", "quantity": "30", "days_supply": 30}]}),
]


def people(path: Path) -> list[tuple[str, tuple[int, ...], dict[str, Any]]]:
    members = open_members(path)
    return [one[:3] for entry in members.entries() for one in read_entry(entry, Cells(members.columns))]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("comma.csv", TABLE.encode()),
        ("mark.csv", TABLE.encode("utf-8-sig")),
        ("utf16.csv", TABLE.encode("utf-16")),
        ("semicolon.csv", TABLE.replace(",", ";").encode()),
        ("tab.tsv", TABLE.replace(",", "\t").replace("\n", "\r\n").encode()),
        ("quoted.csv", TABLE.replace("a1,2026", '"a1","2026"').replace("member", "Member ").encode()),
    ],
)
def test_a_table_is_read_whatever_its_encoding_and_marks(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert people(tmp_path / name) == PEOPLE


HELPED = """member,zip,other_help.kind,other_help.generic_copay,other_help.brand_copay,year_to_date.troop,rxcui,quantity,days_supply
a1,01604,spap,5,10.00,1,617311,30,30
"""


def test_the_fields_of_an_object_stand_in_columns(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text(HELPED)
    ((_, _, request),) = people(tmp_path / "members.csv")
    assert request["other_help"] == {"kind": "spap", "generic_copay": "5", "brand_copay": "10.00"}
    assert request["year_to_date"] == {"troop": "1"}


def test_help_in_a_table_is_counted_or_refused_with_its_column() -> None:
    # for this brand the person pays the copay of 10.00 each month; without the help, more
    rows = {"1": "spap,5,10.00", "2": ",,", "3": "va,5,10.00", "4": "spap,5,x"}
    heads = HELPED.partition("\n")[0]
    answer = answered(heads + "".join(f"\n{label},01604,{helped},,1364447,60,30" for label, helped in rows.items()))
    costs: dict[str, list[Decimal]] = {}
    for row in rows_of(answer.plans).to_pylist():
        costs.setdefault(row["member"], []).append(row["drug_cost"])
    assert min(costs["1"]) == 12 * Decimal("10.00") < min(costs["2"])
    assert {(one["member"], one["column"]) for one in rows_of(answer.rejects).to_pylist()} == {
        ("3", "other_help"),
        ("4", "other_help.brand_copay"),
    }
    both = {"member": "1", "zip": "01604", "rxcui": "617311", "other_help": {"kind": "spap"}, "other_help.kind": "spap"}
    with pytest.raises(Refusal, match="or the columns of its fields"):
        read_entry(Entry("1", [2], [list(both.values())]), Cells(list(both)))


def test_a_name_in_the_encoding_of_windows_is_read(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_bytes("member,plan_year,zip,county,rxcui\n1,2026,00601,Añasco,617311\n".encode("cp1252"))
    assert people(tmp_path / "members.csv")[0][2]["county"] == "Añasco"


def without(request: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in request.items() if name != "prescriptions"}


def test_json_lines_hold_rows_or_whole_requests(tmp_path: Path) -> None:
    rows = [{"member": label, **without(request), **drug} for label, _, request in PEOPLE for drug in request["prescriptions"]]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "whole.jsonl").write_text("".join(json.dumps({"member": label, **request}) + "\n" for label, _, request in PEOPLE))
    assert [(label, request) for label, _, request in people(tmp_path / "rows.jsonl")] == [(label, request) for label, _, request in PEOPLE]
    assert [(label, request) for label, _, request in people(tmp_path / "whole.jsonl")] == [(one[0], one[2]) for one in PEOPLE]


def test_numbers_of_a_parquet_file_are_codes_again(tmp_path: Path) -> None:
    # a ZIP and an NDC that were kept as numbers have lost their zeros; a column with gaps was made of floats
    columns = {
        "member": pa.array([1, 1], pa.int16()),
        "zip": pa.array([1604, None], pa.float64()),
        "plan_year": pa.array([2026, 2026], pa.int64()),
        "ndc": pa.array([2323560, None], pa.int64()),
        "rxcui": pa.array([None, 617311.0], pa.float64()),
        "quantity": pa.array([Decimal("30.00"), Decimal("7.50")], pa.decimal128(8, 2)),
        "days_supply": pa.array([30, 90], pa.uint8()),
        "channels": pa.array([["preferred_mail"], None], pa.list_(pa.large_string())),
        "coverage_start": pa.array([date(2026, 4, 1), None], pa.date32()),
        "current_plan": pa.array(["S5884-102-000", None], pa.string()).dictionary_encode(),
    }
    pq.write_table(pa.table(columns), tmp_path / "members.parquet")
    ((label, rows, request),) = people(tmp_path / "members.parquet")
    assert (label, rows) == ("1", (1, 1, 2))
    assert request == {
        "zip": "01604",
        "plan_year": 2026,
        "channels": ["preferred_mail"],
        "coverage_start": "2026-04-01",
        "current_plan": "S5884-102-000",
        "prescriptions": [
            {"ndc": "00002323560", "quantity": "30.00", "days_supply": 30},
            {"rxcui": "617311", "quantity": "7.50", "days_supply": 90},
        ],
    }


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("members.xlsx", b"PK", "a .csv, .jsonl or .parquet file, or a folder of session files, found .xlsx"),
        ("members.csv", b"zip,rxcui\n01604,1\n", "column names in the first row, member among them"),
        ("members.csv", b"member,zip,rxcui,birthday\n1,01604,1,2\n", "another name at column 4"),
        ("members.csv", b"member,zip,zip,rxcui\n", "zip twice"),
        ("members.csv", b"member,rxcui\n1,2\n", "a column zip and one of rxcui, ndc, name, list"),
        ("members.csv", b"member,zip,rxcui\n1,\0,2\n", "bytes that are no text"),
        ("members.csv", b'member,zip,rxcui\n1,01604,2\n2,"01604,2\n', "a table whose quotation marks close, found row 3"),
        ("members.parquet", b"PAR1 no", "a Parquet file, found a damaged one, or another kind"),
        ("members.csv", TABLE.encode() + b"a1,2026,01604,,,860975,1,30\n", "the member of row 2 again in row 6"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused_with_one_sentence(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=f"^{name}: expected") as refused:
        counted_once(name, open_members(tmp_path / name).entries)
    assert said in str(refused.value)


def test_many_people_are_seen_once_each_with_their_digests_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.documents.batch.once._HELD", 4)
    entries = [Entry(str(place), [place], []) for place in range(2_000)]
    assert counted_once("members.csv", lambda: iter(entries)) == 2_000
    with pytest.raises(SourceError, match="the member of row 7 again in row 1,999"):
        counted_once("members.csv", lambda: iter([*entries[:-1], Entry("7", [1_999], [])]))


@pytest.mark.parametrize("label", ["1", "a1", "M-000017", "client_12", "2026/44", "12.1", "x"])
def test_a_number_or_code_is_a_label(label: str) -> None:
    assert label_problem(label) is None


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("", "nothing"),
        ("1EG4-TE5-MK73", "a Medicare number"),
        ("1eg4te5mk73", "a Medicare number"),
        ("078-05-1120", "a Social Security number"),
        ("078051120A", "a Social Security number"),
        ("Smith", "a name or initials"),
        ("JD", "a name or initials"),
        ("Mary-Smith", "a name or initials"),
        ("Mary Smith 3", "not a name"),
        ("Smith,Mary1950", "not a name"),
        ("mary1@example.com", "a birthday, address or phone number"),
        ("1950-01-31", "a birthday, address or phone number"),
        ("508-555-1234", "a birthday, address or phone number"),
        ("=1+1", "letters, digits and marks"),
        ("1" * 41, "at most 40 letters"),
    ],
)
def test_a_label_that_may_tell_who_it_is_is_refused_and_not_repeated(label: str, said: str) -> None:
    problem = label_problem(label)
    assert problem is not None
    assert said in str(problem)
    assert not label or label not in str(problem)


def answered(table: str, *, told: dict[str, dict[str, Told]] | None = None, **setting: Any) -> PartAnswer:
    """The answer to a CSV table, its rows numbered from 2."""
    heads, *lines = table.strip().split("\n")
    entries = [Entry(line.split(",")[0], [row], [line.split(",")]) for row, line in enumerate(lines, start=2)]
    return answer_partition(part_bytes(Part(Setting(TODAY, 2026, **setting), entries, heads.split(","), told or {})))


def test_bad_rows_have_their_number_column_and_reason() -> None:
    answer = answered(
        "member,zip,county,low_income_subsidy,income_bracket,rxcui,quantity,days_supply\n"
        "Mary Smith,01604,,none,0,617311,30,30\n"
        "2,01604,,everything,0,617311,30,30\n"
        '3,01604,,none,0,617311,"30 5",30\n'
        "4,1604,,none,0,617311,30,30\n"
        "5,99501,,none,0,617311,30,30\n"
        "6,01604,,none,0,,,\n"
        "7,01604,,none,0,617311,30,30,40\n"
        "8,01604,,none,0,999999999,30,30\n"
    )
    assert (answer.answered, answer.asked, answer.rejected) == (0, 0, 8)
    rejects = rows_of(answer.rejects).to_pylist()
    assert [(one["row"], one["member"], one["column"]) for one in rejects] == [
        (2, "", "member"),
        (3, "2", "low_income_subsidy"),
        (4, "3", "quantity"),
        (5, "4", "zip"),
        (6, "5", "zip"),
        (7, "6", "prescriptions"),
        (8, "7", ""),
        (9, "8", "rxcui"),
    ]
    assert "Mary" not in str(rejects)
    assert "finder catalog fetch --year 2026 --state AK" in rejects[4]["reason"]


def test_a_decimal_comma_is_refused_with_a_word_about_it(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text("member;zip;rxcui;quantity;days_supply\n1;01604;617311;7,5;30\n")
    members = open_members(tmp_path / "members.csv")
    answer = answer_partition(part_bytes(Part(Setting(TODAY, 2026), [*members.entries()], members.columns)))
    (reject,) = rows_of(answer.rejects).to_pylist()
    assert reject["reason"].endswith("with a point in place of the comma")


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("zip", "1604", "expected a ZIP code of five digits, with its zeros in front"),
        ("current_plan", "S5884-102-0001", "expected the number of a plan as in S5884-102-000"),
        ("pharmacy_npis", "12345678931", "expected pharmacies by their numbers of ten digits (NPI)"),
        ("days_supply", "-1", "expected at least 1"),
        ("channels", "mail", "expected one of standard_retail"),
        ("today", "9999-12-31", "expected a day in 2199 or earlier"),
        ("plan_year", "2011", "We have plans of"),
    ],
)
def test_a_bad_cell_is_said_in_words_with_its_column(column: str, cell: str, said: str) -> None:
    row = {"member": "1", "zip": "01604", "rxcui": "617311", "quantity": "30", "days_supply": "30", column: cell}
    answer = answered(f"{','.join(row)}\n{','.join(row.values())}")
    (reject,) = rows_of(answer.rejects).to_pylist()
    assert (reject["row"], reject["column"]) == (2, column)
    assert reject["reason"].startswith(said)


def test_a_row_without_a_member_is_refused_with_the_member_above(tmp_path: Path) -> None:
    # as a spreadsheet with merged cells is saved: without the row, a1 would be answered with one drug of two; a row of blanks is none
    (tmp_path / "members.csv").write_text(
        "member,zip,rxcui,quantity,days_supply\na1,01604,617311,30,30\n,,860975,30,30\n,,1,1,1\nb2,01604,1,1,1\n , ,,,\n"
    )
    entries = list(open_members(tmp_path / "members.csv").entries())
    assert [(one.label, one.rows) for one in entries] == [("a1", [3]), ("", [4]), ("b2", [5])]
    answer = answer_partition(part_bytes(Part(Setting(TODAY, 2026), entries[:1], ["member"])))
    (reject,) = rows_of(answer.rejects).to_pylist()
    assert (answer.answered, reject["row"], reject["member"], reject["column"]) == (0, 3, "a1", "member")


def test_a_file_of_a_folder_that_is_no_session_is_refused_in_words() -> None:
    answer = answer_partition(part_bytes(Part(Setting(TODAY, 2026), [Entry("a1", [1], [], "{}")])))
    (reject,) = rows_of(answer.rejects).to_pylist()
    assert reject["reason"].startswith("expected a file saved by this program")


def test_values_of_every_type_are_read_or_refused_with_their_row(tmp_path: Path) -> None:
    # a struct can't leave a field out, so its null is one; no type of Parquet, and no half of a character, ends in a traceback
    columns = {
        "member": ["1", "2"],
        "zip": ["01604", "01604"],
        "rxcui": ["617311", "617311"],
        "quantity": ["30", "30"],
        "days_supply": pa.array([timedelta(30), None]),
        "year_to_date": [{"gross_drug_cost": "1.00", "troop": None}, None],
    }
    pq.write_table(pa.table(columns), tmp_path / "members.parquet")
    half = {"member": "3", "zip": "01604", "name": "\ud800", "quantity": "30", "days_supply": 30}
    texts = [{"member": label, "zip": "01604", "list": of} for label, of in [("4", ["atorvastatin 40 mg once a day"]), ("5", {"a": 1})]]
    (tmp_path / "members.jsonl").write_text("".join(json.dumps(one) + "\n" for one in (half, *texts)))
    found, answered_people = [], 0
    for name in ("members.parquet", "members.jsonl"):
        members = open_members(tmp_path / name)
        answer = answer_partition(part_bytes(Part(Setting(TODAY, 2026), [*members.entries()], members.columns)))
        answered_people += answer.answered
        found += [(one["row"], one["column"]) for one in rows_of(answer.rejects).to_pylist()]
    assert answered_people == 1
    assert found == [(1, "days_supply"), (2, "days_supply"), (3, "list")]
    assert [one["line"] for one in rows_of(answer.questions).to_pylist()] == ["?"]


def test_a_drug_that_is_open_is_asked_and_the_member_waits() -> None:
    table = "member,zip,name,quantity,days_supply\n1,01604,atorvastatin 40 mg once a day,,\n2,01604,lipitor,30,30\n"
    answer = answered(table)
    assert (answer.answered, answer.asked, answer.rejected) == (1, 1, 0)
    (question,) = rows_of(answer.questions).to_pylist()
    assert (question["member"], question["row"], question["line"]) == ("2", 3, "lipitor")
    assert "617311: atorvastatin 40 MG Oral Tablet" in question["candidates"]
    told = {"2": {"lipitor": Told("617311")}}
    settled = answered(table, told=told)
    assert (settled.answered, settled.asked) == (2, 0)
    by_code = answered("member,zip,rxcui,quantity,days_supply\n2,01604,617311,30,30\n")
    assert rows_of(settled.plans).filter(pa.compute.equal(rows_of(settled.plans)["member"], "2")) == rows_of(by_code.plans)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_answers_come_back_from_a_spreadsheet(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "answers.csv"
    text = "member;row;line;question;candidates;rxcui;quantity;days_supply;leave_out\n"
    text += "2;3;lipitor;Añoranza?;;617311: atorvastatin 40 MG;30;30;\n2;4;'=x;;;;;;Yes\n3;5;waits;;;;;;\n"
    path.write_bytes(text.encode(encoding))
    assert read_answers(path) == {"2": {"lipitor": Told("617311", "30", 30), "=x": Told(leave_out=True)}}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2,1,lipitor,,,lipitor,,,", "row 2: expected an rxcui of the candidates"),
        ("2,1,lipitor,,,617311,30,,", "quantity and days_supply together"),
        ("2,1,lipitor,,,617311,thirty,30,", "numbers such as"),
        ("2,1,lipitor,,,617311,0,30,", "row 2, quantity: expected a quantity above 0"),
        ("2,1,lipitor,,,617311,30,0,", "row 2, days_supply: expected at least 1"),
        ("2,1,lipitor,,,617311,30,999,", "row 2, days_supply: expected at most 366"),
        ("2,1,lipitor,,,,,,perhaps", '"yes" or nothing in leave_out'),
        ("2,1,lipitor,,,617311,,,yes", "either a drug with its amount or leave_out"),
        ("2,1,lipitor,,,617311,30,30,\n2,1,lipitor,,,617311,60,30,", "row 3: expected one answer to a line of a person"),
    ],
)
def test_an_answer_that_can_not_be_taken_is_refused_with_its_row(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "answers.csv").write_text(f"member,row,line,question,candidates,rxcui,quantity,days_supply,leave_out\n{row}\n")
    with pytest.raises(SourceError, match=said):
        read_answers(tmp_path / "answers.csv")


def test_a_drug_that_is_left_open_makes_every_cost_at_least() -> None:
    table = "member,zip,list\n1,01604,atorvastatin 40 mg once a day | aspirin 81 mg daily | omeprazole 20 mg\n".replace("|", "\\n")
    heads, line = table.strip().split("\n")
    entry = Entry("1", [2], [line.replace("\\n", "\n").split(",")])
    part = Part(Setting(TODAY, 2026, without_questions=True), [entry], heads.split(","))
    answer = answer_partition(part_bytes(part))
    (person,) = rows_of(answer.people).to_pylist()
    assert (person["not_counted"], person["at_least"], person["drugs"]) == (["omeprazole 20 mg"], True, 2)
    assert set(rows_of(answer.plans)["at_least"].to_pylist()) == {True}
    assert answer_partition(part_bytes(part._replace(setting=Setting(TODAY, 2026)))).asked == 1


def test_a_product_twice_in_a_pasted_list_is_a_question() -> None:
    pasted = "atorvastatin 40 mg once a day\nlisinopril 10 mg daily\natorvastatin 40 mg 1 tablet at bedtime"
    part = Part(Setting(TODAY, 2026), [Entry("1", [2], [["1", "01604", pasted]])], ["member", "zip", "list"])
    (question,) = rows_of(answer_partition(part_bytes(part)).questions).to_pylist()
    assert question["line"] == "atorvastatin 40 mg 1 tablet at bedtime"
    left_out = part._replace(told={"1": {question["line"]: Told(leave_out=True)}})
    assert answer_partition(part_bytes(left_out)).answered == 1


def test_session_files_are_people_too(tmp_path: Path) -> None:
    catalog = open_catalog(2026)
    county = catalog.counties("01604")[0]
    drug = catalog.drug("617311")
    assert drug is not None
    member = Member("01604", county, date(2026, 1, 1), current_plan="S5884-102-000")
    person = SavedPerson(member, (Prescription(drug, 30_000, 30),))
    saved = SavedSession(2026, "01604", county, (person,))
    (tmp_path / "client-12.json").write_bytes(sealed(session_document(saved), "1"))
    (tmp_path / "client-13.json").write_text("{}")
    members = open_members(tmp_path)
    answer = answer_partition(part_bytes(Part(Setting(TODAY), [*members.entries()], members.columns)))
    (found,) = rows_of(answer.people).to_pylist()
    assert (found["member"], found["current_plan"], found["drugs"]) == ("12", "S5884-102-000", 1)
    (reject,) = rows_of(answer.rejects).to_pylist()
    assert (reject["row"], reject["member"]) == (2, "13")


def test_the_schema_names_every_column_and_each_of_them_is_read() -> None:
    whole, row = input_schema()["anyOf"]
    assert {*whole["properties"], *row["properties"]} == {*FIELDS, "prescriptions"}
    assert all(reference in input_schema()["$defs"] for reference in ("YearToDate", "PrescriptionInput"))
