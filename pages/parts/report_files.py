"""The report of this session as files: whose answers it holds, and a button a file."""

from __future__ import annotations

import streamlit as st

from finder.documents.downloads import calendar_file, drugs_csv, ledger_csv, plans_csv
from finder.domain.market import Catalog
from finder.domain.plan_cost import Comparison
from finder.domain.report import PersonReport, Report
from finder.explain.choices import NOT_SURE
from finder.explain.kit.html import can_make_pdf, pdf_of
from finder.explain.messages import say
from finder.explain.report import report as words
from finder.explain.report.report import report_html
from finder.questions.plans.hand_over import Answered, hand_over
from pages.parts.catalog import today
from pages.parts.person import stores_of
from pages.parts.session import Session


def report_of(session: Session, catalog: Catalog, compared: Comparison, plan_id: str) -> Report:
    """The report of this visitor, and of the other person of a couple where both were answered for one place and year."""
    partner = session.partner
    second = partner.comparison if partner is not None else None
    same = second is not None and (second.info.plan_year, second.county) == (compared.info.plan_year, compared.county)
    if second is not None and not same:
        st.warning(say(words.OTHER_YEAR))
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
    html = report_html(report, today())
    st.header(say(words.THE_REPORT), anchor=False)
    st.download_button(say(words.SAVE_PAGE), html, "drug-plan-report.html", "text/html", on_click="ignore", type="primary")
    st.write(say(words.HOW_TO_PRINT))
    if can_make_pdf():
        name = "drug-plan-report.pdf"
        st.download_button(say(words.SAVE_PDF), lambda: pdf_of(html), name, "application/pdf", on_click="ignore")
    else:
        st.write(say(words.NO_PDF))


def offer_dates(report: Report) -> None:
    """The dates as a file for a calendar."""
    st.header(say(words.THE_DATES), anchor=False)
    file = calendar_file(words.dues(report))
    st.download_button(say(words.SAVE_DATES), file, "drug-plan-dates.ics", "text/calendar", on_click="ignore")
    st.write(say(words.CALENDAR))


def offer_tables(report: Report) -> None:
    """Plans, drugs and ledger of each person as CSV."""
    st.header(say(words.THE_NUMBERS), anchor=False)
    st.write(say(words.SPREADSHEETS))
    several = len(report.people) > 1
    for place, person in enumerate(report.people, start=1):
        number, whose = (place, f"-of-person-{place}") if several else (0, "")
        for name, label in words.SAVE_TABLE.items():
            file = f"{name}{whose}-{person.comparison.info.plan_year}.csv"
            text = words.of_person(number, say(label))
            st.download_button(text, _table(name, person), file, "text/csv", on_click="ignore", key=f"csv-{name}-{place}")


def _table(name: str, person: PersonReport) -> str:
    made = {"plans": plans_csv, "drugs": drugs_csv}
    return made[name](person.comparison) if name in made else ledger_csv(person.cost)
