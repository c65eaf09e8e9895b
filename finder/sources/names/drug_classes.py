"""Which drugs are in one class: a short list for choices to ask a prescriber about, and the protected classes of the law."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from finder.domain.errors import Problem, SourceError
from finder.domain.market import Drug
from finder.paths import shipped

FILE = "drug_classes.yaml"
PROTECTED = "protected_classes.yaml"
_SWALLOWED = "Oral"
"""A word of every dose form that is swallowed."""


class DrugClasses:
    """Ingredient -> name of its class."""

    def __init__(self, classes: dict[str, str]) -> None:
        self._classes = classes

    def class_of(self, drug: Drug) -> str | None:
        """The class of a drug's ingredient without its salt; None if we have put it, or the mixture, in no class."""
        ingredient = drug.ingredient.casefold()
        return next((of for name, of in self._classes.items() if is_ingredient(ingredient, name)), None)

    def classes_of(self, drug: Drug) -> tuple[str, ...]:
        """The same, as none or one."""
        of = self.class_of(drug)
        return () if of is None else (of,)


def is_ingredient(ingredient: str, name: str) -> bool:
    """Whether an ingredient, in small letters, is the one of that name, with or without a salt; a mixture is not its first part."""
    rest = ingredient.removeprefix(name)
    return rest == "" or (rest != ingredient and rest[0] in " ," and " / " not in rest)


class ProtectedClasses:
    """The law's protected classes, each with its ingredients."""

    def __init__(self, classes: dict[str, frozenset[str]], source: str) -> None:
        self._classes = classes
        self.names = tuple(classes)
        self.source = source

    def classes_of(self, drug: Drug) -> tuple[str, ...]:
        """The protected classes of a drug that is swallowed; of a mixture, those of any part of it. The same drug as an eye drop or a cream
        is for other illnesses."""
        if _SWALLOWED not in drug.form:
            return ()
        parts = drug.ingredient.casefold().split(" / ")
        return tuple(of for of, names in self._classes.items() if any(is_ingredient(part, name) for part in parts for name in names))


@cache
def drug_classes(folder: Path | None = None) -> DrugClasses:
    """The classes that come with the program. Raises SourceError if the file is wrong."""
    path = (folder or shipped("data")) / FILE
    try:
        document = _document(path)
        groups = [(group["name"], group["ingredients"]) for group in document["classes"]]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise SourceError([Problem(path.name, "classes with a name and their ingredients", type(error).__name__)]) from error
    found: dict[str, str] = {}
    for name, ingredients in groups:
        for ingredient in ingredients:
            if ingredient.casefold() in found:
                raise SourceError([Problem(path.name, "each ingredient in one class", ingredient)])
            found[ingredient.casefold()] = name
    return DrugClasses(found)


@cache
def protected_classes(folder: Path | None = None) -> ProtectedClasses:
    """The protected classes that come with the program. Raises SourceError if the file is wrong."""
    path = (folder or shipped("data")) / PROTECTED
    try:
        document = _document(path)
        found = {group["name"]: frozenset([*group["ingredients"], *group["added"]]) for group in document["classes"]}
        return ProtectedClasses(found, document["source"])
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise SourceError([Problem(path.name, "classes with a name, ingredients and what was added", type(error).__name__)]) from error


def _document(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
