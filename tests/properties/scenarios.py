"""Random documents for ``finder adjudicate``: every year, design, subsidy level and kind of fill, amounts often on a boundary.

A scenario is grown fill by fill over the oracle's running totals, so that a price can be aimed at the cent where a phase ends. What draws
takes a seeded random source: the seed of ``random_years``, or one that Hypothesis chooses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random
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
LIMITS_OF_DAYS = (27, 28, 30, 31, 32, 60, 62, 63, 90, 93, 94)


def money(cents: int | Fraction) -> str:
    return f"{int(cents) // 100}.{int(cents) % 100:02d}"


def one_in(rng: Random, number: int) -> bool:
    return rng.randint(1, number) == 1


def a_price(rng: Random) -> int:
    return rng.choice([rng.choice(PRICES), rng.randint(0, 5_000), rng.randint(0, 400_000)])


def a_share(rng: Random) -> dict[str, str]:
    if one_in(rng, 2):
        return {"copay": money(rng.choice([rng.choice([0, 0, 200, 1000, 3500, 4700, 10000]), rng.randint(0, 15_000)]))}
    share = {"coinsurance": f"0.{rng.choice(['00', '15', '25', '33', '3333', '40', '475', '50', '9999'])}"}
    least, most = sorted((rng.randint(0, 5_000), rng.randint(0, 20_000)))
    limits = rng.choice(["none", "none", "min", "max", "both"])
    if limits in ("min", "both"):
        share["min"] = money(least)
    if limits in ("max", "both"):
        share["max"] = money(most)
    return share


def a_table(rng: Random, channels: list[str], whole: bool = False) -> dict[str, Any]:
    """Cost shares by channel and length. Many designs lack the longer columns, unless ``whole``."""
    columns = ["30", "60", "90"] if whole else rng.choice([["30", "60", "90"], ["30", "60", "90"], ["30", "90"], ["30"]])
    return {channel: {days: a_share(rng) for days in columns} for channel in channels}


def a_design(rng: Random, year: int, channels: list[str], whole: bool = False) -> Any:
    if one_in(rng, 4):
        return "defined_standard"
    law = oracle.Numbers(year)
    standard = int(law.dollars("deductible") * 100)
    design: dict[str, Any] = {
        "benefit_type": rng.choice(TYPES[1:]),
        "deductible": money(rng.choice([0, 10_000, standard, standard])),
        "tiers": {},
    }
    if year <= 2024:
        limit = int(law.dollars("initial_coverage_limit") * 100)
        design["initial_coverage_limit"] = money(limit + rng.choice([0, 0, 0, -50_000, 40_000]))
    for tier in ("1", "2", "3"):
        design["tiers"][tier] = {"deductible_applies": one_in(rng, 2), "initial_coverage": a_table(rng, channels, whole)}
        if year <= 2024 and one_in(rng, 2):
            design["tiers"][tier]["coverage_gap"] = a_table(rng, channels, whole)
    if year >= 2023 and one_in(rng, 3):
        design["insulin"] = {rng.choice(["1", "2", "all"]): a_table(rng, channels, whole)}
    return design


def aimed_price(rng: Random, year: oracle.Year) -> int:
    """Cents: any amount, or one that ends at, one cent before or one cent after a boundary of the running totals."""
    now = year.now
    missing = year.threshold - now.troop
    aims = [year.deductible - now.deductible_met, year.standard_deductible - now.shadow_met, missing, missing * 4]
    if year.year < 2025:
        aims.append(year.limit - now.gross)
        aims.append(year.limit - now.gross + missing)
    aim = rng.choice([None, None, None, None, *aims])
    if aim is None:
        return a_price(rng)
    return min(5_000_000, max(0, int(aim * 100) + rng.choice([-1, 0, 0, 1, 2, 10_000])))


def some_days(rng: Random) -> int:
    return rng.choice([30, 30, 30, 30, rng.choice(LIMITS_OF_DAYS), rng.choice([7, 14, 60, 90]), rng.randint(1, 100)])


def a_fill(rng: Random, year: oracle.Year, date: str, channels: list[str]) -> dict[str, Any]:
    kinds = ["brand", "brand", "generic", "generic", "insulin", "vaccine", "selected"]
    kind = rng.choice(kinds + ["insulin", "vaccine"] * (year.year == 2023))
    price = aimed_price(rng, year)
    fill: dict[str, Any] = {
        "date": date,
        "drug": rng.choice("ABC"),
        "brand": kind in ("brand", "selected") or (kind != "generic" and one_in(rng, 2)),
        "tier": rng.randint(1, 3),
        "days_supply": some_days(rng),
        "channel": rng.choice(channels),
        "negotiated_price": money(price),
    }
    if kind in ("insulin", "vaccine"):
        fill[kind] = True
    if kind == "selected" and year.year >= 2026:
        fill["selected_drug"] = True
    if one_in(rng, 4):
        fill["solid_oral"] = False
    if fill["channel"] == "out_of_network" and one_in(rng, 2):
        fill["usual_and_customary"] = money(max(0, price + rng.choice([-500, -1, 0, 1, 500, 2_000, price // 2])))
        return fill
    extra = rng.choice(["", "", "", "", "fee", "usual", "other", "outside", "uncovered"])
    if extra == "fee" and price >= 400:
        fill["dispensing_fee"] = rng.choice(["2.00", "4.00"])
    elif extra == "usual" and fill["channel"] != "out_of_network":
        fill["usual_and_customary"] = money(max(0, price + rng.choice([-500, -1, 0, 1])))
    elif extra == "other":
        given = [{"kind": rng.choice(OTHERS), "amount": money(a_price(rng))} for _ in range(rng.choice([1, 1, 2]))]
        fill["other_payer"] = given if len(given) > 1 else given[0]
    elif extra == "uncovered":
        fill["covered"] = False
    elif extra == "outside":
        bought = {"kind": rng.choice(["cash", "patient_assistance"]), "amount": money(rng.randint(0, price + 1))}
        fill["paid_outside"] = {**bought, "documented": one_in(rng, 2), "network_pharmacy": one_in(rng, 2)}
    return fill


def a_member(rng: Random, year: int) -> dict[str, Any]:
    known = [level for level in LEVELS if level != "partial" or year <= 2023]
    member: dict[str, Any] = {"low_income_subsidy": rng.choice(["none", *known])}
    if one_in(rng, 3):
        law = oracle.Numbers(year)
        near = law.dollars("initial_coverage_limit") if year <= 2024 else law.dollars("deductible")
        gross = rng.choice([rng.randint(0, 1_200_000), max(0, int(near * 100) + rng.choice([-10_000, -1, 0, 1, 50_000]))])
        troop = min(rng.choice([rng.randint(0, gross), gross // 2]), int(law.dollars("oop_threshold") * 100))
        member["year_to_date"] = {"gross_drug_cost": money(gross), "troop": money(troop)}
    return member


def a_scenario(rng: Random, plan_year: int, fewest: int = 0, most: int = 10) -> dict[str, Any]:
    """A document in which the law settles every fill."""
    channels = rng.sample(CHANNELS, rng.randint(1, 2))
    document: dict[str, Any] = {
        "plan_year": plan_year,
        "design": a_design(rng, plan_year, channels),
        "member": a_member(rng, plan_year),
    }
    year = oracle.Year(document)
    dates = sorted((rng.randint(1, 12), rng.randint(1, 28)) for _ in range(rng.randint(fewest, most)))
    document["fills"] = [settled(a_fill(rng, year, f"{plan_year}-{m:02d}-{d:02d}", channels), year) for m, d in dates]
    return document


def drawn(make: Callable[..., Any], *arguments: Any) -> st.SearchStrategy[Any]:
    """What a function draws from a seed. Hypothesis shrinks it little, so failures show fast; ``random_years.smallest`` shrinks."""
    return st.integers(0, 2**32 - 1).map(lambda seed: make(Random(seed), *arguments))


def designs(year: int, channels: list[str]) -> st.SearchStrategy[Any]:
    return drawn(a_design, year, channels, True)


def members(year: int) -> st.SearchStrategy[dict[str, Any]]:
    return drawn(a_member, year)


def scenarios(first: int = FIRST, last: int = LAST, fewest: int = 0, most: int = 10) -> st.SearchStrategy[dict[str, Any]]:
    """Every era is equally likely."""
    eras = [(max(first, start), min(last, end)) for start, end in ERAS if start <= last and end >= first]
    return st.one_of([st.integers(*era) for era in eras]).flatmap(lambda year: drawn(a_scenario, year, fewest, most))


def settled(fill: dict[str, Any], year: oracle.Year) -> dict[str, Any]:
    """The fill without what the law leaves open, and the year's totals after it."""
    before = replace(year.now)
    while True:
        claim = year.claim(fill)
        open_question = left_open(fill, claim, before, year)
        if not open_question:
            return fill
        del fill[open_question]
        year.now = replace(before)


def left_open(fill: dict[str, Any], claim: dict[str, Any], before: oracle.Running, year: oracle.Year) -> str:
    """The field of the fill that the law leaves open for this claim, or empty."""
    phases = [segment["phase"] for segment in claim["segments"]]
    if "dispensing_fee" in fill and "coverage_gap" in phases and len(phases) > 1:
        return "dispensing_fee"  # which part of a claim across two phases has the fee
    if len(phases) > 1 and year.base(fill) > Fraction(fill["negotiated_price"]):
        return "usual_and_customary"  # which part of a claim across two phases has the excess over the plan's allowance
    if "paid_outside" in fill and crosses(claim, before, year):
        return "paid_outside"  # a purchase that crosses a boundary
    return ""


def crosses(claim: dict[str, Any], before: oracle.Running, year: oracle.Year) -> bool:
    after = claim["accumulators"]
    counted = after["gross_drug_cost"] > before.gross
    ends = (before.deductible_met < year.deductible <= after["deductible_met"], before.gross < year.limit <= after["gross_drug_cost"])
    return counted and (any(ends) or before.troop < year.threshold <= after["troop"])
