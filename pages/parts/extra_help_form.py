"""The form of Extra Help: the screen, one question at a time, and the dates. A day is asked only where a date depends on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from finder.domain.extra_help import ExtraHelp, HelpDays, HelpSeeker, IncomeParts
from finder.domain.money import Cents, rounded_cents
from finder.domain.months import YEAR_MONTHS
from finder.explain.choices import NOT_SURE
from finder.explain.explainers import extra_help_questions as words
from finder.explain.explainers.extra_help import INTRO, dates, dates_heading
from finder.explain.explainers.extra_help_questions import GATES, NO_PLAN, Ask, days_behind
from finder.explain.messages import say
from finder.questions.explainers.extra_help import FIRST_DAY, LAST_DAY, extra_help, states, years
from pages.parts.catalog import catalog_of, open_infos, place_of_latest
from pages.parts.frame import say_damaged, show
from pages.parts.screen import st
from pages.parts.session import Session

_MUST = ("choice", "state", "people")
"""The kinds of question that have to be answered; "I'm not sure" is a choice of its own where it may be one."""


def ask_extra_help(session: Session) -> tuple[int, HelpSeeker] | None:
    """The year and the person, once every question that concerns them has an answer; None before."""
    answers: dict[str, Any] = st.session_state.setdefault(session.key("help-answers"), _known(session))
    question = words.next_question(answers)
    if question is not None:
        st.write(say(INTRO))
        _ask(session, question, answers)
        return None
    with st.container(horizontal=True):
        st.button(say(words.CHANGE_LAST), on_click=partial(_back, answers), key=session.key("help-back"))
        st.button(say(words.ASK_AGAIN), on_click=answers.clear, key=session.key("help-again"))
    told = {asked.name: answers[asked.name] for asked in words.asked_of(answers)}
    return told.pop("year"), _person(told)


def _known(session: Session) -> dict[str, Any]:
    """What a comparison knows already: the year and the state."""
    compared = session.comparison
    if compared is None or compared.info.plan_year not in years() or compared.county.state not in states():
        return {}
    return {"year": compared.info.plan_year, "state": compared.county.state}


def _person(told: dict[str, Any]) -> HelpSeeker:
    """The person by the answers that concern them. Income was asked of a month."""
    income = None
    if "unearned_income" in told:
        income = IncomeParts(_a_year(told.pop("unearned_income")), _a_year(told.pop("earned_income")))
    return HelpSeeker(**{**told, "income": income, "retiree_coverage": bool(told["retiree_coverage"])})


def _a_year(monthly: Cents | None) -> Cents | None:
    return None if monthly is None else monthly * YEAR_MONTHS


def _back(answers: dict[str, Any]) -> None:
    """Take the last answer back."""
    if answers:
        answers.popitem()


def _ask(session: Session, question: Ask, answers: dict[str, Any]) -> None:
    st.header(say(question.label), anchor=False)
    st.write(words.lead(answers, question))
    key = session.key(f"help-{question.name}")
    _FIELDS[question.kind](question, key)
    if st.session_state.pop(f"{key}-open", False):
        st.error(say(words.GIVE_A_NUMBER if question.kind == "people" else words.CHOOSE_ONE))
    with st.container(horizontal=True):
        st.button(say(words.NEXT), type="primary", on_click=partial(_take, answers, question, key), key=f"{key}-next")
        if question.kind == "money":
            st.button(say(NOT_SURE), on_click=partial(answers.__setitem__, question.name, None), key=f"{key}-unsure")
        if answers:
            st.button(say(words.BACK), on_click=partial(_back, answers), key=f"{key}-back")


def _take(answers: dict[str, Any], question: Ask, key: str) -> None:
    """Keep the answer as it stands in the field when the button is pressed. An empty amount is "I'm not sure"."""
    given = st.session_state[key]
    if given is None and question.kind in _MUST:
        st.session_state[f"{key}-open"] = True
        return
    if question.kind == "choice":
        given = question.choices[given]
    elif question.kind == "money" and given is not None:
        given = rounded_cents(str(given))
    answers[question.name] = given


def _choice(question: Ask, key: str) -> None:
    st.radio(say(question.label), list(question.choices), None, say, key=key, label_visibility="collapsed")


def _year(question: Ask, key: str) -> None:
    known = years()
    st.selectbox(say(question.label), known, place_of_latest(known), key=key, label_visibility="collapsed")
    say_damaged()


def _state(question: Ask, key: str) -> None:
    name = catalog_of(next(iter(open_infos()))).state_name
    st.selectbox(say(question.label), sorted(states(), key=name), None, name, key=key, label_visibility="collapsed")


def _people(question: Ask, key: str) -> None:
    st.number_input(say(question.label), 1, 20, None, 1, key=key, label_visibility="collapsed")


def _money(question: Ask, key: str) -> None:
    st.number_input(words.dollars_label(question), 0.0, 10_000_000.0, None, 10.0, key=key, label_visibility="collapsed")


_FIELDS: dict[str, Callable[[Ask, str], None]] = {
    "choice": _choice,
    "year": _year,
    "state": _state,
    "people": _people,
    "money": _money,
}


_KEPT = "session"


def show_dates(session: Session, year: int, person: HelpSeeker) -> ExtraHelp:
    """Ask the days and show the dates that follow from them. The answer with those days."""
    show(dates_heading())
    days, ticked = _ask_behind(session, "", person, HelpDays()), set()
    for gate in GATES:
        if st.checkbox(say(gate), key=session.key(f"help-gate-{gate}"), persist_state=_KEPT):
            ticked.add(gate)
            days = _ask_behind(session, gate, person, days)
    answer = extra_help(year, person, days)
    show(dates(answer, no_plan=NO_PLAN in ticked))
    return answer


def _ask_behind(session: Session, gate: str, person: HelpSeeker, days: HelpDays) -> HelpDays:
    """Ask the days behind a box; a day that was given may make another one needed."""
    for ask in days_behind(gate):
        if ask.needed(person, days):
            key = session.key(f"help-day-{ask.name}")
            given = st.date_input(ask.label(person), None, FIRST_DAY, LAST_DAY, key=key, format="MM/DD/YYYY", persist_state=_KEPT)
            days = days._replace(**{ask.name: given if isinstance(given, date) else None})
    return days
