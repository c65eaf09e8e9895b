"""The form of What if: which change, and what it asks. One question at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from finder.domain.errors import FinderError
from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.domain.what_if import (
    AddDrug,
    Change,
    ChangeHelp,
    ChangeOrder,
    ChangePharmacy,
    ChangePrice,
    ChangeStart,
    ChangeSupply,
    DropDrug,
    MoveFills,
    SwapDrug,
    WhatIf,
)
from finder.explain.choices import NOT_SURE, STORES, days_words, start_words, subsidies
from finder.explain.messages import say
from finder.explain.plans import what_if_form as words
from finder.explain.plans.what_if import ALTERNATIVES, CLASS_NOTE, INCOMPLETE, SHOW
from finder.explain.words import drug_name
from finder.questions.plans.fill_timing import fill_days, moved_days, present_order
from finder.questions.plans.what_if import alternatives, swapped, what_if
from finder.sources.names.drug_classes import drug_classes
from pages.parts.dates import ask_day
from pages.parts.drug_form import ask_amount, choose_drug, find_drug
from pages.parts.frame import say_refusal, tell
from pages.parts.screen import st
from pages.parts.session import Session

Listed = Sequence[Prescription]
MOST_FILLS = 60
_COLUMNS = 3


def ask_what_if(session: Session, catalog: Catalog, compared: Comparison, member: Member, listed: Listed) -> WhatIf | None:
    """The change to try, and its answer once it was asked for."""
    change = _ask_change(session, catalog, member, listed)
    if st.button(say(SHOW), type="primary", key=session.key("try")):
        session.what_if = None
        if change is None:
            st.error(say(INCOMPLETE))
        else:
            try:
                session.what_if = what_if(catalog, member, listed, change, compared)
            except FinderError as error:
                say_refusal(error)
    return session.what_if if session.what_if is not None and session.what_if.before is compared else None


def _ask_change(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    """None until all that the change asks is answered."""
    kind = st.selectbox(say(words.ASKED), list(_FORMS), None, say, key=session.key("what-if"), placeholder=say(words.CHOOSE))
    return _FORMS[kind](session, catalog, member, listed) if kind else None


def _add(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    drug = find_drug(session, catalog, "add")
    if drug is None:
        return None
    if any(one.drug.rxcui == drug.rxcui for one in listed):
        st.warning(say(words.ON_THE_LIST))
        return None
    prescription = ask_amount(session, catalog, drug, "add")
    return AddDrug(prescription) if prescription else None


def _drop(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    if len(listed) < 2:
        st.info(say(words.ONLY_DRUG))
        return None
    chosen = _listed(session, listed, "drop")
    return DropDrug(chosen.drug.rxcui) if chosen else None


def _swap(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    old = _listed(session, listed, "swap")
    if old is None:
        return None
    kept = {one.drug.rxcui for one in listed}
    classes = drug_classes()
    choices = [choice for choice in alternatives(catalog, old.drug, classes.class_of) if choice.drug.rxcui not in kept]
    if not choices:
        st.info(words.no_alternative(old.drug))
        new = find_drug(session, catalog, "swap-any")
    else:
        notes = {choice.drug.rxcui: say(ALTERNATIVES[choice.kind]) for choice in choices}
        new = choose_drug(session, {choice.drug.rxcui: choice.drug for choice in choices}, notes, f"swap-{old.drug.rxcui}")
        tell(say(CLASS_NOTE))
    if new is None:
        return None
    same = any(choice.same_amount for choice in choices if choice.drug.rxcui == new.rxcui)
    prescription = swapped(old, new) if same else ask_amount(session, catalog, new, f"swap-{old.drug.rxcui}")
    return SwapDrug(old.drug.rxcui, prescription) if prescription else None


def _price(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    rxcui = _one_or_all(session, listed, "price")
    percent = st.number_input(say(words.PERCENT), -95, 900, 10, 5, key=session.key("price-percent"))
    return ChangePrice.by_percent(int(percent), rxcui)


def _pharmacy(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    store = st.radio(say(words.WHERE), list(STORES), format_func=say, key=session.key("what-if-store"))
    return ChangePharmacy(STORES[store])


def _supply(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    rxcui = _one_or_all(session, listed, "supply")
    days = st.radio(say(words.HOW_LONG), (90, 60, 30), format_func=days_words, key=session.key("supply-days"))
    return ChangeSupply(days, rxcui)


def _start(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    starts = [date(catalog.info.plan_year, month, 1) for month in range(1, 13)]
    key = session.key("what-if-start")
    start = st.selectbox(say(words.WHEN), starts, None, start_words, key=key, placeholder=say(words.CHOOSE))
    return ChangeStart(start) if start else None


def _help(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    answers = {answer: level for answer, level in subsidies(catalog.info.plan_year).items() if answer != NOT_SURE}
    answer = st.radio(say(words.WHICH_HELP), list(answers), None, say, key=session.key("what-if-help"))
    return ChangeHelp(answers[answer]) if answer else None


def _dates(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    chosen = _listed(session, listed, "dates")
    return ask_dates(session, catalog, member, chosen) if chosen else None


def _order(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    return ask_order(session, member, listed)


def _listed(session: Session, listed: Listed, key: str) -> Prescription | None:
    by_key = {one.drug.rxcui: one for one in listed}
    names = {rxcui: drug_name(one.drug) for rxcui, one in by_key.items()}
    chosen = st.radio(say(words.WHICH_LISTED), list(by_key), None, names.__getitem__, key=session.key(f"{key}-listed"))
    return by_key[chosen] if chosen else None


def _one_or_all(session: Session, listed: Listed, key: str) -> str | None:
    names = {words.EVERY_DRUG: say(words.EVERY_DRUG)} | {one.drug.rxcui: drug_name(one.drug) for one in listed}
    chosen = st.radio(say(words.WHICH_DRUG), list(names), format_func=names.__getitem__, key=session.key(f"{key}-drug"))
    return None if chosen == words.EVERY_DRUG else chosen


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


_FORMS: dict[str, Callable[[Session, Catalog, Member, Listed], Change | None]] = {
    words.ADD: _add,
    words.LEAVE_OUT: _drop,
    words.SWAP: _swap,
    words.PRICE: _price,
    words.STORE: _pharmacy,
    words.SUPPLY: _supply,
    words.START: _start,
    words.HELP: _help,
    words.DATES: _dates,
    words.ORDER: _order,
}
