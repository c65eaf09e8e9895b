"""Extra Help with a drug list in hand: the saving at each plan, random placement against the best fit, and the refund of paid fills."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Refusal
from finder.explain.choices import start_words
from finder.explain.kit.html import list_html
from finder.explain.plans.helped_plans import (
    default_figure,
    default_sentences,
    default_table,
    refund_sentences,
    refund_table,
    savings_sentences,
    savings_table,
)
from finder.questions.explainers.extra_help_refund import Grant, paid_months, refund_at_plan
from finder.questions.plans.helped_plans import helped_plans
from finder.questions.plans.plan_year import plan_year
from pages.parts.catalog import catalog_of
from pages.parts.frame import say_refusal, show
from pages.parts.plan_choice import choose_plan
from pages.parts.results import show_figure, show_table
from pages.parts.session import Session


def show_plans(session: Session, level: LowIncomeSubsidy) -> None:
    """What the level means for the drugs and plans of the comparison. Where there is none yet, the way to it."""
    if session.comparison is None or session.asked is None:
        st.write("With your drug list we can show what Extra Help saves you at each plan.")
        st.page_link("pages/find_plans.py", label="Go to Find plans")
        return
    try:
        shown = session.comparison
        helped = helped_plans(
            catalog_of(shown.info.plan_year),
            *session.asked,
            level,
            skip_uncovered=shown.skip_uncovered,
            not_counted=shown.not_counted,
        )
    except Refusal as refusal:  # a level that the year of the comparison does not have
        say_refusal(refusal)
        return
    st.header("What Extra Help would save you", anchor=False)
    show(list_html(savings_sentences(helped)))
    for drug_plans in (True, False):
        table = savings_table(helped, drug_plans=drug_plans)
        if table.rows:
            with st.expander(table.caption, expanded=drug_plans):
                show_table(table)
    st.header("The plan that Medicare picks, or the one that fits", anchor=False)
    show(list_html(default_sentences(helped)))
    drawn = default_figure(helped)
    if drawn is not None:
        show_figure(drawn, session.key("help-default"))
    show_table(default_table(helped))
    _show_refund(session, level)


def _show_refund(session: Session, level: LowIncomeSubsidy) -> None:
    """Fills already paid, then Extra Help from an earlier month."""
    st.header("If you paid before your Extra Help came", anchor=False)
    st.write("Extra Help can start in the past. Then your plan owes you what you paid too much. Here is how much that would be.")
    if session.comparison is None or session.asked is None or not st.toggle("Show what I would get back", key=session.key("help-refund")):
        return
    member, drugs = session.asked
    alone = replace(member, low_income_subsidy=LowIncomeSubsidy.NONE)
    cost = plan_year(catalog_of(session.comparison.info.plan_year), alone, drugs, choose_plan(session, session.comparison))
    months = paid_months(session.comparison.info.plan_year)
    first = st.selectbox("Extra Help starts in", months, 0, start_words, key=session.key("help-from"))
    paid = st.selectbox("I paid for my drugs through", months, len(months) - 1, start_words, key=session.key("help-paid"))
    informed = st.date_input(
        "The day your plan had all papers, if you know it", None, key=session.key("help-informed"), format="MM/DD/YYYY"
    )
    grant = Grant(level, first, None, informed if isinstance(informed, date) else None)
    refund = refund_at_plan(cost, LowIncomeSubsidy.NONE, grant, paid, alphabetical=member.alphabetical)
    show(list_html(refund_sentences(refund)))
    show_table(refund_table(refund))
