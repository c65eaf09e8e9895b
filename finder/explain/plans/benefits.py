"""What a plan's benefit is called in tables: basic or enhanced, and what it covers in the gap, in years that had one."""

from __future__ import annotations

from finder.domain.market import Plan
from finder.explain.messages import say
from finder.explain.words import BENEFITS


def benefit_words(plan: Plan) -> str:
    """``Basic``, ``Enhanced``, or ``Enhanced, in the gap: Generics``."""
    benefit, gap = say(BENEFITS[plan.design.benefit_type]), gap_words(plan)
    return say("{benefit}, in the gap: {gap}", benefit=benefit, gap=gap) if gap else benefit


def gap_words(plan: Plan) -> str:
    """What the plan covers in the gap: as Medicare worded it that year, else by its own shares there; empty where it says nothing."""
    return plan.gap_wording or (say("some drugs") if any(tier.coverage_gap for tier in plan.design.tiers.values()) else "")
