"""Pages that ask for a year of the law, beside a catalog of a year that the law's numbers do not reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finder.sources.catalog.look import one_look
from pages.parts import catalog
from tests.pages.test_find_plans import APP, labeled

LATER = 2095


@pytest.fixture
def later_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalog of a year that no rule knows, beside those that come with the program; these pages only look at its name."""
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    (tmp_path / "catalogs" / str(LATER)).mkdir(parents=True)


@pytest.mark.parametrize("page", ["price_basis", "benefit_year", "medication_therapy"])
def test_a_page_proposes_the_latest_year_that_the_rules_know(later_year: None, page: str) -> None:
    app = AppTest.from_file(APP, default_timeout=30).run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert not app.error
    year = labeled([*app.selectbox, *app.select_slider], "Year")
    assert str(LATER) not in year.options
    assert year.value == 2026  # the latest real catalog that comes with the program


def test_a_page_looks_at_the_disk_once_for_each_question_and_the_next_page_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    opened = catalog.open_catalog
    monkeypatch.setattr(catalog, "open_catalog", lambda year, **options: (looked.append(year), opened(year, **options))[1])
    for looks in (1, 2):
        with one_look(), one_look():
            assert catalog.catalog_of(2026) is catalog.catalog_of(2026)
        assert looked == [2026] * looks
    catalog.catalog_of(2026)
    catalog.catalog_of(2026)
    assert looked == [2026] * 4  # no page is drawn: nothing is kept


def test_extra_help_begins_with_that_year_too(later_year: None) -> None:
    app = AppTest.from_file(APP, default_timeout=30).run()
    app.switch_page("pages/extra_help.py").run()
    assert not app.exception
    assert not app.error
    assert app.selectbox[0].value == 2026
