"""Reads a drug list against a catalog: each line becomes a prescription, a question or a choice. None is dropped, none is guessed.

A product is settled only if the name (or its first five letters), the strength and the form leave one product of the catalog. A misspelled
name, a brand that the catalog has only as a generic, and a generic that it has only as a brand are offered as a choice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from finder.domain.drug_lines import (
    DELAYED,
    EXTENDED,
    MOST_LETTERS,
    MOST_LINES,
    Answer,
    Asked,
    DrugLine,
    ListLine,
    NotCounted,
    Origin,
    Proposal,
    Understood,
    WhyNotCounted,
)
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, Drug, DrugMatch
from finder.domain.supply import COUNT_LIKE_A_DOSE, FEW_A_WEEK, PART_OF_A_PACKAGE, units_per_ml
from finder.questions.drug_list.amounts import Amounts, amounts_of, doubts_at
from finder.questions.drug_list.strength import fits
from finder.questions.drug_list.words import seems_private, understand

SURE = 92.0
"""The lowest score of a name that was spelled right."""
EXACT = 100.0
SHORTEST_BEGINNING = 5
"""Letters: a shorter beginning (``pred``) fits many drugs."""
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
"""Doubts that written directions answer: 4 tablets once a week last 28 days, whatever most people take."""
_AMOUNTS = (Asked.QUANTITY, Asked.DAYS_SUPPLY, Asked.HOW_OFTEN, Asked.CONFIRM, Asked.CONFLICT, Asked.DOUBT)
_IN_FORM = {"pen": "pen", "syringe": "syringe", "inhaler": "inhaler", "capsule": "capsule", "tablet": "tablet", "vial": "vial"}


def lines_of_text(text: str) -> tuple[ListLine, ...]:
    """The lines of a pasted list, blank ones left out, numbered as pasted. Raises Refusal for too many, too long, or none."""
    written = [(number, " ".join(line.split())) for number, line in enumerate(text.splitlines(), start=1)]
    return checked_lines([ListLine(number, line) for number, line in written if line])


def checked_lines(lines: Sequence[ListLine]) -> tuple[ListLine, ...]:
    """The same lines, if their number and length are allowed. Raises Refusal."""
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
    """Every line, in order, with what was understood and what is open. Raises Refusal (``checked_lines``)."""
    return mark_repeats([_read(catalog, line) for line in checked_lines(lines)])


def reread(catalog: Catalog, lines: Sequence[DrugLine], texts: Mapping[int, str]) -> tuple[DrugLine, ...]:
    """The lines, with new words for some numbers, which are read again. Raises Refusal for a line that is too long."""
    changed = checked_lines([ListLine(line.number, texts.get(line.number, line.text)) for line in lines])
    pairs = zip(lines, changed, strict=True)
    return mark_repeats([_read(catalog, new) if new.number in texts and new.text else old for old, new in pairs])


def answer_lines(lines: Sequence[DrugLine], answers: Mapping[int, Answer], catalog: Catalog | None = None) -> tuple[DrugLine, ...]:
    """The lines with a counselor's answers, by line number. With a ``catalog``, an answer that looks like a slip is asked once more."""
    answered = []
    for line in lines:
        answer = answers.get(line.number)
        after = _answered(line, answer) if answer is not None else line
        shown = _shown(line, answer) if answer is not None else None
        if answer is not None and catalog is not None and not (shown and Asked.DOUBT in line.asked):
            after = _doubted(catalog, after, known=(PART_OF_A_PACKAGE, *_answered_by(shown)) if shown else ())
        answered.append(after)
    return mark_repeats(answered)


def _shown(line: DrugLine, answer: Answer) -> Proposal | None:
    """The proposal that an answer chose, if any."""
    return next((proposal for proposal in line.proposals if (answer.quantity, answer.days_supply) == proposal[:2]), None)


def _answered_by(amount: Proposal) -> tuple[str, ...]:
    """The doubts that written directions settle."""
    return _BY_DIRECTIONS if amount.origin in (Origin.DOSES, Origin.LASTS) else ()


def mark_repeats(lines: Sequence[DrugLine]) -> tuple[DrugLine, ...]:
    """The lines, with a question where a product is on the list twice."""
    seen: dict[str, int] = {}
    marked = []
    for line in lines:
        asked = tuple(what for what in line.asked if what is not Asked.REPEATED)
        first = None
        if line.drug is not None and not line.left_out:
            first = seen.setdefault(line.drug.rxcui, line.number)
            first = None if first == line.number else first
        marked.append(replace(line, asked=(*asked, Asked.REPEATED) if first else asked, repeats=first))
    return tuple(marked)


def not_counted(
    lines: Sequence[DrugLine], outside: Callable[[str], NotCounted | None], name: Callable[[DrugLine], str]
) -> tuple[NotCounted, ...]:
    """The lines that wait for an answer, as names that are not counted. ``outside`` tells products outside Part D, ``name`` what to call
    another line."""
    waiting = [line for line in lines if line.waits]
    return tuple(outside(line.text) or NotCounted(name(line), _why_not_counted(line)) for line in waiting)


def _why_not_counted(line: DrugLine) -> WhyNotCounted:
    return WhyNotCounted.NOT_FOUND if Asked.DRUG in line.asked else WhyNotCounted.OPEN_QUESTION


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
    found = DrugLine(
        line=line,
        understood=said,
        asked=asked,
        drug=drug,
        candidates=() if drug else candidates,
        quantity=amounts.quantity,
        days_supply=amounts.days_supply,
        origin=amounts.origin,
        proposals=amounts.proposals or _as_read(asked, amounts),
        other_brand=next((match.other_brand for match in matches if match.other_brand), None),
    )
    directed = said.often is not None and said.count is not None and not said.as_needed
    return _doubted(catalog, found, known=_BY_DIRECTIONS if directed else ())


def _doubted(catalog: Catalog, line: DrugLine, known: Sequence[str] = ()) -> DrugLine:
    """The line, with a question if it is ready and its amount looks like a slip. ``known`` doubts are answered already."""
    if line.prescription is None:
        return line
    doubts = tuple(doubt for doubt in doubts_at(catalog, line.prescription) if doubt.code not in known)
    if not doubts:
        return line
    readings = dict.fromkeys(reading for doubt in doubts for reading in doubt.readings)
    proposals = tuple(Proposal(*reading, Origin.WRITTEN) for reading in readings)
    return replace(line, asked=(Asked.DOUBT,), doubts=doubts, proposals=proposals)


def _without_derived(amounts: Amounts) -> Amounts:
    """Only the amounts that are written, none worked out."""
    if amounts.origin is Origin.WRITTEN and not amounts.proposals:
        return amounts
    asked = tuple(what for what in amounts.asked if what is not Asked.CONFIRM)
    days = amounts.days_supply if amounts.origin is Origin.WRITTEN else None
    asked = tuple(dict.fromkeys((*asked, Asked.QUANTITY, *(() if days else (Asked.DAYS_SUPPLY,)))))
    return Amounts(days_supply=days, asked=asked)


def _underived(amounts: Amounts) -> Amounts:
    """The amount is asked if it follows from directions that were not fully understood."""
    if not any(proposal.origin is Origin.DOSES for proposal in amounts.proposals):
        return amounts
    asked = (Asked.QUANTITY,) if amounts.days_supply else (Asked.QUANTITY, Asked.DAYS_SUPPLY)
    return Amounts(days_supply=amounts.days_supply, asked=asked)


def _as_read(asked: Sequence[Asked], amounts: Amounts) -> tuple[Proposal, ...]:
    """The amounts as read, to be confirmed, if some words were not understood."""
    if Asked.UNREAD not in asked or amounts.quantity is None or amounts.days_supply is None:
        return ()
    return (Proposal(amounts.quantity, amounts.days_supply, amounts.origin),)


def _matches(catalog: Catalog, name: str) -> list[DrugMatch]:
    """The products that the name may mean, of every strength, the best match first."""
    words = " ".join(_SALTS.get(word, word) for word in name.split())
    words = _SHORT_NAMES.get(words, words)
    found = list(catalog.find_drugs(words, limit=_MOST)) if words else []
    return [match for match in found if match.score >= min(found[0].score, SURE)]


def _best(name: str, matches: Sequence[DrugMatch]) -> tuple[Drug, ...]:
    """The products of the best match. A generic name means that ingredient alone, as a generic if there is one."""
    best = [match.drug for match in matches if match.score == matches[0].score]
    alone = best if "/" in name else [drug for drug in best if " / " not in drug.ingredient]
    branded = [drug for drug in best if drug.is_brand and drug.brand.lower().startswith(name.split()[0])]
    return tuple(branded or [drug for drug in alone if not drug.is_brand] or alone or best)


def _left_of_name(name: str, matches: Sequence[DrugMatch]) -> tuple[str, ...]:
    """The words of a name that no product has: ``benazepril`` of ``amlodipine benazepril``, if the catalog has amlodipine alone.

    A salt that the catalog leaves out is fine (``amlodipine besylate``), unless it has another salt. A guessed name is asked whole.
    """
    if matches[0].score < SURE or matches[0].other_brand:
        return ()
    drugs = [match.drug for match in matches]
    known = frozenset(_parts(" ".join(f"{drug.brand} {drug.ingredient} {drug.name} {drug.form}" for drug in drugs)))
    salts = frozenset() if known & _SALT_WORDS else _SALT_WORDS
    words = [_SALTS.get(word, word) for word in _parts(_SHORT_NAMES.get(name, name))]
    return tuple(word for word in words if word not in salts and not any(one.startswith(word) for one in known))


def _parts(words: str) -> list[str]:
    return [word for word in re.split(r"[^a-z0-9.%]+", words.lower()) if word]


def _without_other_names(said: Understood, matches: Sequence[DrugMatch]) -> Understood:
    """``Eliquis (apixaban)``: the other name of the same product is understood."""
    names = {word for match in matches for word in f"{match.drug.brand} {match.drug.ingredient} {match.drug.form}".lower().split()}
    unread = tuple(words for words in said.unread if not set(words.split()) <= names)
    return replace(said, unread=unread)


def _product(said: Understood, matches: Sequence[DrugMatch]) -> tuple[Drug | None, tuple[Drug, ...], tuple[Asked, ...]]:
    """The product if the line settles it, else the candidates and what is open."""
    drugs = _best(said.name, matches)
    guessed = _guessed(said.name, matches[0], drugs)
    drugs = tuple(match.drug for match in matches) if guessed else drugs
    fitting = tuple(drug for drug in drugs if fits(drug, said.strength) and _in_form(drug, said.forms)) if said.strength else ()
    if guessed or len({drug.ingredient for drug in drugs}) > 1:
        return None, fitting or drugs, (Asked.PRODUCT,)
    if len(fitting) == 1:
        return fitting[0], (), ()
    if said.strength:
        return None, fitting or drugs, (Asked.PRODUCT,)
    shaped = tuple(drug for drug in drugs if _in_form(drug, said.forms)) or drugs
    return None, shaped, (Asked.STRENGTH,) if len(shaped) == 1 else (Asked.PRODUCT, Asked.STRENGTH)


def _guessed(name: str, best: DrugMatch, drugs: Sequence[Drug]) -> bool:
    """Whether the name differs from that of the products found."""
    if best.score < SURE or best.other_brand or name in _SHORT_NAMES:
        return True
    if best.score < EXACT and len(name) < SHORTEST_BEGINNING:
        return True
    return all(drug.is_brand and not drug.brand.lower().startswith(name.split()[0]) for drug in drugs)


def _in_form(drug: Drug, forms: Sequence[str]) -> bool:
    """Whether the product has the form that the line names, if it names one."""
    has = f"{drug.name} {drug.form} {drug.package_form.key} {drug.unit}".lower()
    for word, printed in _IN_FORM.items():
        if word in forms and printed not in has and not (word in ("tablet", "capsule") and drug.solid_oral):
            return False
    return all(word not in forms or word in has for word in (EXTENDED, DELAYED))


def _counted_alike(drugs: Sequence[Drug]) -> Drug | None:
    """One of the products if all are counted alike, else None."""
    kinds = {
        (drug.unit if not drug.solid_oral else "", drug.package_form, drug.units_per_package, drug.weekly, units_per_ml(drug))
        for drug in drugs
    }
    return drugs[0] if len(kinds) == 1 else None


def _label_size(said: Understood, matches: Sequence[DrugMatch]) -> Understood:
    """``8.5 g`` of a drug counted in grams is no strength: it is what is bought, or what one inhaler holds."""
    if any(match.drug.unit != "gram" for match in matches) or not said.strength.endswith(" g"):
        return said
    grams = round(float(said.strength[:-2]) * 1000)
    if said.count is None:
        return replace(said, strength="", count=grams, count_unit="g")
    return replace(said, strength="", package_size=grams)


def _answered(line: DrugLine, answer: Answer) -> DrugLine:
    """The line with an answer. A product settles what product it is, both amounts together settle the rest."""
    if answer.left_out:
        return replace(line, left_out=True)
    line = replace(line, left_out=False)
    asked = line.asked
    if answer.drug is not None:
        asked = tuple(what for what in asked if what not in (Asked.DRUG, Asked.PRODUCT, Asked.STRENGTH))
        line = replace(line, drug=answer.drug, candidates=())
    if answer.quantity is not None and answer.days_supply is not None:
        asked = tuple(what for what in asked if what not in (*_AMOUNTS, Asked.UNREAD))
        line = replace(line, quantity=answer.quantity, days_supply=answer.days_supply, origin=Origin.ANSWERED)
        line = replace(line, proposals=(), doubts=())
    return replace(line, asked=asked)
