"""What commands and pages refuse, in another language: every text of a question's refusal is known, and what was found stays."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from finder.documents.fields import _WORDS
from finder.domain.errors import Problem
from finder.explain.messages import speaking
from finder.explain.refusal_words import refusal_line, refusal_words

ROOT = Path(__file__).parents[2]
ROOMS = ("documents", "questions", "adjudication", "domain")
IN_ENGLISH = (
    "documents/batch/",
    "documents/caseload",
    "documents/formulary_map",
    "documents/pharmacy_reach",
    "documents/plan_payments",
    "documents/policy",
    "documents/population",
    "documents/retiree_drug_subsidy",
    "documents/simulate",
    "questions/drug_list/",
    "questions/explainers/retiree_drug_subsidy",
    "questions/plans/pharmacy_reach",
    "questions/population/",
)
"""What commands and pages for counselors and advocates alone refuse, or files of the program itself."""


def texts(argument: ast.expr) -> Iterator[str]:
    """The texts that an argument may be, their values filled in with a number."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in argument.values)
    elif isinstance(argument, ast.IfExp):
        yield from texts(argument.body)
        yield from texts(argument.orelse)


def refused() -> Iterator[tuple[str, str]]:
    """Each text of a refusal that stands in the code of a question, and where."""
    for room in ROOMS:
        for path in sorted((ROOT / "finder" / room).rglob("*.py")):
            place = path.relative_to(ROOT / "finder").as_posix()
            if place.startswith(IN_ENGLISH):
                continue
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("Problem", "_expected"):
                    where = 1 if call.func.id == "Problem" else 0
                    yield from ((place, text) for argument in call.args[where : where + 1] for text in texts(argument))


GLUED = {"a drug of this catalog7", "one product7", "7 (for 7)", "at most 7, 7"}
"""Texts whose value is a part of the sentence; whole, they are below."""
WHOLE = (
    "a drug of this catalog; did you mean Eliquis 5 mg tablet",
    "one product of lisinopril 10 mg tablet, lisinopril 20 mg tablet",
    "a cost share for tier 1, channel standard_mail, days supply 30 (for fills[0])",
    "at most 2100.00, the year's threshold",
)


@pytest.mark.parametrize(("place", "text"), [*sorted(set(refused())), *(("", text) for text in WHOLE)], ids=lambda part: part)
def test_a_refusal_of_a_question_is_known(place: str, text: str) -> None:
    with speaking("es"):
        assert refusal_words(text) != text or text in GLUED | {"null"}, place


@pytest.mark.parametrize("template", sorted({text for text in _WORDS.values() if text not in ("{expected}", "{error}")}))
def test_what_a_field_needs_is_known(template: str) -> None:
    text = template
    for name in ("gt", "ge", "lt", "le", "min_length", "max_length", "pattern"):
        text = text.replace(f"{{{name}}}", "7")
    with speaking("es"):
        assert refusal_words(text) != text or text == "null"


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("either a copay or a coinsurance", "un copago o un coseguro"),  # and no "either ... or ..."
        ("a number or null", "un número o null"),
        ("a plan year from 2006 to 2027", "un año de plan de 2006 a 2027"),
    ],
)
def test_the_text_with_most_words_of_its_own_decides(english: str, spanish: str) -> None:
    with speaking("es"):
        assert refusal_words(english) == spanish


@pytest.mark.parametrize("found", ['"1 to 2"', '"at most 5"', '"either a or b"', '"one of us"'])
def test_what_somebody_typed_stays(found: str) -> None:
    with speaking("es"):
        assert refusal_words(found) == found


def test_a_command_refuses_in_its_language_and_keeps_addresses_and_codes(tmp_path: Path) -> None:
    asked = tmp_path / "asked.json"
    asked.write_text('{"year": 2026, "state": "Massachusetts", "household": 1, "income": -5}', encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "finder.cli", "extra-help", str(asked), "--lang", "es"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (2, "")
    lines = run.stderr.splitlines()
    assert lines
    assert all(line.startswith("$.") and "se esperaba" in line and "se encontró" in line for line in lines)


def test_english_lines_are_as_they_were() -> None:
    assert refusal_line(Problem("$.zip", "text", "12")) == "$.zip: expected text, found 12"
