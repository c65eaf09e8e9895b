"""Help that pays after the drug plan, such as a state's drug program. Amounts are cents."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.claim import OtherPayerKind
from finder.domain.money import Cents

HELPERS = (OtherPayerKind.SPAP, OtherPayerKind.ADAP, OtherPayerKind.IHS, OtherPayerKind.CHARITY, OtherPayerKind.EMPLOYER)
"""Those that pay after Part D. The VA pays without it, and workers' compensation before it."""
COPAY_DAYS = 30
"""The days of a program's copay; a longer fill costs one more for each 30 days begun."""


class OtherHelp(NamedTuple):
    """Help with every fill that a plan covers, in all plans alike.

    ``generic``, ``brand``: what the person still pays of such a drug for 30 days, or less if the plan asks less.
    ``premium``: what it pays of a month's Part D premium at most.
    """

    kind: OtherPayerKind
    generic: Cents
    brand: Cents
    premium: Cents = 0


class StateProgram(NamedTuple):
    """A state's drug program in a year; None where we don't know it.

    ``generic``, ``brand``: what it asks of a person for 30 days of a drug.
    ``single``, ``couple``: the most yearly income of a person alone, and of a couple.
    """

    name: str
    generic: Cents | None
    brand: Cents | None
    single: Cents | None
    couple: Cents | None
