"""What a claim costs before anyone's share."""

from __future__ import annotations

from finder.domain.money import Cents
from finder.rules.registry import law


@law
def negotiated_price(ingredient_cost: Cents, dispensing_fee: Cents, sales_tax: Cents) -> Cents:
    """The price is what the pharmacy receives: ingredient cost, dispensing fee and sales tax. 42 CFR 423.100."""
    return ingredient_cost + dispensing_fee + sales_tax


@law
def at_least_the_floor_price(negotiated: Cents, floor_price: Cents) -> Cents:
    """A fill costs at least the floor price that plan and pharmacy agreed on. CMS public use file, pharmacy networks (FLOOR_PRICE)."""
    return max(negotiated, floor_price)


@law
def lesser_of_usual_and_customary(negotiated: Cents, usual_and_customary: Cents) -> Cents:
    """When the pharmacy's usual and customary price is lower than the negotiated price, it is the price. CMS practice
    (74 FR 54666)."""
    return min(negotiated, usual_and_customary)


@law
def out_of_network_differential(usual_and_customary: Cents, allowance: Cents) -> Cents:
    """What a pharmacy outside the network charges above the plan's allowance (its negotiated price) stays with the enrollee, beside the
    cost sharing, and counts as out-of-pocket cost. 42 CFR 423.124(b), 423.100."""
    return max(usual_and_customary - allowance, 0)


@law
def not_covered(price: Cents) -> Cents:
    """A drug that the plan does not cover is paid in full by the enrollee and counts toward nothing. 42 CFR 423.100."""
    return price


@law
def cash_below_negotiated_price(amount: Cents, negotiated: Cents, documented: bool, in_network: bool, owes_whole_price: bool) -> Cents:
    """A documented cash purchase at a network pharmacy, below the negotiated price, counts while the enrollee owes the whole price
    (deductible, or the gap of a basic plan); otherwise it counts toward nothing. 42 CFR 423.308 (74 FR 1544)."""
    return amount if documented and in_network and owes_whole_price and amount < negotiated else 0


@law
def patient_assistance_copay(amount: Cents, documented: bool) -> Cents:
    """Of a manufacturer's patient assistance only the enrollee's own documented nominal copay counts; the assistance never
    does. 42 CFR 423.308 (74 FR 1544)."""
    return amount if documented else 0
