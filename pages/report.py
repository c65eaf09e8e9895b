"""Report: the answer to take home, as a page to print, a PDF, spreadsheets and a calendar file."""

import streamlit as st

from finder.explain.kit.html import list_html, paragraphs_html
from finder.explain.plans.sentences import headline
from finder.explain.report.words import EMPTY, LEAD, inside
from pages.parts.catalog import catalog_of
from pages.parts.frame import frame, show
from pages.parts.plan_choice import choose_plan
from pages.parts.report_files import offer_dates, offer_report, offer_tables, report_of
from pages.parts.session import session

visitor = session()
compared = visitor.comparison
with frame("Report") as foot:
    st.write(LEAD)
    if compared is None or visitor.asked is None:
        st.write(EMPTY)
        st.page_link("pages/find_plans.py", label="Go to Find plans")
    else:
        catalog = catalog_of(compared.info.plan_year)
        foot.info = catalog.info
        visitor.chosen_plan = visitor.chosen_plan or compared.recommendation.plan_id or ""
        st.write("Which plan's year should the report tell?")
        report = report_of(visitor, catalog, compared, choose_plan(visitor, compared))
        show(paragraphs_html(headline(compared), "finder-headline") + list_html(inside(report)))
        st.header("The report", anchor=False)
        offer_report(report)
        st.header("The dates", anchor=False)
        offer_dates(report)
        st.header("The numbers", anchor=False)
        offer_tables(report)
