"""Find plans in steps: one question a screen, Back and Next, a bar of the steps. The address says which step, so that the browser's Back
works; the answers stay in the session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from finder.explain import steps as words
from finder.explain.messages import say
from finder.explain.plans.find_plans import CORRECT_ABOVE
from finder.explain.steps import STEPS
from pages.parts.compare import Asked, ask_skip, asked_now, find_answer, what_stops_drugs
from pages.parts.drug_form import ask_drugs
from pages.parts.frame import plain, tell
from pages.parts.income_form import ask_income_bracket
from pages.parts.other_help_form import ask_other_help
from pages.parts.person import (
    ask_county,
    ask_current_plan,
    ask_help,
    ask_kinds,
    ask_months_without,
    ask_needs,
    ask_order,
    ask_start,
    ask_stores,
    ask_zip,
    choose_year,
    offer_here,
    offer_year_that_counts,
    place_trouble,
    say_year,
)
from pages.parts.said import help_said, other_help_said, said, so_far_said, zip_said
from pages.parts.session import Session

FIND_PLANS = "pages/find_plans.py"
ANSWER = "pages/answer.py"
_NAMES = tuple(STEPS)


def open_answer() -> None:
    """Go to the answer. The address keeps what it says, so that Back leads to where one was."""
    st.switch_page(ANSWER, query_params=st.query_params.to_dict())


def wants_one_page() -> bool:
    """Whether a visit begins with all questions on one page: ``?view=all``."""
    return st.query_params.get("view") == "all"


def choose_view(session: Session) -> bool:
    """The switch between steps and one page, and whether all is on one page."""
    if session.one_page is None:
        session.one_page = wants_one_page()
    key = session.key("one-page")
    st.session_state[key] = session.one_page  # the Desk sets it too
    with st.container(key="step-view"):
        st.toggle(say(words.ON_ONE_PAGE), key=key, on_change=partial(_switch_view, session))
    return session.one_page


def _switch_view(session: Session) -> None:
    session.one_page = not session.one_page
    for name in ("view", "step"):
        st.query_params.pop(name, None)


def ask_step(session: Session) -> Asked:
    """One step: the one that the address says, unless one before it is open: then that one."""
    before = asked_now(session)
    name = _step_of(session, before, st.query_params.get("step", ""))
    _show_bar(session, name, before)
    with st.container(key="step-question"):
        st.header(say(STEPS[name].question), anchor=False)
    if STEPS[name].lead:
        tell(say(STEPS[name].lead))
    _FIELDS[name](session, before)
    return asked_now(session)


def _step_of(session: Session, asked: Asked, wanted: str) -> str:
    """The first step that is open, at most the one that is wanted."""
    wanted = wanted if wanted in _NAMES else _NAMES[0]
    return next(name for name in _NAMES if name == wanted or _why(name, session, asked) is not None)


def _say_missing(session: Session, name: str) -> None:
    """Beside the fields: what the last press found missing."""
    if session.stopped == name and (why := _why(name, session, asked_now(session))):
        st.error(plain(why))


def _buttons(session: Session, name: str, button: Callable[..., bool] = st.button) -> None:
    """Next, the way back to the answer if there was one, and Back."""
    answered, last = session.answered is not None, name == _NAMES[-1]
    with st.container(horizontal=True, vertical_alignment="center", key="step-buttons"):
        if answered or last:
            first = words.BACK_TO_ANSWER if answered else words.SHOW_ANSWER
            key, ask = session.key("step-answer"), partial(setattr, session, "stopped", name)
            if button(say(first), on_click=ask, type="primary", key=key):
                _to_answer(session)
        if not last:
            kind, key = "secondary" if answered else "primary", session.key("step-next")
            button(say(words.NEXT), on_click=partial(_next, session, name), type=kind, key=key)
        if name != _NAMES[0]:
            back = partial(_go, session, _NAMES[_NAMES.index(name) - 1])
            button(say(words.BACK), on_click=back, type="tertiary", key=session.key("step-back"))


def _next(session: Session, name: str) -> None:
    """The next step, unless something is missing at this one. Called before the page is drawn again."""
    if _why(name, session, asked_now(session)) is None:
        _go(session, _NAMES[_NAMES.index(name) + 1])
    else:
        session.stopped = name


def _go(session: Session, step: str) -> None:
    session.stopped = ""
    st.query_params.from_dict(_address(step, asked_now(session)))


def _to_answer(session: Session) -> None:
    """The answer, unless a step is open: then that one."""
    asked = asked_now(session)
    still = _step_of(session, asked, _NAMES[-1])
    if _why(still, session, asked) is not None:
        session.stopped = still
        st.switch_page(FIND_PLANS, query_params=_address(still, asked))
    if find_answer(session, asked):
        session.stopped = ""
        open_answer()


def _address(step: str, asked: Asked) -> dict[str, str]:
    """What the address says at a step."""
    place = {"county": asked.county.fips} if asked.county else {}
    return {"step": step, "year": str(asked.catalog.info.plan_year), **place}


def _show_bar(session: Session, name: str, asked: Asked) -> None:
    """Where one is, and the steps that can be gone to."""
    here = _NAMES.index(name)
    stopped = next((number for number, step in enumerate(_NAMES) if _why(step, session, asked) is not None), len(_NAMES))
    reach = stopped if session.answered is not None else min(stopped, here)
    with st.container(key="steps"):
        st.markdown(f"**{words.place_in_steps(name)}**")
        with st.container(horizontal=True, key="steps-row"):
            for number, step in enumerate(_NAMES):
                _show_place(session, step, "here" if number == here else "done" if number <= reach else "open")


def _show_place(session: Session, step: str, state: str) -> None:
    """One step in the bar: a button where it can be gone to. (A page link to the same page leaves the address as it was.)"""
    title = say(STEPS[step].title)
    with st.container(key=f"step-at-{state}-{step}"):
        if state == "done":
            st.button(title, on_click=partial(_go, session, step), type="tertiary", key=session.key(f"step-to-{step}"))
        else:
            st.markdown(title)


def _ask_place(session: Session, asked: Asked) -> None:
    """Where the person lives. A form, so that Enter goes on and a press of Next is never lost to a page that is drawn again."""
    with st.form(session.key("place"), border=False):
        ask_zip(session)
        ask_county(session, asked.catalog)
        _say_missing(session, "place")
        _buttons(session, "place", st.form_submit_button)
    offer_here(session, asked.catalog)
    say_year(session)
    with st.container(key="quiet-year"), st.expander(words.costs_for(asked.catalog.info.plan_year)):
        choose_year(session)


def _ask_coverage(session: Session, asked: Asked) -> None:
    with st.container(key="step-choice"):
        ask_kinds(session, None, "collapsed")
    _say_missing(session, "coverage")
    with st.container(key="quiet-more"), st.expander(say(words.MORE_ABOUT_YOU)):
        ask_needs(session, help_said(session, asked.catalog.info.plan_year)[0])
        ask_months_without(session)
    _buttons(session, "coverage")
    if asked.county is not None:
        offer_year_that_counts(session, asked.catalog, asked.county)


def _ask_help(session: Session, asked: Asked) -> None:
    with st.container(key="step-choice"):
        ask_help(session, asked.catalog.info.plan_year, None, "collapsed")
    _say_missing(session, "help")
    with st.container(key="quiet-more"), st.expander(say(words.MORE_ABOUT_YOU)):
        ask_other_help(session, asked.catalog.info.plan_year, asked.county)
        ask_income_bracket(session, asked.catalog.info.plan_year)
    _buttons(session, "help")


def _ask_drugs(session: Session, asked: Asked) -> None:
    ask_drugs(session, asked.catalog)
    _say_missing(session, "drugs")
    with st.container(key="quiet-more"), st.expander(say(words.MORE_ABOUT_YOU)):
        ask_skip(session)
        ask_order(session)
    _buttons(session, "drugs")


def _ask_stores(session: Session, asked: Asked) -> None:
    with st.container(key="step-choice"):
        ask_stores(session, asked.catalog.info.plan_year, zip_said(session), "collapsed")
    _buttons(session, "stores")


def _ask_plan(session: Session, asked: Asked) -> None:
    if asked.county is not None:
        ask_current_plan(session, asked.catalog, asked.county, "collapsed")
    with st.container(key="quiet-more"), st.expander(say(words.MORE_ABOUT_YOU)):
        ask_start(session, asked.catalog.info.plan_year)
    _say_missing(session, "plan")
    _buttons(session, "plan")


_FIELDS: dict[str, Callable[[Session, Asked], None]] = {
    "place": _ask_place,
    "coverage": _ask_coverage,
    "help": _ask_help,
    "drugs": _ask_drugs,
    "stores": _ask_stores,
    "plan": _ask_plan,
}


def _why(name: str, session: Session, asked: Asked) -> str | None:
    """What is missing at a step, in a sentence; empty where the step itself says it, None where nothing is."""
    year = asked.catalog.info.plan_year
    helper = other_help_said(session, year).refusal
    open_now = {
        "place": asked.county is None,
        "coverage": said(session, "kinds") is None,
        "help": said(session, f"help-{year}") is None or bool(helper),
        "plan": bool(so_far_said(session, year).refusal),
    }
    if name == "drugs":
        return what_stops_drugs(session, asked.catalog, asked.drugs) or None
    if not open_now.get(name, False):
        return None
    if name == "help" and said(session, f"help-{year}") is not None:
        return helper
    return {"place": place_trouble(session, asked.catalog), "plan": say(CORRECT_ABOVE)}.get(name, say(words.CHOOSE_ONE))
