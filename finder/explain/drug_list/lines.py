"""A drug list as it was read: what each line says, what is open, and where an amount comes from. Grade 8."""

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
    Columns,
    DrugLine,
    Field,
    LineStatus,
    Offer,
    Origin,
    Proposal,
    Remark,
    Sheet,
    Understood,
)
from finder.domain.market import Drug, OtherBrand
from finder.domain.money import QUANTITY_SCALE
from finder.domain.supply import ONE, WEEK, Often, counted_by
from finder.explain.drug_list.amount_doubts import doubt_sentences
from finder.explain.drug_list.fills import holder_words
from finder.explain.kit.section import Column, Paragraphs, Sections, Table
from finder.explain.messages import mark, mark_count, say, say_count
from finder.explain.words import amount, days_supplied, drug_label, joined, package_unit, quantity_words, supply_words, unit_name, unit_of

FIELDS = {
    Field.DRUG: mark("Drug"),
    Field.STRENGTH: mark("Strength"),
    Field.DIRECTIONS: mark("Directions"),
    Field.QUANTITY: mark("Quantity"),
    Field.DAYS_SUPPLY: mark("Days supply"),
    Field.NDC: mark("NDC number"),
    Field.FILLED: mark("Fill date"),
    Field.PAID: mark("You paid"),
}
NOT_READ = mark("Not read")
_STATUSES = {
    LineStatus.READY: mark("Ready."),
    LineStatus.QUESTION: mark("Question."),
    LineStatus.CHOOSE: mark("Please choose."),
    LineStatus.LEFT_OUT: mark("Left out by you."),
}
_COUNTS = {
    LineStatus.READY: mark_count("{count} ready", "{count} ready"),
    LineStatus.QUESTION: mark_count("{count} question", "{count} questions"),
    LineStatus.CHOOSE: mark_count("{count} to choose", "{count} to choose"),
    LineStatus.LEFT_OUT: mark_count("{count} left out", "{count} left out"),
}
_RATES = {
    1: (mark("once a day"), mark("twice a day"), mark_count("{count} time a day", "{count} times a day")),
    WEEK: (mark("once a week"), mark("twice a week"), mark_count("{count} time a week", "{count} times a week")),
    30: (mark("once a month"), mark("twice a month"), mark_count("{count} time a month", "{count} times a month")),
    360: (mark("once a year"), mark("twice a year"), mark_count("{count} time a year", "{count} times a year")),
}
"""How often, by the days: once, twice, more often."""
_ANY_RATE = (
    mark("once every {days} days"),
    mark("twice every {days} days"),
    mark_count("{count} time every {days} days", "{count} times every {days} days"),
)
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
_PIECES = ("pen", "syringe", "vial")
_RIGHT = mark("Is that amount right?")


def outcome_table(lines: Sequence[DrugLine]) -> Table:
    """Every line: its own text, what was understood, what became of it, and what is open."""
    columns = (Column(say("Line")), Column(say("What you wrote")), Column(say("What we understood")), Column(say("Result")))
    rows = tuple((str(line.number), line.text, understood_words(line), result_words(line)) for line in lines)
    return Table(count_words(lines), columns, rows)


def count_words(lines: Sequence[DrugLine]) -> str:
    """``5 lines: 2 ready, 2 questions, 1 to choose.``"""
    counts = {status: sum(line.status is status for line in lines) for status in LineStatus}
    said = [say_count(*_COUNTS[status], count) for status, count in counts.items() if count or status is not LineStatus.LEFT_OUT]
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
    yield say("{amount} bought", amount=_as_written(said.count_unit, said.count)) if said.count is not None else ""
    yield say("for {days}", days=days_supplied(said.days_supply)) if said.days_supply else ""
    yield say("{amounts} without a word", amounts=joined(map(amount, said.loose))) if said.loose else ""
    yield joined(say(_REMARKS[remark]) for remark in said.remarks)
    yield say("read, but it changes no amount: {words}", words=_quoted(said.set_aside)) if said.set_aside else ""
    yield say("not understood: {words}", words=_quoted(said.unread)) if said.unread else ""


def _dose_words(said: Understood) -> str:
    """``2 tablets each time``, ``5 to 10 units each time``, ``2 at bedtime and 1 in the morning``."""
    if said.parts:
        return joined(f"{_as_written(part.unit, part.dose)} {part.when or often_words(part.often)}" for part in said.parts)
    if said.dose is None:
        return ""
    most = _as_written(said.dose_unit, said.dose)
    if said.dose_least is None:
        return say("{amount} each time", amount=most)
    return say("{least} to {most} each time", least=amount(said.dose_least), most=most)


def result_words(line: DrugLine) -> str:
    """What became of a line, in a sentence or a few."""
    status, settled = say(_STATUSES[line.status]), line.prescription
    if settled is not None:
        proposal = Proposal(settled.quantity, settled.days_supply, line.origin)
        bought = proposal_words(line.understood, settled.drug, proposal)
        return f"{status} {say('{drug}: {amount}.', drug=drug_label(settled.drug), amount=bought)}"
    if line.left_out:
        return say("Left out: {remarks}. Keep it if it is still taken.", remarks=joined(said)) if (said := _remarks_of(line)) else status
    product = say("{drug}.", drug=drug_label(line.drug)) if line.drug is not None else ""
    return " ".join(filter(None, (status, product, *asked_sentences(line))))


def _remarks_of(line: DrugLine) -> list[str]:
    return [say(_REMARKS[remark]) for remark in line.understood.remarks]


def asked_sentences(line: DrugLine) -> tuple[str, ...]:
    """What is open in a line, a sentence each, the product first."""
    return tuple(_sentence(line, what) for what in line.asked if what is not Asked.STRENGTH or Asked.PRODUCT not in line.asked)


def _sentence(line: DrugLine, what: Asked) -> str:
    match what:
        case Asked.DRUG:
            return _no_drug(line.understood.name)
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


def proposal_words(said: Understood, drug: Drug, proposal: Proposal) -> str:
    """``30 tablets for 30 days (1 tablet once a day, times 30 days)``: an amount, and where it comes from."""
    if proposal.days_supply:
        words = supply_words(drug.unit, proposal.quantity, proposal.days_supply)
    else:
        words = quantity_words(drug.unit, proposal.quantity)
    origin = _origin_words(said, drug, proposal)
    return say("{amount} ({origin})", amount=words, origin=origin) if origin else words


def typed_offer_words(line: DrugLine, offer: Offer) -> str:
    """The button that adds a drug with the amount that was typed with its name."""
    return say("Add {drug}: {amount}", drug=drug_label(offer.drug), amount=proposal_words(line.understood, offer.drug, offer.amount))


def _origin_words(said: Understood, drug: Drug, proposal: Proposal) -> str:
    days = days_supplied(proposal.days_supply or 0)
    match proposal.origin:
        case Origin.DOSES if said.often:
            return say("{doses}, times {days}", doses=_rate(said, drug.unit), days=days)
        case Origin.LASTS if said.often:
            return say("we worked out the days: {amount} bought, {doses}", amount=amount(proposal.quantity), doses=_rate(said, drug.unit))
        case Origin.INSULIN | Origin.ROUNDED:
            return _in_packages_words(said, drug, proposal)
        case Origin.PIECES if said.count:
            piece = said.count_unit or next((word for word in said.forms if word in _PIECES), "pen")
            each = quantity_words("mL", proposal.quantity * QUANTITY_SCALE // said.count)
            return say("{packages} of {size}", packages=quantity_words(piece, said.count), size=each)
        case Origin.PIECES if said.often:
            return say("1 dose {rate}, for {days}", rate=often_words(said.often), days=days)
        case Origin.PACKAGES if said.count and drug.units_per_package:
            size = quantity_words(drug.unit, said.package_size or drug.units_per_package)
            return say("{packages} of {size}", packages=quantity_words(package_unit(drug), said.count), size=size)
        case Origin.ANSWERED:
            return say("your answer")
        case Origin.USUAL:
            return say("a usual amount")
        case Origin.MOST:
            return say("at most, as the directions say")
        case Origin.LEAST:
            return say("at least, as the directions say")
        case Origin.OLD_FILL:
            return say("this fill is old: use it only if the drug is still taken")
        case _:
            return ""


def _in_packages_words(said: Understood, drug: Drug, proposal: Proposal) -> str:
    """``1 package of 15 mL, at 20 units once a day``."""
    rate, size = _rate(said, said.dose_unit), drug.units_per_package
    if not size:
        return say("at {doses}", doses=rate)
    packages = quantity_words(package_unit(drug), proposal.quantity // size * ONE)
    return say("{packages} of {size}, at {doses}", packages=packages, size=quantity_words(drug.unit, size), doses=rate)


def _rate(said: Understood, unit: str) -> str:
    """``1 tablet once a day``."""
    dose = _as_written(unit, said.dose or ONE)
    return say("{dose} {rate}", dose=dose, rate=often_words(said.often)) if said.often else dose


def often_words(often: Often) -> str:
    """``once a day``, ``3 times a day``, ``once every 2 days``, ``once a week``."""
    once, twice, more = _RATES.get(often.days, _ANY_RATE)
    if often.times > 2:
        return say_count(*more, often.times, days=often.days)
    return say(once if often.times == 1 else twice, days=often.days)


def _as_written(unit: str, quantity: int) -> str:
    """A quantity with the unit of the line, or bare as in the line."""
    return quantity_words(unit, quantity) if unit else amount(quantity)


def _quoted(words: Sequence[str]) -> str:
    return joined(say("“{word}”", word=word) for word in words)


def file_columns(sheet: Sheet, columns: Columns) -> Sections:
    """How the columns of a file are read, before they are used."""
    return Paragraphs((columns_sentence(sheet, columns),)), columns_table(sheet, columns)


def columns_sentence(sheet: Sheet, columns: Columns) -> str:
    """How much a file holds, whether it has headings, and which sheets were not read."""
    rows = say_count("{count} row", "{count} rows", len(sheet.rows) - columns.heading_rows)
    width = say_count("{count} column", "{count} columns", len(columns.fields))
    size = say("{file} has {rows} and {columns}.", file=sheet.name, rows=rows, columns=width)
    if columns.heading_rows:
        headings = say("The first row has the headings. Check what each column is.")
    else:
        headings = say("We don't see headings, so we read the first row as a drug. Check what each column is.")
    others = say("We did not read its other sheets: {sheets}.", sheets=joined(sheet.not_read)) if sheet.not_read else ""
    return " ".join(filter(None, (size, headings, others)))


def columns_table(sheet: Sheet, columns: Columns) -> Table:
    """Each column, an example of it, and what it is read as."""
    rows = sheet.rows[columns.heading_rows :]
    examples = [next((row.cells[at] for row in rows if at < len(row.cells) and row.cells[at]), "") for at in range(len(columns.fields))]
    body = tuple(
        (heading or _column_name(place), example or say("empty"), field_words(field))
        for place, (heading, example, field) in enumerate(zip(columns.headings, examples, columns.fields, strict=True), start=1)
    )
    return Table(say("How we read your columns"), (Column(say("Column")), Column(say("First entry")), Column(say("Read as"))), body)


def field_words(field: Field | None) -> str:
    """What a column is read as."""
    return say(NOT_READ if field is None else FIELDS[field])


def column_label(place: int, heading: str) -> str:
    """The question what a column is: ``Column 2: Qty``."""
    return say("Column {place}: {heading}", place=place, heading=heading) if heading else _column_name(place)


def _column_name(place: int) -> str:
    return say("Column {place}", place=place)
