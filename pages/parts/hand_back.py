"""A result that goes back by a button, as if typed on Find plans. Where there is an answer, it is given anew at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.late_enrollment import LateEnrollment
from finder.explain.kit.section import Paragraphs
from finder.explain.messages import say
from finder.explain.plans.hand_back import ANSWER_BUTTON, BUTTON, help_choice, months_sentence, no_plans_sentence
from pages.parts.catalog import open_infos, proposal
from pages.parts.compare import asked_now, find_answer
from pages.parts.frame import show
from pages.parts.screen import st
from pages.parts.session import Session

_FIND_PLANS, _ANSWER, _COUPLE = "pages/find_plans.py", "pages/answer.py", "pages/couple.py"


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
    """On Find plans and My answer: what another page set, until plans are compared again."""
    if session.handed:
        st.success(session.handed)


def _button(session: Session, name: str, answers: Mapping[str, object], said: str) -> None:
    answered = session.comparison is not None and not session.who
    put = partial(_put, session, answers, said)
    if not st.button(say(ANSWER_BUTTON if answered else BUTTON), on_click=put, key=session.key(f"hand-back-{name}")):
        return
    if answered and find_answer(session, asked_now(session)):
        session.handed = said
        st.switch_page(_ANSWER)
    st.switch_page(_COUPLE if session.who else _FIND_PLANS)


def _put(session: Session, answers: Mapping[str, object], said: str) -> None:
    """Set answers of Find plans by the names of their fields. Without an answer that can be given anew, what was compared is dropped."""
    for name, value in answers.items():
        st.session_state[session.key(name)] = value
    if session.comparison is None or session.who:
        session.hand_back(said)
