"""The report of this session as files: whose answers it holds, and a button a file."""

from __future__ import annotations

from datetime import date

import streamlit as st

from finder.domain.market import Catalog
from finder.domain.plan_cost import Comparison
from finder.domain.report import PersonReport, Report
from finder.explain.choices import NOT_SURE
from finder.explain.kit.html import paragraphs_html
from finder.explain.kit.pdf import can_make_pdf, pdf_of
from finder.explain.plans.ledger_table import ledger_csv
from finder.explain.report import words
from finder.explain.report.report import report_html
from finder.explain.report.tables import drugs_csv, plans_csv
from finder.questions.plans.hand_over import Answered, dates_file, hand_over
from pages.parts.frame import show
from pages.parts.pharmacies import stores_of
from pages.parts.session import Session


def report_of(session: Session, catalog: Catalog, compared: Comparison, plan_id: str) -> Report:
    """The report of this visitor, and of the other person of a couple where both were answered for one place and year."""
    partner = session.partner
    second = partner.comparison if partner is not None else None
    same = second is not None and (second.info.plan_year, second.county) == (compared.info.plan_year, compared.county)
    if second is not None and not same:
        st.warning(words.OTHER_YEAR)
    people = [_answered(session, compared, plan_id), *([_answered(partner, second, "")] if partner and second and same else [])]
    return hand_over(catalog, [one for one in people if one is not None])


def _answered(session: Session, compared: Comparison, plan_id: str) -> Answered | None:
    if session.asked is None:
        return None
    member, listed = session.asked
    unsure = st.session_state.get(session.key(f"help-{compared.info.plan_year}"), NOT_SURE) == NOT_SURE
    stores = stores_of(compared.info.plan_year, member.pharmacies)
    return Answered(member, listed, compared, plan_id, unsure, session.what_if, session.timing, session.how_sure, stores)


def offer_report(report: Report) -> None:
    """The report itself: as a web page, and as a PDF where this machine can make one."""
    html = report_html(report, date.today())
    st.download_button("Save the report (web page)", html, "drug-plan-report.html", "text/html", on_click="ignore", type="primary")
    show(paragraphs_html([words.HOW_TO_PRINT]))
    if can_make_pdf():
        name = "drug-plan-report.pdf"
        st.download_button("Save the report (PDF)", lambda: pdf_of(html), name, "application/pdf", on_click="ignore")
    else:
        show(paragraphs_html([words.NO_PDF]))


def offer_dates(report: Report) -> None:
    """The dates as a file for a calendar."""
    st.download_button("Save the dates (.ics)", dates_file(report), "drug-plan-dates.ics", "text/calendar", on_click="ignore")
    show(paragraphs_html([words.CALENDAR]))


def offer_tables(report: Report) -> None:
    """Plans, drugs and ledger of each person as CSV."""
    show(paragraphs_html([words.SPREADSHEETS]))
    for place, person in enumerate(report.people, start=1):
        whose = f" of person {place}" if len(report.people) > 1 else ""
        for name, label, data in _tables(person):
            file = f"{name}{whose.replace(' ', '-')}-{person.comparison.info.plan_year}.csv"
            st.download_button(f"Save {label}{whose}", data, file, "text/csv", on_click="ignore", key=f"csv-{name}-{place}")


def _tables(person: PersonReport) -> tuple[tuple[str, str, str], ...]:
    return (
        ("plans", "the plans", plans_csv(person.comparison)),
        ("drugs", "the drugs", drugs_csv(person.comparison)),
        ("claims", "each purchase", ledger_csv(person.cost)),
    )
