"""Page one of a report: the decision. The plan that the person has beside the plan to look at, what to do, and by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from finder.domain.money import shown
from finder.domain.plan_cost import Action, Comparison, PlanCost, RestrictionKind
from finder.domain.report import PersonReport, Report
from finder.explain.choices import store_words
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.advice import suggestion
from finder.explain.plans.cards import role_words
from finder.explain.plans.choosing import instead_sentence, joining_sentence, special_kind
from finder.explain.plans.costs import at_least, cost_alone, covered_words, left_out_words, premium_words
from finder.explain.plans.couple import person_words
from finder.explain.plans.joining import can_join
from finder.explain.plans.reasons import asks
from finder.explain.report.sheet import Bars, Line, PlanColumn
from finder.explain.words import (
    CHANNELS,
    PLAN_KINDS,
    company_name,
    drug_name,
    first_words,
    in_whole_dollars,
    joined,
    month,
    period,
    plan_name,
)
from finder.questions.plans.decision import decision

_ASKED = mark("You asked about")
_SIDE_BY_SIDE = 2
"""Plans of page one, so that its print stays large; the answer on the screen has one more."""
_NAMED = 1
"""Drugs named in a cell; of more, how many there are. Page two has each."""
_IN_A_STEP = 2
_MOST_MONTHS = 2
"""An amount is that of most months from one half of them on."""


class Compared(NamedTuple):
    """A plan of page one and what it stands for there; ``leads``: whether it is the one to look at."""

    role: str
    cost: PlanCost
    leads: bool = False


def compared_plans(person: PersonReport) -> tuple[Compared, ...]:
    """The first cards of the answer, and the plan whose year the person asked for where it is none of them."""
    comparison = person.comparison
    choices = decision(comparison)
    stays = comparison.current is not None and comparison.recommendation.action is Action.STAY
    found = []
    for choice in choices[:_SIDE_BY_SIDE]:
        leads = choice.cost is comparison.current if stays else choice.first
        found.append(Compared(role_words(comparison, choice), choice.cost, leads))
    asked = comparison.plan_cost(person.cost.plan.plan_id)
    if asked is not None and all(one.cost is not asked for one in found):
        role = next((role_words(comparison, choice) for choice in choices if choice.cost is asked), say(_ASKED))
        found.append(Compared(role, asked))
    return tuple(found)


def plan_columns(plans: tuple[Compared, ...]) -> tuple[PlanColumn, ...]:
    """The head of each plan: what it stands for, its name, whose it is, and the number to join it by."""
    return tuple(PlanColumn(one.role, plan_name(one.cost.plan), _facts(one.cost), one.leads) for one in plans)


def _facts(cost: PlanCost) -> tuple[str, ...]:
    plan = cost.plan
    kind = special_kind(plan) or say(PLAN_KINDS[plan.kind])
    rated = say("{stars} of 5 stars", stars=plan.star_rating) if plan.star_rating else say("Not rated")
    return tuple(
        filter(None, (company_name(plan), say("{kind}. {stars}.", kind=kind, stars=rated), say("Plan ID: {plan}", plan=plan.plan_id)))
    )


def plan_lines(person: PersonReport, plans: tuple[Compared, ...]) -> tuple[Line, ...]:
    """What is compared, a line each: the year and its parts, the months, drugs, what the plan asks first, and the store."""
    return _lines([(person, one.cost) for one in plans])


def plans_of_two(report: Report) -> tuple[Compared, ...]:
    """The plan to look at of each of two people; none for one to whom no plan is suggested."""
    both = report.couple
    told = [] if both is None else [(1, both.first.cost), (2, both.second.cost)]
    return tuple(Compared(person_words(place), cost, True) for place, cost in told if cost is not None)


def lines_of_two(report: Report, plans: tuple[Compared, ...]) -> tuple[Line, ...]:
    """The same lines for the plans of two people."""
    return _lines([(person, one.cost) for person, one in zip(report.people, plans, strict=True)])


def _lines(told: Sequence[tuple[PersonReport, PlanCost]]) -> tuple[Line, ...]:
    costs = [cost for _, cost in told]
    of = {id(cost): person for person, cost in told}

    def line(label: str, cell: Callable[[PlanCost], str], *, strong: bool = False) -> Line:
        return Line(label, tuple(cell(cost) for cost in costs), strong)

    def person_of(cost: PlanCost) -> PersonReport:
        return of[id(cost)]

    return (
        line(_cost_label(told), lambda cost: cost_alone(person_of(cost).comparison, cost), strong=True),
        *_parts(told, line),
        line(say("Each month"), _months),
        Line("", tuple(Bars(tuple(_paid(cost))) for cost in costs)),
        line(say("Drugs covered"), lambda cost: covered_words(cost, person_of(cost).comparison.listed)),
        line(say("Plan asks first"), _asks_first),
        line(say("Drug store"), lambda cost: _store(person_of(cost), cost)),
    )


def _cost_label(told: Sequence[tuple[PersonReport, PlanCost]]) -> str:
    """The months that are counted; of two people whose coverage starts in different months, the year."""
    starts = {person.comparison.coverage_start for person, _ in told}
    first = min(starts)
    return say("Cost {when}", when=period(first)) if len(starts) == 1 else say("Cost in {year}", year=first.year)


_Line = Callable[[str, Callable[[PlanCost], str]], Line]


def _parts(told: Sequence[tuple[PersonReport, PlanCost]], line: _Line) -> list[Line]:
    """What the year is made of; a part that no plan has is left out."""
    costs = [cost for _, cost in told]
    lines = [line(say("Premiums"), premium_words), line(say("Drugs at the store"), lambda cost: shown(cost.drug_cost))]
    if any(cost.left_out for cost in costs):
        counted = {not person.comparison.skip_uncovered for person, _ in told}
        label = say("Left out, not counted") if counted == {False} else say("Left out, full price")
        lines.append(line(label, left_out_words))
    if any(cost.late_enrollment_penalty for cost in costs):
        lines.append(line(say("Late fee"), lambda cost: shown(cost.late_enrollment_penalty)))
    if any(cost.income_related_premium for cost in costs):
        lines.append(line(say("Higher income"), lambda cost: shown(cost.income_related_premium)))
    return lines


def _months(cost: PlanCost) -> str:
    """``January $265, then $59 in most months``."""
    first, *others = _paid(cost)
    number = next(entry.month for entry in cost.months if entry.covered)
    told = {"month": month(number), "first": at_least(first) if cost.premium is None else in_whole_dollars(first)}
    later = [in_whole_dollars(paid) for paid in others]
    if not later:
        return say("{month} {first}", **told)
    usual, many = Counter(later).most_common(1)[0]
    if many == len(later) and told["first"] == usual:
        return say("{amount} each month", amount=usual)
    if many == len(later):
        return say("{month} {first}, then {amount} a month", amount=usual, **told)
    if many * _MOST_MONTHS >= len(later):
        return say("{month} {first}, then {amount} in most months", amount=usual, **told)
    least, most = min(others), max(others)
    return say("{month} {first}, then {least} to {most}", least=in_whole_dollars(least), most=in_whole_dollars(most), **told)


def _paid(cost: PlanCost) -> list[int]:
    return [entry.patient_pay + entry.premium for entry in cost.months if entry.covered]


def _asks_first(cost: PlanCost) -> str:
    """What the person must see to before the plan pays. A limit that the amount keeps asks nothing."""
    approval = [drug_name(drug.drug) for drug in cost.drugs if asks(drug, RestrictionKind.PRIOR_AUTHORIZATION)]
    step = [drug_name(drug.drug) for drug in cost.drugs if asks(drug, RestrictionKind.STEP_THERAPY)]
    over = [drug_name(drug.drug) for drug in cost.drugs if any(one.exceeded for one in drug.restrictions)]
    said = (
        say("Plan approval: {drugs}", drugs=_few(approval)) if approval else "",
        say("Try another drug: {drugs}", drugs=_few(step)) if step else "",
        say("Over its limit: {drugs}", drugs=_few(over)) if over else "",
    )
    return "; ".join(filter(None, said)) or say("Nothing")


def _few(names: list[str]) -> str:
    return joined(names) if len(names) <= _NAMED else say_count("{count} drug", "{count} drugs", len(names))


def _store(person: PersonReport, cost: PlanCost) -> str:
    """Where the drugs are priced: the person's own stores, or kinds of store."""
    counted = [drug for drug in cost.drugs if drug.counted]
    told = {store.npi: store_words(store) for store in person.stores}
    own = dict.fromkeys(told.get(drug.pharmacy, say("NPI {npi}", npi=drug.pharmacy)) for drug in counted if drug.pharmacy)
    kinds = dict.fromkeys(say(CHANNELS[drug.channel]) for drug in counted)
    if not kinds:
        return say("None: no drug is covered")
    if not own:
        return _capital(joined(kinds, "or"))
    return say("{stores} ({kinds})", stores="; ".join(own), kinds=joined(kinds))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def steps_to_take(comparison: Comparison, first: PlanCost) -> tuple[str, ...]:
    """What to do next about the plan to look at, in order."""
    approval = [drug_name(drug.drug) for drug in first.drugs if asks(drug, RestrictionKind.PRIOR_AUTHORIZATION)]
    left_out = [drug_name(drug.drug) for drug in first.not_covered]
    said = (
        suggestion(comparison),
        _instead(comparison),
        _join(comparison, first),
        say("Ask your doctor about drugs that this plan leaves out: {drugs}.", drugs=first_words(left_out, _IN_A_STEP)) if left_out else "",
        say("Ask your doctor for the plan's approval form: {drugs}.", drugs=first_words(approval, _IN_A_STEP)) if approval else "",
    )
    return tuple(filter(None, said))


def _instead(comparison: Comparison) -> str:
    """The year to look at where this one is no longer the one that counts."""
    can = comparison.can_be_chosen
    return instead_sentence(can) if can is not None and can.next_year is not None and not comparison.info.example else ""


def _join(comparison: Comparison, first: PlanCost) -> str:
    """How to stay, or how to join; empty where nobody can join the plan."""
    if first is comparison.current:
        return say("To stay in your plan, you don't have to do anything.")
    if comparison.info.example or not can_join(comparison, first):
        return ""
    plan_id = first.plan.plan_id
    joins = joining_sentence(first.joining)
    said = say("To join, call 1-800-MEDICARE or go to medicare.gov/plan-compare. Give the plan ID: {plan_id}.", plan_id=plan_id)
    return f"{joins} {said}".strip()
