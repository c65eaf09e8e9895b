"""Who pays before Medicare (Medicare secondary payer)."""

from __future__ import annotations

from finder.rules.registry import law


@law
def employer_pays_first(employees: int, at_least: int) -> bool:
    """Coverage from a job that somebody has now pays before Medicare where the employer has at least so many people: 20 for those who are
    65 or older, 100 for those with a disability. 42 USC 1395y(b)(1)(A)-(B)."""
    return employees >= at_least


@law
def pays_first_with_kidney_failure(month: int, months: int) -> bool:
    """With kidney failure an employer's coverage pays before Medicare in the first 30 months. 42 USC 1395y(b)(1)(C)."""
    return month <= months
