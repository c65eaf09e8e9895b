"""``finder batch``: a file of members in, a row for each at every plan out. Memory does not grow with the members."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple

from finder.documents.batch.answers_file import read_answers
from finder.documents.batch.columns import PEOPLE, PLANS, QUESTIONS, REJECTS
from finder.documents.batch.entries import Entry
from finder.documents.batch.kept_parts import KeptParts
from finder.documents.batch.members_file import open_members
from finder.documents.batch.once import counted_once
from finder.documents.batch.part import Part, answer_partition, answer_partition_plainly, part_bytes, rows_of
from finder.documents.batch.people import Setting, Told
from finder.documents.batch.tables_out import TableOut, TablesOut
from finder.documents.batch.versions import answering_versions, data_changed
from finder.domain.batch import Came, Counts, Progress, Refused
from finder.domain.errors import PlansChanged, Problem, Refusal, UnknownPlanYear
from finder.explain.population.batch import closing_lines, goes_on_sentence, kept_sentence, progress_line
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.questions.population.local_processes import OnThisMachine
from finder.questions.population.partition import PartAnswer
from finder.questions.population.runner import InThisProcess, Runner
from finder.questions.progress import Pace
from finder.terminal import tell

_OFTEN, _SELDOM = 0.25, 10.0
_FEWEST, _MOST, _PARTS = 10, 250, 100
_WORTH_COMPILING, _WORTH_PROCESSES = 20, 200
"""People from which compiled code, and more processes than this one, save more time than they take to start."""


class Order(NamedTuple):
    """What is asked for.

    ``answers``: a questions file with answers.
    ``plan_year``: of members who name none.
    ``workers``: processes of this machine; None: as many as it has cores.
    ``plain``: without compiled code.
    """

    members: Path
    out: Path
    summary: Path | None = None
    questions: Path | None = None
    rejects: Path | None = None
    answers: Path | None = None
    plan_year: int | None = None
    workers: int | None = None
    without_questions: bool = False
    plain: bool = False


def run_batch(order: Order, today: date, runner: AbstractContextManager[Runner] | None = None) -> Counts:
    """Answer all members and write the files; what came of them. Raises FinderError. ``runner``: in place of this machine's processes."""
    began = time.monotonic()
    members = open_members(order.members)
    _refuse_year(order.plan_year, members.columns)
    total = counted_once(order.members.name, members.entries)
    if not total:
        raise Refusal([Problem(order.members.name[:60], "at least one member", "none")])
    told = read_answers(order.answers) if order.answers else {}
    setting = Setting(today, order.plan_year, order.without_questions)
    parts = _parts(setting, members.columns, members.entries(), told, _people_a_part(total))
    answer = answer_partition_plainly if order.plain or total < _WORTH_COMPILING else answer_partition
    with ExitStack() as stack:
        kept = KeptParts(order.out, tuple(answering_versions().values()))
        stack.callback(kept.close)
        try:
            tables = stack.enter_context(TablesOut())
            files = _files(order, tables)
            chosen = stack.enter_context(runner or nullcontext(_local(order, total)))
            came = _write(kept.answers(chosen, answer, parts, lambda: tell(goes_on_sentence())), files, total)
        except KeyboardInterrupt:
            if kept.count():
                tell(kept_sentence(str(kept.folder)))
            raise
        except OSError as error:  # what is answered stays; a later run goes on
            raise Refusal([Problem("--out", "room to write", error.strerror or "an error of the disk")]) from error
        if data_changed():
            kept.remove()
            raise PlansChanged
        tables.keep([file.path for name, file in files.items() if came.counts.answered or name in ("questions", "rejects")])
        kept.remove()
    for line in closing_lines(came, time.monotonic() - began, questions=bool(order.questions), rejects=bool(order.rejects)):
        tell(line)
    return came.counts


def _refuse_year(plan_year: int | None, columns: Sequence[str]) -> None:
    if plan_year is None and "plan_year" not in columns:
        raise Refusal([Problem("--year", "a plan year, as the members have no column plan_year", "nothing")])
    if plan_year is not None and not FIRST_YEAR <= plan_year <= LAST_YEAR:
        raise UnknownPlanYear(plan_year, FIRST_YEAR, LAST_YEAR, "--year")


def _local(order: Order, total: int) -> Runner:
    cores = os.cpu_count() or 1
    workers = order.workers or (cores if total >= _WORTH_PROCESSES else 1)
    return InThisProcess() if workers == 1 else OnThisMachine(workers)


def _people_a_part(total: int) -> int:
    """The same for a file whatever answers it, so that the bytes are."""
    return min(max(total // _PARTS, _FEWEST), _MOST)


def _parts(
    setting: Setting, columns: Sequence[str], entries: Iterator[Entry], told: Mapping[str, Mapping[str, Told]], size: int
) -> Iterator[bytes]:
    while people := list(islice(entries, size)):
        yield part_bytes(Part(setting, people, columns, told))


def _files(order: Order, tables: TablesOut) -> dict[str, TableOut]:
    wanted = {"plans": order.out, "people": order.summary, "questions": order.questions, "rejects": order.rejects}
    schemas = {"plans": PLANS, "people": PEOPLE, "questions": QUESTIONS, "rejects": REJECTS}
    options = {"plans": "--out", "people": "--summary", "questions": "--questions", "rejects": "--rejects"}
    places = [path.resolve() for path in (*wanted.values(), order.members, order.answers) if path is not None]
    if len(set(places)) < len(places):
        raise Refusal([Problem("--out", "a file of its own for each table", "one file named twice")])
    return {name: tables.open(path, schemas[name], options[name]) for name, path in wanted.items() if path is not None}


def _write(answers: Iterable[PartAnswer], files: Mapping[str, TableOut], total: int) -> Came:
    came, report = Came(), _reporter(sys.stderr, total)
    for part in answers:
        for name, file in files.items():
            file.add(rows_of(getattr(part, name)))
        counts = came.counts.plus(Counts(part.answered, part.asked, part.rejected))
        came = Came(counts, came.first_refusal or _first_refusal(part))
        report(counts.all)
    return came


def _first_refusal(part: PartAnswer) -> Refused | None:
    if not part.rejected:
        return None
    first = rows_of(part.rejects).slice(0, 1).to_pylist()[0]
    return Refused(first["row"], first["column"], first["reason"])


def _reporter(out: IO[str], total: int) -> Callable[[int], None]:
    """Overwrites one line on a terminal; in a log, writes a line every ten seconds."""
    pace, alive, began = Pace(), out.isatty(), time.monotonic()
    written = began

    def report(done: int) -> None:
        nonlocal written
        now, last = time.monotonic(), done >= total
        rate = pace.rate(now - began, done)
        if now - written < (_OFTEN if alive else _SELDOM) and not (last and alive):
            return
        written = now
        text = progress_line(Progress(min(done, total), total, rate))
        out.write(f"\r\x1b[K{text}{chr(10) if last else ''}" if alive else f"{text}\n")
        out.flush()

    return report
