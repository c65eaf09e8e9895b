"""Who pays first where a person has other coverage beside a drug plan."""

from __future__ import annotations

from dataclasses import dataclass

from finder.domain.benefit import Named
from finder.domain.claim import OtherPayerKind
from finder.domain.law import Rule
from finder.domain.money import Cents


class Cover(Named):
    """The other coverage. ``JOB`` is one that the person or their husband or wife has now, ``RETIREE`` a past one, a union's, or COBRA."""

    JOB = 0
    RETIREE = 1
    SPAP = 2
    ADAP = 3
    IHS = 4
    CHARITY = 5
    VA = 6
    WORKERS_COMPENSATION = 7
    ACCIDENT = 8


class Because(Named):
    """Why the person has Medicare."""

    AGE = 0
    DISABILITY = 1
    KIDNEY_FAILURE = 2


class PartDPays(Named):
    """When the drug plan pays. ``APART``: never, where the other one pays. ``ASK``: an answer is missing."""

    FIRST = 0
    SECOND = 1
    APART = 2
    ASK = 3


@dataclass(frozen=True, slots=True)
class OtherCover:
    """What the person told; None: not told, or not sure.

    ``employees``: how many people work for the employer.
    ``kidney_month``: which month of Medicare for kidney failure this is, the first one counted as 1.
    """

    cover: Cover
    year: int
    because: Because | None = None
    employees: int | None = None
    kidney_month: int | None = None


@dataclass(frozen=True, slots=True)
class OnALedger:
    """A fill at the standard benefit of which the other one pays a part after the plan. ``counted``: what counts toward the limit."""

    price: Cents
    other_pays: Cents
    patient_pay: Cents
    counted: Cents


@dataclass(frozen=True, slots=True)
class PayerOrder:
    """The answer.

    ``payer``: as the ledger names it; None where it pays nothing after the plan.
    ``example``: what it does to a ledger; None where the ledger has none of it.
    ``counts``: whether what it pays counts toward the limit; None where that is not known.
    """

    asked: OtherCover
    order: PartDPays
    payer: OtherPayerKind | None
    example: OnALedger | None
    counts: bool | None
    rules: tuple[Rule, ...]
