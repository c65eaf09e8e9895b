"""Generics and other strengths for the what-ifs, by RxNorm's relations if the catalog's names don't link the products."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from finder.domain.market import Drug, Neighbours
from finder.domain.what_if import AlternativeKind
from finder.questions.plans.changed_prices import ChangedPrices
from finder.questions.plans.what_if import alternatives
from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.catalog.store import write_folder
from finder.sources.cms.importer import import_catalog
from finder.sources.names.import_names import import_names
from finder.sources.names.own_names import OwnNames
from tests.sources.small_market import FORMULARY, NAMES, write_market
from tests.sources.test_rxnorm import write_rrf

BRAND, GENERIC, WEAKER, PACK, BRAND_PACK = "1364447", "1364445", "1364448", "4444", "5555"


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MarketCatalog:
    """The small market with two more generic strengths. Its names file gives the brand as the brand's ingredient."""
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    more = "".join(f"26000001|1|2026|{rxcui}|{int(rxcui):011d}|1|N| | |N|N|N\n" for rxcui in (GENERIC, WEAKER))
    names = NAMES.replace("apixaban 5 MG Oral Tablet [Eliquis]", "Eliquis 5 MG Oral Tablet [Eliquis]")
    names += f"{GENERIC},apixaban 5 MG Oral Tablet,,1,,0,0,hand\n{WEAKER},apixaban 2.5 MG Oral Tablet,,1,,0,0,hand\n"
    import_catalog(write_market(tmp_path / "files", formulary=FORMULARY + more, names=names), 2026, tmp_path / "catalogs" / "2026")
    return open_catalog(2026)


def drug(catalog: MarketCatalog, rxcui: str) -> Drug:
    found = catalog.drug(rxcui)
    assert found is not None
    return found


def near(catalog: MarketCatalog, rxcui: str) -> list[tuple[str, AlternativeKind, bool]]:
    return [(one.drug.rxcui, one.kind, one.same_amount) for one in alternatives(catalog, drug(catalog, rxcui), lambda _: None)]


def test_without_imported_names_the_catalogs_own_ingredients_decide(catalog: MarketCatalog) -> None:
    assert drug(catalog, BRAND).ingredient == "Eliquis"
    assert catalog.neighbours(BRAND) is None
    assert near(catalog, BRAND) == []  # no other product is called Eliquis
    assert near(catalog, GENERIC) == [(WEAKER, AlternativeKind.OTHER_STRENGTH, False)]


def test_rxnorm_links_a_brand_to_its_generic_under_any_name(catalog: MarketCatalog, tmp_path: Path) -> None:
    import_names(write_rrf(tmp_path / "rrf"), None, tmp_path / "drug_names")
    # a generic of another strength is not this brand's generic
    assert near(catalog, BRAND) == [(GENERIC, AlternativeKind.GENERIC, True), (WEAKER, AlternativeKind.OTHER_STRENGTH, False)]
    assert near(catalog, GENERIC) == [(BRAND, AlternativeKind.BRAND, True), (WEAKER, AlternativeKind.OTHER_STRENGTH, False)]
    assert near(catalog, "617311") == []  # atorvastatin has no neighbor here


def test_a_catalog_with_changed_prices_still_knows_neighbors(catalog: MarketCatalog, tmp_path: Path) -> None:
    import_names(write_rrf(tmp_path / "rrf"), None, tmp_path / "drug_names")
    assert ChangedPrices(catalog, []).neighbours(BRAND) == catalog.neighbours(BRAND) is not None


def test_products_near_another(tmp_path: Path) -> None:
    import_names(write_rrf(tmp_path / "rrf"), None, tmp_path / "names")
    links = OwnNames(tmp_path / "names")
    all_apixaban = {BRAND, GENERIC, WEAKER, PACK, BRAND_PACK}
    assert links.neighbours(BRAND) == Neighbours(GENERIC, frozenset({GENERIC}), frozenset(all_apixaban - {BRAND}))
    assert links.neighbours(GENERIC) == Neighbours(GENERIC, frozenset({BRAND}), frozenset(all_apixaban - {GENERIC}))
    assert links.neighbours(WEAKER) == Neighbours(WEAKER, frozenset(), frozenset(all_apixaban - {WEAKER}))
    assert links.neighbours(BRAND_PACK) == Neighbours(PACK, frozenset({PACK}), frozenset(all_apixaban - {BRAND_PACK}))
    # a combination is not one of its ingredients
    assert links.neighbours("197885") == Neighbours("197885", frozenset(), frozenset())
    assert links.neighbours("0") is None


def test_a_brand_without_a_generic_has_none(tmp_path: Path) -> None:
    folder = write_rrf(tmp_path / "rrf")
    relations = (folder / "RXNREL.RRF").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in relations if not {"1364445", "1364447"} <= set(line.split("|"))]
    assert len(kept) == len(relations) - 2  # written in both directions
    kept.append(next(line for line in relations if "|consists_of|" in line and "1364445" in line).replace("1364445", BRAND))
    (folder / "RXNREL.RRF").write_text("".join(kept), "utf-8")
    import_names(folder, None, tmp_path / "names")
    found = OwnNames(tmp_path / "names").neighbours(BRAND)
    assert found == Neighbours("", frozenset(), frozenset({GENERIC, WEAKER, PACK, BRAND_PACK}))


def test_names_imported_by_an_earlier_version_have_no_neighbors(tmp_path: Path) -> None:
    import pyarrow as pa

    from finder.sources.catalog.market_map import records

    old = dict([*records("ndcs", [("00000000001", b"1")]), *records("generics", [("3", b"1")])])
    write_folder(tmp_path / "names", {"products": pa.table({"rxcui": ["1", "3"]})}, {"source": "RxNorm"}, old)
    links = OwnNames(tmp_path / "names")
    assert (links.neighbours("3"), links.generic_of("3"), links.rxcui_of("00000000001")) == (None, "1", "1")
    assert json.loads((tmp_path / "names" / "manifest.json").read_text())["source"] == "RxNorm"
