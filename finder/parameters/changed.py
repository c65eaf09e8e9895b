"""A year's numbers with some of them changed, for questions about what follows if a number is wrong, or were another."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from finder.domain.law import Parameter
from finder.domain.policy import Policy
from finder.parameters import parameter_set
from finder.parameters.model import NO_LIMIT, ParameterSet

_THRESHOLD = "oop_threshold"
"""The limit that the files themselves can write as ``none``."""
GAP_NUMBERS = (
    "initial_coverage_limit",
    _THRESHOLD,
    "gap_coinsurance.",
    "gap_manufacturer_discount",
    "gap_dispensing_fee_beneficiary_share.",
    "catastrophic_coinsurance",
    "catastrophic_min_copay.",
    "payer_share.catastrophic.",
    "payer_share.initial.m",
)
"""The prefixes of the numbers that belong to a year's coverage gap, or to what stands in its place: the limits around it, who pays in it,
and who pays above and below the threshold."""


@dataclass(frozen=True, slots=True)
class ChangedParameters(ParameterSet):
    """The numbers of ``plan_year``, except ``values`` (name -> value as printed, in the year's own unit)."""

    values: Mapping[str, str] = field(default_factory=dict, hash=False)  # compared all the same

    def _find(self, name: str) -> Parameter | None:
        found = ParameterSet._find(self, name)
        return found._replace(value=self.values[name]) if found is not None and name in self.values else found


@dataclass(frozen=True, slots=True)
class PolicyParameters(ParameterSet):
    """The numbers of a policy: the year's own, those of another year's coverage gap, and the numbers that the policy names."""

    policy: Policy = field(default_factory=lambda: Policy("", 0))

    @property
    def gap_year(self) -> int:
        """The year whose coverage gap the policy has."""
        return self.plan_year if self.policy.gap_of is None else self.policy.gap_of

    @property
    def version(self) -> str:
        """The version of the law's numbers, and a hash of the policy: never that of the law alone."""
        law = ParameterSet.version.__get__(self)
        return f"{law}+policy.{hashlib.sha256(repr(self.policy).encode()).hexdigest()[:12]}"

    def _find(self, name: str) -> Parameter | None:
        year = self.gap_year if name.startswith(GAP_NUMBERS) else self.plan_year
        found = ParameterSet._find(ParameterSet(year), name)
        changed = next((one.value for one in self.policy.numbers if one.name == name), None)
        if changed == NO_LIMIT and name != _THRESHOLD:
            return None  # as in a year before the law of that limit
        return found if found is None or changed is None else found._replace(value=changed)


def policy_parameters(policy: Policy) -> ParameterSet:
    """The numbers of a policy; the law's own where it changes none. Raises UnknownPlanYear."""
    numbers = parameter_set(policy.plan_year)
    return PolicyParameters(policy.plan_year, policy) if policy.numbers or policy.gap_of is not None else numbers


def neighbours(plan_year: int, name: str) -> tuple[str, ...]:
    """The values of a number in the years before and after, if they have it in the same unit and it differs."""
    own = parameter_set(plan_year).get(name)
    found = []
    for year in (plan_year - 1, plan_year + 1):
        numbers = ParameterSet(year)  # a year that we don't know has no numbers
        if numbers.has(name) and numbers.get(name).unit == own.unit and numbers.get(name).value != own.value:
            found.append(numbers.get(name).value)
    return tuple(found)
