"""Collect every message of the program for translators: ``make messages`` writes ``locale/messages.pot``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from finder.explain.messages import DOMAIN, LOCALE
from finder.paths import shipped

NAMES = {"say": None, "mark": None, "say_count": (1, 2)}
"""The functions whose text is a message; of ``say_count`` the first two."""
SOURCES = ("app.py", "pages/**.py", "finder/explain/**.py")
HOME = shipped("app.py").parent


def collected() -> Catalog:
    """Every message, in the order of files, without dates: the same program gives the same bytes."""
    catalog = Catalog(project="Drug plan finder", charset="utf-8")
    for path, line, message, comments, _ in _found():
        catalog.add(message, locations=[(path, line)], auto_comments=comments)
    return catalog


def _found() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    return extract_from_dir(HOME, [(pattern, "python") for pattern in SOURCES], keywords=NAMES, comment_tags=("For translators:",))


def main() -> Path:
    """Write the template and return its path."""
    path = LOCALE / f"{DOMAIN}.pot"
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        write_po(file, collected(), width=120, omit_header=True, no_location=False, include_lineno=False)
    return path


if __name__ == "__main__":
    print(main())
