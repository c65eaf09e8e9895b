"""The year at one plan: its phases, who pays what each month, and every claim with the rules that decided it."""

from __future__ import annotations

from finder.domain.market import SpecialCoverages
from finder.domain.plan_cost import Comparison, PlanCost
from finder.explain.kit.section import Bullets, Heading, Headline, Paragraphs, Sections
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.cards import totals_card
from finder.explain.plans.charts import month_figure, payers_figure, phases_figure
from finder.explain.plans.costs import cost_words
from finder.explain.plans.drugs import special_sentences
from finder.explain.plans.estimates import origin_sentences, prices_sentence
from finder.explain.plans.ledger import claims_by_month, crossing_sentences, phase_table
from finder.explain.plans.order import why_this_order
from finder.explain.plans.tables import drug_table, month_table, payer_table
from finder.explain.words import plan_name

TITLE = mark("Plan year")
FIRST_COMPARE = mark("First find plans for your drugs. Then you can see the year of a plan here.")
GO_COMPARE = mark("Go to Find plans")
DOWNLOAD = mark("Download this list (CSV)")


def sections(comparison: Comparison, cost: PlanCost, special: SpecialCoverages) -> Sections:
    """The plan at a glance, its phases, its months, who pays, and the drugs."""
    return (
        Headline(headline(comparison, cost)),
        totals_card(comparison, cost),
        Paragraphs((prices_sentence(comparison.info),)),
        Heading(say("The phases of your year")),
        phases_figure(cost),
        phase_table(cost),
        Bullets(crossing_sentences(cost)),
        Paragraphs((why_this_order(comparison),)),
        Heading(say("What you pay each month")),
        month_figure(cost),
        month_table(cost),
        Heading(say("Who pays for the drugs")),
        payers_figure(cost),
        payer_table(cost),
        Heading(say("Your drugs")),
        drug_table(cost),
        Bullets((*origin_sentences(comparison.info, [cost]), *special_sentences(cost, special))),
    )


def headline(comparison: Comparison, cost: PlanCost) -> str:
    """What the year costs at this plan, in a sentence."""
    year, plan = comparison.info.plan_year, plan_name(cost.plan)
    return say("In {year} {plan} costs you {cost} in all.", year=year, plan=plan, cost=cost_words(comparison, cost))


def claims_lead(cost: PlanCost, telling: int | None) -> Sections:
    """How many claims follow, and which of them is open."""
    plan, many = plan_name(cost.plan), len(cost.ledger.rows)
    count = say_count("All {count} claim of the year at {plan}.", "All {count} claims of the year at {plan}.", many, plan=plan)
    lead = say("Open a month, then “Why”, to read the rules behind a price.")
    opened = say("The refill that explains most of your most costly month is open.") if telling is not None else ""
    return (Heading(say("Each time you buy a drug")), Paragraphs((f"{count} {lead}", opened)))


def claims(cost: PlanCost, telling: int | None = None) -> Sections:
    """Every claim, by month; the month of the ``telling`` one is open."""
    return claims_by_month(cost, telling)
