"""A year's numbers with some of them changed, for questions about what follows if a number is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from finder.domain.law import Parameter
from finder.parameters import parameter_set
from finder.parameters.model import ParameterSet


@dataclass(frozen=True, slots=True)
class ChangedParameters(ParameterSet):
    """The numbers of ``plan_year``, except ``values`` (name -> value as printed, in the year's own unit)."""

    values: Mapping[str, str] = field(default_factory=dict)

    def _find(self, name: str) -> Parameter | None:
        found = ParameterSet._find(self, name)
        return found._replace(value=self.values[name]) if found is not None and name in self.values else found


def neighbours(plan_year: int, name: str) -> tuple[str, ...]:
    """The values of a number in the years before and after, if they have it in the same unit and it differs."""
    own = parameter_set(plan_year).get(name)
    found = []
    for year in (plan_year - 1, plan_year + 1):
        numbers = ParameterSet(year)  # a year that we don't know has no numbers
        if numbers.has(name) and numbers.get(name).unit == own.unit and numbers.get(name).value != own.value:
            found.append(numbers.get(name).value)
    return tuple(found)
