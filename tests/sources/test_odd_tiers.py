"""Tiers with few or no cost shares: what loads, what is counted, and what a person sees. Never zero."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from finder.documents.comparison import comparison_document
from finder.domain.benefit import BenefitType, Channel
from finder.domain.catalog_check import Oddity
from finder.domain.market import County, PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import DrugCost, PlanCost
from finder.domain.prescription import Prescription
from finder.explain.plans.drugs import unpriced_sentence
from finder.questions.plans.compare import compare_plans
from finder.sources.catalog.audit import audit
from finder.sources.catalog.reading import MarketCatalog
from finder.sources.cms.importer import import_catalog
from tests.sources.small_market import COST, LANDSCAPE_TEXT, PRICE, write_market

BLUE, ELIQUIS = "S0002-003-000", "1364447"  # on tier 3 of the plan's formulary, 4.1451 a tablet for 30 days
NO_SHARE = "0| | | |0| | | |0| | | |0| | | |N|Y"
MAIL_ONLY = "0| | | |0| | | |0| | | |1|10.00|0.00|0.00|N|N"


def imported(folder: Path, *tier_3: str, **texts: str) -> MarketCatalog:
    """The small market with other rows for tier 3 of the Blue plan: each is a days code and the rest of the row."""
    cost = "".join(line + "\n" for line in COST.splitlines() if not line.startswith("S0002|003|000|1|3"))
    cost += "".join(f"S0002|003|000|1|3|{row}\n" for row in tier_3)
    import_catalog(write_market(folder / "files", cost=cost, **texts), 2026, folder / "2026")
    return MarketCatalog(folder / "2026")


def at_blue(catalog: MarketCatalog, days: int, *channels: Channel) -> tuple[PlanCost, DrugCost, dict[str, Any]]:
    drug = catalog.drug(ELIQUIS)
    assert drug is not None
    member = Member("01604", County("25027", "Worcester", "MA"), date(2026, 1, 1), plan_kinds=(PlanKind.PDP,), channels=channels)
    comparison = compare_plans(catalog, member, [Prescription(drug, 2_000 * days, days)])
    cost = comparison.plan_cost(BLUE)
    assert cost is not None
    document = next(plan for plan in comparison_document(comparison)["plans"] if plan["plan_id"] == BLUE)
    return cost, cost.drugs[0], document


def counted(catalog: MarketCatalog) -> dict[Oddity, tuple[str, ...]]:
    wanted = (Oddity.TIER_WITHOUT_COST_SHARE, Oddity.TIER_WITHOUT_MONTHLY_RETAIL_SHARE)
    return {found.oddity: found.examples for found in audit(catalog.folder).found if found.number and found.oddity in wanted}


@pytest.mark.parametrize("rows", [(), (f"1|{NO_SHARE}",), (f"3|{MAIL_ONLY}",)])
def test_a_tier_without_a_share_is_counted_and_its_drugs_have_no_cost(tmp_path: Path, rows: tuple[str, ...]) -> None:
    catalog = imported(tmp_path, *rows)
    assert catalog.info.warnings == {"tier_without_cost_share": 1}
    assert counted(catalog) == {Oddity.TIER_WITHOUT_COST_SHARE: ("S0002-003-000, tier 3",)}
    cost, drug, document = at_blue(catalog, 30, Channel.STANDARD_RETAIL)
    assert (drug.covered, drug.counted, drug.price) == (True, False, None)
    assert cost.total == 12 * 38_70  # the premium alone, and said so
    assert unpriced_sentence(cost) == "Eliquis 5 mg: We can't price this refill. Ask the plan. We counted its full price."
    assert document["drugs"][0]["yearly_cost"] is None
    assert document["not_covered"] == []
    assert document["drugs"][0]["reason"] == "the files give no cost share for such a fill"
    said = (
        "The files give no cost share for such a fill of a drug that the plan lists; the total is without it, "
        "and the all-in cost counts its full price."
    )
    assert said in document["notes"]


def test_a_tier_with_only_mail_shares_is_priced_by_mail_with_a_warning(tmp_path: Path) -> None:
    catalog = imported(tmp_path, f"1|{MAIL_ONLY}")
    assert catalog.info.warnings == {}
    assert counted(catalog) == {Oddity.TIER_WITHOUT_MONTHLY_RETAIL_SHARE: ("S0002-003-000, tier 3",)}
    cost, drug, document = at_blue(catalog, 30, Channel.STANDARD_RETAIL)
    assert (drug.channel, drug.channel_offered) == (Channel.STANDARD_MAIL, False)
    assert cost.drug_cost == 12 * 10_00
    assert document["drugs"][0]["channel"] == "standard_mail"
    said = "At the kinds of pharmacy asked for, the files give no cost share for such a fill; another kind was used."
    assert said in document["notes"]
    _, by_mail, _ = at_blue(catalog, 30, Channel.STANDARD_MAIL)
    assert (by_mail.channel, by_mail.channel_offered) == (Channel.STANDARD_MAIL, True)


def test_a_tier_with_only_ninety_day_shares_has_no_cost_for_thirty_days(tmp_path: Path) -> None:
    catalog = imported(tmp_path, f"2|{MAIL_ONLY}", price=PRICE)
    assert counted(catalog) == {Oddity.TIER_WITHOUT_MONTHLY_RETAIL_SHARE: ("S0002-003-000, tier 3",)}
    cost, drug, _ = at_blue(catalog, 30, Channel.STANDARD_RETAIL, Channel.STANDARD_MAIL)
    assert (drug.covered, drug.counted) == (True, False)
    assert unpriced_sentence(cost) != ""
    cost, drug, _ = at_blue(catalog, 90, Channel.STANDARD_MAIL)
    assert (drug.counted, drug.fills, cost.drug_cost) == (True, 4, 4 * 10_00)


def test_the_defined_standard_benefit_has_the_shares_of_the_law_on_every_tier(tmp_path: Path) -> None:
    # its cost file has a row for tier 1 only, with 15% instead of the law's 25%
    cost = "".join(line + "\n" for line in COST.splitlines() if not line.startswith("S0002"))
    cost += "S0002|003|000|1|1|1|0| | | |2|0.15|0.00|0.00|0| | | |0| | | |N|Y\n"
    old = next(line for line in LANDSCAPE_TEXT.split("\n") if ",S0002,003," in line)
    cells = old.split(",")
    header = LANDSCAPE_TEXT.split("\n")[0].split(",")
    cells[header.index("Drug Benefit Type")] = "Defined Standard"
    files = write_market(tmp_path / "files", cost=cost, landscape=LANDSCAPE_TEXT.replace(old, ",".join(cells)))
    import_catalog(files, 2026, tmp_path / "2026")
    catalog = MarketCatalog(tmp_path / "2026")
    plan = catalog.plan(BLUE)
    assert plan is not None
    assert (plan.design.benefit_type, dict(plan.design.tiers)) == (BenefitType.DEFINED_STANDARD, {})
    assert (dict(catalog.info.warnings), counted(catalog)) == ({}, {})
    at_plan, drug, _ = at_blue(catalog, 30, Channel.STANDARD_RETAIL)
    assert drug.price == 248_71  # 60 x 4.1451
    # two fills in the deductible: 497.42; the third 117.58 to its end and 25% of 131.13: 32.78; nine at 25% of 248.71: 62.18
    assert at_plan.drug_cost == 497_42 + 117_58 + 32_78 + 9 * 62_18
