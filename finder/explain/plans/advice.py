"""What we suggest, and why: for a person with the cautions that belong to it, and for the answer of ``finder compare``."""

from __future__ import annotations

from finder.domain.choosing import MayJoin
from finder.domain.plan_cost import Action, Comparison, PlanCost, PremiumSubsidy
from finder.explain.messages import Told, mark, say, say_count
from finder.explain.plans.costs import cost_words
from finder.explain.plans.estimates import prices_told
from finder.explain.source_words import assumed_sentences
from finder.explain.words import day, first_words, in_whole_dollars, plan_name, spelled
from finder.questions.plans.ranking import NEAR_TIE_A_YEAR, compared_with_another_sort, drug_plan

_WHY = {
    "current_is_best": Told(mark("You can stay in your plan."), mark("Your plan costs least of its kind for this list.")),
    "near_tie": Told(
        mark("You can stay in your plan. Moving would change little."),
        mark("Your plan is within {near} a year of the plan of its kind that ranks first."),
    ),
    "saves": Told(mark("Think about switching to {best}."), mark("Another plan of the same kind costs less for this list.")),
    "covers_more": Told(
        mark("Think about switching to {best}. It covers more of your drugs."),
        mark("Another plan of the same kind covers more of this list."),
    ),
    "other_sort": Told(
        mark("{best} comes first. It is another kind of plan. Moving to it would change your doctors and hospitals too."),
        mark("The plan in first place isn't the kind that you have. Moving to it would change your doctors and hospitals too."),
    ),
    "year_over": Told(mark("{best} looks best for that year."), mark("Plans of this year can no longer be chosen.")),
    "no_other_plan": Told(
        mark("We have no other plan here to suggest. Ask if you can join one of those below."),
        mark("No other plan of the kinds compared can be suggested to this person without a further question."),
    ),
    "lowest_total": Told(mark("Think about {best}."), mark("This plan costs least for this list.")),
    "example_design": Told(
        mark("Of these designs, {best} comes first."), mark("The designs compared are examples, not plans that anyone can join.")
    ),
    "current_plan_not_offered": Told(
        mark("Your plan is not in the list for your county. Look at the plans below."),
        mark("Your plan is not among the plans that serve this county in this catalog."),
    ),
    "current_cost_unknown": Told(
        mark("We're missing a price for your plan. Call your plan before you switch."),
        mark("A price, cost share or premium of your plan is missing from the files, so its cost is not known."),
    ),
    "best_cost_unknown": Told(
        mark("We're missing a price for {best}. Call the plan before you choose."),
        mark("A price, cost share or premium of the plan in first place is missing from the files."),
    ),
    "best_does_not_cover_all": Told(
        mark("None of these drug plans covers all your drugs. Ask your doctor or call for help before you choose."),
        mark("No plan of this kind covers the whole list. The full price of what is left out is in the all-in cost."),
    ),
    "best_leaves_out": Told(
        mark("{best} leaves out a drug that another plan covers. It still costs less. Ask your doctor before you choose."),
        mark("The plan in first place leaves out a drug that another plan covers. Its full price is in the all-in cost."),
    ),
    "ranges_overlap": Told(
        mark("We don't have every price, so we can't say which plan costs least. Call 1-800-MEDICARE before you choose."),
        mark("A price or premium is known only within a range, so it is not sure which plan costs least."),
    ),
    "out_of_network": Told(
        mark("You would buy outside the network. You pay first and ask the plan for some of it back (paper claim). It costs more."),
        mark(
            "Only pharmacies outside the network were asked for. There a person pays what the pharmacy charges and files a paper claim. "
            "The costs here are the share that the claim would leave of the plan's price; what the pharmacy charges above it comes on top."
        ),
    ),
    "no_plan_to_suggest": Told(
        mark("We can't suggest a plan yet. These plans are only for some people. Ask if you can join."),
        mark("No plan of the kinds compared can be suggested to this person without a further question."),
    ),
    "premium_subsidy_unknown": Told(
        mark("Extra Help will lower the premium. Call to ask how much before you choose."),
        mark("What Extra Help takes off the premium is not known for this region and year."),
    ),
}
"""By the code of the recommendation."""
_NO_HEALTH_PLAN_COVERS_ALL = mark("None of these health plans covers all your drugs. Ask your doctor or call for help before you choose.")
_PREMIUM_ESTIMATED = Told(
    mark("The premium after Extra Help is our estimate. Ask the plan."), mark("The premium after Extra Help is an estimate.")
)
_OTHER_PREMIUMS_ESTIMATED = Told(
    mark("Some of the other premiums after Extra Help are our estimates."),
    mark("Some premiums after Extra Help of the plans compared are estimates."),
)


def advice(comparison: Comparison) -> tuple[str, ...]:
    """What we suggest, the estimates in it, and the cautions that belong to it."""
    said = (suggestion(comparison), estimates_sentence(comparison), *cautions_of_the_choice(comparison), example_sentence(comparison))
    return tuple(filter(None, said))


def estimates_sentence(comparison: Comparison) -> str:
    """The estimates on which the answer rests; empty where there are none."""
    info = comparison.info
    return " ".join(say(told.person, day=day(info.prices_as_of), year=info.plan_year) for told in _estimates(comparison))


def cautions_of_the_choice(comparison: Comparison) -> tuple[str, ...]:
    """That a plan of the other kind ranks higher, and which plans cost almost the same."""
    return tuple(filter(None, (_kind_caution(comparison), near_tie_sentence(comparison))))


def suggestion(comparison: Comparison) -> str:
    """What we suggest, in a sentence or two."""
    because, best = comparison.recommendation.because, comparison.best[0]
    if because == "best_does_not_cover_all" and not drug_plan(best):
        return say(_NO_HEALTH_PLAN_COVERS_ALL)
    return say(_WHY[because].person, best=plan_name(best.plan))


def _estimates(comparison: Comparison) -> tuple[Told, ...]:
    """The estimates on which the answer rests: premiums after Extra Help, and prices of an earlier year."""
    prices = tuple(filter(None, (prices_told(comparison.info),)))
    if comparison.recommendation.estimated:
        return (_PREMIUM_ESTIMATED, *prices)
    if any(cost.premium_subsidy is PremiumSubsidy.ESTIMATED for cost in comparison.leaders):
        return (_OTHER_PREMIUMS_ESTIMATED, *prices)
    return prices


def _kind_caution(comparison: Comparison) -> str:
    """That a plan of the other kind ranks higher, or that the best one is a health plan."""
    top, best, current = comparison.plans[0], comparison.best[0], comparison.current
    if current is None and not drug_plan(best):
        said = say("This is a health plan with drugs (Medicare Advantage). It changes your doctors and hospitals too, not just your drugs.")
        return f"{said} {_first_drug_plan(comparison)}".strip()
    if comparison.recommendation.because == "other_sort":
        return ""  # the suggestion says it
    if drug_plan(top) == drug_plan(current or best) or top.joining.may_join is not MayJoin.YES or top.plan.sanctioned:
        return ""
    told = {"plan": plan_name(top.plan), "cost": cost_words(comparison, top)}
    if drug_plan(top):
        return say("A drug plan ranks higher: {plan}, {cost}. Moving to it would change your doctors and hospitals too.", **told)
    return say(
        "A health plan with drugs (Medicare Advantage) ranks higher: {plan}, {cost}. "
        "Moving to it would change your doctors and hospitals too.",
        **told,
    )


def _first_drug_plan(comparison: Comparison) -> str:
    first = next((cost for cost in comparison.plans if drug_plan(cost)), None)
    if first is None:
        return ""
    return say(
        "To keep Original Medicare, look at drug plans. The first of them is {plan}: {cost}.",
        plan=plan_name(first.plan),
        cost=cost_words(comparison, first),
    )


def near_tie_sentence(comparison: Comparison) -> str:
    """The plans that cost nearly the same as the best one; empty where there are none."""
    ties = [cost for plan_id in comparison.recommendation.near_tie if (cost := comparison.plan_cost(plan_id)) is not None]
    if not ties:
        return ""
    names = first_words([plan_name(cost.plan) for cost in ties])
    return say_count(
        "One more plan costs almost the same: {names}.",
        "{many} more plans cost almost the same: {names}.",
        len(ties),
        many=spelled(len(ties)),
        names=names,
    )


def example_sentence(comparison: Comparison) -> str:
    """That the plans are examples, or what is assumed of all of them."""
    if not comparison.info.example:
        return " ".join(assumed_sentences(comparison.info))
    return say("These are example designs with the rules and prices of {year}. No real plan is shown.", year=comparison.info.plan_year)


# ---- for the answer of finder compare

_BY_MERITS = {
    "current_is_best": mark(
        "Your plan is within {near} a year of the one of its kind that costs least; "
        "among such plans, drugs covered, fewer restrictions, stars, preferred pharmacies and the premium decide."
    ),
    "lowest_total": mark(
        "This plan is within {near} a year of the one that costs least for this list; "
        "among such plans, drugs covered, fewer restrictions, stars, preferred pharmacies and the premium decide."
    ),
}
"""In place of the reason where the plan is the first of a near tie, and not the cheapest."""
_ABOUT_COST = ("current_is_best", "near_tie", "saves", "lowest_total")


def recommendation_text(comparison: Comparison) -> str:
    """Why the answer of ``finder compare`` recommends what it does, and what is still to be known of it."""
    advised = comparison.recommendation
    best = comparison.plan_cost(advised.plan_id) if advised.plan_id else None
    said = [say(_first_reason(comparison, best), near=in_whole_dollars(NEAR_TIE_A_YEAR))]
    if best is not None:
        said += _of_the_best(comparison, best)
    if advised.because == "covers_more" and advised.savings is not None and advised.savings < 0:
        said.append(say("It costs more."))
    info = comparison.info
    said += [say(told.program, day=info.prices_as_of.isoformat(), year=info.plan_year) for told in _estimates(comparison)]
    said += assumed_sentences(info)
    if comparison.skip_uncovered:
        said.append(say("The drugs that a plan leaves out are not counted, as asked."))
    return " ".join(said)


def _first_reason(comparison: Comparison, best: PlanCost | None) -> str:
    because = comparison.recommendation.because
    if best is not None and any(_costs_less(comparison, cost, best) for cost in comparison.leaders):
        return _BY_MERITS.get(because, _WHY[because].program)
    if because == "current_is_best" and best is not None and compared_with_another_sort(comparison.leaders, best):
        return mark("Your plan costs less for this list than the plans of the kind asked for.")
    return _WHY[because].program


def _of_the_best(comparison: Comparison, best: PlanCost) -> list[str]:
    """What the plan leaves out, and that cheaper ones were passed over."""
    advised = comparison.recommendation
    said = []
    if best.not_covered and not comparison.skip_uncovered and advised.action in (Action.STAY, Action.SWITCH):
        said.append(say("It leaves out a drug on the list. The all-in cost counts that drug's full price."))
    if advised.because in _ABOUT_COST and any(_costs_less(comparison, cost, best) for cost in _passed_over(comparison)):
        said.append(say("Some plans here cost less, but they are another kind, or only for some people."))
    return said


def _costs_less(comparison: Comparison, cost: PlanCost, best: PlanCost) -> bool:
    """Whether a plan of a known premium costs less than the best one, and covers as much where what it leaves out is not bought."""
    alike = not comparison.skip_uncovered or cost.counted >= best.counted
    return alike and cost.premium is not None and comparison.figure(cost) < comparison.figure(best)


def _passed_over(comparison: Comparison) -> list[PlanCost]:
    """The plans that the advice may not name: of the other kind, or not open to this person."""
    leaders = {cost.plan.plan_id for cost in comparison.leaders}
    return [cost for cost in comparison.plans if cost.plan.plan_id not in leaders]
