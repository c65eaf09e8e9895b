"""My answer: the head, the cards, the drugs, all plans, and what stands behind the figures, in folds."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.decision import Role
from finder.domain.market import PlanKind, SpecialCoverages
from finder.domain.member import Member
from finder.domain.plan_cost import Action, Comparison, PlanCost
from finder.explain.choices import STORES
from finder.explain.kit.section import Bullets, Fold, Headline, Paragraphs, Sections, Warning
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.advice import cautions_of_the_choice, estimates_sentence, example_sentence, near_tie_sentence, suggestion
from finder.explain.plans.charts import months_figure
from finder.explain.plans.choosing import anyone_sentence, choosing_sentences
from finder.explain.plans.costs import bare_figure
from finder.explain.plans.drug_by_drug import drug_by_drug
from finder.explain.plans.drugs import negotiated_sentence, restriction_sentences, rules_lead, special_sentences
from finder.explain.plans.estimates import origin_sentences
from finder.explain.plans.headline import head, why_at_least
from finder.explain.plans.order import why_this_order
from finder.explain.plans.reasons import what_could_change
from finder.explain.plans.tables import drug_table, months_table, parameter_table
from finder.explain.source_words import doubtful_parameters, price_source_sentence
from finder.explain.words import SUBSIDIES, plan_name
from finder.questions.plans.decision import decision

TITLE = mark("My answer")
NO_ANSWER = mark("There is no answer yet. First tell us where you live and which drugs you take.")
CHANGE = mark("Change:")
SHOW_MONTHS = mark("Show each month as a chart")
BEHIND = mark("Behind the figures")
PRINT = mark("Print this page")


def see_why(comparison: Comparison, cost: PlanCost) -> str:
    """The button of a card: ``Why $1,243?``."""
    return say("Why {cost}?", cost=bare_figure(comparison, cost))


def top(comparison: Comparison) -> Sections:
    """The headline with the day to act, and what must be known before the figures."""
    said = head(comparison)
    return (Headline(said.first, title=True, beside=said.act), *notes(comparison))


def notes(comparison: Comparison) -> Sections:
    """What must be known before the figures: what we suggest, what is estimated, missing, or no real plan."""
    advice = comparison.recommendation
    plainly = advice.action is Action.ENROLL or advice.because == "saves"  # the headline and the cards say it
    careful = (estimates_sentence(comparison), example_sentence(comparison), *why_at_least(comparison))
    said = " ".join(filter(None, careful))
    return (*(() if plainly else (Paragraphs((suggestion(comparison),)),)), *((Warning(said),) if said else ()))


def drugs(comparison: Comparison) -> Sections:
    """Drug by drug: the plan that the person has beside the first, else the first beside the next."""
    choices = decision(comparison)[:2]
    return (drug_by_drug([choice.cost for choice in choices], to_switch=len(choices) > 1 and choices[1].first),)


def beside_the_cards(comparison: Comparison) -> Sections:
    """What belongs to the choice: when anyone can choose, plans of the other kind that no card shows, and near ties."""
    shown = any(choice.role is Role.OTHER_SORT for choice in decision(comparison))
    said = (near_tie_sentence(comparison),) if shown else cautions_of_the_choice(comparison)
    can = comparison.can_be_chosen
    told_below = can is None or comparison.info.example or can.next_year is not None  # a next step says it
    anyone = "" if can is None or told_below else anyone_sentence(can)
    return (Paragraphs((anyone, *said)),)


def months(plans: Sequence[PlanCost]) -> Sections:
    """What the plans of the cards cost each month, as one chart and its table."""
    return (months_figure(plans), months_table(plans))


def folds(comparison: Comparison, special: SpecialCoverages, *, unsure_of_help: bool) -> Sections:
    """What stands behind the figures, each under its title."""
    best = comparison.best[0]
    rules: Sections = (
        Paragraphs((negotiated_sentence(best.drugs), *rules_lead(best))),
        Bullets((*restriction_sentences(best), *special_sentences(best, special))),
        *(drug_table(cost) for cost in comparison.best),
    )
    return (
        Fold(say("Your drugs in the best plans: prices and rules"), rules),
        Fold(say("What could change this"), (Bullets(what_could_change(comparison, unsure_of_help=unsure_of_help)),)),
        *_when(comparison),
        Fold(say("Why this order?"), (Paragraphs((why_this_order(comparison),)),)),
        Fold(say("Where the numbers come from"), _sources(comparison)),
    )


def _when(comparison: Comparison) -> Sections:
    """Whether a plan of the year can be chosen; nothing for examples."""
    if comparison.can_be_chosen is None or comparison.info.example:
        return ()
    return (Fold(say("When you can choose"), (Bullets(choosing_sentences(comparison.can_be_chosen)),)),)


def _sources(comparison: Comparison) -> Sections:
    """Where prices and the law's numbers come from."""
    said = (price_source_sentence(comparison.info), *doubtful_parameters(comparison), *origin_sentences(comparison.info, comparison.best))
    return (Bullets(said), parameter_table(comparison))


# ---- the summary line: what was told

_STORES = dict(zip(STORES, (mark("the cheapest stores"), mark("any store"), mark("by mail")), strict=True))


def summary(comparison: Comparison, member: Member, *, unsure_of_help: bool) -> dict[str, str]:
    """What the answer is for, in a few words each, by the step of Find plans that asks it."""
    return {
        "drugs": say_count("{count} drug", "{count} drugs", comparison.listed),
        "place": say("{zip_code} {county}", zip_code=comparison.zip_code, county=comparison.county.name),
        "coverage": _kinds(comparison),
        "help": _all_help(comparison, unsure=unsure_of_help),
        "stores": _stores(member),
        "plan": _plan_now(comparison),
    }


def _kinds(comparison: Comparison) -> str:
    kinds = {cost.plan.kind for cost in comparison.plans}
    if kinds == {PlanKind.PDP}:
        return say("Original Medicare")
    return say("health plans") if PlanKind.PDP not in kinds else say("all kinds of plans")


def _all_help(comparison: Comparison, *, unsure: bool) -> str:
    extra_help = _help(comparison, unsure=unsure)
    return say("{extra_help}, with other help", extra_help=extra_help) if comparison.other_help else extra_help


def _help(comparison: Comparison, *, unsure: bool) -> str:
    if comparison.low_income_subsidy is LowIncomeSubsidy.NONE:
        return say("Extra Help: not sure") if unsure else say("no Extra Help")
    return say(SUBSIDIES[comparison.low_income_subsidy])


def _stores(member: Member) -> str:
    if member.pharmacies:
        return say_count("{count} store of yours", "{count} stores of yours", len(member.pharmacies))
    return next((say(_STORES[answer]) for answer, channels in STORES.items() if channels == member.channels), say("stores"))


def _plan_now(comparison: Comparison) -> str:
    if not comparison.recommendation.current_plan_id:
        return say("no plan now")
    return plan_name(comparison.current.plan) if comparison.current else say("a plan not found")
