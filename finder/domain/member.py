"""The person of a comparison: where, from when, with which help, and what they would accept. No name, birth date or number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.choosing import SpecialNeed
from finder.domain.market import County, PlanKind
from finder.domain.money import Cents
from finder.domain.other_help import OtherHelp


@dataclass(frozen=True, slots=True)
class Member:
    """``coverage_start`` is the first of a month. ``uncovered_months`` are those of the late enrollment penalty; ``income_bracket`` is 0
    or the
    tier of the income-related amount. ``channels`` are the kinds of pharmacy the person would use, ``year_to_date`` what had run up
    before. ``pharmacies`` are those that the person would use, by NPI; none means any of the kinds in ``channels``. ``special_needs`` are
    those that the person has of the ones that special needs plans are for; None where nobody asked. ``health_plans_chosen`` says that the
    person asked to see health plans, and did not just leave a default. ``other_help`` pays after the plan; None: nobody does."""

    zip_code: str
    county: County
    coverage_start: date
    low_income_subsidy: LowIncomeSubsidy = LowIncomeSubsidy.NONE
    uncovered_months: int = 0
    channels: tuple[Channel, ...] = (Channel.PREFERRED_RETAIL, Channel.STANDARD_RETAIL)
    plan_kinds: tuple[PlanKind, ...] = (PlanKind.PDP, PlanKind.MA_PD)
    current_plan: str | None = None
    income_bracket: int = 0
    gross_drug_cost_to_date: Cents = 0
    troop_to_date: Cents = 0
    alphabetical: bool = True
    pharmacies: tuple[str, ...] = ()
    health_plans_chosen: bool = False
    special_needs: tuple[SpecialNeed, ...] | None = None
    other_help: OtherHelp | None = None

    @property
    def months_covered(self) -> int:
        """Months from the start of coverage to the year's end."""
        return 13 - self.coverage_start.month

    @property
    def sees_health_plans(self) -> bool:
        """Whether a health plan may lead the answer: the person chose them, or asked for no drug plans at all."""
        return self.health_plans_chosen or PlanKind.PDP not in self.plan_kinds
