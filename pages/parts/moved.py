"""Will I be moved? Asked of people with Extra Help on Next year: who picked the plan, what its letter says, and what follows."""

from __future__ import annotations

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import Catalog
from finder.domain.money import Cents, rounded_cents
from finder.domain.will_be_moved import PlansLetter
from finder.explain.kit.section import Sections
from finder.explain.messages import say
from finder.explain.plans.will_be_moved import LETTER_INTRO, LETTER_LEFT, LETTER_PREMIUM, PICKED, WHO_PICKED, letter_sections, sections
from finder.questions.plans.will_be_moved import letter_years, moved_by_letter, will_be_moved
from pages.parts.frame import tell
from pages.parts.screen import st
from pages.parts.session import Session


def ask_moved(session: Session, this_year: Catalog, next_year: Catalog, plan_id: str) -> Sections:
    """What becomes of the plan for a person with Extra Help; nothing without it."""
    if session.asked is None or session.asked[0].low_income_subsidy is LowIncomeSubsidy.NONE:
        return ()
    return sections(will_be_moved(this_year, next_year, *session.asked, plan_id, _ask_picked(session)))


def ask_by_letter(session: Session, year: int, state: str) -> Sections:
    """The same before next year's plans are at hand, by the plan's letter; nothing without Extra Help, or for a year that we lack."""
    level = session.asked[0].low_income_subsidy if session.asked else LowIncomeSubsidy.NONE
    if level is LowIncomeSubsidy.NONE or year not in letter_years():
        return ()
    tell(say(LETTER_INTRO))
    picked = _ask_picked(session)
    letter = PlansLetter(_ask_dollars(session, LETTER_PREMIUM, "premium"), _ask_dollars(session, LETTER_LEFT, "left"))
    return letter_sections(moved_by_letter(year, state, level, letter, picked)) if letter != (None, None) else ()


def _ask_picked(session: Session) -> bool | None:
    return PICKED[str(st.radio(say(WHO_PICKED), list(PICKED), 0, say, key=session.key("moved-picked"), horizontal=True))]


def _ask_dollars(session: Session, label: str, name: str) -> Cents | None:
    amount = st.number_input(say(label), 0.0, 1_000.0, None, 1.0, "%.2f", key=session.key(f"moved-{name}"))
    return None if amount is None else rounded_cents(str(amount))
