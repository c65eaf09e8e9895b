"""Reads a person's own claims from a file: Blue Button as JSON (FHIR) or as text, and the columns of CMS's Part D event files.

Names, birth dates, Medicare numbers, prescribers and pharmacies are not read, so nothing can keep them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from finder.documents.drug_files import bounded, read_sheet, text_of
from finder.documents.fhir_claims import LONGEST_SUPPLY, cents_or_none, fhir_claims, quantity_or_none
from finder.domain.drug_lines import Sheet
from finder.domain.errors import Problem, SourceError
from finder.domain.money import Cents
from finder.domain.paid_fills import PaidFill, PaidFills
from finder.intake.json_text import parse_documents
from finder.intake.limits import CLAIMS
from finder.intake.texts import Unfit, without_controls

_LONGEST_LINE = 500
_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d-%b-%Y", "%Y%m%d", "%B %d, %Y", "%b %d, %Y")
_EVENTS = {"PROD_SRVC_ID", "SRVC_DT"}
_BLOCK_LINE = re.compile(r"\s*([A-Za-z][A-Za-z0-9 '’()/.-]{1,40}?)\s*:\s*(.*?)\s*")
_BLUE_BUTTON = re.compile(r"(?im)^[ \t]*(?:claim type[ \t]*:|mymedicare\.gov|drug code[ \t]*:)")
_TEXT_FIELDS = {
    "day": ("claim service date", "service date", "date of service", "claim service start date", "service start date", "fill date"),
    "ndc": ("drug code", "ndc"),
    "drug": ("drug name",),
    "quantity": ("quantity", "quantity dispensed", "qty"),
    "days": ("days supply", "day supply"),
    "paid": ("you paid", "you may be billed", "patient paid", "amount you paid"),
    "price": ("drug cost", "total cost", "total drug cost"),
}


def read_list_file(name: str, data: bytes) -> Sheet | PaidFills:
    """A drug list's file: claims where it holds some, else the rows of its sheet. Raises SourceError with one problem."""
    return read_claims(name, data) or read_sheet(name, data)


def read_claims(name: str, data: bytes) -> PaidFills | None:
    """The claims of a file in order; None for a file of another kind. Raises SourceError for one that can't be taken as it is."""
    start = data[:400_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"["):
        return _of_json(name, _text(name, data))
    if data.startswith(b"PK") or b"\0" in start[:2_000]:
        return None
    head = start.decode("utf-8", errors="replace")
    if set(re.split(r"[|,;\t\"]+", head.partition("\n")[0].strip().upper())) >= _EVENTS:
        return _of_events(name, _text(name, data))
    if _BLUE_BUTTON.search(head):
        return _of_text(name, _text(name, data))
    return None


def _text(name: str, data: bytes) -> str:
    bounded(name, data, CLAIMS)
    return without_controls(text_of(name, data))


def _of_json(name: str, text: str) -> PaidFills:
    try:
        found = fhir_claims(parse_documents(text, CLAIMS, Decimal))
    except Unfit as unfit:
        raise _refused(name, "a Blue Button download (JSON)", "text that cannot be read as JSON") from unfit
    if not found.claims:
        kinds = "claims that are all canceled" if found.canceled else "JSON without drug claims"
        raise _refused(name, "a Blue Button download with drug claims", kinds)
    kept, taken_back = _in_force(name, found.claims)
    return PaidFills(name, kept, taken_back + found.canceled, found.other, found.pages_missing)


def _of_events(name: str, text: str) -> PaidFills:
    first = text.partition("\n")[0]
    mark = max("|,;\t", key=first.count)
    claims: list[tuple[str, PaidFill]] = []
    canceled = 0
    try:
        for number, raw in enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, strict=True), start=2):
            row = {str(key).strip().upper(): (value or "").strip() for key, value in raw.items() if isinstance(value, str | None)}
            if row.get("FINAL_ACTION", "F").upper() == "N" or row.get("DML_IND", "").upper() == "DELETE":
                canceled += 1
            else:
                claims.append((row.get("PDE_ID", ""), _of_event(number, row)))
            _refuse_many(name, len(claims))
    except csv.Error as error:
        raise _refused(name, "a table whose quotation marks close", "a broken row") from error
    if not claims:
        raise _refused(name, "Part D event rows", "none that is in force" if canceled else "headings alone")
    kept, taken_back = _in_force(name, claims)
    return PaidFills(name, kept, taken_back + canceled)


def _of_event(number: int, row: Mapping[str, str]) -> PaidFill:
    contract, package = row.get("PLAN_CNTRCT_REC_ID", ""), row.get("PLAN_PBP_REC_NUM", "")
    return PaidFill(
        number=number,
        day=day_or_none(row.get("SRVC_DT", "")),
        ndc=row.get("PROD_SRVC_ID", "")[:20],
        drug=(row.get("BN") or row.get("GNN") or "")[:120],
        quantity=quantity_or_none(row.get("QTY_DSPNSD_NUM", "")),
        days_supply=days_or_none(row.get("DAYS_SUPLY_NUM", "")),
        paid=cents_or_none(row.get("PTNT_PAY_AMT", "")),
        price=cents_or_none(row.get("TOT_RX_CST_AMT", "")),
        extra_help=cents_or_none(row.get("LICS_AMT", "")),
        plan=f"{contract}-{package.zfill(3)}"[:9] if contract and package else "",
    )


def _of_text(name: str, text: str) -> PaidFills:
    """Blocks of ``Name: value``. A block begins at a rule, at a blank line after a drug, or where a claim or a drug's name comes again."""
    blocks = list(islice((block for block in _blocks(text.splitlines()) if block.get("drug") or block.get("ndc")), CLAIMS.rows + 1))
    if not blocks:
        raise _refused(name, "a Blue Button download with drug claims", "one without drugs")
    claims = [("", _of_block(number, block)) for number, block in enumerate(blocks, start=1)]
    kept, taken_back = _in_force(name, claims)
    return PaidFills(name, kept, taken_back)


def _blocks(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """The fields of each claim. Any other line, among them every line about the person, is passed over."""
    block: dict[str, str] = {}
    for line in lines:
        found = _BLOCK_LINE.fullmatch(line) if len(line) <= _LONGEST_LINE else None
        label = " ".join(re.sub(r"['’]", "", found[1]).lower().split()) if found else ""
        field = next((field for field, labels in _TEXT_FIELDS.items() if label in labels), "")
        ends = label == "claim type" or field in block or (not line.strip() and "drug" in block and "days" in block)
        if ends or re.fullmatch(r"\s*[-=_*]{5,}\s*", line):
            yield block
            block = {}
        if field and found:
            block[field] = found[2]
    yield block


def _of_block(number: int, block: Mapping[str, str]) -> PaidFill:
    return PaidFill(
        number=number,
        day=day_or_none(block.get("day", "")),
        ndc=block.get("ndc", "")[:20],
        drug=" ".join(block.get("drug", "").split())[:120],
        quantity=quantity_or_none(block.get("quantity", "")),
        days_supply=days_or_none(block.get("days", "")),
        paid=money_or_none(block.get("paid", "")),
        price=money_or_none(block.get("price", "")),
    )


def _refuse_many(name: str, claims: int) -> None:
    if claims > CLAIMS.rows:
        raise _refused(name, f"at most {CLAIMS.rows:,} claims", "more")


def _in_force(name: str, claims: list[tuple[str, PaidFill]]) -> tuple[tuple[PaidFill, ...], int]:
    """The claims without repeated ones (the last of an id holds) and without those that a later negative one takes back; how many went."""
    _refuse_many(name, len(claims))
    last = {claim_id or f"place {place}": fill for place, (claim_id, fill) in enumerate(claims)}
    kept = list(last.values())
    taken_back = 0
    for reversal in [fill for fill in kept if _is_reversal(fill)]:
        kept.remove(reversal)
        undone = next((fill for fill in kept if not _is_reversal(fill) and _undoes(reversal, fill)), None)
        if undone is not None:
            kept.remove(undone)
        taken_back += 1
    return tuple(kept), taken_back


def _is_reversal(fill: PaidFill) -> bool:
    return any(amount is not None and amount < 0 for amount in (fill.quantity, fill.paid, fill.price))


def _undoes(reversal: PaidFill, fill: PaidFill) -> bool:
    same = (reversal.day, reversal.ndc, reversal.drug) == (fill.day, fill.ndc, fill.drug)
    return same and (reversal.quantity is None or fill.quantity is None or abs(reversal.quantity) == fill.quantity)


def day_or_none(text: str) -> date | None:
    """A day in one of the ways in which American files write it; None for anything else."""
    plain = " ".join(text.split())
    for way in _DAYS:
        try:
            return datetime.strptime(plain, way).date()
        except ValueError:
            continue
    return None


def days_or_none(text: str) -> int | None:
    """``30`` or ``30 days``; None where it is no number of days."""
    found = re.fullmatch(r"([0-9]{1,3})(?:\.0+)?(?: ?days?)?", text.strip().lower())
    days = int(found[1]) if found else 0
    return days if 1 <= days <= LONGEST_SUPPLY else None


def money_or_none(text: str) -> Cents | None:
    """``$1,234.50``, ``-5``, ``(5.00)``; None for anything else."""
    plain = text.strip().replace("$", "").replace(",", "").replace(" ", "")
    negative = plain.startswith("(") and plain.endswith(")")
    return cents_or_none(f"-{plain[1:-1]}" if negative else plain)


def _refused(name: str, expected: str, found: str) -> SourceError:
    return SourceError([Problem(name[:60], expected, found)])
