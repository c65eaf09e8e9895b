"""Ranking by the compiled law, for a server that answers many people."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from finder.adjudication.plan_year import Ranking
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.rules.benefit_law import BenefitLaw, benefit_law

if TYPE_CHECKING:
    from finder.adjudication.compiled import CompiledLaw

_READY: dict[BenefitLaw, CompiledLaw] = {}


def compile_law(plan_years: Iterable[int]) -> tuple[int, ...]:
    """Compile the law of those plan years that we know; from then on this process ranks by it. Takes seconds for each law.
    Returns the years compiled: none without Numba, and plain Python keeps answering."""
    if find_spec("numba") is None:
        return ()
    from finder.adjudication.compiled import CompiledLaw

    years = tuple(year for year in plan_years if FIRST_YEAR <= year <= LAST_YEAR)
    for year in years:
        if benefit_law(year) not in _READY:
            _READY[benefit_law(year)] = CompiledLaw(year)
    return years


def compiled_ranking(plan_year: int) -> Ranking | None:
    """The ranking of many plans at once in a plan year; None if its law isn't compiled."""
    law = _READY.get(benefit_law(plan_year))
    return law.rank if law else None


def forget_compiled_law() -> None:
    """Rank by plain Python again."""
    _READY.clear()
