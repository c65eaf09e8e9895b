"""From people to what a caseload needs of each one's answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.caseload import PersonAnswer, Placed, Placing
from finder.domain.helped_plans import PlacementPlans, cost_if_placed
from finder.domain.market import Catalog, County
from finder.domain.plan_cost import Comparison, PlanCost, PremiumSubsidy
from finder.domain.population import Person
from finder.parameters import parameter_set
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.helped_plans import placement_plans
from finder.questions.plans.ranking import drug_plan, may_lead


class Answering:
    """Answers person after person of one catalog, on one day."""

    def __init__(self, catalog: Catalog, today: date | None) -> None:
        self.catalog, self._today = catalog, today
        self._numbers = parameter_set(catalog.info.plan_year)
        self._placement: dict[County, PlacementPlans] = {}

    def of(self, person: Person) -> PersonAnswer:
        """One person's answer. Raises Refusal."""
        return answer_of(person, compared(self.catalog, person, self._today), self._placement_of(person))

    def _placement_of(self, person: Person) -> PlacementPlans | None:
        """The plans of random placement, looked up once for a county; None without Extra Help."""
        if person.level is LowIncomeSubsidy.NONE:
            return None
        if person.county not in self._placement:
            serving = self.catalog.plans_serving(person.county)
            self._placement[person.county] = placement_plans(serving, person.member, self._numbers)
        return self._placement[person.county]


def compared(catalog: Catalog, person: Person, today: date | None) -> Comparison:
    """The comparison as for one person: quicker for some hundreds than the plain engine of many, which works out who pays each claim.
    Raises Refusal."""
    return compare_plans(
        catalog,
        person.member,
        person.prescriptions,
        skip_uncovered=person.skip_uncovered,
        not_counted=person.not_counted,
        outside_part_d=person.outside_part_d,
        today=today,
    )


def answer_of(person: Person, comparison: Comparison, placement: PlacementPlans | None) -> PersonAnswer:
    """What a caseload needs of one answer."""
    advice = comparison.recommendation
    best = comparison.plan_cost(advice.plan_id) if advice.plan_id else None
    current = comparison.current
    return PersonAnswer(
        person=person,
        action=advice.action,
        because=advice.because,
        savings=advice.savings,
        best_id=best.plan.plan_id if best else None,
        best_cost=comparison.figure(best) if best else None,
        current_cost=comparison.figure(current) if current else None,
        at_least=bool(comparison.not_counted) or any(cost.at_least for cost in (best, current) if cost is not None),
        placing=None if placement is None else _placing(comparison, placement),
        estimated=advice.estimated,
    )


def _placing(comparison: Comparison, placement: PlacementPlans) -> Placing | None:
    """Random placement against the best fit among drug plans; None where either is not known, or what Extra Help leaves of its premium."""
    fit = next((cost for cost in _drug_plans_that_lead(comparison) if cost.premium is not None), None)
    if fit is not None and fit.premium_subsidy is PremiumSubsidy.UNKNOWN:
        return None
    picked = [(cost, placement.holds(cost.plan)) for cost in comparison.plans if placement.holds(cost.plan) is not False]
    plans = tuple(
        Placed(cost.plan.plan_id, cost_if_placed(cost), cost.asked - cost.counted, certain=bool(certain)) for cost, certain in picked
    )
    if fit is None or not any(placed.certain for placed in plans):
        return None
    return Placing(plans, fit.plan.plan_id, fit.all_in, fit.asked - fit.counted)


def _drug_plans_that_lead(comparison: Comparison) -> Sequence[PlanCost]:
    leaders = may_lead(comparison.plans, None, skip_uncovered=comparison.skip_uncovered)
    return [cost for cost in leaders if drug_plan(cost)]
