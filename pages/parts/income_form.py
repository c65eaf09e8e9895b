"""The extra premium for a high income: which step, worked out from income and tax return if wished, and what to do if income fell."""

from __future__ import annotations

from functools import partial

from finder.domain.money import rounded_cents
from finder.explain.explainers import income_related as words
from finder.explain.messages import say
from finder.questions.explainers.income_related import amounts_of, appeal_days, income_related, tax_year
from pages.parts.frame import show
from pages.parts.screen import st
from pages.parts.session import Session


def income_key(session: Session, plan_year: int) -> str:
    """The key of the step in a plan year: its value is the bracket, 0 for none."""
    return session.key(f"income-{plan_year}")


def ask_income_bracket(session: Session, plan_year: int) -> int:
    """The bracket of the income-related amount, 0 where there is none or the person is not sure. The income itself is not kept."""
    tiers = {tier.bracket: words.step_words(tier) for tier in amounts_of(plan_year)}
    if not tiers:
        return 0
    show(words.intro(plan_year, tax_year(plan_year)))
    key = income_key(session, plan_year)
    bracket = st.selectbox(say(words.ASKED), list(tiers), 0, tiers.__getitem__, key=key, persist_state="session")
    if st.toggle(say(words.WORK_IT_OUT), key=session.key(f"income-work-{plan_year}")):
        _work_out(session, plan_year, key)
    if st.toggle(say(words.INCOME_FELL), key=session.key(f"income-fell-{plan_year}")):
        show(words.lower_amount(appeal_days(plan_year)))
    return int(bracket or 0)


def _work_out(session: Session, plan_year: int, key: str) -> None:
    """Filing and income to a step, which a button puts into the answer above."""
    year = tax_year(plan_year)
    filing = st.radio(words.filing_label(year), list(words.FILINGS), None, say, key=session.key(f"income-filing-{plan_year}"))
    income = st.number_input(words.income_label(year), 0, 100_000_000, None, 1000, key=session.key(f"income-magi-{plan_year}"))
    show(words.income_note(answered=filing is not None and income is not None))
    if filing is None or income is None:
        return
    answer = income_related(plan_year, words.FILINGS[filing], rounded_cents(str(income)))
    show(words.found(answer))
    if answer.bracket is not None:
        put = partial(st.session_state.__setitem__, key, answer.bracket)
        st.button(say(words.USE_STEP), on_click=put, key=session.key(f"income-use-{plan_year}"))
    show(words.steps(answer))
