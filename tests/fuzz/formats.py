"""Every reader of the program, a valid input of its format, and how it is broken."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from finder.documents.batch.members_file import open_members
from finder.documents.batch.part import Part, answer_partition_plainly, part_bytes
from finder.documents.batch.people import Setting
from finder.documents.caseload import Shared, pasted_people, read_told, run_caseload, uploaded_people
from finder.documents.client_files import read_client
from finder.documents.drug_list import answer_file
from finder.documents.pharmacy_reach import read_points
from finder.documents.policy import read_policy
from finder.documents.session import checksum, read_session, read_session_file, restore_lines
from finder.domain.benefit import LowIncomeSubsidy
from finder.questions.drug_list.reading import lines_of_text, read_drug_list
from finder.sources.catalog.reading import open_catalog
from finder.sources.cms.importer import import_catalog
from finder.sources.download.resource_list import downloads, landscape_of
from finder.sources.names.import_names import import_names
from finder.sources.packs.publish import pack
from finder.sources.packs.take import add
from tests.fuzz.breaking import as_json, broken_bytes, broken_value, broken_zip
from tests.intake.workbooks import cells, workbook
from tests.sources.small_market import write_market
from tests.sources.test_rxnorm import write_rrf

TODAY = date(2026, 11, 2)
LINES = ("Eliquis 5 mg twice a day", "metformin 500 mg tab, 1 bid #60", "Lantus 20 units at bedtime", "atorvastatin 40 mg #90 90 days")
LIST = "Drug,Quantity,Days supply\nEliquis 5 MG,60,30\nmetformin 500 mg,180,90\n"
BLUE = "MYMEDICARE.GOV\nClaim Type: Part D\nDrug Name: Eliquis\nDrug Code: 00003089421\nQuantity: 60\nDays Supply: 30\nYou Paid: $47.00\n\n"
EVENTS = (
    "PDE_ID|SRVC_DT|PROD_SRVC_ID|QTY_DSPNSD_NUM|DAYS_SUPLY_NUM|PTNT_PAY_AMT\n1|02-Jan-2026|00003089421|60|30|47.00\n2|20260203|1|-60||\n"
)
MEMBERS = "member,zip,rxcui,name,quantity,days_supply,channels\n1,01604,617311,,30,30,preferred_retail\n2,01604,,Eliquis 5 MG,60,30,\n"
ANSWERS = "member,line,rxcui,quantity,days_supply,leave_out\n1,Eliquis,617311,60,30,\n"
POLICY = """\
name: Lower cap
plan_year: 2026
about: A trial
numbers:
  oop_threshold: {value: "1000", replaces: 2100}
prices:
  - {drugs: brand, times: "0.9"}
"""
CLAIM = {
    "resourceType": "ExplanationOfBenefit",
    "id": "1",
    "status": "active",
    "type": {"coding": [{"code": "PDE"}]},
    "supportingInfo": [{"category": {"coding": [{"code": "dayssupply"}]}, "valueQuantity": {"value": 30}}],
    "item": [
        {
            "productOrService": {"coding": [{"system": "http://hl7.org/fhir/sid/ndc", "code": "00003089421", "display": "Eliquis - X"}]},
            "servicedDate": "2026-01-02",
            "quantity": {"value": 60},
            "adjudication": [{"category": {"coding": [{"code": "ptnt_pay_amt"}]}, "amount": {"value": 47.1}}],
        }
    ],
}
PERSON: dict[str, Any] = {
    **dict.fromkeys(("coverage_start", "current_plan", "special_needs")),
    **dict.fromkeys(("sure_of_subsidy", "alphabetical", "health_plans_chosen", "skip_uncovered"), True),
    **dict.fromkeys(("uncovered_months", "income_bracket"), 0),
    **dict.fromkeys(("gross_drug_cost_to_date", "troop_to_date"), "0.00"),
    "low_income_subsidy": "none",
    "channels": ["preferred_retail"],
    "plan_kinds": ["PDP"],
    "pharmacies": ["1234567893"],
    "prescriptions": [
        {"rxcui": "617311", "name": "atorvastatin", "quantity": "30", "days_supply": 30, "fills_per_year": None, "dates": ["2026-01-05"]}
    ],
    "not_counted": [{"name": "aspirin", "why": "over_the_counter"}],
}
KEPT_LINE = {"number": 1, "text": LINES[0], "left_out": False, "waits": None, "old_fill": False}
SESSION: dict[str, Any] = {
    "plan_year": 2026, "zip": "01604", "county": "25027", "chosen_plan": None, "people": [PERSON],
    "lines": [{**KEPT_LINE, "rxcui": None, "quantity": None, "days_supply": None}], "paid_fills": [],
}  # fmt: skip
RESOURCES = {
    "dataset": [
        {
            "title": "Quarterly Prescription Drug Plan Formulary, Pharmacy Network, and Pricing Information",
            "distribution": [
                {"downloadURL": "https://data.cms.gov/a/SPUF_2026_20260701.zip"},
                {"downloadURL": "/CY2026_Landscape_202609.zip"},
            ],
        }
    ]
}


class Format(NamedTuple):
    """A format. ``make``: a broken input. ``read``: raises FinderError for one that is refused. ``weight``: how many of 100 inputs."""

    name: str
    make: Callable[[Random], Any]
    read: Callable[[Any], object]
    weight: float


def _text(text: str) -> Callable[[Random], bytes]:
    return partial(broken_bytes, data=text.encode())


def _session(chance: Random) -> bytes:
    """A broken session under a right checksum, or a whole file whose bytes are broken."""
    kept = broken_value(chance, SESSION) if chance.random() < 0.7 else SESSION
    whole = {"format": "drug plan finder session", "version": chance.choice((1, 2, 3, 4, 5, 5, 5, 5)), "program": "1", "session": kept}
    sealed = {**whole, "checksum": checksum(whole)}
    return as_json(chance, sealed if chance.random() < 0.8 else broken_value(chance, sealed))


def _open_session(data: bytes) -> None:
    kept = read_session(read_session_file("client-1.json", data))
    restore_lines(open_catalog(2026), kept)
    read_client("client-1.json", data, TODAY)


def _claims(chance: Random) -> bytes:
    pages = [{"resourceType": "Bundle", "total": 1, "entry": [{"resource": CLAIM}]}] * chance.choice((1, 1, 2))
    return b"\n".join(as_json(chance, broken_value(chance, page)) for page in pages)


def _list_file(name: str) -> Callable[[bytes], object]:
    return lambda data: answer_file(name, data, {})


def _workbook(text: str) -> Callable[[Random], bytes]:
    whole = workbook(cells(*(tuple(line.split(",")) for line in text.splitlines())))
    return partial(broken_zip, data=whole)


def _people(name: str) -> Callable[[bytes], object]:
    return lambda data: run_caseload(uploaded_people([(name, data)], 20), {}, Setting(TODAY, 2026))


def _json_lines(chance: Random) -> bytes:
    row = {"member": "1", "zip": "01604", "name": "Eliquis 5 MG", "quantity": "60", "days_supply": 30}
    whole = {"member": "2", "plan_year": 2026, "zip": "01604", "list": list(LINES), "prescriptions": []}
    return b"\n".join(as_json(chance, broken_value(chance, one)) for one in (row, whole))


def _parquet(chance: Random) -> bytes:
    rows = [dict(zip(MEMBERS.split("\n")[0].split(","), line.split(","), strict=True)) for line in MEMBERS.splitlines()[1:]]
    column = chance.choice(list(rows[0]))
    odd = chance.choice((None, 1.5, b"\xff", "\x1b[2J", [1, "2"][:1], {"a": 1}, date(2026, 1, 1), 10**12, True))
    table = pa.Table.from_pylist([{**row, column: odd} for row in rows])
    out = io.BytesIO()
    pq.write_table(table, out)
    return broken_bytes(chance, out.getvalue()) if chance.random() < 0.5 else out.getvalue()


def _open_parquet(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "members.parquet"
        path.write_bytes(data)
        members = open_members(path)
        answer_partition_plainly(part_bytes(Part(Setting(TODAY, 2026), list(members.entries()), members.columns)))


def _open_lists(data: bytes) -> None:
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    read_drug_list(open_catalog(2026), lines_of_text(text))


def _open_paste(data: bytes) -> None:
    brought = pasted_people(data.decode("utf-8", "replace"), Shared(2026, "01604", level=LowIncomeSubsidy.NONE), 50)
    run_caseload(brought, {}, Setting(TODAY, 2026))


@cache
def _release() -> bytes:
    """The files of a small market as CMS zips them: a zip in a zip."""
    with TemporaryDirectory() as folder:
        files = sorted(write_market(Path(folder) / "files").iterdir())
        inner, outer = io.BytesIO(), io.BytesIO()
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in files[1:]:
                archive.writestr(path.name, path.read_bytes())
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(files[0].name, files[0].read_bytes())
            archive.writestr("inner.zip", inner.getvalue())
        return outer.getvalue()


def _broken_release(chance: Random) -> bytes:
    return broken_zip(chance, _release(), lambda by, part: broken_zip(by, part) if part[:2] == b"PK" else broken_bytes(by, part))


def _import(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "PPUF_2026Q2.zip"
        path.write_bytes(data)
        import_catalog(path, 2026, Path(folder) / "2026")


@cache
def _pack() -> bytes:
    with TemporaryDirectory() as folder:
        out = Path(folder) / "small.pack"
        (Path(folder) / "files.zip").write_bytes(_release())
        import_catalog(Path(folder) / "files.zip", 2026, Path(folder) / "2026")
        pack(Path(folder) / "2026", (), out)
        return out.read_bytes()


def _broken_pack(chance: Random) -> bytes:
    """Members that are broken, under a manifest and a checksum that fit them, as a stranger could make it."""
    from tests.sources.test_packs import described, members_of, sealed

    if chance.random() < 0.3:
        return broken_zip(chance, _pack())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "small.pack"
        path.write_bytes(_pack())
        members = members_of(path)
        name = chance.choice(sorted(members))
        if name == "manifest.json":
            members[name] = as_json(chance, broken_value(chance, json.loads(members[name])))
        else:
            members = described({**members, name: broken_bytes(chance, members[name])})
        return sealed(path, members).read_bytes()


def _add(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "small.pack"
        path.write_bytes(data)
        add(path, Path(folder) / "catalogs")


@cache
def _rxnorm() -> bytes:
    with TemporaryDirectory() as folder:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(write_rrf(Path(folder)).rglob("*.RRF")):
                archive.write(path, f"rrf/{path.name}")
        return out.getvalue()


def _names(chance: Random) -> bytes:
    return broken_zip(chance, _rxnorm())


def _import_names(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "RxNorm.zip"
        path.write_bytes(data)
        import_names(path, path if data[-1:] < b"\x80" else None, Path(folder) / "names")


def _resources(data: bytes) -> None:
    base = "https://data.cms.gov/data.json"
    downloads(data, base)
    landscape_of(data, base, 2026)


READERS = (
    Format("list: pasted", _text("\n".join(LINES)), _open_lists, 1),
    Format("list: text file", _text("\n".join(LINES)), _list_file("list.txt"), 1),
    Format("list: CSV", _text(LIST), _list_file("list.csv"), 2),
    Format("list: XLSX", _workbook(LIST), _list_file("list.xlsx"), 10),
    Format("claims: FHIR JSON", _claims, _list_file("claims.json"), 5),
    Format("claims: Blue Button text", _text(BLUE * 2), _list_file("claims.txt"), 2),
    Format("claims: Part D events", _text(EVENTS), _list_file("claims.csv"), 1.5),
    Format("session file", _session, _open_session, 7),
    Format("members: CSV", _text(MEMBERS), _people("members.csv"), 8),
    Format("members: JSON Lines", _json_lines, _people("members.jsonl"), 8),
    Format("members: XLSX", _workbook(MEMBERS), _people("members.xlsx"), 5),
    Format("members: Parquet", _parquet, _open_parquet, 4),
    Format("members: pasted", _text("--- 1 01604\n" + "\n--- 2\n".join(LINES)), _open_paste, 6),
    Format("answers: CSV", _text(ANSWERS), partial(read_told, "answers.csv"), 7),
    Format("policy: YAML", _text(POLICY), read_policy, 8),
    Format("points: CSV", _text("zip,latitude,longitude,people,area\n01604,42.25,-71.77,37000,urban\n"), read_points, 7),
    Format("resource list", lambda chance: as_json(chance, broken_value(chance, RESOURCES)), _resources, 5),
    Format("release: zip", _broken_release, _import, 0.8),
    Format("pack", _broken_pack, _add, 2),
    Format("drug names: RxNorm zip", _names, _import_names, 1),
)  # fmt: skip
