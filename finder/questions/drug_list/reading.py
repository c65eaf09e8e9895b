"""Reads a drug list against a catalog: each line becomes a prescription, a question or a choice. None is dropped, none is guessed.

A product is settled only if the name (or its first five letters), the strength and the form leave one product of the catalog. A misspelled
name, a brand that the catalog has only as a generic, and a generic that it has only as a brand are offered as a choice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from finder.domain.drug_lines import (
    LONGEST_NAME,
    MOST_LETTERS,
    MOST_LINES,
    Answer,
    Asked,
    DrugLine,
    ListLine,
    NotCounted,
    Offer,
    Origin,
    Proposal,
    Remark,
    Understood,
    WhyNotCounted,
)
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, Drug, DrugMatch
from finder.domain.money import QUANTITY_SCALE, Quantity
from finder.domain.supply import COUNT_LIKE_A_DOSE, FEW_A_WEEK, PART_OF_A_PACKAGE, units_per_ml
from finder.intake.texts import without_controls
from finder.questions.drug_list.amounts import Amounts, amounts_of, doubts_at
from finder.questions.drug_list.forms import in_form, may_be_of_12_hours, of_release, of_written_release
from finder.questions.drug_list.identity import seems_private, without_identity
from finder.questions.drug_list.layout import laid_out, one_drug_each, without_numbering
from finder.questions.drug_list.names import SURE, Named, named
from finder.questions.drug_list.other_languages import in_english
from finder.questions.drug_list.strength import begins_with, fits, fits_all, fits_each, is_weekly_dose
from finder.questions.drug_list.words import understand

_BY_DIRECTIONS = (COUNT_LIKE_A_DOSE, FEW_A_WEEK)
"""Doubts that written directions answer: 4 tablets once a week last 28 days, whatever most people take."""
_AMOUNTS = (Asked.QUANTITY, Asked.DAYS_SUPPLY, Asked.HOW_OFTEN, Asked.CONFIRM, Asked.CONFLICT, Asked.DOUBT, Asked.REMARK)
_OF_AMOUNT = frozenset({Asked.QUANTITY, Asked.DAYS_SUPPLY, Asked.HOW_OFTEN, Asked.CONFIRM, Asked.DOUBT})
"""Questions that an amount in a field of its own answers."""
_NOT_TAKEN = frozenset({Remark.STOPPED, Remark.ALLERGIC})
_PERHAPS_NOT_TAKEN = frozenset({*_NOT_TAKEN, Remark.ON_HOLD})
_NOT_LASTING = frozenset({Remark.TAPER, Remark.ENDS, *_NOT_TAKEN})
_NOT_SAID = (Origin.USUAL, Origin.MOST, Origin.LEAST, Origin.OLD_FILL)
"""Origins of amounts that the words of a line leave open."""
_MOST_ROWS = 5 * MOST_LINES
"""Rows of a paper: several may be one line of the list."""
_MOST_OFFERED = 6
"""Products that are offered with amounts: more are a choice of products first."""


def lines_of_text(text: str) -> tuple[ListLine, ...]:
    """The lines of a pasted list, numbered as pasted: blank ones, headings and lines about people left out, directions on a line of their
    own joined to their drug. Raises Refusal for too many, too long, or none."""
    written = [(number, " ".join(line.split())) for number, line in enumerate(without_controls(text).splitlines(), start=1)]
    lines = [ListLine(number, line) for number, line in written if line]
    if len(lines) > _MOST_ROWS or any(len(line.text) > MOST_LETTERS for line in lines):
        return checked_lines(lines)
    return checked_lines(laid_out(lines))


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
    return mark_repeats([_read(catalog, line) for line in checked_lines(one_drug_each(catalog, checked_lines(lines)))])


def added(lines: Sequence[DrugLine], more: Sequence[DrugLine]) -> tuple[DrugLine, ...]:
    """Both lists, the second numbered after the first. Raises Refusal (``checked_lines``)."""
    last = max((line.number for line in lines), default=0)
    moved = [replace(line, line=ListLine(last + place, line.text)) for place, line in enumerate(more, start=1)]
    checked_lines([line.line for line in (*lines, *moved)])
    return mark_repeats((*lines, *moved))


def beside_amount(catalog: Catalog, text: str, quantity: Quantity, days_supply: int) -> tuple[DrugLine, ...]:
    """The drugs of a line whose amount stands beside it, in a field of its own: asked is what the line leaves open of the drug, and
    directions that don't come to that amount."""
    lines = read_drug_list(catalog, [ListLine(1, text)])
    if len(lines) == 1 and lines[0].drug is not None and lines[0].drug.solid_oral:  # others are also counted in packages
        amount = f"#{quantity / QUANTITY_SCALE:g} {days_supply} days supply"
        lines = read_drug_list(catalog, [ListLine(1, f"{text} {amount}")])
    return tuple(replace(line, asked=tuple(what for what in line.asked if what not in _OF_AMOUNT)) for line in lines)


def products_typed(catalog: Catalog, text: str, most: int) -> Sequence[DrugMatch]:
    """The products that may be meant where a name is asked: of a name, those of the search; of a whole line (``atorvastatin 40 mg once a
    day``), those that the reader of lists takes it for."""
    line = _read(catalog, ListLine(1, text))
    said = line.understood
    whole = said.often or said.count or said.dose or said.days_supply or said.as_needed
    drugs = (line.drug,) if line.drug else line.candidates
    if not whole or not drugs or said.unread or said.remarks:
        return catalog.find_drugs(text, most)
    return tuple(DrugMatch(drug, said.name, SURE, line.other_brand) for drug in drugs[:most])


def said_in_full(catalog: Catalog, text: str, answer: Answer | None = None) -> tuple[DrugLine, ...]:
    """The drugs of a line that stands for a drug and its amount: what its own words come to is taken, anything else stays asked.
    ``answer``: what somebody said of the line."""
    lines = read_drug_list(catalog, [ListLine(1, text)])
    if answer is not None:
        lines = answer_lines(lines, {line.number: answer for line in lines}, catalog)
    return tuple(map(_as_said, lines))


def _as_said(line: DrugLine) -> DrugLine:
    if line.asked != (Asked.CONFIRM,) or len(line.offers) != 1 or line.offers[0].amount.origin in _NOT_SAID or line.left_out:
        return line
    drug, amount = line.offers[0]
    return replace(line, asked=(), drug=drug, quantity=amount.quantity, days_supply=amount.days_supply, origin=amount.origin)


def typed_line(catalog: Catalog, text: str) -> DrugLine | None:
    """A line typed where a name is asked, with the offers whose amount its own words say; None if there are none, or a word is unread."""
    line = _read(catalog, ListLine(1, text))
    if line.understood.unread or line.understood.remarks or line.left_out:
        return None
    offers = tuple(one for one in line.offers if one.amount.days_supply is not None and one.amount.origin is not Origin.USUAL)
    if line.prescription is not None:
        settled = line.prescription
        offers = (Offer(settled.drug, Proposal(settled.quantity, settled.days_supply, line.origin)),)
    return replace(line, offers=offers) if offers else None


def names_one(catalog: Catalog, text: str, drug: Drug) -> bool:
    """Whether a text typed where a name is asked settles that product, by name and strength."""
    line = _read(catalog, ListLine(1, text))
    return line.drug == drug and bool(line.understood.strength) and not line.understood.unread and not line.understood.remarks


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
    return tuple(outside_part_d(line.text, outside) or NotCounted(name(line), _why_not_counted(line)) for line in waiting)


def outside_part_d(text: str, find: Callable[[str], NotCounted | None]) -> NotCounted | None:
    """A name or a line as a product that Part D doesn't pay for, in its own words, or None. Its number in a list and its language don't
    matter to ``find``."""
    found = find(in_english(without_numbering(text)).text)
    return found._replace(name=" ".join(text.split())[:LONGEST_NAME]) if found else None


def _why_not_counted(line: DrugLine) -> WhyNotCounted:
    return WhyNotCounted.NOT_FOUND if Asked.DRUG in line.asked else WhyNotCounted.OPEN_QUESTION


def _read(catalog: Catalog, line: ListLine) -> DrugLine:
    private = seems_private(line.text)
    line = ListLine(line.number, without_identity(line.text))
    said = understand(line.text)
    found = _of_the_release(catalog, said, named(catalog, said))
    if private:
        line = ListLine(line.number, _known_words(line.text, said, found))
    said = replace(said, name=found.name or said.name, unread=tuple(dict.fromkeys((*said.unread, *found.unread))))
    outside = outside_part_d(line.text, catalog.outside_part_d)
    if not found.drugs or (outside and all(" / " in drug.ingredient for drug in found.drugs)):  # Tylenol alone is none of its mixtures
        return _left_if_stopped(DrugLine(line, said, (Asked.DRUG,), outside_part_d=outside))
    said = _label_size(said, found.drugs)
    drug, candidates, asked = _asked_of_product(said, found)
    if drug is not None and may_be_of_12_hours(catalog, drug, said.forms):
        candidates, drug, asked = (drug,), None, (Asked.PRODUCT,)
    if found.unread:  # "amlodipine benazepril" may be another product
        drug, candidates, asked = None, (drug,) if drug else candidates, tuple(dict.fromkeys((Asked.PRODUCT, *asked)))
    model = drug or _counted_alike(candidates)
    amounts = amounts_of(said, model) if model else Amounts(asked=(Asked.QUANTITY, Asked.DAYS_SUPPLY))
    if drug is None and said.strength and not any(_fits_any(one, said) or begins_with(one, said.strength) for one in candidates):
        amounts = _without_derived(amounts)  # a strength must match before any amount follows from it
    if said.unread or said.remarks:
        amounts = _underived(amounts, said)
    asked = (*asked, *amounts.asked, *((Asked.UNREAD,) if said.unread else ()), *((Asked.REMARK,) if said.remarks else ()))
    read = DrugLine(
        line=line,
        understood=said,
        asked=asked,
        drug=drug,
        candidates=() if drug else candidates,
        quantity=amounts.quantity,
        days_supply=amounts.days_supply,
        origin=amounts.origin,
        proposals=amounts.proposals or _as_read(asked, amounts),
        other_brand=found.other_brand,
        offers=() if set(said.unread) - set(found.unread) else _offers(said, _to_offer(found, (drug,) if drug else candidates)),
    )
    read = replace(read, offers=read.offers or (_written_offers(read) if _to_offer(found, candidates) == candidates else ()))
    directed = said.often is not None and said.count is not None and not said.as_needed
    return _left_if_stopped(_doubted(catalog, read, known=_BY_DIRECTIONS if directed else ()))


def _of_the_release(catalog: Catalog, said: Understood, found: Named) -> Named:
    """``Glucophage XR``, where the name leads to plain tablets alone: the products of that ingredient and release, as a guess."""
    if not found.drugs or any(of_written_release(drug, said.forms) for drug in found.drugs):
        return found
    ingredients = {drug.ingredient.lower() for drug in found.drugs}
    others = tuple(drug for drug in catalog.drugs() if drug.ingredient.lower() in ingredients and of_written_release(drug, said.forms))
    return found._replace(drugs=others, guessed=True) if others else found


def _to_offer(found: Named, drugs: tuple[Drug, ...]) -> tuple[Drug, ...]:
    """The products that may be offered with an amount: of another brand than the line's (Wegovy) the generics alone."""
    return tuple(drug for drug in drugs if not drug.is_brand) if found.other_brand else drugs


def _written_offers(line: DrugLine) -> tuple[Offer, ...]:
    """The amounts as read, where nothing was worked out: of the one product that it may be."""
    model = line.drug or (line.candidates[0] if len(line.candidates) == 1 and not line.understood.unread else None)
    return tuple(Offer(model, proposal) for proposal in line.proposals if proposal.days_supply) if model else ()


def _known_words(text: str, said: Understood, found: Named) -> str:
    """A line that held a person's number, without its words that nobody knows: they may be the person's name."""
    unknown = set(found.unread) | ({word for run in said.words for word in run} if not found.drugs else set())
    return " ".join(word for word in text.split() if not set(re.findall(r"[a-z']+", word.lower())) & unknown)


def _left_if_stopped(line: DrugLine) -> DrugLine:
    """A line that says nothing but that the drug was stopped is left out; the counselor may take it back."""
    sure = line.understood.remarks and set(line.understood.remarks) <= _NOT_TAKEN
    if sure and not line.understood.unread and line.understood.words:
        return replace(line, left_out=True)
    if not set(line.understood.remarks) & _PERHAPS_NOT_TAKEN:
        return line
    first = tuple(what for what in (Asked.DRUG, Asked.PRODUCT, Asked.REMARK) if what in line.asked)
    line = replace(line, asked=tuple(dict.fromkeys((*first, *line.asked))))
    return replace(line, offers=(), proposals=()) if Remark.STOPPED in line.understood.remarks else line


def _offers(said: Understood, drugs: Sequence[Drug]) -> tuple[Offer, ...]:
    """Whole answers to choose from: a product that fits what is written, and an amount."""
    if len(drugs) > _MOST_OFFERED:
        return ()
    fitting = [drug for drug in drugs if not said.strength or _fits_any(drug, said) or begins_with(drug, said.strength)]
    fitting = [drug for drug in fitting if of_written_release(drug, said.forms)]
    offers = []
    for drug in fitting:
        amounts = _underived(amounts_of(said, drug), said) if said.remarks else amounts_of(said, drug)
        if amounts.quantity is not None and amounts.days_supply is not None and Asked.CONFLICT not in amounts.asked:
            offers.append(Offer(drug, Proposal(amounts.quantity, amounts.days_supply, amounts.origin)))
        offers += [Offer(drug, proposal) for proposal in amounts.proposals if proposal.days_supply]
    return tuple(dict.fromkeys(offers))


def _doubted(catalog: Catalog, line: DrugLine, known: Sequence[str] = ()) -> DrugLine:
    """The line, with a question if it is ready and its amount looks like a slip. ``known`` doubts are answered already."""
    if line.prescription is None:
        return line
    doubts = tuple(doubt for doubt in doubts_at(catalog, line.prescription) if doubt.code not in known)
    if not doubts:
        return line
    readings = dict.fromkeys(reading for doubt in doubts for reading in doubt.readings)
    proposals = tuple(Proposal(*reading, Origin.WRITTEN) for reading in readings)
    offers = tuple(Offer(line.prescription.drug, proposal) for proposal in proposals)
    return replace(line, asked=(Asked.DOUBT,), doubts=doubts, proposals=proposals, offers=offers)


def _without_derived(amounts: Amounts) -> Amounts:
    """Only the amounts that are written, none worked out."""
    if amounts.origin is Origin.WRITTEN and not amounts.proposals:
        return amounts
    asked = tuple(what for what in amounts.asked if what is not Asked.CONFIRM)
    days = amounts.days_supply if amounts.origin is Origin.WRITTEN else None
    asked = tuple(dict.fromkeys((*asked, Asked.QUANTITY, *(() if days else (Asked.DAYS_SUPPLY,)))))
    return Amounts(days_supply=days, asked=asked)


def _underived(amounts: Amounts, said: Understood) -> Amounts:
    """Only what is written, if the directions were not fully understood or do not last: what follows from them is asked."""
    lasting = not said.unread and not set(said.remarks) & _NOT_LASTING
    if lasting or not (amounts.proposals or amounts.origin is Origin.LASTS):
        return amounts
    days = amounts.days_supply if amounts.origin is Origin.WRITTEN else None
    missing = (*(() if amounts.quantity else (Asked.QUANTITY,)), *(() if days else (Asked.DAYS_SUPPLY,)))
    return Amounts(amounts.quantity, days, asked=missing)


def _as_read(asked: Sequence[Asked], amounts: Amounts) -> tuple[Proposal, ...]:
    """The amounts as read, to be confirmed, if some words were not understood."""
    if not {Asked.UNREAD, Asked.REMARK} & set(asked) or amounts.quantity is None or amounts.days_supply is None:
        return ()
    return (Proposal(amounts.quantity, amounts.days_supply, amounts.origin),)


def _asked_of_product(said: Understood, found: Named) -> tuple[Drug | None, tuple[Drug, ...], tuple[Asked, ...]]:
    """The product if the line settles it, else the candidates and what is open."""
    shaped = tuple(drug for drug in found.drugs if in_form(drug, said.forms))
    strong = tuple(drug for drug in shaped if fits_all(drug, said)) if said.strength else ()
    if said.often:  # "2 mg weekly" is the dose, and no pen that holds 2 mg
        strong = tuple(drug for drug in strong if is_weekly_dose(drug, said.strength)) or strong
    released, unsure = of_release(strong or shaped or found.drugs, said.forms, branded=found.branded)
    other_ingredients = len({drug.ingredient.lower() for drug in shaped}) > 1
    if strong:
        sure = len(released) == 1 and not (found.guessed or unsure or other_ingredients)
        if sure:
            return released[0], (), ()
        return None, strong if other_ingredients else released, (Asked.PRODUCT,)
    if said.strength:
        near = tuple(drug for drug in shaped if begins_with(drug, said.strength) or _fits_any(drug, said))
        return None, near or shaped or found.drugs, (Asked.PRODUCT,)
    if len(released) == 1 and not (found.guessed or unsure):
        return None, released, (Asked.STRENGTH,)
    return None, released, (Asked.PRODUCT, Asked.STRENGTH)


def _fits_any(drug: Drug, said: Understood) -> bool:
    return fits_each(drug, said) or any(fits(drug, written) for written in (said.strength, *said.other_strengths))


def _counted_alike(drugs: Sequence[Drug]) -> Drug | None:
    """One of the products if all are counted alike, else None."""
    kinds = {
        (drug.unit if not drug.solid_oral else "", drug.package_form, drug.units_per_package, drug.weekly, units_per_ml(drug))
        for drug in drugs
    }
    return drugs[0] if len(kinds) == 1 else None


def _label_size(said: Understood, drugs: Sequence[Drug]) -> Understood:
    """``8.5 g`` of a drug counted in grams is no strength: it is what is bought, or what one inhaler holds."""
    strengths = tuple(filter(None, (said.strength, *said.other_strengths)))
    sizes = [written for written in strengths if written.endswith(" g") and "/" not in written]
    if any(drug.unit != "gram" for drug in drugs) or len(sizes) != 1:
        return said
    rest = tuple(written for written in strengths if written != sizes[0])
    said = replace(said, strength=next(iter(rest), ""), other_strengths=rest[1:])
    grams = round(float(sizes[0][:-2]) * 1000)
    return replace(said, count=grams, count_unit="g") if said.count is None else replace(said, package_size=grams)


def _answered(line: DrugLine, answer: Answer) -> DrugLine:
    """The line with an answer. A product settles what product it is, both amounts together settle the rest."""
    if answer.left_out:
        return replace(line, left_out=True)
    line = replace(line, left_out=False)
    if answer.taken:
        return line
    asked = line.asked
    if answer.drug is not None:
        asked = tuple(what for what in asked if what not in (Asked.DRUG, Asked.PRODUCT, Asked.STRENGTH))
        line = replace(line, drug=answer.drug, candidates=(), offers=tuple(one for one in line.offers if one.drug == answer.drug))
    if answer.quantity is not None and answer.days_supply is not None:
        asked = tuple(what for what in asked if what not in (*_AMOUNTS, Asked.UNREAD))
        line = replace(line, quantity=answer.quantity, days_supply=answer.days_supply, origin=Origin.ANSWERED)
        line = replace(line, proposals=(), doubts=(), offers=())
    return replace(line, asked=asked)
