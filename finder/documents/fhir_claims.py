"""Reads Blue Button's FHIR download: drug claims (ExplanationOfBenefit) alone, in a bundle, in several, or one a line.

Only what a fill needs is read. Identifiers, patient, prescriber and pharmacy are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from finder.domain.money import LARGEST, QUANTITY_SCALE, Cents, rounded_cents, scaled
from finder.domain.paid_fills import PaidFill

MOST_QUANTITY = 100_000
LONGEST_SUPPLY = 366
_FOLDED = 3
"""How deep bundles may stand inside lists and bundles."""
Json = dict[str, Any]


class FhirClaims(NamedTuple):
    """What a download holds: claims by an id of their own (empty: none) in the order of the file, and what was left out."""

    claims: list[tuple[str, PaidFill]]
    canceled: int
    other: int
    pages_missing: bool


def fhir_claims(documents: list[object]) -> FhirClaims:
    """The drug claims of the documents. Claims that are not in force are counted; so is everything else."""
    resources = [resource for document in documents for resource in _resources(document)]
    found = FhirClaims([], 0, 0, _pages_missing(documents))
    canceled = other = 0
    for resource in resources:
        if not _is_drug_claim(resource):
            other += 1
        elif resource.get("status", "active") != "active":
            canceled += 1
        else:
            items = _objects(resource.get("item")) or [{}]
            for place, item in enumerate(items):
                fill = _fill(resource, item, len(found.claims) + 1)
                found.claims.append((f"{resource['id']}#{place}" if resource.get("id") else "", fill))
    return found._replace(canceled=canceled, other=other)


def _resources(document: object, folded: int = 0) -> Iterator[Json]:
    if isinstance(document, list) and folded < _FOLDED:
        for one in document:
            yield from _resources(one, folded + 1)
    elif isinstance(document, dict) and document.get("resourceType") == "Bundle" and folded < _FOLDED:
        for entry in _objects(document.get("entry")):
            yield from _resources(entry.get("resource"), folded + 1)
    elif isinstance(document, dict) and "resourceType" in document:
        yield document


def _pages_missing(documents: list[object]) -> bool:
    """Whether a bundle says that there are more claims than the file holds."""
    pages = [page for document in documents for page in (document if isinstance(document, list) else [document])]
    bundles = [page for page in pages if isinstance(page, dict) and page.get("resourceType") == "Bundle"]
    held = sum(len(_objects(bundle.get("entry"))) for bundle in bundles)
    totals = [bundle["total"] for bundle in bundles if isinstance(bundle.get("total"), int)]
    if totals:
        return bool(held < max(totals))
    follows = [any(link.get("relation") == "next" for link in _objects(bundle.get("link"))) for bundle in bundles]
    return len(follows) > 0 and all(follows)


def _is_drug_claim(resource: Json) -> bool:
    if resource.get("resourceType") != "ExplanationOfBenefit":
        return False
    kinds = _codes(resource.get("type"))
    return bool(kinds & {"pde", "pharmacy"}) or any(_coding(item, "ndc") for item in _objects(resource.get("item")))


def _fill(resource: Json, item: Json, number: int) -> PaidFill:
    period = _object(resource.get("billablePeriod"))
    served = item.get("servicedDate") or _object(item.get("servicedPeriod")).get("start") or period.get("start")
    code = _coding(item, "ndc")
    return PaidFill(
        number=number,
        day=_day(served),
        ndc=str(code.get("code", ""))[:20],
        drug=_name(item, code),
        quantity=_quantity(_object(item.get("quantity")).get("value")),
        days_supply=_days_supply(resource, item),
        paid=_amount(item, ("ptnt_pay_amt",), ("paidbypatient",)),
        price=_amount(item, ("tot_rx_cst_amt",), ("drugcost",)),
        extra_help=_amount(item, ("lics_amt",), ()),
        plan=_plan(resource),
    )


def _coding(item: Json, system: str) -> Json:
    """The coding of a claim's product in a system, by the end of the system's address; empty if there is none."""
    product = _object(item.get("productOrService") or item.get("service"))
    return next((code for code in _objects(product.get("coding")) if str(code.get("system", "")).lower().endswith(system)), {})


def _name(item: Json, code: Json) -> str:
    """``Eliquis (APIXABAN)`` of ``Eliquis - APIXABAN``: a drug's brand and ingredient, as people write them."""
    product = _object(item.get("productOrService") or item.get("service"))
    printed = " ".join(str(code.get("display") or product.get("text") or "").split())[:120]
    brand, dash, ingredient = printed.partition(" - ")
    return f"{brand} ({ingredient})" if dash else printed


def _days_supply(resource: Json, item: Json) -> int | None:
    """The days of a supply: beside the claim (R4), or on the quantity (the older STU3)."""
    beside = [*_objects(resource.get("supportingInfo")), *_objects(resource.get("information"))]
    for info in beside:
        if _codes(info.get("category")) & {"dayssupply", "days_suply_num"}:
            return _whole(_object(info.get("valueQuantity")).get("value"))
    for extension in _objects(_object(item.get("quantity")).get("extension")):
        if str(extension.get("url", "")).endswith("days_suply_num"):
            return _whole(_object(extension.get("valueQuantity")).get("value"))
    return None


def _amount(item: Json, names: tuple[str, ...], otherwise: tuple[str, ...]) -> Cents | None:
    """An amount by CMS's own name; else by a general one, which several amounts may share."""
    amounts = [(_codes(entry.get("category")), _object(entry.get("amount")).get("value")) for entry in _objects(item.get("adjudication"))]
    for wanted in (names, otherwise):
        for codes, value in amounts:
            if codes & set(wanted):
                return cents_or_none(value)
    return None


def _plan(resource: Json) -> str:
    """``S4802-137`` by the extensions of the coverage; empty if it isn't whole."""
    said: dict[str, str] = {}
    for insurance in _objects(resource.get("insurance")) or [_object(resource.get("insurance"))]:
        for extension in _objects(_object(insurance.get("coverage")).get("extension")):
            said[str(extension.get("url", "")).rpartition("/")[2]] = str(_object(extension.get("valueIdentifier")).get("value", ""))
    contract, package = said.get("plan_cntrct_rec_id", ""), said.get("plan_pbp_rec_num", "")
    return f"{contract}-{package.zfill(3)}"[:9] if contract and package else ""


def _codes(concept: object) -> set[str]:
    """The codes of a concept, lower case, without the address before them."""
    return {str(code.get("code", "")).rpartition("/")[2].lower() for code in _objects(_object(concept).get("coding"))}


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _whole(value: object) -> int | None:
    thousandths = _quantity(value)
    days = None if thousandths is None or thousandths % QUANTITY_SCALE else thousandths // QUANTITY_SCALE
    return days if days is not None and 1 <= days <= LONGEST_SUPPLY else None


def _quantity(value: object) -> int | None:
    return quantity_or_none(value) if isinstance(value, int | Decimal) else None


def quantity_or_none(value: object) -> int | None:
    """A quantity in thousandths; negative for a claim taken back; None for what is no sane quantity."""
    try:
        thousandths = scaled(str(value), QUANTITY_SCALE, unit="units")
    except ValueError:
        return None
    return thousandths if 0 < abs(thousandths) <= MOST_QUANTITY * QUANTITY_SCALE else None


def cents_or_none(value: object) -> Cents | None:
    """Dollars in cents; None for what is no amount."""
    try:
        scaled(str(value), 1_000_000, unit="dollars")  # refuses exponents and words
    except ValueError:
        return None
    amount = rounded_cents(str(value))
    return amount if abs(amount) <= LARGEST else None
