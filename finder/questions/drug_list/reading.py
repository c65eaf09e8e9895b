"""A drug list as people write it, read against a catalog: each line a prescription, a question, or a choice; none is dropped or guessed at.

A product is settled only where the line leaves one: its whole name (or the beginning of one, five letters and more), its strength, and no
other product of the catalog that the words could mean. A slip of spelling, a brand that the catalog has only as a generic, or a generic
that it has only as a brand is put up for choice, with what was written beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from finder.domain.drug_lines import (
    MOST_LETTERS,
    MOST_LINES,
    Answer,
    Asked,
    DrugLine,
    ListLine,
    Proposal,
    Reckoned,
    Understood,
)
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, Drug, DrugMatch
from finder.domain.supply import COUNT_LIKE_A_DOSE, FEW_A_WEEK, PART_OF_A_PACKAGE, units_per_ml
from finder.questions.drug_list.amounts import Amounts, amounts_of
from finder.questions.drug_list.strength import fits
from finder.questions.drug_list.words import seems_private, understand
from finder.questions.plans.amount_doubts import doubts_at

SURE = 92.0
"""The score of the drug look-up from which a name was written, not misspelt."""
EXACT = 100.0
SHORTEST_BEGINNING = 5
"""Letters: a shorter beginning of a name (``pred``) is many drugs."""
_MOST = 40
_SHORT_NAMES = {
    "hctz": "hydrochlorothiazide",
    "mtx": "methotrexate",
    "ntg": "nitroglycerin",
    "apap": "acetaminophen",
    "asa": "aspirin",
}
_SALTS = {"hcl": "hydrochloride", "succ": "succinate", "tart": "tartrate", "na": "sodium", "ca": "calcium"}
_SALT_WORDS = frozenset(
    {"hydrochloride", "hydrobromide", "sodium", "potassium", "calcium", "magnesium", "phosphate", "sulfate", "succinate", "tartrate"}
    | {"mesylate", "besylate", "maleate", "fumarate", "acetate", "citrate", "bisulfate", "bitartrate", "bromide", "medoxomil", "cilexetil"}
)
_BY_DIRECTIONS = (COUNT_LIKE_A_DOSE, FEW_A_WEEK)
"""Doubts about tablets that written directions have answered: 4 tablets once a week are 28 days, whatever most people take."""
_AMOUNTS = (Asked.QUANTITY, Asked.DAYS_SUPPLY, Asked.HOW_OFTEN, Asked.CONFIRM, Asked.CONFLICT, Asked.DOUBT)
_IN_FORM = {"pen": "pen", "syringe": "syringe", "inhaler": "inhaler", "capsule": "capsule", "tablet": "tablet", "vial": "vial"}


def lines_of_text(text: str) -> tuple[ListLine, ...]:
    """The lines of a pasted list that hold anything, numbered as pasted. Raises Refusal for too many or too long ones, and for none."""
    written = [(number, " ".join(line.split())) for number, line in enumerate(text.splitlines(), start=1)]
    return checked_lines([ListLine(number, line) for number, line in written if line])


def checked_lines(lines: Sequence[ListLine]) -> tuple[ListLine, ...]:
    """The lines, where they are as many and as long as a list may be. Raises Refusal; nothing of a refused list is read."""
    problems = []
    if not lines:
        problems.append(Problem("list", "at least one line with a drug", "nothing"))
    if len(lines) > MOST_LINES:
        problems.append(Problem("list", f"at most {MOST_LINES} lines", f"{len(lines):,}"))
    long = next((line for line in lines if len(line.text) > MOST_LETTERS), None)
    if long is not None and len(lines) <= MOST_LINES:
        problems.append(Problem(f"line {long.number}", f"at most {MOST_LETTERS} letters in line {long.number}", f"{len(long.text):,}"))
    if problems:
        raise Refusal(problems)
    return tuple(lines)


def read_drug_list(catalog: Catalog, lines: Sequence[ListLine]) -> tuple[DrugLine, ...]:
    """Every line, in order, with what was understood and what is asked. Raises Refusal where the list is none (``checked_lines``)."""
    return mark_repeats([_read(catalog, line) for line in checked_lines(lines)])


def reread(catalog: Catalog, lines: Sequence[DrugLine], texts: Mapping[int, str]) -> tuple[DrugLine, ...]:
    """The lines, those of the numbers given written anew and read again. Raises Refusal for one that is too long."""
    changed = checked_lines([ListLine(line.line.number, texts.get(line.line.number, line.line.text)) for line in lines])
    pairs = zip(lines, changed, strict=True)
    return mark_repeats([_read(catalog, new) if new.number in texts and new.text else old for old, new in pairs])


def answer_lines(lines: Sequence[DrugLine], answers: Mapping[int, Answer], catalog: Catalog | None = None) -> tuple[DrugLine, ...]:
    """The lines with a counselor's answers, by line number; what is not answered stays asked. With a ``catalog``, an answer that looks like
    a slip is asked about once more; given again, it stands."""
    answered = []
    for line in lines:
        answer = answers.get(line.line.number)
        after = _answered(line, answer) if answer is not None else line
        shown = _shown(line, answer) if answer is not None else None
        if answer is not None and catalog is not None and not (shown and Asked.DOUBT in line.asked):
            after = _doubted(catalog, after, known=(PART_OF_A_PACKAGE, *_answered_by(shown)) if shown else ())
        answered.append(after)
    return mark_repeats(answered)


def _shown(line: DrugLine, answer: Answer) -> Proposal | None:
    """The amount of an answer, where it is one of those between which the counselor was asked to choose."""
    return next((proposal for proposal in line.proposals if (answer.quantity, answer.days_supply) == proposal[:2]), None)


def _answered_by(amount: Proposal) -> tuple[str, ...]:
    """The doubts that are none where an amount follows from written directions."""
    return _BY_DIRECTIONS if amount.reckoned in (Reckoned.DOSES, Reckoned.LASTS) else ()


def mark_repeats(lines: Sequence[DrugLine]) -> tuple[DrugLine, ...]:
    """The lines, a second one of the same product asked about: a list has each product once, with all that is taken of it."""
    seen: dict[str, int] = {}
    marked = []
    for line in lines:
        asked = tuple(what for what in line.asked if what is not Asked.REPEATED)
        first = None
        if line.drug is not None and not line.left_out:
            first = seen.setdefault(line.drug.rxcui, line.line.number)
            first = None if first == line.line.number else first
        marked.append(replace(line, asked=(*asked, Asked.REPEATED) if first else asked, repeats=first))
    return tuple(marked)


def _read(catalog: Catalog, line: ListLine) -> DrugLine:
    if seems_private(line.text):
        hidden = ListLine(line.number, re.sub(r"[0-9]", "•", line.text))
        return DrugLine(hidden, Understood(""), (Asked.PRIVATE,))
    said = understand(line.text)
    matches = _matches(catalog, said.name)
    if not matches:
        return DrugLine(line, said, (Asked.DRUG,))
    left = _left_of_name(said.name, matches)
    said = _label_size(_without_other_names(replace(said, unread=(*said.unread, *left)), matches), matches)
    drug, candidates, asked = _product(said, matches)
    if left:  # "amlodipine benazepril" may be another product, and "eliquis stopped" none
        drug, candidates, asked = None, (drug,) if drug else candidates, tuple(dict.fromkeys((Asked.PRODUCT, *asked)))
    model = drug or _counted_alike(candidates)
    amounts = amounts_of(said, model) if model else Amounts(asked=(Asked.QUANTITY, Asked.DAYS_SUPPLY))
    if drug is None and said.strength and not any(fits(one, said.strength) for one in candidates):
        amounts = _without_derived(amounts)  # a strength must match before any amount follows from it
    if said.unread:
        amounts = _underived(amounts)
    asked = (*asked, *amounts.asked, *((Asked.UNREAD,) if said.unread else ()))
    notes = [match.note for match in matches if match.note]
    found = DrugLine(
        line=line,
        understood=said,
        asked=asked,
        drug=drug,
        candidates=() if drug else candidates,
        quantity=amounts.quantity,
        days_supply=amounts.days_supply,
        reckoned=amounts.reckoned,
        proposals=amounts.proposals or _as_read(asked, amounts),
        note=notes[0] if notes else "",
    )
    directed = said.often is not None and said.count is not None and not said.as_needed
    return _doubted(catalog, found, known=_BY_DIRECTIONS if directed else ())


def _doubted(catalog: Catalog, line: DrugLine, known: Sequence[str] = ()) -> DrugLine:
    """A line that would be ready, with a question where its amount looks like a slip, but for reasons that are ``known``."""
    if line.prescription is None:
        return line
    doubts = tuple(doubt for doubt in doubts_at(catalog, line.prescription) if doubt.code not in known)
    if not doubts:
        return line
    readings = dict.fromkeys(reading for doubt in doubts for reading in doubt.readings)
    proposals = tuple(Proposal(*reading, Reckoned.WRITTEN) for reading in readings)
    return replace(line, asked=(Asked.DOUBT,), doubts=doubts, proposals=proposals)


def _without_derived(amounts: Amounts) -> Amounts:
    """What is written alone: nothing that follows from directions or packages."""
    if amounts.reckoned is Reckoned.WRITTEN and not amounts.proposals:
        return amounts
    asked = tuple(what for what in amounts.asked if what is not Asked.CONFIRM)
    days = amounts.days_supply if amounts.reckoned is Reckoned.WRITTEN else None
    asked = tuple(dict.fromkeys((*asked, Asked.QUANTITY, *(() if days else (Asked.DAYS_SUPPLY,)))))
    return Amounts(days_supply=days, asked=asked)


def _underived(amounts: Amounts) -> Amounts:
    """Nothing is derived from directions of which a part was not understood: the amount is asked."""
    if not any(proposal.reckoned is Reckoned.DOSES for proposal in amounts.proposals):
        return amounts
    asked = (Asked.QUANTITY,) if amounts.days_supply else (Asked.QUANTITY, Asked.DAYS_SUPPLY)
    return Amounts(days_supply=amounts.days_supply, asked=asked)


def _as_read(asked: Sequence[Asked], amounts: Amounts) -> tuple[Proposal, ...]:
    """Where only words were not understood, the amounts as read wait to be confirmed."""
    if Asked.UNREAD not in asked or amounts.quantity is None or amounts.days_supply is None:
        return ()
    return (Proposal(amounts.quantity, amounts.days_supply, amounts.reckoned),)


def _matches(catalog: Catalog, name: str) -> list[DrugMatch]:
    """The products that the name may mean, the best-matching first, all of their strengths."""
    words = " ".join(_SALTS.get(word, word) for word in name.split())
    words = _SHORT_NAMES.get(words, words)
    found = list(catalog.find_drugs(words, limit=_MOST)) if words else []
    return [match for match in found if match.score >= min(found[0].score, SURE)]


def _best(name: str, matches: Sequence[DrugMatch]) -> tuple[Drug, ...]:
    """The products of the best-matching name. A generic name means that ingredient alone, and not a brand where there is a generic."""
    best = [match.drug for match in matches if match.score == matches[0].score]
    alone = best if "/" in name else [drug for drug in best if " / " not in drug.ingredient]
    branded = [drug for drug in best if drug.is_brand and drug.brand.lower().startswith(name.split()[0])]
    return tuple(branded or [drug for drug in alone if not drug.is_brand] or alone or best)


def _left_of_name(name: str, matches: Sequence[DrugMatch]) -> tuple[str, ...]:
    """The words of a name that no product found goes by: ``benazepril`` of ``amlodipine benazepril``, where the catalog has amlodipine.

    A salt that the catalog leaves out of its name is none (``amlodipine besylate``); one beside another salt is. A name that is guessed at
    is asked about whole.
    """
    if matches[0].score < SURE or matches[0].note:
        return ()
    drugs = [match.drug for match in matches]
    known = frozenset(_parts(" ".join(f"{drug.brand} {drug.ingredient} {drug.name} {drug.form}" for drug in drugs)))
    salts = frozenset() if known & _SALT_WORDS else _SALT_WORDS
    words = [_SALTS.get(word, word) for word in _parts(_SHORT_NAMES.get(name, name))]
    return tuple(word for word in words if word not in salts and not any(one.startswith(word) for one in known))


def _parts(words: str) -> list[str]:
    return [word for word in re.split(r"[^a-z0-9.%]+", words.lower()) if word]


def _without_other_names(said: Understood, matches: Sequence[DrugMatch]) -> Understood:
    """``Eliquis (apixaban)``: the other name of the same product is no unread word."""
    names = {word for match in matches for word in f"{match.drug.brand} {match.drug.ingredient} {match.drug.form}".lower().split()}
    unread = tuple(words for words in said.unread if not set(words.split()) <= names)
    return replace(said, unread=unread)


def _product(said: Understood, matches: Sequence[DrugMatch]) -> tuple[Drug | None, tuple[Drug, ...], tuple[Asked, ...]]:
    """The product where the line settles it, else the candidates and what is asked."""
    drugs = _best(said.name, matches)
    guessed = _guessed(said.name, matches[0], drugs)
    drugs = tuple(match.drug for match in matches) if guessed else drugs
    fitting = tuple(drug for drug in drugs if fits(drug, said.strength) and _in_form(drug, said.form)) if said.strength else ()
    if guessed or len({drug.ingredient for drug in drugs}) > 1:
        return None, fitting or drugs, (Asked.PRODUCT,)
    if len(fitting) == 1:
        return fitting[0], (), ()
    if said.strength:
        return None, fitting or drugs, (Asked.PRODUCT,)
    shaped = tuple(drug for drug in drugs if _in_form(drug, said.form)) or drugs
    return None, shaped, (Asked.STRENGTH,) if len(shaped) == 1 else (Asked.PRODUCT, Asked.STRENGTH)


def _guessed(name: str, best: DrugMatch, drugs: Sequence[Drug]) -> bool:
    """Whether the name written is not quite that of the products found."""
    if best.score < SURE or best.note or name in _SHORT_NAMES:
        return True
    if best.score < EXACT and len(name) < SHORTEST_BEGINNING:
        return True
    return all(drug.is_brand and not drug.brand.lower().startswith(name.split()[0]) for drug in drugs)


def _in_form(drug: Drug, form: str) -> bool:
    """Whether the product is of the form that the line names; a line that names none fits every one."""
    has = f"{drug.name} {drug.form} {drug.package_form.key} {drug.unit}".lower()
    for word, printed in _IN_FORM.items():
        if word in form.split() and printed not in has and not (word in ("tablet", "capsule") and drug.solid_oral):
            return False
    return all(word not in form or word in has for word in ("extended release", "delayed release"))


def _counted_alike(drugs: Sequence[Drug]) -> Drug | None:
    """A product that stands for all where they are counted alike, else None."""
    kinds = {
        (drug.unit if not drug.solid_oral else "", drug.package_form, drug.units_per_package, drug.weekly, units_per_ml(drug))
        for drug in drugs
    }
    return drugs[0] if len(kinds) == 1 else None


def _label_size(said: Understood, matches: Sequence[DrugMatch]) -> Understood:
    """``8.5 g`` of what is counted in grams is no strength: it is what is bought, or what one of the inhalers that are counted holds."""
    if any(match.drug.unit != "gram" for match in matches) or not said.strength.endswith(" g"):
        return said
    grams = round(float(said.strength[:-2]) * 1000)
    if said.count is None:
        return replace(said, strength="", count=grams, count_unit="g")
    return replace(said, strength="", package_size=grams)


def _answered(line: DrugLine, answer: Answer) -> DrugLine:
    """A line with an answer: the product and both amounts are needed; nothing else stays open."""
    if answer.left_out:
        return replace(line, left_out=True)
    line = replace(line, left_out=False)
    asked = line.asked
    if answer.drug is not None:
        asked = tuple(what for what in asked if what not in (Asked.DRUG, Asked.PRODUCT, Asked.STRENGTH))
        line = replace(line, drug=answer.drug, candidates=())
    if answer.quantity is not None and answer.days_supply is not None:
        asked = tuple(what for what in asked if what not in (*_AMOUNTS, Asked.UNREAD))
        line = replace(line, quantity=answer.quantity, days_supply=answer.days_supply, reckoned=Reckoned.ANSWERED)
        line = replace(line, proposals=(), doubts=())
    return replace(line, asked=asked)
