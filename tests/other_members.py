"""For each field of a person, another value: what a key of a kept answer must tell apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.choosing import SpecialNeed
from finder.domain.claim import OtherPayerKind
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.other_help import OtherHelp
from tests.small_market import HAMPDEN, RICH_PDP

HELP = OtherHelp(OtherPayerKind.EMPLOYER, 1_00, 15_00, 10_00)
CHANGES: dict[str, tuple[object, ...]] = {
    "zip_code": ("01605",),
    "county": (HAMPDEN,),
    "coverage_start": (date(2026, 2, 1),),
    "low_income_subsidy": (LowIncomeSubsidy.FULL_OTHER,),
    "uncovered_months": (10,),
    "channels": ((Channel.STANDARD_RETAIL,),),
    "plan_kinds": ((PlanKind.PDP, PlanKind.MA_PD),),
    "current_plan": (RICH_PDP.plan_id,),
    "income_bracket": (1,),
    "gross_drug_cost_to_date": (700_00,),
    "troop_to_date": (600_00,),
    "alphabetical": (False,),
    "pharmacies": (("1000000001",),),
    "health_plans_chosen": (True,),
    "special_needs": ((SpecialNeed.MEDICAID,),),
    "other_help": (HELP, HELP._replace(kind=OtherPayerKind.CHARITY), *(HELP._replace(**{name: 99}) for name in OtherHelp._fields[1:])),
}


def others_than(member: Member) -> Iterator[tuple[str, Member]]:
    """The same person with one field changed, for each field there is. A new field of ``Member`` fails here until it has a value."""
    assert set(CHANGES) == {field.name for field in fields(Member)}
    for name, values in CHANGES.items():
        for value in values:
            yield name, replace(member, **{name: value})  # type: ignore[arg-type]
