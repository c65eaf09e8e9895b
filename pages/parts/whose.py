"""Whose page it is: with two people, one switch at the top of every page that shows a person's answer."""

from __future__ import annotations

from finder.domain.plan_cost import Comparison
from finder.explain.messages import say
from finder.explain.plans.couple import WHOSE, person_words
from finder.explain.plans.other_help import counted_sentences
from pages.parts.frame import tell
from pages.parts.screen import st
from pages.parts.session import Session, session

_FIRST, _SECOND = 1, 2


def person_in_view() -> Session:
    """The visitor; where the other person of a couple has an answer too, the one chosen here."""
    first = session()
    second = first.partner
    if second is None or second.comparison is None or not _of_one_place(first.comparison, second.comparison):
        return first
    key = first.key("whose")
    choices = (_FIRST, _SECOND)
    chosen = st.segmented_control(
        say(WHOSE), choices, default=_FIRST, required=True, format_func=person_words, key=key, persist_state="session"
    )
    return second if chosen == _SECOND else first


def tell_who_else_pays(comparison: Comparison | None) -> None:
    """That the costs of a page count the person's other help; nothing without any."""
    if comparison is not None:
        tell(*counted_sentences(comparison))


def _of_one_place(first: Comparison | None, second: Comparison) -> bool:
    """Whether both were answered for one year and county; where the first changed that, the second's answer is an old one."""
    return first is None or (first.info.plan_year, first.county) == (second.info.plan_year, second.county)
