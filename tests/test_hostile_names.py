"""Hostile names in every output: each has one place that escapes (``finder/explain/kit/escapes.py``), and all get the same names."""

from __future__ import annotations

import csv
import io
import json
import re
import socket
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa
import pytest
from icalendar import Calendar

from finder import terminal
from finder.documents.batch.tables_out import csv_bytes
from finder.documents.comparison import comparison_document
from finder.documents.downloads import calendar_file, drugs_csv, ledger_csv, plans_csv
from finder.documents.spreadsheet import csv_text
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.explain.kit.date_charts import Due
from finder.explain.kit.escapes import in_cell, in_html, visible
from finder.explain.kit.html import can_make_pdf, html_of, pdf_of
from finder.explain.kit.letter import Letter, letter_lines, letter_page
from finder.explain.plans import answer as answer_words
from finder.explain.plans import plan_year as year_words
from finder.explain.plans.cards import cards
from finder.explain.plans.charts import months_figure
from finder.explain.report.details import Detail
from finder.explain.report.report import report_html
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.hand_over import Answered, hand_over
from finder.sources.catalog.reading import open_catalog
from finder.sources.cms.importer import import_catalog
from finder.sources.download.resource_list import safe_name
from tests.hostile import PAYLOADS, TOGETHER, UNSEEN
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, RICH_PDP, WORCESTER, SmallMarket
from tests.sources.small_market import LANDSCAPE_TEXT, NAMES, PLAN, write_market

ALL = {**PAYLOADS, **UNSEEN}
ME = Member("01604", WORCESTER, date(2026, 1, 1), current_plan=CHEAP_PDP.plan_id)
DAY = date(2026, 10, 15)
HARMLESS = "Harmless"
STARTS = tuple("=+-@＝＋－＠")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
OBEYED = {"Cc", "Cs", "Zl", "Zp"}
TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
each = pytest.mark.parametrize("name", ALL.values(), ids=ALL)


def obeyed(text: str, allowed: str = "\n") -> list[str]:
    """What a terminal, a reader of lines or the direction of writing would obey."""
    return [one for one in text if (unicodedata.category(one) in OBEYED or one in TURNING) and one not in allowed]


@cache
def compared(name: str) -> Comparison:
    """Two plans and two drugs; the plan, its company and the brand have the name. Its first word stays: fills of a day go by it."""
    market = SmallMarket(plans=(replace(CHEAP_PDP, name=name, organization=name), RICH_PDP))
    brand = replace(BRAND, name=f"brandine {name} 5 MG Oral Tablet [{name}]", brand=name)
    return compare_plans(market, ME, [Prescription(GENERIC, 30_000, 30), Prescription(brand, 30_000, 30)])


class Shape(HTMLParser):
    """The tags of a page with the names of their attributes, its text, and the values of the attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.values += [value or "" for name, value in attrs if name in ("src", "href", "action", "style", "data", "srcset")]

    def handle_data(self, data: str) -> None:
        self.text += data


def answer_html(name: str) -> str:
    return sections_html(compared(name))


def sections_html(found: Comparison) -> str:
    told = [card for _, card in cards(found)]
    cost = found.plans[0]
    parts = (*answer_words.top(found), *told, *answer_words.drugs(found), *answer_words.folds(found, {}, unsure_of_help=False))
    return html_of((*parts, *year_words.sections(found, cost, {}), *year_words.claims(cost)))


def report_page(name: str) -> str:
    found = compared(name)
    report = hand_over(SmallMarket(), [Answered(ME, found.prescriptions, found, CHEAP_PDP.plan_id, True)])
    return report_html(report, DAY, tuple(Detail))


def letter_html(name: str) -> str:
    return letter_page(letter(name))


def letter(name: str) -> Letter:
    return Letter(name, (name,), (name,), name, (name,), ((name,),), (name,))


@pytest.mark.parametrize("page", [answer_html, report_page, letter_html], ids=lambda page: page.__name__)
def test_a_name_is_text_in_html(page: Callable[[str], str]) -> None:
    made, usual = Shape(page(TOGETHER)), Shape(page(HARMLESS))
    assert made.tags == usual.tags
    assert made.values == usual.values
    assert obeyed(made.text) == []
    assert " ".join(visible(TOGETHER).split()) in " ".join(made.text.split())


@each
def test_a_name_is_text_in_an_attribute(name: str) -> None:
    (tag,) = Shape(f"<p title=\"{in_html(name)}\" lang='{in_html(name)}'>").tags
    assert tag == ("p", ("title", "lang"))


@each
def test_a_name_is_no_formula_in_a_spreadsheet(name: str) -> None:
    found = compared(name)
    named = 0
    for text in (plans_csv(found), drugs_csv(found), ledger_csv(found.plans[0]), csv_text(("a",), [(name,)])):
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert len({len(row) for row in rows}) == 1
        for cell in (cell for row in rows for cell in row):
            assert obeyed(cell, "\t\r\n") == []
            assert NUMBER.fullmatch(cell) or not cell.lstrip().startswith(STARTS)
            named += in_cell(name) in cell
    assert named > 3
    table = pa.table({"a": [name.encode("utf-8", "replace").decode()]})
    (cell,) = list(csv.reader(io.StringIO(csv_bytes(table).decode(), newline="")))[1]
    assert cell == in_cell(table["a"][0].as_py())


def test_a_number_below_zero_stays_a_number_in_a_spreadsheet() -> None:
    assert [in_cell(cell) for cell in ("-5.00", "12", "-5+1", "-")] == ["-5.00", "12", "'-5+1", "'-"]


@each
def test_a_name_adds_nothing_to_a_calendar(name: str) -> None:
    text = calendar_file([Due(DAY, name, f"{name} {name * 9}")])
    assert max(len(line.encode("utf-8", "surrogatepass")) for line in text.split("\r\n")) <= 75
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert sorted(event) == ["DESCRIPTION", "DTSTAMP", "DTSTART", "SUMMARY", "TRANSP", "UID"]
    assert event.subcomponents == []
    assert str(event["SUMMARY"]) == visible(name)
    assert obeyed(text, "\r\n") == []


@each
def test_a_terminal_obeys_no_name(name: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    document = {"name": name, "answer": comparison_document(compared(name), None)}
    terminal.print_json(document, True)
    terminal.tell(name)
    out, err = (stream.decode() for stream in capsysbinary.readouterr())
    assert json.loads(out) == document
    assert obeyed(out) == []
    assert err.endswith("\n")
    assert obeyed(err[:-1], "") == []


@each
def test_a_name_is_one_line_of_a_letter(name: str) -> None:
    assert len(letter_lines(letter(name)).split("\n")) == len(letter_lines(letter(HARMLESS)).split("\n"))
    assert obeyed(letter_lines(letter(name))) == []


@each
def test_a_name_is_text_in_a_figure(name: str) -> None:
    for title in months_figure(compared(name).plans).figure.layout.annotations:
        assert "<" not in title.text
        assert obeyed(title.text) == []


@each
def test_a_name_is_no_path(name: str) -> None:
    assert set(safe_name(name)) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


@pytest.mark.skipif(not can_make_pdf(), reason="WeasyPrint is not installed")
def test_a_pdf_of_hostile_names_fetches_nothing_and_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: pytest.fail("something was fetched"))
    assert b"/URI" not in pdf_of(letter_html(TOGETHER))


def imported(folder: Path, name: str) -> Answered:
    """An answer over the small market, imported by the program's own importer: its plan, company and drug have the name."""
    quoted = '"' + name.replace('"', '""') + '"'
    texts = {
        "plan": PLAN.replace("Blue Basic (PDP)", name).replace("|Blue Rx|", f"|{name}|"),
        "landscape": LANDSCAPE_TEXT.replace("Blue Rx", quoted),
        "names": NAMES.replace("apixaban 5 MG Oral Tablet [Eliquis]", quoted),
    }
    import_catalog(write_market(folder / "files", **texts), 2026, folder / "catalogs" / "2026")
    catalog = open_catalog(2026, folder / "catalogs")
    (county,) = catalog.counties("01604")
    (drug,) = [known for rxcui in ("1364447",) if (known := catalog.drug(rxcui)) is not None]
    member, listed = Member("01604", county, date(2026, 1, 1), current_plan="S0002-003-000"), (Prescription(drug, 60_000, 30),)
    return Answered(member, listed, compare_plans(catalog, member, listed))


def test_names_of_an_imported_catalog_are_text_in_html_and_in_spreadsheets(tmp_path: Path) -> None:
    name = " ".join(one for one in PAYLOADS.values() if "|" not in one and one.isascii())
    hostile, usual = imported(tmp_path / "hostile", name), imported(tmp_path / "usual", HARMLESS)
    (plan,) = [cost.plan for cost in hostile.comparison.plans if cost.plan.plan_id == "S0002-003-000"]
    assert (plan.name, plan.organization, hostile.prescriptions[0].drug.name) == (name, name, name)
    made, expected = (Shape(sections_html(answered.comparison)) for answered in (hostile, usual))
    assert made.tags == expected.tags
    assert made.values == expected.values
    assert name in made.text
    for table in (plans_csv, drugs_csv):
        rows, known = (list(csv.reader(io.StringIO(table(one.comparison), newline=""))) for one in (hostile, usual))
        assert [len(row) for row in rows] == [len(row) for row in known]
