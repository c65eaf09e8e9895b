"""Find plans: the words of its form, and its answer in parts, the most needed first."""

from __future__ import annotations

from finder.domain.market import SpecialCoverages
from finder.domain.plan_cost import Comparison, PlanCost
from finder.explain.kit.section import Bullets, Fold, Heading, Headline, Paragraphs, Sections
from finder.explain.messages import mark, say
from finder.explain.plans.advice import advice
from finder.explain.plans.charts import best_months_figure
from finder.explain.plans.choosing import choosing_sentences
from finder.explain.plans.drugs import negotiated_sentence, restriction_sentences, rules_lead, special_sentences
from finder.explain.plans.estimates import origin_sentences
from finder.explain.plans.headline import current_line, headline
from finder.explain.plans.order import why_this_order
from finder.explain.plans.reasons import what_could_change
from finder.explain.plans.tables import best_months_table, drug_table, parameter_table, ranked_table
from finder.explain.source_words import doubtful_parameters, price_source_sentence

TITLE = mark("Find plans")
ANSWER_TITLE = mark("My answer")
NO_ANSWER = mark("There is no answer yet. First tell us where you live and which drugs you take.")
PLANS_CHANGED = mark("The plans on this computer have changed. This is the answer with the new ones.")
YOU = mark("1. You")
YOUR_DRUGS = mark("2. Your drugs")
COMPARE = mark("3. Compare")
COMPARE_PLANS = mark("Compare plans")


def answer(comparison: Comparison) -> Sections:
    """The headline, the person's own plan, and what we suggest. The cards of the best plans follow."""
    first, *rest = headline(comparison)
    return (
        Heading(say("Your answer")),
        Headline(first),
        Paragraphs((*rest, current_line(comparison), *advice(comparison))),
    )


def see_year(place: int) -> str:
    """The button under the card of a plan."""
    return say("See the year of plan {place}", place=place)


def months(comparison: Comparison) -> Sections:
    """What the best plans cost each month, and the heading of the drugs in them."""
    return (
        Heading(say("What you pay each month")),
        best_months_figure(comparison),
        best_months_table(comparison),
        Heading(say("Your drugs in the best plans")),
    )


def drugs_at(cost: PlanCost) -> Sections:
    """The drugs at one of the best plans."""
    return (drug_table(cost),)


def drug_rules(best: PlanCost, special: SpecialCoverages) -> Sections:
    """Of the best plan: negotiated prices, what it asks first, and what its other lists say."""
    return (
        Paragraphs((negotiated_sentence(best.drugs), *rules_lead(best))),
        Bullets((*restriction_sentences(best), *special_sentences(best, special))),
    )


def could_change(comparison: Comparison, *, unsure_of_help: bool) -> Sections:
    """What would make the real cost another one."""
    return (Heading(say("What could change this")), Bullets(what_could_change(comparison, unsure_of_help=unsure_of_help)))


def when_to_choose(comparison: Comparison) -> Sections:
    """Whether a plan of the year can be chosen; nothing for examples."""
    if comparison.can_be_chosen is None or comparison.info.example:
        return ()
    return (Heading(say("When you can choose")), Bullets(choosing_sentences(comparison.can_be_chosen)))


def sources(comparison: Comparison) -> Sections:
    """Where prices and the law's numbers come from."""
    return (
        Heading(say("Where the numbers come from")),
        Bullets((price_source_sentence(comparison.info), *doubtful_parameters(comparison))),
        Fold(say("The law's numbers behind this answer"), (parameter_table(comparison),)),
    )


def all_plans(comparison: Comparison) -> Sections:
    """Every plan, and why they rank as they do."""
    return (Heading(say("All plans")), Paragraphs((why_this_order(comparison),)), ranked_table(comparison))


def below_the_drugs(comparison: Comparison, special: SpecialCoverages, *, unsure_of_help: bool) -> Sections:
    """Everything after the tables of drugs."""
    return (
        Bullets(origin_sentences(comparison.info, comparison.best)),
        *drug_rules(comparison.best[0], special),
        *could_change(comparison, unsure_of_help=unsure_of_help),
        *when_to_choose(comparison),
        *sources(comparison),
        *all_plans(comparison),
    )


NEED_PLACE = mark("First we need a ZIP code that this file covers. Please type it at the top of this page.")
CORRECT_ABOVE = mark("One answer above can't be right. Please correct it, then go on.")
ADD_A_DRUG = mark("Please add at least one drug first.")
SKIP = mark("I would not buy a drug that my plan leaves out")


def started_sentence(words: str) -> str:
    """That a drug was typed and not added."""
    return say("You started to add “{words}”. Add it, or clear the name, then go on.", words=words)


def changing_sentence(name: str) -> str:
    """That a change of a drug was not saved."""
    return say("You are changing {drug}. Save the change, or keep it as it was, then go on.", drug=name)
