"""How sure is this, and when to buy: work that takes a while, and what it found."""

from __future__ import annotations

from functools import partial

from finder.domain.certainty import HowSure
from finder.domain.market import Catalog
from finder.domain.plan_cost import Comparison
from finder.domain.what_if import FillTiming
from finder.explain.messages import say
from finder.explain.plans import fill_timing as timing_words
from finder.explain.plans import how_sure as words
from finder.questions.plans.fill_timing import fill_timing
from finder.questions.plans.kept_certainty import kept_how_sure
from pages.parts.frame import show
from pages.parts.kept_answers import answers_from
from pages.parts.screen import st
from pages.parts.session import Session
from pages.parts.work import long_work


def show_timing(session: Session, catalog: Catalog, plan_id: str) -> None:
    """The cheapest time to buy at one plan, once it was asked for."""
    compared, asked = session.comparison, session.asked
    if compared is None or asked is None:
        return
    st.subheader(say(timing_words.TITLE), anchor=False)
    st.write(say(timing_words.LEAD))
    keep = partial(_keep_timing, compared)
    long_work(session, "timing", say(timing_words.START), lambda tell: fill_timing(catalog, *asked, plan_id, tell), keep)
    if session.timing and session.timing[0] is compared and session.timing[1].now.plan.plan_id == plan_id:
        show(timing_words.sections(session.timing[1]))


def _keep_timing(compared: Comparison, session: Session, found: FillTiming) -> None:
    session.timing = (compared, found)


def show_certainty(session: Session, catalog: Catalog) -> None:
    """Ranges and tipping points, once they were asked for."""
    compared, asked = session.comparison, session.asked
    if compared is None or asked is None:
        return
    st.write(say(words.LEAD))
    kept = answers_from(catalog.info, session.kept)
    long_work(session, "how-sure", say(words.START), lambda tell: kept_how_sure(kept, catalog, *asked, compared, tell), _keep_certainty)
    if session.how_sure and session.how_sure.comparison is compared:
        show(words.sections(session.how_sure))


def _keep_certainty(session: Session, found: HowSure) -> None:
    session.how_sure = found
