"""Catalogs as the commands print them: which are at hand, what is odd in one, what two releases differ in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from finder.documents.fields import dollars_or_null
from finder.domain.catalog_check import CatalogCheck, Found, PlanInBoth, PriceMoved, ReleaseChanges
from finder.domain.market import CatalogInfo, DamagedCatalog
from finder.domain.money import UNIT_PRICE_SCALE, UnitPrice
from finder.explain.source_words import oddity_words


def info_document(info: CatalogInfo, today: date | None = None) -> dict[str, Any]:
    """One catalog: year, source, dates, cover, rows and digest. ``age_days`` counts from its as-of date to ``today``."""
    document: dict[str, Any] = {
        "plan_year": info.plan_year,
        "release": info.release,
        "source": info.source,
        "as_of": info.as_of.isoformat(),
        "prices_as_of": info.prices_as_of.isoformat(),
        "price_source": info.price_source,
        "prices_estimated": info.prices_of_another_year,
        "price_origins": dict(info.price_origins),
        "covers": info.covers,
        "states": list(info.states),
        "example": info.example,
        "assumes": [of.key for of in info.assumes],
        "rows": dict(info.rows),
        "warnings": dict(info.warnings),
        "digest": info.digest,
    }
    return document if today is None else {**document, "age_days": (today - info.as_of).days}


def added_document(info: CatalogInfo, replaced: CatalogInfo | None, answers: Sequence[str]) -> dict[str, Any]:
    """A catalog that came in a pack, the states that it answers for, and which one of the same year, release and states it replaced; null
    if none."""
    was = replaced and {"as_of": replaced.as_of.isoformat(), "digest": replaced.digest}
    return {**info_document(info), "answers_for": list(answers), "replaced": was}


def catalog_infos(
    infos: Iterable[tuple[CatalogInfo, Sequence[str]]], today: date | None = None, damaged: Sequence[DamagedCatalog] = ()
) -> dict[str, list[dict[str, Any]]]:
    """Every catalog with the states that it answers for, by plan year, and those that are damaged. One that answers for no state is not in
    use: a newer one, or a damaged one, stands before it."""
    catalogs: list[dict[str, Any]] = []
    for info, answers in sorted(infos, key=lambda found: found[0].plan_year):
        catalogs.append({**info_document(info, today), "in_use": bool(answers), "answers_for": list(answers)})
    return {"catalogs": catalogs, "damaged": [catalog._asdict() for catalog in damaged]}


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
