"""The form of a first supply (transition fill), and the button that leads to it from a drug that a plan leaves out or restricts."""

from __future__ import annotations

from datetime import date
from functools import partial

from finder.domain.plan_cost import PlanCost
from finder.domain.transition_fills import FIRST_FILL_DAYS, Transition, TransitionCase, TransitionFill
from finder.explain.explainers import transition_fills as words
from finder.explain.explainers.transition_fills import first_supply_button
from finder.explain.messages import say
from finder.questions.explainers.transition_fills import first_supplies, transition_fills
from pages.parts.dates import ask_day
from pages.parts.screen import st
from pages.parts.session import Session

_MOST_FILLS = 6


def ask_transition(session: Session) -> Transition | None:
    """The answer for what the person chose; None before the form was sent. Raises Refusal."""
    chosen = session.first_supply
    part = f"ts-{chosen.drug.rxcui}-{chosen.status.key}" if chosen else "ts"
    pressed, case = _form(session, part)
    if pressed and case is None:
        st.error(say(words.MISSING))
        return None
    kept = session.key(f"{part}-asked")
    if pressed:
        st.session_state[kept] = case
    asked = st.session_state.get(kept) or (chosen and chosen.case)
    return None if asked is None else transition_fills(asked)


def _form(session: Session, part: str) -> tuple[bool, TransitionCase | None]:
    """Whether the form was just sent, and what it holds; None where a day is missing."""
    chosen = session.first_supply
    count = st.number_input(say(words.HOW_MANY), 0, _MOST_FILLS, 1, 1, key=session.key(f"{part}-fills"))
    with st.form(session.key(f"{part}-form")):
        start = ask_day(session, say(words.START), f"{part}-start", chosen.start if chosen else None)
        group = st.radio(say(words.WHICH_GROUP), list(words.GROUPS), format_func=say, key=session.key(f"{part}-group"))
        setting = st.radio(say(words.WHICH_SETTING), list(words.SETTINGS), format_func=say, key=session.key(f"{part}-setting"))
        first = list(words.STATUSES.values()).index(chosen.status) if chosen else 0
        status = st.radio(say(words.WHICH_STATUS), list(words.STATUSES), first, say, key=session.key(f"{part}-status"))
        fills = [_ask_fill(session, part, number) for number in range(1, int(count) + 1)]
        pending = st.checkbox(say(words.PENDING), key=session.key(f"{part}-pending"))
        pressed = st.form_submit_button(say(words.SHOW), type="primary")
    given = tuple(fill for fill in fills if fill is not None)
    if start is None or len(given) < len(fills):
        return pressed, None
    case = TransitionCase(
        start, words.GROUPS[group], words.SETTINGS[setting], words.STATUSES[status], fills=given, exception_pending=pending
    )
    return pressed, case


def _ask_fill(session: Session, part: str, number: int) -> TransitionFill | None:
    first = session.first_supply.start if session.first_supply and number == 1 else None
    day = ask_day(session, say(words.FILL_DAY, number=number), f"{part}-day-{number}", first)
    left, right = st.columns(2)
    written = left.number_input(
        say(words.WRITTEN_DAYS, number=number), 1, 365, FIRST_FILL_DAYS, 1, key=session.key(f"{part}-written-{number}")
    )
    asked = right.number_input(say(words.ASKED_DAYS, number=number), 1, 365, FIRST_FILL_DAYS, 1, key=session.key(f"{part}-given-{number}"))
    return None if day is None else TransitionFill(day, int(written), int(asked))


def offer_first_supply(session: Session, cost: PlanCost, start: date) -> None:
    """A button for each drug that the plan leaves out or restricts: to its first supply at a plan that starts on that day."""
    for supply in first_supplies(cost, start):
        choose = partial(setattr, session, "first_supply", supply)
        key = session.key(f"supply-{cost.plan.plan_id}-{supply.drug.rxcui}")
        if st.button(first_supply_button(supply), on_click=choose, key=key):
            st.switch_page("pages/transition_fills.py")
