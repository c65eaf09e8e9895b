"""The session file, down and up. What the file opens replaces what is on the screen; a file that is refused changes nothing."""

from __future__ import annotations

from datetime import date

import streamlit as st

from finder import __version__
from finder.documents.session import (
    FILE_NAME,
    KeptPerson,
    KeptSession,
    keep_person,
    keep_session,
    read_session,
    restore_lines,
    restore_list,
    restore_not_counted,
)
from finder.documents.session_file import read_session_file, write_session
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.drug_lines import LineStatus
from finder.domain.errors import FinderError, Problem, Refusal
from finder.domain.market import Catalog, County, PlanKind
from finder.domain.member import Member
from finder.explain.choices import NO_PLAN, NOT_SURE, ORDERS, PLAN_KINDS, SPECIAL_NEEDS, STORES, kinds, special_needs, subsidies
from finder.explain.saved_answers import help_answer, kinds_answer, special_needs_answer, store_answer
from finder.questions.explainers.income_related import refuse_bracket
from pages.parts.catalog import catalog_of, open_infos, years
from pages.parts.frame import say_refusal
from pages.parts.income_form import income_key
from pages.parts.pharmacies import chosen_pharmacies, put_pharmacies
from pages.parts.session import Session, start_over
from pages.parts.so_far import kept_so_far


def save_session(session: Session, catalog: Catalog) -> None:
    """Offer the session as a file, as it is now."""
    st.write("The file holds the ZIP code, the answers and the drugs. It holds no name, birth date, Medicare number or street.")
    data = write_session(kept_of(session, catalog), __version__)
    st.download_button("Save this session as a file", data, FILE_NAME, "application/json", on_click="ignore", key=session.key("save"))


def kept_of(session: Session, catalog: Catalog) -> dict[str, object]:
    """What the pages were told, as a session file keeps it. Raises Refusal where it is more than a file may hold."""
    zip_code = str(st.session_state.get(session.key("zip"), "")).strip()
    counties = list(catalog.counties(zip_code))
    county = counties[0] if len(counties) == 1 else st.session_state.get(session.key("county")) if counties else None
    place = (zip_code if counties else "", county)
    people = [_person(visitor, catalog, place) for visitor in (session, session.partner) if visitor is not None]
    return keep_session(catalog.info.plan_year, place, people, session.lines, session.chosen_plan or None)


def _person(session: Session, catalog: Catalog, place: tuple[str, County | None]) -> dict[str, object]:
    state, year = st.session_state, catalog.info.plan_year
    zip_code, county = place
    answer = state.get(session.key(f"help-{year}"), NOT_SURE)
    current = state.get(session.key(f"plan-{county.fips}"), NO_PLAN) if county else NO_PLAN
    start = state.get(session.key("start"))
    started = start is not None and start.year == year
    gross, troop = kept_so_far(session)
    fits = [answer for answer in SPECIAL_NEEDS if state.get(session.need_key(answer), False)]
    member = Member(
        zip_code=zip_code,
        county=county or County("", "", ""),
        coverage_start=start if started else date(year, 1, 1),
        low_income_subsidy=subsidies(year).get(answer, LowIncomeSubsidy.NONE),
        uncovered_months=int(state.get(session.key("late"), 0)),
        channels=STORES[state.get(session.key("store"), next(iter(STORES)))],
        plan_kinds=kinds(state.get(session.key("kinds"), next(iter(PLAN_KINDS))), bool(fits)),
        current_plan=None if current == NO_PLAN else current,
        gross_drug_cost_to_date=gross,
        troop_to_date=troop,
        alphabetical=ORDERS[state.get(session.key("order"), next(iter(ORDERS)))],
        income_bracket=int(state.get(income_key(session, year), 0)),
        pharmacies=chosen_pharmacies(session, year, zip_code),
        special_needs=special_needs(fits),
    )
    skip = bool(state.get(session.key("skip"), False))
    sure = answer != NOT_SURE
    return keep_person(member, session.drugs, session.not_counted, started=started, sure_of_subsidy=sure, skip_uncovered=skip)


def open_session(session: Session) -> None:
    """Ask for a session file and put back what it holds."""
    file = st.file_uploader("A session file that was saved here", key=session.desk_key("session-file"))
    if file is not None and st.button("Open this session", type="primary", key=session.desk_key("open")):
        try:
            put_back(read_session(read_session_file(file.name, file.getvalue())))
        except FinderError as error:
            say_refusal(error)
        else:
            st.rerun()


def put_back(kept: KeptSession) -> None:
    """Replace what this visitor said by what the file holds. Raises Refusal, and changes nothing, where the pages cannot show it."""
    if kept.plan_year not in years():
        have = ", ".join(map(str, open_infos()))
        raise Refusal([Problem("plan_year", f"a plan year that this program has plans for ({have})", str(kept.plan_year))])
    catalog = catalog_of(kept.plan_year)
    answers = [_answers(kept.plan_year, person) for person in kept.people]
    lists = [restore_list(catalog, person) for person in kept.people]
    lines = restore_lines(catalog, kept, [text for _, unknown in lists for text in unknown])
    counties = list(catalog.counties(kept.zip or ""))
    county = next((county for county in counties if county.fips == kept.county), None)
    fresh = start_over()
    visitors = [fresh, fresh.second_person()] if len(kept.people) > 1 else [fresh]
    sentences = ["Opened the session."]
    st.session_state[fresh.key("year")], st.session_state[fresh.key("zip")] = kept.plan_year, kept.zip or ""
    if county is not None and len(counties) > 1:
        st.session_state[fresh.key("county")] = county
    for visitor, person, state, (drugs, _) in zip(visitors, kept.people, answers, lists, strict=True):
        visitor.drugs, visitor.not_counted = list(drugs), list(restore_not_counted(person))
        for name, value in state.items():
            st.session_state[visitor.key(name)] = value
        sentences.append(_put_plan(visitor, person.current_plan, county, catalog))
        sentences.append(put_pharmacies(visitor, kept.plan_year, kept.zip or "", person.pharmacies))
    if any(line.status is not LineStatus.READY and not line.left_out for line in lines):
        sentences.append("Some lines still need an answer. They are on the Desk page.")
    fresh.lines, fresh.chosen_plan = lines, kept.chosen_plan or ""
    fresh.message = fresh.desk_message = " ".join(filter(None, sentences))  # the person may look at either page next


def _answers(plan_year: int, person: KeptPerson) -> dict[str, object]:
    """The state of the widgets that ask a person, by name. Raises Refusal for what no answer of the pages stands for."""
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
        "skip": person.skip_uncovered,
        f"income-{plan_year}": person.income_bracket,
        "so-far": bool(person.gross_drug_cost_to_date or person.troop_to_date),
        "gross": person.gross_drug_cost_to_date / 100,
        "troop": person.troop_to_date / 100,
        "order": next(answer for answer, by_name in ORDERS.items() if by_name is person.alphabetical),
    }


def _put_plan(visitor: Session, current: str | None, county: County | None, catalog: Catalog) -> str:
    """Set the plan that the person has; a sentence where the catalog does not have it there."""
    if current is None:
        return ""
    if county is None or current not in {plan.plan_id for plan in catalog.plans_serving(county)}:
        return f"The plan {current} does not serve this place in our file, so no current plan is set."
    st.session_state[visitor.key(f"plan-{county.fips}")] = current
    return ""
