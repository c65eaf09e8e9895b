"""The server's health as JSON at ``/healthz``: the program, its plans and how old they are, how many visitors. Nothing of any of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from finder import __version__
from finder.domain.market import CatalogInfo, DamagedCatalog
from finder.parameters import version as parameters_version


class Load(NamedTuple):
    """Visitors whose page is connected; pieces of long work that run, and that wait."""

    visitors: int
    running: int
    waiting: int


def health_document(
    infos: Sequence[tuple[CatalogInfo, bool]], damaged: Sequence[DamagedCatalog], today: date, load: Load
) -> dict[str, Any]:
    """``infos``: each catalog, and whether it is in use. ``status`` is ``ok``, ``damaged`` where a catalog in use can't be read and another
    can, and ``no_plans`` where none can: then nobody is answered."""
    catalogs = [
        {
            "plan_year": info.plan_year,
            "release": info.release,
            "as_of": info.as_of.isoformat(),
            "age_days": (today - info.as_of).days,
            "digest": info.digest,
        }
        for info, in_use in infos
        if in_use
    ]
    broken = sorted({catalog.plan_year for catalog in damaged if catalog.in_use})
    return {
        "status": "no_plans" if not catalogs else "damaged" if broken else "ok",
        "program": __version__,
        "parameters": parameters_version(),
        "catalogs": catalogs,
        "damaged_years": broken,
        "visitors": load.visitors,
        "queue": {"running": load.running, "waiting": load.waiting},
    }


def is_well(health: dict[str, Any]) -> bool:
    """Whether visitors are answered."""
    return bool(health["status"] != "no_plans")
