"""The document of ``finder who-pays-first`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from finder.documents.fields import Input, PlanYear, Whole, Word, read
from finder.documents.law import rule_entries
from finder.domain.money import dollars
from finder.domain.payer_order import Because, Cover, OnALedger, OtherCover
from finder.explain.explainers import payer_order as words
from finder.parameters import version
from finder.questions.explainers.payer_order import payer_order


class WhoPaysFirstInput(Input, title="WhoPaysFirst"):
    """The document of ``finder who-pays-first``. With ``job`` or ``retiree``: why the person has Medicare, how many people work for the
    employer, and which month of Medicare for kidney failure it is; null: not sure."""

    cover: Annotated[Cover, Word(Cover)]
    year: PlanYear
    medicare_because: Annotated[Because, Word(Because)] | None = None
    employees: Whole | None = None
    kidney_month: Whole | None = None


INPUT = WhoPaysFirstInput


def answer(document: object) -> dict[str, Any]:
    """When the drug plan pays, whether the other payment counts, and an example on a ledger. Raises Refusal."""
    asked = read(INPUT, document)
    found = payer_order(OtherCover(asked.cover, asked.year, asked.medicare_because, asked.employees, asked.kidney_month))
    return {
        "cover": found.asked.cover.key,
        "year": found.asked.year,
        "part_d_pays": found.order.key,
        "other_payer": found.payer.key if found.payer is not None else None,
        "counts_toward_troop": found.counts,
        "example": _example(found.example),
        "says": list(words.sentences(found)),
        "rules": rule_entries(found.rules),
        "parameters_version": version(),
    }


def _example(example: OnALedger | None) -> dict[str, str] | None:
    if example is None:
        return None
    return {
        "price": dollars(example.price),
        "other_payer": dollars(example.other_pays),
        "patient_pay": dollars(example.patient_pay),
        "troop_credit": dollars(example.counted),
    }
