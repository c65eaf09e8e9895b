"""The same fills at two prices: what the pharmacy receives (pass-through), and what a drug manager charges the plan (lock-in)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finder.adjudication.engine import adjudicate_year
from finder.adjudication.terms import PlanYearTerms
from finder.domain.benefit import Phase
from finder.domain.claim import Ledger
from finder.domain.money import BasisPoints, Cents
from finder.rules.price_basis import lock_in_price


class TwoPrices(NamedTuple):
    """A year at both prices, and the spread between them over all covered claims, in cents."""

    pass_through: Ledger
    lock_in: Ledger
    spread: Cents


def at_two_prices(terms: PlanYearTerms, ledger: Ledger, spread: BasisPoints) -> TwoPrices:
    """Adjudicate the claims of a ledger again with each price raised by the spread; claims outside the plan keep theirs."""
    dearer = [
        row.claim._replace(negotiated_price=lock_in_price(row.claim.negotiated_price, spread))
        if row.claim.covered and row.claim.paid_outside is None
        else row.claim
        for row in ledger.rows
    ]
    locked = adjudicate_year(terms, dearer, ledger.opening)
    return TwoPrices(ledger, locked, sum(row.price for row in locked.rows) - sum(row.price for row in ledger.rows))


def phase_dates(ledger: Ledger) -> dict[Phase, date]:
    """The day of the first claim in each phase."""
    found: dict[Phase, date] = {}
    for row in ledger.rows:
        for segment in row.segments:
            found.setdefault(segment.phase, row.claim.date)
    return found
