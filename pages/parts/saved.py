"""Saves the session as a file, and opens one. An opened file replaces what is on the screen; a refused one changes nothing."""

from __future__ import annotations

from datetime import date
from functools import partial

from finder import __version__
from finder.documents.client_files import client_file_name
from finder.documents.other_help import OtherHelpInput
from finder.documents.session import (
    FILE_NAME,
    KeptPerson,
    KeptSession,
    help_answer,
    kinds_answer,
    read_session,
    read_session_file,
    restore_fills,
    restore_lines,
    restore_list,
    restore_not_counted,
    special_needs_answer,
    store_answer,
    unknown_year,
    write_session,
)
from finder.domain.errors import FinderError, Problem, Refusal
from finder.domain.market import Catalog, County, PlanKind
from finder.domain.payer_order import PartDPays
from finder.domain.session import SavedPerson, SavedSession
from finder.explain.choices import NOT_SURE, ORDERS, SPECIAL_NEEDS
from finder.explain.drug_list import desk as words
from finder.explain.drug_list.clients import NUMBER
from finder.explain.drug_list.list_here import DRUGS_ONLY, SAVED_ALONE
from finder.explain.explainers.payer_order import FIRST
from finder.explain.messages import say
from finder.explain.person import lost_plan_sentence
from finder.explain.plans.other_help import NOBODY, answer_of
from finder.questions.drug_list.reading import added
from finder.questions.explainers.income_related import refuse_bracket
from pages.parts.catalog import catalog_of, open_infos, years
from pages.parts.forget import forget_uploads
from pages.parts.frame import say_refusal
from pages.parts.language import chosen, put_languages
from pages.parts.person import put_pharmacies
from pages.parts.said import catalog_said, counties_said, member_said, said, zip_said
from pages.parts.screen import st
from pages.parts.session import Session, start_over


def save_session(session: Session, catalog: Catalog) -> None:
    """Offer the session as a file."""
    st.write(say(words.FILE_HOLDS))
    number = st.text_input(say(NUMBER), key=session.key("client-number"), max_chars=20, autocomplete="off")
    try:
        name = client_file_name(number) if number.strip() else FILE_NAME
    except FinderError as error:
        say_refusal(error)
        return
    data = write_session(saved_session(session, catalog), __version__)
    st.download_button(say(words.SAVE_SESSION), data, name, "application/json", on_click="ignore", key=session.key("save"))


def offer_copy(session: Session) -> bool:
    """One press saves a copy of what was typed, if anything was. Whether something is not saved yet."""
    partner = session.partner.drugs if session.partner else ()
    if not (session.drugs or session.not_counted or session.lines or partner or zip_said(session)):
        return False
    try:
        now = saved_session(session, catalog_said(session))
    except FinderError:  # the page itself says that its plans can't be read
        return False
    keep = partial(setattr, session, "copied", now)
    data = write_session(now, __version__)
    st.download_button(say(words.SAVE_A_COPY), data, FILE_NAME, "application/json", on_click=keep, type="tertiary", key=session.key("copy"))
    return session.copied != now


def saved_session(session: Session, catalog: Catalog) -> SavedSession:
    """What the visitor said."""
    counties = counties_said(session, catalog)
    county = counties[0] if len(counties) == 1 else None
    zip_code = zip_said(session) if counties else ""
    fills = session.paid_fills.fills if session.paid_fills else ()
    people = tuple(_saved_person(one, catalog.info.plan_year, zip_code, county) for one in (session, session.partner) if one is not None)
    reading = session.reading.lines if session.reading is not None else ()
    lines = added(session.lines, reading) if reading else session.lines
    return SavedSession(
        catalog.info.plan_year, zip_code, county, people, lines, session.chosen_plan or None, fills, chosen(), session.paper
    )


def _saved_person(session: Session, year: int, zip_code: str, county: County | None) -> SavedPerson:
    start = said(session, "start")
    sure = said(session, f"help-{year}", NOT_SURE) not in (None, NOT_SURE)
    return SavedPerson(
        member_said(session, year, zip_code, county),
        session.drugs,
        session.not_counted,
        started=start is not None and start.year == year,
        sure_of_subsidy=sure,
        skip_uncovered=bool(said(session, "skip", False)),
    )


def open_session(session: Session) -> None:
    """Ask for a session file and put back what it holds."""
    file = st.file_uploader(say(words.SAVED_FILE), key=session.desk_key("session-file"))
    if file is not None and st.button(say(words.OPEN_SESSION), type="primary", key=session.desk_key("open")):
        try:
            put_back(read_session(read_session_file(file.name, file.getvalue())))
        except FinderError as error:
            say_refusal(error)
        else:
            st.rerun()


def open_person(first: Session, catalog: Catalog, zip_code: str, county: County) -> None:
    """Ask for the session file of one person, who becomes the second person of the couple at the place and year of the first."""
    session = first.second_person()
    file = st.file_uploader(say(SAVED_ALONE), key=session.desk_key("session-file"))
    if file is not None and st.button(say(words.OPEN_SESSION), key=session.desk_key("open")):
        try:
            _put_second(first, catalog, read_session(read_session_file(file.name, file.getvalue())), zip_code, county)
        except FinderError as error:
            say_refusal(error)
        else:
            forget_uploads()
            st.rerun()


def _put_second(first: Session, catalog: Catalog, kept: KeptSession, zip_code: str, county: County) -> None:
    """Replace the second person by the one of a file; of a file of another year, by their drugs. Raises Refusal, and changes nothing."""
    if len(kept.people) > 1:
        raise Refusal([Problem("session file", "a session file of one person", f"one of {len(kept.people)}")])
    (person,), year = kept.people, catalog.info.plan_year
    same_year = kept.plan_year == year
    state = _answers(year, person) if same_year else {}
    drugs, unknown = restore_list(catalog, person)
    lines = restore_lines(catalog, kept, unknown)
    fresh = first.new_second_person()
    fresh.drugs, fresh.not_counted = list(drugs), list(restore_not_counted(person))
    st.session_state.update({fresh.key(name): value for name, value in state.items()})
    sentences = [say(words.OPENED if same_year else DRUGS_ONLY)]
    if same_year:
        sentences.append(_put_plan(fresh, person.current_plan, county, catalog))
        sentences.append(put_pharmacies(fresh, year, zip_code, person.pharmacies))
    waiting = tuple(line for line in lines if line.waits)  # the others are among the drugs
    if waiting:
        fresh.reader().take_lines(waiting, "")
    fresh.message = " ".join(filter(None, sentences))


def put_back(kept: KeptSession) -> None:
    """Replace what this visitor said by what the file holds. Raises Refusal, and changes nothing, if the pages can't show it."""
    if kept.plan_year not in years():
        raise unknown_year(kept.plan_year, list(open_infos()))
    catalog = catalog_of(kept.plan_year)
    place = next((county for county in catalog.counties(kept.zip or "") if kept.county in (county.fips, None)), None)
    catalog = catalog_of(kept.plan_year, place.state) if place else catalog
    answers = [_answers(kept.plan_year, person) for person in kept.people]
    lists = [restore_list(catalog, person) for person in kept.people]
    lines = restore_lines(catalog, kept, [text for _, unknown in lists for text in unknown])
    reads = chosen()
    fresh = start_over()
    county = _put_place(fresh, kept, catalog)
    sentences = [say(words.OPENED)]
    visitors = [fresh, fresh.second_person()] if len(kept.people) > 1 else [fresh]
    for visitor, person, state, (drugs, _) in zip(visitors, kept.people, answers, lists, strict=True):
        visitor.drugs, visitor.not_counted = list(drugs), list(restore_not_counted(person))
        st.session_state.update({visitor.key(name): value for name, value in state.items()})
        sentences.append(_put_plan(visitor, person.current_plan, county, catalog))
        sentences.append(put_pharmacies(visitor, kept.plan_year, kept.zip or "", person.pharmacies))
    if any(line.waits for line in lines):
        sentences.append(say(words.LINES_WAIT))
    fresh.paid_fills = restore_fills(kept)
    fresh.lines, fresh.chosen_plan = lines, kept.chosen_plan or ""
    put_languages(fresh, kept.language or reads, kept.language_on_paper)
    fresh.message = fresh.desk_message = " ".join(filter(None, sentences))  # for the next page, whichever it is


def _put_place(fresh: Session, kept: KeptSession, catalog: Catalog) -> County | None:
    """Set year and ZIP code, and the county if the ZIP code has several. The county, if there is one."""
    st.session_state[fresh.key("year")], st.session_state[fresh.key("zip")] = kept.plan_year, kept.zip or ""
    counties = list(catalog.counties(kept.zip or ""))
    county = next((county for county in counties if county.fips == kept.county), None)
    if county is not None and len(counties) > 1:
        st.session_state[fresh.key("county")] = county
    return county


def _answers(plan_year: int, person: KeptPerson) -> dict[str, object]:
    """The state of the widgets that ask a person, by name. Raises Refusal for values that the pages don't offer."""
    refuse_bracket(plan_year, person.income_bracket)
    asked = [kind for kind in PlanKind if kind.label in person.plan_kinds]
    fits = special_needs_answer(asked, person.special_needs)
    return {
        f"help-{plan_year}": help_answer(plan_year, person.low_income_subsidy, sure=person.sure_of_subsidy),
        "kinds": kinds_answer(asked),
        **{f"snp-{answer}": answer in fits for answer in SPECIAL_NEEDS},
        "store": store_answer(person.channels),
        "start": person.coverage_start or date(plan_year, 1, 1),
        "late": person.uncovered_months,
        **_other_help(person.other_help),
        "skip": person.skip_uncovered,
        f"income-{plan_year}": person.income_bracket,
        "so-far": bool(person.gross_drug_cost_to_date or person.troop_to_date),
        "gross": person.gross_drug_cost_to_date / 100,
        "troop": person.troop_to_date / 100,
        "order": next(answer for answer, by_name in ORDERS.items() if by_name is person.alphabetical),
    }


def _other_help(given: OtherHelpInput | None) -> dict[str, object]:
    """The state of the fields about other help."""
    if given is None:
        return {"helper": NOBODY}
    amounts = {"generic": given.generic_copay, "brand": given.brand_copay, "premium": given.premium}
    first = next(answer for answer, order in FIRST.items() if order is PartDPays.FIRST)  # a file keeps help that is counted
    return {"helper": answer_of(given.kind), "helper-first": first, **{f"helper-{name}": amount / 100 for name, amount in amounts.items()}}


def _put_plan(visitor: Session, current: str | None, county: County | None, catalog: Catalog) -> str:
    """Set the plan that the person has; a sentence if it does not serve the county."""
    if current is None:
        return ""
    if county is None or current not in {plan.plan_id for plan in catalog.plans_serving(county)}:
        return lost_plan_sentence(current)
    st.session_state[visitor.key(f"plan-{county.fips}")] = current
    return ""
