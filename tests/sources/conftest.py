"""The small market as files, and imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.cms.importer import import_catalog
from tests.sources.small_market import write_market


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_market(tmp_path / "files")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> MarketCatalog:
    folder = tmp_path_factory.mktemp("small")
    import_catalog(write_market(folder / "files"), 2026, folder / "catalogs" / "2026")
    return open_catalog(2026, folder / "catalogs")


@pytest.fixture(scope="session")
def massachusetts() -> MarketCatalog:
    """The embedded catalog of 2026, never one that the user imported."""
    from finder.paths import shipped

    return open_catalog(2026, shipped("data") / "catalogs")


@pytest.fixture(scope="session")
def examples() -> MarketCatalog:
    """The embedded example market of 2012."""
    from finder.paths import shipped

    return open_catalog(2012, shipped("data") / "catalogs")
