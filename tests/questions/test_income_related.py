"""The income-related amount: both sides of each limit, by filing status and year; a year without limits; the command."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from finder.documents.commands import ask
from finder.domain.errors import Refusal
from finder.domain.income_related import FilingStatus
from finder.questions.explainers.income_related import amounts_of, income_related

SINGLE, JOINT, SEPARATE = FilingStatus.SINGLE, FilingStatus.JOINT, FilingStatus.SEPARATE


@pytest.mark.parametrize(
    ("year", "filing", "income", "bracket", "amount"),
    [
        # 2026, one person: above 109,000, 137,000, 171,000, 205,000; from 500,000 on
        (2026, SINGLE, 0, 0, 0),
        (2026, SINGLE, 109_000_00, 0, 0),
        (2026, SINGLE, 109_000_01, 1, 14_50),
        (2026, SINGLE, 137_000_00, 1, 14_50),
        (2026, SINGLE, 137_000_01, 2, 37_50),
        (2026, SINGLE, 171_000_00, 2, 37_50),
        (2026, SINGLE, 171_000_01, 3, 60_40),
        (2026, SINGLE, 205_000_00, 3, 60_40),
        (2026, SINGLE, 205_000_01, 4, 83_30),
        (2026, SINGLE, 499_999_99, 4, 83_30),
        (2026, SINGLE, 500_000_00, 5, 91_00),
        # 2026, a joint return: above 218,000, 274,000, 342,000, 410,000; from 750,000 on
        (2026, JOINT, 218_000_00, 0, 0),
        (2026, JOINT, 218_000_01, 1, 14_50),
        (2026, JOINT, 274_000_01, 2, 37_50),
        (2026, JOINT, 342_000_01, 3, 60_40),
        (2026, JOINT, 410_000_00, 3, 60_40),
        (2026, JOINT, 410_000_01, 4, 83_30),
        (2026, JOINT, 749_999_99, 4, 83_30),
        (2026, JOINT, 750_000_00, 5, 91_00),
        # 2026, married and filed apart: above 109,000 the fourth at once; from 500,000 - 109,000 = 391,000 on the fifth
        (2026, SEPARATE, 109_000_00, 0, 0),
        (2026, SEPARATE, 109_000_01, 4, 83_30),
        (2026, SEPARATE, 390_999_99, 4, 83_30),
        (2026, SEPARATE, 391_000_00, 5, 91_00),
        # 2016, married and filed apart: 160,000 - 85,000 = 75,000 < 85,000, so the third; above 214,000 - 85,000 = 129,000 the fourth
        (2016, SEPARATE, 85_000_00, 0, 0),
        (2016, SEPARATE, 85_000_01, 3, 52_80),
        (2016, SEPARATE, 129_000_00, 3, 52_80),
        (2016, SEPARATE, 129_000_01, 4, 72_90),
        (2012, SEPARATE, 85_000_00, 0, 0),
        (2012, SEPARATE, 85_000_01, 3, 48_10),
        (2012, SEPARATE, 129_000_01, 4, 66_40),
        # 2018, married and filed apart: 160,000 - 85,000 = 75,000 < 85,000, so the fourth at once
        (2018, SEPARATE, 85_000_00, 0, 0),
        (2018, SEPARATE, 85_000_01, 4, 74_80),
        # to 2018 the highest of four begins above its limit, as the others do
        (2017, SINGLE, 214_000_00, 3, 55_20),
        (2017, SINGLE, 214_000_01, 4, 76_20),
        (2018, JOINT, 320_000_00, 3, 54_20),
        (2018, JOINT, 320_000_01, 4, 74_80),
        (2011, SINGLE, 85_000_01, 1, 12_00),
        (2019, JOINT, 750_000_00, 5, 77_40),
    ],
)
def test_both_sides_of_each_limit(year: int, filing: FilingStatus, income: int, bracket: int, amount: int) -> None:
    answer = income_related(year, filing, income)
    assert (answer.bracket, answer.amount, answer.tax_year) == (bracket, amount, year - 2)


@pytest.mark.parametrize("filing", FilingStatus)
def test_a_year_without_limits_never_borrows_another_years(filing: FilingStatus) -> None:
    answer = income_related(2027, filing, 150_000_00)
    assert (answer.bracket, answer.amount, answer.tiers) == (None, None, ())
    assert "irmaa_part_d.lower_bound.single.tier1" in answer.missing or f"irmaa_part_d.lower_bound.{filing.key}.tier1" in answer.missing
    assert [tier.amount for tier in amounts_of(2027)] == [0, 15_40, 39_70, 64_00, 88_30, 96_40]  # the amounts are known, by formula
    assert {tier.status for tier in amounts_of(2027)[1:]} == {"single"}


def test_no_income_has_no_bracket() -> None:
    answer = income_related(2026, SINGLE, None)
    assert (answer.bracket, answer.amount) == (None, None)
    assert [tier.bracket for tier in answer.tiers] == [0, 1, 2, 3, 4, 5]


def test_years_before_the_law_have_no_amount() -> None:
    assert amounts_of(2010) == ()
    assert [tier.bracket for tier in amounts_of(2011)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("year", range(2011, 2027))
@pytest.mark.parametrize("filing", FilingStatus)
def test_a_bracket_never_falls_as_income_rises(year: int, filing: FilingStatus) -> None:
    tiers = income_related(year, filing, None).tiers
    bounds = [tier.begins or 0 for tier in tiers]
    assert bounds == sorted(set(bounds))
    assert tiers[0].bracket == 0
    assert len(tiers) > 1
    assert [tier.amount for tier in tiers] == sorted({tier.amount or 0 for tier in tiers})


def test_the_command_answers_and_prints_its_schema() -> None:
    def run(*arguments: str, given: str = "") -> Any:
        ran = subprocess.run([sys.executable, "-m", "finder.cli", *arguments], input=given, capture_output=True, text=True, check=True)
        return json.loads(ran.stdout)

    answer = run("income-related", "-", given='{"year": 2026, "filing": "joint", "income": "300000"}')
    # above 274,000, not above 342,000; 37.50 x 12 = 450.00
    assert (answer["bracket"], answer["monthly_amount"], answer["yearly_amount"], answer["tax_year"]) == (2, "37.50", "450.00", 2024)
    assert answer["brackets"][5] == {
        "bracket": 5,
        "income_above": None,
        "income_at_least": "750000.00",
        "monthly_amount": "91.00",
        "status": "confirmed",
    }
    assert len(answer["life_changing_events"]) == 8
    assert set(run("income-related", "--schema")["properties"]) == {"year", "filing", "income"}


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"year": 2010}, "$.year: expected at least 2011, found 2010"),
        ({"year": 2028}, "$.year: expected at most 2027, found 2028"),
        ({"filing": "apart"}, '$.filing: expected one of single, joint, separate, found "apart"'),
        ({"income": -5}, "$.income: expected dollars from 0.00 to 1000000000.00, found -5"),
    ],
)
def test_refusals_and_their_reasons(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(Refusal) as caught:
        ask("income-related", {"year": 2026, "filing": "single", **document})
    assert [str(found) for found in caught.value.problems] == [problem]
