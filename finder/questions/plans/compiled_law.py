"""Ranking by the compiled law, for a server that answers many people."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from finder.parameters import FIRST_YEAR, LAST_YEAR


def compile_law(plan_years: Iterable[int]) -> tuple[int, ...]:
    """Have this process rank by the compiled law of those plan years, as far as we have their law. Takes seconds for each shape of the law.
    Returns the years compiled: none where Numba is not installed, and plain Python goes on answering."""
    if find_spec("numba") is None:
        return ()
    from finder.adjudication.batch import prepare

    years = tuple(year for year in plan_years if FIRST_YEAR <= year <= LAST_YEAR)
    for year in years:
        prepare(year)
    return years
