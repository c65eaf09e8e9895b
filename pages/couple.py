"""Couple: a second person of the same place, with a list and an answer of their own, beside the first."""

import streamlit as st

from finder.explain.kit.html import list_html, paragraphs_html
from finder.explain.plans.couple import LEAD, NO_LINK, advice_sentences, couple_table, headline
from finder.explain.plans.stopped import SKIP
from finder.questions.plans.couple import couple
from pages.parts.catalog import catalog_of, today, years
from pages.parts.compare import uncounted, what_stops
from pages.parts.drug_form import ask_drugs
from pages.parts.frame import frame, plain, show
from pages.parts.person import ask_help, ask_more
from pages.parts.results import show_table
from pages.parts.session import session

visitor = session()
compared = visitor.comparison
with frame("Couple") as foot:
    st.write(LEAD)
    if compared is None or visitor.asked is None:
        st.write("First find plans for the first of you. Then add the second person here.")
        st.page_link("pages/find_plans.py", label="Go to Find plans")
    else:
        catalog = catalog_of(compared.info.plan_year)
        foot.info = catalog.info
        second = visitor.second_person()
        st.header("1. The second person", anchor=False)
        subsidy, _ = ask_help(second, catalog.info.plan_year)
        member = ask_more(second, catalog, compared.zip_code, compared.county, subsidy)
        st.header("2. Their drugs", anchor=False)
        listed = ask_drugs(second, catalog)
        st.header("3. Both answers", anchor=False)
        skip = st.checkbox(SKIP, key=second.key("skip"), persist_state="session")
        names = uncounted(second, listed)
        answers = (member, listed, skip, names)
        if st.button("Compare for both", type="primary", key=second.key("compare")):
            if stopped := what_stops(second, catalog, compared.county, member, listed):
                st.error(plain(stopped))
            elif member is not None:
                second.asked, second.answered = (member, listed), answers
        if second.asked is not None and second.answered == answers:
            options = {"skip_uncovered": skip, "known_years": years()}
            answer = couple(catalog, visitor.asked, second.asked, compared, names, today=today(), **options)
            second.comparison = answer.second.comparison
            show(paragraphs_html(headline(answer), "finder-headline"))
            show_table(couple_table(answer))
            for place, one in enumerate((answer.first, answer.second), start=1):
                st.subheader(f"Person {place}", anchor=False)
                show(list_html(advice_sentences(one)))
            show(paragraphs_html([NO_LINK]))
        elif second.asked is not None:
            st.info("You changed an answer. Press Compare for both to see the new costs.")
