"""The forms of What if that move fills: the days of one drug, and the order of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.domain.what_if import ChangeOrder, MoveFills
from finder.explain.messages import say
from finder.explain.plans import what_if_form as words
from finder.explain.words import drug_name
from finder.questions.plans.fill_timing import fill_days, moved_days, present_order
from pages.parts.dates import ask_day
from pages.parts.frame import tell
from pages.parts.session import Session

MOST_FILLS = 60
_COLUMNS = 3


def ask_dates(session: Session, catalog: Catalog, member: Member, chosen: Prescription) -> MoveFills | None:
    """The days of one drug's fills, all moved along or one by one; None until each is there."""
    now = fill_days(catalog, member, chosen)
    tell(words.present_sentence(now))
    key = f"dates-{chosen.drug.rxcui}"
    ways = [words.FIRST_DAY, words.EACH_DAY] if now else [words.EACH_DAY]
    way = st.radio(say(words.WHICH_WAY), ways, format_func=say, key=session.key(f"{key}-way"))
    days = _first_day(session, key, now) if way == words.FIRST_DAY else _each_day(session, key, now)
    return MoveFills(chosen.drug.rxcui, days) if days else None


def _first_day(session: Session, key: str, now: Sequence[date]) -> tuple[date, ...]:
    first = ask_day(session, say(words.FIRST_FILL), f"{key}-first")
    days = moved_days(now, first) if first is not None else ()
    tell(words.moved_sentence(now, days))
    return days


def _each_day(session: Session, key: str, now: Sequence[date]) -> tuple[date, ...] | None:
    most = max(MOST_FILLS, len(now))
    fills = int(st.number_input(say(words.HOW_MANY), 1, most, max(len(now), 1), 1, key=session.key(f"{key}-fills")))
    days: list[date | None] = []
    for start in range(0, fills, _COLUMNS):
        columns = st.columns(_COLUMNS)
        for place in range(start, min(start + _COLUMNS, fills)):
            with columns[place - start]:
                value = now[place] if place < len(now) else None
                days.append(ask_day(session, words.fill_label(place), f"{key}-{place}", value))
    given = tuple(day for day in days if day is not None)
    return given if len(given) == fills else None


def ask_order(session: Session, member: Member, listed: Sequence[Prescription]) -> ChangeOrder | None:
    """The order in which drugs of one day are bought, a box a place; None where the list has one drug."""
    if len(listed) < 2:
        st.info(say(words.ONE_DRUG))
        return None
    now = present_order(member, listed)
    names = {one.drug.rxcui: drug_name(one.drug) for one in listed}
    tell(say(words.ORDER_LEAD))
    key = f"order-{'-'.join(now)}"
    order = [
        st.selectbox(words.place_words(place), list(now), place, names.__getitem__, key=session.key(f"{key}-{place}"))
        for place in range(len(now))
    ]
    return ChangeOrder(tuple(order))
