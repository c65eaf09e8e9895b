"""What a caseload comes to, who has no answer yet, what a dropped drug would do, and the files to keep."""

from __future__ import annotations

from functools import partial

from finder.documents.caseload import BatchFiles, batch_files, groups_csv, questions_csv, read_told, rejects_csv, run_caseload
from finder.domain.caseload import DrugDropped, DrugName
from finder.explain.kit.html import can_make_pdf, pdf_of
from finder.explain.kit.section import Bullets, Fold
from finder.explain.messages import say
from finder.explain.population import caseload_page as words
from finder.explain.population.caseload import dropped_sections, sections
from finder.explain.population.caseload_report import caseload_report, whole_answer
from finder.explain.words import plan_name
from finder.questions.population.dropped_drug import droppable, drug_dropped
from finder.questions.progress import OnProgress
from pages.parts.caseload_form import caseload_of_run
from pages.parts.caseload_kept import KeptCaseload
from pages.parts.catalog import today
from pages.parts.focus import focus_on
from pages.parts.frame import show, tell
from pages.parts.screen import st
from pages.parts.session import Session
from pages.parts.work import long_work


def show_caseload(session: Session, kept: KeptCaseload) -> None:
    """The answer, and below it what can be done with it."""
    told = sections(kept.caseload) if kept.caseload is not None else ()
    show(told[:1])  # the headline, which takes the focus; who is not in it comes next
    if kept.run.stopped:
        st.warning(say(words.STOPPED))
    if kept.run.asked or kept.run.refused:
        st.warning(words.not_in_it(kept.run.asked, kept.run.refused))
    if kept.caseload is None:
        tell(words.too_few(len(kept.run.answered), rows_below=kept.brought is not None))
    else:
        show(told[1:], "caseload")
        focus_on("h1.finder-headline", f"caseload {id(kept)}", "caseload-focus", top=True)
    if kept.made_of:
        show((Fold(say(words.MADE_OF), (Bullets(kept.made_of),)),))
    _show_unanswered(session, kept)
    if kept.caseload is not None:
        _ask_dropped(session, kept)
    _offer_files(session, kept)


def _show_unanswered(session: Session, kept: KeptCaseload) -> None:
    """The questions in one file, the way to give it back, and who was refused."""
    if kept.run.asked:
        st.header(say(words.OPEN_QUESTIONS), anchor=False)
        tell(words.asked_sentence(kept.run.asked), words.how_to_answer())
        st.download_button(say(words.QUESTIONS), questions_csv(kept.run.questions), "caseload-questions.csv", "text/csv", on_click="ignore")
        file = st.file_uploader(say(words.ANSWERS), type="csv", key=session.key("caseload-told"))
        if file is not None:
            work = partial(_again, kept, file.name, file.getvalue())
            long_work(session, "caseload-again", say(words.TAKE_ANSWERS), work, _keep)
    if kept.run.rejects:
        tell(words.refused_sentence(kept.run.refused))
        st.download_button(say(words.REJECTS), rejects_csv(kept.run.rejects), "caseload-refused.csv", "text/csv", on_click="ignore")


def _again(kept: KeptCaseload, name: str, data: bytes, on_progress: OnProgress) -> KeptCaseload:
    assert kept.brought is not None
    told = {label: {**kept.told.get(label, {}), **lines} for label, lines in {**kept.told, **read_told(name, data)}.items()}
    run = run_caseload(kept.brought, told, kept.setting, on_progress, kept.run)
    return KeptCaseload(kept.setting, run, caseload_of_run(run), kept.brought, told)


def _keep(session: Session, kept: KeptCaseload) -> None:
    session.caseload = kept


def _ask_dropped(session: Session, kept: KeptCaseload) -> None:
    """A plan and a drug, and who is hurt if the plan drops it."""
    st.header(say(words.DROP), anchor=False)
    catalog = kept.run.catalogs[0]
    pairs = droppable(catalog, kept.run.answered)
    plans = {plan_id: plan for plan_id in pairs if (plan := catalog.plan(plan_id)) is not None}
    if not plans:
        tell(say(words.NOTHING_TO_DROP))
        return
    plan_id = st.selectbox(say(words.DROP_PLAN), list(plans), format_func=lambda one: plan_name(plans[one]), key=session.key("drop-plan"))
    drug: DrugName = st.selectbox(
        say(words.DROP_DRUG), pairs[plan_id], format_func=lambda one: one.name, key=session.key(f"drop-drug-{plan_id}")
    )
    work = partial(drug_dropped, catalog, kept.run.answered, plans[plan_id], drug, kept.setting.today)
    long_work(session, "caseload-drop", say(words.DROP_START), work, _keep_dropped)
    if kept.dropped is not None:
        show(dropped_sections(kept.dropped))


def _keep_dropped(session: Session, dropped: DrugDropped | None) -> None:
    if session.caseload is not None:
        session.caseload.dropped = dropped


def _offer_files(session: Session, kept: KeptCaseload) -> None:
    """The report and the tables; of people whom the visitor brought, the batch's files too."""
    if kept.caseload is None and kept.brought is None:
        return
    st.header(say(words.FILES), anchor=False)
    if kept.caseload is not None:
        html = caseload_report(kept.caseload, kept.dropped, kept.made_of, today())
        st.download_button(say(words.REPORT_PAGE), html, "caseload-report.html", "text/html", on_click="ignore", type="primary")
        if can_make_pdf():
            pdf = partial(pdf_of, html)
            st.download_button(say(words.REPORT_PDF), pdf, "caseload-report.pdf", "application/pdf", on_click="ignore")
        tables = groups_csv(whole_answer(kept.caseload, kept.dropped))
        st.download_button(say(words.GROUPS), tables, "caseload-tables.csv", "text/csv", on_click="ignore")
    if kept.brought is not None:
        _offer_rows(session, kept)


def _offer_rows(session: Session, kept: KeptCaseload) -> None:
    """Each person's rows, made when asked for."""
    tell(say(words.OWN_ROWS))
    if kept.files is None:
        assert kept.brought is not None
        work = partial(batch_files, kept.brought, kept.told, kept.setting)
        long_work(session, "caseload-files", say(words.MAKE_FILES), work, _keep_files)
        return
    st.download_button(say(words.PEOPLE_FILE), kept.files.people, "caseload-people.csv", "text/csv", on_click="ignore")
    st.download_button(say(words.PLANS_FILE), kept.files.plans, "caseload-plans.csv", "text/csv", on_click="ignore")


def _keep_files(session: Session, files: BatchFiles | None) -> None:
    if session.caseload is not None:
        session.caseload.files = files
