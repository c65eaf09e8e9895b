"""Reach of drug stores as an advocate meets it: empty, without networks, with them, and with a file that cannot be read."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finder.sources.catalog.reading import open_catalog
from finder.sources.cms.importer import import_catalog
from finder.sources.cms.networks import import_networks
from pages.parts.person import networks_of
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, PHONES, labeled, text_of
from tests.sources.small_market import write_market
from tests.sources.test_pharmacy_networks import write_networks

POINTS = b"""zip,latitude,longitude,people,area
01604,42.25,-71.77,60,urban
01605,42.29,-71.79,30,urban
01606,42.75,-71.80,10,rural
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    import_catalog(write_market(tmp_path / "2026"), 2026, tmp_path / "catalogs" / "2026")
    networks_of.clear()
    return AppTest.from_file(APP, default_timeout=30).run().switch_page("pages/pharmacy_reach.py").run()


def bring(app: AppTest, monkeypatch: pytest.MonkeyPatch, table: bytes) -> AppTest:
    monkeypatch.setattr("streamlit.file_uploader", lambda *_, **__: BytesIO(table))
    labeled(app.text_input, "ZIP").set_value("01604").run()
    assert not app.exception
    return app


def test_empty_and_refused(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [title.value for title in app.title] == ["Reach of drug stores"]
    assert "We have no map of ZIP codes" in text_of(app)
    assert all(phone in text_of(app) for phone in PHONES)
    refused = bring(app, monkeypatch, POINTS)
    assert [error.value for error in refused.error] == ["We need the drug stores of the plans here. We found none."]
    assert [error.value for error in bring(app, monkeypatch, b"a,b\n1,2\n").error] == [
        "We need a CSV with the columns zip, latitude, longitude, people, area. We found another table."
    ]


def test_the_reach_of_each_plan(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_networks(write_networks(tmp_path / "n"), open_catalog(2026), ["MA"], tmp_path / "networks")
    networks_of.clear()
    said = text_of(bring(app, monkeypatch, POINTS))
    # Green has a store in 01604 and in 01605: 90 of 100 people at no distance. Blue has one in 01604, 0.04 degrees (2.9 miles) from 01605
    # and 34.5 miles from 01606: 60 of 100. The third plan's network has no store.
    assert "Of 100 people, 0 to 90 live within 2 miles of a store, by plan." in said
    assert "60 of 100" in said
    assert "cities: 66 of 100 within 2 miles; the law asks 90" in said  # 60 of 90
    assert pictured(app) == ["Of 100 people, 0 to 90 live within 2 miles of a store, by plan."]
