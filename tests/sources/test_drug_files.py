"""Drug lists as files: what is read, and how every kind of bad file is refused in one sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from finder.documents.drug_files import read_sheet
from finder.domain.drug_lines import Row
from finder.domain.errors import SourceError

HEADINGS = ("Drug", "Qty")


def workbook(*rows: tuple[object, ...], other: tuple[object, ...] = ()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if other:
        book.create_sheet("More").append(other)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def repacked(data: bytes, extra: dict[str, bytes]) -> bytes:
    """The archive with some parts added or replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, extra.pop(part, None) or old.read(part))
        for part, content in extra.items():
            new.writestr(part, content)
    return made.getvalue()


def test_a_csv_is_read_as_text_with_its_row_numbers() -> None:
    sheet = read_sheet("list.csv", b'Drug,Qty\r\n\r\n eliquis 5mg ,60\r\n"lisinopril, 10 mg",90\r\n')
    assert sheet.rows == (Row(1, HEADINGS), Row(3, ("eliquis 5mg", "60")), Row(4, ("lisinopril, 10 mg", "90")))


@pytest.mark.parametrize("text", ["Drug;Qty\nx;60\n", "Drug\tQty\nx\t60\n", "\ufeffDrug,Qty\nx,60"])
def test_usual_separators_and_the_utf_8_mark_are_read(text: str) -> None:
    assert read_sheet("list.csv", text.encode()).rows == (Row(1, HEADINGS), Row(2, ("x", "60")))


def test_utf_16_with_a_mark_is_read() -> None:
    assert read_sheet("list.txt", "Drug,Qty\nx,60\n".encode("utf-16")).rows[1] == Row(2, ("x", "60"))


def test_a_line_that_starts_with_a_dash_is_no_formula() -> None:
    assert read_sheet("list.csv", b"- eliquis 5mg bid\n-0.5\n").rows[0].cells == ("- eliquis 5mg bid",)


def test_a_workbook_is_read_as_displayed() -> None:
    data = workbook(HEADINGS, ("eliquis 5mg", 60), (), ("x", 2.5), ("day", date(2026, 1, 2)))
    assert read_sheet("list.xlsx", data).rows == (
        Row(1, HEADINGS),
        Row(2, ("eliquis 5mg", "60")),  # 60, not 60.0
        Row(4, ("x", "2.5")),
        Row(5, ("day", "2026-01-02")),
    )


def test_an_empty_second_sheet_is_ignored() -> None:
    assert len(read_sheet("list.xlsx", workbook(HEADINGS, ("x", 1), other=(None,))).rows) == 2


PLAIN = workbook(HEADINGS, ("eliquis", 60))
BOMB = repacked(PLAIN, {"xl/worksheets/sheet1.xml": b" " * 25_000_000})  # 25 MB of blanks in a few kilobytes
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet>&a;</worksheet>'
BAD = {
    "empty": ("list.csv", b"", "a file with something in it", "an empty file"),
    "blank": ("list.csv", b" \n\r\n ", "a file with something in it", "an empty file"),
    "binary": ("list.csv", bytes(range(256)), "a file of text", "bytes that are no text"),
    "text with a control letter": ("list.csv", b"eliquis\x07", "a file of text", "bytes that are no text"),
    "wrong encoding": ("list.csv", "Drug\ncafé 5 mg\n".encode("cp1252"), "text saved as UTF-8 (in Excel: CSV UTF-8)", "another encoding"),
    "a picture": ("list.png", b"\x89PNG\r\n", "a CSV, XLSX or Blue Button file", "a file of another kind"),
    "5 MB": ("list.csv", b"eliquis\n" * 625_000, "a file of at most 2 MB", "5.0 MB"),
    "10,000 lines": ("list.csv", b"eliquis\n" * 10_000, "at most 1,000 rows", "more"),
    "10,000 rows of a workbook": ("list.xlsx", workbook(*[("eliquis",)] * 10_000), "at most 1,000 rows", "more"),
    "a formula": ("list.csv", b"Drug\n=cmd()\n", "cells of plain text and numbers", "a formula in row 2, column 1"),
    "a formula behind a blank": ("list.csv", b"Drug,Qty\nx, =1+1\n", "cells of plain text and numbers", "a formula in row 2, column 2"),
    "a formula by plus": ("list.csv", b"+SUM(A1:A9)\n", "cells of plain text and numbers", "a formula in row 1, column 1"),
    "a formula by minus": ("list.csv", b"-2+3+cmd|' /C calc'!A0\n", "cells of plain text and numbers", "a formula in row 1, column 1"),
    "a formula by at": ("list.csv", b"@SUM(1)\n", "cells of plain text and numbers", "a formula in row 1, column 1"),
    "a workbook's formula": ("list.xlsx", workbook(HEADINGS, ("x", "=1+1")), "cells of plain text and numbers", "a formula in row 2"),
    "a quotation that never closes": ("list.csv", b'Drug\n"eliquis\n', "a table whose quotation marks close", "a broken row near line 2"),
    "a long cell": ("list.csv", b"x" * 201, "cells of at most 200 letters", "a longer one in row 1"),
    "many columns": ("list.csv", b"x," * 30, "at most 20 columns", "more"),
    "macros by name": ("list.xlsm", PLAIN, "a CSV or XLSX file without macros", "a workbook that can hold macros, or of an old format"),
    "an old workbook": ("list.xls", b"\xd0\xcf\x11\xe0 old", "a CSV or XLSX file without macros", None),
    "macros inside": (
        "list.xlsx", repacked(PLAIN, {"xl/vbaProject.bin": b"x"}), "a workbook without macros, links and embedded objects", None,
    ),
    "macros by type": (
        "list.xlsx", repacked(PLAIN, {"more.xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"}), "a plain XLSX workbook", None,
    ),
    "a zip bomb": ("list.xlsx", BOMB, "an XLSX workbook that unpacks to at most 20 MB", "far more"),
    "entities": ("list.xlsx", repacked(PLAIN, {"xl/worksheets/sheet1.xml": LAUGHS}), "a plain XLSX workbook", None),
    "entities in UTF-16": (
        "list.xlsx", repacked(PLAIN, {"xl/worksheets/sheet1.xml": LAUGHS.decode().encode("utf-16")}), "a plain XLSX workbook", None,
    ),
    "another archive": ("list.xlsx", b"PK\x03\x04 and no more", "an XLSX workbook", "a damaged archive"),
    "a workbook cut short": ("list.xlsx", PLAIN[: len(PLAIN) // 2], "an XLSX workbook", "a damaged archive"),
    "a damaged sheet": ("list.xlsx", repacked(PLAIN, {"xl/worksheets/sheet1.xml": b"<worksheet><shee"}), "an XLSX workbook", None),
    "two sheets": ("list.xlsx", workbook(("a", 1), other=("y",)), "one sheet with the list", "2 sheets with content"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_in_one_sentence(kind: str) -> None:
    name, data, expected, found = BAD[kind]
    with pytest.raises(SourceError) as refused:
        read_sheet(name, data)
    (problem,) = refused.value.problems
    assert problem.where == name
    assert problem.expected == expected
    assert found is None or problem.found == found


def test_a_wrong_row_number_does_not_make_a_million_rows() -> None:
    far = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    sheet = zipfile.ZipFile(io.BytesIO(PLAIN)).read("xl/worksheets/sheet1.xml").replace(b"</sheetData>", far + b"</sheetData>")
    with pytest.raises(SourceError, match="blank rows"):
        read_sheet("list.xlsx", repacked(PLAIN, {"xl/worksheets/sheet1.xml": sheet}))


def test_rows_beyond_the_size_that_a_sheet_declares_are_read() -> None:
    sheet = zipfile.ZipFile(io.BytesIO(PLAIN)).read("xl/worksheets/sheet1.xml").replace(b'ref="A1:B2"', b'ref="A1:B1"')
    assert b'ref="A1:B1"' in sheet
    assert len(read_sheet("list.xlsx", repacked(PLAIN, {"xl/worksheets/sheet1.xml": sheet})).rows) == 2


def test_the_sheet_with_headings_is_chosen_and_the_other_is_named() -> None:
    sheet = read_sheet("list.xlsx", workbook(HEADINGS, ("x", 1), other=("Cover page",)))
    assert (sheet.rows[1].cells, sheet.not_read) == (("x", "1"), ("More",))


def test_dashes_drawn_as_a_rule_are_no_formula() -> None:
    assert read_sheet("list.txt", b"My drugs\n=======\neliquis 5 mg, twice a day\n--------------\n").rows == (
        Row(1, ("My drugs",)),
        Row(3, ("eliquis 5 mg, twice a day",)),  # in a text the comma belongs to the words
    )


def test_a_name_is_cut_and_sixty_lines_with_headings_fit() -> None:
    assert len(read_sheet("list.csv", b"Drug\n" + b"eliquis\n" * 60).rows) == 61
    with pytest.raises(SourceError) as refused:
        read_sheet("n" * 500 + ".csv", b"")
    assert len(refused.value.problems[0].where) == 60
