"""Abbreviations and brands by which people know a drug: our own list, for the search."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from finder.domain.errors import Problem, SourceError
from finder.paths import shipped

FILE = "search_names.yaml"


class SearchNames(NamedTuple):
    """``abbreviations`` and ``brands``: name -> what could be typed instead.

    ``hours``: ingredient -> hours of release by the word typed.
    """

    abbreviations: Mapping[str, str]
    brands: Mapping[str, str]
    hours: Mapping[str, dict[str, int]]


@cache
def search_names(folder: Path | None = None) -> SearchNames:
    """The names that come with the program. Raises SourceError if the file is wrong."""
    path = (folder or shipped("data")) / FILE
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        return SearchNames(dict(document["abbreviations"]), dict(document["brands"]), dict(document["hours_of_release"]))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise SourceError([Problem(path.name, "abbreviations, brands and hours of release", type(error).__name__)]) from error
