"""Random documents for ``finder adjudicate``: every year, design, subsidy level and kind of fill, amounts often on a boundary.

A scenario is grown fill by fill over the oracle's running totals, so that a price can be aimed at the cent where a phase ends.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import oracle
from hypothesis import strategies as st

FIRST, LAST = 2006, 2027
ERAS = ((2006, 2010), (2011, 2018), (2019, 2023), (2024, 2024), (2025, 2025), (2026, 2027))
LEVELS = ("none", "full_institutional", "full_dual_at_or_below_poverty", "full_other", "partial")
CHANNELS = ("standard_retail", "preferred_retail", "standard_mail", "preferred_mail", "long_term_care", "out_of_network")
TYPES = ("defined_standard", "actuarially_equivalent", "basic_alternative", "enhanced_alternative")
OTHERS = ("spap", "adap", "ihs", "charity", "employer", "va", "workers_compensation")
PRICES = (1, 2, 199, 200, 500, 1000, 3499, 3500, 4700, 14000, 14004, 20000, 30000, 61500, 100000, 250000, 1_000_000)


def money(cents: int | Fraction) -> str:
    return f"{int(cents) // 100}.{int(cents) % 100:02d}"


cents = st.one_of(st.sampled_from(PRICES), st.integers(0, 5_000), st.integers(0, 400_000))


@st.composite
def shares(draw: st.DrawFn) -> dict[str, str]:
    if draw(st.booleans()):
        return {"copay": money(draw(st.one_of(st.sampled_from([0, 200, 1000, 3500, 4700, 10000]), st.integers(0, 15_000))))}
    share = {"coinsurance": f"0.{draw(st.sampled_from(['00', '15', '25', '33', '3333', '475', '50', '9999']))}"}
    least, most = sorted((draw(st.integers(0, 5_000)), draw(st.integers(0, 20_000))))
    limits = draw(st.sampled_from(["none", "none", "min", "max", "both"]))
    if limits in ("min", "both"):
        share["min"] = money(least)
    if limits in ("max", "both"):
        share["max"] = money(most)
    return share


@st.composite
def tables(draw: st.DrawFn, channels: list[str]) -> dict[str, Any]:
    return {channel: {days: draw(shares()) for days in ("30", "60", "90")} for channel in channels}


@st.composite
def designs(draw: st.DrawFn, year: int, channels: list[str]) -> Any:
    if draw(st.integers(0, 3)) == 0:
        return "defined_standard"
    law = oracle.Numbers(year)
    standard = int(law.dollars("deductible") * 100)
    design: dict[str, Any] = {
        "benefit_type": draw(st.sampled_from(TYPES[1:])),
        "deductible": money(draw(st.sampled_from([0, 10_000, standard, standard]))),
        "tiers": {},
    }
    if year <= 2024:
        limit = int(law.dollars("initial_coverage_limit") * 100)
        design["initial_coverage_limit"] = money(limit + draw(st.sampled_from([0, 0, 0, -50_000, 40_000])))
    for tier in ("1", "2", "3"):
        design["tiers"][tier] = {"deductible_applies": draw(st.booleans()), "initial_coverage": draw(tables(channels))}
        if year <= 2024 and draw(st.integers(0, 2)) == 0:
            design["tiers"][tier]["coverage_gap"] = draw(tables(channels))
    if year >= 2023 and draw(st.integers(0, 2)) == 0:
        design["insulin"] = {draw(st.sampled_from(["1", "2", "all"])): draw(tables(channels))}
    return design


@st.composite
def prices(draw: st.DrawFn, year: oracle.Year) -> int:
    """Cents: any amount, or one that ends at, a cent before or a cent after a boundary of the running totals."""
    now = year.now
    missing = year.threshold - now.troop
    aims = [year.deductible - now.deductible_met, year.standard_deductible - now.shadow_met, missing, missing * 4]
    if year.year < 2025:
        aims.append(year.limit - now.gross)
        aims.append(year.limit - now.gross + missing)
    aim = draw(st.sampled_from([None, None, None, None, *aims]))
    if aim is None:
        return draw(cents)
    return min(5_000_000, max(0, int(aim * 100) + draw(st.sampled_from([-1, 0, 0, 1, 2, 10_000]))))


@st.composite
def fills(draw: st.DrawFn, year: oracle.Year, date: str, channels: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(["brand", "brand", "generic", "generic", "insulin", "vaccine", "selected"]))
    days = draw(st.sampled_from([7, 14, 29, 30, 30, 30, 60, 90]))
    price = draw(prices(year))
    fill: dict[str, Any] = {
        "date": date,
        "drug": draw(st.sampled_from("ABC")),
        "brand": kind in ("brand", "selected") or (kind != "generic" and draw(st.booleans())),
        "tier": draw(st.integers(1, 3)),
        "days_supply": days,
        "channel": draw(st.sampled_from(channels)),
        "negotiated_price": money(price),
    }
    if kind in ("insulin", "vaccine"):
        fill[kind] = True
    if kind == "selected" and year.year >= 2026:
        fill["selected_drug"] = True
    if draw(st.integers(0, 3)) == 0:
        fill["solid_oral"] = False
    extra = draw(st.sampled_from(["", "", "", "", "fee", "usual", "other", "outside", "uncovered"]))
    if extra == "fee" and price >= 400:
        fill["dispensing_fee"] = draw(st.sampled_from(["2.00", "4.00"]))
    elif extra == "usual":
        fill["usual_and_customary"] = money(max(0, price + draw(st.sampled_from([-500, -1, 0, 1]))))
    elif extra == "other":
        fill["other_payer"] = {"kind": draw(st.sampled_from(OTHERS)), "amount": money(draw(cents))}
    elif extra == "uncovered":
        fill["covered"] = False
    elif extra == "outside":
        bought = {"kind": draw(st.sampled_from(["cash", "patient_assistance"])), "amount": money(draw(st.integers(0, price + 1)))}
        fill["paid_outside"] = {**bought, "documented": draw(st.booleans()), "network_pharmacy": draw(st.booleans())}
    return fill


@st.composite
def members(draw: st.DrawFn, year: int) -> dict[str, Any]:
    known = [level for level in LEVELS if level != "partial" or year <= 2023]
    member: dict[str, Any] = {"low_income_subsidy": draw(st.sampled_from(known))}
    if draw(st.integers(0, 2)) == 0:
        gross = draw(st.integers(0, 1_200_000))
        troop = min(draw(st.integers(0, gross)), int(oracle.Numbers(year).dollars("oop_threshold") * 100))
        member["year_to_date"] = {"gross_drug_cost": money(gross), "troop": money(troop)}
    return member


@st.composite
def scenarios(draw: st.DrawFn, first: int = FIRST, last: int = LAST, fewest: int = 0, most: int = 10) -> dict[str, Any]:
    """A document whose every fill has one reading in the law; every era as likely as another."""
    eras = [(max(first, start), min(last, end)) for start, end in ERAS if start <= last and end >= first]
    plan_year = draw(st.one_of([st.integers(*era) for era in eras]))
    channels = draw(st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=2, unique=True))
    document: dict[str, Any] = {
        "plan_year": plan_year,
        "design": draw(designs(plan_year, channels)),
        "member": draw(members(plan_year)),
    }
    year = oracle.Year(document)
    dates = sorted(draw(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 28)), min_size=fewest, max_size=most)))
    document["fills"] = [settled(draw(fills(year, f"{plan_year}-{m:02d}-{d:02d}", channels)), year) for m, d in dates]
    return document


def settled(fill: dict[str, Any], year: oracle.Year) -> dict[str, Any]:
    """The fill without what the law leaves open for it, and the year's totals moved on by it."""
    before = replace(year.now)
    while True:
        claim = year.claim(fill)
        open_question = left_open(fill, claim, before, year)
        if not open_question:
            return fill
        del fill[open_question]
        year.now = replace(before)


def left_open(fill: dict[str, Any], claim: dict[str, Any], before: oracle.Running, year: oracle.Year) -> str:
    """The field of the fill that the law does not settle for this claim, or empty."""
    phases = [segment["phase"] for segment in claim["segments"]]
    if "dispensing_fee" in fill and "coverage_gap" in phases and len(phases) > 1:
        return "dispensing_fee"  # which part of a claim across two phases bears the fee
    if "paid_outside" in fill and crosses(claim, before, year):
        return "paid_outside"  # a purchase that passes a boundary
    return ""


def crosses(claim: dict[str, Any], before: oracle.Running, year: oracle.Year) -> bool:
    after = claim["accumulators"]
    counted = after["gross_drug_cost"] > before.gross
    ends = (before.deductible_met < year.deductible <= after["deductible_met"], before.gross < year.limit <= after["gross_drug_cost"])
    return counted and (any(ends) or before.troop < year.threshold <= after["troop"])
