"""The few plans that an answer shows side by side, and what each stands for."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.plan_cost import PlanCost


class Role(Named):
    """What a plan stands for beside the others.

    ``NOW``: the plan that the person has. ``FIRST``: the one that ranks first. ``NEXT``: the next after it.
    The others differ in kind from the first one: they cover more drugs, ask for no approval first, are of the other sort (a drug plan, or
    a health plan), or have the most stars.
    """

    NOW = 0
    FIRST = 1
    NEXT = 2
    COVERS_MORE = 3
    NO_APPROVAL = 4
    OTHER_SORT = 5
    MOST_STARS = 6


class Choice(NamedTuple):
    """A plan to choose, or to stay in.

    ``role``: what it stands for beside the others.
    ``first``: whether it ranks first; the plan that a person has may do so too.
    """

    cost: PlanCost
    role: Role
    first: bool = False
