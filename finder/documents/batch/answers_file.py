"""A questions file that somebody answered: for each line a product by its RxCUI, an amount, or that the drug is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from finder.documents.batch.columns import QUESTIONS
from finder.documents.batch.people import Told
from finder.documents.batch.text_table import headings, refused, text_rows
from finder.documents.compare_request import PrescriptionInput
from finder.documents.fields import read
from finder.domain.errors import Problem, Refusal, SourceError

_YES, _NO = ("yes", "y", "true", "1", "x"), ("", "no", "n", "false", "0")
_RXCUI = re.compile(r"[0-9]+")


def read_answers(path: Path) -> dict[str, dict[str, Told]]:
    """The answers by person and by the words of a line; rows without one are left out. Raises SourceError."""
    answers: dict[str, dict[str, Told]] = {}
    for number, row in _rows(path):
        told = _told(path, number, row)
        if told is not None and answers.setdefault(row["member"], {}).setdefault(_unmarked(row["line"]), told) != told:
            raise SourceError([Problem(_where(path, number), "one answer to a line of a person", "another one")])
    return answers


def _where(path: Path, number: int) -> str:
    return f"{path.name[:60]}, row {number}"


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its number, its cells by column; an empty cell where a column is missing."""
    columns: list[str]
    if path.suffix.lower() in (".parquet", ".pq"):
        columns, rows = _of_parquet(path)
    else:
        columns, rows = headings(path), ([cell.strip() for cell in row] for row in islice(text_rows(path), 1, None))
    if not {"member", "line", "rxcui", "leave_out"} <= set(columns):
        raise refused(path, "a file that --questions wrote", "other columns")
    empty = dict.fromkeys(QUESTIONS.names, "")
    for number, row in enumerate(rows, start=2):
        if any(row):
            yield number, empty | dict(zip(columns, row, strict=False))


def _of_parquet(path: Path) -> tuple[list[str], Iterator[list[str]]]:
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise refused(path, "a file that --questions wrote", "another") from error
    rows = (["" if value is None else str(value).strip() for value in row.values()] for row in table.to_pylist())
    return table.column_names, rows


def _told(path: Path, number: int, row: dict[str, str]) -> Told | None:
    """The answer of a row. A choice copied whole (``617311: atorvastatin ...``) names its RxCUI."""
    where = _where(path, number)
    leave_out = row["leave_out"].lower() in _YES
    if not leave_out and row["leave_out"].lower() not in _NO:
        raise SourceError([Problem(where, '"yes" or nothing in leave_out', "something else")])
    rxcui = row["rxcui"].partition(":")[0].strip()
    if rxcui and not _RXCUI.fullmatch(rxcui):
        raise SourceError([Problem(where, "an rxcui of the candidates", "something else")])
    quantity, days = row["quantity"], row["days_supply"]
    if bool(quantity) != bool(days):
        raise SourceError([Problem(where, "quantity and days_supply together", "one of them")])
    if (quantity and not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", quantity)) or (days and not re.fullmatch(r"[0-9]{1,3}", days)):
        raise SourceError([Problem(where, 'numbers such as "30" in quantity and days_supply', "something else")])
    if not (rxcui or leave_out or quantity):
        return None
    if leave_out and (rxcui or quantity):
        raise SourceError([Problem(where, "either a drug with its amount or leave_out", "both")])
    if quantity:
        _refuse_amount(where, quantity, int(days))
    return Told(rxcui, quantity, int(days) if days else None, leave_out)


def _refuse_amount(where: str, quantity: str, days: int) -> None:
    """Refuse an amount that no prescription has, in the words of ``finder compare``."""
    try:
        read(PrescriptionInput, {"rxcui": "-", "quantity": quantity, "days_supply": days})
    except Refusal as refusal:
        told = (problem._replace(where=f"{where}, {problem.where.removeprefix('$.')}") for problem in refusal.problems)
        raise SourceError(told) from refusal


def _unmarked(line: str) -> str:
    """The words without the apostrophe that keeps a spreadsheet from taking them for a formula."""
    return line[1:] if re.match(r"'[=+\-@\t\r]", line) else line
