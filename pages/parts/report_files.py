"""The report of this session as files: whose answers it holds, what it is to hold, and a button a file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from finder.documents.downloads import calendar_file, drugs_csv, ledger_csv, plans_csv
from finder.domain.market import Catalog
from finder.domain.plan_cost import Comparison
from finder.domain.report import PersonReport, Report
from finder.explain.choices import NOT_SURE
from finder.explain.kit.html import can_make_pdf, pdf_of
from finder.explain.messages import language, say, speaking
from finder.explain.plans.answer import PRINT
from finder.explain.report import words
from finder.explain.report.details import DETAILS, Detail, asked_before
from finder.explain.report.report import report_html, screen_html
from finder.questions.plans.hand_over import Answered, hand_over
from pages.parts.catalog import today
from pages.parts.focus import print_button
from pages.parts.frame import show_html
from pages.parts.person import stores_of
from pages.parts.screen import st
from pages.parts.session import Session
from pages.parts.session import session as visitor

_FILE = "drug-plan-report.html"


def report_of(session: Session, catalog: Catalog, compared: Comparison, plan_id: str) -> Report:
    """The report of this visitor, and of the other person of a couple where both were answered for one place and year."""
    second = session.partner.comparison if session.partner is not None else None
    if second is not None and not _same_market(second, compared):
        st.warning(say(words.OTHER_YEAR))
    return hand_over(catalog, _people(session, compared, plan_id))


def _same_market(second: Comparison, first: Comparison) -> bool:
    return (second.info.plan_year, second.county) == (first.info.plan_year, first.county)


def _people(session: Session, compared: Comparison, plan_id: str) -> list[Answered]:
    """Whose answers the report holds."""
    partner = session.partner
    second = partner.comparison if partner is not None else None
    theirs = [_answered(partner, second, partner.chosen_plan)] if partner and second and _same_market(second, compared) else []
    return [one for one in (_answered(session, compared, plan_id), *theirs) if one is not None]


def _answered(session: Session, compared: Comparison, plan_id: str) -> Answered | None:
    if session.asked is None:
        return None
    member, listed = session.asked
    unsure = st.session_state.get(session.key(f"help-{compared.info.plan_year}"), NOT_SURE) == NOT_SURE
    stores = stores_of(compared.info.plan_year, member.pharmacies)
    return Answered(member, listed, compared, plan_id, unsure, session.what_if, session.timing, session.how_sure, stores)


def ask_details(session: Session, report: Report) -> tuple[Collection[Detail], bool]:
    """What the report holds beside its first pages, and whether it is in larger print."""
    asked = _asked_before(report)
    chosen = st.pills(
        say(words.ADD),
        list(DETAILS),
        selection_mode="multi",
        default=[detail for detail in DETAILS if detail in asked],
        format_func=lambda detail: say(DETAILS[detail]),
        key=session.key("report-details"),
    )
    return chosen, st.toggle(say(words.LARGE), key=session.key("report-large"))


def offer_report(report: Report, details: Collection[Detail], paper: str, *, large: bool) -> None:
    """The report itself in a language: as a web page, and as a PDF where this machine can make one."""
    with speaking(paper):
        html = report_html(report, today(), details, large=large)
    st.download_button(say(words.SAVE_PAGE), html, _FILE, "text/html", on_click="ignore", type="primary")
    if can_make_pdf():
        name = "drug-plan-report.pdf"
        st.download_button(say(words.SAVE_PDF), lambda: pdf_of(html), name, "application/pdf", on_click="ignore")
        if details:
            st.caption(say(words.LONG_PDF))
    else:
        st.write(say(words.NO_PDF))
    print_button(say(PRINT), "print-report")
    st.write(say(words.HOW_TO_PRINT))


def offer_at_once(session: Session, catalog: Catalog, compared: Comparison, plan_id: str) -> None:
    """The report as a web page from another page than its own, in one press. It is made when it is pressed for, not each time that the page
    is drawn."""
    people = _both(session, compared, plan_id)
    paper = visitor().paper or language()
    make = partial(_made, catalog, people, paper)
    st.download_button(say(words.SAVE_PAGE), make, _FILE, "text/html", on_click="ignore", key=session.key("report-at-once"))


def _both(session: Session, compared: Comparison, plan_id: str) -> list[Answered]:
    """The people of the report, whichever of the two ``session`` is."""
    first = visitor()
    if session is first or first.comparison is None or not _same_market(first.comparison, compared):
        return _people(session, compared, plan_id)
    both = (_answered(first, first.comparison, first.chosen_plan), _answered(session, compared, plan_id))
    return [one for one in both if one is not None]


def _made(catalog: Catalog, people: Sequence[Answered], paper: str) -> str:
    """The report that the Report page makes if nothing is chosen there."""
    with speaking(paper):
        report = hand_over(catalog, people)
        return report_html(report, today(), _asked_before(report))


def _asked_before(report: Report) -> frozenset[Detail]:
    """What the visitor found out on the way here, which the report holds at first."""
    return frozenset().union(*map(asked_before, report.people))


def show_report(report: Report, details: Collection[Detail], paper: str) -> None:
    """The report as it will be printed."""
    with speaking(paper):
        style, body = screen_html(report, today(), details)
    st.html(style)
    with st.container(key=f"lang-{paper}"):
        show_html(body)


def offer_dates(report: Report, paper: str) -> None:
    """The dates as a file for a calendar."""
    with speaking(paper):
        file = calendar_file(words.dues(report))
    st.download_button(say(words.SAVE_DATES), file, "drug-plan-dates.ics", "text/calendar", on_click="ignore")
    st.write(say(words.CALENDAR))


def offer_tables(report: Report) -> None:
    """Plans, drugs and ledger of each person as CSV."""
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
