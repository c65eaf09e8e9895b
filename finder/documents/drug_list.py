"""The document of ``finder list`` and its answer: a drug list as people write it or as a file holds it, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from finder.documents.claim_files import day_or_none, read_claims
from finder.documents.drug_files import is_plain_text, read_sheet, text_of
from finder.documents.fields import Input, PlanYear, read
from finder.domain.drug_lines import MOST_LETTERS, MOST_LINES, Asked, Columns, DrugLine, LineStatus, Offer, Sheet
from finder.domain.market import Catalog
from finder.domain.money import QUANTITY_SCALE
from finder.explain.drug_list.lines import asked_sentences
from finder.questions.drug_list.columns import guess_columns
from finder.questions.drug_list.fills import lines_of_fills, read_table
from finder.questions.drug_list.reading import lines_of_text, outside_part_d, read_drug_list
from finder.sources.catalog.reading import open_catalog
from finder.sources.names.not_part_d import not_part_d

_MOST_TEXT = 5 * MOST_LINES * (MOST_LETTERS + 2)
_NOT_PART_D, _NOT_IN_CATALOG = "not_part_d", "not_in_catalog"


class INPUT(Input):
    """A list of a plan year, one drug a line."""

    plan_year: PlanYear
    text: Annotated[str, Field(min_length=1, max_length=_MOST_TEXT)]


class FILE_INPUT(Input):
    """What is said of a list that a file holds."""

    plan_year: PlanYear | None = None


def answer(document: object) -> dict[str, Any]:
    """Every line: what it is, and what is open. Raises Refusal for a bad document, SourceError without a catalog of the year."""
    asked = read(INPUT, document)
    return _document(asked.plan_year, read_drug_list(open_catalog(asked.plan_year), lines_of_text(asked.text)))


def answer_file(name: str, data: bytes, document: object) -> dict[str, Any]:
    """The same of a file. Raises Refusal for a list that is too long or empty, SourceError for a file that can't be read."""
    catalog = open_catalog(read(FILE_INPUT, document).plan_year)
    claims = read_claims(name, data)
    if claims is not None:
        return _document(catalog.info.plan_year, lines_of_fills(catalog, claims.fills))
    if is_plain_text(name, data):
        return _document(catalog.info.plan_year, read_drug_list(catalog, lines_of_text(text_of(name, data))))
    sheet = read_sheet(name, data)
    return _of_table(catalog, sheet, guess_columns(sheet))


def _of_table(catalog: Catalog, sheet: Sheet, columns: Columns) -> dict[str, Any]:
    document = _document(catalog.info.plan_year, read_table(catalog, sheet, columns, day_or_none))
    pairs = zip(columns.headings, columns.fields, strict=True)
    named = [{"heading": heading, "field": field.key if field is not None else None} for heading, field in pairs]
    return document | {"columns": named, "sheets_not_read": list(sheet.not_read)}


def _document(plan_year: int, lines: Sequence[DrugLine]) -> dict[str, Any]:
    return {"plan_year": plan_year, "lines": [_entry(line) for line in lines]}


def _entry(line: DrugLine) -> dict[str, Any]:
    said, settled = line.understood, line.prescription
    often = said.often
    return {
        "line": line.text,
        "status": _status(line),
        "prescription": _prescription(settled.drug.rxcui, settled.quantity, settled.days_supply) if settled else None,
        "product": line.drug.name if line.drug else None,
        "dose": said.dose / QUANTITY_SCALE if said.dose is not None else None,
        "times_a_day": round(often.times / often.days, 4) if often else None,
        "asks": list(asked_sentences(line)) if line.waits else [],
        "offers": [_offer(offer) for offer in line.offers] if line.waits else [],
        "unused_words": list(said.unread),
    }


def _status(line: DrugLine) -> str:
    if line.status is LineStatus.READY or line.left_out:
        return line.status.key
    if outside_part_d(line.text, not_part_d().find):
        return _NOT_PART_D
    return _NOT_IN_CATALOG if Asked.DRUG in line.asked else line.status.key


def _offer(offer: Offer) -> dict[str, Any]:
    days = offer.amount.days_supply or 0
    return {"product": offer.drug.name, **_prescription(offer.drug.rxcui, offer.amount.quantity, days)}


def _prescription(rxcui: str, quantity: int, days: int) -> dict[str, Any]:
    units = quantity / QUANTITY_SCALE
    return {"rxcui": rxcui, "quantity": int(units) if units == int(units) else units, "days_supply": days}
