"""A person's own drug stores: chosen on Find plans, kept in the session file, named in the report."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from finder.documents.session import session_document, write_session
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.domain.session import SavedPerson, SavedSession
from finder.explain.report.assumptions import assumption_sentences
from finder.sources.catalog.reading import open_catalog
from finder.sources.cms.networks import import_networks
from pages.parts.person import networks_of
from tests.pages.test_annual_change_page import set_today, two_years  # noqa: F401
from tests.pages.test_desk import upload
from tests.pages.test_find_plans import APP, give_zip, labeled, list_drug, press
from tests.sources.test_pharmacy_networks import CHAIN, CORNER, write_networks

GONE = "1999999999"


@pytest.fixture
def app(two_years: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: F811
    import_networks(write_networks(tmp_path / "n"), open_catalog(2026), ["MA"], tmp_path / "networks")
    networks_of.clear()
    set_today(monkeypatch, date(2026, 9, 1))
    yield AppTest.from_file(APP, default_timeout=60).run()
    networks_of.clear()


def written(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The session that the Desk would save."""
    kept: list[dict[str, Any]] = []

    def write(session: SavedSession, program: str) -> bytes:
        kept.append(json.loads(json.dumps(session_document(session))))
        return write_session(session, program)

    monkeypatch.setattr("pages.parts.saved.write_session", write)
    app.switch_page("pages/desk.py").run()
    assert not app.exception
    return kept[-1]


def test_the_stores_chosen_are_in_the_session_file_and_in_the_report(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    give_zip(app, "01604")
    list_drug(app, "617311", 30)
    labeled(app.multiselect, "Do you have drug stores").select(CHAIN).run()
    press(app, "Compare plans")
    pages: list[str] = []
    monkeypatch.setattr("pages.parts.report_files.report_html", lambda report, *_, **__: pages.append(_assumptions(report)) or "")
    app.switch_page("pages/report.py").run()
    assert not app.exception
    assert "You buy at this drug store: NPI 1000000002, ZIP 01605." in pages[-1]
    assert written(app, monkeypatch)["people"][0]["pharmacies"] == [CHAIN]
    app.switch_page("pages/find_plans.py").run()
    assert labeled(app.multiselect, "Do you have drug stores").value == [CHAIN]


def _assumptions(report: Any) -> str:
    return "\n".join(assumption_sentences(report.people[0]))


def test_a_session_file_restores_stores_and_names_an_unknown_one(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = open_catalog(2026)
    county = catalog.counties("01604")[0]
    drug = catalog.drug("617311")
    assert drug is not None
    member = _member(county, (CORNER, GONE))
    data = write_session(SavedSession(2026, "01604", county, (SavedPerson(member, [Prescription(drug, 30_000, 30)]),)), "0.1")
    app.switch_page("pages/desk.py").run()
    press(upload(app, "A session file", "s.json", data), "Open this session")
    assert [done.value for done in app.success] == [
        f"Opened the session. We can't find the drug store with NPI {GONE} in the networks on this computer. So we did not set it."
    ]
    assert written(app, monkeypatch)["people"][0]["pharmacies"] == [CORNER]
    app.switch_page("pages/find_plans.py").run()
    assert labeled(app.multiselect, "Do you have drug stores").value == [CORNER]
    press(app, "Compare plans")
    comparison = app.session_state["session"].comparison
    # the corner store is in the network of both plans
    assert {cost.drugs[0].pharmacy for cost in comparison.plans} == {CORNER}


def _member(county: Any, pharmacies: tuple[str, ...], **more: Any) -> Any:
    return Member("01604", county, date(2026, 1, 1), pharmacies=pharmacies, **more)
