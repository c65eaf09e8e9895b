"""What the benefit of a year says of a yearly drug cost: who pays in each phase, two years side by side, and the gap's life."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from finder.domain.benefit import Phase
from finder.domain.claim import PAYERS
from finder.domain.money import Cents, shown, to_basis_points, to_cents
from finder.explain.kit.bars import LOOKS, Series, lying_bars, percent_lines
from finder.explain.kit.section import Column, Figure, Table
from finder.explain.source_words import STATUSES
from finder.explain.words import PAYERS as PAYER_WORDS
from finder.explain.words import PHASES, day, joined, month

INTRO = (
    "Medicare drug coverage runs in steps (phases). Your share changes at each step. Pick a year and what your drugs cost in it, "
    "and see who pays. This is the standard plan of the law. Real plans may ask for other shares."
)
EMPTY = "Type what your drugs cost in a year, with what the plan pays, to see the steps."
NEXT = "Next step: find plans for your own drugs. Each plan has its own shares."
_TOPICS = ("standard_benefit", "coverage_gap", "catastrophic", "manufacturer_discount", "insulin_and_vaccines")

Picture = Mapping[str, Any]


def _cents(entry: Mapping[str, Any], payer: str) -> Cents:
    return to_cents(entry[payer])


def _phase(entry: Mapping[str, Any]) -> str:
    return PHASES[Phase[entry["phase"].upper()]]


def _paying(entries: list[Mapping[str, Any]]) -> list[str]:
    return [payer for payer in PAYERS if any(_cents(entry, payer) for entry in entries)]


def headline(picture: Picture) -> tuple[str, ...]:
    """What the person pays of the cost, and when the yearly limit is reached."""
    totals = picture["totals"]
    said = f"In {picture['year']} you pay {shown(_cents(totals, 'patient_pay'))} of {shown(_cents(totals, 'gross_drug_cost'))}."
    reached = picture["threshold_reached_on"]
    if reached is None:
        return (said, "You do not reach the yearly limit.")
    when = date.fromisoformat(reached)
    return (said, f"You reach the yearly limit (out-of-pocket threshold) in {month(when.month)} {when.year}.")


def day_words(iso: str) -> str:
    """``2012-11-01`` as ``November 1, 2012``."""
    return day(date.fromisoformat(iso))


def phases_figure(picture: Picture) -> Figure:
    """A bar a phase, its payers stacked."""
    phases = picture["phases"]
    labels = [_phase(entry) for entry in phases]
    parts = [Series(PAYER_WORDS[payer], [_cents(entry, payer) for entry in phases], LOOKS[payer]) for payer in _paying(phases)]
    yours = joined(f"{shown(_cents(entry, 'patient_pay'))} in {label.lower()}" for label, entry in zip(labels, phases, strict=True))
    return lying_bars(labels, parts, f"Of {shown(_cents(picture['totals'], 'gross_drug_cost'))} in {picture['year']} you pay {yours}.")


def phases_table(picture: Picture) -> Table:
    """The figure's numbers: where each phase begins and ends, and what each payer pays, with its part in percent."""
    phases = picture["phases"]
    paying = _paying(phases)
    columns = (
        Column("Phase"),
        Column("Drug costs from", True),
        Column("to", True),
        *(Column(PAYER_WORDS[payer], True) for payer in paying),
    )
    rows = [
        (
            _phase(entry),
            shown(_cents(entry, "from")),
            shown(_cents(entry, "to")),
            *(_amount_and_part(entry, payer) for payer in paying),
        )
        for entry in phases
    ]
    totals = picture["totals"]
    rows.append(("All", "$0.00", shown(_cents(totals, "gross_drug_cost")), *(shown(_cents(totals, payer)) for payer in paying)))
    return Table(f"Who pays what in {picture['year']}", columns, tuple(rows), frozenset({len(rows) - 1}))


def _amount_and_part(entry: Mapping[str, Any], payer: str) -> str:
    part = entry["shares"].get(payer)
    return "$0.00" if part is None else f"{shown(_cents(entry, payer))} ({part.removesuffix('.0')}%)"


def years_figure(picture: Picture, against: Picture) -> Figure:
    """The same cost in two years: a bar each, payers stacked."""
    pictures = [picture, against]
    totals = [entry["totals"] for entry in pictures]
    parts = [Series(PAYER_WORDS[payer], [_cents(entry, payer) for entry in totals], LOOKS[payer]) for payer in _paying(totals)]
    return lying_bars([str(entry["year"]) for entry in pictures], parts, years_finding(picture, against))


def years_finding(picture: Picture, against: Picture) -> str:
    """What the person pays in the one year and in the other, and the difference."""
    one, other = (_cents(entry["totals"], "patient_pay") for entry in (picture, against))
    more = "more" if one > other else "less"
    difference = "the same" if one == other else f"{shown(abs(one - other))} {more}"
    return f"For the same drugs you pay {shown(one)} in {picture['year']} and {shown(other)} in {against['year']}: {difference}."


def years_table(picture: Picture, against: Picture) -> Table:
    """The figure's numbers, payer by payer, with the difference."""
    columns = (Column("Who pays"), Column(str(picture["year"]), True), Column(str(against["year"]), True), Column("Difference", True))
    totals = [picture["totals"], against["totals"]]
    rows = [_pair(PAYER_WORDS[payer], *(_cents(entry, payer) for entry in totals)) for payer in _paying(totals)]
    rows.append(_pair("Counts toward the yearly limit", *(_cents(entry, "troop") for entry in totals)))
    return Table(f"{picture['year']} against {against['year']}", columns, tuple(rows))


def _pair(name: str, one: Cents, other: Cents) -> tuple[str, ...]:
    return (name, shown(one), shown(other), shown(one - other))


def gap_figure(life: list[Mapping[str, Any]]) -> Figure:
    """The person's share of brands and generics in the gap, year by year."""
    labels = [str(entry["year"]) for entry in life]
    lines = [(name, [_percent(entry[key]) for entry in life]) for name, key in (("Brand drugs", "brand"), ("Generic drugs", "generic"))]
    alt = (
        "Your share in the coverage gap was all of the price up to 2010. From 2011 it fell, for brand drugs faster. "
        "It was a quarter in its last years. From 2025 there is no gap."
    )
    return percent_lines(labels, lines, alt)


def _percent(rate: str | None) -> float | None:
    return None if rate is None else to_basis_points(rate) / 100


def gap_table(life: list[Mapping[str, Any]]) -> Table:
    """The figure's numbers, with the maker's discount and where the gap begins and ends."""
    columns = (
        Column("Year"),
        Column("You pay, brand", True),
        Column("You pay, generic", True),
        Column("Drug maker's discount", True),
        Column("Begins at", True),
        Column("Ends at, brands only", True),
        Column("Ends at, generics only", True),
        Column("How sure we are"),
    )
    return Table("The coverage gap, year by year (in drug costs of the year)", columns, tuple(_gap_row(entry) for entry in life))


def _gap_row(entry: Mapping[str, Any]) -> tuple[str, ...]:
    if entry["brand"] is None:
        return (str(entry["year"]), *("no gap",) * 6, "")
    rates = (f"{_percent(entry[key]):g}%" for key in ("brand", "generic", "manufacturer_discount"))
    amounts = (shown(_cents(entry, key)) for key in ("begins", "ends_brands", "ends_generics"))
    return (str(entry["year"]), *rates, *amounts, STATUSES[entry["status"]])


def threshold_table(picture: Picture) -> Table:
    """Drug costs at which the yearly limit is reached, by the engine and as printed."""
    limits = picture["total_at_threshold"]
    columns = (Column("With"), Column("Drug costs at the limit", True), Column("You have paid", True), Column("How sure we are"))
    made = "Worked out from the law's numbers"
    rows = [
        (name, shown(_cents(limits[key], "total")), shown(_cents(limits[key], "patient_pay")), made)
        for name, key in (("Brand drugs only", "brands_alone"), ("Generic drugs only", "generics_alone"))
    ]
    rows.append(("Full Extra Help", shown(_cents(limits["with_full_extra_help"], "total")), "depends on the number of refills", made))
    printed = limits["printed"]
    if printed:
        rows.append(("As printed for the standard plan", shown(to_cents(printed["value"])), "not printed", STATUSES[printed["status"]]))
    return Table(f"When the yearly limit of {picture['year']} is reached", columns, tuple(rows))


def law_numbers(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The year's numbers that decide the phases, as the command gives them."""
    return [entry for entry in answer["parameters"] if entry["topic"] in _TOPICS]
