"""Which catalogs are at hand, as ``finder catalog info`` prints them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from finder.domain.market import CatalogInfo, DamagedCatalog


def info_document(info: CatalogInfo, today: date | None = None) -> dict[str, Any]:
    """One catalog: year, source, dates, cover, rows and digest. ``age_days`` counts from its as-of date to ``today``."""
    document: dict[str, Any] = {
        "plan_year": info.plan_year,
        "release": info.release,
        "source": info.source,
        "as_of": info.as_of.isoformat(),
        "prices_as_of": info.prices_as_of.isoformat(),
        "price_source": info.price_source,
        "covers": info.covers,
        "states": list(info.states),
        "example": info.example,
        "rows": dict(info.rows),
        "warnings": dict(info.warnings),
        "digest": info.digest,
    }
    return document if today is None else {**document, "age_days": (today - info.as_of).days}


def catalog_infos(
    infos: Iterable[CatalogInfo], today: date | None = None, damaged: Sequence[DamagedCatalog] = ()
) -> dict[str, list[dict[str, Any]]]:
    """Every catalog, by plan year, and those that are damaged. Of several releases of a year the first one given is in use: it answers
    questions. Where a damaged one is in use none of its year answers."""
    catalogs: list[dict[str, Any]] = []
    answered = {catalog.plan_year for catalog in damaged if catalog.in_use}
    for info in sorted(infos, key=lambda info: info.plan_year):
        catalogs.append({**info_document(info, today), "in_use": info.plan_year not in answered})
        answered.add(info.plan_year)
    return {"catalogs": catalogs, "damaged": [catalog._asdict() for catalog in damaged]}
