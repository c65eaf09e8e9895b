"""Where the people of a caseload come from: a file, lists pasted together, or made up; and the press that answers everyone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from finder.documents.batch.people import Setting
from finder.documents.caseload import UPLOADS, Brought, Run, Shared, pasted_people, run_caseload, run_made_up, uploaded_people
from finder.documents.population import drawn
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.caseload import Caseload
from finder.domain.market import Catalog
from finder.domain.population import Recipe
from finder.explain.choices import county_words, subsidies
from finder.explain.messages import say
from finder.explain.population import caseload_page as words
from finder.explain.population.synthetic import assumption_sentences
from finder.explain.words import SUBSIDIES, five_digits
from finder.questions.population.caseload import caseload_of
from finder.questions.population.small_groups import FEWEST
from finder.questions.progress import OnProgress
from pages.parts.caseload_kept import KeptCaseload
from pages.parts.catalog import catalog_of, open_infos, today
from pages.parts.frame import tell
from pages.parts.get_plans import state_name
from pages.parts.own_machine import is_own_machine
from pages.parts.screen import st
from pages.parts.session import Session
from pages.parts.work import long_work

_MOST_OWN, _MOST_SHARED = 5_000, 500
_USUAL_SIZE, _USUAL_SEED = 300, 7
_WHOLE = 100
_MOST_DRUGS = 12


def ask_people(session: Session) -> Catalog:
    """The people, and the button; the catalog of the year that is chosen."""
    kinds = (words.FILE, words.PASTE, words.MADE)
    kind = st.radio(say(words.SOURCE), kinds, format_func=say, horizontal=True, key=session.key("caseload-kind"))
    infos = open_infos()
    year = st.selectbox(say(words.YEAR), list(infos), width=320, key=session.key("caseload-year"))
    catalog, most = catalog_of(year), _MOST_OWN if is_own_machine() else _MOST_SHARED
    asks = {words.FILE: _ask_file, words.PASTE: _ask_lists, words.MADE: _ask_made}
    work = asks[kind](session, catalog, most)
    tell(words.bound_sentence(most, own_machine=most == _MOST_OWN))
    long_work(session, "caseload", say(words.START), work, _keep)
    return catalog


Work = Callable[[OnProgress], KeptCaseload]


def _keep(session: Session, kept: KeptCaseload) -> None:
    session.caseload = kept


def _ask_file(session: Session, catalog: Catalog, most: int) -> Work:
    files = st.file_uploader(say(words.UPLOAD), type=list(UPLOADS), accept_multiple_files=True, key=session.key("caseload-file"))
    tell(say(words.FILE_HELP))

    def work(on_progress: OnProgress) -> KeptCaseload:
        brought = uploaded_people([(file.name, file.getvalue()) for file in files or ()], most)
        return answer_brought(brought, Setting(today(), catalog.info.plan_year), on_progress)

    return work


def _ask_lists(session: Session, catalog: Catalog, most: int) -> Work:
    text = st.text_area(say(words.LISTS), height=260, key=session.key("caseload-lists"))
    tell(say(words.LISTS_HELP))
    zip_code = five_digits(st.text_input(say(words.ZIP), max_chars=20, width=320, key=session.key("caseload-zip")))
    counties = catalog.counties(zip_code) if zip_code else ()
    county = ""
    if len(counties) > 1:
        county = st.radio(say(words.COUNTY), counties, format_func=county_words, key=session.key("caseload-county")).fips
    levels = list(dict.fromkeys([LowIncomeSubsidy.NONE, *subsidies(catalog.info.plan_year).values()]))
    level = st.selectbox(say(words.HELP), levels, format_func=lambda one: say(SUBSIDIES[one]), key=session.key("caseload-help"))
    plan = st.text_input(say(words.PLAN), max_chars=20, width=320, key=session.key("caseload-plan")).strip()
    shared = Shared(catalog.info.plan_year, zip_code, county, level, plan)

    def work(on_progress: OnProgress) -> KeptCaseload:
        return answer_brought(pasted_people(text, shared, most), Setting(today(), catalog.info.plan_year), on_progress)

    return work


def _ask_made(session: Session, catalog: Catalog, most: int) -> Work:
    states = list(catalog.info.states)
    with st.container(horizontal=True):
        state = st.selectbox(say(words.STATE), states, format_func=state_name, width=320, key=session.key("caseload-state"))
        size = st.number_input(say(words.SIZE), FEWEST, most, min(_USUAL_SIZE, most), width=240, key=session.key("caseload-size"))
    seed = st.number_input(say(words.SEED), 0, None, _USUAL_SEED, width=320, key=session.key("caseload-seed"))
    with st.expander(say(words.ADJUST)):
        helped = st.number_input(say(words.HELP_SHARE), 0, _WHOLE, None, key=session.key("caseload-helped"))
        medicaid = st.slider(say(words.MEDICAID_SHARE), 0, _WHOLE, 60, key=session.key("caseload-medicaid"))
        drugs = st.number_input(say(words.DRUGS), 0, _MOST_DRUGS, 0, key=session.key("caseload-drugs"))
        without = st.slider(say(words.NO_PLAN_SHARE), 0, _WHOLE, 0, key=session.key("caseload-without"))
    recipe = Recipe(seed, size, helped, medicaid, drugs or None, without_plan=without)
    return partial(_answer_made, catalog.info.plan_year, state, recipe)


def _answer_made(year: int, state: str, recipe: Recipe, on_progress: OnProgress) -> KeptCaseload:
    population = drawn(catalog_of(year, state), state, recipe)
    run = run_made_up(tuple(population.people), population.catalog, today(), on_progress)
    made_of = assumption_sentences(recipe, population.users)
    return KeptCaseload(Setting(today(), year), run, caseload_of_run(run), made_of=made_of)


def answer_brought(brought: Brought, setting: Setting, on_progress: OnProgress) -> KeptCaseload:
    """Read and answer people whom the visitor brought."""
    run = run_caseload(brought, {}, setting, on_progress)
    return KeptCaseload(setting, run, caseload_of_run(run), brought)


def caseload_of_run(run: Run) -> Caseload | None:
    """The caseload of the people answered; None where they are too few. Raises Refusal for people of two plan years."""
    return caseload_of(run.catalogs, run.answered, run.refused) if len(run.answered) >= FEWEST else None
