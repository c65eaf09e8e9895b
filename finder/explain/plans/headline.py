"""The answer in a few sentences: what to do, until when, what staying and the best plan cost, and what no figure holds."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.choosing import Timing
from finder.domain.money import Cents
from finder.domain.months import YEAR_MONTHS
from finder.domain.plan_cost import Action, Comparison, PlanCost
from finder.explain.messages import say
from finder.explain.plans.choosing import act_sentence, choosing_sentences, instead_sentence, over_sentence
from finder.explain.plans.costs import apart, at_least, at_least_sentences, cost_words, skipped_sentence
from finder.explain.words import about, in_whole_dollars, period, plan_name
from finder.questions.plans.ranking import only_drug_plans


class Head(NamedTuple):
    """The head of the answer.

    ``first``: the sentence in large type. ``act``: beside it, until when to act, or what it takes.
    """

    first: str
    act: str


def head(comparison: Comparison) -> Head:
    """What to do, with its amount, and the day to act. Where the year can't be chosen any more, that comes first."""
    finding = _switch_or_stay(comparison)
    if not finding or comparison.current is None:
        finding = f"{finding} {_lowest_cost(comparison) or _costs(comparison)}".strip()
    can = comparison.can_be_chosen
    if can is not None and _timing(comparison) is Timing.OVER:
        return Head(over_sentence(can), _costs(comparison))
    return Head(finding, "" if can is None or comparison.info.example else act_sentence(can))


def _lowest_cost(comparison: Comparison) -> str:
    """The lowest cost without the plan's name, which its card has; empty where it is not sure which plan costs least."""
    best = comparison.best[0]
    if comparison.current is not None or comparison.info.example or not surely_lowest(comparison, best):
        return ""
    when = say("a year") if comparison.months_covered == YEAR_MONTHS else period(comparison.coverage_start)
    told = {"cost": cost_words(comparison, best), "when": when}
    if len(comparison.leaders) == len(comparison.plans):
        return say("Your lowest cost is {cost} {when}.", **told)
    if only_drug_plans(comparison.leaders):
        return say("With a drug plan, your lowest cost is {cost} {when}.", **told)
    return say("Of the plans that you can join, the lowest cost is {cost} {when}.", **told)


def surely_lowest(comparison: Comparison, cost: PlanCost) -> bool:
    """Whether a plan surely costs least of those that may be suggested."""
    least = min(comparison.figure(other) for other in comparison.leaders or (cost,))
    unsure = is_range(cost) or cost.premium is None or bool(cost.unpriced) or comparison.recommendation.because in _UNSURE
    return comparison.figure(cost) == least and not unsure


_UNSURE = ("ranges_overlap", "premium_subsidy_unknown", "no_plan_to_suggest")


def why_at_least(comparison: Comparison) -> tuple[str, ...]:
    """Why a cost is "at least", or leaves a drug out, each reason once."""
    said = list(at_least_sentences(comparison))
    if comparison.skip_uncovered:
        said.append(say("You said you would not buy drugs that a plan leaves out. So their price is not counted."))
        said += [skipped_sentence(comparison, cost) for cost in _compared(comparison)]
    return tuple(filter(None, said))


def headline(comparison: Comparison) -> tuple[str, ...]:
    """The answer in a few sentences; the first is the one in large type."""
    first, until, costs = _switch_or_stay(comparison), _until(comparison), _costs(comparison)
    if _timing(comparison) is Timing.OVER:
        said = [until, costs]  # nobody can switch within that year
    elif _timing(comparison) is Timing.SPECIAL_PERIOD:
        said = [until, first, costs]
    else:
        said = [first, until, costs] if first else [costs, until]
    return tuple(filter(None, (*said, *why_at_least(comparison))))


def current_line(comparison: Comparison) -> str:
    """The current plan in a line: its name and rank; empty where there is none. The headline says what staying costs."""
    current = comparison.current
    if current is None:
        return ""
    plan, many = plan_name(current.plan), len(comparison.plans)
    return say("Your plan now: {plan}. It ranks {rank} of {many}.", plan=plan, rank=current.rank, many=many)


def _compared(comparison: Comparison) -> tuple[PlanCost, ...]:
    """The person's plan and the best one; one plan where they are the same, or there is no current one."""
    current, best = comparison.current, comparison.best[0]
    return (best,) if current is None or current is best else (current, best)


def _switch_or_stay(comparison: Comparison) -> str:
    advice, current = comparison.recommendation, comparison.current
    if current is None:
        return say("We can't find your plan this year.") if advice.current_plan_id else ""
    if advice.because == "current_is_best":
        return say("You are in the plan that looks best.")
    sure, best = not is_range(current), comparison.best[0]
    saved = apart(comparison.figure(current) if sure else current.all_in_low, comparison.figure(best))
    if advice.action is Action.SWITCH and saved > 0:
        return _switching_saves(comparison, about(saved) if sure else at_least(saved))
    if advice.because != "near_tie":
        return ""
    stay = say("You can stay in your plan.")
    return f"{stay} {_switching_saves_at_most(comparison, about(saved) if sure else at_least(saved))}" if saved > 0 else stay


def _switching_saves(comparison: Comparison, amount: str) -> str:
    if _too_late_for_all_months(comparison):
        return _over_the_whole_time(comparison, amount)
    if comparison.months_covered == YEAR_MONTHS:
        return say("Switching could save you {amount} a year.", amount=amount)
    return say("Switching could save you {amount} {when}.", amount=amount, when=period(comparison.coverage_start))


def _over_the_whole_time(comparison: Comparison, amount: str) -> str:
    if comparison.months_covered == YEAR_MONTHS:
        return say("Over a full year, switching would save {amount}.", amount=amount)
    return say("Switching would save {amount} {when}.", amount=amount, when=period(comparison.coverage_start))


def _switching_saves_at_most(comparison: Comparison, amount: str) -> str:
    when = period(comparison.coverage_start)
    if comparison.months_covered < YEAR_MONTHS:
        return say("Switching would save {amount} {when} at most.", amount=amount, when=when)
    if _too_late_for_all_months(comparison):
        return say("Over a full year, switching would save {amount} at most.", amount=amount)
    return say("Switching would save {amount} a year at most.", amount=amount)


def _too_late_for_all_months(comparison: Comparison) -> bool:
    """Whether the figures hold months that are over before a plan that is chosen today could start."""
    can = comparison.can_be_chosen
    return can is not None and not comparison.info.example and can.starts is not None and comparison.coverage_start < can.starts


def _timing(comparison: Comparison) -> Timing | None:
    """How the year can be chosen; None where that was not asked, and for examples."""
    can = comparison.can_be_chosen
    return None if can is None or comparison.info.example else can.timing


def _until(comparison: Comparison) -> str:
    """Until when a plan can be chosen; where the year is over or needs a special period, what to do instead."""
    can, timing = comparison.can_be_chosen, _timing(comparison)
    if can is None or timing is None:
        return ""
    instead = instead_sentence(can) if timing in (Timing.OVER, Timing.SPECIAL_PERIOD) else ""
    return f"{choosing_sentences(can)[0]} {instead}".strip()


def _costs(comparison: Comparison) -> str:
    current, best = comparison.current, comparison.best[0]
    when, cost = period(comparison.coverage_start), cost_words(comparison, best)
    if current is None:
        said = say("{plan} would cost {cost} {when}.", plan=plan_name(best.plan), cost=cost, when=when)
        return f"{said} {_how_it_ranks(comparison, best)}".strip()
    staying = say("Staying costs {cost} {when}.", cost=cost_words(comparison, current), when=when)
    if current is best or comparison.recommendation.because == "current_is_best":
        return " ".join([staying, *_runner_up(comparison, current)])
    if is_range(current) or is_range(best):
        return f"{staying} {say('{plan} would cost {cost}.', plan=plan_name(best.plan), cost=cost)}"
    return f"{staying} {_beside(best, cost, apart(comparison.figure(best), comparison.figure(current)))}"


def _beside(best: PlanCost, cost: str, difference: Cents) -> str:
    """What the best plan costs, beside staying."""
    told = {"plan": plan_name(best.plan), "cost": cost, "amount": in_whole_dollars(abs(difference))}
    if not difference:
        return say("{plan} would cost {cost}: the same.", **told)
    if difference > 0:
        return say("{plan} would cost {cost}: about {amount} more.", **told)
    return say("{plan} would cost {cost}: about {amount} less.", **told)


def is_range(cost: PlanCost) -> bool:
    """Whether the cost is shown as a range."""
    return cost.all_in_low != cost.all_in


def _how_it_ranks(comparison: Comparison, best: PlanCost) -> str:
    if best.premium is None or best.unpriced:
        return say("A cost is missing, so check with the plan.")
    if comparison.recommendation.because in _UNSURE:
        return ""
    cheaper = [cost for cost in comparison.leaders if comparison.figure(cost) < comparison.figure(best)]
    if comparison.skip_uncovered and any(cost.counted < best.counted for cost in cheaper):
        return say("Some plans cost less, but they cover fewer of your drugs.")
    return _among_the_lowest(comparison) if cheaper else _the_lowest(comparison)


def _the_lowest(comparison: Comparison) -> str:
    if len(comparison.leaders) == len(comparison.plans):
        return say("That is the lowest cost.")
    if only_drug_plans(comparison.leaders):
        return say("That is the lowest cost of the drug plans.")
    return say("That is the lowest cost of the plans that you can join.")


def _among_the_lowest(comparison: Comparison) -> str:
    if len(comparison.leaders) == len(comparison.plans):
        return say("It is among the lowest.")
    if only_drug_plans(comparison.leaders):
        return say("It is among the lowest of the drug plans.")
    return say("It is among the lowest of the plans that you can join.")


def _runner_up(comparison: Comparison, current: PlanCost) -> tuple[str, ...]:
    others = [cost for cost in comparison.best if cost is not current][:1]
    return tuple(say("The next plan would cost {cost}.", cost=cost_words(comparison, other)) for other in others)
