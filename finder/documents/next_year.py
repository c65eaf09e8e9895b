"""The document of ``finder next-year`` and its answer: a plan in two years, and with Extra Help whether Medicare moves the person."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from finder.documents.compare_request import CompareRequest, member_and_list
from finder.documents.comparison import plan_entry
from finder.documents.fields import dollars_or_null, read
from finder.documents.law import rule_entries
from finder.domain.annual_change import AnnualChange
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.helped_plans import HelpedPlan
from finder.domain.market import Catalog, Plan
from finder.domain.money import dollars
from finder.domain.will_be_moved import WillBeMoved
from finder.explain.plans import annual_change as change_words
from finder.explain.plans import will_be_moved as moved_words
from finder.parameters import LAST_YEAR
from finder.questions.plans.annual_change import annual_change
from finder.questions.plans.will_be_moved import will_be_moved

_UNREAD = ("coverage_start", "year_to_date", "skip_uncovered", "today", "top")
"""Fields of ``finder compare`` that have no place here: both years are counted whole."""


class NextYearRequest(CompareRequest, title="NextYear"):
    """The document of ``finder next-year``: that of ``finder compare`` with ``current_plan``, for the year of the plan that the person has.
    ``picked_the_plan``: with Extra Help, whether the person picked it (true) or Medicare did (false); null: not sure."""

    current_plan: Annotated[str, Field(pattern=r"[A-Za-z][0-9]{4}-[0-9]{3}-[0-9]{3}")]
    picked_the_plan: bool | None = None


def read_next_year(document: object) -> NextYearRequest:
    """The document as a request. Raises Refusal."""
    request = read(NextYearRequest, document)
    problems = [
        Problem(f"$.{field}", "nothing: both years are counted from January to December", f"the field {field}")
        for field in _UNREAD
        if field in request.model_fields_set
    ]
    if request.plan_year >= LAST_YEAR:
        problems.append(Problem("$.plan_year", f"a year through {LAST_YEAR - 1}, the year of the plan now", str(request.plan_year)))
    if problems:
        raise Refusal(problems)
    return request


def answer_next_year(this_year: Catalog, next_year: Catalog, request: NextYearRequest) -> dict[str, Any]:
    """The plan in both years, the best plan of the next one, and with Extra Help what Medicare does by default. Raises Refusal."""
    member, prescriptions = member_and_list(this_year, request)
    plan_id = request.current_plan.upper()
    change = annual_change(this_year, next_year, member, prescriptions, plan_id)
    helped = member.low_income_subsidy is not LowIncomeSubsidy.NONE
    moved = will_be_moved(this_year, next_year, member, prescriptions, plan_id, request.picked_the_plan) if helped else None
    return {**_change(change), "moved": moved and _moved(moved), "rules": rule_entries(moved.rules) if moved else []}


def _change(change: AnnualChange) -> dict[str, Any]:
    return {
        "this_year": change.this_year.plan_year,
        "next_year": change.next_year.plan_year,
        "now": plan_entry(change.now),
        "then": change.then and plan_entry(change.then),
        "offered_elsewhere": change.following.elsewhere,
        "difference": dollars_or_null(change.difference),
        "changes": list(change_words.drug_sentences(change)),
        "best": plan_entry(change.best),
        "choose_from": change.choose_from.isoformat(),
        "choose_through": change.choose_through.isoformat(),
        "says": [*change_words.headline(change), *change_words.best_sentences(change)],
    }


def _moved(moved: WillBeMoved) -> dict[str, Any]:
    helped = moved.helped
    return {
        "fate": moved.fate.key,
        "picked_the_plan": moved.picked,
        "premium": dollars_or_null(moved.premium),
        "left_to_pay": dollars_or_null(moved.left),
        "estimate": moved.left_estimated,
        "other_help_pays": dollars(moved.help_pays),
        "benchmark": dollars_or_null(helped.benchmark),
        "benchmark_status": helped.benchmark_status or None,
        "medicare_picks_from": [_placed(one) for one in helped.candidates],
        "average_of_these": dollars_or_null(helped.mean_default),
        "best": moved.best and {**_named(moved.best.plan), "all_in": dollars(moved.best.helped.all_in)},
        "saves_against_staying": dollars_or_null(moved.saving_against_staying),
        "saves_against_a_pick": dollars_or_null(moved.saving_against_a_pick),
        "says": [moved_words.headline(moved), *moved_words.advice(moved)],
    }


def _placed(one: HelpedPlan) -> dict[str, Any]:
    return {**_named(one.plan), "certain": bool(one.default), "all_in": dollars(one.total_if_default)}


def _named(plan: Plan) -> dict[str, str]:
    return {"plan_id": plan.plan_id, "name": plan.name}
