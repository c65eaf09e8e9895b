"""Is a catalog sound, and what changed since another release? The question behind ``finder catalog check``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from finder.documents.catalog_info import info_document
from finder.documents.fields import dollars_or_null
from finder.domain.catalog_check import CatalogCheck, Found, PlanInBoth, PriceMoved, ReleaseChanges
from finder.domain.money import UNIT_PRICE_SCALE, UnitPrice
from finder.explain.oddities import oddity_words

LISTED = 50
"""Entries of a list of changes; the count beside it is of all."""


def check_document(check: CatalogCheck, changes: ReleaseChanges | None = None) -> dict[str, Any]:
    """The catalog, its counts and oddities, and the changes against another release where asked for."""
    document: dict[str, Any] = {"catalog": info_document(check.info), "sound": True, "found": [_found(found) for found in check.found]}
    return document if changes is None else {**document, "changes": changes_document(changes)}


def _found(found: Found) -> dict[str, Any]:
    return {"what": found.oddity.key, "sentence": oddity_words(found.oddity), "count": found.number, "examples": list(found.examples)}


def changes_document(changes: ReleaseChanges) -> dict[str, Any]:
    """What differs from one release to the next: each list's count, and its first entries."""
    return {
        "from": _release(changes.before.plan_year, changes.before.source, changes.before.digest),
        "to": _release(changes.after.plan_year, changes.after.source, changes.after.digest),
        "plans_in_both": changes.kept,
        "plans_gone": _list([{"plan_id": plan_id, "name": name} for plan_id, name in changes.gone]),
        "plans_new": _list([{"plan_id": plan_id, "name": name} for plan_id, name in changes.new]),
        "plans_changed": _list([_plan(plan) for plan in changes.changed]),
        "drugs_dropped": _list([{"rxcui": drug.rxcui, "drug": drug.name, "plans": drug.plans} for drug in changes.dropped]),
        "tiers_changed": changes.tiers_changed,
        "prices_moved": _list([_price(price) for price in changes.prices_moved]),
    }


def _release(year: int, source: str, digest: str) -> dict[str, Any]:
    return {"plan_year": year, "source": source, "digest": digest}


def _list(entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"count": len(entries), "first": list(entries[:LISTED])}


def _plan(plan: PlanInBoth) -> dict[str, Any]:
    return {
        "plan_id": plan.plan_id,
        "name": plan.name,
        "premium": [dollars_or_null(plan.premium_before), dollars_or_null(plan.premium_after)],
        "deductible": [dollars_or_null(plan.deductible_before), dollars_or_null(plan.deductible_after)],
    }


def _price(price: PriceMoved) -> dict[str, Any]:
    return {"rxcui": price.rxcui, "drug": price.name, "middle_unit_price": [_unit(price.before), _unit(price.after)]}


def _unit(price: UnitPrice) -> str:
    return f"{price // UNIT_PRICE_SCALE}.{price % UNIT_PRICE_SCALE:05d}"
