"""A time to join a plan, a start and a late fee, as commands write them."""

from __future__ import annotations

from typing import Any

from finder.documents.fields import iso_or_null
from finder.domain.losing_coverage import LateFee, Return, WayIn
from finder.domain.money import dollars


def way_entry(way: WayIn) -> dict[str, Any]:
    """A time to join. ``through`` and ``latest`` are null where it comes back; ``taken_over``: by the days of the last year known."""
    rule = way.rule
    return {
        "door": way.door.key,
        "from": way.first.isoformat(),
        "through": iso_or_null(way.last),
        "taken_over": way.taken_over,
        "soonest": return_entry(way.soonest),
        "latest": way.latest and return_entry(way.latest),
        "citation": rule.citation if rule else "42 CFR 423.38(b)",
        "status": rule.status if rule else "confirmed",
    }


def return_entry(back: Return) -> dict[str, Any]:
    """A start, the gap before it, and what that adds to the late fee."""
    return {
        "asked": back.asked.isoformat(),
        "starts": back.starts.isoformat(),
        "days_without": back.days_without,
        "reaches_gate": back.reaches_gate,
        "uncovered_months": back.uncovered_months,
        "added_late_fee": fee_entry(back.fee),
    }


def fee_entry(fee: LateFee) -> dict[str, Any]:
    """A late fee in a year. ``projected``: by the last base premium known."""
    return {"a_month": dollars(fee.a_month), "a_year": dollars(fee.a_year), "year": fee.year, "projected": fee.projected}
