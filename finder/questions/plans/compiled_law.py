"""Ranking by the compiled law, for a server that answers many people."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from finder.adjudication.plan_year import Ranking
from finder.domain.market import Catalog
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.rules.benefit_law import BenefitLaw, benefit_law

if TYPE_CHECKING:
    from finder.adjudication.compiled_years import CompiledYears

_READY: set[BenefitLaw] = set()
_ENGINES: WeakKeyDictionary[Catalog, CompiledYears] = WeakKeyDictionary()


def compile_law(plan_years: Iterable[int]) -> tuple[int, ...]:
    """Compile the law of those plan years that we know, or load it as kept; from then on this process ranks by it. Takes seconds for each
    law that is not kept. Returns the years compiled: none without Numba, and plain Python keeps answering."""
    if find_spec("numba") is None:
        return ()
    from finder.adjudication.compiled import kernel_of

    years = tuple(year for year in plan_years if FIRST_YEAR <= year <= LAST_YEAR)
    for year in years:
        kernel_of(benefit_law(year))
        _READY.add(benefit_law(year))
    return years


def compiled_ranking(catalog: Catalog) -> Ranking | None:
    """The ranking of a catalog's plans at once; None if the law of its year isn't compiled."""
    if benefit_law(catalog.info.plan_year) not in _READY:
        return None
    from finder.adjudication.compiled_years import CompiledYears

    engine = _ENGINES.get(catalog) or _ENGINES.setdefault(catalog, CompiledYears(catalog))
    return engine.rank


def forget_compiled_law() -> None:
    """Rank by plain Python again."""
    _READY.clear()
    _ENGINES.clear()
