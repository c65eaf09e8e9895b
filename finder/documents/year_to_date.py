"""What had run up this year, as documents give it."""

from __future__ import annotations

from finder.documents.fields import Input, Money
from finder.domain.errors import Problem
from finder.questions.so_far import so_far_problem


class YearToDate(Input):
    """What had run up this year before the first fill, in dollars."""

    gross_drug_cost: Money = 0
    troop: Money = 0

    def problem(self, year: int, where: str) -> Problem | None:
        """What no year can have run up."""
        return so_far_problem(self.gross_drug_cost, self.troop, year, where)
