"""A caseload as somebody brings it: a members file, session files, or lists pasted together; each person read as ``finder batch`` reads
one. And as it leaves: questions, groups and the batch's own tables as CSV."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, NamedTuple

import pyarrow as pa

from finder.documents.batch.answers_file import read_answers
from finder.documents.batch.columns import QUESTIONS, REJECTS
from finder.documents.batch.entries import Cells, Entry, read_entry
from finder.documents.batch.in_memory import as_path
from finder.documents.batch.members_file import open_members
from finder.documents.batch.part import Part, answer_partition_plainly, part_bytes, rows_of
from finder.documents.batch.people import Question, Read, Reject, Setting, Told, read_person, rejects_of
from finder.documents.batch.tables_out import csv_bytes
from finder.documents.batch.workbook import workbook_as_csv
from finder.documents.client_files import client_label
from finder.documents.spreadsheet import csv_text
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.caseload import PersonAnswer
from finder.domain.errors import FinderError, Problem, Refusal, SourceError
from finder.domain.market import Catalog
from finder.domain.population import Person
from finder.explain.kit.section import Fold, Sections, Table
from finder.intake.limits import LIST
from finder.intake.texts import without_controls
from finder.questions.population.answers import Answering
from finder.questions.population.labels import label_problem
from finder.questions.progress import OnProgress, Steps
from finder.sources.catalog.look import one_look

_BETWEEN = re.compile(r"\s*[-=_*#~\u2013\u2014]{3,}\s*(?P<heading>[^-=_*#~\u2013\u2014].*)?")
"""A line between two people, with what it says of the one that follows."""
_MARKS = re.compile(r"[\s,;|·]+")
_ZIP = re.compile(r"[0-9]{5}")
_PLAN = re.compile(r"[A-Za-z][0-9]{4}-[0-9]{3}-[0-9]{3}")
_LEVELS = frozenset(LowIncomeSubsidy.keys())
_SAYS: dict[str, Callable[[str], object]] = {
    "zip": _ZIP.fullmatch,
    "current_plan": _PLAN.fullmatch,
    "low_income_subsidy": lambda word: word.casefold() in _LEVELS,
}
"""What a word after the dashes is; any other is a label."""
_A_PART = 20
UPLOADS = ("csv", "tsv", "txt", "xlsx", "jsonl", "json")


class Brought(NamedTuple):
    """People as they were brought. ``columns``: of the rows of a table."""

    entries: tuple[Entry, ...]
    columns: tuple[str, ...] = ()


class Shared(NamedTuple):
    """What holds for everyone of a paste whose own line does not say it. ``current_plan``: empty for none."""

    plan_year: int
    zip_code: str
    county: str = ""
    level: LowIncomeSubsidy = LowIncomeSubsidy.NONE
    current_plan: str = ""


class Waits(NamedTuple):
    """A person whose list leaves something open."""

    questions: tuple[Question, ...]


class Refused(NamedTuple):
    """A person without an answer, and why; no reason for one who does not exist."""

    rejects: tuple[Reject, ...] = ()


One = PersonAnswer | Waits | Refused


@dataclass(frozen=True, slots=True)
class Run:
    """What came of the people.

    ``of``: how many entries there are.
    ``found``: of each entry that was looked at, by its place: its people.
    ``catalogs``: those that answered.
    """

    of: int
    found: Mapping[int, tuple[One, ...]]
    catalogs: tuple[Catalog, ...]

    @property
    def people(self) -> list[One]:
        """Everyone who was looked at."""
        return [one for place in sorted(self.found) for one in self.found[place]]

    @property
    def answered(self) -> tuple[PersonAnswer, ...]:
        """Those with an answer."""
        return tuple(one for one in self.people if isinstance(one, PersonAnswer))

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is open, for everyone."""
        return tuple(question for one in self.people if isinstance(one, Waits) for question in one.questions)

    @property
    def rejects(self) -> tuple[Reject, ...]:
        """Why people were refused."""
        return tuple(reject for one in self.people if isinstance(one, Refused) for reject in one.rejects)

    @property
    def asked(self) -> int:
        """How many people wait."""
        return sum(isinstance(one, Waits) for one in self.people)

    @property
    def refused(self) -> int:
        """How many people were refused."""
        return sum(isinstance(one, Refused) for one in self.people)

    @property
    def stopped(self) -> bool:
        """Whether some were not looked at."""
        return len(self.found) < self.of


def pasted_people(text: str, shared: Shared, most: int) -> Brought:
    """Many lists in one text, parted by a line of dashes, or by blank lines where there is no line of dashes. A line of dashes may say the
    number, ZIP code, plan and help level of the person who follows: ``--- 12 01604 S4802-080-000 full_other``. Raises Refusal."""
    if len(text) > LIST.bytes:
        raise Refusal([Problem("members", f"at most {LIST.bytes:,} letters of lists", f"{len(text):,}")])
    lines = without_controls(text).splitlines()
    marked = any(_BETWEEN.fullmatch(line) for line in lines)
    people: list[tuple[int, str, list[str]]] = [(1, "", [])]
    for number, line in enumerate(lines, start=1):
        between = _BETWEEN.fullmatch(line) if marked else None if line.strip() else _BETWEEN.fullmatch("---")
        if between is None:
            people[-1][2].append(line)
        elif any(one.strip() for one in people[-1][2]):
            people.append((number, between["heading"] or "", []))
        else:
            people[-1] = (number, between["heading"] or "", [])
    found = [(number, heading, "\n".join(of)) for number, heading, of in people if any(line.strip() for line in of)]
    _bound(len(found), most)
    return Brought(_labeled([_entry(*one, shared) for one in found]))


def _bound(people: int, most: int) -> None:
    if not people:
        raise Refusal([Problem("members", "at least one list of drugs", "nothing")])
    if people > most:
        raise Refusal([Problem("members", f"at most {most:,} people here (finder batch takes any number)", f"{people:,}")])


def _labeled(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Each person by a label of their own: without one by their place, or by a number that is free. Raises Refusal for a label twice."""
    taken: dict[str, int] = {}
    for entry in filter(lambda one: one.label, entries):
        line = entry.rows[0]
        if taken.setdefault(entry.label, line) != line:
            raise Refusal([Problem(f"line {line}", "a number of their own for each person", f"that of line {taken[entry.label]}")])
    free = (str(number) for number in count(len(entries) + 1) if str(number) not in taken)
    labels = (entry.label or (str(place) if str(place) not in taken else next(free)) for place, entry in enumerate(entries, start=1))
    return tuple(entry._replace(label=label) for entry, label in zip(entries, labels, strict=True))


def _entry(number: int, heading: str, text: str, shared: Shared) -> Entry:
    request: dict[str, Any] = {
        "plan_year": shared.plan_year,
        "zip": shared.zip_code,
        "county": shared.county or None,
        "low_income_subsidy": shared.level.key,
        "current_plan": shared.current_plan or None,
    }
    said = _said_in(number, heading)
    label = said.pop("label", "")
    request |= {"county": None, **said} if "zip" in said else said
    return Entry(label, [number], [], {**{key: value for key, value in request.items() if value}, "list": text})


def _said_in(number: int, heading: str) -> dict[str, str]:
    """What the line of dashes says of a person. Raises Refusal for what is none of these, or two of one."""
    said: dict[str, str] = {}
    for word in filter(None, _MARKS.split(heading)):
        kind = next((kind for kind, fits in _SAYS.items() if fits(word)), "label")
        if kind in said:
            expected = f"after the dashes, a number, ZIP code, plan id or help level, each once, in line {number}"
            raise Refusal([Problem(f"line {number}", expected, "another word")])
        said[kind] = word.upper() if kind == "current_plan" else word.casefold() if kind == "low_income_subsidy" else word
    return said


def uploaded_people(files: Sequence[tuple[str, bytes]], most: int) -> Brought:
    """The people of a members file, or of session files. Raises SourceError or Refusal."""
    sessions = [(name, data) for name, data in files if name.lower().endswith(".json")]
    if len(files) > 1 and len(sessions) < len(files):
        raise Refusal([Problem("members", "one members file, or session files alone", f"{len(files)} files")])
    if sessions:
        _bound(len(sessions), most)
        people = tuple(_session(place, *one) for place, one in enumerate(sessions, start=1))
        _each_once("session files", people)
        return Brought(people)
    if not files:
        raise Refusal([Problem("members", "a members file", "nothing")])
    name, data = files[0]
    opened = open_members(as_path(f"{name}.csv", workbook_as_csv(name, data)) if name.lower().endswith(".xlsx") else as_path(name, data))
    entries: list[Entry] = []
    for entry in opened.entries():
        entries.append(entry)
        if len(entries) > most:
            break
    _bound(len(entries), most)
    _each_once(files[0][0], entries)
    return Brought(tuple(entries), opened.columns)


def _session(place: int, name: str, data: bytes) -> Entry:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    return Entry(client_label(name) or str(place), [place], [], text)


def _each_once(name: str, entries: Sequence[Entry]) -> None:
    """Refuse a person whose rows stand at two places."""
    seen: dict[str, int] = {}
    for entry in entries:
        first = seen.setdefault(entry.label, entry.rows[0]) if entry.label else entry.rows[0]
        if first != entry.rows[0]:
            found = f"the member of row {first:,} again in row {entry.rows[0]:,}"
            raise SourceError([Problem(name[:60], "each member once, with all rows together (sort the file by member)", found)])


def read_told(name: str, data: bytes) -> dict[str, dict[str, Told]]:
    """The answers of a questions file. Raises SourceError."""
    return read_answers(as_path(name, data))


def run_caseload(
    brought: Brought,
    told: Mapping[str, Mapping[str, Told]],
    setting: Setting,
    on_progress: OnProgress | None = None,
    before: Run | None = None,
) -> Run:
    """Read and answer everyone, person after person. ``before``: those who were answered or refused then keep that, and the others, whose
    questions are answered now or who were not looked at, are read."""
    found = {place: of for place, of in before.found.items() if not any(isinstance(one, Waits) for one in of)} if before else {}
    answering: dict[tuple[int, date], Answering] = {}
    steps = Steps(len(brought.entries) - len(found), on_progress)
    cells = Cells(brought.columns)
    with one_look():
        for place, entry in enumerate(brought.entries):
            if place not in found:
                read = _read(entry, cells, told, setting)
                found[place] = tuple(_answered(one, answering) if isinstance(one, Read) else _without(one) for one in read)
                if not steps.go_on():
                    break
    catalogs = (*(before.catalogs if before else ()), *(one.catalog for one in answering.values()))
    return Run(len(brought.entries), found, tuple({id(catalog): catalog for catalog in catalogs}.values()))


def run_made_up(people: Sequence[Person], catalog: Catalog, today: date, on_progress: OnProgress | None = None) -> Run:
    """Answer people who do not exist."""
    answering, steps = Answering(catalog, today), Steps(len(people), on_progress)
    found: dict[int, tuple[One, ...]] = {}
    for place, person in enumerate(people):
        try:
            found[place] = (answering.of(person),)
        except Refusal:
            found[place] = (Refused(),)
        if not steps.go_on():
            break
    return Run(len(people), found, (catalog,))


def _read(
    entry: Entry, cells: Cells, told: Mapping[str, Mapping[str, Told]], setting: Setting
) -> list[Read | list[Question] | list[Reject]]:
    try:
        return [read_person(one, told.get(one.label, {}), setting) for one in read_entry(entry, cells)]
    except FinderError as error:
        label = entry.label if label_problem(entry.label) is None else ""
        return [rejects_of(label, entry.rows, error)]


def _without(rows: Sequence[Question] | Sequence[Reject]) -> Waits | Refused:
    """A person without an answer."""
    questions = tuple(row for row in rows if isinstance(row, Question))
    return Waits(questions) if questions else Refused(tuple(row for row in rows if isinstance(row, Reject)))


def _answered(one: Read, answering: dict[tuple[int, date], Answering]) -> PersonAnswer | Refused:
    """Each on the day on which they choose a plan."""
    known = answering.setdefault((id(one.catalog), one.today), Answering(one.catalog, one.today))
    try:
        return known.of(one.person)
    except Refusal as refusal:
        return Refused(tuple(rejects_of(one.person.label, one.rows, refusal)))


def questions_csv(questions: Sequence[Question]) -> bytes:
    """What is open, in one file: to be answered in a spreadsheet and given back."""
    return csv_bytes(pa.Table.from_pylist([one._asdict() for one in questions], schema=QUESTIONS))


def rejects_csv(rejects: Sequence[Reject]) -> bytes:
    """Who has no answer, and why."""
    return csv_bytes(pa.Table.from_pylist([one._asdict() for one in rejects], schema=REJECTS))


class BatchFiles(NamedTuple):
    """The tables of ``finder batch`` as CSV: a row a person and plan, and a row a person."""

    plans: bytes
    people: bytes


def batch_files(
    brought: Brought, told: Mapping[str, Mapping[str, Told]], setting: Setting, on_progress: OnProgress | None = None
) -> BatchFiles | None:
    """The tables that ``finder batch`` makes of the same people; None if stopped."""
    steps = Steps(len(brought.entries), on_progress)
    plans: list[pa.Table] = []
    people: list[pa.Table] = []
    for start in range(0, len(brought.entries), _A_PART):
        entries = brought.entries[start : start + _A_PART]
        answer = answer_partition_plainly(part_bytes(Part(setting, entries, brought.columns, told)))
        plans.append(rows_of(answer.plans))
        people.append(rows_of(answer.people))
        if not steps.go_on(len(entries)):
            return None
    return BatchFiles(csv_bytes(pa.concat_tables(plans)), csv_bytes(pa.concat_tables(people)))


def groups_csv(sections: Sections) -> str:
    """Every table of an answer as one CSV, a row a number: which table, which row, which column, what it says."""
    return csv_text(("table", "row", "column", "value"), _numbers(sections))


def _numbers(sections: Sections) -> Iterator[tuple[str, str, str, str]]:
    for table in _tables(sections):
        for row in table.rows:
            cells = [cell if isinstance(cell, str) else cell.summary for cell in row]
            for column, cell in list(zip(table.columns, cells, strict=True))[1:]:
                yield table.caption, cells[0], column.heading, cell


def _tables(sections: Sections) -> Iterator[Table]:
    for section in sections:
        if isinstance(section, Table):
            yield section
        elif isinstance(section, Fold):
            yield from _tables(section.sections)
