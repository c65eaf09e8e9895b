"""Two people, two answers: each plan in a sentence, both in a table, and what both pay."""

from __future__ import annotations

from finder.domain.money import Cents, shown, whole_dollars
from finder.domain.side_by_side import Couple, OneOfTwo
from finder.explain.kit.section import Bullets, Column, Headline, Paragraphs, Sections, Subheading, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.advice import advice
from finder.explain.plans.costs import cost_words, left_out_words, premium_words, yearly_words
from finder.explain.plans.drugs import not_covered_sentence, special_sentences
from finder.explain.plans.plan_cell import plan_cell
from finder.explain.words import PLAN_KINDS, about, in_whole_dollars, period, plan_name

LEAD = mark("A Medicare drug plan is for one person. So each of you has a list and an answer. We show both here, side by side.")
NO_ANSWER = mark("First find plans for the first of you. Then add the second person here.")
NO_LINK = mark("What one of you pays does not count toward the other's deductible or yearly limit.")
SECOND_PERSON = mark("1. The second person")
THEIR_DRUGS = mark("2. Their drugs")
BOTH_ANSWERS = mark("3. Both answers")
COMPARE = mark("Compare for both")
WHOSE = mark("Whose answer?")
EACH_PAGE = mark("My answer, Plan year, What if and the other pages have a switch at the top: Person 1 or Person 2.")
CHANGE_SECOND = mark("Change what the second person answered")
CHANGED = mark("You changed an answer. Press Compare for both to see the new costs.")


def sections(answer: Couple) -> Sections:
    """Both answers: the plans, the table, and what we suggest to each."""
    both = enumerate((answer.first, answer.second), start=1)
    each = [(Subheading(say("Person {place}", place=place)), Bullets(advice_sentences(one))) for place, one in both]
    advised = [section for sections_of_one in each for section in sections_of_one]
    first, second, together, *rest = headline(answer)
    below = Paragraphs((say(NO_LINK), say(EACH_PAGE)))
    return (Headline(together), Paragraphs((first, second, *rest)), couple_table(answer), *advised, below)


def headline(answer: Couple) -> tuple[str, ...]:
    """Both plans, and what both pay together."""
    said = [_person(place, one) for place, one in enumerate((answer.first, answer.second), start=1)]
    said.append(_together(answer))
    if answer.same_plan is not None:
        said.append(say("It is the same plan for both: {plan}. Each of you joins it alone.", plan=plan_name(answer.same_plan)))
    return (*said, *_one_plan(answer))


def person_words(place: int) -> str:
    """``Person 1``."""
    return say("Person {place}", place=place)


def _one_plan(answer: Couple) -> tuple[str, ...]:
    """What one plan for both would cost, beside a plan for each: the difference of the rounded figures."""
    if answer.one_plan is None:
        return ()
    one, other = answer.one_plan.first, answer.one_plan.second
    first, second = answer.first.comparison, answer.second.comparison
    total = whole_dollars(first.figure(one)) + whole_dollars(second.figure(other))
    more = total - _sum_of_figures(answer)
    told = {"plan": plan_name(one.plan), "cost": about(total), "amount": in_whole_dollars(abs(more))}
    if not more:
        return (say("One plan for both, {plan}, would cost {cost}: the same.", **told),)
    if more > 0:
        return (say("One plan for both, {plan}, would cost {cost}: about {amount} more.", **told),)
    return (say("One plan for both, {plan}, would cost {cost}: about {amount} less.", **told),)


def _sum_of_figures(answer: Couple) -> Cents:
    """What both pay, each at their own plan: the sum of the two rounded figures."""
    both = [(one.comparison, one.cost) for one in (answer.first, answer.second) if one.cost is not None]
    return sum(whole_dollars(comparison.figure(cost)) for comparison, cost in both)


def _together(answer: Couple) -> str:
    """What both pay: the sum of the two rounded figures."""
    if answer.together is None:
        return say("We're missing a price or a premium, so we can't add up both.")
    total = _sum_of_figures(answer)
    if any(one.comparison.not_counted for one in (answer.first, answer.second)):
        return say("Both of you together: at least {amount}.", amount=in_whole_dollars(total))
    return say("Both of you together: {amount}.", amount=about(total))


def _person(place: int, one: OneOfTwo) -> str:
    if one.cost is None:
        return say("Person {place}: no plan stands out.", place=place)
    return say(
        "Person {place}: {plan}, {cost} {when}.",
        place=place,
        plan=plan_name(one.cost.plan),
        cost=cost_words(one.comparison, one.cost),
        when=period(one.comparison.coverage_start),
    )


def advice_sentences(one: OneOfTwo) -> tuple[str, ...]:
    """What we suggest to one of the two, what the plan leaves out, and what its other lists say."""
    if one.cost is None:
        return advice(one.comparison)
    return tuple(filter(None, (*advice(one.comparison), not_covered_sentence(one.cost), *special_sentences(one.cost, one.special))))


def couple_table(answer: Couple) -> Table:
    """Both plans, part by part."""
    rows = tuple(_row(place, one) for place, one in enumerate((answer.first, answer.second), start=1))
    total = _both(answer)
    columns = (
        Column(say("Person")),
        Column(say("Plan")),
        Column(say("Premiums"), True),
        Column(say("Drugs at the store"), True),
        Column(say("Drugs left out"), True),
        Column(say("Yearly cost, all in"), True),
    )
    return Table(say("Each of you at the plan to look at"), columns, (*rows, *total), frozenset({2} if total else ()))


def _both(answer: Couple) -> tuple[tuple[str, ...], ...]:
    costs = [one.cost for one in (answer.first, answer.second) if one.cost is not None]
    if answer.together is None:
        return ()
    drugs, left = sum(cost.drug_cost for cost in costs), sum(cost.left_out_cost for cost in costs)
    all_in = sum(cost.all_in for cost in costs)
    left_out = shown(left) if left else say("none")
    return ((say("Both of you"), say("each at your own plan"), shown(all_in - drugs - left), shown(drugs), left_out, shown(all_in)),)


def _row(place: int, one: OneOfTwo) -> tuple[str, ...]:
    drugs = len(one.comparison.prescriptions)
    person = say_count("Person {place}, {count} drug", "Person {place}, {count} drugs", drugs, place=place)
    cost = one.cost
    if cost is None:
        return (person, say("none stands out"), "", "", "", "")
    plan = f"{plan_cell(cost.plan, one.comparison.info.as_of)} {say('{kind}.', kind=say(PLAN_KINDS[cost.plan.kind]))}"
    return (person, plan, premium_words(cost, fees=True), shown(cost.drug_cost), left_out_words(cost), yearly_words(cost))
