"""What an import knows about joining a plan: whom a special needs plan is for, sanctions, and a health plan's minimum cost."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from finder.documents.comparison import comparison_document
from finder.domain.benefit import Channel
from finder.domain.choosing import MayJoin
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.questions.plans.choosing import joining, plan_warnings
from finder.questions.plans.compare import compare_plans
from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.cms.importer import import_catalog
from tests.small_market import WORCESTER
from tests.sources.small_market import LANDSCAPE_TEXT, PLAN, write_market

GREEN, DUAL, BLUE = "H0001-001-000", "H0001-002-000", "S0002-003-000"
SOMEBODY = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=tuple(PlanKind))


def imported(tmp_path: Path, **texts: str | None) -> MarketCatalog:
    import_catalog(write_market(tmp_path / "files", **texts), 2026, tmp_path / "catalogs" / "2026")
    return open_catalog(2026, tmp_path / "catalogs")


@pytest.mark.parametrize(
    ("code", "snp_type", "why"),
    [
        ("1", "Chronic or Disabling Condition", "chronic_condition"),
        ("2", "Dual-Eligible", "medicaid"),
        ("3", "Institutional", "institution"),
    ],
)
def test_the_plan_file_says_whom_a_special_needs_plan_is_for(tmp_path: Path, code: str, snp_type: str, why: str) -> None:
    plan_file = PLAN.replace("|MA|22170|2|N", f"|MA|22170|{code}|N")
    plan = imported(tmp_path, landscape=None, plan=plan_file).plan(DUAL)
    assert plan is not None
    assert (plan.kind, plan.snp_type) == (PlanKind.SNP, snp_type)
    assert joining(plan, SOMEBODY) == (MayJoin.ASK, why)


@pytest.mark.parametrize(
    ("landscape", "snp_type"), [("Institutional", "Institutional"), ("Not Applicable", "Dual-Eligible"), ("", "Dual-Eligible")]
)
def test_the_landscape_wins_over_the_plan_file(tmp_path: Path, landscape: str, snp_type: str) -> None:
    plan = imported(tmp_path, landscape=LANDSCAPE_TEXT.replace("Dual-Eligible", landscape)).plan(DUAL)
    assert plan is not None
    assert plan.snp_type == snp_type


def test_a_health_plan_without_a_landscape_has_a_minimum_instead_of_a_premium(tmp_path: Path) -> None:
    market = imported(tmp_path, landscape=None)
    facts = {plan.plan_id: (plan.premium, plan.part_d_premium, plan.premium_floor) for plan in market.plans_serving(WORCESTER)}
    # the plan file has 20.00, 35.80 and 38.70: all of a stand-alone plan's premium, the Part D part of a health plan's
    assert facts == {GREEN: (None, 20_00, 20_00), DUAL: (None, 35_80, 35_80), BLUE: (38_70, 38_70, 38_70)}


def test_with_a_landscape_the_minimum_is_the_premium(small: MarketCatalog) -> None:
    plan = small.plan(GREEN)
    assert plan is not None
    assert (plan.premium, plan.part_d_premium, plan.premium_floor) == (1_120_00, 20_00, 1_120_00)


def test_an_unknown_premium_has_no_minimum(tmp_path: Path) -> None:
    plan = imported(tmp_path, landscape=None, plan=PLAN.replace("|20.00|100|", "| |100|")).plan(GREEN)
    assert plan is not None
    assert plan.premium_floor is None


@pytest.mark.parametrize(("said", "sanctioned", "warnings"), [("Yes", True, ("sanctioned",)), ("No", False, ()), ("", None, ())])
def test_sanctions_are_read_from_the_landscape(tmp_path: Path, said: str, sanctioned: bool | None, warnings: tuple[str, ...]) -> None:
    head, green, *others = csv.reader(StringIO(LANDSCAPE_TEXT))
    green[head.index("Sanctioned Plan")] = said
    text = StringIO()
    csv.writer(text).writerows([head, green, *others])
    plan = imported(tmp_path, landscape=text.getvalue()).plan(GREEN)
    assert plan is not None
    assert plan.sanctioned is sanctioned
    assert plan_warnings(plan) == warnings
    assert joining(plan, SOMEBODY).may_join is (MayJoin.ASK if sanctioned else MayJoin.YES)


def notes(market: MarketCatalog, channel: Channel, days_supply: int = 30) -> dict[str, tuple[str, ...]]:
    drug = market.drug("617311")
    assert drug is not None
    listed = [Prescription(drug, days_supply * 1_000, days_supply)]
    comparison = compare_plans(market, replace(SOMEBODY, channels=(channel,)), listed)
    assert all(plan["notes"] for plan in comparison_document(comparison)["plans"] if comparison.plan_cost(plan["plan_id"]).notes)  # type: ignore[union-attr]
    return {cost.plan.plan_id: tuple(note for note in cost.notes if note.startswith("channel_")) for cost in comparison.plans}


def test_a_kind_of_pharmacy_is_called_missing_only_if_another_plan_has_it(small: MarketCatalog) -> None:
    # preferred mail: Green has it for 90 days; the rows of the others say 0 (not offered)
    assert notes(small, Channel.PREFERRED_MAIL, 90) == {GREEN: (), DUAL: ("channel_not_offered",), BLUE: ("channel_not_offered",)}
    assert notes(small, Channel.PREFERRED_MAIL, 30)[GREEN] == ("channel_lacks_supply",)
    # no row of the file has a long-term care pharmacy, so it is unknown
    assert notes(small, Channel.LONG_TERM_CARE) == dict.fromkeys((GREEN, DUAL, BLUE), ("channel_not_in_files",))
    assert notes(small, Channel.STANDARD_RETAIL) == {GREEN: (), DUAL: (), BLUE: ()}


def test_no_plan_of_the_embedded_market_is_said_to_lack_mail(massachusetts: MarketCatalog) -> None:
    drug = massachusetts.drug("617311")
    assert drug is not None
    comparison = compare_plans(massachusetts, replace(SOMEBODY, channels=(Channel.STANDARD_MAIL,)), [Prescription(drug, 30_000, 30)])
    said = {note for plan in comparison_document(comparison)["plans"] for note in plan["notes"]}
    assert any("whether this plan offers them is not known" in note for note in said)
    assert not any("does not offer" in note for note in said)
