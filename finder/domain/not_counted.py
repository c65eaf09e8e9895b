"""Names on a list that are not counted: drugs that the catalog lacks, and products that Part D does not pay for."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.benefit import Named

LONGEST_NAME = 60
"""Letters that are kept of a name."""


class WhyNotCounted(Named):
    """Why a name is not counted. All but the first and the last are outside Part D."""

    NOT_FOUND = 0
    """The catalog lacks it."""
    OVER_THE_COUNTER = 1
    VITAMIN = 2
    WEIGHT = 3
    FERTILITY = 4
    COSMETIC = 5
    COUGH_AND_COLD = 6
    SEXUAL_FUNCTION = 7
    PART_B_SUPPLY = 8
    OPEN_QUESTION = 9
    """Its line on the Desk waits for an answer."""


class NotCounted(NamedTuple):
    """A name as written, and why it is not counted."""

    name: str
    why: WhyNotCounted = WhyNotCounted.NOT_FOUND

    @property
    def cost_is_missing(self) -> bool:
        """Whether a plan might pay for it: then every total lacks its cost."""
        return self.why in (WhyNotCounted.NOT_FOUND, WhyNotCounted.OPEN_QUESTION)
