"""From a catalog's manifest to what the program says about that catalog."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from finder.domain.errors import SourceError
from finder.domain.market import CatalogInfo

GEO_TABLES = ("counties", "states", "zips")
NAME_TABLES = ("brands", "ingredients")
NEEDED = ("plans", "service_areas", "counties", "formulary", "ndcs", "prices", "tiers", "cost_shares", "insulin", "drugs")


def info_of(manifest: Mapping[str, Any]) -> CatalogInfo:
    """The catalog's CatalogInfo. Raises SourceError where the manifest lacks a part of it."""
    try:
        return CatalogInfo(
            plan_year=int(manifest["plan_year"]),
            source=str(manifest["source"]),
            as_of=date.fromisoformat(manifest["as_of"]),
            prices_as_of=date.fromisoformat(manifest["prices_as_of"]),
            price_source=str(manifest["price_source"]),
            covers=str(manifest["covers"]),
            states=tuple(manifest["states"]),
            example=bool(manifest["example"]),
            digest=str(manifest["digest"]),
            rows={name: int(table["rows"]) for name, table in manifest["tables"].items() if not name.startswith("cms_")},
            release=str(manifest.get("release", "")),
            warnings={name: int(count) for name, count in manifest.get("warnings", {}).items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SourceError(f"The catalog's manifest is damaged ({error}). Import it again.") from error
