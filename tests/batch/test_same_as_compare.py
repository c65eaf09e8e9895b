"""A batch answers each member as ``finder compare`` does, byte for byte in every field that both have."""

from __future__ import annotations

import csv
import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from finder.batch_command import Order, run_batch
from finder.documents.batch.columns import PEOPLE, PLANS
from finder.documents.compare_request import dated, read_request
from finder.documents.comparison import answer_compare
from finder.domain.batch import Counts
from finder.domain.errors import Refusal
from finder.sources.catalog.reading import open_catalog_at
from tests.batch.random_requests import random_request

TODAY = date(2026, 11, 27)
OF_PLANS = [name for name in PLANS.names if name not in ("member", "counted", "asked", "unpriced", "phase_reached", "at_least")]
OF_PEOPLE = ("months_covered", "low_income_subsidy", "skip_uncovered", "not_counted", "notes")
ADVICE = ("action", "reason", "plan_id", "current_plan", "savings", "near_tie")
CHOOSING = ("now", "from", "until", "how")


def cell(value: Any) -> str:
    """A field of the JSON as CSV has it."""
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else json.dumps(value) if isinstance(value, bool | int) else str(value)


def compared(request: dict[str, Any]) -> dict[str, Any] | None:
    """The answer of ``finder compare``; None where it refuses."""
    try:
        asked = dated(read_request(request), TODAY)
        return answer_compare(open_catalog_at(asked.plan_year, asked.zip, asked.county), asked)
    except Refusal:
        return None


def check(requests: dict[str, dict[str, Any]], folder: Path, *, plain: bool = False) -> tuple[int, int]:
    """Compare a batch of those requests with one by one; how many were answered and refused."""
    members = folder / "members.jsonl"
    members.write_text("".join(json.dumps({"member": label, **request}) + "\n" for label, request in requests.items()))
    order = Order(members, folder / "plans.csv", folder / "people.csv", rejects=folder / "rejects.csv", workers=1, plain=plain)
    counts = run_batch(order, TODAY)
    plans, people, rejects = (read(folder / name) for name in ("plans.csv", "people.csv", "rejects.csv"))
    rows: dict[str, list[dict[str, str]]] = {}
    for row in plans:
        rows.setdefault(row["member"], []).append(row)
    of = {row["member"]: row for row in people}
    for label, request in requests.items():
        alone = compared(request)
        if alone is None:
            assert label not in rows
            assert label in {row["member"] for row in rejects}
            continue
        same_plans(rows[label], alone)
        same_person(of[label], alone)
    return counts.answered, counts.rejected


def same_plans(rows: list[dict[str, str]], alone: dict[str, Any]) -> None:
    for row, plan in zip(rows, alone["plans"], strict=True):
        said = plan | {"not_covered": [one["drug"] for one in plan["not_covered"]]}
        assert {name: row[name] for name in OF_PLANS} == {name: cell(said[name]) for name in OF_PLANS}
        left_out = [drug["drug"] for drug in plan["drugs"] if drug["yearly_cost"] is None]
        assert row["unpriced"] == "; ".join(drug for drug in left_out if drug not in said["not_covered"])
        assert (int(row["counted"]), int(row["asked"])) == (len(plan["drugs"]) - len(left_out), len(plan["drugs"]))
        assert row["phase_reached"] == plan["months"][-1]["phase_at_end"]
        assert row["at_least"] == cell(plan["all_in_high"] is None)


def same_person(row: dict[str, str], alone: dict[str, Any]) -> None:
    assert {name: row[name] for name in OF_PEOPLE} == {name: cell(alone[name]) for name in OF_PEOPLE}
    assert {name: row[name] for name in ADVICE} == {name: cell(alone["recommendation"][name]) for name in ADVICE}
    assert {name: row[name] for name in CHOOSING} == {name: cell(alone["can_be_chosen"][name]) for name in CHOOSING}
    assert row["warnings"] == "; ".join(warning["sentence"] for warning in alone["warnings"])
    assert (row["fips"], row["county"], row["state"]) == tuple(alone["county"][name] for name in ("fips", "name", "state"))
    current = next((plan for plan in alone["plans"] if plan["plan_id"] == row["current_plan"]), {})
    assert row["current_all_in"] == current.get("all_in", "")
    best = next(plan for plan in alone["plans"] if plan["plan_id"] == row["best"])
    assert (row["best_all_in"], row["best_name"]) == (best["all_in"], best["name"])


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_batch_answers_as_compare_does(tmp_path: Path) -> None:
    rng = random.Random(2026)
    years = [2026] * 24 + [2012] * 12 + [2008] * 12 + [2006] * 12
    requests = {f"m{place}": random_request(rng, year, most_drugs=4) for place, year in enumerate(years)}
    answered, refused = check(requests, tmp_path, plain=True)  # compiled code gives the same: tests/adjudication
    assert answered + refused == len(years)
    assert answered >= 30
    assert refused >= 3


def test_parquet_has_the_amounts_of_csv_as_decimals(tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    members.write_text("member,plan_year,zip,plan_kinds,rxcui,quantity,days_supply\n7,2026,01604,PDP,617311,30,30\n")
    for ending in ("csv", "parquet"):
        run_batch(Order(members, tmp_path / f"plans.{ending}", tmp_path / f"people.{ending}", workers=1), TODAY)
    for name, schema in (("plans", PLANS), ("people", PEOPLE)):
        table = pq.read_table(tmp_path / f"{name}.parquet")
        assert table.schema.equals(schema)
        texts = [{key: flat(value) for key, value in row.items()} for row in table.to_pylist()]
        assert texts == read(tmp_path / f"{name}.csv")


def flat(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_the_members_of_the_guide_are_answered(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs/guides/many-people.md").read_text(encoding="utf-8")
    (tmp_path / "members.csv").write_text(guide.split("```csv\n")[1].split("```")[0])
    order = Order(tmp_path / "members.csv", tmp_path / "plans.csv", tmp_path / "people.csv", tmp_path / "questions.csv")
    assert run_batch(order, TODAY) == Counts(2)
    assert [row["drugs"] for row in read(tmp_path / "people.csv")] == ["2", "1"]


def test_one_member_alone_is_answered_as_among_others(tmp_path: Path) -> None:
    rng = random.Random(7)
    requests = [random_request(rng, 2012, most_drugs=2) for _ in range(25)]
    lines = [json.dumps({"member": str(place), **request}) + "\n" for place, request in enumerate(requests)]
    answers = []
    for kept in (lines, lines[13:14]):
        (tmp_path / "members.jsonl").write_text("".join(kept))
        run_batch(Order(tmp_path / "members.jsonl", tmp_path / "plans.csv", workers=1, plain=True), TODAY)
        answers.append([row for row in read(tmp_path / "plans.csv") if row["member"] == "13"])
    assert answers[0] == answers[1] != []


@pytest.mark.parametrize("option", ["out", "summary"])
def test_a_file_of_another_kind_is_refused_before_any_work(tmp_path: Path, option: str) -> None:
    (tmp_path / "members.csv").write_text("member,zip,rxcui\n1,01604,617311\n")
    order = Order(tmp_path / "members.csv", tmp_path / "plans.csv", plan_year=2026)._replace(**{option: tmp_path / "table.xlsx"})
    with pytest.raises(Refusal, match=f"--{option}: expected a file that ends in .parquet or .csv"):
        run_batch(order, TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["members.csv"]
