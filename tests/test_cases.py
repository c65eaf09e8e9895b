"""Every case of ``tests/cases``: a document, and the part of the answer that the law fixes, worked out by hand beside it.

``pays`` names the payers of a claim (the sum of its segments), of a phase or of the year; any other payer pays nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from finder.documents.adjudicate import answer as adjudicate
from finder.domain.claim import PAYERS

CASES = Path(__file__).parent / "cases"


class Written(yaml.SafeLoader):
    """YAML with money and dates as written."""


Written.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in ("tag:yaml.org,2002:float", "tag:yaml.org,2002:timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_json(value: Any) -> Any:
    """The same tree with text keys, as in JSON."""
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    return [as_json(item) for item in value] if isinstance(value, list) else value


def cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for case in as_json(yaml.load(path.read_text(encoding="utf-8"), Loader=Written))["cases"]:
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def payers(parts: list[dict[str, str]]) -> dict[str, str]:
    return {payer: str(sum((Decimal(part[payer]) for part in parts), Decimal("0.00"))) for payer in PAYERS}


def with_payers(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with ``pays`` added to the year, each phase and each claim."""
    answer["pays"] = payers([answer["totals"]])
    for phase in answer["by_phase"].values():
        phase["pays"] = payers([phase])
    for claim in answer["claims"]:
        claim["pays"] = payers(claim["segments"])
    return answer


def differences(expected: Any, found: Any, path: str = "$") -> Iterator[str]:
    """What is expected but not found, one line each. Nothing else is compared."""
    if isinstance(expected, dict):
        wanted = dict.fromkeys(PAYERS, "0.00") | expected if path.endswith(".pays") else expected
        for key, value in wanted.items():
            inside = found[int(key)] if isinstance(found, list) else found[key]
            yield from differences(value, inside, f"{path}.{key}")
    elif isinstance(expected, list):
        if len(expected) != len(found):
            yield f"{path}: expected {len(expected)} entries, found {len(found)}"
        for index, (value, inside) in enumerate(zip(expected, found, strict=False)):
            yield from differences(value, inside, f"{path}[{index}]")
    elif expected != found:
        yield f"{path}: expected {expected}, found {found}"


def test_there_are_cases() -> None:
    assert len(list(cases())) >= 90


@pytest.mark.parametrize("case", list(cases()))
def test_case(case: dict[str, Any]) -> None:
    answer = adjudicate(case["given"])
    assert isinstance(answer, dict)
    assert list(differences(case["expect"], with_payers(answer))) == []
