"""The columns of a batch's answers, and comparisons as rows of them. A field that ``finder compare`` has too has its name and its value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from finder.domain.choosing import Joining
from finder.domain.money import Cents
from finder.domain.plan_cost import Comparison, DrugCost, PlanCost
from finder.domain.without_action import WithoutAction
from finder.explain.plans.advice import recommendation_text
from finder.explain.plans.choosing import choosing_text, joining_text, warning_text

MONEY = pa.decimal128(14, 2)
TEXT, TEXTS, TRUTH, WHOLE, DAY = pa.string(), pa.list_(pa.string()), pa.bool_(), pa.int32(), pa.date32()


_NOTHING: list[str] = []


class Answered(NamedTuple):
    """A person who was answered.

    ``row``: where the person stands in the file.
    ``comparison``: its plans in rank order.
    ``without_action``: what happens if nothing is done.
    ``doubts``: questions about amounts that look like slips.
    ``notes``: what is said once for all plans.
    """

    label: str
    row: int
    comparison: Comparison
    without_action: WithoutAction
    doubts: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Column(NamedTuple):
    """A column: its type, and its value for a person or a plan. ``says`` is for the schema."""

    name: str
    type: pa.DataType
    value: Callable[[Any], Any]
    says: str


def _names(drugs: Iterable[DrugCost]) -> list[str]:
    return [drug.drug.name for drug in drugs]


def _not_covered(cost: PlanCost) -> list[str]:
    return _NOTHING if cost.counted == cost.asked else _names(cost.not_covered)


def _unpriced(cost: PlanCost) -> list[str]:
    return _NOTHING if cost.counted == cost.asked else _names(cost.unpriced)


@cache
def _why(joining: Joining) -> str:
    return joining_text(joining)


def _warnings(cost: PlanCost) -> list[str]:
    return [warning_text(code, cost.plan) for code in cost.warnings] if cost.warnings else _NOTHING


def _money(name: str, says: str) -> Column:
    return Column(name, MONEY, attrgetter(name), says)


def _text(name: str, says: str, path: str = "") -> Column:
    """A text; ``path``: where it is found."""
    return Column(name, TEXT, attrgetter(path or name), says)


PLAN_COLUMNS = (
    _text("plan_id", "contract, plan and segment", "plan.plan_id"),
    _text("name", "the plan's name", "plan.name"),
    _text("organization", "who offers it", "plan.organization"),
    _text("kind", "PDP, MA-PD or SNP", "plan.kind.label"),
    _money("all_in", "the total and the full price of what is not in it; it ranks"),
    _money("all_in_low", "the least that it can be"),
    _money("all_in_high", "the most that it can be; empty where nothing bounds it"),
    _money("premium", "what the person pays the plan for the months covered, after Extra Help; empty where the files lack it"),
    Column("premium_at_least", MONEY, attrgetter("premium_low"), "the least that the premium can be"),
    _money("part_d_premium", "the Part D part of it"),
    _text("premium_subsidy", "what is known of Extra Help with the premium", "premium_subsidy.key"),
    _money("late_enrollment_penalty", "for the months covered"),
    _money("income_related_premium", "for the months covered"),
    _money("drug_cost", "what the person pays for covered drugs"),
    _money("total", "premiums, penalty, income-related amount and drug cost"),
    _money("deductible", "the person's own"),
    _money("uncovered_cash_cost", "the full price of the drugs that are not in the total; empty where no plan prices one of them"),
    Column("counted", WHOLE, attrgetter("counted"), "how many drugs of the list are in the total"),
    Column("asked", WHOLE, attrgetter("asked"), "how many drugs the list has"),
    Column("not_covered", TEXTS, _not_covered, "the drugs that the plan does not list"),
    Column("unpriced", TEXTS, _unpriced, "the drugs that it lists and the files give no price or share for"),
    _text("phase_reached", "the phase in which the year ends", "furthest_phase.key"),
    _text("may_join", "yes, no or ask", "joining.may_join.key"),
    Column("why", TEXT, lambda cost: _why(cost.joining), "why the person may join or not"),
    Column("warnings", TEXTS, _warnings, "what warns of the plan"),
    Column("star_rating", TEXT, lambda cost: cost.plan.star_rating or None, "Medicare's stars"),
    _text("benefit_type", "basic or enhanced, as a design has it", "plan.design.benefit_type.key"),
    Column("gap_coverage", TEXT, lambda cost: cost.plan.gap_wording or None, "coverage in the gap as CMS worded it (2006-2010)"),
)
"""Of a plan (``PlanCost``). ``member``, ``rank`` and ``at_least`` stand before them."""


def _advised(name: str, says: str, kind: pa.DataType = TEXT) -> Column:
    return Column(name, kind, lambda answered: getattr(answered.comparison.recommendation, name), says)


def _of_comparison(name: str, kind: pa.DataType, value: Callable[[Comparison], Any], says: str) -> Column:
    return Column(name, kind, lambda answered: value(answered.comparison), says)


def _best(of: Callable[[PlanCost], Any]) -> Callable[[Comparison], Any]:
    return lambda comparison: of(comparison.best[0])


def _current(of: Callable[[PlanCost], Any]) -> Callable[[Comparison], Any]:
    return lambda comparison: of(comparison.current) if comparison.current else None


def _days(of: str) -> Callable[[Comparison], Any]:
    return lambda comparison: getattr(comparison.can_be_chosen, of) if comparison.can_be_chosen else None


def _at_least(comparison: Comparison) -> bool:
    return bool(comparison.not_counted) or comparison.best[0].at_least


PERSON_COLUMNS = (
    Column("row", WHOLE, attrgetter("row"), "the first row of the person in the file"),
    _of_comparison("plan_year", WHOLE, lambda one: one.info.plan_year, "the plans' year"),
    _of_comparison("fips", TEXT, lambda one: one.county.fips, "the county's code"),
    _of_comparison("county", TEXT, lambda one: one.county.name, "the county"),
    _of_comparison("state", TEXT, lambda one: one.county.state, "its state"),
    _of_comparison("months_covered", WHOLE, attrgetter("months_covered"), "from the start of coverage to the year's end"),
    _of_comparison("low_income_subsidy", TEXT, lambda one: one.low_income_subsidy.key, "the level of Extra Help"),
    _of_comparison("drugs", WHOLE, attrgetter("listed"), "how many drugs are on the list"),
    _of_comparison("plans", WHOLE, lambda one: len(one.plans), "how many plans were compared"),
    _advised("action", "stay, switch, enroll or review", TEXT)._replace(value=lambda of: of.comparison.recommendation.action.key),
    _advised("because", "why, as a code"),
    _of_comparison("reason", TEXT, recommendation_text, "why, in words"),
    _advised("plan_id", "the plan recommended"),
    _advised("savings", "what a move saves against the current plan; empty where that is not known", MONEY),
    Column("near_tie", TEXTS, lambda of: list(of.comparison.recommendation.near_tie), "the plans that cost nearly the same"),
    _of_comparison("best", TEXT, _best(lambda cost: cost.plan.plan_id), "the first plan that may be suggested, else the first of all"),
    _of_comparison("best_name", TEXT, _best(lambda cost: cost.plan.name), "its name"),
    _of_comparison("best_all_in", MONEY, _best(attrgetter("all_in")), "its all-in cost"),
    _of_comparison("best_all_in_low", MONEY, _best(attrgetter("all_in_low")), "the least that it can be"),
    _of_comparison("best_all_in_high", MONEY, _best(attrgetter("all_in_high")), "the most that it can be"),
    Column("current_plan", TEXT, lambda of: of.comparison.recommendation.current_plan_id, "the current plan as given"),
    _of_comparison("current_name", TEXT, _current(lambda cost: cost.plan.name), "its name"),
    _of_comparison("current_all_in", MONEY, _current(attrgetter("all_in")), "its all-in cost; empty where it is not compared"),
    _of_comparison("current_all_in_low", MONEY, _current(attrgetter("all_in_low")), "the least that it can be"),
    _of_comparison("current_all_in_high", MONEY, _current(attrgetter("all_in_high")), "the most that it can be"),
    Column("default", TEXT, lambda of: of.without_action.what.key, "what happens if nothing is done"),
    Column("default_low", MONEY, lambda of: of.without_action.low, "the least all-in cost of that; empty where it is not known"),
    Column("default_high", MONEY, lambda of: of.without_action.high, "the most"),
    _of_comparison("now", TRUTH, _days("now"), "whether a plan can be chosen on the day asked about"),
    _of_comparison("from", DAY, _days("first_day"), "the first day of the period that counts"),
    _of_comparison("until", DAY, _days("last_day"), "its last day"),
    _of_comparison("how", TEXT, lambda one: choosing_text(one.can_be_chosen) if one.can_be_chosen else None, "when and by whom"),
    _of_comparison("skip_uncovered", TRUTH, attrgetter("skip_uncovered"), "whether drugs that a plan leaves out are not bought"),
    Column("notes", TEXTS, lambda of: list(of.notes), "what is said once for all plans"),
    Column("warnings", TEXTS, lambda of: list(of.doubts), "amounts that look like slips"),
    _of_comparison("not_counted", TEXTS, lambda one: list(one.not_counted), "what is on the list and in no amount"),
    _of_comparison("outside_part_d", TEXTS, lambda one: list(one.outside_part_d), "what is on the list and Part D doesn't pay for"),
    _of_comparison("at_least", TRUTH, _at_least, "whether the real cost of the best plan can only be higher"),
)
"""Of a person (``Answered``). ``member`` stands before them."""


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, column.type, metadata={"says": column.says})


PLANS = pa.schema([("member", TEXT), ("rank", WHOLE), *map(_field, PLAN_COLUMNS), ("at_least", TRUTH)])
PEOPLE = pa.schema([("member", TEXT), *map(_field, PERSON_COLUMNS)])
QUESTIONS = pa.schema(
    [("member", TEXT), ("row", WHOLE), ("line", TEXT), ("question", TEXT), ("candidates", TEXTS)]
    + [(name, TEXT) for name in ("rxcui", "quantity", "days_supply", "leave_out")]
)
REJECTS = pa.schema([("row", WHOLE), ("member", TEXT), ("column", TEXT), ("reason", TEXT)])


def plan_rows(answered: Sequence[Answered]) -> pa.RecordBatch:
    """A row for each person and plan, by rank."""
    costs = list(chain.from_iterable(one.comparison.plans for one in answered))
    labels = pa.array([one.label for one in answered], TEXT)
    many = np.fromiter((len(one.comparison.plans) for one in answered), np.int64, len(answered))
    of = np.repeat(np.arange(len(answered)), many)
    ranks = np.arange(len(costs)) - np.repeat(np.cumsum(many) - many, many) + 1
    incomplete = np.array([bool(one.comparison.not_counted) for one in answered], bool)[of]
    at_least = pa.array(incomplete | np.fromiter((cost.all_in_high is None for cost in costs), bool, len(costs)))
    columns = [_array(column, costs) for column in PLAN_COLUMNS]
    return pa.record_batch([labels.take(pa.array(of)), pa.array(ranks, WHOLE), *columns, at_least], schema=PLANS)


def person_rows(answered: Sequence[Answered]) -> pa.RecordBatch:
    """A row for each person."""
    columns = [_array(column, answered) for column in PERSON_COLUMNS]
    return pa.record_batch([pa.array([one.label for one in answered], TEXT), *columns], schema=PEOPLE)


def _array(column: Column, of: Sequence[Any]) -> pa.Array:
    values = list(map(column.value, of))
    return cents(values) if column.type == MONEY else pa.array(values, column.type)


def cents(amounts: Sequence[Cents | None]) -> pa.Array:
    """Amounts in cents as decimals with two places."""
    known = pa.array(amounts, pa.int64())
    low = np.asarray(known.fill_null(0))
    wide = np.stack([low, low >> 63], axis=1)  # 128 bits, the lower half first
    missing = known.buffers()[0] if known.null_count else None
    return pa.Array.from_buffers(MONEY, len(known), [missing, pa.py_buffer(wide.tobytes())], known.null_count)
