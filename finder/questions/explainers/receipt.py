"""Was a person charged too much? Each fill against the maximums of the law, and against the ledger of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from finder.adjudication.accumulators import opening_accumulators
from finder.adjudication.engine import Part, adjudicate_parts
from finder.adjudication.pricing import bought_at, claims_of
from finder.adjudication.terms import ABSENT, PlanYearTerms, SubsidyTerms, YearTerms, plan_year_terms, subsidy_terms, year_terms
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.claim import Claim
from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.market import Catalog, FormularyEntry, Plan
from finder.domain.money import WHOLE, Cents, priced_in_micros, share_of
from finder.domain.paid_fills import PaidFill
from finder.domain.prescription import Fill, Prescription
from finder.domain.receipt import (
    CheckedFill,
    DrugKind,
    Fault,
    Finding,
    NotChecked,
    Payer,
    Receipt,
    ReceiptCheck,
    Sure,
    WhyNotChecked,
)
from finder.parameters.rule_sets import rule_of
from finder.questions.drug_list.fills import product_of_fill
from finder.rules.extra_help import refund_look_back
from finder.rules.insulin_and_vaccines import insulin_cap

TOPIC, _HELP = "receipt", "extra_help"
_DEARER = WHOLE + 2_500
"""An average price may be this part of a store's own (basis points): what the ledger says at it is still no overcharge."""


class _Entry(NamedTuple):
    """How the plan stands to a receipt's drug. ``listed``: None where the plan or the product isn't known."""

    entry: FormularyEntry | None
    listed: bool | None


class _Expected(NamedTuple):
    """What the ledger says that a fill costs, and the most it may be with a dearer price than the average."""

    pay: Cents
    most: Cents


def receipts_of(catalog: Catalog, fills: Sequence[PaidFill], kind: DrugKind = DrugKind.NOT_SURE) -> tuple[Receipt, ...]:
    """The fills with their products, as far as NDC or name settle them."""
    products = {(fill.ndc, fill.drug): fill for fill in fills}
    found = {key: product_of_fill(catalog, fill) for key, fill in products.items()}
    return tuple(Receipt(fill, found[fill.ndc, fill.drug], kind) for fill in fills)


def check_receipts(catalog: Catalog | None, payer: Payer, receipts: Sequence[Receipt]) -> ReceiptCheck:
    """Each fill of the year with what is too high in it. Raises Refusal for a level that the year lacks and for an unknown plan."""
    terms, subsidy = year_terms(payer.year), subsidy_terms(payer.year, payer.level)
    plan = _plan(catalog, payer)
    taken = sorted((one for one in receipts if _why_not(one, payer.year) is None), key=lambda one: (_day(one), one.fill.number))
    entries = _entries(catalog, plan, taken)
    expected = _expected(payer, plan, taken, entries)
    refund, look_back = rule_of(_HELP, "refund", payer.year), rule_of(_HELP, "refund_look_back", payer.year)
    fills, so_far = [], payer.troop_before
    for one, entry, ledger in zip(taken, entries, expected, strict=True):
        findings = tuple(sorted(_findings(terms, _help_on(payer, subsidy, _day(one)), one, entry, ledger, so_far), key=_surest))
        fills.append(_checked(one, entry, ledger, findings, look_back))
        if entry.listed is not False:  # what the plan doesn't cover counts toward no limit
            so_far += fills[-1].paid - fills[-1].owed_back + max(one.fill.extra_help or 0, 0)
    left = [(one, why) for one in receipts if (why := _why_not(one, payer.year)) is not None]
    return ReceiptCheck(
        payer=payer,
        plan_name=plan.name if plan else "",
        fills=tuple(fills),
        not_checked=tuple(NotChecked(one.fill.number, _name(one), why) for one, why in left),
        refund_days=refund.number("days"),
        rules=(*_rules(fills, payer.year), rule_of(TOPIC, "refund", payer.year), look_back),
    )


def _plan(catalog: Catalog | None, payer: Payer) -> Plan | None:
    if payer.plan_id is None:
        return None
    plan = catalog.plan(payer.plan_id) if catalog else None
    if plan is None:
        raise Refusal([Problem("$.plan_id", f"a plan of {payer.year} in the catalog", payer.plan_id)])
    return plan


def _why_not(one: Receipt, year: int) -> WhyNotChecked | None:
    if one.fill.paid is None:
        return WhyNotChecked.NO_AMOUNT
    if one.fill.day is None:
        return WhyNotChecked.NO_DAY
    return WhyNotChecked.OTHER_YEAR if one.fill.day.year != year else None


def _day(one: Receipt) -> date:
    return one.fill.day or date.min


def _name(one: Receipt) -> str:
    return one.product.name if one.product else one.fill.drug or one.fill.ndc


def _entries(catalog: Catalog | None, plan: Plan | None, receipts: Sequence[Receipt]) -> list[_Entry]:
    products = [one.product.rxcui for one in receipts if one.product is not None]
    if catalog is None or plan is None:
        return [_Entry(None, None) for _ in receipts]
    formulary = catalog.formulary([plan.plan_id], products)
    found = [formulary.get((plan.plan_id, one.product.rxcui)) if one.product else None for one in receipts]
    return [_Entry(entry, None if one.product is None else entry is not None) for one, entry in zip(receipts, found, strict=True)]


def _expected(payer: Payer, plan: Plan | None, receipts: Sequence[Receipt], entries: Sequence[_Entry]) -> list[_Expected | None]:
    """What the ledger of the plan says of each fill, in order of their days; None where a price, an amount or a share is missing."""
    if plan is None:
        return [None] * len(receipts)
    year = year_terms(payer.year)
    own = plan_year_terms(year, plan.design, subsidy_terms(payer.year, payer.level))
    before = plan_year_terms(year, plan.design, subsidy_terms(payer.year, LowIncomeSubsidy.NONE))
    parts = [Part(date.min, own)] if payer.since <= date(payer.year, 1, 1) else [Part(date.min, before), Part(payer.since, own)]
    claims = [_claim(payer, own, one, entry.entry) for one, entry in zip(receipts, entries, strict=True)]
    opening = opening_accumulators(parts[0].terms, payer.troop_before, payer.troop_before)
    counted = [claim for claim in claims if claim is not None]
    dearer = [
        claim if one.fill.price else claim._replace(negotiated_price=share_of(claim.negotiated_price, _DEARER))
        for one, claim in zip(receipts, claims, strict=True)
        if claim is not None
    ]
    rows, above = (iter(adjudicate_parts(parts, given, opening)[0].rows) for given in (counted, dearer))
    pays = [None if claim is None else (next(rows).patient_pay, next(above).patient_pay) for claim in claims]
    return [None if pay is None else _Expected(pay[0], max(pay)) for pay in pays]


def _claim(payer: Payer, terms: PlanYearTerms, one: Receipt, entry: FormularyEntry | None) -> Claim | None:
    """The fill as a claim at the plan, at the receipt's own price if it has one."""
    fill = one.fill
    if one.product is None or fill.quantity is None or fill.days_supply is None or fill.day is None:
        return None
    prescription = Prescription(one.product, fill.quantity, fill.days_supply, dates=(fill.day,))
    bought = bought_at(terms, prescription, entry, payer.channels)
    if bought is None:
        return None
    (claim,) = claims_of(bought, [Fill(fill.day, fill.quantity, fill.days_supply)])
    return claim._replace(negotiated_price=fill.price) if fill.price else claim


def _help_on(payer: Payer, subsidy: SubsidyTerms, day: date) -> SubsidyTerms:
    return subsidy if day >= payer.since else SubsidyTerms(LowIncomeSubsidy.NONE)


def _findings(
    terms: YearTerms, subsidy: SubsidyTerms, one: Receipt, entry: _Entry, ledger: _Expected | None, so_far: Cents
) -> Iterator[Finding]:
    """Every maximum that the charge is above."""
    paid = one.fill.paid or 0
    for finding in (*_of_the_drug(terms, one), *_of_the_help(subsidy, one), *_of_the_year(terms, so_far)):
        if paid > finding.most:
            yield finding._replace(sure=max(finding.sure, _covered(one, entry, finding.fault)))
    if ledger is not None and paid > ledger.most:
        yield Finding(Fault.PLAN_SHARE, ledger.pay, Sure.LIKELY if ledger.pay == ledger.most else Sure.ASK)


def _of_the_drug(terms: YearTerms, one: Receipt) -> Iterator[Finding]:
    """The maximums of vaccines, of insulin, of the whole price and of a price that Medicare negotiated."""
    fill, product = one.fill, one.product
    if terms.vaccines_free and _is(one, DrugKind.VACCINE):
        yield Finding(Fault.VACCINE, 0, Sure.CERTAIN if product is not None else Sure.LIKELY)
    if terms.insulin_cap != ABSENT and _is(one, DrugKind.INSULIN):
        cap = insulin_cap(fill.days_supply or 1, terms.insulin_cap)
        if fill.price and terms.insulin_rate != ABSENT:
            cap = min(cap, share_of(fill.price, terms.insulin_rate))
        yield Finding(Fault.INSULIN, cap, Sure.CERTAIN if fill.days_supply else Sure.ASK)
    if fill.price:
        yield Finding(Fault.WHOLE_PRICE, fill.price, Sure.CERTAIN)
    if product is not None and product.negotiated and fill.quantity and terms.law.selected_drugs:
        yield Finding(Fault.NEGOTIATED_PRICE, max(priced_in_micros(unit.price, fill.quantity) for unit in product.negotiated), Sure.ASK)


def _of_the_help(subsidy: SubsidyTerms, one: Receipt) -> Iterator[Finding]:
    """With full Extra Help: above the brand copay is certain; between the two copays it depends on the drug being a generic."""
    if subsidy.level in (LowIncomeSubsidy.NONE, LowIncomeSubsidy.PARTIAL):  # part of it: only the ledger can tell
        return
    yield Finding(Fault.EXTRA_HELP, subsidy.copay_other, Sure.CERTAIN)
    if one.kind is DrugKind.GENERIC or (one.product is not None and not one.product.is_brand):
        yield Finding(Fault.EXTRA_HELP, subsidy.copay_generic, Sure.LIKELY)


def _of_the_year(terms: YearTerms, so_far: Cents) -> Iterator[Finding]:
    """What was left to the yearly limit. From 2024 nothing is owed past it."""
    if terms.catastrophic_rate == 0:
        yield Finding(Fault.YEARLY_LIMIT, max(terms.threshold - so_far, 0), Sure.CERTAIN)


def _covered(one: Receipt, entry: _Entry, fault: Fault) -> Sure:
    """How sure it is that the plan covers the drug, without which most maximums don't hold. Plans must cover adult vaccines."""
    if entry.listed or fault is Fault.WHOLE_PRICE:
        return Sure.CERTAIN
    if entry.listed is False and not one.fill.plan:
        return Sure.ASK
    claimed = bool(one.fill.plan) and entry.listed is None
    return Sure.CERTAIN if claimed or (fault is Fault.VACCINE and one.product is not None) else Sure.LIKELY


def _is(one: Receipt, kind: DrugKind) -> bool:
    """Whether the drug is of a kind: by its product, else by what the person says."""
    if one.product is None:
        return one.kind is kind
    return one.product.insulin if kind is DrugKind.INSULIN else one.product.vaccine


def _surest(finding: Finding) -> tuple[int, Cents]:
    return finding.sure, finding.most


def _checked(one: Receipt, entry: _Entry, ledger: _Expected | None, findings: tuple[Finding, ...], look_back: Rule) -> CheckedFill:
    return CheckedFill(
        number=one.fill.number,
        day=_day(one),
        drug=_name(one),
        product=one.product,
        paid=one.fill.paid or 0,
        expected=ledger.pay if ledger else None,
        listed=entry.listed,
        findings=findings,
        ask_until=refund_look_back(_day(one), look_back.number("years")),
    )


def _rules(fills: Sequence[CheckedFill], year: int) -> tuple[Rule, ...]:
    """The rules of what was found, each once."""
    faults = sorted({finding.fault for fill in fills for finding in fill.findings} - {Fault.PLAN_SHARE})
    return tuple(rule_of(TOPIC, fault.key, year) for fault in faults)
