"""A drug list as it was read, in words: what was understood of each line, what is asked, and how an amount came about. Grade 8."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from finder.domain.drug_lines import (
    Asked,
    Columns,
    DrugLine,
    Field,
    LineStatus,
    Proposal,
    Reckoned,
    Sheet,
    Understood,
)
from finder.domain.market import Drug
from finder.domain.money import QUANTITY_SCALE, Quantity
from finder.domain.supply import ONE, Often, counted_by
from finder.explain.drug_list.amount_doubts import doubt_sentences
from finder.explain.drug_list.fills import holder_words
from finder.explain.kit.section import Column, Table
from finder.explain.words import amount, counted, drug_label, joined, package_of, unit_of

FIELDS = {
    Field.DRUG: "drug",
    Field.STRENGTH: "strength",
    Field.DIRECTIONS: "directions",
    Field.QUANTITY: "quantity",
    Field.DAYS_SUPPLY: "days supply",
}
NOT_READ = "not read"
STATUSES = {
    LineStatus.READY: "Ready",
    LineStatus.QUESTION: "Question",
    LineStatus.CHOOSE: "Please choose",
    LineStatus.LEFT_OUT: "Left out by you",
}
_TIMES = {1: "once", 2: "twice"}
_PERIODS = {1: "a day", 7: "a week", 30: "a month", 360: "a year"}


def outcome_table(lines: Sequence[DrugLine]) -> Table:
    """Every line with its own text, what was understood, what became of it, and what is asked."""
    columns = (Column("Line"), Column("What you wrote"), Column("What we understood"), Column("Result"))
    rows = tuple((str(line.line.number), line.line.text, understood_words(line), result_words(line)) for line in lines)
    return Table(count_words(lines), columns, rows)


def count_words(lines: Sequence[DrugLine]) -> str:
    """``5 lines: 2 ready, 2 questions, 1 to choose.``"""
    counts = {status: sum(line.status is status for line in lines) for status in LineStatus}
    parts = [
        f"{counts[LineStatus.READY]} ready",
        counted(counts[LineStatus.QUESTION], "question"),
        f"{counts[LineStatus.CHOOSE]} to choose",
    ]
    if counts[LineStatus.LEFT_OUT]:
        parts.append(f"{counts[LineStatus.LEFT_OUT]} left out")
    return f"{counted(len(lines), 'line')}: {', '.join(parts)}."


def understood_words(line: DrugLine) -> str:
    """What was read of a line: name, strength, directions, amount; what was set aside; what was not understood."""
    said = line.understood
    parts = [f"name “{said.name}”" if said.name else "", f"strength {said.strength}" if said.strength else "", said.form]
    if said.dose is not None:
        parts.append(f"{amount(said.dose)} {_noun(said.dose_unit, said.dose)} each time".replace("  ", " "))
    parts.append(often_words(said.often) if said.often else "")
    parts.append("as needed" if said.as_needed else "")
    parts.append(f"{amount(said.count)} {_noun(said.count_unit, said.count)} bought".replace("  ", " ") if said.count is not None else "")
    parts.append(f"for {counted(said.days_supply, 'day')}" if said.days_supply else "")
    if said.set_aside:
        parts.append(f"read, but it changes no amount: {_quoted(said.set_aside)}")
    if said.unread:
        parts.append(f"not understood: {_quoted(said.unread)}")
    return "; ".join(part for part in parts if part) or "nothing"


def result_words(line: DrugLine) -> str:
    """What became of a line, in a sentence or a few."""
    status = STATUSES[line.status]
    if line.status is LineStatus.LEFT_OUT:
        return f"{status}."
    if line.status is LineStatus.READY:
        return f"{status}. {settled_words(line)}"
    product = f"{drug_label(line.drug)}." if line.drug is not None else ""
    return " ".join(part for part in (f"{status}.", product, *asked_sentences(line)) if part)


def settled_words(line: DrugLine) -> str:
    """The prescription of a ready line, and how its amount came about where the line does not print it."""
    prescription = line.prescription
    if prescription is None:
        return ""
    proposal = Proposal(prescription.quantity, prescription.days_supply, line.reckoned)
    return f"{drug_label(prescription.drug)}: {proposal_words(line.understood, prescription.drug, proposal)}."


def asked_sentences(line: DrugLine) -> tuple[str, ...]:
    """What a line leaves open, a sentence each, the product first."""
    return tuple(_sentence(line, what) for what in line.asked if what is not Asked.STRENGTH or Asked.PRODUCT not in line.asked)


def _sentence(line: DrugLine, what: Asked) -> str:
    said = line.understood
    sentences = {
        Asked.DRUG: f"This file has no drug named “{said.name}”. Write the line again, or leave it out."
        if said.name
        else "We see no name of a drug. Write the line again, or leave it out.",
        Asked.PRODUCT: _which(line),
        Asked.STRENGTH: f"Which strength? You wrote none. This file has {_labels(line.candidates)}.",
        Asked.QUANTITY: f"How many {_units(line)} are bought each time?",
        Asked.DAYS_SUPPLY: "How many days do they last?",
        Asked.HOW_OFTEN: "It does not say how often the drug is taken.",
        Asked.CONFIRM: _confirm(line),
        Asked.CONFLICT: _conflict(line),
        Asked.UNREAD: f"We did not understand {_quoted(said.unread)}. Does that change the amount?",
        Asked.REPEATED: f"It is the same drug as line {line.repeats}. Put all of it in one line, and leave the other out.",
        Asked.DOUBT: " ".join(doubt_sentences(line.drug, line.doubts)) if line.drug else "Is that amount right?",
        Asked.PRIVATE: "It looks like a person's number or birth date. We did not keep the digits. Write the line again without them.",
    }
    return sentences[what]


def _which(line: DrugLine) -> str:
    note = f"{line.note} " if line.note else ""
    one = len(line.candidates) == 1
    lead = "Is it" if one else "Which one is it:"
    said = line.understood
    release = said.form if "release" in said.form else ""  # a product that releases otherwise is another one
    wrote = " ".join(part for part in (said.name, said.strength, release) if part)
    return f"{note}{lead} {_labels(line.candidates, 'or')}? You wrote “{wrote}”."


def _labels(drugs: Sequence[Drug], last: Literal["and", "or"] = "and") -> str:
    return joined((drug_label(drug) for drug in drugs), last)


def _model(line: DrugLine) -> Drug | None:
    return line.drug or (line.candidates[0] if line.candidates else None)


def _units(line: DrugLine) -> str:
    drug = _model(line)
    if drug is None:
        return "units"
    held = counted_by(drug)
    return holder_words(drug, held) if held else unit_of(drug)


def _confirm(line: DrugLine) -> str:
    drug = _model(line)
    if drug is None or not line.proposals:
        return "Is that amount right?"
    return f"Is it {joined((proposal_words(line.understood, drug, proposal) for proposal in line.proposals), 'or')}?"


def _conflict(line: DrugLine) -> str:
    drug, often = _model(line), line.understood.often
    if drug is None or often is None:
        return "The amount and the directions do not fit together. Which is right?"
    wrote = often_words(often)
    if drug.weekly and often.days < 7:
        return f"Most people take this drug once a week. You wrote {wrote}. How many are bought, and for how many days?"
    each = f"{amount(line.understood.dose or ONE)} {unit_of(drug, many=(line.understood.dose or ONE) != ONE)} {wrote}"
    bought = f"{amount(line.quantity or 0)} for {counted(line.days_supply or 0, 'day')}"
    return f"{each} does not come to {bought}. Which amount is right?"


def proposal_words(said: Understood, drug: Drug, proposal: Proposal) -> str:
    """``30 tablets for 30 days (1 tablet once a day, times 30 days)``: an amount, with how it came about."""
    words = f"{amount(proposal.quantity)} {unit_of(drug, many=proposal.quantity != ONE)}"
    if proposal.days_supply:
        words += f" for {counted(proposal.days_supply, 'day')}"
    how = _how(said, drug, proposal)
    return f"{words} ({how})" if how else words


def _how(said: Understood, drug: Drug, proposal: Proposal) -> str:
    dose = said.dose or ONE
    taken = f"{amount(dose)} {unit_of(drug, many=dose != ONE)} {often_words(said.often)}" if said.often else ""
    if proposal.reckoned is Reckoned.DOSES and taken:
        return f"{taken}, times {counted(proposal.days_supply or 0, 'day')}"
    if proposal.reckoned is Reckoned.LASTS and taken:
        return f"the days are ours: {amount(proposal.quantity)} bought, {taken}"
    if proposal.reckoned in (Reckoned.INSULIN, Reckoned.ROUNDED):
        return _in_packages_words(said, drug, proposal)
    if proposal.reckoned is Reckoned.PIECES and said.count:
        return f"{amount(said.count)} {_noun(said.count_unit or said.form or 'pen', said.count)} of {_each(proposal.quantity, said.count)}"
    if proposal.reckoned is Reckoned.PIECES and said.often:
        return f"1 dose {often_words(said.often)}, for {counted(proposal.days_supply or 0, 'day')}"
    if proposal.reckoned is Reckoned.PACKAGES and said.count and drug.units_per_package:
        package = package_of(drug)
        many = package if said.count == ONE else f"{package}s"
        return f"{amount(said.count)} {many} of {amount(said.package_size or drug.units_per_package)} {unit_of(drug)}"
    return "your answer" if proposal.reckoned is Reckoned.ANSWERED else ""


def _in_packages_words(said: Understood, drug: Drug, proposal: Proposal) -> str:
    """``1 package of 15 mL, at 20 units once a day``."""
    size = drug.units_per_package
    taken = f"{amount(said.dose or ONE)} {_noun(said.dose_unit, said.dose or ONE)}".strip()
    rate = f"{taken} {often_words(said.often)}" if said.often else taken
    if not size:
        return f"at {rate}"
    packages = proposal.quantity // size
    return f"{counted(packages, package_of(drug))} of {amount(size)} {unit_of(drug)}, at {rate}"


def _each(quantity: Quantity, count: Quantity) -> str:
    return f"{amount(quantity * QUANTITY_SCALE // count)} mL"


def often_words(often: Often) -> str:
    """``once a day``, ``3 times a day``, ``once every 2 days``, ``once a week``."""
    times = _TIMES.get(often.times, f"{often.times} times")
    return f"{times} {_PERIODS[often.days]}" if often.days in _PERIODS else f"{times} every {often.days} days"


def _noun(word: str, number: Quantity) -> str:
    word = "mL" if word == "ml" else word
    return word if number == ONE or word in ("", "mL", "units") or word.endswith("s") else f"{word}es" if word == "box" else f"{word}s"


def _quoted(words: Sequence[str]) -> str:
    return joined(f"“{word}”" for word in words)


def columns_sentence(sheet: Sheet, columns: Columns) -> str:
    """What a file holds, before its columns are used."""
    rows = len(sheet.rows) - columns.in_first_row
    headings = "The first row has the headings." if columns.in_first_row else "We see no headings, so the first row is read as a drug."
    return f"{sheet.name} has {counted(rows, 'row')} and {counted(len(columns.fields), 'column')}. {headings} Check what each column is."


def columns_table(sheet: Sheet, columns: Columns) -> Table:
    """The mapping echoed back: each column, an example of it, and what it is read as."""
    rows = sheet.rows[1:] if columns.in_first_row else sheet.rows
    examples = [next((row.cells[at] for row in rows if at < len(row.cells) and row.cells[at]), "") for at in range(len(columns.fields))]
    body = tuple(
        (heading, example or "empty", FIELDS[field] if field is not None else NOT_READ)
        for heading, example, field in zip(columns.headings, examples, columns.fields, strict=True)
    )
    return Table("How we read your columns", (Column("Column"), Column("First entry"), Column("Read as")), body)
