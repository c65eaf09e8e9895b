"""A result that goes back to Find plans by a button: its answers are set as if typed there, and costs of the old answers are dropped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.late_enrollment import LateEnrollment
from finder.explain.kit.section import Paragraphs
from finder.explain.messages import say
from finder.explain.plans.hand_back import BUTTON, help_choice, months_sentence, no_plans_sentence
from pages.parts.catalog import open_infos, proposal
from pages.parts.frame import plain, show
from pages.parts.session import Session

_FIND_PLANS, _COUPLE = "pages/find_plans.py", "pages/couple.py"


def offer_help_level(session: Session, year: int, level: LowIncomeSubsidy | None) -> None:
    """A button that sets the Extra Help of Find plans, and its plan year, to a level; None where it is not sure."""
    if year not in open_infos():
        show((Paragraphs((no_plans_sentence(year),)),))
        return
    choice = help_choice(year, level)
    _button(session, "help", {"year": year, f"help-{year}": choice.choice}, choice.said)


def offer_late_months(session: Session, answer: LateEnrollment) -> None:
    """A button that sets the months without coverage of Find plans to an answer of the Late fee page, as they count in its plan year."""
    months = answer.fee_months(int(st.session_state.get(session.key("year"), proposal().year)))
    _button(session, "late", {"late": months}, months_sentence(months))


def say_handed_back(session: Session) -> None:
    """On Find plans: what another page set there, until plans are compared with it."""
    if session.handed:
        st.success(plain(session.handed))


def _button(session: Session, name: str, answers: Mapping[str, object], said: str) -> None:
    put = partial(_put, session, answers, said)
    if st.button(say(BUTTON), on_click=put, key=session.key(f"hand-back-{name}")):
        st.switch_page(_COUPLE if session.who else _FIND_PLANS)


def _put(session: Session, answers: Mapping[str, object], said: str) -> None:
    """Set answers of Find plans by the names of their fields. What was compared before no longer answers what is asked."""
    for name, value in answers.items():
        st.session_state[session.key(name)] = value
    session.hand_back(said)
