"""The list of drugs: find one by its name, say how much and how often, add, change or remove it. No amount is filled in for the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from finder.domain.market import Catalog, Drug, DrugMatch
from finder.domain.prescription import Prescription, alike
from finder.explain.drug_list import fills as words
from finder.explain.drug_list.amount_doubts import doubt_sentences
from finder.explain.drug_list.amounts import typed_offer_words
from finder.explain.drug_list.lines import other_brand_sentence
from finder.explain.kit.section import Headline
from finder.explain.messages import say
from finder.explain.plans.drugs import prescription_words
from finder.explain.words import MORE_LETTERS, drug_label, drug_name, unknown_drug_sentence
from finder.questions.drug_list.amounts import doubts_at
from finder.questions.drug_list.reading import names_one, products_typed, typed_line
from pages.parts.fill_form import Key, ask_fill
from pages.parts.frame import show, tell, unseen
from pages.parts.list_here import answer_list, offer_list, take_over
from pages.parts.not_counted import offer_not_counted, show_not_counted
from pages.parts.screen import Marked, st
from pages.parts.session import Session

_MOST_FOUND = 24
"""Products to choose from: all strengths of a drug."""
_LONGEST = 60
"""Letters of a name that are looked for where no list can be read."""
_SPELLED_RIGHT = 92.0
_FEWEST_LETTERS = 3
"""The search runs while a person types, so fewer letters that find nothing are no mistake."""


def ask_drugs(session: Session, catalog: Catalog) -> tuple[Prescription, ...]:
    """The list of drugs that the catalog has, with the form for the next one. The form of a drug that is changed stands in its place."""
    take_over(session)
    known = listed(session, catalog)
    for prescription in session.drugs:
        if session.changing == prescription.drug:
            _add(session, catalog, prescription.drug)
        else:
            _show_line(session, catalog, prescription, known=prescription in known)
    show_not_counted(session)
    _show_same_drugs(known)
    if session.message:
        st.success(session.message)
    answer_list(session, catalog)
    drug = None if session.changing else _find_next(session, catalog)
    if drug is not None:
        _add(session, catalog, drug)
    return known


def listed(session: Session, catalog: Catalog) -> tuple[Prescription, ...]:
    """The drugs of the list that the catalog has."""
    return tuple(drug for drug in session.drugs if catalog.drug(drug.drug.rxcui) is not None)


def unchecked(session: Session, catalog: Catalog, drugs: Iterable[Prescription]) -> tuple[Prescription, ...]:
    """The drugs whose amount looks like a slip and was not confirmed."""
    return tuple(drug for drug in drugs if not session.has_confirmed(drug) and doubts_at(catalog, drug))


def find_drug(session: Session, catalog: Catalog, key: str) -> Drug | None:
    """A product of the catalog by its name, beside the list; None until one is chosen."""
    key_of = partial(_key_of, session, key)
    typed = _ask_name(words.NAME, key_of)[:_LONGEST]
    matches = _search(catalog, typed)
    if typed and not matches:
        st.warning(_unknown(catalog, typed))
    return _choose(matches, key_of(typed), typed)


def choose_drug(session: Session, drugs: Mapping[str, Drug], notes: Mapping[str, str], key: str) -> Drug | None:
    """One of some products, by rxcui; ``notes`` say something of each."""
    labels = {rxcui: words.product_words(drug, notes.get(rxcui, "")) for rxcui, drug in drugs.items()}
    chosen = st.radio(say(words.WHICH_ONE), list(drugs), None, labels.__getitem__, key=session.key(f"{key}-of"))
    return drugs[chosen] if chosen else None


def ask_amount(session: Session, catalog: Catalog, drug: Drug, key: str) -> Prescription | None:
    """How much of a drug beside the list; None until it is complete and, if it looks like a slip, confirmed."""
    found = ask_fill(catalog, drug, lambda name: session.key(f"{key}-{name}-{drug.rxcui}"))
    return None if found.waits else found.prescription


def _show_line(session: Session, catalog: Catalog, prescription: Prescription, *, known: bool) -> None:
    drug = prescription.drug
    with st.container(border=True, key=session.key(f"drug-row-{drug.rxcui}")):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container():
                tell(prescription_words(prescription))
            change, remove = (session.change_drug, drug), (session.remove_drug, drug.rxcui, words.removed_sentence(drug))
            name = drug_name(drug)
            st.button(Marked(words.change_label(unseen(name))), on_click=partial(*change), key=session.key(f"change-{drug.rxcui}"))
            st.button(Marked(words.remove_label(unseen(name))), on_click=partial(*remove), key=session.key(f"remove-{drug.rxcui}"))
        if not known:
            st.warning(words.lacking_sentence(drug))
        elif unchecked(session, catalog, [prescription]):
            st.warning(" ".join(doubt_sentences(drug, doubts_at(catalog, prescription))))
            st.button(words.right_label(drug), on_click=session.confirm, args=(prescription,), key=session.key(f"sure-{drug.rxcui}"))


def _show_same_drugs(drugs: Sequence[Prescription]) -> None:
    """Products with the same drug in them, a brand and its generic among them: taken together, or one too many."""
    for same in alike(drugs):
        st.info(words.same_drug_sentence(same))


def _find_next(session: Session, catalog: Catalog) -> Drug | None:
    """The next drug of the list; a name that is not found may be kept without being counted."""
    typed = _ask_name(words.ONE_MORE if session.drugs else words.NAME, session.drug_key)
    if offer_list(session, catalog, typed):
        return None
    matches, offered = _search(catalog, typed), False
    if not matches and 0 < len(typed) < _FEWEST_LETTERS:
        tell(say(MORE_LETTERS))
    elif typed:
        offered = _offer_typed(session, catalog, typed)
        offer_not_counted(session, typed, "" if matches else _unknown(catalog, typed))
    if len(matches) == 1 and not offered and names_one(catalog, typed, matches[0].drug):
        return matches[0].drug  # its strength was typed: there is nothing to choose
    return _choose(matches, session.drug_key(f"of-{typed}"), typed)


def _offer_typed(session: Session, catalog: Catalog, typed: str) -> bool:
    """A name that was typed with its amount needs one press. Whether there was one."""
    line = typed_line(catalog, typed)
    offers = [offer for offer in line.offers if offer.amount.days_supply is not None] if line else []
    for place, offer in enumerate(offers):
        amount = offer.amount
        if line is None or amount.days_supply is None:
            continue
        _say_on_list(session, offer.drug)
        found = Prescription(offer.drug, amount.quantity, amount.days_supply)
        add = partial(session.put_drug, found, words.saved_sentence(offer.drug))
        st.button(typed_offer_words(line, offer), on_click=add, type="primary", key=session.drug_key(f"typed-{typed}-{place}"), wrap=True)
    return bool(offers)


def _say_on_list(session: Session, drug: Drug) -> Prescription | None:
    """What the list says of a product already: saving it again replaces that."""
    listed = next((one for one in session.drugs if one.drug.rxcui == drug.rxcui), None)
    if listed is not None:
        st.info(words.on_list_sentence(listed))
    return listed


def _ask_name(label: str, key: Key) -> str:
    typed = st.text_input(say(label), key=key("name"), live="300ms", autocomplete="off").strip()
    tell(say(words.HINT))
    return typed


def _search(catalog: Catalog, typed: str) -> Sequence[DrugMatch]:
    """The products that a name may mean, familiar names first."""
    found = products_typed(catalog, typed, _MOST_FOUND) if typed else ()
    return sorted(found, key=lambda match: (bool(match.differs), -match.score, not match.drug.familiar))


def _choose(matches: Sequence[DrugMatch], key: str, typed: str) -> Drug | None:
    """One of the products found."""
    if not matches:
        return None
    for brand in dict.fromkeys(match.other_brand for match in matches if match.other_brand):
        st.info(other_brand_sentence(brand))
    if matches[0].differs:
        st.warning(words.differs_sentence(typed))
    found = {match.drug.rxcui: match for match in matches}
    chosen = st.radio(say(words.WHICH_ONE), list(found), None, lambda rxcui: words.match_words(found[rxcui]), key=key)
    return found[chosen].drug if chosen else None


def _unknown(catalog: Catalog, typed: str) -> str:
    known = next(iter(catalog.find_known(typed, 1)), None)
    if known is not None:
        return words.known_sentence(known, sure=known.score >= _SPELLED_RIGHT)
    return unknown_drug_sentence(typed, catalog.info.rows.get("drugs", 0))


def _key_of(session: Session, key: str, name: str) -> str:
    return session.key(f"{key}-{name}")


def _add(session: Session, catalog: Catalog, drug: Drug) -> None:
    """The amount of a drug, and the button that puts it on the list."""
    with st.container(border=True):
        show((Headline(drug_label(drug)),))
        listed = _say_on_list(session, drug)
        found = ask_fill(catalog, drug, lambda name: session.drug_key(f"{name}-{drug.rxcui}"))
        with st.container(horizontal=True):
            sent = st.button(say(words.SAVE if listed else words.ADD), type="primary", key=session.drug_key(f"add-{drug.rxcui}"))
            if session.changing:
                st.button(say(words.KEEP), on_click=partial(session.leave_form, ""), key=session.drug_key("keep"))
        if not sent:
            return
        if found.prescription is None:
            st.error(found.missing)
        elif found.waits:
            st.error(say(words.CONFIRM_FIRST))
        else:
            session.confirm(found.prescription)
            session.put_drug(found.prescription, words.saved_sentence(drug))
            st.rerun()
