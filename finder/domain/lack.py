"""What a release of the public use files lacks, known before it is downloaded."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finder.domain.benefit import Named


class LackKind(Named):
    """What is lacking, and what stands in for it.

    ``ESTIMATED_PRICES``: prices are estimated from a quarter of the year before; ``NO_PRICES``: there is none to estimate from;
    ``QUARTERS_PRICES``: a monthly release takes the prices of a quarter of its year; ``QUARTER_FIRST``: it has none to take, and cannot be
    imported; ``LANDSCAPE``: premiums of health plans will be at least their Part D part, and stars are not known.
    """

    ESTIMATED_PRICES = 0
    NO_PRICES = 1
    QUARTERS_PRICES = 2
    QUARTER_FIRST = 3
    LANDSCAPE = 4


class Lack(NamedTuple):
    """One thing that a release lacks.

    ``prices_as_of``: the day of the prices that stand in; None where none do.
    ``drugs``: how many drugs have such prices.
    ``states``: in which states, by their two letters.
    """

    kind: LackKind
    plan_year: int
    prices_as_of: date | None = None
    drugs: int = 0
    states: tuple[str, ...] = ()
