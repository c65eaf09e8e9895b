"""The second person of a couple: their questions and their answer. The place and the year are those of the first."""

from __future__ import annotations

from finder.domain.market import Catalog
from finder.domain.plan_cost import Comparison
from finder.explain.drug_list.list_here import BRING
from finder.explain.messages import say
from finder.explain.plans import couple as words
from finder.explain.plans.find_plans import SKIP
from finder.questions.plans.compare import compare_plans
from pages.parts.catalog import today, years
from pages.parts.compare import Asked, uncounted, what_stops
from pages.parts.desk_list import bring_list
from pages.parts.drug_form import ask_drugs
from pages.parts.person import ask_help, ask_more
from pages.parts.saved import open_person
from pages.parts.screen import st
from pages.parts.session import Session


def ask_second(visitor: Session, catalog: Catalog, first: Comparison) -> Comparison | None:
    """The answer of a visitor's partner, once it was asked for and as long as nothing in it has changed."""
    session = visitor.second_person()
    asked = _ask(visitor, session, catalog, first)
    if st.button(say(words.COMPARE), type="primary", key=session.key("compare")):
        if stopped := what_stops(session, catalog, asked.county, asked.member, asked.drugs):
            st.error(stopped)
        elif asked.member is not None:
            missing, outside = asked.uncounted
            options = {"skip_uncovered": asked.skip, "not_counted": missing, "outside_part_d": outside}
            session.comparison, session.asked = None, None  # a refusal leaves no old answer
            session.comparison = compare_plans(catalog, asked.member, asked.drugs, today=today(), known_years=years(), **options)
            session.asked, session.answered = (asked.member, asked.drugs), asked.answers
    if session.comparison is not None and session.answered != asked.answers:
        st.info(say(words.CHANGED))
        return None
    return session.comparison


def _ask(visitor: Session, session: Session, catalog: Catalog, first: Comparison) -> Asked:
    st.header(say(words.SECOND_PERSON), anchor=False)
    subsidy, unsure = ask_help(session, catalog.info.plan_year)
    member = ask_more(session, catalog, first.zip_code, first.county, subsidy)
    st.header(say(words.THEIR_DRUGS), anchor=False)
    drugs = ask_drugs(session, catalog)
    with st.expander(say(BRING)):
        bring_list(session.reader(), catalog)
        open_person(visitor, catalog, first.zip_code, first.county)
    st.header(say(words.BOTH_ANSWERS), anchor=False)
    skip = st.checkbox(say(SKIP), key=session.key("skip"), persist_state="session")
    return Asked(catalog, first.county, member, drugs, skip, uncounted(session, drugs), unsure)
