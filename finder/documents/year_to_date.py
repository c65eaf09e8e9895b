"""What had run up this year before a question is asked, in a document."""

from __future__ import annotations

from finder.documents.fields import Input, Money


class YearToDate(Input):
    """What had run up this year before the first fill, in dollars."""

    gross_drug_cost: Money = 0
    troop: Money = 0
