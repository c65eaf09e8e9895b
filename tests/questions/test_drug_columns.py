"""The columns of a file: guessed from headings, checked, and turned into lines."""

from __future__ import annotations

import pytest

from finder.domain.drug_lines import Columns, Field, ListLine, Row, Sheet
from finder.domain.errors import Refusal
from finder.domain.supply import Often
from finder.explain.drug_list.columns import columns_sentence, columns_table
from finder.questions.drug_list.columns import guess_columns, lines_of_cells, lines_of_sheet, without_identity
from finder.questions.drug_list.words import understand

SHEET = Sheet(
    "list.csv",
    (
        Row(1, ("Medication", "Prescriber", "SIG:", "Qty.", "Days Supply", "Qty")),
        Row(2, ("eliquis 5 mg", "A. B.", "bid", "60", "30", "61")),
        Row(4, ("lantus pen", "", "", "2 boxes", "1 month")),
        Row(5, ("", "only a note")),
    ),
)


def test_usual_headings_are_known_and_each_meaning_is_used_once() -> None:
    guessed = guess_columns(SHEET)
    assert guessed.fields == (Field.DRUG, None, Field.DIRECTIONS, Field.QUANTITY, Field.DAYS_SUPPLY, None)
    assert guessed.heading_rows == 1


IN_SPANISH = Sheet(
    "lista.csv",
    (
        Row(1, ("Paciente", "Medicamento", "Concentración", "Cómo se toma", "Cantidad", "Días", "Médico")),
        Row(2, ("Persona Ejemplo", "metformina", "500 mg", "2 veces al día", "60", "30", "Dra. Ñandú")),
    ),
)


def test_spanish_headings_are_known_and_people_dropped() -> None:
    guessed = guess_columns(IN_SPANISH)
    assert guessed.fields == (None, Field.DRUG, Field.STRENGTH, Field.DIRECTIONS, Field.QUANTITY, Field.DAYS_SUPPLY, None)
    assert without_identity(IN_SPANISH).rows[1].cells == ("", "metformina", "500 mg", "2 veces al día", "60", "30", "")
    (line,) = lines_of_sheet(IN_SPANISH, guessed)
    said = understand(line.text)
    assert (said.count, said.days_supply, said.often, said.unread) == (60_000, 30, Often(2, 1), ())


def test_every_row_becomes_a_line_even_without_a_drug() -> None:
    assert lines_of_sheet(SHEET, guess_columns(SHEET)) == (
        ListLine(2, "eliquis 5 mg bid #60 30 days supply"),
        ListLine(4, "lantus pen 2 boxes 1 month"),
        ListLine(5, "only a note"),
    )


def test_a_sheet_without_headings_starts_at_its_first_row() -> None:
    plain = Sheet("list.csv", (Row(1, ("eliquis 5mg bid #60",)), Row(2, ("atorva 40 1x day",))))
    assert [line.text for line in lines_of_sheet(plain, guess_columns(plain))] == ["eliquis 5mg bid #60", "atorva 40 1x day"]


def test_columns_are_shown_with_an_example() -> None:
    guessed = guess_columns(SHEET)
    assert columns_sentence(SHEET, guessed) == (
        "list.csv has 3 rows and 6 columns. The first row has the headings. Check what each column is."
    )
    assert columns_table(SHEET, guessed).rows[:2] == (("Medication", "eliquis 5 mg", "Drug"), ("Prescriber", "A. B.", "Not read"))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ((None, None), "one column with the name of the drug"),
        ((Field.DRUG, Field.DRUG), "each meaning for one column only"),
    ],
)
def test_columns_without_a_drug_or_with_one_meaning_twice_are_refused(fields: tuple[Field | None, ...], expected: str) -> None:
    with pytest.raises(Refusal) as refused:
        lines_of_sheet(SHEET, Columns(("a", "b"), fields, heading_rows=1))
    assert refused.value.problems[0].expected == expected


def test_blank_rows_of_the_table_are_left_out() -> None:
    rows = [{}, {Field.DRUG: "eliquis", Field.STRENGTH: "5", Field.QUANTITY: "60", Field.DAYS_SUPPLY: "30"}]
    assert lines_of_cells(rows) == (ListLine(2, "eliquis 5 #60 30 days supply"),)
    with pytest.raises(Refusal, match="at least one line"):
        lines_of_cells([{}])
