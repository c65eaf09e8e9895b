"""Couple: a second person of the same place, with a list and an answer of their own, beside the first."""

import streamlit as st

from finder.explain.messages import say
from finder.explain.plans import couple as words
from finder.explain.plans.stopped import SKIP
from finder.questions.plans.couple import couple
from pages.parts.catalog import catalog_of, today, years
from pages.parts.compare import uncounted, what_stops
from pages.parts.drug_form import ask_drugs
from pages.parts.frame import find_plans_first, frame, plain, show
from pages.parts.person import ask_help, ask_more
from pages.parts.session import session

visitor = session()
compared = visitor.comparison
with frame("Couple") as foot:
    st.write(say(words.LEAD))
    if compared is None or visitor.asked is None:
        find_plans_first(words.NO_ANSWER)
    else:
        catalog = catalog_of(compared.info.plan_year)
        foot.info = catalog.info
        second = visitor.second_person()
        st.header(say(words.SECOND_PERSON), anchor=False)
        subsidy, _ = ask_help(second, catalog.info.plan_year)
        member = ask_more(second, catalog, compared.zip_code, compared.county, subsidy)
        st.header(say(words.THEIR_DRUGS), anchor=False)
        listed = ask_drugs(second, catalog)
        st.header(say(words.BOTH_ANSWERS), anchor=False)
        skip = st.checkbox(say(SKIP), key=second.key("skip"), persist_state="session")
        names = uncounted(second, listed)
        answers = (member, listed, skip, names)
        if st.button(say(words.COMPARE), type="primary", key=second.key("compare")):
            if stopped := what_stops(second, catalog, compared.county, member, listed):
                st.error(plain(stopped))
            elif member is not None:
                second.asked, second.answered = (member, listed), answers
        if second.asked is not None and second.answered == answers:
            options = {"skip_uncovered": skip, "known_years": years()}
            answer = couple(catalog, visitor.asked, second.asked, compared, names, today=today(), **options)
            second.comparison = answer.second.comparison
            show(words.sections(answer), second.key("couple"))
        elif second.asked is not None:
            st.info(say(words.CHANGED))
