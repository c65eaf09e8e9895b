"""Asks who else helps to pay for drugs, who pays first, and what the help leaves to the person."""

from __future__ import annotations

from finder.domain.market import County
from finder.domain.payer_order import PAYERS, Because, Cover, OtherCover, PartDPays
from finder.explain.explainers import payer_order as order_words
from finder.explain.explainers.law import law_sections
from finder.explain.kit.html import html_of
from finder.explain.messages import say
from finder.explain.plans import other_help as words
from finder.questions.explainers.payer_order import on_a_ledger, order_rules, payer_order
from finder.questions.plans.other_help import programs_of
from pages.parts.frame import show, show_html, tell
from pages.parts.said import insurance_order, insurance_said, other_help_said, said
from pages.parts.screen import st
from pages.parts.session import Session

_KEPT = "session"
_AMOUNTS = ((words.GENERIC, "helper-generic", None), (words.BRAND, "helper-brand", None), (words.PREMIUM, "helper-premium", 0.0))


def ask_other_help(session: Session, plan_year: int, county: County | None) -> None:
    """Who helps, what they leave to pay, and what they pay of the premium."""
    st.selectbox(say(words.ASKED), list(words.HELPERS), 0, say, key=session.key("helper"), persist_state=_KEPT)
    cover = words.HELPERS[said(session, "helper") or words.NOBODY]
    if cover is None:
        return
    kind = PAYERS.get(cover)
    if cover is Cover.JOB:
        _ask_who_is_first(session, plan_year)
    if kind is None:
        tell(*order_words.sentences(payer_order(OtherCover(cover, plan_year))))
    elif cover is not Cover.JOB or insurance_order(session, plan_year) is PartDPays.FIRST:
        show(words.about(kind, plan_year, on_a_ledger(plan_year, kind), programs_of(county.state if county else "", plan_year)))
        for label, name, first in _AMOUNTS:
            st.number_input(say(label), 0.0, 100_000.0, first, 1.0, "%.2f", key=session.key(name), persist_state=_KEPT)
    if refusal := other_help_said(session, plan_year).refusal:
        st.warning(refusal)
    show_html(html_of(law_sections(order_rules(cover, plan_year))))


def _ask_who_is_first(session: Session, plan_year: int) -> None:
    """Which of the two pays first; where the person does not know, what the law makes it depend on."""
    st.radio(say(order_words.WHO_FIRST), list(order_words.FIRST), 0, say, key=session.key("helper-first"), persist_state=_KEPT)
    told = order_words.FIRST[said(session, "helper-first") or next(iter(order_words.FIRST))]
    if told is None:
        _ask_what_it_depends_on(session, plan_year)
    elif told is PartDPays.SECOND:
        tell(order_words.not_counted_sentence(Cover.JOB))


def _ask_what_it_depends_on(session: Session, plan_year: int) -> None:
    asked = ((order_words.WHERE_FROM, order_words.WHERE, "helper-from"), (order_words.WHY_MEDICARE, order_words.WHY, "helper-why"))
    for label, answers, name in asked:
        st.radio(say(label), list(answers), None, say, key=session.key(name), persist_state=_KEPT)
    cover = insurance_said(session, plan_year)
    if cover is None:
        return
    if cover.because is Because.KIDNEY_FAILURE:
        st.number_input(say(order_words.KIDNEY_MONTH), 1, 600, None, 1, key=session.key("helper-months"), persist_state=_KEPT)
    elif cover.because is not None and cover.cover is Cover.JOB:
        st.radio(say(order_words.HOW_MANY), list(order_words.SIZES), None, say, key=session.key("helper-size"), persist_state=_KEPT)
    found = payer_order(insurance_said(session, plan_year) or cover)
    if found.order is PartDPays.SECOND:
        tell(*order_words.sentences(found))
