"""Prescriptions to fills: on which days of a plan year a list is filled."""

from __future__ import annotations

from datetime import date, timedelta

from finder.domain.benefit import DAYS_OF_A_MONTHS_SUPPLY
from finder.domain.prescription import Fill, Prescription

_MONTHS = 12
_SHORTEST_MONTH_SUPPLY = 28  # pens and patches packed for four weeks are filled once a month, as the official finder counts them


def fills_of(prescription: Prescription, plan_year: int, first_month: int) -> tuple[Fill, ...]:
    """The fills of the months covered: the dates given; else ``fills_per_year`` spread evenly; else one per days' supply on the first of a
    month. Supplies shorter than four weeks are filled again when they run out."""
    start = date(plan_year, first_month, 1)
    days = _given(prescription, start) or _spread(prescription, start) or _regular(prescription, start)
    return tuple(Fill(day, prescription.quantity, prescription.days_supply) for day in days)


def monthly(prescription: Prescription) -> Prescription | None:
    """The same drug in monthly fills, where a 60 or 90 days' supply divides into them; None where it does not."""
    months, rest = divmod(prescription.days_supply, DAYS_OF_A_MONTHS_SUPPLY)
    if rest or months < 2 or prescription.quantity % months:
        return None
    per_year = prescription.fills_per_year * months if prescription.fills_per_year else None
    dates = tuple(month_later(day, later) for day in prescription.dates for later in range(months))
    in_year = tuple(day for day in dates if day.year == prescription.dates[0].year) if dates else ()
    return Prescription(prescription.drug, prescription.quantity // months, DAYS_OF_A_MONTHS_SUPPLY, per_year, in_year)


def month_later(day: date, months: int) -> date:
    """The same day some months later, or the first of the month after where that month is too short."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    return date(day.year + years, month + 1, min(day.day, 28))


def _given(prescription: Prescription, start: date) -> list[date]:
    return sorted(day for day in prescription.dates if day >= start)


def _spread(prescription: Prescription, start: date) -> list[date]:
    count = prescription.fills_per_year
    if count is None:
        return []
    if count <= _MONTHS:
        days = [date(start.year, 1 + index * _MONTHS // count, 1) for index in range(count)]
    else:
        new_year = date(start.year, 1, 1)
        length = (date(start.year + 1, 1, 1) - new_year).days
        days = [new_year + timedelta(days=index * length // count) for index in range(count)]
    return [day for day in days if day >= start]


def _regular(prescription: Prescription, start: date) -> list[date]:
    if prescription.fills_per_year is not None or prescription.dates:
        return []
    supply = prescription.days_supply
    if supply >= _SHORTEST_MONTH_SUPPLY:
        step = max((supply + DAYS_OF_A_MONTHS_SUPPLY // 2) // DAYS_OF_A_MONTHS_SUPPLY, 1)
        return [date(start.year, month, 1) for month in range(start.month, _MONTHS + 1, step)]
    end = date(start.year + 1, 1, 1)
    return [start + timedelta(days=offset) for offset in range(0, (end - start).days, supply)]
