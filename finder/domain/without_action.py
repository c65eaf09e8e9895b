"""What happens to a person who does nothing."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.money import Cents


class Default(Named):
    """What happens without a choice."""

    KEEPS_PLAN = 0
    """The current plan goes on."""
    MEDICARE_PICKS = 1
    """Medicare picks a plan: Extra Help without a plan."""
    NO_DRUG_PLAN = 2
    """No drug plan: no plan, and no Extra Help."""
    NOT_KNOWN = 3
    """The current plan does not serve the county: it may have ended, or the person may have moved."""


class WithoutAction(NamedTuple):
    """What happens, and the least and the most that it costs all in. None: nothing is bought through a plan, or nobody knows."""

    what: Default
    low: Cents | None = None
    high: Cents | None = None
