"""Report: the answer to take home, as a page to print, a PDF, spreadsheets and a calendar file."""

from finder.explain.messages import say
from finder.explain.report import words
from pages.parts.catalog import catalog_behind
from pages.parts.frame import frame
from pages.parts.language import ask_paper
from pages.parts.plan_choice import choose_plan
from pages.parts.report_files import ask_details, offer_dates, offer_report, offer_tables, report_of, show_report
from pages.parts.screen import st
from pages.parts.session import session

visitor = session()
compared = visitor.comparison
with frame(words.TITLE) as foot:
    st.write(say(words.LEAD))
    if compared is None or visitor.asked is None:
        st.write(say(words.EMPTY))
        st.page_link("pages/find_plans.py", label=say(words.TO_FIND_PLANS))
    else:
        catalog = catalog_behind(compared)
        foot.info = catalog.info
        visitor.chosen_plan = visitor.chosen_plan or compared.recommendation.plan_id or ""
        with st.expander(say(words.OPTIONS)):
            report = report_of(visitor, catalog, compared, choose_plan(visitor, compared))
            details, large = ask_details(visitor, report)
            paper = ask_paper()
        offer_report(report, details, paper, large=large)
        show_report(report, details, paper)
        with st.expander(say(words.FOR_OTHER_PROGRAMS)):
            offer_dates(report, paper)
            offer_tables(report)
