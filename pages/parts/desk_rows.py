"""A line of the list that is open or to be corrected, as one row: its words, what was understood, and the answer beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from finder.domain.drug_lines import Answer, Asked, DrugLine
from finder.domain.market import Drug
from finder.domain.money import QUANTITY_SCALE
from finder.domain.supply import LONGEST_SUPPLY, counted_by, of_packages
from finder.explain.drug_list import desk as words
from finder.explain.drug_list.not_counted import open_line_sentence
from finder.explain.messages import say
from finder.explain.words import drug_label
from finder.questions.drug_list.reading import outside_part_d
from finder.sources.names.not_part_d import not_part_d
from pages.parts.frame import tell
from pages.parts.screen import st
from pages.parts.session import Session

_REWRITTEN = (Asked.DRUG, Asked.PRIVATE)
_OF_PRODUCT = frozenset({Asked.PRODUCT, Asked.STRENGTH})
_ONLY_DAYS = frozenset({Asked.DAYS_SUPPLY, Asked.HOW_OFTEN})
_MOST_UNITS = 100_000
"""Priced units of a fill; a session file takes no more."""
_SHORT = 3
"""Choices: more of them are a list to open."""


class Given(NamedTuple):
    """What was answered about a line, or its new text. ``half``: an amount without its days, or days without an amount."""

    answer: Answer = Answer()
    text: str = ""
    half: bool = False

    @property
    def is_any(self) -> bool:
        """Whether anything was answered."""
        return bool(self.text) or self.half or self.answer != Answer()


class _Amount(NamedTuple):
    """An amount and its days, where they were given."""

    quantity: int | None = None
    days: int | None = None
    half: bool = False


def ask_line(session: Session, line: DrugLine) -> Given:
    """One row. Nothing is answered at first. A ready line has the fields alone: what it was offered is answered."""
    line = line if line.waits else replace(line, offers=())
    with st.container(border=True, key=session.desk_key(f"row-{line.number}")):
        left, right = st.columns([2, 3])
        with left:
            st.subheader(words.line_title(line.number, line.text), anchor=False)
            tell(words.read_sentence(line), *_open_sentences(line))
        with right:
            return _ask(session, line)


def _open_sentences(line: DrugLine) -> tuple[str, ...]:
    """What is open in a line. A product that the file lacks because Part D does not pay for it is named as such."""
    said = words.open_sentences(line)
    outside = outside_part_d(line.text, not_part_d().find) if line.waits and line.drug is None else None
    if outside is None:
        return said
    return (open_line_sentence(outside), *(() if Asked.DRUG in line.asked else said))


def _ask(session: Session, line: DrugLine) -> Given:
    way = _ask_way(session, line)
    if way is None:
        return Given()
    if isinstance(way, int):
        offer = line.offers[way]
        return Given(Answer(None if line.drug else offer.drug, offer.amount.quantity, offer.amount.days_supply))
    if way == words.LEAVE_OUT:
        return Given(Answer(left_out=True))
    drug, amount, text = None, _Amount(), ""
    if way in (words.ANSWER_HERE, words.SOMETHING_ELSE):
        drug = _ask_product(session, line) if line.candidates else None
        amount = _ask_amount(session, line, drug or line.drug or _counted_alike(line))
    if way in (words.WRITE_AGAIN, words.SOMETHING_ELSE):
        text = _ask_text(session, line)
    return Given(Answer(drug, amount.quantity, amount.days), text, amount.half)


def _ask_way(session: Session, line: DrugLine) -> int | str | None:
    """Which kind of answer: one of the whole answers, or another way. Only what needs no choice is chosen at first."""
    offers = list(range(len(line.offers)))
    if offers:
        ways: list[int | str] = [*offers, words.SOMETHING_ELSE, words.LEAVE_OUT]
    elif any(what in line.asked for what in _REWRITTEN):
        ways = [words.WRITE_AGAIN, words.LEAVE_OUT]
    elif line.asked == (Asked.REPEATED,):
        ways = [words.LEAVE_OUT, words.WRITE_AGAIN]
    else:
        ways = [words.ANSWER_HERE, words.WRITE_AGAIN, words.LEAVE_OUT]
    first = None if offers or line.asked == (Asked.REPEATED,) else 0
    return st.radio(
        words.which_answer(line.number),
        ways,
        first,
        lambda way: words.offer_words(line, line.offers[way]) if isinstance(way, int) else say(way),
        key=session.desk_key(f"way-{line.number}"),
        horizontal=True,
        label_visibility="collapsed",
    )


def _ask_product(session: Session, line: DrugLine) -> Drug | None:
    drugs = {drug.rxcui: drug for drug in line.candidates}
    label, key = words.which_product(line.number), session.desk_key(f"product-{line.number}")

    def named(rxcui: str) -> str:
        return drug_label(drugs[rxcui])

    few = len(drugs) <= _SHORT
    chosen = st.radio(label, list(drugs), None, named, key=key) if few else st.selectbox(label, list(drugs), None, named, key=key)
    return drugs[chosen] if chosen else None


def _counted_alike(line: DrugLine) -> Drug | None:
    """One of the products if an amount means the same of each, else None: then the product is chosen first."""
    kinds = {(drug.unit, counted_by(drug)) for drug in line.candidates}
    return line.candidates[0] if len(kinds) == 1 else None


def _ask_amount(session: Session, line: DrugLine, drug: Drug | None) -> _Amount:
    """An amount and its days; of a line with nothing open, what they are now. Only what is open is asked."""
    ready, asked = line.prescription, set(line.asked) - _OF_PRODUCT
    if drug is None or (not line.offers and not asked and ready is None):
        return _Amount()
    held = counted_by(drug)
    one = held.size if held else QUANTITY_SCALE
    units = None
    with st.container(horizontal=True):
        if line.offers or line.quantity is None or not asked <= _ONLY_DAYS or ready is not None:
            now, most = ready.quantity / one if ready else None, _MOST_UNITS * QUANTITY_SCALE / one
            key = session.desk_key(f"quantity-{line.number}-{drug.rxcui}")
            units = st.number_input(words.amount_label(line.number, drug, held), 0.0, most, now, 1.0, "%.6g", key=key, width=340)
        key = session.desk_key(f"days-{line.number}")
        lasting = ready.days_supply if ready else None
        days = st.number_input(words.days_label(line.number), 1, LONGEST_SUPPLY, lasting, 1, key=key, width=240)
    typed = round(units * QUANTITY_SCALE) if units else None
    written = of_packages(typed, held.size) if typed and held else typed
    if ready is not None and (written, days) == (ready.quantity, ready.days_supply):
        return _Amount()
    quantity, lasts = written or line.quantity, int(days) if days else line.days_supply
    if not typed and not days:
        return _Amount()
    return _Amount(quantity, lasts) if quantity and lasts else _Amount(half=True)


def _ask_text(session: Session, line: DrugLine) -> str:
    """The line written again; empty while it is as it was. Of a line whose digits were not kept nothing is proposed."""
    before = "" if Asked.PRIVATE in line.asked else line.text
    key = session.desk_key(f"again-{line.number}")
    text = st.text_input(words.again_label(line.number), before, key=key, max_chars=200, autocomplete="off").strip()
    return "" if text == before else text
