"""The table of limits at its borders: just under passes, just over is one sentence, and what used to hang is refused at once."""

from __future__ import annotations

import io
import json
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from finder import cli
from finder.documents.claim_files import read_claims
from finder.documents.drug_files import read_sheet
from finder.documents.pharmacy_reach import read_points
from finder.documents.policy import policy_document
from finder.documents.session import read_session_file, sealed
from finder.domain.errors import FinderError, SourceError
from finder.intake.files import at_most, read_file
from finder.intake.json_text import parse_json
from finder.intake.limits import CLAIMS, DESIGNS, DOCUMENT, LIST, NAMES_LINE, POINTS, POLICY, PROBLEMS, QUOTED, SESSION, STYLES, Limits
from finder.intake.texts import Unfit, shortened
from finder.intake.yaml_text import parse_yaml_values
from finder.sources.cms import bundle
from finder.sources.names.ndc_directory import read_packages
from finder.sources.names.rxnorm import read_rxnorm
from tests.intake.workbooks import cells, workbook

SMALL = Limits(bytes=100, depth=3, keys=4, items=10)
SOON = 5.0
"""Seconds of the processor. What is refused here ran for minutes."""


def refused(read: Callable[[], object]) -> str:
    """The one sentence of a refusal."""
    said = answered_or_refused(read)
    assert said
    return said


def answered_or_refused(read: Callable[[], object]) -> str:
    """Nothing, or the one sentence of a refusal; either comes soon."""
    began, said = time.process_time(), ""
    try:
        read()
    except (FinderError, Unfit) as error:
        said = str(error)
    assert time.process_time() - began < SOON
    assert not {"\n", "\x1b"} & set(said)
    return said


@pytest.mark.parametrize(
    ("under", "over", "says"),
    [
        (b'"' + b"x" * 98 + b'"', b'"' + b"x" * 99 + b'"', "at most 100 bytes, found 101"),
        (b"[[[1]]]", b"[[[[1]]]]", "nested at most 3 deep"),
        (b'{"a":1,"b":2,"c":3,"d":4}', b'{"a":1,"b":2,"c":3,"d":4,"e":5}', "at most 4 fields in an object, found 5"),
        (b"[0,1,2,3,4,5,6,7,8,9]", b"[0,1,2,3,4,5,6,7,8,9,10]", "at most 10 values and fields"),
        (b'["[[[[,,,,,,,,,,\\"["]', b'["[[[[" , [ [ [ 1 ] ] ] ]', "nested at most 3 deep"),  # marks inside a text don't count
        (b'{"a":1}', b'{"a":1,"a":2}', "each field once, found the field 'a' twice"),
        (b'"\\ud83d\\ude00"', b'"\\ud83d"', "whole characters, found half of one"),
        (b'"a\\tb\\n"', b'"a\\u001bb"', "text without control characters, found the character U+001B"),
        (b'{"a":"\xc2\xa0"}', b'{"a\\u009b":1}', "text without control characters, found the character U+009B"),
        (b"1.5", b"NaN", "JSON numbers, found NaN"),
        (b"[]", b"[" + b"\xff", "text in UTF-8, found other bytes at position 1"),
        (b"12", b"1" * 5_000, "at most 100 bytes"),
    ],
)
def test_json_at_its_borders(under: bytes, over: bytes, says: str) -> None:
    parse_json(under, SMALL)
    assert says in refused(lambda: parse_json(over, SMALL))


@pytest.mark.parametrize(
    "hostile",
    [
        "{" + ",".join(f'"k{place}":1' for place in range(60_000)) + ',"k59999":2}',
        "[" * 1_000_000,
        '"' * 1_000_001,
        '"' + '\\"' * 1_000_000,
        '{"a":' * 200_000 + "1" + "}" * 200_000,
        "[" + "[]," * 260_000 + "1]",
        "[" + "9" * 1_000_000 + "]",
    ],
    ids=lambda text: text[:8],
)
def test_what_cost_time_by_the_square_is_refused_at_once(hostile: str) -> None:
    refused(lambda: parse_json(hostile.encode(), DOCUMENT))


def test_a_document_of_the_largest_size_is_read_in_time() -> None:
    """50,000 objects of four fields: 500,000 values, fields and entries less a few."""
    one = {"a": 1, "b": 2.5, "c": "x", "d": None}  # 4 colons, 3 commas, 1 brace and 1 comma after it: 9 marks
    data = json.dumps([one] * (DOCUMENT.items // 9 - 1)).encode()
    began = time.process_time()
    assert len(parse_json(data, DOCUMENT)) == 55_554
    assert time.process_time() - began < DOCUMENT.seconds


def test_a_file_without_an_end_is_read_no_further_than_its_limit() -> None:
    assert refused(lambda: read_file("/dev/zero", POLICY)) == "expected a file of at most 100,000 bytes, found more"
    assert "a file that can be read" in refused(lambda: read_file("a\0b", POLICY))


def test_a_file_of_the_largest_size_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "most").write_bytes(b"x" * POLICY.bytes)
    assert len(read_file(tmp_path / "most", POLICY)) == POLICY.bytes


ROWS = cells(("Drug", "Quantity"), ("Eliquis 5 MG", "60"))


def of_list(data: bytes, name: str = "list.xlsx") -> Callable[[], object]:
    return lambda: read_sheet(name, data)


def test_a_workbook_at_its_borders() -> None:
    assert len(read_sheet("list.xlsx", workbook(ROWS, styles=STYLES - 100)).rows) == 2
    assert "at most 10,000 marks of style" in refused(of_list(workbook(ROWS, styles=900_000)))
    assert len(read_sheet("list.xlsx", workbook(cells(*[("x",)] * LIST.rows))).rows) == LIST.rows
    assert "at most 1,000 rows" in refused(of_list(workbook(cells(*[("x",)] * (LIST.rows + 1)))))
    assert len(read_sheet("list.xlsx", workbook(cells(("x",) * LIST.keys))).rows[0].cells) == LIST.keys
    assert "at most 20 columns" in refused(of_list(workbook(cells(("x",) * (LIST.keys + 1)))))
    assert "far more cells" in refused(of_list(workbook("<c/>" * LIST.items)))
    assert "blank rows" in refused(of_list(workbook('<row r="1000000000"><c t="inlineStr"><is><t>x</t></is></c></row>')))


def test_a_workbook_with_declarations_is_refused_whatever_its_sheet_is_called() -> None:
    declared = workbook(ROWS, sheet="xl/worksheets/sheet1.dat", before='<!DOCTYPE a [<!ENTITY b "c">]>')
    assert "declarations of its own" in refused(of_list(declared))
    assert len(read_sheet("list.xlsx", workbook(ROWS, sheet="xl/worksheets/sheet1.dat")).rows) == 2


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_packed_so_that_a_little_unpacks_to_gigabytes_is_refused(method: int) -> None:
    assert "stored or deflated" in refused(of_list(workbook(ROWS, method=method)))


def test_a_flipped_bit_anywhere_in_a_workbook_is_a_sentence_or_nothing() -> None:
    data = workbook(ROWS)
    for place in range(0, len(data), 7):
        changed = bytearray(data)
        changed[place] ^= 1 << place % 8
        answered_or_refused(partial(read_sheet, "list.xlsx", bytes(changed)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.csv", "drug,amount\n" + "=" * 100_000 + "x,1\n"),  # a line that is drawn, and is not
        ("list.csv", "drug,amount\n" + "- " * 50_000 + "(,1\n"),
        ("list.txt", "x" + "\n" * 390_000 + "y"),  # looked at for Blue Button's headings from each line to the end
        ("list.txt", "claim type: Part D\ndrug name: x" + " " * 90_000 + "y\n"),
        ("list.txt", "claim type: Part D\ndrug name: x\nquantity: " + "9" * 90_000 + "\n"),
        ("events.csv", "PROD_SRVC_ID,SRVC_DT\n" + '"' + "x" * 200_000 + '",1\n'),
        ("list.csv", "," * 1_900_000),
    ],
)
def test_a_text_that_ran_a_pattern_by_the_square_is_read_at_once(name: str, text: str) -> None:
    answered_or_refused(lambda: read_claims(name, text.encode()) or read_sheet(name, text.encode()))


def test_claims_at_their_border() -> None:
    def events(rows: int, day: str = "2026-01-02", paid: str = "1.00") -> bytes:
        return b"PROD_SRVC_ID,SRVC_DT,PTNT_PAY_AMT\n" + f"00003089421,{day},{paid}\n".encode() * rows

    found = read_claims("events.csv", events(CLAIMS.rows))
    assert found is not None
    assert len(found.fills) == CLAIMS.rows
    assert refused(lambda: read_claims("events.csv", events(CLAIMS.rows + 1))) == "events.csv: expected at most 5,000 claims, found more"
    began = time.process_time()
    half = events(CLAIMS.rows // 2) + events(CLAIMS.rows // 2, paid="-1.00").partition(b"\n")[2]
    taken_back = read_claims("events.csv", half)
    assert taken_back is not None
    assert taken_back.fills == ()
    assert time.process_time() - began < SOON


def test_a_session_file_with_half_a_character_in_its_checksum_is_refused() -> None:
    document = json.loads(sealed({}, "1"))
    whole = json.dumps({**document, "checksum": "\ud800"}).encode()
    assert refused(lambda: read_session_file("s.json", whole)) == (
        "s.json: expected a session file (JSON), found text that cannot be read as JSON"
    )
    assert "at most 2 MB" in refused(lambda: read_session_file("s.json", b" " * SESSION.bytes + b"x"))


@pytest.mark.parametrize(
    "text", ["a: &a [*a]", "? [a, b]\n: c", "{a: 1, a: 2}", "[" * 60, "a: 1\n---\nb: 2", "", "\x07", "- " * 30_000, '"\\ud800"']
)
def test_a_hostile_policy_is_a_sentence(text: str) -> None:
    refused(lambda: policy_document(text.encode()))


def test_a_policy_at_its_borders() -> None:
    assert policy_document(b"a: 1 #".ljust(POLICY.bytes, b"x")) == {"a": "1"}
    assert "at most 100,000 bytes" in refused(lambda: policy_document(b"a: 1 #".ljust(POLICY.bytes + 1, b"x")))
    assert policy_document(b"[" * POLICY.depth + b"]" * POLICY.depth) is not None
    refused(lambda: policy_document(b"[" * (POLICY.depth + 1) + b"]" * (POLICY.depth + 1)))


def test_points_at_their_borders() -> None:
    head = b"zip,latitude,longitude,people\n"
    assert "at most 50,000 points" in refused(lambda: read_points(head + b"01604,42.2,-71.8,1\n" * (POINTS.rows + 1)))
    assert "at most 5 MB" in refused(lambda: read_points(head.ljust(POINTS.bytes + 1)))


def ran(monkeypatch: pytest.MonkeyPatch, *arguments: str, given: bytes = b"") -> int:
    monkeypatch.setattr(sys, "argv", ["finder", *arguments])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_a_folder_of_files_without_end_is_no_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "RELEASE", bundle.RELEASE._replace(parts=3))
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).touch()
    with bundle.Bundle(tmp_path) as found:
        assert len(found.files) == 3
    (tmp_path / "d.txt").touch()
    assert "a folder of at most 3 files, found more" in refused(bundle.Bundle(tmp_path).__enter__)


def test_names_with_a_line_without_an_end_are_refused(tmp_path: Path) -> None:
    (tmp_path / "RXNCONSO.RRF").write_bytes(b"x" * NAMES_LINE.bytes)
    (tmp_path / "package.txt").write_bytes(b"PRODUCTID\t" + b"x" * NAMES_LINE.bytes)
    for name in ("RXNREL.RRF", "RXNSAT.RRF"):
        (tmp_path / name).touch()
    with pytest.raises(SourceError, match="lines of fewer than 1,000,000 letters, found a longer one"):
        read_rxnorm(tmp_path)
    with pytest.raises(SourceError, match="lines of fewer than 1,000,000 letters, found a longer one"):
        read_packages(tmp_path)


@pytest.mark.parametrize(
    "text",
    ["a: &a [*a]", "[" * 40, "- " * 200_000, "a: 2026-13-45", "? {a: 1}\n: 2", "\x07", "a: !!python/object/apply:os.system ['true']"],
)
def test_hostile_yaml_of_plans_is_a_sentence(text: str) -> None:
    refused(lambda: parse_yaml_values(io.BytesIO(text.encode()), DESIGNS))


LONG = "x" * 300


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("catalog", "fetch", "--year", "2026", "--url", "http://[::1"), "expected an address that begins with https:// or http://"),
        (("catalog", "fetch", "--year", "2026", "--url", "http://a\x1b[31mb/"), "expected an address that begins with"),
        (("catalog", "fetch", "--year", "2026", "--url", "http://" + "a" * 70 + ".org/"), "expected an address that begins with"),
        (("catalog", "add", "http://[::1"), "expected an address that begins with"),
        (("catalog", "pack", "--out", LONG), "File name too long"),
        (("catalog", "import", LONG, "--year", "2026"), "File name too long"),
        (("catalog", "import", "/dev/zero", "--year", "2026"), "there is no such file or folder"),
        (("app", "--port", "-1"), "should be greater than or equal to 1"),
        (("simulate", "--policy", "/dev/zero", "-"), "at most 100,000 bytes, found more"),
        (("compare", "/dev/zero"), "a file of at most 10,485,760 bytes, found more"),
        (("compare", "\x1b[31mx"), "a file that can be read, found No such file or directory"),
        (("benefit", "--year", "\x1b[31m" + LONG), "No such option"),
    ],
)
def test_a_hostile_argument_is_one_line(
    arguments: tuple[str, ...], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    assert ran(monkeypatch, *arguments, given=b"{}") == cli.REFUSED
    out, err = capsys.readouterr()
    assert out == ""
    *before, line, nothing = err.split("\n")
    assert nothing == ""
    assert all(one.startswith("Fetching") for one in before)
    assert says in line
    assert "\x1b" not in err
    assert "x" * (QUOTED + 1) not in err


def test_of_very_many_problems_the_first_are_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(monkeypatch, "adjudicate", "-", given=b"[" + b"1," * 9_999 + b"1]") == cli.REFUSED
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == PROBLEMS + 1
    assert lines[-1] == "in all: expected no problem, found 10,000 problems, of which the first 50 are listed"
    assert ran(monkeypatch, "adjudicate", "-", given=b"[" + b"1," * 100_000 + b"1]") == cli.REFUSED
    assert capsys.readouterr().err == "$: expected at most 10,000 scenarios, found 100,001\n"


def test_fills_of_a_document_are_bounded(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    document = {"plan_year": 2026, "fills": [1] * 20_000}
    assert ran(monkeypatch, "adjudicate", "-", given=json.dumps(document).encode()) == cli.REFUSED
    assert "$.fills: expected a list with at most 5000" in capsys.readouterr().err


def test_a_sentence_quotes_no_more_than_a_few_words() -> None:
    assert shortened("x" * QUOTED) == "x" * QUOTED
    assert len(shortened("x" * (QUOTED + 1))) == QUOTED


def test_a_small_file_is_never_given_the_memory_of_a_large_one(tmp_path: Path) -> None:
    class Asked(io.BytesIO):
        most = 0

        def read(self, size: int | None = -1, /) -> bytes:
            Asked.most = max(Asked.most, size or 0)
            return super().read(size)

    assert at_most(Asked(b"small"), DOCUMENT.bytes) == b"small"
    assert Asked.most < DOCUMENT.bytes  # Python would set aside so much, and a server overwrite it
    assert at_most(io.BytesIO(b"x" * 200_000), 150_000) == b"x" * 150_000
    (tmp_path / "document").write_bytes(b"{}")
    tracemalloc.start()
    try:
        read_file(tmp_path / "document", DOCUMENT)
        assert tracemalloc.get_traced_memory()[1] < DOCUMENT.bytes / 10
    finally:
        tracemalloc.stop()
