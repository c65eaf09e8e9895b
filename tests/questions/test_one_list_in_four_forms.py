"""One list as paste, text, CSV, XLSX and JSON: the same prescriptions, and the same costs at every plan. Claims as a list."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from finder.cli import app
from finder.documents.commands import ask
from finder.documents.compare_request import read_request
from finder.documents.comparison import answer_compare
from finder.sources.catalog.reading import open_catalog

# name, strength, directions, quantity, days: with 60 / 2, 90 / 1, 4 a week and 15 mL as written
ROWS = (
    ("Eliquis", "5 mg", "1 tablet twice a day", "60", "30"),
    ("atorvastatin", "40 mg", "1 tablet at bedtime", "90", "90"),
    ("alendronate", "70 mg", "once a week", "4", "28"),
    ("Lantus Solostar U-100", "", "", "15 mL", "30"),
    ("metformin ER", "500 mg", "2 tablets with supper", "60", "30"),
)
BOUGHT = [("1364447", 60, 30), ("617311", 90, 90), ("904431", 4, 28), ("847232", 15, 30), ("860975", 60, 30)]
HEADINGS = ("Medication", "Strength", "Directions", "Qty", "Days Supply")
CLAIM = {"resourceType": "ExplanationOfBenefit", "status": "active", "type": {"coding": [{"code": "PDE"}]}}
NDC_SYSTEM = "http://hl7.org/fhir/sid/ndc"


def as_line(row: tuple[str, ...]) -> str:
    name, strength, directions, quantity, days = row
    counted = quantity if " " in quantity else f"#{quantity}"
    return " ".join(filter(None, (name, strength, directions, counted, f"{days} days supply")))


def as_text() -> bytes:
    return "\n".join(map(as_line, ROWS)).encode()


def as_csv() -> bytes:
    return "\n".join(",".join(row) for row in (("My list", "", "", "", ""), HEADINGS, *ROWS)).encode()


def as_workbook() -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in (("My list",), HEADINGS, *ROWS):
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def listed(tmp_path: Path, name: str, content: bytes, *more: str) -> dict[str, Any]:
    (tmp_path / name).write_bytes(content)
    result = CliRunner().invoke(app, ["list", "--file", str(tmp_path / name), "--year", "2026", *more])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def bought(document: dict[str, Any]) -> list[dict[str, Any]]:
    assert [line["status"] for line in document["lines"]] == ["ready"] * len(document["lines"])
    return [line["prescription"] for line in document["lines"]]


def costs(prescriptions: list[dict[str, Any]]) -> list[tuple[str, str]]:
    asked = read_request({"plan_year": 2026, "zip": "01604", "today": "2026-01-02", "prescriptions": prescriptions})
    return [(plan["plan_id"], plan["total"]) for plan in answer_compare(open_catalog(2026), asked)["plans"]]


def test_every_form_is_the_same_list_at_the_same_cost(tmp_path: Path) -> None:
    forms = [
        bought(ask("list", {"plan_year": 2026, "text": as_text().decode()})),
        bought(listed(tmp_path, "list.txt", as_text())),
        bought(listed(tmp_path, "list.csv", as_csv())),
        bought(listed(tmp_path, "list.xlsx", as_workbook())),
    ]
    for form in forms:
        assert [(one["rxcui"], one["quantity"], one["days_supply"]) for one in form] == BOUGHT
    in_words = [{"name": as_line(row)} for row in ROWS]
    expected = costs(forms[0])
    assert len(expected) > 1
    assert costs(in_words) == expected


def test_a_table_says_what_was_taken_for_each_column(tmp_path: Path) -> None:
    found = listed(tmp_path, "list.csv", as_csv())
    assert [column["field"] for column in found["columns"]] == ["drug", "strength", "directions", "quantity", "days_supply"]


def test_claims_are_the_newest_fill_of_each_drug(tmp_path: Path) -> None:
    def claim(day: str, quantity: int, days: int) -> dict[str, Any]:
        coded = {"coding": [{"system": NDC_SYSTEM, "code": "00003089421", "display": "Eliquis - APIXABAN"}]}
        supply = {"category": {"coding": [{"code": "dayssupply"}]}, "valueQuantity": {"value": days}}
        item = {"productOrService": coded, "servicedDate": day, "quantity": {"value": quantity}}
        return {"resource": CLAIM | {"id": day, "supportingInfo": [supply], "item": [item]}}

    bundle = {"resourceType": "Bundle", "entry": [claim("2026-03-02", 60, 30), claim("2026-06-01", 180, 90)]}
    found = listed(tmp_path, "claims.json", json.dumps(bundle).encode())
    assert bought(found) == [{"rxcui": "1364447", "quantity": 180, "days_supply": 90}]


def test_blocks_of_a_text_file_are_joined_as_in_a_paste(tmp_path: Path) -> None:
    text = "Drug Name: lisinopril 10 mg\nInstructions: take one tablet by mouth daily\nQuantity: 90\n- Eliquis 5 mg bid #60\n"
    assert bought(listed(tmp_path, "saved.txt", text.encode())) == [
        {"rxcui": "314076", "quantity": 90, "days_supply": 90},
        {"rxcui": "1364447", "quantity": 60, "days_supply": 30},
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--file", "no/such/file.csv"], "--file: expected a file that can be read, found No such file or directory"),
        (["--file", __file__], "expected a CSV, XLSX or Blue Button file"),
        ([], "FILE: expected a JSON document"),
        (["--file", __file__, "--year", "1999"], "expected a plan year from"),
    ],
)
def test_what_is_no_list_is_refused_in_one_line(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(app, ["list", *arguments])
    assert (result.exit_code, said in result.output, result.output.count("\n")) == (2, True, 1)
