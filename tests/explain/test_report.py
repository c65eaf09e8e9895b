"""The report to take home: every dollar comes from the comparison or the ledger; page one is the decision; no formulas."""

from __future__ import annotations

import csv
import io
import re
import socket
import zlib
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser

import pytest
from icalendar import Calendar

from finder.documents.downloads import calendar_file, drugs_csv, plans_csv
from finder.domain.benefit import Phase
from finder.domain.claim import PAYERS
from finder.domain.member import Member
from finder.domain.money import shown
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.prescription import Prescription
from finder.domain.report import KeyDate, KeyDay, PersonReport, Report
from finder.domain.what_if import ChangeOrder, ChangePrice
from finder.explain.kit.html import can_make_pdf, pdf_of
from finder.explain.kit.letter import DOWNLOAD_PDF, Letter, letter_page
from finder.explain.messages import say, speaking
from finder.explain.plans.headline import head
from finder.explain.report import words as report_words
from finder.explain.report.details import Detail
from finder.explain.report.report import report_html
from finder.explain.source_words import parameter_value
from finder.explain.words import about, drug_label, drug_name, plan_name
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.fill_timing import fill_timing
from finder.questions.plans.hand_over import Answered, hand_over
from finder.questions.plans.how_sure import how_sure
from finder.questions.plans.what_if import what_if
from finder.sources.catalog.reading import open_catalog
from tests.questions.test_what_if import ONCE, TIMED
from tests.reading import grade
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, RICH_PDP, WORCESTER, SmallMarket

MADE_ON = date(2026, 9, 24)
MONEY = re.compile(r"([Aa]bout )?([-+]?)\$(-?[0-9][0-9,]*(?:\.[0-9]+)?)")
ME = Member("01604", WORCESTER, date(2026, 1, 1), current_plan=CHEAP_PDP.plan_id)
MINE = (Prescription(GENERIC, 30_000, 30), Prescription(BRAND, 30_000, 30))


def whole(report: Report) -> str:
    """The report with every part that can be added."""
    return report_html(report, MADE_ON, tuple(Detail))


class Walker(HTMLParser):
    """The text of a page, block by block, and everything it would load."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._hidden += tag == "style"
        self.loads += [value or "" for name, value in attrs if name in ("src", "href", "data", "srcset", "action")]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.texts.append(" ".join(data.split()))


def walked(html: str) -> Walker:
    walker = Walker()
    walker.feed(html)
    return walker


def of_cost(cost: PlanCost) -> set[int]:
    """Every amount in one plan's year, in cents."""
    fees = cost.late_enrollment_penalty + cost.income_related_premium
    found = {cost.total, cost.drug_cost, cost.plan.design.deductible, cost.total - cost.drug_cost, cost.late_enrollment_penalty}
    found |= {amount for amount in (cost.premium, cost.uncovered_cash_cost) if amount is not None} | {(cost.premium or 0) + fees}
    found.add(cost.drug_cost + (cost.uncovered_cash_cost or 0))
    for drug in cost.drugs:
        found |= {amount for amount in (drug.price, drug.cash_cost, drug.patient_pay) if amount is not None}
    for month in cost.months:
        found |= {month.patient_pay, month.premium, month.patient_pay + month.premium, month.gross_drug_cost}
    found.add(sum(month.gross_drug_cost for month in cost.months))
    return found


def of_ledger(cost: PlanCost) -> set[int]:
    """Every amount of a ledger: claims, their parts, the accumulators, and the sums by payer, by phase, by phase and drug, and by month."""
    found: set[int] = set()
    sums: dict[object, int] = {}
    for row in cost.ledger.rows:
        found |= {row.price, row.patient_pay, row.accumulators.troop}
        for payer in PAYERS:
            paid = sum(getattr(segment, payer) for segment in row.segments)
            found.add(paid)
            for key in (payer, (payer, row.claim.date.month)):
                sums[key] = sums.get(key, 0) + paid
        for segment in row.segments:
            found.add(segment.amount)
            for key in (segment.phase, (segment.phase, row.claim.drug)):
                sums[key] = sums.get(key, 0) + segment.patient_pay
    return found | set(sums.values()) | {0}


def paid_in(cost: PlanCost, phase: Phase) -> int:
    return sum(segment.patient_pay for row in cost.ledger.rows for segment in row.segments if segment.phase is phase)


def figures(report: Report) -> set[int]:
    """Every amount that the report may show: comparisons, ledgers, what-ifs, ranges, and differences of two totals."""
    found: set[int] = set()
    for person in report.people:
        totals = [cost.total for cost in person.comparison.plans]
        found |= {one - other for one in totals for other in totals}
        for cost in person.comparison.plans:
            found |= of_cost(cost)
        found |= of_cost(person.cost) | of_ledger(person.cost)
        for used in person.comparison.parameters:
            found |= {cents(amount) for amount in re.findall(r"\$([0-9,.]*[0-9])", parameter_value(used))}
        if person.what_if is not None:
            for delta in person.what_if.deltas:
                found |= of_ledger(delta.before) | of_ledger(delta.after)
                found |= of_cost(delta.after) | {delta.after.total - delta.before.total, delta.after.drug_cost - delta.before.drug_cost}
        if person.how_sure is not None:
            found |= {amount for one in person.how_sure.ranges for amount in (one.low, one.high)}
        if person.timing is not None:
            now, best = person.timing.now, person.timing.best.cost
            found |= {person.timing.saving} | of_cost(best) | of_ledger(best)
            found |= {paid_in(best, phase) - paid_in(now, phase) for phase in Phase}
    if report.couple is not None and report.couple.together is not None:
        costs = [one.cost for one in (report.couple.first, report.couple.second) if one.cost is not None]
        found |= {report.couple.together, sum(cost.drug_cost for cost in costs), sum(cost.premium or 0 for cost in costs)}
    return found


def cents(text: str) -> int:
    whole, _, part = text.replace(",", "").partition(".")
    return int(whole) * 100 + int((part + "00")[:2]) * (-1 if text.startswith("-") else 1)


def strangers(html: str, known: set[int]) -> list[str]:
    """The dollars of a page that are none of the amounts: those with cents to the cent, others to the dollar."""
    exact, rounded = {abs(amount) for amount in known}, {about(abs(amount)) for amount in known}
    found = []
    for text in walked(html).texts:
        for near, _, written in MONEY.findall(text):
            amount = abs(cents(written))
            if (about(amount) not in rounded) if near or "." not in written else (amount not in exact):
                found.append(f"{near}${written} in: {text}")
    return found


@cache
def small_report() -> Report:
    """One person with everything that a session can hold. The generic costs 15.00 a fill, the brand 300.00."""
    market = SmallMarket()
    compared = compare_plans(market, ME, MINE)
    timing = fill_timing(market, ME, MINE, CHEAP_PDP.plan_id)
    found = {
        "what_if": what_if(market, ME, MINE, ChangePrice(12_500, BRAND.rxcui), compared),
        "how_sure": how_sure(market, ME, MINE, None, compared),
        "timing": (compared, timing),
    }
    return hand_over(market, [Answered(ME, MINE, compared, CHEAP_PDP.plan_id, True, **found)])  # type: ignore[arg-type]


@cache
def real_report() -> Report:
    """A couple in Worcester with three and two drugs of the embedded catalog."""
    catalog = open_catalog(2026)
    county = catalog.counties("01604")[0]
    people = []
    for start, listed, current in ((1, (("617311", 30), ("1364447", 60), ("861007", 60)), "S4802-080-000"), (3, (("617311", 30),), None)):
        member = Member("01604", county, date(2026, start, 1), current_plan=current)
        drugs = tuple(Prescription(drug, each * 1_000, 30) for key, each in listed if (drug := catalog.drug(key)) is not None)
        people.append(Answered(member, drugs, compare_plans(catalog, member, drugs)))
    return hand_over(catalog, people)


@cache
def moved_report() -> Report:
    """One person whose drugs of one day were tried in another order: the deductible of 200 applies to the other drug."""
    compared = compare_plans(TIMED, ME, ONCE)
    tried = what_if(TIMED, ME, ONCE, ChangeOrder(("5", "3")), compared)
    return hand_over(TIMED, [Answered(ME, tuple(ONCE), compared, what_if=tried)])


REPORTS = {"small": small_report, "couple": real_report, "moved": moved_report}
AMOUNTS = {"small": 150, "couple": 150, "moved": 100}
"""Each has more than this many dollars, or the search misses some."""


@pytest.mark.parametrize("name", REPORTS)
def test_every_dollar_comes_from_the_comparison_or_the_ledger(name: str) -> None:
    report = REPORTS[name]()
    html = whole(report)
    assert len(MONEY.findall(" ".join(walked(html).texts))) > AMOUNTS[name]
    assert strangers(html, figures(report)) == []


@pytest.mark.parametrize("name", REPORTS)
def test_a_dollar_from_nowhere_is_found(name: str) -> None:
    report = REPORTS[name]()
    html = whole(report)
    total = shown(report.people[0].cost.total)
    assert strangers(html.replace(total, "$7,777.77"), figures(report))


def test_the_report_has_the_numbers_of_the_small_market() -> None:
    said = " ".join(walked(whole(small_report())).texts)
    # staying: 600 of deductible in two brand fills, 10 x 75, 12 x 2 and 12 x 10 of premium = 1,494; best: 12 x 40 + 12 x 50 = 1,080
    assert "Switching could save you about $414 a year." in said
    assert "About $1,080" in said
    assert "$1,494.00" in said
    assert "24 claims of the year at Cheap Premium Rx" in said


@pytest.mark.parametrize("name", REPORTS)
def test_the_report_says_what_the_screen_says(name: str) -> None:
    report = REPORTS[name]()
    said = walked(whole(report)).texts
    for person in report.people:
        for sentence in filter(None, head(person.comparison)):
            assert sentence in said


@pytest.mark.parametrize("name", REPORTS)
def test_the_report_contains_everything_it_shows(name: str) -> None:
    html = whole(REPORTS[name]())
    walker = walked(html)
    assert walker.loads == []
    assert not {"script", "link", "iframe", "object", "img", "form"} & set(walker.tags)
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)  # a hatch defined on the same page
    ids = re.findall(r" id='([^']+)'", html)
    assert len(ids) == len(set(ids))


def test_the_report_says_what_it_must() -> None:
    said = " ".join(walked(whole(small_report())).texts)
    for words in ("1-800-MEDICARE", "1-877-839-2675", "Notes", "What we counted on", "Data of September 1, 2026", "Program ", "Rules "):
        assert words in said
    for words in ("How sure is this?", "What if? The price of Brandex goes up 25%", "When to buy", "not sure about Extra Help"):
        assert words in said


def test_the_report_says_why_other_days_cost_less() -> None:
    said = " ".join(walked(whole(moved_report())).texts)
    # worked out in tests/questions/test_what_if.py
    assert "Why at Cheap Premium Rx? You then pay less for Brandex, and more for Xarelto." in said
    assert "You pay the deductible with $200.00 for Brandex now, and with $198.00 for Xarelto and $2.00 for Brandex then." in said


def test_a_session_without_more_questions_has_no_more_answers() -> None:
    person = replace(small_report().people[0], what_if=None, how_sure=None, timing=None)
    said = " ".join(walked(whole(Report((person,)))).texts)
    assert not [words for words in ("How sure is this?", "What if?", "When to buy") if words in said]


def test_a_couple_has_two_answers_and_no_plan_for_two() -> None:
    texts = walked(whole(real_report())).texts
    assert "Person 1: The decision" in texts
    assert "Person 2: The decision" in texts
    assert any(text.startswith("Both of you together: about $") for text in texts)


def test_markup_in_a_name_stays_text() -> None:
    nasty = replace(CHEAP_PDP, name="<script>alert(1)</script> & Rx")
    market = SmallMarket(plans=(nasty, RICH_PDP))
    compared = compare_plans(market, ME, MINE)
    html = whole(hand_over(market, [Answered(ME, MINE, compared)]))
    assert "<script" not in html
    assert "<script>alert(1)</script> & Rx" in " ".join(walked(html).texts)


def names_of(person: PersonReport) -> list[str]:
    drugs = [name for one in person.comparison.prescriptions for name in (drug_label(one.drug), drug_name(one.drug))]
    return sorted([*drugs, *(plan_name(cost.plan) for cost in person.comparison.plans)], key=len, reverse=True)


@pytest.mark.parametrize("name", REPORTS)
def test_the_short_report_is_at_grade_six_or_below(name: str) -> None:
    report = REPORTS[name]()
    large = report_html(report, MADE_ON)
    sentences = [text for text in re.findall(r"<(?:p|li)[^>]*>([^<]*)<", large) if text]
    text = "\n".join(sentences)
    for person in report.people:
        for each in names_of(person):
            text = text.replace(each, "it")
    assert len(sentences) > 8
    assert grade(text) <= 6


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_spreadsheets_hold_every_plan_and_drug() -> None:
    compared = small_report().people[0].comparison
    plans, drugs = rows_of(plans_csv(compared)), rows_of(drugs_csv(compared))
    assert [row["rank"] for row in plans] == [str(cost.rank) for cost in compared.plans]
    best = next(row for row in plans if row["plan_id"] == RICH_PDP.plan_id)
    # 12 x 50.00 of premium; 12 copays of 40.00 for the brand, and the generic is free at preferred stores
    assert (best["premium"], best["drug_cost"], best["total"]) == ("600.00", "480.00", "1080.00")
    assert len(drugs) == 2 * len(plans)
    assert {row["price"] for row in drugs} == {"15.00", "300.00"}


def test_what_is_unknown_stays_empty_in_a_spreadsheet() -> None:
    market = SmallMarket(plans=(replace(CHEAP_PDP, premium=None, part_d_premium=None),))
    compared = compare_plans(market, ME, MINE[:1])
    assert (rows_of(plans_csv(compared))[0]["premium"], rows_of(plans_csv(compared))[0]["total"]) == ("", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    market = SmallMarket(plans=(replace(CHEAP_PDP, name=f"{start}cmd|' /C calc'!A0", organization=f"{start}SUM(A1)"), RICH_PDP))
    compared: Comparison = compare_plans(market, ME, MINE)
    for text in (plans_csv(compared), drugs_csv(compared)):
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert f"'{start}cmd" in plans_csv(compared)


def test_the_calendar_file_has_each_day_once_and_no_names() -> None:
    (person,) = small_report().people
    text = calendar_file(report_words.dues(Report((person, person))))
    events = Calendar.from_ical(text).walk("VEVENT")
    assert len(events) == 6
    assert {event["DTSTART"].dt for event in events} >= {date(2025, 10, 15), date(2025, 12, 7), date(2026, 1, 1), date(2026, 3, 31)}
    assert not [name for name in ("Brandex", "genericol", "Rx", "Advantage With") if name in text]


@pytest.mark.parametrize("what", KeyDay)
def test_every_important_day_has_words(what: KeyDay) -> None:
    said = report_words.date_sentences(KeyDate(date(2026, 7, 1), what, 2026))
    assert said.startswith("July 1, 2026: ")
    assert ("special reason" in said) is (what is KeyDay.PLAN_STARTS_LATER)


needs_pdf = pytest.mark.skipif(not can_make_pdf(), reason="a PDF needs WeasyPrint and Pango, and they are not here")


def pages_of(report: Report, **options: bool) -> list[str]:
    """The text of each printed page of the short report."""
    from weasyprint import HTML

    made = HTML(string=report_html(report, MADE_ON, **options)).render()
    return [" ".join(box.text for box in page._page_box.descendants() if hasattr(box, "text")) for page in made.pages]


def long_list(current: str | None) -> Answered:
    """Twelve drugs of the embedded catalog in Worcester."""
    catalog = open_catalog(2026)
    drugs = catalog.drugs()
    listed = tuple(Prescription(drug, 30_000, 30) for drug in drugs[:: len(drugs) // 12][:12])
    member = Member("01604", catalog.counties("01604")[0], date(2026, 1, 1), current_plan=current)
    return Answered(member, listed, compare_plans(catalog, member, listed, today=date(2025, 11, 20)))


@needs_pdf
def test_the_short_report_is_at_most_four_pages_and_that_of_a_couple_six() -> None:
    catalog, premier = open_catalog(2026), long_list("S2893-003-000")
    assert len(pages_of(small_report())) <= 4
    assert len(pages_of(hand_over(catalog, [premier]))) <= 4
    assert len(pages_of(hand_over(catalog, [long_list("S2893-001-000"), premier]))) <= 6


@needs_pdf
def test_page_one_is_the_decision() -> None:
    first, second, *_ = pages_of(small_report())
    # staying: 12 x 10 of premium and 600 + 750 + 24 at the store; the best plan: 12 x 50 and 12 x 40
    for words in ("You have now", "Cheap Premium Rx", "Lowest cost for you", "No Deductible Rx", RICH_PDP.plan_id, "1-800-MEDICARE"):
        assert words in first, words
    for amount in ("About $1,494", "$1,374.00", "$120.00", "About $1,080", "$480.00", "$600.00"):
        assert amount in first, amount
    # at the present plan: 300 + 2 + 10 of premium in the two months of the deductible, then 75 + 2 + 10; at the best 40 + 50 each month
    assert "January $312, then $87 in most months" in " ".join(first.split())
    assert "$90 each month" in " ".join(first.split())
    assert "Brandex" in second


def unpacked(made: bytes) -> bytes:
    """A PDF with its compressed streams expanded."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    opened = [zlib.decompressobj().decompress(stream) for stream in streams if stream.startswith(b"x")]
    return b"\n".join([made, *opened])


@needs_pdf
def test_the_pdf_is_tagged() -> None:
    person = replace(small_report().people[0], what_if=None, how_sure=None, timing=None)
    made = pdf_of(whole(Report((person,))))
    assert made.startswith(b"%PDF-1.7")
    inside = unpacked(made)
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang", b"/Table", b"/TH"):
        assert mark in inside


@needs_pdf
def test_the_metadata_of_a_pdf_tell_nothing_of_the_person_or_the_machine() -> None:
    """The document's information and its XMP: the title and the program that made it; no day, user, path, place or drug."""
    person = replace(small_report().people[0], what_if=None, how_sure=None, timing=None)
    inside = unpacked(pdf_of(whole(Report((person,))))).decode("latin-1")
    xmp = re.search(r"<x:xmpmeta.*?</x:xmpmeta>", inside, re.DOTALL)
    told = re.search(r"<<(/Producer [^<>]*/Title (?:<[0-9a-f]*>|\([^()]*\)))>>", inside)
    assert xmp is not None
    assert told is not None
    assert set(re.findall(r"/([A-Z]\w+)", told[1])) == {"Title", "Producer"}
    for text in (told[1], xmp[0]):
        assert not re.search(r"Date|Author|Creator>|/(home|root|tmp)|01604|Worcester", text)
        assert not any(prescription.drug.ingredient.casefold() in text.casefold() for prescription in person.comparison.prescriptions)


@needs_pdf
def test_the_language_of_a_pdf_is_that_of_its_words() -> None:
    with speaking("es"):
        person = replace(small_report().people[0], what_if=None, how_sure=None, timing=None)
        inside = unpacked(pdf_of(whole(Report((person,)))))
    assert re.search(rb"/Lang \(es", inside)


@needs_pdf
def test_a_letter_is_a_tagged_pdf_in_the_language_of_its_words() -> None:
    with speaking("es"):
        letter = Letter(say(DOWNLOAD_PDF), ("Uno.",), ("dos",), "Tres", ("A", "B"), (("1", "2"),), ("1: 2",))
        inside = unpacked(pdf_of(letter_page(letter)))
    assert re.search(rb"/Lang \(es", inside)
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/H1", b"/TH", b"/LI"):
        assert mark in inside


@needs_pdf
def test_a_pdf_fetches_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.2)
        made = pdf_of(f'<html lang="en"><title>x</title><p>words<img alt="x" src="http://127.0.0.1:{door.getsockname()[1]}/x.png"></html>')
        with pytest.raises(TimeoutError):
            door.accept()
    assert made.startswith(b"%PDF")
