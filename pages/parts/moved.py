"""Will I be moved? Asked of people with Extra Help on Next year: who picked the plan, and what follows."""

from __future__ import annotations

import streamlit as st

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import Catalog
from finder.explain.kit.section import Sections
from finder.explain.messages import say
from finder.explain.plans.will_be_moved import PICKED, WHO_PICKED, sections
from finder.questions.plans.will_be_moved import will_be_moved
from pages.parts.session import Session


def ask_moved(session: Session, this_year: Catalog, next_year: Catalog, plan_id: str) -> Sections:
    """What becomes of the plan for a person with Extra Help; nothing without it."""
    if session.asked is None or session.asked[0].low_income_subsidy is LowIncomeSubsidy.NONE:
        return ()
    answer = st.radio(say(WHO_PICKED), list(PICKED), 0, say, key=session.key("moved-picked"), horizontal=True)
    return sections(will_be_moved(this_year, next_year, *session.asked, plan_id, PICKED[str(answer)]))
