"""Rebuild everything embedded in ``data/``: ``python -m finder.sources.catalog.build_embedded FACTS``.

FACTS is a folder with the facts given with the project: ``geo``, ``drug_names``, ``cms_puf_2026_ma`` and ``partd_spending_2011_2015``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from finder.domain.errors import SourceError
from finder.paths import shipped
from finder.sources.catalog.example_market import SPENDING_FILE
from finder.sources.catalog.geo import build_geo
from finder.sources.cms.importer import import_catalog
from finder.sources.names.brand_names import build_drug_names


def build(facts: Path, data: Path) -> None:
    """Places and names first: the importer reads them; then each catalog by the importer itself."""
    build_geo(facts / "geo", data / "states.yaml", data / "geo")
    build_drug_names(facts / "drug_names", data / "drug_names")
    import_catalog(facts / "cms_puf_2026_ma", 2026, data / "catalogs" / "2026")
    for designs in sorted(data.glob("example_designs_*.yaml")):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(designs, folder)
            shutil.copy(facts / "partd_spending_2011_2015" / SPENDING_FILE, folder)
            year = designs.stem[-4:]
            import_catalog(Path(folder), int(year), data / "catalogs" / year)


def main() -> int:
    """The command."""
    if len(sys.argv) != 2:
        print("usage: python -m finder.sources.catalog.build_embedded FACTS", file=sys.stderr)
        return 2
    try:
        build(Path(sys.argv[1]), shipped("data"))
    except SourceError as refused:
        print(refused, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
