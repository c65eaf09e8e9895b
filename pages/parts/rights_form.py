"""The form of rights and dates: what happened, when, and the one or two things that the event needs besides."""

from __future__ import annotations

from datetime import date

from finder.domain.rights import AwayPlan, Event, Happened, Rights
from finder.explain.explainers import rights as words
from finder.explain.messages import say
from finder.questions.explainers.rights import rights
from pages.parts.dates import ask_day
from pages.parts.screen import st
from pages.parts.sent_form import sent_form
from pages.parts.session import Session


def ask_rights(session: Session) -> Rights | None:
    """The answer for what the person told; None before the form was sent. Raises Refusal."""
    event = words.EVENTS[st.selectbox(say(words.WHAT_HAPPENED), list(words.EVENTS), format_func=say, key=session.key("rights-event"))]
    asked = sent_form(session, f"rights-{event.key}", lambda: _form(session, event), words.SHOW)
    return None if asked is None else rights(asked)


def _form(session: Session, event: Event) -> Happened | str:
    """What the form holds, or the message that asks for the day."""
    on = ask_day(session, say(words.ON[event]), f"rights-on-{event.key}")
    other = _other_day(session, event)
    urgent = event in words.URGENT and st.checkbox(say(words.IS_URGENT), key=session.key(f"rights-urgent-{event.key}"))
    money = event in words.MONEY and st.checkbox(say(words.IS_MONEY), key=session.key(f"rights-money-{event.key}"))
    plan = _away_plan(session) if event is Event.ABSENCE else AwayPlan.DRUG_PLAN
    return words.MISSING_DAY if on is None else Happened(event, on, expedited=urgent, payment=money, plan=plan, **other)


def _other_day(session: Session, event: Event) -> dict[str, date | None]:
    """The one further day that the event may need, by its field."""
    asked = words.OTHER_DAYS.get(event)
    return {asked.field: ask_day(session, say(asked.label), f"rights-other-{event.key}")} if asked else {}


def _away_plan(session: Session) -> AwayPlan:
    return words.AWAY_PLANS[st.radio(say(words.WHICH_PLAN), list(words.AWAY_PLANS), format_func=say, key=session.key("rights-kind"))]
