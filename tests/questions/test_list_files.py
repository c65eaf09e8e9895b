"""A person's own claims and tables as lists: Blue Button as JSON and text, Part D event rows, pharmacy printouts, NDCs of every shape."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from finder.documents.claim_files import day_or_none, money_or_none, read_claims, read_list_file
from finder.documents.fields import read
from finder.documents.session import KeptSession, restore_lines, session_document
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.drug_lines import Asked, Drug, DrugLine, Field, Origin, prescriptions_of
from finder.domain.errors import SourceError
from finder.domain.market import County
from finder.domain.member import Member
from finder.domain.ndc import ndc_readings
from finder.domain.paid_fills import PaidFill, PaidFills
from finder.domain.session import SavedPerson, SavedSession
from finder.questions.drug_list.columns import guess_columns
from finder.questions.drug_list.fills import lines_of_fills, product_of_ndc, read_table
from finder.questions.drug_list.reading import lines_of_text, read_drug_list
from tests.questions.list_market import ATORVASTATIN_20, ATORVASTATIN_40, ELIQUIS, LANTUS, METFORMIN, ListMarket

NDCS = {
    "00003089421": ELIQUIS,
    "00071015723": ATORVASTATIN_40,
    "00071015623": ATORVASTATIN_20,
    "00088221905": LANTUS,
    "55555001101": METFORMIN,
    "05555500112": ELIQUIS,  # beside 55555-0011-2: ten bare digits that mean two products
    "55555001102": METFORMIN,
}


class ClaimMarket(ListMarket):
    def drug_by_ndc(self, ndc: str) -> Drug | None:
        return NDCS.get(ndc)


MARKET = ClaimMarket()
DAY = date(2026, 9, 20)


def adjudication(variable: str, value: float) -> dict[str, Any]:
    codes = [
        {"system": "carin", "code": "general"},
        {"system": "cms", "code": f"https://bluebutton.cms.gov/resources/variables/{variable}"},
    ]
    return {"category": {"coding": codes}, "amount": {"value": value, "currency": "USD"}}


def claim(ndc: str, day: str, quantity: float = 60, days: int = 30, paid: float = 47.0, **more: Any) -> dict[str, Any]:
    """A claim in the shape of Blue Button 2.0 (R4), with a person in it who must not be kept."""
    category = {"coding": [{"code": "dayssupply"}]}
    return {
        "resourceType": "ExplanationOfBenefit",
        "id": f"{ndc}-{day}",
        "status": "active",
        "type": {"coding": [{"code": "PDE"}]},
        "patient": {"reference": "Patient/-19990000", "display": "JANE DOE"},
        "supportingInfo": [{"category": category, "valueQuantity": {"value": days}}],
        "item": [
            {
                "productOrService": {"coding": [{"system": "http://hl7.org/fhir/sid/ndc", "code": ndc, "display": "Eliquis - APIXABAN"}]},
                "servicedDate": day,
                "quantity": {"value": quantity},
                "adjudication": [adjudication("lics_amt", 1.5), adjudication("ptnt_pay_amt", paid), adjudication("tot_rx_cst_amt", 248.7)],
            }
        ],
    } | more


def bundle(*claims: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"resourceType": "Bundle", "entry": [{"resource": one} for one in claims]} | more


def in_json(*documents: object) -> PaidFills:
    read = read_claims("eob.json", "\n".join(json.dumps(one) for one in documents).encode())
    assert read is not None
    return read


ELIQUIS_NEW, ELIQUIS_OLD = claim("00003089421", "2026-10-01"), claim("00003089421", "2026-09-02", 30, 15)


def test_the_newest_fill_of_each_drug_gives_its_amount() -> None:
    read = in_json(bundle(ELIQUIS_OLD, ELIQUIS_NEW, claim("00071015723", "2026-08-11", 90, 90, 0)))
    assert read.fills[1] == PaidFill(
        2, date(2026, 10, 1), "00003089421", "Eliquis (APIXABAN)", 60_000, 30, paid=4_700, price=24_870, extra_help=150
    )
    bought = [(one.drug, one.quantity, one.days_supply) for one in prescriptions_of(lines_of_fills(MARKET, read.fills))]
    assert bought == [(ELIQUIS, 60_000, 30), (ATORVASTATIN_40, 90_000, 90)]


PAGES: dict[str, tuple[object, ...]] = {
    "a bundle": (bundle(ELIQUIS_OLD, ELIQUIS_NEW),),
    "two pages one after another": (bundle(ELIQUIS_OLD), bundle(ELIQUIS_NEW)),
    "a list of pages": ([bundle(ELIQUIS_OLD, total=2), bundle(ELIQUIS_NEW, total=2)],),
    "a claim a line": (ELIQUIS_OLD, ELIQUIS_NEW),
    "one page twice": (bundle(ELIQUIS_OLD, ELIQUIS_NEW), bundle(ELIQUIS_NEW)),
}


@pytest.mark.parametrize("kind", PAGES)
def test_several_pages_are_one_list(kind: str) -> None:
    read = in_json(*PAGES[kind])
    assert (len(read.fills), read.pages_missing) == (2, False)


@pytest.mark.parametrize("more", [{"total": 23}, {"link": [{"relation": "next", "url": "https://sandbox.example/next"}]}])
def test_a_page_of_a_longer_list_is_said(more: dict[str, Any]) -> None:
    assert in_json(bundle(ELIQUIS_NEW, **more)).pages_missing


def test_canceled_and_reversed_claims_are_left_out_and_counted() -> None:
    canceled = claim("00071015723", "2026-10-02", status="cancelled")
    reversal = claim("00003089421", "2026-10-01", -60, paid=-47, id="other")
    read = in_json(bundle(ELIQUIS_OLD, ELIQUIS_NEW, canceled, reversal))
    assert ([fill.day for fill in read.fills], read.reversed) == ([date(2026, 9, 2)], 2)


def test_claims_that_are_no_drugs_are_left_out_and_counted() -> None:
    visit = {"resourceType": "ExplanationOfBenefit", "type": {"coding": [{"code": "CARRIER"}]}, "item": [{}]}
    assert in_json(bundle(ELIQUIS_NEW, visit, {"resourceType": "Patient", "name": [{"family": "Doe"}]})).other_claims == 2


def test_the_older_shape_has_its_days_on_the_quantity() -> None:
    url = "https://bluebutton.cms.gov/resources/variables/days_suply_num"
    item = dict(ELIQUIS_NEW["item"][0])
    item["service"] = item.pop("productOrService")
    item["quantity"] = {"value": 60, "extension": [{"url": url, "valueQuantity": {"value": 28}}]}
    (fill,) = in_json(ELIQUIS_NEW | {"item": [item], "supportingInfo": []}).fills
    assert (fill.ndc, fill.days_supply, fill.quantity) == ("00003089421", 28, 60_000)


def test_nothing_about_the_person_is_kept() -> None:
    kept = repr(in_json(bundle(ELIQUIS_NEW)))
    assert "DOE" not in kept
    assert "19990000" not in kept


def test_a_drug_whose_last_fill_ended_long_ago_is_asked() -> None:
    # 30 days from February 1, 2025, doubled, and 30 more days end on May 2, 2025; the newest fill of the file is of October 2026
    old, new = lines_of_fills(MARKET, in_json(bundle(claim("00071015723", "2025-02-01"), ELIQUIS_NEW)).fills)[::-1]
    assert (old.asked, old.proposals[0].origin, old.drug) == ((Asked.CONFIRM,), Origin.OLD_FILL, ATORVASTATIN_40)
    assert new.prescription is not None


def test_a_quarterly_fill_that_is_not_due_yet_is_no_old_one() -> None:
    lines = lines_of_fills(MARKET, in_json(bundle(claim("00071015723", "2026-07-10", 90, 90), ELIQUIS_NEW)).fills)
    assert not any(line.waits for line in lines)


def test_an_older_strength_of_a_drug_is_asked() -> None:
    newer, older = lines_of_fills(
        MARKET, in_json(bundle(claim("00071015723", "2026-10-01", 30), claim("00071015623", "2026-09-01", 30))).fills
    )
    assert (newer.drug, newer.waits, older.drug, older.waits) == (ATORVASTATIN_40, False, ATORVASTATIN_20, True)


def test_a_code_that_is_no_drug_stays_a_question() -> None:
    (line,) = lines_of_fills(MARKET, [PaidFill(1, date(2026, 9, 20), "000000000", "Fake Diluent (WATER)", 60_000, 30)])
    assert Asked.DRUG in line.asked
    (line,) = lines_of_fills(MARKET, [PaidFill(1, date(2026, 9, 20), "12345678901", "", 60_000, 30)])
    assert (line.asked, line.understood.name) == ((Asked.DRUG,), "NDC 12345678901")


BLUE_BUTTON = """--------------------------------
MYMEDICARE.GOV PERSONAL HEALTH INFORMATION
--------------------------------
Name: JANE DOE
Date of Birth: 01/01/1950
Medicare Number: 1EG4-TE5-MK73
--------------------------------
Claim Type: Part D
Claim Service Date: 09/02/2026
Pharmacy Name: CORNER DRUGS
Drug Code: 00003089421
Drug Name: Eliquis
Days' Supply: 30
Prescriber Name: JOHN SMITH

Claim Type: Part D
Claim Service Date: 10/01/2026
Drug Code: 00071015723
Drug Name: Atorvastatin
Days’ Supply: 90
"""


def test_blue_button_text_gives_fills_and_keeps_nobody() -> None:
    read = read_list_file("blue.txt", BLUE_BUTTON.encode())
    assert isinstance(read, PaidFills)
    assert read.fills == (
        PaidFill(1, date(2026, 9, 2), "00003089421", "Eliquis", days_supply=30),
        PaidFill(2, date(2026, 10, 1), "00071015723", "Atorvastatin", days_supply=90),
    )
    newest, other = lines_of_fills(MARKET, read.fills)
    assert (newest.drug, other.drug) == (ATORVASTATIN_40, ELIQUIS)
    assert newest.days_supply == 90  # the text has no quantity, which is asked
    assert newest.waits


EVENTS = (
    "DML_IND|PDE_ID|FINAL_ACTION|BENE_ID|SRVC_DT|PROD_SRVC_ID|QTY_DSPNSD_NUM|DAYS_SUPLY_NUM|PTNT_PAY_AMT|TOT_RX_CST_AMT\n"
    "INSERT|-1|F|-9|01-Mar-2026|00003089421|60|30|0.00|40.00\n"
    "INSERT|-2|N|-9|02-Mar-2026|00071015723|30|30|5.00|40.00\n"
    "UPDATE|-1|F|-9|01-Mar-2026|00003089421|60|30|4.50|40.00\n"
)


def test_part_d_events_are_read_with_the_last_of_an_event_in_force() -> None:
    read = read_list_file("pde.csv", EVENTS.encode())
    assert isinstance(read, PaidFills)
    assert [(fill.paid, fill.day) for fill in read.fills] == [(450, date(2026, 3, 1))]
    assert read.reversed == 1


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, saved = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(saved)
    return saved.getvalue()


ROWS = (("Eliquis 5 mg", 60, 30), ("atorvastatin 40 mg", 90, 90), ("metformin 500 mg", 120, 30))


def of_file(name: str, data: bytes) -> tuple[DrugLine, ...]:
    read = read_list_file(name, data)
    if isinstance(read, PaidFills):
        return lines_of_fills(MARKET, read.fills)
    return read_table(MARKET, read, guess_columns(read), day_or_none)


WAYS: dict[str, Callable[[], tuple[DrugLine, ...]]] = {
    "paste": lambda: read_drug_list(MARKET, lines_of_text("\n".join(f"{drug} #{count}/{days}" for drug, count, days in ROWS))),
    "csv": lambda: of_file("a.csv", ("Drug,Qty,Days\n" + "\n".join(f"{drug},{count},{days}" for drug, count, days in ROWS)).encode()),
    "csv without headings": lambda: of_file("a.csv", "\n".join(f"{drug},{count},{days}" for drug, count, days in ROWS).encode()),
    "xlsx": lambda: of_file("a.xlsx", workbook(("Medication list of Jane Doe",), ("Drug", "Amount", ""), ("", "Qty", "Days"), *ROWS)),
    "json": lambda: of_file(
        "a.json",
        json.dumps(
            bundle(
                claim("00003089421", "2026-10-01"),
                claim("00071015723", "2026-10-01", 90, 90),
                claim("55555001101", "2026-10-01", 120),
            )
        ).encode(),
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_list_gives_the_same_prescriptions_by_every_way(way: str) -> None:
    bought = [(one.drug, one.quantity, one.days_supply) for one in prescriptions_of(WAYS[way]())]
    assert bought == [(ELIQUIS, 60_000, 30), (ATORVASTATIN_40, 90_000, 90), (METFORMIN, 120_000, 30)]


def test_a_list_of_claims_comes_back_from_a_session_file() -> None:
    lines = WAYS["json"]()
    member = Member("", County("", "", ""), date(2026, 1, 1), LowIncomeSubsidy.NONE, channels=(Channel.STANDARD_RETAIL,))
    saved = session_document(SavedSession(2026, "", None, (SavedPerson(member, ()),), lines))
    again = restore_lines(MARKET, read(KeptSession, saved))
    assert prescriptions_of(again) == prescriptions_of(lines)
    assert len(prescriptions_of(again)) == 3


PRINTOUT = """Corner Drugs,,,,,,,
Patient: DOE JANE,DOB 1/1/1950,,,,,,
Rx Number,Prescription,Prescriber,Patient Name,Fill Date,Quantity,Days Supply,You Paid
6612345,ELIQUIS 5 MG TABLET,"SMITH, JOHN MD",JANE DOE,09/02/2026,60,30,$47.00
6612345,ELIQUIS 5 MG TABLET,"SMITH, JOHN MD",JANE DOE,10/02/2026,60,30,$47.00
Rx Number,Prescription,Prescriber,Patient Name,Fill Date,Quantity,Days Supply,You Paid
6612347,ATORVASTATIN 40 MG TABLET,"SMITH, JOHN MD",JANE DOE,10/12/2026,90,90,$0.00
"""


def test_a_printout_keeps_no_names_and_one_line_a_drug() -> None:
    sheet = read_list_file("printout.csv", PRINTOUT.encode())
    assert not isinstance(sheet, PaidFills)
    assert not any(word in repr(sheet.rows) for word in ("DOE", "SMITH", "6612345", "1950"))
    columns = guess_columns(sheet)
    assert columns.fields == (None, Field.DRUG, None, None, Field.FILLED, Field.QUANTITY, Field.DAYS_SUPPLY, Field.PAID)
    bought = [(one.drug, one.quantity) for one in prescriptions_of(read_table(MARKET, sheet, columns, day_or_none))]
    assert bought == [(ATORVASTATIN_40, 90_000), (ELIQUIS, 60_000)]


def test_words_beside_an_ndc_still_ask() -> None:
    rows = "Drug,NDC,Fill Date,Qty,Days\nEliquis 5 mg stopped,00003-0894-21,10/02/2026,60,30\n"
    (line,) = of_file("a.csv", rows.encode())
    assert line.prescription is None
    (line,) = of_file("a.csv", rows.replace(" stopped", "").encode())
    assert line.prescription is not None


class NamedMarket(ListMarket):
    """A market without NDCs, where FDA's directory names the products."""

    def drug_by_ndc(self, ndc: str) -> Drug | None:
        return None

    def ndc_name(self, ndc: str) -> str:
        return {"00003089421": "Eliquis 5 mg tablet", "00071015723": "Lipitor 40 mg tablet", "00071015623": "Lipitor 80 mg tablet"}.get(
            ndc, ""
        )


def test_an_ndc_that_the_catalog_lacks_is_read_by_its_name_in_the_directory() -> None:
    named = NamedMarket()
    read = in_json(bundle(ELIQUIS_NEW, ELIQUIS_OLD)).fills
    (line,) = lines_of_fills(named, read)
    assert (line.drug, line.quantity, line.days_supply, line.waits) == (ELIQUIS, 60_000, 30, False)
    (brand,) = lines_of_fills(named, [PaidFill(1, DAY, "00071015723", "Lipitor - ATORVASTATIN", 90_000, 90)])
    assert brand.waits  # the catalog has the generic, which is another product
    (other,) = lines_of_fills(named, [PaidFill(1, DAY, "00003089421", "WARFARIN SODIUM", 30_000, 30)])
    assert other.text.startswith("WARFARIN")  # a code that was given to another drug since


SHAPES = {
    "0003-0894-21": ("00003089421",),  # 4-4-2
    "50090-443-20": ("50090044320",),  # 5-3-2
    "50090-4432-1": ("50090443201",),  # 5-4-1
    "00003-0894-21": ("00003089421",),  # 5-4-2
    "NDC: 0003 0894 21": ("00003089421",),
    "00003089421": ("00003089421",),
    "3089421": ("00003089421",),  # a spreadsheet's number
    "0003089421": ("00003089421", "00030089421", "00030894201"),  # ten digits: 4-4-2, 5-3-2 or 5-4-1
    "000000000": (),
    "00000197361": (),  # the made-up code of a file without NDCs
    "3.08942E+09": (),  # digits are lost
    "eliquis": (),
    "": (),
}


@pytest.mark.parametrize("printed", SHAPES)
def test_ndcs_are_read_in_every_printed_shape(printed: str) -> None:
    assert ndc_readings(printed) == SHAPES[printed]


def test_ten_digits_settle_a_product_only_if_one_reading_has_one() -> None:
    assert product_of_ndc(MARKET, "0003089421") == ELIQUIS
    assert product_of_ndc(MARKET, "5555500112") is None  # 05555-5001-12 is Eliquis, 55555-0011-02 metformin


BAD = {
    "no claims": ("eob.json", b'{"resourceType": "Bundle", "entry": []}', "JSON without drug claims"),
    "cut short": ("eob.json", b'{"resourceType": "Bundle", "entry": [', "text that cannot be read as JSON"),
    "nested": ("eob.json", b"[" * 200_000, "text that cannot be read as JSON"),
    "a number that is none": ("eob.json", b'{"a": NaN}', "text that cannot be read as JSON"),
    "30 MB": ("eob.json", b"[" + b" " * 30_000_000 + b"]", "30.0 MB"),
    "wrong encoding": ("eob.json", '{"a": "café"}'.encode("cp1252"), "another encoding"),
    "all canceled": ("eob.json", json.dumps(claim("1", "2026-01-01", status="cancelled")).encode(), "claims that are all canceled"),
    "event headings": ("pde.csv", b"PROD_SRVC_ID|SRVC_DT\n", "headings alone"),
    "blue button without drugs": ("b.txt", b"MYMEDICARE.GOV PERSONAL HEALTH INFORMATION\nName: X\n", "one without drugs"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_claim_file_is_refused_in_one_sentence(kind: str) -> None:
    name, data, found = BAD[kind]
    with pytest.raises(SourceError) as refused:
        read_list_file(name, data)
    (problem,) = refused.value.problems
    assert problem.found == found


def test_odd_values_are_unknown_never_zero() -> None:
    odd = claim("00003089421", "soon", 1e300, 4_000, "x")  # type: ignore[arg-type]
    (fill,) = in_json(odd).fills
    assert (fill.day, fill.quantity, fill.days_supply, fill.paid) == (None, None, None, None)
    assert [money_or_none(text) for text in ("$1,234.50", "(5.00)", "5.-", "", "free")] == [123_450, -500, None, None, None]
