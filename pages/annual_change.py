"""Next year: what happens to a person's plan from one year to the next: premium, deductible, drugs, and the best plan of the new year."""

import streamlit as st

from finder.explain.kit.html import list_html, paragraphs_html
from finder.explain.plans.annual_change import (
    EMPTY,
    INTRO,
    best_sentences,
    drug_sentences,
    drugs_table,
    headline,
    no_next_year,
    parts_table,
    sources,
)
from finder.questions.plans.annual_change import annual_change, years_beside
from pages.parts.catalog import catalog_of, today, years
from pages.parts.frame import frame, show
from pages.parts.plan_choice import choose_plan_of_year
from pages.parts.results import show_table
from pages.parts.session import session

visitor = session()
with frame("Next year") as foot:
    st.write(INTRO)
    if visitor.comparison is None or visitor.asked is None:
        st.write(EMPTY)
        st.page_link("pages/find_plans.py", label="Go to Find plans")
    elif (beside := years_beside(years(), visitor.comparison.info.plan_year)) is None:
        show(paragraphs_html(no_next_year(visitor.comparison.info.plan_year, today())))
    else:
        this_year, next_year = catalog_of(beside[0]), catalog_of(beside[1])
        foot.info = next_year.info
        member, drugs = visitor.asked
        plan_id = choose_plan_of_year(visitor, this_year, member)
        change = annual_change(this_year, next_year, member, drugs, plan_id)
        st.header("Your answer", anchor=False)
        show(paragraphs_html(headline(change), "finder-headline") + paragraphs_html(best_sentences(change)))
        st.header("What changes for your drugs", anchor=False)
        show(list_html(drug_sentences(change)) or paragraphs_html(["No rule and no tier of your drugs changes."]))
        show_table(drugs_table(change))
        st.header("What the year costs", anchor=False)
        show_table(parts_table(change))
        st.header("Where the numbers come from", anchor=False)
        show(list_html(sources(change)))
