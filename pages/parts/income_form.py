"""The extra premium for a high income: which step, worked out from income and tax return if wished, and what to do if income fell."""

from __future__ import annotations

from functools import partial

import streamlit as st

from finder.domain.money import rounded_cents
from finder.explain.html import list_html, paragraphs_html
from finder.explain.income_related import (
    EVENTS,
    FILINGS,
    appeal_sentence,
    found_sentences,
    income_label,
    intro,
    life_change_lead,
    step_words,
    steps_table,
)
from finder.questions.income_related import amounts_of, appeal_days, income_bracket, tax_year
from pages.parts.frame import show
from pages.parts.results import show_table
from pages.parts.session import Session


def income_key(session: Session, plan_year: int) -> str:
    """The key of the step in a plan year: its value is the bracket, 0 for none."""
    return session.key(f"income-{plan_year}")


def ask_income_bracket(session: Session, plan_year: int) -> int:
    """The bracket of the income-related amount, 0 where there is none or the person is not sure. The income itself is not kept."""
    tiers = {tier.bracket: step_words(tier) for tier in amounts_of(plan_year)}
    if not tiers:
        return 0
    label = "Do you pay an extra premium for a high income?"
    show(paragraphs_html([intro(plan_year, tax_year(plan_year))]))
    key = income_key(session, plan_year)
    bracket = st.selectbox(label, list(tiers), 0, tiers.__getitem__, key=key, persist_state="session")
    if st.toggle("Work it out from my income", key=session.key(f"income-work-{plan_year}")):
        _work_out(session, plan_year, key)
    if st.toggle("My income fell, or the letter is wrong", key=session.key(f"income-fell-{plan_year}")):
        show(
            paragraphs_html([life_change_lead()]) + list_html(EVENTS.values()) + paragraphs_html([appeal_sentence(appeal_days(plan_year))])
        )
    return int(bracket or 0)


def _work_out(session: Session, plan_year: int, key: str) -> None:
    """Filing and income to a step, which a button puts into the answer above."""
    filing = st.radio(
        f"How did you file your tax return of {tax_year(plan_year)}?", list(FILINGS), None, key=session.key(f"income-filing-{plan_year}")
    )
    label = income_label(tax_year(plan_year))
    income = st.number_input(label, 0, 100_000_000, None, 1000, key=session.key(f"income-magi-{plan_year}"))
    show(paragraphs_html(["Add interest that is free of tax, if you have some. We do not keep your income."]))
    if filing is None or income is None:
        show(paragraphs_html(["Answer both to see your step."]))
        return
    answer = income_bracket(plan_year, FILINGS[filing], rounded_cents(str(income)))
    show(paragraphs_html(found_sentences(answer)))
    if answer.bracket is not None:
        put = partial(st.session_state.__setitem__, key, answer.bracket)
        st.button("Use this step", on_click=put, key=session.key(f"income-use-{plan_year}"))
    table = steps_table(answer)
    if table is not None:
        show_table(table)
