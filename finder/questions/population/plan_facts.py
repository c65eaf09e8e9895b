"""What the plans of a place cost and say to people of one kind before any drug: premiums, deductible, warnings, who may join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from finder.adjudication.all_in import own_deductible
from finder.adjudication.many_years import Integers
from finder.adjudication.plan_year import monthly_at, of_months
from finder.adjudication.shared_year import YearOfPlans
from finder.adjudication.terms import plan_year_terms
from finder.domain.choosing import Joining
from finder.domain.market import Plan
from finder.domain.money import Cents
from finder.domain.plan_cost import PremiumSubsidy
from finder.questions.plans.choosing import joining, plan_warnings


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Each field has an entry for each plan, over the months covered.

    ``paid``: all that is paid beside the drugs.
    ``unsure``: how much of the premium may fall away.
    ``endless``: where nothing bounds the premium.
    ``joining``: as somebody may join who is in none of the plans.
    """

    plans: tuple[Plan, ...]
    places: dict[str, int]
    premium: tuple[Cents | None, ...]
    premium_low: tuple[Cents | None, ...]
    part_d_premium: tuple[Cents | None, ...]
    premium_subsidy: tuple[PremiumSubsidy, ...]
    late_enrollment_penalty: tuple[Cents, ...]
    income_related_premium: tuple[Cents, ...]
    deductible: tuple[Cents, ...]
    joining: tuple[Joining, ...]
    warnings: tuple[tuple[str, ...], ...]
    paid: Integers
    unsure: Integers
    endless: Integers


def facts_of_plans(plans: Sequence[Plan], shared: YearOfPlans) -> PlanFacts:
    """The facts of plans to people as the one of ``shared``, whatever their lists. Raises Refusal for an income bracket that the year
    lacks."""
    member, months = shared.member, shared.member.months_covered
    in_none = replace(member, current_plan=None)
    monthly = [monthly_at(plan, member, shared.numbers) for plan in plans]
    premiums = [one.premiums for one in monthly]
    terms = [plan_year_terms(shared.year, plan.design, shared.subsidy, shared.choices) for plan in plans]
    return PlanFacts(
        plans=tuple(plans),
        places={plan.plan_id: place for place, plan in enumerate(plans)},
        premium=tuple(of_months(one.premium, months) for one in premiums),
        premium_low=tuple(of_months(one.least, months) for one in monthly),
        part_d_premium=tuple(of_months(one.part_d_premium, months) for one in premiums),
        premium_subsidy=tuple(one.subsidy for one in premiums),
        late_enrollment_penalty=tuple(one.late_enrollment_penalty * months for one in premiums),
        income_related_premium=tuple(one.income_related * months for one in premiums),
        deductible=tuple(map(own_deductible, terms)),
        joining=tuple(joining(plan, in_none) for plan in plans),
        warnings=tuple(map(plan_warnings, plans)),
        paid=np.array([one.paid * months for one in monthly], np.int64),
        unsure=np.array([one.unsure * months for one in monthly], np.int64),
        endless=np.array([one.premium is None for one in premiums], np.bool_),
    )
