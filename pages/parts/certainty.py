"""How sure is this, and when to buy: work that takes a while, and what it found."""

from __future__ import annotations

from functools import partial

import streamlit as st

from finder.domain.certainty import HowSure
from finder.domain.market import Catalog
from finder.domain.plan_cost import Comparison
from finder.domain.what_if import FillTiming
from finder.explain.kit.html import list_html, paragraphs_html
from finder.explain.plans import fill_timing as timing_words
from finder.explain.plans import how_sure as words
from finder.questions.plans.fill_timing import fill_timing
from finder.questions.plans.how_sure import how_sure
from pages.parts.frame import show
from pages.parts.results import show_table
from pages.parts.session import Session
from pages.parts.work import long_work


def show_timing(session: Session, catalog: Catalog, plan_id: str) -> None:
    """The cheapest time to buy at one plan, once it was asked for."""
    compared, asked = session.comparison, session.asked
    if compared is None or asked is None:
        return
    st.subheader("When to buy", anchor=False)
    show(paragraphs_html([timing_words.LEAD]))
    keep = partial(_keep_timing, compared)
    long_work(session, "timing", "Look for a cheaper timing", lambda tell: fill_timing(catalog, *asked, plan_id, tell), keep)
    if session.timing is None or session.timing[0] is not compared or session.timing[1].now.plan.plan_id != plan_id:
        return
    timing = session.timing[1]
    show(list_html(timing_words.timing_sentences(timing)))
    if timing.saving:
        show_table(timing_words.timing_table(timing))


def _keep_timing(compared: Comparison, session: Session, found: FillTiming) -> None:
    session.timing = (compared, found)


def show_certainty(session: Session, catalog: Catalog) -> None:
    """Ranges and tipping points, once they were asked for."""
    compared, asked = session.comparison, session.asked
    if compared is None or asked is None:
        return
    show(paragraphs_html([words.LEAD]))
    long_work(session, "how-sure", "Test how sure this is", lambda tell: how_sure(catalog, *asked, tell, compared), _keep_certainty)
    sure = session.how_sure
    if sure is None or sure.comparison is not compared:
        return
    show(paragraphs_html(words.headline(sure), "finder-headline") + list_html(words.tipping_sentences(sure)))
    show_table(words.range_table(sure))
    show_table(words.spread_table(sure))
    show(list_html(words.unknown_sentences(sure)))


def _keep_certainty(session: Session, found: HowSure) -> None:
    session.how_sure = found
