"""A questions file that somebody answered: for each line a product by its RxCUI, an amount, or that the drug is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from finder.documents.batch.columns import QUESTIONS
from finder.documents.batch.people import Told
from finder.domain.errors import Problem, SourceError

_YES = ("yes", "y", "true", "1", "x")
_RXCUI = re.compile(r"[0-9]+")


def read_answers(path: Path) -> dict[str, dict[str, Told]]:
    """The answers by person and by the words of a line; rows without one are left out. Raises SourceError."""
    table = _table(path)
    if not {"member", "line", "rxcui", "leave_out"} <= set(table.column_names):
        raise SourceError([Problem(path.name[:60], "a file that --questions wrote", "other columns")])
    answers: dict[str, dict[str, Told]] = {}
    for number, row in enumerate(table.to_pylist(), start=2):
        told = _told(path, number, {name: "" if value is None else str(value).strip() for name, value in row.items()})
        if told is not None:
            answers.setdefault(str(row["member"]).strip(), {})[_unmarked(str(row["line"]))] = told
    return answers


def _table(path: Path) -> pa.Table:
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            return pq.read_table(path)
        texts = {name: pa.string() for name in QUESTIONS.names}
        with path.open("rb") as file:
            return pc_csv.read_csv(
                file,
                parse_options=pc_csv.ParseOptions(newlines_in_values=True),
                convert_options=pc_csv.ConvertOptions(column_types=texts, strings_can_be_null=True),
            )
    except OSError as error:
        raise SourceError([Problem(path.name[:60], "a file that can be read", error.strerror or "none")]) from error
    except pa.ArrowException as error:
        raise SourceError([Problem(path.name[:60], "a file that --questions wrote, in UTF-8", "another")]) from error


def _told(path: Path, number: int, row: dict[str, str]) -> Told | None:
    """The answer of a row. A choice copied whole (``617311: atorvastatin ...``) names its RxCUI."""
    where = f"{path.name[:60]}, row {number}"
    leave_out = row["leave_out"].lower() in _YES
    rxcui = row["rxcui"].partition(":")[0].strip()
    if rxcui and not _RXCUI.fullmatch(rxcui):
        raise SourceError([Problem(where, "an rxcui of the candidates", "something else")])
    quantity, days = row.get("quantity", ""), row.get("days_supply", "")
    if bool(quantity) != bool(days):
        raise SourceError([Problem(where, "quantity and days_supply together", "one of them")])
    if (quantity and not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", quantity)) or (days and not re.fullmatch(r"[0-9]{1,3}", days)):
        raise SourceError([Problem(where, 'numbers such as "30" in quantity and days_supply', "something else")])
    if not (rxcui or leave_out or quantity):
        return None
    return Told(rxcui, quantity, int(days) if days else None, leave_out)


def _unmarked(line: str) -> str:
    """The words without the apostrophe that keeps a spreadsheet from taking them for a formula."""
    return line[1:] if re.match(r"'[=+\-@\t\r]", line) else line
