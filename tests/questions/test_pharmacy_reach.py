"""Who lives near a drug store of a plan: both sides of each of the law's limits, stores without a point, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import pytest

from finder.documents.commands import ask
from finder.documents.pharmacy_reach import read_points
from finder.domain.errors import Refusal
from finder.domain.market import County
from finder.domain.pharmacy_reach import Area, MapPoint, PharmacyReach
from finder.parameters.rule_sets import rule_of
from finder.questions.plans.pharmacy_reach import miles_between, pharmacy_reach
from finder.rules.pharmacy_access import enough_live_near
from finder.sources.catalog.pharmacy_networks import PharmacyNetworks
from finder.sources.catalog.reading import open_catalog_at

MILE = 180 / (math.pi * 3958.8)
"""Degrees of latitude that a mile is."""
STORE = MapPoint("01604", 42.0, -71.8, 0)


def north(zip_code: str, miles: float, people: int, area: Area | None = None) -> MapPoint:
    return MapPoint(zip_code, 42.0 + miles * MILE, -71.8, people, area)


def reach(*points: MapPoint, zips: frozenset[str] = frozenset({"01604"}), **more: Any) -> PharmacyReach:
    catalog = open_catalog_at(2026, "01604")
    county: County = catalog.counties("01604")[0]
    plan_id = catalog.plans_serving(county)[0].plan_id
    return pharmacy_reach(catalog, county, [STORE, *points], {plan_id: zips}, **more)


@pytest.mark.parametrize(
    ("area", "near", "people", "enough"),
    [  # 90 of 100 in 2 miles, 90 in 5, 70 in 15: at the share and one person below it
        (Area.URBAN, 900, 1000, True),
        (Area.URBAN, 899, 1000, False),
        (Area.SUBURBAN, 900, 1000, True),
        (Area.SUBURBAN, 899, 1000, False),
        (Area.RURAL, 700, 1000, True),
        (Area.RURAL, 699, 1000, False),
    ],
)
def test_both_sides_of_each_share(area: Area, near: int, people: int, enough: bool) -> None:
    assert enough_live_near(near, people, rule_of("pharmacy_access", area.key, 2026).number("percent")) is enough


@pytest.mark.parametrize(
    ("miles", "near"),
    [(1.99, (10, 10, 10)), (2.01, (0, 10, 10)), (4.99, (0, 10, 10)), (5.01, (0, 0, 10)), (14.99, (0, 0, 10)), (15.01, (0, 0, 0))],
)
def test_both_sides_of_each_distance(miles: float, near: tuple[int, ...]) -> None:
    found = reach(north("01605", miles, 10))
    assert (found.people, found.miles, found.plans[0].near) == (10, (2, 5, 15), near)


def test_each_kind_of_area_has_its_own_distance() -> None:
    # 9 of 10 in the city within 2 miles are enough; in the country 6 of 10 within 15 are not
    found = reach(
        *(north("01605", 1, 9, Area.URBAN), north("01606", 3, 1, Area.URBAN)),
        *(north("01501", 14, 6, Area.RURAL), north("01516", 16, 4, Area.RURAL)),
    )
    assert [(of.area, of.people, of.near, of.enough) for of in found.plans[0].areas] == [
        (Area.URBAN, 10, 9, True),
        (Area.RURAL, 10, 6, False),
    ]


def test_a_known_distance() -> None:
    # a degree is 69.09 miles: 0.0975 north are 6.74; 0.7434 west, times cos(42.31) = 0.7395, are 37.98; the root of both squares is 38.6
    assert miles_between(MapPoint("02108", 42.3601, -71.0589, 0), MapPoint("01608", 42.2626, -71.8023, 0)) == pytest.approx(38.6, abs=0.1)


def test_a_store_without_a_point_makes_the_share_a_least_one() -> None:
    found = reach(north("01605", 3, 10), zips=frozenset({"01604", "01999"}))
    assert found.plans[0].unplaced == 1
    assert found.unknown, "plans whose stores are not known are not counted as plans without stores"


def test_one_zip_code_alone() -> None:
    assert reach(north("01605", 1, 10), north("01606", 1, 30), zip_code="01605").people == 10


def test_people_elsewhere_do_not_count() -> None:
    assert reach(north("01605", 1, 10), north("10001", 1, 99)).people == 10  # New York


def test_without_stores_or_people_it_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    assert not PharmacyNetworks(2026)
    with pytest.raises(Refusal, match="the drug stores of the plans here"):
        ask("pharmacy-reach", {"plan_year": 2026, "zip": "01604", "points": []})
    with pytest.raises(Refusal, match="with people"):
        reach()


def test_a_table_of_points() -> None:
    assert read_points(b"zip,latitude,longitude,people,area\n01604,42.25,-71.77,37000,urban\n01605,42.29,-71.79,100,\n") == [
        MapPoint("01604", 42.25, -71.77, 37000, Area.URBAN),
        MapPoint("01605", 42.29, -71.79, 100, None),
    ]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"a,b\n1,2\n", "columns zip, latitude"),
        (b"zip,latitude,longitude,people\n01604,x,-71.77,1\n", 'a number in row 2, column latitude, found "x"'),
        (b"zip,latitude,longitude,people\n01605,42,-71,1\n01604,42,-71.77,-1\n", "at least 0 in row 3, column people, found -1"),
        (b"zip,latitude,longitude,people\n1604,42,-71.77,1\n", "5 digits in row 2, column zip"),
        (b"zip,latitude,longitude,people\n01604,nan,-71.77,1\n", "latitude"),
        (b"zip,latitude,longitude,people\n01604,42,-71,1\n01604,42,-71,1\n", "each ZIP code once"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(table: bytes, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        read_points(table)
