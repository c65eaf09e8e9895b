"""The amount of one drug, asked in what a person takes (tablets, units of insulin) or holds (pens, inhalers, boxes, bottles).

Usual answers are large buttons, others are typed. No amount is filled in for the person; what follows from an answer can be changed. An
amount that looks like a slip must be confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

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
from finder.explain.choices import ANOTHER_WAY, AS_NEEDED, HOW_OFTEN, LESS_OFTEN_MEANT, ONLY_THE_BOTTLE, days_words
from finder.explain.drug_list import fills as words
from finder.explain.drug_list.amount_doubts import CONFIRMED, doubt_sentences
from finder.explain.kit.section import Headline
from finder.explain.messages import say
from finder.questions.drug_list.amounts import doubts_at
from pages.parts.frame import show, tell
from pages.parts.screen import st

Key = Callable[[str], str]
"""The key of a widget by its name."""
_MOST = 100_000
"""The largest amount that is taken, in units."""
_TYPABLE = 1e12
"""The largest number that a field lets through: a larger one than we take is answered in a sentence, and not put back without a word."""
_OTHER = 0
"""Stands for another number than those to choose from."""
_DOSES = (ONE // 2, ONE, ONE * 3 // 2, 2 * ONE, 3 * ONE)
_WHOLE = (ONE, 2 * ONE, 3 * ONE)
_BY_THE_DOZEN = ("patch", "suppository")
"""What is bought in larger numbers than a few."""
_SUPPLIES, _PACKAGE_SUPPLIES = (30, 90), (28, 30, 90)
_USUAL = frozenset({28, 30})


class AskedFill(NamedTuple):
    """A fill (None: not complete yet), whether it waits to be confirmed, and what to say first while it is not complete."""

    prescription: Prescription | None
    waits: bool = False
    missing: str = ""


class _Said(NamedTuple):
    """An amount, and the doubts that the form has answered already."""

    amount: Amount
    settled: tuple[str, ...] = ()


_Answer = _Said | str
"""What was said, or the sentence that asks for what is missing."""


def ask_fill(catalog: Catalog, drug: Drug, key: Key) -> AskedFill:
    """How much of a drug is bought and how long it lasts, with a question if it looks like a slip."""
    if drug.solid_oral:
        said = _ask_tablets(drug, key)
    elif drug.insulin and units_per_ml(drug):
        said = _ask_insulin(drug, key)
    else:
        said = _ask_packages(drug, key)
    if isinstance(said, str):
        return AskedFill(None, missing=said)
    prescription = Prescription(drug, said.amount.quantity, said.amount.days_supply)
    show((Headline(words.fill_sentence(prescription, catalog.info.plan_year)),))
    doubts = [doubt for doubt in doubts_at(catalog, prescription) if doubt.code not in said.settled]
    if not doubts:
        return AskedFill(prescription)
    st.warning(" ".join(doubt_sentences(drug, doubts)))
    sure = st.checkbox(say(CONFIRMED), key=key(f"sure-{said.amount.quantity}-{said.amount.days_supply}"))
    return AskedFill(prescription, waits=not sure)


def _ask_tablets(drug: Drug, key: Key) -> _Answer:
    doses = _WHOLE if drug.unit == "capsule" else _DOSES  # nobody halves a capsule
    dose = _count(say(words.HOW_MANY), say(words.TYPE_HOW_MANY), doses, key("dose"))
    chosen = _ask_often(key)
    often = {**HOW_OFTEN, **LESS_OFTEN_MEANT}.get(chosen or "")
    if chosen in (AS_NEEDED, ONLY_THE_BOTTLE):
        return _ask_units(drug, key)
    if not dose:
        return say(words.SAY_DOSE)
    if often is None:
        return say(words.SAY_OFTEN)
    usual = usual_days(often.days)
    days = _days(key(f"days-{chosen}"), (usual, 3 * usual) if usual in _USUAL else (usual,), usual)
    if not days:
        return say(words.SAY_DAYS)
    taken = min(whole_doses(dose, often, days), _MOST * ONE)
    with st.expander(say(words.ANOTHER_COUNT)):
        quantity = _number(words.refill_label(drug.unit), key(f"taken-{taken}-{days}"), taken)
    settled = (COUNT_LIKE_A_DOSE, FEW_A_WEEK) if quantity == taken else ()
    return _Said(Amount(quantity, days), settled) if quantity else say(words.SAY_COUNT)


def _ask_often(key: Key) -> str | None:
    chosen = st.pills(say(words.HOW_OFTEN_LABEL), [*HOW_OFTEN, AS_NEEDED, ANOTHER_WAY], format_func=say, key=key("often"))
    if chosen != ANOTHER_WAY:
        return chosen
    return st.pills(say(words.WHICH_WAY_OFTEN), [*LESS_OFTEN_MEANT, ONLY_THE_BOTTLE], format_func=say, key=key("else"))


def _ask_units(drug: Drug, key: Key) -> _Answer:
    """The priced units themselves, if nothing else is known."""
    quantity = _number(words.refill_label(drug.unit), key("units"))
    days = _days(key("days"), _SUPPLIES)
    if not quantity:
        return say(words.SAY_COUNT)
    return _Said(Amount(quantity, days)) if days else say(words.SAY_DAYS)


def _ask_insulin(drug: Drug, key: Key) -> _Answer:
    ways = [words.BY_UNITS, words.BY_PACKAGE]
    if st.pills(say(words.WHICH_WAY), ways, default=ways[0], required=True, format_func=say, key=key("way")) == words.BY_PACKAGE:
        return _ask_packages(drug, key)
    units, per_ml = _number(say(words.INSULIN_UNITS), key("insulin")), units_per_ml(drug)
    if not units or not per_ml:
        return say(words.SAY_INSULIN)
    bought = insulin_fill(units, per_ml, drug.units_per_package)
    tell(words.insulin_sentence(drug, bought))
    return _Said(bought)


def _ask_packages(drug: Drug, key: Key) -> _Answer:
    held = holders(drug)
    if not held:
        return _ask_units(drug, key)
    place = 0
    if len(held) > 1:
        labels = [words.holder_words(drug, one) for one in held]
        asked = st.pills(
            say(words.WHAT_IS_COUNTED), range(len(held)), default=0, required=True, format_func=labels.__getitem__, key=key("held")
        )
        place = asked or 0
    holder = held[place]
    packages = _ask_count(holder.word, key(f"packages-{holder.word}"))
    days = _days(key("days"), _PACKAGE_SUPPLIES)
    size = _size(drug, holder, key)
    if not packages:
        return say(words.SAY_COUNT)
    if not days:
        return say(words.SAY_DAYS)
    if not size:
        return say(words.SAY_SIZE)
    whole = packages % ONE == 0  # "0.25 pens" may be a dose of 0.25 mg
    return _Said(Amount(of_packages(packages, size), days), (PART_OF_A_PACKAGE,) if whole else ())


def _ask_count(word: str, key: str) -> Quantity | None:
    """How many of what a person holds are bought each time."""
    label = words.refill_label(word)
    if word in _BY_THE_DOZEN:
        return _number(label, key)
    return _count(label, words.type_count_label(word), _WHOLE, key)


def _size(drug: Drug, holder: Holder, key: Key) -> Quantity | None:
    """What one holds, which the person may change to what the label says."""
    if drug.unit == holder.word:
        return holder.size
    tell(words.source_sentence(drug, holder))
    return _number(words.size_label(drug, holder), key(f"size-{holder.word}"), holder.size)


def _count(label: str, typed_label: str, usual: Sequence[Quantity], key: str) -> Quantity | None:
    """One of the usual numbers, or another that is typed; None for none, 0 or too many."""
    chosen = st.pills(
        label, [*usual, _OTHER], format_func=lambda number: words.dose_words(number) if number else say(words.ANOTHER), key=key
    )
    return _number(typed_label, f"{key}-typed") if chosen == _OTHER else chosen


def _days(key: str, usual: Sequence[int], first: int | None = None) -> int | None:
    """How long a fill lasts: one of the usual lengths, or typed."""
    chosen = st.pills(
        say(words.HOW_LONG),
        [*usual, _OTHER],
        default=first,
        required=first is not None,
        format_func=lambda days: days_words(days) if days else say(words.ANOTHER),
        key=key,
    )
    if chosen != _OTHER:
        return chosen
    found = st.number_input(say(words.TYPE_DAYS), 0.0, _TYPABLE, None, 1.0, "%.10g", key=f"{key}-typed")
    if found is None or (found == int(found) and 1 <= found <= LONGEST_SUPPLY):
        return int(found) if found else None
    st.error(words.days_refusal(found, LONGEST_SUPPLY))
    return None


def _number(label: str, key: str, value: Quantity | None = None) -> Quantity | None:
    """A number in thousandths; None for none, and, with a sentence, for 0 or too many."""
    start = None if value is None else value / QUANTITY_SCALE
    found = st.number_input(label, 0.0, _TYPABLE, start, 1.0, "%.10g", key=key)
    quantity = None if found is None else round(found * QUANTITY_SCALE)
    if quantity is None or 0 < quantity <= _MOST * ONE:
        return quantity
    st.error(words.number_refusal(found or 0, _MOST))
    return None
