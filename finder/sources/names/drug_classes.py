"""Which drugs are in one class: our own short list, for choices to ask a prescriber about."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from finder.domain.errors import Problem, SourceError
from finder.domain.market import Drug
from finder.paths import shipped

FILE = "drug_classes.yaml"


class DrugClasses:
    """Ingredient -> name of its class."""

    def __init__(self, classes: dict[str, str]) -> None:
        self._classes = classes

    def class_of(self, drug: Drug) -> str | None:
        """The class of a drug's ingredient without its salt; None if we have put it, or the mixture, in no class."""
        ingredient = drug.ingredient.casefold()
        for name, of in self._classes.items():
            rest = ingredient.removeprefix(name)
            if rest == "" or (rest != ingredient and rest[0] in " ," and " / " not in rest):
                return of
        return None


@cache
def drug_classes(folder: Path | None = None) -> DrugClasses:
    """The classes that come with the program. Raises SourceError if the file is wrong."""
    path = (folder or shipped("data")) / FILE
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
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
