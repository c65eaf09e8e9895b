"""What a person takes home: the answer, one plan's year with its ledger, and the days that matter, for one person or a couple."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from finder.domain.certainty import HowSure
from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.pharmacy import Pharmacy
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.domain.report import KeyDate, KeyDay, PersonReport, Report
from finder.domain.transition_fills import DrugStatus, Group, Setting, TransitionCase
from finder.domain.what_if import FillTiming, WhatIf
from finder.parameters import LAST_YEAR, parameter_set
from finder.questions.explainers.transition_fills import transition_fills
from finder.questions.plans.compare import plan_year
from finder.questions.plans.side_by_side import couple, special_coverage


class Answered(NamedTuple):
    """One person of a session. Findings about another comparison are left out of the report.

    ``plan_id`` is the plan to tell whole; empty: the recommended one.
    ``stores`` are the member's pharmacies, where more than the NPI is known.
    """

    member: Member
    prescriptions: tuple[Prescription, ...]
    comparison: Comparison
    plan_id: str = ""
    unsure_of_help: bool = False
    what_if: WhatIf | None = None
    timing: tuple[Comparison, FillTiming] | None = None
    how_sure: HowSure | None = None
    stores: tuple[Pharmacy, ...] = ()


def hand_over(catalog: Catalog, people: Sequence[Answered]) -> Report:
    """The report of one person or of two. Raises Refusal where two live in different counties, or for a plan that the catalog lacks."""
    told = tuple(_person(catalog, one) for one in people)
    if len(people) < 2:
        return Report(told)
    first, second = people
    return Report(told, couple(catalog, first.comparison, second.comparison))


def _person(catalog: Catalog, one: Answered) -> PersonReport:
    compared = one.comparison
    known = {cost.plan.plan_id for cost in compared.plans}
    wanted = (one.plan_id, compared.recommendation.plan_id, compared.plans[0].plan.plan_id)
    plan_id = next(name for name in wanted if name in known)
    cost = plan_year(catalog, one.member, one.prescriptions, plan_id or "")
    return PersonReport(
        member=one.member,
        comparison=compared,
        cost=cost,
        unsure_of_help=one.unsure_of_help,
        dates=key_dates(compared.coverage_start, stays=plan_id == one.member.current_plan),
        special=special_coverage(catalog, [cost], one.prescriptions),
        what_if=one.what_if if one.what_if is not None and one.what_if.before is compared else None,
        timing=one.timing[1] if one.timing is not None and one.timing[0] is compared else None,
        how_sure=one.how_sure if one.how_sure is not None and one.how_sure.comparison is compared else None,
        stores=one.stores,
    )


def key_dates(coverage_start: date, *, stays: bool) -> tuple[KeyDate, ...]:
    """The days that matter for a plan that starts then, in order: the enrollment window, the start, the end of the first supply time, and
    the next window. ``stays`` is for somebody who has the plan already."""
    year, january = coverage_start.year, coverage_start.month == 1
    start = KeyDay.PLAN_GOES_ON if stays else KeyDay.PLAN_STARTS if january else KeyDay.PLAN_STARTS_LATER
    found = [
        KeyDate(coverage_start, start, year),
        KeyDate(_first_supply_ends(coverage_start, stays=stays), KeyDay.FIRST_SUPPLY_ENDS, year),
        *(_window(year, KeyDay.CHOICE_OPENS) if january else ()),
        *(_window(year + 1, KeyDay.CHOICE_OPENS_AGAIN) if year < LAST_YEAR else ()),
    ]
    return tuple(sorted(found))


def _window(year: int, opens: KeyDay) -> tuple[KeyDate, KeyDate]:
    numbers = parameter_set(year)
    return KeyDate(numbers.date("aep_start"), opens, year), KeyDate(numbers.date("aep_end"), KeyDay.CHOICE_ENDS, year)


def _first_supply_ends(coverage_start: date, *, stays: bool) -> date:
    """The end of the transition window, as the question of first supplies gives it."""
    group = Group.STAYER if stays else Group.NEW_ENROLLEE if coverage_start.month == 1 else Group.SWITCHER
    return transition_fills(TransitionCase(coverage_start, group, Setting.RETAIL, DrugStatus.NOT_ON_FORMULARY)).window.end
