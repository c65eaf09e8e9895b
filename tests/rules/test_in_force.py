"""The law of a year is the latest one in force."""

from __future__ import annotations

from datetime import date

import pytest

from finder.rules.benefit_law import benefit_law
from finder.rules.rights_and_clocks import appeal_law


@pytest.mark.parametrize(("year", "gap"), [(2006, True), (2024, True), (2025, False), (2027, False)])
def test_the_gap_ends_with_2024(year: int, gap: bool) -> None:
    assert benefit_law(year).has_coverage_gap is gap


def test_a_year_between_two_laws_uses_the_earlier_one() -> None:
    assert benefit_law(2013) is benefit_law(2011)
    assert benefit_law(2014) is not benefit_law(2011)


def test_from_2025_the_time_to_appeal_runs_from_receipt() -> None:
    # 65 days of a notice dated March 1 and received March 6: by the notice May 5, from the receipt May 10
    written, received = date(2024, 3, 1), date(2024, 3, 6)
    assert appeal_law(2024).time_to_appeal(written, received, 65, 5) == date(2024, 5, 5)
    assert appeal_law(2025).time_to_appeal(written, received, 65, 5) == date(2024, 5, 10)
