"""What if: a change and what it does to every plan; what generics save; when to buy; and how sure the answer is."""

import streamlit as st

from finder.domain.errors import FinderError
from finder.explain.kit.html import list_html, paragraphs_html
from finder.explain.plans.what_if import cautions, change_words, delta_table, generic_sentences, headline, why
from finder.questions.plans.alternatives import generic_savings
from finder.questions.plans.what_if import what_if
from pages.parts.catalog import catalog_of
from pages.parts.certainty import show_certainty, show_timing
from pages.parts.frame import frame, plain, say_refusal, show
from pages.parts.plan_choice import choose_plan
from pages.parts.results import show_table
from pages.parts.session import session
from pages.parts.what_if_form import ask_change

visitor = session()
compared = visitor.comparison
with frame("What if") as foot:
    if compared is None or visitor.asked is None:
        st.write("First find plans for the drugs. Then you can try a change here.")
        st.page_link("pages/find_plans.py", label="Go to Find plans")
    else:
        catalog = catalog_of(compared.info.plan_year)
        foot.info = catalog.info
        member, listed = visitor.asked
        st.header("Try a change", anchor=False)
        st.write("Your list stays as it is. We answer again with the change and show the difference.")
        change = ask_change(visitor, catalog, member, listed)
        if st.button("Show what changes", type="primary", key=visitor.key("try")):
            visitor.what_if = None
            if change is None:
                st.error("Please choose a change and fill in what it asks.")
            else:
                try:
                    visitor.what_if = what_if(catalog, member, listed, change, compared)
                except FinderError as error:
                    say_refusal(error)
        if visitor.what_if is not None and visitor.what_if.before is compared:
            st.subheader(plain(change_words(visitor.what_if.change, compared)), anchor=False)
            show(
                paragraphs_html(headline(visitor.what_if), "finder-headline")
                + list_html([*why(visitor.what_if), *cautions(visitor.what_if)])
            )
            show_table(delta_table(visitor.what_if))
        st.header("Generics and when to buy", anchor=False)
        plan_id = choose_plan(visitor, compared)
        generics = generic_sentences(generic_savings(catalog, member, listed, plan_id, compared))
        show(list_html(generics) or paragraphs_html(["We found no generic of the same strength for a brand on your list."]))
        show_timing(visitor, catalog, plan_id)
        st.header("How sure is this?", anchor=False)
        show_certainty(visitor, catalog)
