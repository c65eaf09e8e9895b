"""The glossary names only things that exist."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from finder.domain import benefit, claim, market
from finder.parameters import Parameter
from finder.parameters.model import HOME

ROOT = Path(__file__).parents[2]
ROWS = [line.split("|") for line in (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
PLACES = sorted({place for row in ROWS for place in re.findall(r"`([^`]+)`", row[3])})


def exists(place: str) -> bool:
    """Whether a file, parameter, dotted name or member of a noun exists."""
    if place.endswith(".yaml"):
        return (ROOT / place).exists() or (HOME / place).exists()
    if "/" in place:
        return (ROOT / place).is_dir()
    if place.startswith("finder."):
        module, _, name = place.rpartition(".")
        return hasattr(import_module(module), name)
    noun, _, member = place.partition(".")
    home = next((getattr(module, noun) for module in (benefit, claim, market) if hasattr(module, noun)), Parameter)
    return hasattr(home, member) or member in getattr(home, "__annotations__", {})


@pytest.mark.parametrize("place", [place for place in PLACES if " " not in place and place != "oop_threshold"])
def test_every_place_in_the_glossary_exists(place: str) -> None:
    assert exists(place)


def test_the_glossary_has_every_key_word_in_order() -> None:
    words = [row[1].strip() for row in ROWS]
    assert words == sorted(words, key=str.lower)
    assert len(words) == len(set(words))
    told = " ".join(words)
    for word in (
        "Prescription",
        "Fill",
        "Claim",
        "NegotiatedPrice",
        "BenefitPhase",
        "Accumulators",
        "TrOOP",
        "LowIncomeSubsidy",
        "UncoveredMonths",
    ):
        assert word in told
    for word in ("Formulary", "Tier", "CostShare", "PlanYear", "ParameterSet", "Ledger", "PlanCost"):
        assert word in told
