"""A person as a file holds one, before it is read: rows of a table, a JSON document, or a session file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from finder.documents.batch.written import DRUG_FIELDS, LIST, MEMBER, OF_OBJECTS, Written, cell
from finder.documents.other_help import other_help_document
from finder.documents.session import KeptLine, KeptPerson, KeptSession, read_session, read_session_file
from finder.domain.errors import Problem, Refusal
from finder.domain.money import QUANTITY_SCALE, Quantity, dollars

MOST_ROWS = 500
"""Of one person: more are no drug list."""


UNLABELED = "a member in every row: this one may be of the member above, who is not answered without it"
"""The problem of a person below whose rows stands one of nobody."""


class Entry(NamedTuple):
    """A person in a file.

    ``label``: as the file has it, unchecked.
    ``rows``: the numbers of the rows.
    ``cells``: of each row, by the columns of the file; empty for the other kinds.
    ``document``: a line's JSON object, or the text of a session file.
    ``problem``: why the rows can't be read; empty if they can.
    """

    label: str
    rows: list[int]
    cells: list[list[Any]]
    document: Any = None
    problem: str = ""


class Cells:
    """Reads the cells of a table's rows. A column repeats its values, so each is read once."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._known: list[dict[str, object]] = [{} for _ in columns]

    def of_row(self, written: Sequence[Any]) -> dict[str, Any]:
        """The fields of a row that hold something, without the label. Raises Refusal."""
        if len(written) > len(self._columns) and any(written[len(self._columns) :]):
            raise Refusal([Problem("$", f"at most {len(self._columns)} cells in a row, as the first row has", str(len(written)))])
        found = {}
        for field, known, value in zip(self._columns, self._known, written, strict=False):
            if value in ("", None) or field == MEMBER:
                continue
            if not field:
                raise Refusal([Problem("$", "no cell in a column without a name", "one")])
            if not isinstance(value, str):
                read = cell(field, value)
            elif value in known:
                read = known[value]
            else:
                read = known[value] = cell(field, value)
            if read is not None:
                found[field] = read
        return found


def read_entry(entry: Entry, cells: Cells) -> list[Written]:
    """The people of an entry: two for a couple's session. Raises Refusal."""
    if entry.problem:
        raise Refusal([Problem(MEMBER if entry.problem == UNLABELED else "$", entry.problem, "something else")])
    if len(entry.rows) > MOST_ROWS:
        raise Refusal([Problem("$", f"at most {MOST_ROWS} rows of one person", f"{len(entry.rows):,}")])
    if isinstance(entry.document, str):
        return _of_session(entry)
    if entry.document is not None:
        return [whole_request(entry.label, entry.rows[0], entry.document)]
    return [person_of(entry.label, entry.rows, [cells.of_row(row) for row in entry.cells])]


def person_of(label: str, rows: Sequence[int], cells: Sequence[Mapping[str, object]]) -> Written:
    """A person from the rows of a table, a row a prescription. Raises Refusal where rows contradict each other."""
    of_person: dict[str, Any] = {}
    prescriptions, places = [], []
    for row, given in zip(rows, cells, strict=True):
        drug = {}
        for field, value in given.items():
            if field in DRUG_FIELDS:
                drug[field] = value
            elif of_person.setdefault(field, value) != value:
                raise Refusal([Problem(f"row {row}.{field}", "the same in all rows of a person", "another value")])
        if drug:
            prescriptions.append(drug)
            places.append(row)
    pasted = of_person.pop(LIST, "")
    return Written(label, (rows[0], *places), {**_with_objects(of_person), "prescriptions": prescriptions}, _pasted(pasted))


def _with_objects(cells: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a person with the objects that stand in several columns put together. Raises Refusal for an object that stands in a
    column of its own, too."""
    whole = {name: value for name, value in cells.items() if name not in OF_OBJECTS}
    objects: dict[str, dict[str, Any]] = {}
    for name, (of, field) in OF_OBJECTS.items():
        if name in cells:
            objects.setdefault(of, {})[field] = cells[name]
    twice = next((of for of in objects if of in whole), None)
    if twice is not None:
        raise Refusal([Problem(f"$.{twice}", f"{twice}, or the columns of its fields", "both")])
    return whole | objects


def whole_request(label: str, row: int, document: Mapping[str, Any]) -> Written:
    """A person from a request of ``finder compare``, with ``list`` beside it or in place of the prescriptions. All plans are answered,
    whatever its ``top``."""
    request = {name: value for name, value in document.items() if name not in (MEMBER, LIST, "top")}
    given = request.setdefault("prescriptions", [])
    count = len(given) if isinstance(given, list) else 0
    return Written(label, (row,) * (count + 1), request, _pasted(document.get(LIST)))


def _pasted(given: object) -> str:
    """A pasted list: text, or a text a line. Raises Refusal for another kind."""
    lines = [given] if isinstance(given, str) else [] if given is None else given
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise Refusal([Problem(f"$.{LIST}", "text with a drug on each line", "another kind")])
    return "\n".join(lines)


def _of_session(entry: Entry) -> list[Written]:
    kept = read_session(read_session_file("$", entry.document.encode()))
    couple = len(kept.people) > 1
    labels = [f"{entry.label}-{place}" if couple else entry.label for place in range(1, len(kept.people) + 1)]
    return [_of_person(label, entry.rows[0], kept, person) for label, person in zip(labels, kept.people, strict=True)]


def _of_person(label: str, row: int, kept: KeptSession, person: KeptPerson) -> Written:
    """A person of a session; the list of the Desk where the comparison has none yet."""
    lines = [] if person.prescriptions or len(kept.people) > 1 else [line for line in kept.lines if not line.left_out]
    prescriptions = [
        {
            "rxcui": given.rxcui,
            "quantity": _units(given.quantity),
            "days_supply": given.days_supply,
            "fills_per_year": given.fills_per_year,
            "dates": [day.isoformat() for day in given.dates],
        }
        for given in person.prescriptions
    ] + [_line(line) for line in lines]
    request = {
        "plan_year": kept.plan_year,
        "zip": kept.zip,
        "county": kept.county,
        "coverage_start": person.coverage_start.isoformat() if person.coverage_start else None,
        "low_income_subsidy": person.low_income_subsidy.key,
        "uncovered_months": person.uncovered_months,
        "channels": [channel.key for channel in person.channels],
        "plan_kinds": list(person.plan_kinds),
        "special_needs": None if person.special_needs is None else [need.key for need in person.special_needs],
        "other_help": other_help_document(person.other_help.help) if person.other_help else None,
        "income_bracket": person.income_bracket,
        "pharmacy_npis": list(person.pharmacies),
        "fill_order": "alphabetical" if person.alphabetical else "as_listed",
        "year_to_date": {"gross_drug_cost": dollars(person.gross_drug_cost_to_date), "troop": dollars(person.troop_to_date)},
        "current_plan": person.current_plan,
        "skip_uncovered": person.skip_uncovered,
        "prescriptions": prescriptions,
    }
    missing = [name.name for name in person.not_counted]
    return Written(label, (row,) * (len(prescriptions) + 1), request, "", person.health_plans_chosen, tuple(missing))


def _line(line: KeptLine) -> dict[str, Any]:
    if line.rxcui and line.quantity and line.days_supply:
        return {"rxcui": line.rxcui, "quantity": _units(line.quantity), "days_supply": line.days_supply}
    return {"name": line.text}


def _units(quantity: Quantity) -> str:
    whole, rest = divmod(quantity, QUANTITY_SCALE)
    return f"{whole}.{rest:03d}" if rest else str(whole)
