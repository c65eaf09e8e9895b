"""The words of the page of policies: its questions. Grade 8."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.errors import Problem
from finder.domain.policy import ChangedNumber
from finder.explain.messages import mark, say
from finder.explain.population.policy_terms import number_value

TITLE = mark("Policy what-ifs")
INTRO = mark("Change the law for made-up people, and see who would gain and who would pay.")
STATE, SIZE = mark("State"), mark("How many people")
SEED = mark("Seed: the same number always makes the same people")
START = mark("Make these people")
FIRST_TIME = mark("The first time on this computer takes up to a minute.")
OTHERS = mark("Other people")
MADE_OF = mark("What these people are made of")
NAME, USUAL_NAME = mark("Name of this policy"), mark("My policy")
NO_LIMIT = mark("No yearly limit")
MORE = mark("More to change")
SPREAD = mark("What drug managers add to every price (law: 0%)")
NEGOTIATED = mark("Prices that Medicare negotiated (law: 100%)")
FOLLOW = mark("How much of the change premiums follow")
GAP, NO_GAP = mark("Coverage gap of an earlier year"), mark("No gap")
GAP_LIMIT = mark("The limits are then that year's, unless you move the slider of the yearly limit.")
UPLOAD = mark("Or a policy from a file (YAML)")
FROM_FILE = mark("The file is used in place of the sliders. Remove it to use them.")
BELOW_DEDUCTIBLE = mark("The yearly limit can't be below the deductible.")
SHOW = mark("Show who gains and who pays")
SAVE_POLICY = mark("Download this policy (YAML)")
SAVE_ANSWER = mark("Download the answer (JSON)")
SAVE_GROUPS = mark("Download the groups (CSV)")


class Slider(NamedTuple):
    """A number on a slider: what it is called, its least and most, and its step; in dollars or percent."""

    label: str
    least: int
    most: int
    step: int


SLIDERS = {
    "oop_threshold": Slider(mark("Yearly limit (law: {law})"), 500, 10_000, 50),
    "deductible": Slider(mark("Deductible (law: {law})"), 0, 2_000, 5),
    "initial_coverage_coinsurance": Slider(mark("People's standard share of a price (law: {law})"), 0, 50, 1),
    "payer_share.initial.manufacturer.applicable": Slider(mark("Drug makers' share of a brand, before the limit (law: {law})"), 0, 50, 1),
    "lis_income_limit_pct.full": Slider(mark("Extra Help for incomes below (law: {law} of poverty)"), 50, 400, 5),
}
"""The main numbers."""


def slider_label(number: ChangedNumber) -> str:
    """A slider with what the law says."""
    return say(SLIDERS[number.name].label, law=number_value(number.value, number, per=False))


def bound_sentence(most: int) -> str:
    """How many people the page takes."""
    return say("This page takes up to {most} people.", most=f"{most:,}")


def file_sentence(problem: Problem) -> str:
    """What is wrong in a policy's file, and where."""
    where = problem.where.removeprefix("$").removeprefix(".")
    if not where:
        return say("This file isn't a policy: we need {expected}. We found {found}.", expected=problem.expected, found=problem.found)
    return say("In the file, {where}: we need {expected}. We found {found}.", where=where, expected=problem.expected, found=problem.found)
