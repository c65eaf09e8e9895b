"""A plan as a card: its name, the one number that counts, what that number is made of, and what to know of it."""

from __future__ import annotations

from collections.abc import Mapping

from finder.domain.choosing import MayJoin, Timing
from finder.domain.decision import Choice, Role
from finder.domain.market import Plan
from finder.domain.money import Cents, shown
from finder.domain.months import YEAR_MONTHS
from finder.domain.pharmacy import Pharmacy
from finder.domain.plan_cost import Comparison, PlanCost
from finder.explain.choices import store_words
from finder.explain.kit.section import Card, DecisionCard
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.choosing import special_kind
from finder.explain.plans.costs import cost_alone, left_out_words, premium_words, yearly_words
from finder.explain.plans.headline import surely_lowest
from finder.explain.plans.months import bars_of, dearest_month
from finder.explain.plans.reasons import (
    cautions,
    cover_sentence,
    deductible_reason,
    difference,
    premium_reason,
    reasons,
    rules_sentence,
    store_kinds,
)
from finder.explain.words import PLAN_KINDS, company_name, joined, period, plan_name
from finder.questions.plans.decision import decision, merit_over
from finder.questions.plans.ranking import drug_plan

_MOST_REASONS = 3
_ROLES = {
    Role.NOW: mark("You have now"),
    Role.FIRST: mark("Ranks first for you"),
    Role.NEXT: mark("Next lowest cost"),
    Role.COVERS_MORE: mark("Covers more of your drugs"),
    Role.NO_APPROVAL: mark("No plan approval first"),
    Role.MOST_STARS: mark("More stars"),
}


def cards(comparison: Comparison, stores: Mapping[str, Pharmacy] | None = None) -> tuple[tuple[Choice, DecisionCard], ...]:
    """The plans to choose from with their cards, the person's own first. ``stores`` are the named ones by NPI."""
    choices = decision(comparison)
    scale = max(dearest_month(choice.cost) for choice in choices)
    return tuple((choice, _decision_card(comparison, choice, stores or {}, scale)) for choice in choices)


def _decision_card(comparison: Comparison, choice: Choice, stores: Mapping[str, Pharmacy], scale: Cents) -> DecisionCard:
    cost = choice.cost
    known = cautions(cost, comparison.info.as_of)
    said = tuple(filter(None, (*known, *_why(comparison, choice), premium_reason(cost), deductible_reason(cost))))
    return DecisionCard(
        role=role_words(comparison, choice),
        title=plan_name(cost.plan),
        facts=plan_facts(cost.plan),
        amount=cost_alone(comparison, cost),
        label=_short_label(comparison),
        parts=_parts(cost),
        months=bars_of(cost, scale),
        lines=(cover_sentence(comparison, cost), rules_sentence(cost), _store_line(cost, stores)),
        reasons=said[: max(_MOST_REASONS, len(known))],
        leads=choice.first,
    )


def role_words(comparison: Comparison, choice: Choice) -> str:
    """What a plan stands for beside the others: ``You have now``, ``Lowest cost for you``, ``More stars``."""
    if choice.role is Role.NOW and choice.first:
        return say("You have now, and it looks best")
    if choice.role is Role.OTHER_SORT:
        return say("A drug plan instead") if drug_plan(choice.cost) else say("A health plan instead")
    if choice.role is Role.NEXT and not surely_lowest(comparison, comparison.best[0]):
        return say("Also worth a look")
    if choice.role is Role.FIRST and surely_lowest(comparison, choice.cost):
        return _lowest(comparison)
    return say(_ROLES[choice.role])


def _lowest(comparison: Comparison) -> str:
    can = comparison.can_be_chosen
    if can is not None and can.timing is Timing.OVER and not comparison.info.example:
        return say("Lowest cost in {year}", year=comparison.info.plan_year)
    if all(comparison.figure(cost) >= comparison.figure(comparison.best[0]) for cost in comparison.plans):
        return say("Lowest cost for you")
    return say("Lowest cost of the drug plans") if drug_plan(comparison.best[0]) else say("Lowest cost of the plans that you can join")


def plan_facts(plan: Plan) -> str:
    """Whose plan it is, its kind, its stars and its id: ``Humana · Drug plan · 3.5 of 5 stars · S5884-104-000``."""
    stars = say("{stars} of 5 stars", stars=plan.star_rating) if plan.star_rating else say("not rated")
    told = {"company": plan.organization, "kind": special_kind(plan) or say(PLAN_KINDS[plan.kind]), "stars": stars, "id": plan.plan_id}
    if not plan.organization:
        return say("{kind} · {stars} · {id}", **told)
    return say("{company} · {kind} · {stars} · {id}", **told)


def _short_label(comparison: Comparison) -> str:
    """What the amount is for."""
    when = say("a year") if comparison.months_covered == YEAR_MONTHS else period(comparison.coverage_start)
    return say("{when}, without the drugs left out", when=when) if comparison.skip_uncovered else when


def _parts(cost: PlanCost) -> tuple[tuple[str, str], ...]:
    """What the amount is made of."""
    parts = [
        (say("Premiums"), premium_words(cost)),
        (say("Drugs"), shown(cost.drug_cost)),
        (say("Drugs left out"), left_out_words(cost)),
    ]
    if cost.late_enrollment_penalty:
        parts.append((say("Late fee"), shown(cost.late_enrollment_penalty)))
    if cost.income_related_premium:
        parts.append((say("For a higher income"), shown(cost.income_related_premium)))
    return tuple(parts)


def _store_line(cost: PlanCost, stores: Mapping[str, Pharmacy]) -> str:
    """At which store the drugs are priced: one of the person's own, or a kind of store."""
    named = {drug.pharmacy: drug for drug in cost.drugs if drug.covered and drug.pharmacy}
    if named:
        return say("Priced at {stores}.", stores=joined(_store(stores.get(npi), npi) for npi in named))
    kinds = store_kinds(cost)
    return say("Priced at {stores}.", stores=kinds) if kinds else ""


def _store(pharmacy: Pharmacy | None, npi: str) -> str:
    return store_words(pharmacy) if pharmacy else say("the store with NPI {npi}", npi=npi)


def _why(comparison: Comparison, choice: Choice) -> tuple[str, ...]:
    """Why a plan stands here, and how its cost compares with the one that the person has, else with the first."""
    first, current = comparison.best[0], comparison.current
    merit = _merit(comparison, choice.cost) if choice.first else ""
    if choice.role is Role.NOW:
        ranks = say("Ranks {rank} of {many} here.", rank=choice.cost.rank, many=len(comparison.plans))
        return (ranks if len(comparison.plans) > 1 else "", merit)
    other = first if current is None or current is choice.cost else current
    return (merit, _kind_reason(comparison, choice), difference(comparison, choice.cost, other) if choice.cost is not other else "")


_MERIT_WORDS = {
    "covers_more": mark("It costs almost the same as the cheapest plan, and covers more of your drugs."),
    "fewer_restrictions": mark("It costs almost the same as the cheapest plan, and has fewer rules for your drugs."),
    "more_stars": mark("It costs almost the same as the cheapest plan, and has more stars."),
    "preferred_pharmacy": mark("It costs almost the same as the cheapest plan, and has a preferred store for you."),
    "lower_premium": mark("It costs almost the same as the cheapest plan, and has a lower premium."),
}


def _merit(comparison: Comparison, cost: PlanCost) -> str:
    """Why the first plan ranks before a cheaper one; empty where none is cheaper."""
    cheapest = min(comparison.leaders or (cost,), key=comparison.figure)
    merit = merit_over(cost, cheapest) if comparison.figure(cheapest) < comparison.figure(cost) else ""
    return say(_MERIT_WORDS.get(merit, ""))


def _kind_reason(comparison: Comparison, choice: Choice) -> str:
    """In what an alternative differs from the first plan."""
    if choice.role is Role.OTHER_SORT and drug_plan(choice.cost):
        return say("With a drug plan you keep Original Medicare.")
    if choice.role is Role.OTHER_SORT:
        return say("It changes your doctors and hospitals too (Medicare Advantage).")
    if choice.role is Role.MOST_STARS:
        return say("It has the most stars of the plans that cost about the same.")
    if choice.role is Role.NO_APPROVAL:
        return say("{plan} wants to approve a drug first. This one does not.", plan=plan_name(comparison.best[0].plan))
    return ""


def joins(cost: PlanCost) -> bool:
    """Whether the person may join, as far as we know; nobody joins an example."""
    return not cost.plan.example and cost.joining.may_join is MayJoin.YES


# ---- one plan's year


def _facts(plan: Plan) -> str:
    """Whose plan it is, its kind, its stars and its id."""
    told = {"kind": special_kind(plan) or say(PLAN_KINDS[plan.kind]), "stars": plan.star_rating, "plan": plan.plan_id}
    rated = say("{kind}. {stars} of 5 stars. {plan}.", **told) if plan.star_rating else say("{kind}. Not rated. {plan}.", **told)
    return say("{company}. {facts}", company=company_name(plan), facts=rated) if plan.organization else rated


def _label(comparison: Comparison, cost: PlanCost) -> str:
    """What the amount holds."""
    when = period(comparison.coverage_start)
    if comparison.skip_uncovered:
        return say("premium and drugs {when}, without the drugs left out", when=when)
    if not cost.left_out:
        return say("premium and drugs {when}", when=when)
    return say("premium and drugs {when}, with the full price of drugs left out", when=when)


def _lines(cost: PlanCost) -> tuple[str, ...]:
    said = [
        say("Premiums: {amount}", amount=premium_words(cost)),
        say("Drugs at the store: {amount}", amount=shown(cost.drug_cost)),
        say("Drugs left out: {amount}", amount=left_out_words(cost)),
    ]
    if cost.late_enrollment_penalty:
        said.append(say("Late fee: {amount}", amount=shown(cost.late_enrollment_penalty)))
    if cost.income_related_premium:
        said.append(say("Extra premium for a higher income: {amount}", amount=shown(cost.income_related_premium)))
    return tuple(said)


def totals_card(comparison: Comparison, cost: PlanCost) -> Card:
    """The card of one plan's year: its rank, its total and what that is made of."""
    ranked = comparison.plan_cost(cost.plan.plan_id)
    many = len(comparison.plans)
    rank = [say_count("Rank {rank} of {count} plan.", "Rank {rank} of {count} plans.", many, rank=ranked.rank)] if ranked else []
    in_all = say("In all: {amount}", amount=yearly_words(cost))
    return Card(
        title=plan_name(cost.plan),
        subtitle=" ".join([*rank, _facts(cost.plan)]),
        amount=cost_alone(comparison, cost),
        label=_label(comparison, cost),
        lines=(*_lines(cost), in_all, say("Deductible: {amount}", amount=shown(cost.deductible))),
        reasons=reasons(comparison, cost),
    )
