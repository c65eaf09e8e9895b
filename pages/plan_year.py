"""Plan year: one plan's year for this person: its phases, who pays what each month, and every claim with the rules that decided it."""

import streamlit as st

from finder.explain.kit.html import card_html, list_html, paragraphs_html
from finder.explain.plans.cards import totals_card
from finder.explain.plans.charts import month_figure, payers_figure, phases_figure
from finder.explain.plans.drugs import special_sentences
from finder.explain.plans.ledger_table import ledger_csv, ledger_table
from finder.explain.plans.phases import crossing_sentences, phase_table
from finder.explain.plans.sentences import why_this_order
from finder.explain.plans.tables import drug_table, month_table, payer_table
from finder.questions.plans.plan_year import plan_year
from finder.questions.plans.special_coverage import special_coverage
from pages.parts.catalog import catalog_of
from pages.parts.first_supply import offer_first_supply
from pages.parts.frame import frame, show
from pages.parts.plan_choice import choose_plan
from pages.parts.results import show_figure, show_table
from pages.parts.session import session

visitor = session()
compared = visitor.comparison
with frame("Plan year") as foot:
    if compared is None or visitor.asked is None:
        st.write("First find plans for your drugs. Then you can see the year of a plan here.")
        st.page_link("pages/find_plans.py", label="Go to Find plans")
    else:
        catalog = catalog_of(compared.info.plan_year)
        foot.info = catalog.info
        cost = plan_year(catalog, *visitor.asked, choose_plan(visitor, compared))
        show(card_html(totals_card(compared, cost)))
        st.header("The phases of your year", anchor=False)
        show_figure(phases_figure(cost), visitor.key("phases"))
        show_table(phase_table(cost))
        show(list_html(crossing_sentences(cost)) + paragraphs_html([why_this_order(compared)]))
        st.header("What you pay each month", anchor=False)
        show_figure(month_figure(cost), visitor.key("months"))
        show_table(month_table(cost))
        st.header("Who pays for the drugs", anchor=False)
        show_figure(payers_figure(cost), visitor.key("payers"))
        show_table(payer_table(cost))
        st.header("Your drugs", anchor=False)
        show_table(drug_table(cost))
        show(list_html(special_sentences(cost, special_coverage(catalog, [cost], compared.prescriptions))))
        offer_first_supply(visitor, cost, compared.coverage_start)
        st.header("Each time you buy a drug", anchor=False)
        st.write("Open “Why” to read the rules behind a price.")
        show_table(ledger_table(cost))
        name = f"plan-year-{compared.info.plan_year}-{cost.plan.plan_id}.csv"
        st.download_button("Download this list (CSV)", ledger_csv(cost), name, "text/csv", on_click="ignore")
