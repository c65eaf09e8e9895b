"""The answer of Find plans, shown: the headline, the best plans, the months, every plan, what could change it, and the sources."""

from __future__ import annotations

from functools import partial

import streamlit as st

from finder.domain.plan_cost import Comparison
from finder.explain.plans import find_plans as words
from finder.explain.plans.cards import cards
from finder.explain.words import plan_name
from finder.questions.plans.side_by_side import special_coverage
from pages.parts.catalog import catalog_behind
from pages.parts.frame import plain, show
from pages.parts.session import Session
from pages.parts.transition_form import offer_first_supply


def show_results(session: Session, comparison: Comparison, *, unsure_of_help: bool) -> None:
    """All of the answer, the most needed first."""
    show(words.answer(comparison))
    _show_cards(session, comparison)
    show(words.months(comparison), session.key("best-months"))
    for cost in comparison.best:
        with st.expander(plain(plan_name(cost.plan))):
            show(words.drugs_at(cost))
            offer_first_supply(session, cost, comparison.coverage_start)
    special = special_coverage(catalog_behind(comparison), comparison.best[:1], comparison.prescriptions)
    show(words.below_the_drugs(comparison, special, unsure_of_help=unsure_of_help))


def _show_cards(session: Session, comparison: Comparison) -> None:
    """The best plans beside each other, each with a button to its year."""
    columns = st.columns(len(comparison.best))
    for place, (column, (cost, card)) in enumerate(zip(columns, cards(comparison), strict=True), start=1):
        with column.container(border=True):
            show((card,))
            choose = partial(setattr, session, "chosen_plan", cost.plan.plan_id)
            if st.button(words.see_year(place), on_click=choose, key=session.key(f"see-{cost.plan.plan_id}")):
                st.switch_page("pages/plan_year.py")
