"""What a catalog is compared with: another catalog, or files of CMS that are imported for the comparison."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from finder.domain.catalog_check import ReleaseChanges
from finder.domain.errors import SourceError
from finder.sources.catalog.audit import release_changes
from finder.sources.catalog.ownership import MANIFEST
from finder.sources.cms.bundle import Bundle
from finder.sources.cms.layout import FORMULARY, kind_of, no_catalog_needs
from finder.sources.cms.text_files import Problems, read_batches


def changes_against(named: str, folder: Path, states: Collection[str] = ()) -> ReleaseChanges:
    """What differs between the catalog in ``folder`` and another release: a plan year, a catalog's folder, or files of CMS.

    ``states``: those whose catalog of that year is meant. Raises SourceError if there is no such release or its files are refused.
    """
    with _catalog_at(named, states) as other:
        return release_changes(other, folder)


@contextmanager
def _catalog_at(named: str, states: Collection[str]) -> Iterator[Path]:
    """The folder of the catalog. Files of CMS are imported into a temporary one."""
    from finder.sources.catalog.reading import open_catalog
    from finder.sources.cms.importer import import_catalog

    path = Path(named)
    if named.isdecimal() and len(named) == 4:
        yield open_catalog(int(named), states=states).folder
    elif (path / MANIFEST).is_file():
        yield path
    elif _may_be_files_of_cms(path):
        with tempfile.TemporaryDirectory(prefix="partd-finder-check-") as folder:
            import_catalog(path, _plan_year(path), Path(folder, "catalog"))
            yield Path(folder, "catalog")
    else:
        raise SourceError(f"{named}: expected a plan year, the folder of a catalog, or files of CMS, found none of them.")


def _may_be_files_of_cms(path: Path) -> bool:
    """A zip, or a folder with a zip or a formulary file in it. Not any folder: it might be as large as a disk."""
    inside = path.iterdir() if path.is_dir() else (path,)
    return any(file.is_file() and (file.suffix.lower() == ".zip" or kind_of(file.name) == "formulary") for file in inside)


def _plan_year(path: Path) -> int:
    """The plan year in the formulary file's first row. The import refuses a row with another year."""
    problems = Problems()
    with Bundle(path, skip=no_catalog_needs) as bundle:
        file = next((file for file in bundle.files if kind_of(file.name) == "formulary"), None)
        first = next(read_batches(file, FORMULARY, problems), None) if file else None
    problems.refuse_if_any()
    year = first["contract_year"][0].as_py() if first is not None else ""
    if not (year.isdecimal() and len(year) == 4):
        raise SourceError(f"{path}: expected a basic drugs formulary file with its plan year, found {year or 'none'}.")
    return int(year)
