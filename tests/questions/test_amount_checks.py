"""An amount on either side of each limit of plain sense, through every way in: never silent above it, never asked below it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest

from finder.documents.commands import ask
from finder.documents.compare_request import read_request
from finder.documents.comparison import answer_compare
from finder.domain.drug_lines import Answer, Asked, Columns, DrugLine, Field, ListLine, Row, Sheet
from finder.domain.money import QUANTITY_SCALE
from finder.domain.paid_fills import PaidFill
from finder.domain.supply import ABOVE_LIMIT, COUNT_LIKE_A_DOSE, FEW_A_WEEK, MANY_A_DAY, PART_OF_A_PACKAGE
from finder.paths import shipped
from finder.questions.drug_list.fills import lines_of_fills, read_table
from finder.questions.drug_list.reading import answer_lines, read_drug_list
from finder.sources.catalog.reading import open_catalog

CATALOG = open_catalog(2026, shipped("data") / "catalogs")
pytestmark = pytest.mark.skipif(CATALOG.drug("855332") is None, reason="the cases are of the larger market")


class Case(NamedTuple):
    rxcui: str
    label: str
    right: float
    slip: float
    days: int
    code: str


CASES = (
    Case("312961", "simvastatin 20 mg", 120, 121, 30, ABOVE_LIMIT),  # the most generous plan allows 60 for 30 days; twice that
    Case("855332", "warfarin 5 mg", 720, 721, 30, MANY_A_DAY),  # 24 a day
    Case("855288", "warfarin 1 mg", 13, 12.5, 90, FEW_A_WEEK),  # 90 / 7 = 12.9
    Case("855302", "warfarin 2 mg", 5, 4, 30, COUNT_LIKE_A_DOSE),  # 4 at a time, or 4 in a month?
    Case("847232", "Lantus Solostar U-100", 15, 14, 30, PART_OF_A_PACKAGE),  # a box of five pens of 3 mL
)


def line_of(case: Case, units: float) -> str:
    return f"{case.label} {f'{units:g} ml' if case.rxcui == '847232' else f'#{units:g}'} {case.days} days supply"


def pasted(case: Case, units: float) -> DrugLine:
    (line,) = read_drug_list(CATALOG, [ListLine(1, line_of(case, units))])
    return line


def answered(case: Case, units: float) -> DrugLine:
    given = {1: Answer(CATALOG.drug(case.rxcui), round(units * QUANTITY_SCALE), case.days)}
    (line,) = answer_lines(read_drug_list(CATALOG, [ListLine(1, case.label)]), given, CATALOG)  # also how a session file comes back
    return line


def of_a_table(case: Case, units: float) -> DrugLine:
    fields = (Field.DRUG, Field.QUANTITY, Field.DAYS_SUPPLY)
    quantity = f"{units:g} mL" if case.rxcui == "847232" else f"{units:g}"
    sheet = Sheet("list.csv", (Row(1, ("Drug", "Qty", "Days")), Row(2, (case.label, quantity, str(case.days)))))
    (line,) = read_table(CATALOG, sheet, Columns(("Drug", "Qty", "Days"), fields, 1), lambda _: None)
    return line


def claimed(case: Case, units: float) -> DrugLine:
    fill = PaidFill(1, date(2026, 3, 2), "", case.label, round(units * QUANTITY_SCALE), case.days, None)
    (line,) = lines_of_fills(CATALOG, [fill])
    return line


WAYS = [(case, way) for case in CASES for way in (pasted, answered, of_a_table, claimed)]
WAYS.remove((CASES[-1], claimed))  # "#15" of pens without an NDC may be mL or pens, and is asked either way


@pytest.mark.parametrize(("case", "entrance"), WAYS, ids=[f"{case.code}-{way.__name__}" for case, way in WAYS])
def test_a_slip_is_asked_in_every_way_in_and_a_right_amount_is_not(case: Case, entrance: Callable[[Case, float], DrugLine]) -> None:
    right, slip = entrance(case, case.right), entrance(case, case.slip)
    settled = right.prescription
    assert settled is not None
    assert (settled.drug.rxcui, settled.quantity, settled.days_supply) == (case.rxcui, case.right * QUANTITY_SCALE, case.days)
    assert slip.prescription is None
    assert {Asked.DOUBT, Asked.CONFIRM} & set(slip.asked)
    assert Asked.CONFIRM in slip.asked or case.code in [doubt.code for doubt in slip.doubts]
    assert len({offer.amount[:2] for offer in slip.offers}) > 1 or Asked.CONFIRM in slip.asked  # both readings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_command_says_of_a_slip_that_it_is_a_question(case: Case) -> None:
    right, slip = ask("list", {"plan_year": 2026, "text": f"{line_of(case, case.right)}\n{line_of(case, case.slip)}"})["lines"]
    assert (right["status"], slip["status"], slip["prescription"]) == ("ready", "question", None)
    assert slip["asks"]


def test_compare_warns_of_each_slip_and_of_no_right_amount() -> None:
    def warned(units: list[float]) -> list[tuple[int, str]]:
        pairs = zip(CASES, units, strict=True)
        given = [{"rxcui": case.rxcui, "quantity": f"{amount:g}", "days_supply": case.days} for case, amount in pairs]
        asked = read_request({"plan_year": 2026, "zip": "01604", "today": "2026-01-02", "top": 1, "prescriptions": given})
        return [(warning["prescription"], warning["code"]) for warning in answer_compare(CATALOG, asked)["warnings"]]

    assert warned([case.right for case in CASES]) == []
    assert warned([case.slip for case in CASES]) == [(place, case.code) for place, case in enumerate(CASES)]
