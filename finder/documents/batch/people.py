"""People as a file writes them, read against the plans of their place: each becomes a person, a question, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from finder.documents.batch.written import Written
from finder.documents.compare_request import CompareRequest, PrescriptionInput, member_of, prescriptions_of, products_named
from finder.documents.fields import read
from finder.domain.drug_lines import LONGEST_NAME, Answer, Asked, DrugLine
from finder.domain.errors import FinderError, NoCatalog, OutsideArea, Problem, Refusal, SourceError
from finder.domain.market import Catalog, Drug
from finder.domain.money import QUANTITY_SCALE
from finder.domain.population import Person
from finder.explain.drug_list.lines import asked_sentences, result_words
from finder.explain.population.batch import reason_words, repeated_drug, several_drugs, which_product
from finder.questions.drug_list.identity import without_identity
from finder.questions.drug_list.reading import beside_amount, lines_of_text, read_drug_list, said_in_full
from finder.questions.population.labels import label_problem
from finder.sources.catalog.look import once_a_look
from finder.sources.catalog.reading import MarketCatalog, open_catalog, open_catalog_at, open_once

_MANY = 12
_PRESCRIPTION = re.compile(r"\$\.prescriptions\[(\d+)\](?:\.(\w+))?")


class Reject(NamedTuple):
    """Why a person was not read: where in the file, and the reason, without what was found there."""

    row: int
    member: str
    column: str
    reason: str


class Question(NamedTuple):
    """What is open in a drug of a person's list: its words, the question, and answers to choose from."""

    member: str
    row: int
    line: str
    question: str
    candidates: tuple[str, ...]


class Told(NamedTuple):
    """What somebody answered about a line. ``leave_out``: the drug is not taken."""

    rxcui: str = ""
    quantity: str = ""
    days_supply: int | None = None
    leave_out: bool = False


class Setting(NamedTuple):
    """What holds for all people of a file.

    ``plan_year``: of those who name none.
    ``without_questions``: answer without the drugs that are not settled.
    """

    today: date
    plan_year: int | None = None
    without_questions: bool = False


class Read(NamedTuple):
    """A person who was read. ``skip``: of ``finder compare``'s request; ``today``: the day on which a plan is to be chosen."""

    person: Person
    catalog: MarketCatalog
    today: date
    row: int
    rows: tuple[int, ...]


@once_a_look
def _first(plan_year: int) -> MarketCatalog:
    return open_catalog(plan_year, opener=open_once)


@once_a_look
def _of_state(plan_year: int, state: str) -> MarketCatalog | None:
    """The catalog that answers for a state; None where none does."""
    try:
        return open_catalog(plan_year, states=(state,), opener=open_once)
    except NoCatalog:
        return None


def catalog_at(plan_year: int, zip_code: str, county: str | None) -> MarketCatalog:
    """The catalog that answers at a place; in a look, looked up once a state. Raises FinderError."""
    states = {one.state for one in _first(plan_year).counties(zip_code)}
    found = _of_state(plan_year, *states) if len(states) == 1 else None
    return found or open_catalog_at(plan_year, zip_code, county, opener=open_once)


def read_person(
    written: Written, told: Mapping[str, Told], setting: Setting, lines: Lines | None = None
) -> Read | list[Question] | list[Reject]:
    """The person; or what is open in the list; or why there is no answer. ``told``: answers by the words of a line.
    ``lines``: what is known of the lines of others."""
    refused = label_problem(written.label)
    if refused is not None:
        return rejects_of("", written.rows, Refusal([refused]))
    try:
        request = read(CompareRequest, {"plan_year": setting.plan_year, **written.request} if setting.plan_year else written.request)
        catalog = catalog_at(request.plan_year, request.zip, request.county)
        member = member_of(catalog, request)
        given = [*zip(request.prescriptions, written.rows[1:], strict=True), *_pasted(catalog, written)]
        listed = _listed(catalog, given, told, lines or Lines())
    except FinderError as error:
        return rejects_of(written.label, written.rows, error)
    if listed.questions and not setting.without_questions:
        return [question._replace(member=written.label) for question in listed.questions]
    not_counted = tuple(dict.fromkeys(question.line[:LONGEST_NAME] for question in listed.questions))
    try:
        settled = prescriptions_of(catalog, request.model_copy(update={"prescriptions": [one for one, _ in listed.settled]}))
    except Refusal as refusal:
        return rejects_of(written.label, (written.rows[0], *(row for _, row in listed.settled)), refusal)
    if written.health_plans_chosen is not None:
        member = replace(member, health_plans_chosen=written.health_plans_chosen)
    person = Person(written.label, member, settled, request.skip_uncovered, (*written.not_counted, *not_counted), listed.outside)
    rows = (written.rows[0], *(row for _, row in listed.settled))
    return Read(person, catalog, request.today or setting.today, written.rows[0], rows)


def rejects_of(label: str, rows: Sequence[int], error: FinderError) -> list[Reject]:
    """The problems of a person, each with its row and column."""
    if isinstance(error, SourceError) and error.problems:
        return [_reject(label, rows, problem) for problem in error.problems]
    if isinstance(error, OutsideArea) or not isinstance(error, Refusal):
        column = "zip" if isinstance(error, OutsideArea) else "plan_year" if isinstance(error, NoCatalog) else ""
        return [Reject(rows[0], label, column, getattr(error, "sentence", str(error)))]
    return [_reject(label, rows, problem) for problem in error.problems]


def _reject(label: str, rows: Sequence[int], problem: Problem) -> Reject:
    reason = reason_words(problem)
    of_drug = _PRESCRIPTION.match(problem.where)
    if of_drug:
        place = int(of_drug[1]) + 1
        return Reject(rows[place] if place < len(rows) else rows[0], label, of_drug[2] or "", reason)
    of_row = re.match(r"row (\d+)\.(.+)", problem.where)
    if of_row:
        return Reject(int(of_row[1]), label, of_row[2], reason)
    return Reject(rows[0], label, re.sub(r"^\$\.?|\[\d+\]$", "", problem.where), reason)


class _Listed(NamedTuple):
    settled: list[tuple[PrescriptionInput, int]]
    questions: list[Question]
    outside: tuple[str, ...]


def _pasted(catalog: Catalog, written: Written) -> list[tuple[PrescriptionInput, int]]:
    """The lines of a pasted list, a drug each. A line that says nothing but that its drug was stopped is left out."""
    if not written.pasted:
        return []
    lines = read_drug_list(catalog, lines_of_text(written.pasted))
    return [(PrescriptionInput(name=line.text), written.rows[0]) for line in lines if line.text and not line.left_out]


class Lines:
    """The drugs of names and whole lines, each read once for all who have the same. It lives as long as a part, since they are people's."""

    def __init__(self) -> None:
        self._known: dict[Hashable, PrescriptionInput | Question | str | None] = {}

    def read(self, catalog: Catalog, given: PrescriptionInput, words: str, told: Told | None) -> PrescriptionInput | Question | str | None:
        """What becomes of a name: see ``_of_name``."""
        amount = (given.quantity, given.days_supply, given.brand_only, given.fills_per_year, tuple(given.dates))
        key = (id(catalog), words, amount, told)
        if key not in self._known:
            self._known[key] = _of_name(catalog, given, words, told)
        return self._known[key]


def _listed(catalog: Catalog, given: Sequence[tuple[PrescriptionInput, int]], told: Mapping[str, Told], lines: Lines) -> _Listed:
    settled, questions, outside = [], [], []
    seen: set[str] = set()
    for one, row in given:
        if one.name is None:
            settled.append((one, row))
            continue
        words = without_identity(one.name)
        found = lines.read(catalog, one, words, told.get(words))
        if isinstance(found, PrescriptionInput) and found.rxcui in seen:
            questions.append(Question("", row, words, repeated_drug(), ()))
        elif isinstance(found, PrescriptionInput):
            settled.append((found, row))
            seen.add(found.rxcui or "")
        elif isinstance(found, str):
            outside.append(found)
        elif found is not None:
            questions.append(found._replace(row=row))
    return _Listed(settled, questions, tuple(dict.fromkeys(outside)))


def _of_name(catalog: Catalog, given: PrescriptionInput, words: str, told: Told | None) -> PrescriptionInput | Question | str | None:
    """The prescription by its code, or the question; the words of what Part D doesn't pay for; None for a drug that is left out."""
    if told is not None and told.leave_out:
        return None
    answered = _drug_told(catalog, told)
    quantity, days = given.quantity, given.days_supply
    if told is not None and told.quantity and told.days_supply:
        quantity, days = _quantity_told(told), told.days_supply
    if answered is not None and quantity is not None and days is not None:
        return _by_code(given, answered, quantity, days)
    if (quantity is None) != (days is None):
        return given  # refused as compare refuses it
    if quantity is not None and days is not None:
        alike = products_named(catalog, words, brand_only=given.brand_only)
        if len(alike) == 1:
            return _by_code(given, alike[0], quantity, days)
        if alike:
            return Question("", 0, words, which_product(), tuple(map(_candidate, alike[:_MANY])))
        lines = beside_amount(catalog, words, quantity, days)
        line = lines[0]
        if len(lines) == 1 and line.drug is not None and not line.asked and not line.left_out:
            return _by_code(given, line.drug, quantity, days)
        return _question(catalog, words, lines, amounts_known=True)
    lines = said_in_full(catalog, words, Answer(answered) if answered else None)
    line = lines[0]
    if len(lines) == 1 and line.prescription is not None:
        return _by_code(given, line.prescription.drug, line.prescription.quantity, line.prescription.days_supply)
    return _question(catalog, words, lines, amounts_known=False)


def _by_code(given: PrescriptionInput, drug: Drug, quantity: int, days: int) -> PrescriptionInput:
    return given.model_copy(update={"name": None, "rxcui": drug.rxcui, "quantity": quantity, "days_supply": days})


def _drug_told(catalog: Catalog, told: Told | None) -> Drug | None:
    if told is None or not told.rxcui:
        return None
    drug = catalog.drug(told.rxcui)
    if drug is None:
        raise Refusal([Problem("$.answers", f"the rxcui of a drug of this catalog ({catalog.info.covers})", told.rxcui)])
    return drug


def _quantity_told(told: Told) -> int:
    quantity = PrescriptionInput(rxcui="-", quantity=told.quantity, days_supply=told.days_supply).quantity  # type: ignore[arg-type]
    assert quantity is not None
    return quantity


def _question(catalog: Catalog, words: str, lines: Sequence[DrugLine], *, amounts_known: bool) -> Question | str:
    """What is open, with the products to choose from, and with amounts where they are open too."""
    if Asked.DRUG in lines[0].asked and catalog.outside_part_d(words):
        return words[:LONGEST_NAME]
    if len(lines) != 1:
        return Question("", 0, words, several_drugs(), ())
    line = lines[0]
    asks = " ".join(asked_sentences(line)) or result_words(line)
    if line.offers and not amounts_known:
        return Question("", 0, words, asks, tuple(_offer(one.drug, one.amount) for one in line.offers[:_MANY]))
    offered = tuple(dict.fromkeys(one.drug for one in line.offers))
    drugs: Sequence[Drug] = line.candidates or offered or ((line.drug,) if line.drug else ())
    if Asked.DRUG in line.asked:
        drugs = [match.drug for match in catalog.find_drugs(line.understood.name or words, limit=_MANY)]
    return Question("", 0, words, asks, tuple(map(_candidate, drugs[:_MANY])))


def _candidate(drug: Drug) -> str:
    return f"{drug.rxcui}: {drug.name}"


def _offer(drug: Drug, amount: Any) -> str:
    units = f"{amount.quantity / QUANTITY_SCALE:g}"
    return f"{_candidate(drug)} ({units} for {amount.days_supply} days)" if amount.days_supply else _candidate(drug)
