"""The document of ``finder pharmacy-reach`` and its answer, and the points of ZIP codes as a table."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import Annotated, Any

from pydantic import Field

from finder.documents.fields import Input, PlanYear, Word, read
from finder.documents.law import rule_entries
from finder.domain.errors import Problem, Refusal
from finder.domain.pharmacy_reach import Area, MapPoint, PharmacyReach, PlanReach
from finder.explain.plans import pharmacy_reach as words
from finder.intake.limits import POINTS
from finder.parameters import version
from finder.questions.plans.pharmacy_reach import pharmacy_reach

COLUMNS = ("zip", "latitude", "longitude", "people", "area")
ZipCode = Annotated[str, Field(pattern=r"[0-9]{5}")]


class PointInput(Input, title="Point"):
    """The middle of a ZIP code in degrees, its people, and its kind of area, if known."""

    zip: ZipCode
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    people: Annotated[int, Field(ge=0)]
    area: Annotated[Area, Word(Area)] | None = None


class PharmacyReachInput(Input, title="PharmacyReach"):
    """The document of ``finder pharmacy-reach``: the county of a ZIP code, or with ``only_zip`` that ZIP code alone, and the points."""

    plan_year: PlanYear
    zip: ZipCode
    only_zip: bool = False
    points: Annotated[list[PointInput], Field(max_length=POINTS.rows)]


INPUT = PharmacyReachInput


def answer(document: object) -> dict[str, Any]:
    """Of each plan with a known network, the people near a store. Raises Refusal."""
    from finder.sources.catalog.pharmacy_networks import PharmacyNetworks
    from finder.sources.catalog.reading import open_catalog_at

    asked = read(INPUT, document)
    catalog = open_catalog_at(asked.plan_year, asked.zip)
    counties = catalog.counties(asked.zip)
    if len(counties) != 1:
        raise Refusal([Problem("$.zip", "a ZIP code of one county", asked.zip)])
    points = _points(asked.points)
    stores = PharmacyNetworks(asked.plan_year).store_zips(plan.plan_id for plan in catalog.plans_serving(counties[0]))
    return _written(pharmacy_reach(catalog, counties[0], points, stores, asked.zip if asked.only_zip else None))


def read_points(data: bytes) -> list[MapPoint]:
    """The points of a CSV with those columns (``area`` may be left out). Raises Refusal, with the row."""
    if len(data) > POINTS.bytes:
        raise Refusal([Problem("$", f"a file of at most {POINTS.bytes // 1_000_000} MB", f"{len(data) / 1_000_000:.1f} MB")])
    try:
        rows = list(islice(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))), POINTS.rows + 1))
    except (UnicodeDecodeError, csv.Error):
        raise Refusal([Problem("$", "a CSV of points in UTF-8", "another file")]) from None
    if not rows or not set(COLUMNS[:4]) <= set(rows[0]):
        raise Refusal([Problem("$", f"a CSV with the columns {', '.join(COLUMNS)}", "another table")])
    if len(rows) > POINTS.rows:
        raise Refusal([Problem("$", f"at most {POINTS.rows:,} points", "more")])
    return _points([_point(row, place) for place, row in enumerate(rows)])


def _point(row: dict[str, str], place: int) -> PointInput:
    """The point of a row, refused by the row of the file, whose first has the names of the columns, and by the column."""
    try:
        return read(PointInput, _values(row))
    except Refusal as refused:
        raise Refusal([_in_row(problem, place) for problem in refused.problems]) from None


def _in_row(problem: Problem, place: int) -> Problem:
    column = problem.where.removeprefix("$.")
    expected = "5 digits" if column == "zip" else problem.expected
    return problem._replace(where=f"$[{place}].{column}", expected=f"{expected} in row {place + 2}, column {column}")


def _values(row: dict[str, str]) -> dict[str, Any]:
    """A row with its numbers as numbers; what is none stays as it is, and is refused."""
    found: dict[str, Any] = {name: row[name] for name in COLUMNS if row.get(name)}
    for name, number in (("latitude", float), ("longitude", float), ("people", int)):
        try:
            found[name] = number(found.get(name, ""))
        except ValueError:
            continue
    return found


def _points(given: list[PointInput]) -> list[MapPoint]:
    points = [MapPoint(one.zip, one.latitude, one.longitude, one.people, one.area) for one in given]
    if len({point.zip_code for point in points}) < len(points):
        raise Refusal([Problem("$.points", "each ZIP code once", "one twice")])
    return points


def _written(found: PharmacyReach) -> dict[str, Any]:
    return {
        "plan_year": found.year,
        "county": found.county.name,
        "state": found.county.state,
        "people": found.people,
        "miles": list(found.miles),
        "plans": [_plan(found, one) for one in found.plans],
        "not_known": [plan.plan_id for plan in found.unknown],
        "says": list(words.sentences(found)),
        "rules": rule_entries(found.rules.values()),
        "parameters_version": version(),
    }


def _plan(found: PharmacyReach, one: PlanReach) -> dict[str, Any]:
    return {
        "plan_id": one.plan.plan_id,
        "name": one.plan.name,
        "near": list(one.near),
        "share": [round(near / found.people, 4) for near in one.near],
        "at_least": bool(one.unplaced),
        "areas": [{"area": of.area.key, "people": of.people, "near": of.near, "enough": of.enough} for of in one.areas],
    }
