"""Asks who else helps to pay for drugs, after the plan, and what that leaves to the person."""

from __future__ import annotations

import streamlit as st

from finder.domain.market import County
from finder.domain.other_help import HELPERS
from finder.explain.messages import say
from finder.explain.plans import other_help as words
from finder.questions.plans.other_help import counts_toward_limit, programs_of
from pages.parts.frame import plain, show, tell
from pages.parts.said import other_help_said, said
from pages.parts.session import Session

_KEPT = "session"
_AMOUNTS = ((words.GENERIC, "helper-generic", None), (words.BRAND, "helper-brand", None), (words.PREMIUM, "helper-premium", 0.0))


def ask_other_help(session: Session, plan_year: int, county: County | None) -> None:
    """Who helps, what they leave to pay, and what they pay of the premium."""
    st.selectbox(say(words.ASKED), list(words.HELPERS), 0, say, key=session.key("helper"), persist_state=_KEPT)
    kind = words.HELPERS[said(session, "helper") or words.NOBODY]
    if kind is None:
        return
    if kind not in HELPERS:
        tell(words.not_counted_sentence(kind))
        return
    show(words.about(kind, plan_year, counts_toward_limit(kind, plan_year), programs_of(county.state if county else "", plan_year)))
    for label, name, first in _AMOUNTS:
        st.number_input(say(label), 0.0, 100_000.0, first, 1.0, "%.2f", key=session.key(name), persist_state=_KEPT)
    if refusal := other_help_said(session).refusal:
        st.warning(plain(refusal))
