"""The commands as the shell runs them, in this process: documents that nearly fit, and arguments that don't."""

from __future__ import annotations

import contextlib
import io
import sys
from functools import cache
from random import Random
from typing import Any

from finder import cli
from finder.documents.commands import COMMANDS
from finder.documents.compare_request import CompareRequest
from finder.documents.next_year import NextYearRequest
from finder.domain.errors import FinderError
from tests.fuzz.breaking import TEXTS, as_json, broken_value
from tests.fuzz.formats import Format
from tests.fuzz.schemas import document

_FILL = {"date": "2026-01-05", "drug": "A", "brand": True, "days_supply": 30, "channel": "standard_retail", "negotiated_price": "1000.00"}
_YEAR = {"plan_year": 2026, "design": "defined_standard", "fills": [_FILL, _FILL]}
_DRUGS = [{"rxcui": "617311", "quantity": "30", "days_supply": 30}, {"name": "Eliquis 5 MG", "quantity": 60, "days_supply": 30}]
_PERSON = {"plan_year": 2026, "zip": "01604", "prescriptions": _DRUGS}
_POLICY = {"name": "no cap", "plan_year": 2026, "numbers": {"oop_threshold": "none"}}
_WHOLE: tuple[tuple[str, Any], ...] = (
    ("adjudicate", _YEAR),
    ("adjudicate", [_YEAR, {**_YEAR, "member": {"low_income_subsidy": "full_other"}}]),
    ("compare", {**_PERSON, "top": 3}),
    ("list", {"plan_year": 2026, "text": "Eliquis 5 mg bid\nmetformin 500 mg 1 bid #60"}),
    ("next-year", {**_PERSON, "plan_year": 2025, "current_plan": "S4802-080-000"}),
    ("simulate", {"plan_year": 2026, "population": {"members": [{"zip": "01604", "prescriptions": _DRUGS[:1]}]}, "policy": _POLICY}),
    ("extra-help", {"year": 2026, "state": "MA", "household": 1, "earned_income": 0, "unearned_income": 0, "income_period": "month"}),
    ("income-related", {"year": 2026, "filing": "single"}),
    ("payment-plan", {"year": 2026, "opt_in_month": 1, "monthly_out_of_pocket": [0] * 12}),
    ("plan-payments", {"basic_premium": 30, "members": [_YEAR]}),
    ("retiree-subsidy", {"year": 2026, "gross_costs": [1000]}),
    ("mtm", {"year": 2026, "conditions": ["diabetes"], "part_d_drugs": 8}),
    ("formulary-map", {"plan_year": 2026, "zip": "01604"}),
)
"""Documents that are answered."""
_LINES, _LONGEST_LINE = 52, 2_000
"""The most that a refusal says: its problems and their count."""
_LARGEST_CROWD = 3
"""People that a fuzzed simulation makes up: more only takes longer."""


class Refused(FinderError):
    """A command that ended with exit code 2 and sentences."""


def run(arguments: list[str], given: bytes = b"") -> bytes:
    """What the command printed. Raises Refused for exit code 2, and AssertionError for whatever no command may do."""
    out, err, code = io.BytesIO(), io.StringIO(), 0
    before = sys.argv, sys.stdin, sys.stdout
    sys.argv, sys.stdin, sys.stdout = ["finder", *arguments], io.TextIOWrapper(io.BytesIO(given)), io.TextIOWrapper(out)
    try:
        with contextlib.redirect_stderr(err):
            cli.main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.argv, sys.stdin, _ = before[0], before[1], sys.stdout.detach()
        sys.stdout = before[2]
    said = err.getvalue()
    assert code in (0, cli.REFUSED), (code, said[-300:])
    assert b"\x1b" not in out.getvalue()
    assert not {"\x1b", "\r"} & set(said)
    assert said.count("\n") <= _LINES
    assert max(map(len, said.split("\n"))) < _LONGEST_LINE
    if code:
        assert said.endswith("\n")
        assert not out.getvalue()
        raise Refused(said)
    return out.getvalue()


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each command's document."""
    own = {command.name: command.schema() for command in COMMANDS}
    return own | {"compare": CompareRequest.model_json_schema(), "next-year": NextYearRequest.model_json_schema()}


def _document(chance: Random) -> tuple[list[str], bytes]:
    name = chance.choice(sorted(schemas()))
    made = document(chance, schemas()[name])
    if chance.random() < 0.4:
        name, made = chance.choice(_WHOLE)
    if chance.random() < 0.7:
        made = broken_value(chance, made)
    return [name, "-"], as_json(chance, _small(made))


def _small(made: Any) -> Any:
    """The document with few people made up."""
    drawn = made.get("population") if isinstance(made, dict) else None
    crowd = drawn.get("synthetic") if isinstance(drawn, dict) else None
    if isinstance(crowd, dict) and isinstance(crowd.get("members", 1_000), int):
        crowd["members"] = _LARGEST_CROWD
    return made


_OPTIONS = (
    ("list", "--file"), ("simulate", "--policy", "-"), ("batch", "m.csv", "--out"), ("batch", "--out", "o.csv", "--year", "2026"),
    ("population", "--seed", "1", "--members", "1", "--state", "MA", "--out"),
    ("catalog", "import", "--year", "2026"), ("catalog", "import", ".", "--year"), ("catalog", "fetch", "--year", "2026", "--url"),
    ("catalog", "pack", "--state", "MA", "--out"), ("catalog", "pack", "--out", "p", "--state"), ("catalog", "add"),
    ("catalog", "names"), ("catalog", "names", ".", "--ndc"), ("catalog", "networks", "--year", "2026", "--state", "MA"),
    ("catalog", "check", "--against"), ("catalog", "pharmacies", "--year", "2026", "--zip"),
    ("compare",), ("benefit", "--schema", "--pretty"), ("catalog", "pharmacies", "--year", "2026", "--zip", "01604", "--name"),
)  # fmt: skip
_PLACES = (
    "http://[::1",
    "https://a..b/",
    "file:///etc/passwd",
    "/dev/zero",
    "/dev/null",
    "/",
    ".",
    "x" * 300,
    "~",
    "tls://[",
    "-1",
    "\udc80",
)


def _arguments(chance: Random) -> tuple[list[str], bytes]:
    given = chance.choice((*TEXTS, *_PLACES)).replace("\0", "")
    return [*chance.choice(_OPTIONS), given], b"{}"


def _ask(asked: tuple[list[str], bytes]) -> None:
    run(*asked)


COMMANDS_TOO = (Format("commands: documents", _document, _ask, 6), Format("commands: arguments", _arguments, _ask, 3))
