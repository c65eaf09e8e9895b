"""Side by side: two to four plans, part by part, with what differs in words and near twins of one company."""

import streamlit as st

from finder.explain.kit.html import list_html, paragraphs_html
from finder.explain.plans.charts import months_figure
from finder.explain.plans.side_by_side import (
    LEAD,
    alike,
    cost_table,
    differences,
    drugs_table,
    near_duplicate_note,
    near_duplicate_sentences,
    other_lists,
)
from finder.explain.plans.tables import months_table
from finder.questions.plans.side_by_side import side_by_side
from pages.parts.catalog import catalog_of
from pages.parts.frame import frame, show
from pages.parts.plan_choice import choose_plans
from pages.parts.results import show_figure, show_table
from pages.parts.session import session

visitor = session()
compared = visitor.comparison
with frame("Side by side") as foot:
    if compared is None:
        st.write("First find plans for the drugs. Then you can put them side by side here.")
        st.page_link("pages/find_plans.py", label="Go to Find plans")
    else:
        catalog = catalog_of(compared.info.plan_year)
        foot.info = catalog.info
        st.write(LEAD)
        answer = side_by_side(catalog, compared, choose_plans(visitor, compared))
        st.header("What differs", anchor=False)
        show(list_html(differences(answer)) + paragraphs_html([alike(answer)]))
        st.header("Costs", anchor=False)
        show_table(cost_table(answer))
        st.header("Drugs", anchor=False)
        show_table(drugs_table(answer))
        show(list_html(other_lists(answer)))
        st.header("Month by month", anchor=False)
        show_figure(months_figure(answer.plans), visitor.key("side-months"))
        show_table(months_table(answer.plans))
        st.header("Near twins", anchor=False)
        twins = near_duplicate_sentences(answer) or ("None of these plans has a near twin from its own company here.",)
        show(list_html(twins) + paragraphs_html([near_duplicate_note(compared.info.plan_year)]))
