"""The Extra Help screen: one question at a time, back and forth, with "I'm not sure" on each; answers live in this visit alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from finder.domain.money import dollars, rounded_cents
from finder.explain.choices import NOT_SURE
from finder.explain.explainers.extra_help import INTRO
from finder.explain.explainers.extra_help_questions import Ask, asked_of, next_question, progress
from finder.questions.explainers.extra_help import states, years
from pages.parts.catalog import catalog_of, open_infos, place_of_latest
from pages.parts.frame import say_damaged
from pages.parts.session import Session

_MUST = ("choice", "state", "people")
"""The kinds of question that have to be answered; "I'm not sure" is a choice of its own where it may be one."""


def ask_extra_help(session: Session) -> dict[str, Any] | None:
    """What the person said, as the question takes it, once every question that concerns them has an answer; None before."""
    answers: dict[str, Any] = st.session_state.setdefault(session.key("help-answers"), {})
    question = next_question(answers)
    if question is not None:
        st.write(INTRO)
        _ask(session, question, answers)
        return None
    with st.container(horizontal=True):
        st.button("Change my last answer", on_click=partial(_back, answers), key=session.key("help-back"))
        st.button("Ask me all again", on_click=answers.clear, key=session.key("help-again"))
    concerned = {asked.name for asked in asked_of(answers)}
    document = {name: value for name, value in answers.items() if name in concerned}
    document["retiree_coverage"] = bool(document.get("retiree_coverage"))
    return {**document, "income_period": "month"}


def _back(answers: dict[str, Any]) -> None:
    """Take the last answer back."""
    if answers:
        answers.popitem()


def _ask(session: Session, question: Ask, answers: dict[str, Any]) -> None:
    st.header(question.label, anchor=False)
    st.write(f"{progress(answers)}. {question.hint}")
    key = session.key(f"help-{question.name}")
    _FIELDS[question.kind](question, key)
    if st.session_state.pop(f"{key}-open", False):
        st.error("Please choose one." if question.kind != "people" else "Please fill in a number.")
    with st.container(horizontal=True):
        st.button("Next", type="primary", on_click=partial(_take, answers, question, key), key=f"{key}-next")
        if question.kind == "money":
            st.button(NOT_SURE, on_click=partial(answers.__setitem__, question.name, None), key=f"{key}-unsure")
        if answers:
            st.button("Back", on_click=partial(_back, answers), key=f"{key}-back")


def _take(answers: dict[str, Any], question: Ask, key: str) -> None:
    """Keep the answer as it stands in the field when the button is pressed. An empty amount is "I'm not sure"."""
    given = st.session_state[key]
    if given is None and question.kind in _MUST:
        st.session_state[f"{key}-open"] = True
        return
    if question.kind == "choice":
        given = question.choices[given]
    elif question.kind == "money" and given is not None:
        given = dollars(rounded_cents(str(given)))
    answers[question.name] = given


def _choice(question: Ask, key: str) -> None:
    st.radio(question.label, list(question.choices), None, key=key, label_visibility="collapsed")


def _year(question: Ask, key: str) -> None:
    known = years()
    st.selectbox(question.label, known, place_of_latest(known), key=key, label_visibility="collapsed")
    say_damaged()


def _state(question: Ask, key: str) -> None:
    name = catalog_of(next(iter(open_infos()))).state_name
    st.selectbox(question.label, sorted(states(), key=name), None, name, key=key, label_visibility="collapsed")


def _people(question: Ask, key: str) -> None:
    st.number_input(question.label, 1, 20, None, 1, key=key, label_visibility="collapsed")


def _money(question: Ask, key: str) -> None:
    st.number_input(f"{question.label} In dollars", 0.0, 10_000_000.0, None, 10.0, key=key, label_visibility="collapsed")


_FIELDS: dict[str, Callable[[Ask, str], None]] = {
    "choice": _choice,
    "year": _year,
    "state": _state,
    "people": _people,
    "money": _money,
}
