"""The answer of Find plans, shown: the headline, the best plans, the months, every plan, what could change it, and the sources."""

from __future__ import annotations

from functools import partial

import streamlit as st

from finder.domain.plan_cost import Comparison
from finder.explain.kit.html import card_html, list_html, paragraphs_html, table_html
from finder.explain.kit.section import CONFIG, Figure, Table
from finder.explain.plans.cards import cards, current_line
from finder.explain.plans.charts import best_months_figure
from finder.explain.plans.choosing import choosing_sentences
from finder.explain.plans.drugs import negotiated_sentence, restriction_sentences, rules_lead, special_sentences
from finder.explain.plans.sentences import advice, best_plans, headline, what_could_change, why_this_order
from finder.explain.plans.tables import best_months_table, drug_table, parameter_table, ranked_table
from finder.explain.source_words import doubtful_parameters, price_source_sentence
from finder.explain.words import plan_name
from finder.questions.plans.special_coverage import special_coverage
from pages.parts.catalog import catalog_of
from pages.parts.first_supply import offer_first_supply
from pages.parts.frame import show
from pages.parts.session import Session


def show_table(table: Table) -> None:
    """A table that can be read, printed and spoken."""
    show(table_html(table))


def show_figure(drawn: Figure, key: str) -> None:
    """A figure with its finding for those who cannot see it. Its numbers stand in a table beside it."""
    st.plotly_chart(drawn.figure, config=CONFIG, theme=None, alt=drawn.alt, key=key)


def show_results(session: Session, comparison: Comparison, *, unsure_of_help: bool) -> None:
    """All of the answer, the most needed first."""
    st.header("Your answer", anchor=False)
    first, *rest = headline(comparison)
    show(paragraphs_html([first], "finder-headline"))
    show(paragraphs_html([*rest, current_line(comparison), *advice(comparison)]))
    _show_cards(session, comparison)
    st.header("What you pay each month", anchor=False)
    show_figure(best_months_figure(comparison), session.key("best-months"))
    show_table(best_months_table(comparison))
    st.header("Your drugs in the best plans", anchor=False)
    for cost in best_plans(comparison):
        with st.expander(plan_name(cost.plan)):
            show_table(drug_table(cost))
            offer_first_supply(session, cost, comparison.coverage_start)
    best = best_plans(comparison)[0]
    special = special_coverage(catalog_of(comparison.info.plan_year), [best], comparison.prescriptions)
    show(paragraphs_html([negotiated_sentence(best.drugs), *rules_lead(best)]))
    show(list_html([*restriction_sentences(best), *special_sentences(best, special)]))
    st.header("What could change this", anchor=False)
    show(list_html(what_could_change(comparison, unsure_of_help=unsure_of_help)))
    if comparison.can_be_chosen is not None and not comparison.info.example:
        st.header("When you can choose", anchor=False)
        show(list_html(choosing_sentences(comparison.can_be_chosen)))
    st.header("Where the numbers come from", anchor=False)
    show(list_html([price_source_sentence(comparison.info), *doubtful_parameters(comparison)]))
    with st.expander("The law's numbers behind this answer"):
        show_table(parameter_table(comparison))
    st.header("All plans", anchor=False)
    show(paragraphs_html([why_this_order(comparison)]))
    show_table(ranked_table(comparison))


def _show_cards(session: Session, comparison: Comparison) -> None:
    best = cards(comparison)
    for column, (cost, card) in zip(st.columns(len(best)), best, strict=True):
        with column.container(border=True):
            show(card_html(card))
            choose = partial(setattr, session, "chosen_plan", cost.plan.plan_id)
            if st.button(f"See the year of plan {card.title[:1]}", on_click=choose, key=session.key(f"see-{cost.plan.plan_id}")):
                st.switch_page("pages/plan_year.py")
