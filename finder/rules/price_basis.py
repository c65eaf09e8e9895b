"""Which price counts: in or out of the network, as the pharmacy receives it or as the plan is charged; and the year of a fill."""

from __future__ import annotations

from datetime import date

from finder.domain.money import BasisPoints, Cents, share_of
from finder.domain.months import last_of_month
from finder.rules.registry import law


@law
def actual_cost(negotiated: Cents, usual_and_customary: Cents, in_network: bool) -> Cents:
    """The cost that counts is the negotiated price at a network pharmacy and the usual and customary price outside the network. 42 CFR
    423.100, 423.124(a)."""
    return negotiated if in_network else usual_and_customary


@law
def lock_in_price(pass_through: Cents, spread: BasisPoints) -> Cents:
    """A lock-in price is what the plan pays its drug manager: what the pharmacy receives and the manager's spread. 42 CFR 423.100 (73 FR
    28563)."""
    return pass_through + share_of(pass_through, spread)


@law
def premium_part_of_spread(spread: Cents, part: BasisPoints) -> Cents:
    """A spread that is paid as administrative cost enters the bid, of which enrollees pay about a quarter in premiums and the government
    the rest. CMS estimate (73 FR 28565)."""
    return share_of(spread, part)


@law
def in_coverage_year(dispensed: date, paid: date, months: int) -> bool:
    """A fill belongs to the calendar year in which it was dispensed if its claim and payment are made within three months after that
    year. 42 CFR 423.308."""
    return paid <= last_of_month(date(dispensed.year + 1, months, 1))
