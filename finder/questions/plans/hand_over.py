"""What a person takes home: the answer, one plan's year with its ledger, and the days that matter, for one person or a couple."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from finder.documents.calendar import calendar_file
from finder.domain.certainty import HowSure
from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.pharmacy import Pharmacy
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.domain.report import KeyDate, PersonReport, Report
from finder.domain.transition_fills import DrugStatus, Group, Setting, TransitionCase
from finder.domain.what_if import FillTiming, WhatIf
from finder.explain.kit.date_charts import Due
from finder.parameters import LAST_YEAR, parameter_set
from finder.questions.explainers.transition_fills import transition_fills
from finder.questions.plans.couple import couple
from finder.questions.plans.plan_year import plan_year
from finder.questions.plans.special_coverage import special_coverage


class Answered(NamedTuple):
    """One person of a session: what was asked, the answer, the plan to tell whole (empty: the recommended one), what else was found, and
    who the member's pharmacies are where that is known. Findings of another comparison are left out."""

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
    year = coverage_start.year
    found = [_start(coverage_start, stays=stays), _first_supply(coverage_start, stays=stays)]
    if coverage_start.month == 1:
        found += _window(year, "join or change a plan")
    if year < LAST_YEAR:
        found += _window(year + 1, "look at all plans again")
    return tuple(sorted(found))


def _window(year: int, doing: str) -> list[KeyDate]:
    numbers = parameter_set(year)
    first, last = numbers.date("aep_start"), numbers.date("aep_end")
    return [
        KeyDate(first, f"Plan choice for {year} opens", f"From this day you can {doing} for {year} (annual enrollment)."),
        KeyDate(last, f"Plan choice for {year} ends", f"This is the last day to choose a plan for {year}."),
    ]


def _start(coverage_start: date, *, stays: bool) -> KeyDate:
    if stays:
        return KeyDate(coverage_start, "Your plan goes on", "From this day the costs of this report count in the plan that you have.")
    if coverage_start.month == 1:
        return KeyDate(coverage_start, "Your plan starts", "It starts on this day if you joined in time. Bring your new card to the store.")
    says = "To join in the middle of a year, you need a special reason. Call 1-800-MEDICARE to ask if you have one."
    return KeyDate(coverage_start, "Your plan starts", says)


def _first_supply(coverage_start: date, *, stays: bool) -> KeyDate:
    """The end of the transition window, as the question of first supplies says it."""
    group = Group.STAYER if stays else Group.NEW_ENROLLEE if coverage_start.month == 1 else Group.SWITCHER
    end = transition_fills(TransitionCase(coverage_start, group, Setting.RETAIL, DrugStatus.NOT_ON_FORMULARY)).window.end
    says = "If the plan leaves out a drug that you take, or asks for a step first, get your first fill by this day (transition fill)."
    return KeyDate(end, "First supply time ends", says)


def dates_file(report: Report) -> str:
    """The days of the report as an .ics file; a day of both people stands in it once."""
    days = dict.fromkeys(sorted(one for person in report.people for one in person.dates))
    return calendar_file(Due(one.day, one.title, one.says) for one in days)
