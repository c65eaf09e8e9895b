"""A day on which something is due, for a calendar file, a report and a line of time."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Due(NamedTuple):
    """A day on which something is due: in a few words, and in a sentence.

    ``minute`` is that of the day; None: all day.
    """

    day: date
    title: str
    says: str = ""
    minute: int | None = None
