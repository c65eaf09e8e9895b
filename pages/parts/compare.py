"""The questions of Find plans, what stops Compare, each in a sentence, and which names on the list are not counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from finder.domain.market import Catalog, County
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.explain.drug_list.amount_doubts import unchecked_sentence
from finder.explain.messages import say
from finder.explain.plans import find_plans as words
from finder.explain.plans.find_plans import PLANS_CHANGED
from finder.explain.words import drug_label, drug_name
from finder.questions.plans.compare import compare_plans
from pages.parts.catalog import catalog_of, today, years
from pages.parts.drug_form import ask_drugs, listed, unchecked
from pages.parts.list_here import open_list_sentence
from pages.parts.person import ask_help, ask_more, ask_place, ask_year
from pages.parts.said import catalog_said, help_said, member_said, other_help_said, place_said, said, so_far_said
from pages.parts.screen import st
from pages.parts.session import Session


class Uncounted(NamedTuple):
    """Names on the list that no figure holds: those whose cost is missing, and those that Part D does not pay for."""

    missing: tuple[str, ...]
    outside: tuple[str, ...]


class Asked(NamedTuple):
    """What is asked on Find plans.

    ``county`` is None where the place is not known yet, ``member`` also where an answer can't be right.
    ``skip``: whether the person would go without a drug that the plan leaves out.
    ``unsure_of_help``: whether the person is not sure about Extra Help.
    """

    catalog: Catalog
    county: County | None
    member: Member | None
    drugs: tuple[Prescription, ...]
    skip: bool
    uncounted: Uncounted
    unsure_of_help: bool

    @property
    def answers(self) -> tuple[object, ...]:
        """All that an answer depends on, the catalog last, so that a changed answer is noticed."""
        return (self.member, self.drugs, self.skip, self.uncounted, self.catalog.info.digest)

    def only_plans_changed(self, answered: object) -> bool:
        """Whether the person changed nothing since, and another catalog answers now."""
        return isinstance(answered, tuple) and answered[:-1] == self.answers[:-1]


def ask_comparison(session: Session) -> Asked:
    """The person, their drugs, and whether they would go without one, all on one page."""
    st.header(say(words.YOU), anchor=False)
    catalog = ask_year(session)
    zip_code, county = ask_place(session, catalog)
    _tell_address(catalog, county)
    subsidy, _ = ask_help(session, catalog.info.plan_year)
    if county:
        ask_more(session, catalog, zip_code, county, subsidy)
    st.header(say(words.YOUR_DRUGS), anchor=False)
    ask_drugs(session, catalog)
    st.header(say(words.COMPARE), anchor=False)
    ask_skip(session)
    return asked_now(session)


def ask_skip(session: Session) -> None:
    """Whether the person would go without a drug that a plan leaves out."""
    st.checkbox(say(words.SKIP), key=session.key("skip"), persist_state="session")


def asked_now(session: Session) -> Asked:
    """All that the visitor has answered so far, on any page."""
    catalog = catalog_said(session)
    year = catalog.info.plan_year
    zip_code, county = place_said(session, catalog)
    sound = county is not None and not so_far_said(session, year).refusal and not other_help_said(session, year).refusal
    member = member_said(session, year, zip_code, county) if sound else None
    drugs = listed(session, catalog)
    return Asked(catalog, county, member, drugs, bool(said(session, "skip")), uncounted(session, drugs), help_said(session, year)[1])


def answer_at_once(session: Session) -> bool:
    """Compare the plans if nothing stops it. Where something does, the page says it beside its button."""
    asked = asked_now(session)
    if asked.county is None or what_stops(session, asked.catalog, asked.county, asked.member, asked.drugs):
        return False
    _tell_address(asked.catalog, asked.county)
    return find_answer(session, asked)


def _tell_address(catalog: Catalog, county: County | None) -> None:
    """What a link to the page says."""
    st.query_params["year"] = str(catalog.info.plan_year)
    if county:
        st.query_params["county"] = county.fips


def find_answer(session: Session, asked: Asked) -> bool:
    """Compare the plans if nothing stops it; what stops it is said."""
    why = what_stops(session, asked.catalog, asked.county, asked.member, asked.drugs)
    if why or asked.member is None:
        st.error(why)
        return False
    session.forget_handed_back()
    session.comparison, session.asked = None, None  # a refusal leaves no old answer
    missing, outside = asked.uncounted
    options = {"skip_uncovered": asked.skip, "not_counted": missing, "outside_part_d": outside}
    session.comparison = compare_plans(asked.catalog, asked.member, asked.drugs, today=today(), known_years=years(), **options)
    session.asked, session.answered = (asked.member, asked.drugs), asked.answers
    return True


def uncounted(session: Session, counted: Sequence[Prescription]) -> Uncounted:
    """The names that are not counted, drugs that the year's file lacks among them."""
    lacking = [drug_label(drug.drug) for drug in session.drugs if drug not in counted]
    missing = [given.name for given in session.not_counted if given.cost_is_missing]
    outside = [given.name for given in session.not_counted if not given.cost_is_missing]
    return Uncounted((*lacking, *missing), tuple(outside))


def up_to_date(session: Session) -> Asked:
    """All that was answered. An answer that was given to other answers, or by plans that have changed, is given anew.

    Raises SourceError if the plans of the year can't be read.
    """
    if (year := said(session, "year")) is not None:
        catalog_of(int(year))  # a year that can't be read any more is said; another one never takes its place
    asked = asked_now(session)
    if session.comparison is not None and session.answered != asked.answers:
        if asked.only_plans_changed(session.answered):
            st.info(say(PLANS_CHANGED))
        session.comparison = None
        find_answer(session, asked)
    return asked


def what_stops(session: Session, catalog: Catalog, county: County | None, member: Member | None, drugs: Sequence[Prescription]) -> str:
    """Why plans can't be compared yet; empty where they can."""
    if county is None:
        return say(words.NEED_PLACE)
    return what_stops_drugs(session, catalog, drugs) if member is not None else say(words.CORRECT_ABOVE)


def what_stops_drugs(session: Session, catalog: Catalog, drugs: Sequence[Prescription]) -> str:
    """What is still open in the list of drugs; empty where nothing is."""
    started = str(st.session_state.get(session.drug_key("name"), "")).strip()
    if session.changing is not None:
        return words.changing_sentence(drug_name(session.changing))
    if started:
        return words.started_sentence(started)
    if open_list := open_list_sentence(session):
        return open_list
    if not drugs:
        return say(words.ADD_A_DRUG)
    doubtful = unchecked(session, catalog, drugs)
    return unchecked_sentence(doubtful) if doubtful else ""
