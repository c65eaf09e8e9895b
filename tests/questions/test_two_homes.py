"""Two homes: the absence clock on both sides (T15), the plan's area, the stores near both places, refills of 30 and 90 days, refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from finder.documents.commands import ask
from finder.domain.errors import Refusal
from finder.domain.market import PlanKind
from finder.domain.rights import AwayPlan
from finder.domain.two_homes import Place, StoresNear, TimeAway
from finder.explain.explainers import two_homes as words
from finder.explain.kit.section import Table, texts
from finder.questions.explainers.two_homes import same_region, two_homes
from finder.questions.plans.two_homes import serves
from finder.sources.catalog.pharmacy_networks import PharmacyNetworks
from finder.sources.catalog.reading import MarketCatalog
from finder.sources.cms.networks import import_networks
from tests.reading import grade
from tests.small_market import ADVANTAGE, CHEAP_PDP, HAMPDEN, MERRIMACK, WORCESTER, SmallMarket
from tests.sources.test_pharmacy_networks import catalog, write_networks

__all__ = ["catalog"]
MASSACHUSETTS, FLORIDA = Place("01604", ("MA",)), Place("33009", ("FL",))


def away(leaves: str, back: str | None, **more: Any) -> dict[str, Any]:
    document = {"plan_year": 2026, "zip": "01604", "away_zip": "33009", "leaves_on": leaves, "back_on": back, **more}
    answer: dict[str, Any] = ask("two-homes", {name: value for name, value in document.items() if value is not None})
    return answer


@pytest.mark.parametrize(
    ("back", "back_by", "out"),
    [
        ("2027-01-15", None, None),  # T15: twelve months to the day are within the limit
        ("2027-01-16", "2027-01-15", "2027-02-01"),
        (None, "2027-01-15", "2027-02-01"),
    ],
)
def test_a_drug_plan_allows_twelve_months(back: str | None, back_by: str | None, out: str | None) -> None:
    answer = away("2026-01-15", back)
    assert (answer["in_area"], answer["longest"], answer["back_by"], answer["out_on"]) == (False, "2027-01-15", back_by, out)


@pytest.mark.parametrize(
    ("back", "more", "back_by"),
    [
        ("2026-07-15", {}, None),
        ("2026-07-16", {}, "2026-07-15"),
        ("2026-07-16", {"travel_benefit": True}, None),
    ],
)
def test_a_health_plan_allows_six_months_or_twelve_with_a_travel_benefit(back: str, more: dict[str, Any], back_by: str | None) -> None:
    answer = away("2026-01-15", back, plan_kind="MA-PD", **more)
    assert (answer["in_area"], answer["back_by"]) == (None, back_by)
    assert any("Ask the plan." in sentence for sentence in answer["says"])


def test_in_the_same_region_nobody_counts() -> None:
    # Connecticut, Massachusetts, Rhode Island and Vermont are one region (02)
    answer = away("2026-01-15", "2027-06-01", away_zip="02903")
    assert (answer["in_area"], answer["longest"], answer["back_by"], answer["dates"]) == (True, None, None, [])
    assert answer["says"][0] == "Your plan's area holds both places. Nobody counts the time away."


def test_regions_that_are_not_known_are_not_guessed() -> None:
    assert same_region(MASSACHUSETTS, FLORIDA) is False
    assert same_region(MASSACHUSETTS, Place("00901", ("PR",))) is None
    assert same_region(MASSACHUSETTS, Place("00000", ("MA", "NH"))) is None


def test_refills_fall_where_a_supply_has_run_out() -> None:
    # October 20 + 90 days: 11 left in October, 30, 31, 18 in January; + 90: 13, 28, 31, 18 in April
    refills = {one["days_supply"]: one["dates"] for one in away("2026-10-20", "2027-04-20")["refills"]}
    assert refills[90] == ["2027-01-18", "2027-04-18"]
    assert (len(refills[30]), refills[30][0]) == (6, "2026-11-19")  # 182 days away: 30 to 180
    back_that_day = away("2026-10-20", "2027-01-18")["refills"][1]
    assert back_that_day["dates"] == []  # the refill is at home


def test_stores_near_both_places(catalog: MarketCatalog, tmp_path: Path) -> None:
    import_networks(write_networks(tmp_path / "n"), catalog, ["MA"], tmp_path / "networks")
    networks = PharmacyNetworks(2026)
    # the Green plan has the corner store in 01604 and the chain, preferred, in 01605; the mail pharmacy is no store
    assert networks.stores_near("H0001-001-000", "01604") == StoresNear(known=2, in_network=2, preferred=1, in_zip=1)
    assert networks.stores_near("S0002-003-000", "01605") == StoresNear(known=2, in_network=1, preferred=0, in_zip=0)
    assert networks.stores_near("H0001-001-000", "33009") is None  # no store of Florida was imported
    assert networks.stores_near("X0000-000-000", "01604") is None
    answer = away("2026-10-20", "2027-04-20", plan_id="H0001-001-000")
    assert answer["stores"] == {"home": {"known": 2, "in_network": 2, "preferred": 1, "in_zip": 1}, "away": None}


def test_a_health_plan_reaches_the_places_that_it_serves() -> None:
    market = SmallMarket()
    assert serves(market, ADVANTAGE, [WORCESTER]) is True
    assert serves(market, ADVANTAGE, [HAMPDEN]) is False
    assert serves(market, ADVANTAGE, [HAMPDEN, WORCESTER]) is None  # it depends on the county
    assert serves(market, ADVANTAGE, [MERRIMACK]) is None  # the catalog has no plans of New Hampshire
    assert serves(market, None, [WORCESTER]) is None


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"leaves_on": "2005-01-01"}, "$.leaves_on: expected a day from 2006"),
        ({"back_on": "2026-01-14"}, "$.back_on: expected a day from 2026-01-15"),
        ({"back_on": "2029-01-16"}, "$.back_on: expected a day from 2026-01-15 to 2029-01-15"),
        ({"away_zip": "00000"}, "$.away_zip: expected a ZIP code that we know"),
        ({"plan_id": "S9999-001-000"}, "$.plan_id: expected a plan of 2026"),
    ],
)
def test_what_cannot_be_is_refused(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask("two-homes", {"plan_year": 2026, "zip": "01604", "away_zip": "33009", "leaves_on": "2026-01-15", **document})
    assert problem in str(refused.value)


@pytest.mark.parametrize("kind", AwayPlan)
@pytest.mark.parametrize("back", [None, date(2026, 3, 1), date(2028, 1, 1)])
def test_what_is_said_is_easy_to_read(kind: AwayPlan, back: date | None) -> None:
    plan = CHEAP_PDP if kind is AwayPlan.DRUG_PLAN else replace(CHEAP_PDP, kind=PlanKind.MA_PD)
    there = FLORIDA._replace(stores=StoresNear(10, 5, 2, 1))
    answer = two_homes(TimeAway(MASSACHUSETTS, there, date(2026, 1, 15), back, kind, plan))
    said = "\n".join([words.INTRO, *texts(words.answer_sections(answer)[:-1])])
    assert grade(said) <= 6, said


def test_a_year_whose_rule_was_not_read_shows_no_date() -> None:
    answer = two_homes(TimeAway(MASSACHUSETTS, FLORIDA, date(2009, 1, 15), None, AwayPlan.DRUG_PLAN))
    assert (answer.unread, answer.clock) == (True, ())
    assert words.headline(answer) == "We have not read that year's rule, so we show no date."


def test_plans_with_stores_at_both_places() -> None:
    near = StoresNear(10, 5, 2, 1)
    (table,) = words.plans_table([(CHEAP_PDP, near, near._replace(in_network=3)), (ADVANTAGE, near, None)])
    assert isinstance(table, Table)
    assert table.rows == (("Cheap Premium Rx. Basic.", "5", "3"), ("Advantage With Drugs. Basic.", "5", "not known"))
    assert words.plans_table([(CHEAP_PDP, near, None)]) == ()
