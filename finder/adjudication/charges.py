"""A claim as integers: what a plan is charged for a fill, and the shares that apply."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from finder.adjudication.shares import ClaimShares, FillKind, kind_of
from finder.domain.benefit import NO_LIMIT, Channel, CostShare, ShareKind
from finder.domain.claim import NO_PRICE, Claim, OtherPayer, OutsideKind, PaidOutside
from finder.domain.money import Cents
from finder.rules.price import lesser_of_usual_and_customary, out_of_network_differential
from finder.rules.price_basis import actual_cost

BY_THE_PLAN = PaidOutside(OutsideKind.CASH, NO_PRICE, documented=False, network_pharmacy=False)
"""In place of a purchase without the plan. Its amount is below 0."""
_NOTHING = CostShare(ShareKind.COPAY, 0)
_NO_SHARES = ClaimShares(_NOTHING, _NOTHING, NO_LIMIT, False, False, False, False, False, NO_LIMIT, NO_LIMIT, False)
"""Of a claim that the plan does not cover."""


class Charge(NamedTuple):
    """A fill as the plan is charged for it.

    ``shares``: the shares that apply.
    ``price``, ``fee``: the price, and the dispensing fee within it.
    ``selected``: whether Medicare has set the drug's price.
    ``above_allowance``: what an out-of-network pharmacy charges above the plan's allowance.
    ``others``: payers after Part D, in order. Compiled code takes at least one; who pays at most 0 cents changes nothing.
    ``outside``: a purchase without the plan, whose ``price`` is the negotiated one.
    """

    shares: ClaimShares
    price: Cents
    fee: Cents
    selected: bool
    above_allowance: Cents = 0
    others: tuple[OtherPayer, ...] = ()
    covered: bool = True
    outside: PaidOutside = BY_THE_PLAN


def is_outside(charge: Charge) -> bool:
    """Whether the plan shares nothing of it: a drug that it does not cover, or a purchase without it."""
    return not charge.covered or charge.outside.amount >= 0


def charge_of(claim: Claim, shares_of: Callable[[FillKind], ClaimShares]) -> Charge:
    """The charge of a claim. ``shares_of`` looks up the shares of a covered one."""
    covered, price = claim.covered, price_of(claim)
    shares = shares_of(kind_of(claim)) if covered else _NO_SHARES
    if claim.paid_outside is not None:
        return Charge(shares, claim.negotiated_price, 0, claim.selected_drug, covered=covered, outside=claim.paid_outside)
    above = out_of_network_differential(price, claim.negotiated_price) if covered else 0
    return Charge(shares, price, claim.dispensing_fee, claim.selected_drug, above, claim.other_payers, covered)


def price_of(claim: Claim) -> Cents:
    """The price of the fill: out of network the pharmacy's own price, if given; in network the lesser of the two."""
    price, customary = claim.negotiated_price, claim.usual_and_customary
    if customary == NO_PRICE:
        return price
    in_network = is_in_network(claim)
    return lesser_of_usual_and_customary(price, customary) if in_network else actual_cost(price, customary, in_network)


def is_in_network(claim: Claim) -> bool:
    """Whether the fill is bought at a pharmacy of the plan's network."""
    return claim.channel is not Channel.OUT_OF_NETWORK
