"""Our short list of classes matches the ingredient without its salt, and never a mixture's first part."""

from __future__ import annotations

from pathlib import Path

import pytest

from finder.domain.errors import SourceError
from finder.sources.names.drug_classes import FILE, drug_classes
from tests.small_market import drug


@pytest.mark.parametrize(
    ("ingredient", "of"),
    [
        ("atorvastatin", "statins"),
        ("rosuvastatin calcium", "statins"),
        ("Rosuvastatin Calcium", "statins"),
        ("insulin aspart, human", "fast-acting insulins"),
        ("sitagliptin phosphate", "DPP-4 inhibitors for diabetes"),
        ("sitagliptin / metformin", None),  # a mixture is not its first part
        ("fluticasone / salmeterol", "inhaled steroid with a long-acting opener"),
        ("statin", None),
        ("atorvastatine", None),
        ("warfarin sodium", None),  # in no class of the list
    ],
)
def test_a_drug_is_in_the_class_of_its_ingredient(ingredient: str, of: str | None) -> None:
    assert drug_classes().class_of(drug("1", ingredient, ingredient)) == of


@pytest.mark.parametrize(
    "text",
    [
        "",
        "classes: 3",
        "classes:\n  - {name: a}",
        "classes: [",
        "classes:\n  - {name: a, ingredients: [x]}\n  - {name: b, ingredients: [X]}",
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(SourceError):
        drug_classes(tmp_path)
