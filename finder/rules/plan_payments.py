"""What Medicare pays a drug plan: the bid behind a premium, the direct subsidy, rebates, and shared gains and losses."""

from __future__ import annotations

from finder.domain.money import BasisPoints, Cents, ratio_half_up, share_of
from finder.rules.registry import law


@law
def standardized_bid(basic_premium: Cents, base_premium: Cents, average_bid: Cents) -> Cents:
    """A basic premium is the base beneficiary premium and what the plan's bid is above the national average, or less what it is below. 42
    USC 1395w-113(a)(1)(B)."""
    return basic_premium - base_premium + average_bid


@law
def direct_subsidy(bid: Cents, risk: BasisPoints, basic_premium: Cents) -> Cents:
    """Each month Medicare pays a plan its standardized bid, adjusted for the person's health, less the basic premium. 42 USC
    1395w-115(a)(1)."""
    return share_of(bid, risk) - basic_premium


@law
def rebates_of_reinsurance(rebates: Cents, reinsurance: Cents, drug_costs: Cents) -> Cents:
    """Reinsurance is paid of costs actually paid, so rebates lower it by its part of the drug costs. 42 CFR 423.308."""
    return ratio_half_up(rebates * reinsurance, drug_costs) if drug_costs else 0


@law
def risk_corridor(target: Cents, costs: Cents, first: BasisPoints, second: BasisPoints, between: BasisPoints, beyond: BasisPoints) -> Cents:
    """Of what a plan's costs are above its target Medicare pays a part past the first threshold and a larger part past the second; of what
    they are below it the plan pays back the same. 42 CFR 423.336(b)."""
    missed = abs(costs - target)
    near, far = share_of(target, first), share_of(target, second)
    shared = share_of(min(max(missed - near, 0), far - near), between) + share_of(max(missed - far, 0), beyond)
    return shared if costs > target else -shared
