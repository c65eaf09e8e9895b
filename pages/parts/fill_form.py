"""The amount of one drug, asked in what a person takes (tablets, units of insulin) or holds (pens, inhalers, boxes, bottles).

No amount is filled in at first. What follows from an answer can be changed. An amount that looks like a slip must be confirmed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from finder.domain.market import Catalog, Drug
from finder.domain.money import QUANTITY_SCALE, Quantity
from finder.domain.prescription import Prescription
from finder.domain.supply import (
    COUNT_LIKE_A_DOSE,
    FEW_A_WEEK,
    LONGEST_SUPPLY,
    ONE,
    PART_OF_A_PACKAGE,
    Amount,
    Holder,
    holders,
    insulin_fill,
    of_packages,
    units_per_ml,
    usual_days,
    whole_doses,
)
from finder.explain.choices import HOW_OFTEN, OTHERWISE
from finder.explain.drug_list import fills as words
from finder.explain.drug_list.amount_doubts import CONFIRMED, doubt_sentences
from finder.explain.kit.section import Headline
from finder.explain.messages import say
from finder.questions.drug_list.amounts import doubts_at
from pages.parts.frame import plain, show, tell

Key = Callable[[str], str]
"""The key of a widget by its name."""
_MOST: Quantity = 100_000 * QUANTITY_SCALE
"""The largest amount that a field takes."""


class AskedFill(NamedTuple):
    """A fill (None: not complete yet), and whether it waits to be confirmed."""

    prescription: Prescription | None
    waits: bool = False


class _Said(NamedTuple):
    """An amount, and the doubts that the form has answered already."""

    amount: Amount
    settled: tuple[str, ...] = ()


def ask_fill(catalog: Catalog, drug: Drug, key: Key) -> AskedFill:
    """How much of a drug is bought and how long it lasts, with a question if it looks like a slip."""
    if drug.solid_oral:
        said = _ask_tablets(drug, key)
    elif drug.insulin and units_per_ml(drug):
        said = _ask_insulin(drug, key)
    else:
        said = _ask_packages(drug, key)
    if said is None:
        return AskedFill(None)
    prescription = Prescription(drug, said.amount.quantity, said.amount.days_supply)
    show((Headline(words.fill_sentence(prescription, catalog.info.plan_year)),))
    doubts = [doubt for doubt in doubts_at(catalog, prescription) if doubt.code not in said.settled]
    if not doubts:
        return AskedFill(prescription)
    st.warning(plain(" ".join(doubt_sentences(drug, doubts))))
    sure = st.checkbox(say(CONFIRMED), key=key(f"sure-{said.amount.quantity}-{said.amount.days_supply}"))
    return AskedFill(prescription, waits=not sure)


def _ask_tablets(drug: Drug, key: Key) -> _Said | None:
    left, right = st.columns(2)
    dose = _number(left, say(words.HOW_MANY), key("dose"))
    choices = [*HOW_OFTEN, OTHERWISE]
    chosen = right.selectbox(say(words.HOW_OFTEN_LABEL), choices, None, say, key=key("often"), placeholder=say(words.CHOOSE))
    if chosen is None:
        return None
    often = HOW_OFTEN.get(chosen)
    if often is None:
        return _ask_units(drug, key)
    if not dose:
        return None
    left, right = st.columns(2)  # a row of its own: a phone shows the fields in the order asked
    days = _days(left, key(f"days-{chosen}"), usual_days(often.days))
    if not days:
        return None
    taken = min(whole_doses(dose, often, days), _MOST)
    quantity = _number(right, words.refill_label(drug.unit), key(f"taken-{taken}-{days}"), taken)
    tell(say(words.CHANGE_IT))
    settled = (COUNT_LIKE_A_DOSE, FEW_A_WEEK) if quantity == taken else ()
    return _Said(Amount(quantity, days), settled) if quantity else None


def _ask_units(drug: Drug, key: Key) -> _Said | None:
    """The priced units themselves, if nothing else is known."""
    left, right = st.columns(2)
    quantity = _number(left, words.refill_label(drug.unit), key("units"))
    days = _days(right, key("days"))
    return _Said(Amount(quantity, days)) if quantity and days else None


def _ask_insulin(drug: Drug, key: Key) -> _Said | None:
    way = st.radio(say(words.WHICH_WAY), [words.BY_UNITS, words.BY_PACKAGE], 0, say, key=key("way"), horizontal=True)
    if way == words.BY_PACKAGE:
        return _ask_packages(drug, key)
    units, per_ml = _number(st, say(words.INSULIN_UNITS), key("insulin")), units_per_ml(drug)
    if not units or not per_ml:
        return None
    bought = insulin_fill(units, per_ml, drug.units_per_package)
    tell(words.insulin_sentence(drug, bought))
    return _Said(bought)


def _ask_packages(drug: Drug, key: Key) -> _Said | None:
    held = holders(drug)
    if not held:
        return _ask_units(drug, key)
    holder = held[0]
    if len(held) > 1:
        labels = [words.holder_words(drug, one) for one in held]
        holder = held[st.radio(say(words.WHAT_IS_COUNTED), range(len(held)), 0, labels.__getitem__, key=key("held"), horizontal=True)]
    left, right = st.columns(2)
    packages = _number(left, words.refill_label(holder.word), key(f"packages-{holder.word}"))
    days = _days(right, key("days"))
    size = _size(drug, holder, key)
    if not packages or not days or not size:
        return None
    whole = packages % ONE == 0  # "0.25 pens" may be a dose of 0.25 mg
    return _Said(Amount(of_packages(packages, size), days), (PART_OF_A_PACKAGE,) if whole else ())


def _size(drug: Drug, holder: Holder, key: Key) -> Quantity | None:
    """What one holds, which the person may change to what the label says."""
    if drug.unit == holder.word:
        return holder.size
    tell(words.source_sentence(drug, holder))
    return _number(st, words.size_label(drug, holder), key(f"size-{holder.word}"), holder.size)


def _number(place: st.delta_generator.DeltaGenerator, label: str, key: str, value: Quantity | None = None) -> Quantity | None:
    """A number in thousandths; None for nothing or 0."""
    start = None if value is None else value / QUANTITY_SCALE
    found = place.number_input(label, 0.0, _MOST / QUANTITY_SCALE, start, 1.0, "%.6g", key=key)
    return round(found * QUANTITY_SCALE) if found else None


def _days(place: st.delta_generator.DeltaGenerator, key: str, value: int | None = None) -> int | None:
    found = place.number_input(say(words.HOW_LONG), 1, LONGEST_SUPPLY, value, 1, key=key)
    return int(found) if found else None
