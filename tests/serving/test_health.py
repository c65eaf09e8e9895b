"""/healthz: what a monitor learns, and that it learns nothing of a visitor."""

from __future__ import annotations

import json
from datetime import date

import pytest

from finder.documents.health import Load, health_document, is_well
from finder.domain.market import DamagedCatalog
from finder.sources.catalog.reading import open_catalog
from tests.serving.conftest import Server

NOBODY = Load(0, 0, 0)
DAMAGED = DamagedCatalog(2027, "The catalog of 2027 is damaged.", in_use=True)


def test_plans_are_counted_in_days_and_only_those_in_use_are_told() -> None:
    info = open_catalog(2026).info  # as of 2026-09-01
    health = health_document([(info, True), (info, False)], (), date(2026, 11, 27), Load(3, 1, 2))
    assert [(one["plan_year"], one["as_of"], one["age_days"]) for one in health["catalogs"]] == [(2026, "2026-09-01", 87)]  # 29 + 31 + 27
    assert (health["status"], health["visitors"], health["queue"]) == ("ok", 3, {"running": 1, "waiting": 2})


def test_a_damaged_year_is_told_and_a_server_without_plans_is_unwell() -> None:
    info = open_catalog(2026).info
    some = health_document([(info, True)], (DAMAGED, DAMAGED._replace(plan_year=2025, in_use=False)), date(2026, 11, 27), NOBODY)
    assert (some["status"], some["damaged_years"], is_well(some)) == ("damaged", [2027], True)
    none = health_document([(info, False)], (DAMAGED,), date(2026, 11, 27), NOBODY)
    assert (none["status"], is_well(none)) == ("no_plans", False)


@pytest.mark.xdist_group("serving")
def test_the_server_tells_its_health(server: Server) -> None:
    answer = server.ask("/healthz")
    told = json.loads(answer.read())
    assert (answer.status, answer.headers["Content-Type"], answer.headers["Set-Cookie"]) == (200, "application/json", None)
    assert set(told) == {"status", "program", "parameters", "catalogs", "damaged_years", "visitors", "queue"}
    assert 2026 in [catalog["plan_year"] for catalog in told["catalogs"]]
    assert server.ask("/healthz", "POST").status == 405
