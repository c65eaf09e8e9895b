"""Next year as a person meets it: empty, without the next year's plans, with them; the year proposed from October 1; an old catalog."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finder.domain.benefit import LowIncomeSubsidy
from finder.sources.catalog.reading import open_catalog
from finder.sources.cms.importer import import_catalog
from finder.sources.cms.networks import import_networks
from pages.parts.person import networks_of
from tests.pages.test_find_plans import APP, PHONES, give_zip, labeled, list_drug, press, text_of
from tests.sources.small_market import COST, FORMULARY, PLAN, PRICE, write_market
from tests.sources.test_pharmacy_networks import CHAIN, write_networks

PAGE = "pages/annual_change.py"


def set_today(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr("pages.parts.catalog.today", lambda: day)


@pytest.fixture
def two_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """2026 and 2027 of the small market in the user's folder; the Blue plan drops Eliquis and is dearer."""
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    import_catalog(write_market(tmp_path / "2026"), 2026, tmp_path / "catalogs" / "2026")
    plan = PLAN.replace("26000001|38.70|615", "26000003|41.20|640")
    own = [
        line.replace("26000001|", "26000003|") for line in FORMULARY.splitlines() if line.startswith("26000001") and "1364447" not in line
    ]
    following = {
        "plan": plan,
        "formulary": (FORMULARY + "".join(f"{line}\n" for line in own)).replace("|2026|", "|2027|"),
        "price": PRICE.replace("S0002|003|000|00001364447|30|4.1451\n", ""),
        "cost": COST,
        "landscape": None,
    }
    import_catalog(write_market(tmp_path / "2027", **following), 2027, tmp_path / "catalogs" / "2027")


def start(monkeypatch: pytest.MonkeyPatch, day: date) -> AppTest:
    set_today(monkeypatch, day)
    return AppTest.from_file(APP, default_timeout=30).run()


def test_an_empty_page_sends_to_find_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    app = start(monkeypatch, date(2026, 11, 1)).switch_page(PAGE).run()
    assert not app.exception
    assert [title.value for title in app.title] == ["Next year"]
    assert "First find plans for your drugs." in text_of(app)
    assert all(phone in text_of(app) for phone in PHONES)


def test_without_the_next_years_plans_it_says_so_and_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    app = start(monkeypatch, date(2026, 11, 1))
    give_zip(app, "01604")
    list_drug(app, "1364447", 60)
    press(app, "Compare plans").switch_page(PAGE).run()
    assert not app.exception
    said = text_of(app)
    assert "We don't have the plans of 2027 yet" in said
    assert "See them at medicare.gov, or call 1-800-MEDICARE." in said
    assert "finder catalog" not in said  # a command line is for whoever runs the program
    assert not app.selectbox


def test_with_both_years_it_tells_what_is_dropped(two_years: None, monkeypatch: pytest.MonkeyPatch) -> None:
    app = start(monkeypatch, date(2026, 9, 1))
    give_zip(app, "01604")
    list_drug(app, "1364447", 60)
    press(app, "Compare plans").switch_page(PAGE).run()
    assert not app.exception
    choice = labeled(app.selectbox, "Your plan in 2026")
    choice.set_value("S0002-003-000").run()
    said = text_of(app)
    assert "Eliquis 5 mg: the plan drops it in 2027." in said
    assert "$615.00" in said
    assert "$640.00" in said
    assert "from October 15, 2026 to December 7, 2026" in said


def test_from_october_1_the_next_year_is_shown_first_where_it_is_there(two_years: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert labeled(start(monkeypatch, date(2026, 9, 30)).selectbox, "Plan year").value == 2026
    after = start(monkeypatch, date(2026, 10, 1))
    assert labeled(after.selectbox, "Plan year").value == 2027
    assert "We don't have the plans of" not in text_of(after)


def test_from_october_1_a_missing_next_year_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    before = start(monkeypatch, date(2026, 9, 30))
    assert "We don't have the plans of" not in text_of(before)
    after = start(monkeypatch, date(2026, 10, 1))
    assert labeled(after.selectbox, "Plan year").value == 2026
    assert "We don't have the plans of 2027 yet. You see those of 2026." in text_of(after)


@pytest.mark.parametrize("page", ["pages/find_plans.py", PAGE, "pages/rights.py", "pages/benefit_year.py"])
def test_an_old_catalog_is_said_on_every_page(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    # the catalog that comes with the program is of September 1, 2026; 100 days later is December 10
    fresh = start(monkeypatch, date(2026, 12, 10)).switch_page(page).run()
    assert "days old" not in text_of(fresh)
    old = start(monkeypatch, date(2026, 12, 11)).switch_page(page).run()
    assert "These plans are 101 days old (of September 1, 2026)." in text_of(old)


def test_own_drug_stores_are_asked_only_where_there_are_networks(two_years: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    networks_of.clear()
    app = give_zip(start(monkeypatch, date(2026, 9, 1)), "01604")
    assert not app.multiselect
    import_networks(write_networks(tmp_path / "n"), open_catalog(2026), ["MA"], tmp_path / "networks")
    networks_of.clear()
    app = give_zip(start(monkeypatch, date(2026, 9, 1)), "01604")
    list_drug(app, "617311", 30)
    labeled(app.multiselect, "Do you have drug stores").select(CHAIN).run()
    press(app, "Compare plans")
    assert not app.exception
    # the chain is in the network of the Green plan alone
    comparison = app.session_state["session"].comparison
    priced_at = {cost.plan.plan_id: (cost.drugs[0].pharmacy, cost.drugs[0].in_network) for cost in comparison.plans}
    assert priced_at == {"H0001-001-000": (CHAIN, True), "S0002-003-000": ("", False)}
    assert "None of your stores is in this plan's network." in text_of(app)
    networks_of.clear()


def test_with_extra_help_it_says_whether_medicare_moves_the_person(two_years: None, monkeypatch: pytest.MonkeyPatch) -> None:
    app = start(monkeypatch, date(2026, 9, 1))
    give_zip(app, "01604")
    list_drug(app, "617311", 30)
    press(app, "Compare plans").switch_page(PAGE).run()
    assert "Will Medicare move me?" not in text_of(app)  # no Extra Help
    session = app.session_state["session"]
    session.asked = (replace(session.asked[0], low_income_subsidy=LowIncomeSubsidy.FULL_OTHER), session.asked[1])
    labeled(app.selectbox, "Your plan in 2026").set_value("S0002-003-000").run()
    assert not app.exception
    assert labeled(app.radio, "Who picked the plan").value == "I'm not sure"
    assert "Will Medicare move me?" in text_of(app)


def test_without_the_next_years_plans_the_letter_tells_a_person_with_extra_help(monkeypatch: pytest.MonkeyPatch) -> None:
    app = start(monkeypatch, date(2026, 11, 1))
    give_zip(app, "01604")
    list_drug(app, "1364447", 60)
    press(app, "Compare plans").switch_page(PAGE).run()
    assert not app.number_input  # no Extra Help
    session = app.session_state["session"]
    session.asked = (replace(session.asked[0], low_income_subsidy=LowIncomeSubsidy.FULL_OTHER), session.asked[1])
    app.run()
    labeled(app.radio, "Who picked the plan").set_value("Medicare did")
    labeled(app.number_input, "What you pay of it").set_value(3.1).run()
    assert not app.exception
    assert "Medicare may move you: in 2027 your plan costs $3.10 a month more than Extra Help pays." in text_of(app)
