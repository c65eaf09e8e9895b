"""``finder population``: write a members file of people who do not exist."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from finder.documents.population import drawn, population_document, write_members
from finder.domain.errors import Problem, Refusal
from finder.domain.population import Recipe
from finder.sources.catalog.reading import open_catalog

_ENDINGS = (".csv", ".txt")
"""Of CSV, as ``finder batch`` reads it."""


def write_population(recipe: Recipe, state: str, year: int | None, out: Path) -> dict[str, Any]:
    """Write the file, whole or not at all; what to print of it. Raises Refusal or NoCatalog."""
    if out.suffix.lower() not in _ENDINGS:
        raise Refusal([Problem("--out", f"a file that ends in {' or '.join(_ENDINGS)}", out.suffix or "no ending")])
    catalog = open_catalog(year, states=(state,))
    population = drawn(catalog, state, recipe)
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=out.parent, prefix=".members-", delete=False) as file:
            made = Path(file.name)
            try:
                written = write_members(population.people, file)
                file.close()
                os.replace(made, out)
            except BaseException:
                made.unlink()
                raise
    except OSError as error:
        raise Refusal([Problem("--out", "a file that can be written", error.strerror or "none")]) from error
    return population_document(population, written)
