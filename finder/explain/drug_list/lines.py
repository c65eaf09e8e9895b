"""A drug list as it was read: what each line says, and what is open. Grade 8."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from finder.domain.drug_lines import (
    CONTROLLED,
    DELAYED,
    EXTENDED,
    EXTENDED_DAILY,
    RELEASES,
    SOLUTION,
    SUSTAINED,
    Asked,
    DrugLine,
    LineStatus,
    Proposal,
    Remark,
    Understood,
)
from finder.domain.market import Drug, OtherBrand
from finder.domain.supply import ONE, WEEK, counted_by
from finder.explain.drug_list.amount_doubts import doubt_sentences
from finder.explain.drug_list.amounts import as_written, often_words, proposal_words
from finder.explain.drug_list.fills import holder_words
from finder.explain.drug_list.not_counted import open_line_sentence
from finder.explain.kit.section import Column, Table
from finder.explain.messages import mark, mark_count, say, say_count
from finder.explain.words import amount, days_supplied, drug_label, joined, quantity_words, unit_name, unit_of

_STATUSES = {
    LineStatus.READY: mark("Ready."),
    LineStatus.QUESTION: mark("Question."),
    LineStatus.CHOOSE: mark("Please choose."),
    LineStatus.LEFT_OUT: mark("Left out by you."),
}
_READY = mark_count("{count} ready", "{count} ready")
_QUESTIONS = mark_count("{count} question", "{count} questions")
_LEFT_OUT = mark_count("{count} left out", "{count} left out")
_FORMS = {
    EXTENDED: mark("extended release"),
    EXTENDED_DAILY: mark("extended release (24 hours)"),
    SUSTAINED: mark("sustained release"),
    CONTROLLED: mark("controlled release"),
    DELAYED: mark("delayed release"),
    SOLUTION: mark("solution"),
    "suspension": mark("suspension"),
    "cream": mark("cream"),
    "ointment": mark("ointment"),
    "gel": mark("gel"),
    "liquid": mark("liquid"),
    "injection": mark("injection"),
    "disintegrating": mark("disintegrating tablet"),
}
"""Forms that count nothing."""
_REMARKS = {
    Remark.STOPPED: mark("stopped"),
    Remark.ALLERGIC: mark("an allergy"),
    Remark.ON_HOLD: mark("on hold"),
    Remark.TAPER: mark("a changing dose"),
    Remark.ENDS: mark("for a short time only"),
    Remark.CHANGED: mark("a changed dose"),
    Remark.SAMPLE: mark("not bought through the plan"),
    Remark.OVER_THE_COUNTER: mark("bought without a prescription"),
    Remark.HOSPITAL: mark("given by staff"),
}
_REMARK_QUESTIONS = {
    Remark.STOPPED: mark("The line may say that the drug was stopped. Is it still taken?"),
    Remark.ALLERGIC: mark("The line speaks of an allergy. Is the drug taken?"),
    Remark.ON_HOLD: mark("The drug is on hold. Will it be taken again? If not, leave it out."),
    Remark.TAPER: mark("The dose changes over time. How many are bought each time? If it ends soon, leave it out."),
    Remark.ENDS: mark("It is taken for a short time only. Leave it out, or say what is bought all year."),
    Remark.CHANGED: mark("The dose was changed. Is this the dose now?"),
    Remark.SAMPLE: mark("It is not bought through the plan now. Leave it out, or say what would be bought."),
    Remark.OVER_THE_COUNTER: mark(
        "It is bought without a prescription. Part D does not pay for that. Leave it out, or count it as a prescription."
    ),
    Remark.HOSPITAL: mark("It is given by staff. Part B may pay for that. Leave it out, or count it."),
}
_RIGHT = mark("Is that amount right?")


def ready_table(lines: Sequence[DrugLine]) -> Table:
    """The lines with nothing open: what was written, and the drug and amount that it became."""
    columns = (Column(say("Line")), Column(say("What you wrote")), Column(say("Drug and amount")))
    rows = tuple((str(line.number), line.text, settled_words(line)) for line in lines)
    return Table(say_count(*_READY, len(rows)), columns, rows)


def left_out_heading(lines: Sequence[DrugLine]) -> str:
    """Over the lines that are left out: how many."""
    return say_count(*_LEFT_OUT, len(lines))


def count_words(lines: Sequence[DrugLine]) -> str:
    """``5 lines: 2 ready, 3 questions.``"""
    waiting, left_out = sum(line.waits for line in lines), sum(line.left_out for line in lines)
    counts = ((_READY, len(lines) - waiting - left_out), (_QUESTIONS, waiting), (_LEFT_OUT, left_out))
    said = [say_count(*words, count) for words, count in counts if count or words is _READY]
    return say_count("{count} line: {outcomes}.", "{count} lines: {outcomes}.", len(lines), outcomes=", ".join(said))


def understood_words(line: DrugLine) -> str:
    """What was read of a line: name, strength, directions, amount; what was set aside; what was not understood."""
    return "; ".join(filter(None, _understood(line.understood))) or say("nothing")


def _understood(said: Understood) -> Iterable[str]:
    yield say("name “{name}”", name=said.name) if said.name else ""
    strengths = [said.strength, *said.other_strengths]
    yield say("strength {strength}", strength=joined(strengths)) if said.strength else ""
    yield " ".join(map(_form, said.forms))
    yield _dose_words(said)
    yield often_words(said.often) if said.often and not said.parts else ""
    yield say("as needed, or as directed") if said.as_needed else ""
    yield say("{amount} bought", amount=as_written(said.count_unit, said.count)) if said.count is not None else ""
    yield say("for {days}", days=days_supplied(said.days_supply)) if said.days_supply else ""
    yield say("{amounts} without a word", amounts=joined(map(amount, said.loose))) if said.loose else ""
    yield joined(say(_REMARKS[remark]) for remark in said.remarks)
    yield say("read, but it changes no amount: {words}", words=_quoted(said.set_aside)) if said.set_aside else ""
    yield say("not understood: {words}", words=_quoted(said.unread)) if said.unread else ""


def _dose_words(said: Understood) -> str:
    """``2 tablets each time``, ``5 to 10 units each time``, ``2 at bedtime and 1 in the morning``."""
    if said.parts:
        return joined(f"{as_written(part.unit, part.dose)} {part.when or often_words(part.often)}" for part in said.parts)
    if said.dose is None:
        return ""
    most = as_written(said.dose_unit, said.dose)
    if said.dose_least is None:
        return say("{amount} each time", amount=most)
    return say("{least} to {most} each time", least=amount(said.dose_least), most=most)


def result_words(line: DrugLine) -> str:
    """What became of a line, in a sentence or a few."""
    status = say(_STATUSES[line.status])
    if line.prescription is not None:
        return f"{status} {settled_words(line)}"
    if line.left_out:
        return left_out_words(line)
    product = say("{drug}.", drug=drug_label(line.drug)) if line.drug is not None else ""
    return " ".join(filter(None, (status, product, *asked_sentences(line))))


def settled_words(line: DrugLine) -> str:
    """The drug and the amount of a line with nothing open; empty for another."""
    settled = line.prescription
    if settled is None:
        return ""
    bought = proposal_words(line.understood, settled.drug, Proposal(settled.quantity, settled.days_supply, line.origin))
    return say("{drug}: {amount}.", drug=drug_label(settled.drug), amount=bought)


def left_out_words(line: DrugLine) -> str:
    """Why a line is left out."""
    said = _remarks_of(line)
    if said:
        return say("Left out: {remarks}. Keep it if it is still taken.", remarks=joined(said))
    return say(_STATUSES[LineStatus.LEFT_OUT])


def _remarks_of(line: DrugLine) -> list[str]:
    return [say(_REMARKS[remark]) for remark in line.understood.remarks]


def asked_sentences(line: DrugLine) -> tuple[str, ...]:
    """What is open in a line, a sentence each, the product first."""
    return tuple(_sentence(line, what) for what in line.asked if what is not Asked.STRENGTH or Asked.PRODUCT not in line.asked)


def _sentence(line: DrugLine, what: Asked) -> str:
    match what:
        case Asked.DRUG:
            return open_line_sentence(line.outside_part_d) if line.outside_part_d else _no_drug(line.understood.name)
        case Asked.PRODUCT:
            return _which(line)
        case Asked.STRENGTH:
            return say("Which strength? You didn't write one. This file has {drugs}.", drugs=joined(map(drug_label, line.candidates)))
        case Asked.QUANTITY:
            return say("How many {things} are bought each time?", things=_things(line))
        case Asked.DAYS_SUPPLY:
            return say("How many days do they last?")
        case Asked.HOW_OFTEN:
            return say("It does not say how often the drug is taken.")
        case Asked.CONFIRM:
            return _confirm(line)
        case Asked.CONFLICT:
            return _conflict(line)
        case Asked.UNREAD:
            return say("We did not understand {words}. Does that change the amount?", words=_quoted(line.understood.unread))
        case Asked.REPEATED:
            return say("It is the same drug as line {line}. Put all of it in one line, and leave the other out.", line=line.repeats)
        case Asked.REMARK:
            return " ".join(say(_REMARK_QUESTIONS[remark]) for remark in line.understood.remarks)
        case Asked.DOUBT:
            return " ".join(doubt_sentences(line.drug, line.doubts)) if line.drug else say(_RIGHT)
        case _:
            return say("It looks like a person's number or birth date. We did not keep the digits. Write the line again without them.")


def _no_drug(name: str) -> str:
    if not name:
        return say("We don't see the name of a drug. Write the line again, or leave it out.")
    if name.startswith("NDC "):
        return say("We can't tell which drug has the code {code}. Write its name, or leave it out.", code=name)
    return say("This file has no drug named “{name}”. Write the line again, or leave it out.", name=name)


def _form(form: str) -> str:
    return say(_FORMS[form]) if form in _FORMS else unit_name(form, many=False)


def _which(line: DrugLine) -> str:
    said = line.understood
    forms = [_form(form) for form in said.forms if form in (*RELEASES, "tablet", "capsule")]  # another one is another product
    wrote = " ".join(filter(None, (said.name, said.strength, *forms)))
    drugs = joined(map(drug_label, line.candidates), "or")
    if len(line.candidates) == 1:
        question = say("Is it {drug}? You wrote “{words}”.", drug=drugs, words=wrote)
    else:
        question = say("Which one is it: {drugs}? You wrote “{words}”.", drugs=drugs, words=wrote)
    return f"{other_brand_sentence(line.other_brand)} {question}" if line.other_brand else question


def other_brand_sentence(found: OtherBrand) -> str:
    """That a brand is not in the file, and which products have the same drug."""
    if not found.brands:
        return say("{brand} is a brand of {ingredient}. This file has the generic.", brand=found.brand, ingredient=found.ingredient)
    return say(
        "{brand} is a brand of {ingredient}. This file has {brands}.",
        brand=found.brand,
        ingredient=found.ingredient,
        brands=joined(found.brands),
    )


def _model(line: DrugLine) -> Drug | None:
    return line.drug or next(iter(line.candidates), None)


def _things(line: DrugLine) -> str:
    drug = _model(line)
    if drug is None:
        return say("units")
    held = counted_by(drug)
    return holder_words(drug, held) if held else unit_of(drug)


def _confirm(line: DrugLine) -> str:
    drug = _model(line)
    if drug is None or not line.proposals:
        return say(_RIGHT)
    amounts = (proposal_words(line.understood, drug, proposal) for proposal in line.proposals)
    return say("Is it {amounts}?", amounts=joined(amounts, "or"))


def _conflict(line: DrugLine) -> str:
    drug, said = _model(line), line.understood
    if drug is None or said.often is None:
        return say("The amount and the directions do not fit together. Which is right?")
    rate = often_words(said.often)
    if drug.weekly and said.often.days < WEEK:
        return say(
            "Most people take this drug once a week. You wrote {rate}. How many are bought, and for how many days?",
            rate=rate,
        )
    return say(
        "{dose} {rate} does not come to {amount} for {days}. Which amount is right?",
        dose=quantity_words(drug.unit, said.dose or ONE),
        rate=rate,
        amount=amount(line.quantity or 0),
        days=days_supplied(line.days_supply or 0),
    )


def _quoted(words: Sequence[str]) -> str:
    return joined(say("“{word}”", word=word) for word in words)
