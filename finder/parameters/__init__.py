"""The numbers of the law by plan year, each with its references, in one YAML file per topic.

    numbers = parameter_set(2026)
    numbers.cents("deductible")                    # integer cents
    numbers.get("deductible").sources              # where it was read
    numbers.cents("lis_partial.deductible")        # raises MissingParameter: abolished before 2026

To change a number, change its line in the topic's YAML file. Its value, years, status, sources and note are there and nowhere else.
"""

from __future__ import annotations

from functools import cache

from finder.domain.errors import UnknownPlanYear
from finder.domain.law import Kind, Parameter
from finder.parameters.model import ParameterSet, index, topic_of, version

FIRST_YEAR: int = index().first_year
LAST_YEAR: int = index().last_year

__all__ = ["FIRST_YEAR", "LAST_YEAR", "Kind", "Parameter", "ParameterSet", "parameter_set", "topic_of", "version"]


@cache
def parameter_set(plan_year: int) -> ParameterSet:
    """The numbers of a plan year. Raises UnknownPlanYear outside ``FIRST_YEAR`` to ``LAST_YEAR``; never another year's numbers."""
    if not FIRST_YEAR <= plan_year <= LAST_YEAR:
        raise UnknownPlanYear(plan_year, FIRST_YEAR, LAST_YEAR)
    return ParameterSet(plan_year)
