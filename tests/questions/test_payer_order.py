"""Who pays first: both sides of each limit, and what each payer does to a ledger and to the yearly limit."""

from __future__ import annotations

from typing import Any

import pytest

from finder.documents.commands import ask
from finder.domain.claim import OtherPayerKind
from finder.domain.errors import Refusal
from finder.domain.payer_order import Because, Cover, OnALedger, OtherCover, PartDPays
from finder.explain.explainers.payer_order import SIZES
from finder.questions.explainers.payer_order import order_rules, payer_order

AGE, DISABILITY, KIDNEY = Because.AGE, Because.DISABILITY, Because.KIDNEY_FAILURE


@pytest.mark.parametrize(
    ("cover", "because", "employees", "month", "order"),
    [
        (Cover.JOB, AGE, 19, None, PartDPays.FIRST),
        (Cover.JOB, AGE, 20, None, PartDPays.SECOND),
        (Cover.JOB, DISABILITY, 99, None, PartDPays.FIRST),
        (Cover.JOB, DISABILITY, 100, None, PartDPays.SECOND),
        (Cover.JOB, KIDNEY, 3, 30, PartDPays.SECOND),  # whatever the size of the employer
        (Cover.JOB, KIDNEY, 500, 31, PartDPays.FIRST),
        (Cover.RETIREE, KIDNEY, None, 30, PartDPays.SECOND),
        (Cover.RETIREE, KIDNEY, None, 31, PartDPays.FIRST),
        (Cover.RETIREE, AGE, 500, None, PartDPays.FIRST),
        (Cover.JOB, None, 20, None, PartDPays.ASK),
        (Cover.JOB, AGE, None, None, PartDPays.ASK),
        (Cover.JOB, KIDNEY, 500, None, PartDPays.ASK),
        (Cover.RETIREE, None, None, None, PartDPays.ASK),
        (Cover.WORKERS_COMPENSATION, None, None, None, PartDPays.SECOND),
        (Cover.ACCIDENT, None, None, None, PartDPays.SECOND),
        (Cover.VA, None, None, None, PartDPays.APART),
    ],
)
def test_who_pays_first(cover: Cover, because: Because | None, employees: int | None, month: int | None, order: PartDPays) -> None:
    found = payer_order(OtherCover(cover, 2026, because, employees, month))
    assert found.order is order
    assert (found.payer is None) == (found.example is None) == (order is not PartDPays.FIRST)


@pytest.mark.parametrize(
    ("cover", "year", "counted"),
    [
        # a brand of 100.00 in the deductible, of which the other one pays 60.00: 100.00 counts if that payment does, else 40.00
        (Cover.SPAP, 2006, 100_00),
        (Cover.CHARITY, 2006, 100_00),
        (Cover.ADAP, 2010, 40_00),
        (Cover.ADAP, 2011, 100_00),
        (Cover.IHS, 2010, 40_00),
        (Cover.IHS, 2011, 100_00),
        (Cover.RETIREE, 2024, 40_00),
        (Cover.RETIREE, 2025, 100_00),
    ],
)
def test_what_a_payer_after_the_plan_does_to_the_ledger_and_the_limit(cover: Cover, year: int, counted: int) -> None:
    found = payer_order(OtherCover(cover, year, AGE))
    assert found.example == OnALedger(100_00, 60_00, 40_00, counted)
    assert found.counts is (counted == 100_00)


def test_what_is_paid_apart_or_first_is_in_no_ledger() -> None:
    counts = {cover: payer_order(OtherCover(cover, 2026)).counts for cover in (Cover.VA, Cover.WORKERS_COMPENSATION, Cover.ACCIDENT)}
    assert counts == {Cover.VA: False, Cover.WORKERS_COMPENSATION: False, Cover.ACCIDENT: None}  # None: we don't know, and say so
    assert payer_order(OtherCover(Cover.JOB, 2026, AGE, 20)).counts is None


def test_each_size_to_choose_stands_on_its_side_of_both_limits() -> None:
    orders = [[payer_order(OtherCover(Cover.JOB, 2026, because, size)).order for size in SIZES.values()] for because in (AGE, DISABILITY)]
    first, second, unknown = PartDPays.FIRST, PartDPays.SECOND, PartDPays.ASK
    assert orders == [[first, second, second, unknown], [first, first, second, unknown]]


def test_the_rules_of_a_state_program() -> None:
    rules = [rule.id for rule in order_rules(OtherPayerKind.SPAP, 2026)]
    assert rules == ["spap_order", "equal_help", "no_mass_moves", "tell_the_plan", "all_counted_again", "spap"]
    assert "no_mass_moves" not in [rule.id for rule in order_rules(OtherPayerKind.SPAP, 2009)]  # 75 FR 19819 is of 2010


def test_the_command_and_what_it_refuses() -> None:
    found: Any = ask("who-pays-first", {"cover": "job", "year": 2026, "medicare_because": "age", "employees": 19})
    assert (found["part_d_pays"], found["other_payer"], found["counts_toward_troop"]) == ("first", "employer", True)
    assert found["example"] == {"price": "100.00", "other_payer": "60.00", "patient_pay": "40.00", "troop_credit": "100.00"}
    assert found["rules"][0]["id"] == "job_age"
    with pytest.raises(Refusal, match=r"\$\.employees: expected 1 or more"):
        ask("who-pays-first", {"cover": "job", "year": 2026, "employees": 0})
