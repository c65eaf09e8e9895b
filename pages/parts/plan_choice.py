"""The choice of one plan among those compared."""

from __future__ import annotations

from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison, PlanCost
from finder.explain.messages import mark, say
from finder.explain.words import plan_name
from pages.parts.screen import st
from pages.parts.session import Session

_LEAST, _MOST = 2, 4
_NONE = ""
_NO_PLAN = mark("No plan")


def _ranked_names(comparison: Comparison) -> dict[str, str]:
    """Each plan's id with its rank and name."""
    return {cost.plan.plan_id: say("{rank}. {plan}", rank=cost.rank, plan=plan_name(cost.plan)) for cost in comparison.plans}


def chosen_cost(session: Session) -> PlanCost | None:
    """The year of the plan that was looked at, else of the first; None before a comparison."""
    compared = session.comparison
    return None if compared is None else compared.plan_cost(session.chosen_plan) or compared.plans[0]


def choose_plan(session: Session, comparison: Comparison) -> str:
    """The id of the plan to show: the one asked for on Find plans, else the first of the best, until another is chosen here."""
    words = _ranked_names(comparison)
    plan_ids = list(words)
    first = plan_ids.index(session.chosen_plan if session.chosen_plan in words else comparison.best[0].plan.plan_id)
    key = session.key("chosen-plan")
    session.chosen_plan = st.selectbox(say("Plan"), plan_ids, first, words.__getitem__, key=key)
    return session.chosen_plan


def choose_plans(session: Session, comparison: Comparison) -> list[str]:
    """Two to four plans: the first two of the best until others are chosen, the current plan third where there is one."""
    words = _ranked_names(comparison) | {_NONE: say(_NO_PLAN)}
    ranked = [cost.plan.plan_id for cost in comparison.plans]
    best = [cost.plan.plan_id for cost in comparison.best[:_LEAST]]
    current = comparison.recommendation.current_plan_id
    first = list(dict.fromkeys([*best, *([current] if current in words else [])]))
    chosen = []
    for place in range(_MOST):
        options = ranked if place < _LEAST else [_NONE, *ranked]
        preset = options.index(first[place]) if place < len(first) else 0
        key = session.key(f"side-{place}")
        chosen.append(
            st.selectbox(say("Plan {place}", place=place + 1), options, preset, words.__getitem__, key=key, persist_state="session")
        )
    return list(dict.fromkeys(plan_id for plan_id in chosen if plan_id != _NONE))


def choose_plan_of_year(session: Session, catalog: Catalog, member: Member) -> str:
    """The id of one of the plans of a year that serve the person's county: their own first, else the one last looked at."""
    words = {plan.plan_id: plan_name(plan) for plan in catalog.plans_serving(member.county)}
    plan_ids = sorted(words, key=lambda plan_id: (words[plan_id].casefold(), plan_id))
    first = next((plan_ids.index(known) for known in (member.current_plan, session.chosen_plan) if known in words), 0)
    year = catalog.info.plan_year
    return st.selectbox(say("Your plan in {year}", year=year), plan_ids, first, words.__getitem__, key=session.key(f"plan-of-{year}"))
