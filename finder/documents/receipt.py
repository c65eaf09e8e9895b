"""The document of ``finder receipt`` and its answer: what was paid for fills, and what of it is too much."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from finder.documents.compare_request import Units
from finder.documents.fhir_claims import fhir_claims
from finder.documents.fields import Input, IsoDate, Money, PlanYear, Whole, Word, dollars_or_null, read
from finder.documents.law import rule_entries
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, Drug
from finder.domain.money import dollars
from finder.domain.paid_fills import PaidFill
from finder.domain.receipt import CheckedFill, DrugKind, Payer, Receipt, ReceiptCheck
from finder.parameters import version
from finder.questions.explainers.receipt import check_receipts, receipts_of

MOST_FILLS = 1_000


class PaidFillInput(Input):
    """A fill that was paid, its drug by ``rxcui``, ``ndc`` or ``name``. ``price`` is the whole cost of the drug, ``extra_help`` what Extra
    Help paid, ``kind`` what the drug is if its product isn't known."""

    date: IsoDate
    paid: Money
    rxcui: Annotated[str, Field(max_length=60)] | None = None
    ndc: Annotated[str, Field(max_length=20)] | None = None
    name: Annotated[str, Field(max_length=200)] | None = None
    kind: Annotated[DrugKind, Word(DrugKind)] = DrugKind.NOT_SURE
    quantity: Units | None = None
    days_supply: Annotated[Whole, Field(ge=1, le=366)] | None = None
    price: Money | None = None
    extra_help: Money = 0


class ReceiptInput(Input, title="Receipt"):
    """The document of ``finder receipt``: fills, or ``claims``, a Blue Button download as it is. ``low_income_subsidy`` holds from
    ``extra_help_from`` on (default: all year). Without ``plan_id`` only the law's maximums are checked."""

    plan_year: PlanYear
    plan_id: Annotated[str, Field(pattern=r"^[A-Z][0-9]{4}-[0-9]{3}-[0-9]{3}$")] | None = None
    low_income_subsidy: Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)] = LowIncomeSubsidy.NONE
    extra_help_from: IsoDate | None = None
    channels: Annotated[list[Annotated[Channel, Word(Channel)]], Field(min_length=1, max_length=6)] = Field(
        default_factory=lambda: [Channel.STANDARD_RETAIL]
    )
    troop_before: Money = 0
    fills: Annotated[list[PaidFillInput], Field(max_length=MOST_FILLS)] = Field(default_factory=list)
    claims: dict[str, Any] | None = None


INPUT = ReceiptInput


def answer(document: object) -> dict[str, Any]:
    """What of each fill is too much, how sure that is, and the rules. Raises Refusal."""
    asked = read(INPUT, document)
    if not asked.fills and asked.claims is None:
        raise Refusal([Problem("$.fills", "fills, or claims", "neither")])
    catalog = _catalog(asked)
    payer = Payer(
        year=asked.plan_year,
        level=asked.low_income_subsidy,
        since=asked.extra_help_from or date.min,
        plan_id=asked.plan_id,
        channels=tuple(asked.channels),
        troop_before=asked.troop_before,
    )
    return _written(check_receipts(catalog, payer, _receipts(catalog, asked)))


def _catalog(asked: ReceiptInput) -> Catalog | None:
    """The catalog of the year; None where none is needed and none is there."""
    from finder.sources.catalog.reading import available_years, open_catalog

    if asked.plan_id is None and asked.plan_year not in available_years():
        return None
    return open_catalog(asked.plan_year)


def _receipts(catalog: Catalog | None, asked: ReceiptInput) -> list[Receipt]:
    receipts = [_receipt(catalog, number, fill) for number, fill in enumerate(asked.fills, start=1)]
    if asked.claims is not None:
        fills = [fill for _, fill in fhir_claims([asked.claims]).claims]
        if not fills:
            raise Refusal([Problem("$.claims", "a Blue Button bundle with drug claims", "none in force")])
        numbered = [fill._replace(number=len(receipts) + place) for place, fill in enumerate(fills, start=1)]
        receipts += receipts_of(catalog, numbered) if catalog else [Receipt(fill) for fill in numbered]
    return receipts


def _receipt(catalog: Catalog | None, number: int, given: PaidFillInput) -> Receipt:
    where = f"$.fills[{number - 1}]"
    if not (given.rxcui or given.ndc or given.name):
        raise Refusal([Problem(where, "rxcui, ndc or name", "none of them")])
    fill = PaidFill(
        number=number,
        day=given.date,
        ndc=given.ndc or "",
        drug=given.name or "",
        quantity=given.quantity,
        days_supply=given.days_supply,
        paid=given.paid,
        price=given.price,
        extra_help=given.extra_help,
    )
    product: Drug | None = None
    if given.rxcui:
        product = catalog.drug(given.rxcui) if catalog else None
        if product is None:
            raise Refusal([Problem(f"{where}.rxcui", "a drug of the catalog", given.rxcui)])
        return Receipt(fill, product, given.kind)
    return receipts_of(catalog, [fill], given.kind)[0] if catalog else Receipt(fill, None, given.kind)


def _written(check: ReceiptCheck) -> dict[str, Any]:
    return {
        "plan_year": check.payer.year,
        "plan_id": check.payer.plan_id,
        "low_income_subsidy": check.payer.level.key,
        "owed_back": dollars(check.owed_back),
        "may_be_owed": dollars(check.may_be_owed),
        "fills": [_fill(fill) for fill in check.fills],
        "not_checked": [{"fill": one.number, "drug": one.drug, "why": one.why.key} for one in check.not_checked],
        "refund_days": check.refund_days,
        "rules": rule_entries(check.rules),
        "parameters_version": version(),
    }


def _fill(fill: CheckedFill) -> dict[str, Any]:
    return {
        "fill": fill.number,
        "date": fill.day.isoformat(),
        "drug": fill.drug,
        "paid": dollars(fill.paid),
        "expected": dollars_or_null(fill.expected),
        "on_plan_list": fill.listed,
        "owed_back": dollars(fill.owed_back),
        "may_be_owed": dollars(fill.may_be_owed),
        "findings": [{"code": one.fault.key, "at_most": dollars(one.most), "sure": one.sure.key} for one in fill.findings],
        "ask_until": fill.ask_until.isoformat(),
    }
