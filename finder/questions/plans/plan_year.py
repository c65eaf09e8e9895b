"""One plan's year for this person, with its ledger: the question behind Plan year."""

from __future__ import annotations

from collections.abc import Sequence

from finder.adjudication.plan_year import YearAtPlan
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.plan_cost import PlanCost
from finder.domain.prescription import Prescription
from finder.questions.plans.compare import for_member, year_of_plans


def plan_year(catalog: Catalog, member: Member, prescriptions: Sequence[Prescription], plan_id: str) -> PlanCost:
    """The year at one plan, unranked (rank 0). Raises Refusal for a plan that the catalog does not have."""
    plan = catalog.plan(plan_id)
    if plan is None:
        raise Refusal([Problem("$.plan_id", f"a plan of this catalog ({catalog.info.covers})", plan_id)])
    formulary = catalog.formulary([plan_id], [prescription.drug.rxcui for prescription in prescriptions])
    return for_member(YearAtPlan(year_of_plans(catalog, member, prescriptions), plan, formulary).cost(), member)
